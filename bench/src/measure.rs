//! One cell: the servers take turns, round by round, so that whatever else the machine does meets all of them.

use std::thread;
use std::time::Duration;

use postrider_bench::load::{self, Outcome, Until};

use crate::cell::Cell;
use crate::process;
use crate::server::Server;

/// How long and how often.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How often each server has its turn.
    pub rounds: usize,
    /// How long a turn is measured.
    pub measured: Duration,
    /// How long it runs before.
    pub warm_up: Duration,
}

/// What a server did in one cell, over all rounds.
#[derive(Debug, Default)]
pub struct Figures {
    /// Messages a second, of each round, in order.
    pub rates: Vec<f64>,
    /// What a message took in the middle, and what all but one of a hundred, of each round, in microseconds, in order.
    pub medians: Vec<u32>,
    /// See there.
    pub p99s: Vec<u32>,
    /// CPU of all its processes for a message, of each round, in microseconds, in order.
    pub cpu: Vec<f64>,
    /// Why there are no figures.
    pub fault: Option<String>,
}

/// What is in the middle of values in order.
pub fn median<T: Copy>(sorted: &[T]) -> Option<T> {
    sorted.get(sorted.len() / 2).copied()
}

/// Measures a cell with each of these servers.
pub fn cell(cell: &Cell, servers: &[Server], plan: Plan) -> Vec<Figures> {
    let mut figures: Vec<Figures> = servers.iter().map(|_| Figures::default()).collect();
    for round in 1..=plan.rounds {
        for (server, figures) in servers.iter().zip(&mut figures) {
            if figures.fault.is_some() {
                continue;
            }
            eprint!("\r{}: round {round} of {}, {:<12}", cell.name, plan.rounds, server.kind.name());
            match turn(cell, server, plan) {
                Ok((outcome, cpu)) => figures.add(&outcome, cpu),
                Err(error) => figures.fault = Some(error),
            }
        }
    }
    eprint!("\r{:60}\r", "");
    for figures in &mut figures {
        figures.sort();
    }
    figures
}

fn turn(cell: &Cell, server: &Server, plan: Plan) -> Result<(Outcome, u64), String> {
    // It came to rest after its last turn.
    let before = process::cpu_micros(server.pid());
    let until = Until::Over { warm_up: plan.warm_up, measured: plan.measured };
    let outcome = load::run(&cell.load(server.address), until).map_err(|error| error.to_string())?;
    // What it does behind the 250 belongs to the message.
    let cpu = server.rest() - before;
    // The next one does not inherit what the disk still has to do.
    thread::sleep(Duration::from_millis(100));
    Ok((outcome, cpu))
}

impl Figures {
    fn add(&mut self, outcome: &Outcome, cpu_micros: u64) {
        #[expect(clippy::cast_precision_loss, reason = "nobody measures for that long")]
        let cpu = cpu_micros as f64 / outcome.total.max(1) as f64;
        self.rates.push(outcome.rate());
        self.medians.push(outcome.percentile(50));
        self.p99s.push(outcome.percentile(99));
        self.cpu.push(cpu);
    }

    fn sort(&mut self) {
        self.rates.sort_by(f64::total_cmp);
        self.cpu.sort_by(f64::total_cmp);
        self.medians.sort_unstable();
        self.p99s.sort_unstable();
    }

    /// Messages a second in the middle round.
    pub fn rate(&self) -> Option<f64> {
        median(&self.rates).filter(|_| self.fault.is_none())
    }
}
