//! What the refusal of another server comes to: its class, and what is advised about it.

use std::time::Duration;

use postrider_proto::client::{Said, Step};
use postrider_queue::Timestamp;
use postrider_reference::{Class, Diagnosis, Refusal, Stage, classify};

use crate::report::Advice;

/// A host that puts off what it does not know yet takes it a few minutes later.
const GREYLISTED: Duration = Duration::from_secs(10 * 60);

/// A full mailbox is not emptied in minutes.
const FULL: Duration = Duration::from_secs(60 * 60);

/// What a reply means that a host gave at some step.
pub(crate) fn diagnose(step: Step, said: &Said, host: Option<&str>) -> Diagnosis {
    let stage = match step {
        Step::Greeting => Stage::Greeting,
        Step::Hello | Step::Lhlo => Stage::Hello,
        // What is refused there is refused before the message is spoken of.
        Step::Rset | Step::Mail | Step::Quit => Stage::Mail,
        Step::Rcpt => Stage::Rcpt,
        Step::Data | Step::Content => Stage::Data,
        Step::End => Stage::End,
    };
    let (code, enhanced) = (Some(said.code.number()), said.enhanced);
    classify(&Refusal { stage, code, enhanced, text: &said.text, host })
}

/// When a recipient is tried again whose deferral is of this class, instead of at `due`.
pub(crate) fn due(class: Option<Class>, due: Timestamp, now: Timestamp) -> Timestamp {
    match class {
        Some(Class::Greylisted) => due.min(now.plus(GREYLISTED)),
        Some(Class::Full) => due.max(now.plus(FULL)),
        _ => due,
    }
}

/// What the sender is advised where the class says more than the code; none where it does not.
pub(crate) fn advice(class: Class) -> Option<Advice> {
    Some(match class {
        Class::BadMailbox | Class::Inactive => Advice::UnknownMailbox,
        Class::BadDomain => Advice::UnknownDomain,
        Class::Full => Advice::MailboxFull,
        Class::Size => Advice::TooLarge,
        Class::Spam | Class::Content => Advice::Content,
        Class::Authentication | Class::Login => Advice::Authentication,
        Class::Blocklist
        | Class::Policy
        | Class::Restricted
        | Class::Relay
        | Class::BadSender
        | Class::ClientName => Advice::Unwanted,
        Class::Loop => Advice::Loop,
        Class::Network | Class::Dns | Class::Tls | Class::System => Advice::Unreachable,
        Class::RecipientLimit
        | Class::Greylisted
        | Class::Throttled
        | Class::Protocol
        | Class::Expired
        | Class::Unknown => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_moves_the_next_attempt_only_where_it_knows_better() {
        let (now, minute) = (Timestamp::from_millis(0), Duration::from_secs(60));
        let at = |minutes: u32| now.plus(minute * minutes);
        assert_eq!(due(Some(Class::Greylisted), at(60), now), at(10));
        assert_eq!(due(Some(Class::Greylisted), at(5), now), at(5));
        assert_eq!(due(Some(Class::Full), at(5), now), at(60));
        assert_eq!(due(Some(Class::Throttled), at(30), now), at(30));
        assert_eq!(due(None, at(30), now), at(30));
    }
}
