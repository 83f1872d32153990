//! The part for programs: `message/delivery-status` (RFC 3464 §2), or `message/global-delivery-status` (RFC 6533 §4.1).

use std::fmt::Write as _;

use postrider_proto::mail::{Domain, Mailbox, OriginalRecipient};
use postrider_proto::reply::Enhanced;

use super::{Action, Diagnostic, Encoding, Kind, Part, Report, Reported, WayBack, text};

/// UTF-8 may stand in it only where SMTPUTF8 is spoken all the way. Elsewhere the old type says the same in ASCII: RFC 6533 §3
/// has a form of the address type `utf-8` for that, and §4.4 prefers the old type where nothing is lost by it.
pub(super) fn part(report: &Report<'_>, way_back: WayBack) -> Part {
    let utf8 = fields(report, way_back == WayBack::Utf8);
    let (media, encoding) = if utf8.is_ascii() {
        ("message/delivery-status", Encoding::SevenBit)
    } else {
        ("message/global-delivery-status", Encoding::EightBit)
    };
    Part { media, description: "Delivery status, for programs", encoding, octets: utf8.into_bytes() }
}

fn fields(report: &Report<'_>, utf8: bool) -> String {
    let mut out = String::new();
    per_message(report, &mut out);
    for reported in report.recipients {
        out.push_str("\r\n");
        per_recipient(report, reported, utf8, &mut out);
    }
    out
}

/// RFC 3464 §2.2, RFC 3461 §6.3.
fn per_message(report: &Report<'_>, out: &mut String) {
    if let Some(envid) = &report.envelope.envid {
        text::field_on_one_line(out, "Original-Envelope-Id", &text::ascii(envid));
    }
    text::field_on_one_line(out, "Reporting-MTA", &mta(&text::domain(&report.reporter.name)));
    text::field(out, "Arrival-Date", &text::date(report.arrived, &report.reporter.zone));
    // What an operator needs to find the message in log and queue.
    text::field(out, "X-Postrider-Queue-Id", &report.about.to_string());
}

/// RFC 3464 §2.3, RFC 3461 §6.3.
fn per_recipient(report: &Report<'_>, reported: &Reported, utf8: bool, out: &mut String) {
    let date = |at| text::date(at, &report.reporter.zone);
    if let Some(original) = &reported.original {
        text::field_on_one_line(out, "Original-Recipient", &original_recipient(original, utf8));
    }
    text::field_on_one_line(out, "Final-Recipient", &final_recipient(&reported.recipient, utf8));
    text::field(out, "Action", action(reported.action));
    text::field(out, "Status", &status(reported).to_string());
    if let Some(remote) = &reported.remote {
        text::field_on_one_line(out, "Remote-MTA", &mta(&text::ascii(&text::clean(remote))));
    }
    if let Some(code) = reported.diagnostic.as_ref().and_then(diagnostic_code) {
        text::field(out, "Diagnostic-Code", &if utf8 { code } else { text::ascii(&code) });
    }
    if let Some(at) = reported.last_attempt {
        text::field(out, "Last-Attempt-Date", &date(at));
    }
    // RFC 3464 §2.3.9: of delays alone.
    if let (Action::Delayed, Some(until)) = (reported.action, reported.will_retry_until) {
        text::field(out, "Will-Retry-Until", &date(until));
    }
}

/// RFC 3461 §6.3 b: a name that is not fully qualified is no name of DNS.
fn mta(name: &str) -> String {
    let kind = if name.contains('.') || name.starts_with('[') { "dns" } else { "x-local-hostname" };
    format!("{kind}; {name}")
}

const fn action(action: Action) -> &'static str {
    match action {
        Action::Failed => "failed",
        Action::Delayed => "delayed",
        Action::Delivered => "delivered",
        Action::Relayed => "relayed",
        Action::Expanded => "expanded",
    }
}

/// The status, of a class that goes with the action (RFC 3464 §2.3.3, §2.3.4): a failure may be one of many temporary ones,
/// a delay is never final, and a success is one.
pub(super) fn status(reported: &Reported) -> Enhanced {
    let status = reported.status;
    match reported.action.kind() {
        Kind::Failure if matches!(status.class, 4 | 5) => status,
        Kind::Failure => Enhanced::new(5, 0, 0),
        Kind::Delay if matches!(status.class, 4 | 5) => Enhanced { class: 4, ..status },
        Kind::Delay => Enhanced::new(4, 0, 0),
        Kind::Success if status.class == 2 => status,
        Kind::Success => Enhanced::new(2, 0, 0),
    }
}

/// RFC 3461 §9.2: the lines of a reply follow each other, each with its code. None where nothing was said.
fn diagnostic_code(diagnostic: &Diagnostic) -> Option<String> {
    let (kind, said) = match diagnostic {
        Diagnostic::Smtp(reply) => ("smtp", reply),
        Diagnostic::Own(sentence) => ("x-postrider", sentence),
    };
    let lines = text::reply_lines(said);
    (!lines.is_empty()).then(|| format!("{kind}; {}", lines.join(" ")))
}

fn final_recipient(mailbox: &Mailbox, utf8: bool) -> String {
    let written = mailbox.to_string();
    if mailbox.is_ascii() {
        format!("rfc822; {written}")
    } else if utf8 && text::clean(&written) == written {
        format!("utf-8; {written}")
    } else {
        // RFC 3464 §2.3.2: exactly the address, and so what a field would not show is written so that it is shown.
        format!("utf-8; {}", unitext(&bounded(mailbox)))
    }
}

