//! A few dozen seeds; `cargo xtask simulate` runs as many as one likes.

use postrider_simulation::{Options, Stats, simulate};

#[test]
fn the_law_is_kept_whatever_happens() {
    let mut stats = Stats::default();
    for seed in 0..40 {
        let report = simulate(seed, Options::default());
        if let Some(failure) = report.failure {
            panic!("seed {seed}: {failure}\nto repeat it: cargo xtask simulate --seed {seed} --trace");
        }
        stats.merge(&report.stats);
    }
    println!("{stats}");
    for what in [
        "messages acknowledged",
        "deliveries",
        "deferrals",
        "kills",
        "power cuts",
        "duplicates after a crash",
    ] {
        assert!(stats.get(what) > 0, "{what}: never");
    }
}

#[test]
fn a_seed_repeats_a_run() {
    for seed in 100..110 {
        let (first, second) = (simulate(seed, Options::default()), simulate(seed, Options::default()));
        assert_eq!((first.digest, first.stats), (second.digest, second.stats), "seed {seed}");
    }
}

#[test]
fn a_disk_that_lies_about_its_syncs_does_not_go_unnoticed() {
    let lies = Options { disk_lies: true, ..Options::default() };
    let broken = |seed: u64| simulate(seed, lies).failure.is_some();
    assert!((0..40).any(broken), "acknowledged mail was lost, and nobody has seen it");
}
