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
use super::value::{before_reply_or, is_quote, quoted};

/// No tag is longer, in octets: a line may be a MiB long, and full of signs that open one.
const TAG_OCTETS_MAX: usize = 512;

/// So many elements may stand around a value.
const DEPTH_MAX: usize = 4;

/// What stands in CDATA (XML 1.0 §2.7) is text, whatever it looks like.
const CDATA: (&str, &str) = ("<![CDATA[", "]]>");

/// Attributes that describe an element, and do not name what it holds.
const DESCRIBING: [&str; 8] =
    ["action", "autocomplete", "class", "for", "href", "placeholder", "src", "type"];

/// Elements of HTML that hold nothing (HTML §13.1.2).
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

/// Elements that begin something new, so what is in them is no value of what stands in front of them.
const APART: [&str; 8] = ["b", "br", "div", "h1", "hr", "li", "p", "pre"];

/// The values of a key that is a word of markup: in the attribute beside it, and in the element.
pub fn values(line: &str, word: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // `name=password`
    let last = line[word.clone()].rfind('=').map_or(0, |at| at + 1);
    let key = word.start + last..word.end;
    if !is_key(&line[key.clone()]) {
        return found;
    }
    let behind = near(&line[key.end..]);
    if let Some(rest) = behind.strip_prefix("</") {
        found.extend(rest.find('>').and_then(|end| in_next(line, &key, key.end + 2 + end + 1)));
        return found;
    }
    let Some(begun) = begun(line, &key) else { return found };
    let end = behind.find(['>', '<']).unwrap_or(behind.len());
    // What an element of that name holds, or one that an attribute names so.
    let named = match named_by(begun) {
        Some(_) if !behind.trim_start_matches('\\').starts_with(is_quote) && last == 0 => return found,
        Some(name) => {
            let element: String = begun.chars().take_while(char::is_ascii_alphanumeric).collect();
            let is = |words: &[&str], word: &str| words.iter().any(|known| word.eq_ignore_ascii_case(known));
            found.extend(attributes(begun, begun.len(), key.start - begun.len()));
            !is(&DESCRIBING, name) && !is(&VOID, &element)
        }
        None if is_name(begun) && behind.starts_with(|c: char| c.is_whitespace() || c == '>') => true,
        None => return found,
    };
    found.extend(attributes(behind, end, key.end));
    if named && behind[end..].starts_with('>') && !behind[..end].ends_with('/') {
        found.extend(inside(line, key.end + end + 1));
    }
    found
}

/// Whether a key stands in a tag, so that the sign behind it is the end of that.
pub fn is_in_tag(line: &str, key: &Range<usize>) -> bool {
    begun(line, key).is_some_and(|begun| is_name(begun) || named_by(begun).is_some())
}

/// The tag in which a key stands, up to the key.
fn begun<'a>(line: &'a str, key: &Range<usize>) -> Option<&'a str> {
    let before = line.get(line.ceil_char_boundary(key.start.saturating_sub(TAG_OCTETS_MAX))..key.start)?;
    let tag = before.rfind('<').filter(|tag| !before[*tag..].contains('>'))?;
    Some(&before[tag + 1..])
}

/// Whether the beginning of a tag is no more than that of a name: nothing, or the prefix of a namespace.
fn is_name(begun: &str) -> bool {
    begun.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'))
}

/// The attribute whose value begins here, with a quote or without, and has not ended.
fn named_by(begun: &str) -> Option<&str> {
    let open = begun.rfind(is_quote).filter(|open| before_sign(&begun[..*open]).is_some());
    let name = before_sign(&begun[..open.unwrap_or(begun.len())])?;
    name.rsplit(char::is_whitespace).next().filter(|name| !name.is_empty())
}

fn before_sign(text: &str) -> Option<&str> {
    text.trim_end_matches('\\').trim_end().strip_suffix('=').map(str::trim_end)
}

