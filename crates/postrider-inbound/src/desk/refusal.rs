//! Why an answer was a refusal.

use std::fmt;

use crate::journal::Because;

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
