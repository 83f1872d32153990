//! The message that is sent: what of it is declared before, and one made of a few words.

use std::fmt::Write as _;

use postrider_proto::mail::{Domain, QueueId, ReversePath};

use super::{Args, SendError};

/// What is most likely not meant. It is sent nevertheless: to see what a server makes of it may be just what is wanted.
pub(super) fn doubt(content: &[u8]) -> Option<&'static str> {
    if content.is_empty() {
        return Some("the message is empty");
    }
    // RFC 5322 §2.2: a field is a name of visible characters, then a colon; old mailers have space before that.
    let name = content.split(|octet| *octet == b':').next().filter(|name| name.len() < content.len());
    let name = name.unwrap_or_default().trim_ascii_end();
    if !name.is_empty() && name.iter().all(u8::is_ascii_graphic) {
        return None;
    }
    Some(
        "the message has no header: it begins with no field such as \"Subject: Hello\". Write the fields, an empty line \
         and then the text; or let --text make a message",
    )
}

/// What a server is asked to make room for: each bare LF will be a CRLF (RFC 1870 §5 counts the CR).
pub fn size_on_the_wire(content: &[u8]) -> u64 {
    let mut before = b'\n';
    let mut octets = 0;
    for &octet in content {
        octets += if octet == b'\n' && before != b'\r' { 2 } else { 1 };
        before = octet;
    }
    octets + if before == b'\n' { 0 } else { 2 }
}

/// RFC 6531 §3.2: UTF-8 in the header needs SMTPUTF8. (Other octets beyond ASCII there are a mistake that SMTPUTF8 would not
/// mend.)
pub(super) fn header_needs_smtputf8(content: &[u8]) -> bool {
    let text = match std::str::from_utf8(content) {
        Ok(text) => text,
        // As far as it is UTF-8; the header is most likely within that.
        Err(error) => std::str::from_utf8(&content[..error.valid_up_to()]).unwrap_or_default(),
    };
    text.lines().take_while(|line| !line.is_empty()).any(|line| !line.is_ascii())
}

/// A small complete message (RFC 5322 §3.6).
pub(super) fn compose(args: &Args, text: &str, hello_name: &Domain) -> Result<String, SendError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(SendError::Random)?;
    let (sender, domain) = match &args.from {
        ReversePath::Null => (format!("MAILER-DAEMON@{hello_name}"), hello_name),
        ReversePath::Mailbox(mailbox) => (mailbox.to_string(), mailbox.domain()),
    };
    let recipients: Vec<String> = args.to.iter().map(|mailbox| format!("<{mailbox}>")).collect();
    let date = jiff::fmt::rfc2822::to_string(&jiff::ZonedDateTime::now()).map_err(SendError::Date)?;
    Ok([
        format!("From: <{sender}>"),
        // One to a line: a line has at most 998 octets (RFC 5322 §2.1.1).
        format!("To: {}", recipients.join(",\n ")),
        format!("Subject: {}", unstructured(&args.subject)),
        format!("Date: {date}"),
        format!("Message-ID: <{}@{domain}>", QueueId::from_bytes(random)),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/plain; charset=utf-8".to_owned(),
        format!("Content-Transfer-Encoding: {}", if text.is_ascii() { "7bit" } else { "8bit" }),
        String::new(),
        text.to_owned(),
        String::new(),
    ]
    .join("\n"))
}

/// Text for a header field: as it is if it is short and plain, otherwise in encoded words (RFC 2047 §4.2).
pub fn unstructured(text: &str) -> String {
    // RFC 2047 §2: an encoded word has at most 75 characters; three stand for one octet at worst, 12 are around them.
    const OCTETS_MAX: usize = (75 - 12) / 3;
    let plain = |c: char| c == ' ' || c.is_ascii_graphic();
    if text.len() <= 900 && text.chars().all(plain) && !text.contains("=?") {
        return text.to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.floor_char_boundary(OCTETS_MAX));
        let mut encoded = String::new();
        for octet in word.bytes() {
            let _ = match octet {
                b' ' => write!(encoded, "_"),
                octet if octet.is_ascii_alphanumeric() => write!(encoded, "{}", char::from(octet)),
                octet => write!(encoded, "={octet:02X}"),
            };
        }
        words.push(format!("=?utf-8?Q?{encoded}?="));
        rest = after;
    }
    words.join("\n ")
}
