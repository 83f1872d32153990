//! What the reference says about a subject, in one language: a heading, and sections in the order they are read. The terminal, the web
//! page and JSON are three ways to write the same sheet.

mod comparison;
mod enhanced;
mod json;
mod own;
mod reply;
mod sequence;

use crate::code::{
    Acts, Book, Command, Effect, EnhancedCode, Otherwise, Repeat, Standing, Subject, first_digit,
};
use crate::locale::Language;

/// All that is said about a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The tag of its language.
    pub language: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// Its name.
    pub name: String,
    /// What is said first: a sentence.
    pub lead: Option<String>,
    /// The rest.
    pub sections: Vec<Section>,
}

/// A part of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The same in every language: the key in JSON, and the anchor of a page.
    pub key: &'static str,
    /// Its heading.
    pub label: String,
    /// What it says.
    pub value: Value,
}

/// What a section says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Sentences. Literals, such as commands, stand in backticks.
    Text(String),
    /// Words that are the same in every language: commands, clauses of an RFC, dates.
    Words(Vec<String>),
    /// A word of the data with what it means: the word is for programs.
    Term(Term),
    /// Several of them.
    Terms(Vec<Term>),
    /// Other subjects.
    Links(Vec<Link>),
    /// Lines of a conversation, `C: ` and `S: `.
    Exchange(Vec<String>),
    /// Several of a kind, each with sections of its own.
    Cases(Vec<Case>),
    /// Two things beside each other.
    Rows(Vec<Row>),
}

/// A word of the data, and what it is called or means in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `in-order`, `RCPT`
    pub word: &'static str,
    /// For the reader.
    pub text: String,
}

/// Another subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Which.
    pub subject: Subject,
    /// What it is called there: the code itself, or the id.
    pub text: String,
    /// Its name; empty if there is none.
    pub name: String,
}

/// One of several of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The same in every language.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What is said about it.
    pub parts: Vec<Section>,
}

/// A property of two things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The same in every language.
    pub key: &'static str,
    /// The property.
    pub label: String,
    /// That of the first, and of the second.
    pub sides: [String; 2],
}

impl Row {
    /// Whether both are alike.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.sides[0] == self.sides[1]
    }
}

impl Sheet {
    /// The sheet of a subject. None if the book has no such subject.
    #[must_use]
    pub fn of(book: &Book, language: &Language, subject: &Subject) -> Option<Self> {
        let writer = Writer { book, language };
        match subject {
            Subject::Reply(code) => writer.reply(*code),
            Subject::Enhanced(code) => writer.enhanced(*code),
            Subject::Vendor(id) => writer.vendor(id),
            Subject::Own(id) => writer.own(id),
            Subject::Cause(id) => book.cause(id).map(|cause| writer.cause_sheet(cause)),
            Subject::Pair(pair) => writer.comparison(&pair.0, &pair.1),
            Subject::Sequence => Some(writer.sequence()),
        }
    }

    /// The section of this key.
    #[must_use]
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }
}

/// Writes sheets.
#[derive(Clone, Copy)]
struct Writer<'a> {
    book: &'a Book,
    language: &'a Language,
}

