//! Domains of others whose mail this server takes and hands on, as a backup MX does.
//!
//! A server that takes mail for a domain without knowing its people has to send a bounce for each that is nobody, and the
//! senders of those are mostly forged. So there is no relay domain whose recipients are not known: they are listed here,
//! or asked for where they live.

use std::collections::{HashMap, HashSet};

use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, Mailbox};

use crate::domain;
use crate::local_part::{self, is_plain};
use crate::problem::{DirectoryProblem, Fault, Problems};

/// The relay domains. They never change: a new configuration makes new ones.
#[derive(Debug, Default)]
pub struct RelayDomains {
    domains: Vec<Relay>,
    index: HashMap<Domain, usize>,
}

/// A relay domain as the operator wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayDomainSpec {
    /// The domain.
    pub name: String,
    /// Who lives there.
    pub recipients: Recipients,
    /// What separates a user from a tag, where its own server takes `alice+news` for `alice`.
    pub subaddress: Option<char>,
}

/// Who lives at a relay domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipients {
    /// These, as `alice` or `alice@example.org`, and nobody else. Upper and lower case are the same.
    Listed(Vec<String>),
    /// Whoever its own server takes mail for, which is asked.
    CallOut,
}

/// What is known of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayLookup<'a> {
    /// The domain is no relay domain.
    NotRelayed,
    /// It is listed.
    Listed(&'a Domain),
    /// It is not.
    Unlisted(&'a Domain),
    /// Its own server knows.
    Ask(&'a Domain),
    /// Its own server knows, and might take it for something else than a name: see [`Lookup::Any`](crate::Lookup::Any).
    NotPlain(&'a Domain),
}

/// How many recipients a relay domain has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelayCensus<'a> {
    /// The domain, in A-labels.
    pub domain: &'a Domain,
    /// The recipients that are listed. None: its own server is asked.
    pub recipients: Option<usize>,
}

/// A relay domain as lookups need it.
#[derive(Debug)]
struct Relay {
    /// The domain, in A-labels.
    domain: Domain,
    /// Local parts in lower case. None: its own server is asked.
    recipients: Option<HashSet<String>>,
    separator: Option<char>,
}

impl RelayDomains {
    /// Takes the domains as they were written.
    ///
    /// # Errors
    ///
    /// All that is wrong with them, in the order of the domains.
    pub fn new(domains: Vec<RelayDomainSpec>) -> Result<Self, Vec<DirectoryProblem>> {
        let mut problems = Problems::default();
        let mut relays = Self::default();
        for (number, spec) in domains.into_iter().enumerate() {
            problems.at(number, &spec.name);
            let Some(relay) = Relay::read(spec, &mut problems) else { continue };
            if relays.index.contains_key(&relay.domain) {
                problems.add(Fault::DomainTwice);
                continue;
            }
            relays.index.insert(relay.domain.clone(), relays.domains.len());
            relays.domains.push(relay);
        }
        problems.into_result()?;
        Ok(relays)
    }

    /// What is known of an address.
    #[must_use]
    pub fn lookup(&self, address: &Mailbox) -> RelayLookup<'_> {
        let Some(&number) = self.index.get(domain::ascii(address.domain()).as_ref()) else {
            return RelayLookup::NotRelayed;
        };
        let relay = &self.domains[number];
        let domain = &relay.domain;
        let local = address.local().to_lowercase();
        match &relay.recipients {
            Some(recipients) if relay.is_listed(recipients, &local) => RelayLookup::Listed(domain),
            Some(_) => RelayLookup::Unlisted(domain),
            None if is_plain(&local) => RelayLookup::Ask(domain),
            None => RelayLookup::NotPlain(domain),
        }
    }

    /// How many recipients each domain has, in the order they were written.
    pub fn census(&self) -> impl Iterator<Item = RelayCensus<'_>> {
        self.domains.iter().map(|relay| RelayCensus {
            domain: &relay.domain,
            recipients: relay.recipients.as_ref().map(HashSet::len),
        })
    }
}

impl Relay {
    /// Takes what can be understood of `spec` and reports the rest.
    fn read(spec: RelayDomainSpec, problems: &mut Problems) -> Option<Self> {
        let domain = match Domain::parse(&spec.name, Charset::Utf8) {
            Ok(domain) => domain::ascii(&domain).into_owned(),
            Err(fault) => {
                problems.add(Fault::DomainName { why: fault.to_string() });
                return None;
            }
        };
        let separator = spec.subaddress.filter(|&c| local_part::separates(c));
        if let (Some(written), None) = (spec.subaddress, separator) {
            problems.add(Fault::Separator { separator: written });
        }
        let recipients = match spec.recipients {
            Recipients::CallOut => None,
            Recipients::Listed(names) => {
                let mut recipients = HashSet::with_capacity(names.len());
                for name in names {
                    match local_part_of(&name, &domain) {
                        Ok(local) => drop(recipients.insert(local)),
                        Err(why) => problems.add(Fault::RecipientName { recipient: name, why }),
                    }
                }
                // RFC 5321 §4.5.1: whoever relays for a domain takes mail for its postmaster.
                if !recipients.contains("postmaster") {
                    problems.add(Fault::PostmasterUnlisted);
                }
                Some(recipients)
            }
        };
        Some(Self { domain, recipients, separator })
    }

