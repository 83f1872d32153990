//! Real bounces, lines of logs and exceptions, `cases/post.toml`, diagnosed as a postmaster has done it.

use postrider_why::complaints;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    source: String,
    date: String,
    dialect: String,
    situation: String,
    proof: String,
    /// Why it is not diagnosed so.
    known: Option<String>,
}

#[test]
fn cases_are_diagnosed_as_a_postmaster_does() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let cases = std::fs::read_to_string(format!("{folder}/post.toml")).expect("the table is there");
    let cases: Cases = toml::from_str(&cases).expect("the table is one");
    let mut faults = Vec::new();
    for case in &cases.case {
        assert!(
            !case.source.is_empty() && !case.date.is_empty() && !case.dialect.is_empty(),
            "{}",
            case.file
        );
        let paste = std::fs::read_to_string(format!("{folder}/{}", case.file)).expect("the paste is there");
        let lines: Vec<&str> = paste.lines().collect();
        let found = complaints(&lines);
        let first = found.iter().flat_map(|found| &found.complaints).next();
        let told = first.map(|complaint| {
            let situation =
                complaint.diagnosis().situation.map_or("unknown", |situation| situation.id.as_str());
            (situation, lines[complaint.line])
        });
        let agrees = told == Some((case.situation.as_str(), case.proof.as_str()));
        match (&case.known, agrees) {
            (None, false) => faults.push(format!("{}: {told:?} and not {:?}", case.file, case.situation)),
            (Some(known), true) => faults.push(format!("{}: it is diagnosed, take out {known:?}", case.file)),
            _ => {}
        }
    }
    assert!(faults.is_empty(), "{} faults of {}\n{}", faults.len(), cases.case.len(), faults.join("\n"));
}
