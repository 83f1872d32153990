//! Lists of addresses as they stand in To, Cc and Bcc, and on the command line (RFC 5322 §3.4).
//!
//! What counts is the addresses; names and comments are passed over. What cannot be read is a fault and no guess: mail that
//! goes to somebody else than was meant cannot be called back.

use postrider_proto::mail::address::{AddressError, Charset};
use postrider_proto::mail::{Domain, Mailbox};

/// Comments may stand in comments, this deep.
const COMMENTS_DEEP: usize = 32;

/// Why a list cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// One of its addresses is none.
    #[error("{text:?} is no address: {why}")]
    Address {
        /// What stands there, cut where it is long.
        text: String,
        /// What is wrong with it.
        #[source]
        why: AddressError,
    },
    /// Something stands where nothing may.
    #[error("{text:?} is no address: {why}")]
    Form {
        /// What stands there, cut where it is long.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// The addresses of a list, in its order. One without a domain is at `origin`.
///
/// # Errors
///
/// The first that cannot be read.
pub fn list(text: &str, origin: &Domain) -> Result<Vec<Mailbox>, ListError> {
    let mut found = Vec::new();
    let mut item = Item::default();
    let mut chars = text.chars();
    let mut in_group = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => item.quoted(&mut chars)?,
            '(' => item.comment(&mut chars)?,
            '[' => item.literal(&mut chars)?,
            '<' if item.angle.is_none() => {
                item.all.push(c);
                item.angle = Some(item.all.len());
            }
            '>' if item.angle.is_some() && item.closed.is_none() => {
                item.closed = Some(item.all.len());
                item.all.push(c);
            }
            '<' | '>' => return Err(item.fault(c, "its angle brackets do not match")),
            // Within angle brackets there may be a route: <@a,@b:user@c>.
            _ if item.is_open() => item.push(c),
            ',' => found.extend(std::mem::take(&mut item).address(origin)?),
            // RFC 5322 §3.4: a group is a name, a colon, and a list that a semicolon ends.
            ':' if in_group => return Err(item.fault(c, "a group cannot stand within a group")),
            ':' => {
                in_group = true;
                item = Item::default();
            }
            ';' if in_group => {
                in_group = false;
                found.extend(std::mem::take(&mut item).address(origin)?);
            }
            // Between addresses it is a comma that somebody has typed wrong, and can mean nothing else.
            ';' => found.extend(std::mem::take(&mut item).address(origin)?),
            c => item.push(c),
        }
    }
    found.extend(item.address(origin)?);
    Ok(found)
}

/// What stands between two commas.
#[derive(Debug, Default)]
struct Item {
    /// All of it but comments, white space as one space.
    all: String,
    /// Where what is in angle brackets begins, and where it ends.
    angle: Option<usize>,
    closed: Option<usize>,
}

impl Item {
    fn is_open(&self) -> bool {
        self.angle.is_some() && self.closed.is_none()
    }

    fn push(&mut self, c: char) {
        if !matches!(c, ' ' | '\t' | '\r' | '\n') {
            self.all.push(c);
        } else if !self.all.ends_with(' ') {
            self.all.push(' ');
        }
    }

    /// A quoted string, its first quote read.
    fn quoted(&mut self, chars: &mut std::str::Chars<'_>) -> Result<(), ListError> {
        self.all.push('"');
        while let Some(c) = chars.next() {
            match c {
                // A fold is none of it (RFC 5322 §3.2.4).
                '\r' | '\n' => continue,
                '\\' => {
                    self.all.push(c);
                    self.all.extend(chars.next());
                    continue;
                }
                c => self.all.push(c),
            }
            if c == '"' {
                return Ok(());
            }
        }
        Err(self.fault(' ', "its quotes are not closed"))
    }

    /// A comment, its first bracket read.
    fn comment(&mut self, chars: &mut std::str::Chars<'_>) -> Result<(), ListError> {
        let mut deep = 1;
        while let Some(c) = chars.next() {
            match c {
                '(' if deep == COMMENTS_DEEP => return Err(self.fault(c, "its comments are nested too deep")),
                '(' => deep += 1,
                ')' => deep -= 1,
                '\\' => drop(chars.next()),
                _ => {}
            }
            if deep == 0 {
                self.push(' ');
                return Ok(());
            }
        }
        Err(self.fault('(', "its comment is not closed"))
    }

    /// An address in square brackets, its first bracket read.
    fn literal(&mut self, chars: &mut std::str::Chars<'_>) -> Result<(), ListError> {
        self.all.push('[');
        for c in chars {
            self.all.push(c);
            if c == ']' {
                return Ok(());
            }
        }
        Err(self.fault(' ', "its square brackets are not closed"))
    }

    /// The address, if there is one.
    fn address(self, origin: &Domain) -> Result<Option<Mailbox>, ListError> {
        let address = match (self.angle, self.closed) {
            (None, _) => self.all.trim(),
            (Some(from), Some(to)) => {
                if !self.all[to + 1..].trim().is_empty() {
                    return Err(self.fault(' ', "something stands behind its angle brackets"));
                }
                let inside = self.all[from..to].trim();
                if inside.is_empty() {
                    return Err(self.fault(' ', "its angle brackets are empty"));
                }
                // RFC 5321 §4.1.1.3: a route is accepted and ignored.
                match inside.strip_prefix('@').and_then(|route| route.split_once(':')) {
                    Some((_, address)) => address.trim(),
                    None => inside,
                }
            }
            (Some(_), None) => return Err(self.fault(' ', "its angle bracket is not closed")),
        };
        if address.is_empty() {
            return Ok(None);
        }
        // RFC 2047 §5 (3): no comma stands in one, and where one does all the same, what is before it is nobody's name.
        if self.angle.is_none() && address.contains("=?") && !has_domain(address) {
            return Err(self.fault(' ', "it is part of an encoded word"));
        }
        mailbox(address, origin).map(Some)
    }

