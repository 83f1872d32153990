//! A report for programs.

use postrider_proto::wire::command::Verb;
use postrider_reference::sheet::{Term, Value};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::writer::shown;
use super::{Report, Told};
use crate::finding::{Speaker, Step};

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
        let verb = finding.step.and_then(Step::verb).map(Verb::as_str);
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
