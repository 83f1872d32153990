//! What stands beside a conversation and is no part of it, though it was read with it.
//!
//! ```text
//!   ConnectionRefusedError: [Errno 111] Connection refused      no mark of the dialect, and something is known about it
//!
//!   <-  220 mx.example.org ESMTP                                the conversation
//!    -> QUIT
//!
//!   554 5.7.1 <z@far.example>: Relay access denied              no mark of the dialect, and something is known about it
//! ```

use std::ops::Range;

use crate::complaint::{Complaint, Input};
use crate::dialect::{Dialect, Form, Run, form, read};
use crate::finding::Finding;
use crate::said;

/// So many of the refusals that follow from one are compared.
const ECHOES_MAX: usize = 64;

/// A run without the paragraphs in front of and behind it in which no line has a mark of its dialect and something else is `explained`; and those, without a dialect.
pub fn parted(run: Run, lines: &[&str], explained: &[bool]) -> Vec<Run> {
    // There a mark stands alone, and what was said in the paragraph behind it.
    if run.dialect == Dialect::Boxes {
        return vec![run];
    }
    let paragraphs = paragraphs(run.lines.clone(), lines);
    let is_marked = |paragraph: &&Range<usize>| {
        lines[(*paragraph).clone()].iter().any(|line| has_mark(run.dialect, line))
    };
    let is_explained = |paragraph: &&Range<usize>| explained[(*paragraph).clone()].contains(&true);
    let Some(first) = paragraphs.iter().position(|paragraph| is_marked(&paragraph)) else { return vec![run] };
    let last = paragraphs.iter().rposition(|paragraph| is_marked(&paragraph)).unwrap_or(first);
    let front = paragraphs[..first].iter().rfind(is_explained).map_or(run.lines.start, |last| last.end);
    let behind = paragraphs[last + 1..].iter().find(is_explained).map_or(run.lines.end, |first| first.start);
    let bare = |lines: Range<usize>| Run { dialect: Dialect::Bare, lines, reversed: false };
    let (start, end) = (run.lines.start, run.lines.end);
    [bare(start..front), Run { lines: front..behind, ..run }, bare(behind..end)]
        .into_iter()
        .filter(|run| !run.lines.is_empty())
        .collect()
}

fn has_mark(dialect: Dialect, line: &str) -> bool {
    match dialect {
        Dialect::Bare => {
            matches!(form(line.trim()), Form::Reply(_) | Form::Command(_)) || read(dialect, line).is_some()
        }
        _ => read(dialect, line).is_some(),
    }
}

fn paragraphs(within: Range<usize>, lines: &[&str]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for at in within {
        match all.last_mut() {
            _ if lines[at].trim().is_empty() => {}
            Some(last) if last.end == at => last.end = at + 1,
            _ => all.push(at..at + 1),
        }
    }
    all
}

/// Whether a finding of a conversation and a complaint that stands beside it are the same refusal: by its codes and its recipient, and of what no server has said by what has happened.
pub fn is_same(finding: &Finding, complaint: &Complaint, input: Input, lines: &[&str]) -> bool {
    let is_quoted = matches!(input, Input::Exception | Input::Reply);
    let Some(code) = complaint.code else {
        let situation = complaint.diagnosis().situation.map(|situation| situation.id.as_str());
        return is_quoted && finding.code.is_none() && situation.is_some() && finding.situation == situation;
    };
    let named = complaint
        .recipient
        .as_deref()
        .or_else(|| is_quoted.then(|| said::bracketed_address(&complaint.text)).flatten());
    let echoes = || finding.echoes.iter().take(ECHOES_MAX).filter_map(|echo| lines.get(*echo));
    let is_echo = || {
        echoes().any(|line| {
            said::reply_in(line).is_some_and(|at| line[at..].starts_with(&code.to_string()))
                && named.is_none_or(|named| line.contains(named))
        })
    };
    let differs = differ(finding.recipient.as_deref(), named) || differ(finding.enhanced, complaint.enhanced);
    finding.code == complaint.code && !differs || is_quoted && is_echo()
}

/// Whether both are known, and are not the same.
fn differ<T: PartialEq + Copy>(one: Option<T>, other: Option<T>) -> bool {
    one.is_some() && other.is_some() && one != other
}
