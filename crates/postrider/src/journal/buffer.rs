//! The way to the disk: a buffer with a limit, and the thread that empties it.

use std::collections::VecDeque;
use std::mem;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use postrider_inbound::Record;

use super::Options;
use super::files::{Folder, Lines};
use super::health::Health;
use super::shares::{Network, SHARE, Shares};

/// Octets that wait to be written, at most. Above this what comes is dropped and counted: first sessions in which nothing was refused.
const WAITING_OCTETS: usize = 4 * 1024 * 1024;

/// Of sessions in which nothing was refused so many octets wait at most, or one of them. With [`TOGETHER`] that is 640 KiB a second: of a server
/// that has more to do nobody wants to read each, and the rest is left to the mail.
const WAITING_OTHERS: usize = 32 * 1024;

/// What comes so soon behind other is written together with what follows.
const TOGETHER: Duration = Duration::from_millis(50);

/// How often old files are looked for where nothing is written, at least.
const LOOK: Duration = Duration::from_secs(600);

/// And at most.
const LOOK_MIN: Duration = Duration::from_secs(1);

/// Between batches there stays room for so many parts of each kind.
const KEPT_ROOM: usize = 64;

/// What could not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dropped {
    /// Parts of sessions in which something was refused.
    pub refused: u64,
    /// Sessions in which nothing was.
    pub other: u64,
}

/// What waits to be written.
pub(super) struct Buffer {
    state: Mutex<State>,
    /// Something for the thread to do; or, for whoever waits for the end, nothing any more.
    changed: Condvar,
    on: AtomicBool,
}

struct State {
    options: Options,
    waiting: Waiting<Record>,
    /// The thread sleeps until somebody wakes it.
    idle: bool,
    /// The thread is writing.
    writing: bool,
    /// Nobody will wait for others.
    ending: bool,
    /// The thread has not looked at the files since the start, or since the options are these.
    new: bool,
    /// There is no thread.
    gone: bool,
}

impl Buffer {
    pub(super) fn new(options: Options) -> Self {
        let state = State {
            options,
            waiting: Waiting::default(),
            idle: false,
            writing: false,
            ending: false,
            new: true,
            gone: false,
        };
        Self { state: Mutex::new(state), changed: Condvar::new(), on: AtomicBool::new(options.octets > 0) }
    }

    pub(super) fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    pub(super) fn set(&self, options: Options) {
        let mut state = self.lock();
        self.on.store(options.octets > 0 && !state.gone, Ordering::Relaxed);
        state.options = options;
        state.new = true;
        drop(state);
        self.changed.notify_all();
    }

    /// Nobody will write what comes, so nothing is taken.
    pub(super) fn give_up(&self) {
        let mut state = self.lock();
        state.gone = true;
        self.on.store(false, Ordering::Relaxed);
    }

    pub(super) fn dropped(&self) -> Dropped {
        self.lock().waiting.dropped
    }

    /// Takes a part of a session; or drops it, or another in its favour.
    pub(super) fn push(&self, record: Record) {
        if !self.is_on() {
            return;
        }
        let (octets, refused) = (record.octets(), record.refused.then(|| Network::from(&record)));
        let mut state = self.lock();
        let declined = state.waiting.push(record, octets, refused);
        let wake = mem::take(&mut state.idle);
        drop(state);
        if wake {
            self.changed.notify_all();
        }
        // What takes time to give back is given back when nobody waits for it.
        drop(declined);
    }

