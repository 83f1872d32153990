//! Which lines are the client's answers within AUTH (RFC 4954 §4).

use std::ops::Range;

use super::REDACTED;
use super::auth::is_mechanism;
use super::payload::is_base64;
use crate::dialect::{Form, MARK_OCTETS_MAX, Who, form, text_and_who};

/// A challenge within AUTH.
pub const CHALLENGE: u16 = 334;

/// So many lines behind a 334, or behind AUTH, are the client's answer, if nobody else speaks: some programs break it.
const ANSWER_LINES_MAX: usize = 8;

/// A payload that is broken into lines has lines of so many octets or more.
const BROKEN_OCTETS_MIN: usize = 24;

/// Where in an AUTH the lines are.
#[derive(Default)]
pub struct Session {
    /// So many lines are answers to a challenge, whoever seems to say them.
    challenged: usize,
    /// So many lines are answers if they are of the side that said AUTH.
    began: usize,
    /// Who said AUTH.
    client: Option<Who>,
    /// Whether the last line ended within base64 that was taken out.
    broken: bool,
}

impl Session {
    /// What is an answer in the next line, or goes on with one.
    pub fn answer(&mut self, line: &str) -> Option<Range<usize>> {
        let (text, who) = text_and_who(line);
        let said = line[text.clone()].trim();
        let broken = std::mem::take(&mut self.broken);
        if let Form::Reply(code) = form(said) {
            let challenged = if code == CHALLENGE { ANSWER_LINES_MAX } else { 0 };
            *self = Self { challenged, began: self.began.min(challenged), ..Self::default() };
            return None;
        }
        if is_challenge(line) {
            self.challenged = ANSWER_LINES_MAX;
            return None;
        }
        if said.is_empty() {
            return None;
        }
        // A single `*` takes the AUTH back.
        let is_answer = said != "*" && !is_label(said);
        if broken && who.is_none() && is_payload(said, 4) {
            self.broken = true;
            return Some(text);
        }
        // An AUTH begins anew wherever it stands: the lines that an old 334 has left are no measure for its answers.
        if begins(said) {
            (self.began, self.client) = (ANSWER_LINES_MAX, who);
            return None;
        }
        if self.challenged > 0 {
            self.challenged -= 1;
            return is_answer.then_some(text);
        }
        if self.began > 0 {
            if form(said) != Form::Other {
                self.began = 0;
                return None;
            }
            self.began -= 1;
            let own = match who {
                Some(_) => who == self.client,
                None => !said.contains(char::is_whitespace),
            };
            return (is_answer && own).then_some(text);
        }
        None
    }

    /// Tells what was taken out of the end of the line: base64 may go on in the next.
    pub fn took(&mut self, last: &str) {
        let word = last.rsplit(char::is_whitespace).next().unwrap_or(last);
        self.broken = self.broken || is_payload(word, BROKEN_OCTETS_MIN);
    }
}

/// Whether AUTH begins with a line: the command, with one mechanism, and nobody's list of them.
fn begins(said: &str) -> bool {
    let mut words = said.split_ascii_whitespace();
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("auth"))
        && words.next().is_some_and(is_mechanism)
        && words.next().is_none_or(|word| {
            !is_mechanism(word) && (word == "=" || word.len() >= 4 && is_base64(word) || word == REDACTED)
        })
        && words.next().is_none()
}

/// Whether words are base64 and nothing else.
fn is_payload(said: &str, octets: usize) -> bool {
    said.len() >= octets && is_base64(said)
}

/// Whether a line is no more than a word that says who speaks: `send:`, `CLIENT 1:`.
fn is_label(said: &str) -> bool {
    said.len() <= 16 && said.ends_with(':')
}

/// Whether a 334 stands in a line that has no mark.
fn is_challenge(line: &str) -> bool {
    let code = CHALLENGE.to_string();
    line.match_indices(&code).take_while(|(at, _)| *at < MARK_OCTETS_MAX).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + 3..];
        let begins =
            before.is_none_or(|c| matches!(c, '\'' | '"' | '[' | ' ' | ':' | '>' | '<' | '*' | '~' | '─'));
        let ends =
            after.is_empty() || after.starts_with([' ', '-', '\'', '"', '\\']) || after.starts_with("] '");
        begins && ends && {
            let rest = after.trim_start_matches(['-', ' ', ']', '\'', '"']);
            let word = rest.split([' ', '\\', '\'', '"', '<']).next().unwrap_or("");
            rest.len() <= word.len() + 6
        }
    })
}
