//! How much of everything: each limit beside the least that the standard asks for.

use std::fmt;

use crate::extension::{self, Extension};

/// How much of everything a session takes. This crate has no clock: the time limits are here because they belong to the
/// protocol, and the driver keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// A command line with its CRLF, in octets. RFC 5321 §4.5.3.1.4: at least 512, and what extensions add
    /// ([`Extension::command_line_octets`]).
    pub command_line_octets: usize,
    /// An AUTH command or a SASL response with its CRLF, in octets. RFC 4954 §4: 12288 is enough for every mechanism.
    pub auth_line_octets: usize,
    /// How much of a line that is too long is skipped before the connection is closed, in octets.
    pub overlong_line_octets: usize,
    /// Recipients of one message. RFC 5321 §4.5.3.1.8: at least 100.
    pub recipients: u32,
    /// A message, in octets. RFC 5321 §4.5.3.1.7: at least 65536.
    pub message_octets: u64,
    /// A line of content with its CRLF, in octets, where irregular lines are rejected. RFC 5321 §4.5.3.1.6: at least 1000.
    pub text_line_octets: usize,
    /// Received fields in one message. RFC 5321 §6.3: at least 100.
    pub received_fields: u32,
    /// Commands that break the protocol, between two messages stored, before the session is closed.
    pub errors: u32,
    /// Logins that were refused, for whatever reason, before the session is closed.
    pub refused_logins: u32,
    /// Recipients refused for good (5yz), between two messages stored, before the session is closed.
    pub refused_recipients: u32,
    /// Commands between two messages stored, before the session is closed. Within a transaction as many more as it may have
    /// recipients, accepted and refused; a BDAT that carries 1024 octets or more of the message does not count.
    pub commands: u32,
    /// How long to wait for a command, in seconds. RFC 5321 §4.5.3.2.7: at least 300.
    pub idle_seconds: u32,
    /// How long to wait for more content, in seconds. RFC 5321 §4.5.3.2.5: at least 180.
    pub content_seconds: u32,
    /// The slowest that content may come on the whole, in octets a second, once it has come for ten minutes
    /// (RFC 5321 §4.5.3.2.6).
    pub content_octets_per_second: u32,
    /// How long a session may last, in seconds. It acts between transactions only.
    pub session_seconds: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            command_line_octets: 2048,
            auth_line_octets: 12_288,
            overlong_line_octets: 1024 * 1024,
            recipients: 1000,
            message_octets: 50 * 1024 * 1024,
            text_line_octets: 1000,
            received_fields: 100,
            errors: 20,
            refused_logins: 5,
            refused_recipients: 100,
            commands: 2000,
            idle_seconds: 300,
            content_seconds: 180,
            content_octets_per_second: 100,
            session_seconds: 3600,
        }
    }
}

impl Limits {
    /// The least that RFC 5321 lets a server have, where it says so.
    pub const MINIMA: Self = Self {
        command_line_octets: Extension::command_line_octets(),
        auth_line_octets: 12_288,
        overlong_line_octets: 512,
        recipients: 100,
        message_octets: 65_536,
        text_line_octets: 1000,
        received_fields: 100,
        errors: 1,
        refused_logins: 1,
        refused_recipients: 1,
        commands: 5,
        idle_seconds: 300,
        content_seconds: 180,
        content_octets_per_second: 0,
        session_seconds: 300,
    };

    /// The longest line that a session can hold, in octets: no limit on lines may be above it. With one octet more it is known
    /// to be too long, so that is what a driver's buffer holds.
    pub const LINE_OCTETS_MAX: usize = 16 * 1024 - 1;

    /// What clients are told of them in LIMITS (RFC 9422): those that a client would have to find out by being refused. That
    /// keyword has no number of more than six digits.
    #[must_use]
    pub fn told(&self) -> extension::Limits {
        let recipients = Some(self.recipients).filter(|recipients| (1..1_000_000).contains(recipients));
        extension::Limits { recipients, ..extension::Limits::default() }
    }

