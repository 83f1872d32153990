//! Hosts that take mail: they speak SMTP, and are down, slow, unwilling or hard to understand when the seed wants it.
//!
//! They are strict: what a client must not say is against the law, and is told with the rest.

use std::future::pending;
use std::io;
use std::net::IpAddr;

use postrider_outbound::smtp::{ConnectFault, Connecting, Net, Stream, Target};
use postrider_queue::simulation::Random;
use tokio::time::{Duration, sleep};

use crate::names::{self, HostId};
use crate::net::{ConnectionId, Far, SimStream};
use crate::plan::{How, MINUTE, SECOND};
use crate::world::{Event, Sim, World};

/// One of its sessions.
#[derive(Debug)]
pub(crate) struct Session {
    host: HostId,
    /// Whose process has called, and after how many crashes.
    pub(crate) caller: Caller,
    random: Random,
    input: Vec<u8>,
    /// So much of the input has no end of the content in it.
    looked: usize,
    phase: Phase,
    is_greeted: bool,
    reverse_path: Option<String>,
    recipients: Vec<String>,
    /// What has come in chunks.
    content: Vec<u8>,
    transactions: u32,
    /// Commands whose replies have not been said.
    unanswered: usize,
    /// When the last reply is said: none overtakes it.
    says_at: u64,
    /// It hears nothing more.
    is_over: bool,
}

/// A process of the server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller {
    pub(crate) process: u64,
    pub(crate) crashes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Command,
    /// Behind 354.
    Content,
    /// So many octets of a chunk are still to come.
    Chunk {
        left: usize,
        is_last: bool,
    },
}

/// What a host does when it has said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    GoesOn,
    HangsUp,
}

const BUSY: &str = "451 4.3.0 not now: a disk is busy";
const CLOSING: &str = "421 4.3.2 this server is closing";
const NOBODY: &str = "550 5.1.1 nobody of this name lives here";
const UNWANTED: &str = "554 5.6.0 this content is not taken here";
const NO_ORDER: &str = "503 5.5.1 not now";

/// What somebody who connects meets with.
enum Call {
    Taken(HostId),
    Refused,
    Silent,
}

/// The net that the way out uses.
pub(crate) struct SimNet(pub(crate) Sim);

impl Net for SimNet {
    fn connect<'a>(&'a self, target: &'a Target, _source: Option<IpAddr>) -> Connecting<'a> {
        let sim = &self.0;
        Box::pin(async move {
            let (call, delay) = sim.world().called(target);
            sleep(Duration::from_millis(delay)).await;
            match call {
                Call::Silent => pending().await,
                Call::Refused => Err(ConnectFault::Unreachable(io::ErrorKind::ConnectionRefused.into())),
                Call::Taken(host) => {
                    let id = sim.world().take_call(host);
                    sim.nudge.notify_one();
                    Ok(Stream::Other(Box::new(SimStream { sim: sim.clone(), id })))
                }
            }
        })
    }
}

impl World {
    /// Whether no name server answers for a hop now.
    pub(crate) fn is_unresolved(&self, hop: usize) -> bool {
        let now = self.now();
        self.plan.hops[hop].unresolved.is_some_and(|(from, until)| (from..until).contains(&now))
    }

    /// How a host does not do as it should, if it does not.
    fn how(&self, (hop, at): HostId) -> Option<How> {
        let now = self.now();
        let mut times = self.plan.hops[hop].hosts[at].bad_times.iter().rev();
        times.find(|time| (time.from..time.until).contains(&now)).map(|time| time.how)
    }

    fn called(&mut self, target: &Target) -> (Call, u64) {
        let delay = self.within(self.plan.net.delay_ms + 1);
        let Some(host) = names::host_at(target) else {
            self.violation(format!("somebody calls {target}, and no host has that address"));
            return (Call::Refused, delay);
        };
        let call = match self.how(host) {
            Some(How::Down) if self.random.percent(50) => Call::Silent,
            Some(How::Down) => Call::Refused,
            _ => Call::Taken(host),
        };
        (call, delay)
    }

    /// A host takes a connection, and greets.
    fn take_call(&mut self, host: HostId) -> ConnectionId {
        self.stats.count("connections to hosts");
        let caller = Caller { process: self.process, crashes: self.oracle.crashes() };
        let random = Random::new(self.random.next());
        let session = Session::new(host, caller, random);
        let id = self.open(Far::Host(Some(Box::new(session))));
        self.with_host(id, |world, session| {
            let is_found = !world.plan.hops[host.0].is_named;
            match world.how(host) {
                Some(How::Refuses) if session.random.percent(30) => {
                    session.say(world, id, CLOSING, Then::HangsUp);
                }
                // Whoever was told to go there could do nothing about this.
                Some(How::RefusesForGood) if is_found && session.random.percent(10) => {
                    session.say(world, id, "554 5.7.1 no mail from there", Then::HangsUp);
                }
                _ => {
                    let greeting = format!("220 {} ESMTP", names::name(host));
                    session.say(world, id, &greeting, Then::GoesOn);
                }
            }
        });
        id
    }

