//! Every entry of the catalogue, and every keyword that is offered, is seen on the wire in a transcript.
//!
//! A line `#= id` in a transcript is asserted by the test that replays it: the line above came from that entry. So it is
//! enough to read them here.

use std::collections::BTreeSet;

use postrider_proto::extension::{Extension, Offered};
use postrider_proto::reply::catalogue;
use postrider_proto::wire::limits::Limits;

use super::Finding;
use super::catalogue::at_entry;
use crate::workspace::Workspace;

/// The conversations with our server. Those of `tests/client` are with servers of all kinds.
const FOLDER: &str = "crates/postrider-proto/tests/transcripts/";

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut shown = BTreeSet::new();
    let mut keywords = BTreeSet::new();
    for (path, text) in workspace.with_extension("smtp") {
        if !path.starts_with(FOLDER) {
            continue;
        }
        if !text.starts_with("# ") {
            let fault = "a transcript begins with a line that says what it shows";
            findings.push(Finding::at(path, 1, fault, "write `# ` and one sentence"));
        }
        for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line)) {
            if let Some(id) = line.strip_prefix("#= ") {
                if catalogue::find(id.trim_end()).is_none() {
                    let fault = format!("there is no entry `{id}`");
                    findings.push(Finding::at(path, number, fault, "docs/replies.md lists the entries"));
                }
                shown.insert(id.trim_end());
            }
            keywords.extend(ehlo_keyword(line));
        }
    }
    for entry in catalogue::all().filter(|entry| !shown.contains(entry.id)) {
        findings.push(at_entry(
            workspace,
            entry.id,
            "no transcript shows it on the wire",
            "write a conversation in which a client meets it, with `#= id` behind the reply",
        ));
    }
    let most = most();
    for extension in Extension::ALL {
        if most.has(extension) && !keywords.contains(extension.keyword()) {
            findings.push(Finding::of(
                "crates/postrider-proto/src/extension.rs",
                format!(
                    "{} may be offered, and no transcript shows it in a reply to EHLO",
                    extension.keyword()
                ),
                "write out the reply to EHLO in a transcript that uses the extension",
            ));
        }
    }
    findings
}

/// The most that a session of ours offers, however its listener is set.
fn most() -> Offered {
    Offered {
        size: Some(1),
        starttls: true,
        auth: vec!["PLAIN".to_owned()],
        limits: Limits::default().told(),
        xclient: true,
        ..Offered::always()
    }
}

/// The keyword of a line of a reply to EHLO, the first line aside.
fn ehlo_keyword(line: &str) -> Option<&str> {
    let said = line.strip_prefix("S: ")?.strip_prefix(&catalogue::HELLO.code.to_string())?;
    let text = said.strip_prefix(['-', ' '])?;
    let keyword = text.split(' ').next()?;
    let is_keyword = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    (!keyword.is_empty() && keyword.chars().all(is_keyword)).then_some(keyword)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_nobody_shows_is_found() {
        let declared =
            ("crates/postrider-proto/src/reply/catalogue/mail.rs", "entries! {\n    MAIL_OK \"mail-ok\" 250");
        let findings = check(&Workspace::of(&[declared]));
        let of_mail_ok: Vec<_> = findings
            .iter()
            .map(ToString::to_string)
            .filter(|finding| finding.contains("`mail-ok`"))
            .collect();
        assert_eq!(
            of_mail_ok,
            [
                "crates/postrider-proto/src/reply/catalogue/mail.rs:2: `mail-ok`: no transcript shows it on the wire"
            ]
        );

        let path = format!("{FOLDER}a.smtp");
        let findings =
            check(&Workspace::of(&[declared, (&path, "# A sender.\nS: 250 2.1.0 x\n#= mail-ok\n")]));
        assert!(!findings.iter().any(|finding| finding.fault.contains("`mail-ok`")), "{findings:?}");
    }

    #[test]
    fn an_entry_that_does_not_exist_is_found() {
        let path = format!("{FOLDER}a.smtp");
        let findings = check(&Workspace::of(&[(&path, "S: 250 x\n#= of-no-such-name\n")]));
        assert_eq!(
            findings[0].to_string(),
            format!("{path}:1: a transcript begins with a line that says what it shows")
        );
        assert_eq!(findings[1].to_string(), format!("{path}:2: there is no entry `of-no-such-name`"));
    }

    #[test]
    fn a_keyword_that_nobody_shows_is_found() {
        assert_eq!(ehlo_keyword("S: 250-SIZE 1000"), Some("SIZE"));
        assert_eq!(ehlo_keyword("S: 250 HELP"), Some("HELP"));
        assert_eq!(ehlo_keyword("S: 250-mx.example.test greets client.example"), None);
        assert_eq!(ehlo_keyword("S: 250 2.0.0 queued"), None);
        let faults = |text: &str| {
            let path = format!("{FOLDER}a.smtp");
            let findings = check(&Workspace::of(&[(&path, text)]));
            findings.iter().any(|finding| finding.fault.starts_with("PIPELINING may be offered"))
        };
        assert!(faults("# Nothing.\n"));
        assert!(!faults("# A greeting.\nS: 250-PIPELINING\n"));
    }
}
