//! What is the same for all accounts of another server.

use std::fmt;

use postrider_directory::{Account, SenderPattern};
use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, Mailbox};
use postrider_proto::sasl::prepare;

/// Which names another server is asked about, and as whom its accounts may send.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The names that it is asked about; none: all.
    pub names: Vec<NamePattern>,
    /// The domain of accounts whose names are no addresses.
    pub domain: Option<Domain>,
    /// Whom each account may send as beside its own address.
    pub senders: Vec<SenderPattern>,
}

/// Names of accounts: `@example.org` for every name that ends with it, or one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern(String);

impl NamePattern {
    /// Reads one as it is written.
    ///
    /// # Errors
    ///
    /// It is no name; in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let no_name = |why: &dyn fmt::Display| {
            format!(
                "{text:?} is no name of an account: it {why}. Write @example.org for all names of a domain, or a name"
            )
        };
        if text.contains('*') {
            return Err(no_name(&"has a *"));
        }
        let name = prepare::name(text).map_err(|why| no_name(&why))?;
        if name == "@" {
            return Err(no_name(&"has nothing behind its @"));
        }
        Ok(Self(name.into_owned()))
    }

    fn takes_in(&self, name: &str) -> bool {
        if self.0.starts_with('@') { name.ends_with(&self.0) } else { name == self.0 }
    }
}

impl fmt::Display for NamePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Terms {
    /// Whether the server is asked about this prepared name.
    #[must_use]
    pub fn takes_in(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|names| names.takes_in(name))
    }

    /// The account of this prepared name, which may also send from these addresses.
    #[must_use]
    pub fn account(&self, name: &str, addresses: &[Mailbox]) -> Account {
        let mut account = Account::new(name);
        // What another server says is an address and never a pattern: a star in it is a star.
        if let Some(domain) = self.domain.as_ref().filter(|_| !name.contains('@'))
            && let Ok(own) = Mailbox::parse(&format!("{name}@{domain}"), Charset::Utf8)
        {
            account.senders.push(SenderPattern::address(&own));
        }
        account.senders.extend(addresses.iter().map(SenderPattern::address));
        account.senders.extend(self.senders.iter().cloned());
        account
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Mailbox {
        Mailbox::parse(text, Charset::Utf8).expect(text)
    }

    #[test]
    fn names_are_taken_in_by_their_domain_or_as_they_are() {
        let names = ["@Example.org", "app"].map(|text| NamePattern::read(text).expect(text));
        let terms = Terms { names: names.to_vec(), ..Terms::default() };
        for (name, is_taken_in) in
            [("alice@example.org", true), ("app", true), ("apps", false), ("alice@sub.example.org", false)]
        {
            assert_eq!(terms.takes_in(name), is_taken_in, "{name}");
        }
        assert!(Terms::default().takes_in("anybody"));
        for wrong in ["", "@", "*", "a b"] {
            let why = NamePattern::read(wrong).expect_err(wrong);
            assert!(why.contains("is no name of an account"), "{why}");
        }
    }

    #[test]
    fn an_account_sends_as_itself_in_the_domain_and_no_star_of_another_server_is_a_pattern() {
        let terms = Terms {
            domain: Some(Domain::Name("example.org".to_owned())),
            senders: vec![SenderPattern::read("@lists.example.org").expect("a pattern")],
            ..Terms::default()
        };
        let alice = terms.account("alice", &[address("al@example.net")]);
        for yes in ["alice@example.org", "al@example.net", "news@lists.example.org"] {
            assert!(alice.may_send_as(&address(yes)), "{yes}");
        }
        assert!(!alice.may_send_as(&address("bob@example.org")));
        // Its name is an address: the domain is not its.
        let other = terms.account("bob@example.net", &[]);
        assert!(other.may_send_as(&address("bob@example.net")) && other.senders.len() == 1);
        let star = terms.account("*", &[address("*@example.net")]);
        assert!(
            !star.may_send_as(&address("bob@example.org")) && !star.may_send_as(&address("bob@example.net"))
        );
    }
}
