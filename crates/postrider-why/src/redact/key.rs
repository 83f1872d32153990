//! Secrets behind their names: `password: x`, `"pass": "x"`, `<password>x</password>`.

use std::ops::Range;

use super::value::{bare_end, before_reply, closing, is_quote, is_reply, quoted, typed};
use super::{markup, next};

/// What a key ends in whose value is a secret, in small letters, in the languages in which programs ask for it.
const KEYS: &[&str] = &[
    "pass",
    "password",
    "passwords",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "access_key",
    "accesskey",
    "secret_key",
    "secretkey",
    "private_key",
    "authkey",
    "auth_key",
    "passwort",
    "kennwort",
    "passe",
    "contraseña",
    "contrasena",
    "clave",
    "senha",
    "contrasenya",
    "wachtwoord",
    "lösenord",
    "passord",
    "adgangskode",
    "kodeord",
    "salasana",
    "hasło",
    "haslo",
    "heslo",
    "jelszó",
    "lozinka",
    "geslo",
    "parola",
    "şifre",
    "sifre",
    "parool",
    "parole",
    "slaptažodis",
    "khẩu",
    "sandi",
    "пароль",
    "пароля",
    "парола",
    "лозинка",
    "κωδικός",
    "סיסמה",
    "المرور",
    "पासवर्ड",
    "รหัสผ่าน",
    "密码",
    "密碼",
    "口令",
    "授权码",
    "授權碼",
    "パスワード",
    "비밀번호",
    "암호",
];

/// Keys so short that words end in them.
const SHORT: [&str; 3] = ["pw", "psw", "pswd"];

/// What stands in front of a setting is not longer.
const BEFORE_OCTETS_MAX: usize = 64;

/// What stands in quotes behind a name, without a sign, is not longer: a line may be full of quotes that nothing closes.
const QUOTED_OCTETS_MAX: usize = 256;

/// Whether a word is the name of a secret. Numbers behind it count for nothing.
pub fn is_key(word: &str) -> bool {
    let start = word.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let name = word[start..].to_lowercase();
    let name = name.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '_' | '-' | '.' | '[' | ']' | '*' | '#')
    });
    let last = name.rsplit(['_', '-', '.', '[', '$']).next().unwrap_or(name);
    KEYS.iter().any(|end| name.ends_with(end)) || SHORT.contains(&last)
}

/// The value, if a word is the key of a secret, or has one in it: `rd=1&x=y=pass=secret` comes of lines that were joined.
pub fn behind_key(line: &str, word: &Range<usize>) -> Option<Range<usize>> {
    let text = &line[word.clone()];
    let mut start = 0;
    for part in text.split('=') {
        // What is last is a value, as in `spf=pass`.
        if start > 0 && start + part.len() == text.len() {
            break;
        }
        let key = word.start + start..word.start + start + part.len();
        start += part.len() + 1;
        if let Some(secret) = behind(line, &key) {
            return Some(secret);
        }
    }
    None
}

