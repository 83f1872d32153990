//! Every language says everything, and says it in its own words.

mod completeness;
mod made_up;
mod pages;

use std::collections::BTreeMap;

use postrider_reference::locale::{Language, Sentence, sentences};

/// All sentences of a language, by their ids.
fn all(language: &Language) -> BTreeMap<String, Sentence> {
    let mut all = BTreeMap::new();
    for (name, text) in language.files {
        let file = sentences(text).unwrap_or_else(|fault| panic!("{}/{name}: {fault}", language.tag));
        for (id, sentence) in file {
            assert!(all.insert(id.clone(), sentence).is_none(), "{}/{name}: {id} is taken", language.tag);
        }
    }
    all
}

/// What stands in backticks: commands, keywords, lines of servers.
fn literals(text: &str) -> Vec<String> {
    let mut literals: Vec<String> = text.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    literals.sort();
    literals.dedup();
    literals
}

/// The text without what stands in backticks.
fn prose(text: &str) -> String {
    text.split('`').step_by(2).collect::<Vec<_>>().join(" ")
}
