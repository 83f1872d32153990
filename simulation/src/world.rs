//! All that is outside of the server's process, and lasts when it ends: time, the net, the senders, the destinations, the disk,
//! and whoever watches over the law.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use postrider_queue::Timestamp;
use postrider_queue::simulation::{Random, SimDisk};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::host::Then;
use crate::net::{Connection, ConnectionId, Connections, Far};
use crate::oracle::Oracle;
use crate::plan::{Blow, Plan};
use crate::sender::{Sender, SenderId};
use crate::stats::Stats;
use crate::trace::{Keep, Trace};

/// The wall clock at the beginning.
const BEGINNING: u64 = 1_700_000_000_000;

/// The world, as everybody in it sees it. Nobody holds it while it waits.
#[derive(Clone)]
pub(crate) struct Sim {
    world: Arc<Mutex<World>>,
    /// Somebody has done something that the loop has to look at.
    pub(crate) nudge: Arc<Notify>,
    /// The wall clock was set.
    pub(crate) clock_set: Arc<Notify>,
}

pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) random: Random,
    pub(crate) trace: Trace,
    pub(crate) stats: Stats,
    pub(crate) oracle: Oracle,
    pub(crate) senders: Vec<Sender>,
    pub(crate) connections: Connections,
    pub(crate) disk: SimDisk,
    began: Instant,
    /// How much the wall clock is off, in milliseconds.
    pub(crate) clock_off: i64,
    /// Attempts that are under way.
    pub(crate) under_way: usize,
    /// Which process of the server this is.
    pub(crate) process: u64,
    /// What happens when; at the same time, connection by connection, and each in its order.
    events: BinaryHeap<Reverse<(u64, ConnectionId, u64)>>,
    due: BTreeMap<u64, Event>,
    next_event: u64,
    /// The first thing that must not be.
    violation: Option<String>,
}

/// What happens at its time.
#[derive(Debug)]
pub(crate) enum Event {
    /// A sender connects, or tries to.
    Connect(SenderId),
    /// Octets arrive at the server.
    ToServer(ConnectionId, Vec<u8>),
    /// Octets arrive at the far end.
    ToFar(ConnectionId, Vec<u8>),
    /// A host says this, and then perhaps nothing more.
    Says(ConnectionId, Vec<u8>, Then),
    /// The far end is done, and hangs up.
    HangUp(ConnectionId),
    /// The far end hears that the connection is over.
    Over(ConnectionId),
    /// A client has waited since its turn of this number.
    OutOfPatience(SenderId, u64),
    /// The disk has done what it was about to do.
    Disk,
    /// Something goes wrong.
    Blow(Blow),
    /// It is over; with what came of the blow of this number.
    Mend(usize),
    /// The server is started.
    Start,
    /// The grace of a stop is over.
    StopNow,
    /// From now on all is well.
    Heal,
}

impl Sim {
    pub(crate) fn new(seed: u64, keep: Keep, disk: SimDisk) -> Self {
        let mut random = Random::new(seed);
        let plan = Plan::new(&mut random);
        let world = World {
            trace: Trace::new(keep),
            stats: Stats::default(),
            oracle: Oracle::new(plan.terms),
            senders: Vec::new(),
            connections: Connections::default(),
            disk,
            began: Instant::now(),
            clock_off: 0,
            under_way: 0,
            process: 0,
            events: BinaryHeap::new(),
            due: BTreeMap::new(),
            next_event: 0,
            violation: None,
            plan,
            random,
        };
        Self { world: Arc::new(Mutex::new(world)), nudge: Arc::default(), clock_set: Arc::default() }
    }

    /// Octets have arrived at the far end of a connection.
    pub(crate) fn far_hears(&self, connection: ConnectionId, octets: &[u8]) {
        let sender = self.world().connection(connection).map(Connection::sender);
        match sender {
            Some(Some(_)) => self.sender_hears(connection, octets),
            Some(None) => self.world().host_hears(connection, octets),
            None => {}
        }
    }

    /// The far end hears that a connection is over.
    pub(crate) fn far_is_cut_off(&self, connection: ConnectionId) {
        let mut world = self.world();
        let Some(far) = world.forget(connection) else { return };
        world.tell(format_args!("connection {connection} is over"));
        drop(world);
        if let Far::Sender(id) = far {
            self.sender_is_cut_off(id, connection);
        }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    /// Milliseconds since the beginning, by a clock that nobody sets.
    pub(crate) fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// When this time comes, for whoever waits for it.
    pub(crate) fn instant(&self, ms: u64) -> Instant {
        self.began + std::time::Duration::from_millis(ms)
    }

    /// What the wall clock shows.
    pub(crate) fn wall(&self) -> Timestamp {
        Timestamp::from_millis((BEGINNING + self.now()).saturating_add_signed(self.clock_off))
    }

    /// This happens so many milliseconds from now.
    pub(crate) fn after(&mut self, ms: u64, event: Event) {
        let at = self.now() + ms;
        self.at(at, event);
    }

    pub(crate) fn at(&mut self, at: u64, event: Event) {
        self.next_event += 1;
        let connection = match &event {
            Event::ToServer(id, _)
            | Event::ToFar(id, _)
            | Event::Says(id, ..)
            | Event::Over(id)
            | Event::HangUp(id) => *id,
            _ => 0,
        };
        self.events.push(Reverse((at, connection, self.next_event)));
        self.due.insert(self.next_event, event);
    }

    pub(crate) fn next_event_at(&self) -> Option<u64> {
        self.events.peek().map(|Reverse((at, ..))| *at)
    }

    pub(crate) fn take_event(&mut self) -> Option<Event> {
        let Reverse((.., number)) = self.events.pop()?;
        self.due.remove(&number)
    }

    /// A number of milliseconds below this.
    pub(crate) fn within(&mut self, ms: u64) -> u64 {
        self.random.next() % ms.max(1)
    }

    pub(crate) fn tell(&mut self, what: fmt::Arguments<'_>) {
        let now = self.now();
        self.trace.line(now, what);
    }

    /// Something that must not be.
    pub(crate) fn violation(&mut self, what: String) {
        self.tell(format_args!("VIOLATION: {what}"));
        self.violation.get_or_insert(what);
    }

    pub(crate) fn violated(&self) -> Option<&str> {
        self.violation.as_deref()
    }

    /// A host has refused a recipient for good.
    pub(crate) fn refused_for_good(&mut self, mailbox: &str) {
        self.tell(format_args!("a host refuses {mailbox} for good"));
        self.stats.count("refusals for good");
        self.oracle.refused_for_good(mailbox);
    }

    /// An attempt is over. If as many were under way as may be, others had to wait until now.
    pub(crate) fn attempt_is_over(&mut self) {
        if self.under_way >= self.plan.concurrency {
            let now = self.wall();
            self.oracle.disturbed(now);
        }
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Calls the law with what it needs, and keeps what it finds wrong.
    pub(crate) fn judge<T>(
        &mut self,
        law: impl FnOnce(&mut Oracle, &mut Stats) -> Result<T, String>,
    ) -> Option<T> {
        match law(&mut self.oracle, &mut self.stats) {
            Ok(value) => Some(value),
            Err(what) => {
                self.violation(what);
                None
            }
        }
    }
}
