//! What has become of a message elsewhere: what other servers have said, and what it waits for.

use postrider_proto::client as proto;
use postrider_reference::locale::Fact;
use postrider_reference::sheet::{Section, Term, Value};
use postrider_why::Report;

use super::kept::Writer;
use super::message::{Refused, is_due};
use super::told::Told;
use crate::control::protocol::Standings;
use crate::control::rest::Resting;
use crate::control::suspension::Suspended;

impl Writer {
    /// Why an attempt has not brought a message to somebody: a refusal of another server, or that there was none.
    pub fn elsewhere(self, message: &str, refused: &Refused<'_>) -> Told {
        let Refused { tried, ending, host, step, said } = refused;
        let lines = match step {
            None => vec![(*said).to_owned()],
            Some(step) => {
                let heard = self.sent(step).map(|sent| format!("C: {sent}"));
                heard.into_iter().chain([format!("S: {said}")]).collect()
            }
        };
        let sections = [
            Some(self.section("said", Value::Exchange(lines))),
            Some(self.words("in-message", message)),
            Some(self.words("recipient", &ending.to.join(", "))),
            host.map(|host| self.words(if step.is_some() { "host" } else { "tried" }, host)),
            Some(self.words("when", &tried.ended)),
            Some(self.fate(&ending.decision)),
        ];
        self.explained(said, sections.into_iter().flatten().collect())
    }

    /// A message that is not tried, since its host was found in trouble by another.
    pub fn resting(self, message: &str, standing: &Standings, rest: &Resting) -> Told {
        let lines = vec![rest.why.clone()];
        let sections = vec![
            self.section("said", Value::Exchange(lines)),
            self.words("in-message", message),
            self.words("recipient", &standing.to),
            self.words("tried", &rest.site),
            self.section("rests", Value::Text(self.rests(rest))),
        ];
        self.explained(&rest.why, sections)
    }

    /// What is known of words of others, behind what is known of where they were said.
    fn explained(self, said: &str, mut sections: Vec<Section>) -> Told {
        let report = Report::of(&postrider_why::why(said.as_bytes()), self.language);
        let found = report.findings.into_iter().next();
        let heading = found.as_ref().map_or_else(|| said.to_owned(), |found| found.verdict.clone());
        let known = found.map(|found| found.sections).unwrap_or_default();
        // What is found here is known already.
        sections.extend(
            known
                .into_iter()
                .filter(|section| !matches!(section.key, "proof" | "input" | "recipient" | "step")),
        );
        Told { heading, sections, below: Vec::new(), kept: None }
    }

    /// What this server has sent, as the queue names it.
    fn sent(self, step: &str) -> Option<String> {
        match proto::Step::named(step) {
            Some(proto::Step::Greeting) => None,
            Some(proto::Step::Content | proto::Step::End) => Some(self.language.say("journal-content")),
            _ => Some(step.to_owned()),
        }
    }

    /// What keeps a recipient from being tried; none where only time has to pass.
    pub fn waits(self, standing: &Standings) -> Option<String> {
        if !is_due(standing) {
            return None;
        }
        if let Some(Suspended { domain, until, reason, .. }) = &standing.suspended {
            let facts = [("domain", Fact::Text(domain)), ("until", Fact::Text(until))];
            let reason = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
            return Some(self.language.say_with("journal-suspended", &facts) + &reason);
        }
        if let Some(rest) = &standing.resting {
            return Some(format!("{} ({})", self.rests(rest), rest.why));
        }
        let ahead = standing.turn.as_ref().map(|turn| usize::try_from(turn.ahead).unwrap_or(usize::MAX))?;
        Some(self.language.say_with("journal-turn", &[("count", Fact::Number(ahead))]))
    }

    fn rests(self, rest: &Resting) -> String {
        let facts = [("site", Fact::Text(&rest.site)), ("until", Fact::Text(&rest.until))];
        self.language.say_with("journal-rests", &facts)
    }

    /// What became of a recipient, or of an attempt.
    pub fn fate(self, word: &str) -> Section {
        let known = FATES.into_iter().find(|known| *known == word).unwrap_or("waiting");
        let text = self.language.say(&format!("fate-{known}"));
        self.section("fate", Value::Term(Term { word: known, text }))
    }
}

/// What becomes of a recipient, and how an attempt ends.
const FATES: [&str; 11] = [
    "waiting",
    "held",
    "delivered",
    "bounced",
    "failed",
    "dropped",
    "deferred",
    "unknown",
    "retried",
    "released",
    "under-way",
];
