//! Real bounces, lines of logs and exceptions, `cases/post.toml`, diagnosed as a postmaster has done it.

mod told;

use postrider_why::complaints;
use serde::Deserialize;

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

fn fault(case: &Case) -> Option<String> {
    let paste = told::paste(&case.file);
    let paste = String::from_utf8(paste).expect("the paste is text");
    let lines: Vec<&str> = paste.lines().collect();
    let found = complaints(&lines);
    let first = found.iter().flat_map(|found| &found.complaints).next();
    let told = first.map(|complaint| {
        let situation = complaint.diagnosis().situation.map_or("unknown", |situation| situation.id.as_str());
        (situation, lines[complaint.line])
    });
    let agrees = told == Some((case.situation.as_str(), case.proof.as_str()));
    (!agrees).then(|| format!("{told:?} and not {:?}", case.situation))
}

#[test]
fn cases_are_diagnosed_as_a_postmaster_does() {
    let cases: Vec<Case> = told::cases("post.toml");
    for case in &cases {
        let whole = [&case.source, &case.date, &case.dialect].iter().all(|part| !part.is_empty());
        assert!(whole, "{}", case.file);
    }
    told::settle(cases.iter().map(|case| (case.file.as_str(), fault(case), case.known.as_ref())));
}
