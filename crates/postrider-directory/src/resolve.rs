//! From an address to the mailboxes behind it.

use std::collections::HashMap;

use postrider_proto::mail::{Domain, Mailbox};

use crate::alias;
use crate::domain::{self, DomainSpec, Draft, Local, Named};
use crate::local_part::is_plain;
use crate::problem::{DirectoryProblem, Fault, Problems};

/// Who lives here. It never changes: a new configuration makes a new one.
#[derive(Debug)]
pub struct Directory {
    locals: Vec<Local>,
    index: HashMap<Domain, usize>,
    postmaster: Vec<Mailbox>,
}

/// What an address comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// The domain is not one of ours.
    NotLocal,
    /// The domain is one of ours, and nobody there has that name.
    UnknownUser,
    /// Mailboxes of ours: one, or several behind an alias. None twice; in lower case, with the domain in A-labels.
    Mailboxes(Vec<Mailbox>),
}

/// What an address comes to, and by which words of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// The domain is not one of ours.
    NotLocal,
    /// The domain is one of ours, and nobody there has that name.
    Unknown {
        /// The domain.
        domain: &'a Domain,
    },
    /// The domain takes mail for every name that is plainly one (see [`Lookup::Any`]), and this is none.
    NotPlain {
        /// The domain.
        domain: &'a Domain,
    },
    /// A mailbox that is listed.
    Mailbox(&'a Mailbox),
    /// A mailbox of a domain where any name is one that is plainly a name: letters, digits, what is not ASCII and can be
    /// seen, and `. _ - + = ~ # & '`; it begins with neither `-` nor `.`. Nothing that another mailer could take for a
    /// route, a path, an option or a command.
    Any(Mailbox),
    /// An alias.
    Alias {
        /// The domain.
        domain: &'a Domain,
        /// The alias in lower case; `*` is the catch-all.
        name: &'a str,
        /// What it comes to.
        mailboxes: &'a [Mailbox],
    },
}

/// How many names a domain has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Census<'a> {
    /// The domain, in A-labels.
    pub domain: &'a Domain,
    /// The mailboxes that are listed. None: any name is one.
    pub mailboxes: Option<usize>,
    /// The aliases, without the catch-all.
    pub aliases: usize,
    /// Whether there is an alias for every name that is nothing else.
    pub catch_all: bool,
}

/// RFC 5321 §4.5.1 demands the first of every domain, RFC 2142 §4 asks for the second.
const ROLES: [&str; 2] = ["postmaster", "abuse"];

impl Directory {
    /// Takes the domains as they were written. Every alias is followed here, once.
    ///
    /// # Errors
    ///
    /// All that is wrong with them, in the order of the domains.
    pub fn new(domains: Vec<DomainSpec>) -> Result<Self, Vec<DirectoryProblem>> {
        let mut problems = Problems::default();
        let mut index = HashMap::new();
        let mut drafts: Vec<Draft> = Vec::with_capacity(domains.len());
        if domains.is_empty() {
            problems.add(Fault::NoDomain);
        }
        for (number, spec) in domains.into_iter().enumerate() {
            let Some(draft) = Draft::read(number, spec, &mut problems) else { continue };
            if index.contains_key(&draft.local.domain) {
                problems.add(Fault::DomainTwice);
                continue;
            }
            index.insert(draft.local.domain.clone(), drafts.len());
            drafts.push(draft);
        }
        let written: Vec<(usize, String)> =
            drafts.iter().map(|draft| (draft.number, draft.written.clone())).collect();
        let locals = alias::follow(drafts, &index, &mut problems);
        for (local, (number, name)) in locals.iter().zip(&written) {
            problems.at(*number, name);
            for role in ROLES.into_iter().filter(|role| local.find(role).is_none()) {
                problems.add(Fault::RoleMissing { role });
            }
        }
        problems.into_result()?;
        let mut directory = Self { locals, index, postmaster: Vec::new() };
        directory.postmaster = directory.postmaster_of_first();
        Ok(directory)
    }

    /// What an address comes to.
    #[must_use]
    pub fn resolve(&self, address: &Mailbox) -> Resolution {
        match self.lookup(address) {
            Lookup::NotLocal => Resolution::NotLocal,
            Lookup::Unknown { .. } | Lookup::NotPlain { .. } => Resolution::UnknownUser,
            Lookup::Mailbox(mailbox) => Resolution::Mailboxes(vec![mailbox.clone()]),
            Lookup::Any(mailbox) => Resolution::Mailboxes(vec![mailbox]),
            Lookup::Alias { mailboxes, .. } => Resolution::Mailboxes(mailboxes.to_vec()),
        }
    }

    /// What an address comes to, and why.
    #[must_use]
    pub fn lookup(&self, address: &Mailbox) -> Lookup<'_> {
        let Some(local) = self.local(address.domain()) else { return Lookup::NotLocal };
        // RFC 5321 §2.4 leaves the case of a local part to its own host; here all cases are one.
        let name = address.local().to_lowercase();
        match local.find(&name) {
            None if local.takes_every_plain_name() && !is_plain(&name) => {
                Lookup::NotPlain { domain: &local.domain }
            }
            None => Lookup::Unknown { domain: &local.domain },
            Some(Named::Mailbox(mailbox)) => Lookup::Mailbox(mailbox),
            Some(Named::Any(mailbox)) => Lookup::Any(mailbox),
            Some(Named::Alias(name, mailboxes)) => Lookup::Alias { domain: &local.domain, name, mailboxes },
        }
    }

    /// Where mail for `<Postmaster>`, without a domain, goes (RFC 5321 §4.5.1): to the postmaster of the first domain.
    #[must_use]
    pub fn postmaster(&self) -> &[Mailbox] {
        &self.postmaster
    }

    /// Whether a domain is one of ours.
    #[must_use]
    pub fn is_local(&self, domain: &Domain) -> bool {
        self.local(domain).is_some()
    }

    /// Our domains, in A-labels, in the order they were written.
    pub fn domains(&self) -> impl Iterator<Item = &Domain> {
        self.locals.iter().map(|local| &local.domain)
    }

    /// How many names each domain has, in the order they were written.
    pub fn census(&self) -> impl Iterator<Item = Census<'_>> {
        self.locals.iter().map(Local::census)
    }

    fn local(&self, domain: &Domain) -> Option<&Local> {
        self.index.get(domain::ascii(domain).as_ref()).map(|&number| &self.locals[number])
    }

    fn postmaster_of_first(&self) -> Vec<Mailbox> {
        let first = self.locals.first().expect("a directory without a domain is a problem");
        match first.find(ROLES[0]).expect("a domain without a postmaster is a problem") {
            Named::Mailbox(mailbox) => vec![mailbox.clone()],
            Named::Any(mailbox) => vec![mailbox],
            Named::Alias(_, mailboxes) => mailboxes.to_vec(),
        }
    }
}