impl Writer<'_> {
    fn say(self, id: &str) -> String {
        self.language.say(id)
    }

    /// A sheet that has the name of its subject.
    fn sheet(self, subject: Subject, sections: impl IntoIterator<Item = Option<Section>>) -> Sheet {
        Sheet {
            language: self.language.tag,
            name: self.language.name(&subject),
            lead: None,
            sections: sections.into_iter().flatten().collect(),
            subject,
        }
    }

    fn section(self, key: &'static str, value: Value) -> Section {
        Section { key, label: self.say(&format!("label-{key}")), value }
    }

    /// A sentence of the message of a subject.
    fn text(self, key: &'static str, id: &str) -> Section {
        self.section(key, Value::Text(self.say(id)))
    }

    fn term(self, key: &'static str, group: &str, word: &'static str) -> Section {
        let text = self.say(&format!("{group}-{word}"));
        self.section(key, Value::Term(Term { word, text }))
    }

    fn standing(self, standing: Standing, is_enhanced: bool) -> Section {
        let text = self.standing_of(standing, is_enhanced);
        self.section("standing", Value::Term(Term { word: standing.as_str(), text }))
    }

    /// The standard of enhanced codes is another.
    fn standing_of(self, standing: Standing, is_enhanced: bool) -> String {
        match standing {
            Standing::Standard if is_enhanced => self.say("standing-enhanced"),
            standing => self.say(&format!("standing-{standing}")),
        }
    }

    fn retry(self, retry: Repeat) -> Section {
        self.term("retry", "retry", retry.as_str())
    }

    fn session(self, effect: Effect) -> Section {
        self.term("session", "session", effect.as_str())
    }

    /// What the first digit tells a client that knows nothing else.
    fn class(self, class: u16) -> Section {
        self.term("class", "class", first_digit(class * 100))
    }

    fn acts(self, acts: &[Acts]) -> Section {
        let term = |acts: &Acts| Term { word: acts.as_str(), text: self.say(&format!("acts-{acts}")) };
        self.section("acts", Value::Terms(acts.iter().map(term).collect()))
    }

    fn command(self, command: Command) -> String {
        if command.is_verb() { command.to_string() } else { self.say(&format!("command-{command}")) }
    }

    fn commands(self, commands: impl IntoIterator<Item = Command>) -> Option<Section> {
        let term = |command: Command| Term { word: command.as_str(), text: self.command(command) };
        let terms: Vec<Term> = commands.into_iter().map(term).collect();
        (!terms.is_empty()).then(|| self.section("commands", Value::Terms(terms)))
    }

    fn rfc(self, clauses: &[String]) -> Option<Section> {
        (!clauses.is_empty()).then(|| self.section("rfc", Value::Words(clauses.to_vec())))
    }

    fn link(self, subject: Subject) -> Link {
        Link { text: subject.to_string(), name: self.language.name(&subject), subject }
    }

    fn links(self, key: &'static str, subjects: impl IntoIterator<Item = Subject>) -> Option<Section> {
        let links: Vec<Link> = subjects.into_iter().map(|subject| self.link(subject)).collect();
        (!links.is_empty()).then(|| self.section(key, Value::Links(links)))
    }

    /// Codes as they stand in the data; those without a page are left out.
    fn codes<'c>(self, key: &'static str, codes: impl IntoIterator<Item = &'c String>) -> Option<Section> {
        self.links(key, codes.into_iter().filter_map(|code| self.book.code(code)))
    }

    fn exchange(self, key: &'static str, lines: Option<&str>) -> Option<Section> {
        let lines: Vec<String> = lines?.lines().map(str::to_owned).collect();
        Some(self.section(key, Value::Exchange(lines)))
    }

    /// What else a code means, with who means it and since when that is known.
    fn otherwise(self, message: &str, others: &[Otherwise]) -> Option<Section> {
        let case = |other: &Otherwise| Case {
            id: other.id.clone(),
            title: other.who.clone(),
            parts: vec![
                self.text("meaning", &format!("{message}.otherwise-{}", other.id)),
                self.seen_on(&other.seen),
                self.section("source", Value::Words(vec![other.source.clone()])),
            ],
        };
        let cases: Vec<Case> = others.iter().map(case).collect();
        (!cases.is_empty()).then(|| self.section("otherwise", Value::Cases(cases)))
    }

    fn seen_on(self, day: &str) -> Section {
        let day = if day == "undated" { self.say("undated") } else { day.to_owned() };
        self.section("seen-on", Value::Words(vec![day]))
    }

    /// What providers mean by an enhanced code.
    fn vendors(self, code: EnhancedCode) -> Option<Section> {
        let case = |vendor: &crate::code::VendorFacts| {
            let message = format!("vendor-{}", vendor.id);
            Case {
                id: vendor.id.clone(),
                title: format!("{}: {}", vendor.who, self.say(&message)),
                parts: vec![
                    self.section("codes", Value::Words(vendor.codes.clone())),
                    self.text("meaning", &format!("{message}.meaning")),
                    self.text("fix", &format!("{message}.fix")),
                    self.seen_on(&vendor.seen),
                ],
            }
        };
        let cases: Vec<Case> = self.book.vendors_of(code).map(case).collect();
        (!cases.is_empty()).then(|| self.section("vendors", Value::Cases(cases)))
    }

    /// The pairs with a verdict of their own that a code is one of.
    fn pairs(self, subject: &Subject) -> Option<Section> {
        let wanted = subject.any_class();
        let pairs = self.book.pairs.iter().filter_map(|pair| pair.subject(self.book));
        let with = pairs.filter(|pair| matches!(pair, Subject::Pair(two) if two.0.any_class() == wanted || two.1.any_class() == wanted));
        let links: Vec<Link> = with
            .map(|pair| {
                let Subject::Pair(two) = &pair else { unreachable!("only pairs were left") };
                let text = format!("{} / {}", two.0, two.1);
                let name = self.language.maybe(&pair_message(self.book, two)).unwrap_or_default();
                Link { text, name, subject: pair }
            })
            .collect();
        (!links.is_empty()).then(|| self.section("pairs", Value::Links(links)))
    }
}

fn pair_message(book: &Book, two: &(Subject, Subject)) -> String {
    book.pair(&two.0, &two.1).map(crate::code::Pair::message).unwrap_or_default()
}
