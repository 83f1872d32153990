//! What `postrider queue show` says of the way of a message: how it came, and what was tried.

use crate::control::timeline::{Answer, Ending, Origin, Tried};

use super::relative;

/// So many recipients are named that fared alike.
const NAMED: usize = 3;

/// How a message came.
pub fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Report { about } => format!("composed here, to tell what became of {about}"),
        Origin::User { session, uid } => format!("user {uid} of this machine, session {session}"),
        Origin::Client { session, client, hello, protocol, login } => {
            let hello = hello.as_deref().unwrap_or("unknown");
            let login = login.as_ref().map_or_else(String::new, |login| format!(", logged in as {login}"));
            format!("{hello} [{client}] with {protocol}, session {session}{login}")
        }
    }
}

/// What stands in front of it: an operator who acts has tried nothing.
pub fn heading(tried: &Tried) -> &'static str {
    if tried.endings.iter().all(is_by_hand) { "By hand" } else { "Tried" }
}

fn is_by_hand(ending: &Ending) -> bool {
    matches!(ending.decision.as_str(), "retried" | "held" | "released" | "dropped")
}

/// One attempt: when it was, and a few lines about how it ended.
pub fn tried(tried: &Tried, now: jiff::Timestamp) -> (String, Vec<String>) {
    let when = format!("{}, {}{}", tried.began, relative(&tried.began, now), took(tried));
    (when, tried.endings.iter().flat_map(ending).collect())
}

fn ending(ending: &Ending) -> Vec<String> {
    let named = ending.to.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let to = match ending.to.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    };
    let decision = match (ending.decision.as_str(), &ending.until) {
        ("unknown", Some(until)) => format!("unknown, may arrive twice, deferred until {until}"),
        (decision, _) if is_by_hand(ending) => format!("{decision} by the operator"),
        (decision, Some(until)) => format!("{decision} until {until}"),
        (decision, None) => decision.to_owned(),
    };
    let mut lines = vec![format!("{to}: {decision}")];
    lines.extend(ending.answers.iter().map(answer));
    // Where no host was asked, or was given up for another reason than its answer.
    let is_said = |answer: &Answer| ending.note.ends_with(&answer.said);
    if !is_by_hand(ending) && !ending.note.is_empty() && !ending.answers.iter().any(is_said) {
        lines.push(format!("  {}", ending.note));
    }
    lines
}

fn answer(Answer { host, step, said }: &Answer) -> String {
    match step {
        Some(step) => format!("  {host} said at {step}: {said}"),
        None => format!("  {host}: {said}"),
    }
}

/// How long it took, where that can be seen.
fn took(tried: &Tried) -> String {
    let times = tried.began.parse::<jiff::Timestamp>().ok().zip(tried.ended.parse::<jiff::Timestamp>().ok());
    let millis = times.map_or(0, |(began, ended)| ended.as_millisecond() - began.as_millisecond());
    if millis <= 0 { String::new() } else { format!(", took {}.{:03} s", millis / 1000, millis % 1000) }
}
