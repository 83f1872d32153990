//! A domain of this server: which mailboxes it has, and how its addresses are written.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, Mailbox};

use crate::alias::{self, AliasSpec, CATCH_ALL};
use crate::local_part::{self, is_plain};
use crate::problem::{Fault, Problems};
use crate::resolve::Census;

/// A domain as the operator wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainSpec {
    /// The domain: `example.org`, `bücher.example`, or an address in brackets, `[192.0.2.1]`. An address is nobody's
    /// domain unless it stands here.
    pub name: String,
    /// The mailboxes of the domain.
    pub mailboxes: Mailboxes,
    /// Addresses that stand for others.
    pub aliases: Vec<AliasSpec>,
    /// What separates a user from a tag: with `+`, `alice+news` is `alice`. None: a tag has no meaning here.
    pub subaddress: Option<char>,
}

/// Which mailboxes a domain has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mailboxes {
    /// Every name that is plainly a name (see [`Lookup::Any`](crate::Lookup::Any)).
    Any,
    /// These local parts, and no others. Upper and lower case are the same.
    Listed(Vec<String>),
}

impl DomainSpec {
    /// A domain without aliases, with `+` before a tag.
    #[must_use]
    pub fn new(name: impl Into<String>, mailboxes: Mailboxes) -> Self {
        Self { name: name.into(), mailboxes, aliases: Vec::new(), subaddress: Some('+') }
    }

    /// Adds an alias: a local part or `*`, and where its mail goes.
    #[must_use]
    pub fn alias(mut self, name: &str, to: &[&str]) -> Self {
        self.aliases.push(AliasSpec {
            name: name.to_owned(),
            to: to.iter().map(|&target| target.to_owned()).collect(),
        });
        self
    }
}

/// A domain as lookups need it. Every key is lower case.
#[derive(Debug)]
pub(crate) struct Local {
    /// The domain, in A-labels.
    pub(crate) domain: Domain,
    /// Every name is a mailbox.
    any: bool,
    mailboxes: HashMap<String, Mailbox>,
    /// What each alias comes to, every alias behind it followed; empty until they have been. `*` is the catch-all.
    pub(crate) aliases: HashMap<String, Vec<Mailbox>>,
    /// What stands between a user and a tag.
    separator: Option<char>,
}

/// What a local part names at a domain.
#[derive(Debug)]
pub(crate) enum Named<'a> {
    /// A mailbox that is listed.
    Mailbox(&'a Mailbox),
    /// A mailbox that is not listed, where any name is one.
    Any(Mailbox),
    /// An alias, by its name in lower case; `*` is the catch-all. And what it comes to.
    Alias(&'a str, &'a [Mailbox]),
}

impl Local {
    /// The order in which a local part, in lower case, is looked for: what was written for just this name, then the same
    /// without the tag, then any name, then the catch-all.
    pub(crate) fn find(&self, local: &str) -> Option<Named<'_>> {
        if let Some(named) = self.written(local) {
            return Some(named);
        }
        if !is_plain(local) {
            return None;
        }
        let mut user = local;
        for tag in self.separator.iter().flat_map(|&separator| local.rmatch_indices(separator)) {
            // `alice+a+b` may be a tag of `alice+a`, so the shortest tag is tried first. A tag of nobody is no tag.
            user = &local[..tag.0];
            if let Some(named) = self.written(user) {
                return Some(named);
            }
        }
        // Where any name is a mailbox, the name is what remains without every tag, but nothing is no name.
        let user = if is_plain(user) { user } else { local };
        self.mailbox(user).or_else(|| {
            let (name, to) = self.aliases.get_key_value(CATCH_ALL)?;
            Some(Named::Alias(name, to))
        })
    }

    /// The mailbox of a name in lower case, whatever aliases there are.
    pub(crate) fn mailbox(&self, local: &str) -> Option<Named<'_>> {
        if let Some(mailbox) = self.mailboxes.get(local) {
            return Some(Named::Mailbox(mailbox));
        }
        if !self.any || !is_plain(local) {
            return None;
        }
        // A name may become too long when its letters become small; then it is nobody's.
        Mailbox::new(local, self.domain.clone()).ok().map(Named::Any)
    }

    pub(crate) fn census(&self) -> Census<'_> {
        let catch_all = self.aliases.contains_key(CATCH_ALL);
        Census {
            domain: &self.domain,
            mailboxes: (!self.any).then_some(self.mailboxes.len()),
            aliases: self.aliases.len() - usize::from(catch_all),
            catch_all,
        }
    }

    /// Whether no name that is plainly one is nobody's.
    pub(crate) fn takes_every_plain_name(&self) -> bool {
        self.any || self.aliases.contains_key(CATCH_ALL)
    }

    /// What the operator wrote down for just this name.
    fn written(&self, local: &str) -> Option<Named<'_>> {
        if let Some((name, to)) = self.aliases.get_key_value(local).filter(|(name, _)| *name != CATCH_ALL) {
            return Some(Named::Alias(name, to));
        }
        self.mailboxes.get(local).map(Named::Mailbox)
    }
}

