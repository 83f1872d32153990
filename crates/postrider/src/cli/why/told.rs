//! What is told of what was kept: a heading, sections below it as in a sheet of the reference, and what belongs to it. The terminal and
//! JSON are two ways to write it.

use postrider_reference::sheet::Section;
use serde_json::{Map, json};

use crate::cli::terminal::Terminal;

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
