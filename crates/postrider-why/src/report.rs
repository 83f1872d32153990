//! The answer in one language: findings with their sections, in the order they are read. The terminal, the web page and JSON are three
//! ways to write the same report, as they are of a [`postrider_reference::sheet`].

use postrider_reference::code::Subject;
use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::{Link, Section, Term, Value};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::finding::{Answer, Finding, Reason, Speaker, Step};
use crate::paste::{LINES_MAX, OCTETS_MAX};

/// What is said about a paste, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The tag of its language.
    pub language: &'static str,
    /// What is said first where there are several findings.
    pub lead: Option<String>,
    /// What was found, in the order of the paste.
    pub findings: Vec<Told>,
    /// What would be needed to say more: the word for programs, and the sentence.
    pub needs: Option<Term>,
    /// That the paste was longer than is looked at, or had more in it than is told.
    pub cut: Option<String>,
}

/// A finding, told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What has happened, in a sentence.
    pub verdict: String,
    /// The rest, in the order it is read. The first, `proof`, is the line that proves it.
    pub sections: Vec<Section>,
    /// What it is told of.
    pub finding: Finding,
    /// The place of an earlier finding that says the same of another line. People are told that once, programs each time.
    pub same_as: Option<usize>,
}

/// No more of a line is shown, in characters.
const SHOWN_MAX: usize = 1000;

/// No more lines are named beside the one that proves it; programs get them all.
const NAMED_MAX: usize = 10;

impl Report {
    /// What is said about an answer.
    #[must_use]
    pub fn of(answer: &Answer, language: &Language) -> Self {
        let mut findings: Vec<Told> =
            answer.findings.iter().map(|finding| Told::of(finding, language)).collect();
        let count = gather(&mut findings, language);
        Self {
            language: language.tag,
            lead: (count > 1).then(|| language.say_with("why-several", &[("count", Fact::Number(count))])),
            findings,
            needs: answer.needs.map(|needs| {
                let word = needs.as_str();
                Term { word, text: language.say(&format!("needs-{word}")) }
            }),
            cut: cut(answer, language),
        }
    }
}

impl Told {
    /// A finding, in a language.
    #[must_use]
    pub fn of(finding: &Finding, language: &Language) -> Self {
        let writer = Writer { finding, language };
        let sections = [
            Some(writer.proof()),
            writer.recipient(),
            writer.step(),
            writer.part("cause"),
            writer.fact(),
            writer.advice(),
            writer.part("fix"),
            Some(writer.term("acts", finding.acts.as_str())),
            writer.part("check"),
            Some(writer.term("retry", finding.retry.as_str())),
            Some(writer.term("sure", finding.sure.as_str())),
            Some(writer.speaker()),
            Some(writer.input()),
            writer.echoes(),
            Some(writer.section("rule", Value::Words(vec![finding.rule.clone()]))),
            writer.journal(),
            writer.links(),
        ];
        Self {
            verdict: writer.verdict(),
            sections: sections.into_iter().flatten().collect(),
            finding: finding.clone(),
            same_as: None,
        }
    }

    /// The section of this key.
    #[must_use]
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }
}

