//! `[limits]`.

use super::{Section, number};

pub(super) const LIMITS: Section = Section {
    name: "limits",
    repeated: false,
    about: "How much of everything. Where the standard asks for a least, nothing below it is taken.",
    keys: &[
        number(
            "connections",
            |config| config.slots.connections.to_string(),
            "Connections at once, over all listeners. Each needs an open file.",
        ),
        number(
            "connections_per_address",
            |config| config.slots.connections_per_address.to_string(),
            "Connections at once from one IPv4 address or one IPv6 /64.",
        ),
        number(
            "message_octets",
            |config| config.limits.message_octets.to_string(),
            "A message, in octets. RFC 5321 §4.5.3.1.7: at least 65536.",
        ),
        number(
            "recipients",
            |config| config.limits.recipients.to_string(),
            "Recipients of one message; the others are told to come in another. RFC 5321 §4.5.3.1.8: at least 100.",
        ),
        number(
            "received_fields",
            |config| config.limits.received_fields.to_string(),
            "Received fields in one message; more are taken for a loop. RFC 5321 §6.3: at least 100.",
        ),
        number(
            "errors",
            |config| config.limits.errors.to_string(),
            "Commands that break the protocol, between two messages, before the connection is closed.",
        ),
        number(
            "refused_logins",
            |config| config.limits.refused_logins.to_string(),
            "Logins refused in one connection, for whatever reason, before it is closed.",
        ),
        number(
            "refused_recipients",
            |config| config.limits.refused_recipients.to_string(),
            "Recipients refused, between two messages, before the connection is closed.",
        ),
        number(
            "commands",
            |config| config.limits.commands.to_string(),
            "Commands between two messages before the connection is closed.",
        ),
        number(
            "idle_seconds",
            |config| config.limits.idle_seconds.to_string(),
            "How long to wait for a command, in seconds. RFC 5321 §4.5.3.2.7: at least 300.",
        ),
        number(
            "content_seconds",
            |config| config.limits.content_seconds.to_string(),
            "How long to wait for more of a message, in seconds. RFC 5321 §4.5.3.2.5: at least 180.",
        ),
        number(
            "content_octets_per_second",
            |config| config.limits.content_octets_per_second.to_string(),
            "The slowest that a message may come, in octets a second, once it has come for ten minutes.",
        ),
        number(
            "session_seconds",
            |config| config.limits.session_seconds.to_string(),
            "How long a connection may last, in seconds. A message on its way is waited for.",
        ),
        number(
            "command_line_octets",
            |config| config.limits.command_line_octets.to_string(),
            "A command line with its CRLF, in octets. RFC 5321 §4.5.3.1.4: at least 512, and what extensions add.",
        ),
        number(
            "auth_line_octets",
            |config| config.limits.auth_line_octets.to_string(),
            "An AUTH command or response with its CRLF, in octets. RFC 4954 §4: at least 12288.",
        ),
        number(
            "overlong_line_octets",
            |config| config.limits.overlong_line_octets.to_string(),
            "How much of a command line that is too long is skipped before the connection is closed, in octets.",
        ),
        number(
            "text_line_octets",
            |config| config.limits.text_line_octets.to_string(),
            "A line of a message with its CRLF, in octets, where irregular lines are rejected. RFC 5321 \
             §4.5.3.1.6: at least 1000.",
        ),
    ],
};
