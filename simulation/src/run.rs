//! A run: the loop that lets happen what is due, and asks the oracle.

use std::fmt;

use postrider_queue::simulation::{Fault, SimDisk};
use postrider_queue::{OpenError, Timestamp};
use tokio::runtime;
use tokio::task::yield_now;
use tokio::time::{Duration, sleep, sleep_until};

use crate::oracle::Oracle;
use crate::plan::{Blow, Crash, DAY, HOUR, MINUTE, SECOND};
use crate::sender::Sender;
use crate::server::Server;
use crate::stats::Stats;
use crate::trace::Keep;
use crate::world::{Event, Sim};

/// What a run is to be like, beside its seed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// What becomes of the lines of the trace.
    pub keep: Keep,
    /// What is wrong on purpose: the oracle has to see what comes of it.
    pub planted: Option<Planted>,
}

/// A fault that somebody has planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// The disk says that it has synced the log, and has not.
    DiskLies,
    /// Reports are written, and do not come into the queue.
    ReportsVanish,
    /// A delivery that no crash disturbs is made again, once in a while.
    DeliveriesForgotten,
    /// Mail is given up after half of its time.
    GivesUpEarly,
    /// Mail waits for a minute longer than it should before it is tried again.
    WaitsLonger,
}

/// How a run went.
#[derive(Debug)]
pub struct Report {
    /// What happened, and how often.
    pub stats: Stats,
    /// The same for two runs in which the same happened.
    pub digest: u64,
    /// What happened, as far as it was to be kept.
    pub lines: Vec<String>,
    /// The law that was broken.
    pub failure: Option<Failure>,
}

impl Report {
    /// Of a run that came to no end.
    #[must_use]
    pub fn panicked(words: &str) -> Self {
        let failure = Some(Failure(format!("a panic: {words}")));
        Self { stats: Stats::default(), digest: 0, lines: Vec::new(), failure }
    }
}

/// The law that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Runs a seed to its end.
///
/// # Panics
///
/// The system has no memory for another runtime.
#[must_use]
pub fn simulate(seed: u64, options: Options) -> Report {
    let runtime = runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.expect("a runtime without threads and sockets needs nothing");
    let sim = runtime.block_on(async {
        let disk = SimDisk::new(seed);
        if options.planted == Some(Planted::DiskLies) {
            disk.fail(Fault::Lie(".seg"));
        }
        let sim = Sim::new(seed, options.keep, disk);
        Run {
            sim: sim.clone(),
            server: None,
            options,
            armed: None,
            disk_event: false,
            healed: false,
            deadline: u64::MAX,
            mends: 0,
        }
        .go()
        .await;
        let operations = sim.world().disk.operations();
        sim.world().tell(format_args!("the end, after {operations} operations of the disk"));
        sim
    });
    // Tasks that are left hold the world.
    drop(runtime);
    let mut world = sim.world();
    let failure = world.violated().map(|what| Failure(what.to_owned()));
    let trace = std::mem::replace(&mut world.trace, crate::trace::Trace::new(Keep::Nothing));
    Report { stats: world.stats.clone(), digest: trace.digest(), lines: trace.into_lines(), failure }
}

/// With nothing in the queue, the log is at most so many segments: as many as the index may be behind, where nothing was written since the start
/// that would have it committed, and the one that is open.
const SEGMENTS_LEFT: usize = 5;

/// More than so much does not happen in one millisecond, unless it goes on for ever.
const AT_ONCE: u32 = 100_000;

struct Run {
    sim: Sim,
    /// None while it does not run.
    server: Option<Server>,
    options: Options,
    /// How it ends when the disk is told to stop.
    armed: Option<Crash>,
    /// The disk's next step has its time.
    disk_event: bool,
    healed: bool,
    /// By then all has to be over.
    deadline: u64,
    mends: usize,
}

impl Run {
    async fn go(mut self) {
        self.prepare();
        let (mut at_once, mut then) = (0, 0);
        loop {
            let now = self.sim.world().now();
            at_once = if now == then { at_once + 1 } else { 0 };
            then = now;
            if at_once > AT_ONCE {
                self.sim.world().violation("something goes round and round, and takes no time".to_owned());
            }
            self.let_tasks_run().await;
            self.look_after_server().await;
            if self.sim.world().violated().is_some() || self.is_over() {
                break;
            }
            let next = self.sim.world().next_event_at();
            let Some(at) = next.filter(|at| *at <= self.deadline) else {
                self.wait(self.deadline).await;
                if self.sim.world().now() >= self.deadline {
                    break;
                }
                continue;
            };
            if at > self.sim.world().now() && !self.wait(at).await {
                // Something has been done before that.
                continue;
            }
            let event = self.sim.world().take_event();
            if let Some(event) = event {
                self.happen(event).await;
            }
        }
        self.judge_the_end().await;
    }

