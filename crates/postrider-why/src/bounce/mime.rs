//! The parts of a message, as far as a bounce needs them: what people read, what programs read, and the message that came back.

/// A line of a part, decoded, and where in the paste it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line of the paste.
    pub at: usize,
    /// What it says.
    pub text: String,
}

/// What a part is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// For people.
    Text,
    /// For people, without its tags.
    Html,
    /// `message/delivery-status` (RFC 3464).
    Status,
    /// A message, or its header: mostly the one that came back.
    Message,
    /// `message/feedback-report` (RFC 5965): a complaint of a reader, and no bounce.
    Feedback,
}

/// A part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub kind: Kind,
    pub lines: Vec<Line>,
}

/// Parts within parts within parts are followed so far.
const DEPTH_MAX: usize = 6;
/// Nobody's bounce has more parts.
const PARTS_MAX: usize = 64;

/// The parts of a message. Lines without a header are one part.
pub fn parts(lines: &[Line]) -> Vec<Part> {
    let mut found = Vec::new();
    read(lines, 0, &mut found);
    found
}

/// The fields of a header, unfolded: name in small letters, value, line.
pub type Field = (String, String, usize);

/// The header at the beginning, and the place behind it; no fields if the lines do not begin with one.
pub fn header(lines: &[Line]) -> (Vec<Field>, usize) {
    let mut fields: Vec<Field> = Vec::new();
    let mut place = lines.iter().take_while(|line| line.text.trim().is_empty()).count();
    for line in &lines[place..] {
        if line.text.trim().is_empty() {
            place += 1;
            break;
        }
        let folded = line.text.starts_with([' ', '\t']);
        match field(&line.text) {
            _ if folded && !fields.is_empty() => {
                if let Some((_, value, _)) = fields.last_mut() {
                    // A value that goes on for ever is of no use to anybody.
                    if value.len() < 8192 {
                        value.push(' ');
                        value.push_str(line.text.trim());
                    }
                }
            }
            Some((name, value)) if !folded => {
                fields.push((name.to_ascii_lowercase(), value.trim().to_owned(), line.at));
            }
            _ if fields.is_empty() && (line.text.starts_with("From ") || line.text.starts_with(">From ")) => {
            }
            // It is no header, or its end is missing.
            _ if fields.len() < 2 => return (Vec::new(), 0),
            _ => break,
        }
        place += 1;
    }
    // The fields of a report are no header; and a single one may be a sentence.
    let is_report = fields
        .iter()
        .any(|(name, _, _)| matches!(name.as_str(), "final-recipient" | "reporting-mta" | "diagnostic-code"));
    let known = ["content-type", "from", "to", "subject", "date", "return-path", "received", "mime-version"];
    let is_sentence = fields.len() == 1 && !known.contains(&fields[0].0.as_str());
    if is_report || is_sentence { (Vec::new(), 0) } else { (fields, place) }
}

fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    let is_name = !name.is_empty()
        && name.len() < 80
        && name.bytes().all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>');
    is_name.then_some((name, value))
}

fn value<'a>(fields: &'a [Field], name: &str) -> &'a str {
    fields.iter().find(|(known, _, _)| known == name).map_or("", |(_, value, _)| value.as_str())
}

