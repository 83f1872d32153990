//! A finding, section by section, in the sentences of a language.

use postrider_reference::code::{Repeat, Subject, book};
use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::{Link, Section, Sheet, Term, Value};

use crate::complaint::Fate;
use crate::finding::{Finding, Reason, Speaker, Step};

/// No more of a line is shown, in characters.
const SHOWN_MAX: usize = 1000;

/// No more lines are named beside the one that proves it; programs get them all.
const NAMED_MAX: usize = 10;

/// Tells a finding.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    pub finding: &'a Finding,
    pub language: &'a Language,
}

impl Writer<'_> {
    pub fn section(self, key: &'static str, value: Value) -> Section {
        Section { key, label: self.language.say(&format!("label-{key}")), value }
    }

    pub fn term(self, key: &'static str, word: &'static str) -> Section {
        let text = self.language.say(&format!("{key}-{word}"));
        self.section(key, Value::Term(Term { word, text }))
    }

    pub fn verdict(self) -> String {
        match (self.finding.reason, self.finding.subject()) {
            (Reason::Code, Some(subject)) => {
                let (code, name) = (subject.to_string(), self.language.name(&subject));
                self.language
                    .say_with("why-code", &[("code", Fact::Text(&code)), ("name", Fact::Text(&name))])
            }
            (reason, _) => self.language.say(&message(reason)),
        }
    }

    /// The line, as it was pasted, with its number in the heading.
    pub fn proof(self) -> Section {
        let facts = [("line", Fact::Number(self.finding.proof.line + 1))];
        let text = shown(&self.finding.proof.text);
        Section {
            key: "proof",
            label: self.language.say_with("label-proof", &facts),
            value: Value::Exchange(vec![text]),
        }
    }

    pub fn recipient(self) -> Option<Section> {
        let recipient = self.finding.recipient.clone()?;
        Some(self.section("recipient", Value::Words(vec![recipient])))
    }

    pub fn step(self) -> Option<Section> {
        let step = self.finding.step?;
        let word = step_word(step);
        let message = format!("step-{word}");
        let text = match step.verb() {
            Some(verb) => self.language.say_with(&message, &[("verb", Fact::Text(verb.as_str()))]),
            None => self.language.say(&message),
        };
        Some(self.section("step", Value::Term(Term { word, text })))
    }

    /// Why it happens, what helps, how to make sure.
    pub fn part(self, key: &'static str) -> Option<Section> {
        let situation = self.finding.situation.map(|id| format!("situation-{id}.{key}"));
        let id = match (self.finding.reason, key) {
            (Reason::Cause(cause), "cause") => format!("cause-{}.meaning", cause.id),
            (Reason::Cause(cause), "fix") => format!("cause-{}.fix", cause.id),
            (Reason::Own(entry), "cause") => format!("own-{}.cause", entry.id),
            (Reason::Own(entry), "fix") => format!("own-{}.remedy", entry.id),
            (Reason::Class(class), "fix") => format!("bounce-class-{class}.then"),
            (Reason::Unknown, "fix") => "bounce-class-unknown.then".to_owned(),
            (Reason::Arrived(arrival), "cause" | "check") => format!("arrival-{}.{key}", arrival.as_str()),
            (Reason::Code, _) => return self.of_code(key),
            (Reason::Own(_) | Reason::Class(_) | Reason::Unknown | Reason::Arrived(_), _) => return None,
            (Reason::Cause(_) | Reason::Situation(_) | Reason::Shown(_), _) => situation?,
        };
        let text = self.language.maybe(&id)?;
        Some(self.section(key, Value::Text(text)))
    }

    /// What the page of the code says, in short.
    fn of_code(self, key: &'static str) -> Option<Section> {
        let of_page = match key {
            "cause" => "meaning",
            "fix" => "sender",
            _ => return None,
        };
        let sheet = Sheet::of(book(), self.language, &self.finding.subject()?)?;
        Some(self.section(key, sheet.section(of_page)?.value.clone()))
    }

    /// What the line means beyond its situation.
    pub fn advice(self) -> Option<Section> {
        let of_rule = self.language.maybe(&format!("advice-{}", self.finding.rule));
        let beside = match (self.finding.reason, self.finding.fate, self.finding.holder.as_deref()) {
            (Reason::Code, ..) => Some(self.language.say("why-code-alone")),
            (_, Fate::Arrived(_), Some(host)) => {
                Some(self.language.say_with("arrival-at", &[("host", Fact::Text(host))]))
            }
            // A 5yz is final at once: no queue has given up there.
            (_, Fate::Final(hours), _) if self.finding.retry == Repeat::Anew && self.is_for_now() => {
                Some(self.is_final(hours))
            }
            _ => None,
        };
        let said: Vec<String> = of_rule.into_iter().chain(beside).collect();
        (!said.is_empty()).then(|| self.section("advice", Value::Text(said.join(" "))))
    }

    /// Whether no code says that it was refused for good.
    fn is_for_now(self) -> bool {
        let class = self.finding.code.map(|code| code / 100);
        class.or(self.finding.enhanced.map(|code| u16::from(code.class))).is_none_or(|class| class == 4)
    }

    /// That the message came back, and how long it was tried.
    fn is_final(self, hours: Option<u32>) -> String {
        /// From so many hours on days are told.
        const DAYS_FROM: u32 = 48;
        let count = |count: u32| [("count", Fact::Number(count as usize))];
        match hours {
            None => self.language.say("why-final"),
            Some(hours) if hours < DAYS_FROM => self.language.say_with("why-final-hours", &count(hours)),
            Some(hours) => self.language.say_with("why-final-days", &count((hours + 12) / 24)),
        }
    }

    pub fn speaker(self) -> Section {
        let word = self.finding.speaker.as_str();
        let text = match self.finding.speaker {
            // Some speakers have no name: `a relay`.
            Speaker::Server(Some(vendor)) if !vendor.starts_with("a ") => {
                self.language.say_with("speaker-server-of", &[("vendor", Fact::Text(vendor))])
            }
            _ => self.language.say(&format!("speaker-{word}")),
        };
        self.section("speaker", Value::Term(Term { word, text }))
    }

    pub fn input(self) -> Section {
        let word = self.finding.input;
        let text = match program(word) {
            Some((kind, name)) => {
                self.language.say_with(&format!("input-{kind}"), &[("program", Fact::Text(name))])
            }
            None => self.language.say(&format!("input-{word}")),
        };
        self.section("input", Value::Term(Term { word, text }))
    }

    pub fn links(self) -> Option<Section> {
        let link = |subject: &Subject| Link {
            text: subject.to_string(),
            name: self.language.name(subject),
            subject: subject.clone(),
        };
        let links: Vec<Link> = self.finding.links.iter().map(link).collect();
        (!links.is_empty()).then(|| self.section("links", Value::Links(links)))
    }

    /// The fact that our own log has.
    pub fn fact(self) -> Option<Section> {
        let fact = shown(self.finding.logged.fact.as_deref()?);
        Some(self.section("fact", Value::Exchange(vec![fact])))
    }

    /// How the journal is asked for the session.
    pub fn journal(self) -> Option<Section> {
        let session = self.finding.logged.session.as_deref()?;
        Some(self.section("journal", Value::Exchange(vec![format!("postrider why --session {session}")])))
    }

    pub fn echoes(self) -> Option<Section> {
        let echoes = &self.finding.echoes;
        (!echoes.is_empty()).then(|| self.section("echoes", Value::Text(self.lines("why-echoes", echoes))))
    }

    /// A sentence that names lines, and how many they are.
    pub fn lines(self, id: &str, lines: &[usize]) -> String {
        let mut named: Vec<String> =
            lines.iter().take(NAMED_MAX).map(|line| (line + 1).to_string()).collect();
        if lines.len() > NAMED_MAX {
            named.push("…".to_owned());
        }
        let named = named.join(", ");
        self.language.say_with(id, &[("count", Fact::Number(lines.len())), ("lines", Fact::Text(&named))])
    }
}

