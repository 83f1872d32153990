//! Where the secrets of a line are.

use std::ops::Range;

use super::REDACTED;
use super::auth::{behind_auth, behind_command};
use super::call::in_call;
use super::key::behind_key;
use super::markup::values;
use super::option::behind_option;
use super::payload::{decoded, is_base64, is_login};
use super::scheme::behind_scheme;
use super::text::Text;
use super::token::is_token;
use crate::dialect::text_of;

/// Where the secrets of a line are, in their order.
pub fn secrets(line: &str) -> Vec<Range<usize>> {
    let mut found = plain_secrets(line);
    // Base64 of a text with a secret in it, as in an encoded word of a subject.
    let encoded = words(line).into_iter().filter(|word| word.len() >= 12 && is_base64(&line[word.clone()]));
    found.extend(encoded.filter(|word| holds_secret(&line[word.clone()])));
    found.sort_by_key(|secret| secret.start);
    found
}

/// Whether base64 is of a text with a secret in it.
fn holds_secret(word: &str) -> bool {
    // A key in front of it is none of it.
    word.split('=').filter_map(|part| Text::read(&decoded(part))).any(|text| {
        !text.text.contains('\u{fffd}') && text.text.lines().any(|line| !plain_secrets(line).is_empty())
    })
}

fn plain_secrets(line: &str) -> Vec<Range<usize>> {
    crate::effort::spend(line.len());
    let said = text_of(line);
    let words = words(line);
    let mut found = Vec::new();
    let mut covered = 0;
    for (place, word) in words.iter().enumerate() {
        // What is taken out already is not looked at again: a line may be a MiB long.
        if word.start < covered {
            continue;
        }
        let text = &line[word.clone()];
        let login = (is_login(text) || is_token(text)).then(|| word.clone());
        let ways = [
            behind_auth(line, &words, place),
            behind_command(line, &words, place, &said),
            behind_key(line, word),
            behind_option(line, &words, place),
            behind_scheme(line, &words, place),
            login,
        ];
        for secret in ways.into_iter().flatten().chain(values(line, word)).chain(in_call(line, word)) {
            covered = covered.max(secret.end);
            found.push(secret);
        }
    }
    found.extend(in_addresses(line));
    // What is taken out already is no secret.
    found.retain(|secret| !line[secret.clone()].trim_start_matches(REDACTED).trim().is_empty());
    found.sort_by_key(|secret| secret.start);
    found
}

/// The words of a line: what stands between white space, quotes and brackets.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in line.char_indices() {
        let parts = c.is_whitespace()
            || matches!(
                c,
                '\'' | '"'
                    | '`'
                    | '\\'
                    | ','
                    | ';'
                    | ':'
                    | '('
                    | ')'
                    | '<'
                    | '>'
                    | '{'
                    | '}'
                    | '|'
                    | '&'
                    | '?'
                    | '：'
                    | '＝'
                    | '“'
                    | '”'
                    | '„'
                    | '«'
                    | '»'
                    | '‘'
                    | '’'
            );
        match (parts, start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..line.len()));
    words
}

/// What stands between `:` and `@` in an address of the web: `smtp://alice:secret@mx.example`.
fn in_addresses(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find("://") {
        let start = from + at + 3;
        let end = line[start..].find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>'));
        let end = end.map_or(line.len(), |end| start + end);
        if let Some((login, _)) = line[start..end].rsplit_once('@')
            && let Some((user, _)) = login.split_once(':')
        {
            found.push(start + user.len() + 1..start + login.len());
        }
        from = end;
    }
    found
}
