//! Secrets behind commands: AUTH of SMTP, PASS of POP, LOGIN of IMAP.

use std::ops::Range;

use super::payload::is_base64;
use super::value::{before_reply, is_quote};
use crate::dialect::{Form, form, text_of};

/// The names of mechanisms, in small letters; all that begin with `scram-` are some too.
const MECHANISMS: [&str; 16] = [
    "plain",
    "login",
    "cram-md5",
    "digest-md5",
    "xoauth",
    "xoauth2",
    "oauthbearer",
    "ntlm",
    "gssapi",
    "external",
    "anonymous",
    "kerberos_v4",
    "otp",
    "skey",
    "spa",
    "msn",
];

/// Words that stand behind the name of a mechanism and are no secret.
const HARMLESS: [&str; 24] = [
    "and",
    "are",
    "authentication",
    "authenticator",
    "command",
    "disabled",
    "error",
    "failed",
    "failure",
    "for",
    "is",
    "mechanism",
    "mechanisms",
    "method",
    "n",
    "not",
    "or",
    "r",
    "rejected",
    "succeeded",
    "successful",
    "supported",
    "used",
    "with",
];

/// Whether a word is the name of a mechanism.
pub fn is_mechanism(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    MECHANISMS.contains(&word.as_str()) || word.starts_with("scram-")
}

/// What stands behind `AUTH mechanism`, up to the quote that closes or the end.
pub fn behind_auth(line: &str, words: &[Range<usize>], place: usize) -> Option<Range<usize>> {
    let word = |place: usize| words.get(place).map(|word| &line[word.clone()]);
    if !word(place)?.eq_ignore_ascii_case("auth") {
        return None;
    }
    let mechanism = word(place + 1)?;
    let mut next = place + 2;
    if is_mechanism(mechanism) {
        while word(next).is_some_and(is_mechanism) {
            next += 1;
        }
        let is_harmless = |word: &str| HARMLESS.iter().any(|harmless| word.eq_ignore_ascii_case(harmless));
        // `538 5.7.11 AUTH PLAIN needs TLS first`
        let told = || is_reply(&line[..words[place].start]);
        if word(next).is_some_and(|word| is_harmless(word) || (is_plain(word) && told())) {
            return None;
        }
    } else if !word(next).is_some_and(|word| word.len() >= 8 && is_base64(word) && !is_plain(word)) {
        return None;
    }
    let start = words.get(next)?.start;
    // A name between quotes is about the mechanism: `AUTH 'LOGIN' "x"` is nobody's command.
    let end = line[start..].find(['\'', '"', '\\']).map_or(line.len(), |end| start + end);
    // `AUTH LOGIN: 535 5.7.8 Error`
    let end = start + before_reply(&line[start..end]);
    (!line[start..end].trim().is_empty()).then_some(start..end)
}

/// Whether a word is one of a sentence, and no base64: all of its letters are small, or all are large, but for the first.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphabetic())
        && (word.bytes().skip(1).all(|b| b.is_ascii_lowercase())
            || word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Whether a reply has begun, and nothing of a client's line is repeated in it.
fn is_reply(before: &str) -> bool {
    matches!(form(&before[text_of(before)]), Form::Reply(_)) && !before.contains(is_quote)
}

/// What stands behind `PASS`, and behind `a1 LOGIN name`, in front of a line or behind a quote.
pub fn behind_command(
    line: &str,
    words: &[Range<usize>],
    place: usize,
    said: &Range<usize>,
) -> Option<Range<usize>> {
    let word = &line[words[place].clone()];
    let start = words[place].start;
    let quote = line[..start].chars().next_back().filter(|c| is_quote(*c));
    if start != said.start && quote.is_none() {
        return None;
    }
    let behind = |place: usize| words.get(place).map(|word| word.start);
    let from = if word.eq_ignore_ascii_case("pass") {
        // `pass it on` is a sentence.
        let sentence = word != "PASS" && words.len() > place + 2;
        behind(place + 1).filter(|_| !sentence)?
    } else {
        let next = &line[words.get(place + 1)?.clone()];
        let tag = word.len() <= 8 && (word.len() == 1 || word.bytes().any(|b| b.is_ascii_digit()));
        let code = word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit());
        let name = if word == "LOGIN" {
            place + 1
        } else if !code
            && next.eq_ignore_ascii_case("login")
            && (tag || next == "LOGIN")
            && !word.eq_ignore_ascii_case("auth")
        {
            place + 2
        } else {
            return None;
        };
        let mechanism = |place: usize| words.get(place).is_some_and(|word| is_mechanism(&line[word.clone()]));
        behind(name + 1).filter(|_| !mechanism(name) && !mechanism(name + 1))?
    };
    let end =
        quote.and_then(|quote| line[from..].find(quote)).map_or(line.trim_end().len(), |end| from + end);
    (from < end).then_some(from..end)
}