/// The message that says what has happened.
fn message(reason: Reason) -> String {
    match reason {
        Reason::Cause(cause) => format!("cause-{}", cause.id),
        Reason::Own(entry) => format!("own-{}", entry.id),
        Reason::Situation(situation) => format!("situation-{}", situation.id),
        Reason::Shown(id) => format!("situation-{id}"),
        Reason::Class(class) => format!("bounce-class-{class}"),
        Reason::Arrived(arrival) => format!("arrival-{}", arrival.as_str()),
        Reason::Code | Reason::Unknown => "bounce-class-unknown".to_owned(),
    }
}

const fn step_word(step: Step) -> &'static str {
    match step {
        Step::Missing(_) => "missing",
        Step::Perhaps(_) => "perhaps",
        Step::Failed(_) => "failed",
        Step::Connection => "connection",
    }
}

/// Who has written something down, and whether it is a conversation or a log; none where the word says it all.
fn program(input: &str) -> Option<(&'static str, &'static str)> {
    Some(match input {
        "swaks" => ("conversation", "swaks"),
        "curl" => ("conversation", "curl"),
        "msmtp" => ("conversation", "msmtp"),
        "exim" => ("conversation", "Exim"),
        "sendmail" => ("conversation", "Sendmail"),
        "smtplib" => ("conversation", "smtplib"),
        "mailkit" => ("conversation", "MailKit"),
        "system-net" => ("conversation", "System.Net"),
        "nodemailer" => ("conversation", "Nodemailer"),
        "phpmailer" => ("conversation", "PHPMailer"),
        "smtp-cli" => ("conversation", "smtp-cli"),
        "javamail" => ("conversation", "JavaMail"),
        "openssl" => ("conversation", "openssl s_client"),
        "postfix-log" => ("log", "Postfix"),
        "exim-log" => ("log", "Exim"),
        "sendmail-log" => ("log", "Sendmail"),
        "opensmtpd-log" => ("log", "OpenSMTPD"),
        "exchange-log" => ("log", "Exchange"),
        "haraka-log" => ("log", "Haraka"),
        "msmtp-log" => ("log", "msmtp"),
        "rspamd-log" => ("log", "Rspamd"),
        "amavis-log" => ("log", "Amavis"),
        "dovecot-log" => ("log", "Dovecot"),
        "postrider-log" => ("log", "postrider"),
        _ => return None,
    })
}

/// As much of a line as anybody reads.
pub fn shown(line: &str) -> String {
    match line.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
