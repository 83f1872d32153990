//! What a recipient waits for, and what would release it.

use super::{relative, suspend};
use crate::control::protocol::Standings;
use crate::control::rest::Resting;
use crate::control::turn::{Site, Turn};

/// What keeps a recipient, and the commands that change that; nothing where it is done with.
pub fn lines(standing: &Standings, id: &str, now: jiff::Timestamp) -> Vec<String> {
    let verb = |verb: &str| format!("`postrider queue {verb} {id}`");
    match (standing.status.as_str(), &standing.suspended, &standing.due) {
        ("waiting" | "held" | "failed", ..) if standing.under_way => {
            vec!["waits for the end of this attempt: nothing can be done to it before".to_owned()]
        }
        ("waiting", Some(suspended), _) => vec![
            format!("held up by: {}", suspend::in_words(suspended, now)),
            format!("`{}` ends that", suspend::ends(suspended)),
        ],
        ("waiting", None, Some(due)) if relative(due, now).starts_with("in ") => {
            vec![format!("waits for its time: {} makes it due now", verb("retry"))]
        }
        ("waiting", None, _) => match &standing.resting {
            Some(Resting { site, until, why }) => vec![
                format!("held up by: {site} is left alone, since a message met with this: {why}"),
                format!(
                    "one message goes ahead {}; once it has been taken or refused there, all others follow",
                    relative(until, now)
                ),
            ],
            None => standing.turn.as_ref().map_or_else(Vec::new, |turn| turn_lines(turn, now)),
        },
        ("held", ..) => vec![format!("held by the operator: {} releases it", verb("release"))],
        ("failed", ..) => vec![
            "kept, and not tried again:".to_owned(),
            format!("{} tries it once more, {} removes it", verb("retry"), verb("drop")),
        ],
        _ => Vec::new(),
    }
}

/// What is before it, for one that is due.
fn turn_lines(turn: &Turn, now: jiff::Timestamp) -> Vec<String> {
    let ahead = match turn.ahead {
        0 => "it is the next of its domain".to_owned(),
        1 => "1 message of its domain is before it".to_owned(),
        ahead => format!("{ahead} messages of its domain are before it"),
    };
    let mut lines = vec![format!("waits for its turn: {ahead}")];
    match &turn.site {
        Some(Site { name, next: Some(next), .. }) => {
            lines.push(format!("the rate of the route to {name} lets the next go {}", relative(next, now)));
        }
        Some(Site { name, under_way, at_once, .. }) if under_way >= at_once => {
            lines.push(format!("on their way to {name} are {under_way}, as many as it is brought now; more follow as it takes them"));
        }
        _ if turn.under_way >= turn.at_once => {
            lines.push(format!(
                "attempts under way for its domain are {}, as many as `queue.attempts_per_lane` lets there be",
                turn.under_way
            ));
        }
        _ => {}
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_due_is_told_what_is_before_it() {
        let now: jiff::Timestamp = "2026-11-29T12:00:00Z".parse().expect("a time");
        let site = |under_way, next: Option<&str>| {
            let next = next.map(str::to_owned);
            Some(Site { name: "google".to_owned(), under_way, at_once: 4, next })
        };
        let told = |ahead, under_way, site| turn_lines(&Turn { ahead, under_way, at_once: 16, site }, now);
        assert_eq!(told(0, 0, None), ["waits for its turn: it is the next of its domain"]);
        assert_eq!(
            told(212, 4, site(4, None)),
            [
                "waits for its turn: 212 messages of its domain are before it",
                "on their way to google are 4, as many as it is brought now; more follow as it takes them",
            ]
        );
        assert_eq!(
            told(1, 1, site(1, Some("2026-11-29T12:00:02Z"))),
            [
                "waits for its turn: 1 message of its domain is before it",
                "the rate of the route to google lets the next go in 2 s",
            ]
        );
        assert_eq!(
            told(0, 16, site(3, None))[1],
            "attempts under way for its domain are 16, as many as `queue.attempts_per_lane` lets there be"
        );
    }
}
