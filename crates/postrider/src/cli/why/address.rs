//! `postrider why ADDRESS`: the latest refusals that concern a peer, a sender or a recipient.

use std::net::IpAddr;
use std::path::Path;

use postrider_policy::Network;
use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, Mailbox};
use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::Value;
use serde_json::json;

use super::kept::{Told, Writer};
use super::message::refusals;
use super::{Found, NotFound};
use crate::control::client::{Client, ControlError};
use crate::control::filter::Filter;
use crate::control::protocol::{Answer, Message, Request};
use crate::journal::{Reader, Session, Step};

/// Whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Clients: an address or a network, and how it was typed.
    Network(Network, String),
    /// Senders and recipients.
    Mailbox(String),
    /// All of a domain.
    Domain(String),
}

/// So many messages are asked for of the history, at most.
const MESSAGES_MAX: usize = 200;

impl Address {
    /// What somebody has typed. None if it is no address.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('<').trim_end_matches('>');
        if let Ok(network) = text.trim_start_matches('[').trim_end_matches(']').parse() {
            return Some(Self::Network(network, text.to_owned()));
        }
        if text.contains('@') {
            return Mailbox::parse(text, Charset::Utf8)
                .ok()
                .map(|mailbox| Self::Mailbox(mailbox.to_string()));
        }
        // A single word is rather a file that is not there.
        let domain = Domain::parse(text, Charset::Utf8).ok().filter(|_| text.contains('.'))?;
        Some(Self::Domain(domain.to_string()))
    }

    /// What a line of the journal has to have in it.
    fn hint(&self) -> &str {
        match self {
            Self::Network(..) => "",
            Self::Mailbox(text) | Self::Domain(text) => text,
        }
    }

    fn is_client(&self, session: &Session) -> bool {
        let Self::Network(network, _) = self else { return false };
        let at = |text: &String| text.parse::<IpAddr>().is_ok_and(|address| network.contains(address));
        at(&session.client) || session.proxy.as_ref().is_some_and(at)
    }

    fn is_mailbox(&self, mailbox: &str) -> bool {
        match self {
            Self::Network(..) => false,
            Self::Mailbox(wanted) => mailbox.eq_ignore_ascii_case(wanted),
            Self::Domain(wanted) => {
                mailbox.rsplit_once('@').is_some_and(|(_, domain)| domain.eq_ignore_ascii_case(wanted))
            }
        }
    }
}

/// The latest refusals, no more than `limit`.
///
/// # Errors
///
/// There are none, or nothing can be read.
pub fn find(
    address: &Address,
    limit: usize,
    data: &Path,
    language: &'static Language,
) -> Result<Found, NotFound> {
    let writer = Writer { language };
    let mut notes = Vec::new();
    let mut told: Vec<(String, Told)> = Vec::new();
    let mut no_journal = None;
    let reach = match Reader::new(data).sessions(address.hint(), |session| {
        is_no_tls(session, address) || !refused(session, address).is_empty()
    }) {
        Ok((sessions, reach)) => {
            for session in &sessions {
                told.extend(is_no_tls(session, address).then(|| no_tls(session, writer)));
                told.extend(
                    refused(session, address).into_iter().map(|refusal| refusal.tell(session, writer)),
                );
            }
            writer.reach(&reach)
        }
        Err(error) => {
            let why = error.to_string();
            no_journal = Some(error);
            why
        }
    };
    match elsewhere(address, data, writer) {
        Ok(more) => told.extend(more),
        Err(error) => notes.push(error.to_string()),
    }
    if told.is_empty() {
        if let Some(error) = no_journal {
            return Err(NotFound::journal(&error));
        }
        let (Address::Network(_, typed) | Address::Mailbox(typed) | Address::Domain(typed)) = address;
        let text = language.say_with("journal-no-refusal", &[("asked", Fact::Text(typed))]);
        return Err(NotFound::Nothing([vec![text, reach], notes].concat().join(" ")));
    }
    notes.extend(no_journal.map(|error| error.to_string()));
    // Times are all written alike.
    told.sort_by(|(one, _), (other, _)| other.cmp(one));
    told.truncate(limit);
    Ok(Found { kind: "refusals", told: told.into_iter().map(|(_, told)| told).collect(), notes })
}

