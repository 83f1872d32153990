//! The body of a message, read back: never the end of it before its checksum was right.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::disk::DiskFile;

/// How much is read at once.
const PIECE: u64 = 256 * 1024;

/// The body of a message. It keeps the segment it is in from being used anew.
pub struct Body {
    file: Arc<dyn DiskFile>,
    start: u64,
    octets: u64,
    crc: u32,
    /// Whoever reads it may want to know later that it was damaged.
    damaged: Option<Arc<AtomicBool>>,
    read: u64,
    running: u32,
    /// Read ahead, its checksum already counted, and how much of it was given out.
    piece: Vec<u8>,
    given: usize,
}

impl Body {
    pub(crate) fn new(file: Arc<dyn DiskFile>, start: u64, octets: u64, crc: u32) -> Self {
        Self { file, start, octets, crc, damaged: None, read: 0, running: 0, piece: Vec::new(), given: 0 }
    }

    /// Sets this when it turns out to be damaged.
    pub(crate) fn telling(self, damaged: &Arc<AtomicBool>) -> Self {
        Self { damaged: Some(Arc::clone(damaged)), ..self }
    }

    /// How long it is, in octets.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.octets
    }

    fn is_damaged(&self) {
        if let Some(damaged) = &self.damaged {
            damaged.store(true, Ordering::Relaxed);
        }
    }

    fn next_piece(&mut self) -> io::Result<()> {
        let octets = (self.octets - self.read).min(PIECE);
        self.piece.resize(usize::try_from(octets).expect("a piece fits in memory"), 0);
        self.given = 0;
        let read = self.file.read_at(&mut self.piece, self.start + self.read);
        if read.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::UnexpectedEof) {
            self.is_damaged();
        }
        read?;
        self.read += octets;
        self.running = crc32c::crc32c_append(self.running, &self.piece);
        // The last piece is given out only when the whole is right: whoever sends the body on stops before its end, and
        // nobody takes half of it, or another's mail, for a message.
        if self.read == self.octets && self.running != self.crc {
            self.piece.clear();
            self.is_damaged();
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the checksum of the message's body is wrong",
            ));
        }
        Ok(())
    }
}

impl Read for Body {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.given == self.piece.len() {
            if self.read == self.octets {
                return Ok(0);
            }
            self.next_piece()?;
        }
        let octets = out.len().min(self.piece.len() - self.given);
        out[..octets].copy_from_slice(&self.piece[self.given..self.given + octets]);
        self.given += octets;
        Ok(octets)
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Body").field("octets", &self.octets).finish_non_exhaustive()
    }
}
