//! A reply somewhere in a text: `host mx.example.org said: 550-5.1.1 No such user 550 5.1.1 See below (in reply to RCPT TO command)`.

use postrider_proto::reply::Enhanced;
use postrider_reference::Stage;

/// A reply, or what is said where none came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The reply code.
    pub code: Option<u16>,
    /// The enhanced code: behind the reply code, in front of everything, or in brackets as qmail has it, `(#5.1.1)`.
    pub enhanced: Option<Enhanced>,
    /// The text, without what stands in front of the reply.
    pub text: String,
}

impl Said {
    /// Reads a text that is a reply, or holds one.
    pub fn of(text: &str) -> Self {
        let text = beginning(text).trim().trim_start_matches(['#', '"', '\'', '(']).trim();
        if let Some((code, rest)) = leading(text) {
            return Self {
                code: Some(code),
                enhanced: enhanced(rest).or_else(|| bracketed(text)),
                text: clean(rest),
            };
        }
        match reply_in(text) {
            Some(at) => {
                let (code, rest) =
                    leading(&text[at..]).map_or((None, text), |(code, rest)| (Some(code), rest));
                let enhanced = enhanced(rest).or_else(|| enhanced(text)).or_else(|| bracketed(text));
                Self { code, enhanced, text: clean(rest) }
            }
            None => Self {
                code: named(text),
                enhanced: enhanced(text).or_else(|| bracketed(text)).or_else(|| alone(text)),
                text: clean(text),
            },
        }
    }
}

/// No more of a text is looked at, in octets.
const TEXT_MAX: usize = 4096;