    fn with_host(&mut self, id: ConnectionId, act: impl FnOnce(&mut Self, &mut Session)) {
        if let Some(mut session) = self.take_host(id) {
            act(self, &mut session);
            self.put_host(id, session);
        }
    }

    /// Octets have arrived at a host.
    pub(crate) fn host_hears(&mut self, id: ConnectionId, octets: &[u8]) {
        self.with_host(id, |world, session| {
            session.input.extend_from_slice(octets);
            while !session.is_over && session.go_on(world, id) {}
        });
    }

    /// The time has come for a host to say this.
    pub(crate) fn host_says(&mut self, id: ConnectionId, octets: &[u8], then: Then) {
        self.with_host(id, |_, session| session.unanswered = session.unanswered.saturating_sub(1));
        self.send_to_server(id, octets);
        if then == Then::HangsUp {
            let last = self.connection(id).map_or(0, crate::net::Connection::last_arrival).max(self.now());
            self.at(last, Event::HangUp(id));
        }
    }
}

impl Session {
    fn new(host: HostId, caller: Caller, random: Random) -> Self {
        Self {
            host,
            caller,
            random,
            input: Vec::new(),
            looked: 0,
            phase: Phase::Command,
            is_greeted: false,
            reverse_path: None,
            recipients: Vec::new(),
            content: Vec::new(),
            transactions: 0,
            unanswered: 0,
            says_at: 0,
            is_over: false,
        }
    }

    /// Says something, in its time, unless the host is such that it does not come to that.
    fn say(&mut self, world: &mut World, id: ConnectionId, reply: &str, then: Then) {
        let how = world.how(self.host);
        self.unanswered += 1;
        let (mut octets, mut then) = (format!("{reply}\r\n").into_bytes(), then);
        match how {
            Some(How::Down) => {
                self.is_over = true;
                return;
            }
            Some(How::Cuts) if self.random.percent(20) => {
                octets.truncate(self.random.below(octets.len()));
                then = Then::HangsUp;
            }
            Some(How::Babbles) if self.random.percent(20) => octets = self.babble(),
            _ => {}
        }
        self.is_over |= then == Then::HangsUp;
        let most = if how == Some(How::Slow) { 3 * MINUTE } else { SECOND / 4 };
        self.says_at = self.says_at.max(world.now() + self.random.next() % most);
        world.at(self.says_at, Event::Says(id, octets, then));
    }

    /// What is no reply, however it goes on.
    fn babble(&mut self) -> Vec<u8> {
        let octets = 1 + self.random.below(200);
        let mut babble = b"?".to_vec();
        babble.extend((0..octets).map(|_| self.random.octet()));
        babble.extend_from_slice(b"\r\n");
        babble
    }

    /// Takes the next thing out of the input; false where there is none that is whole.
    fn go_on(&mut self, world: &mut World, id: ConnectionId) -> bool {
        match self.phase {
            Phase::Command => {
                let Some(end) = find(&self.input, b"\r\n") else { return false };
                let line = String::from_utf8_lossy(&self.input[..end]).into_owned();
                self.input.drain(..end + 2);
                let pipelining = world.plan.hops[self.host.0].hosts[self.host.1].pipelining;
                if self.unanswered > 0 && !pipelining {
                    world.violation(format!(
                        "a client says {line} before it was answered, without PIPELINING"
                    ));
                }
                self.command(world, id, &line);
                true
            }
            Phase::Content => self.content(world, id),
            Phase::Chunk { left, is_last } => {
                let octets = left.min(self.input.len());
                self.content.extend(self.input.drain(..octets));
                self.phase = Phase::Chunk { left: left - octets, is_last };
                if left > octets {
                    return false;
                }
                self.phase = Phase::Command;
                if is_last {
                    let content = std::mem::take(&mut self.content);
                    self.end(world, id, &content);
                } else {
                    let reply = if self.recipients.is_empty() { NO_ORDER } else { "250 2.0.0 go on" };
                    self.say(world, id, reply, Then::GoesOn);
                }
                true
            }
        }
    }

