//! Plain text: no tabs, no spaces at the end of a line, a newline at the end of the file, and no note to oneself.

use super::Finding;
use crate::workspace::Workspace;

/// What a person wrote. What a tool wrote (snapshots, the lock file, licences) or a test feeds (transcripts, in which an
/// empty challenge ends with a space; the fuzzer's corpus) is as it is.
const WRITTEN: &[&str] = &["rs", "md", "toml", "yml", "yaml", "sh", "py", "js", "json"];

/// Assembled, so that this file passes.
const NOTES: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in workspace.texts.iter().filter(|(path, _)| is_written(path)) {
        let mut found =
            |line: usize, fault: &str, fix: &str| findings.push(Finding::at(path, line, fault, fix));
        for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line)) {
            if line.contains('\t') {
                found(number, "there is a tab", "use spaces; in a string write \\t");
            }
            if line.ends_with([' ', '\r']) {
                found(number, "the line ends with white space", "take it out");
            }
            if let Some(note) = NOTES.iter().find(|note| has_word(line, note)) {
                let fix = "do it; or write the question into an issue or a decision record";
                found(number, &format!("{note} is a note to oneself"), fix);
            }
        }
        if !text.is_empty() && !text.ends_with('\n') {
            found(text.lines().count(), "the file does not end with a newline", "add it");
        }
    }
    findings
}

fn is_written(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    path == ".ci/run"
        || (ending.is_some_and(|ending| WRITTEN.contains(&ending)) && !path.starts_with("fuzz/corpus/"))
}

fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    line.match_indices(word).any(|(at, _)| {
        !is_part(line[..at].chars().next_back()) && !is_part(line[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(path: &str, text: &str) -> Vec<String> {
        check(&Workspace::of(&[(path, text)])).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_not_plain_is_found() {
        assert_eq!(faults("a.rs", "a\n\tb\n"), ["a.rs:2: there is a tab"]);
        assert_eq!(faults("a.md", "a \n"), ["a.md:1: the line ends with white space"]);
        assert_eq!(faults("a.toml", "a\nb"), ["a.toml:2: the file does not end with a newline"]);
        for note in NOTES {
            assert_eq!(
                faults(".ci/run", &format!("# {note}: later\n")),
                [format!(".ci/run:1: {note} is a note to oneself")]
            );
        }
    }

    #[test]
    fn what_is_plain_passes() {
        assert_eq!(faults("a.rs", &format!("let a = \"{}{}\";\n", NOTES[2], 'X')), [""; 0]);
        assert_eq!(faults("a.smtp", "S: 334 \n"), [""; 0]);
    }
}
