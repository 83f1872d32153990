//! The server's process: the real driver, policy, queue and worker, on a runtime of one thread whose clock nobody waits for.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use postrider_directory::{Directory, DomainSpec, Mailboxes};
use postrider_inbound::{
    self as inbound, Allowance, CallOuts, Inbound, Settings, Shutdown, ShutdownHandle, SlotLimits, Slots,
    Submission, shutdown_channel,
};
use postrider_outbound::{self as outbound, Worker};
use postrider_policy::Policy;
use postrider_proto::server::Options;
use postrider_queue::simulation::Stepper;
use postrider_queue::{OpenError, Queue, Recovery, Timestamp};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::net::{ConnectionId, SimStream};
use crate::run::Planted;
use crate::sender;
use crate::watch::Watched;
use crate::world::Sim;

/// The server's process.
pub(crate) struct Server {
    pub(crate) queue: Queue,
    pub(crate) stepper: Stepper,
    /// The last step of the disk had something to do, and there may be more.
    pub(crate) busy: bool,
    inbound: Inbound,
    settings: Settings,
    sessions: JoinSet<()>,
    shutdown: ShutdownHandle,
    asked: watch::Receiver<Shutdown>,
    delivery: Watched,
    worker: JoinHandle<()>,
    worker_stop: watch::Sender<bool>,
    stopping: Stopping,
}

/// How far a stop in good order has come.
enum Stopping {
    No,
    /// Sessions and attempts come to their end.
    Draining,
    /// The queue is being closed.
    Closing(JoinHandle<()>),
}

impl Server {
    /// Opens the queue and starts. With it comes what the queue has found.
    pub(crate) fn start(sim: &Sim, planted: Option<Planted>) -> Result<(Self, Recovery), OpenError> {
        let (options, disk, policy, concurrency) = {
            let world = sim.world();
            (
                queue_options(world.plan.free_floor_octets),
                world.disk.arc(),
                policy(world.plan.domains),
                world.plan.concurrency,
            )
        };
        let (queue, stepper, recovery) = Stepper::open(options, disk)?;
        let clock = {
            let sim = sim.clone();
            inbound::Clock::new(move || sim.world().wall())
        };
        let (shutdown, asked) = shutdown_channel();
        let inbound = Inbound {
            queue: queue.clone(),
            slots: Arc::new(Slots::default()),
            sessions: Arc::new(AtomicU64::new(1)),
            allowances: Arc::default(),
            call_outs: CallOuts::none(),
            login_check: None,
            clock,
            counters: Arc::default(),
            journal: None,
        };
        let session = Options { hostname: "mx.example".into(), ..Options::default() };
        let slots = SlotLimits { connections: 100, connections_per_address: 100 };
        let settings = Settings {
            session: Arc::new(session),
            policy: Arc::new(policy),
            slots,
            proxies: Arc::default(),
            tls: None,
            submission: Submission::default(),
            allowance: Allowance::NONE,
        };
        let worker_stop = watch::Sender::new(false);
        let delivery = Watched::new(sim, queue.clone(), planted);
        let worker = Worker::with_clock(queue.clone(), delivery.clone(), concurrency, SimClock(sim.clone()));
        let worker = tokio::spawn(worker.run(worker_stop.subscribe()));
        let server = Self {
            queue,
            stepper,
            busy: false,
            inbound,
            settings,
            sessions: JoinSet::new(),
            shutdown,
            asked,
            delivery,
            worker,
            worker_stop,
            stopping: Stopping::No,
        };
        Ok((server, recovery))
    }

    /// Whether it takes connections.
    pub(crate) fn listens(&self) -> bool {
        matches!(self.stopping, Stopping::No)
    }

    /// Takes a connection.
    pub(crate) fn accept(&mut self, sim: &Sim, id: ConnectionId) {
        let stream = SimStream { sim: sim.clone(), id };
        let port = u16::try_from(id % 60_000).unwrap_or(0) + 1024;
        let peer = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), port);
        if let Some(session) = self.inbound.admit(stream, peer, &self.settings, self.asked.clone()) {
            self.sessions.spawn(session);
        }
    }

    /// Whether nothing that it was told still waits for the disk.
    pub(crate) fn is_quiet(&mut self) -> bool {
        !self.busy && self.stepper.is_idle() && !self.stepper.is_in_trouble()
    }

    /// Whether a task has ended as none may.
    pub(crate) fn panicked(&mut self) -> Option<String> {
        while let Some(ended) = self.sessions.try_join_next() {
            if let Err(error) = ended {
                return Some(format!("a session panicked: {error}"));
            }
        }
        (self.listens() && self.worker.is_finished()).then(|| "the worker has ended".to_owned())
    }

    /// Begins to stop in good order.
    pub(crate) fn stop(&mut self) {
        if self.listens() {
            self.stopping = Stopping::Draining;
            self.shutdown.to(Shutdown::Draining);
            self.worker_stop.send_replace(true);
        }
    }

    /// The grace of a stop is over.
    pub(crate) fn stop_now(&self) {
        if !self.listens() {
            self.shutdown.to(Shutdown::Now);
            self.delivery.halt();
        }
    }

    /// Goes on with a stop; true when nothing is left to be done.
    pub(crate) fn is_stopped(&mut self) -> bool {
        match &self.stopping {
            Stopping::No => false,
            Stopping::Draining => {
                if self.sessions.is_empty() && self.worker.is_finished() {
                    let queue = self.queue.clone();
                    self.stopping = Stopping::Closing(tokio::spawn(async move { queue.close().await }));
                }
                false
            }
            Stopping::Closing(closing) => closing.is_finished(),
        }
    }

    /// Ends it, in whatever state it is. When this returns, nothing of it is left.
    pub(crate) async fn end(self) {
        let Self { mut sessions, worker, stopping, .. } = self;
        sessions.abort_all();
        worker.abort();
        while sessions.join_next().await.is_some() {}
        let _ = worker.await;
        if let Stopping::Closing(closing) = stopping {
            closing.abort();
            let _ = closing.await;
        }
        // The attempts under way belong to the worker, and end when they are next looked at.
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
    }
}

/// A small queue: a few messages fill a segment.
pub(crate) fn queue_options(free_floor_octets: u64) -> postrider_queue::Options {
    postrider_queue::Options {
        free_floor_octets,
        segment_octets: 64 * 1024,
        large_body_octets: 16 * 1024,
        attempts_per_lane: 100,
        ..postrider_queue::Options::in_folder("/queue".into())
    }
}

/// At every destination live three people, and whoever has to.
fn policy(domains: usize) -> Policy {
    let names = ["alice", "bob", "carol", "postmaster", "abuse"].map(str::to_owned);
    let domain = |number| DomainSpec::new(sender::domain(number), Mailboxes::Listed(names.clone().into()));
    let directory = Directory::new((0..domains).map(domain).collect()).expect("a good directory");
    Policy::new(postrider_policy::Options::default(), Arc::new(directory))
}

/// The wall clock, for the way out.
#[derive(Clone)]
pub(crate) struct SimClock(pub(crate) Sim);

impl outbound::Clock for SimClock {
    fn now(&self) -> Timestamp {
        self.0.world().wall()
    }

    async fn until(&self, due: Timestamp) {
        let set = self.0.clock_set.notified();
        let left = Duration::from_millis(due.as_millis().saturating_sub(self.now().as_millis()));
        tokio::select! {
            biased;
            () = set => {}
            () = tokio::time::sleep(left) => {}
        }
    }
}
