//! What every report must be, whatever went into it. Reads it as narrowly as MIME, RFC 3464 and RFC 6522 permit.

use postrider_outbound::report::Composed;
use postrider_proto::mail::{BodyType, Notify, ReversePath};

/// A part: its media type without parameters, its header and its octets as they travel.
pub struct Part<'a> {
    pub media: String,
    pub header: Vec<(&'a str, String)>,
    pub octets: &'a [u8],
}

/// Checks the whole of it, and gives its three parts.
pub fn check(composed: &Composed) -> [Part<'_>; 3] {
    let Composed { envelope, content } = composed;
    assert_eq!(envelope.reverse_path, ReversePath::Null, "a report about a report would be possible");
    let [recipient] = &envelope.recipients[..] else { panic!("one recipient") };
    assert_eq!((recipient.notify, envelope.ret), (Some(Notify::default()), None), "RFC 3461 §6.1");

    let eight_bit = !content.is_ascii();
    assert!(!eight_bit || envelope.body == BodyType::EightBitMime, "8 bits in an envelope of 7");
    for line in content.split_inclusive(|&octet| octet == b'\n') {
        let line = line.strip_suffix(b"\r\n").expect("every line ends with CRLF");
        assert!(line.len() <= 998, "a line of {} octets", line.len());
        assert!(!line.iter().any(|octet| matches!(octet, b'\r' | b'\0')), "CR or NUL: {line:?}");
    }

    let (header, body) = split_header(content);
    assert!(envelope.smtputf8 || header.iter().all(|(_, value)| value.is_ascii()), "UTF-8 without SMTPUTF8");
    let names: Vec<_> =
        header.iter().map(|&(name, _)| name).filter(|name| !name.starts_with("Content-T")).collect();
    let mut expected = vec!["Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References"];
    expected.extend(["Auto-Submitted", "MIME-Version"]);
    expected.retain(|name| names.contains(name) || !["In-Reply-To", "References"].contains(name));
    assert_eq!(names, expected, "fields that nobody asked for, or one missing");
    let to = recipient.mailbox.to_string().replace('\u{202e}', "?");
    assert_eq!(value(&header, "To"), format!("<{to}>"));

    let media = value(&header, "Content-Type");
    let boundary = media
        .strip_prefix("multipart/report; report-type=delivery-status; boundary=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or_else(|| panic!("{media}"));
    assert!(boundary.len() <= 70, "MIME permits no more");
    let encoding = header.iter().find(|(name, _)| *name == "Content-Transfer-Encoding");
    assert_eq!(encoding.map(|(_, value)| value.as_str()), (!body.is_ascii()).then_some("8bit"));

    // The CRLF before a boundary belongs to it, even if it also ends the header.
    let body = &content[content.len() - body.len() - 2..];
    let parts = split(body, format!("\r\n--{boundary}").as_bytes());
    assert_eq!(parts.len(), 5, "a preamble, three parts, the end");
    assert_eq!((parts[0], parts[4]), (&b""[..], &b"--\r\n"[..]));
    let parts = [parts[1], parts[2], parts[3]].map(|part| part_of(part.strip_prefix(b"\r\n").expect("CRLF")));
    for part in &parts {
        let encoding = part.encoding();
        assert!(encoding == "8bit" || part.octets.is_ascii(), "{}: {encoding}", part.media);
        match encoding {
            "quoted-printable" => {
                assert_ne!(part.media, "message/rfc822", "RFC 2045 §6.4");
                for line in part.octets.split(|&octet| octet == b'\n') {
                    let line = line.strip_suffix(b"\r").unwrap_or(line);
                    assert!(line.len() <= 76 && line.trim_ascii_end() == line, "RFC 2045 §6.7: {line:?}");
                }
            }
            "8bit" => assert!(envelope.smtputf8 || !part.media.starts_with("message/global")),
            other => assert_eq!(other, "7bit"),
        }
    }
    assert_eq!(parts[0].media, "text/plain");
    status(&parts[1]);
    for part in &parts[..2] {
        let text = String::from_utf8(part.decoded()).expect("UTF-8").replace("\r\n", "");
        assert!(
            !text.contains(|c: char| c.is_control() || "\u{2028}\u{202e}\u{200b}".contains(c)),
            "{text:?}"
        );
    }
    assert!(
        ["text/rfc822-headers", "message/rfc822", "message/global-headers", "message/global"]
            .contains(&parts[2].media.as_str()),
        "{}",
        parts[2].media
    );
    parts
}

/// RFC 3464 §2: groups of fields in their order, no other, nothing between them.
fn status(part: &Part<'_>) {
    let plain = part.media == "message/delivery-status";
    assert!(plain || part.media == "message/global-delivery-status", "{}", part.media);
    let text = std::str::from_utf8(part.octets).expect("UTF-8");
    let groups: Vec<_> = text.split("\r\n\r\n").collect();
    in_order(
        &fields(groups[0]),
        &["Original-Envelope-Id?", "Reporting-MTA", "Arrival-Date", "X-Postrider-Queue-Id"],
    );
    assert!(groups.len() > 1, "no recipient");
    for group in &groups[1..] {
        let fields = fields(group);
        in_order(
            &fields,
            &[
                "Original-Recipient?",
                "Final-Recipient",
                "Action",
                "Status",
                "Remote-MTA?",
                "Diagnostic-Code?",
                "Last-Attempt-Date?",
                "Will-Retry-Until?",
            ],
        );
        for (name, value) in &fields {
            match *name {
                "Original-Recipient" | "Final-Recipient" | "Remote-MTA" | "Diagnostic-Code" => {
                    let (kind, _) = value.split_once(';').expect("a type");
                    assert!(kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{value}");
                }
                "Action" => {
                    assert!(
                        ["failed", "delayed", "delivered", "relayed", "expanded"].contains(&value.as_str())
                    );
                }
                "Last-Attempt-Date" | "Will-Retry-Until" => {
                    jiff::fmt::rfc2822::parse(value).unwrap_or_else(|error| panic!("{value}: {error}"));
                }
                _ => {}
            }
        }
    }
}

fn in_order(fields: &[(&str, String)], order: &[&str]) {
    let mut fields = fields.iter().map(|&(name, _)| name).peekable();
    for name in order {
        let optional = name.strip_suffix('?');
        let found = fields.next_if_eq(&optional.unwrap_or(name)).is_some();
        assert!(found || optional.is_some(), "{name} is missing");
    }
    assert_eq!(fields.next(), None, "one too many, or out of order");
}

fn part_of(octets: &[u8]) -> Part<'_> {
    let (header, octets) = split_header(octets);
    let media = value(&header, "Content-Type");
    let media = media.split(';').next().expect("a type").to_owned();
    Part { media, header, octets }
}

fn split_header(octets: &[u8]) -> (Vec<(&str, String)>, &[u8]) {
    let end = octets.windows(4).position(|four| four == b"\r\n\r\n").expect("an empty line") + 2;
    (fields(std::str::from_utf8(&octets[..end]).expect("UTF-8")), &octets[end + 2..])
}

/// The fields of a header, unfolded.
fn fields(header: &str) -> Vec<(&str, String)> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    for line in header.split("\r\n").filter(|line| !line.is_empty()) {
        if line.starts_with(' ') {
            assert!(!line.trim().is_empty(), "a line of spaces");
            fields.last_mut().expect("a fold continues a field").1.push_str(line);
        } else {
            let (name, value) = line.split_once(": ").unwrap_or_else(|| panic!("no field: {line:?}"));
            assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{name}");
            fields.push((name, value.to_owned()));
        }
    }
    fields
}

