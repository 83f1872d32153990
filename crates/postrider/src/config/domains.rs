//! The domains, and where in the file each of their names stands.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use postrider_directory::{AliasSpec, Directory, DirectoryProblem, DomainSpec, Fault, Mailboxes};
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use toml::Spanned;

use crate::config::problem::Problem;
use crate::config::raw::{Raw, Table, Target};

/// Who lives here, and what the policy says it rests on.
#[derive(Debug)]
pub struct Domains {
    /// Who lives here.
    pub directory: Directory,
    /// The domains whose mail is thrown away, in A-labels.
    pub discarded: HashSet<Domain>,
    /// With the lines of the file.
    pub policy: postrider_policy::Options,
}

impl Domains {
    /// Everybody at `localhost`: what holds if no domain is written.
    #[must_use]
    pub fn localhost() -> Self {
        let localhost = DomainSpec::new("localhost", Mailboxes::Any);
        let directory = Directory::new(vec![localhost]).expect("localhost is a domain where everybody lives");
        Self { directory, discarded: HashSet::new(), policy: postrider_policy::Options::default() }
    }
}

/// The domains of a file. None where something is wrong, which is in `problems` then.
pub fn resolve(raw: &Raw, file: &Path, text: &str, problems: &mut Vec<Problem>) -> Option<Domains> {
    if raw.tables("domain").next().is_none() {
        return Some(Domains::localhost());
    }
    let written: Vec<Written> =
        raw.tables("domain").filter_map(|table| Written::read(table, problems)).collect();
    // Every domain being without a name has been said.
    if written.is_empty() {
        return None;
    }
    let mut config_lines = HashMap::new();
    let lines = Lines::of(text);
    for domain in &written {
        domain.lines(file, &lines, &mut config_lines);
    }
    match Directory::new(written.iter().map(Written::spec).collect()) {
        Ok(directory) => {
            let each = directory.domains().zip(&written);
            let discarded =
                each.filter(|(_, written)| written.discard).map(|(domain, _)| domain.clone()).collect();
            let policy = postrider_policy::Options { config_lines, ..postrider_policy::Options::default() };
            Some(Domains { directory, discarded, policy })
        }
        Err(found) => {
            let told = found.into_iter().filter(|problem| {
                let domain = problem.domain.and_then(|number| written.get(number));
                domain.is_none_or(|domain| !domain.is_consequence(&problem.fault))
            });
            problems.extend(told.map(|problem| {
                let at =
                    problem.domain.and_then(|number| written.get(number)).map(|domain| domain.find(&problem));
                Problem { at, says: problem.to_string(), help: problem.help() }
            }));
            None
        }
    }
}

/// Where the lines of a text begin, in octets. Every name of a file wants its line, and counting them from the top for each
/// would take a minute where there are a hundred thousand.
pub struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(end, _)| end + 1).collect())
    }

    /// The line of an octet, from 1.
    pub fn line(&self, octet: usize) -> usize {
        1 + self.0.partition_point(|start| *start <= octet)
    }
}

/// What stands between a user and a tag, or what does where nothing is written.
pub fn separator(table: &Table, default: Option<char>, problems: &mut Vec<Problem>) -> Option<Spanned<char>> {
    let Some(written) = table.text("subaddress") else {
        return default.map(|character| Spanned::new(0..0, character));
    };
    let mut characters = written.get_ref().chars();
    let first = characters.next();
    if characters.next().is_some() {
        problems.push(Problem::at(
            written.span(),
            format!("{}.subaddress is more than one character", table.section().name),
            "write one character, such as \"+\", or \"\" for none",
        ));
    }
    first.map(|character| Spanned::new(written.span(), character))
}

/// A domain as it was written.
struct Written {
    name: Spanned<String>,
    mailboxes: Vec<Spanned<String>>,
    any: bool,
    subaddress: Option<Spanned<char>>,
    aliases: Vec<Target>,
    discard: bool,
}

