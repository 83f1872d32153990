//! A few dozen seeds; `cargo xtask simulate` runs as many as one likes.

use postrider_simulation::{Options, Planted, Stats, simulate};

#[test]
fn the_law_is_kept_whatever_happens() {
    let mut stats = Stats::default();
    for seed in 0..60 {
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
        "bounces",
        "bounces of what was given up",
        "reports of delay",
        "reports that have reached their sender",
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
fn what_is_planted_does_not_go_unnoticed() {
    for planted in [
        Planted::DiskLies,
        Planted::ReportsVanish,
        Planted::DeliveriesForgotten,
        Planted::GivesUpEarly,
        Planted::WaitsLonger,
    ] {
        let options = Options { planted: Some(planted), ..Options::default() };
        let found = (0..80).find_map(|seed| Some((seed, simulate(seed, options).failure?)));
        let (seed, failure) = found.unwrap_or_else(|| panic!("nobody has seen that there is {planted:?}"));
        println!("{planted:?}, found with seed {seed}: {failure}");
    }
}
