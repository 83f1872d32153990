//! `postrider why ADDRESS`: the latest refusals that concern a peer, a sender or a recipient.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use postrider_policy::Network;
use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, Mailbox};
use postrider_reference::locale::{Fact, Language};
use serde_json::json;

use super::alike::{self, One};
use super::kept::{Writer, fact};
use super::message::{refusals, resting};
use super::queued::Queued;
use super::{Found, NotFound};
use crate::config::Named;
use crate::control::client::ControlError;
use crate::control::protocol::Message;
use crate::journal::{About, Head, Hint, Reader, Session, Step};

/// Whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Clients: an address or a network, and how it was typed.
    Network(Network, String),
    /// Senders, recipients and logins.
    Mailbox(Mailbox),
    /// All of a domain.
    Domain(Domain),
    /// A single word: a domain without a dot, or who logs in under this name.
    Name(String),
}

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
            return domain(text).map(Self::Domain);
        }
        if text.contains('@') {
            return Mailbox::parse(text, Charset::Utf8).ok().map(Self::Mailbox);
        }
        let domain = domain(text)?;
        Some(if text.contains('.') { Self::Domain(domain) } else { Self::Name(domain.to_string()) })
    }

    /// What a line of the journal has to have in it, where it is not the client that counts.
    fn said(&self) -> Vec<String> {
        match self {
            Self::Network(..) => Vec::new(),
            Self::Mailbox(mailbox) => {
                // With other characters it may be written in several ways.
                let is_plain = |octet: u8| octet.is_ascii_alphanumeric() || b"._-+=".contains(&octet);
                let local = Some(mailbox.local()).filter(|local| local.bytes().all(is_plain));
                local.map(str::to_owned).into_iter().chain(written(mailbox.domain())).collect()
            }
            Self::Domain(domain) => written(domain).into_iter().collect(),
            Self::Name(text) => vec![text.clone()],
        }
    }

    fn is_client(&self, client: &str, proxy: Option<&str>) -> bool {
        let Self::Network(network, _) = self else { return false };
        let at = |text: &str| text.parse::<IpAddr>().is_ok_and(|address| network.contains(address));
        at(client) || proxy.is_some_and(at)
    }

    fn is_in(&self, session: &Session) -> bool {
        self.is_client(&session.about.client, session.about.proxy.as_deref())
    }

    /// Whether a mailbox is meant, however it is written: in quotation marks that it does not need, or its domain in A-labels.
    pub(super) fn is_mailbox(&self, text: &str) -> bool {
        let Ok(mailbox) = Mailbox::parse(text, Charset::Utf8) else { return self.is_cut_mailbox(text) };
        match self {
            Self::Network(..) => false,
            Self::Mailbox(wanted) => {
                mailbox.local().eq_ignore_ascii_case(wanted.local())
                    && is_same(mailbox.domain(), wanted.domain())
            }
            Self::Domain(wanted) => is_same(mailbox.domain(), wanted),
            Self::Name(wanted) => mailbox.domain().to_string() == *wanted,
        }
    }

    /// The same of what is no address: it was refused for that.
    fn is_cut_mailbox(&self, text: &str) -> bool {
        let domain =
            || text.rsplit_once('@').and_then(|(_, domain)| Domain::parse(domain, Charset::Utf8).ok());
        match self {
            Self::Network(..) => false,
            Self::Mailbox(wanted) => text.eq_ignore_ascii_case(&wanted.to_string()),
            Self::Domain(wanted) => domain().is_some_and(|domain| is_same(&domain, wanted)),
            Self::Name(wanted) => domain().is_some_and(|domain| domain.to_string() == *wanted),
        }
    }

    /// Whether somebody logs in under this name. Of an account that is an address the part in front of the @ is enough.
    pub(super) fn is_login(&self, login: &str) -> bool {
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
            Self::Network(_, typed) => ("journal-no-refusal", typed.clone()),
            Self::Mailbox(mailbox) => ("journal-no-refusal", mailbox.to_string()),
            Self::Domain(domain) => ("journal-no-file", domain.to_string()),
            Self::Name(typed) => {
                let (no_file, nor) = (language.say("why-no-file"), language.say("journal-no-name"));
                return format!("{typed}: {no_file} {nor}");
            }
        };
        language.say_with(message, &[("asked", Fact::Text(&typed))])
    }
}

/// What a domain has in it in whichever letters it is written: all of it, or the longest label that is the same in A-labels. None where there is
/// no such part.
fn written(domain: &Domain) -> Option<String> {
    let Domain::Name(name) = domain else { return None };
    let is_plain = |label: &str| label.is_ascii() && !label.starts_with("xn--");
    if name.split('.').all(is_plain) {
        return Some(name.clone());
    }
    name.split('.').filter(|label| is_plain(label)).max_by_key(|label| label.len()).map(str::to_owned)
}

/// Whether two domains are the same; one of them may be in A-labels.
fn is_same(one: &Domain, other: &Domain) -> bool {
    one == other || one.to_ascii().is_some_and(|one| other.to_ascii() == Some(one))
}

