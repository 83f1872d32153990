//! Every decision record is listed, in the order of the numbers, which are used once.

use std::collections::BTreeMap;

use super::Finding;
use crate::workspace::Workspace;

const FOLDER: &str = "docs/decisions/";
const LIST: &str = "docs/decisions/README.md";

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let list = workspace.text(LIST).unwrap_or("");
    let mut findings = Vec::new();
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, text) in workspace.with_extension("md") {
        let Some(name) = path.strip_prefix(FOLDER).filter(|name| *name != "README.md") else { continue };
        let number = name.split('-').next().unwrap_or("");
        if number.len() != 4 || !number.bytes().all(|octet| octet.is_ascii_digit()) {
            findings.push(Finding::of(path, "a record is called NNNN-title.md", "rename it"));
            continue;
        }
        if let Some(other) = numbers.insert(number, name) {
            let fault = format!("{other} has the number {number} too");
            findings.push(Finding::of(path, fault, "give the younger one the next free number"));
        }
        if !text.starts_with(&format!("# {number}: ")) {
            let fix = format!("begin with `# {number}: what was decided`");
            findings.push(Finding::at(path, 1, "the heading does not bear the number of the record", fix));
        }
        if !list.contains(&format!("]({name})")) {
            findings.push(Finding::of(path, format!("{LIST} does not list this record"), "add a line there"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_is_not_listed_or_not_numbered_is_found() {
        let files = [
            ("docs/decisions/README.md", "- [0001](0001-a.md)\n- [0002](0002-b.md)\n- [0002](0002-c.md)"),
            ("docs/decisions/0001-a.md", "# 0001: A\n"),
            ("docs/decisions/0002-b.md", "# B\n"),
            ("docs/decisions/0002-c.md", "# 0002: C\n"),
            ("docs/decisions/0003-d.md", "# 0003: D\n"),
            ("docs/decisions/later.md", ""),
        ];
        let findings: Vec<_> = check(&Workspace::of(&files)).iter().map(ToString::to_string).collect();
        assert_eq!(
            findings,
            [
                "docs/decisions/0002-b.md:1: the heading does not bear the number of the record",
                "docs/decisions/0002-c.md: 0002-b.md has the number 0002 too",
                "docs/decisions/0003-d.md: docs/decisions/README.md does not list this record",
                "docs/decisions/later.md: a record is called NNNN-title.md",
            ]
        );
    }
}
