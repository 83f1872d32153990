//! `postrider why --message`: what became of a message, and the session that it came in.

use std::ops::Range;
use std::path::Path;

use postrider_proto::mail::QueueId;
use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::Value;
use serde_json::json;

use super::kept::{Told, Writer};
use super::{Found, NotFound};
use crate::control::client::{Client, ControlError};
use crate::control::protocol::{Answer, Message, Request};
use crate::control::timeline::{Ending, Tried};
use crate::journal::{Reader, Session, Step};

/// The message of this id.
///
/// # Errors
///
/// It is no id, or neither the queue nor the journal knows it.
pub fn find(id: &str, data: &Path, language: &'static Language) -> Result<Found, NotFound> {
    let asked = [("id", Fact::Text(id))];
    if id.parse::<QueueId>().is_err() {
        return Err(NotFound::BadUse(language.say_with("journal-no-message-id", &asked)));
    }
    let writer = Writer { language };
    let (mut told, mut notes) = (Vec::new(), Vec::new());
    let message =
        Client::connect(data).and_then(|mut client| client.ask(&Request::Show { id: id.to_owned() }));
    match message {
        Ok(Answer::Message(message)) => told.push(tell(&message, writer)),
        // It is neither in the queue nor in its history.
        Ok(_) | Err(ControlError::Refused(_)) => {
            notes.push(language.say_with("journal-not-in-queue", &asked));
        }
        Err(error) => notes.push(error.to_string()),
    }
    let taken = |session: &Session| session.steps.iter().any(|step| step.message.as_deref() == Some(id));
    let reach = match Reader::new(data).sessions(&format!("\"message\":\"{id}\""), taken) {
        Ok((sessions, reach)) => {
            told.extend(sessions.iter().map(|session| writer.session(session, transaction(session, id))));
            writer.reach(&reach)
        }
        Err(error) if told.is_empty() => return Err(NotFound::journal(&error)),
        Err(error) => error.to_string(),
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
        .map(|standing| {
            let status = if standing.under_way { "under-way" } else { &standing.status };
            let fate = match writer.fate(status).value {
                Value::Term(term) => term.text,
                _ => String::new(),
            };
            let due = standing.due.as_ref().map(|due| format!(" {due}")).unwrap_or_default();
            let note = if standing.note.is_empty() { String::new() } else { format!(" ({})", standing.note) };
            format!("{}: {fate}{due}{note}", standing.to)
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
            .map(|(tried, ending, answer)| writer.elsewhere(&message.id, tried, ending, answer))
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

/// What other servers have refused, the last first; what was said again and again is there once.
pub(super) fn refusals(
    message: &Message,
    to: impl Fn(&Ending) -> bool,
) -> impl Iterator<Item = (&Tried, &Ending, &crate::control::timeline::Answer)> {
    let mut seen = Vec::new();
    let endings = message
        .timeline
        .iter()
        .rev()
        .flat_map(|tried| tried.endings.iter().map(move |ending| (tried, ending)));
    let answers = endings
        .filter(move |(_, ending)| to(ending))
        .flat_map(|(tried, ending)| ending.answers.iter().map(move |answer| (tried, ending, answer)));
    answers.filter(move |(_, ending, answer)| {
        let key = (&answer.host, &answer.said, &ending.to);
        let is_new = answer.said.starts_with(['4', '5']) && !seen.contains(&key);
        seen.push(key);
        is_new
    })
}
