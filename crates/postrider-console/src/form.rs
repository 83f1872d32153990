//! What a form sends: `name=value&name=value`, with `+` for a blank and `%41` for an octet.

use std::fmt::Write as _;

/// The value of a field, decoded; no more than a little over so many octets of it. None if the form has no such field.
pub fn field(form: &[u8], name: &str, octets_max: usize) -> Option<Vec<u8>> {
    let value = form.split(|octet| *octet == b'&').find_map(|pair| {
        let rest = pair.strip_prefix(name.as_bytes())?;
        // A field without a value is one.
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix(b"=") }
    })?;
    let mut octets = Vec::new();
    decode(value.iter().map(|octet| if *octet == b'+' { b' ' } else { *octet }), octets_max, &mut octets);
    Some(octets)
}

/// The octets that `%41` and its like stand for.
pub fn unescaped(text: &str) -> Vec<u8> {
    let mut octets = Vec::new();
    decode(text.bytes(), usize::MAX, &mut octets);
    octets
}

/// A text as it stands in a query: everything but letters, digits and a few signs as `%XX`.
pub fn escaped(text: &str) -> String {
    let mut query = String::new();
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            query.push(char::from(octet));
        } else {
            let _ = write!(query, "%{octet:02X}");
        }
    }
    query
}

/// What is no escape, though it begins as one, becomes `?`. One octet more than wanted shows that there were more.
fn decode(mut rest: impl Iterator<Item = u8>, octets_max: usize, octets: &mut Vec<u8>) {
    let digit = |octet: Option<u8>| octet.and_then(|octet| char::from(octet).to_digit(16));
    while octets.len() <= octets_max {
        let Some(octet) = rest.next() else { return };
        octets.push(match octet {
            b'%' => match (digit(rest.next()), digit(rest.next())) {
                (Some(high), Some(low)) => u8::try_from(high * 16 + low).unwrap_or(b'?'),
                _ => b'?',
            },
            other => other,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_as_browsers_send_it() {
        let read = |form: &str| field(form.as_bytes(), "paste", 100);
        assert_eq!(read("paste=550+no%0D%0A").as_deref(), Some(&b"550 no\r\n"[..]));
        assert_eq!(read("x=1&paste=%2B%26%3d").as_deref(), Some(&b"+&="[..]));
        assert_eq!(read("paste=%ff%00").as_deref(), Some(&b"\xff\0"[..]));
        assert_eq!(read("paste=%zz%4").as_deref(), Some(&b"??"[..]));
        assert_eq!(read("paste=").as_deref(), Some(&b""[..]));
        assert_eq!(read("paste").as_deref(), Some(&b""[..]));
        for nothing in ["", "x=1", "pastes=1", "Paste=1"] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn no_more_is_decoded_than_is_wanted() {
        let form = format!("paste={}", "%41".repeat(200));
        assert_eq!(field(form.as_bytes(), "paste", 100).map(|octets| octets.len()), Some(101));
    }
}
