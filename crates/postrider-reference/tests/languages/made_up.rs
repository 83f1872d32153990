//! A language that nobody has seen before is held to the same: it is a folder of files, and nothing else.

use std::fmt::Write as _;

use fluent_syntax::ast::{Entry, Expression, Pattern, PatternElement};
use fluent_syntax::{parser, serializer};
use postrider_reference::code::Subject;
use postrider_reference::locale::{Language, english};

use crate::completeness::faults;
use crate::pages::script_faults;

/// English, each sentence with this done to its words. What stands in backticks, numbers and names stay as they are.
fn made_up(tag: &'static str, script: &str, word: fn(&str) -> String) -> Language {
    let files = english().files.iter().map(|(name, text)| {
        let mut file = parser::parse(*text).expect("the files of a language are Fluent");
        for entry in &mut file.body {
            let Entry::Message(message) = entry else { continue };
            let attributes = message.attributes.iter_mut().map(|attribute| &mut attribute.value);
            message.value.iter_mut().chain(attributes).for_each(|pattern| say(pattern, word));
        }
        (*name, &*serializer::serialize(&file).leak())
    });
    let files: &'static [_] = files.collect::<Vec<_>>().leak();
    let facts = format!("name = \"made up\"\nscript = \"{script}\"\n");
    Language::read(tag, &facts, files).expect("a language")
}

fn say(pattern: &mut Pattern<&str>, word: fn(&str) -> String) {
    let mut literal = false;
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                // A name such as SMTP stays what it is; a text of capitals alone is one of a usage: CODE.
                let is_name = |run: &str| run.chars().all(|c| c.is_ascii_uppercase());
                let keeps_names = value.contains(|c: char| c.is_ascii_lowercase());
                let mut said = String::new();
                for piece in value.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
                    let end = piece.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(piece.len());
                    let (run, rest) = piece.split_at(end);
                    let stays = literal || run.len() < 2 || keeps_names && is_name(run);
                    let _ = write!(said, "{}{rest}", if stays { run.to_owned() } else { word(run) });
                    literal ^= rest == "`";
                }
                *value = said.leak();
            }
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter_mut().for_each(|variant| say(&mut variant.value, word));
            }
            PatternElement::Placeable { .. } => {}
        }
    }
}

fn is_looked_at(subject: &Subject) -> bool {
    matches!(subject, Subject::Reply(_) | Subject::Cause(_))
}

#[test]
fn a_language_of_chinese_characters_is_complete() {
    let language = made_up("zh-Hant", "han", |word| "郵件".repeat(word.len().div_ceil(3)));
    let faults = [faults(&language), script_faults(&language, is_looked_at)].concat();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_language_of_latin_letters_is_complete() {
    let language = made_up("eo", "latin", |word| word.chars().rev().collect::<String>() + "on");
    let faults = [faults(&language), script_faults(&language, is_looked_at)].concat();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// English under another name is none, in whatever script it says to be written.
#[test]
fn english_under_another_name_is_no_language() {
    for (tag, script) in [("es", "latin"), ("pt-BR", "latin-marked"), ("zh-Hant", "han"), ("uk", "cyrillic")]
    {
        let language = made_up(tag, script, str::to_owned);
        assert!(faults(&language).iter().filter(|fault| fault.contains("is left in English")).count() > 1000);
        assert!(script_faults(&language, is_looked_at).len() > 40, "{tag}");
    }
}