    fn prepare(&self) {
        let mut world = self.sim.world();
        let world = &mut *world;
        for (id, (at, messages)) in world.plan.senders.clone().into_iter().enumerate() {
            let sender = Sender::new(messages, world);
            world.senders.push(sender);
            world.at(at, Event::Connect(id));
        }
        for (at, blow) in world.plan.blows.clone() {
            world.at(at, Event::Blow(blow));
        }
        world.at(0, Event::Start);
        world.at(world.plan.heal_at, Event::Heal);
    }

    /// Lets every task of the server go on as far as it can in no time.
    async fn let_tasks_run(&self) {
        for _ in 0..3 {
            yield_now().await;
        }
    }

    /// Waits until this time; false if somebody has done something before.
    async fn wait(&self, at: u64) -> bool {
        let until = self.sim.world().instant(at);
        tokio::select! {
            biased;
            () = self.sim.nudge.notified() => false,
            () = sleep_until(until) => true,
        }
    }

    /// Looks what has become of the server since it was last looked at.
    async fn look_after_server(&mut self) {
        let (off, struck) = {
            let world = self.sim.world();
            (world.disk.is_off(), world.disk.struck())
        };
        if off {
            let crash = self.armed.unwrap_or(Crash::Power);
            return self.crash(crash).await;
        }
        self.look_at_disk(struck);
        if self.server.as_mut().is_some_and(Server::is_stopped)
            && let Some(server) = self.server.take()
        {
            server.end().await;
            let mut world = self.sim.world();
            world.oracle.stopped();
            world.stats.count("stops in good order");
            world.tell(format_args!("the server has stopped"));
            let next = world.disk.after_crash();
            world.disk = next;
            world.process += 1;
            world.cut_connections();
            let later = world.within(MINUTE);
            world.after(later, Event::Start);
        }
    }

    /// Gives the disk its next step, and the oracle what there is to see.
    fn look_at_disk(&mut self, struck: u64) {
        let Some(server) = &mut self.server else { return };
        let mut world = self.sim.world();
        let now = world.wall();
        world.oracle.struck(struck, now);
        if let Some(fault) = server.panicked() {
            world.violation(fault);
        }
        let used = world.disk.files_used_after_failure();
        // The index may be: it is checked at the next start, and is never the only place where something is.
        if let Some(file) = used.iter().find(|file| !file.ends_with("index.redb")) {
            world.violation(format!("{file} is used after a sync of it had failed"));
        }
        if server.is_quiet() {
            world.oracle.quiet();
        } else if !self.disk_event {
            self.disk_event = true;
            let most = world.plan.disk_ms + 1;
            let wait = if server.stepper.is_in_trouble() && server.stepper.is_idle() {
                SECOND
            } else {
                world.within(most)
            };
            world.after(wait, Event::Disk);
        }
    }

    async fn happen(&mut self, event: Event) {
        match event {
            Event::Connect(sender) => {
                let there = self.server.as_ref().is_some_and(Server::listens);
                if let Some(connection) = self.sim.sender_connects(sender, there)
                    && let Some(server) = &mut self.server
                {
                    server.accept(&self.sim, connection);
                }
            }
            Event::ToServer(connection, octets) => self.sim.world().arrive(connection, &octets),
            Event::HangUp(connection) => self.sim.world().hang_up(connection),
            Event::ToFar(connection, octets) => self.sim.far_hears(connection, &octets),
            Event::Says(connection, octets, then) => self.sim.world().host_says(connection, &octets, then),
            Event::Over(connection) => self.sim.far_is_cut_off(connection),
            Event::OutOfPatience(sender, turn) => self.sim.sender_has_waited(sender, turn),
            Event::Disk => {
                self.disk_event = false;
                if let Some(server) = &mut self.server {
                    server.busy = server.stepper.step();
                    if server.stepper.is_in_trouble() {
                        server.busy = false;
                        let mut world = self.sim.world();
                        let now = world.wall();
                        world.oracle.disturbed(Timestamp::from_millis(now.as_millis() + 2 * SECOND));
                    }
                }
            }
            Event::Blow(blow) => self.strike(blow).await,
            Event::Mend(number) if number == self.mends => self.mend(),
            Event::Mend(_) => {}
            Event::Start => self.start().await,
            Event::StopNow => {
                if let Some(server) = &self.server {
                    server.stop_now();
                }
            }
            Event::Heal => self.heal(),
        }
    }

