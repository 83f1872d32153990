//! What holds for every entry of the reply catalogue.
//!
//! Most of it is a question to the values, so the entries come from the crate itself and not from its text. That the
//! transcripts show every entry is asked in `transcripts`.

use postrider_proto::reply::{Class, Entry, catalogue};

use super::Finding;
use super::citations::{self, Sections};
use crate::workspace::Workspace;

const FOLDER: &str = "crates/postrider-proto/src/reply/catalogue";

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    catalogue::all().flat_map(|entry| entry_faults(workspace, entry)).collect()
}

fn entry_faults(workspace: &Workspace, entry: &Entry) -> Vec<Finding> {
    let mut faults: Vec<(String, &str)> = Vec::new();
    let class = entry.code.class();
    match entry.enhanced {
        Some(enhanced) if enhanced.class != class.digit() => faults.push((
            format!("{} has the enhanced code {enhanced}: their classes differ", entry.code),
            "RFC 2034 §4: the first digits are the same; choose the one that is meant",
        )),
        Some(enhanced) if class == Class::Intermediate => faults.push((
            format!("{} is a 3yz and has the enhanced code {enhanced}", entry.code),
            "RFC 2034 §4: only 2yz, 4yz and 5yz have one; take it out",
        )),
        Some(enhanced) if answers_greeting_or_hello(entry) => faults.push((
            format!("a greeting or a reply to EHLO has the enhanced code {enhanced}"),
            "RFC 2034 §4: the client may not know the extension yet; take it out",
        )),
        None if class != Class::Intermediate && !answers_greeting_or_hello(entry) => {
            faults.push((
                format!("{} has no enhanced code", entry.code),
                "add one from the registry; if it answers a connection, EHLO or HELO, name it in xtask/src/tidy/catalogue.rs",
            ));
        }
        _ => {}
    }
    match citations::in_text(entry.rfc).as_slice() {
        [(_, rfc, section)] if entry.rfc == format!("RFC {rfc} §{section}") => {
            if !Sections::known().has(rfc, section) {
                faults.push((format!("{} does not exist", entry.rfc), "look the clause up and cite it"));
            }
        }
        _ => faults
            .push((format!("{:?} is no clause", entry.rfc), "write one clause, as in `RFC 5321 §4.1.4`")),
    }
    if entry.next.is_empty() {
        faults.push(("nothing is said of what may come next".to_owned(), "say what the client may send"));
    }
    faults.into_iter().map(|(fault, fix)| at_entry(workspace, entry.id, &fault, fix)).collect()
}

/// The entries that answer a connection, EHLO or HELO. The session knows them by where it uses them; here they are named.
fn answers_greeting_or_hello(entry: &Entry) -> bool {
    use catalogue::{
        CLIENT_REFUSED, EARLY_TALKER, GREETING, HELLO, HELLO_AFTER_REFUSAL, HELLO_ARGUMENT, HELLO_NEEDS_TLS,
        HELLO_REFUSED, HELLO_WITH_WEAK_TLS, NO_MAIL_HOST, TOO_BUSY,
    };
    [
        &GREETING,
        &CLIENT_REFUSED,
        &NO_MAIL_HOST,
        &TOO_BUSY,
        &EARLY_TALKER,
        &HELLO,
        &HELLO_ARGUMENT,
        &HELLO_NEEDS_TLS,
        &HELLO_AFTER_REFUSAL,
        &HELLO_REFUSED,
        &HELLO_WITH_WEAK_TLS,
    ]
    .iter()
    .any(|answer| answer.id == entry.id)
}

/// A finding at the line of the catalogue that declares `id`.
pub fn at_entry(workspace: &Workspace, id: &str, fault: &str, fix: &str) -> Finding {
    let declared = format!(" \"{id}\" ");
    let fault = format!("`{id}`: {fault}");
    for (path, text) in
        workspace.texts.range(FOLDER.to_owned()..).take_while(|(path, _)| path.starts_with(FOLDER))
    {
        if let Some(line) = text.lines().position(|line| line.contains(&declared)) {
            return Finding::at(path, line + 1, fault, fix);
        }
    }
    Finding::of(FOLDER, fault, fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use postrider_proto::reply::{Blame, Code, Enhanced};

    fn entry(id: &'static str, code: u16, enhanced: Option<Enhanced>, rfc: &'static str) -> Entry {
        let code = Code::new(code).expect("a code");
        Entry { id, code, enhanced, text: "", blame: Blame::Nobody, rfc, next: "QUIT" }
    }

    fn fault(entry: &Entry) -> String {
        let files = [(
            "crates/postrider-proto/src/reply/catalogue/mail.rs",
            "entries! {\n    SAMPLE \"sample\" 250 ...",
        )];
        let findings = entry_faults(&Workspace::of(&files), entry);
        assert_eq!(findings.len(), 1, "{findings:?}");
        findings[0].to_string()
    }

    const SECTION: &str = "RFC 5321 §4.1.4";

    #[test]
    fn classes_that_differ_are_found_at_the_line_of_the_entry() {
        assert_eq!(
            fault(&entry("sample", 550, Some(Enhanced::new(4, 1, 1)), SECTION)),
            "crates/postrider-proto/src/reply/catalogue/mail.rs:2: `sample`: 550 has the enhanced code 4.1.1: their classes differ"
        );
    }

    #[test]
    fn an_enhanced_code_where_none_belongs_is_found() {
        assert!(fault(&entry("greeting", 220, Some(Enhanced::new(2, 0, 0)), SECTION)).contains("a greeting"));
        assert!(fault(&entry("hello", 250, Some(Enhanced::new(2, 0, 0)), SECTION)).contains("EHLO"));
        let three = entry("sample", 354, Some(Enhanced::new(3, 0, 0)), SECTION);
        assert!(fault(&three).contains("is a 3yz"));
    }

    #[test]
    fn a_missing_enhanced_code_is_found() {
        assert!(fault(&entry("sample", 550, None, SECTION)).contains("no enhanced code"));
    }

    #[test]
    fn a_clause_that_is_none_is_found() {
        let ok = Some(Enhanced::new(2, 0, 0));
        assert!(fault(&entry("sample", 250, ok, "RFC 5321")).contains("is no clause"));
        assert!(fault(&entry("sample", 250, ok, "RFC 5321 §4.1.4, §3.3")).contains("is no clause"));
        assert!(fault(&entry("sample", 250, ok, "RFC 5321 §4.9.1")).contains("does not exist"));
    }
}
