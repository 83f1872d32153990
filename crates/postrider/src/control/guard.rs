//! What is said over the control socket about failed logins, and about what accounts have sent.

use postrider_directory::GuardCount;
use postrider_inbound::{self as inbound, Allowances};
use postrider_login::{Logins, UNKNOWN_NAMES};
use postrider_proto::sasl::prepare;
use serde::{Deserialize, Serialize};

/// The most addresses, and the most accounts, that are told.
const MOST: usize = 100;

/// Who has failed to log in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarded {
    /// The addresses that have failed most.
    pub addresses: Vec<Count>,
    /// The accounts at which most have failed; last, all names together that are no account's: "unknown names".
    pub accounts: Vec<Count>,
    /// The accounts that have sent to the most recipients within the hour.
    pub sent: Vec<Sent>,
}

/// What an account has sent within the hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The account.
    pub account: String,
    /// Messages.
    pub messages: u32,
    /// How many it may send; none: as many as it likes.
    pub messages_per_hour: Option<u32>,
    /// Their recipients.
    pub recipients: u32,
    /// To how many it may send; none: to as many as it likes.
    pub recipients_per_hour: Option<u32>,
}

/// What is counted of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The address, the network of IPv6, or the account.
    pub who: String,
    /// From where, at an account that the address is known for; these count for nobody else.
    pub from: Option<String>,
    /// Failures that are not forgotten yet.
    pub failures: u32,
    /// How long the next attempt is delayed.
    pub delay_milliseconds: u64,
    /// How long it is refused; none if it is not.
    pub refused_seconds: Option<u64>,
}

impl Guarded {
    /// What is counted now.
    #[must_use]
    pub fn of(logins: &Logins, allowances: &Allowances) -> Self {
        let (addresses, accounts) = logins.guarded(MOST);
        let counts = |counts: Vec<GuardCount>| counts.into_iter().map(Count::from).collect();
        let sent = allowances.sent(MOST).into_iter().map(Sent::from).collect();
        Self { addresses: counts(addresses), accounts: counts(accounts), sent }
    }
}

impl From<inbound::Sent> for Sent {
    fn from(sent: inbound::Sent) -> Self {
        let limit = |limit: u32| Some(limit).filter(|limit| *limit > 0);
        Self {
            account: sent.account,
            messages: sent.messages,
            messages_per_hour: limit(sent.allowance.messages_per_hour),
            recipients: sent.recipients,
            recipients_per_hour: limit(sent.allowance.recipients_per_hour),
        }
    }
}

impl From<GuardCount> for Count {
    fn from(count: GuardCount) -> Self {
        Self {
            who: count.who,
            from: count.from,
            failures: count.failures,
            delay_milliseconds: u64::try_from(count.delay.as_millis()).unwrap_or(u64::MAX),
            refused_seconds: count.refused.map(|wait| wait.as_secs()),
        }
    }
}

/// Forgets the failures of an address or a network, or at an account, as `account guard` shows them. Whether there were any.
#[must_use]
pub fn forgive(logins: &Logins, who: &str) -> bool {
    if who == UNKNOWN_NAMES {
        return logins.forgive_unknown();
    }
    match who.parse() {
        Ok(network) => logins.forgive_address(network),
        Err(_) => logins.forgive_account(&prepare::name(who).unwrap_or_else(|_| who.into())),
    }
}
