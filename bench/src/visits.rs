//! Visits: sessions that come for a handshake of TLS or for a login, and send nothing. What counts is how many a second of the server's CPU are worth.

use postrider_bench::load::{self, Errand, Load, Opening, Until};
use postrider_bench::tls::Tls;

use crate::cell::RECIPIENT;
use crate::measure::{Plan, median};
use crate::process;
use crate::server::{Around, Ground, Kind, Server};
use crate::submission::{self, Submission};

/// Sessions at once.
pub const SESSIONS: usize = 20;

/// One row: what is done, and with which server.
#[derive(Debug)]
pub struct Visit {
    /// To which server.
    pub kind: Kind,
    /// In words.
    pub about: &'static str,
    opening: Opening,
    around: Around,
}

impl Visit {
    /// Whether each has a handshake of its own.
    pub fn is_full(&self) -> bool {
        self.opening.tls == Some(Tls::Full)
    }
}

/// What a server did, over all rounds.
#[derive(Debug, Default)]
pub struct Figures {
    /// Visits a second, of each round, in order.
    pub rates: Vec<f64>,
    /// What one of them cost the server, of each round, in microseconds of its CPU, in order.
    pub cpu: Vec<f64>,
    /// Why there are no figures.
    pub fault: Option<String>,
}

impl Figures {
    /// CPU of a visit in the middle round, in microseconds.
    pub fn cost(&self) -> Option<f64> {
        median(&self.cpu).filter(|_| self.fault.is_none())
    }
}

/// What each visit cost its server beside the connection, in microseconds of its CPU. The first visit to a server is that connection, and has nothing else.
#[must_use]
pub fn without_connection(visits: &[Visit], figures: &[Figures]) -> Vec<Option<f64>> {
    let costs: Vec<_> =
        visits.iter().zip(figures).map(|(visit, figures)| (visit.kind, figures.cost())).collect();
    let own = |(number, (kind, cost)): (usize, &(Kind, Option<f64>))| {
        let alone = costs.iter().position(|(other, _)| other == kind).filter(|alone| *alone < number)?;
        Some((*cost)? - costs[alone].1?).filter(|own| *own > 0.0)
    };
    costs.iter().enumerate().map(own).collect()
}

/// Handshakes, and beside them those of a server that does nothing else. The first row of each has none: what a connection costs without is what the others
/// have besides.
#[must_use]
pub fn handshakes() -> Vec<Visit> {
    let visit = |kind, about, tls: Option<Tls>| Visit {
        kind,
        about,
        opening: Opening { tls, login: None, errand: Errand::Greeting },
        around: Around {
            label: match tls {
                None => "-no-handshakes",
                Some(Tls::Full) => "-full",
                Some(Tls::Resumed) => "-resumed",
            },
            submission: tls.map(|_| Submission::SHIPPED),
            ..Around::default()
        },
    };
    vec![
        visit(Kind::Postrider, "a connection without TLS", None),
        visit(Kind::Postrider, "a full handshake", Some(Tls::Full)),
        visit(Kind::Postrider, "a resumed handshake", Some(Tls::Resumed)),
        visit(Kind::Bare, "a connection without TLS", None),
        visit(Kind::Bare, "a full handshake", Some(Tls::Full)),
        visit(Kind::Bare, "a resumed handshake", Some(Tls::Resumed)),
    ]
}

/// Logins, each over a connection whose session is resumed, so that most of the time is theirs; and the same without.
#[must_use]
pub fn logins() -> Vec<Visit> {
    let visit = |about, label, errand, cache_seconds| Visit {
        kind: Kind::Postrider,
        about,
        opening: Opening { tls: Some(Tls::Resumed), errand, ..submission::opening() },
        around: Around { label, submission: Some(Submission { cache_seconds }), ..Around::default() },
    };
    vec![
        visit("a connection without a login", "-no-logins", Errand::Greeting, 300),
        visit("PLAIN, with a password that is remembered", "-logins", Errand::Login, 300),
        visit("PLAIN, with a password whose hash is computed (argon2id)", "-uncached", Errand::Login, 0),
    ]
}

/// Measures these; they take turns.
pub fn measure(cell: &str, visits: &[Visit], ground: &Ground, plan: Plan) -> Vec<Figures> {
    let mut figures: Vec<Figures> = visits.iter().map(|_| Figures::default()).collect();
    let servers: Vec<_> =
        visits.iter().map(|visit| Server::start(visit.kind, ground, &visit.around)).collect();
    for round in 1..=plan.rounds {
        for ((visit, server), figures) in visits.iter().zip(&servers).zip(&mut figures) {
            if figures.fault.is_some() {
                continue;
            }
            eprint!("\r{cell}: round {round} of {}", plan.rounds);
            let turn = server.as_ref().map_err(ToString::to_string);
            match turn.and_then(|server| turn_of(visit, server, plan)) {
                Ok((rate, cost)) => {
                    figures.rates.push(rate);
                    figures.cpu.push(cost);
                }
                Err(error) => figures.fault = Some(error),
            }
        }
    }
    eprint!("\r{:60}\r", "");
    for figures in &mut figures {
        figures.rates.sort_by(f64::total_cmp);
        figures.cpu.sort_by(f64::total_cmp);
    }
    figures
}

/// Visits a second, and what one costs.
fn turn_of(visit: &Visit, server: &Server, plan: Plan) -> Result<(f64, f64), String> {
    let load = Load {
        server: server.address,
        recipient: RECIPIENT.to_owned(),
        sessions: SESSIONS,
        per_connection: 1,
        pipelined: false,
        octets: 0,
        opening: visit.opening.clone(),
    };
    let before = process::cpu_micros(server.pid());
    let until = Until::Over { warm_up: plan.warm_up, measured: plan.measured };
    let outcome = load::run(&load, until).map_err(|error| error.to_string())?;
    // What it does behind the last of them belongs to them.
    let cpu = server.rest() - before;
    let sessions = u64::try_from(SESSIONS).unwrap_or(u64::MAX);
    match visit.opening.tls {
        Some(Tls::Full) if outcome.resumed > 0 => {
            return Err(format!("{} handshakes were resumed, and all were to be full", outcome.resumed));
        }
        // The first of each session has nothing that it could resume.
        Some(Tls::Resumed) if outcome.full > sessions => {
            return Err(format!("{} handshakes were full, and only {sessions} had to be", outcome.full));
        }
        _ => {}
    }
    #[expect(clippy::cast_precision_loss, reason = "nobody measures for that long")]
    let cost = cpu as f64 / outcome.total.max(1) as f64;
    Ok((outcome.rate(), cost))
}
