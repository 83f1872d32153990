//! Languages against English, sentence by sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use postrider_reference::code::book;
use postrider_reference::locale::{Language, Sentence, english, fingerprint, languages};

use crate::{all, literals, prose};

fn translations() -> impl Iterator<Item = &'static Language> {
    languages().iter().filter(|language| !language.is_source())
}

#[test]
fn the_first_languages_are_there() {
    let tags: Vec<&str> = languages().iter().map(|language| language.tag).collect();
    assert_eq!(tags[0], "en");
    for tag in ["en", "vi", "ru"] {
        assert!(tags.contains(&tag), "{tags:?}");
    }
}

#[test]
fn every_language_has_the_same_sentences() {
    let source: BTreeSet<String> = all(english()).into_keys().collect();
    for language in translations() {
        let own: BTreeSet<String> = all(language).into_keys().collect();
        let missing: Vec<&String> = source.difference(&own).collect();
        let foreign: Vec<&String> = own.difference(&source).collect();
        assert!(
            missing.is_empty() && foreign.is_empty(),
            "{}: {missing:?} are missing, {foreign:?} are unknown",
            language.tag
        );
    }
}

/// A sentence that is equal to the English one was not translated, but where it holds literals and names alone.
#[test]
fn no_sentence_is_left_in_english() {
    let source = all(english());
    let normal = |text: &str| prose(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    for language in translations() {
        let left: Vec<String> = all(language)
            .into_iter()
            .filter(|(id, sentence)| {
                let text = normal(&sentence.text);
                text.chars().any(char::is_alphabetic) && text == normal(&source[id].text)
            })
            .map(|(id, sentence)| format!("{id}: {}", sentence.text))
            .collect();
        assert!(left.is_empty(), "{}:\n{}", language.tag, left.join("\n"));
    }
}

#[test]
fn facts_stand_in_every_language() {
    let source = all(english());
    for language in translations() {
        let mut faults = Vec::new();
        for (id, sentence) in all(language) {
            let original = &source[&id];
            if sentence.variables != original.variables {
                faults.push(format!(
                    "{id}: the facts are {:?}, not {:?}",
                    original.variables, sentence.variables
                ));
            }
            let (own, wanted) = (literals(&sentence.text), literals(&original.text));
            if own != wanted {
                faults.push(format!("{id}: the literals are {wanted:?}, not {own:?}"));
            }
            let (own, wanted) = (numbers(&sentence.text), numbers(&original.text));
            if own != wanted {
                faults.push(format!("{id}: the codes are {wanted:?}, not {own:?}"));
            }
        }
        assert!(faults.is_empty(), "{}:\n{}", language.tag, faults.join("\n"));
    }
}

/// Codes, enhanced codes and clauses: whatever has three digits, or digits with dots between them.
fn numbers(text: &str) -> BTreeSet<String> {
    let text = prose(text);
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'));
    words
        .map(|word| word.trim_matches('.'))
        .filter(|word| {
            let digits = word.chars().filter(char::is_ascii_digit).count();
            let is_code = word.len() == 3 && digits == 3;
            let is_enhanced = word.matches('.').count() == 2
                && word.chars().all(|c| c.is_ascii_digit() || "X.Y".contains(c));
            is_code || is_enhanced
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_choice_by_number_has_every_plural_form_of_the_language() {
    let needed = |tag: &str| -> &[&str] {
        match tag {
            "en" => &["one", "other"],
            "ru" => &["one", "few", "many", "other"],
            "vi" => &["other"],
            tag => panic!("which plural forms has {tag}? Say it here, from the CLDR"),
        }
    };
    let mut choices = 0;
    for language in languages() {
        for (id, sentence) in all(language) {
            for forms in &sentence.forms {
                choices += 1;
                for form in needed(language.tag) {
                    assert!(forms.contains(*form), "{} {id}: the form `{form}` is missing", language.tag);
                }
            }
        }
    }
    assert!(choices > 0);
}

/// `english.lock` of a language has the fingerprint of each English sentence its translation was made from.
#[test]
fn no_translation_is_older_than_its_english() {
    let source = all(english());
    for language in translations() {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language.tag).join("english.lock");
        let lock = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let known: BTreeMap<&str, &str> = lock.lines().filter_map(|line| line.split_once(' ')).collect();
        let stale: Vec<&String> = source
            .iter()
            .filter(|(id, sentence)| {
                let now = format!("{:016x}", fingerprint(&sentence.text));
                known.get(id.as_str()) != Some(&now.as_str())
            })
            .map(|(id, _)| id)
            .collect();
        assert!(
            stale.is_empty(),
            "{}: the English of these has changed: {stale:?}. Read the translations anew, then `cargo xtask locale accept {}`",
            language.tag,
            language.tag
        );
    }
}

#[test]
fn everything_that_has_a_page_has_its_sentences() {
    let source: BTreeMap<String, Sentence> = all(english());
    let mut wanted = Vec::new();
    let mut want = |message: String, parts: &[&str]| {
        wanted.push(message.clone());
        wanted.extend(parts.iter().map(|part| format!("{message}.{part}")));
    };
    let book = book();
    for reply in &book.replies {
        want(format!("reply-{}", reply.code), &["meaning", "seen", "sender", "server"]);
        for other in &reply.otherwise {
            want(format!("reply-{}.otherwise-{}", reply.code, other.id), &[]);
        }
    }
    for enhanced in &book.enhanced {
        let message = format!("enhanced-{}", enhanced.code.to_lowercase().replace('.', "-"));
        want(message.clone(), &["meaning", "seen", "sender", "server"]);
        for other in &enhanced.otherwise {
            want(format!("{message}.otherwise-{}", other.id), &[]);
        }
    }
    for vendor in &book.vendors {
        want(format!("vendor-{}", vendor.id), &["meaning", "fix"]);
    }
    for cause in &book.causes {
        want(format!("cause-{}", cause.id), &["meaning", "fix"]);
    }
    for pair in &book.pairs {
        want(pair.message(), &["mixup", "use", "example"]);
    }
    for entry in postrider_proto::reply::catalogue::all() {
        want(format!("own-{}", entry.id), &["cause", "remedy"]);
    }
    let missing: Vec<&String> = wanted.iter().filter(|id| !source.contains_key(*id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let groups = ["reply-", "enhanced-", "vendor-", "cause-", "pair-", "own-"];
    let wanted: BTreeSet<&String> = wanted.iter().collect();
    let unused =
        source.keys().filter(|id| groups.iter().any(|group| id.starts_with(group)) && *id != "pair-name");
    let unused: Vec<&String> = unused.filter(|id| !wanted.contains(id)).collect();
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}
