//! Every package that is built in has a licence that may be combined with ours.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Finding;
use crate::failure::Failure;
use crate::workspace;

/// What may be built in.
#[rustfmt::skip]
const ALLOWED: &[&str] = &[
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0",
    "CDLA-Permissive-2.0", "ISC", "MIT", "MIT-0", "OpenSSL", "Unicode-3.0", "Unlicense", "Zlib",
];

/// What cargo says of every package in the lock file, as far as it is built for Linux.
pub fn metadata(root: &Path) -> Result<Value, Failure> {
    let arguments =
        ["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"];
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let text = workspace::run(command.args(arguments).current_dir(root))?;
    serde_json::from_str(&text).map_err(|error| Failure::Found(format!("cargo metadata is no JSON: {error}")))
}

pub fn check(metadata: &Value) -> Vec<Finding> {
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    packages
        .filter_map(|package| {
            let word = |key| package.get(key).and_then(Value::as_str).unwrap_or("");
            let (name, licence) = (word("name"), word("license"));
            (!is_allowed(licence)).then(|| {
                Finding::of(
                    "Cargo.lock",
                    format!("`{name}` has the licence {licence:?}"),
                    "do without it; or read the licence, and add it to xtask/src/tidy/licences.rs",
                )
            })
        })
        .collect()
}

/// Whether an SPDX expression leaves a choice that is allowed. `/` is an old way to write OR.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let inner = expression.trim();
    if let Some(parts) = split(inner, " AND ") {
        return parts.iter().all(|part| is_allowed(part));
    }
    if let Some(parts) = split(inner, " OR ") {
        return parts.iter().any(|part| is_allowed(part));
    }
    match inner.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inside) => is_allowed(inside),
        None => ALLOWED.contains(&inner),
    }
}

/// Cuts at an operator outside brackets; none if it does not occur there. AND is asked for first and so cut first, though
/// it binds tighter than OR: `A OR B AND C` is then read as `(A OR B) AND C`, which only ever refuses more.
fn split<'a>(expression: &'a str, operator: &str) -> Option<Vec<&'a str>> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, c) in expression.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && at >= start && expression[at..].starts_with(operator) => {
                parts.push(&expression[start..at]);
                start = at + operator.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[start..]);
    (parts.len() > 1).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read() {
        for fine in [
            "MIT",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR GPL-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR MIT",
        ] {
            assert!(is_allowed(fine), "{fine}");
        }
        for wrong in [
            "",
            "AGPL-3.0",
            "MIT AND GPL-3.0",
            "(MIT OR Apache-2.0) AND MPL-2.0",
            "(MIT",
            "GPL-2.0 WITH Classpath-exception",
        ] {
            assert!(!is_allowed(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_licence_that_is_not_allowed_is_found() {
        let metadata = serde_json::json!({ "packages": [
            { "name": "a", "license": "MIT" }, { "name": "b", "license": "AGPL-3.0" }, { "name": "c", "license": null },
        ]});
        let faults: Vec<_> = check(&metadata).iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            ["Cargo.lock: `b` has the licence \"AGPL-3.0\"", "Cargo.lock: `c` has the licence \"\""]
        );
    }
}
