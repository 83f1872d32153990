//! The configuration described: the file that `postrider init` writes, and docs/configuration.md.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::config::Config;
use crate::config::keys::{Default, Key, SECTIONS, Section};

/// How wide a comment is, in characters.
const WIDTH: usize = 100;

/// A configuration to begin with: it means what no configuration means, and says what else could be meant.
#[must_use]
pub fn example() -> String {
    let defaults = Config::without_file(PathBuf::new());
    let mut text = String::new();
    comment(
        &mut text,
        "The configuration of postrider, in TOML. What is commented out is the default, or an example. \
         `postrider check FILE` finds every mistake; `postrider serve --config FILE` runs the server, and \
         reads the file again at SIGHUP.",
    );
    for section in &SECTIONS {
        text.push('\n');
        comment(&mut text, section.about);
        // One of several may be left out altogether, and then its header is an example, too.
        let mark = if section.repeated && !section.keys.iter().any(|key| is_written(section, key)) {
            "# "
        } else {
            ""
        };
        if !section.name.is_empty() {
            let _ = writeln!(text, "{mark}{}", section.header());
        }
        for key in section.keys {
            text.push('\n');
            comment(&mut text, key.about);
            let value = value(section, key, &defaults);
            let mark = if is_written(section, key) { "" } else { "# " };
            let _ = writeln!(text, "{mark}{} = {value}", key.name);
        }
    }
    text
}

/// The value that the example has for a key.
fn value(section: &Section, key: &Key, defaults: &Config) -> String {
    match (section.name, key.name) {
        ("domain", "name") => "\"localhost\"".to_owned(),
        ("domain", "any_mailbox") => "true".to_owned(),
        _ => key.example(defaults),
    }
}

/// Whether the example sets a key. The others are comments: an example of their value, or the default.
fn is_written(section: &Section, key: &Key) -> bool {
    matches!((section.name, key.name), ("listener", "address") | ("domain", "name" | "any_mailbox"))
}

/// The reference of the configuration, docs/configuration.md.
#[must_use]
pub fn page() -> String {
    let defaults = Config::without_file(PathBuf::new());
    let mut text = "# The configuration\n\n\
        Postrider reads one TOML file, named with `--config`. Every key has a default, and without a file postrider serves \
        everybody at `localhost`, for this machine alone. `postrider init` writes a file to begin with, `postrider check` says \
        everything that is wrong with one, and at SIGHUP the server reads it again: sessions that are open go on, and if there \
        is a mistake in it, the old one stays in force.\n\n\
        Numbers may have underscores: `50_000_000`. This page is made from the code; `cargo xtask docs` writes it anew.\n"
        .to_owned();
    for section in &SECTIONS {
        let title = match section.header() {
            header if header.is_empty() => "The top of the file".to_owned(),
            header => format!("`{header}`"),
        };
        let _ = write!(
            text,
            "\n## {title}\n\n{}\n\n| key | value | default | what it is for |\n|---|---|---|---|\n",
            section.about
        );
        for key in section.keys {
            let default = match key.default {
                Default::Value(value) => format!("`{}`", value(&defaults)),
                Default::Words(words, example) => format!("{words}; for example `{example}`"),
                Default::Required(example) => format!("has to be written; for example `{example}`"),
            };
            let form = key.form.description();
            let _ = writeln!(text, "| `{}` | {form} | {default} | {} |", key.name, key.about);
        }
    }
    text
}

/// Text as comment lines.
fn comment(text: &mut String, words: &str) {
    let mut line = "#".to_owned();
    for word in words.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line.truncate(1);
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn resolve(text: &str) -> Result<Config, String> {
        let data = tempfile::tempdir().expect("a folder").path().to_owned();
        let file = Path::new("postrider.toml");
        Config::resolve(file, text, Some(data), None)
            .map_err(|problems| crate::config::Mistakes::new(file, text, problems).to_string())
    }

    #[test]
    fn the_example_means_what_no_configuration_means() {
        let config = resolve(&example()).expect("the example has no mistake");
        let default = Config::without_file(config.data.clone());
        let meaning = |mut config: Config| {
            config.file = None;
            // Only a file has lines to speak of.
            config.policy.config_lines.clear();
            format!("{config:?}")
        };
        assert_eq!(meaning(config), meaning(default));
    }

    /// Every key of the table is one that the reader knows, and every default and example is a value that it takes.
    #[test]
    fn the_example_with_every_comment_taken_away_is_right() {
        let is_key = |line: &str| {
            let name = line.strip_prefix("# ").and_then(|line| line.split_once(" = ")).map(|(name, _)| name);
            name.is_some_and(|name| SECTIONS.iter().any(|section| section.key(name).is_some()))
        };
        let is_header = |line: &str| SECTIONS.iter().any(|section| line == format!("# {}", section.header()));
        let text: String = example()
            .lines()
            // A domain has either; and what is in the list is not needed to try the aliases.
            .filter(|line| !line.starts_with("any_mailbox"))
            // A relay domain has one of the two.
            .filter(|line| !line.starts_with("# recipients_file = "))
            // A user of a route has a password or a token.
            .filter(|line| !line.starts_with("# token_file = "))
            // A server of tokens is asked, or its keys are.
            .filter(|line| !line.starts_with("# jwks = ") && !line.starts_with("# algorithms = "))
            .map(|line| format!("{}\n", if is_key(line) || is_header(line) { &line[2..] } else { line }))
            .collect();
        let keys: usize = SECTIONS.iter().map(|section| section.keys.len()).sum();
        let written = text.lines().filter(|line| !line.starts_with('#') && line.contains(" = ")).count();
        assert_eq!(written, keys - 5, "{text}");
        if let Err(problems) = resolve(&text) {
            // The folders of the examples are not there, or not for whoever runs the tests.
            let others: Vec<&str> = problems
                .lines()
                .filter(|line| {
                    line.starts_with("error: ") && !line.contains("/var/") && !line.contains("/etc/")
                })
                .collect();
            assert_eq!(others, Vec::<&str>::new(), "{problems}");
        }
    }
}
