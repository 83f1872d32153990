//! Real conversations are told as a postmaster tells them.

use std::fs;
use std::path::Path;

use postrider_why::{Finding, Paste, Reason, why};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    /// Where it was found, and when it was written there.
    source: String,
    date: String,
    /// The situation, or the cause.
    situation: String,
    proof: String,
    step: String,
    /// Why it is not told so yet.
    known: Option<String>,
    #[serde(default)]
    #[allow(dead_code)]
    extra: bool,
}

/// What is wrong with the first finding; nothing if it is right.
fn fault(case: &Case, finding: Option<&Finding>) -> Option<String> {
    let Some(finding) = finding else { return Some("nothing was found".to_owned()) };
    let cause = match finding.reason {
        Reason::Cause(cause) => cause.id.as_str(),
        _ => "",
    };
    let named = finding.situation == Some(case.situation.as_str()) || cause == case.situation;
    // The line that is expected holds the secret that is taken out of the one that is shown.
    let proof = Paste::read(case.proof.as_bytes());
    let proven = finding.proof.text == proof.lines()[0].trim();
    let step = finding.step.map_or("none", |step| step.verb().as_str());
    let stepped = step == case.step;
    (!(named && proven && stepped)).then(|| {
        format!(
            "{}\n  situation {:?} {} (expected {})\n  proof {:?}\n  step {step} (expected {})\n  rule {}",
            case.file,
            finding.situation,
            finding.reason.as_str(),
            case.situation,
            finding.proof.text,
            case.step,
            finding.rule
        )
    })
}

#[test]
fn conversations_are_told_as_a_postmaster_tells_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let cases = fs::read_to_string(folder.join("transcripts.toml")).expect("the cases are there");
    let cases: Cases = toml::from_str(&cases).expect("the cases can be read");
    let mut faults = Vec::new();
    for case in &cases.case {
        assert!(!case.source.is_empty() && !case.date.is_empty(), "{}", case.file);
        let text = fs::read(folder.join(&case.file)).expect("the file of the case is there");
        let answer = why(&text);
        match (fault(case, answer.findings.first()), &case.known) {
            (Some(fault), None) => faults.push(format!("{}: {fault}", case.file)),
            (None, Some(known)) => faults.push(format!("{} is right now, and was not: {known}", case.file)),
            _ => {}
        }
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), cases.case.len(), faults.join("\n"));
}

/// A case of `post.toml`, as far as it matters here.
#[derive(Deserialize)]
struct Told {
    case: Vec<Post>,
}

#[derive(Deserialize)]
struct Post {
    file: String,
    situation: String,
    proof: String,
}

#[test]
fn bounces_logs_and_exceptions_are_told_too() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let cases = fs::read_to_string(folder.join("post.toml")).expect("the cases are there");
    let cases: Told = toml::from_str(&cases).expect("the cases can be read");
    for case in &cases.case {
        let answer = why(&fs::read(folder.join(&case.file)).expect("the file of the case is there"));
        let finding = answer.findings.first().unwrap_or_else(|| panic!("nothing in {}", case.file));
        let named =
            finding.situation == Some(case.situation.as_str()) || finding.reason.as_str() == case.situation;
        assert!(named, "{}: {:?} and not {}", case.file, finding.reason, case.situation);
        let proof = Paste::read(case.proof.as_bytes());
        assert_eq!(finding.proof.text, proof.lines()[0].trim(), "{}", case.file);
    }
}