pub fn value(header: &[(&str, String)], name: &str) -> String {
    let mut values = header.iter().filter(|(n, _)| *n == name).map(|(_, value)| value);
    let value = values.next().unwrap_or_else(|| panic!("{name} is missing")).clone();
    assert_eq!(values.next(), None, "{name} twice");
    value
}

fn split<'a>(octets: &'a [u8], at: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut rest = octets;
    while let Some(place) = rest.windows(at.len()).position(|window| window == at) {
        pieces.push(&rest[..place]);
        rest = &rest[place + at.len()..];
    }
    pieces.push(rest);
    pieces
}

impl Part<'_> {
    pub fn encoding(&self) -> &str {
        let encoding = self.header.iter().find(|(name, _)| *name == "Content-Transfer-Encoding");
        encoding.map_or("7bit", |(_, value)| value.as_str())
    }

    pub fn decoded(&self) -> Vec<u8> {
        if self.encoding() == "quoted-printable" { decode(self.octets) } else { self.octets.to_vec() }
    }
}

/// Decodes quoted-printable (RFC 2045 §6.7), for what is encoded well.
fn decode(octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = octets;
    while let [octet, behind @ ..] = rest {
        rest = behind;
        if *octet != b'=' {
            out.push(*octet);
        } else if let Some(behind) = rest.strip_prefix(b"\r\n") {
            rest = behind;
        } else {
            let hex = std::str::from_utf8(&rest[..2]).expect("ASCII");
            out.push(u8::from_str_radix(hex, 16).expect("two digits"));
            rest = &rest[2..];
        }
    }
    out
}
