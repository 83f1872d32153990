//! The help of the commands of the reference, in the language of whoever asks.
//!
//! The arguments are declared with English help, which stands in the manual page as well; here it is said anew, from the sentences
//! of the reference, before the command line is read.

use std::ffi::OsString;

use clap::{Arg, ArgAction};
use postrider_reference::locale::{self, Fact, Language};

/// The commands whose help is translated.
const COMMANDS: [&str; 3] = ["code", "why", "reference"];

/// The whole command line, with the help of these commands in the language that the arguments or the environment ask for.
#[must_use]
pub fn translated(mut command: clap::Command, arguments: &[OsString]) -> clap::Command {
    // Whoever starts a server has no use for sentences.
    let asked = arguments.get(1).map(|word| word.to_string_lossy());
    if !asked.is_some_and(|word| word == "help" || COMMANDS.contains(&word.as_ref())) {
        return command;
    }
    let Ok(language) = locale::choose(option(arguments).as_deref(), |name| std::env::var(name).ok()) else {
        return command;
    };
    if !language.is_source() {
        for name in COMMANDS {
            command =
                command.mut_subcommand(name, |command| said(command, &format!("help-{name}"), language));
        }
    }
    command
}

/// What `--lang` says, wherever it stands.
fn option(arguments: &[OsString]) -> Option<String> {
    let mut words = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(word) = words.next() {
        if word == "--lang" {
            return words.next().map(std::borrow::Cow::into_owned);
        }
        if let Some(tag) = word.strip_prefix("--lang=") {
            return Some(tag.to_owned());
        }
    }
    None
}

/// A command, and those below it, in a language.
fn said(mut command: clap::Command, id: &str, language: &'static Language) -> clap::Command {
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    for name in names {
        let below = format!("{id}-{name}");
        command = command.mut_subcommand(name, |command| said(command, &below, language));
    }
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n{}",
        language.say("help-usage"),
        parts(&command, language).concat()
    );
    let about = language.say(&format!("{id}.about"));
    command = command
        .about(about.clone())
        .help_template(template)
        .disable_help_flag(true)
        .disable_help_subcommand(true);
    command = match language.maybe(&format!("{id}.long")) {
        Some(long) => command.long_about(format!("{about}\n\n{long}")),
        None => command.long_about(about),
    };
    let help =
        Arg::new("help").short('h').long("help").action(ArgAction::Help).help(language.say("help-help"));
    command = command.mut_args(|argument| of_argument(argument, id, language)).arg(help);
    let usage = usage(&command, id, language);
    command.override_usage(usage)
}

/// An argument: what it is for, what stands for its value, and what it is where nothing is said.
fn of_argument(argument: Arg, id: &str, language: &Language) -> Arg {
    let mut text = language.say(&format!("{id}.{}", argument.get_id()));
    if !argument.get_action().takes_values() {
        return argument.help(text.clone()).long_help(text);
    }
    let default: Vec<String> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if !default.is_empty() {
        let value = default.join(" ");
        text = format!("{text} [{}]", language.say_with("help-default", &[("value", Fact::Text(&value))]));
    }
    // Names of values live as long as the program: clap has it so, and the command line is made once.
    let names: Option<Vec<&'static str>> = argument
        .get_value_names()
        .map(|names| names.iter().map(|name| &*language.say(&value_id(name)).leak()).collect());
    let argument = argument.help(text.clone()).long_help(text).hide_default_value(true);
    match names {
        Some(names) => argument.value_names(names),
        None => argument,
    }
}

/// The sentence that stands for a value.
fn value_id(name: &str) -> String {
    format!("help-value-{}", name.to_ascii_lowercase())
}

