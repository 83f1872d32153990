//! `postrider account guard`.

use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use comfy_table::{ContentArrangement, Table, presets};

use super::{End, say};
use crate::control::client::{Client, ControlError};
use crate::control::guard::{Count, Guarded};
use crate::control::protocol::{Answer, Request};
use crate::visible::visible;

/// Shows who has failed to log in to the server that runs, and how much longer they wait for it; and what accounts have sent within the hour. The most
/// first.
///
/// Names that are no account's of the account file are shown together, as "unknown names": people type passwords where a name belongs.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Forget the failures of this address or network, or at this account, as they are shown; "unknown names" for all of those.
    #[arg(long, value_name = "ADDRESS|NAME")]
    reset: Option<String>,
    /// Print it as JSON.
    #[arg(long, conflicts_with = "reset")]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args, data: &Path) -> Result<(), End> {
    let mut client = Client::connect(data)?;
    if let Some(who) = &args.reset {
        let Answer::Forgiven(was) = client.ask(&Request::Forgive { who: who.clone() })? else {
            return Err(ControlError::Other.into());
        };
        return if was {
            say(&format!("The failures of {who} are forgotten."))
        } else {
            Err(End::Fault(format!(
                "no failures of {who} are known: `postrider account guard` says whose are"
            )))
        };
    }
    let Answer::Guard(guarded) = client.ask(&Request::Guard)? else {
        return Err(ControlError::Other.into());
    };
    if args.json {
        let json = serde_json::to_string_pretty(&guarded).map_err(|error| End::Fault(error.to_string()))?;
        return say(&json);
    }
    if guarded.addresses.is_empty() && guarded.accounts.is_empty() {
        say("Nobody has failed to log in lately.")?;
    } else {
        print(&failures(&guarded))?;
    }
    if guarded.sent.is_empty() {
        return say("No account has sent anything within the hour.");
    }
    say("")?;
    print(&sent(&guarded))
}

/// Who has failed to log in.
fn failures(guarded: &Guarded) -> Table {
    let mut table = table(&["WHO", "FAILURES", "NEXT ATTEMPT"]);
    for (what, counts) in [("address", &guarded.addresses), ("account", &guarded.accounts)] {
        for count in counts {
            let who = match &count.from {
                // A token or a certificate names whom it is for by itself.
                Some(from) if count.who.is_empty() => format!("{from}, known, without a name"),
                Some(from) => format!("{what} {} from {from}, known there", visible(&count.who)),
                None => format!("{what} {}", visible(&count.who)),
            };
            table.add_row([who, count.failures.to_string(), next(count)]);
        }
    }
    table
}

/// What accounts have sent.
fn sent(guarded: &Guarded) -> Table {
    let of = |count: u32, limit: Option<u32>| match limit {
        Some(limit) => format!("{count} of {limit}"),
        None => count.to_string(),
    };
    let mut table = table(&["ACCOUNT", "MESSAGES", "RECIPIENTS"]);
    for sent in &guarded.sent {
        table.add_row([
            visible(&sent.account),
            of(sent.messages, sent.messages_per_hour),
            of(sent.recipients, sent.recipients_per_hour),
        ]);
    }
    table
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header);
    table
}

fn print(table: &Table) -> Result<(), End> {
    let mut out = io::stdout().lock();
    for line in table.to_string().lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// What becomes of the next attempt, in words.
fn next(count: &Count) -> String {
    match (count.refused_seconds, Duration::from_millis(count.delay_milliseconds)) {
        (Some(seconds), _) if seconds < 100 => format!("refused for {seconds} s"),
        (Some(seconds), _) if seconds < 100 * 60 => format!("refused for {} min", seconds.div_ceil(60)),
        (Some(seconds), _) => format!("refused for {} h", seconds.div_ceil(60 * 60)),
        (None, Duration::ZERO) => "at once".to_owned(),
        (None, delay) => format!("after {} s", delay.as_secs_f64()),
    }
}
