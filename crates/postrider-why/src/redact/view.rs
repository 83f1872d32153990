//! What lines say once quoted-printable, HTML and the escapes of addresses are undone, and where each character stood.

use std::ops::Range;

use super::secret::secrets;
use crate::dialect::{Form, form, text_and_who, text_of};

/// Where a character stood: in which line, from where to where.
type Place = (usize, usize, usize);

/// What some lines say.
pub struct View {
    /// The text.
    pub text: String,
    /// Where each octet of the text stood.
    places: Vec<Place>,
    /// Whether it is what stands in the line.
    same: bool,
    /// The last of the lines.
    pub last: usize,
}

/// What the lines say; those that end in a soft line break (RFC 2045 §6.7) say it together.
pub fn views(lines: &[String]) -> impl Iterator<Item = View> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let mut end = start;
        lines.get(end)?;
        while lines.get(end + 1).is_some_and(|next| is_soft(&lines[end], next)) {
            end += 1;
        }
        let group = start..end + 1;
        start = end + 1;
        Some(View::of(lines, group))
    })
}

/// Whether a line goes on in the next. Base64 may end so too, and then somebody else speaks.
fn is_soft(line: &str, next: &str) -> bool {
    let line = line.trim_end();
    let (text, who) = text_and_who(next);
    // Within a quotation each line has its mark.
    let apart = who.is_some() && !(line.starts_with('>') && next.starts_with('>'));
    line.ends_with('=') && !line.ends_with("==") && !apart && form(&next[text]) == Form::Other
}

impl View {
    fn of(lines: &[String], group: Range<usize>) -> Self {
        let mut raw =
            Self { text: String::new(), places: Vec::new(), same: group.len() == 1, last: group.end - 1 };
        for at in group.clone() {
            let line = lines[at].as_str();
            let line = if at + 1 < group.end { line.trim_end().trim_end_matches('=') } else { line };
            // Within a line that was broken the marks of a quotation are no text.
            let from = if at > group.start && line.starts_with('>') { text_of(line).start } else { 0 };
            raw.text.push_str(line.get(from..).unwrap_or_default());
            raw.places.extend((from..line.len()).map(|octet| (at, octet, octet + 1)));
        }
        crate::effort::spend(raw.text.len());
        if raw.text.contains('=') {
            raw = raw.unescaped('=');
        }
        if raw.text.contains(['<', '&']) {
            raw = raw.without_tags();
        }
        if raw.text.contains('%') {
            raw = raw.unescaped('%');
        }
        raw
    }

    /// The secrets that only the decoded text shows.
    pub fn secrets(&self) -> Vec<(usize, Range<usize>)> {
        if self.same {
            return Vec::new();
        }
        secrets(&self.text).into_iter().flat_map(|secret| self.places(secret)).collect()
    }

    /// Where a part of the text stood.
    pub fn places(&self, part: Range<usize>) -> Vec<(usize, Range<usize>)> {
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        for (line, start, end) in &self.places[part] {
            match found.last_mut().filter(|(known, _)| known == line) {
                Some((_, range)) => range.end = range.end.max(*end),
                None => found.push((*line, *start..*end)),
            }
        }
        found
    }

    /// Without the escapes that a sign and two hexadecimal digits make.
    fn unescaped(self, sign: char) -> Self {
        let bytes = self.text.as_bytes();
        let (mut octets, mut places) = (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len()));
        let mut at = 0;
        while at < bytes.len() {
            let hex = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == sign as u8);
            let octet = hex
                .filter(|hex| hex.iter().all(u8::is_ascii_hexdigit))
                .and_then(|hex| std::str::from_utf8(hex).ok());
            let octet = octet.and_then(|hex| u8::from_str_radix(hex, 16).ok());
            let len = if octet.is_some() { 3 } else { 1 };
            let (line, start, _) = self.places[at];
            octets.push(octet.unwrap_or(bytes[at]));
            places.push((line, start, self.places[at + len - 1].2));
            at += len;
        }
        if octets.len() == bytes.len() {
            return self;
        }
        let mut view =
            Self { text: String::with_capacity(octets.len()), places, same: false, last: self.last };
        for chunk in octets.utf8_chunks() {
            view.text.push_str(chunk.valid());
            // As many octets, or the places would be others.
            view.text.extend(chunk.invalid().iter().map(|_| '?'));
        }
        view
    }

    /// Without tags and entities. A cell of a table that ends is a colon: `<td>Password</td><td>x</td>`.
    fn without_tags(self) -> Self {
        let mut view = Self { text: String::new(), places: Vec::new(), same: false, last: self.last };
        let mut at = 0;
        while let Some(c) = self.text[at..].chars().next() {
            let rest = &self.text[at..];
            let (shown, len) = match c {
                '<' => tag(rest),
                '&' => entity(rest),
                _ => None,
            }
            .unwrap_or((rest[..c.len_utf8()].to_owned(), c.len_utf8()));
            let (line, start, _) = self.places[at];
            let (last, _, end) = self.places[at + len - 1];
            let end = if last == line { end } else { start };
            view.places.extend((0..shown.len()).map(|octet| {
                if c == '<' || c == '&' { (line, start, end) } else { self.places[at + octet] }
            }));
            view.text.push_str(&shown);
            at += len;
        }
        view
    }
}

/// What a tag at the beginning shows, and how long it is; none if it is no tag.
fn tag(text: &str) -> Option<(String, usize)> {
    let inside = &text[1..];
    let end = inside.find(['<', '>']).filter(|end| inside[*end..].starts_with('>'))?;
    let inside = &inside[..end];
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
        || (inside.contains('@') && !inside.contains('='))
    {
        return None;
    }
    let name: String = inside
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
        .collect::<String>()
        .to_ascii_lowercase();
    let shown = match name.as_str() {
        "/td" | "/th" | "/dt" => ": ",
        "br" | "br/" | "p" | "/p" | "div" | "/div" | "/tr" | "/li" | "li" | "/pre" => " ",
        _ => "",
    };
    Some((shown.to_owned(), end + 2))
}

/// What an entity at the beginning stands for, and how long it is; none if it is no entity.
fn entity(text: &str) -> Option<(String, usize)> {
    /// `&#x0000003d;`
    const OCTETS_MAX: usize = 12;
    let end = text.bytes().take(OCTETS_MAX).position(|b| b == b';')?;
    let name = &text[1..end];
    let number = || {
        let number = name.strip_prefix('#')?;
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        number.ok().and_then(char::from_u32)
    };
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "nbsp" => ' ',
        "equals" => '=',
        "colon" => ':',
        _ => number()?,
    };
    Some((c.to_string(), end + 1))
}