/// The values of the attributes of that name, which begin in front of `end`; `at` is where in the line the tag stands.
fn attributes(tag: &str, end: usize, at: usize) -> Vec<Range<usize>> {
    let names = tag[..end].to_ascii_lowercase();
    let names = names
        .match_indices("value")
        .filter(|(at, _)| names[..*at].ends_with(char::is_whitespace))
        .filter_map(|(name, word)| {
            let rest = tag[name + word.len()..].trim_start().strip_prefix('=')?.trim_start();
            let bare = || 0..rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
            let inside = quoted(rest).unwrap_or_else(bare);
            let start = at + tag.len() - rest.len();
            (!inside.is_empty()).then(|| start + inside.start..start + inside.end)
        });
    names.collect()
}

/// What the element behind a key holds, if the key is all that its own element says, and names the other.
fn in_next(line: &str, key: &Range<usize>, end: usize) -> Option<Range<usize>> {
    let before = line.get(line.ceil_char_boundary(key.start.saturating_sub(TAG_OCTETS_MAX))..key.start)?;
    let (tag, text) = before.rsplit_once('>')?;
    let rest = line[end..].trim_start();
    let name = near(rest.strip_prefix('<')?).split(|c: char| !c.is_alphanumeric()).next()?;
    let is_apart = APART.iter().any(|apart| name.eq_ignore_ascii_case(apart));
    (is_alone(tag, text) && !is_apart && !name.is_empty()).then(|| inside(line, end)).flatten()
}

/// Whether what stands in front of a key in its element leaves it a name: nothing, or any words in a `<key>` or a `<name>`.
fn is_alone(tag: &str, text: &str) -> bool {
    text.trim().is_empty()
        || tag.rsplit('<').next().is_some_and(|tag| {
            let name = tag.split(char::is_whitespace).next().unwrap_or_default();
            ["key", "name"].iter().any(|known| name.eq_ignore_ascii_case(known))
        })
}

/// What an element holds whose tag ends here: its text up to a reply, or that of the first element in it.
pub fn inside(line: &str, mut at: usize) -> Option<Range<usize>> {
    for _ in 0..DEPTH_MAX {
        let rest = line[at..].trim_start();
        let start = line.len() - rest.len();
        if let Some(text) = rest.strip_prefix(CDATA.0) {
            let end = text.find(CDATA.1).unwrap_or(text.len());
            return filled(line, start + CDATA.0.len()..start + CDATA.0.len() + end);
        }
        if !rest.starts_with('<') {
            return filled(line, start..start + before_reply_or(rest, b'<'));
        }
        let opens = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
        at = start + near(rest).find('>').filter(|_| opens)? + 1;
    }
    None
}

/// What a line holds that is an element, and begins nothing new.
pub fn element(line: &str) -> Option<Range<usize>> {
    let rest = line.trim_start_matches(['>', '|', ' ', '\t']);
    let name = near(rest.strip_prefix('<')?).split(|c: char| !c.is_alphanumeric()).next()?;
    let is_apart = APART.iter().any(|apart| name.eq_ignore_ascii_case(apart));
    let end =
        near(rest).find('>').filter(|end| !rest[..*end].ends_with('/') && !is_apart && !name.is_empty())?;
    inside(line, line.len() - rest.len() + end + 1)
}

fn filled(line: &str, place: Range<usize>) -> Option<Range<usize>> {
    (!line[place.clone()].trim().is_empty()).then_some(place)
}

fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(TAG_OCTETS_MAX)]
}

/// Whether a line ends with an element whose value stands in the next: `<password type="plain">`, `<key>Password</key>`.
pub fn opens(line: &str) -> bool {
    let line = line.strip_suffix(CDATA.0).map_or(line, str::trim_end);
    let Some(tag) = line.rfind('<').filter(|_| line.ends_with('>')) else { return false };
    let name = &line[tag + 1..line.len() - 1];
    if name.starts_with('/') {
        let (tag, text) = line[..tag].rsplit_once('>').unwrap_or(("", &line[..tag]));
        let (before, key) = text.trim().rsplit_once(char::is_whitespace).unwrap_or(("", text.trim()));
        return is_key(key) && is_alone(tag, before);
    }
    let name = name.split(char::is_whitespace).next().unwrap_or_default();
    !name.starts_with('!') && !line.ends_with("/>") && is_key(name.rsplit(':').next().unwrap_or(name))
}
