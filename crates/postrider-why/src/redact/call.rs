//! Secrets in calls of functions: `login("me", "x")`, `setPassword(x7)`.

use std::ops::Range;

use super::auth::is_mechanism;
use super::key::is_key;
use super::value::{is_quote, quoted};

/// Functions that take a name and a password.
const CALLS: [&str; 11] = [
    "login",
    "logon",
    "networkcredential",
    "auth",
    "authentication",
    "credential",
    "authenticate",
    "credentials",
    "authenticator",
    "set_auth",
    "usernamepassword",
];

/// No call of these has more brackets in it.
const BRACKETS_MAX: usize = 4;

/// What a call of a function that takes a password is given: all that stands between quotes, and what is no name of a variable. Of several arguments the first is the name
/// of the user.
pub fn in_call(line: &str, word: &Range<usize>) -> Vec<Range<usize>> {
    let name = line[word.clone()].rsplit(['.', '>', '=']).next().unwrap_or_default().to_lowercase();
    let is_secret = is_key(&name);
    let rest = line[word.end..].trim_start();
    if !rest.starts_with('(') || !(is_secret || CALLS.iter().any(|call| name.ends_with(call))) {
        return Vec::new();
    }
    let is_apart = line[word.end..].len() > rest.len();
    let base = line.len() - rest.len();
    let arguments = arguments(rest);
    let several = arguments.len() > 1;
    let mut found = Vec::new();
    for (place, argument) in arguments.into_iter().enumerate() {
        if !is_secret && several && place == 0 {
            continue;
        }
        found.extend(argument.quoted);
        // `login (name)` is a sentence, and what stands alone in brackets may be a place: `authenticate(Mail.java:33)`.
        let may_be = !is_apart && (several || is_secret);
        found.extend(argument.bare.filter(|bare| may_be && !is_name(&rest[bare.clone()])));
    }
    found.retain(|secret| !secret.is_empty());
    found.into_iter().map(|secret| base + secret.start..base + secret.end).collect()
}

/// An argument of a call.
#[derive(Default)]
struct Argument {
    /// What stands between quotes in it.
    quoted: Vec<Range<usize>>,
    /// All of it, if it has neither quotes nor brackets.
    bare: Option<Range<usize>>,
}

/// The arguments of a call, from its bracket on.
fn arguments(rest: &str) -> Vec<Argument> {
    let mut all = vec![Argument::default()];
    let (mut at, mut from, mut depth, mut brackets, mut is_plain) = (0, 1, 0, 0, true);
    let end = |all: &mut Vec<Argument>, part: Range<usize>, is_plain: bool| {
        let text = &rest[part.clone()];
        let start = part.start + text.len() - text.trim_start().len();
        let bare = (is_plain && !text.trim().is_empty()).then(|| start..start + text.trim().len());
        all.last_mut().expect("there is a first").bare = bare;
    };
    while let Some(c) = rest[at..].chars().next() {
        let slashes = rest[at..].len() - rest[at..].trim_start_matches('\\').len();
        if slashes > 0 && !rest[at + slashes..].starts_with(is_quote) {
            at += slashes;
            continue;
        }
        if let Some(inside) = (slashes > 0 || is_quote(c)).then(|| quoted(&rest[at..])).flatten() {
            all.last_mut().expect("there is a first").quoted.push(at + inside.start..at + inside.end);
            is_plain = false;
            let behind = &rest[at + inside.end..];
            let slashes = behind.len() - behind.trim_start_matches('\\').len();
            at += inside.end + slashes + behind[slashes..].chars().next().map_or(0, char::len_utf8);
            continue;
        }
        match c {
            '(' => (depth, brackets) = (depth + 1, brackets + 1),
            ')' => depth -= 1,
            _ => {}
        }
        is_plain &= !matches!(c, '(' | '[' | '{') || at == 0;
        if depth == 0 || brackets > BRACKETS_MAX {
            end(&mut all, from..at, is_plain && depth == 0);
            return all;
        }
        at += c.len_utf8();
        if c == ',' && depth == 1 {
            end(&mut all, from..at - 1, is_plain);
            all.push(Argument::default());
            (from, is_plain) = (at, true);
        }
    }
    // Nothing closes it: what follows may be a sentence.
    let is_word = !rest[from.min(at)..at].trim().contains(char::is_whitespace);
    end(&mut all, from.min(at)..at, is_plain && is_word);
    all
}

/// Whether an argument may be the name of a variable, a type, or what a program shows of either: whatever has a sign or a digit that names seldom have is taken for the
/// secret. `hunter` cannot be told from a name, and stays.
fn is_name(argument: &str) -> bool {
    let shown = argument.starts_with('<') && argument.ends_with('>') || argument.starts_with("0x");
    let named = argument
        .split_once('=')
        .is_some_and(|(name, _)| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ')));
    let bare =
        argument.trim_start_matches(['$', '@', '&', '*', '%', '!', ':']).trim_end_matches(['&', '*', '?']);
    let is_code = bare.bytes().all(|b| b.is_ascii_digit()) && bare.len() <= 3
        || bare.contains('.') && bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let letters = |c: char| c.is_alphabetic() || c == '_';
    let word = bare.replace("->", ".").replace("::", ".");
    let plain = if word.contains(char::is_whitespace) {
        !word.contains(|c: char| c.is_numeric())
    } else {
        word.chars().all(|c| letters(c) || c == '.' || c == '?')
    };
    // `Mail.java:33`
    let is_place = argument.split_once(':').is_some_and(|(file, line)| {
        file.contains('.')
            && file.chars().all(|c| letters(c) || c == '.')
            && line.bytes().all(|b| b.is_ascii_digit())
    });
    shown || named || is_place || is_code || plain || is_type(bare) || is_key(bare) || is_mechanism(bare)
}

/// Whether a word is a type with a number: `int32_t`, `u8`.
fn is_type(word: &str) -> bool {
    let name = word.trim_end_matches("_t");
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(letters, "int" | "uint" | "i" | "u" | "f" | "float" | "Int" | "UInt")
        && matches!(&name[letters.len()..], "8" | "16" | "32" | "64" | "128")
}