impl Written {
    fn read(table: &Table, problems: &mut Vec<Problem>) -> Option<Self> {
        let any = table.flag("any_mailbox");
        let mailboxes = table.texts("mailboxes");
        if let (Some(any), Some(_)) = (any.as_ref().filter(|any| *any.get_ref()), &mailboxes) {
            problems.push(Problem::at(
                any.span(),
                "a domain has the mailboxes that are listed, or any mailbox, and not both",
                "remove any_mailbox or mailboxes",
            ));
        }
        let separator = separator(table, Some('+'), problems);
        let Some(name) = table.text("name") else {
            if !table.wrote("name") {
                problems.push(Problem::at(
                    table.at.clone(),
                    "this domain has no name",
                    "write name = \"example.org\"",
                ));
            }
            return None;
        };
        Some(Self {
            name,
            mailboxes: mailboxes.map(Spanned::into_inner).unwrap_or_default(),
            any: any.is_some_and(Spanned::into_inner),
            subaddress: separator,
            aliases: table.targets("aliases"),
            discard: table.text("deliver").is_some_and(|word| word.get_ref() == "discard"),
        })
    }

    /// What is only wrong because the domain has any mailbox and a list, which has been said.
    fn is_consequence(&self, fault: &Fault) -> bool {
        self.any && !self.mailboxes.is_empty() && matches!(fault, Fault::RoleMissing { .. })
    }

    fn spec(&self) -> DomainSpec {
        let texts = |texts: &[Spanned<String>]| texts.iter().map(|text| text.get_ref().clone()).collect();
        DomainSpec {
            name: self.name.get_ref().clone(),
            // Of any mailbox and a list, which is one mistake, the list shows what else is wrong.
            mailboxes: match self.mailboxes.as_slice() {
                [] if self.any => Mailboxes::Any,
                listed => Mailboxes::Listed(texts(listed)),
            },
            aliases: self
                .aliases
                .iter()
                .map(|alias| AliasSpec { name: alias.name.get_ref().clone(), to: texts(&alias.to) })
                .collect(),
            subaddress: self.subaddress.as_ref().map(|separator| *separator.get_ref()),
        }
    }

    /// Where the policy's reasons come from: `file:line` of the domain and of every name in it.
    fn lines(&self, file: &Path, text: &Lines, lines: &mut HashMap<String, String>) {
        let Ok(domain) = Domain::parse(self.name.get_ref(), Charset::Utf8) else { return };
        let domain = domain.to_ascii().unwrap_or_else(|| domain.to_string());
        let line = |at: Range<usize>| format!("{}:{}", file.display(), text.line(at.start));
        let names = self.mailboxes.iter().chain(self.aliases.iter().map(|alias| &alias.name));
        for name in names {
            lines.insert(format!("{}@{domain}", name.get_ref().to_lowercase()), line(name.span()));
        }
        lines.insert(domain, line(self.name.span()));
    }

    /// Where the text stands that a problem is about.
    fn find(&self, problem: &DirectoryProblem) -> Range<usize> {
        let same = |text: &Spanned<String>, wanted: &str| text.get_ref() == wanted;
        let found = match (&problem.fault, problem.fault.alias(), problem.fault.text()) {
            (Fault::Separator { .. }, ..) => self.subaddress.as_ref().map(Spanned::span),
            // What is there twice is wrong where it is the second time, and that is where it is last.
            (Fault::MailboxName { .. } | Fault::MailboxTwice { .. }, _, Some(mailbox)) => {
                self.mailboxes.iter().rfind(|written| same(written, &mailbox)).map(Spanned::span)
            }
            (fault, Some(alias), text) => {
                let alias = self.aliases.iter().rfind(|written| same(&written.name, alias));
                let target = alias.zip(text).and_then(|(alias, text)| {
                    let is_target = !matches!(
                        fault,
                        Fault::AliasName { .. }
                            | Fault::AliasTwice { .. }
                            | Fault::AliasEmpty { .. }
                            | Fault::MailboxHidden { .. }
                    );
                    alias.to.iter().filter(|_| is_target).find(|target| same(target, &text))
                });
                target.or(alias.map(|alias| &alias.name)).map(Spanned::span)
            }
            _ => None,
        };
        found.unwrap_or_else(|| self.name.span())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::problem::Place;

    #[test]
    fn a_line_is_the_one_that_a_mistake_there_would_show() {
        let text = "\na = 1\r\n\n# \u{e4}\nb";
        let lines = Lines::of(text);
        for octet in 0..=text.len() {
            assert_eq!(lines.line(octet), Place::of(text, octet).line, "{octet}");
        }
    }
}