    async fn strike(&mut self, blow: Blow) {
        if self.healed {
            return;
        }
        let sim = self.sim.clone();
        sim.world().tell(format_args!("blow: {blow:?}"));
        let disk = sim.world().disk.clone();
        let count = |what| sim.world().stats.count(what);
        match blow {
            Blow::Crash(crash) => {
                if self.server.is_some() {
                    self.crash(crash).await;
                }
            }
            Blow::CrashAfter(crash, operations) => {
                self.armed = Some(crash);
                disk.power_off_after(operations);
            }
            Blow::Stop => {
                if let Some(server) = &mut self.server {
                    server.stop();
                    sim.world().after(20 * SECOND, Event::StopNow);
                }
            }
            Blow::ClockOff(off) => {
                count("clock jumps");
                self.set_clock(off);
            }
            Blow::ErrorOnce(after) => {
                count("disk errors, once");
                disk.fail_after(after, Fault::Once("", std::io::ErrorKind::Other));
            }
            Blow::Dead(name, ms) => {
                count("disks dead for a while");
                disk.fail(Fault::Dead(name, std::io::ErrorKind::Other));
                self.mend_after(ms);
            }
            Blow::Unreadable(name, ms) => {
                count("unreadable sectors");
                let from = sim.world().within(64 * 1024) / 512 * 512;
                disk.fail(Fault::Read { name, from, octets: 4096, once: ms % 2 == 0 });
                self.mend_after(ms);
            }
            Blow::Full(free, ms) => {
                count("disks full for a while");
                disk.set_capacity(disk.used() + free);
                self.mend_after(ms);
            }
            Blow::Rot(name) => {
                let mut world = sim.world();
                let world = &mut *world;
                if let Some(rot) = disk.rot(name, &mut world.random) {
                    world.stats.count("rot");
                    world.tell(format_args!("{rot:?}"));
                    world.oracle.rotted();
                }
            }
        }
    }

    fn set_clock(&self, off: i64) {
        let mut world = self.sim.world();
        world.clock_off = off;
        let now = world.wall();
        world.oracle.clock_set(now);
        drop(world);
        self.sim.clock_set.notify_waiters();
    }

    fn mend_after(&mut self, ms: u64) {
        self.mends += 1;
        self.sim.world().after(ms, Event::Mend(self.mends));
    }

    fn mend(&self) {
        let mut world = self.sim.world();
        world.tell(format_args!("the disk is as it should be"));
        world.disk.mend();
        world.disk.set_capacity(None);
        if self.options.planted == Some(Planted::DiskLies) {
            world.disk.fail(Fault::Lie(".seg"));
        }
        let now = world.wall();
        world.oracle.disturbed(now);
    }

    fn heal(&mut self) {
        self.healed = true;
        self.mend();
        self.set_clock(0);
        let mut world = self.sim.world();
        world.tell(format_args!("from now on all is well"));
        world.disk.power_off_after(None);
        for hop in &mut world.plan.hops {
            hop.unresolved = None;
            hop.hosts.iter_mut().for_each(|host| host.bad_times.clear());
        }
        let now = world.now();
        world.plan.net.lost_percent = 0;
        world.plan.net.stalled_percent = 0;
        // The last wait is four hours and a tenth, and the clock may have been two hours ahead when it began. A site may be left alone for half
        // an hour then, and what becomes of it may have to be reported.
        self.deadline = now + 8 * HOUR;
    }

    /// The process is gone, and the disk is what is left.
    async fn crash(&mut self, crash: Crash) {
        let server = self.server.take();
        {
            let mut world = self.sim.world();
            let world = &mut *world;
            let what = match (crash, self.armed.is_some() && world.disk.is_off()) {
                (Crash::Kill, false) => "kills",
                (Crash::Kill, true) => "kills at an operation of the disk",
                (Crash::Power, false) => "power cuts",
                (Crash::Power, true) => "power cuts at an operation of the disk",
            };
            world.stats.count(what);
            world.tell(format_args!(
                "crash: {crash:?} after {} operations of the disk",
                world.disk.operations()
            ));
            let disk = match crash {
                Crash::Kill => world.disk.after_crash(),
                Crash::Power => world.disk.after_power_cut(&mut world.random),
            };
            // Whatever is left of the old process finds no disk.
            world.disk.power_off_after(0);
            world.disk = disk;
            if self.options.planted == Some(Planted::DiskLies) {
                world.disk.fail(Fault::Lie(".seg"));
            }
            world.oracle.crashed();
            world.process += 1;
            world.under_way = 0;
            world.cut_connections();
            let later = world.within([SECOND, MINUTE, HOUR][usize::from(world.plan.disk_ms > 0)]);
            world.after(later, Event::Start);
        }
        self.armed = None;
        if let Some(server) = server {
            server.end().await;
        }
    }

