//! Every link between the documents leads somewhere, to the heading it names too; so does every path in backticks that
//! looks like one of ours.

use super::Finding;
use crate::workspace::Workspace;

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in workspace.with_extension("md") {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, line) in prose(text) {
            for target in targets(line) {
                if let Some(fault) = resolve(workspace, folder, target) {
                    findings.push(Finding::at(path, number, fault, "mend the link"));
                }
            }
            for named in line.split('`').skip(1).step_by(2).filter(|word| is_our_path(word)) {
                if !workspace.exists(named.trim_end_matches('/')) {
                    let fault = format!("there is no `{named}`");
                    findings.push(Finding::at(path, number, fault, "name the file that is meant"));
                }
            }
        }
    }
    findings
}

/// What is wrong with a link, seen from a folder.
pub fn resolve(workspace: &Workspace, folder: &str, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/').filter(|part| !matches!(*part, "" | ".")) {
        match part {
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    if !file.is_empty() && !workspace.exists(&path) {
        return Some(format!("the link {target:?} leads to {path:?}, which does not exist"));
    }
    let text = if file.is_empty() { return None } else { workspace.text(&path)? };
    let anchor = anchor?;
    let found = prose(text).any(|(_, line)| line.starts_with('#') && slug(line) == anchor);
    (!found).then(|| format!("{path} has no heading for #{anchor}"))
}

/// The lines outside fenced blocks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().map(|(i, line)| (i + 1, line)).filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

/// What the inline links of a line point to.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// A path from the root to something that is ours, with nothing in it that stands for a name.
fn is_our_path(word: &str) -> bool {
    let ours = ["crates/", "docs/", "xtask/", "fuzz/", ".ci/"].iter().any(|folder| word.starts_with(folder));
    ours && !word.contains([' ', '*', '{', '<', '|', ':']) && !word.contains("...") && !word.contains("NNNN")
}

/// The anchor that a heading has where such pages are shown.
fn slug(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() => Some(c.to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let files =
            [("docs/a.md", text), ("docs/b.md", "# B\n## What it `must` not know\n"), ("README.md", "")];
        check(&Workspace::of(&files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        let text = "[b](b.md), [top](../README.md), [web](https://example.org/x), [there](b.md#what-it-must-not-know)\n\
                    `docs/b.md`, `docs/`, `docs/NNNN-title.md`\n```\n[no](where.md)\n```\n";
        assert_eq!(faults(text), [""; 0]);
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        assert_eq!(
            faults("\n[c](c.md)"),
            ["docs/a.md:2: the link \"c.md\" leads to \"docs/c.md\", which does not exist"]
        );
        assert_eq!(faults("[c](b.md#nothing)"), ["docs/a.md:1: docs/b.md has no heading for #nothing"]);
        assert_eq!(
            faults("see `crates/gone/src/lib.rs`"),
            ["docs/a.md:1: there is no `crates/gone/src/lib.rs`"]
        );
    }
}
