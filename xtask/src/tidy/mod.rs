//! `cargo xtask tidy`: what the compiler cannot check.
//!
//! A check looks at the repository as a set of texts and says what it found. Each has a file of its own, with samples
//! that it must complain about. To add one, write the file and name it in `CHECKS`.

mod catalogue;
mod citations;
mod codes;
mod decisions;
mod edges;
mod examples;
mod forgotten;
mod generated;
mod licences;
mod links;
mod manifests;
mod purity;
mod text;
mod transcripts;

use std::fmt;
use std::path::Path;

use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// One thing that is held to.
struct Check {
    /// The name that a finding bears.
    name: &'static str,
    /// Where the reason is written down.
    why: &'static str,
    run: fn(&Workspace) -> Vec<Finding>,
}

#[rustfmt::skip]
const CHECKS: &[Check] = &[
    Check { name: "crate edges",       run: edges::check,       why: "ARCHITECTURE.md#crates-and-edges" },
    Check { name: "proto is pure",     run: purity::check,      why: "ARCHITECTURE.md#what-each-crate-must-not-know" },
    Check { name: "codes in strings",  run: codes::check,       why: "docs/decisions/0002-reply-catalogue.md" },
    Check { name: "reply catalogue",   run: catalogue::check,   why: "docs/decisions/0002-reply-catalogue.md" },
    Check { name: "transcripts",       run: transcripts::check, why: "docs/testing.md#transcripts" },
    Check { name: "forgotten files",   run: forgotten::check,   why: "docs/testing.md#tidy" },
    Check { name: "generated pages",   run: generated::check,   why: "CONTRIBUTING.md#documents" },
    Check { name: "RFC sections",      run: citations::check,   why: "CONTRIBUTING.md#comments" },
    Check { name: "links",             run: links::check,       why: "CONTRIBUTING.md#documents" },
    Check { name: "examples",          run: examples::check,    why: "CONTRIBUTING.md#documents" },
    Check { name: "decision records",  run: decisions::check,   why: "docs/decisions/README.md" },
    Check { name: "manifests",         run: manifests::check,   why: "ARCHITECTURE.md#what-each-crate-must-not-know" },
    Check { name: "plain text",        run: text::check,        why: "CONTRIBUTING.md#comments" },
];

/// Something that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, from the root.
    pub path: String,
    /// The line, from 1; none if it is the file as a whole.
    pub line: Option<usize>,
    /// What is wrong, with the fact that shows it.
    pub fault: String,
    /// What to do.
    pub fix: String,
}

impl Finding {
    fn at(path: &str, line: usize, fault: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: Some(line), fault: fault.into(), fix: fix.into() }
    }

    fn of(path: &str, fault: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: None, fault: fault.into(), fix: fix.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.fault)
    }
}

/// Runs every check and prints what they find.
pub fn command() -> Result<(), Failure> {
    let report = report(&workspace::root())?;
    if report.is_empty() {
        println!("tidy: {} checks, nothing to complain about", CHECKS.len() + 1);
        return Ok(());
    }
    for line in &report {
        println!("{line}\n");
    }
    Err(Failure::Found(format!("tidy found {} things to mend", report.len())))
}

/// What every check finds in the repository at `root`, ready to print.
fn report(root: &Path) -> Result<Vec<String>, Failure> {
    let workspace = Workspace::read(root)?;
    let mut report = Vec::new();
    for check in CHECKS {
        report.extend((check.run)(&workspace).iter().map(|finding| show(finding, check.name, check.why)));
    }
    // The licences stand in the packages and not in the repository; cargo is asked.
    let findings = licences::check(&licences::metadata(root)?);
    report.extend(findings.iter().map(|finding| show(finding, "licences", "CONTRIBUTING.md#dependencies")));
    Ok(report)
}

fn show(finding: &Finding, name: &str, why: &str) -> String {
    format!("{finding}\n    rule: {name} ({why})\n    fix:  {}", finding.fix)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cargo test` alone is enough to hear what tidy has to say.
    #[test]
    fn the_repository_is_tidy() {
        let report = report(&workspace::root()).expect("the repository can be read");
        assert!(report.is_empty(), "\n{}\n", report.join("\n\n"));
    }

    #[test]
    fn every_reason_is_written_down_somewhere() {
        let workspace = Workspace::read(&workspace::root()).expect("the repository can be read");
        for check in CHECKS {
            let problem = links::resolve(&workspace, "", check.why);
            assert_eq!(problem, None, "{}: {}", check.name, check.why);
        }
    }

    #[test]
    fn a_finding_names_the_place_the_rule_the_reason_and_the_fix() {
        let finding = Finding::at("a/b.rs", 7, "`std::fs` touches the disk", "bring the octets in");
        assert_eq!(
            show(&finding, "proto is pure", "ARCHITECTURE.md#x"),
            "a/b.rs:7: `std::fs` touches the disk\n    rule: proto is pure (ARCHITECTURE.md#x)\n    fix:  bring the octets in"
        );
    }
}