    /// Compares every limit with [`Self::MINIMA`], and those on lines with [`Self::LINE_OCTETS_MAX`]. Gives all that is out of
    /// range, in the order of the fields.
    #[must_use]
    pub fn check(&self) -> Vec<LimitError> {
        let (own, least) = (self, &Self::MINIMA);
        let most = Self::LINE_OCTETS_MAX as u64;
        let octets = |octets: usize| octets as u64;
        #[rustfmt::skip]
        let table = [
            ("command_line_octets",       octets(own.command_line_octets),              octets(least.command_line_octets),              Some(most), Some("RFC 5321 §4.5.3.1.4")),
            ("auth_line_octets",          octets(own.auth_line_octets),                 octets(least.auth_line_octets),                 Some(most), Some("RFC 4954 §4")),
            ("overlong_line_octets",      octets(own.overlong_line_octets),             octets(least.overlong_line_octets),             None,       None),
            ("recipients",                u64::from(own.recipients),                    u64::from(least.recipients),                    None,       Some("RFC 5321 §4.5.3.1.8")),
            ("message_octets",            own.message_octets,                           least.message_octets,                           None,       Some("RFC 5321 §4.5.3.1.7")),
            ("text_line_octets",          octets(own.text_line_octets),                 octets(least.text_line_octets),                 None,       Some("RFC 5321 §4.5.3.1.6")),
            ("received_fields",           u64::from(own.received_fields),               u64::from(least.received_fields),               None,       Some("RFC 5321 §6.3")),
            ("errors",                    u64::from(own.errors),                        u64::from(least.errors),                        None,       None),
            ("refused_logins",            u64::from(own.refused_logins),                u64::from(least.refused_logins),                None,       None),
            ("refused_recipients",        u64::from(own.refused_recipients),            u64::from(least.refused_recipients),            None,       None),
            ("commands",                  u64::from(own.commands),                      u64::from(least.commands),                      None,       None),
            ("idle_seconds",              u64::from(own.idle_seconds),                  u64::from(least.idle_seconds),                  None,       Some("RFC 5321 §4.5.3.2.7")),
            ("content_seconds",           u64::from(own.content_seconds),               u64::from(least.content_seconds),               None,       Some("RFC 5321 §4.5.3.2.5")),
            ("content_octets_per_second", u64::from(own.content_octets_per_second),     u64::from(least.content_octets_per_second),     None,       None),
            ("session_seconds",           u64::from(own.session_seconds),               u64::from(least.session_seconds),               None,       None),
        ];
        let fault = |(limit, value, least, most, section): (_, u64, u64, Option<u64>, _)| {
            if value < least {
                return Some(LimitError::TooLow { limit, value, least, section });
            }
            most.filter(|most| value > *most).map(|most| LimitError::TooHigh { limit, value, most })
        };
        table.into_iter().filter_map(fault).collect()
    }
}

/// A limit that is set out of its range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitError {
    /// The standard, or sense, asks for more.
    TooLow {
        /// The field of [`Limits`].
        limit: &'static str,
        /// What it is set to.
        value: u64,
        /// The least it may be.
        least: u64,
        /// Who says so; none where it is only that less would let nobody in.
        section: Option<&'static str>,
    },
    /// A session could not hold so much.
    TooHigh {
        /// The field of [`Limits`].
        limit: &'static str,
        /// What it is set to.
        value: u64,
        /// The most it may be.
        most: u64,
    },
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLow { limit, value, least, section } => {
                write!(f, "{limit} is {value}, and must be at least {least}")?;
                section.map_or(Ok(()), |section| write!(f, " ({section})"))
            }
            Self::TooHigh { limit, value, most } => {
                write!(f, "{limit} is {value}, and must be at most {most}")
            }
        }
    }
}

impl std::error::Error for LimitError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_keep_the_minima() {
        assert_eq!(Limits::default().check(), []);
        assert_eq!(Limits::MINIMA.check(), []);
    }

    #[test]
    fn every_limit_below_its_least_is_named() {
        let nothing = Limits {
            command_line_octets: 0,
            auth_line_octets: 0,
            overlong_line_octets: 0,
            recipients: 0,
            message_octets: 0,
            text_line_octets: 0,
            received_fields: 0,
            errors: 0,
            refused_logins: 0,
            refused_recipients: 0,
            commands: 0,
            idle_seconds: 0,
            content_seconds: 0,
            content_octets_per_second: 0,
            session_seconds: 0,
        };
        let said: Vec<String> = nothing.check().iter().map(ToString::to_string).collect();
        // The rate alone may be zero.
        assert_eq!(said.len(), 14, "{said:?}");
        assert!(said.contains(&"recipients is 0, and must be at least 100 (RFC 5321 §4.5.3.1.8)".to_owned()));
        assert!(said.contains(&"errors is 0, and must be at least 1".to_owned()));
        let long = Limits { auth_line_octets: 20_000, ..Limits::default() };
        assert_eq!(
            long.check().iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["auth_line_octets is 20000, and must be at most 16383"]
        );
    }
}