/// As much of a text as is looked at.
pub fn beginning(text: &str) -> &str {
    let end = (0..=TEXT_MAX.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// The text on one line, without its enhanced codes in front being touched.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The code of a refusal at the beginning, and what stands behind it: `550 x`, `550-x`, `550: x`, `550`.
pub fn leading(text: &str) -> Option<(u16, &str)> {
    let digits = text.get(..3)?;
    let rest = &text[3..];
    let ends = rest.is_empty() || rest.starts_with([' ', '-', ':', '\t', ',', ';', '#', '\\']);
    let is_refusal =
        digits.bytes().all(|b| b.is_ascii_digit()) && digits.starts_with(['4', '5']) && digits <= "599";
    let code = (ends && is_refusal && digits.as_bytes()[1] < b'6').then(|| digits.parse().ok()).flatten()?;
    Some((code, rest.trim_start_matches([' ', '-', ':', '\t', ',', ';'])))
}

/// The code that a program names in a sentence of its own: `[SMTP Error Code 550]`.
fn named(text: &str) -> Option<u16> {
    const NAMES: &[&str] = &[
        "error code",
        "status code",
        "reply code",
        "response code",
        "smtp code",
        "smtp error",
        "smtp error code",
    ];
    let low = text.to_ascii_lowercase();
    let behind = |name: &&str| {
        low.find(name).map(|at| low[at + name.len()..].trim_start_matches([' ', ':', '=', '#', '(']))
    };
    NAMES.iter().filter_map(behind).find_map(|text| {
        let ends =
            text.get(3..)?.starts_with(|c: char| !c.is_ascii_alphanumeric() && c != '.') || text.len() == 3;
        leading(text.get(..3)?).filter(|_| ends).map(|(code, _)| code)
    })
}

/// Where in a text a refusal begins: a code that stands alone, with something behind it that is no unit of anything.
pub fn reply_in(text: &str) -> Option<usize> {
    crate::effort::spend(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while at + 3 <= bytes.len() {
        let stands = at == 0
            || matches!(
                bytes[at - 1],
                b' ' | b'\t' | b'(' | b'\'' | b'`' | b'"' | b':' | b'>' | b'=' | b'#' | b'[' | b'n'
            );
        let stands =
            stands || ["\u{201c}", "\u{2018}"].iter().any(|quote| bytes[..at].ends_with(quote.as_bytes()));
        // `\n` as two characters, as programs print it.
        let stands = stands && (at == 0 || bytes[at - 1] != b'n' || (at > 1 && bytes[at - 2] == b'\\'));
        if stands
            && matches!(bytes[at], b'4' | b'5')
            && text.is_char_boundary(at)
            && let Some((_, rest)) = leading(&text[at..])
        {
            let behind = text.as_bytes().get(at + 3).copied();
            let has_enhanced = enhanced(rest).is_some();
            let goes_on = rest.starts_with(|c: char| {
                c.is_alphabetic() || matches!(c, '<' | '\'' | '"' | '[' | '#' | '*' | '.')
            });
            let is_reply = has_enhanced || (goes_on && matches!(behind, Some(b' ' | b'-' | b':')));
            if is_reply && !is_unit(rest) {
                return Some(at);
            }
        }
        at += 1;
    }
    None
}

/// Words that make a number something else than a code.
fn is_unit(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_ascii_lowercase();
    matches!(
        word.as_str(),
        "bytes"
            | "octets"
            | "kb"
            | "mb"
            | "seconds"
            | "minutes"
            | "hours"
            | "days"
            | "messages"
            | "recipients"
            | "for"
            | "in"
            | "ms"
            | "lines"
            | "times"
            | "connections"
    )
}

/// An enhanced code in front: `5.1.1 x`, `#5.1.1 x`, `(5.1.1) x`, `5.1.1: x`, `'5.2.2 x`.
pub fn enhanced(text: &str) -> Option<Enhanced> {
    let text = text.trim_start_matches(['#', '(', '\'', '"', '[', ' ', '<']);
    let word = text.split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    let (found, _) = Enhanced::split(word.trim_end_matches('.'))?;
    (found.class != 2).then_some(found)
}

/// qmail's way: `(#5.1.1)`, `[#4.1.9]`.
fn bracketed(text: &str) -> Option<Enhanced> {
    text.match_indices('#').find_map(|(at, _)| enhanced(&text[at + 1..]))
}

/// An enhanced code that stands alone as a word, of a subject that there is (RFC 3463 §2): other numbers have such dots too.
fn alone(text: &str) -> Option<Enhanced> {
    text.split_whitespace().find_map(|word| {
        let word = word.trim_matches(['(', ')', '[', ']', ',', ';', ':']);
        let (found, rest) = Enhanced::split(word)?;
        (rest.is_empty() && matches!(found.class, 4 | 5) && found.subject <= 7).then_some(found)
    })
}

/// What the conversation was about, as the reporters of refusals say it.
pub fn stage(text: &str) -> Option<Stage> {
    const WORDS: &[(&str, Stage)] = &[
        ("in reply to rcpt to", Stage::Rcpt),
        ("in reply to mail from", Stage::Mail),
        ("in reply to end of data", Stage::End),
        ("in reply to data", Stage::Data),
        ("in reply to bdat", Stage::Data),
        ("in reply to ehlo", Stage::Hello),
        ("in reply to helo", Stage::Hello),
        ("in reply to starttls", Stage::Tls),
        ("in reply to auth", Stage::Auth),
        ("refused to talk to me", Stage::Greeting),
        ("performing the initial server greeting", Stage::Greeting),
        ("performing the helo handshake", Stage::Hello),
        ("performing the ehlo handshake", Stage::Hello),
        ("after pipelined mail from", Stage::Mail),
        ("after pipelined rcpt to", Stage::Rcpt),
        ("after pipelined end of data", Stage::End),
        ("after pipelined data", Stage::Data),
        ("after mail from", Stage::Mail),
        ("after rcpt to", Stage::Rcpt),
        ("after end of data", Stage::End),
        ("after data", Stage::Data),
        ("after rcpt command", Stage::Rcpt),
        ("following rcpt command", Stage::Rcpt),
        ("after mail command", Stage::Mail),
        ("following mail command", Stage::Mail),
        ("after initial connection", Stage::Greeting),
        ("after ehlo", Stage::Hello),
        ("after helo", Stage::Hello),
        ("after starttls", Stage::Tls),
        ("after auth", Stage::Auth),
        ("did not like our final data", Stage::End),
        ("did not like our rcpt to", Stage::Rcpt),
        ("did not like our mail from", Stage::Mail),
        ("did not like our helo", Stage::Hello),
        ("did not like our ehlo", Stage::Hello),
        ("does not like recipient", Stage::Rcpt),
        ("sender was rejected", Stage::Mail),
        ("my name was rejected", Stage::Hello),
        ("greeting was not acceptable", Stage::Greeting),
        ("greylisted us", Stage::Greeting),
        ("failed after i sent the message", Stage::End),
        ("failed on data command", Stage::Data),
        ("rcpt to response", Stage::Rcpt),
        ("for text command", Stage::End),
        ("for rcpt to command", Stage::Rcpt),
        ("for mail from command", Stage::Mail),
        ("[rcpt_to]", Stage::Rcpt),
        ("[mail_from]", Stage::Mail),
        ("smtp:rcpt", Stage::Rcpt),
        ("smtp:mail", Stage::Mail),
        ("response to rcpt", Stage::Rcpt),
        ("response to mail", Stage::Mail),
        ("reject: rcpt", Stage::Rcpt),
        ("reject: mail", Stage::Mail),
        ("reject: connect", Stage::Greeting),
        ("reject: ehlo", Stage::Hello),
        ("reject: helo", Stage::Hello),
        ("reject: data", Stage::Data),
        ("reject: end-of-message", Stage::End),
        ("reject: auth", Stage::Auth),
        // Of a reply alone, that names the command.
        ("syntax: auth mechanism", Stage::Auth),
        ("unknown auth mechanism", Stage::Auth),
        ("auth not allowed during", Stage::Auth),
        ("auth temporarily ", Stage::Auth),
    ];
    let text = beginning(text).to_ascii_lowercase();
    WORDS.iter().find(|(words, _)| text.contains(words)).map(|(_, stage)| *stage)
}

/// The stage of a command of ours that was refused.
pub fn stage_of_command(line: &str) -> Option<Stage> {
    let line = line.trim().to_ascii_uppercase();
    let stages = [
        ("EHLO", Stage::Hello),
        ("HELO", Stage::Hello),
        ("LHLO", Stage::Hello),
        ("STARTTLS", Stage::Tls),
        ("AUTH", Stage::Auth),
        ("MAIL", Stage::Mail),
        ("RCPT", Stage::Rcpt),
        ("DATA", Stage::Data),
        ("BDAT", Stage::Data),
        (".", Stage::End),
    ];
    stages.iter().find(|(verb, _)| line.starts_with(verb)).map(|(_, stage)| *stage)
}

/// The host that a report names: `host mx.example.org[192.0.2.1] said`, `H=mx.example.org [192.0.2.1]`, `while talking to mx.example.org.:`.
pub fn host(text: &str) -> Option<String> {
    [
        "host ",
        "H=",
        "while talking to ",
        "relay=",
        "Connected to ",
        "connect to ",
        "lost connection with ",
        "by server: ",
    ]
    .iter()
    .find_map(|before| {
        text.match_indices(before).find_map(|(at, _)| {
            let begins = at == 0 || text[..at].ends_with([' ', '(', '\t', ',']);
            let rest = &text[at + before.len()..];
            let name = rest
                .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'))
                .next()
                .unwrap_or_default();
            let name = name.trim_end_matches('.');
            let is_name = name.contains('.') && name.bytes().any(|b| b.is_ascii_alphabetic());
            (begins && is_name).then(|| name.to_owned())
        })
    })
}

/// An address at the beginning of a text, with or without brackets, and what stands behind it.
pub fn address(text: &str) -> Option<(&str, &str)> {
    let (inside, bracketed) = match text.strip_prefix('<') {
        Some(inside) => (inside, true),
        None => (text, false),
    };
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '(' | ')' | '"') || (!bracketed && c == ':')
    };
    let end = inside.find(ends).unwrap_or(inside.len());
    let word = inside[..end].trim_end_matches(['.', ':']);
    let end = if word.len() < end && bracketed { end } else { word.len() };
    let (local, domain) = word.rsplit_once('@')?;
    let is_domain = !domain.is_empty()
        && domain
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'[' | b']') || b >= 0x80);
    if local.is_empty() || !is_domain || local.contains('=') && local.contains("://") {
        return None;
    }
    let rest = &inside[end..];
    if bracketed {
        let rest = rest.strip_prefix('>')?;
        Some((word, rest))
    } else {
        Some((word, rest))
    }
}

