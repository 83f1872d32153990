//! `postrider why --message`: what became of a message, and the session that it came in.

use std::ops::Range;
use std::path::Path;

use postrider_proto::mail::QueueId;
use postrider_reference::locale::Fact;
use postrider_reference::sheet::Value;
use serde_json::json;

use super::kept::Writer;
use super::told::Told;
use super::{Found, NotFound};
use crate::control::client::{Client, ControlError};
use crate::control::protocol::{Answer, Message, Request, Standings};
use crate::control::rest::Resting;
use crate::control::timeline::{Ending, Tried};
use crate::journal::{Hint, Reader, Session, Step};

/// The message of this id.
///
/// # Errors
///
/// It is no id, or neither the queue nor the journal knows it.
pub fn find(id: &str, data: &Path, writer: Writer) -> Result<Found, NotFound> {
    let language = writer.language;
    let asked = [("id", Fact::Text(id))];
    if id.parse::<QueueId>().is_err() {
        return Err(NotFound::BadUse(language.say_with("journal-no-message-id", &asked)));
    }
    let (mut told, mut notes) = (Vec::new(), Vec::new());
    let message =
        Client::connect(data).and_then(|mut client| client.ask(&Request::Show { id: id.to_owned() }));
    match message {
        Ok(Answer::Message(message)) => told.push(tell(&message, writer)),
        Err(ControlError::NoMessage(_)) => notes.push(language.say_with("journal-not-in-queue", &asked)),
        Ok(_) => notes.push(writer.not_asked(&ControlError::Other, data)),
        Err(error) => notes.push(writer.not_asked(&error, data)),
    }
    let taken = |session: &Session| session.steps.iter().any(|step| step.message.as_deref() == Some(id));
    let reach = match Reader::new(data).sessions(Hint::Said(&[id.to_owned()]), taken) {
        Ok((sessions, reach)) => {
            told.extend(sessions.iter().map(|session| writer.session(session, transaction(session, id))));
            notes.extend(writer.passed_over(&reach));
            writer.reach(&reach)
        }
        Err(error) if told.is_empty() => {
            let mut not_found = writer.no_journal(&error);
            if let NotFound::Nothing(text) = &mut not_found {
                *text = [notes, vec![std::mem::take(text)]].concat().join(" ");
            }
            return Err(not_found);
        }
        Err(error) => writer.no_journal(&error).into_text(),
    };
    if told.is_empty() {
        let text = language.say_with("journal-no-message", &asked);
        notes.insert(0, text);
        notes.push(reach);
        return Err(NotFound::Nothing(notes.join(" ")));
    }
    if told.iter().all(|told| told.is_message()) {
        notes.push(format!("{} {reach}", language.say("journal-no-origin")));
    }
    Ok(Found { kind: "message", told, notes })
}

/// The steps that led to a message.
fn transaction(session: &Session, id: &str) -> Range<usize> {
    let is_mail = |step: &Step| {
        let command = step.command.as_deref().unwrap_or_default();
        command.get(..5).is_some_and(|verb| verb.eq_ignore_ascii_case("MAIL "))
    };
    let end = session.steps.iter().position(|step| step.message.as_deref() == Some(id)).unwrap_or(0);
    let begin = session.steps[..end].iter().rposition(is_mail).unwrap_or(end);
    begin..end
}

