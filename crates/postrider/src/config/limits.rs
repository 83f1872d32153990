//! How much of everything a session takes, and how many there may be: `[limits]`.

use postrider_proto::wire::limits::LimitError;

use crate::config::problem::Problem;
use crate::config::resolve::{Config, Resolver};

impl Resolver<'_> {
    /// Takes what is written.
    pub fn limits(&mut self, config: &mut Config) {
        const U32: u64 = u32::MAX as u64;
        // The least of each is what Limits::check says, with the clause that asks for it.
        let u32 = |limit: &mut u32, resolver: &mut Self, key: &str| {
            let number = resolver.number("limits", key, 0, U32);
            *limit = number.and_then(|number| number.try_into().ok()).unwrap_or(*limit);
        };
        let usize = |limit: &mut usize, resolver: &mut Self, key: &str| {
            let number = resolver.number("limits", key, 0, U32);
            *limit = number.and_then(|number| number.try_into().ok()).unwrap_or(*limit);
        };
        let limits = &mut config.limits;
        usize(&mut limits.command_line_octets, self, "command_line_octets");
        usize(&mut limits.auth_line_octets, self, "auth_line_octets");
        usize(&mut limits.overlong_line_octets, self, "overlong_line_octets");
        usize(&mut limits.text_line_octets, self, "text_line_octets");
        u32(&mut limits.recipients, self, "recipients");
        u32(&mut limits.received_fields, self, "received_fields");
        u32(&mut limits.errors, self, "errors");
        u32(&mut limits.refused_logins, self, "refused_logins");
        u32(&mut limits.refused_recipients, self, "refused_recipients");
        u32(&mut limits.commands, self, "commands");
        u32(&mut limits.idle_seconds, self, "idle_seconds");
        u32(&mut limits.content_seconds, self, "content_seconds");
        u32(&mut limits.content_octets_per_second, self, "content_octets_per_second");
        u32(&mut limits.session_seconds, self, "session_seconds");
        if let Some(octets) = self.number("limits", "message_octets", 0, i64::MAX as u64) {
            limits.message_octets = octets;
        }
        for error in limits.check() {
            let (LimitError::TooLow { limit, .. } | LimitError::TooHigh { limit, .. }) = &error;
            let Some(written) = self.raw.number("limits", limit) else { continue };
            let help = match &error {
                LimitError::TooLow { least, .. } => format!("write {least} or more"),
                LimitError::TooHigh { most, .. } => format!("write {most} or less"),
            };
            self.problems.push(Problem::at(written.span(), error.to_string(), help));
        }
        let slots = &mut config.slots;
        for (key, slot) in [
            ("connections", &mut slots.connections),
            ("connections_per_address", &mut slots.connections_per_address),
        ] {
            let number = self.number("limits", key, 1, U32);
            *slot = number.and_then(|number| number.try_into().ok()).unwrap_or(*slot);
        }
    }
}
