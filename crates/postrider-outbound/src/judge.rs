//! What an answer means for one recipient: what is done next, and what the sender would be told. Pure.
//!
//! Who is to blame decides. A host that cannot be talked to is not the recipient's fault, so another host is asked, and then it is
//! tried later. A refusal of the recipient or the message is final where the host says so. And **what is wrong with us never
//! bounces**: a next hop that we were told to use and that wants a password of us, or content that our own disk does not give.

use postrider_proto::client::{OpenFault, RecipientOutcome, Said, Step, Trouble};
use postrider_proto::reply::{Class, Code, Enhanced};

use crate::class;
use crate::smtp::ConnectFault;

/// What is to be done about a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The host has the message, and answers for it.
    Accepted,
    /// It belongs into the next transaction, which may begin at once.
    Again,
    /// Another host of the same destination may be better; if there is none, later.
    OtherHost,
    /// Later.
    Later,
    /// Later, and at no other host before: nobody knows whether this one has the message.
    Unknown,
    /// Never.
    Never,
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What is to be done.
    pub next: Next,
    /// The code for a report (RFC 3463).
    pub status: Enhanced,
    /// It is our own fault, or our operator's: somebody here has to act.
    pub ours: bool,
    /// It tells of the host, or of how much we bring it, rather than of this message: the next one would meet with the same.
    pub slows: bool,
}

/// Who chose the next host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hop {
    /// DNS, for the domain of the recipient.
    Found,
    /// Our operator: a smarthost, an LMTP server. That it knows us is a matter between the two.
    Chosen,
}

/// RFC 5321 §3.8: the host closes the connection and says nothing of the message.
const CLOSING: u16 = 421;
/// RFC 7504 §2: the host takes no mail at all, and never will.
const NO_MAIL_HERE: u16 = 521;
/// Authentication is wanted, or went wrong (RFC 4954 §6): what an MX host has no reason to say, and a smarthost has one, which is in
/// our configuration.
const AUTHENTICATION: [u16; 4] = [530, 534, 535, 538];

/// What became of a recipient in a transaction.
#[must_use]
pub fn transaction(outcome: &RecipientOutcome, hop: Hop) -> Judgement {
    match outcome {
        RecipientOutcome::Accepted(said) => {
            Judgement::of(Next::Accepted, said.enhanced.unwrap_or(Enhanced::new(2, 0, 0)))
        }
        RecipientOutcome::Remainder(_) => Judgement::of(Next::Again, Enhanced::new(4, 5, 3)),
        RecipientOutcome::Refused { step, said } => {
            let status = status(said.code, said.enhanced);
            match said.class() {
                Class::Permanent if hop == Hop::Chosen && is_authentication(said.code, status) => {
                    // Before our operator has acted, it says the same of every message.
                    Judgement { ours: true, slows: true, ..Judgement::of(Next::Later, as_temporary(status)) }
                }
                // It may know us and not the domain, so others are not slowed. The route is our operator's as well.
                Class::Permanent if hop == Hop::Chosen && does_not_relay(*step, said) => {
                    Judgement { ours: true, ..Judgement::of(Next::Later, as_temporary(status)) }
                }
                Class::Permanent if *step < Step::Mail => opening(said.code, status, hop),
                Class::Permanent => Judgement::of(Next::Never, status),
                _ if said.code.number() == CLOSING || *step < Step::Mail => {
                    Judgement::of(Next::OtherHost, status)
                }
                _ => Judgement::of(Next::Later, status),
            }
        }
        RecipientOutcome::Failed(trouble) => self::trouble(trouble),
    }
}

/// There was no connection on which a message could have been sent.
#[must_use]
pub fn connection(fault: &ConnectFault, hop: Hop) -> Judgement {
    // RFC 3463 §3.5: no answer from host, bad connection.
    let host = |detail| Judgement::of(Next::OtherHost, Enhanced::new(4, 4, detail));
    match fault {
        // It says nothing of the host. Another may be of the family of addresses that this machine has.
        ConnectFault::Socket(_) | ConnectFault::Source { .. } => {
            let judged = Judgement::of(Next::OtherHost, Enhanced::new(4, 3, 0));
            Judgement { ours: true, slows: false, ..judged }
        }
        ConnectFault::Unreachable(_) | ConnectFault::TimedOut { .. } => host(1),
        // RFC 3463 §3.8: a cryptographic failure. Another server would have taken the message in clear, or from whoever was there: it is
        // our route that forbids it, and only its author can decide otherwise. Somebody on the way may be at work. So it never bounces.
        ConnectFault::Tls(_) => {
            Judgement { ours: true, ..Judgement::of(Next::OtherHost, Enhanced::new(4, 7, 5)) }
        }
        // Nobody was asked. RFC 4954 §6 has this code for what the other side would have said.
        ConnectFault::Token(_) => {
            Judgement { ours: true, ..Judgement::of(Next::Later, Enhanced::new(4, 7, 8)) }
        }
        ConnectFault::Session(OpenFault::Failed(why @ (Trouble::NoMechanism(_) | Trouble::Login(_)))) => {
            trouble(why)
        }
        ConnectFault::Session(OpenFault::Failed(_)) | ConnectFault::Silent(_) => host(2),
        ConnectFault::BoundLogin { said } => {
            transaction(&RecipientOutcome::Refused { step: Step::Auth, said: said.clone() }, hop)
        }
        ConnectFault::Session(OpenFault::Refused { step, said }) => {
            let said = said.clone();
            transaction(&RecipientOutcome::Refused { step: *step, said }, hop)
        }
    }
}