/// A parameter of Content-Type.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim();
        let value =
            value.strip_prefix('"').map_or(value, |inside| inside.split('"').next().unwrap_or_default());
        (key.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// What stands between the parts of a message with this header, and ends the last; none if it has no parts.
pub fn boundary(header: &[Field]) -> Option<String> {
    let content_type = value(header, "content-type");
    content_type
        .to_ascii_lowercase()
        .starts_with("multipart/")
        .then(|| parameter(content_type, "boundary"))
        .flatten()
}

fn read(lines: &[Line], depth: usize, found: &mut Vec<Part>) {
    if depth > DEPTH_MAX || found.len() >= PARTS_MAX {
        return;
    }
    crate::effort::spend(lines.iter().map(|line| line.text.len() + 1).sum());
    let (fields, body) = header(lines);
    // In a part even a single field is a header.
    let (fields, body) = if fields.is_empty() && depth > 0 { part_header(lines) } else { (fields, body) };
    let content_type = value(&fields, "content-type").to_ascii_lowercase();
    let media = content_type.split(';').next().unwrap_or_default().trim();
    let encoding = value(&fields, "content-transfer-encoding").to_ascii_lowercase();
    let body = &lines[body.min(lines.len())..];
    if media.starts_with("multipart/") {
        let boundary = parameter(value(&fields, "content-type"), "boundary");
        let boundary = boundary.map(|boundary| format!("--{boundary}"));
        let cuts: Vec<usize> = boundary.iter().flat_map(|boundary| cuts(body, boundary)).collect();
        if !cuts.is_empty() {
            for (place, start) in cuts.iter().enumerate() {
                let end = cuts.get(place + 1).copied().unwrap_or(body.len());
                if body[*start].text.trim_end().ends_with("--")
                    && boundary.as_ref().is_some_and(|b| body[*start].text.trim_end().len() == b.len() + 2)
                {
                    break;
                }
                read(&body[start + 1..end], depth + 1, found);
            }
            return;
        }
    }
    let kind = match media {
        "message/delivery-status" | "message/global-delivery-status" => Kind::Status,
        "message/feedback-report" => Kind::Feedback,
        "message/rfc822"
        | "message/global"
        | "text/rfc822-headers"
        | "text/rfc822-header"
        | "message/global-headers" => Kind::Message,
        "text/html" => Kind::Html,
        _ if media.starts_with("text") || media.is_empty() || media.starts_with("multipart/") => Kind::Text,
        _ => return,
    };
    let decoded = decode(body, encoding.trim());
    let lines = if kind == Kind::Html { without_tags(&decoded) } else { decoded };
    found.push(Part { kind, lines });
}

fn part_header(lines: &[Line]) -> (Vec<Field>, usize) {
    let end = lines.iter().position(|line| line.text.trim().is_empty());
    let Some(end) = end else { return (Vec::new(), 0) };
    let all = lines[..end].iter().all(|line| {
        line.text.starts_with([' ', '\t']) || line.text.to_ascii_lowercase().starts_with("content-")
    });
    let fields = lines[..end].iter().filter_map(|line| {
        field(&line.text).map(|(n, v)| (n.to_ascii_lowercase(), v.trim().to_owned(), line.at))
    });
    if all { (fields.collect(), end + 1) } else { (Vec::new(), 0) }
}

fn cuts(lines: &[Line], boundary: &str) -> Vec<usize> {
    let is_cut = |line: &Line| {
        line.text.strip_prefix(boundary).is_some_and(|rest| {
            let rest = rest.trim_end();
            rest.is_empty() || rest == "--"
        })
    };
    lines.iter().enumerate().filter(|(_, line)| is_cut(line)).map(|(place, _)| place).collect()
}

/// The lines without their Content-Transfer-Encoding (RFC 2045 §6).
pub fn decode(lines: &[Line], encoding: &str) -> Vec<Line> {
    match encoding {
        "base64" => base64(lines),
        "quoted-printable" => quoted_printable(lines),
        _ => lines.to_vec(),
    }
}

/// Each decoded line stands where its last octet stood.
fn base64(lines: &[Line]) -> Vec<Line> {
    let (mut out, mut octets) = (Vec::new(), Vec::new());
    let (mut bits, mut count) = (0_u32, 0_u32);
    let mut last = 0;
    for line in lines {
        last = line.at;
        for b in line.text.bytes() {
            let six = match b {
                b'A'..=b'Z' => b - b'A',
                b'a'..=b'z' => b - b'a' + 26,
                b'0'..=b'9' => b - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => continue,
            };
            bits = (bits << 6 | u32::from(six)) & 0x00ff_ffff;
            count += 6;
            if count >= 8 {
                count -= 8;
                let octet = u8::try_from(bits >> count & 0xff).expect("eight bits are an octet");
                if octet == b'\n' {
                    out.push(text(&octets, line.at));
                    octets.clear();
                } else {
                    octets.push(octet);
                }
            }
        }
    }
    out.push(text(&octets, last));
    out
}

fn text(octets: &[u8], at: usize) -> Line {
    Line { at, text: String::from_utf8_lossy(octets).trim_end_matches('\r').to_owned() }
}

fn quoted_printable(lines: &[Line]) -> Vec<Line> {
    let mut out = Vec::new();
    let mut octets: Vec<u8> = Vec::new();
    let mut start = None;
    for line in lines {
        let at = *start.get_or_insert(line.at);
        let bytes = line.text.trim_end().as_bytes();
        let (bytes, soft) = bytes.strip_suffix(b"=").map_or((bytes, false), |bytes| (bytes, true));
        let mut place = 0;
        while place < bytes.len() {
            let hex = (bytes[place] == b'=').then(|| bytes.get(place + 1..place + 3)).flatten();
            let octet = hex
                .and_then(|hex| std::str::from_utf8(hex).ok())
                .and_then(|hex| u8::from_str_radix(hex, 16).ok());
            octets.push(octet.unwrap_or(bytes[place]));
            place += if octet.is_some() { 3 } else { 1 };
        }
        if !soft {
            out.push(text(&octets, at));
            octets.clear();
            start = None;
        }
    }
    if !octets.is_empty() {
        out.push(text(&octets, start.unwrap_or(0)));
    }
    out
}

/// What HTML shows, line by line; a tag that ends a block ends a line.
fn without_tags(lines: &[Line]) -> Vec<Line> {
    let mut out = Vec::new();
    let mut shown = String::new();
    let mut tag: Option<String> = None;
    let mut hidden = false;
    let mut at = 0;
    for line in lines {
        at = line.at;
        for c in line.text.chars() {
            match (&mut tag, c) {
                (None, '<') => tag = Some(String::new()),
                (Some(name), '>') => {
                    let name = name.to_ascii_lowercase();
                    let word = name
                        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '/'))
                        .next()
                        .unwrap_or_default();
                    match word {
                        "style" | "script" | "head" => hidden = true,
                        "/style" | "/script" | "/head" => hidden = false,
                        "br" | "p" | "/p" | "/div" | "/tr" | "div" | "/td" | "/h1" | "/h2" | "/h3"
                        | "/li" | "/pre" | "br/" => {
                            out.push(Line { at, text: entities(&shown) });
                            shown.clear();
                        }
                        // An address in brackets that nobody has escaped.
                        _ if name.contains('@') && !name.contains('=') => {
                            shown.push('<');
                            shown.push_str(&name);
                            shown.push('>');
                        }
                        _ => {}
                    }
                    tag = None;
                }
                (Some(name), c) => {
                    if name.len() < 1024 {
                        name.push(c);
                    }
                }
                (None, c) if !hidden => shown.push(c),
                (None, _) => {}
            }
        }
        if tag.is_none() && !hidden {
            shown.push(' ');
        }
    }
    out.push(Line { at, text: entities(&shown) });
    out
}

