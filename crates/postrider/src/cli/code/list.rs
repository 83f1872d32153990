//! `postrider code list`: codes by what they answer.

use postrider_reference::code::{Command, ReplyFacts, Subject, book};
use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::Sheet;
use serde_json::{Value, json};

use crate::cli::output::pretty;

/// Which codes.
#[derive(Debug, clap::Args)]
pub struct Filter {
    /// Those that can answer this command: RCPT, AUTH, connection (the greeting), content (the end of the message).
    #[arg(long, value_name = "COMMAND", value_parser = command)]
    command: Option<Command>,
    /// Those with this first digit: 2 to 5.
    #[arg(long, value_name = "DIGIT", value_parser = clap::value_parser!(u16).range(2..=5))]
    class: Option<u16>,
    /// The registered enhanced codes instead of the reply codes.
    #[arg(long)]
    enhanced: bool,
    /// The replies of this server instead, by their ids.
    #[arg(long, conflicts_with = "enhanced")]
    own: bool,
}

fn command(text: &str) -> Result<Command, String> {
    Command::of_verb(text).ok_or_else(|| {
        let known: Vec<&str> = Command::ALL.iter().map(|command| command.as_str()).collect();
        format!("no command is called so; there are {}", known.join(", "))
    })
}

/// The list.
pub fn list(filter: &Filter, language: &'static Language, json: bool) -> String {
    let subjects = subjects(filter);
    if json {
        let sheets = subjects.iter().filter_map(|subject| Sheet::of(book(), language, subject));
        let codes: Vec<Value> = sheets.map(|sheet| short(&sheet)).collect();
        return pretty(&json!(codes));
    }
    let lines: Vec<(String, String)> =
        subjects.iter().map(|subject| (subject.to_string(), language.name(subject))).collect();
    let mut text = columns(&lines);
    text.push_str(&language.say_with("cli-listed", &[("count", Fact::Number(subjects.len()))]));
    text.push('\n');
    text
}

fn subjects(filter: &Filter) -> Vec<Subject> {
    let answers = |commands: &[Command]| {
        filter.command.is_none_or(|command| commands.contains(&command) || commands.contains(&Command::Any))
    };
    let book = book();
    if filter.own {
        let entries = postrider_proto::reply::catalogue::all().filter(|entry| {
            let commands: Vec<Command> = book.commands_of(entry).into_iter().collect();
            answers(&commands) && filter.class.is_none_or(|class| entry.code.number() / 100 == class)
        });
        return entries.map(|entry| Subject::Own(entry.id.to_owned())).collect();
    }
    if filter.enhanced {
        let of_class = |classes: &[u8]| {
            filter.class.is_none_or(|class| classes.iter().any(|own| u16::from(*own) == class))
        };
        let codes = book.enhanced.iter().filter(|facts| answers(&facts.commands) && of_class(&facts.classes));
        return codes.map(|facts| Subject::Enhanced(facts.key())).collect();
    }
    let of_class = |facts: &ReplyFacts| filter.class.is_none_or(|class| facts.code / 100 == class);
    let codes = book.replies.iter().filter(|facts| answers(&facts.commands) && of_class(facts));
    codes.map(|facts| Subject::Reply(facts.code)).collect()
}

/// Codes and their names, beside each other.
pub fn columns(lines: &[(String, String)]) -> String {
    let widest = lines.iter().map(|(code, _)| code.len()).max().unwrap_or(0);
    lines.iter().map(|(code, name)| format!("{}\n", format!("{code:<widest$}  {name}").trim_end())).collect()
}

/// What a list says of a code to a program.
pub fn short(sheet: &Sheet) -> Value {
    let mut full = json!(sheet);
    if let Some(map) = full.as_object_mut() {
        map.retain(|key, _| {
            matches!(key.as_str(), "kind" | "id" | "language" | "name" | "meaning" | "cause" | "commands")
        });
    }
    full
}