    pub(super) fn finish(&self, patience: Duration) {
        let begun = Instant::now();
        let mut state = self.lock();
        state.ending = true;
        self.changed.notify_all();
        while !state.waiting.is_empty() || state.writing {
            let Some(left) = patience.checked_sub(begun.elapsed()) else { return };
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// What the thread does, for ever.
    pub(super) fn write_to(&self, folder: &Path) {
        let mut folder = Folder::new(folder);
        let mut lines = Lines::default();
        let mut told = Dropped::default();
        let mut health = Health::default();
        let mut batch = Batch::default();
        let mut state = self.lock();
        loop {
            if state.waiting.is_empty() && !state.new {
                state.idle = true;
                let wait = look(state.options);
                state = self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0;
            }
            (state.idle, state.new) = (false, false);
            state.writing = true;
            state.waiting.take(&mut batch);
            let (options, dropped) = (state.options, state.waiting.dropped);
            drop(state);
            let Batch { refused, other } = &mut batch;
            let took = Dropped { refused: refused.len() as u64, other: other.len() as u64 };
            let outcome = folder.write(&mut lines, options, (refused, other), missed(dropped, told));
            for parts in [refused, other] {
                parts.clear();
                parts.shrink_to(KEPT_ROOM);
            }
            if outcome.written.gap {
                told = dropped;
            }
            let lost = missed(took, outcome.written.parts);
            health.tell(folder.path(), options, &outcome);
            let at = Instant::now();
            state = self.lock();
            state.waiting.dropped.refused += lost.refused;
            state.waiting.dropped.other += lost.other;
            state.writing = false;
            if state.ending {
                self.changed.notify_all();
            }
            while !state.ending {
                let Some(left) = TOGETHER.checked_sub(at.elapsed()) else { break };
                state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long the thread waits before it looks for what is too old: that goes no later than an eighth of the time behind its own.
fn look(options: Options) -> Duration {
    (options.keep / 8).clamp(LOOK_MIN, LOOK)
}

/// What waits, and how much it is.
struct Waiting<T> {
    parts: Batch<T>,
    /// Of each of the others, how much it is.
    each: VecDeque<usize>,
    octets: usize,
    /// Of these, how many are of sessions in which nothing was refused.
    others: usize,
    /// And how many of each client in whose sessions something was.
    shares: Shares,
    dropped: Dropped,
}

/// What is written together: parts of sessions in which something was refused, and sessions in which nothing was.
struct Batch<T> {
    refused: VecDeque<T>,
    other: VecDeque<T>,
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self { refused: VecDeque::new(), other: VecDeque::new() }
    }
}

impl<T> Default for Waiting<T> {
    fn default() -> Self {
        let (shares, dropped) = (Shares::default(), Dropped::default());
        Self { parts: Batch::default(), each: VecDeque::new(), octets: 0, others: 0, shares, dropped }
    }
}

impl<T> Waiting<T> {
    fn is_empty(&self) -> bool {
        self.parts.refused.is_empty() && self.parts.other.is_empty()
    }

    /// Where something was refused, it is a part of somebody's. Gives it back if there is no room for it.
    fn push(&mut self, part: T, octets: usize, refused: Option<Network>) -> Option<T> {
        let Some(network) = refused else {
            let is_wanted = self.each.is_empty() || self.others + octets <= WAITING_OTHERS;
            if !is_wanted || self.octets + octets > WAITING_OCTETS {
                self.dropped.other += 1;
                return Some(part);
            }
            self.octets += octets;
            self.others += octets;
            self.each.push_back(octets);
            self.parts.other.push_back(part);
            return None;
        };
        if !self.shares.has_room(network, octets as u64, WAITING_OCTETS as u64 / SHARE) {
            self.dropped.refused += 1;
            return Some(part);
        }
        while self.octets + octets > WAITING_OCTETS {
            let (Some(_), Some(given_up)) = (self.parts.other.pop_front(), self.each.pop_front()) else {
                self.dropped.refused += 1;
                return Some(part);
            };
            self.octets -= given_up;
            self.others -= given_up;
            self.dropped.other += 1;
        }
        self.octets += octets;
        self.shares.take(network, octets as u64);
        self.parts.refused.push_back(part);
        None
    }

    /// Exchanges all that waits for an empty batch, which has room already.
    fn take(&mut self, batch: &mut Batch<T>) {
        (self.octets, self.others) = (0, 0);
        self.each.clear();
        self.shares.clear();
        mem::swap(&mut self.parts, batch);
    }
}

/// What was dropped since it was last written down.
fn missed(dropped: Dropped, told: Dropped) -> Dropped {
    Dropped { refused: dropped.refused - told.refused, other: dropped.other - told.other }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;
    use std::thread;
    use std::time::SystemTime;

    use proptest::prelude::*;

    use super::*;

    const OPTIONS: Options =
        Options { octets: 1024 * 1024, keep: Duration::from_secs(86_400), free_floor_octets: 0 };

    fn client(number: usize) -> Network {
        let [.., last] = number.to_be_bytes();
        Network::At(std::net::IpAddr::from([192, 0, 2, last]))
    }

    /// Waits until the file is there no more.
    fn gone(file: &Path) {
        let begun = Instant::now();
        while file.exists() {
            assert!(begun.elapsed() < Duration::from_secs(60), "{} is still there", file.display());
            thread::yield_now();
        }
    }

    #[test]
    fn what_is_too_old_or_switched_off_goes_at_the_start_and_when_the_options_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let (old, new) = (
            folder.path().join("refused-0000000000001.jsonl"),
            folder.path().join("refused-0000000000002.jsonl"),
        );
        for file in [&old, &new] {
            fs::write(file, "{}\n").expect("written");
        }
        let time = SystemTime::now() - 2 * OPTIONS.keep;
        fs::File::options().append(true).open(&old).and_then(|file| file.set_modified(time)).expect("set");
        let buffer = Arc::new(Buffer::new(OPTIONS));
        let (for_thread, path) = (Arc::clone(&buffer), folder.path().to_owned());
        thread::spawn(move || for_thread.write_to(&path));
        gone(&old);
        assert!(new.exists());
        buffer.set(Options { octets: 0, ..OPTIONS });
        gone(&new);
    }

    #[test]
    fn what_is_kept_for_a_short_time_is_looked_for_more_often() {
        assert_eq!(look(OPTIONS), LOOK);
        assert_eq!(look(Options { keep: Duration::from_secs(80), ..OPTIONS }), Duration::from_secs(10));
    }

    #[test]
    fn without_a_thread_nothing_is_taken() {
        let buffer = Buffer::new(OPTIONS);
        assert!(buffer.is_on());
        buffer.give_up();
        assert!(!buffer.is_on());
        buffer.set(OPTIONS);
        assert!(!buffer.is_on());
    }

    #[test]
    fn one_client_leaves_room_for_the_others() {
        let mut waiting = Waiting::default();
        for number in 0..10_000 {
            waiting.push(number, 10_000, Some(client(1)));
        }
        assert!(waiting.octets <= WAITING_OCTETS / 8);
        let dropped = waiting.dropped.refused;
        assert_eq!(dropped + waiting.parts.refused.len() as u64, 10_000);
        waiting.push(10_000, 10_000, Some(client(2)));
        assert_eq!(waiting.dropped.refused, dropped);
        // What was written waits no more.
        waiting.take(&mut Batch::default());
        waiting.push(0, 10_000, Some(client(1)));
        assert_eq!(waiting.dropped.refused, dropped);
    }

    proptest! {
        /// However much comes: what waits has a limit, nothing is lost without being counted, and a session in which something was refused
        /// is never dropped while another waits.
        #[test]
        fn what_waits_is_bounded_and_refusals_go_first(
            parts in prop::collection::vec((prop_oneof![0..WAITING_OCTETS / 16, 0..WAITING_OTHERS / 4], any::<bool>()), 0..300),
        ) {
            let mut waiting = Waiting::default();
            for (number, (octets, refused)) in parts.iter().enumerate() {
                let before = waiting.dropped.refused;
                let declined = waiting.push(number, *octets, refused.then(|| client(number)));
                prop_assert!(declined.is_none_or(|declined| declined == number));
                prop_assert!(waiting.octets <= WAITING_OCTETS);
                prop_assert!(waiting.others <= WAITING_OTHERS || waiting.each.len() == 1);
                prop_assert_eq!(waiting.others, waiting.each.iter().sum::<usize>());
                prop_assert_eq!(waiting.each.len(), waiting.parts.other.len());
                prop_assert!(waiting.dropped.refused == before || waiting.each.is_empty());
            }
            let dropped = waiting.dropped;
            let mut batch = Batch::default();
            waiting.take(&mut batch);
            let Batch { refused, other } = batch;
            let kept = refused.len() + other.len();
            prop_assert_eq!(kept as u64 + dropped.refused + dropped.other, parts.len() as u64);
            prop_assert!(refused.iter().all(|number| parts[*number].1));
            prop_assert!(refused.iter().zip(refused.iter().skip(1)).all(|(one, next)| one < next));
            prop_assert!(waiting.is_empty() && waiting.octets == 0);
        }
    }
}
