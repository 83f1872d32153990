//! Aliases: addresses that stand for others, and where following them ends.

use std::collections::btree_map::{BTreeMap, Entry};
use std::collections::{HashMap, HashSet};

use postrider_proto::mail::address::AddressError;
use postrider_proto::mail::{Domain, Mailbox};

use crate::domain::{self, Draft, Local, Named};
use crate::problem::{Fault, Problems};

/// The name of the alias for every name that is nobody else's.
pub(crate) const CATCH_ALL: &str = "*";

/// The most aliases that are followed in a row: each takes some of the stack.
const DEPTH_MAX: usize = 100;

/// An alias as the operator wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AliasSpec {
    /// The local part that is an alias, or `*` for every one that is nothing else. It goes before a mailbox of the same
    /// name, so it has to name that mailbox among its targets.
    pub name: String,
    /// Where its mail goes: addresses, or bare local parts of the same domain. Each may be an alias in turn.
    pub to: Vec<String>,
}

/// Takes the aliases of one domain that can be understood, by name in lower case, and reports the rest.
pub(crate) fn read(
    specs: Vec<AliasSpec>,
    domain: &Domain,
    any: bool,
    problems: &mut Problems,
) -> BTreeMap<String, AliasSpec> {
    let mut aliases = BTreeMap::new();
    for spec in specs {
        let alias = spec.name.clone();
        if alias == CATCH_ALL && any {
            problems.add(Fault::CatchAllUseless);
        }
        if spec.to.is_empty() {
            problems.add(Fault::AliasEmpty { alias: alias.clone() });
        }
        let key = match domain::canonical_mailbox(&alias, domain) {
            Ok(mailbox) => mailbox.local().to_owned(),
            Err(why) => {
                problems.add(Fault::AliasName { alias, why });
                continue;
            }
        };
        match aliases.entry(key) {
            Entry::Vacant(free) => {
                free.insert(spec);
            }
            Entry::Occupied(_) => problems.add(Fault::AliasTwice { alias }),
        }
    }
    aliases
}

/// Follows every alias of every domain to the mailboxes behind it. Targets that lead nowhere are reported and left out.
pub(crate) fn follow(
    drafts: Vec<Draft>,
    index: &HashMap<Domain, usize>,
    problems: &mut Problems,
) -> Vec<Local> {
    let mut follower = Follower { drafts: &drafts, index, done: HashMap::new(), way: Vec::new(), problems };
    for (domain, draft) in drafts.iter().enumerate() {
        for name in draft.aliases.keys() {
            follower.alias(Node { domain, name });
        }
    }
    let done: Vec<_> =
        follower.done.into_iter().map(|(node, ends)| (node.domain, node.name.to_owned(), ends)).collect();
    let mut locals: Vec<Local> = drafts.into_iter().map(|draft| draft.local).collect();
    for (domain, name, ends) in done {
        locals[domain].aliases.insert(name, ends);
    }
    locals
}

/// One alias: the domain by its number, the name in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Node<'a> {
    domain: usize,
    name: &'a str,
}

/// A walk over the aliases, depth first. An alias is walked once; what it came to is kept.
struct Follower<'a, 'p> {
    drafts: &'a [Draft],
    index: &'a HashMap<Domain, usize>,
    done: HashMap<Node<'a>, Vec<Mailbox>>,
    /// The aliases being walked, outermost first. One that is met again closes a loop.
    way: Vec<Node<'a>>,
    problems: &'p mut Problems,
}

impl<'a> Follower<'a, '_> {
    fn alias(&mut self, node: Node<'a>) -> Vec<Mailbox> {
        if let Some(known) = self.done.get(&node) {
            return known.clone();
        }
        self.way.push(node);
        let mut seen = HashSet::new();
        let mut ends = Vec::new();
        for target in &self.drafts[node.domain].aliases[node.name].to {
            // Two ways to one mailbox are one copy.
            ends.extend(self.target(node, target).into_iter().filter(|mailbox| seen.insert(mailbox.clone())));
        }
        self.way.pop();
        self.hides(node, &ends);
        self.done.insert(node, ends.clone());
        ends
    }

    /// An alias goes before a mailbox of its name: unless it leads there as well, that mailbox would silently get nothing.
    fn hides(&mut self, node: Node<'a>, ends: &[Mailbox]) {
        let draft = &self.drafts[node.domain];
        let Some(Named::Mailbox(mailbox)) = draft.local.mailbox(node.name) else { return };
        if node.name != CATCH_ALL && !ends.contains(mailbox) {
            self.problems.at(draft.number, &draft.written);
            self.problems.add(Fault::MailboxHidden { alias: draft.aliases[node.name].name.clone() });
        }
    }

    fn target(&mut self, from: Node<'a>, target: &'a str) -> Vec<Mailbox> {
        let drafts = self.drafts;
        let draft = &drafts[from.domain];
        let alias = draft.aliases[from.name].name.clone();
        let written = target.to_owned();
        let fault = match self.aim(from, target) {
            Err(why) => Fault::TargetSyntax { alias, target: written, why },
            Ok(None) => Fault::TargetForeign { alias, target: written },
            Ok(Some((domain, local))) => match self.named(from, domain, &local) {
                None => Fault::TargetUnknown { alias, target: written },
                Some(Named::Mailbox(mailbox)) => return vec![mailbox.clone()],
                Some(Named::Any(mailbox)) => return vec![mailbox],
                Some(Named::Alias(name, _)) => {
                    let next = Node { domain, name };
                    match self.way.iter().position(|node| *node == next) {
                        None if self.way.len() >= DEPTH_MAX && !self.done.contains_key(&next) => {
                            Fault::AliasTooDeep { alias, target: written }
                        }
                        None => return self.alias(next),
                        // Where the catch-all leads to itself, the target is simply a name that nobody has.
                        Some(_) if name == CATCH_ALL => Fault::TargetUnknown { alias, target: written },
                        Some(start) => {
                            let way = self.way[start..].iter().chain([&next]);
                            let way =
                                way.map(|node| format!("{}@{}", node.name, drafts[node.domain].local.domain));
                            Fault::AliasLoop { alias, target: written, way: way.collect() }
                        }
                    }
                }
            },
        };
        self.problems.at(draft.number, &draft.written);
        self.problems.add(fault);
        Vec::new()
    }

    /// The domain of ours that `target` is at, and its local part in lower case. None: the domain is not one of ours.
    fn aim(&self, from: Node<'a>, target: &str) -> Result<Option<(usize, String)>, String> {
        if !target.contains('@') {
            let domain = &self.drafts[from.domain].local.domain;
            let mailbox = domain::canonical_mailbox(target, domain)?;
            return Ok(Some((from.domain, mailbox.local().to_owned())));
        }
        let mailbox: Mailbox = target.parse().map_err(|fault: AddressError| fault.to_string())?;
        let domain = self.index.get(domain::ascii(mailbox.domain()).as_ref());
        Ok(domain.map(|&domain| (domain, mailbox.local().to_lowercase())))
    }

    /// What a target names. An alias that names itself means the mailbox of that name.
    fn named(&self, from: Node<'a>, domain: usize, local: &str) -> Option<Named<'a>> {
        let there = &self.drafts[domain].local;
        let itself = domain == from.domain && local == from.name;
        itself.then(|| there.mailbox(local)).flatten().or_else(|| there.find(local))
    }
}
