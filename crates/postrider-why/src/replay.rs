//! A session is walked through, and the first refusal of each transaction is the diagnosis; what is refused after it follows from it.
//!
//! ```text
//!   event ─▶ Facts (state, what is offered, TLS, login) ─▶ refused? ─▶ out of order by the table: its step and cause
//!                                                                  └▶ else the reference classifies the text
//! ```

use postrider_proto::wire::command::Verb;
use postrider_reference::{Class, Diagnosis, Refusal, Stage, Sure, classify};

use crate::assemble::failed_at;
use crate::conversation::{Command, Event, Reply, Session};
use crate::facts::Facts;
use crate::finding::{Speaker, Step};
use crate::own;
use crate::remark::{self, Remark};
use crate::sequence::{self, Fault};
use crate::stage::{stage, stage_of_code, told_behind};
use crate::vendor;
use crate::verdict::Verdict;

/// So many remarks of the program are looked at.
const REMARKS_MAX: usize = 200;

/// What was refused in a session, in its order.
#[must_use]
pub fn replay(session: &Session) -> Vec<Verdict> {
    let mut walk = Walk {
        facts: Facts::new(),
        verdicts: Vec::new(),
        current: None,
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
    /// The refusal that later ones follow from: a place in `verdicts`.
    current: Option<usize>,
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

    fn refused(&mut self, command: Option<&Command>, stage: Stage, reply: &Reply) {
        let fault = command.and_then(|command| sequence::fault(&self.facts, command, reply));
        let verb = command.and_then(|command| command.verb);
        // A new message on a connection where the last one was given up is a fault of its own.
        let reused = fault.is_some_and(|fault| fault.cause == Some("connection-reused"));
        // What was asked for and is refused itself follows from nothing: EHLO with a fault, behind `503 EHLO first`.
        let missing = self.current.and_then(|current| self.verdicts[current].step);
        let asked_for = fault.is_none() && verb.is_some_and(|verb| missing == Some(Step::Missing(verb)));
        if let Some(current) = self.current
            && !reused
            && !asked_for
        {
            self.echo(current, reply);
            return;
        }
        let text = reply.text();
        let host = self.facts.host.as_deref();
        let diagnosis =
            classify(&Refusal { stage, code: Some(reply.code), enhanced: reply.enhanced, text: &text, host });
        // The words of a server that is known, about something else than the sequence, go before the table.
        let own = own::entry(Some(reply.code), reply.enhanced, &text);
        let fault = fault.filter(|_| {
            let class = own.map_or(diagnosis.class, own::class);
            let about_sequence = matches!(class, Class::Protocol | Class::Tls | Class::Login | Class::Relay);
            (diagnosis.sure != Sure::Certain && own.is_none()) || about_sequence
        });
        let vendor =
            own.map(|_| own::VENDOR).or_else(|| vendor::of(&text, diagnosis.vendor, &self.facts.banner));
        let step = match (fault, verb) {
            (Some(fault), _) => fault.step.map(Step::Missing),
            (None, Some(verb)) if FAILS.contains(&verb) => Some(Step::Failed(verb)),
            (None, None) if stage == Stage::End => Some(Step::Failed(Verb::Data)),
            _ => None,
        };
        let mut verdict = Verdict {
            line: reply.lines.start,
            verb,
            argument: command.map(|command| command.argument.clone()).unwrap_or_default(),
            code: Some(reply.code),
            enhanced: reply.enhanced,
            situation: fault.and_then(|fault| fault.situation),
            sure: match (own, fault) {
                (Some(_), _) => Sure::Certain,
                (None, Some(_)) => self.sure_of(fault),
                (None, None) => diagnosis.sure,
            },
            own,
            fault,
            diagnosis,
            step,
            speaker: Speaker::Server(vendor),
            echoes: Vec::new(),
            recovered: false,
        };
        self.shown(&mut verdict);
        // What is beside the way of a message has no consequences.
        let matters = verb.is_none_or(|verb| FAILS.contains(&verb));
        self.verdicts.push(verdict);
        if matters {
            self.current = Some(self.verdicts.len() - 1);
        }
    }

    /// A later refusal follows from the first. Some servers ask for a login before TLS, which they offer none without, and say only later what they
    /// want first: then that is the reason.
    fn echo(&mut self, current: usize, reply: &Reply) {
        let verdict = &mut self.verdicts[current];
        verdict.echoes.push(reply.lines.start);
        let wants_login = match verdict.fault {
            Some(fault) => fault.cause == Some("login-missing"),
            None => verdict.diagnosis.situation.is_some_and(|situation| situation.id == "auth-required"),
        };
        let facts = &self.facts;
        let tls_first =
            facts.offers("STARTTLS") == Some(true) && facts.offers("AUTH") == Some(false) && !facts.tls;
        if !wants_login || !tls_first {
            return;
        }
        let text = reply.text();
        let diagnosis = classify(&Refusal {
            stage: Stage::Mail,
            code: Some(reply.code),
            enhanced: reply.enhanced,
            text: &text,
            host: facts.host.as_deref(),
        });
        if diagnosis.situation.is_some_and(|situation| situation.id == "starttls-required") {
            verdict.echoes.pop();
            verdict.echoes.push(verdict.line);
            (verdict.line, verdict.code, verdict.enhanced) =
                (reply.lines.start, Some(reply.code), reply.enhanced);
            (verdict.fault, verdict.diagnosis, verdict.situation) =
                (None, diagnosis, Some("starttls-required"));
            verdict.step = Some(Step::Missing(Verb::Starttls));
        }
    }

    /// A fault of the sequence is certain where the beginning was seen, and where the other server cannot merely lack something.
    fn sure_of(&self, fault: Option<Fault>) -> Sure {
        // What EHLO would have offered is not known behind HELO.
        let likely = ["auth-not-offered", "starttls-not-offered", "helo-instead-of-ehlo"];
        let cause = fault.and_then(|fault| fault.cause).unwrap_or("");
        if likely.contains(&cause) || (!self.facts.whole && !self.facts.greeted) {
            Sure::Likely
        } else {
            Sure::Certain
        }
    }

    /// What the conversation shows beside the text.
    fn shown(&self, verdict: &mut Verdict) {
        let facts = &self.facts;
        let situation = verdict.situation.or(match verdict.own {
            Some(entry) => own::situation(entry),
            None => verdict.diagnosis.situation.map(|situation| situation.id.as_str()),
        });
        let verb = verdict.verb;
        if facts.middlebox
            && matches!(verb, Some(Verb::Starttls | Verb::Auth | Verb::Ehlo | Verb::Bdat | Verb::Unknown))
        {
            verdict.speaker = Speaker::Middlebox;
            if verb == Some(Verb::Starttls) {
                verdict.situation = Some("tls-unavailable");
            }
        }
        if matches!(verb, Some(Verb::Vrfy | Verb::Expn)) && verdict.fault.is_none() {
            (verdict.situation, verdict.step) = (Some("vrfy-disabled"), None);
            verdict.sure = Sure::Certain;
            return;
        }
        if verb == Some(Verb::Auth) && verdict.fault.is_none() {
            let mechanism = verdict.argument.split_ascii_whitespace().next().unwrap_or("");
            let mut offered = facts.mechanisms().peekable();
            if offered.peek().is_some() && !offered.any(|offered| offered.eq_ignore_ascii_case(mechanism)) {
                verdict.situation = Some("auth-mechanism");
                verdict.sure = Sure::Certain;
            }
            return;
        }
        if matches!(situation, Some("relay-denied" | "auth-required")) && !facts.login {
            match facts.helo {
                // Without EHLO nothing is offered, so that nobody could log in.
                Some(line) => {
                    verdict.echoes.push(verdict.line);
                    (verdict.line, verdict.situation) = (line, Some("helo-not-ehlo"));
                    verdict.step = Some(Step::Missing(Verb::Ehlo));
                }
                None if facts.offers("AUTH") == Some(true) || situation == Some("auth-required") => {
                    verdict.step = Some(Step::Missing(Verb::Auth));
                }
                None => {}
            }
        }
        if matches!(situation, Some("starttls-required" | "auth-before-tls")) && !facts.tls {
            verdict.step = Some(Step::Missing(Verb::Starttls));
        }
    }

    fn went_well(&mut self, command: &Command, reply: &Reply) {
        let Some(place) = self.current else { return };
        let verdict = &mut self.verdicts[place];
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
        let of_message =
            matches!(verdict.verb, None | Some(Verb::Mail | Verb::Rcpt | Verb::Data | Verb::Bdat));
        let begins = command.verb == Some(Verb::Mail) && of_message && verdict.speaker != Speaker::Client;
        if again || begins || (command.verb.is_none() && of_message) {
            self.current = None;
        }
    }

    /// A server that asks for the name after AUTH LOGIN has brought it does not read what comes with AUTH.
    fn challenged(&mut self, command: Option<&Command>, reply: &Reply) {
        let mut words =
            command.map(|command| command.argument.split_ascii_whitespace()).into_iter().flatten();
        let login =
            words.next().is_some_and(|word| word.eq_ignore_ascii_case("LOGIN")) && words.next().is_some();
        let text = reply.text();
        let asks_name = ["VXNlcm5hbWU6", "dXNlcm5hbWU6", "VXNlciBOYW1lAA=="].contains(&text.trim());
        if login && asks_name && self.current.is_none() {
            let diagnosis = unknown(&text);
            self.found(
                reply.lines.start,
                diagnosis,
                "auth-initial-response",
                Some(Step::Failed(Verb::Auth)),
                Speaker::Server(vendor::of_greeting(&self.facts.banner)),
            );
        }
    }

    fn remark(&mut self, line: usize, text: &str) {
        self.remarks += 1;
        if self.current.is_some() || self.remarks > REMARKS_MAX {
            return;
        }
        match remark::read(text) {
            Some(Remark::Renegotiates) => {
                self.found(line, unknown(text), "openssl-r-command", None, Speaker::Client);
            }
            Some(Remark::NoLoginOffered) => {
                let (situation, step) = if self.facts.helo.is_some() {
                    ("helo-not-ehlo", Some(Step::Missing(Verb::Ehlo)))
                } else if self.facts.offers("STARTTLS") == Some(true) && !self.facts.tls {
                    ("auth-before-tls", Some(Step::Missing(Verb::Starttls)))
                } else {
                    ("auth-not-offered", None)
                };
                self.found(line, unknown(text), situation, step, Speaker::Client);
                if let Some(verdict) = self.verdicts.last_mut().filter(|_| situation == "auth-not-offered") {
                    verdict.sure = Sure::Likely;
                }
            }
            Some(Remark::ClearOn465) => self.clear_on_465 = Some(line),
            Some(Remark::Failed(diagnosis)) => {
                let Some(situation) = diagnosis.situation else { return };
                let tls = diagnosis.class == Class::Tls;
                // A program that goes on has not failed there, unless TLS is what it goes on without.
                if self.parted || (self.goes_on && !(tls && remark::goes_on_in_clear(text))) {
                    return;
                }
                // A connection that breaks behind everything else is an end, not a reason.
                if tls || self.verdicts.is_empty() {
                    let step = tls.then_some(Step::Failed(Verb::Starttls));
                    self.found(line, diagnosis, &situation.id, step, Speaker::Client);
                }
            }
            None => {}
        }
    }

    fn found(
        &mut self,
        line: usize,
        diagnosis: Diagnosis,
        situation: &'static str,
        step: Option<Step>,
        speaker: Speaker,
    ) {
        self.verdicts.push(Verdict {
            line,
            verb: None,
            argument: String::new(),
            code: None,
            enhanced: None,
            own: None,
            fault: None,
            diagnosis,
            situation: Some(situation),
            step,
            speaker,
            sure: Sure::Certain,
            echoes: Vec::new(),
            recovered: false,
        });
        self.current = Some(self.verdicts.len() - 1);
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

fn unknown(text: &str) -> Diagnosis {
    classify(&Refusal { stage: Stage::Connect, code: None, enhanced: None, text, host: None })
}