    /// Whether a local part, in lower case, is listed: as it is, or without a tag.
    fn is_listed(&self, recipients: &HashSet<String>, local: &str) -> bool {
        let without_tag = || {
            let ends = self.separator.iter().flat_map(|&separator| local.rmatch_indices(separator));
            ends.into_iter().any(|(end, _)| recipients.contains(&local[..end]))
        };
        recipients.contains(local) || (is_plain(local) && without_tag())
    }
}

/// The local part of a recipient that was written with its domain or without, in lower case.
fn local_part_of(written: &str, domain: &Domain) -> Result<String, String> {
    let mailbox = match Mailbox::parse(written, Charset::Utf8) {
        Ok(address) if *domain::ascii(address.domain()) == *domain => {
            Mailbox::new(&address.local().to_lowercase(), domain.clone())
        }
        Ok(_) => return Err("it is at another domain".to_owned()),
        Err(fault) if written.contains('@') => return Err(fault.to_string()),
        Err(_) => Mailbox::new(&written.to_lowercase(), domain.clone()),
    };
    mailbox.map(|mailbox| mailbox.local().to_owned()).map_err(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(name: &str, recipients: &[&str]) -> RelayDomainSpec {
        let recipients = recipients.iter().map(|&name| name.to_owned()).collect();
        RelayDomainSpec {
            name: name.to_owned(),
            recipients: Recipients::Listed(recipients),
            subaddress: None,
        }
    }

    fn domain(name: &str) -> Domain {
        Domain::parse(name, Charset::Utf8).expect(name)
    }

    fn address(text: &str) -> Mailbox {
        Mailbox::parse(text, Charset::Utf8).expect(text)
    }

    #[test]
    fn who_is_listed_is_known_however_it_is_written() {
        let specs = vec![
            listed(
                "Bücher.example",
                &["Alice", "bob@xn--bcher-kva.example", "postmaster", "\"a b\"@bücher.example"],
            ),
            RelayDomainSpec { subaddress: Some('+'), ..listed("tags.example", &["alice", "postmaster"]) },
        ];
        let relays = RelayDomains::new(specs).expect("good domains");
        let (books, tags) = (domain("xn--bcher-kva.example"), domain("tags.example"));
        for (given, known) in [
            ("alice@bücher.example", RelayLookup::Listed(&books)),
            ("ALICE@XN--BCHER-KVA.example", RelayLookup::Listed(&books)),
            ("Bob@bücher.example", RelayLookup::Listed(&books)),
            ("\"a b\"@bücher.example", RelayLookup::Listed(&books)),
            ("alice+news@bücher.example", RelayLookup::Unlisted(&books)),
            ("eve@bücher.example", RelayLookup::Unlisted(&books)),
            ("alice+news@tags.example", RelayLookup::Listed(&tags)),
            ("alice+a+b@tags.example", RelayLookup::Listed(&tags)),
            ("alice+u%v@tags.example", RelayLookup::Unlisted(&tags)),
            ("+alice@tags.example", RelayLookup::Unlisted(&tags)),
            ("alice@sub.tags.example", RelayLookup::NotRelayed),
        ] {
            assert_eq!(relays.lookup(&address(given)), known, "{given}");
        }
    }

    #[test]
    fn nobody_is_asked_about_what_may_be_no_name() {
        let spec = RelayDomainSpec { recipients: Recipients::CallOut, ..listed("asked.example", &[]) };
        let relays = RelayDomains::new(vec![spec]).expect("a good domain");
        let asked = domain("asked.example");
        assert_eq!(relays.lookup(&address("alice@asked.example")), RelayLookup::Ask(&asked));
        for trick in ["u%v@asked.example", "v!u@asked.example", "\"u@v\"@asked.example", "|id@asked.example"]
        {
            assert_eq!(relays.lookup(&address(trick)), RelayLookup::NotPlain(&asked), "{trick}");
        }
    }

    #[test]
    fn every_mistake_is_said() {
        let problems = RelayDomains::new(vec![
            listed("exa mple", &[]),
            listed("a.example", &["alice@b.example", "", "a@@a.example"]),
            RelayDomainSpec { subaddress: Some('/'), ..listed("A.example", &["postmaster"]) },
        ]);
        let told: Vec<String> = problems.expect_err("mistakes").iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "\"exa mple\" is no domain: the domain is not a valid name",
                "\"alice@b.example\" is no recipient at a.example: it is at another domain",
                "\"\" is no recipient at a.example: it has nothing before the @",
                "\"a@@a.example\" is no recipient at a.example: the domain is not a valid name",
                "postmaster is not among the recipients of a.example, and every domain needs one",
                "'/' cannot stand between a user and a tag",
                "the domain A.example is there already",
            ]
        );
    }
}
