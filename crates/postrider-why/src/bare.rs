//! A code alone, as somebody types it who has no more: `550`, `550 5.7.1`, `5.7.1`.

use postrider_proto::reply::Enhanced;
use postrider_reference::code::{Acts, Repeat, Subject, book};
use postrider_reference::{Refusal, Stage, Sure, classify};

use crate::assemble::code_links;
use crate::complaint::{Fate, Input};
use crate::finding::{Finding, Logged, Proof, Reason, Speaker};

/// What is known of a paste that has a code in it and nothing else. A code that the reference does not have is told as any other line.
pub fn read(lines: &[&str]) -> Option<Finding> {
    /// No two codes are longer, in octets.
    const OCTETS_MAX: usize = 24;
    let mut filled = lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (line, text) = filled.next().map(|(at, line)| (at, line.trim()))?;
    if filled.next().is_some() || text.len() > OCTETS_MAX {
        return None;
    }
    let (code, rest) = match code(text) {
        Some((code, rest)) => (Some(code), rest.trim()),
        None => (None, text),
    };
    let enhanced = Enhanced::split(rest).filter(|(_, behind)| behind.trim().is_empty()).map(|(code, _)| code);
    if enhanced.is_none() && !rest.is_empty() {
        return None;
    }
    // Where the two are of different classes the reply code decides (RFC 5321 §4.2.1).
    let enhanced =
        enhanced.filter(|enhanced| code.is_none_or(|code| code / 100 == u16::from(enhanced.class)));
    let diagnosis = classify(&Refusal { stage: Stage::Rcpt, code, enhanced, text: "", host: None });
    let finding = Finding {
        input: Input::Reply.as_str(),
        proof: Proof { line, text: text.to_owned() },
        reason: Reason::Code,
        situation: None,
        class: diagnosis.class,
        step: None,
        speaker: Speaker::Server(None),
        acts: Acts::SendingOperator,
        retry: Repeat::ByClass,
        sure: Sure::Guess,
        rule: "code".to_owned(),
        code,
        enhanced,
        recipient: None,
        links: code_links(code, enhanced),
        echoes: Vec::new(),
        logged: Logged::default(),
        fate: Fate::Unsaid,
        holder: None,
    };
    let (acts, retry) = match finding.subject()? {
        Subject::Reply(code) => book().reply(code).map(|facts| (&facts.acts, facts.retry))?,
        Subject::Enhanced(code) => book().enhanced(code).map(|facts| (&facts.acts, facts.retry))?,
        _ => return None,
    };
    let class = code.and_then(|code| u8::try_from(code / 100).ok()).or(enhanced.map(|code| code.class));
    let acts = acts.first().copied().unwrap_or(finding.acts);
    Some(Finding { acts, retry: retry.in_class(class), ..finding })
}

/// A reply code in front, and what stands behind it (RFC 5321 §4.2).
fn code(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.split_at_checked(3)?;
    let is_code = digits.bytes().all(|b| b.is_ascii_digit()) && digits.starts_with(['2', '3', '4', '5']);
    (is_code && (rest.is_empty() || rest.starts_with([' ', '-'])))
        .then(|| Some((digits.parse().ok()?, rest.trim_start_matches([' ', '-']))))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(Option<u16>, Option<String>, Repeat)> {
        let lines: Vec<&str> = text.lines().collect();
        let finding = read(&lines)?;
        Some((finding.code, finding.enhanced.map(|code| code.to_string()), finding.retry))
    }

    #[test]
    fn a_code_alone_is_told_from_a_line() {
        let enhanced = |code: &str| Some(code.to_owned());
        assert_eq!(told("550"), Some((Some(550), None, Repeat::AfterChange)));
        assert_eq!(told("\n 550-5.7.1 \n"), Some((Some(550), enhanced("5.7.1"), Repeat::AfterChange)));
        assert_eq!(told("450 5.7.1"), Some((Some(450), None, Repeat::Later)));
        assert_eq!(told("550 4.2.2"), Some((Some(550), None, Repeat::AfterChange)));
        assert_eq!(told("4.2.2"), Some((None, enhanced("4.2.2"), Repeat::Later)));
        assert_eq!(told("250"), Some((Some(250), None, Repeat::Nothing)));
        for text in ["", "550 5.1.1 User unknown", "550 no", "550\n550", "599", "192.0.2.1", "5.7", "x"] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
