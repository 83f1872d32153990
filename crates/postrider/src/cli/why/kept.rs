//! What was kept of a session, told in a language: who, when, what was said, and why each refusal.

use std::ops::Range;

use postrider_proto::reply::Entry;
use postrider_proto::reply::catalogue::{
    AUTH_MECHANISM_TOO_WEAK, AUTH_NEEDS_TLS, AUTH_NO_MECHANISM, AUTH_TRANSITION, AUTH_UNKNOWN_MECHANISM,
    DATA_GO, HELLO, NOT_OFFERED,
};
use postrider_reference::code::{Subject, book};
use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::{Link, Section, Sheet, Term, Value};
use serde_json::json;

use super::follows::{echoes, follows};
use super::told::Told;
use crate::config::Named;
use crate::journal::{self, Session, Step, Why};

/// Tells what was kept, in a language.
#[derive(Clone, Copy)]
pub struct Writer {
    /// Which.
    pub language: &'static Language,
    /// By what the server was named that is asked about.
    pub named: Named,
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

    fn maybe(self, key: &'static str, words: Option<&str>) -> Option<Section> {
        words.map(|words| self.words(key, words))
    }

    /// A session: who, when, what was said, and why each refusal. Those are told that are in these steps.
    pub fn session(self, session: &Session, refusals: Range<usize>) -> Told {
        let heading =
            self.language.say_with("journal-session", &[("id", Fact::Text(&session.about.session))]);
        let sections = [
            Some(self.words("client", &session.about.client)),
            self.maybe("proxy", session.about.proxy.as_deref()),
            self.maybe("listener", session.about.listener.as_deref()),
            Some(self.words("began", &session.about.began)),
            Some(self.tls(session)),
            self.maybe("account", session.about.account.as_deref()),
            Some(self.end(session)),
            session
                .incomplete
                .then(|| self.section("missing", Value::Text(self.language.say("journal-incomplete")))),
            Some(self.section("conversation", Value::Exchange(self.lines(&session.steps)))),
        ];
        let no_tls = session.end.as_ref().is_some_and(|end| end.how == "no-tls");
        let reasons = follows(&session.steps);
        let is_echo = |at: usize| reasons[at].is_some_and(|reason| refusals.contains(&reason));
        Told {
            heading,
            sections: sections.into_iter().flatten().collect(),
            below: refusals
                .clone()
                .filter(|at| session.steps[*at].is_refusal() && !is_echo(*at))
                .map(|at| {
                    let mut told = self.refusal(session, at, Vec::new());
                    self.add_echoes(&mut told, session, &echoes(&reasons, at));
                    told
                })
                .chain(no_tls.then(|| self.no_tls(session)))
                .collect(),
            kept: Some(json!(session)),
        }
    }

    /// Adds to what is told of a refusal those that only follow from it.
    pub fn add_echoes(self, told: &mut Told, session: &Session, echoes: &[usize]) {
        let lines: Vec<String> = echoes.iter().flat_map(|at| self.exchange(session, *at)).collect();
        if !lines.is_empty() {
            let links = told.sections.iter().position(|section| section.key == "links");
            let section = self.section("echoes", Value::Exchange(lines));
            told.sections.insert(links.unwrap_or(told.sections.len()), section);
        }
    }

    fn tls(self, session: &Session) -> Section {
        let text = session.about.tls.clone().unwrap_or_else(|| self.language.say("tls-in-clear"));
        self.words("tls", &text)
    }