/// A domain whose aliases are still to be followed.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Which of the domains handed in it is, for problems.
    pub(crate) number: usize,
    /// The domain as it was written, for problems.
    pub(crate) written: String,
    pub(crate) local: Local,
    /// What was written for each alias, by its name in lower case; `*` among them. In order, so that problems are.
    pub(crate) aliases: BTreeMap<String, AliasSpec>,
}

impl Draft {
    /// Takes what can be understood of `spec` and reports the rest.
    pub(crate) fn read(number: usize, spec: DomainSpec, problems: &mut Problems) -> Option<Self> {
        problems.at(number, &spec.name);
        let domain = match Domain::parse(&spec.name, Charset::Utf8) {
            Ok(domain) => ascii(&domain).into_owned(),
            Err(fault) => {
                problems.add(Fault::DomainName { why: fault.to_string() });
                return None;
            }
        };
        let separator = spec.subaddress.filter(|&c| local_part::separates(c));
        if let (Some(written), None) = (spec.subaddress, separator) {
            problems.add(Fault::Separator { separator: written });
        }
        let any = spec.mailboxes == Mailboxes::Any;
        let mut mailboxes = HashMap::new();
        if let Mailboxes::Listed(names) = spec.mailboxes {
            for name in names {
                match canonical_mailbox(&name, &domain) {
                    Err(why) => problems.add(Fault::MailboxName { mailbox: name, why }),
                    Ok(mailbox) => {
                        if mailboxes.insert(mailbox.local().to_owned(), mailbox).is_some() {
                            problems.add(Fault::MailboxTwice { mailbox: name });
                        }
                    }
                }
            }
        }
        let specs = alias::read(spec.aliases, &domain, any, problems);
        let aliases = specs.keys().map(|name| (name.clone(), Vec::new())).collect();
        let local = Local { domain, any, mailboxes, aliases, separator };
        Some(Self { number, written: spec.name, local, aliases: specs })
    }
}

/// The mailbox of a name that was written as a bare local part, in lower case.
pub(crate) fn canonical_mailbox(name: &str, domain: &Domain) -> Result<Mailbox, String> {
    if name.contains('@') {
        return Err("only the part before the @ belongs here".to_owned());
    }
    Mailbox::new(&name.to_lowercase(), domain.clone()).map_err(|fault| fault.to_string())
}

/// A domain in A-labels, so that a domain is the same however its name was written (RFC 5890 §2.3.2.1). A name that
/// has no A-labels stays what it is: it can be nobody's domain.
pub(crate) fn ascii(domain: &Domain) -> Cow<'_, Domain> {
    match domain {
        Domain::Name(name) if !name.is_ascii() => match domain.to_ascii() {
            Some(name) => Cow::Owned(Domain::Name(name)),
            None => Cow::Borrowed(domain),
        },
        _ => Cow::Borrowed(domain),
    }
}
