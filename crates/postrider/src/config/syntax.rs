//! What is no TOML, told as the mistake that it most likely is: the parser knows no key and no section.

use std::ops::Range;

use toml::de::Error;

use super::keys::{Form, Key, SECTIONS, Section};
use super::problem::Problem;

/// What helps where nothing better is known. What the parser makes of the rest may not be what was meant: a key may have lost its section.
const HELP: &str =
    "a configuration is TOML, see https://toml.io; its keys are looked at when it can be read as that";

/// The problems behind what the parser says. What only follows from another is left out.
pub fn problems(text: &str, errors: &[Error]) -> Vec<Problem> {
    let mut problems = Vec::new();
    // Where a section was written again: its keys are in the way of those above.
    let mut again: Option<usize> = None;
    for error in errors {
        let at = error.span().unwrap_or(0..0);
        let message = error.message().replace('\n', ": ");
        let header = header_before(text, at.start);
        if error.message().starts_with("duplicate key") {
            match header.clone().filter(|header| header.contains(&at.start)) {
                Some(header) => {
                    again = Some(header.start);
                    problems.push(section_again(text, at));
                }
                None if again.is_some() && again == header.map(|header| header.start) => {}
                None => {
                    let name = text.get(at.clone()).unwrap_or("this key").to_owned();
                    problems.push(Problem::at(
                        at,
                        format!("{name} is written a second time"),
                        "remove one of the two",
                    ));
                }
            }
            continue;
        }
        let problem = key_of(text, at.start, header).and_then(|(key, value)| value_of(text, key, value));
        problems.push(problem.unwrap_or_else(|| Problem::at(at, message, HELP)));
    }
    problems
}

fn section_again(text: &str, at: Range<usize>) -> Problem {
    let name = text.get(at.clone()).unwrap_or_default();
    let help = match section(name) {
        Some(section) if section.repeated => {
            format!("there may be several: write {} in two brackets each time", section.header())
        }
        Some(section) => format!("there is one {}: put its keys together", section.header()),
        None => HELP.to_owned(),
    };
    Problem::at(at, format!("[{name}] is written a second time"), help)
}

/// A value that is none, of a key that is known by what its value has to be.
fn value_of(text: &str, key: &Key, at: Range<usize>) -> Option<Problem> {
    let value = text.get(at.clone())?;
    let help = match key.form {
        Form::Flag => super::keys::flag_help(key.name, value),
        Form::OneOf(words) if !words.contains(&value.trim_matches(['"', '\''])) => {
            super::keys::word_help(key.name, value, words)
        }
        // What has quotes or brackets has others than it should.
        Form::Text | Form::OneOf(_) | Form::TextOrTexts if !value.contains(['"', '\'', '[', '{', '\\']) => {
            format!("write {} = \"{value}\"", key.name)
        }
        _ => return None,
    };
    Some(Problem::at(at, format!("{} is {}, and this is not", key.name, key.form.description()), help))
}

/// The key whose value stands here, and where that is; none where it is no value, or the key is unknown.
fn key_of(text: &str, at: usize, header: Option<Range<usize>>) -> Option<(&'static Key, Range<usize>)> {
    let begin = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let end = text.get(at..)?.find('\n').map_or(text.len(), |end| at + end);
    let (name, value) = text.get(begin..end)?.split_once('=')?;
    let begin = begin + name.len() + 1;
    let value = value.split(" #").next().unwrap_or(value);
    let begin = begin + value.len() - value.trim_start().len();
    let value = value.trim();
    let of_section = header
        .and_then(|header| text.get(header))
        .map_or("", |line| line.trim_matches(|c: char| c == '[' || c == ']' || c.is_whitespace()));
    let key = section(of_section)?.key(name.trim())?;
    (at >= begin && !value.is_empty()).then_some((key, begin..begin + value.len()))
}

fn section(name: &str) -> Option<&'static Section> {
    SECTIONS.iter().find(|section| section.name == name)
}

/// The last line with a `[section]` that begins at this place or before it.
fn header_before(text: &str, at: usize) -> Option<Range<usize>> {
    let mut found = None;
    let mut begin = 0;
    for line in text.split_inclusive('\n') {
        if begin > at {
            break;
        }
        if line.starts_with('[') {
            found = Some(begin..begin + line.trim_end().len());
        }
        begin += line.len();
    }
    found
}