/// The value, if this is the key of a secret.
fn behind(line: &str, key: &Range<usize>) -> Option<Range<usize>> {
    let (text, from) = (&line[key.clone()], key.end);
    let is_user = text.eq_ignore_ascii_case("user");
    // `</password>` closes.
    let ends = text.starts_with('/') && line[..key.start].ends_with('<') && line[from..].starts_with('>');
    if ends || (!is_user && !is_key(text)) {
        return None;
    }
    let behind = &line[from..];
    let closed = behind.starts_with(is_quote) || behind.starts_with('\\');
    let rest = behind.trim_start_matches(|c| is_quote(c) || matches!(c, '\\' | ']' | '*'));
    let rest = without_scope(rest);
    let tab = rest.starts_with('\t');
    let rest = without_remark(rest.trim_start());
    // `user:` and a space is how sentences begin; `user=` is how XOAUTH2 does.
    if is_user {
        let value = rest.strip_prefix('=')?.trim_start();
        return range(line, value, quoted(value).unwrap_or_else(|| 0..bare_end(value)));
    }
    // `"X-Token: x"`: the quote that opens in front of the name closes behind the value.
    let quote = line[..key.start].chars().next_back().filter(|c| is_quote(*c) && !closed);
    // A cell of a table, an element of XML.
    if let Some(value) = rest.strip_prefix('|') {
        return range(line, value, 0..value.find('|').unwrap_or(value.len()));
    }
    if let Some(value) = rest.strip_prefix('>') {
        // What a tag holds is found beside.
        let from = line.len() - value.len();
        return (!markup::is_in_tag(line, key)).then(|| markup::inside(line, from)).flatten();
    }
    if let Some(value) = ["=>", ":=", "->", "=", "＝"].iter().find_map(|sign| rest.strip_prefix(sign)) {
        let value = value.trim_start_matches('=').trim_start();
        let within = quote.map(|quote| value.find(closing(quote)).unwrap_or(value.len()));
        // A setting, alone in its line: the value may have spaces.
        let setting = || is_first(&line[..key.start]);
        let end = || match within {
            Some(end) => end,
            None if setting() && !value.contains(['&', '"', '\'']) => before_reply(value),
            None => bare_end(value),
        };
        return range(
            line,
            value,
            quoted(value).or_else(|| typed(value).map(|inside| 0..inside.end)).unwrap_or_else(|| 0..end()),
        );
    }
    if let Some(value) = rest.strip_prefix([':', '：']) {
        let value = value.trim_start();
        let end =
            || quote.and_then(|quote| closes(value, closing(quote))).unwrap_or_else(|| before_reply(value));
        return range(line, value, quoted(value).unwrap_or_else(|| 0..end()));
    }
    // `define('PASS', 'x')`, `"name": "password", "value": "x"`, `key="password" value="x"`, `s:8:"password";s:1:"x";`.
    let listed = rest.strip_prefix(',').filter(|_| closed).map(str::trim_start);
    let named = || next::value_of(listed.unwrap_or(rest));
    let serialized = || {
        let sized = rest.strip_prefix(";s:").filter(|_| closed)?;
        sized.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(':')
    };
    if let Some(value) = named().or(listed).or_else(serialized)
        && let Some(inside) = quoted(value)
    {
        return range(line, value, inside);
    }
    // `password "x"`, `(password . "x")`; no word is as often in quotes behind a token that nobody expected.
    let apart = behind.starts_with(char::is_whitespace) && !text.to_ascii_lowercase().ends_with("token");
    let value = rest.strip_prefix(". ").unwrap_or(rest);
    let near = value[..value.floor_char_boundary(QUOTED_OCTETS_MAX)].trim_end();
    if let Some(inside) = quoted(near).filter(|inside| apart && inside.end < near.len())
        && !is_reply(&near[inside.clone()])
    {
        return range(line, value, inside);
    }
    if tab {
        return range(line, rest, 0..rest.len());
    }
    let Some(value) = rest.strip_prefix("is ").map(str::trim_start) else {
        // `password x` in the file of a program, alone or behind `login NAME`.
        let word = 0..rest.find(char::is_whitespace).unwrap_or(rest.len());
        let before = line[..key.start].trim_end();
        let named =
            before.rsplit_once(char::is_whitespace).is_some_and(|(before, _)| before.ends_with("login"));
        let alone = is_first(&line[..key.start]) && rest[word.end..].trim().is_empty();
        return ((alone || named) && !closed && is_password(&rest[word.clone()]))
            .then(|| range(line, rest, word))?;
    };
    let end = bare_end(value);
    let inside =
        quoted(value).or_else(|| value[..end].bytes().any(|b| b.is_ascii_digit()).then_some(0..end))?;
    range(line, value, inside)
}

/// Without who may see a property, as PHP shows it between the name and its sign: `["pass":"PHPMailer\SMTP":private]=>`.
fn without_scope(rest: &str) -> &str {
    /// No name of a class is longer, in octets.
    const OCTETS_MAX: usize = 256;
    let scope = rest
        .strip_prefix(':')
        .and_then(|inside| inside[..inside.floor_char_boundary(OCTETS_MAX)].split_once(']'));
    match scope {
        Some((scope, _)) if ["protected", "private", "public"].iter().any(|word| scope.ends_with(word)) => {
            &rest[scope.len() + 2..]
        }
        _ => rest,
    }
}

/// Whether nothing stands in front of a setting but marks, and a word that sets it.
fn is_first(before: &str) -> bool {
    // A line may be a MiB long, and full of settings.
    before.len() <= BEFORE_OCTETS_MAX
        && before
            .split_whitespace()
            .all(|word| matches!(word, "export" | "set" | "SET" | ">" | "-" | "#" | "+"))
}

/// Whether a word is none of a sentence.
fn is_password(word: &str) -> bool {
    word.len() >= 4
        && word.chars().skip(1).any(|c| !c.is_lowercase() && !matches!(c, '.' | ',' | ':' | '!' | '?'))
}

/// Where a quote closes that has been opened before: where nothing of a word stands behind it.
fn closes(value: &str, quote: char) -> Option<usize> {
    let mut places = value.match_indices(quote);
    let ends =
        |at: usize| !value[at + quote.len_utf8()..].starts_with(|c: char| c.is_alphanumeric() || is_quote(c));
    places.find(|(at, _)| ends(*at)).map(|(at, _)| at)
}

/// Without what stands in brackets between the key and its sign: `Password (SMTP): x`.
fn without_remark(rest: &str) -> &str {
    let remark = rest.strip_prefix('(').and_then(|inside| {
        inside.char_indices().take(40).find(|(_, c)| *c == ')').map(|(end, _)| inside[end + 1..].trim_start())
    });
    remark.filter(|rest| rest.starts_with([':', '=', '：'])).unwrap_or(rest)
}

/// A part of a value, which is the end of the line, as a part of the line.
fn range(line: &str, value: &str, part: Range<usize>) -> Option<Range<usize>> {
    let start = line.len() - value.len();
    (!value[part.clone()].trim().is_empty()).then(|| start + part.start..start + part.end)
}
