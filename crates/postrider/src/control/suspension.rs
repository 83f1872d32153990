//! What is said of suspended domains over the control socket, and by `queue suspend --json`.

use std::time::Duration;

use postrider_outbound::{Clock as _, SystemClock};
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use postrider_queue::{Queue, Suspension};
use serde::{Deserialize, Serialize};
use tracing::info;

use super::protocol::time;

/// The name of all domains.
pub const ALL: &str = "*";

/// A suspended domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// The recipient domain, or `*` for all.
    pub domain: String,
    /// When it was suspended.
    pub since: String,
    /// When that is over.
    pub until: String,
    /// Why, as the operator said; empty if he said nothing.
    pub reason: String,
}

impl From<&Suspension> for Suspended {
    fn from(suspension: &Suspension) -> Self {
        Self {
            domain: suspension.domain.as_ref().map_or_else(|| ALL.to_owned(), ToString::to_string),
            since: time(suspension.since),
            until: time(suspension.until),
            reason: suspension.reason.clone(),
        }
    }
}

fn read(domain: &str) -> Result<Option<Domain>, String> {
    match domain {
        ALL => Ok(None),
        domain => {
            let no_domain = |why| format!("{domain:?} is no domain: {why}. It is one, or \"*\" for all");
            Domain::parse(domain, Charset::Utf8).map(Some).map_err(no_domain)
        }
    }
}

/// Suspends a domain for so many seconds.
///
/// # Errors
///
/// It cannot be done.
pub fn suspend(queue: &Queue, domain: &str, seconds: u64, reason: String) -> Result<Suspended, String> {
    let now = SystemClock.now();
    let until = now.plus(Duration::from_secs(seconds));
    let suspension = Suspension { domain: read(domain)?, since: now, until, reason };
    queue
        .suspend(suspension.clone(), now)
        .map_err(|error| format!("{domain} cannot be suspended: {error}"))?;
    let suspended = Suspended::from(&suspension);
    info!(
        domain = suspended.domain,
        until = suspended.until,
        reason = suspended.reason,
        "suspended by the operator"
    );
    Ok(suspended)
}

/// Ends it.
///
/// # Errors
///
/// It is not suspended, or that cannot be ended.
pub fn resume(queue: &Queue, domain: &str) -> Result<Suspended, String> {
    let now = SystemClock.now();
    let read = read(domain)?;
    let was =
        queue.resume(read.as_ref(), now).map_err(|error| format!("{domain} cannot be resumed: {error}"))?;
    let Some(was) = was else {
        let all = read.is_some() && queue.suspensions().iter(now).any(|other| other.domain.is_none());
        let help = if all { "; all domains are, and `postrider queue resume '*'` ends that" } else { "" };
        return Err(format!("{domain} is not suspended{help}"));
    };
    info!(domain, "resumed by the operator");
    Ok(Suspended::from(&was))
}