/// What the queue knows of a message: where each recipient stands, and each refusal of another server that kept it from arriving.
fn tell(message: &Message, writer: Writer) -> Told {
    let heading = writer.language.say_with("journal-message", &[("id", Fact::Text(&message.id))]);
    let recipients: Vec<String> = message
        .recipients
        .iter()
        .flat_map(|standing| {
            let status = if standing.under_way { "under-way" } else { &standing.status };
            let fate = match writer.fate(status).value {
                Value::Term(term) => term.text,
                _ => String::new(),
            };
            let due = standing.due.as_ref().map(|due| format!(" {due}")).unwrap_or_default();
            let note = if standing.note.is_empty() { String::new() } else { format!(" ({})", standing.note) };
            let waits = writer.waits(standing).map(|waits| format!("  {waits}"));
            [format!("{}: {fate}{due}{note}", standing.to)].into_iter().chain(waits)
        })
        .collect();
    let sections = [
        Some(writer.words("came", &message.received)),
        Some(writer.words("mail-from", &message.from)),
        Some(writer.words("octets", &message.octets.to_string())),
        message.done.as_ref().map(|done| writer.words("done", done)),
        Some(writer.section("recipients", Value::Exchange(recipients))),
    ];
    Told {
        heading,
        sections: sections.into_iter().flatten().collect(),
        below: refusals(message, |_| true)
            .map(|refused| writer.elsewhere(&message.id, &refused))
            .chain(
                resting(message, |_| true)
                    .map(|(standing, rest)| writer.resting(&message.id, standing, rest)),
            )
            .collect(),
        kept: Some(json!(message)),
    }
}

impl Told {
    /// Whether it is of a message, rather than of a session.
    fn is_message(&self) -> bool {
        self.sections.iter().any(|section| section.key == "came")
    }
}

/// Why an attempt has not brought a message to somebody.
pub(super) struct Refused<'a> {
    pub(super) tried: &'a Tried,
    pub(super) ending: &'a Ending,
    /// The host; none if it did not come to one.
    pub(super) host: Option<&'a str>,
    /// What it answered to; none if it gave no answer.
    pub(super) step: Option<&'a str>,
    /// Its reply, or what happened instead.
    pub(super) said: &'a str,
}

/// What has kept a message from arriving, the last first: refusals of other servers, hosts that gave no answer, and what came before there was a
/// host. What happened again and again is there once.
pub(super) fn refusals(message: &Message, to: impl Fn(&Ending) -> bool) -> impl Iterator<Item = Refused<'_>> {
    let mut seen = Vec::new();
    let endings = message
        .timeline
        .iter()
        .rev()
        .flat_map(|tried| tried.endings.iter().map(move |ending| (tried, ending)));
    let refused = endings.filter(move |(_, ending)| to(ending)).flat_map(|(tried, ending)| {
        let answers = ending.answers.iter().map(move |answer| Refused {
            tried,
            ending,
            host: Some(&answer.host),
            step: answer.step.as_deref(),
            said: &answer.said,
        });
        let alone = ending.answers.is_empty() && !ending.note.is_empty();
        let note = alone.then_some(Refused { tried, ending, host: None, step: None, said: &ending.note });
        answers.chain(note)
    });
    refused.filter(move |refused| {
        let key = (refused.host, refused.said, &refused.ending.to);
        // Who gave no answer has said no code, and neither has who took it.
        let is_trouble = refused.step.is_none()
            && matches!(refused.ending.decision.as_str(), "deferred" | "bounced" | "failed" | "unknown");
        let is_refusal = refused.step.is_some() && refused.said.starts_with(['4', '5']);
        let is_new = (is_refusal || is_trouble) && !seen.contains(&key);
        seen.push(key);
        is_new
    })
}

/// Whether somebody would be tried now, if nothing kept them from it.
pub(super) fn is_due(standing: &Standings) -> bool {
    let due = standing.due.as_ref().and_then(|due| due.parse::<jiff::Timestamp>().ok());
    standing.status == "waiting" && !standing.under_way && due.is_none_or(|due| due <= jiff::Timestamp::now())
}

/// The recipients of a message who are not tried, since their host was found in trouble by another message.
pub(super) fn resting(
    message: &Message,
    to: impl Fn(&str) -> bool,
) -> impl Iterator<Item = (&Standings, &Resting)> {
    message
        .recipients
        .iter()
        .filter(|standing| is_due(standing))
        .filter(move |standing| to(&standing.to))
        .filter_map(|standing| Some((standing, standing.resting.as_ref()?)))
}
