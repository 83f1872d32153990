//! What is looked for in a directory (RFC 4515), with a place for the name.

use super::ber::{self, Writer};

/// A filter of RFC 4515. `{name}` in a value stands for the name that logs in.
///
/// The name is put into the message as it is: it never becomes text of a filter, so nothing in it has to be escaped, and nothing in it can
/// mean anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter(Node);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    /// `&` and `|`: the tag, and what it is about.
    Several(u8, Vec<Node>),
    /// `!`
    Not(Box<Node>),
    /// `=*`
    Present(String),
    /// `=`, `>=`, `<=`, `~=`: the tag.
    Compare(u8, String, Value),
    /// With stars: between each two of these.
    Substrings(String, Vec<Value>),
    /// `attribute:dn:rule:=value`
    Extensible { attribute: String, rule: String, dn: bool, value: Value },
}

/// A value, with places for the name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Value(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Octets(Vec<u8>),
    Name,
}

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{written:?} is no filter: {why}")]
pub struct FilterError {
    written: String,
    why: &'static str,
}

/// Where the name stands.
const NAME: &str = "{name}";

/// How deep brackets may stand in each other.
const DEPTH_MAX: usize = 20;

impl Filter {
    /// Reads a filter as it is written.
    ///
    /// # Errors
    ///
    /// It is none.
    pub fn read(text: &str) -> Result<Self, FilterError> {
        let mut reader = Reader { rest: text };
        let read = reader.node(0).and_then(|node| match reader.rest {
            "" => Ok(Self(node)),
            _ => Err("something stands behind its last bracket"),
        });
        read.map_err(|why| FilterError { written: text.to_owned(), why })
    }

    /// Whether the name is looked for at all.
    #[must_use]
    pub fn has_name(&self) -> bool {
        self.0.has_name()
    }

    /// As it stands in a search (RFC 4511 §4.5.1.7), for this name.
    pub(super) fn write(&self, name: &str, writer: &mut Writer) {
        self.0.write(name, writer);
    }
}

impl Node {
    fn has_name(&self) -> bool {
        match self {
            Self::Several(_, nodes) => nodes.iter().any(Self::has_name),
            // What is asked to be otherwise finds everybody else.
            Self::Not(_) | Self::Present(_) => false,
            Self::Compare(_, _, value) | Self::Extensible { value, .. } => value.has_name(),
            Self::Substrings(_, values) => values.iter().any(Value::has_name),
        }
    }

    fn write(&self, name: &str, writer: &mut Writer) {
        match self {
            Self::Several(tag, nodes) => writer.nested(*tag, |writer| {
                for node in nodes {
                    node.write(name, writer);
                }
            }),
            Self::Not(node) => writer.nested(0xa2, |writer| node.write(name, writer)),
            Self::Present(attribute) => writer.put(0x87, attribute.as_bytes()),
            Self::Compare(tag, attribute, value) => writer.nested(*tag, |writer| {
                writer.put(ber::OCTETS, attribute.as_bytes());
                writer.put(ber::OCTETS, &value.octets(name));
            }),
            Self::Substrings(attribute, values) => writer.nested(0xa4, |writer| {
                writer.put(ber::OCTETS, attribute.as_bytes());
                writer.nested(ber::SEQUENCE, |writer| {
                    let last = values.len() - 1;
                    for (number, value) in values.iter().enumerate().filter(|(_, value)| !value.0.is_empty())
                    {
                        let tag = if number == 0 {
                            0x80
                        } else if number == last {
                            0x82
                        } else {
                            0x81
                        };
                        writer.put(tag, &value.octets(name));
                    }
                });
            }),
            Self::Extensible { attribute, rule, dn, value } => writer.nested(0xa9, |writer| {
                if !rule.is_empty() {
                    writer.put(0x81, rule.as_bytes());
                }
                if !attribute.is_empty() {
                    writer.put(0x82, attribute.as_bytes());
                }
                writer.put(0x83, &value.octets(name));
                if *dn {
                    writer.put(0x84, &[0xff]);
                }
            }),
        }
    }
}

