//! What a seed has in store: what is sent, what goes wrong, and when. Seeds differ in what they have at all, since a run in which
//! everything happens all the time never gets to see what takes quiet to come about.

use postrider_queue::simulation::Random;

/// A second, a minute, an hour, a day, in milliseconds.
pub(crate) const SECOND: u64 = 1000;
pub(crate) const MINUTE: u64 = 60 * SECOND;
pub(crate) const HOUR: u64 = 60 * MINUTE;
pub(crate) const DAY: u64 = 24 * HOUR;

/// What is sent, what goes wrong, and when.
#[derive(Debug)]
pub(crate) struct Plan {
    /// When senders come, and how many messages each has.
    pub(crate) senders: Vec<(u64, usize)>,
    pub(crate) blows: Vec<(u64, Blow)>,
    /// From then on all is well.
    pub(crate) heal_at: u64,
    /// So many domains are written to; two neighbours share a hop.
    pub(crate) domains: usize,
    /// Who takes mail. The last one takes it for the senders.
    pub(crate) hops: Vec<Hop>,
    pub(crate) terms: Terms,
    pub(crate) net: Net,
    /// Of a hundred messages, so many come from nobody.
    pub(crate) null_percent: usize,
    /// Of a hundred messages, so many have a body of their own file.
    pub(crate) large_percent: usize,
    /// Of a hundred recipients, so many live nowhere.
    pub(crate) unknown_percent: usize,
    /// A step of the disk takes at most so long.
    pub(crate) disk_ms: u64,
    pub(crate) concurrency: usize,
    pub(crate) free_floor_octets: u64,
    /// Of a hundred crashes, so many happen again while starting.
    pub(crate) again_percent: usize,
}

/// How bad the net is.
#[derive(Debug)]
pub(crate) struct Net {
    pub(crate) delay_ms: u64,
    /// Of a hundred connections, so many are lost, and so many stall.
    pub(crate) lost_percent: usize,
    pub(crate) stalled_percent: usize,
    /// The longest piece that arrives at once, in octets.
    pub(crate) piece: usize,
}

/// Who takes mail for a domain or two.
#[derive(Debug)]
pub(crate) struct Hop {
    /// A route names its hosts; else the DNS does.
    pub(crate) is_named: bool,
    /// The best first.
    pub(crate) hosts: Vec<Host>,
    /// From and until when no name server answers for it.
    pub(crate) unresolved: Option<(u64, u64)>,
}

/// A host that takes mail.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) bad_times: Vec<BadTime>,
    pub(crate) pipelining: bool,
    pub(crate) chunking: bool,
}

/// How long mail is tried, and when its sender is told, in milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Terms {
    pub(crate) delay_notice: u64,
    pub(crate) give_up: u64,
    pub(crate) give_up_null: u64,
}

/// When a host does not do as it should.
#[derive(Debug)]
pub(crate) struct BadTime {
    pub(crate) from: u64,
    pub(crate) until: u64,
    pub(crate) how: How,
}

/// How a host does not do as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// It takes no connection, or is silent.
    Down,
    /// It takes minutes for a reply.
    Slow,
    /// It says 4yz.
    Refuses,
    /// It says 5yz.
    RefusesForGood,
    /// It keeps the message, and its reply to the final dot is lost.
    LosesReply,
    /// It closes in the middle of a reply, or of the content.
    Cuts,
    /// It says what is no reply.
    Babbles,
    /// It closes what is idle, and takes its leave of what has been used.
    HangsUp,
    /// It takes one recipient at a time.
    TakesOne,
}

const HOWS: [How; 9] = [
    How::Down,
    How::Slow,
    How::Refuses,
    How::RefusesForGood,
    How::LosesReply,
    How::Cuts,
    How::Babbles,
    How::HangsUp,
    How::TakesOne,
];

