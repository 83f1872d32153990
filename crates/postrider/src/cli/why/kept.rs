//! What is told of what was kept: a heading, sections below it as in a sheet of the reference, and what belongs to it. The terminal and
//! JSON are two ways to write it.

use std::ops::Range;

use postrider_reference::code::{Subject, book};
use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::{Link, Section, Sheet, Term, Value};
use postrider_why::Report;
use serde_json::{Map, json};

use crate::cli::terminal::Terminal;
use crate::control::timeline::{Answer, Ending, Tried};
use crate::journal::{self, Reach, Session, Step, Why};

/// Something that is told.
pub struct Told {
    /// What it is, or what has happened.
    pub heading: String,
    /// What is said about it.
    pub sections: Vec<Section>,
    /// What belongs to it: the refusals of a session.
    pub below: Vec<Self>,
    /// The same as it was kept, for programs.
    pub kept: Option<serde_json::Value>,
}

impl Told {
    /// For programs.
    pub fn json(&self) -> serde_json::Value {
        let mut map = Map::new();
        map.insert("verdict".to_owned(), json!(self.heading));
        for Section { key, value, .. } in &self.sections {
            map.insert((*key).to_owned(), json!(value));
        }
        if !self.below.is_empty() {
            map.insert("refusals".to_owned(), self.below.iter().map(Self::json).collect());
        }
        if let Some(kept) = &self.kept {
            map.insert("kept".to_owned(), kept.clone());
        }
        map.into()
    }
}

/// Several of a kind are numbered.
pub fn numbered(told: &[Told], terminal: &Terminal) -> Vec<String> {
    let number = |place: usize| if told.len() > 1 { format!("{}. ", place + 1) } else { String::new() };
    let one = |(place, told): (usize, &Told)| {
        let heading = format!("{}{}", number(place), told.heading);
        let mut text = terminal.under(&heading, &told.sections);
        for below in numbered(&told.below, terminal) {
            text.push('\n');
            text.push_str(&below);
        }
        text
    };
    told.iter().enumerate().map(one).collect()
}

/// Tells what was kept, in a language.
#[derive(Clone, Copy)]
pub struct Writer {
    /// Which.
    pub language: &'static Language,
}

impl Writer {
    /// A section.
    pub fn section(self, key: &'static str, value: Value) -> Section {
        Section { key, label: self.language.say(&format!("label-{key}")), value }
    }

    /// A section of a short answer.
    pub fn words(self, key: &'static str, words: &str) -> Section {
        self.section(key, Value::Words(vec![words.to_owned()]))
    }

    fn maybe(self, key: &'static str, words: Option<&String>) -> Option<Section> {
        words.map(|words| self.words(key, words))
    }

    /// A session: who, when, what was said, and why each refusal. Those are told that are in these steps.
    pub fn session(self, session: &Session, refusals: Range<usize>) -> Told {
        let heading = self.language.say_with("journal-session", &[("id", Fact::Text(&session.session))]);
        let sections = [
            Some(self.words("client", &session.client)),
            self.maybe("proxy", session.proxy.as_ref()),
            self.maybe("listener", session.listener.as_ref()),
            Some(self.words("began", &session.began)),
            Some(self.tls(session)),
            self.maybe("account", session.account.as_ref()),
            Some(self.end(session)),
            session
                .incomplete
                .then(|| self.section("missing", Value::Text(self.language.say("journal-incomplete")))),
            Some(self.section("conversation", Value::Exchange(self.lines(&session.steps)))),
        ];
        Told {
            heading,
            sections: sections.into_iter().flatten().collect(),
            below: session.steps[refusals]
                .iter()
                .filter(|step| step.is_refusal())
                .map(|step| self.refusal(step, Vec::new()))
                .collect(),
            kept: Some(json!(session)),
        }
    }

    fn tls(self, session: &Session) -> Section {
        let text = session.tls.clone().unwrap_or_else(|| self.language.say("tls-in-clear"));
        self.words("tls", &text)
    }

    /// How a session ended.
    pub fn end(self, session: &Session) -> Section {
        let (word, error) = match &session.end {
            None => ("open", ""),
            Some(end) => (end.word(), end.error.as_deref().unwrap_or_default()),
        };
        let text = self.language.say_with(&format!("end-{word}"), &[("error", Fact::Text(error))]);
        self.section("end", Value::Term(Term { word, text }))
    }

    /// The lines of a conversation, with the seconds since its beginning in front of what the server said.
    fn lines(self, steps: &[Step]) -> Vec<String> {
        const NO_TIME: &str = "          ";
        let mut lines = Vec::new();
        for step in steps {
            if step.left_out > 0 {
                let count = Fact::Number(step.left_out as usize);
                lines.push(format!(
                    "{NO_TIME}{}",
                    self.language.say_with("journal-left-out", &[("count", count)])
                ));
            }
            if let Some(heard) = self.heard(step) {
                lines.push(format!("{NO_TIME}C: {heard}"));
            }
            let (seconds, millis) = (step.millis / 1000, step.millis % 1000);
            lines.push(format!("{seconds:>5}.{millis:03} S: {}", step.text));
        }
        lines
    }

