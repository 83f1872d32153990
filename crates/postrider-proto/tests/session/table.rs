//! The law as it is written, `tests/sequence.toml`, and how a reply is held to it. The driver is held to it with the same.

use postrider_proto::reply::Enhanced;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Law {
    pub commands: Vec<String>,
    pub states: Vec<String>,
    pub cells: Vec<LawCell>,
    pub arguments: Vec<Rule>,
    pub events: Vec<Event>,
}

#[derive(Deserialize)]
pub struct LawCell {
    pub command: String,
    pub state: String,
    pub reply: u16,
    pub enhanced: Option<String>,
    pub next: String,
}

#[derive(Deserialize)]
pub struct Rule {
    pub command: String,
    pub condition: String,
    pub reply: u16,
    pub enhanced: Option<String>,
    pub next: String,
}

#[derive(Deserialize)]
pub struct Event {
    pub event: String,
    pub reply: u16,
    pub enhanced: Option<String>,
}

impl Law {
    pub fn read() -> Self {
        toml::from_str(include_str!("../sequence.toml")).expect("the law is valid TOML")
    }

    pub fn cell(&self, command: &str, state: &str) -> &LawCell {
        self.cells
            .iter()
            .find(|cell| cell.command == command && cell.state == state)
            .unwrap_or_else(|| panic!("the law has a cell for {command} in {state}"))
    }
}

/// The front of a reply line by the law: `503 5.5.1 `, or `250 ` where it carries no enhanced code.
pub fn front(reply: u16, enhanced: Option<&str>) -> String {
    enhanced.map_or_else(|| format!("{reply} "), |enhanced| format!("{reply} {enhanced} "))
}

/// A line that begins so, on its last line; an EHLO reply has several.
pub fn begins(output: &str, front: &str) -> bool {
    let dashed = front.replacen(' ', "-", 1);
    let lines: Vec<&str> = output.lines().collect();
    let Some((last, before)) = lines.split_last() else { return false };
    let code_alone = |line: &&str| {
        // What looks like an enhanced code where the law has none would be one too many.
        !(front.len() == 4 && Enhanced::split(&line[4..]).is_some())
    };
    last.starts_with(front)
        && before.iter().all(|line| line.starts_with(&dashed))
        && lines.iter().all(code_alone)
}
