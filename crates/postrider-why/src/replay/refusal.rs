//! What a refusal is told as: a fault of the sequence, what the conversation shows beside the text, or what the text says.

use postrider_proto::wire::command::Verb;
use postrider_reference::{Class, Refusal, Stage, Sure, classify};

use super::follows::Later;
use super::{FAILS, Walk};
use crate::conversation::{Command, Reply};
use crate::finding::{Speaker, Step};
use crate::own;
use crate::sequence::{self, Fault};
use crate::vendor;
use crate::verdict::Verdict;

impl Walk {
    pub fn refused(&mut self, command: Option<&Command>, stage: Stage, reply: &Reply) {
        let fault = command.and_then(|command| sequence::fault(&self.facts, command, reply));
        let verb = command.and_then(|command| command.verb);
        let text = reply.text();
        let host = self.facts.host.as_deref();
        let diagnosis =
            classify(&Refusal { stage, code: Some(reply.code), enhanced: reply.enhanced, text: &text, host });
        let later = Later { command, reply, fault, diagnosis: &diagnosis };
        if let Some(reason) = self.reason_of(&later) {
            self.echo(reason, reply);
            return;
        }
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
            // Whether there is a login behind the handshake nobody has seen.
            (Some(Fault { cause: Some("auth-not-offered"), step: Some(Verb::Starttls), .. }), _) => {
                Some(Step::Perhaps(Verb::Starttls))
            }
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
            self.open.push(self.verdicts.len() - 1);
        }
    }

    /// A later refusal follows from the first. Some servers ask for a login before TLS, which they offer none without, and say only later what they
    /// want first: then that is the reason.
    fn echo(&mut self, reason: usize, reply: &Reply) {
        let verdict = &mut self.verdicts[reason];
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
}
