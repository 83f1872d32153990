//! What is returned of the message: the third part (RFC 6522 §3, RFC 6533 §4).

use postrider_proto::mail::{Envelope, Ret};

use super::{Encoding, Kind, Original, Part, WayBack, text};

/// What is returned of a message, in a form that the way back takes.
pub(super) struct Returned {
    pub(super) extent: Extent,
    media: &'static str,
    encoding: Encoding,
    octets: Vec<u8>,
}

/// How much of the message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    Whole,
    Header,
    /// The front of the header: the whole would be too large.
    HeaderCut,
}

impl Returned {
    /// The whole message where the sender may expect it (RFC 3461 §4.3, §6.2: of failures, unless RET=HDRS was said), where
    /// it is not too large, and where it can travel inside another as it is; else its header.
    pub(super) fn of(original: &Original<'_>, envelope: &Envelope, kind: Kind, way_back: WayBack) -> Self {
        let header = header(original.front);
        // RFC 6533 §4: the new types are for messages whose header is UTF-8. Other octets in a header are nobody's charset.
        let global = envelope.smtputf8 && !header.is_ascii() && std::str::from_utf8(header).is_ok();
        let whole = (kind == Kind::Failure && envelope.ret != Some(Ret::Headers) && original.complete)
            .then_some(original.front)
            .filter(|whole| whole.len() <= Original::RETURNED_MAX)
            .and_then(|whole| Some((whole, encoding(whole, global, way_back)?)));
        match whole {
            Some((whole, encoding)) => Self {
                extent: Extent::Whole,
                media: if global { "message/global" } else { "message/rfc822" },
                encoding,
                octets: encoded(whole, encoding),
            },
            None => {
                // Or the front ends within the header, or within the line that would end it.
                let ended = original.complete || original.front[header.len()..].contains(&b'\n');
                Self::header(header, ended, global, way_back)
            }
        }
    }

    fn header(header: &[u8], ended: bool, global: bool, way_back: WayBack) -> Self {
        let whole = ended && header.len() <= Original::RETURNED_MAX;
        let header = if whole { header } else { cut(header) };
        // RFC 6522 §4: it is text, and so may be encoded where it cannot travel as it is.
        let encoding = match encoding(header, global, way_back) {
            Some(Encoding::EightBit) if !global => Encoding::QuotedPrintable,
            encoding => encoding.unwrap_or(Encoding::QuotedPrintable),
        };
        Self {
            extent: if whole { Extent::Header } else { Extent::HeaderCut },
            media: if global {
                "message/global-headers"
            } else if !header.is_ascii() && std::str::from_utf8(header).is_ok() {
                "text/rfc822-headers; charset=utf-8"
            } else {
                "text/rfc822-headers"
            },
            encoding,
            octets: encoded(header, encoding),
        }
    }

    pub(super) fn part(self) -> Part {
        let description = match self.extent {
            Extent::Whole => "Your message",
            Extent::Header | Extent::HeaderCut => "Header of your message",
        };
        Part { media: self.media, description, encoding: self.encoding, octets: self.octets }
    }
}

/// How a message can travel inside another, if it can. RFC 2045 §6.4 permits no encoding around `message/rfc822`, so it must
/// be fit to travel as it is; RFC 6533 §4.5 permits it around the new types.
fn encoding(octets: &[u8], global: bool, way_back: WayBack) -> Option<Encoding> {
    let fit = is_fit_to_travel(octets);
    if fit && octets.is_ascii() {
        return Some(Encoding::SevenBit);
    }
    match (global, fit) {
        (true, true) if way_back == WayBack::Utf8 => Some(Encoding::EightBit),
        (true, _) => Some(Encoding::QuotedPrintable),
        (false, true) if way_back >= WayBack::EightBit => Some(Encoding::EightBit),
        (false, _) => None,
    }
}

fn encoded(octets: &[u8], encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::QuotedPrintable => text::quoted_printable(octets),
        Encoding::SevenBit | Encoding::EightBit => octets.to_vec(),
    }
}

/// Lines of at most 998 octets that end with CRLF, and no NUL (RFC 2045 §2.7, §2.8).
fn is_fit_to_travel(octets: &[u8]) -> bool {
    octets.split_inclusive(|&octet| octet == b'\n').all(|line| {
        let text = match line.strip_suffix(b"\n") {
            Some(line) => line.strip_suffix(b"\r"),
            None => Some(line), // the last, cut short
        };
        text.is_some_and(|text| text.len() <= 998 && memchr::memchr2(b'\r', 0, text).is_none())
    })
}

/// The header: the fields at the front. It ends before the first line that is none: an empty one, or, where that is
/// missing, the body itself, which RET=HDRS says not to return.
fn header(content: &[u8]) -> &[u8] {
    let mut end = 0;
    for line in content.split_inclusive(|&octet| octet == b'\n') {
        if !(end > 0 && is_folded(line)) && field_name(line).is_none() {
            break;
        }
        end += line.len();
    }
    &content[..end]
}

/// The front of a header that is too large: whole lines.
fn cut(header: &[u8]) -> &[u8] {
    let front = &header[..header.len().min(Original::RETURNED_MAX)];
    // Where not even one line is whole, the front of that line.
    memchr::memrchr(b'\n', front).map_or(front, |end| &front[..=end])
}

/// The name of the field that begins with this line (RFC 5322 §2.2; §4.5.8 has white space before the colon).
fn field_name(line: &[u8]) -> Option<&[u8]> {
    let name = line[..memchr::memchr(b':', line)?].trim_ascii_end();
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some(name)
}

/// The Message-ID of a message, if it is plain enough to be written into another header: then mail programs show the report
/// beside the message.
pub(super) fn message_id(content: &[u8]) -> Option<&str> {
    let mut lines = header(content).split_inclusive(|&octet| octet == b'\n').peekable();
    while let Some(line) = lines.next() {
        if !field_name(line).is_some_and(|name| name.eq_ignore_ascii_case(b"Message-ID")) {
            continue;
        }
        let mut value = line[memchr::memchr(b':', line)? + 1..].trim_ascii();
        if value.is_empty() {
            // Long ids are often folded to a line of their own.
            value = lines.next_if(|next| is_folded(next))?.trim_ascii();
        }
        let inside = value.strip_prefix(b"<")?.strip_suffix(b">")?;
        let plain = |&octet: &u8| octet.is_ascii_graphic() && !b"<>()\\\"".contains(&octet);
        let fits = inside.len() <= 250 && memchr::memchr(b'@', inside).is_some() && inside.iter().all(plain);
        return if fits { std::str::from_utf8(value).ok() } else { None };
    }
    None
}

/// Whether this line continues the one before (RFC 5322 §2.2.3).
fn is_folded(line: &[u8]) -> bool {
    matches!(line.first(), Some(b' ' | b'\t'))
}