/// A host that refuses in its greeting, or EHLO, has not been told of any message: it speaks of itself or of us.
fn opening(code: Code, status: Enhanced, hop: Hop) -> Judgement {
    let is_final = code.number() == NO_MAIL_HERE && hop == Hop::Found;
    let status = if is_final { status } else { as_temporary(status) };
    Judgement { ours: hop == Hop::Chosen, ..Judgement::of(Next::OtherHost, status) }
}

fn trouble(trouble: &Trouble) -> Judgement {
    match trouble {
        // RFC 3463 §3.4, §3.7; RFC 6531 §3.5, §4.2
        Trouble::TooBig { .. } => Judgement::of(Next::Never, Enhanced::new(5, 3, 4)),
        Trouble::NeedsEightBitMime => Judgement::of(Next::Never, Enhanced::new(5, 6, 3)),
        Trouble::NeedsSmtpUtf8 => Judgement::of(Next::Never, Enhanced::new(5, 6, 7)),
        Trouble::ControlCharacter => Judgement::of(Next::Never, Enhanced::new(5, 1, 3)),
        Trouble::ContentLost => {
            Judgement { ours: true, ..Judgement::of(Next::Later, Enhanced::new(4, 3, 0)) }
        }
        // `connection` has told these, where they come to pass: before there is a message.
        Trouble::NoStartTls | Trouble::ClearBehindStartTls | Trouble::TlsNotBegun => {
            Judgement { ours: true, ..Judgement::of(Next::OtherHost, Enhanced::new(4, 7, 5)) }
        }
        // Name and password are ours to put right; the message waits meanwhile.
        Trouble::NoMechanism(_) | Trouble::Login(_) => {
            // RFC 4954 §6, which has it for what the other side says of it.
            Judgement { ours: true, ..Judgement::of(Next::OtherHost, Enhanced::new(4, 7, 8)) }
        }
        trouble if trouble.is_unknown() => Judgement::of(Next::Unknown, Enhanced::new(4, 4, 2)),
        Trouble::Closed { step } | Trouble::TimedOut { step } => {
            Judgement { slows: of_host(*step), ..Judgement::of(Next::OtherHost, Enhanced::new(4, 4, 2)) }
        }
        Trouble::NoReply { step, .. }
        | Trouble::WrongReply { step, .. }
        | Trouble::UnaskedReply { step, .. } => {
            Judgement { slows: of_host(*step), ..Judgement::of(Next::OtherHost, Enhanced::new(4, 5, 0)) }
        }
        Trouble::ReplyBeforeEnd(_) => {
            Judgement { slows: false, ..Judgement::of(Next::OtherHost, Enhanced::new(4, 5, 0)) }
        }
    }
}

/// What breaks before MAIL is the host's. From there on it may be this message at which it breaks, such as a scanner that
/// it crashes, and the others would wait for no reason.
fn of_host(step: Step) -> bool {
    step < Step::Mail
}

impl Judgement {
    const fn of(next: Next, status: Enhanced) -> Self {
        let slows = matches!(next, Next::OtherHost);
        Self { next, status, ours: false, slows }
    }
}

/// It says that it does not relay for us, or not there: of the route, then, and not of the recipient.
fn does_not_relay(step: Step, said: &Said) -> bool {
    class::diagnose(step, said, None).class == postrider_reference::Class::Relay
}

fn is_authentication(code: Code, status: Enhanced) -> bool {
    AUTHENTICATION.contains(&code.number()) || (status.subject, status.detail) == (7, 8)
}

/// The enhanced code that the host gave, if it is of the class of its reply; else one that says as little as the reply does.
fn status(code: Code, enhanced: Option<Enhanced>) -> Enhanced {
    enhanced.filter(|enhanced| enhanced.class == code.class().digit()).unwrap_or(Enhanced::new(
        code.class().digit(),
        0,
        0,
    ))
}