    fn command(&mut self, world: &mut World, id: ConnectionId, line: &str) {
        let upper = line.to_ascii_uppercase();
        let how = world.how(self.host);
        let refuses = how == Some(How::Refuses) && self.random.percent(40);
        let (reply, then) = match upper.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => {
                self.is_greeted = true;
                (self.offers(world), Then::GoesOn)
            }
            "MAIL" if !self.is_greeted || self.reverse_path.is_some() => return self.disorder(world, line),
            "MAIL" if how == Some(How::HangsUp) && self.transactions > 0 => {
                (CLOSING.to_owned(), Then::HangsUp)
            }
            "MAIL" if refuses => (BUSY.to_owned(), Then::GoesOn),
            "MAIL" => {
                self.transactions += 1;
                self.reverse_path = Some(path(line).to_owned());
                ("250 2.1.0 whoever that is".to_owned(), Then::GoesOn)
            }
            "RCPT" => (self.recipient(world, path(line), how, refuses).to_owned(), Then::GoesOn),
            "DATA" if self.recipients.is_empty() => (NO_ORDER.to_owned(), Then::GoesOn),
            "DATA" if refuses => (BUSY.to_owned(), Then::GoesOn),
            "DATA" => {
                (self.phase, self.looked) = (Phase::Content, 0);
                ("354 go on".to_owned(), Then::GoesOn)
            }
            "BDAT" => return self.chunk(world, line),
            "RSET" => {
                self.reset();
                ("250 2.0.0 as you like".to_owned(), Then::GoesOn)
            }
            "QUIT" => ("221 2.0.0 farewell".to_owned(), Then::HangsUp),
            _ => return self.disorder(world, line),
        };
        self.say(world, id, &reply, then);
    }

    fn disorder(&mut self, world: &mut World, line: &str) {
        world.violation(format!("a client says {line} where it must not"));
    }

    fn offers(&self, world: &World) -> String {
        let host = &world.plan.hops[self.host.0].hosts[self.host.1];
        let mut offers = format!("250-{}\r\n250-8BITMIME\r\n", names::name(self.host));
        for (is_offered, keyword) in [(host.pipelining, "PIPELINING"), (host.chunking, "CHUNKING")] {
            if is_offered {
                offers.push_str(&format!("250-{keyword}\r\n"));
            }
        }
        offers.push_str("250 SIZE 10000000");
        offers
    }

    fn recipient(
        &mut self,
        world: &mut World,
        mailbox: &str,
        how: Option<How>,
        refuses: bool,
    ) -> &'static str {
        match how {
            _ if self.reverse_path.is_none() => return NO_ORDER,
            _ if refuses => return BUSY,
            Some(How::RefusesForGood) if self.random.percent(50) => {
                world.refused_for_good(mailbox);
                return NOBODY;
            }
            Some(How::TakesOne) if !self.recipients.is_empty() => {
                return "452 4.5.3 one recipient at a time";
            }
            _ => {}
        }
        self.recipients.push(mailbox.to_owned());
        "250 2.1.5 lives here"
    }

    fn chunk(&mut self, world: &mut World, line: &str) {
        let mut words = line.split(' ').skip(1);
        let octets = words.next().and_then(|octets| octets.parse().ok());
        let Some(left) = octets else { return self.disorder(world, line) };
        self.phase = Phase::Chunk { left, is_last: words.next() == Some("LAST") };
    }

    /// Looks for the end of what comes behind 354.
    fn content(&mut self, world: &mut World, id: ConnectionId) -> bool {
        if world.how(self.host) == Some(How::Cuts) && self.random.below(300) == 0 {
            self.is_over = true;
            world.after(0, Event::HangUp(id));
            return false;
        }
        let is_empty = self.input.starts_with(b".\r\n");
        let from = self.looked.saturating_sub(4);
        let end =
            if is_empty { Some(0) } else { find(&self.input[from..], b"\r\n.\r\n").map(|at| from + at + 2) };
        let Some(end) = end else {
            self.looked = self.input.len();
            return false;
        };
        let mut content = Vec::with_capacity(end);
        for line in self.input[..end].split_inclusive(|octet| *octet == b'\n') {
            content.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
        }
        self.input.drain(..end + 3);
        self.phase = Phase::Command;
        self.end(world, id, &content);
        true
    }

    /// All of a message is there.
    fn end(&mut self, world: &mut World, id: ConnectionId, content: &[u8]) {
        let how = world.how(self.host);
        let (reply, then) = match how {
            _ if self.recipients.is_empty() => (NO_ORDER, Then::GoesOn),
            Some(How::Refuses) if self.random.percent(40) => (BUSY, Then::GoesOn),
            Some(How::RefusesForGood) if self.random.percent(30) => {
                self.recipients.iter().for_each(|mailbox| world.refused_for_good(mailbox));
                (UNWANTED, Then::GoesOn)
            }
            _ => {
                self.keep(world, content);
                let hangs_up = how == Some(How::HangsUp) && self.random.percent(50);
                ("250 2.0.0 kept", if hangs_up { Then::HangsUp } else { Then::GoesOn })
            }
        };
        self.reset();
        if how == Some(How::LosesReply) && self.random.percent(50) {
            world.stats.count("final replies lost");
            self.is_over = true;
            return world.after(SECOND, Event::HangUp(id));
        }
        self.say(world, id, reply, then);
    }

    fn keep(&self, world: &mut World, content: &[u8]) {
        let (from, caller) = (self.reverse_path.as_deref().unwrap_or_default(), self.caller);
        let is_there = caller.process == world.process && !world.disk.is_off();
        for mailbox in &self.recipients {
            let kept = world
                .judge(|oracle, stats| oracle.kept(from, mailbox, content, is_there, caller.crashes, stats));
            if let Some(what) = kept {
                world.tell(format_args!("{mailbox} has {what}"));
            }
        }
    }

    fn reset(&mut self) {
        self.reverse_path = None;
        self.recipients.clear();
        self.content.clear();
    }
}

/// What is between the brackets.
fn path(line: &str) -> &str {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(path, _)| path)
}

fn find(octets: &[u8], what: &[u8]) -> Option<usize> {
    octets.windows(what.len()).position(|window| window == what)
}
