//! Content on its way out: with dots for DATA, or in chunks for BDAT. Either way its lines are repaired, so that no bare CR
//! or LF goes out.

use crate::wire::data::{ChunkReader, Piece, Stuffer};

#[derive(Debug)]
pub(super) enum BodyWriter {
    Data(Stuffer),
    Chunks {
        /// Repairs the lines.
        lines: ChunkReader,
        /// What the next chunk will hold.
        chunk: Vec<u8>,
    },
}

impl BodyWriter {
    /// How much is collected before a chunk goes out, in octets.
    pub(super) const CHUNK: usize = 64 * 1024;

    pub(super) fn data() -> Self {
        Self::Data(Stuffer::default())
    }

    pub(super) fn chunks() -> Self {
        Self::Chunks { lines: ChunkReader::default(), chunk: Vec::new() }
    }

    /// Appends to `out` what `content` makes. Says whether that was a chunk, which will be answered; it is never more than
    /// one.
    pub(super) fn write(&mut self, content: &[u8], out: &mut Vec<u8>) -> bool {
        match self {
            Self::Data(stuffer) => {
                stuffer.write(content, out);
                false
            }
            Self::Chunks { lines, chunk } => {
                let mut rest = content;
                while !rest.is_empty() {
                    let (used, piece) = lines.read(rest);
                    if let Piece::Octets(octets) = piece {
                        chunk.extend_from_slice(octets);
                    }
                    rest = &rest[used..];
                }
                let full = chunk.len() >= Self::CHUNK;
                if full {
                    put_chunk(chunk, false, out);
                }
                full
            }
        }
    }

    /// Appends the end to `out`; it will be answered.
    pub(super) fn finish(self, out: &mut Vec<u8>) {
        match self {
            Self::Data(stuffer) => stuffer.finish(out),
            Self::Chunks { mut lines, mut chunk } => {
                chunk.extend_from_slice(lines.finish());
                put_chunk(&mut chunk, true, out);
            }
        }
    }
}

/// RFC 3030 §2: `BDAT size [LAST]`, then exactly that many octets.
fn put_chunk(chunk: &mut Vec<u8>, last: bool, out: &mut Vec<u8>) {
    let last = if last { " LAST" } else { "" };
    out.extend_from_slice(format!("BDAT {}{last}\r\n", chunk.len()).as_bytes());
    out.append(chunk);
}
