//! Who may hand in mail for others: `[relay]`, and each `[[relay_domain]]`.

use std::fs;
use std::ops::Range;
use std::path::Path;

use postrider_directory::{Directory, DirectoryProblem, Fault, Recipients, RelayDomainSpec, RelayDomains};
use postrider_policy::TrustedNetwork;
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use toml::Spanned;

use crate::config::domains::{self, Lines};
use crate::config::networks;
use crate::config::problem::Problem;
use crate::config::raw::{Raw, Table};

/// Of a file with lists, so many mistakes are said.
const FILE_MISTAKES_MAX: usize = 10;

/// The trusted networks of a file.
pub fn networks(raw: &Raw, file: &Path, lines: &Lines, problems: &mut Vec<Problem>) -> Vec<TrustedNetwork> {
    let Some(written) = raw.texts("relay", "networks") else { return Vec::new() };
    let mut trusted = Vec::new();
    for text in written.into_inner() {
        let Some(network) = networks::network(&text, "this would be an open relay", problems) else {
            continue;
        };
        let config_line = Some(format!("{}:{}", file.display(), lines.line(text.span().start)));
        trusted.push(TrustedNetwork { network, config_line });
    }
    trusted
}

/// The relay domains of a file, and where each stands. No [`RelayDomains`] where something is wrong, which is in `problems` then.
pub fn domains(
    raw: &Raw,
    base: &Path,
    directory: Option<&Directory>,
    problems: &mut Vec<Problem>,
) -> (Option<RelayDomains>, Vec<Named>) {
    let written: Vec<Written> =
        raw.tables("relay_domain").filter_map(|table| Written::read(table, base, problems)).collect();
    let named: Vec<Named> = written.iter().filter_map(Written::named).collect();
    for Named { domain, at, .. } in &named {
        if directory.is_some_and(|directory| directory.is_local(domain)) {
            problems.push(Problem::at(
                at.clone(),
                format!("{domain} is a domain of this server already"),
                "remove its [[domain]] or its [[relay_domain]]: its people live here, or elsewhere",
            ));
        }
    }
    let relay = match RelayDomains::new(written.iter().map(Written::spec).collect()) {
        Ok(relay) => Some(relay),
        Err(found) => {
            for (number, domain) in written.iter().enumerate() {
                domain.tell(found.iter().filter(|problem| problem.domain == Some(number)), problems);
            }
            None
        }
    };
    (relay, named)
}

/// A relay domain, and where it stands.
pub struct Named {
    /// The domain, in A-labels.
    pub domain: Domain,
    /// Where its name stands.
    pub at: Range<usize>,
    /// Where it says that its own server is asked, if it does.
    pub callout: Option<Range<usize>>,
}

/// A relay domain as it was written.
struct Written {
    name: Spanned<String>,
    recipients: Option<Vec<Spanned<String>>>,
    file: Option<File>,
    callout: Option<Range<usize>>,
    subaddress: Option<Spanned<char>>,
}

/// A file with recipients.
struct File {
    /// Its path, and where that stands.
    path: Spanned<String>,
    /// Each recipient, and its line.
    recipients: Vec<(usize, String)>,
}

impl Written {
    fn read(table: &Table, base: &Path, problems: &mut Vec<Problem>) -> Option<Self> {
        let subaddress = domains::separator(table, None, problems);
        let recipients = table.texts("recipients");
        let callout = table.flag("callout").filter(|callout| *callout.get_ref());
        let path = table.text("recipients_file");
        let ways = [
            recipients.as_ref().map(Spanned::span),
            path.as_ref().map(Spanned::span),
            callout.as_ref().map(Spanned::span),
        ];
        let wrote = ["recipients", "recipients_file", "callout"].into_iter().any(|key| table.wrote(key));
        match ways.into_iter().flatten().collect::<Vec<_>>().as_slice() {
            [_] => {}
            // One of the wrong form was written, and that has been said.
            [] if wrote && callout.is_none() && table.flag("callout").is_none() => {}
            [] => problems.push(Problem::at(
                table.name_or_start(),
                "who lives at this relay domain is not known: this server would send bounces to forged senders",
                "write recipients = [...], recipients_file = \"...\" or callout = true",
            )),
            [_, second, ..] => problems.push(Problem::at(
                second.clone(),
                "who lives at this relay domain is said twice",
                "write recipients, recipients_file or callout = true, and only one of them",
            )),
        }
        let file = path.and_then(|path| File::read(path, base, problems));
        let Some(name) = table.text("name") else {
            if !table.wrote("name") {
                problems.push(Problem::at(
                    table.at.clone(),
                    "this relay domain has no name",
                    "write name = \"example.net\"",
                ));
            }
            return None;
        };
        Some(Self {
            name,
            recipients: recipients.map(Spanned::into_inner),
            file,
            callout: callout.map(|callout| callout.span()),
            subaddress,
        })
    }

