//! The notifications of Amazon SES about a bounce.

use super::mime::Line;
use super::report;

/// The notifications of Amazon SES, which are JSON, within a string of JSON or not.
pub fn notified(text: &[Line]) -> Vec<report::Recipient> {
    let mut all = Vec::new();
    for line in text.iter().filter(|line| line.text.contains("diagnosticCode")) {
        let plain: String = line.text.chars().filter(|c| *c != '\\').collect();
        let value = |from: &str, name: &str| {
            let (_, rest) = from.split_once(&format!("\"{name}\""))?;
            let (_, rest) = rest.split_once('"')?;
            rest.split_once('"').map(|(value, _)| value.to_owned())
        };
        for part in plain.split("{\"emailAddress\"").skip(1).take(64) {
            let part = format!("\"emailAddress\"{}", part.split('}').next().unwrap_or_default());
            let fields = [
                ("Final-Recipient", "emailAddress"),
                ("Status", "status"),
                ("Action", "action"),
                ("Diagnostic-Code", "diagnosticCode"),
            ];
            let lines = fields.iter().filter_map(|(field, name)| {
                value(&part, name).map(|value| Line { at: line.at, text: format!("{field}: {value}") })
            });
            all.extend(report::recipients(&lines.collect::<Vec<_>>(), None));
        }
    }
    all
}
