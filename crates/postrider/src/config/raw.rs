//! The configuration as it was written: every value with the place where it stands.
//!
//! This reads the document that the TOML parser makes, and not by a derived `Deserialize`: that one ends at the first
//! mistake, and a person who has made five wants to hear of five.

use std::num::IntErrorKind;
use std::ops::Range;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::config::Config;
use crate::config::keys::{Form, Key, SECTIONS, Section, flag_help};
use crate::config::problem::{Problem, nearest};
use crate::config::syntax;

/// What was written.
#[derive(Debug)]
pub struct Raw {
    tables: Vec<Table>,
}

/// One table of the file: the top, a `[section]`, or one of several `[[section]]`.
#[derive(Debug)]
pub struct Table {
    section: &'static Section,
    /// Where it begins.
    pub at: Range<usize>,
    /// The keys that were written, with a value of the right form or without.
    written: Vec<&'static str>,
    values: Vec<(&'static Key, Spanned<Value>)>,
}

/// A value that has the form its key wants.
#[derive(Debug, Clone)]
enum Value {
    Text(String),
    Number(u64),
    Flag(bool),
    Texts(Vec<Spanned<String>>),
    Numbers(Vec<Spanned<u64>>),
    Targets(Vec<Target>),
}

/// One name of a table of names.
#[derive(Debug, Clone)]
pub struct Target {
    /// The name.
    pub name: Spanned<String>,
    /// Where it leads.
    pub to: Vec<Spanned<String>>,
}

impl Raw {
    /// Reads a file. What cannot be understood is left out and added to `problems`.
    ///
    /// # Errors
    ///
    /// The file is not TOML; where, is in `problems`.
    pub fn read(text: &str, problems: &mut Vec<Problem>) -> Result<Self, ()> {
        let (document, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            problems.extend(syntax::problems(text, &errors));
            return Err(());
        }
        let mut raw = Self { tables: Vec::new() };
        raw.top(document.get_ref(), problems);
        Ok(raw)
    }

    /// The tables of this section: at most one, unless it may be repeated.
    pub fn tables<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a Table> {
        debug_assert!(
            SECTIONS.iter().any(|known| known.name == section),
            "{section} is in the table of keys"
        );
        self.tables.iter().filter(move |table| table.section.name == section)
    }

    /// The text of a key in a section that is not repeated.
    pub fn text(&self, section: &str, key: &str) -> Option<Spanned<String>> {
        self.tables(section).find_map(|table| table.text(key))
    }

    /// The number of a key in a section that is not repeated.
    pub fn number(&self, section: &str, key: &str) -> Option<Spanned<u64>> {
        self.tables(section).find_map(|table| table.number(key))
    }

    /// The numbers of a key in a section that is not repeated.
    pub fn numbers(&self, section: &str, key: &str) -> Option<Spanned<Vec<Spanned<u64>>>> {
        self.tables(section).find_map(|table| table.numbers(key))
    }

    /// The texts of a key in a section that is not repeated.
    pub fn texts(&self, section: &str, key: &str) -> Option<Spanned<Vec<Spanned<String>>>> {
        self.tables(section).find_map(|table| table.texts(key))
    }

    /// The flag of a key in a section that is not repeated.
    pub fn flag(&self, section: &str, key: &str) -> Option<bool> {
        self.tables(section).find_map(|table| table.flag(key)).map(Spanned::into_inner)
    }

    fn top(&mut self, document: &DeTable<'_>, problems: &mut Vec<Problem>) {
        let top = &SECTIONS[0];
        let (mut top_written, mut values) = (Vec::new(), Vec::new());
        for (name, value) in document {
            let written = name.get_ref().as_ref();
            if let Some(section) =
                SECTIONS.iter().find(|section| !section.name.is_empty() && section.name == written)
            {
                self.section(section, name, value, problems);
            } else if let Some(key) = top.key(written) {
                top_written.push(key.name);
                values.extend(read(top, key, value, problems).map(|value| (key, value)));
            } else {
                let keys = top.keys.iter().map(|key| key.name);
                let sections = SECTIONS[1..].iter().map(|section| section.name);
                problems.push(unknown(name, top, keys.chain(sections)));
            }
        }
        self.tables.push(Table { section: top, at: 0..0, written: top_written, values });
    }

