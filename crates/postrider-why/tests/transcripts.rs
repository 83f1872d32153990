//! Real conversations are told as a postmaster tells them.

mod told;

use postrider_reference::code::{Acts, Repeat};
use postrider_why::{Finding, Paste, Reason, Step, why};
use serde::Deserialize;

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
    let step = match finding.step {
        Some(Step::Connection) => "connect",
        Some(Step::Missing(verb) | Step::Perhaps(verb) | Step::Failed(verb)) => verb.as_str(),
        None => "none",
    };
    let stepped = step == case.step;
    (!(named && proven && stepped)).then(|| {
        format!(
            "\n  situation {:?} {} (expected {})\n  proof {:?}\n  step {step} (expected {})\n  rule {}",
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
    let cases: Vec<Case> = told::cases("transcripts.toml");
    for case in &cases {
        assert!(!case.source.is_empty() && !case.date.is_empty(), "{}", case.file);
    }
    told::settle(cases.iter().map(|case| {
        let answer = why(&told::paste(&case.file));
        (case.file.as_str(), fault(case, answer.findings.first()), case.known.as_ref())
    }));
}

/// A case of `post.toml`, as far as it matters here.
#[derive(Deserialize)]
struct Post {
    file: String,
    situation: String,
    proof: String,
}

#[test]
fn bounces_logs_and_exceptions_are_told_too() {
    for case in told::cases::<Post>("post.toml") {
        let answer = why(&told::paste(&case.file));
        let finding = answer.findings.first().unwrap_or_else(|| panic!("nothing in {}", case.file));
        let named =
            finding.situation == Some(case.situation.as_str()) || finding.reason.as_str() == case.situation;
        assert!(named, "{}: {:?} and not {}", case.file, finding.reason, case.situation);
        let proof = Paste::read(case.proof.as_bytes());
        assert_eq!(finding.proof.text, proof.lines()[0].trim(), "{}", case.file);
    }
}

/// Who has to act, where it is not whom the class names.
#[test]
fn who_has_to_act_is_whom_a_postmaster_names() {
    for (file, acts, retry) in [
        // RFC 5321 §6.1: a server that does not take the null reverse-path is wrong.
        ("07-smtpserver-null-sender.txt", Acts::ReceivingOperator, Repeat::AfterChange),
        ("12-lettre-535-behind-tls-message.txt", Acts::Person, Repeat::NewLogin),
    ] {
        let answer = why(&told::paste(file));
        let first = answer.findings.first().expect("it is told");
        assert_eq!((first.acts, first.retry), (acts, retry), "{file}");
    }
}