    fn fault(&self, c: char, why: &'static str) -> ListError {
        ListError::Form { text: cut(format!("{}{c}", self.all).trim()), why }
    }
}

/// One address without brackets or comments. One without a domain is at `origin`.
///
/// # Errors
///
/// It is none.
pub fn mailbox(text: &str, origin: &Domain) -> Result<Mailbox, ListError> {
    let tight = without_obsolete_space(text);
    let read = if has_domain(&tight) {
        Mailbox::parse(&tight, Charset::Utf8)
    } else {
        Mailbox::parse(&format!("{tight}@{origin}"), Charset::Utf8)
    };
    read.map_err(|why| ListError::Address { text: cut(text), why })
}

/// Whether there is an @ outside of quotes.
fn has_domain(address: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    address.chars().any(|c| {
        let is_at = c == '@' && !quoted;
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        is_at
    })
}

/// RFC 5322 §4.4: space around a dot or an @ is obsolete, and means nothing. Elsewhere it stays, and is a mistake.
fn without_obsolete_space(address: &str) -> String {
    let mut tight = String::with_capacity(address.len());
    let (mut quoted, mut escaped) = (false, false);
    let mut chars = address.chars().peekable();
    while let Some(c) = chars.next() {
        let around = |c: char| matches!(c, '.' | '@');
        let dropped =
            c == ' ' && !quoted && (tight.ends_with(around) || chars.peek().is_none_or(|next| around(*next)));
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if !dropped {
            tight.push(c);
        }
    }
    tight
}

/// As much of it as an error message needs.
fn cut(text: &str) -> String {
    const OCTETS_MAX: usize = 100;
    if text.len() <= OCTETS_MAX {
        return text.to_owned();
    }
    format!("{}...", &text[..text.floor_char_boundary(OCTETS_MAX)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, ListError> {
        let origin = Domain::Name("origin.example".to_owned());
        let found = list(text, &origin)?;
        Ok(found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn what_people_write() {
        for (text, found) in [
            ("", ""),
            ("root", "root@origin.example"),
            ("a@b.example", "a@b.example"),
            ("a@b.example, c@d.example", "a@b.example c@d.example"),
            ("a@b.example,,\r\n\tc@d.example,", "a@b.example c@d.example"),
            ("Alice <a@b.example>", "a@b.example"),
            ("John Q. Public <j@b.example>", "j@b.example"),
            ("a@b.example <a@b.example>", "a@b.example"),
            ("\"Doe, Jane\" <jane@b.example>", "jane@b.example"),
            ("\"a \\\" <x@y>, b\" <jane@b.example>", "jane@b.example"),
            ("=?utf-8?q?J=C3=BCrgen?= <j@b.example>", "j@b.example"),
            ("J\u{fc}rgen <j\u{fc}rgen@b.example>", "j\u{fc}rgen@b.example"),
            ("a@b.example (Alice, of (the) Example)", "a@b.example"),
            ("(x) a (y) @ (z) b . example (\\))", "a@b.example"),
            ("\"a b\"@c.example", "\"a b\"@c.example"),
            ("\"a@b\"", "\"a@b\"@origin.example"),
            ("undisclosed-recipients:;", ""),
            ("Friends: a@b.example, Bob <b@b.example>;, c@d.example", "a@b.example b@b.example c@d.example"),
            ("<@relay.example,@other.example:u@h.example>", "u@h.example"),
            ("u@[192.0.2.1], u@[IPv6:2001:db8::1]", "u@[192.0.2.1] u@[IPv6:2001:db8::1]"),
            ("a@b.example; c@d.example", "a@b.example c@d.example"),
            (" < a@b.example > ", "a@b.example"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(found), "{text}");
        }
    }

    #[test]
    fn what_nobody_can_mean_is_named() {
        for (text, why) in [
            ("a@b.example c@d.example", "\"a@b.example c@d.example\" is no address"),
            ("Alice <a@b.example", "not closed"),
            ("a@b.example>", "do not match"),
            ("<a@b> <c@d>", "do not match"),
            ("<a@b> x", "behind its angle brackets"),
            ("Alice <>", "are empty"),
            ("\"Alice <a@b.example>", "quotes are not closed"),
            ("a@b.example (Alice", "comment is not closed"),
            ("u@[192.0.2.1", "square brackets are not closed"),
            ("a: b: c@d;;", "within a group"),
            ("a..b@c.example", "a dot that must not stand there"),
            ("=?utf-8?q?J=C3=BCrgen,_der?= <j@b.example>", "encoded word"),
            ("two words", "\"two words\" is no address"),
            ("a@", "is no address"),
        ] {
            let error = read(text).expect_err(text).to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
        let deep = "(".repeat(100_000);
        assert!(read(&deep).expect_err("deep").to_string().contains("too deep"));
    }

    proptest! {
        /// What is read is written in a way that reads the same.
        #[test]
        fn an_address_is_read_back(names in proptest::collection::vec("[a-z]{1,8}(\\.[a-z]{1,8})?", 1..5), display in "[a-zA-Z ]{0,12}") {
            let written: Vec<String> = names.iter().map(|name| format!("\"{display}\" <{name}@b.example>")).collect();
            let expected: Vec<String> = names.iter().map(|name| format!("{name}@b.example")).collect();
            prop_assert_eq!(read(&written.join(", ")), Ok(expected.join(" ")));
        }

        #[test]
        fn nothing_makes_it_panic(text in "(?s)[a@. ,:;<>()\"\\\\\\[\\]\r\n\u{fc}]{0,60}") {
            let _ = read(&text);
        }
    }
}