fn entities(text: &str) -> String {
    let known = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#43;", "+"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    known.iter().fold(text.trim().to_owned(), |text, (entity, c)| {
        if text.contains(entity) { text.replace(entity, c) } else { text }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        text.lines().enumerate().map(|(at, text)| Line { at, text: text.to_owned() }).collect()
    }

    fn shown(part: &Part) -> Vec<(usize, &str)> {
        part.lines
            .iter()
            .filter(|line| !line.text.is_empty())
            .map(|line| (line.at, line.text.as_str()))
            .collect()
    }

    #[test]
    fn parts_are_told_apart_and_decoded() {
        let message = "From: x\nContent-Type: multipart/report;\n boundary=\"b\"\n\n--b\n\nHello\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+PGI+Tm88L2I+\nIHN1Y2ggJmx0O3g8L3A+\n--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: quoted-printable\n\nStatus: 5.1=2E=\n1\n--b\nContent-Type: message/rfc822\n\nSubject: x\n--b--\n";
        let parts = parts(&lines(message));
        let kinds: Vec<Kind> = parts.iter().map(|part| part.kind).collect();
        assert_eq!(kinds, [Kind::Text, Kind::Html, Kind::Status, Kind::Message]);
        assert_eq!(shown(&parts[0]), [(6, "Hello")]);
        assert_eq!(shown(&parts[1]), [(12, "No such <x")]);
        assert_eq!(shown(&parts[2]), [(17, "Status: 5.1.1")]);
    }

    #[test]
    fn lines_without_a_header_are_text() {
        let parts = parts(&lines("Hi. This is the program\n\n<a@example.org>:\nno"));
        assert_eq!((parts.len(), parts[0].kind, parts[0].lines.len()), (1, Kind::Text, 4));
    }
}
