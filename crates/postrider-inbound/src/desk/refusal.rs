//! Why an answer was a refusal.

use std::fmt;

use postrider_policy::Reason;

/// Why an answer was a refusal: what the log is told, and the client is not.
#[derive(Debug)]
pub(super) enum Because {
    /// Rules of the policy said so.
    Rules(Vec<Reason>),
    /// A login has failed, or has ended.
    Login {
        why: String,
        /// The name that the client has given, as the log may have it.
        name: Option<String>,
    },
    /// The account has sent all that it may within the hour.
    Exhausted(String),
    /// The queue cannot take the message.
    Trouble(String),
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trouble(why) | Self::Login { why, .. } | Self::Exhausted(why) => f.write_str(why),
            Self::Rules(reasons) => reasons.iter().enumerate().try_for_each(|(i, reason)| {
                f.write_str(if i == 0 { "" } else { "; " })?;
                write!(f, "{reason}")
            }),
        }
    }
}