/// Whether TLS has come to nothing with somebody: nothing was refused, and still no mail has come.
fn is_no_tls(session: &Session, address: &Address) -> bool {
    session.end.as_ref().is_some_and(|end| end.how == "no-tls") && address.is_client(session)
}

fn no_tls(session: &Session, writer: Writer) -> (String, Told) {
    let end = writer.end(session);
    let heading = match &end.value {
        Value::Term(term) => term.text.clone(),
        _ => String::new(),
    };
    let sections = [
        Some(writer.words("when", &session.began)),
        Some(writer.words("client", &session.client)),
        Some(writer.words("in-session", &session.session)),
        session.listener.as_ref().map(|listener| writer.words("listener", listener)),
        Some(end),
    ];
    let sections = sections.into_iter().flatten().collect();
    (session.began.clone(), Told { heading, sections, below: Vec::new(), kept: Some(json!(session)) })
}

/// A refusal in a session, with the transaction that it was in.
struct Refusal<'a> {
    step: &'a Step,
    sender: Option<String>,
    recipients: Vec<String>,
}

impl Refusal<'_> {
    fn tell(self, session: &Session, writer: Writer) -> (String, Told) {
        let when = later(&session.began, self.step.millis);
        let mut sections = vec![
            writer.words("when", &when),
            writer.words("client", &session.client),
            writer.words("in-session", &session.session),
        ];
        sections.extend(self.sender.iter().map(|sender| writer.words("mail-from", &format!("<{sender}>"))));
        if !self.recipients.is_empty() {
            sections.push(writer.words("recipient", &self.recipients.join(", ")));
        }
        (when, writer.refusal(self.step, sections))
    }
}

/// What was refused in a session and concerns somebody.
fn refused<'a>(session: &'a Session, address: &Address) -> Vec<Refusal<'a>> {
    let is_client = address.is_client(session);
    let (mut sender, mut recipients) = (None::<String>, Vec::<String>::new());
    let mut found = Vec::new();
    for step in &session.steps {
        let command = step.command.as_deref().unwrap_or_default();
        let named = path(command);
        let is = |verb: &str| command.get(..verb.len()).is_some_and(|front| front.eq_ignore_ascii_case(verb));
        let (is_mail, is_rcpt) = (is("MAIL FROM:"), is("RCPT TO:"));
        if step.is_refusal() {
            let refusal = Refusal {
                step,
                sender: if is_mail { named.clone() } else { sender.clone() },
                recipients: if is_rcpt { named.iter().cloned().collect() } else { recipients.clone() },
            };
            let mut concerned = refusal.sender.iter().chain(&refusal.recipients);
            if is_client || concerned.any(|mailbox| address.is_mailbox(mailbox)) {
                found.push(refusal);
            }
        } else if is_mail {
            (sender, recipients) = (named, Vec::new());
        } else if is_rcpt {
            recipients.extend(named);
        }
        if step.message.is_some() || (!step.is_refusal() && (is("RSET") || is("EHLO") || is("HELO"))) {
            (sender, recipients) = (None, Vec::new());
        }
    }
    found
}

/// The address between the angle brackets of a command, without a route.
fn path(command: &str) -> Option<String> {
    let (_, behind) = command.split_once('<')?;
    let mut quoted = false;
    let end = behind.bytes().position(|octet| {
        quoted ^= octet == b'"';
        octet == b'>' && !quoted
    });
    let path = &behind[..end.unwrap_or(behind.len())];
    let mailbox = match path.strip_prefix('@') {
        Some(route) => route.split_once(':').map_or(route, |(_, mailbox)| mailbox),
        None => path,
    };
    Some(mailbox.to_owned())
}