/// The first address in brackets anywhere in a text.
pub fn bracketed_address(text: &str) -> Option<&str> {
    text.match_indices('<').find_map(|(at, _)| address(&text[at..]).map(|(address, _)| address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_found_wherever_it_stands() {
        let read = |text: &str| {
            let said = Said::of(text);
            (said.code, said.enhanced.map(|e| e.to_string()), said.text)
        };
        let some =
            |code: u16, enhanced: &str, text: &str| (Some(code), Some(enhanced.to_owned()), text.to_owned());
        assert_eq!(read("550 5.1.1 No such user"), some(550, "5.1.1", "5.1.1 No such user"));
        assert_eq!(read("#550 5.1.1 RESOLVER.ADR##"), some(550, "5.1.1", "5.1.1 RESOLVER.ADR##"));
        assert_eq!(read("501: 5.1.8 Sender"), some(501, "5.1.8", "5.1.8 Sender"));
        assert_eq!(read("host x said: 550-5.1.1 No"), some(550, "5.1.1", "5.1.1 No"));
        assert_eq!(read("error 550-'5.2.2 Full'"), some(550, "5.2.2", "'5.2.2 Full'"));
        assert_eq!(
            read("Sorry, no mailbox (#5.1.1)"),
            (None, Some("5.1.1".to_owned()), "Sorry, no mailbox (#5.1.1)".to_owned())
        );
        assert_eq!(read("after 550 seconds").0, None);
        assert_eq!(read("\u{20ac}550 x\u{20ac}").0, None);
    }

    #[test]
    fn an_address_ends_where_it_ends() {
        assert_eq!(address("<a@example.org>: x"), Some(("a@example.org", ": x")));
        assert_eq!(address("a@example.org: 550"), Some(("a@example.org", ": 550")));
        assert_eq!(address("a@example.org [x]"), Some(("a@example.org", " [x]")));
        assert_eq!(address("no address"), None);
        assert_eq!(address("@"), None);
    }
}
