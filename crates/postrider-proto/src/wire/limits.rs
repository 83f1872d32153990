//! How much of everything: each limit beside the least that the standard asks for.

/// How much of everything a session takes. This crate has no clock: the time limits are here because they belong to the
/// protocol, and the driver keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// A command line with its CRLF, in octets. RFC 5321 §4.5.3.1.4: at least 512, and what extensions add.
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
    /// Recipients refused, between two messages stored, before the session is closed.
    pub refused_recipients: u32,
    /// Commands between two messages stored, before the session is closed.
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
        command_line_octets: 512,
        auth_line_octets: 12_288,
        overlong_line_octets: 512,
        recipients: 100,
        message_octets: 65_536,
        text_line_octets: 1000,
        received_fields: 100,
        errors: 1,
        refused_recipients: 1,
        commands: 5,
        idle_seconds: 300,
        content_seconds: 180,
        content_octets_per_second: 0,
        session_seconds: 300,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_keep_the_minima() {
        let (limits, least) = (Limits::default(), Limits::MINIMA);
        assert!(limits.command_line_octets >= least.command_line_octets);
        assert!(limits.auth_line_octets >= least.auth_line_octets);
        assert!(limits.recipients >= least.recipients && limits.message_octets >= least.message_octets);
        assert!(
            limits.text_line_octets >= least.text_line_octets
                && limits.received_fields >= least.received_fields
        );
        assert!(limits.idle_seconds >= least.idle_seconds && limits.content_seconds >= least.content_seconds);
        assert!(limits.session_seconds >= least.session_seconds);
    }
}
