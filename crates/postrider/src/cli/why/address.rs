//! Whom `postrider why` is asked about: a peer, a sender or a recipient, all of a domain, or who logs in under a name.

use std::net::{IpAddr, SocketAddr};

use postrider_policy::Network;
use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, Mailbox};
use postrider_reference::locale::{Fact, Language};

use crate::journal::Session;

/// Whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Clients: an address or a network, and how it was typed.
    Network(Network, String),
    /// Senders, recipients and logins.
    Mailbox(Mailbox),
    /// All of a domain.
    Domain(Domain),
    /// A single word: a domain without a dot, or who logs in under this name.
    Name(String),
}

impl Address {
    /// What somebody has typed. None if it is no address.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('<').trim_end_matches('>');
        if let Ok(network) = text.trim_start_matches('[').trim_end_matches(']').parse() {
            return Some(Self::Network(network, text.to_owned()));
        }
        // A client with its port, as many a log has it.
        if let Ok(socket) = text.parse::<SocketAddr>() {
            let typed = socket.ip().to_string();
            return typed.parse().ok().map(|network| Self::Network(network, typed));
        }
        let domain = |text| Domain::parse(text, Charset::Utf8).ok();
        if let Some(text) = text.strip_prefix('@') {
            return domain(text).map(Self::Domain);
        }
        if text.contains('@') {
            return Mailbox::parse(text, Charset::Utf8).ok().map(Self::Mailbox);
        }
        // No domain ends in a number: that is an enhanced code, or a piece of an address.
        if text.rsplit_once('.').is_some_and(|(_, last)| last.parse::<u64>().is_ok()) {
            return None;
        }
        let domain = domain(text)?;
        Some(if text.contains('.') { Self::Domain(domain) } else { Self::Name(domain.to_string()) })
    }

    /// What a line of the journal has to have in it, where it is not the client that counts.
    pub(super) fn said(&self) -> Vec<String> {
        match self {
            Self::Network(..) => Vec::new(),
            Self::Mailbox(mailbox) => {
                // With other characters it may be written in several ways.
                let is_plain = |octet: u8| octet.is_ascii_alphanumeric() || b"._-+=".contains(&octet);
                let local = Some(mailbox.local()).filter(|local| local.bytes().all(is_plain));
                local.map(str::to_owned).into_iter().chain(written(mailbox.domain())).collect()
            }
            Self::Domain(domain) => written(domain).into_iter().collect(),
            Self::Name(text) => vec![text.clone()],
        }
    }

    pub(super) fn is_client(&self, client: &str, proxy: Option<&str>) -> bool {
        let Self::Network(network, _) = self else { return false };
        let at = |text: &str| text.parse::<IpAddr>().is_ok_and(|address| network.contains(address));
        at(client) || proxy.is_some_and(at)
    }

    pub(super) fn is_in(&self, session: &Session) -> bool {
        self.is_client(&session.about.client, session.about.proxy.as_deref())
    }

    /// Whether a mailbox is meant, however it is written: in quotation marks that it does not need, or its domain in A-labels.
    pub(super) fn is_mailbox(&self, text: &str) -> bool {
        let Ok(mailbox) = Mailbox::parse(text, Charset::Utf8) else { return self.is_cut_mailbox(text) };
        match self {
            Self::Network(..) => false,
            Self::Mailbox(wanted) => {
                mailbox.local().eq_ignore_ascii_case(wanted.local())
                    && is_same(mailbox.domain(), wanted.domain())
            }
            Self::Domain(wanted) => is_same(mailbox.domain(), wanted),
            Self::Name(wanted) => mailbox.domain().to_string() == *wanted,
        }
    }

    /// The same of what is no address: it was refused for that.
    fn is_cut_mailbox(&self, text: &str) -> bool {
        let domain =
            || text.rsplit_once('@').and_then(|(_, domain)| Domain::parse(domain, Charset::Utf8).ok());
        match self {
            Self::Network(..) => false,
            Self::Mailbox(wanted) => text.eq_ignore_ascii_case(&wanted.to_string()),
            Self::Domain(wanted) => domain().is_some_and(|domain| is_same(&domain, wanted)),
            Self::Name(wanted) => domain().is_some_and(|domain| domain.to_string() == *wanted),
        }
    }

    /// Whether somebody logs in under this name. Of an account that is an address the part in front of the @ is enough.
    pub(super) fn is_login(&self, login: &str) -> bool {
        match self {
            Self::Name(wanted) => {
                let local_part = login.rsplit_once('@').map_or(login, |(local_part, _)| local_part);
                local_part.eq_ignore_ascii_case(wanted) || self.is_mailbox(login)
            }
            _ => self.is_mailbox(login),
        }
    }

    /// What is said where nothing is known. Whoever has typed no address has meant a file.
    pub(super) fn nothing(&self, language: &Language) -> String {
        let (message, typed) = match self {
            Self::Network(_, typed) => ("journal-no-refusal", typed.clone()),
            Self::Mailbox(mailbox) => ("journal-no-refusal", mailbox.to_string()),
            Self::Domain(domain) => ("journal-no-file", domain.to_string()),
            Self::Name(typed) => {
                let (no_file, nor) = (language.say("why-no-file"), language.say("journal-no-name"));
                return format!("{typed}: {no_file} {nor}");
            }
        };
        language.say_with(message, &[("asked", Fact::Text(&typed))])
    }
}

/// What a domain has in it in whichever letters it is written: all of it, or the longest label that is the same in A-labels. None where there is
/// no such part.
fn written(domain: &Domain) -> Option<String> {
    let Domain::Name(name) = domain else { return None };
    let is_plain = |label: &str| label.is_ascii() && !label.starts_with("xn--");
    if name.split('.').all(is_plain) {
        return Some(name.clone());
    }
    name.split('.').filter(|label| is_plain(label)).max_by_key(|label| label.len()).map(str::to_owned)
}

/// Whether two domains are the same; one of them may be in A-labels.
fn is_same(one: &Domain, other: &Domain) -> bool {
    one == other || one.to_ascii().is_some_and(|one| other.to_ascii() == Some(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_an_address_or_not() {
        let read = |text| Address::read(text);
        assert_eq!(read("<bob@Example.org>"), read("bob@example.org"));
        assert!(matches!(read("192.0.2.1"), Some(Address::Network(..))));
        assert!(matches!(read("[2001:db8::1]"), Some(Address::Network(..))));
        assert!(matches!(read("192.0.2.0/24"), Some(Address::Network(..))));
        assert!(matches!(read("example.org"), Some(Address::Domain(_))));
        assert_eq!(read("192.0.2.1:2525"), read("192.0.2.1"));
        assert_eq!(read("[2001:db8::1]:25"), read("2001:db8::1"));
        assert_eq!(read("@example.org"), read("example.org"));
        assert!(matches!(read("localhost"), Some(Address::Name(_))));
        assert_eq!(read("5.7.26"), None);
        for wrong in ["", "192.0.2.1/24", "a b.example", "bob@", "@"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_a_line_has_to_have_is_in_it_however_it_is_written() {
        let said = |text| Address::read(text).expect("an address").said();
        assert_eq!(said("ann@Example.org"), ["ann", "example.org"]);
        assert_eq!(said("\"ann b\"@example.org"), ["example.org"]);
        assert_eq!(said("ann@bücher.example"), ["ann", "example"]);
        assert!(said("ann@[192.0.2.1]") == ["ann"]);
    }
}