    fn section(
        &mut self,
        section: &'static Section,
        name: &Spanned<DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        problems: &mut Vec<Problem>,
    ) {
        match (value.get_ref(), section.repeated) {
            (DeValue::Table(table), false) => self.table(section, name.span(), table, problems),
            (DeValue::Array(tables), true)
                if tables.iter().all(|table| matches!(table.get_ref(), DeValue::Table(_))) =>
            {
                for table in tables.iter() {
                    let DeValue::Table(entries) = table.get_ref() else { continue };
                    self.table(section, table.span(), entries, problems);
                }
            }
            (_, repeated) => {
                let is = if repeated { "there may be several" } else { "there is one" };
                problems.push(Problem::at(
                    name.span(),
                    format!("{} is a section, and not written as one", section.name),
                    format!("write {} in a line of its own, its keys below it; {is}", section.header()),
                ));
            }
        }
    }

    fn table(
        &mut self,
        section: &'static Section,
        at: Range<usize>,
        entries: &DeTable<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let (mut written, mut values) = (Vec::new(), Vec::new());
        for (name, value) in entries {
            match section.key(name.get_ref()) {
                Some(key) => {
                    written.push(key.name);
                    values.extend(read(section, key, value, problems).map(|value| (key, value)));
                }
                None => {
                    let known = section.keys.iter().map(|key| key.name);
                    problems.push(unknown(name, section, known.clone()));
                    // It is not missed as well.
                    written.extend(meant(name.get_ref(), &known));
                }
            }
        }
        self.tables.push(Table { section, at, written, values });
    }
}

impl Table {
    /// Of which section it is one.
    pub fn section(&self) -> &'static Section {
        self.section
    }

    /// The text of a key.
    pub fn text(&self, key: &str) -> Option<Spanned<String>> {
        match self.value(key)? {
            (at, Value::Text(text)) => Some(Spanned::new(at, text)),
            _ => None,
        }
    }

    /// The number of a key.
    pub fn number(&self, key: &str) -> Option<Spanned<u64>> {
        match self.value(key)? {
            (at, Value::Number(number)) => Some(Spanned::new(at, number)),
            _ => None,
        }
    }

    /// The flag of a key.
    pub fn flag(&self, key: &str) -> Option<Spanned<bool>> {
        match self.value(key)? {
            (at, Value::Flag(flag)) => Some(Spanned::new(at, flag)),
            _ => None,
        }
    }

    /// The texts of a key.
    pub fn texts(&self, key: &str) -> Option<Spanned<Vec<Spanned<String>>>> {
        match self.value(key)? {
            (at, Value::Texts(texts)) => Some(Spanned::new(at, texts)),
            _ => None,
        }
    }

    /// The numbers of a key.
    pub fn numbers(&self, key: &str) -> Option<Spanned<Vec<Spanned<u64>>>> {
        match self.value(key)? {
            (at, Value::Numbers(numbers)) => Some(Spanned::new(at, numbers)),
            _ => None,
        }
    }

    /// The names and targets of a key.
    pub fn targets(&self, key: &str) -> Vec<Target> {
        match self.value(key) {
            Some((_, Value::Targets(targets))) => targets,
            _ => Vec::new(),
        }
    }

    /// Where its name stands, or where it begins.
    pub fn name_or_start(&self) -> Range<usize> {
        self.text("name").map_or_else(|| self.at.clone(), |name| name.span())
    }

    /// Whether a key was written, be its value of the right form or not.
    pub fn wrote(&self, key: &str) -> bool {
        self.written.contains(&key)
    }

    fn value(&self, key: &str) -> Option<(Range<usize>, Value)> {
        debug_assert!(self.section.key(key).is_some(), "{key} is in the table of keys");
        let (_, value) = self.values.iter().find(|(known, _)| known.name == key)?;
        Some((value.span(), value.get_ref().clone()))
    }
}