impl Value {
    fn has_name(&self) -> bool {
        self.0.contains(&Part::Name)
    }

    fn octets(&self, name: &str) -> Vec<u8> {
        let octets = self.0.iter().map(|part| match part {
            Part::Octets(octets) => octets.as_slice(),
            Part::Name => name.as_bytes(),
        });
        octets.collect::<Vec<_>>().concat()
    }

    /// RFC 4515: `\` and two digits are an octet; brackets and stars stand in no other way.
    fn read(text: &str) -> Result<Self, &'static str> {
        let (mut parts, mut octets, mut rest) = (Vec::new(), Vec::new(), text);
        while let Some(first) = rest.bytes().next() {
            if let Some(behind) = rest.strip_prefix(NAME) {
                if !octets.is_empty() {
                    parts.push(Part::Octets(std::mem::take(&mut octets)));
                }
                parts.push(Part::Name);
                rest = behind;
            } else if first == b'\\' {
                let digits =
                    rest.get(1..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
                let octet = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                octets.push(octet.ok_or("behind a \\ stand two hexadecimal digits")?);
                rest = &rest[3..];
            } else {
                let next = rest.chars().next().map_or(1, char::len_utf8);
                octets.extend_from_slice(&rest.as_bytes()[..next]);
                rest = &rest[next..];
            }
        }
        if !octets.is_empty() {
            parts.push(Part::Octets(octets));
        }
        Ok(Self(parts))
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn node(&mut self, depth: usize) -> Result<Node, &'static str> {
        if depth > DEPTH_MAX {
            return Err("its brackets stand too deep in each other");
        }
        self.rest = self.rest.strip_prefix('(').ok_or("it begins with a bracket, and so does each part")?;
        let node = match self.rest.bytes().next() {
            Some(first @ (b'&' | b'|')) => {
                self.rest = &self.rest[1..];
                let mut nodes = Vec::new();
                while self.rest.starts_with('(') {
                    nodes.push(self.node(depth + 1)?);
                }
                if nodes.is_empty() {
                    return Err("behind & and | stands one part at least");
                }
                Node::Several(if first == b'&' { 0xa0 } else { 0xa1 }, nodes)
            }
            Some(b'!') => {
                self.rest = &self.rest[1..];
                Node::Not(Box::new(self.node(depth + 1)?))
            }
            _ => {
                let end = self.rest.find(['(', ')']).unwrap_or(self.rest.len());
                let (item, rest) = self.rest.split_at(end);
                self.rest = rest;
                item_node(item)?
            }
        };
        self.rest = self
            .rest
            .strip_prefix(')')
            .ok_or("a bracket is not closed, or a ( in a value is not written as \\28")?;
        Ok(node)
    }
}

fn item_node(item: &str) -> Result<Node, &'static str> {
    let (left, value) = item.split_once('=').ok_or("a part has no =")?;
    let (left, tag) = match left.bytes().last() {
        Some(b':') => return extensible(&left[..left.len() - 1], value),
        Some(b'>') => (&left[..left.len() - 1], 0xa5),
        Some(b'<') => (&left[..left.len() - 1], 0xa6),
        Some(b'~') => (&left[..left.len() - 1], 0xa8),
        _ => (left, 0xa3),
    };
    let attribute = attribute(left)?;
    if tag != 0xa3 || !value.contains('*') {
        if value.contains('*') {
            return Err("a * stands behind = alone; as a character it is \\2a");
        }
        return Ok(Node::Compare(tag, attribute, Value::read(value)?));
    }
    if value == "*" {
        return Ok(Node::Present(attribute));
    }
    let parts = value.split('*').map(Value::read).collect::<Result<Vec<_>, _>>()?;
    if parts.iter().all(|part| part.0.is_empty()) {
        return Err("between two * stands something");
    }
    Ok(Node::Substrings(attribute, parts))
}

