//! What follows from what: of later refusals only those that the failed step leads to are no findings of their own.
//!
//! ```text
//!   EHLO ─▶ STARTTLS ─▶ AUTH ─▶ MAIL ─▶ RCPT ─▶ DATA, BDAT ─▶ content
//! ```
//!
//! A step behind the one that failed follows from it where the server says so. What is said of the syntax, of an unknown command or of a parameter, and
//! what somebody tries anew and fails at for another reason, does not.

use postrider_proto::server::sequence::State;
use postrider_proto::wire::command::Verb;
use postrider_reference::{Class, Diagnosis};

use super::Walk;
use crate::conversation::{Command, Reply};
use crate::finding::{Speaker, Step};
use crate::said;
use crate::sequence::Fault;
use crate::verdict::Verdict;

/// A refusal, as far as it matters here.
pub struct Later<'a> {
    /// The command; none where it is not known.
    pub command: Option<&'a Command>,
    /// What the server said.
    pub reply: &'a Reply,
    /// Its fault of the sequence.
    pub fault: Option<Fault>,
    /// What the reference says of it.
    pub diagnosis: &'a Diagnosis,
}

impl Walk {
    /// The refusal that a later one follows from: the one whose step is asked for, else the last that it can follow from.
    pub fn reason_of(&self, later: &Later<'_>) -> Option<usize> {
        // A new message on a connection where the last one was given up is a fault of its own.
        if later.fault.is_some_and(|fault| fault.cause == Some("connection-reused")) {
            return None;
        }
        let follows = |place: &&usize| self.follows(&self.verdicts[**place], later);
        let asked = later.fault.and_then(|fault| fault.step);
        let is_asked = |place: &&usize| {
            asked.is_some() && self.verdicts[**place].step.and_then(Step::verb) == asked && follows(place)
        };
        self.open.iter().rev().find(is_asked).or_else(|| self.open.iter().rev().find(follows)).copied()
    }

    fn follows(&self, verdict: &Verdict, later: &Later<'_>) -> bool {
        let refused = matches!(self.facts.state, State::Refused554 | State::Refused521);
        // The server goes, or no server has refused anything: nothing behind that stands for itself.
        if refused || later.reply.code == 421 || verdict.speaker == Speaker::Client {
            return true;
        }
        let Some(command) = later.command else { return !is_about_another(verdict, later.reply) };
        if verdict.verb.is_none() && verdict.step.is_none() {
            return true;
        }
        let missing = verdict.step.and_then(Step::verb);
        // What was asked for and is refused itself follows from nothing: EHLO with a fault, behind `503 EHLO first`.
        let tries = |verb| later.fault.is_none() && verdict.step.and_then(Step::left_out) == Some(verb);
        if command.verb.is_some_and(tries) {
            return false;
        }
        if is_same(verdict, later) {
            return true;
        }
        let Some(verb) = command.verb else { return is_of_content(verdict, later) };
        match verb {
            Verb::Quit | Verb::Rset | Verb::Noop => true,
            // The content of a message that is sent all the same.
            Verb::Unknown if matches!(verdict.verb, Some(Verb::Data | Verb::Bdat)) => true,
            _ if let Some(fault) = later.fault => {
                let chunk = verb == Verb::Bdat && matches!(verdict.verb, Some(Verb::Data | Verb::Bdat));
                fault.step.is_some() && fault.step == missing || is_behind(verdict, verb) || chunk
            }
            Verb::Mail | Verb::Rcpt | Verb::Data | Verb::Bdat => {
                is_behind(verdict, verb) && !is_of_its_own(verdict, later)
            }
            _ => false,
        }
    }
}

/// The place of a step on the way of a message; none for what is beside it.
const fn rank(verb: Verb) -> Option<u8> {
    Some(match verb {
        Verb::Ehlo | Verb::Helo | Verb::Lhlo => 0,
        Verb::Starttls => 1,
        Verb::Auth => 2,
        Verb::Mail => 3,
        Verb::Rcpt => 4,
        Verb::Data | Verb::Bdat => 5,
        _ => return None,
    })
}

/// Whether a step of the message comes behind the one that failed, or is missing.
fn is_behind(verdict: &Verdict, verb: Verb) -> bool {
    let place = rank(verb).filter(|place| *place >= 3);
    let failed = [verdict.step.and_then(Step::verb), verdict.verb].into_iter().flatten();
    failed.filter_map(rank).any(|failed| place.is_some_and(|place| failed < place))
}

/// Whether it is the same refusal once more, as clients get that try again, and of each further recipient.
fn is_same(verdict: &Verdict, later: &Later<'_>) -> bool {
    verdict.verb == later.command.and_then(|command| command.verb)
        && (verdict.code, verdict.enhanced) == (Some(later.reply.code), later.reply.enhanced)
        && verdict.diagnosis.rule == later.diagnosis.rule
        && verdict.fault.map(|fault| fault.cause) == later.fault.map(|fault| fault.cause)
        || is_greeting(verdict.verb)
            && is_greeting(later.command.and_then(|command| command.verb))
            && verdict.code == Some(later.reply.code)
        || is_login(verdict) && later.command.is_some_and(|command| command.verb == Some(Verb::Auth)) && {
            // Clients try each mechanism in turn.
            let situation =
                |diagnosis: &Diagnosis| diagnosis.situation.map(|situation| situation.id.as_str());
            situation(&verdict.diagnosis).is_some()
                && situation(&verdict.diagnosis) == situation(later.diagnosis)
                && verdict.code == Some(later.reply.code)
        }
}

const fn is_greeting(verb: Option<Verb>) -> bool {
    matches!(verb, Some(Verb::Ehlo | Verb::Helo))
}

fn is_login(verdict: &Verdict) -> bool {
    verdict.verb == Some(Verb::Auth)
}

/// Whether a refusal of a later step speaks of something else than the step that failed.
fn is_of_its_own(verdict: &Verdict, later: &Later<'_>) -> bool {
    // RFC 5321 §4.2.4: of the command as it is written, whatever was before. 501 and 504 are its argument, 555 its parameters.
    if matches!(later.reply.code, 500..=502 | 504 | 555) {
        return true;
    }
    let class = later.diagnosis.class;
    let general =
        matches!(class, Class::Protocol | Class::Unknown | Class::Login | Class::Tls | Class::Relay);
    match verdict.verb {
        // Without MAIL there is no transaction, and the server looks at nothing in it.
        Some(Verb::Mail) if matches!(verdict.step, Some(Step::Failed(_))) => false,
        _ if general || class == verdict.diagnosis.class => false,
        // Whom a sender belongs to is a matter of the login.
        _ => later.diagnosis.situation.is_none_or(|situation| situation.id != "sender-not-owned"),
    }
}

/// The content is refused for the recipients that are none; what else is said of it, is.
fn is_of_content(verdict: &Verdict, later: &Later<'_>) -> bool {
    match verdict.verb {
        Some(Verb::Rcpt | Verb::Mail) => {
            later.reply.code == 503 || later.reply.text().to_ascii_lowercase().contains("recipient")
        }
        None | Some(Verb::Data | Verb::Bdat) => true,
        _ => !is_of_its_own(verdict, later),
    }
}

/// Whether a reply names another address than the refusal before it was about.
fn is_about_another(verdict: &Verdict, reply: &Reply) -> bool {
    let text = reply.text();
    let Some(named) = said::bracketed_address(&text) else { return false };
    verdict.verb == Some(Verb::Rcpt) && verdict.argument.contains('@') && !verdict.argument.contains(named)
}
