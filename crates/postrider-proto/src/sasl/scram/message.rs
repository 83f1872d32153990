//! The words of SCRAM's messages (RFC 5802 §7).

/// An attribute at the front: `x=value`, which ends before a comma. Gives the value and what follows the comma, if there is one.
pub(super) fn attribute(text: &str, name: char) -> Option<(&str, Option<&str>)> {
    let rest = text.strip_prefix(name)?.strip_prefix('=')?;
    Some(match rest.split_once(',') {
        Some((value, rest)) => (value, Some(rest)),
        None => (rest, None),
    })
}

/// Writes a name: `=` and `,` have forms of their own.
pub(in crate::sasl) fn escape(name: &str) -> String {
    name.replace('=', "=3D").replace(',', "=2C")
}

/// Reads a name. None if a `=` stands for nothing, or there is a NUL.
pub(in crate::sasl) fn unescape(text: &str) -> Option<String> {
    let mut name = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('=') {
        name.push_str(before);
        name.push(match after.get(..2)? {
            "2C" => ',',
            "3D" => '=',
            _ => return None,
        });
        rest = &after[2..];
    }
    name.push_str(rest);
    (!name.contains(['\0'])).then_some(name)
}

/// RFC 5802 §7: printable, without a comma; and nobody needs a long one.
pub(super) fn is_nonce(text: &str) -> bool {
    (1..=256).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_graphic() && octet != b',')
}

/// Whether attributes that stand behind the known ones have the form that they must have. They say nothing to us, but for `m`,
/// which is reserved for what must be understood (RFC 5802 §5.1) and stands in front.
pub(super) fn are_extensions(text: &str) -> bool {
    text.split(',').all(|extension| {
        let mut chars = extension.chars();
        chars.next().is_some_and(|c| c.is_ascii_alphabetic())
            && chars.next() == Some('=')
            && chars.next().is_some()
            && !extension.contains('\0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names() {
        assert_eq!(escape("a=b,c"), "a=3Db=2Cc");
        for wrong in ["a=", "a=2", "a=2c", "=é", "a\0"] {
            assert_eq!(unescape(wrong), None, "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_read_back(name in "[^\0]*") {
            prop_assert_eq!(unescape(&escape(&name)), Some(name));
        }

        #[test]
        fn any_text_is_read_or_not(text in ".*") {
            let _ = (unescape(&text), attribute(&text, 'r'), are_extensions(&text), is_nonce(&text));
        }
    }
}
