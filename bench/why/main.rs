//! How often the reason that is found in a bounce agrees with the one that somebody else has written down for it.
//!
//! ```sh
//! git clone https://github.com/sisimai/set-of-emails
//! cargo run --release -p postrider-bench --bin why -- set-of-emails
//! ```
//!
//! The mails are split by a hash of their names. From one half rules may be grown; of the other nothing is ever shown but how many agree, so that its
//! figure is one of mails that nobody has seen. A mail agrees if each of its recipients has got a reason that `reasons.toml` takes for the
//! expected one, and no other reason was found; unknown is wrong.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program whose answer is what it prints")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use postrider_reference::{Class, Diagnosis};
use postrider_why::complaints;

/// Name of a file, reasons of its recipients.
type Expected = BTreeMap<String, Vec<String>>;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), None) = (arguments.next().map(PathBuf::from), arguments.next()) else {
        eprintln!("why: give one folder, a clone of https://github.com/sisimai/set-of-emails");
        return ExitCode::from(2);
    };
    let expected: Expected =
        toml::from_str(include_str!("expected.toml")).expect("expected.toml is a table of lists");
    let reasons: BTreeMap<String, Vec<String>> =
        toml::from_str(include_str!("reasons.toml")).expect("reasons.toml is a table of lists");
    let folder = if folder.join("maildir/bsd").is_dir() { folder.join("maildir/bsd") } else { folder };

    let mut halves = [Half::default(), Half::default()];
    let (mut missing, mut without) = (0, 0);
    for (name, expected) in &expected {
        let accepted: Vec<&Vec<String>> = expected.iter().map(|reason| &reasons[reason]).collect();
        if accepted.iter().any(|accepted| accepted.is_empty()) {
            without += 1;
            continue;
        }
        let Ok(octets) = std::fs::read(folder.join(name)) else {
            missing += 1;
            continue;
        };
        let found = diagnoses(&String::from_utf8_lossy(&octets));
        let grows = grows(name);
        halves[usize::from(!grows)].count(name, expected, &accepted, &found, grows);
    }
    if missing > 0 {
        eprintln!("why: {missing} mails are not in {}", Path::new(&folder).display());
    }
    let [growing, unseen] = halves;
    if growing.mails + unseen.mails == 0 {
        return ExitCode::FAILURE;
    }
    println!("Missed in the half that rules are grown on:\n");
    for miss in &growing.misses {
        println!("{miss}");
    }
    println!("\n| reason | growing | unseen |\n|---|---|---|");
    let all: std::collections::BTreeSet<&String> =
        growing.reasons.keys().chain(unseen.reasons.keys()).collect();
    for reason in all {
        println!("| {reason} | {} | {} |", cell(&growing, reason), cell(&unseen, reason));
    }
    println!("| **all** | {} | {} |", growing.total(), unseen.total());
    println!("\n{without} mails are left out: no bounce, or nobody knows their reason.");
    ExitCode::SUCCESS
}

/// Whether rules may be grown on a mail: a hash (FNV-1a, 64 bits) of its name, of which bit 32 is even.
fn grows(name: &str) -> bool {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    (hash >> 32) & 1 == 0
}

fn diagnoses(text: &str) -> Vec<Diagnosis> {
    // Some mails end their lines with CR alone.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().collect();
    complaints(&lines)
        .iter()
        .flat_map(|found| &found.complaints)
        .map(postrider_why::Complaint::diagnosis)
        .collect()
}

#[derive(Default)]
struct Half {
    mails: usize,
    agree: usize,
    unknown: usize,
    /// Mails that were not even taken for a bounce.
    nothing: usize,
    /// By reason: how many recipients, and how many agree.
    reasons: BTreeMap<String, (usize, usize)>,
    misses: Vec<String>,
}

impl Half {
    fn count(
        &mut self,
        name: &str,
        expected: &[String],
        accepted: &[&Vec<String>],
        found: &[Diagnosis],
        shows: bool,
    ) {
        let fits = |accepted: &[String], diagnosis: &Diagnosis| {
            let situation = diagnosis.situation.map(|situation| situation.id.as_str());
            accepted.iter().any(|word| word == diagnosis.class.as_str() || Some(word.as_str()) == situation)
        };
        let mut all = !found.is_empty()
            && found.iter().all(|diagnosis| accepted.iter().any(|accepted| fits(accepted, diagnosis)));
        for (reason, accepted) in expected.iter().zip(accepted) {
            let agrees = found.iter().any(|diagnosis| fits(accepted, diagnosis));
            let (count, agree) = self.reasons.entry(reason.clone()).or_default();
            *count += 1;
            *agree += usize::from(agrees);
            all &= agrees;
        }
        self.mails += 1;
        self.agree += usize::from(all);
        self.nothing += usize::from(found.is_empty());
        self.unknown += usize::from(found.iter().all(|diagnosis| diagnosis.class == Class::Unknown));
        if !all && shows {
            let found: Vec<String> =
                found.iter().map(|diagnosis| format!("{} by {}", diagnosis.class, diagnosis.rule)).collect();
            self.misses.push(format!("{name}: expected {}, found {}", expected.join(", "), found.join(", ")));
        }
    }

    fn total(&self) -> String {
        let Self { mails, agree, unknown, nothing, .. } = self;
        let percent = agree * 1000 / mails.max(&1);
        let percent = format!("{}.{} %", percent / 10, percent % 10);
        format!("{agree} of {mails} ({percent}), {unknown} unknown, {nothing} of them no bounce")
    }
}

fn cell(half: &Half, reason: &str) -> String {
    half.reasons.get(reason).map_or_else(|| "—".to_owned(), |(count, agree)| format!("{agree} of {count}"))
}
