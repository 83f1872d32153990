//! What the way out is set to.

use std::time::Duration;

use postrider_proto::mail::Domain;

/// What the way out is set to, the routes aside. Plain values: where they come from is the business of the binary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryOptions {
    /// The name of this server: in EHLO, in reports, and where MX records name it.
    pub hostname: Domain,
    /// What would fail for good is tried again instead, and nobody is told.
    pub soft_bounce: bool,
    /// How long a message may wait before its sender is told.
    pub delay_notice: Duration,
    /// How long a message is tried, after it came.
    pub give_up: Duration,
    /// The same for a message that nobody will hear of, as it has the null reverse-path.
    pub give_up_null: Duration,
    /// The most messages over one connection.
    pub messages_per_connection: u32,
}

impl DeliveryOptions {
    /// What a server of this name is set to where nothing is written.
    #[must_use]
    pub const fn new(hostname: Domain) -> Self {
        const HOUR_SECONDS: u64 = 60 * 60;
        const DAY_SECONDS: u64 = 24 * HOUR_SECONDS;
        Self {
            hostname,
            soft_bounce: false,
            delay_notice: Duration::from_secs(4 * HOUR_SECONDS),
            // RFC 5321 §4.5.4.1: four to five days at least.
            give_up: Duration::from_secs(5 * DAY_SECONDS),
            give_up_null: Duration::from_secs(DAY_SECONDS),
            messages_per_connection: 100,
        }
    }
}
