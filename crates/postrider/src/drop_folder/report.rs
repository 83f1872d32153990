//! What the sender of a message in the drop folder is told about recipients whom nobody can reach. The program that dropped it has
//! ended by then, with success.

use postrider_outbound::report::{
    self, Action, Advice, Composed, Diagnostic, Original, Report, Reported, Reporter, WayBack,
};
use postrider_proto::mail::{Mailbox, QueueId};
use postrider_proto::reply::Enhanced;
use postrider_queue::Timestamp;

use super::Dropped;

/// Composes it, as message `id` about message `about`; none where its sender wants to hear nothing, or is nobody.
pub fn compose(
    (id, about): (QueueId, QueueId),
    dropped: &Dropped,
    refused: &[(Mailbox, String)],
    reporter: &Reporter,
    (arrived, now): (Timestamp, Timestamp),
) -> Option<Composed> {
    if dropped.letter.notify.is_some_and(|notify| !notify.failure) {
        return None;
    }
    let reported = |(mailbox, said): &(Mailbox, String)| {
        // As in `550 5.1.1 nobody here`.
        let status = said.split_once(' ').and_then(|(_, text)| Enhanced::split(text));
        Reported {
            recipient: mailbox.clone(),
            original: None,
            action: Action::Failed,
            status: status.map_or(Enhanced::new(5, 0, 0), |(status, _)| status),
            advice: Advice::Other,
            remote: None,
            diagnostic: Some(Diagnostic::Own(said.clone())),
            last_attempt: Some(now),
            will_retry_until: None,
        }
    };
    let recipients: Vec<Reported> = refused.iter().map(reported).collect();
    let content = dropped.content.as_slice();
    let front = &content[..content.len().min(Original::RETURNED_MAX + 1)];
    report::compose(&Report {
        id,
        reporter,
        about,
        envelope: &dropped.letter.envelope(&[]),
        original: Original { front, complete: front.len() == content.len() },
        arrived,
        now,
        recipients: &recipients,
        way_back: WayBack::default(),
    })
}
