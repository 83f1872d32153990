//! The page about running it as a service, and the unit: both are true to the program.

mod common;

use std::fs;

use common::{postrider, stderr, stdout};

const PAGE: &str = include_str!("../../../docs/running.md");
const UNIT: &str = include_str!("../../../contrib/postrider.service");

/// The blocks of the page in this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let begins = format!("```{language}\n");
    PAGE.split(&begins).skip(1).map(|rest| rest.split("```").next().expect("a part")).collect()
}

/// Each command is one of the program, with options that it has.
fn knows(command: &str) {
    let mut words = command.split_whitespace();
    assert!(words.next().is_some_and(|word| word.ends_with("postrider")), "{command}");
    let mut called = Vec::new();
    let mut help = stdout(&postrider(&["--help"])).to_owned();
    for word in words {
        let word = word.split('=').next().expect("a part");
        if word.starts_with("--") {
            assert!(
                help.contains(&format!("{word} <")) || help.contains(&format!("{word}\n")),
                "{command}: {word}\n{help}"
            );
        } else if help.lines().any(|line| line.starts_with(&format!("  {word} "))) {
            called.push(word);
            help = stdout(&postrider(&[&called[..], &["--help"]].concat())).to_owned();
        }
    }
    assert!(!called.is_empty(), "{command}");
}

#[test]
fn the_commands_of_the_page_are_those_of_the_program() {
    let commands: Vec<&str> = blocks("sh")
        .into_iter()
        .flat_map(str::lines)
        .filter_map(|line| {
            let line = line.strip_prefix("sudo -u postrider ").unwrap_or(line);
            line.starts_with("postrider ").then(|| line.split(" > ").next().expect("a part"))
        })
        .collect();
    assert!(commands.len() > 5, "{commands:?}");
    commands.into_iter().for_each(knows);
}

#[test]
fn the_configuration_of_the_page_has_no_mistake() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("postrider.toml");
    let [written] = blocks("toml")[..] else { panic!("one configuration") };
    fs::write(&file, written).expect("written");
    let data = folder.path().join("data").display().to_string();
    let checked = postrider(&["check", &file.display().to_string(), "--data", &data]);
    assert_eq!((checked.status.code(), stderr(&checked)), (Some(0), ""), "{}", stdout(&checked));
}

#[test]
fn the_unit_starts_the_program_as_the_page_says() {
    let value = |key: &str| {
        let line = UNIT.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        line.unwrap_or_else(|| panic!("{key} is missing"))
    };
    let start = value("ExecStart");
    knows(start);
    for named in ["/usr/bin/postrider", "/etc/postrider/postrider.toml"] {
        assert!(start.contains(named) && PAGE.contains(named), "{named}");
    }
    let state = format!("data = \"/var/lib/{}\"\n", value("StateDirectory"));
    assert!(PAGE.contains(&state), "{state}");
    assert_eq!(value("AmbientCapabilities"), "CAP_NET_BIND_SERVICE");
    // It would keep the drop folder from its mode (set-group-ID), and the server from starting.
    assert!(!UNIT.contains("\nRestrictSUIDSGID="));
    // The grace, for mail on its way in and out, and the goodbyes of both.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("postrider.toml").display().to_string();
    assert!(postrider(&["init", &file]).status.success());
    let written = fs::read_to_string(&file).expect("read");
    let grace =
        written.lines().find_map(|line| line.strip_prefix("# grace_seconds = ")).expect("its default");
    let grace: u64 = grace.parse().expect("a number");
    let stop: u64 = value("TimeoutStopSec").parse().expect("a number");
    assert!(stop > 2 * grace + 20, "{stop} for {grace}");
}
