//! The edges between the crates are those that ARCHITECTURE.md draws: no more, and no fewer.
//!
//! The block there is the law. Changing it is a change of the design, and is reviewed as one.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use crate::workspace::Workspace;

const DRAWING: &str = "ARCHITECTURE.md";
const MARK: &str = "<!-- tidy: edges -->";
const EVERYTHING: &str = "everything";

/// Knows all others, and is tested with a load as well.
const PROGRAM: &str = "postrider";
const LOAD: &str = "bench";

/// They stand beside the crates of the server.
const BESIDE: [&str; 5] = ["xtask", "postrider-fuzz", "fuzz", "simulation", LOAD];

/// From the name of a crate to the names it may depend on, without `postrider-`.
type Edges = BTreeMap<String, BTreeSet<String>>;

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let law = match workspace.text(DRAWING).map(drawn) {
        Some(Ok(law)) => law,
        Some(Err(finding)) => return vec![finding],
        None => return vec![Finding::of(DRAWING, "the file is missing", "write it")],
    };
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for (folder, manifest) in workspace.crates() {
        let path = format!("{folder}/Cargo.toml");
        let Ok(manifest) = manifest.parse::<toml::Table>() else {
            findings.push(Finding::of(&path, "this is no TOML", "see what cargo says"));
            continue;
        };
        let name = package_name(&manifest, folder);
        seen.insert(name.clone());
        let Some(allowed) = law.get(&name) else {
            findings.push(Finding::of(
                &path,
                format!("the crate `{name}` is not drawn in {DRAWING}"),
                "a new crate is a change of the design: draw it, and say what it forbids",
            ));
            continue;
        };
        let edges: BTreeSet<String> =
            ["dependencies", "build-dependencies"].iter().flat_map(|table| ours(&manifest, table)).collect();
        for edge in edges.difference(allowed) {
            findings.push(Finding::of(
                &path,
                format!("`{name}` depends on `{edge}`, and {DRAWING} draws no such edge"),
                "ask which noun is needed and where its home is; a new edge is a change of the design",
            ));
        }
        for edge in allowed.difference(&edges) {
            findings.push(Finding::of(
                &path,
                format!("{DRAWING} draws an edge from `{name}` to `{edge}`, and there is none"),
                "take it out of the drawing",
            ));
        }
        for edge in ours(&manifest, "dev-dependencies") {
            if !may_be_tested_with(&law, &name, &edge) {
                findings.push(Finding::of(
                    &path,
                    format!("the tests of `{name}` depend on `{edge}`, which it may not know"),
                    "test what needs both where both are known: in the crate `postrider`",
                ));
            }
        }
    }
    for name in law.keys().filter(|name| !seen.contains(*name)) {
        findings.push(Finding::of(
            DRAWING,
            format!("the drawing has a crate `{name}`, and there is none"),
            "draw what is built",
        ));
    }
    findings
}

/// A dev-dependency is looked at more loosely: it may name every crate that this one stands on, however many edges below.
/// Crates that do not know each other do not meet in a test either.
fn may_be_tested_with(law: &Edges, name: &str, edge: &str) -> bool {
    let reached = |from: &str| {
        let mut reached = BTreeSet::new();
        let mut open = vec![from.to_owned()];
        while let Some(next) = open.pop() {
            for edge in law.get(&next).into_iter().flatten() {
                if reached.insert(edge.clone()) {
                    open.push(edge.clone());
                }
            }
        }
        reached
    };
    edge == name || reached(name).contains(edge) || (name == PROGRAM && edge == LOAD)
}

/// The names of our crates in a table of a manifest.
fn ours(manifest: &toml::Table, table: &str) -> Vec<String> {
    let direct = manifest.get(table);
    let by_target = manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten();
    let by_target = by_target.filter_map(|(_, target)| target.get(table));
    direct
        .into_iter()
        .chain(by_target)
        .filter_map(toml::Value::as_table)
        .flatten()
        .map(|(name, value)| value.get("package").and_then(toml::Value::as_str).unwrap_or(name))
        .filter(|name| matches!(*name, PROGRAM | "xtask") || name.starts_with("postrider-"))
        .map(short)
        .collect()
}

fn package_name(manifest: &toml::Table, folder: &str) -> String {
    let name = manifest.get("package").and_then(|package| package.get("name"));
    short(name.and_then(toml::Value::as_str).unwrap_or(folder))
}

fn short(name: &str) -> String {
    name.strip_prefix("postrider-").unwrap_or(name).to_owned()
}

