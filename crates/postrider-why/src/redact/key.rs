//! Secrets behind their names: `password: x`, `"pass": "x"`, `<password>x</password>`, `login("me", "x")`.

use std::ops::Range;

use super::value::{bare_end, closing, is_quote, quoted};

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

/// Whether a line ends with the name of a secret whose value stands in the next.
pub fn opens(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(is_quote);
    let Some(name) = line.strip_suffix([':', '=', '：', '>']) else { return false };
    let name = name.trim_end_matches(|c: char| c.is_whitespace() || is_quote(c) || c == ':');
    name.rsplit(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | ',' | ';' | '(' | '='))
        .next()
        .is_some_and(|name| is_key(name) && !name.starts_with('/'))
}

/// The value, if a word is the key of a secret.
pub fn behind_key(line: &str, word: &Range<usize>) -> Option<Range<usize>> {
    let text = &line[word.clone()];
    let (key, from) = match text.split_once('=') {
        Some((key, _)) => (key, word.start + key.len()),
        None => (text, word.end),
    };
    let is_user = key.eq_ignore_ascii_case("user");
    let closes = key.starts_with('/') && line[..word.start].ends_with('<');
    if closes || (!is_user && !is_key(key)) {
        return None;
    }
    let behind = &line[from..];
    let closed = behind.starts_with(is_quote) || behind.starts_with('\\');
    let rest = behind.trim_start_matches(|c| is_quote(c) || matches!(c, '\\' | ']' | '*'));
    let tab = rest.starts_with('\t');
    let rest = without_remark(rest.trim_start());
    // `user:` and a space is how sentences begin; `user=` is how XOAUTH2 does.
    if is_user {
        let value = rest.strip_prefix('=')?.trim_start();
        return range(line, value, quoted(value).unwrap_or_else(|| 0..bare_end(value)));
    }
    // A cell of a table, an element of XML.
    for (sign, ends) in [('|', '|'), ('>', '<')] {
        if let Some(value) = rest.strip_prefix(sign) {
            return range(line, value, 0..value.find(ends).unwrap_or(value.len()));
        }
    }
    if let Some(value) = ["=>", ":=", "->", "=", "＝"].iter().find_map(|sign| rest.strip_prefix(sign)) {
        let value = value.trim_start_matches('=').trim_start();
        let quote = line[..word.start].chars().next_back().filter(|c| is_quote(*c) && !closed);
        let within = quote.map(|quote| value.find(closing(quote)).unwrap_or(value.len()));
        // A setting, alone in its line: the value may have spaces.
        let setting = || {
            line[..word.start]
                .split_whitespace()
                .all(|word| matches!(word, "export" | "set" | "SET" | ">" | "-" | "#" | "+"))
        };
        let end = || match within {
            Some(end) => end,
            None if setting() && !text.contains("&") && !value.contains(['&', '"', '\'']) => value.len(),
            None => bare_end(value),
        };
        return range(line, value, quoted(value).unwrap_or_else(|| 0..end()));
    }
    if let Some(value) = rest.strip_prefix([':', '：']) {
        let value = value.trim_start();
        return range(line, value, quoted(value).unwrap_or(0..value.len()));
    }
    // `define('PASS', 'x')`, `key="password" value="x"`, `the password is 'x'`.
    let listed = rest.strip_prefix(',').filter(|_| closed);
    let attribute = || rest.strip_prefix("value").and_then(|rest| rest.trim_start().strip_prefix('='));
    if let Some(value) = listed.or_else(attribute).map(str::trim_start)
        && let Some(inside) = quoted(value)
    {
        return range(line, value, inside);
    }
    if tab {
        return range(line, rest, 0..rest.len());
    }
    let value = rest.strip_prefix("is ")?.trim_start();
    let end = bare_end(value);
    let inside =
        quoted(value).or_else(|| value[..end].bytes().any(|b| b.is_ascii_digit()).then_some(0..end))?;
    range(line, value, inside)
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

/// What stands between quotes in a call of a function that takes a password. Of several arguments the first is the name.
pub fn in_call(line: &str, word: &Range<usize>) -> Vec<Range<usize>> {
    /// No such call has more brackets in it.
    const BRACKETS_MAX: usize = 4;
    let name = line[word.clone()].rsplit(['.', '>', '=']).next().unwrap_or_default().to_lowercase();
    let is_secret = is_key(&name);
    let rest = line[word.end..].trim_start();
    if !rest.starts_with('(') || !(is_secret || CALLS.iter().any(|call| name.ends_with(call))) {
        return Vec::new();
    }
    let base = line.len() - rest.len();
    let (mut found, mut argument, mut depth, mut brackets) = (Vec::new(), 0, 0, 0);
    let mut at = 0;
    while let Some(c) = rest[at..].chars().next() {
        let slashes = rest[at..].len() - rest[at..].trim_start_matches('\\').len();
        if slashes > 0 && !rest[at + slashes..].starts_with(is_quote) {
            at += slashes;
            continue;
        }
        if let Some(inside) = (slashes > 0 || is_quote(c)).then(|| quoted(&rest[at..])).flatten() {
            found.push((argument, base + at + inside.start..base + at + inside.end));
            let behind = &rest[at + inside.end..];
            let slashes = behind.len() - behind.trim_start_matches('\\').len();
            at += inside.end + slashes + behind[slashes..].chars().next().map_or(0, char::len_utf8);
            continue;
        }
        match c {
            '(' => (depth, brackets) = (depth + 1, brackets + 1),
            ')' => depth -= 1,
            ',' if depth == 1 => argument += 1,
            _ => {}
        }
        at += c.len_utf8();
        if depth == 0 || brackets > BRACKETS_MAX {
            break;
        }
    }
    let keep = |place: usize| !is_secret && argument > 0 && place == 0;
    found
        .into_iter()
        .filter(|(place, secret)| !keep(*place) && !secret.is_empty())
        .map(|(_, secret)| secret)
        .collect()
}
