//! The log: one line for each event, on standard error.
//!
//! ```text
//!   event ──▶ line (on the thread where it happened) ──▶ a buffer with a limit ──▶ a thread of its own ──▶ standard error
//!                                                              │
//!                                                        full: the line is dropped, and counted
//! ```
//!
//! Mail never waits for whoever reads the log. What a peer has sent may be part of a line, so every control character is
//! written as an escape: no peer can begin a line of its own, or talk to the terminal.
//!
//! A server that is busy writes two lines for each message, so that this is part of what a message costs: a line is made without a
//! map or a value in between, and whoever makes one wakes the writer only if it sleeps.

mod line;
mod writer;

use std::io::{self, IsTerminal as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, set_global_default};
use tracing::{Event, Metadata, Subscriber};

use line::Form;
use writer::Writer;

/// How lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// `human` on a terminal, `json` elsewhere.
    #[default]
    Auto,
    /// For people.
    Human,
    /// One JSON object a line, for programs.
    Json,
}

impl Format {
    /// Each of them, as it is written.
    pub const ALL: [(&'static str, Self); 3] =
        [("auto", Self::Auto), ("human", Self::Human), ("json", Self::Json)];

    /// Whether lines are for people, standard error being what it is.
    #[must_use]
    pub fn is_human(self) -> bool {
        match self {
            Self::Auto => io::stderr().is_terminal(),
            Self::Human => true,
            Self::Json => false,
        }
    }
}

/// The levels, as they are written.
pub const LEVELS: [(&str, LevelFilter); 5] = [
    ("error", LevelFilter::ERROR),
    ("warn", LevelFilter::WARN),
    ("info", LevelFilter::INFO),
    ("debug", LevelFilter::DEBUG),
    ("trace", LevelFilter::TRACE),
];

/// The log of the process.
pub struct Log {
    writer: Writer,
    /// Dropped lines that a line has told of.
    told: u64,
}

/// The level from which on the server's own lines are written, by its place in [`LEVELS`].
static LEVEL: AtomicUsize = AtomicUsize::new(0);

impl Log {
    /// Starts the log of this process.
    #[must_use]
    pub fn start(format: Format, level: LevelFilter) -> Self {
        let human = format.is_human();
        let colour = human && io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let form = match (human, colour) {
            (true, colour) => Form::Human { colour },
            (false, _) => Form::Json,
        };
        let writer = Writer::start(io::stderr());
        LEVEL.store(place_of(level), Ordering::Relaxed);
        // Fails only if the process has a log already, and then that one is good enough.
        let _ = set_global_default(Lines { form, writer: writer.clone() });
        Self { writer, told: 0 }
    }

    /// From now on lines of this level and above are written.
    pub fn set_level(&self, level: LevelFilter) {
        LEVEL.store(place_of(level), Ordering::Relaxed);
        tracing::callsite::rebuild_interest_cache();
    }

    /// Says how many lines were dropped since this was last said. The line that says so may be dropped as well; then the
    /// next call says it.
    pub fn tell_dropped(&mut self) {
        let dropped = self.writer.dropped();
        if dropped > self.told {
            tracing::warn!(
                lines = dropped - self.told,
                "log lines were dropped: whoever reads them was too slow"
            );
            if self.writer.dropped() == dropped {
                self.told = dropped;
            }
        }
    }

    /// Ends the log: what waits is written, and what was dropped is told, if whoever reads takes it within a second or two.
    pub fn finish(mut self) {
        /// A reader that was only slow makes room within this.
        const TRIES: u32 = 20;
        for _ in 0..TRIES {
            self.tell_dropped();
            if self.told == self.writer.dropped() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        self.writer.finish(Duration::from_secs(1));
    }
}

fn place_of(level: LevelFilter) -> usize {
    LEVELS.iter().position(|(_, known)| *known == level).unwrap_or(0)
}

/// Makes a line of every event. Nothing here opens a span, so spans are nothing.
struct Lines {
    form: Form,
    writer: Writer,
}

impl Subscriber for Lines {
    /// The server's own lines from its level on, and what goes wrong in the libraries below it.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let level = LEVELS[LEVEL.load(Ordering::Relaxed)].1;
        let ours = metadata.target().starts_with("postrider");
        *metadata.level() <= if ours { level } else { level.min(LevelFilter::WARN) }
    }

    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.is_event() && self.enabled(metadata) { Interest::always() } else { Interest::never() }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LEVELS[LEVEL.load(Ordering::Relaxed)].1)
    }

    fn event(&self, event: &Event<'_>) {
        line::make(event, self.form, |line| self.writer.write(line));
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
