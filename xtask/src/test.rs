//! `cargo xtask test`: everything there is to try, with one command and one summary.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::{backlog, crash, install, interop, server, tidy, workspace};

/// What the person asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Only what takes minutes.
    pub quick: bool,
    /// What would be skipped is a failure.
    pub no_skip: bool,
}

impl Options {
    fn parse(flags: &[&str]) -> Result<Self, Failure> {
        let mut options = Self::default();
        for flag in flags {
            match *flag {
                "--quick" => options.quick = true,
                "--no-skip" => options.no_skip = true,
                other => return Err(Failure::Usage(format!("`test` knows no {other}"))),
            }
        }
        Ok(options)
    }
}

/// How many seeds are simulated.
const SEEDS: &str = "2000";

/// One thing to try.
struct Step {
    name: &'static str,
    /// It belongs to `--quick`.
    quick: bool,
    run: fn(Options) -> Result<Skipped, Failure>,
}

/// What runs beside the last step, each with its command. That step mostly waits, for servers that start, packages that are fetched and time that
/// passes, while these only compute: simulated time, and fuzzers that know no clock but their own.
const BESIDE: [(&str, &[&str]); 2] = [("simulation", &["simulate", "--seeds", SEEDS]), ("fuzz", &["fuzz"])];

/// What a step left out, each with the reason.
pub type Skipped = Vec<String>;

/// Those that have the machine for themselves, in the order they run.
#[rustfmt::skip]
const STEPS: &[Step] = &[
    Step { name: "tidy",        quick: true,  run: |_| tidy::command().map(|()| Skipped::new()) },
    Step { name: "tools",       quick: true,  run: |_| Ok(tools()) },
    Step { name: "cargo test",  quick: true,  run: cargo_test },
    Step { name: "crash",       quick: false, run: |_| crash::run() },
    Step { name: "backlog",     quick: false, run: |_| backlog::run_small().map(|()| Skipped::new()) },
];