/// A mailbox that is not too long when it is written as unitext: a domain that would make it so is written in A-labels.
fn bounded(mailbox: &Mailbox) -> String {
    const MAX: usize = 800;
    let written = mailbox.to_string();
    if unitext(&written).len() <= MAX {
        return written;
    }
    let ascii = mailbox.domain().to_ascii().map(Domain::Name);
    let shorter = ascii.and_then(|domain| Mailbox::new(mailbox.local(), domain).ok());
    shorter.map_or(written, |mailbox| mailbox.to_string())
}

/// ORCPT= as it was given (RFC 3461 §6.3 d), but for the form of the address type `utf-8`: RFC 6533 §4.1 wants the characters
/// themselves where they may stand, and else what stands for them.
fn original_recipient(original: &OriginalRecipient, utf8: bool) -> String {
    // The type is an atom (RFC 3464 §2.1.2); whatever else it were would end it early.
    let kind: String = original.kind.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let kind = if kind.is_empty() { "unknown" } else { &kind };
    let address = text::clean(&original.address);
    let address = match (is_utf8(original), utf8) {
        (true, true) => text::clean(&readable(original)),
        (true, false) => embed(&address, |c| !c.is_ascii()),
        (false, _) => text::ascii(&address),
    };
    format!("{kind}; {address}")
}

fn is_utf8(original: &OriginalRecipient) -> bool {
    original.kind.eq_ignore_ascii_case("utf-8")
}

/// ORCPT= with the characters themselves in the place of what stands for them; but only if it is an address then, and so was
/// one that was written so (RFC 6533 §3).
pub(super) fn readable(original: &OriginalRecipient) -> String {
    let plain = if is_utf8(original) { from_unitext(&original.address) } else { None };
    plain.filter(|plain| plain.parse::<Mailbox>().is_ok()).unwrap_or_else(|| original.address.clone())
}

/// The form `utf-8-addr-xtext` of RFC 6533 §3 of a mailbox: `\x{HEX}` for all that is not ASCII, or means something there.
fn unitext(mailbox: &str) -> String {
    embed(mailbox, |c| !c.is_ascii() || matches!(c, ' ' | '\\' | '+' | '='))
}

/// The text with these characters as EmbeddedUnicodeChar (RFC 6533 §3).
fn embed(text: &str, these: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if these(c) {
            let _ = write!(out, "\\x{{{:02X}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// What the unitext stands for; none if it holds a backslash that begins no character, or a character that may not stand in a
/// field.
fn from_unitext(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '\\' {
            let (c, behind) = embedded(rest)?;
            out.push(c);
            rest = behind;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (text::clean(&out) == out).then_some(out)
}

/// EmbeddedUnicodeChar of RFC 6533 §3, at the front of the text: the character, and what follows.
fn embedded(text: &str) -> Option<(char, &str)> {
    let (digits, behind) = text.strip_prefix("\\x{")?.split_once('}')?;
    let hex = (2..=6).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    hex.then_some((c, behind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn unitext_is_written_and_read() {
        assert_eq!(unitext("j\u{f6}@b\u{fc}cher.example"), "j\\x{F6}@b\\x{FC}cher.example");
        assert_eq!(unitext("a+b@c"), "a\\x{2B}b@c");
        assert_eq!(from_unitext("j\\x{F6}@c").as_deref(), Some("j\u{f6}@c"));
        for text in [
            "\\x{D800}",
            "\\x{110000}",
            "\\x{1}",
            "\\x{}",
            "\\x{F6",
            "\\",
            "a\\b",
            "\\x{0A}",
            "\\x{202E}",
            "\\x{+F6}",
        ] {
            assert_eq!(from_unitext(text), None, "{text}");
        }
    }

    #[test]
    fn a_status_fits_its_action() {
        let reported = |action, status| {
            let recipient = "a@b".parse().expect("valid");
            let (original, remote, diagnostic) = (None, None, None);
            let reported = Reported {
                recipient,
                original,
                action,
                status,
                advice: super::super::Advice::Other,
                remote,
                diagnostic,
                last_attempt: None,
                will_retry_until: None,
            };
            super::status(&reported).to_string()
        };
        assert_eq!(reported(Action::Failed, Enhanced::new(4, 4, 7)), "4.4.7");
        assert_eq!(reported(Action::Failed, Enhanced::new(2, 0, 0)), "5.0.0");
        assert_eq!(reported(Action::Delayed, Enhanced::new(5, 1, 1)), "4.1.1");
        assert_eq!(reported(Action::Delayed, Enhanced::new(2, 1, 5)), "4.0.0");
        assert_eq!(reported(Action::Relayed, Enhanced::new(4, 0, 0)), "2.0.0");
        assert_eq!(reported(Action::Delivered, Enhanced::new(2, 1, 5)), "2.1.5");
    }

    proptest! {
        #[test]
        fn every_address_survives_the_way_through_ascii(text in "[ -\\[\\]-~\u{e9}\u{4e2d}\u{1f4e7}]{0,40}") {
            let written = unitext(&text);
            prop_assert!(written.is_ascii());
            prop_assert!(!written.contains([' ', '+', '=']));
            prop_assert_eq!(from_unitext(&written), Some(text));
        }

        #[test]
        fn no_text_panics(text in "(\\\\x\\{[0-9A-Fg]{0,7}\\}|\\\\|.){0,8}") {
            let written = unitext(&text);
            prop_assert!(written.is_ascii());
            let _ = from_unitext(&text);
        }
    }
}