    fn named(&self) -> Option<Named> {
        let domain = Domain::parse(self.name.get_ref(), Charset::Utf8).ok()?;
        let domain = domain.to_ascii().map_or(domain, Domain::Name);
        Some(Named { domain, at: self.name.span(), callout: self.callout.clone() })
    }

    fn spec(&self) -> RelayDomainSpec {
        let written = self.recipients.iter().flatten().map(|name| name.get_ref().clone());
        let in_file = self.file.iter().flat_map(|file| &file.recipients).map(|(_, name)| name.clone());
        let recipients = if self.recipients.is_some() || self.file.is_some() {
            Recipients::Listed(written.chain(in_file).collect())
        } else {
            // Where nothing says who lives there, that has been said, and nothing else is wrong because of it.
            Recipients::CallOut
        };
        RelayDomainSpec {
            name: self.name.get_ref().clone(),
            recipients,
            subaddress: self.subaddress.as_ref().map(|separator| *separator.get_ref()),
        }
    }

    /// Says what is wrong with it, and where.
    fn tell<'a>(&self, found: impl Iterator<Item = &'a DirectoryProblem>, problems: &mut Vec<Problem>) {
        let mut in_file = Vec::new();
        for problem in found {
            let text = problem.fault.text();
            let at = match (&problem.fault, &self.file) {
                (Fault::RecipientName { recipient, .. }, Some(file)) => {
                    let line = file.recipients.iter().find(|(_, written)| written == recipient);
                    in_file.push((line.map_or(0, |(line, _)| *line), problem));
                    continue;
                }
                (Fault::PostmasterUnlisted, Some(file)) => file.path.span(),
                (Fault::Separator { .. }, _) => {
                    self.subaddress.as_ref().map_or_else(|| self.name.span(), Spanned::span)
                }
                (Fault::RecipientName { .. }, None) => {
                    let written = self.recipients.iter().flatten();
                    let same = written.into_iter().find(|written| Some(written.get_ref()) == text.as_ref());
                    same.map_or_else(|| self.name.span(), Spanned::span)
                }
                _ => self.name.span(),
            };
            problems.push(Problem::at(at, problem.to_string(), problem.help()));
        }
        let Some(file) = &self.file else { return };
        for (line, problem) in in_file.iter().take(FILE_MISTAKES_MAX) {
            let says = format!("line {line} of {}: {problem}", file.path.get_ref());
            problems.push(Problem::at(file.path.span(), says, problem.help()));
        }
        if let Some(more) = in_file.len().checked_sub(FILE_MISTAKES_MAX).filter(|more| *more > 0) {
            let says = format!("{} has {more} more such lines", file.path.get_ref());
            problems.push(Problem::at(file.path.span(), says, ""));
        }
    }
}

impl File {
    fn read(path: Spanned<String>, base: &Path, problems: &mut Vec<Problem>) -> Option<Self> {
        match fs::read_to_string(base.join(path.get_ref())) {
            Ok(text) => {
                let lines = text.lines().enumerate().map(|(number, line)| (number + 1, line.trim()));
                let names = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
                let recipients = names.map(|(number, line)| (number, line.to_owned())).collect();
                Some(Self { path, recipients })
            }
            Err(error) => {
                problems.push(Problem::at(
                    path.span(),
                    format!("the recipients {} cannot be read: {error}", path.get_ref()),
                    "write one recipient a line into it, in UTF-8, and let the user that runs postrider read it",
                ));
                None
            }
        }
    }
}
