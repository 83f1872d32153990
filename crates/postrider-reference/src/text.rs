//! The text of a refusal, made comparable.
//!
//! Servers break lines where they like, repeat the enhanced code on each, put in what the client has sent, and differ in case. What
//! is compared has none of that: small letters, one space between words, no control characters, `@` for every address
//! (`<spam.report@example.org>: user unknown` says nothing of spam), and the codes gone that the refusal bears already.

use postrider_proto::reply::Enhanced;

/// No more of a text than this is looked at, in octets. The longest text that a signature needs is a tenth of it.
pub const OCTETS_MAX: usize = 2048;

/// The comparable form of a text.
pub fn comparable(text: &str, code: Option<u16>, enhanced: Option<Enhanced>) -> String {
    let text = beginning(text);
    let code = code.map(|code| code.to_string());
    let enhanced = enhanced.map(|enhanced| enhanced.to_string());
    let mut form = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        let word = without_codes(word, code.as_deref(), enhanced.as_deref());
        if word.is_empty() {
            continue;
        }
        if !form.is_empty() {
            form.push(' ');
        }
        match address(word) {
            Some((before, after)) => {
                push(&mut form, before);
                form.push('@');
                push(&mut form, after);
            }
            None => push(&mut form, word),
        }
    }
    form
}

/// As much as is looked at, cut between characters.
fn beginning(text: &str) -> &str {
    let end = (0..=OCTETS_MAX.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// A word without the codes in front of it that are the refusal's own: `550-5.1.1` is nothing at all.
fn without_codes<'a>(word: &'a str, code: Option<&str>, enhanced: Option<&str>) -> &'a str {
    let rest = match code.and_then(|code| word.strip_prefix(code)) {
        Some("") => return "",
        Some(rest) => rest.strip_prefix('-').unwrap_or(word),
        None => word,
    };
    match enhanced {
        Some(enhanced) if rest.trim_matches(['#', ':', '(', ')']) == enhanced => "",
        _ => rest,
    }
}

/// What stands before and behind the address in a word, if it holds one.
fn address(word: &str) -> Option<(&str, &str)> {
    let at = word.find('@')?;
    let begins = |c: char| matches!(c, '<' | '(' | '[' | '"' | '\'' | '=' | ':' | ';' | ',');
    let ends = |c: char| matches!(c, '>' | ')' | ']' | '"' | '\'' | ':' | ';' | ',' | '/');
    let from = word[..at].rfind(begins).map_or(0, |before| before + 1);
    let behind = &word[at + 1..];
    // The brackets of an address literal belong to the address.
    let literal = behind.strip_prefix('[').and_then(|inside| inside.find(']')).map(|end| end + 2);
    let to = literal.or_else(|| behind.find(ends)).unwrap_or(behind.trim_end_matches('.').len());
    let is_address = from < at && to > 0;
    is_address.then(|| (&word[..from], &behind[to..]))
}

fn push(form: &mut String, word: &str) {
    for c in word.chars() {
        match c {
            '\u{2018}' | '\u{2019}' | '`' => form.push('\''),
            '\u{201c}' | '\u{201d}' => form.push('"'),
            c => form.extend(c.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_between_servers_is_gone() {
        let form = |text: &str| comparable(text, Some(550), Some(Enhanced::new(5, 1, 1)));
        assert_eq!(form("5.1.1  No\r\n5.1.1 Such\tUser"), "no such user");
        assert_eq!(form("550-5.1.1 No 550 5.1.1 Such User (5.1.1)"), "no such user");
        assert_eq!(form("User\u{0}unknown \u{2018}x\u{2019}"), "user unknown 'x'");
        assert_eq!(form("5.1.10 x"), "5.1.10 x");
    }

    #[test]
    fn an_address_is_a_sign() {
        let form = |text: &str| comparable(text, None, None);
        assert_eq!(form("<Spam@example.org>: Recipient"), "<@>: recipient");
        assert_eq!(form("to spam@[192.0.2.1], sorry"), "to @, sorry");
        assert_eq!(form("spam@example.org..."), "@...");
        assert_eq!(form("a @ b and @c"), "a @ b and @c");
        assert_eq!(form("rcpt(kijitora@example.com)"), "rcpt(@)");
    }

    #[test]
    fn only_the_beginning_counts() {
        let long = format!("{}\u{20ac}tail", "x".repeat(OCTETS_MAX - 1));
        assert_eq!(comparable(&long, None, None).len(), OCTETS_MAX - 1);
    }
}
