//! What lines say once quoted-printable, HTML and the escapes of addresses are undone, and where each character stood.

use std::ops::Range;

use super::secret::secrets;
use crate::dialect::{Form, form, text_and_who, text_of};

/// Where a character stood: in which line, from where to where.
type Place = (u32, u32, u32);

/// What some lines say.
pub struct View {
    /// The text.
    pub text: String,
    /// Where each octet of the text stood.
    places: Vec<Place>,
    /// How much has been undone.
    undone: usize,
}

/// What can be undone, in this order.
const STEPS: [fn(&View) -> Option<View>; 4] =
    [|view| view.unescaped('='), View::without_tags, |view| view.unescaped('%'), View::without_escapes];

/// The lines one by one, or those together that end in a soft line break (RFC 2045 §6.7), if that is what it is.
pub fn groups(lines: &[String], joined: bool) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let mut end = start;
        lines.get(end)?;
        while joined && lines.get(end + 1).is_some_and(|next| is_soft(&lines[end], next)) {
            end += 1;
        }
        let group = start..end + 1;
        start = end + 1;
        Some(group)
    })
}

/// What these lines say as they stand, and with one thing after the other undone.
pub fn views(lines: &[String], group: Range<usize>) -> impl Iterator<Item = View> {
    std::iter::successors(Some(View::raw(lines, group)), View::next)
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
    fn raw(lines: &[String], group: Range<usize>) -> Self {
        let mut raw = Self { text: String::new(), places: Vec::new(), undone: 0 };
        for at in group.clone() {
            let line = lines[at].as_str();
            let line = if at + 1 < group.end { line.trim_end().trim_end_matches('=') } else { line };
            // Within a line that was broken the marks of a quotation are no text.
            let from = if at > group.start && line.starts_with('>') { text_of(line).start } else { 0 };
            raw.text.push_str(line.get(from..).unwrap_or_default());
            raw.places.extend((from..line.len()).map(|octet| (short(at), short(octet), short(octet + 1))));
        }
        raw
    }

    /// With one thing more undone, if there is any.
    fn next(&self) -> Option<Self> {
        let mut steps = STEPS.iter().enumerate().skip(self.undone);
        steps.find_map(|(step, undo)| Some(Self { undone: step + 1, ..undo(self)? }))
    }

    /// Where its secrets stood.
    pub fn secrets(&self) -> Vec<(usize, Range<usize>)> {
        secrets(&self.text).into_iter().flat_map(|secret| self.places(secret)).collect()
    }

    /// Where a part of the text stood.
    pub fn places(&self, part: Range<usize>) -> Vec<(usize, Range<usize>)> {
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        for (line, start, end) in &self.places[part] {
            let (line, start, end) = (*line as usize, *start as usize, *end as usize);
            match found.last_mut().filter(|(known, _)| *known == line) {
                Some((_, range)) => range.end = range.end.max(end),
                None => found.push((line, start..end)),
            }
        }
        found
    }

    /// Without the escapes that a sign and two hexadecimal digits make.
    fn unescaped(&self, sign: char) -> Option<Self> {
        let bytes = self.text.as_bytes();
        if !bytes.contains(&(sign as u8)) {
            return None;
        }
        crate::effort::spend(bytes.len());
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
            return None;
        }
        let mut view = Self { text: String::with_capacity(octets.len()), places, undone: self.undone };
        for chunk in octets.utf8_chunks() {
            view.text.push_str(chunk.valid());
            // As many octets, or the places would be others.
            view.text.extend(chunk.invalid().iter().map(|_| '?'));
        }
        Some(view)
    }

    /// Without tags and entities. A cell of a table that ends is a colon: `<td>Password</td><td>x</td>`.
    fn without_tags(&self) -> Option<Self> {
        if !self.text.contains(['<', '&']) {
            return None;
        }
        crate::effort::spend(self.text.len());
        let mut view = Self { text: String::new(), places: Vec::new(), undone: self.undone };
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
        (view.text != self.text).then_some(view)
    }

    /// Without the escapes of JSON and of programs: `pass\u0077ord`, `pass\x77ord`.
    fn without_escapes(&self) -> Option<Self> {
        if !self.text.contains('\\') {
            return None;
        }
        crate::effort::spend(self.text.len());
        let mut view = Self { text: String::new(), places: Vec::new(), undone: self.undone };
        let mut at = 0;
        while let Some(c) = self.text[at..].chars().next() {
            let rest = &self.text[at..];
            // A run of backslashes is counted once: a line may be full of them.
            let slashes = rest.len() - rest.trim_start_matches('\\').len();
            crate::effort::spend(slashes);
            let found = if slashes > 0 { escape(rest, slashes) } else { None };
            if slashes > 0 && found.is_none() {
                view.text.push_str(&rest[..slashes]);
                view.places.extend_from_slice(&self.places[at..at + slashes]);
                at += slashes;
                continue;
            }
            let (shown, len) = found.unwrap_or((c, c.len_utf8()));
            let (line, start, _) = self.places[at];
            let (last, _, end) = self.places[at + len - 1];
            let end = if last == line { end } else { start };
            let is_escape = len > c.len_utf8();
            view.places.extend(
                (0..shown.len_utf8())
                    .map(|octet| if is_escape { (line, start, end) } else { self.places[at + octet] }),
            );
            view.text.push(shown);
            at += len;
        }
        (view.text != self.text).then_some(view)
    }
}

/// A number of a line, or of an octet in it: a paste has no more than a MiB.
fn short(number: usize) -> u32 {
    u32::try_from(number).expect("a paste is bounded")
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

/// What an escape at the beginning stands for, which has so many backslashes, and how long it is; none if it is no escape. What has no character
/// alone is a question mark.
fn escape(text: &str, slashes: usize) -> Option<(char, usize)> {
    let inside = &text[slashes..];
    let (digits, count) = match inside.chars().next()? {
        'u' => (inside.get(1..5)?, 4),
        'x' => (inside.get(1..3)?, 2),
        _ => return None,
    };
    let number =
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())??;
    Some((char::from_u32(number).unwrap_or('?'), slashes + 1 + count))
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