/// A value as its key wants it.
fn read(
    section: &Section,
    key: &'static Key,
    value: &Spanned<DeValue<'_>>,
    problems: &mut Vec<Problem>,
) -> Option<Spanned<Value>> {
    let mut wrong = |at: Range<usize>, found: &DeValue<'_>| {
        let name = if section.name.is_empty() {
            key.name.to_owned()
        } else {
            format!("{}.{}", section.name, key.name)
        };
        let (says, help) = match (key.form, found) {
            (Form::OneOf(words), DeValue::String(word)) => {
                let help = match nearest(word, words.iter().copied()) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None => format!("write {}", key.form.description()),
                };
                (format!("{name} cannot be {:?}", word.as_ref()), help)
            }
            (Form::Flag, DeValue::String(word)) => {
                (format!("{name} is {}, and this is text", key.form.description()), flag_help(key.name, word))
            }
            (Form::Number | Form::Numbers, DeValue::Integer(_)) => {
                (format!("{name} cannot be this number"), "write a whole number from 0 on".to_owned())
            }
            (form, found) => {
                let (wanted, found) = (form.description(), kind(found));
                let example = key.example(&Config::without_file(PathBuf::new()));
                (
                    format!("{name} is {wanted}, and this is {found}"),
                    format!("write it as in {} = {example}", key.name),
                )
            }
        };
        problems.push(Problem::at(at, says, help));
        None::<()>
    };
    let read = match (key.form, value.get_ref()) {
        (Form::Text, DeValue::String(text)) => Some(Value::Text(text.to_string())),
        (Form::OneOf(words), DeValue::String(text)) if words.contains(&text.as_ref()) => {
            Some(Value::Text(text.to_string()))
        }
        (Form::Flag, DeValue::Boolean(flag)) => Some(Value::Flag(*flag)),
        (Form::Number, found) => number(found).map(Value::Number),
        (Form::Numbers, DeValue::Array(items)) => {
            let each = items.iter().map(|item| match number(item.get_ref()) {
                Some(number) => Some(Spanned::new(item.span(), number)),
                None => {
                    wrong(item.span(), item.get_ref());
                    None
                }
            });
            return Some(Spanned::new(value.span(), Value::Numbers(each.collect::<Option<_>>()?)));
        }
        (Form::TextOrTexts, DeValue::String(text)) => {
            Some(Value::Texts(vec![Spanned::new(value.span(), text.to_string())]))
        }
        (Form::Texts | Form::TextOrTexts, DeValue::Array(items)) => {
            let each = items.iter().filter_map(|item| text_item(item, &mut wrong));
            Some(Value::Texts(each.collect()))
        }
        (Form::Targets, DeValue::Table(entries)) => {
            let each = entries.iter().map(|(name, to)| {
                let name = Spanned::new(name.span(), name.get_ref().to_string());
                let to = match to.get_ref() {
                    DeValue::Array(items) => {
                        items.iter().filter_map(|item| text_item(item, &mut wrong)).collect()
                    }
                    _ => text_item(to, &mut wrong).into_iter().collect(),
                };
                Target { name, to }
            });
            Some(Value::Targets(each.collect()))
        }
        _ => None,
    };
    match read {
        Some(read) => Some(Spanned::new(value.span(), read)),
        None => {
            wrong(value.span(), value.get_ref());
            None
        }
    }
}

fn text_item(
    item: &Spanned<DeValue<'_>>,
    wrong: &mut impl FnMut(Range<usize>, &DeValue<'_>) -> Option<()>,
) -> Option<Spanned<String>> {
    match item.get_ref() {
        DeValue::String(text) => Some(Spanned::new(item.span(), text.to_string())),
        found => {
            wrong(item.span(), found);
            None
        }
    }
}

/// A number that is too large to be held is the largest that can be: it is above what any key takes, and the key's own limit
/// is what a person wants to hear.
fn number(value: &DeValue<'_>) -> Option<u64> {
    let integer = value.as_integer()?;
    match u64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()) {
        Ok(number) => Some(number),
        Err(error) => (*error.kind() == IntErrorKind::PosOverflow).then_some(u64::MAX),
    }
}

/// What a value is, in words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The key that is most likely meant by one that is not known: the nearest, or one that begins with the same word.
fn meant<'a>(written: &str, known: &(impl Iterator<Item = &'a str> + Clone)) -> Option<&'a str> {
    let longer = |known: &&str| known.strip_prefix(written).is_some_and(|rest| rest.starts_with('_'));
    nearest(written, known.clone()).or_else(|| known.clone().find(longer))
}

fn unknown<'a>(
    name: &Spanned<DeString<'_>>,
    section: &Section,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Problem {
    let written = name.get_ref().as_ref();
    let place = match section.header() {
        header if header.is_empty() => "at the top of the file".to_owned(),
        header => format!("in {header}"),
    };
    let elsewhere = SECTIONS.iter().filter(|section| section.key(written).is_some());
    let elsewhere: Vec<String> = elsewhere.map(Section::header).collect();
    let help = if elsewhere.first().is_some_and(String::is_empty) {
        format!("{written} stands at the top of the file, above every section")
    } else if !elsewhere.is_empty() {
        format!("{written} belongs in {}", elsewhere.join(" or "))
    } else if let Some(near) = meant(written, &known) {
        match near {
            "password_file" if written == "password" => {
                "a password stands in a file of its own, in its first line: write password_file = \"FILE\""
                    .to_owned()
            }
            near => format!("did you mean {near}?"),
        }
    } else {
        let known: Vec<&str> = known.collect();
        format!("known here: {}", known.join(", "))
    };
    Problem::at(name.span(), format!("there is no {written:?} {place}"), help)
}