/// That there was more than is told, and how much.
fn cut(answer: &Answer, language: &Language) -> Option<String> {
    let left =
        (answer.left > 0).then(|| language.say_with("why-left", &[("count", Fact::Number(answer.left))]));
    let facts = [("lines", Fact::Number(LINES_MAX)), ("mebibytes", Fact::Number(OCTETS_MAX >> 20))];
    let cut = answer.cut.then(|| language.say_with("why-cut", &facts));
    let said: Vec<String> = left.into_iter().chain(cut).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Findings that say the same of several lines, as those of a log do, are gathered at the first of them. How many are left.
fn gather(findings: &mut [Told], language: &Language) -> usize {
    let mut firsts: Vec<(usize, Vec<usize>)> = Vec::new();
    for place in 0..findings.len() {
        let finding = &findings[place].finding;
        let same = firsts.iter_mut().find(|(first, _)| says_the_same(&findings[*first].finding, finding));
        match same {
            Some((first, lines)) => {
                lines.push(finding.proof.line);
                findings[place].same_as = Some(*first);
            }
            None => firsts.push((place, Vec::new())),
        }
    }
    for (first, lines) in firsts.iter().filter(|(_, lines)| !lines.is_empty()) {
        let told = &mut findings[*first];
        let writer = Writer { finding: &told.finding, language };
        let section = writer.section("again", Value::Text(writer.lines("why-again", lines)));
        let behind = told.sections.iter().position(|section| section.key == "rule");
        told.sections.insert(behind.unwrap_or(told.sections.len()), section);
    }
    firsts.len()
}

fn says_the_same(one: &Finding, other: &Finding) -> bool {
    (&one.rule, one.reason, one.step, one.speaker) == (&other.rule, other.reason, other.step, other.speaker)
        && (one.acts, one.retry, one.sure, one.input) == (other.acts, other.retry, other.sure, other.input)
        && (one.code, one.enhanced) == (other.code, other.enhanced)
}

/// Tells a finding.
#[derive(Clone, Copy)]
struct Writer<'a> {
    finding: &'a Finding,
    language: &'a Language,
}

impl Writer<'_> {
    fn section(self, key: &'static str, value: Value) -> Section {
        Section { key, label: self.language.say(&format!("label-{key}")), value }
    }

    fn term(self, key: &'static str, word: &'static str) -> Section {
        let text = self.language.say(&format!("{key}-{word}"));
        self.section(key, Value::Term(Term { word, text }))
    }

    fn verdict(self) -> String {
        self.language.say(&message(self.finding.reason))
    }

    /// The line, as it was pasted, with its number in the heading.
    fn proof(self) -> Section {
        let facts = [("line", Fact::Number(self.finding.proof.line + 1))];
        let text = shown(&self.finding.proof.text);
        Section {
            key: "proof",
            label: self.language.say_with("label-proof", &facts),
            value: Value::Exchange(vec![text]),
        }
    }

    fn recipient(self) -> Option<Section> {
        let recipient = self.finding.recipient.clone()?;
        Some(self.section("recipient", Value::Words(vec![recipient])))
    }

    fn step(self) -> Option<Section> {
        let step = self.finding.step?;
        let word = step_word(step);
        let facts = [("verb", Fact::Text(step.verb().as_str()))];
        let text = self.language.say_with(&format!("step-{word}"), &facts);
        Some(self.section("step", Value::Term(Term { word, text })))
    }

    /// Why it happens, what helps, how to make sure.
    fn part(self, key: &'static str) -> Option<Section> {
        let situation = self.finding.situation.map(|id| format!("situation-{id}.{key}"));
        let id = match (self.finding.reason, key) {
            (Reason::Cause(cause), "cause") => format!("cause-{}.meaning", cause.id),
            (Reason::Cause(cause), "fix") => format!("cause-{}.fix", cause.id),
            (Reason::Own(entry), "cause") => format!("own-{}.cause", entry.id),
            (Reason::Own(entry), "fix") => format!("own-{}.remedy", entry.id),
            (Reason::Class(class), "fix") => format!("bounce-class-{class}.then"),
            (Reason::Unknown, "fix") => "bounce-class-unknown.then".to_owned(),
            (Reason::Own(_) | Reason::Class(_) | Reason::Unknown, _) => return None,
            (Reason::Cause(_) | Reason::Situation(_) | Reason::Shown(_), _) => situation?,
        };
        let text = self.language.maybe(&id)?;
        Some(self.section(key, Value::Text(text)))
    }

    /// What the line means beyond its situation.
    fn advice(self) -> Option<Section> {
        let text = self.language.maybe(&format!("advice-{}", self.finding.rule))?;
        Some(self.section("advice", Value::Text(text)))
    }

    fn speaker(self) -> Section {
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

    fn input(self) -> Section {
        let word = self.finding.input;
        let text = match program(word) {
            Some((kind, name)) => {
                self.language.say_with(&format!("input-{kind}"), &[("program", Fact::Text(name))])
            }
            None => self.language.say(&format!("input-{word}")),
        };
        self.section("input", Value::Term(Term { word, text }))
    }

    fn links(self) -> Option<Section> {
        let link = |subject: &Subject| Link {
            text: subject.to_string(),
            name: self.language.name(subject),
            subject: subject.clone(),
        };
        let links: Vec<Link> = self.finding.links.iter().map(link).collect();
        (!links.is_empty()).then(|| self.section("links", Value::Links(links)))
    }

    /// The fact that our own log has.
    fn fact(self) -> Option<Section> {
        let fact = shown(self.finding.logged.fact.as_deref()?);
        Some(self.section("fact", Value::Exchange(vec![fact])))
    }

    /// How the journal is asked for the session.
    fn journal(self) -> Option<Section> {
        let session = self.finding.logged.session.as_deref()?;
        Some(self.section("journal", Value::Exchange(vec![format!("postrider why --session {session}")])))
    }

    fn echoes(self) -> Option<Section> {
        let echoes = &self.finding.echoes;
        (!echoes.is_empty()).then(|| self.section("echoes", Value::Text(self.lines("why-echoes", echoes))))
    }

    /// A sentence that names lines, and how many they are.
    fn lines(self, id: &str, lines: &[usize]) -> String {
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
        Reason::Unknown => "bounce-class-unknown".to_owned(),
    }
}

