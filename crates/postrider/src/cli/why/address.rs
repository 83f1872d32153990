//! `postrider why ADDRESS`: the latest refusals that concern a peer, a sender or a recipient.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use postrider_policy::Network;
use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, Mailbox};
use postrider_reference::locale::{Fact, Language};
use serde_json::json;

use super::alike::{self, One};
use super::kept::{Writer, before, fact};
use super::message::{refusals, resting};
use super::{Found, NotFound};
use crate::config::Named;
use crate::control::client::{Client, ControlError};
use crate::control::filter::Filter;
use crate::control::history::Row;
use crate::control::protocol::{Answer, Message, Request};
use crate::journal::{Reader, Session, Step};

/// Whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Clients: an address or a network, and how it was typed.
    Network(Network, String),
    /// Senders, recipients and logins.
    Mailbox(String),
    /// All of a domain.
    Domain(String),
    /// A single word: a domain without a dot, or who logs in under this name.
    Name(String),
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
        // A client with its port, as many a log has it.
        if let Ok(socket) = text.parse::<SocketAddr>() {
            let typed = socket.ip().to_string();
            return typed.parse().ok().map(|network| Self::Network(network, typed));
        }
        let domain = |text| Domain::parse(text, Charset::Utf8).ok();
        if let Some(text) = text.strip_prefix('@') {
            return domain(text).map(|domain| Self::Domain(domain.to_string()));
        }
        if text.contains('@') {
            return Mailbox::parse(text, Charset::Utf8)
                .ok()
                .map(|mailbox| Self::Mailbox(mailbox.to_string()));
        }
        let domain = domain(text)?.to_string();
        Some(if text.contains('.') { Self::Domain(domain) } else { Self::Name(domain) })
    }

    /// What a line of the journal has to have in it.
    fn hint(&self) -> &str {
        match self {
            Self::Network(..) => "",
            Self::Mailbox(text) | Self::Domain(text) | Self::Name(text) => text,
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
            Self::Domain(wanted) | Self::Name(wanted) => {
                mailbox.rsplit_once('@').is_some_and(|(_, domain)| domain.eq_ignore_ascii_case(wanted))
            }
        }
    }

    /// Whether somebody logs in under this name. Of an account that is an address the part in front of the @ is enough.
    fn is_login(&self, login: &str) -> bool {
        match self {
            Self::Name(wanted) => {
                let local_part = login.rsplit_once('@').map_or(login, |(local_part, _)| local_part);
                local_part.eq_ignore_ascii_case(wanted) || self.is_mailbox(login)
            }
            _ => self.is_mailbox(login),
        }
    }

    /// What is said where nothing is known. Whoever has typed no address has meant a file.
    fn nothing(&self, language: &Language) -> String {
        let (message, typed) = match self {
            Self::Network(_, typed) | Self::Mailbox(typed) => ("journal-no-refusal", typed),
            Self::Domain(typed) => ("journal-no-file", typed),
            Self::Name(typed) => {
                let (no_file, nor) = (language.say("why-no-file"), language.say("journal-no-name"));
                return format!("{typed}: {no_file} {nor}");
            }
        };
        language.say_with(message, &[("asked", Fact::Text(typed))])
    }
}

/// The latest refusals, no more than `limit`; those that are alike are one.
///
/// # Errors
///
/// There are none, or nothing can be read.
pub fn find(address: &Address, limit: usize, data: &Path, writer: Writer) -> Result<Found, NotFound> {
    let mut notes = Vec::new();
    let wanted = |session: &Session| is_no_tls(session, address) || !refused(session, address).is_empty();
    let read = Reader::new(data).sessions(address.hint(), wanted);
    let no_journal = read.as_ref().err().map(|error| writer.no_journal(error));
    let (sessions, reach) = read.unwrap_or_default();
    let asked = messages(address, data).map_err(|error| notes.push(writer.not_asked(&error, data)));
    let messages = asked.unwrap_or_default();
    let mut found: Vec<One<'_>> =
        messages.iter().flat_map(|message| elsewhere(message, address, writer)).collect();
    for session in &sessions {
        found.extend(is_no_tls(session, address).then(|| no_tls(session, address, writer)));
        found.extend(
            refused(session, address).into_iter().map(|refusal| refusal.told(session, address, writer)),
        );
    }
    if found.is_empty() {
        let nothing = address.nothing(writer.language);
        let is_name = matches!(address, Address::Name(_));
        return Err(match no_journal {
            // A single word is a file, unless something is known of it.
            None if is_name => {
                NotFound::BadUse([vec![nothing, writer.reach(&reach)], notes].concat().join(" "))
            }
            Some(NotFound::Nothing(_)) if is_name && writer.named == Named::Nothing => {
                NotFound::BadUse(nothing)
            }
            Some(why) if is_name => NotFound::BadUse(format!("{nothing} {}", why.into_text())),
            None => NotFound::Nothing([vec![nothing, writer.reach(&reach)], notes].concat().join(" ")),
            Some(NotFound::Nothing(why)) => NotFound::Nothing(format!("{nothing} {why}")),
            Some(NotFound::BadUse(why)) => NotFound::BadUse(format!("{nothing} {why}")),
        });
    }
    notes.extend(no_journal.map(NotFound::into_text));
    let (told, more) = alike::told(found, limit, writer);
    if more > 0 {
        let facts = [("count", Fact::Number(more)), ("limit", Fact::Number(limit + more))];
        notes.push(writer.language.say_with("journal-more", &facts));
    }
    Ok(Found { kind: "refusals", told, notes })
}

