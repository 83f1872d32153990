//! A sheet as JSON: the keys of its sections, and what they say.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Case, Link, Row, Section, Sheet, Term, Value};

impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", self.subject.kind())?;
        map.serialize_entry("id", &self.subject.slug())?;
        map.serialize_entry("language", self.language)?;
        map.serialize_entry("name", &self.name)?;
        if let Some(lead) = &self.lead {
            map.serialize_entry("verdict", lead)?;
        }
        for section in &self.sections {
            map.serialize_entry(section.key, &section.value)?;
        }
        map.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Words(words) | Self::Exchange(words) => words.serialize(serializer),
            Self::Term(Term { word, text }) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("word", word)?;
                map.serialize_entry("text", text)?;
                map.end()
            }
            Self::Terms(terms) => serializer.collect_seq(terms.iter().map(|term| term.word)),
            Self::Links(links) => links.serialize(serializer),
            Self::Cases(cases) => cases.serialize(serializer),
            Self::Rows(rows) => rows.serialize(serializer),
        }
    }
}

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("kind", self.subject.kind())?;
        map.serialize_entry("id", &self.subject.slug())?;
        map.serialize_entry("name", &self.name)?;
        map.end()
    }
}

impl Serialize for Case {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("title", &self.title)?;
        for Section { key, value, .. } in &self.parts {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("key", self.key)?;
        map.serialize_entry("label", &self.label)?;
        map.serialize_entry("sides", &self.sides)?;
        map.serialize_entry("same", &self.is_same())?;
        map.end()
    }
}
