//! A session is walked through, and the first refusal is the diagnosis; what the failed step leads to follows from it.
//!
//! ```text
//!   event ─▶ Facts (state, what is offered, TLS, login) ─▶ refused? ─▶ out of order by the table: its step and cause
//!                                                                  └▶ else the reference classifies the text
//! ```

mod follows;
mod refusal;
mod remarks;

use postrider_proto::wire::command::Verb;
use postrider_reference::Stage;

use crate::assemble::failed_at;
use crate::conversation::{Command, Event, Reply, Session};
use crate::facts::Facts;
use crate::finding::{Speaker, Step};
use crate::stage::{stage, stage_of_code, told_behind};
use crate::verdict::Verdict;
use remarks::unknown;

/// What was refused in a session, in its order.
#[must_use]
pub fn replay(session: &Session) -> Vec<Verdict> {
    let mut walk = Walk {
        facts: Facts::new(),
        verdicts: Vec::new(),
        open: Vec::new(),
        began: false,
        clear_on_465: None,
        answered: false,
        parted: false,
        goes_on: false,
        remarks: 0,
    };
    let until = session.goes_on_until();
    for (place, event) in session.events.iter().enumerate() {
        walk.goes_on = until.is_some_and(|until| place < until);
        walk.event(event, &session.events[place + 1..]);
    }
    walk.end()
}

struct Walk {
    facts: Facts,
    verdicts: Vec<Verdict>,
    /// The refusals that later ones may follow from: places in `verdicts`.
    open: Vec<usize>,
    /// Whether a command was seen.
    began: bool,
    /// Where the client connected to port 465 in clear.
    clear_on_465: Option<usize>,
    /// Whether the server has ever said a reply.
    answered: bool,
    /// Whether the message was taken, or the farewell answered, and nothing came since: an end is in order.
    parted: bool,
    /// Whether the conversation goes on behind this event.
    goes_on: bool,
    remarks: usize,
}

impl Walk {
    fn event(&mut self, event: &Event, behind: &[Event]) {
        match event {
            Event::Greeting(reply) => {
                self.answered = true;
                self.facts.greeting(reply);
                if reply.is_refusal() {
                    self.refused(None, Stage::Greeting, reply);
                }
            }
            Event::Exchange(command, reply) => {
                if !self.began && !self.facts.whole {
                    self.facts.begins_with(command.verb.unwrap_or(Verb::Data));
                }
                self.began = true;
                self.parted = reply.as_ref().is_some_and(|reply| !reply.is_refusal() && ends_well(command));
                if let Some(reply) = reply {
                    self.answered = true;
                    if reply.is_refusal() {
                        self.refused(Some(command), stage(command.verb), reply);
                    } else {
                        self.went_well(command, reply);
                    }
                    self.facts.answered(command, reply);
                }
            }
            Event::Answer(reply) => {
                self.answered = true;
                if reply.is_refusal() {
                    let told = told_behind(behind);
                    self.refused(None, told.unwrap_or_else(|| stage_of_code(reply.code)), reply);
                    let step = told.and_then(failed_at).map(Step::Failed);
                    if let Some(verdict) =
                        self.verdicts.last_mut().filter(|verdict| verdict.line == reply.lines.start)
                    {
                        verdict.step = verdict.step.or(step);
                    }
                }
            }
            Event::Challenge(command, reply) => {
                self.answered = true;
                self.challenged(command.as_ref(), reply);
            }
            Event::Strange => {}
            Event::Note(line, text) => self.remark(*line, text),
        }
    }

    fn went_well(&mut self, command: &Command, reply: &Reply) {
        let verdicts = &mut self.verdicts;
        self.open.retain(|place| !is_over(&mut verdicts[*place], command, reply));
    }

    fn end(mut self) -> Vec<Verdict> {
        // RFC 8314 §3.3: 465 is TLS from the first octet; a server there never greets in clear.
        if let Some(line) = self.clear_on_465.filter(|_| !self.answered) {
            self.verdicts.clear();
            let step = Some(Step::Missing(Verb::Starttls));
            self.found(line, unknown(""), "wrong-tls-mode", step, Speaker::Client);
        }
        self.verdicts.retain(|verdict| !verdict.recovered);
        self.verdicts
    }
}

/// Whether nothing can follow from a refusal any more, since this went well: it is made good, or the message is another one.
fn is_over(verdict: &mut Verdict, command: &Command, reply: &Reply) -> bool {
    let hello = |verb| matches!(verb, Some(Verb::Ehlo | Verb::Helo));
    let again = match (verdict.verb, command.verb) {
        (Some(Verb::Auth), Some(Verb::Auth)) => reply.code == 235,
        (one, other) if hello(one) && hello(other) => true,
        (Some(one), Some(other)) => {
            one == other && (verdict.fault.is_some() || verdict.argument == command.argument)
        }
        // TLS failed, the mail went all the same.
        (None, None) => verdict.speaker == Speaker::Client,
        _ => false,
    };
    verdict.recovered |= again;
    let of_message = matches!(verdict.verb, None | Some(Verb::Mail | Verb::Rcpt | Verb::Data | Verb::Bdat));
    let begins = command.verb == Some(Verb::Mail) && of_message && verdict.speaker != Speaker::Client;
    again || begins || (command.verb.is_none() && of_message)
}

/// Whether nothing has to follow when this was accepted: the message is taken, or the client has said farewell.
fn ends_well(command: &Command) -> bool {
    match command.verb {
        None | Some(Verb::Quit) => true,
        Some(Verb::Bdat) => command.argument.to_ascii_uppercase().ends_with("LAST"),
        Some(_) => false,
    }
}

/// The verbs without which no message goes.
const FAILS: [Verb; 9] = [
    Verb::Ehlo,
    Verb::Helo,
    Verb::Starttls,
    Verb::Auth,
    Verb::Mail,
    Verb::Rcpt,
    Verb::Data,
    Verb::Bdat,
    Verb::Xclient,
];
