//! What the refusal of another server comes to: its class, and what is advised about it.

use postrider_proto::client::{Said, Step};
use postrider_reference::{Class, Diagnosis, Refusal, Stage, classify};

use crate::fate::Fate;
use crate::report::Advice;

/// What a reply means that a host gave at some step.
pub(crate) fn diagnose(step: Step, said: &Said, host: Option<&str>) -> Diagnosis {
    let stage = match step {
        Step::Greeting => Stage::Greeting,
        Step::Hello | Step::Lhlo | Step::Auth => Stage::Hello,
        Step::StartTls => Stage::Tls,
        // What is refused there is refused before the message is spoken of.
        Step::Rset | Step::Mail | Step::Quit => Stage::Mail,
        Step::Rcpt => Stage::Rcpt,
        Step::Data | Step::Content => Stage::Data,
        Step::End => Stage::End,
    };
    let (code, enhanced) = (Some(said.code.number()), said.enhanced);
    classify(&Refusal { stage, code, enhanced, text: &said.text, host })
}

/// What has kept a copy from arriving: what a host's refusal comes to, or else what the code comes to that stands for it here.
pub(crate) fn of(fate: &Fate) -> Class {
    let diagnosis = fate.diagnosis.unwrap_or_else(|| {
        let enhanced = Some(fate.status);
        classify(&Refusal { stage: Stage::Connect, code: None, enhanced, text: "", host: None })
    });
    diagnosis.class
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
    use postrider_proto::reply::Enhanced;

    use super::*;
    use crate::fate::End;

    #[test]
    fn what_no_host_has_said_has_the_class_of_its_code() {
        let class = |subject, detail| {
            of(&Fate::here(End::Deferred, Enhanced::new(4, subject, detail), "550 user unknown, says nobody"))
        };
        assert_eq!(class(4, 1), Class::Network);
        assert_eq!(class(4, 2), Class::Network);
        assert_eq!(class(4, 3), Class::Dns);
        assert_eq!(class(3, 0), Class::System);
        assert_eq!(class(2, 0), Class::Unknown);
    }
}