/// The line of the usage, without what clap writes in English.
fn usage(command: &clap::Command, id: &str, language: &Language) -> String {
    let path = format!("postrider {}", id.trim_start_matches("help-").replace('-', " "));
    let usage = command.clone().bin_name(path).render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).trim_end();
    usage
        .replace("[OPTIONS]", &language.say("help-mark-options"))
        .replace("[COMMAND]", &language.say("help-mark-command"))
        .replace("<COMMAND>", &language.say("help-mark-command"))
}

/// The lists of a help text, each under its heading.
fn parts(command: &clap::Command, language: &Language) -> Vec<String> {
    let mut parts = Vec::new();
    if command.get_subcommands().next().is_some() {
        parts.push(format!("\n{}:\n{{subcommands}}\n", language.say("help-commands")));
    }
    if command.get_positionals().next().is_some() {
        parts.push(format!("\n{}:\n{{positionals}}\n", language.say("help-arguments")));
    }
    parts.push(format!("\n{}:\n{{options}}\n", language.say("help-options")));
    parts
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use postrider_reference::locale::{english, languages};

    use super::*;
    use crate::cli::Cli;

    /// English help is declared at the arguments; the sentences that are translated are the same.
    #[test]
    fn the_english_sentences_are_the_help_of_the_arguments() {
        let command = Cli::command();
        for name in COMMANDS {
            check(command.find_subcommand(name).expect("the command"), &format!("help-{name}"));
        }
    }

    fn check(command: &clap::Command, id: &str) {
        let said = |text: Option<&clap::builder::StyledStr>| text.map(ToString::to_string);
        assert_eq!(
            said(command.get_about()).as_deref(),
            Some(english().say(&format!("{id}.about")).as_str()),
            "{id}"
        );
        if let Some(long) = said(command.get_long_about()) {
            let rest = long.split_once("\n\n").map(|(_, rest)| rest.to_owned());
            assert_eq!(rest, english().maybe(&format!("{id}.long")), "{id}");
        }
        for argument in command.get_arguments() {
            let sentence = english().say(&format!("{id}.{}", argument.get_id()));
            assert_eq!(said(argument.get_help()).map(|text| text + "."), Some(sentence), "{id}");
            for name in argument
                .get_value_names()
                .filter(|_| argument.get_action().takes_values())
                .unwrap_or_default()
            {
                assert_eq!(english().say(&value_id(name)), name.as_str(), "{id}");
            }
        }
        for below in command.get_subcommands() {
            check(below, &format!("{id}-{}", below.get_name()));
        }
    }

    /// What clap would say in English, and what the arguments declare.
    const ENGLISH: [&str; 13] = [
        "Usage:",
        "Commands:",
        "Arguments:",
        "Options:",
        "Print help",
        "For programs",
        "[OPTIONS]",
        "<COMMAND>",
        "<CODE>",
        "<LANG>",
        "<WORD>",
        "[FILE]",
        "[default",
    ];

    fn no_english(command: &mut clap::Command, language: &Language) {
        let help = command.render_long_help().to_string();
        assert!(help.contains(&language.say("help-usage")), "{help}");
        assert!(help.contains(&language.say("help-help")), "{help}");
        for english in ENGLISH {
            assert!(!help.contains(english), "{}: {english}\n{help}", language.tag);
        }
        command.get_subcommands_mut().for_each(|below| no_english(below, language));
    }

    #[test]
    fn help_is_said_in_every_language() {
        for language in languages().iter().filter(|language| !language.is_source()) {
            let arguments = ["postrider", "code", "--lang", language.tag].map(OsString::from);
            let mut command = translated(Cli::command(), &arguments);
            for name in COMMANDS {
                no_english(command.find_subcommand_mut(name).expect("the command"), language);
            }
            let code = command.find_subcommand_mut("code").expect("the command");
            assert!(code.render_long_help().to_string().contains(&language.say("help-code.json")));
            let usage = code.render_usage().to_string();
            assert!(
                usage.contains(&format!("postrider code {}", language.say("help-mark-options"))),
                "{usage}"
            );
        }
    }
}
