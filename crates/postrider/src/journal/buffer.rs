//! The way to the disk: a buffer with a limit, and the thread that empties it.

use std::collections::VecDeque;
use std::mem;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use postrider_inbound::Record;
use tracing::{info, warn};

use super::Options;
use super::files::{Folder, Lines};

/// Octets that wait to be written, at most. Above this what comes is dropped and counted: first sessions in which nothing was refused.
const WAITING_OCTETS: usize = 4 * 1024 * 1024;

/// Of sessions in which nothing was refused so many wait at most. With [`TOGETHER`] that is some thousand a second: of a server that has more
/// to do nobody wants to read each, and the rest is left to the mail.
const WAITING_OTHERS: usize = 64;

/// What comes so soon behind other is written together with what follows.
const TOGETHER: Duration = Duration::from_millis(50);

/// How often old files are looked for where nothing is written.
const LOOK: Duration = Duration::from_secs(600);

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
    refused: VecDeque<Record>,
    other: VecDeque<Record>,
    octets: usize,
    dropped: Dropped,
    /// The thread sleeps until somebody wakes it.
    idle: bool,
    /// The thread is writing.
    writing: bool,
    /// Nobody will wait for others.
    ending: bool,
}

impl Buffer {
    pub(super) fn new(options: Options) -> Self {
        let state = State {
            options,
            refused: VecDeque::new(),
            other: VecDeque::new(),
            octets: 0,
            dropped: Dropped::default(),
            idle: false,
            writing: false,
            ending: false,
        };
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
            on: AtomicBool::new(options.octets > 0),
        }
    }

    pub(super) fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    pub(super) fn set(&self, options: Options) {
        self.on.store(options.octets > 0, Ordering::Relaxed);
        self.lock().options = options;
        self.changed.notify_all();
    }

    pub(super) fn dropped(&self) -> Dropped {
        self.lock().dropped
    }

    /// Takes a part of a session; or drops it, or another in its favour.
    pub(super) fn push(&self, record: Record) {
        if !self.is_on() {
            return;
        }
        let mut state = self.lock();
        state.push(record);
        let wake = mem::take(&mut state.idle);
        drop(state);
        if wake {
            self.changed.notify_all();
        }
    }

    pub(super) fn finish(&self, patience: Duration) {
        let begun = Instant::now();
        let mut state = self.lock();
        state.ending = true;
        self.changed.notify_all();
        while state.is_waiting() || state.writing {
            let Some(left) = patience.checked_sub(begun.elapsed()) else { return };
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// What the thread does, for ever.
    pub(super) fn write_to(&self, folder: &Path) {
        let mut folder = Folder::new(folder);
        let mut lines = Lines::default();
        let mut told = Dropped::default();
        let mut works = true;
        let mut state = self.lock();
        loop {
            if !state.is_waiting() {
                state.idle = true;
                state = self.changed.wait_timeout(state, LOOK).unwrap_or_else(PoisonError::into_inner).0;
            }
            state.idle = false;
            state.writing = true;
            state.octets = 0;
            let (refused, other) = (mem::take(&mut state.refused), mem::take(&mut state.other));
            let (options, dropped) = (state.options, state.dropped);
            drop(state);
            let took = Dropped { refused: refused.len() as u64, other: other.len() as u64 };
            let written = folder.write(&mut lines, options, (refused, other), missed(dropped, told));
            let lost = match &written {
                Ok(()) => {
                    told = dropped;
                    Dropped::default()
                }
                Err(_) => took,
            };
            tell(folder.path(), written.as_ref().err().map(ToString::to_string), &mut works);
            let at = Instant::now();
            state = self.lock();
            state.dropped.refused += lost.refused;
            state.dropped.other += lost.other;
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

impl State {
    fn is_waiting(&self) -> bool {
        !self.refused.is_empty() || !self.other.is_empty()
    }

    fn push(&mut self, record: Record) {
        let octets = record.octets();
        if !record.refused {
            if self.other.len() < WAITING_OTHERS && self.octets + octets <= WAITING_OCTETS {
                self.octets += octets;
                self.other.push_back(record);
            } else {
                self.dropped.other += 1;
            }
            return;
        }
        while self.octets + octets > WAITING_OCTETS {
            let Some(given_up) = self.other.pop_front() else {
                self.dropped.refused += 1;
                return;
            };
            self.octets -= given_up.octets();
            self.dropped.other += 1;
        }
        self.octets += octets;
        self.refused.push_back(record);
    }
}

/// What was dropped since it was last written down.
fn missed(dropped: Dropped, told: Dropped) -> Dropped {
    Dropped { refused: dropped.refused - told.refused, other: dropped.other - told.other }
}

/// Tells that the journal cannot be written, and that it can be again: once each.
fn tell(folder: &Path, error: Option<String>, works: &mut bool) {
    match error {
        Some(error) if *works => warn!(
            folder = %folder.display(), error,
            "the journal of sessions cannot be written, and `postrider why` will not know of them; mail goes on"
        ),
        None if !*works => info!(folder = %folder.display(), "the journal of sessions is written again"),
        _ => return,
    }
    *works = !*works;
}
