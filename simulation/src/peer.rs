//! Where mail goes: mailboxes that keep what they get, behind servers that are down, slow, unwilling, or hard to understand.

use std::future::pending;

use postrider_outbound::{Carried, Carrier, Outcomes};
use postrider_proto::mail::Domain;
use postrider_queue::schedule::admission::Admission;
use postrider_queue::{Attempt, Outcome, Timestamp};
use tokio::task::JoinError;
use tokio::time::{Duration, sleep};

use crate::oracle;
use crate::plan::{How, MINUTE, SECOND};
use crate::world::{Sim, World};

/// Carries mail to destinations that are none. What it says of an unreadable body is what the real one says.
#[derive(Clone)]
pub(crate) struct SimCarrier {
    pub(crate) sim: Sim,
    /// Whose it is: of one that is gone nothing more is heard.
    pub(crate) process: u64,
}

/// What a destination does with a copy.
struct Treatment {
    /// So long until it has the copy, if it takes it.
    first_ms: u64,
    keeps: bool,
    /// So long until it is heard of.
    then_ms: u64,
    outcome: Outcome,
}

impl Carrier for SimCarrier {
    type Permit = ();

    fn admit(&self, _: &str, _: Timestamp) -> Admission {
        Admission::Open
    }

    /// Two neighbours stand behind one next hop, which does with each copy what its own destination does.
    fn same_way(&self, lane: &str) -> Option<impl Fn(&Domain) -> bool> {
        let hop = |domain: &str| peer_of(domain).map(|peer| peer / 2);
        let own = hop(lane)?;
        Some(move |domain: &Domain| hop(&domain.to_string()) == Some(own))
    }

    fn set_out(&self, _: &Attempt, _: Timestamp) {}

    fn at_once(&self, _: &Attempt) -> Option<Outcomes> {
        None
    }

    async fn carry(&self, attempt: Attempt, (): ()) -> Result<Carried, JoinError> {
        let sim = &self.sim;
        let id = attempt.id();
        let body = attempt.body().ok().and_then(oracle::read);
        let mut copies = Vec::new();
        {
            let mut world = sim.world();
            world.under_way += 1;
            let now = world.wall();
            for claimed in attempt.recipients() {
                let to = &claimed.recipient.mailbox;
                world.tell(format_args!("attempt {} of {id} for {to}", claimed.attempts + 1));
                let copy =
                    world.judge(|oracle, stats| oracle.attempt(id, body.as_deref(), claimed, now, stats));
                copies.push(copy.flatten());
            }
        }
        sim.nudge.notify_one();
        let mut outcomes = Vec::new();
        for (claimed, copy) in attempt.recipients().iter().zip(&copies) {
            let treatment =
                sim.world().treatment(&claimed.recipient.mailbox.domain().to_string(), body.is_some());
            self.pause(treatment.first_ms).await;
            if treatment.keeps
                && let Some(copy) = *copy
            {
                let mut world = sim.world();
                world.tell(format_args!("{} has {id}", claimed.recipient.mailbox));
                world.judge(|oracle, stats| oracle.kept(id, copy, stats));
                drop(world);
                sim.nudge.notify_one();
            }
            self.pause(treatment.then_ms).await;
            outcomes.push((claimed.index, treatment.outcome));
        }
        let mut world = sim.world();
        let now = world.wall();
        for ((claimed, copy), (_, outcome)) in attempt.recipients().iter().zip(&copies).zip(&outcomes) {
            world.tell(format_args!("of {id} came {outcome:?}"));
            world.stats.count(match outcome {
                Outcome::Delivered { .. } => "deliveries",
                Outcome::Deferred { .. } => "deferrals",
                Outcome::Failed { .. } | Outcome::Bounced { .. } => "failures",
            });
            world.oracle.outcome(id, *copy, claimed, outcome, now);
        }
        world.attempt_is_over();
        drop(world);
        sim.nudge.notify_one();
        Ok(Carried { attempt, outcomes, reports: Vec::new() })
    }
}

impl SimCarrier {
    async fn pause(&self, ms: u64) {
        if ms > 0 {
            sleep(Duration::from_millis(ms)).await;
        }
        if self.sim.world().process != self.process {
            pending::<()>().await;
        }
    }
}

/// Which peer takes mail for a domain.
fn peer_of(domain: &str) -> Option<usize> {
    domain.trim_start_matches('d').split('.').next()?.parse().ok()
}

impl World {
    /// What a destination does with the next copy for it.
    fn treatment(&mut self, domain: &str, readable: bool) -> Treatment {
        let deferred =
            |reason: &str| Outcome::Deferred { reason: reason.to_owned(), until: None, told: false };
        if !readable {
            let outcome = deferred("the checksum of the message's body is wrong");
            return Treatment { first_ms: 0, keeps: false, then_ms: 0, outcome };
        }
        let now = self.now();
        let times = peer_of(domain).and_then(|peer| self.plan.peers.get(peer)).into_iter().flatten();
        let how = times.rev().find(|time| (time.from..time.until).contains(&now)).map(|time| time.how);
        let delivered = || Outcome::Delivered { to: "a mailbox".to_owned() };
        let (first, keeps, then, outcome) = match how {
            Some(How::Down) => (30 * SECOND, false, 0, deferred("nobody answers")),
            Some(How::Slow) => (3 * MINUTE, true, 3 * MINUTE, delivered()),
            Some(How::Refuses) => (SECOND, false, 0, deferred("not now")),
            Some(How::RefusesForGood) => {
                (SECOND, false, 0, Outcome::Failed { reason: "not here, and never".to_owned() })
            }
            Some(How::LosesReply) if self.random.percent(50) => {
                self.stats.count("final replies lost");
                (SECOND, true, MINUTE, deferred("no reply to the final dot"))
            }
            Some(How::LosesReply) | None => (SECOND / 4, true, SECOND / 4, delivered()),
        };
        Treatment { first_ms: self.within(first), keeps, then_ms: self.within(then), outcome }
    }
}