fn as_temporary(status: Enhanced) -> Enhanced {
    Enhanced::new(4, status.subject, status.detail)
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::tls::TlsFault;

    fn said(code: u16, text: &str) -> Said {
        Said {
            code: Code::new(code).expect("a code"),
            enhanced: Enhanced::split(text).map(|(enhanced, _)| enhanced),
            text: text.to_owned(),
        }
    }

    fn refused(step: Step, code: u16, text: &str, hop: Hop) -> (Next, String, bool) {
        let judged = transaction(&RecipientOutcome::Refused { step, said: said(code, text) }, hop);
        (judged.next, judged.status.to_string(), judged.ours)
    }

    #[test]
    fn a_refusal_is_about_the_host_the_message_or_us() {
        use {Hop::*, Next::*};
        #[rustfmt::skip]
        let table = [
            // The recipient, the message: what the host says is so, and says nothing of others.
            (Step::Rcpt,     550, "5.1.1 no such user",  Found,  (Never, "5.1.1", false)),
            (Step::Rcpt,     450, "4.2.1 come back",     Found,  (Later, "4.2.1", false)),
            (Step::Mail,     550, "5.7.1 not you",       Found,  (Never, "5.7.1", false)),
            (Step::End,      554, "spam",                Found,  (Never, "5.0.0", false)),
            (Step::End,      451, "5.1.1 confused",      Found,  (Later, "4.0.0", false)),
            // The host speaks of itself.
            (Step::Mail,     421, "4.7.0 busy",          Found,  (OtherHost, "4.7.0", false)),
            (Step::Greeting, 554, "5.7.1 go away",       Found,  (OtherHost, "4.7.1", false)),
            (Step::Greeting, 521, "5.3.2 no mail here",  Found,  (OtherHost, "5.3.2", false)),
            (Step::Greeting, 521, "5.3.2 no mail here",  Chosen, (OtherHost, "4.3.2", true)),
            (Step::Hello,    450, "",                    Found,  (OtherHost, "4.0.0", false)),
            // Our smarthost wants to know who we are: that is not the fault of whoever wrote the message.
            (Step::Mail,     530, "5.7.0 log in first",  Chosen, (Later, "4.7.0", true)),
            (Step::Mail,     550, "5.7.8 log in first",  Chosen, (Later, "4.7.8", true)),
            (Step::Mail,     530, "5.7.0 log in first",  Found,  (Never, "5.7.0", false)),
            // Postfix, Exim and Exchange, where our address or our login was not entered.
            (Step::Rcpt,     554, "5.7.1 <a@b.test>: Relay access denied", Chosen, (Later, "4.7.1", true)),
            (Step::Rcpt,     550, "relay not permitted", Chosen, (Later, "4.0.0", true)),
            (Step::Rcpt,     550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain", Chosen, (Later, "4.7.54", true)),
            (Step::Rcpt,     554, "5.7.1 <a@b.test>: Relay access denied", Found, (Never, "5.7.1", false)),
            (Step::Rcpt,     550, "5.1.1 no such user",  Chosen, (Never, "5.1.1", false)),
        ];
        for (step, code, text, hop, (next, status, ours)) in table {
            let wanted = (next, status.to_owned(), ours);
            assert_eq!(refused(step, code, text, hop), wanted, "{code} {text} at {step}");
        }
    }

    #[test]
    fn trouble_is_tried_elsewhere_unless_the_host_may_have_the_message() {
        let judged = |trouble| transaction(&RecipientOutcome::Failed(trouble), Hop::Found).next;
        assert_eq!(judged(Trouble::Closed { step: Step::Data }), Next::OtherHost);
        assert_eq!(judged(Trouble::Closed { step: Step::End }), Next::Unknown);
        assert_eq!(judged(Trouble::TimedOut { step: Step::End }), Next::Unknown);
        assert_eq!(judged(Trouble::TooBig { size: 2, limit: 1 }), Next::Never);
        assert_eq!(judged(Trouble::ContentLost), Next::Later);
    }

    #[test]
    fn what_breaks_at_a_message_slows_nobody_else() {
        let slows = |trouble| transaction(&RecipientOutcome::Failed(trouble), Hop::Found).slows;
        for step in [Step::Greeting, Step::Hello, Step::StartTls, Step::Rset] {
            assert!(slows(Trouble::Closed { step }) && slows(Trouble::TimedOut { step }), "{step}");
        }
        for step in [Step::Mail, Step::Rcpt, Step::Data, Step::Content, Step::End] {
            assert!(!slows(Trouble::Closed { step }) && !slows(Trouble::TimedOut { step }), "{step}");
        }
        let wrong = |step| Trouble::WrongReply { step, said: said(250, "ok") };
        assert!(slows(wrong(Step::Greeting)) && !slows(wrong(Step::Data)));
    }

    #[test]
    fn where_no_connection_can_be_made_another_host_is_asked() {
        let judged = |fault: &ConnectFault| {
            let judged = connection(fault, Hop::Found);
            (judged.next, judged.ours)
        };
        let refused = ConnectFault::Unreachable(io::ErrorKind::ConnectionRefused.into());
        assert_eq!(judged(&refused), (Next::OtherHost, false));
        let no_tls = ConnectFault::Tls(TlsFault::NotOffered);
        assert_eq!(judged(&no_tls), (Next::OtherHost, true), "the route forbids it, and not the host");
        let no_socket = ConnectFault::Socket(io::ErrorKind::OutOfMemory.into());
        assert_eq!(judged(&no_socket), (Next::OtherHost, true));
    }
}