/// Reads the drawing: a block of lines `name -> name name`, behind the mark.
fn drawn(text: &str) -> Result<Edges, Finding> {
    let wrong = |line, fault: &str| {
        let form = format!(
            "behind `{MARK}` stands a block of lines `name -> name name`; nothing behind the arrow for none"
        );
        Finding::at(DRAWING, line, fault, form)
    };
    let mut lines = text.lines().enumerate().map(|(i, line)| (i + 1, line.trim()));
    let Some((_, _)) = lines.find(|(_, line)| *line == MARK) else {
        return Err(wrong(1, "the edges are not drawn"));
    };
    let mut rows = Vec::new();
    let block = lines.skip_while(|(_, line)| !line.starts_with("```")).skip(1);
    for (number, line) in block.take_while(|(_, line)| !line.starts_with("```")) {
        let (from, to) = line.split_once("->").ok_or_else(|| wrong(number, "this is no edge"))?;
        rows.push((
            from.trim().to_owned(),
            to.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>(),
        ));
    }
    let libraries: BTreeSet<String> = rows
        .iter()
        .filter(|(_, to)| !to.contains(EVERYTHING))
        .map(|(from, _)| from.clone())
        .filter(|name| !BESIDE.contains(&name.as_str()))
        .collect();
    Ok(rows
        .into_iter()
        .map(|(from, to)| if to.contains(EVERYTHING) { (from, libraries.clone()) } else { (from, to) })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAW: &str = "text\n<!-- tidy: edges -->\n```text\nproto     ->\nqueue     -> proto\ninbound   -> proto queue\noutbound  -> proto queue\npostrider -> everything\n```\n";

    fn manifest(name: &str, dependencies: &str) -> String {
        format!("[package]\nname = \"{name}\"\n[dependencies]\n{dependencies}\n")
    }

    fn with(changed: &str, text: &str) -> Vec<Finding> {
        let edge = |name: &str| format!("postrider-{name}.workspace = true\n");
        let mut files = vec![
            ("ARCHITECTURE.md".to_owned(), LAW.to_owned()),
            ("crates/proto/Cargo.toml".to_owned(), manifest("postrider-proto", "memchr = \"2\"")),
            ("crates/queue/Cargo.toml".to_owned(), manifest("postrider-queue", &edge("proto"))),
            (
                "crates/inbound/Cargo.toml".to_owned(),
                manifest("postrider-inbound", &(edge("proto") + &edge("queue"))),
            ),
            (
                "crates/outbound/Cargo.toml".to_owned(),
                manifest("postrider-outbound", &(edge("proto") + &edge("queue"))),
            ),
            (
                "crates/postrider/Cargo.toml".to_owned(),
                manifest("postrider", &["proto", "queue", "inbound", "outbound"].map(edge).concat()),
            ),
        ];
        files.retain(|(path, _)| path != changed);
        if !text.is_empty() {
            files.push((changed.to_owned(), text.to_owned()));
        }
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        check(&Workspace::of(&files))
    }

    fn fault(changed: &str, text: &str) -> String {
        let findings = with(changed, text);
        assert_eq!(findings.len(), 1, "{findings:?}");
        findings[0].fault.clone()
    }

    #[test]
    fn what_is_drawn_passes() {
        assert_eq!(with("", ""), []);
    }

    #[test]
    fn an_edge_too_many_is_found() {
        let upward = manifest("postrider-proto", "postrider-queue.workspace = true");
        assert_eq!(
            fault("crates/proto/Cargo.toml", &upward),
            "`proto` depends on `queue`, and ARCHITECTURE.md draws no such edge"
        );
        let renamed =
            manifest("postrider-proto", "q = { package = \"postrider-queue\", path = \"../queue\" }");
        assert!(fault("crates/proto/Cargo.toml", &renamed).contains("depends on `queue`"));
        let by_target = "[package]\nname = \"postrider-proto\"\n[target.'cfg(unix)'.dependencies]\npostrider-queue = \"1\"\n";
        assert!(fault("crates/proto/Cargo.toml", by_target).contains("depends on `queue`"));
    }

    #[test]
    fn an_edge_too_few_is_found() {
        let without = manifest("postrider-queue", "");
        assert!(fault("crates/queue/Cargo.toml", &without).contains("there is none"));
    }

    #[test]
    fn a_crate_that_is_not_drawn_is_found_and_one_that_is_not_built() {
        let new = manifest("postrider-common", "");
        assert!(fault("crates/common/Cargo.toml", &new).contains("`common` is not drawn"));
        assert!(
            with("crates/inbound/Cargo.toml", "")
                .iter()
                .any(|finding| finding.fault == "the drawing has a crate `inbound`, and there is none")
        );
    }

    #[test]
    fn inbound_and_outbound_do_not_meet_in_a_test() {
        let text = manifest("postrider-inbound", "postrider-proto = \"1\"\npostrider-queue = \"1\"")
            + "[dev-dependencies]\npostrider-outbound = \"1\"\n";
        assert!(
            fault("crates/inbound/Cargo.toml", &text).contains("tests of `inbound` depend on `outbound`")
        );
    }

    #[test]
    fn a_drawing_that_cannot_be_read_is_found() {
        assert_eq!(fault("ARCHITECTURE.md", "no mark"), "the edges are not drawn");
        assert_eq!(fault("ARCHITECTURE.md", "<!-- tidy: edges -->\n```\nproto\n```"), "this is no edge");
        assert_eq!(fault("ARCHITECTURE.md", ""), "the file is missing");
    }
}