/// What goes wrong with the machine.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Blow {
    /// The process ends now.
    Crash(Crash),
    /// It ends after so many more operations of the disk.
    CrashAfter(Crash, u64),
    /// The process is told to stop, and is started again.
    Stop,
    /// The wall clock is so many milliseconds off, from now on.
    ClockOff(i64),
    /// One operation fails, so many from now.
    ErrorOnce(u64),
    /// Files of this kind fail for so long.
    Dead(&'static str, u64),
    /// Some sector of such a file cannot be read for so long.
    Unreadable(&'static str, u64),
    /// So many octets are free, for so long.
    Full(u64, u64),
    /// Something on the disk goes bad by itself.
    Rot(&'static str),
}

/// How the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Crash {
    /// Killed: what it has written is there for the next one.
    Kill,
    /// The power is gone.
    Power,
}

impl Plan {
    pub(crate) fn new(random: &mut Random) -> Self {
        let span = [2 * MINUTE, 2 * HOUR, DAY, 3 * DAY][random.below(4)];
        let percent = |random: &mut Random, most: usize| {
            if random.percent(50) { 0 } else { random.below(most) + 1 }
        };
        let bursts = 1 + random.below(5);
        let mut senders = Vec::new();
        for _ in 0..bursts {
            let at = within(random, span);
            let together = 1 + random.below(8);
            senders.extend((0..together).map(|_| (at + within(random, 3 * SECOND), 1 + random.below(4))));
        }
        let net = Net {
            delay_ms: [0, 5, 200, 3000][random.below(4)],
            lost_percent: percent(random, 30),
            stalled_percent: percent(random, 20),
            piece: [1, 20, 1500, 70_000][random.below(4)].max(if random.percent(80) { 20 } else { 1 }),
        };
        let domains = 2 + random.below(3);
        let hops = (0..=domains.div_ceil(2)).map(|_| hop(random, span)).collect();
        let terms = Terms {
            delay_notice: [30 * MINUTE, 4 * HOUR][random.below(2)],
            give_up: [HOUR, 2 * HOUR, 12 * HOUR, 5 * DAY][random.below(4)],
            give_up_null: [HOUR, 6 * HOUR, DAY][random.below(3)],
        };
        let heal_at = span + span / 3 + MINUTE;
        Self {
            blows: blows(random, &senders, span),
            senders,
            heal_at,
            domains,
            hops,
            terms,
            net,
            null_percent: percent(random, 30),
            large_percent: percent(random, 40),
            unknown_percent: percent(random, 20),
            disk_ms: [0, 3, 50, 2000][random.below(4)],
            concurrency: if random.percent(70) { 64 } else { 3 },
            free_floor_octets: [0, 256 * 1024, 1024 * 1024][random.below(3)],
            again_percent: percent(random, 60),
        }
    }
}

fn within(random: &mut Random, ms: u64) -> u64 {
    random.next() % ms.max(1)
}

fn hop(random: &mut Random, span: u64) -> Hop {
    let host = |random: &mut Random| Host {
        bad_times: bad_times(random, span),
        pipelining: random.percent(70),
        chunking: random.percent(40),
    };
    let hosts = (0..1 + random.below(2)).map(|_| host(random)).collect();
    let is_named = random.percent(40);
    // That a host is not found whom our operator has named is our own trouble, which goes back to no sender.
    let unresolved = (!is_named && random.percent(30)).then(|| {
        let from = within(random, span);
        (from, from + (span / 10).max(MINUTE))
    });
    Hop { is_named, hosts, unresolved }
}

fn bad_times(random: &mut Random, span: u64) -> Vec<BadTime> {
    let times = random.below(4);
    let time = |random: &mut Random| {
        let from = within(random, span);
        let length = [span / 20, span / 4, span][random.below(3)].max(MINUTE);
        BadTime { from, until: from + length, how: HOWS[random.below(HOWS.len())] }
    };
    (0..times).map(|_| time(random)).collect()
}

/// What goes wrong with the machine in a run: a few kinds of blows, most of them while something is going on.
fn blows(random: &mut Random, senders: &[(u64, usize)], span: u64) -> Vec<(u64, Blow)> {
    let kinds: Vec<usize> =
        (0..BLOWS).filter(|kind| random.percent(if *kind == ROT { 12 } else { 35 })).collect();
    let mut blows = Vec::new();
    if kinds.is_empty() {
        return blows;
    }
    for _ in 0..random.below(10) {
        let at = match senders.get(random.below(senders.len().max(1))) {
            Some((at, _)) if random.percent(70) => at + within(random, 4 * SECOND),
            _ => within(random, span),
        };
        blows.push((at, blow(kinds[random.below(kinds.len())], random)));
    }
    blows
}

const BLOWS: usize = 11;
const ROT: usize = 10;

fn blow(kind: usize, random: &mut Random) -> Blow {
    // Not for hours: in all that time nothing would happen but one try a second.
    let a_while = |random: &mut Random| within(random, 10 * MINUTE) + SECOND;
    let files = |random: &mut Random| ["", ".seg", "index.redb", "/log", "big"][random.below(5)];
    match kind {
        0 => Blow::Crash(Crash::Kill),
        1 => Blow::Crash(Crash::Power),
        2 => Blow::CrashAfter(Crash::Kill, within(random, 60)),
        3 => Blow::CrashAfter(Crash::Power, within(random, 60)),
        4 => Blow::Stop,
        5 => {
            let off = i64::try_from(within(random, 4 * HOUR)).unwrap_or(0);
            Blow::ClockOff(off - 2 * HOUR.cast_signed())
        }
        6 => Blow::ErrorOnce(within(random, 40)),
        7 => Blow::Dead(files(random), a_while(random)),
        8 => Blow::Unreadable([".seg", "index.redb", ""][random.below(3)], a_while(random)),
        9 => Blow::Full(within(random, 600 * 1024), a_while(random)),
        _ => Blow::Rot([".seg", ".seg", "index.redb", ""][random.below(4)]),
    }
}
