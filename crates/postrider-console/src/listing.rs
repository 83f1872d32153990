//! JSON: a sheet, the list of all, what a search found, and the index of the search in the browser.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use postrider_reference::code::{Book, Subject, book, same_words};
use postrider_reference::locale::{Fact, Language, english, languages};
use postrider_reference::sheet::{Section, Sheet, Value};
use serde_json::json;

use crate::address;
use crate::prose::{is_han, plain};
use crate::search::Found;
use crate::site::Site;

/// A sheet.
pub fn json(sheet: &Sheet) -> String {
    // As they are read: the order of the sections is that of the sheet.
    serde_json::to_string_pretty(sheet).expect("a sheet has only strings for keys") + "\n"
}

fn lines(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// Everything that has a page, with its name.
pub fn index_json(site: &Site, language: &Language) -> String {
    let all = address::subjects(site.book);
    let entries: Vec<serde_json::Value> = all
        .iter()
        .map(|subject| json!({ "kind": subject.kind(), "id": subject.slug(), "name": name(site.book, language, subject) }))
        .collect();
    let tags: Vec<&str> = languages().iter().map(|language| language.tag).collect();
    lines(&json!({ "language": language.tag, "languages": tags, "entries": entries }))
}

/// What a search found.
pub fn found_json(found: &Found) -> String {
    let list = |subjects: &[Subject]| -> Vec<serde_json::Value> {
        subjects.iter().map(|subject| json!({ "kind": subject.kind(), "id": subject.slug() })).collect()
    };
    lines(&json!({ "found": list(&found.subjects), "alike": list(&found.alike) }))
}

/// That there is no such page.
pub fn missing_json(language: &Language, alike: &[Subject]) -> String {
    let alike: Vec<String> = alike.iter().map(Subject::slug).collect();
    lines(&json!({ "error": language.say("web-missing"), "alike": alike }))
}

/// The name of a subject: what the heading of its page says.
pub fn name(book: &Book, language: &Language, subject: &Subject) -> String {
    match subject {
        Subject::Vendor(id) => {
            let who = book.vendor(id).map(|vendor| vendor.who.as_str()).unwrap_or_default();
            format!("{who}: {}", language.name(subject))
        }
        Subject::Pair(two) => {
            let two = [&two.0, &two.1].map(ToString::to_string);
            language.say_with("pair-name", &[("one", Fact::Text(&two[0])), ("other", Fact::Text(&two[1]))])
        }
        Subject::Enhanced(code) if book.enhanced(*code).is_none() => language.say("not-registered.name"),
        _ => language.name(subject),
    }
}

/// The index that the search in the browser loads: a script, since a page that is read from a disk may load no JSON.
pub fn index_script(language: &Language) -> String {
    // Every sheet is read for it, and it is asked for with every page.
    static SCRIPTS: LazyLock<BTreeMap<&str, String>> = LazyLock::new(|| {
        languages().iter().map(|language| (language.tag, script(book(), language))).collect()
    });
    SCRIPTS.get(language.tag).cloned().unwrap_or_default()
}

fn script(book: &Book, language: &Language) -> String {
    let english = english();
    let entries: Vec<serde_json::Value> = address::subjects(book)
        .iter()
        .filter_map(|subject| {
            let sheet = Sheet::of(book, language, subject)?;
            let name = plain(&sheet.name);
            let other = if language.is_source() { String::new() } else { plain(&english.name(subject)) };
            let label = subject.to_string();
            // The codes with a class say what the code without one says.
            let words = match subject {
                Subject::Enhanced(code) if code.class.is_some() => String::new(),
                _ => words(&sheet),
            };
            let class = address::class(book, subject).unwrap_or("");
            Some(json!([subject.slug(), label, name, other, class, words]))
        })
        .collect();
    // JSON is JavaScript, save that a script of HTML must not end within it; this one stands in a file of its own.
    format!("postriderIndex({}, {});\n", serde_json::Value::from(entries), json!(same_words(language)))
}

/// The words of a sheet that are worth finding it by, each once.
fn words(sheet: &Sheet) -> String {
    let mut words = BTreeSet::new();
    sheet.sections.iter().for_each(|section| collect(section, &mut words));
    if let Some(lead) = &sheet.lead {
        add(lead, &mut words);
    }
    words.into_iter().collect::<Vec<String>>().join(" ")
}

fn collect(section: &Section, words: &mut BTreeSet<String>) {
    // What many sheets say alike finds none of them.
    const OWN_WORDS: &[&str] = &[
        "meaning",
        "seen",
        "sender",
        "server",
        "cause",
        "remedy",
        "fix",
        "codes",
        "registered",
        "otherwise",
    ];
    match &section.value {
        Value::Text(text) if OWN_WORDS.contains(&section.key) => add(text, words),
        Value::Words(list) if OWN_WORDS.contains(&section.key) => {
            list.iter().for_each(|word| add(word, words));
        }
        Value::Cases(cases) if OWN_WORDS.contains(&section.key) => {
            for case in cases {
                add(&case.title, words);
                case.parts.iter().for_each(|part| collect(part, words));
            }
        }
        _ => {}
    }
}

fn add(text: &str, words: &mut BTreeSet<String>) {
    let split = text.split(|c: char| !(c.is_alphanumeric() || "-.=_".contains(c)));
    let split = split.map(|word| word.trim_matches(['-', '.', '=']));
    words.extend(split.filter(|word| is_telling(word)).map(str::to_lowercase));
}

/// Whether a word is worth finding something by: short ones are in every text, but for acronyms such as MX, and where a character is a word.
fn is_telling(word: &str) -> bool {
    const SHORTEST: usize = 3;
    let is_acronym = || word.len() == 2 && word.chars().all(|c| c.is_ascii_uppercase());
    word.chars().count() >= SHORTEST || is_acronym() || word.contains(is_han)
}
