//! What the way out is set to.

use std::time::Duration;

use jiff::tz::TimeZone;
use postrider_dns::Own;
use postrider_proto::mail::Domain;

use crate::class_retry::ClassRetries;

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
    /// When what was refused is tried again, and for how long, by the class of the refusal.
    pub classes: ClassRetries,
    /// How long is kept what has failed and nobody can be told of, from when it failed.
    pub keep_dead: Duration,
    /// The most messages over one connection.
    pub messages_per_connection: u32,
    /// The most messages on their way at once to one site, where its route says nothing else.
    pub at_once_per_site: usize,
    /// How long a site that is found in trouble is left alone: for the first, the second, ... time; the last one repeats.
    pub back_off: Vec<Duration>,
    /// The most copies that are written at once into mailboxes of this machine.
    pub copies_at_once: usize,
    /// What this server is known by in MX records, its hostname aside.
    pub own: Own,
    /// Where hosts that DNS names listen.
    pub mx_port: u16,
    /// The zone in which reports tell times.
    pub zone: TimeZone,
}

impl DeliveryOptions {
    /// What a server of this name is set to where nothing is written.
    #[must_use]
    pub fn new(hostname: Domain) -> Self {
        const HOUR_SECONDS: u64 = 60 * 60;
        const DAY_SECONDS: u64 = 24 * HOUR_SECONDS;
        const BACK_OFF_SECONDS: [u64; 7] = [15, 60, 120, 300, 600, 1200, 1800];
        Self {
            own: Own::default(),
            hostname,
            soft_bounce: false,
            delay_notice: Duration::from_secs(4 * HOUR_SECONDS),
            // RFC 5321 §4.5.4.1: four to five days at least.
            give_up: Duration::from_secs(5 * DAY_SECONDS),
            give_up_null: Duration::from_secs(DAY_SECONDS),
            classes: ClassRetries::default(),
            keep_dead: Duration::from_secs(7 * DAY_SECONDS),
            messages_per_connection: 100,
            at_once_per_site: 20,
            back_off: BACK_OFF_SECONDS.map(Duration::from_secs).to_vec(),
            copies_at_once: 16,
            // RFC 5321 §4.5.4.2; another only in a test.
            mx_port: 25,
            zone: TimeZone::system(),
        }
    }
}
