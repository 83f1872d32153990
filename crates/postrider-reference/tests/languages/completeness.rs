//! Languages against English, sentence by sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use postrider_reference::code::book;
use postrider_reference::locale::{Language, Script, Sentence, english, fingerprint, languages};
use unic_langid::LanguageIdentifier;

use crate::{all, literals, prose};

fn translations() -> impl Iterator<Item = &'static Language> {
    languages().iter().filter(|language| !language.is_source())
}

#[test]
fn the_first_languages_are_there() {
    let tags: Vec<&str> = languages().iter().map(|language| language.tag).collect();
    assert_eq!(tags[0], "en");
    for tag in ["en", "es", "ru", "vi", "zh-Hans"] {
        assert!(tags.contains(&tag), "{tags:?}");
    }
}

#[test]
fn every_language_says_everything_and_says_the_same() {
    for language in translations() {
        let faults = faults(language);
        assert!(faults.is_empty(), "{}:\n{}", language.tag, faults.join("\n"));
    }
}

/// What is wrong with a translation: sentences that are missing or unknown, that were left in English, or that say other facts; choices without
/// a form that the language needs.
pub fn faults(language: &Language) -> Vec<String> {
    let (source, own) = (all(english()), all(language));
    let mut faults: Vec<String> =
        source.keys().filter(|id| !own.contains_key(*id)).map(|id| format!("{id} is missing")).collect();
    let forms = plural_forms(language.tag);
    for (id, sentence) in own {
        let Some(original) = source.get(&id) else {
            faults.push(format!("{id} is unknown"));
            continue;
        };
        if is_left(language, &sentence.text, &original.text) {
            faults.push(format!("{id} is left in English: {}", sentence.text));
        }
        if sentence.variables != original.variables {
            faults
                .push(format!("{id}: the facts are {:?}, not {:?}", original.variables, sentence.variables));
        }
        let (said, wanted) = (literals(&sentence.text), literals(&original.text));
        if said != wanted {
            faults.push(format!("{id}: the literals are {wanted:?}, not {said:?}"));
        }
        let (said, wanted) = (numbers(&sentence.text), numbers(&original.text));
        if said != wanted {
            faults.push(format!("{id}: the codes are {wanted:?}, not {said:?}"));
        }
        for form in sentence.forms.iter().flat_map(|own| forms.difference(own)) {
            faults.push(format!("{id}: the form `{form}` is missing"));
        }
    }
    faults
}

/// A sentence that is equal to the English one was not translated, but where it holds literals and names alone. A single word may be the same in
/// two languages of Latin letters: `error`.
fn is_left(language: &Language, text: &str, original: &str) -> bool {
    let normal = |text: &str| prose(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let text = normal(text);
    let words = text.split(' ').filter(|word| word.contains(char::is_alphabetic)).count();
    let least = if matches!(language.script, Script::Latin | Script::LatinMarked) { 2 } else { 1 };
    words >= least && text == normal(original)
}

/// The plural forms that a language needs for the numbers that are counted here, and `other`, which has to be there: as Fluent chooses them.
fn plural_forms(tag: &str) -> BTreeSet<String> {
    /// No list of codes is longer.
    const MOST: usize = 2000;
    let id: LanguageIdentifier = tag.parse().expect("the name of a language");
    let choice = "form = { $count ->\n    [zero] zero\n    [one] one\n    [two] two\n    [few] few\n    [many] many\n   *[other] other\n}\n";
    let mut bundle = FluentBundle::new(vec![id]);
    bundle.add_resource(FluentResource::try_new(choice.to_owned()).expect("Fluent")).expect("the first");
    let message = bundle.get_message("form").expect("it is there");
    let pattern = message.value().expect("a value");
    let form = |count: usize| {
        let mut arguments = FluentArgs::new();
        arguments.set("count", count);
        bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    };
    (0..=MOST).map(form).chain(["other".to_owned()]).collect()
}

#[test]
fn plural_forms_are_those_of_the_language() {
    for (tag, forms) in [
        ("en", &["one", "other"][..]),
        ("vi", &["other"]),
        ("zh-Hans", &["other"]),
        ("ru", &["few", "many", "one", "other"]),
        ("ar", &["few", "many", "one", "other", "two", "zero"]),
    ] {
        assert_eq!(plural_forms(tag).iter().map(String::as_str).collect::<Vec<_>>(), forms, "{tag}");
    }
    assert!(all(english()).values().any(|sentence| !sentence.forms.is_empty()));
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
