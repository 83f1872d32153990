//! Cases that were written down before any rule was run on them, `cases/*.toml`, and how they are settled.

use std::path::PathBuf;

use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Cases<T> {
    case: Vec<T>,
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases"))
}

/// The cases of a table.
pub fn cases<T: DeserializeOwned>(table: &str) -> Vec<T> {
    let text = std::fs::read_to_string(folder().join(table)).expect("the table is there");
    let cases: Cases<T> = toml::from_str(&text).expect("the table is one");
    cases.case
}

/// What was pasted.
pub fn paste(file: &str) -> Vec<u8> {
    std::fs::read(folder().join(file)).expect("the paste is there")
}

/// Asserts of each case, file by file, that it has no fault, or one that is known and why.
pub fn settle<'a>(settled: impl Iterator<Item = (&'a str, Option<String>, Option<&'a String>)>) {
    let mut faults = Vec::new();
    let mut count = 0;
    for (file, fault, known) in settled {
        count += 1;
        match (fault, known) {
            (Some(fault), None) => faults.push(format!("{file}: {fault}")),
            (None, Some(known)) => faults.push(format!("{file} is told right, take out {known:?}")),
            _ => {}
        }
    }
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
}
