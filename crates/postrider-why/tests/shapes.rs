//! A paste of each shape that is read, `shapes/*.txt`: in front of it what its first complaint is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use postrider_why::{Complaint, complaints};

/// What is found in a paste, in the words of the files.
fn shown(paste: &str) -> BTreeMap<&'static str, String> {
    let lines: Vec<&str> = paste.lines().collect();
    let mut shown = BTreeMap::new();
    let found = complaints(&lines);
    let Some((input, complaint)) =
        found.iter().find_map(|found| found.complaints.first().map(|c| (found.input, c)))
    else {
        return shown;
    };
    let Complaint { line, stage, code, enhanced, host, recipient, .. } = complaint;
    let mut codes = code.map_or_else(|| "none".to_owned(), |code| code.to_string());
    if let Some(enhanced) = enhanced {
        write!(codes, " {enhanced}").expect("a string takes everything");
    }
    shown.insert("input", input.as_str().to_owned());
    shown.insert(
        "situation",
        complaint.diagnosis().situation.map(|situation| situation.id.clone()).unwrap_or_default(),
    );
    shown.insert("recipient", recipient.clone().unwrap_or_default());
    shown.insert("code", codes);
    shown.insert("stage", stage.map(|stage| format!("{stage:?}")).unwrap_or_default());
    shown.insert("host", host.clone().unwrap_or_default());
    shown.insert("proof", lines[*line].to_owned());
    shown
}

#[test]
fn every_shape_is_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/shapes");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    assert!(files.len() > 40);
    let mut faults = Vec::new();
    for file in files {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("a file");
        let wanted: Vec<(&str, &str)> = text
            .lines()
            .map_while(|line| line.strip_prefix("#= "))
            .filter_map(|line| line.split_once(": "))
            .collect();
        let paste: Vec<&str> = text.lines().skip(wanted.len()).collect();
        // A mail has its line ends from whoever has kept it.
        for end in ["\n", "\r\n"] {
            let found = shown(&paste.join(end));
            for (key, value) in &wanted {
                let got = found.get(key).map_or("nothing", String::as_str);
                if got.trim_end() != value.trim_end() {
                    faults.push(format!("{name}: {key} is {got:?} and not {value:?}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}
