//! The way out, watched: what it is given, and what it makes of that, is told to the oracle.

use std::sync::Arc;

use jiff::tz::TimeZone;
use postrider_outbound::local::maildir::Maildirs;
use postrider_outbound::{Carried, Carrier, Delivery, DeliveryOptions, Outcomes, Resolve, Routes};
use postrider_proto::mail::{Domain, Mailbox};
use postrider_queue::schedule::admission::Admission;
use postrider_queue::{Attempt, Outcome, Queue, Timestamp};
use tokio::task::JoinError;
use tokio::time::Duration;

use crate::host::SimNet;
use crate::names::{self, Names};
use crate::oracle;
use crate::run::Planted;
use crate::server::SimClock;
use crate::world::Sim;

/// The real delivery, and who watches it.
#[derive(Clone)]
pub(crate) struct Watched {
    sim: Sim,
    delivery: Delivery<SimClock>,
    /// What is wrong on purpose.
    planted: Option<Planted>,
}

impl Watched {
    pub(crate) fn new(sim: &Sim, queue: Queue, planted: Option<Planted>) -> Self {
        let (routes, options) = {
            let world = sim.world();
            let terms = world.plan.terms;
            let give_up =
                if planted == Some(Planted::GivesUpEarly) { terms.give_up / 2 } else { terms.give_up };
            let options = DeliveryOptions {
                delay_notice: Duration::from_millis(terms.delay_notice),
                give_up: Duration::from_millis(give_up),
                give_up_null: Duration::from_millis(terms.give_up_null),
                zone: TimeZone::UTC,
                ..DeliveryOptions::new(Domain::Name("mx.example".into()))
            };
            (names::routes(&world.plan), options)
        };
        // No mailbox is here: all of them are behind hosts.
        let routes = Routes::new(Maildirs::existing("/nowhere"), [], routes);
        let postmaster: Mailbox = "postmaster@mx.example".parse().expect("a good address");
        let resolve: Resolve = Arc::new(|mailbox: &Mailbox| vec![mailbox.clone()]);
        let (resolver, clock) = (Arc::new(Names(sim.clone())), SimClock(sim.clone()));
        let delivery = Delivery::new(queue, routes, options, postmaster, resolver, resolve, clock);
        let delivery = delivery.with_net(Arc::new(SimNet(sim.clone())));
        Self { sim: sim.clone(), delivery, planted }
    }

    /// The grace of a stop is over.
    pub(crate) fn halt(&self) {
        self.delivery.halt();
    }
}

impl Carrier for Watched {
    type Permit = <Delivery<SimClock> as Carrier>::Permit;

    fn admit(&self, lane: &str, now: Timestamp) -> Admission {
        self.delivery.admit(lane, now)
    }

    fn same_way(&self, lane: &str) -> Option<impl Fn(&Domain) -> bool> {
        self.delivery.same_way(lane)
    }

    fn set_out(&self, attempt: &Attempt, now: Timestamp) -> Self::Permit {
        self.delivery.set_out(attempt, now)
    }

    fn at_once(&self, attempt: &Attempt) -> Option<Outcomes> {
        self.delivery.at_once(attempt)
    }

    async fn carry(&self, attempt: Attempt, permit: Self::Permit) -> Result<Carried, JoinError> {
        let copies = self.begins(&attempt);
        let mut carried = self.delivery.carry(attempt, permit).await?;
        self.ends(&carried, &copies);
        self.spoil(&mut carried);
        Ok(carried)
    }
}

impl Watched {
    /// Gives whose copies they are, where that is known.
    fn begins(&self, attempt: &Attempt) -> Vec<Option<oracle::CopyId>> {
        let body = attempt.body().ok().and_then(oracle::read);
        let mut world = self.sim.world();
        let world = &mut *world;
        world.under_way += 1;
        let (id, now) = (attempt.id(), world.wall());
        let mut copies = Vec::new();
        for claimed in attempt.recipients() {
            let to = &claimed.recipient.mailbox;
            world.tell(format_args!("attempt {} of {id} for {to}", claimed.attempts + 1));
            let site = names::hop_of(&world.plan, &to.domain().to_string()).unwrap_or_default();
            let begun = oracle::Begun { id, claimed, site, body: body.as_deref(), now };
            copies.push(world.judge(|oracle, stats| oracle.attempt(&begun, stats)).flatten());
        }
        self.sim.nudge.notify_one();
        copies
    }

    /// Does what is wrong on purpose.
    fn spoil(&self, carried: &mut Carried) {
        match self.planted {
            Some(Planted::ReportsVanish) => carried.reports.clear(),
            Some(Planted::DeliveriesForgotten) if carried.attempt.id().as_bytes()[0] < 64 => {
                carried.outcomes.retain(|(_, outcome)| !matches!(outcome, Outcome::Delivered { .. }));
            }
            Some(Planted::WaitsLonger) => {
                for (_, outcome) in &mut carried.outcomes {
                    if let Outcome::Deferred { until: Some(until), .. } = outcome {
                        *until = until.plus(Duration::from_secs(61));
                    }
                }
            }
            _ => {}
        }
    }

    fn ends(&self, carried: &Carried, copies: &[Option<oracle::CopyId>]) {
        let Carried { attempt, outcomes, reports } = carried;
        let mut world = self.sim.world();
        let world = &mut *world;
        let (id, now) = (attempt.id(), world.wall());
        for report in reports {
            world.tell(format_args!("of {id} tells {}", report.id));
            world.judge(|oracle, stats| oracle.reports(attempt, report, stats));
        }
        for (claimed, copy) in attempt.recipients().iter().zip(copies) {
            let to = &claimed.recipient.mailbox;
            let site = names::hop_of(&world.plan, &to.domain().to_string()).unwrap_or_default();
            let outcome = outcomes.iter().find(|(index, _)| *index == claimed.index);
            let Some((_, outcome)) = outcome else {
                world.tell(format_args!("of {id} for {to} came nothing"));
                world.oracle.untried(site, *copy, now);
                continue;
            };
            world.tell(format_args!("of {id} for {to} came {outcome:?}"));
            world.stats.count(match outcome {
                Outcome::Delivered { .. } => "deliveries",
                Outcome::Deferred { .. } => "deferrals",
                Outcome::Bounced { .. } => "bounces",
                Outcome::Failed { .. } => "failures that nobody is told of",
            });
            let ended = oracle::Ended { attempt, claimed, site, outcome, reports, now };
            world.judge(|oracle, stats| oracle.outcome(&ended, *copy, stats));
        }
        world.attempt_is_over();
        self.sim.nudge.notify_one();
    }
}
