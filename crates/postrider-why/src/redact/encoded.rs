//! Bodies in base64: what is a secret is known once they are decoded.

use std::ops::Range;

use super::payload::{Decoder, encoded, is_base64};
use super::text::{Guess, Text};
use crate::dialect::text_of;

/// The first line of a body has so many octets or more.
const OCTETS_MIN: usize = 16;

/// Takes the secrets out of bodies in base64, and encodes them again, in as many lines. Which lines are others than before.
pub fn redact(lines: &mut [String], depth: usize) -> Vec<Range<usize>> {
    let mut changed = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let (end, octets) = run(lines, start);
        let run = start..end;
        start = end.max(start + 1);
        let Some(body) = Text::read(&octets).filter(|_| !run.is_empty()) else { continue };
        let mut clean: Vec<String> = body.text.split('\n').map(str::to_owned).collect();
        super::redact_within(&mut clean, depth + 1);
        let clean = clean.join("\n");
        if clean != body.text {
            put(&mut lines[run.clone()], &encoded(&body.written(&clean)));
            changed.push(run);
        }
    }
    changed
}

/// A line of a body in base64, without what marks a quotation.
fn text(line: &str) -> &str {
    line[text_of(line)].trim()
}

fn is_body(line: &str) -> bool {
    let text = text(line);
    !text.is_empty() && is_base64(text)
}

/// Where the lines of a body end that begins here, and what they hold: all that can be read together. What stands in front of a body or behind it and looks like base64 by
/// chance does not hide it.
fn run(lines: &[String], start: usize) -> (usize, Vec<u8>) {
    let (mut octets, mut decoder, mut guess) = (Vec::new(), Decoder::default(), Guess::default());
    let mut end = start;
    if text(&lines[start]).len() < OCTETS_MIN {
        return (start, octets);
    }
    // Nobody changes the speaker within a body.
    let mark = &lines[start][..text_of(&lines[start]).start];
    let is_next = |line: &&String| is_body(line) && line[..text_of(line).start] == *mark;
    while lines.get(end).filter(is_next).is_some() {
        let (word, before) = (text(&lines[end]), octets.len());
        crate::effort::spend(word.len());
        decoder.read(word, &mut octets);
        let Some(still) = guess.with(&octets, before) else {
            octets.truncate(before);
            break;
        };
        (guess, end) = (still, end + 1);
        // The last line has what fills it up.
        if word.ends_with('=') {
            break;
        }
    }
    (end, octets)
}

/// Puts base64 into the lines in which it was.
fn put(lines: &mut [String], base64: &str) {
    let octets = base64.len().div_ceil(lines.len()).next_multiple_of(4);
    let mut pieces = base64.as_bytes().chunks(octets);
    for line in lines {
        let piece = pieces.next().unwrap_or_default();
        let place = text_of(line);
        line.replace_range(place, &String::from_utf8_lossy(piece));
    }
}

/// What a line of base64 says, if it is one and something like `words` stands in it: a line of the text that ends in it.
pub fn decoded_line(lines: &[String], at: usize, words: &str) -> Option<String> {
    /// A line of a text is no longer, in lines of base64 and in their octets.
    const LINES_MAX: usize = 16;
    const OCTETS_MAX: usize = 1024;
    let is_line = |line: &String| is_body(line) && line.len() <= OCTETS_MAX;
    // The last line of a body is short.
    lines
        .get(at)
        .filter(|line| is_line(line) && (text(line).len() >= OCTETS_MIN || text(line).ends_with('=')))?;
    let mut start = at;
    while start > 0 && at - start < LINES_MAX && is_line(&lines[start - 1]) {
        start -= 1;
    }
    let (mut octets, mut decoder) = (Vec::new(), Decoder::default());
    for line in &lines[start..=at] {
        decoder.read(text(line), &mut octets);
    }
    let mut body: Vec<String> = Text::read(&octets)?.text.lines().map(str::to_owned).collect();
    // These lines may be others than those that were read together before.
    super::redact_within(&mut body, 1);
    let begins: String = words.chars().take(12).collect();
    let named = body.iter().rev().find(|line| !begins.is_empty() && line.contains(&begins));
    named
        .or_else(|| body.iter().rev().find(|line| !line.trim().is_empty()))
        .map(|line| line.trim().to_owned())
}
