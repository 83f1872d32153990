//! How far a value reaches.

use std::ops::Range;

use crate::dialect::{Form, form};

/// Whether a character opens or closes a quotation.
pub const fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '"' | '`' | '“' | '”' | '„' | '«' | '»' | '‘' | '’')
}

/// What closes a quote.
pub const fn closing(quote: char) -> char {
    match quote {
        '“' | '„' => '”',
        '«' => '»',
        '‘' => '’',
        quote => quote,
    }
}

/// What stands between quotes, if a text begins with one; up to its end where nothing closes it. A quote behind a backslash is closed by one
/// behind as many, and one that stands twice closes nothing.
pub fn quoted(text: &str) -> Option<Range<usize>> {
    let bare = text.strip_prefix(['b', 'u', 'r', 'f', '@', '$']).unwrap_or(text);
    let inner = bare.trim_start_matches('\\');
    let quote = inner.chars().next().filter(|c| is_quote(*c))?;
    let slashes = bare.len() - inner.len();
    let start = text.len() - inner.len() + quote.len_utf8();
    let close = closing(quote);
    let mut before = 0;
    let mut characters = text[start..].char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if c == '\\' {
            before += 1;
            continue;
        }
        // An apostrophe within a word closes nothing.
        let next = characters.peek().map(|(_, c)| *c);
        let within = c == '’' && next.is_some_and(char::is_alphanumeric);
        if c == close && before == slashes && !within {
            let twice = next == Some(close) && slashes == 0;
            if !twice {
                return Some(start..start + at - before);
            }
            // `""` and no more is empty.
            let rest = &text[start + at + 2 * close.len_utf8()..];
            if at == 0 && !rest.contains(close) {
                return Some(start..start);
            }
            characters.next();
        }
        before = 0;
    }
    Some(start..text.trim_end().len().max(start))
}

/// What stands in a string with its type in front: `string(7) "x"`, `string 'x'`, `Some("x")`.
pub fn typed(text: &str) -> Option<Range<usize>> {
    /// No name of a type is longer, in octets.
    const NAME_MAX: usize = 32;
    let name = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | ':' | '.'))?;
    let rest = Some(&text[name..]).filter(|_| (1..=NAME_MAX).contains(&name))?;
    let size = rest.strip_prefix('(').and_then(|size| size.split_once(')'));
    let size = size.filter(|(size, _)| size.len() <= 8 && size.bytes().all(|b| b.is_ascii_digit()));
    let octets: Option<usize> = size.and_then(|(size, _)| size.parse().ok());
    let apart = size.map_or(rest, |(_, rest)| rest);
    let rest = apart.trim_start_matches([' ', '(']);
    let start = text.len() - rest.len();
    // As many octets as PHP says, whatever quotes are among them.
    if let Some(end) = octets.filter(|end| rest.starts_with('"') && rest.get(1..=*end).is_some())
        && rest[1 + end..].starts_with('"')
    {
        return Some(start + 1..start + 1 + end);
    }
    let inside = quoted(rest).filter(|_| octets.is_some() || rest.len() < apart.len())?;
    let closes = rest[inside.end..].trim_start_matches('\\').starts_with(is_quote);
    // Behind a value and a space a server may speak.
    let is_call = octets.is_some() || apart.starts_with('(');
    let is_reply = !is_call && before_reply(&rest[inside.clone()]) == 0;
    ((closes || octets.is_some()) && !is_reply).then(|| start + inside.start..start + inside.end)
}

/// Where a value ends that has no quotes: at white space, and at a sign that parts it from what follows.
pub fn bare_end(text: &str) -> usize {
    let parts = |c: char| matches!(c, ',' | ';' | '&' | ')' | '}' | ']' | '<' | '>' | '|') || is_quote(c);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            return at + app_password(&text[at..], &text[..at]);
        }
        if parts(c) {
            let rest = &text[at + c.len_utf8()..];
            let key = || {
                let rest =
                    rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
                rest.starts_with(['=', ':'])
            };
            let next = rest.chars().next();
            if next.is_none_or(|c| c.is_whitespace() || parts(c))
                || matches!(c, '<')
                || (matches!(c, ',' | ';' | '&') && key())
            {
                return at;
            }
        }
    }
    text.len()
}

/// Where a value ends that would go on to the end of the line: in front of a reply with its enhanced code, which is no part of it.
pub fn before_reply(text: &str) -> usize {
    before_reply_or(text, b'\n')
}

/// The same, or in front of a sign of ASCII that ends it before.
pub fn before_reply_or(text: &str, sign: u8) -> usize {
    let octets = text.as_bytes();
    let digits =
        |from: usize| octets[from.min(octets.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let is_reply = |at: usize| {
        let class = octets[at];
        let (subject, mut behind) = (at + 6, at + 6);
        matches!(class, b'2' | b'4' | b'5')
            && digits(at) == 3
            && octets.get(at + 3).is_some_and(|b| matches!(b, b' ' | b'-'))
            && octets.get(at + 4) == Some(&class)
            && octets.get(at + 5) == Some(&b'.')
            && (1..=3).contains(&digits(subject))
            && {
                behind += digits(subject);
                octets.get(behind) == Some(&b'.') && (1..=3).contains(&digits(behind + 1))
            }
    };
    let begins = |at: usize| at == 0 || !octets[at - 1].is_ascii_alphanumeric();
    match (0..octets.len()).find(|at| octets[*at] == sign || begins(*at) && is_reply(*at)) {
        Some(at) if octets[at] == sign => at,
        // The sign in front of it parts the two.
        Some(at) => text[..at].char_indices().next_back().map_or(0, |(sign, _)| sign),
        None => text.len(),
    }
}

/// Whether what stands in a string is a reply, and no more than a number.
pub fn is_reply(inside: &str) -> bool {
    matches!(form(inside), Form::Reply(_)) && inside.trim_end().len() > 3
}

/// How far the password of an application goes on, which is shown as four groups of four letters.
fn app_password(rest: &str, first: &str) -> usize {
    let is_group = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_alphanumeric());
    let first = first.rsplit([':', '=']).next().unwrap_or(first);
    let mut words = rest.split(' ').skip(1);
    let all = is_group(first)
        && (0..3).all(|_| {
            words.next().is_some_and(|word| {
                is_group(word.get(..4).unwrap_or("")) && !word[4..].starts_with(char::is_alphanumeric)
            })
        });
    if all { 15 } else { 0 }
}