/// So many milliseconds behind a time.
fn later(began: &str, millis: u32) -> String {
    let began = began.parse::<jiff::Timestamp>().unwrap_or_default();
    began
        .saturating_add(jiff::SignedDuration::from_millis(millis.into()))
        .map_or_else(|_| String::new(), |time| time.to_string())
}

/// What other servers have refused to messages for somebody, as far as the queue and its history know.
fn elsewhere(address: &Address, data: &Path, writer: Writer) -> Result<Vec<(String, Told)>, ControlError> {
    if matches!(address, Address::Network(..)) {
        return Ok(Vec::new());
    }
    let mut client = Client::connect(data)?;
    let mut told = Vec::new();
    for id in ids(address, &mut client)? {
        let message: Box<Message> = match client.ask(&Request::Show { id }) {
            Ok(Answer::Message(message)) => message,
            Ok(_) => return Err(ControlError::Other),
            // It is gone meanwhile.
            Err(ControlError::Refused(_)) => continue,
            Err(error) => return Err(error),
        };
        let mine =
            |ending: &crate::control::timeline::Ending| ending.to.iter().any(|to| address.is_mailbox(to));
        told.extend(refusals(&message, mine).map(|(tried, ending, answer)| {
            (tried.ended.clone(), writer.elsewhere(&message.id, tried, ending, answer))
        }));
    }
    Ok(told)
}

/// Messages for somebody: in the queue, and done.
fn ids(address: &Address, client: &mut Client) -> Result<Vec<String>, ControlError> {
    let (filter, recipient) = match address {
        Address::Domain(domain) => (Filter { domain: Some(domain.clone()), ..Filter::default() }, None),
        Address::Network(..) => (Filter::default(), None),
        Address::Mailbox(mailbox) => {
            (Filter { recipient: Some(mailbox.clone()), ..Filter::default() }, Some(mailbox.clone()))
        }
    };
    let mut ids = Vec::new();
    let mut after = None;
    while ids.len() < MESSAGES_MAX {
        let request = Request::List { filter: filter.clone(), after, most: None };
        let Answer::List { messages, next } = client.ask(&request)? else { return Err(ControlError::Other) };
        ids.extend(messages.into_iter().map(|row| row.id));
        after = next;
        if after.is_none() {
            break;
        }
    }
    let mut before = None;
    let mut looked_at = 0;
    while looked_at < MESSAGES_MAX {
        let request = Request::History { before, most: None, recipient: recipient.clone(), sender: None };
        let Answer::History { messages, next } = client.ask(&request)? else {
            return Err(ControlError::Other);
        };
        looked_at += messages.len();
        // Of a domain only the first recipients are known here.
        let mine = |row: &crate::control::history::Row| {
            recipient.is_some()
                || row.to.len() < row.recipients
                || row.to.iter().any(|to| address.is_mailbox(to))
        };
        ids.extend(messages.into_iter().filter(mine).map(|row| row.id));
        before = next;
        if before.is_none() {
            break;
        }
    }
    Ok(ids)
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
        for wrong in ["", "mail", "192.0.2.1/24", "a b.example", "@example.org", "bob@"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_address_of_a_command_is_found() {
        let path = |command| path(command).unwrap_or_default();
        assert_eq!(path("RCPT TO:<bob@example.org> NOTIFY=NEVER"), "bob@example.org");
        assert_eq!(path("rcpt to:<@a.example,@b.example:bob@example.org>"), "bob@example.org");
        assert_eq!(path("RCPT TO:<\"a>b\"@example.org>"), "\"a>b\"@example.org");
        assert_eq!(path("MAIL FROM:<>"), "");
        assert_eq!(path("MAIL FROM:<cut"), "cut");
    }
}