fn extensible(left: &str, value: &str) -> Result<Node, &'static str> {
    let mut words = left.split(':');
    let name = words.next().unwrap_or_default();
    let mut words: Vec<&str> = words.collect();
    let dn = words.first().is_some_and(|word| word.eq_ignore_ascii_case("dn"));
    if dn {
        words.remove(0);
    }
    let (rule, more) = words.split_first().map_or(("", false), |(rule, more)| (*rule, !more.is_empty()));
    if more || name.is_empty() && rule.is_empty() {
        return Err("before := stands an attribute, :dn, a rule");
    }
    let attribute = if name.is_empty() { String::new() } else { attribute(name)? };
    let rule = if rule.is_empty() { String::new() } else { self::attribute(rule)? };
    Ok(Node::Extensible { attribute, rule, dn, value: Value::read(value)? })
}

/// RFC 4512: a name or a number of an attribute, perhaps with options.
fn attribute(text: &str) -> Result<String, &'static str> {
    let fits = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b';' | b'.');
    if text.is_empty() || !text.bytes().all(fits) {
        return Err("the name of an attribute has letters, digits and - alone");
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(filter: &str, name: &str) -> Vec<u8> {
        let mut writer = Writer::default();
        Filter::read(filter).expect(filter).write(name, &mut writer);
        writer.octets().to_vec()
    }

    #[test]
    fn a_filter_is_what_the_rfc_says() {
        for (filter, expected) in [
            ("(mail={name})", &b"\xa3\x0a\x04\x04mail\x04\x02al"[..]),
            ("(!(a=b))", b"\xa2\x08\xa3\x06\x04\x01a\x04\x01b"),
            ("(a=*)", b"\x87\x01a"),
            ("(&(a=*)(|(b=*)(c>=1)))", b"\xa0\x10\x87\x01a\xa1\x0b\x87\x01b\xa5\x06\x04\x01c\x04\x011"),
            ("(a=x*y*{name})", b"\xa4\x0f\x04\x01a\x30\x0a\x80\x01x\x81\x01y\x82\x02al"),
            ("(a=*x)", b"\xa4\x08\x04\x01a\x30\x03\x82\x01x"),
            ("(a=\\28\\2A\\00)", b"\xa3\x08\x04\x01a\x04\x03(*\0"),
            ("(a:dn:1.2:={name})", b"\xa9\x0f\x81\x031.2\x82\x01a\x83\x02al\x84\x01\xff"),
        ] {
            assert_eq!(written(filter, "al"), expected, "{filter}");
        }
    }

    #[test]
    fn nothing_in_a_name_means_anything() {
        let name = "*)(uid=*))(|(uid=*\\2a{name}";
        let mut expected = Writer::default();
        expected.nested(0xa3, |writer| {
            writer.put(ber::OCTETS, b"uid");
            writer.put(ber::OCTETS, name.as_bytes());
        });
        assert_eq!(written("(uid={name})", name), expected.octets());
    }

    #[test]
    fn what_is_no_filter_is_refused_with_its_reason() {
        for wrong in [
            "",
            "mail={name}",
            "(mail={name}",
            "(mail={name}))",
            "(&)",
            "(mail)",
            "(=x)",
            "(a b=x)",
            "(a=\\2)",
            "(a=\\zz)",
            "(a>=*)",
            "(a=**)",
            "(a=(x))",
            "(:=x)",
            "(a:b:c:d:=x)",
        ] {
            let why = Filter::read(wrong).expect_err(wrong).to_string();
            assert!(why.contains("is no filter: "), "{why}");
        }
        let deep = format!("{}(a=b){}", "(!".repeat(30), ")".repeat(30));
        assert!(Filter::read(&deep).is_err());
        assert!(Filter::read("(&(a=*)(mail={name}))").expect("good").has_name());
        assert!(!Filter::read("(&(a=*)(!(mail={name})))").expect("good").has_name());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}", name in "\\PC{0,10}") {
            if let Ok(filter) = Filter::read(&text) {
                filter.write(&name, &mut Writer::default());
            }
        }

        #[test]
        fn brackets_in_any_order_are_read_or_refused(text in "[()&|!=*a:\\\\0]{0,30}") {
            if let Ok(filter) = Filter::read(&text) {
                filter.write("alice", &mut Writer::default());
            }
        }
    }
}