const fn step_word(step: Step) -> &'static str {
    match step {
        Step::Missing(_) => "missing",
        Step::Failed(_) => "failed",
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
        "postrider-log" => ("log", "postrider"),
        _ => return None,
    })
}

/// As much of a line as anybody reads.
fn shown(line: &str) -> String {
    match line.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// The keys are the same in every report; what is not known is null.
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", "why")?;
        map.serialize_entry("language", self.language)?;
        map.serialize_entry("findings", &self.findings)?;
        map.serialize_entry("needs", &self.needs.clone().map(Value::Term))?;
        map.serialize_entry("cut", &self.cut.is_some())?;
        map.end()
    }
}

impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let finding = &self.finding;
        let value = |key| self.section(key).map(|section| &section.value);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("verdict", &self.verdict)?;
        map.serialize_entry(
            "proof",
            &Quoted { line: finding.proof.line + 1, text: shown(&finding.proof.text) },
        )?;
        map.serialize_entry("recipient", &finding.recipient)?;
        let verb = finding.step.map(|step| step.verb().as_str());
        map.serialize_entry(
            "step",
            &value("step").map(|step| With { name: "verb", fact: verb, term: step }),
        )?;
        for key in ["cause", "advice", "fix", "acts", "check", "retry", "sure"] {
            map.serialize_entry(key, &value(key))?;
        }
        let vendor = match finding.speaker {
            Speaker::Server(vendor) => vendor,
            Speaker::Client | Speaker::Middlebox => None,
        };
        let speaker = value("speaker").map(|speaker| With { name: "vendor", fact: vendor, term: speaker });
        map.serialize_entry("speaker", &speaker)?;
        map.serialize_entry("input", &value("input"))?;
        map.serialize_entry("rule", &finding.rule)?;
        map.serialize_entry("situation", &finding.situation)?;
        map.serialize_entry("class", finding.class.as_str())?;
        map.serialize_entry("code", &finding.code)?;
        map.serialize_entry("enhanced", &finding.enhanced.map(|code| code.to_string()))?;
        map.serialize_entry("links", value("links").unwrap_or(&Value::Links(Vec::new())))?;
        let echoes: Vec<usize> = finding.echoes.iter().map(|line| line + 1).collect();
        map.serialize_entry("echoes", &echoes)?;
        map.serialize_entry("fact", &finding.logged.fact)?;
        map.serialize_entry("session", &finding.logged.session)?;
        map.end()
    }
}

/// A line, counted from 1 on, as people and their editors do.
#[derive(serde::Serialize)]
struct Quoted {
    line: usize,
    text: String,
}

/// A term with a fact beside it.
struct With<'a> {
    name: &'static str,
    fact: Option<&'static str>,
    term: &'a Value,
}

impl Serialize for With<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Value::Term(Term { word, text }) = self.term {
            map.serialize_entry("word", word)?;
            map.serialize_entry(self.name, &self.fact)?;
            map.serialize_entry("text", text)?;
        }
        map.end()
    }
}
