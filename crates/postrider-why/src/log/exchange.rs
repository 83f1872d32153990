//! Exchange: its protocol log, `2024-01-01T00:00:00.000Z,Connector,08D...,7,192.0.2.1:25,192.0.2.2:1,<,550 5.7.1 ...,`, and message tracking with
//! `{LED=550 5.1.10 ...}`.

use crate::bounce::reason;
use crate::complaint::Complaint;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    if let Some((_, told)) = line.split_once("LED=") {
        let told = told.split_once("};").map_or(told, |(told, _)| told);
        return Some(Some(reason(told.trim_end_matches(['}', ']', '"', ')']), 0)));
    }
    if let Some((_, told)) = line.split_once("RecipientStatus").filter(|(before, _)| before.trim().is_empty())
    {
        return Some(Some(reason(told.trim_start_matches([' ', ':', '{']).trim_end_matches('}'), 0)));
    }
    // The event is a field of a single character; data is what stands behind it.
    let mut fields = line.splitn(8, ',');
    let time = fields.next()?;
    let is_time = time.len() >= 20 && time.as_bytes().get(10) == Some(&b'T') && time.ends_with('Z');
    let event = fields.nth(5)?;
    if !is_time || !matches!(event, ">" | "<" | "*" | "+" | "-") {
        return None;
    }
    let data = fields.next()?.trim_matches(['"', ',', ' ']);
    Some(
        matches!(event, ">" | "<")
            .then(|| reason(data, 0))
            .filter(|complaint| complaint.code.is_some() && data.starts_with(['4', '5'])),
    )
}
