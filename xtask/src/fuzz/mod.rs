//! `cargo xtask fuzz`: every target of `fuzz/`, from its committed corpus, for a while.
//!
//! libFuzzer comes with the crate `libfuzzer-sys`, and the instrumentation it needs is a pass of LLVM that the stable compiler
//! has; so nothing has to be installed beside a C++ compiler. Address sanitizing would need a nightly compiler, and would look
//! for what code without `unsafe` cannot do.

mod seeds;

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::crash::workers::{lock, work};
use crate::failure::Failure;
use crate::workspace::{root, run, words};

/// The targets, in the order they are run. Each is a file in `fuzz/fuzz_targets` and a folder in `fuzz/corpus`.
pub const TARGETS: [&str; 7] = ["command", "session", "content", "reply", "sasl", "record", "why"];

/// How long each target runs where nothing is said, in seconds.
const SECONDS: u32 = 20;

/// What `cargo fuzz` would set: counters on every edge, and comparisons shown to the fuzzer.
const RUSTFLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// Runs `cargo xtask fuzz [--seconds N] [TARGET...]`, or `cargo xtask fuzz --seeds`.
pub fn command(words: &[&str]) -> Result<(), Failure> {
    if words == ["--seeds"] {
        return seeds::write(&root());
    }
    let (mut seconds, mut targets) = (SECONDS, Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--seconds" => {
                let number = words.next().and_then(|number| number.parse().ok());
                seconds = number.ok_or_else(|| Failure::Usage("--seconds needs a number".into()))?;
            }
            word => match TARGETS.into_iter().find(|target| *target == word) {
                Some(target) => targets.push(target),
                None => {
                    let known = TARGETS.join(", ");
                    return Err(Failure::Usage(format!("there is no fuzz target `{word}`, only {known}")));
                }
            },
        }
    }
    if targets.is_empty() {
        targets.extend(TARGETS);
    }
    let folder = root().join("fuzz");
    let binaries = build(&folder)?;
    let (next, broken) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    // A fuzzer has one thread: as many run as there are processors for.
    let at_once = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(targets.len());
    work(at_once, |_| {
        while let Some(target) = targets.get(next.fetch_add(1, Ordering::Relaxed)) {
            let come_through =
                fuzz(&folder, &binaries, target, seconds).map_err(|failure| failure.to_string())?;
            if !come_through {
                lock(&broken).push(*target);
            }
        }
        Ok(())
    })
    .map_err(Failure::Found)?;
    let broken = broken.into_inner().unwrap_or_else(PoisonError::into_inner);
    if broken.is_empty() {
        return Ok(());
    }
    Err(Failure::Found(format!("fuzzing has found something: {}", broken.join(", "))))
}

/// Builds all targets and gives the folder of their binaries.
fn build(folder: &Path) -> Result<PathBuf, Failure> {
    // With a target named, the flags are kept from build scripts and procedural macros.
    let version = run(Command::new("rustc").arg("-vV"))?;
    let host =
        version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or("x86_64-unknown-linux-gnu");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let target_folder = folder.join("target");
    let mut build = Command::new(cargo);
    build
        .args(["build", "--release", "--locked", "--target", host, "--target-dir"])
        .arg(&target_folder)
        .env("RUSTFLAGS", RUSTFLAGS)
        .current_dir(folder);
    println!("fuzz: building the targets");
    let words = words(&build);
    let status = build.status().map_err(|source| Failure::Start { command: words.clone(), source })?;
    if !status.success() {
        return Err(Failure::Command { command: words, status: status.to_string() });
    }
    Ok(target_folder.join(host).join("release"))
}

/// Runs one target; says whether it has come through.
fn fuzz(folder: &Path, binaries: &Path, target: &str, seconds: u32) -> Result<bool, Failure> {
    // New inputs go where git does not look; what is worth keeping is given a name and moved by a person.
    let found = folder.join("target/found").join(target);
    let artifacts = folder.join("artifacts").join(target);
    let corpus = folder.join("corpus").join(target);
    for needed in [&found, &artifacts] {
        fs::create_dir_all(needed).map_err(Failure::file(needed))?;
    }
    let before = names(&artifacts)?;
    let binary = binaries.join(target);
    let mut fuzzer = Command::new(&binary);
    fuzzer
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        // One input may not take longer than this, nor hold more: a peer must not be able to make us.
        .args(["-timeout=10", "-rss_limit_mb=512", "-max_len=4096", "-print_final_stats=1"])
        .args([&found, &corpus]);
    let command = words(&fuzzer);
    let output = fuzzer.output().map_err(|source| Failure::Start { command: command.clone(), source })?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        let stat = |name: &str| {
            let line = said.lines().find(|line| line.starts_with(name));
            line.and_then(|line| line.split_ascii_whitespace().last()).unwrap_or("?").to_owned()
        };
        let (runs, a_second) = (stat("stat::number_of_executed_units"), stat("stat::average_exec_per_sec"));
        println!("fuzz: {target}: {runs} inputs, {a_second} a second, nothing found");
        return Ok(true);
    }
    // The rest is the fuzzer's progress, and a stack that has nothing but the fuzzer in it.
    let report = said.lines().skip_while(|line| !line.contains("panicked at") && !line.starts_with("=="));
    // All at once: another target may have something to say, too.
    let mut told = String::new();
    for line in report.take_while(|line| !line.starts_with("stack backtrace")).take(60) {
        let _ = writeln!(told, "  {line}");
    }
    let _ = writeln!(told, "fuzz: {target}: FAILED ({})", output.status);
    for artifact in names(&artifacts)?.iter().filter(|artifact| !before.contains(artifact)) {
        let artifact = artifacts.join(artifact);
        let (binary, artifact) = (binary.display(), artifact.display());
        let _ = writeln!(told, "  the input:        {artifact}");
        let _ = writeln!(told, "  to reproduce it:  {binary} {artifact}");
        let _ =
            writeln!(told, "  to make it small: {binary} -minimize_crash=1 -max_total_time=60 {artifact}");
    }
    print!("{told}");
    Ok(false)
}

fn names(folder: &Path) -> Result<Vec<OsString>, Failure> {
    let entries = fs::read_dir(folder).map_err(Failure::file(folder))?;
    entries.map(|entry| entry.map(|entry| entry.file_name()).map_err(Failure::file(folder))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_run_and_has_a_corpus() {
        let listed = |folder: &str, ending: &str| {
            let mut names: Vec<String> = names(&root().join("fuzz").join(folder))
                .expect("the folder is there")
                .iter()
                .map(|name| name.to_string_lossy().trim_end_matches(ending).to_owned())
                .collect();
            names.sort();
            names
        };
        let mut targets = TARGETS;
        targets.sort_unstable();
        assert_eq!(listed("fuzz_targets", ".rs"), targets);
        assert_eq!(listed("corpus", ""), targets);
    }

    #[test]
    fn a_target_that_is_none_is_refused() {
        let said = command(&["--seconds", "1", "sesion"]).expect_err("a typing error").to_string();
        assert!(
            said.contains("`sesion`, only command, session, content, reply, sasl, record, why"),
            "{said}"
        );
    }
}
