//! What nobody has refused and is a reason all the same: a challenge that shows a fault, and what the program itself remarks.

use postrider_proto::wire::command::Verb;
use postrider_reference::{Class, Diagnosis, Refusal, Stage, Sure, classify};

use super::Walk;
use crate::conversation::{Command, Reply};
use crate::finding::{Speaker, Step};
use crate::remark::{self, Remark};
use crate::vendor;
use crate::verdict::Verdict;

/// So many remarks of the program are looked at.
const REMARKS_MAX: usize = 200;

impl Walk {
    /// A server that asks for the name after AUTH LOGIN has brought it does not read what comes with AUTH.
    pub fn challenged(&mut self, command: Option<&Command>, reply: &Reply) {
        let mut words =
            command.map(|command| command.argument.split_ascii_whitespace()).into_iter().flatten();
        let login =
            words.next().is_some_and(|word| word.eq_ignore_ascii_case("LOGIN")) && words.next().is_some();
        let text = reply.text();
        let asks_name = ["VXNlcm5hbWU6", "dXNlcm5hbWU6", "VXNlciBOYW1lAA=="].contains(&text.trim());
        if login && asks_name && self.open.is_empty() {
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

    pub fn remark(&mut self, line: usize, text: &str) {
        self.remarks += 1;
        if !self.open.is_empty() || self.remarks > REMARKS_MAX {
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
                    ("auth-before-tls", Some(Step::Perhaps(Verb::Starttls)))
                } else {
                    ("auth-not-offered", None)
                };
                self.found(line, unknown(text), situation, step, Speaker::Client);
                // Whether there is a login behind the handshake nobody has seen.
                let is_open = matches!(situation, "auth-not-offered" | "auth-before-tls");
                if let Some(verdict) = self.verdicts.last_mut().filter(|_| is_open) {
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
                    let step = match (tls, self.answered) {
                        _ if diagnosis.class == Class::Login => Some(Step::Failed(Verb::Auth)),
                        (true, _) => Some(Step::Failed(Verb::Starttls)),
                        (false, false) => Some(Step::Connection),
                        (false, true) => None,
                    };
                    self.found(line, diagnosis, &situation.id, step, Speaker::Client);
                }
            }
            None => {}
        }
    }

    pub fn found(
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
        self.open.push(self.verdicts.len() - 1);
    }
}

pub fn unknown(text: &str) -> Diagnosis {
    classify(&Refusal { stage: Stage::Connect, code: None, enhanced: None, text, host: None })
}
