//! Secrets behind the options of programs.

use std::ops::Range;

use super::key::is_key;
use super::value::{bare_end, is_quote, quoted};

/// Options that carry a password, or a name with one; others are known by their names.
const OPTIONS: [&str; 9] = [
    "-ap",
    "-u",
    "-U",
    "--user",
    "--auth-user-pass",
    "--oauth2-bearer",
    "-xp",
    "-pw",
    "ConvertTo-SecureString",
];

/// A colon so far behind `-u` ends no name any more: a line may be a MiB long, and each word of it an option.
const NAME_OCTETS_MAX: usize = 512;

/// What stands behind an option of a program.
pub fn behind_option(line: &str, words: &[Range<usize>], place: usize) -> Option<Range<usize>> {
    let word = &line[words[place].clone()];
    let start = words[place].start;
    if let Some((name, _)) = word.split_once('=')
        && OPTIONS.contains(&name)
    {
        return value(line, start + name.len() + 1);
    }
    // `-ualice:secret`, `-psecret`.
    if let Some(login) = word.strip_prefix("-u").filter(|login| !login.is_empty()) {
        let near = &line[start + 2..line.floor_char_boundary(start + 2 + NAME_OCTETS_MAX)];
        let has_password = near.split(char::is_whitespace).next()?.contains(':');
        return (has_password && !login.starts_with('-')).then(|| value(line, start + 2))?;
    }
    if let Some(secret) = word.strip_prefix("-p").filter(|secret| !secret.is_empty() && !is_key(word)) {
        let is_word = secret.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'='));
        let is_number = secret.bytes().all(|b| b.is_ascii_digit());
        return (!is_word && !is_number && !secret.contains('=')).then(|| value(line, start + 2))?;
    }
    let is_option = word.starts_with('-') && word.len() > 2 && !word.contains('=') && is_key(word);
    if OPTIONS.contains(&word) || is_option || word == "-p" {
        let secret = value(line, words[place].end)?;
        // `-p 25` is a port.
        let port = word == "-p" && line[secret.clone()].bytes().all(|b| b.is_ascii_digit() || b == b':');
        return (!port).then_some(secret);
    }
    None
}

/// The value from here on: to the quote that closes, or to the next space. In a list of arguments each has quotes.
fn value(line: &str, from: usize) -> Option<Range<usize>> {
    let rest = &line[from..];
    let slashes = rest.trim_start_matches('\\');
    let listed = slashes.strip_prefix(is_quote).map(str::trim_start).and_then(|rest| rest.strip_prefix(','));
    let value = listed.unwrap_or(rest).trim_start();
    let inside = quoted(value).unwrap_or_else(|| 0..bare_end(value));
    let start = line.len() - value.len();
    (!inside.is_empty()).then(|| start + inside.start..start + inside.end)
}
