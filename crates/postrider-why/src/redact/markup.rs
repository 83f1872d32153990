//! Values in XML and HTML: in an element that a name opens, in an attribute beside the name, in the element behind it.
//!
//! ```text
//!   <password type="plain">x</password>                       the name is that of the element
//!   <property name="password"><value>x</value></property>     the name is an attribute, the value an element in it
//!   <input value="x" type="text" name="password">             the value is an attribute of the same tag, in any order
//!   <key>Password</key> <string>x</string>                    the value is in the element behind it
//! ```

use std::ops::Range;

use super::key::is_key;
use super::value::quoted;

/// No tag is longer, in octets: a line may be a MiB long, and full of signs that open one.
const TAG_OCTETS_MAX: usize = 512;

/// So many elements may stand around a value.
const DEPTH_MAX: usize = 4;

/// What stands in CDATA (XML 1.0 §2.7) is text, whatever it looks like.
const CDATA: (&str, &str) = ("<![CDATA[", "]]>");

/// The value of a key that is a word of markup.
pub fn value(line: &str, key: &Range<usize>) -> Option<Range<usize>> {
    let before = line.get(line.ceil_char_boundary(key.start.saturating_sub(TAG_OCTETS_MAX))..key.start)?;
    let behind = near(&line[key.end..]);
    // `<key>Password</key><string>x</string>`
    if let Some(rest) = behind.strip_prefix("</") {
        let end = key.end + 2 + rest.find('>')? + 1;
        let opens = line[end..].trim_start().starts_with('<');
        return opens.then(|| inside(line, end)).flatten();
    }
    let tag = before.rfind('<').filter(|tag| !before[*tag..].contains('>'))?;
    let begun = &before[tag + 1..];
    let is_name = begun.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'));
    if is_name && behind.starts_with(|c: char| c.is_whitespace()) {
        let end = behind.find(['>', '<']).filter(|end| behind[*end..].starts_with('>'))?;
        return (!behind[..end].ends_with('/')).then(|| inside(line, key.end + end + 1)).flatten();
    }
    // In front of the name, and behind it.
    let first = attribute(begun)
        .map(|value| key.start - begun.len() + value.start..key.start - begun.len() + value.end);
    let end = behind.find(['>', '<']).unwrap_or(behind.len());
    first.or_else(|| attribute(&behind[..end]).map(|value| key.end + value.start..key.end + value.end))
}

/// The value of an attribute of that name.
fn attribute(tag: &str) -> Option<Range<usize>> {
    let (at, _) = tag.match_indices("value").find(|(at, _)| tag[..*at].ends_with(char::is_whitespace))?;
    let rest = tag[at + "value".len()..].trim_start().strip_prefix('=')?.trim_start();
    let inside = quoted(rest)?;
    let start = tag.len() - rest.len();
    Some(start + inside.start..start + inside.end)
}

/// What an element holds whose tag ends here: its text, or that of the first element in it.
pub fn inside(line: &str, mut at: usize) -> Option<Range<usize>> {
    for _ in 0..DEPTH_MAX {
        let rest = line[at..].trim_start();
        let start = line.len() - rest.len();
        if let Some(text) = rest.strip_prefix(CDATA.0) {
            let end = text.find(CDATA.1).unwrap_or(text.len());
            return filled(line, start + CDATA.0.len()..start + CDATA.0.len() + end);
        }
        if !rest.starts_with('<') {
            let end = rest.find('<').unwrap_or(rest.len());
            return filled(line, start..start + end);
        }
        let opens = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
        at = start + near(rest).find('>').filter(|_| opens)? + 1;
    }
    None
}

fn filled(line: &str, place: Range<usize>) -> Option<Range<usize>> {
    (!line[place.clone()].trim().is_empty()).then_some(place)
}

fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(TAG_OCTETS_MAX)]
}

/// Whether a line ends with an element whose value stands in the next: `<password type="plain">`, `<key>Password</key>`.
pub fn opens(line: &str) -> bool {
    let Some(tag) = line.rfind('<').filter(|_| line.ends_with('>')) else { return false };
    let name = &line[tag + 1..line.len() - 1];
    if name.starts_with('/') {
        return line[..tag].rsplit('>').next().is_some_and(|text| is_key(text.trim()));
    }
    let name = name.split(char::is_whitespace).next().unwrap_or_default();
    !name.starts_with('!') && !line.ends_with("/>") && is_key(name.rsplit(':').next().unwrap_or(name))
}
