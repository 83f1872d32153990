//! Every crate says what it must not know, takes the lints of the workspace, and names no version of its own.

use super::Finding;
use crate::workspace::Workspace;

const SECTION: &str = "//! # What this crate must not know";

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (folder, text) in workspace.crates().filter(|(folder, _)| *folder != "fuzz") {
        let path = format!("{folder}/Cargo.toml");
        let manifest: toml::Table = text.parse().unwrap_or_default();
        let inherited = |table: &str, key: Option<&str>| {
            let value = manifest.get(table);
            let value = key.map_or(value, |key| value.and_then(|value| value.get(key)));
            value.and_then(|value| value.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
        };
        if !inherited("lints", None) {
            let fix = "write `[lints]` and `workspace = true`";
            findings.push(Finding::of(&path, "the crate has lints of its own, or none", fix));
        }
        for key in ["version", "edition", "rust-version", "license"] {
            if !inherited("package", Some(key)) {
                let fix = format!("write `{key}.workspace = true`");
                findings.push(Finding::of(&path, format!("the {key} is written here"), fix));
            }
        }
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in manifest.get(table).and_then(toml::Value::as_table).into_iter().flatten() {
                if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                    findings.push(Finding::of(
                        &path,
                        format!("the version of `{name}` is written here"),
                        "write it in the root's [workspace.dependencies], and here `workspace = true`",
                    ));
                }
            }
        }
        let lib = format!("{folder}/src/lib.rs");
        if folder.starts_with("crates/")
            && let Some(text) = workspace.text(&lib)
            && !text.lines().any(|line| line == SECTION)
        {
            let fix = format!("write a section `{SECTION}`");
            findings.push(Finding::of(&lib, "the crate does not say what it must not know", fix));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
        license.workspace = true\n[lints]\nworkspace = true\n[dependencies]\nmemchr.workspace = true\n";

    fn faults(manifest: &str, lib: &str) -> Vec<String> {
        let files = [("crates/a/Cargo.toml", manifest), ("crates/a/src/lib.rs", lib)];
        check(&Workspace::of(&files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_good_crate_passes() {
        assert_eq!(faults(GOOD, "//! A.\n//!\n//! # What this crate must not know\n"), [""; 0]);
    }

    #[test]
    fn what_is_missing_is_found() {
        let lib = "//! # What this crate must not know\n";
        assert_eq!(
            faults(GOOD, "//! A.\n"),
            ["crates/a/src/lib.rs: the crate does not say what it must not know"]
        );
        let without = GOOD.replace("[lints]\nworkspace = true\n", "");
        assert_eq!(faults(&without, lib), ["crates/a/Cargo.toml: the crate has lints of its own, or none"]);
        let versioned = GOOD.replace("memchr.workspace = true", "memchr = \"2\"");
        assert_eq!(faults(&versioned, lib), ["crates/a/Cargo.toml: the version of `memchr` is written here"]);
        let older = GOOD.replace("edition.workspace = true", "edition = \"2021\"");
        assert_eq!(faults(&older, lib), ["crates/a/Cargo.toml: the edition is written here"]);
    }
}