    /// A handshake that came to nothing: why, and what to do.
    pub fn no_tls(self, session: &Session) -> Told {
        let end = session.end.as_ref();
        let why = end.and_then(|end| end.why.as_deref()).unwrap_or_default();
        let (message, blame) = match why {
            "not-tls" => ("no-tls-not-tls", "client"),
            "nothing-in-common" => ("no-tls-nothing-in-common", "client"),
            "no-client-certificate" => ("no-tls-no-client-certificate", "client"),
            "client-certificate" => ("no-tls-client-certificate", "client"),
            "by-client" => ("no-tls-by-client", "server"),
            "late" => ("no-tls-late", "client"),
            "lost" => ("no-tls-lost", "client"),
            "stopped" => ("no-tls-stopped", "nobody"),
            _ => ("no-tls-other", "server"),
        };
        let text = |key: &'static str| {
            self.section(key, Value::Text(self.language.say(&format!("{message}.{key}"))))
        };
        let blame = Term { word: blame, text: self.language.say(&format!("no-tls-blame-{blame}")) };
        let offers = [
            ("offered", end.and_then(|end| end.offered.as_ref())),
            ("ours", end.and_then(|end| end.ours.as_ref())),
        ];
        let offers = offers.into_iter().filter_map(|(key, offer)| {
            Some(self.section(key, Value::Exchange(offer?.split("; ").map(str::to_owned).collect())))
        });
        let mut sections = vec![text("cause"), text("remedy")];
        sections.extend(offers);
        sections.push(self.section("blame", Value::Term(blame)));
        Told { heading: self.language.say(message), sections, below: Vec::new(), kept: None }
    }

    /// How a session ended.
    pub fn end(self, session: &Session) -> Section {
        let (word, error) = match &session.end {
            None => ("open", ""),
            Some(end) => (end.word(), end.error.as_deref().unwrap_or_default()),
        };
        // Whoever takes leave is let go.
        let took_leave = word == "closed" && session.steps.last().is_some_and(|step| step.reply == "quit");
        let message = if took_leave { "end-quit".to_owned() } else { format!("end-{word}") };
        let text = self.language.say_with(&message, &[("error", Fact::Text(error))]);
        self.section("end", Value::Term(Term { word, text }))
    }

    /// The lines of a conversation, with the seconds since its beginning in front of what the server said.
    fn lines(self, steps: &[Step]) -> Vec<String> {
        const NO_TIME: &str = "          ";
        let mut lines = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            if step.left_out > 0 {
                let count = Fact::Number(step.left_out as usize);
                lines.push(format!(
                    "{NO_TIME}{}",
                    self.language.say_with("journal-left-out", &[("count", count)])
                ));
            }
            if let Some(heard) = self.heard(step, before(steps, at)) {
                lines.push(format!("{NO_TIME}C: {heard}"));
            }
            let (seconds, millis) = (step.millis / 1000, step.millis % 1000);
            let mut said = step.text.lines();
            lines.push(format!("{seconds:>5}.{millis:03} S: {}", said.next().unwrap_or_default()));
            lines.extend(said.map(|line| format!("{NO_TIME}S: {line}")));
        }
        lines
    }

    fn heard(self, step: &Step, before: Option<&Step>) -> Option<String> {
        match &step.command {
            Some(command) => Some(command.to_string()),
            None if step.hidden => Some(self.language.say("journal-hidden")),
            // Only content is answered without a line of its own; and who has said nothing.
            None if step.message.is_some() || before.is_some_and(|before| before.reply == DATA_GO.id) => {
                Some(self.language.say("journal-content"))
            }
            None => None,
        }
    }

    /// What the client said at a step, and the reply.
    fn exchange(self, session: &Session, at: usize) -> Vec<String> {
        let step = &session.steps[at];
        let heard = self.heard(step, before(&session.steps, at)).map(|heard| format!("C: {heard}"));
        heard.into_iter().chain([format!("S: {}", step.text)]).collect()
    }

    /// A refusal of this server, which is the step at this place: what it means, the fact behind it, and the line of the configuration. In front
    /// stands what is known of where it was.
    pub fn refusal(self, session: &Session, at: usize, mut sections: Vec<Section>) -> Told {
        let step = &session.steps[at];
        let subject = Subject::Own(step.reply.to_string());
        let sheet = Sheet::of(book(), self.language, &subject);
        sections.insert(0, self.section("said", Value::Exchange(self.exchange(session, at))));
        let part = |key| sheet.as_ref().and_then(|sheet| sheet.section(key)).cloned();
        sections.extend(part("cause"));
        sections.extend(self.mechanisms(session, at));
        let facts: Vec<String> = step.because.iter().map(fact).collect();
        if !facts.is_empty() {
            sections.push(self.section("fact", Value::Exchange(facts)));
        }
        let places: Vec<String> =
            step.because.iter().filter_map(|why| why.config.as_ref()).map(ToString::to_string).collect();
        if !places.is_empty() {
            sections.push(self.section("setting", Value::Exchange(places)));
        }
        sections.extend(part("remedy"));
        // Which rule it was, the page of the reply cannot know.
        let ruled = step.because.iter().any(|why| why.rule.is_some());
        sections.extend(part("blame").map(|mut section| {
            if let Value::Term(term) = &mut section.value
                && term.word == "policy"
                && ruled
            {
                term.text = self.language.say("journal-blame-rule");
            }
            section
        }));
        let own = self.link(subject);
        let mut links = vec![own];
        if let Some(Section { value: Value::Links(codes), .. }) = part("codes") {
            links.extend(codes);
        }
        sections.push(self.section("links", Value::Links(links)));
        let heading = sheet.map_or_else(|| step.text.to_string(), |sheet| sheet.name);
        Told { heading, sections, below: Vec::new(), kept: Some(json!(step)) }
    }

    /// What could be logged in with, where that explains a refusal: by the last reply to EHLO. None where that may be among what is
    /// left out or in a part that is missing, and behind HELO, which offers nothing and has one line.
    fn mechanisms(self, session: &Session, at: usize) -> Option<Section> {
        let steps = &session.steps;
        let Step { reply, command, .. } = &steps[at];
        let is_auth = command.as_ref().is_some_and(|command| command.eq_ignore_ascii_case("AUTH"));
        let is_explained =
            OF_MECHANISMS.iter().any(|entry| entry.id == &**reply) || is_auth && *reply == NOT_OFFERED.id;
        if !is_explained {
            return None;
        }
        let hello = steps[..at].iter().rposition(|step| step.reply == HELLO.id)?;
        let is_last = !session.incomplete && steps[hello + 1..=at].iter().all(|step| step.left_out == 0);
        let is_extended = steps[hello].text.as_bytes().get(3) == Some(&b'-');
        if !is_last || !is_extended {
            return None;
        }
        let offered = steps[hello].text.lines().find_map(|line| line.get(4..)?.strip_prefix("AUTH "));
        let names = match offered {
            Some(names) => names.split(' ').map(str::to_owned).collect(),
            None => vec![self.language.say("journal-no-auth")],
        };
        Some(self.section("mechanisms", Value::Words(names)))
    }

    fn link(self, subject: Subject) -> Link {
        Link { text: subject.to_string(), name: self.language.name(&subject), subject }
    }
}

/// Refusals that are explained by what could be logged in with.
const OF_MECHANISMS: [&Entry; 5] = [
    &AUTH_NO_MECHANISM,
    &AUTH_UNKNOWN_MECHANISM,
    &AUTH_NEEDS_TLS,
    &AUTH_MECHANISM_TOO_WEAK,
    &AUTH_TRANSITION,
];

/// The step in front of another, if it is there.
pub fn before(steps: &[Step], at: usize) -> Option<&Step> {
    steps[..at].last().filter(|_| steps[at].left_out == 0)
}

/// A fact, behind the rule that it decided or whose login it was.
pub fn fact(why: &Why) -> String {
    match (&why.rule, &why.account) {
        (Some(rule), _) => format!("{rule}: {}", why.fact),
        (None, Some(account)) => format!("{account}: {}", why.fact),
        (None, None) => why.fact.to_string(),
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
