//! Rspamd: `rspamd_task_write_log: id: <m@x>, ..., (default: T (reject): [16.20/15.00] [BAYES_SPAM(5.10){99.99%;},...]), ..., rcpts: <a@example.org>`.

use postrider_reference::Stage;

use crate::bounce::reason;
use crate::complaint::{Complaint, Fate};
use crate::said;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    if !line.contains("rspamd_task_write_log") && !line.contains("(rspamd_proxy)") {
        return None;
    }
    let own_words = without_others(line);
    let found = verdict(&own_words).and_then(|(action, symbols)| Some((action, told(action, symbols)?)));
    let Some((action, told)) = found else { return Some(None) };
    let recipient = line.split_once(" rcpts: ").and_then(|(_, rest)| said::bracketed_address(rest));
    Some(Some(Complaint {
        stage: Some(Stage::End),
        recipient: recipient.map(str::to_owned),
        host: None,
        own: true,
        fate: if action == "reject" { Fate::Unsaid } else { Fate::Later },
        ..reason(told, 0)
    }))
}

/// What Rspamd says itself. In angle brackets and in braces stand words of others: a Message-ID, an address, what a symbol has found.
fn without_others(line: &str) -> String {
    let mut own = String::with_capacity(line.len());
    let mut closes = None;
    for c in line.chars() {
        match (closes, c) {
            (Some(closing), c) if c == closing => closes = None,
            (Some(_), _) => continue,
            (None, '<') => closes = Some('>'),
            (None, '{') => closes = Some('}'),
            (None, _) => {}
        }
        own.push(c);
    }
    own
}

/// What the server is asked to do, and for which symbols: `(default: T (reject): [16.20/15.00] [BAYES_SPAM(5.10),...])`. `T`: it counts. Of two the last is
/// Rspamd's, since what others have said stands in front.
fn verdict(line: &str) -> Option<(&str, &str)> {
    /// So many places that look like it are looked at.
    const VERDICTS_MAX: usize = 8;
    let is_score = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | '-');
    let found = [": T (", ": F ("].iter().flat_map(|mark| line.rmatch_indices(mark).take(VERDICTS_MAX));
    let found = found.filter_map(|(at, mark)| {
        let (action, behind) = line[at + mark.len()..].split_once("): [")?;
        let (score, symbols) = behind.split_once("] [")?;
        let symbols = symbols.split_once("])").map_or(symbols, |(symbols, _)| symbols);
        (score.contains('/') && score.chars().all(is_score)).then_some((at, (action, symbols)))
    });
    found.max_by_key(|(at, _)| *at).map(|(_, verdict)| verdict)
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
