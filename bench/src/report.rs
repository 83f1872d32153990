//! The figures, as tables.

use std::fmt::Write as _;

use crate::cell::Cell;
use crate::dead::{Death, Seen as Beside};
use crate::idle::Idle;
use crate::measure::{Figures, median};
use crate::relay::{self, Latencies};
use crate::server::Kind;
use crate::syncs::{Relayed, Seen};
use crate::visits::{self, Visit};

/// The table of one cell.
#[must_use]
pub fn cell(cell: &Cell, kinds: &[Kind], figures: &[Figures]) -> String {
    let mut text = format!("\n### {}: {}; {} sessions\n\n", cell.name, cell.about, cell.sessions);
    text.push_str(
        "| server | messages/s | slowest and fastest round | against postfix | against the sink | median ms | p99 ms | CPU us/message |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let rate = |kind: Kind| {
        kinds.iter().zip(figures).find(|(other, _)| **other == kind).and_then(|(_, figures)| figures.rate())
    };
    let (postfix, sink) = (rate(Kind::Postfix), rate(Kind::Sink));
    for (kind, figures) in kinds.iter().zip(figures) {
        let Some(own) = figures.rate() else {
            let why = figures.fault.as_deref().unwrap_or("it had no round");
            let _ = writeln!(text, "| {} | - | {why} | | | | | |", kind.name());
            continue;
        };
        let against =
            |other: Option<f64>| other.map_or("-".to_owned(), |other| format!("{:.2}x", own / other));
        let (slowest, fastest) =
            (figures.rates.first().copied().unwrap_or(0.0), figures.rates.last().copied().unwrap_or(0.0));
        let _ = writeln!(
            text,
            "| {} | {own:.0} | {slowest:.0} .. {fastest:.0} | {} | {} | {:.2} | {:.2} | {:.0} |",
            kind.name(),
            against(postfix),
            against(sink),
            f64::from(median(&figures.medians).unwrap_or(0)) / 1000.0,
            f64::from(median(&figures.p99s).unwrap_or(0)) / 1000.0,
            median(&figures.cpu).unwrap_or(0.0),
        );
    }
    text
}

/// The relays, from end to end.
#[must_use]
pub fn relay(kinds: &[Kind], figures: &[relay::Figures]) -> String {
    let mut text = format!(
        "\n### relay: 4 KiB, 50 messages per connection; {} sessions; counted at the next hop\n\n\
         | server | messages/s | slowest and fastest round | against postfix | taken in, messages/s | CPU us/message |\n\
         |---|---|---|---|---|---|\n",
        relay::SESSIONS
    );
    let both = || kinds.iter().zip(figures);
    let postfix = both().find(|(kind, _)| **kind == Kind::Postfix).and_then(|(_, figures)| figures.rate());
    for (kind, figures) in both() {
        let Some(own) = figures.rate() else {
            let why = figures.fault.as_deref().unwrap_or("it had no round");
            let _ = writeln!(text, "| {} | - | {why} | | | |", kind.name());
            continue;
        };
        let _ = writeln!(
            text,
            "| {} | {own:.0} | {:.0} .. {:.0} | {} | {:.0} | {:.0} |",
            kind.name(),
            figures.rates.first().copied().unwrap_or(0.0),
            figures.rates.last().copied().unwrap_or(0.0),
            postfix.map_or("-".to_owned(), |postfix| format!("{:.2}x", own / postfix)),
            median(&figures.taken).unwrap_or(0.0),
            median(&figures.cpu).unwrap_or(0.0),
        );
    }
    text
}

/// What relays sync.
#[must_use]
pub fn relay_syncs(rows: &[(Kind, Result<Relayed, String>)]) -> String {
    let mut text = "\n| relay | synced before their 250, one after the other | syncs a message, until it is delivered |\n|---|---|---|\n".to_owned();
    for (kind, seen) in rows {
        let _ = match seen {
            Ok(seen) => {
                writeln!(
                    text,
                    "| {} | {} of {} | {:.2} |",
                    kind.name(),
                    seen.synced,
                    seen.messages,
                    seen.syncs
                )
            }
            Err(why) => writeln!(text, "| {} | {why} | |", kind.name()),
        };
    }
    text
}

/// The way of a message through an idle relay.
#[must_use]
pub fn latency(rows: &[(Kind, Result<Latencies, String>)]) -> String {
    let mut text = "\n### latency: one message at a time through an idle relay, 4 KiB; ms\n\n\
        | server | from its 250 to that of the next hop: median | p99 | from the dot to its 250: median | p99 |\n\
        |---|---|---|---|---|\n"
        .to_owned();
    for (kind, latencies) in rows {
        let _ = match latencies {
            Ok(Latencies { taken, onward }) => writeln!(
                text,
                "| {} | {:.2} | {:.2} | {:.2} | {:.2} |",
                kind.name(),
                ms(onward, 50),
                ms(onward, 99),
                ms(taken, 50),
                ms(taken, 99)
            ),
            Err(why) => writeln!(text, "| {} | {why} | | | |", kind.name()),
        };
    }
    text
}

/// Of values in order, in microseconds, that which so many of a hundred do not exceed, in milliseconds.
fn ms(sorted: &[u32], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    f64::from(sorted.get(place).copied().unwrap_or(0)) / 1000.0
}

