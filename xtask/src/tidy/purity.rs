//! `proto` has no I/O, no clock, no executor, no configuration and no log.
//!
//! Code that only tests see may touch what it likes: the transcripts have to be read from somewhere.

use super::Finding;
use crate::rust::{Source, is_test_file};
use crate::workspace::Workspace;

const FOLDER: &str = "crates/postrider-proto";

/// All that `proto` may depend on. A new name here is a change of the design.
const DEPENDENCIES: &[&str] = &[
    "base64",
    "hmac",
    "idna",
    "md-5",
    "memchr",
    "precis-profiles",
    "sha1",
    "sha2",
    "subtle",
    "thiserror",
    "zeroize",
];

/// What of the standard library touches the world, and how. A path that begins with one of these is found.
const FORBIDDEN: &[(&str, &str)] = &[
    ("std::fs", "touches the disk"),
    ("std::io", "is input and output"),
    ("std::os", "asks the system"),
    ("std::env", "reads the environment"),
    ("std::process", "meddles with processes"),
    ("std::thread", "starts or stops threads"),
    ("std::sync::mpsc", "waits for another thread"),
    ("std::future", "needs an executor"),
    ("std::task", "needs an executor"),
    ("std::time::Instant", "reads a clock"),
    ("std::time::SystemTime", "reads a clock"),
    ("std::net::TcpStream", "is a socket"),
    ("std::net::TcpListener", "is a socket"),
    ("std::net::UdpSocket", "is a socket"),
    ("std::net::ToSocketAddrs", "asks the resolver"),
    ("std::*", "hides what is used"),
    ("std::net::*", "hides what is used"),
    ("std::time::*", "hides what is used"),
    ("tokio", "is an executor"),
    ("futures", "needs an executor"),
    ("tracing", "is a log"),
    ("log", "is a log"),
    ("toml", "is a form of configuration"),
    ("serde", "is a form of configuration"),
];

const WORDS: &[(&str, &str)] = &[("async", "needs an executor"), ("await", "needs an executor")];

const MACROS: &[&str] =
    &["print", "println", "eprint", "eprintln", "dbg", "include_str", "include_bytes", "env", "option_env"];

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    let manifest = format!("{FOLDER}/Cargo.toml");
    let table = workspace.text(&manifest).and_then(|text| text.parse::<toml::Table>().ok());
    for table in [table.as_ref().and_then(|table| table.get("dependencies"))].into_iter().flatten() {
        for name in table.as_table().into_iter().flatten().map(|(name, _)| name) {
            if !DEPENDENCIES.contains(&name.as_str()) {
                findings.push(Finding::of(
                    &manifest,
                    format!("`{name}` is not among the crates that proto may depend on"),
                    "do without; or argue for it in a decision record and add it to xtask/src/tidy/purity.rs",
                ));
            }
        }
    }
    for (path, text) in workspace.with_extension("rs") {
        if path.starts_with(&format!("{FOLDER}/")) && !is_test_file(path) {
            source(path, text, &mut findings);
        }
    }
    findings
}

fn source(path: &str, text: &str, findings: &mut Vec<Finding>) {
    let source = Source::new(text);
    let mut found = |at: usize, what: &str, how: &str| {
        if !source.in_test(at) {
            findings.push(Finding::at(
                path,
                source.line(at),
                format!("`{what}` {how}"),
                "let the caller do it, and take the octets, the answer or the passed deadline as an argument",
            ));
        }
    };
    for (at, used) in paths(&source.code) {
        for (forbidden, how) in FORBIDDEN {
            let inside =
                used.strip_prefix(forbidden).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
            // A crate's name is a path only where something follows it or `use` precedes it; `log` alone is a word.
            let is_path = forbidden.contains("::") || used.contains("::");
            if inside && is_path {
                found(at, &used, how);
            }
        }
    }
    for (at, word) in source.words() {
        if let Some((_, how)) = WORDS.iter().find(|(forbidden, _)| *forbidden == word) {
            found(at, word, how);
        }
        if MACROS.contains(&word) && source.code[at + word.len()..].starts_with('!') {
            found(at, &format!("{word}!"), "reads or writes behind the caller's back");
        }
    }
}

