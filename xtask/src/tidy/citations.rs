//! Every clause that is cited exists.
//!
//! The sections come from the tables of contents of the RFCs, kept in `rfc_sections.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Finding;
use crate::workspace::Workspace;

const CONTENTS: &str = "xtask/src/tidy/rfc_sections.toml";

/// The sections that exist, by the number of the RFC.
pub struct Sections(BTreeMap<String, String>);

impl Sections {
    /// Those of the RFCs that this repository cites.
    pub fn known() -> &'static Self {
        static KNOWN: LazyLock<Sections> = LazyLock::new(|| {
            Sections(
                toml::from_str(include_str!("rfc_sections.toml"))
                    .expect("the list has one line for each RFC"),
            )
        });
        &KNOWN
    }

    /// Whether the RFC has this section.
    pub fn has(&self, rfc: &str, section: &str) -> bool {
        self.0.get(rfc).is_some_and(|sections| sections.split(' ').any(|known| known == section))
    }

    fn knows(&self, rfc: &str) -> bool {
        self.0.contains_key(rfc)
    }
}

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let sections = Sections::known();
    let mut findings = Vec::new();
    for (path, text) in &workspace.texts {
        if path.starts_with("xtask/src/tidy/") || path.ends_with(".smtp") {
            continue;
        }
        for (at, rfc, section) in in_text(text) {
            let line = text[..at].matches('\n').count() + 1;
            if !sections.knows(rfc) {
                let fix = format!("see that the number is right, and add its sections to {CONTENTS}");
                findings.push(Finding::at(path, line, format!("RFC {rfc} is not known here"), fix));
            } else if !sections.has(rfc, section) {
                let fault = format!("RFC {rfc} has no §{section}");
                findings.push(Finding::at(path, line, fault, "look the clause up and cite it"));
            }
        }
    }
    findings
}

/// The citations in a text: where, which RFC, which section. `RFC 5321 §4.1.4, §3.3` and `RFC 5321 §4.1.4 and §3.3` are two.
pub fn in_text(text: &str) -> Vec<(usize, &str, &str)> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices("RFC ") {
        let rest = &text[start + 4..];
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (rfc, mut rest) = rest.split_at(digits);
        // A line may break between the parts, and the next begin with the mark of a comment.
        loop {
            let trimmed = rest.trim_start_matches([' ', '\n', '/', '!', '#', ',', ';', '`']);
            let trimmed = trimmed.strip_prefix("and ").unwrap_or(trimmed);
            let Some(cited) = trimmed.strip_prefix('§') else { break };
            let end = cited.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(cited.len());
            let section = cited[..end].trim_end_matches('.');
            if section.is_empty() {
                break;
            }
            found.push((text.len() - trimmed.len(), rfc, section));
            rest = &cited[end..];
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(text: &str) -> Vec<String> {
        in_text(text).into_iter().map(|(_, rfc, section)| format!("{rfc} {section}")).collect()
    }

    #[test]
    fn citations_are_read_in_every_form() {
        assert_eq!(cited("(RFC 5321 §4.1.1.3)."), ["5321 4.1.1.3"]);
        assert_eq!(cited("RFC 2034 §3, §4 and §5; RFC 3207 §4."), ["2034 3", "2034 4", "2034 5", "3207 4"]);
        assert_eq!(cited("RFC 5321\n    /// §4.5.3.2, and"), ["5321 4.5.3.2"]);
        assert_eq!(cited("RFC 5321 is long"), [""; 0]);
    }

    #[test]
    fn a_clause_that_does_not_exist_is_found() {
        let files =
            [("crates/x/src/lib.rs", "// fine: RFC 5321 §4.1.4\n// RFC 5321 §4.99\n// RFC 1149 §2\n")];
        let findings: Vec<_> = check(&Workspace::of(&files)).iter().map(ToString::to_string).collect();
        assert_eq!(
            findings,
            [
                "crates/x/src/lib.rs:2: RFC 5321 has no §4.99",
                "crates/x/src/lib.rs:3: RFC 1149 is not known here"
            ]
        );
    }
}
