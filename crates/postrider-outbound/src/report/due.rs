//! Who is to be told what: the rules of RFC 3461 §4.1 and §5.2.

use postrider_proto::mail::{Envelope, Notify, Recipient, ReversePath};

use super::{Action, Kind};

/// What became of one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was given up.
    Failed,
    /// It is late, and will be tried again.
    Delayed,
    /// It is in its mailbox: a Maildir, or one behind LMTP.
    Delivered,
    /// The next host has it.
    Relayed {
        /// That host offers DSN: it was told what the sender wants to know, and it will report.
        dsn: bool,
    },
}

/// A report that is due, and on whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Of which kind it is.
    pub kind: Kind,
    /// The recipients, by their place in the envelope, and what to say was done.
    pub recipients: Vec<(usize, Action)>,
}

/// The reports that are due after these fates, one of each kind at most: failure first, then delay, then success. The fates
/// name recipients by their place in the envelope.
#[must_use]
pub fn due(envelope: &Envelope, fates: impl IntoIterator<Item = (usize, Fate)>) -> Vec<Due> {
    let mut reports: Vec<Due> = Vec::new();
    // RFC 3461 §5.2: nobody is told of a message that came from nobody.
    if envelope.reverse_path == ReversePath::Null {
        return reports;
    }
    for (index, fate) in fates {
        let Some(action) = action(envelope, index, fate) else { continue };
        match reports.iter_mut().find(|report| report.kind == action.kind()) {
            Some(report) => report.recipients.push((index, action)),
            None => reports.push(Due { kind: action.kind(), recipients: vec![(index, action)] }),
        }
    }
    reports.sort_by_key(|report| report.kind as u8);
    reports
}

/// The report that is due at once when a message for an alias of several mailboxes is taken (RFC 3461 §5.2.7.3, way c): to
/// its sender, who asked to be told of success, it was expanded. Each alias is named once.
#[must_use]
pub fn expanded(envelope: &Envelope) -> Option<Due> {
    if envelope.reverse_path == ReversePath::Null {
        return None;
    }
    let first_of_its_alias = |index: usize, recipient: &Recipient| {
        !envelope.recipients[..index].iter().any(|before| before.given == recipient.given)
    };
    let recipients: Vec<_> = envelope
        .recipients
        .iter()
        .enumerate()
        .filter(|&(index, recipient)| {
            wants(recipient.notify, Action::Expanded)
                && is_expanded(envelope, recipient)
                && first_of_its_alias(index, recipient)
        })
        .map(|(index, _)| (index, Action::Expanded))
        .collect();
    if recipients.is_empty() { None } else { Some(Due { kind: Kind::Success, recipients }) }
}

/// What NOTIFY says to the next host: what the sender said, but for a mailbox behind an alias of several no SUCCESS, since
/// the alias had its own report (RFC 3461 §5.2.7.3, way c).
#[must_use]
pub fn notify_onward(envelope: &Envelope, index: usize) -> Option<Notify> {
    let recipient = envelope.recipients.get(index)?;
    let notify = recipient.notify?;
    Some(Notify { success: notify.success && !is_expanded(envelope, recipient), ..notify })
}

/// What the sender is to be told about this recipient, if anything.
fn action(envelope: &Envelope, index: usize, fate: Fate) -> Option<Action> {
    let recipient = envelope.recipients.get(index)?;
    let action = match fate {
        Fate::Failed => Action::Failed,
        Fate::Delayed => Action::Delayed,
        Fate::Delivered => Action::Delivered,
        Fate::Relayed { dsn: false } => Action::Relayed,
        // RFC 3461 §5.2.1: what the sender asked for went along, and the next host answers it.
        Fate::Relayed { dsn: true } => return None,
    };
    // An alias of several was reported as expanded, and that is all there is to say of success.
    let told =
        action.kind() == Kind::Success && wants(recipient.notify, action) && is_expanded(envelope, recipient);
    (wants(recipient.notify, action) && !told).then_some(action)
}

/// Whether the sender wants to know (RFC 3461 §4.1). Who says nothing is told of failures (§5.2.6 c) and may be told of
/// delays (§5.2.5 b), and of success never (§5.2.3 c).
fn wants(notify: Option<Notify>, action: Action) -> bool {
    let notify = notify.unwrap_or(Notify { success: false, failure: true, delay: true });
    match action.kind() {
        Kind::Failure => notify.failure,
        Kind::Delay => notify.delay,
        Kind::Success => notify.success,
    }
}

/// Whether what the sender gave stands for several recipients of this envelope.
fn is_expanded(envelope: &Envelope, recipient: &Recipient) -> bool {
    envelope.recipients.iter().filter(|other| other.given == recipient.given).nth(1).is_some()
}