    fn heard(self, step: &Step) -> Option<String> {
        match &step.command {
            Some(command) => Some(command.clone()),
            None if step.hidden => Some(self.language.say("journal-hidden")),
            // Only content is answered without a line of its own; and who has said nothing.
            None if step.message.is_some() => Some(self.language.say("journal-content")),
            None => None,
        }
    }

    /// A refusal of this server: what it means, the fact behind it, and the line of the configuration. In front stands what is known of
    /// where it was.
    pub fn refusal(self, step: &Step, mut sections: Vec<Section>) -> Told {
        let subject = Subject::Own(step.reply.clone());
        let sheet = Sheet::of(book(), self.language, &subject);
        let mut lines: Vec<String> =
            self.heard(step).map(|heard| format!("C: {heard}")).into_iter().collect();
        lines.push(format!("S: {}", step.text));
        sections.insert(0, self.section("said", Value::Exchange(lines)));
        let part = |key| sheet.as_ref().and_then(|sheet| sheet.section(key)).cloned();
        sections.extend(part("cause"));
        let facts: Vec<String> = step.because.iter().map(fact).collect();
        if !facts.is_empty() {
            sections.push(self.section("fact", Value::Exchange(facts)));
        }
        let places: Vec<String> = step.because.iter().filter_map(|why| why.config.clone()).collect();
        if !places.is_empty() {
            sections.push(self.section("setting", Value::Exchange(places)));
        }
        sections.extend(part("remedy"));
        sections.extend(part("blame"));
        let own = self.link(subject);
        let mut links = vec![own];
        if let Some(Section { value: Value::Links(codes), .. }) = part("codes") {
            links.extend(codes);
        }
        sections.push(self.section("links", Value::Links(links)));
        let heading = sheet.map_or_else(|| step.text.clone(), |sheet| sheet.name);
        Told { heading, sections, below: Vec::new(), kept: Some(json!(step)) }
    }

    fn link(self, subject: Subject) -> Link {
        Link { text: subject.to_string(), name: self.language.name(&subject), subject }
    }

    /// A refusal of another server, which an attempt has come upon.
    pub fn elsewhere(self, message: &str, tried: &Tried, ending: &Ending, answer: &Answer) -> Told {
        let report = Report::of(&postrider_why::why(answer.said.as_bytes()), self.language);
        let step = answer.step.as_ref().map(|step| format!("C: {step}"));
        let said: Vec<String> = step.into_iter().chain([format!("S: {}", answer.said)]).collect();
        let mut sections = vec![
            self.section("said", Value::Exchange(said)),
            self.words("in-message", message),
            self.words("recipient", &ending.to.join(", ")),
            self.words("host", &answer.host),
            self.words("when", &tried.ended),
            self.fate(&ending.decision),
        ];
        let found = report.findings.into_iter().next();
        let heading = found.as_ref().map_or_else(|| answer.said.clone(), |found| found.verdict.clone());
        let known = found.map(|found| found.sections).unwrap_or_default();
        // What is found here is known already.
        sections.extend(
            known
                .into_iter()
                .filter(|section| !matches!(section.key, "proof" | "input" | "recipient" | "step")),
        );
        Told { heading, sections, below: Vec::new(), kept: None }
    }

    /// What became of a recipient, or of an attempt.
    pub fn fate(self, word: &str) -> Section {
        let known = FATES.into_iter().find(|known| *known == word).unwrap_or("waiting");
        let text = self.language.say(&format!("fate-{known}"));
        self.section("fate", Value::Term(Term { word: known, text }))
    }

    /// How far the journal goes, for whoever has not found what they looked for.
    pub fn reach(self, reach: &Reach) -> String {
        let nothing = self.language.say("journal-empty");
        let since = |since: &Option<String>| since.clone().unwrap_or_else(|| nothing.clone());
        let (refused, other) = (since(&reach.refused_since), since(&reach.other_since));
        let facts = [("refused", Fact::Text(&refused)), ("other", Fact::Text(&other))];
        let mut text = self.language.say_with("journal-reach", &facts);
        if reach.dropped > 0 {
            let count = Fact::Number(usize::try_from(reach.dropped).unwrap_or(usize::MAX));
            text = format!("{text} {}", self.language.say_with("journal-dropped", &[("count", count)]));
        }
        format!("{text} {}", self.language.say("journal-not-in"))
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

/// A fact, behind the rule that it decided or whose login it was.
fn fact(why: &Why) -> String {
    match (&why.rule, &why.account) {
        (Some(rule), _) => format!("{rule}: {}", why.fact),
        (None, Some(account)) => format!("{account}: {}", why.fact),
        (None, None) => why.fact.clone(),
    }
}

impl journal::Ending {
    /// The word of how it ended.
    fn word(&self) -> &'static str {
        ["closed", "left", "lost", "no-tls", "cut-off"]
            .into_iter()
            .find(|word| *word == self.how)
            .unwrap_or("open")
    }
}