/// How a step went.
enum Outcome {
    Passed(Skipped),
    Failed(Failure),
    LeftOut(&'static str),
}

/// A step, how it went, and how long that took.
type Ran = (&'static str, Outcome, Duration);

pub fn command(flags: &[&str]) -> Result<(), Failure> {
    let options = Options::parse(flags)?;
    let mut outcomes: Vec<Ran> = Vec::new();
    for step in STEPS {
        let begun = Instant::now();
        let outcome = if options.quick && !step.quick {
            Outcome::LeftOut("not part of --quick")
        } else {
            println!("== {} ==", step.name);
            (step.run)(options).map_or_else(Outcome::Failed, Outcome::Passed)
        };
        outcomes.push((step.name, outcome, begun.elapsed()));
    }
    if options.quick {
        let names = ["interop"].into_iter().chain(BESIDE.map(|(name, _)| name));
        outcomes.extend(names.map(|name| (name, Outcome::LeftOut("not part of --quick"), Duration::ZERO)));
    } else {
        outcomes.extend(interop_and_beside());
    }
    println!("\n{}", summary(&outcomes));
    match failures(&outcomes, options) {
        0 => Ok(()),
        count => Err(Failure::Found(format!("{count} of {} steps failed", outcomes.len()))),
    }
}

/// Real clients against the server; and beside that, one after the other, what is in [`BESIDE`], in processes of their own. They give way,
/// and what they say is shown when they have ended.
fn interop_and_beside() -> Vec<Ran> {
    println!("== interop; beside it simulation and fuzz ==");
    let begun = Instant::now();
    // Before a cargo beside it builds something else, and has others wait for that.
    let postrider = server::build("ci");
    thread::scope(|scope| {
        let beside = scope.spawn(|| {
            BESIDE.map(|(name, words)| {
                let begun = Instant::now();
                (name, run_beside(words), begun.elapsed())
            })
        });
        let interop = postrider.and_then(|postrider| interop::run(&[], postrider));
        let interop = ("interop", interop.map_or_else(Outcome::Failed, Outcome::Passed), begun.elapsed());
        // A panic in there is one of ours, and told by now.
        let beside = beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let told = beside.map(|(name, ran, took)| {
            println!("== {name} ==");
            let outcome = match ran {
                Ok(output) => {
                    print!(
                        "{}{}",
                        String::from_utf8_lossy(&output.stdout),
                        String::from_utf8_lossy(&output.stderr)
                    );
                    if output.status.success() {
                        Outcome::Passed(Skipped::new())
                    } else {
                        Outcome::Failed(Failure::Found(format!("{}, as it says above", output.status)))
                    }
                }
                Err(failure) => Outcome::Failed(failure),
            };
            (name, outcome, took)
        });
        [interop].into_iter().chain(told).collect()
    })
}

/// Runs a command of ours in a process of its own.
fn run_beside(words: &[&str]) -> Result<Output, Failure> {
    let own = std::env::current_exe();
    let own = own.map_err(|source| Failure::Start { command: "xtask".into(), source })?;
    let mut command = Command::new("nice");
    command.arg(own).args(words).stdin(Stdio::null());
    let words = workspace::words(&command);
    command.output().map_err(|source| Failure::Start { command: words, source })
}

/// What tests of `cargo test` look for on the machine, and leave something out where it is missing.
fn tools() -> Skipped {
    let lacking = |what: &str, had: Result<(), install::Missing>| {
        had.err().map(|install::Missing(why)| format!("{what}: {why}"))
    };
    let dns = install::daemon("knotd", "knot").and_then(|_| install::daemon("unbound", "unbound")).map(drop);
    [
        lacking("the order of write, sync and acknowledgement", install::program("strace", "strace")),
        lacking("the resolver before real DNS servers", dns),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Everything that `cargo test` knows. A test that is marked `#[ignore]` is a skip like any other.
fn cargo_test(_: Options) -> Result<Skipped, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["test", "--workspace", "--locked", "--no-fail-fast"]).current_dir(workspace::root());
    let words = workspace::words(&command);
    let start = |source| Failure::Start { command: words.clone(), source };
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(start)?;
    let mut skipped = Skipped::new();
    for line in child.stdout.take().into_iter().flat_map(|stdout| BufReader::new(stdout).lines()) {
        let line = line.map_err(start)?;
        println!("{line}");
        skipped.extend(ignored(&line));
    }
    let status = child.wait().map_err(start)?;
    if status.success() {
        Ok(skipped)
    } else {
        Err(Failure::Command { command: words, status: status.to_string() })
    }
}

/// The test that a line of the test harness says was ignored, with the reason.
fn ignored(line: &str) -> Option<String> {
    let (name, why) = line.strip_prefix("test ")?.split_once(" ... ignored")?;
    let why = why.strip_prefix(", ").unwrap_or("no reason is given");
    Some(format!("{name}: {why}"))
}

/// How many steps failed; with `--no-skip`, those that skipped something are among them.
fn failures(outcomes: &[Ran], options: Options) -> usize {
    outcomes
        .iter()
        .filter(|(_, outcome, _)| match outcome {
            Outcome::Passed(skipped) => options.no_skip && !skipped.is_empty(),
            Outcome::Failed(_) => true,
            Outcome::LeftOut(_) => false,
        })
        .count()
}

/// What ran, what was skipped and why, and how long each took.
fn summary(outcomes: &[Ran]) -> String {
    let mut lines = Vec::new();
    for (name, outcome, took) in outcomes {
        let seconds = took.as_secs();
        let (word, details) = match outcome {
            Outcome::Passed(skipped) if skipped.is_empty() => ("passed", Vec::new()),
            Outcome::Passed(skipped) => {
                ("passed, with skips", skipped.iter().map(|what| format!("skipped: {what}")).collect())
            }
            Outcome::Failed(failure) => ("FAILED", vec![failure.to_string()]),
            Outcome::LeftOut(why) => ("left out", vec![(*why).to_owned()]),
        };
        lines.push(format!("{name:<12} {:>2} min {:02} s   {word}", seconds / 60, seconds % 60));
        lines.extend(details.iter().map(|detail| format!("{:<12}               {detail}", "")));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read() {
        assert_eq!(Options::parse(&[]).expect("no flag"), Options::default());
        let both = Options::parse(&["--no-skip", "--quick"]).expect("both flags");
        assert_eq!(both, Options { quick: true, no_skip: true });
        assert!(Options::parse(&["--quik"]).is_err());
    }

    #[test]
    fn what_the_harness_ignores_is_a_skip() {
        assert_eq!(ignored("test a::b ... ok"), None);
        assert_eq!(ignored("test a::b ... ignored"), Some("a::b: no reason is given".to_owned()));
        assert_eq!(ignored("test a::b ... ignored, needs root"), Some("a::b: needs root".to_owned()));
    }

    #[test]
    fn a_failure_counts_and_a_skip_counts_where_it_is_forbidden() {
        let outcomes = || {
            vec![
                ("a", Outcome::Passed(Vec::new()), Duration::from_secs(75)),
                ("b", Outcome::Passed(vec!["postfix: needs root".to_owned()]), Duration::ZERO),
                ("c", Outcome::Failed(Failure::Found("no".to_owned())), Duration::ZERO),
                ("d", Outcome::LeftOut("not part of --quick"), Duration::ZERO),
            ]
        };
        assert_eq!(failures(&outcomes(), Options::default()), 1);
        assert_eq!(failures(&outcomes(), Options { no_skip: true, ..Options::default() }), 2);
        assert_eq!(
            summary(&outcomes()),
            "a             1 min 15 s   passed\n\
             b             0 min 00 s   passed, with skips\n\
             \x20                          skipped: postfix: needs root\n\
             c             0 min 00 s   FAILED\n\
             \x20                          no\n\
             d             0 min 00 s   left out\n\
             \x20                          not part of --quick"
        );
    }
}
