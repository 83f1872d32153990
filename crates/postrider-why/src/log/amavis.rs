//! Amavis: `amavis[1]: (01-05) Blocked SPAM {RejectedInbound}, [192.0.2.7]:4567 <b@x> -> <a@example.org>, Queue-ID: 4C3A, Hits: 12.3`. What it says
//! in braces is what has become of the message: `DiscardedInbound` was accepted with a 250, and so was
//! `NoBounceInbound`, whose bounce is held back.

use postrider_reference::Stage;

use crate::bounce::reason;
use crate::complaint::{Complaint, Fate};
use crate::said;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    if !line.contains("amavis[") && !line.contains("amavisd[") {
        return None;
    }
    let Some((_, blocked)) = line.split_once(") Blocked ") else { return Some(None) };
    let word = blocked.split([' ', ',']).next().unwrap_or_default();
    // Behind the words of Amavis stand addresses.
    let own = blocked.split(['[', '<']).next().unwrap_or_default();
    let actions =
        own.split_once('{').and_then(|(_, inside)| inside.split_once('}')).map_or("", |(actions, _)| actions);
    // Of a bounce that is held back nobody hears either.
    let is_discarded = actions
        .split(',')
        .map(str::trim_start)
        .any(|action| ["Discarded", "NoBounce"].iter().any(|begins| action.starts_with(begins)));
    let recipient = blocked.split_once(" -> ").and_then(|(_, rest)| said::bracketed_address(rest));
    Some(Some(Complaint {
        stage: Some(Stage::End),
        recipient: recipient.map(str::to_owned),
        host: None,
        own: true,
        fate: if is_discarded { Fate::Discarded } else { Fate::Unsaid },
        ..reason(told(word).unwrap_or(blocked), 0)
    }))
}

/// What it comes to, in the words in which a server says it.
fn told(word: &str) -> Option<&'static str> {
    Some(match word {
        "SPAM" | "SPAMMY" => "message content rejected, ube",
        "INFECTED" => "message content rejected, virus",
        "BANNED" => "message content rejected, banned",
        "OVERSIZED" => "message too large",
        _ if word.starts_with("BAD-HEADER") => "malformed header",
        _ => return None,
    })
}
