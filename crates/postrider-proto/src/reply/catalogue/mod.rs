//! Every reply the server can give, in the order a session meets them.
//!
//! To add one, see "Add a reply" in CONTRIBUTING.md. `cargo xtask tidy` checks what the compiler cannot: that an id is
//! used once, that the RFC section is written as one, and that a transcript shows the entry on the wire.

/// Declares entries as statics and lists them in `ALL`. One line of a table per fact would be prettier, but rustfmt and
/// rustdoc both understand this.
macro_rules! entries {
    ($( $name:ident $id:literal $code:literal $([$class:literal $subject:literal $detail:literal])? $text:literal
        $blame:ident $rfc:literal, then $next:literal; )*) => {
        $(
            #[doc = concat!("`", stringify!($code), " ", $text, "` (", $rfc, ").")]
            pub static $name: $crate::reply::Entry = {
                $( assert!($class == $code / 100, "the enhanced code has the class of the code (RFC 2034 §4)"); )?
                $crate::reply::Entry {
                    id: $id,
                    code: match $crate::reply::Code::new($code) {
                        Some(code) => code,
                        None => panic!("a reply code is 2yz to 5yz, y up to 5 (RFC 5321 §4.2)"),
                    },
                    enhanced: entries!(@enhanced $([$class $subject $detail])?),
                    text: $text,
                    blame: $crate::reply::Blame::$blame,
                    rfc: $rfc,
                    next: $next,
                }
            };
        )*
        pub(super) static ALL: &[&$crate::reply::Entry] = &[ $( &$name ),* ];
    };
    (@enhanced) => { None };
    (@enhanced [$class:literal $subject:literal $detail:literal]) => {
        Some($crate::reply::Enhanced::new($class, $subject, $detail))
    };
}

mod auth;
mod body;
mod connection;
mod hello;
mod mail;
mod policy;
mod rcpt;
mod system;
mod tls;
mod xclient;

pub use auth::*;
pub use body::*;
pub use connection::*;
pub use hello::*;
pub use mail::*;
pub use policy::*;
pub use rcpt::*;
pub use system::*;
pub use tls::*;
pub use xclient::*;

use super::Entry;

/// All entries, in the order a session meets them.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    [
        connection::ALL,
        hello::ALL,
        tls::ALL,
        auth::ALL,
        xclient::ALL,
        mail::ALL,
        rcpt::ALL,
        body::ALL,
        policy::ALL,
        system::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The entry with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_can_be_written_on_one_line() {
        for entry in all() {
            assert!(entry.text.bytes().all(|b| b == b' ' || b.is_ascii_graphic()), "{}", entry.id);
            assert!(entry.text.len() <= 160, "{}: one short sentence", entry.id);
            assert!(!entry.text.ends_with('.'), "{}: no full stop before the id", entry.id);
            let opened = entry.text.matches('{').count();
            assert_eq!(opened, entry.text.matches('}').count(), "{}", entry.id);
        }
    }

    /// RFC 5321 §4.5.3.1.5, with every fact as long as a fact may be: no sentence is cut, but where the names of both sides
    /// stand in it.
    #[test]
    fn the_longest_facts_fit() {
        for entry in all() {
            let long = "x".repeat(320);
            let names: Vec<&str> =
                entry.text.split('{').skip(1).map(|rest| rest.split_once('}').expect("closed").0).collect();
            let facts: Vec<(&str, &dyn std::fmt::Display)> =
                names.iter().map(|name| (*name, &long as &dyn std::fmt::Display)).collect();
            let reply = super::super::Reply::with(entry, &facts);
            let line = reply.to_string();
            assert!(line.len() + 2 <= 512, "{}: {}", entry.id, line.len());
            let behind = entry.text.rsplit('}').next().expect("one piece at least");
            let end = if entry.shows_id() { format!("{behind} [{}]", entry.id) } else { behind.to_owned() };
            assert!(line.ends_with(&end) || names.len() > 1, "{}: {line}", entry.id);
            assert_eq!(line.matches(&long).count(), names.len().min(1), "{}: {line}", entry.id);
        }
    }

    /// A refusal ends with its id, but for those that answer a connection, EHLO or HELO.
    #[test]
    fn every_refusal_but_that_of_a_greeting_shows_its_id() {
        let greetings: Vec<&str> = all()
            .filter(|entry| entry.code.class().is_refusal() && !entry.shows_id())
            .map(|entry| entry.id)
            .collect();
        assert_eq!(
            greetings,
            [
                "client-refused",
                "no-mail-host",
                "too-busy",
                "early-talker",
                "hello-argument",
                "hello-needs-tls",
                "hello-after-refusal",
                "hello-with-weak-tls",
                "hello-refused",
            ]
        );
    }

    /// 503 is a missing step, and the reply says which: the name of a command that is to be sent, or not to be.
    #[test]
    fn a_503_names_the_step() {
        for entry in all().filter(|entry| entry.code.number() == 503) {
            let named = ["EHLO", "MAIL", "RCPT", "RSET", "STARTTLS", "AUTH", "BDAT", "QUIT", "TLS is active"];
            assert!(named.iter().any(|step| entry.text.contains(step)), "{}: {}", entry.id, entry.text);
        }
    }

    #[test]
    fn ids_are_unique_and_found() {
        for entry in all() {
            assert!(std::ptr::eq(find(entry.id).expect("listed"), entry), "{} is used twice", entry.id);
            assert!(
                entry.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                entry.id
            );
        }
    }

    /// RFC 2034 §3, §4: no enhanced code on 3yz; §2: and none where a code has none of its own.
    #[test]
    fn no_intermediate_reply_has_an_enhanced_code() {
        for entry in all().filter(|entry| entry.code.class() == super::super::Class::Intermediate) {
            assert_eq!(entry.enhanced, None, "{}", entry.id);
        }
    }
}
