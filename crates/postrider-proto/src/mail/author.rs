//! The author of a message, as From names him (RFC 5322 §3.6.2).

use super::address::Charset;
use super::{Domain, Mailbox};

/// The mailboxes in the value of a From field, one or more. None where it is not plain which they are: what two programs read in two ways
/// speaks for nobody.
pub(super) fn mailboxes(value: &str) -> Option<Vec<Mailbox>> {
    let mailbox = |item: String| {
        let address = match item.split_once('<') {
            None => blanks_off(&item),
            Some((_, rest)) => {
                blanks_off(rest.strip_suffix('>').filter(|inside| !inside.contains(['<', '>']))?)
            }
        };
        Mailbox::parse(address, Charset::Utf8).ok()
    };
    items(value)?.into_iter().map(mailbox).collect()
}

/// The domain of the mailboxes in the value of a From field, in A-labels. None where they are of several domains, or not plain.
pub(super) fn domain(value: &str) -> Option<Domain> {
    let mut found = None;
    for mailbox in mailboxes(value)? {
        let Domain::Name(_) = mailbox.domain() else { return None };
        let domain = mailbox.domain().to_ascii()?;
        if found.get_or_insert_with(|| domain.clone()) != &domain {
            return None;
        }
    }
    found.map(Domain::Name)
}

/// The mailboxes of a list (RFC 5322 §3.4), without comments; what is in quotes in front of an address is left out. None where
/// quotes or comments do not end, where a group is, where an @ outside of quotes stands in front of a `<`, which some readers take for the address, and where,
/// outside of quotes and comments, a control character stands, or at an address white space other than a space or a tab (RFC 5322 §2.2.2): some readers take it off, and others
/// for a part of the address. Within a name it is a letter like any other (RFC 6532 §3.2).
fn items(value: &str) -> Option<Vec<String>> {
    let (mut items, mut item) = (Vec::new(), String::new());
    let (mut comments, mut quoted, mut angle, mut at) = (0_u32, false, false, false);
    // What may be a part of a name, and of nothing else.
    let mut odd = false;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            // RFC 5322 §3.2.1
            '\\' if quoted || comments > 0 => {
                let escaped = chars.next()?;
                if quoted {
                    item.extend(['\\', escaped]);
                }
            }
            '"' if comments == 0 => {
                quoted = !quoted;
                item.push(c);
            }
            _ if quoted => item.push(if matches!(c, '<' | '>') && !angle { ' ' } else { c }),
            '(' => comments += 1,
            ')' => comments = comments.checked_sub(1)?,
            _ if comments > 0 => {}
            _ if is_odd(c) => {
                if angle || c.is_control() {
                    return None;
                }
                odd = true;
                item.push(c);
            }
            '<' if at || item.ends_with(is_odd) => return None,
            '<' => {
                (angle, odd) = (true, false);
                item.push(c);
            }
            '>' => {
                angle = false;
                item.push(c);
            }
            ',' if odd && !angle => return None,
            ',' if !angle => {
                at = false;
                items.push(blanks_off(&std::mem::take(&mut item)).to_owned());
            }
            '@' if !angle => {
                at = true;
                item.push(c);
            }
            ':' | ';' if !angle => return None,
            _ => item.push(c),
        }
    }
    items.push(blanks_off(&item).to_owned());
    (!quoted && comments == 0 && !angle && !odd).then_some(items)
}

/// Whether this is a control character, or white space that RFC 5322 §2.2.2 does not know.
fn is_odd(c: char) -> bool {
    !matches!(c, ' ' | '\t') && (c.is_whitespace() || c.is_control())
}

/// Whether it would be plain with spaces in the place of control characters and of other white space.
pub(super) fn is_plain_but_for_odd(value: &str) -> bool {
    value.contains(is_odd) && mailboxes(&value.replace(is_odd, " ")).is_some()
}

/// Without the white space of RFC 5322 §2.2.2 around it, and nothing else.
fn blanks_off(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(value: &str) -> Option<String> {
        domain(value).map(|domain| domain.to_string())
    }

    #[test]
    fn what_is_plain_is_read() {
        for value in [
            "a@b.example",
            " A <a@B.example> ",
            "\"A, B <x@y.example>\" <a@b.example>",
            "\"x@y.example\" <a@b.example>, c@b.example (x@y.example), (x@y.example) D <d@b.example>",
            "a@b.example (x@y.example, \\) too)",
            "A <a@b.example>, \"c d\"@b.example",
            "=?utf-8?Q?=40?= <a@b.example>",
            "\t\"A\u{a0}B\" \t<\ta@b.example >\t (\u{3000})",
            "Jean\u{a0}Dupont <a@b.example>",
            "\u{5c71}\u{7530}\u{3000}\u{592a}\u{90ce} <a@b.example>, \u{a0}B\u{2003} C <c@b.example>",
            "\"A\u{a0}\"<a@b.example>",
        ] {
            assert_eq!(of(value).as_deref(), Some("b.example"), "{value}");
        }
        assert_eq!(of("a@b\u{fc}cher.example").as_deref(), Some("xn--bcher-kva.example"));
    }

    #[test]
    fn what_is_not_plain_speaks_for_nobody() {
        for value in [
            "",
            "a",
            "a@b.example, c@d.example",
            "a@b.example,",
            "<a@b.example> c@d.example",
            "<a@b.example><c@d.example>",
            "<@x.example:a@b.example>",
            "group: a@b.example;",
            "undisclosed:;",
            "\"a@b.example",
            "(a@b.example",
            "a@b.example)",
            "<a@b.example",
            "a@[192.0.2.1]",
            "a@b.example c@d.example",
            "boss@d.example <a@b.example>",
            "a@b.example, boss\\@d.example <c@b.example>",
            "\"boss\"@d.example <a@b.example>",
        ] {
            assert_eq!(of(value), None, "{value}");
        }
        for odd in [
            '\0', '\x01', '\x0b', '\x0c', '\r', '\x1b', '\x7f', '\u{85}', '\u{a0}', '\u{2003}', '\u{2028}',
            '\u{3000}',
        ] {
            for value in [
                format!("{odd}a@b.example"),
                format!("a@b.example{odd}"),
                format!("A{odd}<a@b.example>"),
                format!("A <{odd}a@b.example>"),
                format!("A <a@b.example{odd}>"),
                format!("A <a@b.example> {odd}"),
                format!("a@b.example,{odd} c@b.example"),
                format!("{odd}a@b.example, A <c@b.example>"),
                format!("A <c@b.example>{odd}, a@b.example"),
            ] {
                assert_eq!(of(&value), None, "{value:?}");
                assert!(is_plain_but_for_odd(&value), "{value:?}");
            }
            assert_eq!(of(&format!("A{odd}B <a@b.example>")).is_none(), odd.is_control(), "{odd:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics_and_no_address_has_what_is_no_part_of_it(value in "[a@.<>,:;()\"\\\\ \t\x0b\x0c\u{a0}\u{fc}]{0,40}") {
            for mailbox in mailboxes(&value).into_iter().flatten() {
                let outside = value.contains(['"', '(']);
                prop_assert!(outside || !value.contains(['\x0b', '\x0c']), "{mailbox} of {value:?}");
                prop_assert!(outside || !mailbox.to_string().contains('\u{a0}'), "{mailbox} of {value:?}");
            }
        }
    }
}
