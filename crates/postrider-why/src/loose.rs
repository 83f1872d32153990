//! Replies that stand in somebody's words, where nothing else of a paste says anything: `The server said: 550 5.1.1 User unknown`.

use postrider_proto::reply::Enhanced;

use crate::bounce::reason;
use crate::complaint::{Complaint, Found, Input};
use crate::said;

/// So many are shown.
const COMPLAINTS_MAX: usize = 16;

/// No line that quotes a reply is longer, in octets.
const LINE_MAX: usize = 16 * 1024;

/// The replies in the words of a paste; of two with the same codes the one that says more.
pub fn read(lines: &[&str]) -> Option<Found> {
    let mut complaints: Vec<Complaint> = Vec::new();
    // The line with which the last reply ends.
    let mut end = 0;
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.len() <= LINE_MAX) {
        let read = exchange(line, at)
            .or_else(|| quoted(line, at))
            .or_else(|| status(line, at).filter(|status| !goes_on(&mut complaints, &mut end, status)));
        let Some(complaint) = read else { continue };
        end = at;
        let codes = |known: &Complaint| (known.code, known.enhanced);
        match complaints.iter().position(|known| codes(known) == codes(&complaint)) {
            Some(known) if complaint.text.len() > complaints[known].text.len() => {
                complaints[known] = complaint;
            }
            Some(_) => {}
            None if complaints.len() < COMPLAINTS_MAX => complaints.push(complaint),
            None => break,
        }
    }
    let lines = complaints.iter().map(|complaint| complaint.line);
    let (first, last) = (lines.clone().min()?, lines.max()?);
    Some(Found { lines: first..last + 1, input: Input::Reply, complaints, left: 0 })
}

/// A reply within a line: with an enhanced code of its class, or behind a colon or a quote. Any other number is one of something.
fn quoted(line: &str, at: usize) -> Option<Complaint> {
    let line = said::beginning(line);
    let start = said::reply_in(line)?;
    let (code, rest) = said::leading(&line[start..])?;
    let enhanced = said::enhanced(rest).is_some_and(|enhanced| u16::from(enhanced.class) == code / 100);
    let before = line[..start].trim_end();
    let announced = before.ends_with([':', '\'', '`', '"', '\u{201c}', '\u{2018}', '(', '[', '>', '#']);
    let told = match before.ends_with('`').then(|| line[start..].split_once('`')).flatten() {
        Some((told, _)) => told,
        None => line[start..].trim_end_matches(['\'', '"', '\u{201d}', '\u{2019}', '#', ' ']),
    };
    (enhanced || announced).then(|| Complaint { recipient: about(before), ..reason(told, at) })
}

/// Exchange names itself and the code in brackets, and the reply behind it where one came: `<mail.example.org #5.1.1>`,
/// `#< #5.1.1 smtp;550 5.1.1 RESOLVER.ADR.RecipNotFound; not found> #SMTP#`.
fn exchange(line: &str, at: usize) -> Option<Complaint> {
    let (_, inside) = said::beginning(line).split_once('<')?;
    let (inside, _) = inside.rsplit_once('>')?;
    let (host, told) = inside.split_once('#')?;
    let enhanced = said::enhanced(told).filter(|enhanced| matches!(enhanced.class, 4 | 5))?;
    let host = host.trim();
    let is_host = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let told = told.split_once("smtp;").map_or(told, |(_, reply)| reply).trim_end_matches(['#', ' ']);
    is_host.then(|| Complaint { enhanced: Some(enhanced), ..reason(told, at) })
}

/// Whether a line goes on with the reply of the line before: of a reply in several lines some programs leave the reply codes out, and not the enhanced
/// ones.
fn goes_on(complaints: &mut [Complaint], end: &mut usize, status: &Complaint) -> bool {
    let last = complaints
        .last_mut()
        .filter(|last| *end + 1 == status.line && last.code.is_some() && last.enhanced == status.enhanced);
    last.is_some_and(|last| {
        *end = status.line;
        last.text.push(' ');
        last.text.push_str(&status.text);
        true
    })
}

/// The address that is named in front of a reply.
fn about(before: &str) -> Option<String> {
    said::address(before.split_whitespace().find(|word| word.contains('@'))?)
        .map(|(address, _)| address.to_owned())
}

/// A line that begins with an enhanced code (RFC 3463 §2), as some copy it without the reply code.
fn status(line: &str, at: usize) -> Option<Complaint> {
    let (enhanced, rest) = Enhanced::split(said::beginning(line).trim())?;
    let tells = rest.trim_start().starts_with(|c: char| c.is_alphabetic());
    let is_refusal = matches!(enhanced.class, 4 | 5) && enhanced.subject <= 7;
    (tells && is_refusal).then(|| Complaint { enhanced: Some(enhanced), ..reason(line.trim(), at) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Option<(Option<u16>, Option<String>)> {
        let lines: Vec<&str> = text.lines().collect();
        let found = read(&lines)?;
        let first = found.complaints.first()?;
        Some((first.code, first.enhanced.map(|enhanced| enhanced.to_string())))
    }

    #[test]
    fn a_reply_in_somebodys_words_is_found() {
        for (text, code, enhanced) in [
            ("Error: 550 5.1.1 User unknown", Some(550), Some("5.1.1")),
            ("The server said: 550 User unknown", Some(550), None),
            ("Gmail says \u{201c}550-5.7.1 [192.0.2.1] Our system\u{201d}", Some(550), Some("5.7.1")),
            ("El servidor devolvio '550 5.1.10 no'", Some(550), Some("5.1.10")),
            ("#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##", Some(550), Some("5.1.1")),
            ("5.7.139 Authentication unsuccessful", None, Some("5.7.139")),
            ("it says `554 5.7.1 Relay access denied`, and then?", Some(554), Some("5.7.1")),
        ] {
            assert_eq!(codes(text), Some((code, enhanced.map(str::to_owned))), "{text}");
        }
    }

    #[test]
    fn the_lines_of_a_reply_are_one() {
        let lines =
            ["x: 535 5.7.8 Not accepted.", "5.7.8  Learn more", "5.7.8 at", "5.7.8  https://example.org/"];
        let found = read(&lines).expect("a reply");
        assert_eq!(found.complaints.len(), 1);
        assert!(found.complaints[0].text.ends_with("at 5.7.8 https://example.org/"), "{found:?}");
    }

    #[test]
    fn a_number_in_prose_is_none() {
        for text in [
            "we sold 550 Apples",
            "in section 5.1.1 of the text",
            "5.1.1",
            "500 errors",
            "version 5.7.26 is out",
            "it costs 450 Euro: a lot",
        ] {
            assert_eq!(codes(text), None, "{text}");
        }
    }
}
