//! No forgotten file: every Rust file is compiled, every transcript is replayed.
//!
//! Cargo and rustc are silent about a file that nothing names; a test in it passes for ever.

use std::collections::BTreeSet;

use super::Finding;
use crate::rust::Source;
use crate::workspace::Workspace;

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (folder, manifest) in workspace.crates() {
        let prefix = format!("{folder}/");
        let files: Vec<&str> = workspace
            .with_extension("rs")
            .map(|(path, _)| path)
            .filter(|path| path.starts_with(&prefix))
            .collect();
        let mut compiled = BTreeSet::new();
        for root in files.iter().filter(|path| is_target(&path[prefix.len()..], manifest)) {
            follow(workspace, root, true, &mut compiled);
        }
        for path in files.iter().filter(|path| !compiled.contains(**path)) {
            findings.push(Finding::of(
                path,
                "nothing compiles this file",
                "name it with `mod` in the module it belongs to, or delete it",
            ));
        }
    }
    let mut folders = BTreeSet::new();
    for (path, _) in workspace.with_extension("smtp") {
        folders.extend(path.rsplit_once('/').map(|(folder, _)| folder));
    }
    for folder in folders.into_iter().filter(|folder| !is_walked(workspace, folder)) {
        findings.push(Finding::of(
            folder,
            "no test replays the transcripts in this folder",
            "walk it in a test of its crate: `Path::new(env!(\"CARGO_MANIFEST_DIR\")).join(\"tests/...\")`",
        ));
    }
    findings
}

/// Whether cargo makes a target of this file, by its place in the crate or because the manifest names it.
fn is_target(path: &str, manifest: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["build.rs"] | ["src", "lib.rs" | "main.rs"] => true,
        ["src", "bin", _] | ["tests" | "examples" | "benches", _] => true,
        ["src", "bin", _, "main.rs"] | ["tests" | "examples" | "benches", _, "main.rs"] => true,
        _ => manifest.contains(&format!("path = \"{path}\"")),
    }
}

/// Notes a file and every file it names with `mod`.
fn follow(workspace: &Workspace, path: &str, root: bool, compiled: &mut BTreeSet<String>) {
    let Some(text) = workspace.text(path) else { return };
    if !compiled.insert(path.to_owned()) {
        return;
    }
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let inside = match file.trim_end_matches(".rs") {
        _ if root => folder.to_owned(),
        "mod" => folder.to_owned(),
        stem => format!("{folder}/{stem}"),
    };
    let source = Source::new(text);
    for (at, name) in modules(&source.code) {
        // `#[path = "..."]` right above; its string has been taken out of the code, so the text is asked.
        let above = text[..at].trim_end().rsplit('\n').next().unwrap_or("").trim();
        let named = above.strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]"));
        if let Some(named) = named {
            follow(workspace, &join(folder, named), false, compiled);
            continue;
        }
        for candidate in [format!("{inside}/{name}.rs"), format!("{inside}/{name}/mod.rs")] {
            follow(workspace, &candidate, false, compiled);
        }
    }
}

/// The modules that a file names without holding them: `mod name;`, with the place of its line.
fn modules(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        let words: Vec<&str> = line.split_whitespace().collect();
        let name = match words.as_slice() {
            ["mod", name] | [_, "mod", name] | [_, _, "mod", name] => name.strip_suffix(';'),
            _ => None,
        };
        found.extend(name.map(|name| (at, name)));
        at += line.len();
    }
    found
}

/// A path with its `..` resolved.
fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Whether a test names this folder, by its path from the test's own crate.
fn is_walked(workspace: &Workspace, folder: &str) -> bool {
    workspace.crates().any(|(home, _)| {
        workspace
            .with_extension("rs")
            .filter(|(path, _)| path.starts_with(&format!("{home}/tests/")))
            .any(|(_, text)| Source::new(text).strings.iter().any(|named| join(home, &named.value) == folder))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forgotten(files: &[(&str, &str)]) -> Vec<String> {
        check(&Workspace::of(files)).into_iter().map(|finding| finding.path).collect()
    }

    #[test]
    fn a_file_that_nothing_names_is_found() {
        let files = [
            ("a/Cargo.toml", ""),
            ("a/src/lib.rs", "mod b;\npub(crate) mod c;\n// mod e;\n#[path = \"odd/f.rs\"]\nmod g;"),
            ("a/src/b.rs", "mod d;"),
            ("a/src/b/d.rs", ""),
            ("a/src/c/mod.rs", ""),
            ("a/src/e.rs", ""),
            ("a/src/odd/f.rs", ""),
            ("a/tests/alone.rs", ""),
            ("a/tests/session/main.rs", "mod law;"),
            ("a/tests/session/law.rs", ""),
            ("a/tests/session/forgotten.rs", ""),
        ];
        assert_eq!(forgotten(&files), ["a/src/e.rs", "a/tests/session/forgotten.rs"]);
    }

    #[test]
    fn a_target_that_the_manifest_names_is_none() {
        let manifest = "[[bin]]\nname = \"x\"\npath = \"fuzz_targets/x.rs\"\n";
        assert_eq!(forgotten(&[("fuzz/Cargo.toml", manifest), ("fuzz/fuzz_targets/x.rs", "")]), [""; 0]);
        assert_eq!(
            forgotten(&[("fuzz/Cargo.toml", ""), ("fuzz/fuzz_targets/x.rs", "")]),
            ["fuzz/fuzz_targets/x.rs"]
        );
    }

    #[test]
    fn a_transcript_that_nobody_replays_is_found() {
        let files =
            |test| [("a/Cargo.toml", ""), ("a/tests/t.rs", test), ("a/tests/transcripts/x.smtp", "# X.")];
        assert_eq!(forgotten(&files("fn t() { walk(\"tests/transcripts\") }")), [""; 0]);
        assert_eq!(forgotten(&files("fn t() { walk(\"../a/tests/transcripts\") }")), [""; 0]);
        assert_eq!(forgotten(&files("// \"tests/transcripts\"")), ["a/tests/transcripts"]);
    }
}