/// The way of a message while a site is dead that others wait for.
#[must_use]
pub fn dead(death: Death, rows: &[(Kind, Result<Beside, String>)]) -> String {
    const MIB: f64 = 1024.0 * 1024.0;
    let mut text = format!(
        "\n### {}: one message of 4 KiB at a time, while others of 1 KiB wait for a site that is dead: {}\n\n\
         | server | wait at the beginning, and at the end | taken in before, messages/s | \
         ms from its 250 to that of the next hop while nothing waits: median | p99 | while they wait: median | p99 | \
         ms from the dot to its 250: median, without and with | memory without and with, MiB | processors busy without and with |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
        death.cell(),
        death.about()
    );
    for (kind, seen) in rows {
        let _ = match seen {
            Ok(Beside { taken, queued, without, with, memory, busy }) => {
                #[expect(clippy::cast_precision_loss, reason = "no machine has 2^52 octets")]
                let mib = |octets: u64| octets as f64 / MIB;
                writeln!(
                    text,
                    "| {} | {}, {} | {taken:.0} | {:.2} | {:.2} | {:.2} | {:.2} (of {}) | {:.2}, {:.2} | {:.0}, {:.0} | {:.2}, {:.2} |",
                    kind.name(),
                    queued.0,
                    queued.1,
                    ms(&without.onward, 50),
                    ms(&without.onward, 99),
                    ms(&with.onward, 50),
                    ms(&with.onward, 99),
                    with.onward.len(),
                    ms(&without.taken, 50),
                    ms(&with.taken, 50),
                    mib(memory.0),
                    mib(memory.1),
                    busy.0,
                    busy.1
                )
            }
            Err(why) => writeln!(text, "| {} | {why} | | | | | | | | |", kind.name()),
        };
    }
    text
}

/// Handshakes, or logins. What the first row costs, a connection alone, is taken off the others.
#[must_use]
pub fn visits(title: &str, visits: &[Visit], figures: &[visits::Figures]) -> String {
    let mut text = format!(
        "\n### {title}; {} sessions\n\n\
         | server | | a second | slowest and fastest round | server's CPU, us each | a second of its CPU is worth | \
         without the connection: us each | a second of its CPU is worth |\n|---|---|---|---|---|---|---|---|\n",
        visits::SESSIONS
    );
    let without = visits::without_connection(visits, figures);
    for ((visit, figures), own) in visits.iter().zip(figures).zip(without) {
        let name = visit.kind.name();
        let Some(cost) = figures.cost() else {
            let why = figures.fault.as_deref().unwrap_or("it had no round");
            let _ = writeln!(text, "| {name} | {} | - | {why} | | | | |", visit.about);
            continue;
        };
        let (own, worth) = match own {
            Some(own) => (format!("{own:.0}"), format!("{:.0}", 1e6 / own)),
            None => ("-".to_owned(), "-".to_owned()),
        };
        let _ = writeln!(
            text,
            "| {name} | {} | {:.0} | {:.0} .. {:.0} | {cost:.0} | {:.0} | {own} | {worth} |",
            visit.about,
            median(&figures.rates).unwrap_or(0.0),
            figures.rates.first().copied().unwrap_or(0.0),
            figures.rates.last().copied().unwrap_or(0.0),
            1e6 / cost,
        );
    }
    text
}

/// What a full handshake is worth beside its cryptography alone, of each server.
#[must_use]
pub fn least(least: Result<f64, String>, visits: &[Visit], figures: &[visits::Figures]) -> String {
    let least = match least {
        Ok(least) => least,
        Err(why) => return format!("What the cryptography alone costs is not known: {why}"),
    };
    let mut text = format!(
        "The cryptography of a full handshake alone, a signature, a key pair and an agreement, takes {least:.0} us on this machine: {:.0} for a second of CPU.",
        1e6 / least
    );
    for (visit, own) in visits.iter().zip(visits::without_connection(visits, figures)) {
        if let Some(own) = own.filter(|_| visit.is_full()) {
            let (name, share) = (visit.kind.name(), 100.0 * least / own);
            let _ = write!(text, " A handshake of {name} without its connection gets {share:.0} % of that.");
        }
    }
    text
}

/// The memory of idle sessions.
#[must_use]
pub fn idle(title: &str, rows: &[(Kind, Result<Idle, String>)]) -> String {
    let mut text = format!("\n### {title}\n\n| server | sessions | KiB each |\n|---|---|---|\n");
    for (kind, idle) in rows {
        let _ = match idle {
            Ok(Idle { sessions, octets }) => {
                writeln!(text, "| {} | {sessions} | {:.2} |", kind.name(), octets / 1024.0)
            }
            Err(why) => writeln!(text, "| {} | - | {why} |", kind.name()),
        };
    }
    text
}

/// Who syncs.
#[must_use]
pub fn syncs(rows: &[(Kind, Result<Seen, String>)]) -> String {
    let mut text = "\n### syncs: before the 250, and how many\n\n\
        | server | synced before their 250, one after the other | syncs a message, one after the other | with 20 sessions | syncs that the delay reaches |\n\
        |---|---|---|---|---|\n"
        .to_owned();
    for (kind, seen) in rows {
        let _ = match seen {
            Ok(seen) => writeln!(
                text,
                "| {} | {} of {} | {:.2} | {:.3} | {:.0} % |",
                kind.name(),
                seen.synced,
                seen.messages,
                seen.alone,
                seen.together,
                seen.slowed_percent
            ),
            Err(why) => writeln!(text, "| {} | {why} | | | |", kind.name()),
        };
    }
    text
}
