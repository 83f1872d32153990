//! What the refusal of another server comes to: its class, and what is advised about it.

use postrider_proto::client::{Said, Step};
use postrider_proto::reply::Enhanced;
use postrider_queue::{Decision, Ending};
use postrider_reference::{Class, Diagnosis, Refusal, Stage, classify};

use crate::fate::Fate;
use crate::report::Advice;

/// What a reply means that a host gave at some step.
pub(crate) fn diagnose(step: Step, said: &Said, host: Option<&str>) -> Diagnosis {
    let (code, enhanced) = (Some(said.code.number()), said.enhanced);
    classify(&Refusal { stage: stage(step), code, enhanced, text: &said.text, host })
}

fn stage(step: Step) -> Stage {
    match step {
        Step::Greeting => Stage::Greeting,
        Step::Hello | Step::Lhlo | Step::Auth => Stage::Hello,
        Step::StartTls => Stage::Tls,
        // What is refused there is refused before the message is spoken of.
        Step::Rset | Step::Mail | Step::Quit => Stage::Mail,
        Step::Rcpt => Stage::Rcpt,
        Step::Data | Step::Content => Stage::Data,
        Step::End => Stage::End,
    }
}

/// What an attempt that is over comes to, by what is kept of it; none where there is a copy, or an operator has ended it. Where a host has
/// answered, that is the class that was counted when it did.
#[must_use]
pub fn class_of(ending: &Ending) -> Option<Class> {
    if !matches!(
        ending.decision,
        Decision::Deferred { .. } | Decision::Unknown { .. } | Decision::Bounced | Decision::Failed
    ) {
        return None;
    }
    let unsaid = |text, otherwise| {
        let refusal = Refusal { stage: Stage::Connect, code: None, enhanced: None, text, host: None };
        Some(classify(&refusal).class).filter(|class| *class != Class::Unknown).or(Some(otherwise))
    };
    let Some(answer) = ending.answers.last() else { return unsaid(&ending.note, Class::System) };
    let step = answer.step.as_deref().and_then(Step::named);
    let said = answer.said.split_at_checked(3).and_then(|(code, text)| Some((code.parse().ok()?, text)));
    let (Some(step), Some((code, text))) = (step, said) else {
        return unsaid(&answer.said, Class::Network);
    };
    let text = text.trim_start();
    let enhanced = Enhanced::split(text).map(|(enhanced, _)| enhanced);
    // `mx.example [192.0.2.1]:25`; one without a name begins with its address.
    let host = answer.host.split_once(" [").map(|(name, _)| name);
    Some(classify(&Refusal { stage: stage(step), code: Some(code), enhanced, text, host }).class)
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
    use postrider_queue::{Answer, Timestamp};

    use super::*;
    use crate::fate::End;

    #[test]
    fn what_is_kept_of_an_attempt_has_the_class_that_it_had() {
        let ending = |answers: Vec<Answer>, note: &str| Ending {
            decision: Decision::Deferred { until: Timestamp::default() },
            note: note.to_owned(),
            answers,
        };
        let said = |host: &str, step: Option<Step>, said: &str| Answer {
            host: host.to_owned(),
            step: step.map(|step| step.to_string()),
            said: said.to_owned(),
        };
        for (step, text, class) in [
            (Step::Rcpt, "550 5.1.1 no such user", Class::BadMailbox),
            (Step::Rcpt, "452 4.2.2 The email account that you tried to reach is over quota", Class::Full),
            (Step::Rcpt, "554 5.7.1 <a@b.test>: Relay access denied", Class::Relay),
            (Step::Mail, "421 4.7.0 too many connections", Class::Throttled),
        ] {
            let answers = vec![said("mx.example [192.0.2.1]:25", Some(step), text)];
            assert_eq!(class_of(&ending(answers, "what the log has")), Some(class), "{text}");
        }
        let unreachable = said("[192.0.2.1]:25", None, "connection refused");
        assert_eq!(class_of(&ending(vec![unreachable], "")), Some(Class::Network));
        assert_eq!(class_of(&ending(Vec::new(), "no space left on device")), Some(Class::System));
        let delivered = Ending { decision: Decision::Delivered, ..ending(Vec::new(), "") };
        assert_eq!(class_of(&delivered), None);
    }

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
