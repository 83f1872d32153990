//! What was tried for a message, read from its line.

use std::collections::HashMap;

use postrider_proto::mail::Recipient;
use postrider_queue::{Answer, Decision, RecipientIndex, Timeline};

use super::line::read_time;
use crate::control::timeline::{Ending, Tried};

/// The timeline of a message for these recipients; or why it makes no sense.
pub fn timeline(tried: Vec<Tried>, recipients: &[Recipient]) -> Result<Timeline, String> {
    let mailboxes = recipients.iter().map(|recipient| recipient.mailbox.to_string());
    let places: HashMap<String, RecipientIndex> = mailboxes.zip(0..).collect();
    let attempts = tried.into_iter().map(|tried| attempt(tried, &places));
    Ok(Timeline::new(attempts.collect::<Result<Vec<_>, String>>()?))
}

fn attempt(tried: Tried, places: &HashMap<String, RecipientIndex>) -> Result<postrider_queue::Tried, String> {
    let (began, ended) = (read_time("began", &tried.began)?, read_time("ended", &tried.ended)?);
    let mut ended_for = Vec::new();
    for ending in tried.endings {
        let (to, ending) = read(ending)?;
        for to in to {
            let place =
                places.get(&to).ok_or_else(|| format!("timeline: {to} is not among the recipients"))?;
            ended_for.push((*place, ending.clone()));
        }
    }
    Ok(postrider_queue::Tried::new(began, ended, ended_for))
}

fn read(ending: Ending) -> Result<(Vec<String>, postrider_queue::Ending), String> {
    let Ending { to, decision, until, note, answers } = ending;
    let until = until.map(|until| read_time("until", &until)).transpose()?;
    let decision = match (decision.as_str(), until) {
        ("delivered", None) => Decision::Delivered,
        ("deferred", Some(until)) => Decision::Deferred { until },
        ("unknown", Some(until)) => Decision::Unknown { until },
        ("bounced", None) => Decision::Bounced,
        ("failed", None) => Decision::Failed,
        ("retried", None) => Decision::Retried,
        ("held", None) => Decision::Held,
        ("released", None) => Decision::Released,
        ("dropped", None) => Decision::Dropped,
        (other, _) => {
            return Err(format!(
                "decision: {other:?} is none that is known, or should have until, or should have none"
            ));
        }
    };
    let answers = answers.into_iter().map(Answer::from).collect();
    Ok((to, postrider_queue::Ending { decision, note, answers }))
}
