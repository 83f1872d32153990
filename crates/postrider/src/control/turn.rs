//! Where a recipient stands among those that wait for the same, over the control socket and in `queue show --json`.

use postrider_outbound::Load;
use postrider_queue::InLine;
use serde::{Deserialize, Serialize};

use super::protocol::time;

/// What has to happen before it is its turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Messages for the same domain that are due before it.
    pub ahead: u64,
    /// Attempts under way for that domain.
    pub under_way: u64,
    /// How many there may be.
    pub at_once: u64,
    /// What the site is brought that serves the domain; none where nothing is on its way there.
    pub site: Option<Site>,
}

/// What a site is brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Which one: the hosts of a route, or of a provider.
    pub name: String,
    /// Messages on their way there.
    pub under_way: u64,
    /// How many may be: it grows with each that is taken.
    pub at_once: u64,
    /// When the next may begin, where a route has a rate.
    pub next: Option<String>,
}

impl Turn {
    /// Of a message that stands like this, for a domain whose site has this load.
    #[must_use]
    pub fn of(line: InLine, load: Option<Load>) -> Self {
        Self {
            ahead: line.ahead as u64,
            under_way: line.under_way as u64,
            at_once: line.at_once as u64,
            site: load.map(|load| Site {
                name: load.site,
                under_way: load.under_way as u64,
                at_once: load.at_once as u64,
                next: load.next.map(time),
            }),
        }
    }
}