/// Whether TLS has come to nothing with somebody: nothing was refused, and still no mail has come.
fn is_no_tls(session: &Session, address: &Address) -> bool {
    session.end.as_ref().is_some_and(|end| end.how == "no-tls") && address.is_client(session)
}

fn no_tls<'a>(session: &'a Session, address: &Address, writer: Writer) -> One<'a> {
    let end = session.end.as_ref();
    let why = end.and_then(|end| end.why.clone().or_else(|| end.error.clone())).unwrap_or_default();
    One {
        when: session.began.clone(),
        key: vec!["no-tls".to_owned(), why, peer(session, address)],
        place: place(session, writer),
        tell: Box::new(move || {
            let mut told = writer.no_tls(session);
            let sections = [
                Some(writer.words("when", &session.began)),
                Some(writer.words("client", &session.client)),
                Some(writer.words("in-session", &session.session)),
                session.listener.as_ref().map(|listener| writer.words("listener", listener)),
                Some(writer.end(session)),
            ];
            told.sections = sections.into_iter().flatten().chain(told.sections).collect();
            told.kept = Some(json!(session));
            told
        }),
    }
}

/// Whose refusals are alike: of a network each client has its own.
fn peer(session: &Session, address: &Address) -> String {
    if matches!(address, Address::Network(..)) { session.client.clone() } else { String::new() }
}

/// Where one of several was.
fn place(session: &Session, writer: Writer) -> String {
    format!("{} {}  {}", writer.language.say("label-in-session"), session.session, session.client)
}

/// A refusal in a session, with the transaction that it was in.
struct Refusal<'a> {
    step: &'a Step,
    before: Option<&'a Step>,
    sender: Option<String>,
    recipients: Vec<String>,
}

