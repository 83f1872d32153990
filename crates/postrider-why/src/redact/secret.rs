//! Where the secrets of a line are.

use std::ops::Range;

/// Where the secrets of a line are, in their order.
pub fn secrets(line: &str) -> Vec<Range<usize>> {
    crate::effort::spend(line.len());
    let words = words(line);
    let mut found = Vec::new();
    let mut covered = 0;
    for (place, word) in words.iter().enumerate() {
        // What is taken out already is not looked at again: a line may be a MiB long.
        if word.start < covered {
            continue;
        }
        let login = is_login(&line[word.clone()]).then(|| word.clone());
        let ways = [
            behind_auth(line, &words, place),
            behind_key(line, word),
            behind_option(line, &words, place),
            behind_pass(line, &words, place),
            login,
        ];
        for secret in ways.into_iter().flatten().chain(in_call(line, word)) {
            covered = covered.max(secret.end);
            found.push(secret);
        }
    }
    found.extend(in_addresses(line));
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
                    | '\u{ff1a}'
                    | '('
                    | ')'
                    | '<'
                    | '>'
                    | '{'
                    | '}'
                    | '|'
                    | '&'
                    | '?'
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

fn is_mechanism(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    MECHANISMS.contains(&word.as_str()) || word.starts_with("scram-")
}

/// What stands behind `AUTH mechanism`, up to the quote that closes or the end.
fn behind_auth(line: &str, words: &[Range<usize>], place: usize) -> Option<Range<usize>> {
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
        if HARMLESS.iter().any(|harmless| word(next).is_some_and(|word| word.eq_ignore_ascii_case(harmless)))
        {
            return None;
        }
    } else if !word(next).is_some_and(|word| word.len() >= 8 && is_base64(word)) {
        return None;
    }
    let start = words.get(next)?.start;
    // A name between quotes is about the mechanism: `AUTH 'LOGIN' "x"` is nobody's command.
    let end = line[start..].find(['\'', '"', '\\']).map_or(line.len(), |end| start + end);
    (!line[start..end].trim().is_empty()).then_some(start..end)
}

/// What a key ends in whose value is a secret, in small letters.
const KEYS: [&str; 33] = [
    "pass",
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    // The words for a password in languages, or the last of them.
    "contrase\u{f1}a",
    "contrasena",
    "clave",
    "senha",
    "palavra-passe",
    "passwort",
    "kennwort",
    "passe",
    "wachtwoord",
    "l\u{f6}senord",
    "has\u{142}o",
    "heslo",
    "jelsz\u{f3}",
    "parola",
    "\u{15f}ifre",
    "пароль",
    "mật khẩu",
    "密码",
    "密碼",
    "口令",
    "パスワード",
    "비밀번호",
    "암호",
];

/// The value, if a word is the key of a secret: `password: x`, `"pass": "x"`, `pass=x`, `'password' => 'x'`.
fn behind_key(line: &str, word: &Range<usize>) -> Option<Range<usize>> {
    let text = &line[word.clone()];
    let (key, from) = match text.split_once('=') {
        Some((key, _)) => (key, word.start + key.len()),
        None => (text, word.end),
    };
    let key = key.to_lowercase();
    // Some words for it are two.
    let two = key == "khẩu" && line[..word.start].to_lowercase().trim_end().ends_with("mật");
    if key != "user" && !two && !KEYS.iter().any(|end| key.ends_with(end)) {
        return None;
    }
    let rest = line[from..].trim_start_matches(['\'', '"', '\\', ']']).trim_start();
    let colon = rest.starts_with([':', '\u{ff1a}']);
    let value = rest.strip_prefix("=>").or_else(|| rest.strip_prefix(['=', ':', '\u{ff1a}']))?;
    // `user:` and a space is how sentences begin; `user=` is how XOAUTH2 does.
    if key == "user" && colon {
        return None;
    }
    let value = value.trim_start();
    let quote = value.trim_start_matches('\\').chars().next().filter(|c| matches!(c, '\'' | '"'));
    let (start, text) = match quote {
        Some(_) => {
            let inner = value.trim_start_matches('\\');
            (line.len() - inner.len() + 1, &inner[1..])
        }
        None => (line.len() - value.len(), value),
    };
    let end = match quote {
        Some(quote) => text.find(quote),
        None if colon => None,
        None => text.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '&' | ')' | '\'' | '"')),
    };
    let secret = start..start + end.unwrap_or(text.len());
    (!secret.is_empty()).then_some(secret)
}

