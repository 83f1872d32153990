//! What happened, line by line: hashed always, kept or shown where somebody asks.

use std::collections::VecDeque;
use std::fmt::{self, Write};

/// How many of the last lines are kept.
const KEPT: usize = 60;

/// What becomes of the lines beside being hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// Nothing.
    #[default]
    Nothing,
    /// The last ones are kept.
    Last,
    /// All are.
    All,
}

/// What happened.
#[derive(Debug)]
pub(crate) struct Trace {
    keep: Keep,
    digest: Digest,
    lines: VecDeque<String>,
}

impl Trace {
    pub(crate) fn new(keep: Keep) -> Self {
        Self { keep, digest: Digest(0xcbf2_9ce4_8422_2325), lines: VecDeque::new() }
    }

    /// Something happened, so many milliseconds after the beginning.
    pub(crate) fn line(&mut self, ms: u64, what: fmt::Arguments<'_>) {
        let _ = writeln!(self.digest, "{ms} {what}");
        if self.keep == Keep::Nothing {
            return;
        }
        let (seconds, ms) = (ms / 1000, ms % 1000);
        let (days, hours, minutes) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60);
        self.lines.push_back(format!("{days}d {hours:02}:{minutes:02}:{:02}.{ms:03}  {what}", seconds % 60));
        if self.keep == Keep::Last && self.lines.len() > KEPT {
            self.lines.pop_front();
        }
    }

    /// The same for two runs in which the same happened.
    pub(crate) fn digest(&self) -> u64 {
        self.digest.0
    }

    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines.into()
    }
}

/// FNV-1a: all that is asked of it is that two different runs differ.
#[derive(Debug)]
struct Digest(u64);

impl Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for octet in text.bytes() {
            self.0 = (self.0 ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}