/// Every path in blanked code, the groups of `use` written out, `core` and `alloc` called `std`.
fn paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = code[from..].find(|c: char| c.is_alphabetic() || c == '_').map(|i| from + i) {
        let end = start + tree(&code[start..], "", start, &mut found);
        from = end.max(start + 1);
    }
    for (_, path) in &mut found {
        for root in ["core::", "alloc::"] {
            if let Some(rest) = path.strip_prefix(root) {
                *path = format!("std::{rest}");
            }
        }
    }
    found
}

/// Reads `a::b::{c, d::*}` at the start of `code`, and gives how many octets it has.
fn tree(code: &str, prefix: &str, offset: usize, found: &mut Vec<(usize, String)>) -> usize {
    let mut path = prefix.to_owned();
    let mut at = 0;
    loop {
        let rest = &code[at..];
        if rest.starts_with('{') && path.ends_with("::") {
            at += 1;
            while let Some(skip) = code[at..].find(|c: char| !c.is_whitespace() && c != ',') {
                at += skip;
                if code[at..].starts_with('}') {
                    return at + 1;
                }
                let used = tree(&code[at..], &path, offset + at, found);
                if used == 0 {
                    return at;
                }
                at += used;
            }
            return code.len();
        }
        let word = if rest.starts_with('*') {
            1
        } else {
            rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len())
        };
        if word == 0 {
            return at;
        }
        path.push_str(&rest[..word]);
        at += word;
        if !code[at..].starts_with("::") {
            found.push((offset, path));
            return at;
        }
        path.push_str("::");
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let files = [("crates/postrider-proto/src/wire/line.rs", text)];
        check(&Workspace::of(&files)).iter().map(ToString::to_string).collect()
    }

    fn is_found(text: &str, part: &str) {
        let faults = faults(text);
        assert!(faults.iter().any(|fault| fault.contains(part)), "{text}: {faults:?}");
    }

    #[test]
    fn whatever_touches_the_world_is_found() {
        is_found("fn a() {}\nuse std::fs::File;", "line.rs:2: `std::fs::File` touches the disk");
        is_found("use std::{fmt, fs};", "`std::fs` touches the disk");
        is_found(
            "use std::{\n    fmt,\n    net::{IpAddr, TcpStream as Wire},\n};",
            "`std::net::TcpStream` is a socket",
        );
        is_found("fn f() { let t = std::time::Instant::now(); }", "reads a clock");
        is_found("use core::time::*;", "hides what is used");
        is_found("fn f() { ::std::env::var(X); }", "reads the environment");
        is_found("async fn f() {}", "needs an executor");
        is_found("fn f() { tokio::spawn(x); }", "is an executor");
        is_found("fn f() { tracing::info!(x); }", "is a log");
        is_found("fn f() { println!(); }", "`println!`");
    }

    #[test]
    fn words_are_not_the_world() {
        for text in [
            "use std::net::{IpAddr, Ipv4Addr};\nuse std::time::Duration;\nuse std::fmt::{self, Display};",
            "// std::fs and async\nconst A: &str = \"std::fs::File\";",
            "fn log(env: u8, fs: u8, asynchronous: bool) { print(env) }",
            "#[cfg(test)]\nmod tests { use std::fs; }",
        ] {
            assert_eq!(faults(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_dependency_that_brings_the_world_is_found() {
        let files = [(
            "crates/postrider-proto/Cargo.toml",
            "[dependencies]\nmemchr = \"2\"\nmio = \"1\"\n[dev-dependencies]\ntoml = \"1\"",
        )];
        let findings = check(&Workspace::of(&files));
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].fault.contains("`mio`"));
    }
}
