//! `postrider code 5yz`: what the beginning of codes says, and which begin so.

use postrider_reference::code::{Family, Subject, book};
use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::Sheet;
use serde_json::{Value, json};

use super::list::{columns, short};
use crate::cli::output::pretty;

/// What its digits mean, then its codes with their names.
pub fn explain(family: Family, language: &'static Language, json: bool) -> String {
    let (says, members) = (family.says(language), family.members(book()));
    let sheet = |subject: &Subject| Sheet::of(book(), language, subject);
    if json {
        let codes: Vec<Value> = members.iter().filter_map(sheet).map(|sheet| short(&sheet)).collect();
        return pretty(&json!({
            "kind": "family",
            "id": family.to_string(),
            "language": language.tag,
            "says": says,
            "codes": codes,
        }));
    }
    let mut text = format!("{family}\n");
    for sentence in says {
        text.push_str(&sentence);
        text.push('\n');
    }
    let lines: Vec<(String, String)> =
        members.iter().map(|subject| (subject.to_string(), language.name(subject))).collect();
    text.push('\n');
    text.push_str(&columns(&lines));
    text.push_str(&language.say_with("cli-listed", &[("count", Fact::Number(members.len()))]));
    text.push('\n');
    text
}
