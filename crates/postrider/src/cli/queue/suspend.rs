//! `postrider queue suspend` and `resume`: nothing is tried for a domain for a while.

use std::io::Write;
use std::time::Duration;

use super::filter::span;
use super::{End, line, relative};
use crate::control::client::{Client, ControlError};
use crate::control::protocol::{Answer, Request};
use crate::control::suspension::{ALL, Suspended};
use crate::visible::visible;

/// What is suspended.
#[derive(Debug, clap::Args)]
pub struct SuspendArgs {
    /// The recipient domain; "*" for all, those of this server too.
    domain: String,
    /// For how long; at most 30 days.
    #[arg(long = "for", value_name = "TIME", default_value = "24h", value_parser = span)]
    how_long: Duration,
    /// Why, for whoever looks at the queue.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// What is resumed.
#[derive(Debug, clap::Args)]
pub struct ResumeArgs {
    /// The recipient domain, or "*", as it was suspended.
    domain: String,
    /// Print what was suspended as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs `suspend`.
pub fn suspend(args: &SuspendArgs, client: &mut Client, out: &mut dyn Write) -> Result<(), End> {
    let request = Request::Suspend {
        domain: args.domain.clone(),
        seconds: args.how_long.as_secs(),
        reason: args.reason.clone(),
    };
    let Answer::Suspended(suspended) = client.ask(&request)? else {
        return Err(ControlError::Other.into());
    };
    if args.json {
        return Ok(writeln!(out, "{}", line(&suspended, true)?)?);
    }
    let what = if suspended.domain == ALL { "any domain" } else { &suspended.domain };
    Ok(writeln!(
        out,
        "Nothing is tried for {what} until {} ({}). What is under way comes to its end. `{}` ends that.",
        suspended.until,
        relative(&suspended.until, jiff::Timestamp::now()),
        ends(&suspended)
    )?)
}

/// Runs `resume`.
pub fn resume(args: &ResumeArgs, client: &mut Client, out: &mut dyn Write) -> Result<(), End> {
    let Answer::Resumed(was) = client.ask(&Request::Resume { domain: args.domain.clone() })? else {
        return Err(ControlError::Other.into());
    };
    if args.json {
        return Ok(writeln!(out, "{}", line(&was, true)?)?);
    }
    let what = if was.domain == ALL {
        "What waits for any domain"
    } else {
        &format!("What waits for {}", was.domain)
    };
    Ok(writeln!(out, "{what} is tried again when it is due.")?)
}

/// `suspended until 2026-01-31T14:02:00Z (in 2 h) by the operator: REASON`
pub fn in_words(suspended: &Suspended, now: jiff::Timestamp) -> String {
    let reason =
        if suspended.reason.is_empty() { String::new() } else { format!(": {}", visible(&suspended.reason)) };
    let until = &suspended.until;
    format!("suspended until {until} ({}) by the operator{reason}", relative(until, now))
}

/// The command that ends a suspension.
pub fn ends(suspended: &Suspended) -> String {
    let domain = if suspended.domain == ALL { "'*'" } else { &suspended.domain };
    format!("postrider queue resume {domain}")
}
