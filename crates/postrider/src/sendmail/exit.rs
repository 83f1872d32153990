//! How sendmail ends: the numbers of sysexits.h, which its callers know.

use postrider_proto::client::{RecipientOutcome, Said, Trouble};
use postrider_proto::reply::Class;

/// How it ended; the worst of several counts, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// The message is safe, for everybody.
    Ok,
    /// It is not, and may be handed in again.
    TempFail,
    /// It was refused, and no other number says it better.
    Unavailable,
    /// A rule of the server refuses it.
    NoPerm,
    /// A recipient is nobody.
    NoUser,
    /// The message itself cannot be used.
    DataErr,
    /// The configuration cannot be read.
    Config,
    /// A fault of this program or its machine.
    Software,
    /// The options cannot be used.
    Usage,
}

impl Exit {
    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Usage => 64,
            Self::DataErr => 65,
            Self::NoUser => 67,
            Self::Unavailable => 69,
            Self::Software => 70,
            Self::TempFail => 75,
            Self::NoPerm => 77,
            Self::Config => 78,
        }
    }

    /// What became of one recipient.
    #[must_use]
    pub fn of(outcome: &RecipientOutcome) -> Self {
        match outcome {
            RecipientOutcome::Accepted(_) => Self::Ok,
            RecipientOutcome::Refused { said, .. } => Self::of_refusal(said),
            RecipientOutcome::Failed(Trouble::TooBig { .. }) => Self::DataErr,
            RecipientOutcome::Remainder(_) | RecipientOutcome::Failed(_) => Self::TempFail,
        }
    }

    fn of_refusal(said: &Said) -> Self {
        if said.class() == Class::Transient {
            return Self::TempFail;
        }
        // RFC 3463: X.1.1 is no mailbox, X.3.4 and X.6.z are the message, X.7.z is a rule.
        let Some(enhanced) = said.enhanced.map(|enhanced| enhanced.to_string()) else {
            return Self::Unavailable;
        };
        match enhanced.as_str().split_once('.').map(|(_, detail)| detail) {
            Some("1.1") => Self::NoUser,
            Some("3.4") => Self::DataErr,
            Some(detail) if detail.starts_with("6.") => Self::DataErr,
            Some(detail) if detail.starts_with("7.") => Self::NoPerm,
            _ => Self::Unavailable,
        }
    }
}

#[cfg(test)]
mod tests {
    use postrider_proto::client::Step;
    use postrider_proto::reply::{Code, Enhanced};

    use super::*;

    fn refused(code: u16, enhanced: Option<(u8, u16, u16)>) -> Exit {
        let said = Said {
            code: Code::new(code).expect("a code"),
            enhanced: enhanced.map(|(class, subject, detail)| Enhanced::new(class, subject, detail)),
            text: String::new(),
        };
        Exit::of(&RecipientOutcome::Refused { step: Step::Rcpt, said })
    }

    #[test]
    fn what_the_server_says_becomes_a_number() {
        assert_eq!(refused(550, Some((5, 1, 1))).code(), 67);
        assert_eq!(refused(554, Some((5, 7, 1))).code(), 77);
        assert_eq!(refused(552, Some((5, 3, 4))).code(), 65);
        assert_eq!(refused(554, Some((5, 6, 0))).code(), 65);
        assert_eq!(refused(554, None).code(), 69);
        assert_eq!(refused(452, Some((4, 3, 1))).code(), 75);
        assert_eq!(Exit::of(&RecipientOutcome::Failed(Trouble::TimedOut { step: Step::End })).code(), 75);
    }

    #[test]
    fn the_worst_counts() {
        assert_eq!([Exit::Ok, Exit::NoUser, Exit::TempFail].into_iter().max(), Some(Exit::NoUser));
    }
}