/// What follows `PASS` at the end of a line, as a client of POP says it.
fn behind_pass(line: &str, words: &[Range<usize>], place: usize) -> Option<Range<usize>> {
    let first = line[..words[place].start].trim_end().ends_with([':', '>', '<', '-', ']']) || place == 0;
    let word = &line[words[place].clone()];
    let next = words.get(place + 1)?;
    let apart = line[words[place].end..next.start].trim().is_empty();
    (first && apart && word == "PASS").then(|| next.start..line.trim_end().len())
}

/// What a call that logs in ends in, in small letters.
const CALLS: [&str; 10] = [
    "login",
    "auth",
    "authenticate",
    "authentication",
    "credentials",
    "credential",
    "authenticator",
    "basicauth",
    "set_auth",
    "logon",
];

/// So many arguments of a call are looked at.
const ARGUMENTS_MAX: usize = 8;

/// The quoted arguments of a call that logs in, but the first, which is a name: `s.login('alice', 'x')`, `smtp.PlainAuth("", "alice", "x", "mx")`.
fn in_call(line: &str, word: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let name = line[word.clone()].to_ascii_lowercase();
    let Some(arguments) = line[word.end..].trim_start().strip_prefix('(') else { return found };
    if !CALLS.iter().any(|call| name.ends_with(call)) {
        return found;
    }
    let mut at = line.len() - arguments.len();
    let mut first = true;
    while found.len() < ARGUMENTS_MAX {
        let Some(open) = line[at..].find(['\'', '"', '`', ',']).map(|open| at + open) else { break };
        let quote = char::from(line.as_bytes()[open]);
        if quote == ',' {
            (first, at) = (false, open + 1);
            continue;
        }
        let start = open + 1;
        let end = line[start..].find(quote).map_or(line.len(), |end| start + end);
        if !first && start < end {
            found.push(start..end);
        }
        at = (end + 1).min(line.len());
    }
    found
}

/// What stands behind an option of a program, or behind the scheme of HTTP.
fn behind_option(line: &str, words: &[Range<usize>], place: usize) -> Option<Range<usize>> {
    const OPTIONS: [&str; 9] = [
        "--auth-password",
        "--auth-pass",
        "-ap",
        "--password",
        "--pass",
        "-u",
        "--user",
        "--oauth2-bearer",
        "-xp",
    ];
    let word = &line[words[place].clone()];
    let next = words.get(place + 1)?;
    let value = &line[next.clone()];
    if OPTIONS.contains(&word) {
        // Also what stands behind a colon in it, up to the next space.
        let end = line[next.start..].find(char::is_whitespace).map_or(line.len(), |end| next.start + end);
        return Some(next.start..end);
    }
    let scheme = word.eq_ignore_ascii_case("basic") || word.eq_ignore_ascii_case("bearer");
    let sentence = value.bytes().all(|b| b.is_ascii_lowercase());
    (scheme && value.len() >= 6 && !sentence).then(|| next.clone())
}

/// What stands between `:` and `@` in an address of the web: `smtp://alice:secret@mx.example`.
fn in_addresses(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find("://") {
        let start = from + at + 3;
        let end =
            line[start..].find(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '<' | '>'));
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

fn is_base64(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'_'))
}

/// Whether a word is base64 of what a login says.
fn is_login(word: &str) -> bool {
    // A key in front of it belongs to it: `initial=AGFsaWNl`.
    let value = word.trim_end_matches('=').rsplit('=').next().unwrap_or(word);
    if value.len() < 8 || value.len() > 16_384 || !is_base64(value) {
        return false;
    }
    let octets = decoded(value);
    let begins = |start: &[u8]| octets.starts_with(start);
    let has = |part: &[u8]| octets.windows(part.len()).any(|octets| octets.eq_ignore_ascii_case(part));
    let readable = octets.iter().filter(|octet| **octet >= b' ').count();
    let parts = octets.iter().filter(|octet| **octet == 0).count();
    let plain = (1..=3).contains(&parts) && readable + parts == octets.len();
    let digest = octets.rsplit(|octet| *octet == b' ').next().is_some_and(|digest| {
        digest.len() == 32 && octets.len() > 33 && digest.iter().all(u8::is_ascii_hexdigit)
    });
    let scram =
        [&b"n,,"[..], b"y,,", b"p=", b"n,a=", b"c=biws", b"c=cD", b"r="].iter().any(|start| begins(start));
    plain
        || digest
        || (scram && readable == octets.len())
        || begins(b"user=")
        || has(b"auth=bearer")
        || has(b"nt lm")
        || begins(b"NTLMSSP")
}

/// What base64 holds, of either alphabet, as far as it can be read.
fn decoded(word: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(word.len() * 3 / 4);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for b in word.bytes() {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => break,
        };
        held = (held << 6 | u32::from(value)) & 0x3fff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            octets.push((held >> bits & 0xff) as u8);
        }
    }
    octets
}
