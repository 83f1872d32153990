//! Rspamd: `rspamd_task_write_log: id: <m@x>, ..., (default: T (reject): [16.20/15.00] [BAYES_SPAM(5.10){99.99%;},...]), ..., rcpts: <a@example.org>`.

use postrider_reference::Stage;

use crate::bounce::reason;
use crate::complaint::Complaint;
use crate::said;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    if !line.contains("rspamd_task_write_log") && !line.contains("(rspamd_proxy)") {
        return None;
    }
    // `T`: it counts; behind it what the server is asked to do.
    let verdict = line.split_once(": T (").or_else(|| line.split_once(": F ("));
    let Some((action, symbols)) = verdict.and_then(|(_, behind)| behind.split_once(')')) else {
        return Some(None);
    };
    let symbols = symbols.split_once("])").map_or(symbols, |(symbols, _)| symbols);
    let Some(told) = told(action, symbols) else { return Some(None) };
    let recipient = line.split_once(" rcpts: ").and_then(|(_, rest)| said::bracketed_address(rest));
    Some(Some(Complaint {
        stage: Some(Stage::End),
        recipient: recipient.map(str::to_owned),
        host: None,
        own: true,
        ..reason(told, 0)
    }))
}

/// What it comes to, in the words in which a server says it; none where the message passes.
fn told(action: &str, symbols: &str) -> Option<&'static str> {
    let names = |symbol: &str| symbols.contains(symbol);
    Some(match action {
        "reject" if names("_VIRUS") || names("CLAM") => "virus found",
        "reject" => "spam message rejected",
        "greylist" => "greylisted",
        "soft reject" if names("RATELIMIT") => "rate limit exceeded",
        "soft reject" => "greylisted",
        _ => return None,
    })
}