impl<'a> Refusal<'a> {
    fn told(self, session: &'a Session, address: &Address, writer: Writer) -> One<'a> {
        let when = later(&session.began, self.step.millis);
        let mut key = vec![self.step.reply.clone(), peer(session, address)];
        if self.step.because.is_empty() {
            key.push(self.step.text.clone());
        }
        key.extend(self.step.because.iter().map(fact));
        if matches!(address, Address::Domain(_) | Address::Name(_)) {
            key.extend(
                self.sender.iter().chain(&self.recipients).filter(|it| address.is_mailbox(it)).cloned(),
            );
        }
        One {
            when: when.clone(),
            key,
            place: place(session, writer),
            tell: Box::new(move || {
                let mut sections = vec![
                    writer.words("when", &when),
                    writer.words("client", &session.client),
                    writer.words("in-session", &session.session),
                ];
                sections.extend(
                    self.sender.iter().map(|sender| writer.words("mail-from", &format!("<{sender}>"))),
                );
                if !self.recipients.is_empty() {
                    sections.push(writer.words("recipient", &self.recipients.join(", ")));
                }
                writer.refusal(self.step, self.before, sections)
            }),
        }
    }
}

/// What was refused in a session and concerns somebody.
fn refused<'a>(session: &'a Session, address: &Address) -> Vec<Refusal<'a>> {
    let is_client = address.is_client(session);
    let is_account = session.account.as_ref().is_some_and(|account| address.is_login(account));
    let (mut sender, mut recipients) = (None::<String>, Vec::<String>::new());
    let mut found = Vec::new();
    for (at, step) in session.steps.iter().enumerate() {
        let command = step.command.as_deref().unwrap_or_default();
        let named = path(command);
        let is = |verb: &str| command.get(..verb.len()).is_some_and(|front| front.eq_ignore_ascii_case(verb));
        let (is_mail, is_rcpt) = (is("MAIL FROM:"), is("RCPT TO:"));
        if step.is_refusal() {
            let refusal = Refusal {
                step,
                before: before(&session.steps, at),
                sender: if is_mail { named.clone() } else { sender.clone() },
                recipients: if is_rcpt { named.iter().cloned().collect() } else { recipients.clone() },
            };
            let mut concerned = refusal.sender.iter().chain(&refusal.recipients);
            let mut logins = step.because.iter().filter_map(|why| why.account.as_ref());
            if is_client
                || is_account
                || logins.any(|login| address.is_login(login))
                || concerned.any(|mailbox| address.is_mailbox(mailbox))
            {
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

/// What has kept a message from somebody, or the message of somebody from others.
fn elsewhere<'a>(message: &'a Message, address: &Address, writer: Writer) -> Vec<One<'a>> {
    let is_sender = is_from(address, &message.from);
    let to = |to: &str| is_sender || address.is_mailbox(to);
    let place = || format!("{} {}", writer.language.say("label-in-message"), message.id);
    let refused = refusals(message, |ending| ending.to.iter().any(|it| to(it))).map(|refused| One {
        when: refused.tried.ended.clone(),
        key: [
            &[refused.host.unwrap_or_default().to_owned(), refused.said.to_owned()],
            &refused.ending.to[..],
        ]
        .concat(),
        place: place(),
        tell: Box::new(move || writer.elsewhere(&message.id, &refused)),
    });
    let resting = resting(message, to).map(|(standing, rest)| One {
        when: standing.changed.clone(),
        key: vec!["resting".to_owned(), rest.site.clone(), rest.why.clone(), standing.to.clone()],
        place: place(),
        tell: Box::new(move || writer.resting(&message.id, standing, rest)),
    });
    refused.chain(resting).collect()
}

/// Whether a message is from somebody; its sender stands in angle brackets.
fn is_from(address: &Address, from: &str) -> bool {
    let sender = from.trim_start_matches('<').trim_end_matches('>');
    address.is_mailbox(sender) || address.is_login(sender)
}

/// What the queue and its history have of messages for somebody and from somebody.
fn messages(address: &Address, data: &Path) -> Result<Vec<Message>, ControlError> {
    if matches!(address, Address::Network(..)) {
        return Ok(Vec::new());
    }
    let mut client = Client::connect(data)?;
    let mut messages = Vec::new();
    for id in ids(address, &mut client)? {
        match client.ask(&Request::Show { id }) {
            Ok(Answer::Message(message)) => messages.push(*message),
            Ok(_) => return Err(ControlError::Other),
            // It is gone meanwhile.
            Err(ControlError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(messages)
}

/// Messages for somebody and from somebody: in the queue, and done.
fn ids(address: &Address, client: &mut Client) -> Result<Vec<String>, ControlError> {
    let text = address.hint().to_owned();
    let of = |domain: Option<&String>, recipient: Option<&String>, sender: Option<&String>| Filter {
        domain: domain.cloned(),
        recipient: recipient.cloned(),
        sender: sender.cloned(),
        ..Filter::default()
    };
    let (some, is_mailbox) = (Some(&text), matches!(address, Address::Mailbox(_)));
    let to = if is_mailbox { of(None, some, None) } else { of(some, None, None) };
    let mut ids = in_queue(&to, client)?;
    ids.extend(in_queue(&of(None, None, some), client)?);
    if is_mailbox {
        ids.extend(done(address, (Some(text.clone()), None), client)?);
        ids.extend(done(address, (None, Some(text)), client)?);
    } else {
        ids.extend(done(address, (None, None), client)?);
    }
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    Ok(ids)
}

fn in_queue(filter: &Filter, client: &mut Client) -> Result<Vec<String>, ControlError> {
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
    Ok(ids)
}

/// Those of a recipient, of a sender, or those that may be of a domain.
fn done(
    address: &Address,
    (recipient, sender): (Option<String>, Option<String>),
    client: &mut Client,
) -> Result<Vec<String>, ControlError> {
    let is_asked_for = recipient.is_some() || sender.is_some();
    // Of a domain only the first recipients are known here.
    let mine = |row: &Row| {
        is_asked_for
            || row.to.len() < row.recipients
            || row.to.iter().any(|to| address.is_mailbox(to))
            || is_from(address, &row.from)
    };
    let mut ids = Vec::new();
    let (mut before, mut looked_at) = (None, 0);
    while looked_at < MESSAGES_MAX {
        let request =
            Request::History { before, most: None, recipient: recipient.clone(), sender: sender.clone() };
        let Answer::History { messages, next } = client.ask(&request)? else {
            return Err(ControlError::Other);
        };
        looked_at += messages.len();
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
        assert_eq!(read("192.0.2.1:2525"), read("192.0.2.1"));
        assert_eq!(read("[2001:db8::1]:25"), read("2001:db8::1"));
        assert_eq!(read("@example.org"), read("example.org"));
        assert!(matches!(read("localhost"), Some(Address::Name(_))));
        for wrong in ["", "192.0.2.1/24", "a b.example", "bob@", "@"] {
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
