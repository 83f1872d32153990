//! Secrets behind the schemes of HTTP: `Authorization: Bearer x`.

use std::ops::Range;

use super::value::{bare_end, is_quote};

/// Schemes whose value is a secret, in small letters.
const SCHEMES: [&str; 9] =
    ["basic", "bearer", "digest", "ntlm", "negotiate", "oauth", "token", "apikey", "zoho-oauthtoken"];

/// The value of a scheme, and what stands behind `Authorization:` without one.
pub fn behind_scheme(line: &str, words: &[Range<usize>], place: usize) -> Option<Range<usize>> {
    let word = &line[words[place].clone()];
    let next = words.get(place + 1);
    let scheme = SCHEMES.iter().find(|scheme| word.eq_ignore_ascii_case(scheme));
    if !is_header(line, words, place) {
        // `Bearer x` says it by itself; a sentence about it has no digit and no capital.
        let next = next.filter(|_| matches!(scheme, Some(&"basic" | &"bearer")))?;
        let value = &line[next.clone()];
        return (value.len() >= 6 && !value.bytes().all(|b| b.is_ascii_lowercase())).then(|| next.clone());
    }
    match (scheme, next) {
        // Its parts have commas between them.
        (Some(&"digest"), Some(next)) => Some(next.start..line.trim_end().trim_end_matches(is_quote).len()),
        (Some(_), Some(next)) => {
            let end = next.start + bare_end(&line[next.start..]);
            Some(next.start..end.max(next.end))
        }
        _ => {
            let is_code = word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let is_value = word.len() >= 6 && word.bytes().any(|b| b.is_ascii_digit()) && !is_code;
            is_value.then(|| words[place].clone())
        }
    }
    .filter(|value| !value.is_empty())
}

/// Whether a word is the first behind `Authorization` and a sign.
fn is_header(line: &str, words: &[Range<usize>], place: usize) -> bool {
    const NAME: &[u8] = b"authorization";
    // `headers['Authorization'] = 'Token x'`
    let mut near = words[..place].iter().rev().take(3);
    let before = near.find(|word| line[(*word).clone()].contains(char::is_alphanumeric));
    before.is_some_and(|word| {
        let (name, between) = (&line.as_bytes()[word.clone()], &line[word.end..words[place].start]);
        let start = name.len().saturating_sub(NAME.len());
        name[start..].eq_ignore_ascii_case(NAME) && between.contains([':', '=', ','])
    })
}
