//! `postrider code`: what a code means, how to fix it, and how two of them differ.

mod family;
mod list;

use std::process::ExitCode;

use postrider_reference::code::{Answer, Subject, book, look_up, search};
use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::Sheet;
use serde_json::{Value, json};

use super::form::Form;
use super::output::{fail, pretty, print};
use super::terminal::Terminal;
use list::Filter;

/// Explains a reply code, an enhanced code or a reply of this server, or compares two codes.
///
/// What to ask: 503, 5.7.26, "550 5.7.26" as it stands in a log, the id at the end of a refusal of this server, such as
/// rcpt-before-mail, two codes to compare: 250 503, or how codes begin: 5yz, 57z, 5.7. Exit code: 0, or 1 if nothing is known about
/// what was asked for, 2 if the arguments cannot be used.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true
)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// A code, or two to compare.
    #[arg(value_name = "CODE", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    form: Form,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Lists the reply codes, or those that can answer a command.
    List {
        #[command(flatten)]
        filter: Filter,
        #[command(flatten)]
        form: Form,
    },
    /// Searches names and explanations for words, in the language and in English.
    Search {
        /// All of these have to be found.
        #[arg(value_name = "WORD", required = true)]
        words: Vec<String>,
        #[command(flatten)]
        form: Form,
    },
}

/// So many characters of what was asked for are repeated.
const ECHOED: usize = 100;

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    let form = match &args.what {
        None => &args.form,
        Some(What::List { form, .. } | What::Search { form, .. }) => form,
    };
    let language = match form.language("code") {
        Ok(language) => language,
        Err(code) => return code,
    };
    let told = match &args.what {
        None => explain(&args.words, language, form.json),
        Some(What::List { filter, .. }) => Ok(list::list(filter, language, form.json)),
        Some(What::Search { words, .. }) => find(words, language, form.json),
    };
    match told {
        Ok(text) => print("code", &text, ExitCode::SUCCESS),
        Err(Unknown::ForPrograms(json)) => print("code", &json, ExitCode::FAILURE),
        Err(Unknown::ForPeople(text)) => fail(&text, 1),
    }
}

/// That nothing is known or found: for people on standard error, for programs as JSON where they read.
enum Unknown {
    ForPeople(String),
    ForPrograms(String),
}

/// What is asked for, explained; or why it cannot be.
fn explain(words: &[String], language: &'static Language, json: bool) -> Result<String, Unknown> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let sheet = |subject: &Subject| Sheet::of(book(), language, subject);
    let unknown = |alike: &[Subject], first: &str| {
        if json {
            Unknown::ForPrograms(unknown_json(&words, alike, first, language))
        } else {
            Unknown::ForPeople(unknown(&words, alike, first, language))
        }
    };
    let sheets: Vec<Sheet> = match look_up(book(), &words) {
        Answer::One(subject) => sheet(&subject).into_iter().collect(),
        Answer::Line(reply, enhanced) => [sheet(&reply), sheet(&enhanced)].into_iter().flatten().collect(),
        Answer::Family(family) => return Ok(family::explain(family, language, json)),
        Answer::Pairs(pairs) => return Err(unknown(&pairs, "cli-two")),
        Answer::None(alike) => return Err(unknown(&alike, "cli-unknown")),
    };
    if sheets.is_empty() {
        return Err(unknown(&[], "cli-unknown"));
    }
    if json {
        return Ok(match &sheets[..] {
            [reply, enhanced] => pretty(&json!({ "kind": "line", "reply": reply, "enhanced": enhanced })),
            sheets => pretty(&json!(sheets.first())),
        });
    }
    let terminal = Terminal::of_stdout();
    let parts: Vec<String> = sheets.iter().map(|sheet| terminal.sheet(sheet)).collect();
    Ok(parts.join("\n"))
}

/// What was asked for, in a sentence about it. It may have been pasted and be long; its beginning is enough to know it again.
fn about(words: &[&str], id: &str, language: &Language) -> String {
    let asked: String = words.join(" ").chars().take(ECHOED).collect();
    language.say_with(id, &[("asked", Fact::Text(&asked))])
}

/// What is not explained, for programs.
fn unknown_json(words: &[&str], alike: &[Subject], first: &str, language: &Language) -> String {
    let name = |subject: &Subject| Sheet::of(book(), language, subject).map(|sheet| sheet.name);
    let alike: Vec<Value> = alike
        .iter()
        .map(|subject| json!({ "kind": subject.kind(), "id": subject.slug(), "name": name(subject) }))
        .collect();
    pretty(&json!({ "error": about(words, first, language), "language": language.tag, "alike": alike }))
}

/// Nothing is known about it, or it is too much at once: what can be said all the same, and what is written alike.
fn unknown(words: &[&str], alike: &[Subject], first: &str, language: &Language) -> String {
    let mut text = format!("postrider code: {}\n", about(words, first, language));
    // Of a number that nobody has defined, the first digit still says what to do (RFC 5321 §4.3.2).
    let strange = words.iter().filter(|word| is_number(word)).find(|word| book().code(word).is_none());
    if let Some(digit) = strange.and_then(|word| word.chars().next()) {
        let class = if ('2'..='5').contains(&digit) { digit.to_string() } else { "none".to_owned() };
        text.push_str(&language.say(&format!("class-{class}")));
        text.push('\n');
    }
    let is_pair = |subject: &Subject| matches!(subject, Subject::Pair(_));
    if !alike.is_empty() {
        if !alike.iter().all(is_pair) {
            text.push_str(&language.say("cli-alike"));
            text.push('\n');
        }
        // What two codes are called says no more than the codes.
        let name = |subject: &Subject| if is_pair(subject) { String::new() } else { language.name(subject) };
        let lines: Vec<(String, String)> =
            alike.iter().map(|subject| (format!("  postrider code {subject}"), name(subject))).collect();
        text.push_str(&list::columns(&lines));
    }
    text.push_str(&language.say("cli-try-search"));
    text.push('\n');
    text
}

/// Three digits, or digits with dots between them.
fn is_number(word: &str) -> bool {
    let is_code = word.len() == 3 && word.bytes().all(|octet| octet.is_ascii_digit());
    is_code || (word.contains('.') && word.bytes().all(|octet| octet.is_ascii_digit() || octet == b'.'))
}

/// What a search finds.
fn find(words: &[String], language: &'static Language, json: bool) -> Result<String, Unknown> {
    let wanted: Vec<&str> = words.iter().map(String::as_str).collect();
    let hits = search(book(), language, &wanted);
    if json {
        let hits: Vec<Value> = hits
            .iter()
            .filter_map(|hit| Sheet::of(book(), language, &hit.subject))
            .map(|sheet| list::short(&sheet))
            .collect();
        let list = pretty(&json!(hits));
        return if hits.is_empty() { Err(Unknown::ForPrograms(list)) } else { Ok(list) };
    }
    if hits.is_empty() {
        let text = about(&wanted, "cli-nothing-found", language);
        return Err(Unknown::ForPeople(format!("postrider code: {text}\n")));
    }
    let lines: Vec<(String, String)> =
        hits.iter().map(|hit| (hit.subject.to_string(), hit.name.clone())).collect();
    let mut text = list::columns(&lines);
    text.push_str(&language.say_with("cli-found", &[("count", Fact::Number(hits.len()))]));
    text.push('\n');
    Ok(text)
}
