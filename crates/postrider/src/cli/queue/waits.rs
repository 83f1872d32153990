//! What a recipient waits for, and what would release it.

use super::{relative, suspend};
use crate::control::protocol::Standings;
use crate::control::rest::Resting;

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
                    "one message goes ahead {}; when it is answered for, all follow",
                    relative(until, now)
                ),
            ],
            None => vec!["waits for its turn: it is due".to_owned()],
        },
        ("held", ..) => vec![format!("held by the operator: {} releases it", verb("release"))],
        ("failed", ..) => vec![
            "kept, and not tried again:".to_owned(),
            format!("{} tries it once more, {} removes it", verb("retry"), verb("drop")),
        ],
        _ => Vec::new(),
    }
}
