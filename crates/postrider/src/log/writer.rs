//! The way to standard error: a buffer with a limit, and a thread that empties it.

use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Octets that wait to be written, at most. Above this lines are dropped and counted.
const WAITING_OCTETS: usize = 2 * 1024 * 1024;

/// Lines that come so soon after others are written together with those that follow: a busy server has thousands of lines a
/// second, and a call of the system for each would cost as much as the line itself.
const TOGETHER: Duration = Duration::from_millis(5);

/// But so many octets are not kept waiting.
const ENOUGH_OCTETS: usize = 128 * 1024;

/// Takes lines. A clone writes to the same place.
#[derive(Clone)]
pub(super) struct Writer(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    /// Something for the thread to do; or, for whoever waits for the end, nothing any more.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    lines: Vec<u8>,
    dropped: u64,
    /// The thread sleeps until somebody wakes it.
    idle: bool,
    /// The thread is writing.
    writing: bool,
    /// Nobody will wait for others: what is there is written at once.
    ending: bool,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(out: impl Write + Send + 'static) -> Self {
        let state = Mutex::new(State::default());
        let writer = Self(Arc::new(Shared { state, changed: Condvar::new() }));
        let for_thread = Arc::clone(&writer.0);
        // Without a thread there is no log, and no server either: it needs more of them.
        let _ = thread::Builder::new().name("log".into()).spawn(move || for_thread.run(out));
        writer
    }

    /// Takes a line, with its end; or drops it, if there is no room.
    pub(super) fn write(&self, line: &[u8]) {
        let mut state = self.0.lock();
        let before = state.lines.len();
        if before + line.len() > WAITING_OCTETS {
            state.dropped += 1;
            return;
        }
        state.lines.extend_from_slice(line);
        let enough = before < ENOUGH_OCTETS && state.lines.len() >= ENOUGH_OCTETS;
        let wake = std::mem::take(&mut state.idle) || enough;
        drop(state);
        if wake {
            self.0.changed.notify_all();
        }
    }

    /// Lines dropped so far.
    pub(super) fn dropped(&self) -> u64 {
        self.0.lock().dropped
    }

    /// Waits until everything is written, but not longer than this.
    pub(super) fn finish(&self, patience: Duration) {
        let begun = Instant::now();
        let mut state = self.0.lock();
        state.ending = true;
        self.0.changed.notify_all();
        while !state.lines.is_empty() || state.writing {
            let Some(left) = patience.checked_sub(begun.elapsed()) else { return };
            state = self.0.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, mut out: impl Write) {
        let mut spare = Vec::new();
        let mut state = self.lock();
        loop {
            while state.lines.is_empty() {
                state.idle = true;
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            state.idle = false;
            state.writing = true;
            std::mem::swap(&mut state.lines, &mut spare);
            drop(state);
            // Whoever read the log has gone, or its disk is full: nothing can be told of that here.
            let _ = out.write_all(&spare);
            spare.clear();
            // One burst must not cost its memory for ever.
            spare.shrink_to(ENOUGH_OCTETS);
            state = self.lock();
            state.writing = false;
            if state.ending {
                self.changed.notify_all();
            }
            let written = Instant::now();
            while state.lines.len() < ENOUGH_OCTETS && !state.ending {
                let Some(left) = TOGETHER.checked_sub(written.elapsed()) else { break };
                state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    /// Takes what is written only when it is let.
    struct Gate {
        written: Sender<Vec<u8>>,
        let_through: Receiver<()>,
    }

    impl Write for Gate {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            let _ = self.let_through.recv();
            let _ = self.written.send(octets.to_vec());
            Ok(octets.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_comes_while_others_are_written_goes_together_and_what_has_no_room_is_counted() {
        let (written, writes) = channel();
        let (let_it, let_through) = channel();
        let writer = Writer::start(Gate { written, let_through });
        writer.write(b"first\n");
        let_it.send(()).expect("it waits");
        let mut got = writes.recv().expect("the first");
        assert_eq!(got, b"first\n");
        let line = [b'x'; 1024];
        let sent = 3 * WAITING_OCTETS / line.len();
        for _ in 0..sent {
            writer.write(&line);
        }
        let dropped = writer.dropped();
        assert!(dropped > 0);
        drop(let_it);
        writer.finish(Duration::from_secs(60));
        let mut calls = 0;
        got.clear();
        for more in writes.try_iter() {
            calls += 1;
            got.extend(more);
        }
        assert_eq!(got.len() as u64, (sent as u64 - dropped) * 1024);
        assert!(calls <= 3, "{calls} writes");
    }
}
