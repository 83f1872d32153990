//! What can be wrong with the domains as they were written.

use std::fmt;

/// One thing that is wrong with the domains. [`Display`](fmt::Display) says what; [`DirectoryProblem::help`] says what
/// would be right. The configuration finds the line by `domain` and [`Fault::alias`] and the offending text by
/// [`Fault::text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryProblem {
    /// Which of the domains handed in, counted from 0. None: it is not about a single one.
    pub domain: Option<usize>,
    /// That domain's name as it was written; empty where there is none.
    pub domain_name: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong. Every text is as the operator wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no domain at all.
    NoDomain,
    /// The domain is no valid domain name and no address literal.
    DomainName {
        /// What the grammar has against it.
        why: String,
    },
    /// An earlier domain is the same.
    DomainTwice,
    /// The character cannot separate a user from a tag.
    Separator {
        /// The character.
        separator: char,
    },
    /// A mailbox has a name that is no local part.
    MailboxName {
        /// The name.
        mailbox: String,
        /// What the grammar has against it.
        why: String,
    },
    /// An earlier mailbox has the same name.
    MailboxTwice {
        /// The name.
        mailbox: String,
    },
    /// An alias has a name that is neither a local part nor `*`.
    AliasName {
        /// The alias.
        alias: String,
        /// What the grammar has against it.
        why: String,
    },
    /// An earlier alias has the same name.
    AliasTwice {
        /// The alias.
        alias: String,
    },
    /// An alias leads nowhere.
    AliasEmpty {
        /// The alias.
        alias: String,
    },
    /// An alias goes before the mailbox of its name and does not lead there: the mailbox would get nothing.
    MailboxHidden {
        /// The alias.
        alias: String,
    },
    /// The catch-all would never be used, as every name has a mailbox already.
    CatchAllUseless,
    /// The target of an alias is neither an address nor a local part.
    TargetSyntax {
        /// The alias.
        alias: String,
        /// The target.
        target: String,
        /// What the grammar has against it.
        why: String,
    },
    /// The target of an alias is at a domain that is not one of ours.
    TargetForeign {
        /// The alias.
        alias: String,
        /// The target.
        target: String,
    },
    /// The target of an alias is at a domain of ours, and nobody there has that name.
    TargetUnknown {
        /// The alias.
        alias: String,
        /// The target.
        target: String,
    },
    /// An alias leads to another, that to a third, and so on, further than anybody can follow.
    AliasTooDeep {
        /// The alias at which it is too far.
        alias: String,
        /// Its target, which is an alias as well.
        target: String,
    },
    /// An alias leads back to itself.
    AliasLoop {
        /// The alias whose target closes the loop.
        alias: String,
        /// The target that does.
        target: String,
        /// The way round, as addresses; the first is the last again.
        way: Vec<String>,
    },
    /// A name that every domain must have reaches no mailbox (RFC 5321 §4.5.1, RFC 2142 §4, §5).
    RoleMissing {
        /// `postmaster` or `abuse`.
        role: &'static str,
    },
    /// A recipient of a relay domain is neither a local part nor an address there.
    RecipientName {
        /// The recipient.
        recipient: String,
        /// What is wrong with it.
        why: String,
    },
    /// The postmaster of a relay domain is not among its recipients (RFC 5321 §4.5.1).
    PostmasterUnlisted,
}

impl DirectoryProblem {
    /// What would be right.
    #[must_use]
    pub fn help(&self) -> String {
        match &self.fault {
            Fault::NoDomain => "name at least one domain that this server takes mail for".to_owned(),
            Fault::DomainName { .. } => {
                "a domain is a name such as example.org, or an address such as [192.0.2.1]".to_owned()
            }
            Fault::DomainTwice => {
                "put everything about a domain in one place, and remove the other".to_owned()
            }
            Fault::Separator { .. } => "use one of + - = _ ~ # & '".to_owned(),
            Fault::MailboxName { mailbox, .. } => match mailbox.split_once('@') {
                Some((local, _)) => format!("write {local:?}"),
                None => "a mailbox is the part of an address before the @, such as alice".to_owned(),
            },
            Fault::MailboxTwice { .. } => "upper and lower case are the same here: remove one".to_owned(),
            Fault::AliasName { alias, .. } => match alias.split_once('@') {
                Some((local, _)) => format!("write {local:?}"),
                None => "an alias is the part of an address before the @, or * for every other".to_owned(),
            },
            Fault::AliasTwice { .. } => {
                "name all targets in one alias; upper and lower case are the same".to_owned()
            }
            Fault::AliasEmpty { .. } => "name at least one target, or remove the alias".to_owned(),
            Fault::MailboxHidden { alias } => {
                format!(
                    "add {alias:?} to the targets to keep a copy there, or remove the mailbox or the alias"
                )
            }
            Fault::CatchAllUseless => "remove the alias *, or list the mailboxes".to_owned(),
            Fault::TargetSyntax { .. } => {
                "a target is an address such as alice@example.org, or a name of the same domain".to_owned()
            }
            Fault::TargetForeign { .. } => "name an address at a domain that is configured here".to_owned(),
            Fault::TargetUnknown { target, .. } => {
                format!("add {target:?} to the mailboxes, or name one that is there")
            }
            Fault::AliasTooDeep { .. } => "let this alias lead to a mailbox".to_owned(),
            Fault::AliasLoop { .. } => "let one of these aliases lead to a mailbox instead".to_owned(),
            Fault::RoleMissing { role } => {
                format!("add a mailbox {role:?}, or an alias {role:?} that leads to somebody who reads it")
            }
            Fault::RecipientName { .. } => {
                "a recipient is an address of the domain, or the part of it before the @".to_owned()
            }
            Fault::PostmasterUnlisted => {
                "add \"postmaster\", and see that its own server takes mail for it".to_owned()
            }
        }
    }
}