/// The latest refusals, no more than `limit`; those that are alike are one.
///
/// # Errors
///
/// There are none, or nothing can be read.
pub fn find(address: &Address, limit: usize, data: &Path, writer: Writer) -> Result<Found, NotFound> {
    let mut notes = Vec::new();
    let wanted = |session: &Session| is_no_tls(session, address) || !refused(session, address).is_empty();
    let said = address.said();
    let is_with = |head: &Head| address.is_client(&head.client, head.proxy.as_deref());
    let hint = if matches!(address, Address::Network(..)) { Hint::Of(&is_with) } else { Hint::Said(&said) };
    let read = Reader::new(data).sessions(hint, wanted);
    let no_journal = read.as_ref().err().map(|error| writer.no_journal(error));
    let (sessions, reach) = read.unwrap_or_default();
    let queued = Queued::of(address, data);
    notes.extend(reach.is_cut.then(|| writer.language.say("journal-cut")));
    notes.extend(queued.is_cut.then(|| writer.language.say("journal-queue-cut")));
    notes.extend(queued.error.as_ref().map(|error| writer.not_asked(error, data)));
    let mut found: Vec<One<'_>> =
        queued.messages.iter().flat_map(|message| elsewhere(message, address, writer)).collect();
    for session in &sessions {
        found.extend(is_no_tls(session, address).then(|| no_tls(session, address, writer)));
        found.extend(
            refused(session, address).into_iter().map(|refusal| refusal.told(session, address, writer)),
        );
    }
    if found.is_empty() {
        let nothing = address.nothing(writer.language);
        let is_name = matches!(address, Address::Name(_));
        // Without a journal, that there is no server either would be said twice.
        let is_no_server = matches!(queued.error, Some(ControlError::NoServer(_)));
        let with_notes = |why| {
            let notes = if is_no_server { Vec::new() } else { notes.clone() };
            [vec![nothing.clone(), why], notes].concat().join(" ")
        };
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
            Some(NotFound::Nothing(why)) => NotFound::Nothing(with_notes(why)),
            Some(NotFound::BadUse(why)) => NotFound::BadUse(with_notes(why)),
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
    session.end.as_ref().is_some_and(|end| end.how == "no-tls") && address.is_in(session)
}

fn no_tls<'a>(session: &'a Session, address: &Address, writer: Writer) -> One<'a> {
    let end = session.end.as_ref();
    let why = end.and_then(|end| end.why.clone().or_else(|| end.error.clone())).unwrap_or_default();
    One {
        when: session.about.began.clone(),
        key: vec!["no-tls".to_owned(), why, peer(session, address)],
        place: place(&session.about, writer),
        tell: Box::new(move || {
            let mut told = writer.no_tls(session);
            let sections = [
                Some(writer.words("when", &session.about.began)),
                Some(writer.words("client", &session.about.client)),
                Some(writer.words("in-session", &session.about.session)),
                session.about.listener.as_ref().map(|listener| writer.words("listener", listener)),
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
    if matches!(address, Address::Network(..)) { session.about.client.clone() } else { String::new() }
}

/// Where one of several was.
fn place(about: &About, writer: Writer) -> String {
    format!("{} {}  {}", writer.language.say("label-in-session"), about.session, about.client)
}

/// A refusal in a session, with the transaction that it was in.
struct Refusal<'a> {
    step: &'a Step,
    /// Its place among the steps.
    at: usize,
    sender: Option<String>,
    recipients: Vec<String>,
}

impl<'a> Refusal<'a> {
    fn told(self, session: &'a Session, address: &Address, writer: Writer) -> One<'a> {
        let when = later(&session.about.began, self.step.millis);
        let mut key = vec![self.step.reply.to_string(), peer(session, address)];
        if self.step.because.is_empty() {
            key.push(self.step.text.to_string());
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
            place: place(&session.about, writer),
            tell: Box::new(move || {
                let mut sections = vec![
                    writer.words("when", &when),
                    writer.words("client", &session.about.client),
                    writer.words("in-session", &session.about.session),
                ];
                sections.extend(
                    self.sender.iter().map(|sender| writer.words("mail-from", &format!("<{sender}>"))),
                );
                if !self.recipients.is_empty() {
                    sections.push(writer.words("recipient", &self.recipients.join(", ")));
                }
                writer.refusal(&session.steps, self.at, sections)
            }),
        }
    }
}

/// What was refused in a session and concerns somebody.
fn refused<'a>(session: &'a Session, address: &Address) -> Vec<Refusal<'a>> {
    let is_client = address.is_in(session);
    let is_account = session.about.account.as_ref().is_some_and(|account| address.is_login(account));
    let (mut sender, mut recipients) = (None::<String>, Vec::<String>::new());
    let mut found = Vec::new();
    for (at, step) in session.steps.iter().enumerate() {
        let command = step.command.as_deref().unwrap_or_default();
        let named = path(command);
        let is = |verb: &str| command.get(..verb.len()).is_some_and(|front| front.eq_ignore_ascii_case(verb));
        let (is_mail, is_rcpt) = (is("MAIL FROM:"), is("RCPT TO:"));
        let is_content = is_content(&session.steps[..at], step);
        if step.is_refusal() {
            let refusal = Refusal {
                step,
                at,
                sender: if is_mail { named.clone() } else { sender.clone() },
                recipients: match (is_mail, is_rcpt) {
                    (true, _) => Vec::new(),
                    (_, true) => named.iter().cloned().collect(),
                    _ => recipients.clone(),
                },
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
        if is_content || (!step.is_refusal() && (is("RSET") || is("EHLO") || is("HELO"))) {
            (sender, recipients) = (None, Vec::new());
        }
    }
    found
}

/// Whether a reply is the one to the content, behind which the transaction is over whatever it says (RFC 5321 §4.1.1.4).
fn is_content(before: &[Step], step: &Step) -> bool {
    let is_begun = before.last().is_some_and(|begun| begun.text.starts_with('3') && is_data(begun));
    step.message.is_some() || (step.command.is_none() && step.left_out == 0 && is_begun)
}

fn is_data(step: &Step) -> bool {
    step.command.as_deref().is_some_and(|command| command.trim().eq_ignore_ascii_case("DATA"))
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
pub(super) fn is_from(address: &Address, from: &str) -> bool {
    let sender = from.trim_start_matches('<').trim_end_matches('>');
    address.is_mailbox(sender) || address.is_login(sender)
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

    fn session(steps: &[(&str, &str)]) -> Session {
        let step = |(command, text): &(&str, &str)| Step {
            left_out: 0,
            millis: 0,
            command: Some((*command).to_owned().into()).filter(|_| !command.is_empty()),
            hidden: false,
            reply: "".into(),
            text: (*text).to_owned().into(),
            because: Vec::new(),
            message: None,
            octets: None,
        };
        Session {
            about: About {
                session: "1".to_owned(),
                began: "2026-11-30T10:00:00Z".to_owned(),
                listener: None,
                client: "192.0.2.1".to_owned(),
                proxy: None,
                tls: None,
                account: None,
            },
            incomplete: false,
            steps: steps.iter().map(step).collect(),
            end: None,
        }
    }

    fn concerned(session: &Session, asked: &str) -> Vec<(String, Vec<String>)> {
        let address = Address::read(asked).expect("an address");
        let refused = refused(session, &address).into_iter();
        refused.map(|refusal| (refusal.step.text.to_string(), refusal.recipients)).collect()
    }

    #[test]
    fn a_refusal_is_of_its_own_transaction() {
        let session = session(&[
            ("MAIL FROM:<a@a.example>", "250 ok"),
            ("RCPT TO:<b@b.example>", "250 ok"),
            ("DATA", "354 go on"),
            ("", "554 no such content"),
            ("DATA", "503 MAIL first"),
            ("MAIL FROM:<a@a.example>", "250 ok"),
            ("RCPT TO:<c@c.example>", "250 ok"),
            ("MAIL FROM:<d@d.example>", "503 nested"),
            ("DATA", "451 not now"),
        ]);
        let to = |mailbox: &str| vec![mailbox.to_owned()];
        assert_eq!(
            concerned(&session, "b@b.example"),
            [("554 no such content".to_owned(), to("b@b.example"))]
        );
        assert_eq!(concerned(&session, "c@c.example"), [("451 not now".to_owned(), to("c@c.example"))]);
        assert_eq!(concerned(&session, "d@d.example"), [("503 nested".to_owned(), Vec::new())]);
    }

    #[test]
    fn a_mailbox_is_the_same_however_it_is_written() {
        let session = session(&[
            ("RCPT TO:<\"ann b\"@BÜCHER.example>", "550 one"),
            ("RCPT TO:<\"ann\"@xn--bcher-kva.example>", "550 two"),
            ("RCPT TO:<ann..b@bücher.example>", "553 three"),
        ]);
        let texts = |asked| concerned(&session, asked).into_iter().map(|(text, _)| text).collect::<Vec<_>>();
        assert_eq!(texts("\"Ann b\"@xn--bcher-kva.example"), ["550 one"]);
        assert_eq!(texts("ann@bücher.example"), ["550 two"]);
        assert_eq!(texts("bücher.example"), ["550 one", "550 two", "553 three"]);
    }

    #[test]
    fn what_a_line_has_to_have_is_in_it_however_it_is_written() {
        let said = |text| Address::read(text).expect("an address").said();
        assert_eq!(said("ann@Example.org"), ["ann", "example.org"]);
        assert_eq!(said("\"ann b\"@example.org"), ["example.org"]);
        assert_eq!(said("ann@bücher.example"), ["ann", "example"]);
        assert!(said("ann@[192.0.2.1]") == ["ann"]);
    }
}
