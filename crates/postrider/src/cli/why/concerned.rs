//! `postrider why ADDRESS`: the latest refusals that concern a peer, a sender or a recipient.

use std::path::Path;

use postrider_reference::locale::Fact;
use serde_json::json;

use super::address::Address;
use super::alike::{self, One};
use super::kept::Writer;
use super::message::{refusals, resting};
use super::queued::Queued;
use super::refused::{reasons, refused};
use super::{Found, NotFound};
use crate::config::Named;
use crate::control::client::ControlError;
use crate::control::protocol::Message;
use crate::journal::{About, Head, Hint, Reader, Session};

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
    notes.extend(writer.passed_over(&reach));
    notes.extend(reach.is_cut.then(|| writer.language.say("journal-cut")));
    notes.extend(queued.is_cut.then(|| writer.language.say("journal-queue-cut")));
    notes.extend(queued.error.as_ref().map(|error| writer.not_asked(error, data)));
    let mut found: Vec<One<'_>> =
        queued.messages.iter().flat_map(|message| elsewhere(message, address, writer)).collect();
    for session in &sessions {
        found.extend(is_no_tls(session, address).then(|| no_tls(session, address, writer)));
        found.extend(
            reasons(session, address).into_iter().map(|refusal| refusal.told(session, address, writer)),
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
    // What is wrong with a certificate is another thing for each fault: one that has expired is not like one of a stranger.
    let fault = end.filter(|_| why == "client-certificate").and_then(|end| end.error.clone());
    One {
        when: session.about.began.clone(),
        key: [vec!["no-tls".to_owned(), why, peer(session, address)], fault.into_iter().collect()].concat(),
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
pub(super) fn peer(session: &Session, address: &Address) -> String {
    if matches!(address, Address::Network(..)) { session.about.client.clone() } else { String::new() }
}

/// Where one of several was.
pub(super) fn place(about: &About, writer: Writer) -> String {
    format!("{} {}  {}", writer.language.say("label-in-session"), about.session, about.client)
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