impl std::error::Error for DirectoryProblem {}

impl fmt::Display for DirectoryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let domain = &self.domain_name;
        match &self.fault {
            Fault::NoDomain => f.write_str("there is no domain to take mail for"),
            Fault::DomainName { why } => write!(f, "{domain:?} is no domain: {why}"),
            Fault::DomainTwice => write!(f, "the domain {domain} is there already"),
            Fault::Separator { separator } => {
                write!(f, "{separator:?} cannot stand between a user and a tag")
            }
            Fault::MailboxName { mailbox, why } => {
                write!(f, "{mailbox:?} is no mailbox of {domain}: {why}")
            }
            Fault::MailboxTwice { mailbox } => {
                write!(f, "the mailbox {mailbox:?} of {domain} is there already")
            }
            Fault::AliasName { alias, why } => write!(f, "{alias:?} is no alias of {domain}: {why}"),
            Fault::AliasTwice { alias } => write!(f, "the alias {alias:?} of {domain} is there already"),
            Fault::AliasEmpty { alias } => write!(f, "the alias {alias:?} of {domain} leads nowhere"),
            Fault::MailboxHidden { alias } => write!(
                f,
                "the mailbox {alias:?} of {domain} would get no mail: the alias of its name goes first, and leads elsewhere"
            ),
            Fault::CatchAllUseless => {
                write!(f, "the alias \"*\" of {domain} would never be used: every name has a mailbox there")
            }
            Fault::TargetSyntax { alias, target, why } => {
                write!(f, "the alias {alias:?} of {domain} leads to {target:?}, which is no address: {why}")
            }
            Fault::TargetForeign { alias, target } => write!(
                f,
                "the alias {alias:?} of {domain} leads to {target:?}, and that domain is not one of ours"
            ),
            Fault::TargetUnknown { alias, target } => {
                write!(
                    f,
                    "the alias {alias:?} of {domain} leads to {target:?}, and nobody here has that name"
                )
            }
            Fault::AliasTooDeep { alias, target } => write!(
                f,
                "the alias {alias:?} of {domain} leads to {target:?}, the last of more aliases in a row than are followed"
            ),
            Fault::AliasLoop { alias, way, .. } => {
                write!(f, "the alias {alias:?} of {domain} leads back to itself: {}", way.join(" -> "))
            }
            Fault::RoleMissing { role } => {
                write!(f, "{role}@{domain} reaches no mailbox, and every domain needs one")
            }
            Fault::RecipientName { recipient, why } => {
                write!(f, "{recipient:?} is no recipient at {domain}: {why}")
            }
            Fault::PostmasterUnlisted => {
                write!(f, "postmaster is not among the recipients of {domain}, and every domain needs one")
            }
        }
    }
}

impl Fault {
    /// The alias it is about, as it was written.
    #[must_use]
    pub fn alias(&self) -> Option<&str> {
        match self {
            Self::AliasName { alias, .. }
            | Self::AliasTwice { alias }
            | Self::AliasEmpty { alias }
            | Self::MailboxHidden { alias }
            | Self::TargetSyntax { alias, .. }
            | Self::TargetForeign { alias, .. }
            | Self::TargetUnknown { alias, .. }
            | Self::AliasTooDeep { alias, .. }
            | Self::AliasLoop { alias, .. } => Some(alias),
            Self::CatchAllUseless => Some("*"),
            _ => None,
        }
    }

    /// The offending text, as it was written, where it is not the domain's name itself: a mailbox, an alias, a target,
    /// a separator.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Separator { separator } => Some(separator.to_string()),
            Self::MailboxName { mailbox, .. } | Self::MailboxTwice { mailbox } => Some(mailbox.clone()),
            Self::RecipientName { recipient, .. } => Some(recipient.clone()),
            Self::TargetSyntax { target, .. }
            | Self::TargetForeign { target, .. }
            | Self::TargetUnknown { target, .. }
            | Self::AliasTooDeep { target, .. }
            | Self::AliasLoop { target, .. } => Some(target.clone()),
            other => other.alias().map(str::to_owned),
        }
    }
}

/// The problems found so far, and the domain being looked at.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: Vec<DirectoryProblem>,
    domain: Option<usize>,
    domain_name: String,
}

impl Problems {
    /// What is added from here on is about this domain.
    pub(crate) fn at(&mut self, domain: usize, name: &str) {
        self.domain = Some(domain);
        name.clone_into(&mut self.domain_name);
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        self.found.push(DirectoryProblem {
            domain: self.domain,
            domain_name: self.domain_name.clone(),
            fault,
        });
    }

    /// Nothing if there is none; else all, in the order of the domains.
    pub(crate) fn into_result(mut self) -> Result<(), Vec<DirectoryProblem>> {
        self.found.sort_by_key(|problem| problem.domain);
        if self.found.is_empty() { Ok(()) } else { Err(self.found) }
    }
}