    async fn start(&mut self) {
        if self.server.is_some() {
            return;
        }
        {
            let mut world = self.sim.world();
            let again = world.plan.again_percent;
            if !self.healed && world.random.percent(again) {
                let operations = world.within(40);
                world.disk.power_off_after(operations);
                self.armed = Some(if world.random.percent(50) { Crash::Kill } else { Crash::Power });
            }
        }
        let struck_before = self.sim.world().disk.struck();
        match Server::start(&self.sim, self.options.planted) {
            Ok((server, recovery)) => {
                let mut world = self.sim.world();
                world.tell(format_args!("started: {recovery:?}"));
                let struck = world.disk.struck();
                let now = world.wall();
                world.oracle.struck(struck, now);
                world.oracle.disturbed(now);
                world.judge(|oracle, stats| oracle.started(&server.queue, &recovery, stats));
                drop(world);
                self.server = Some(server);
            }
            Err(error) => self.did_not_start(&error, struck_before).await,
        }
    }

    async fn did_not_start(&mut self, error: &OpenError, struck_before: u64) {
        let off = self.sim.world().disk.is_off();
        if off {
            self.sim.world().stats.count("crashes while starting");
            let crash = self.armed.unwrap_or(Crash::Power);
            return self.crash(crash).await;
        }
        let mut world = self.sim.world();
        world.tell(format_args!("it does not start: {error}"));
        world.stats.count("starts that failed on a bad disk");
        let struck = world.disk.struck();
        let now = world.wall();
        world.oracle.struck(struck, now);
        if world.disk.is_well() && struck == struck_before {
            world.violation(format!("on a disk that is well the server does not start: {error}"));
            return;
        }
        // The next one is another process, and knows nothing of what this one has met.
        let next = world.disk.after_crash();
        world.disk = next;
        let later = world.within(MINUTE);
        world.after(later, Event::Start);
    }

    /// All that was sent has come to its end, and nobody has anything more to say.
    fn is_over(&mut self) -> bool {
        let Some(server) = &mut self.server else { return false };
        let world = self.sim.world();
        self.healed
            && server.is_quiet()
            && server.listens()
            && world.under_way == 0
            && world.senders.iter().all(Sender::is_done)
            && { world.oracle.is_over() && server.queue.len() <= world.oracle.failed() as u64 }
    }

    /// What has to be so at the end: all was delivered in time, a last power cut changes nothing, and the log is short again.
    async fn judge_the_end(&mut self) {
        {
            let mut world = self.sim.world();
            let (days, struck) = (world.now() / DAY, world.disk.struck());
            world.stats.add("simulated days", days);
            world.stats.add("faults that struck", struck);
            if world.violated().is_some() {
                return;
            }
            world.judge(Oracle::finished);
        }
        if !self.stop_in_order().await {
            return;
        }
        {
            let mut world = self.sim.world();
            let world = &mut *world;
            world.disk = world.disk.after_power_cut(&mut world.random);
        }
        self.start().await;
        if !self.stop_in_order().await {
            return;
        }
        let mut world = self.sim.world();
        let names = world.disk.names("/queue/log");
        let segments = names.iter().filter(|name| name.ends_with(".seg")).count();
        // What has failed stays, and so does what is damaged and has not been looked at since.
        if world.oracle.failed() == 0 && !world.oracle.has_rotted() && segments > SEGMENTS_LEFT {
            world.violation(format!("nothing is left in the queue, and the log has {segments} segments"));
        }
    }

    /// Stops the server in good order, and says whether that was possible.
    async fn stop_in_order(&mut self) -> bool {
        for _ in 0..600 {
            self.let_tasks_run().await;
            // What is under way may take some time.
            sleep(Duration::from_millis(100)).await;
            let Some(server) = &mut self.server else { break };
            if !server.stepper.step() {
                server.stop();
                server.stop_now();
            }
            if let Some(fault) = server.panicked() {
                self.sim.world().violation(fault);
            }
            if server.is_stopped()
                && let Some(server) = self.server.take()
            {
                server.end().await;
                return self.sim.world().violated().is_none();
            }
        }
        self.sim.world().violation("at the end the server does not stop when it is told to".to_owned());
        false
    }
}
