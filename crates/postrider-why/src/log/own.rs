//! Our own log (docs/json.md): `{"time":...,"message":"bounced","to":"a@example.org","reason":"mx said: 550 ...",...}`, and `refused: ` with a reply.

use crate::bounce::reason;
use crate::complaint::{Complaint, Fate};

pub fn line(line: &str) -> Option<Option<Complaint>> {
    let line = line.trim();
    if !line.starts_with('{') || !line.contains("\"time\":\"") || !line.contains("\"level\":\"") {
        return None;
    }
    let message = string(line, "message")?;
    if let Some(told) = message.strip_prefix("refused: ") {
        return Some(Some(Complaint { host: None, ..reason(told, 0) }));
    }
    let fates = [("deferred", Fate::Later), ("bounced", Fate::Final(None)), ("failed", Fate::Final(None))];
    let fate = fates.iter().find(|(word, _)| message.starts_with(word)).map(|(_, fate)| *fate);
    let told = string(line, "reason").zip(fate);
    Some(told.map(|(told, fate)| Complaint { recipient: string(line, "to"), fate, ..reason(&told, 0) }))
}

/// The string of this name.
pub fn string(line: &str, name: &str) -> Option<String> {
    let (_, rest) = line.split_once(&format!("\"{name}\":"))?;
    let rest = rest.trim_start().strip_prefix('"')?;
    let mut value = String::new();
    let mut escaped = false;
    for c in rest.chars() {
        match (escaped, c) {
            (true, 'n' | 'r' | 't') => value.push(' '),
            (true, c) => value.push(c),
            (false, '\\') => {}
            (false, '"') => return Some(value),
            (false, c) => value.push(c),
        }
        escaped = !escaped && c == '\\';
    }
    None
}
