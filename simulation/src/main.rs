//! `cargo xtask simulate`: runs seeds, and says what happened, or how to repeat what must not.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this command talks to the person at the terminal"
)]

use std::num::NonZero;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{panic, thread};

use postrider_simulation::{Keep, Options, Report, Stats, simulate};

const HELP: &str = "\
cargo xtask simulate [--seeds N] [--from S] [--jobs N]   runs N seeds from S on: 100 from 0, on every core
cargo xtask simulate --seed S [--trace]                  runs one; --trace shows all that happens";

/// So many seeds that fail are told at length.
const TOLD: usize = 5;

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    seeds: u64,
    from: u64,
    jobs: usize,
    /// One seed alone.
    seed: Option<u64>,
    trace: bool,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let asked = match Asked::parse(&words) {
        Ok(asked) => asked,
        Err(fault) => {
            eprintln!("simulate: {fault}\n\n{HELP}");
            return ExitCode::FAILURE;
        }
    };
    // A damaged index makes its library panic, as it is meant to; what must not panic is caught, and told with its seed.
    panic::set_hook(Box::new(|_| {}));
    let good = match asked.seed {
        Some(seed) => one(seed, asked.trace),
        None => many(&asked),
    };
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Asked {
    fn parse(words: &[&str]) -> Result<Self, String> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let mut asked = Self { seeds: 100, from: 0, jobs: cores, seed: None, trace: false };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut number = || {
                let next = words.next().and_then(|number| number.parse::<u64>().ok());
                next.ok_or_else(|| format!("{word} needs a number"))
            };
            match *word {
                "--seeds" => asked.seeds = number()?,
                "--from" => asked.from = number()?,
                "--jobs" => asked.jobs = usize::try_from(number()?).unwrap_or(1).max(1),
                "--seed" => asked.seed = Some(number()?),
                "--trace" => asked.trace = true,
                other => return Err(format!("there is no {other}")),
            }
        }
        if asked.trace && asked.seed.is_none() {
            return Err("--trace is for one seed: name it with --seed".into());
        }
        Ok(asked)
    }
}

/// Runs one seed, and shows it.
fn one(seed: u64, trace: bool) -> bool {
    let keep = if trace { Keep::All } else { Keep::Last };
    let (report, took) = run(seed, keep);
    if trace || report.failure.is_some() {
        report.lines.iter().for_each(|line| println!("{line}"));
    }
    println!("\nseed {seed}, {} ms, digest {:016x}\n\n{}", took.as_millis(), report.digest, report.stats);
    match &report.failure {
        Some(failure) => println!("the law is broken: {failure}"),
        None => println!("the law was kept"),
    }
    report.failure.is_none()
}

/// Runs many, and shows what happened in all of them together.
fn many(asked: &Asked) -> bool {
    let began = Instant::now();
    let next = AtomicU64::new(asked.from);
    let all = Mutex::new((Stats::default(), Vec::new(), Duration::ZERO));
    thread::scope(|scope| {
        for _ in 0..asked.jobs {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= asked.from + asked.seeds {
                        break;
                    }
                    let (report, took) = run(seed, Keep::Nothing);
                    let mut all = all.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    all.0.merge(&report.stats);
                    all.2 += took;
                    all.1.extend(report.failure.map(|failure| (seed, failure)));
                }
            });
        }
    });
    let (stats, mut failures, busy) = all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    failures.sort_by_key(|(seed, _)| *seed);
    println!("{stats}");
    println!(
        "{} seeds from {} on, in {:.1} s: {:.0} a second and core",
        asked.seeds,
        asked.from,
        began.elapsed().as_secs_f64(),
        f64::from(u32::try_from(asked.seeds).unwrap_or(u32::MAX)) / busy.as_secs_f64().max(0.001)
    );
    for (seed, failure) in failures.iter().take(TOLD) {
        println!("\nseed {seed} breaks the law: {failure}");
        println!("to repeat it: cargo xtask simulate --seed {seed} --trace");
        let (report, _) = run(*seed, Keep::Last);
        report.lines.iter().for_each(|line| println!("  {line}"));
    }
    for (seed, failure) in failures.iter().skip(TOLD) {
        println!("seed {seed} breaks the law: {failure}");
    }
    failures.is_empty()
}

/// Runs a seed; a panic of anything but the index's library breaks the law as well.
fn run(seed: u64, keep: Keep) -> (Report, Duration) {
    let began = Instant::now();
    let report = panic::catch_unwind(|| simulate(seed, Options { keep, ..Options::default() }));
    let report = report.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word");
        Report::panicked(words)
    });
    (report, began.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_read() {
        let asked = Asked::parse(&["--seeds", "7", "--from", "3", "--jobs", "1"]).expect("good");
        assert_eq!(asked, Asked { seeds: 7, from: 3, jobs: 1, seed: None, trace: false });
        assert!(Asked::parse(&["--seed", "3", "--trace"]).is_ok());
        for wrong in [&["--trace"][..], &["--seed"], &["--seeds", "x"], &["7"]] {
            assert!(Asked::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
