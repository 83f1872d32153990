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

pub use auth::*;
pub use body::*;
pub use connection::*;
pub use hello::*;
pub use mail::*;
pub use policy::*;
pub use rcpt::*;
pub use system::*;
pub use tls::*;

use super::Entry;

/// All entries, in the order a session meets them.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    [
        connection::ALL,
        hello::ALL,
        tls::ALL,
        auth::ALL,
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
