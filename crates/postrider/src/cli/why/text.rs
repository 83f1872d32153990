//! A report on a terminal: what matters first, short answers in columns.

use postrider_reference::sheet::{Section, Value};
use postrider_why::{Report, Told};
use textwrap::core::display_width;

use crate::cli::terminal::Terminal;
use crate::visible::visible;

impl Terminal {
    /// All of it.
    pub fn report(&self, report: &Report) -> String {
        let mut parts: Vec<String> = report.lead.iter().map(|lead| self.wrapped(lead, 0)).collect();
        let told_once = report.findings.iter().filter(|told| told.same_as.is_none());
        for (place, told) in told_once.enumerate() {
            let number = report.lead.is_some().then_some(place + 1);
            parts.push(self.told(told, number));
        }
        let needs = report.needs.iter().map(|needs| &needs.text);
        parts.extend(needs.chain(&report.cut).map(|text| self.wrapped(text, 0)));
        parts.join("\n")
    }

    fn told(&self, told: &Told, number: Option<usize>) -> String {
        let number = number.map(|number| format!("{number}. ")).unwrap_or_default();
        self.under(&format!("{number}{}", told.verdict), &told.sections)
    }

    /// A heading, and the sections below it.
    pub fn under(&self, heading: &str, sections: &[Section]) -> String {
        let mut text = self.heading(heading);
        // Short answers that stand beside each other.
        let mut short: Vec<(&str, String)> = Vec::new();
        for section in sections {
            match brief(section) {
                Some(answer) => short.push((&section.label, answer)),
                None => {
                    text.push_str(&self.columns(&std::mem::take(&mut short)));
                    text.push_str(&format!("\n{}", self.heading(&section.label)));
                    text.push_str(&self.long(section));
                }
            }
        }
        text.push_str(&self.columns(&short));
        text
    }

    fn long(&self, section: &Section) -> String {
        match &section.value {
            // The line stands as it was pasted, so that it can be looked for. A tab is a space; other controls are none already.
            Value::Exchange(lines) => {
                lines.iter().map(|line| format!("  {}\n", visible(&line.replace('\t', " ")))).collect()
            }
            Value::Links(links) => {
                let codes: Vec<(String, &str)> =
                    links.iter().map(|link| (format!("postrider code {}", link.text), &*link.name)).collect();
                let column = codes.iter().map(|(code, _)| code.len()).max().unwrap_or(0);
                let line = |(code, name): &(String, &str)| {
                    let space = " ".repeat(column - code.len());
                    self.hanging(&format!("  {}{space}  ", self.accent(code)), column + 4, name)
                };
                codes.iter().map(line).collect()
            }
            value => self.value(value, 2),
        }
    }

    /// Labels and answers beside each other; where the terminal is too narrow for that, below each other.
    fn columns(&self, short: &[(&str, String)]) -> String {
        let column = short.iter().map(|(label, _)| display_width(label)).max().unwrap_or(0);
        let mut text = if short.is_empty() { String::new() } else { "\n".to_owned() };
        for (label, answer) in short {
            if column * 2 > self.width() {
                text.push_str(&self.heading(label));
                text.push_str(&self.wrapped(answer, 2));
            } else {
                let space = " ".repeat(column - display_width(label));
                text.push_str(&self.hanging(&format!("{}{space}  ", self.bold(label)), column + 2, answer));
            }
        }
        text
    }
}

/// The answer of a section that has a short one.
fn brief(section: &Section) -> Option<String> {
    match &section.value {
        Value::Term(term) => Some(term.text.clone()),
        Value::Words(words) => Some(visible(&words.join(", "))),
        Value::Text(text) if matches!(section.key, "echoes" | "again") => Some(text.clone()),
        _ => None,
    }
}
