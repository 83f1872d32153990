//! Which recipients a command is about, as it is written on the command line.

use std::time::Duration;

use crate::control::filter::{Filter, IDS, Selector, State, read_class};

use super::End;

/// Which recipients are meant: all that is given must hold.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Which recipients (all that is given must hold)")]
pub struct FilterArgs {
    /// Those of this message. May be repeated.
    #[arg(long = "id", value_name = "ID")]
    ids: Vec<String>,
    /// Those at this domain, or at all below it: "*.example.org".
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// Those of messages from this address or domain, or from "<>".
    #[arg(long, value_name = "ADDRESS")]
    sender: Option<String>,
    /// This address, or what the alias of this name led to.
    #[arg(long, value_name = "ADDRESS")]
    recipient: Option<String>,
    /// Those of messages that came longer ago: "90s", "30m", "2h", "3d".
    #[arg(long, value_name = "TIME", value_parser = span)]
    older_than: Option<Duration>,
    /// Those of messages that came less long ago.
    #[arg(long, value_name = "TIME", value_parser = span)]
    younger_than: Option<Duration>,
    /// Those in this state; several with commas between them.
    #[arg(long, value_name = "STATE", value_enum, value_delimiter = ',')]
    state: Vec<State>,
    /// Those whose last attempt came to this class, as in docs/bounce-classes.md: "full", "throttled", "network"; several with
    /// commas between them.
    #[arg(long, value_name = "CLASS", value_delimiter = ',', value_parser = class)]
    class: Vec<String>,
    /// Those with this in what came of their last attempt, in whatever case.
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

impl FilterArgs {
    /// The filter, with these ids as well.
    ///
    /// # Errors
    ///
    /// What in it makes no sense.
    pub fn read(&self, ids: &[String], now: jiff::Timestamp) -> Result<Filter, End> {
        let millis = |ago: Duration| {
            let now = u64::try_from(now.as_millisecond()).unwrap_or(0);
            now.saturating_sub(u64::try_from(ago.as_millis()).unwrap_or(u64::MAX))
        };
        let mut all: Vec<String> = Vec::new();
        for id in ids.iter().chain(&self.ids) {
            if !all.contains(id) {
                all.push(id.clone());
            }
        }
        let filter = Filter {
            ids: all,
            domain: self.domain.clone(),
            sender: self.sender.clone(),
            recipient: self.recipient.clone(),
            before_millis: self.older_than.map(millis),
            after_millis: self.younger_than.map(millis),
            states: self.state.clone(),
            classes: self.class.clone(),
            text: self.text.clone(),
        };
        for part in parts(&filter) {
            Selector::read(&part).map_err(End::Fault)?;
        }
        Ok(filter)
    }
}

/// The same in filters that fit into a request each.
pub fn parts(filter: &Filter) -> Vec<Filter> {
    if filter.ids.is_empty() {
        return vec![filter.clone()];
    }
    filter.ids.chunks(IDS).map(|ids| Filter { ids: ids.to_vec(), ..filter.clone() }).collect()
}

fn class(name: &str) -> Result<String, String> {
    read_class(name).map(|class| class.as_str().to_owned())
}

/// A span of time as people write it: `2h`, `1h 30m`, `3 days`.
pub fn span(text: &str) -> Result<Duration, String> {
    let wrong = || "it is a number and a unit, as in 90s, 30m, 2h or 3d".to_owned();
    let span: jiff::Span = text.parse().map_err(|_| wrong())?;
    let span = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
    Duration::try_from(span).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_as_people_write_it() {
        let seconds = |text| span(text).map(|span| span.as_secs());
        for (text, expected) in
            [("90s", 90), ("30m", 1800), ("2h", 7200), ("1h 30m", 5400), ("3d", 259_200), ("1 week", 604_800)]
        {
            assert_eq!(seconds(text), Ok(expected), "{text}");
        }
        for wrong in ["", "2", "2x", "-2h", "1 month", "h"] {
            assert!(seconds(wrong).is_err(), "{wrong:?}");
        }
    }
}
