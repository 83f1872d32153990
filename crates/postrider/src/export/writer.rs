//! Writing an export.

use std::io::{self, Read as _, Write};

use postrider_proto::mail::QueueId;
use postrider_queue::{Body, Queue, Summary};

use super::line::{CHECKSUM, End, EndLine, Line};
use super::{NAME, VERSION, begin};

/// How many messages are looked up at once.
const PAGE: usize = 256;
/// How much content is read at once, in octets.
const PIECE: usize = 64 * 1024;

/// Why an export is cut short.
#[derive(Debug)]
pub enum WriteError {
    /// The queue cannot be read.
    Queue(io::Error),
    /// The export cannot be written.
    Output(io::Error),
}

/// Writes all messages of a queue, oldest first. `left_out` is told of each that cannot be read, and why.
///
/// # Errors
///
/// The queue cannot be read, or the export not be written.
pub fn write(
    queue: &Queue,
    out: &mut dyn Write,
    left_out: &mut dyn FnMut(QueueId, &io::Error),
) -> Result<End, WriteError> {
    let mark = queue.new_id().to_string();
    writeln!(out, "{NAME} {VERSION} {mark}").map_err(WriteError::Output)?;
    let mut end = End { messages: 0, left_out: 0 };
    let mut after = None;
    loop {
        let page = queue.list(after, PAGE).map_err(WriteError::Queue)?;
        let Some(last) = page.last() else { break };
        after = Some((last.received, last.id));
        for summary in &page {
            let line = Line::of(summary).text().map_err(|error| WriteError::Output(error.into()))?;
            match checksum(queue, summary, &line) {
                Ok(crc) => {
                    write!(out, "{}{CHECKSUM}\"{crc:08x}\",{line}", begin(&mark))
                        .map_err(WriteError::Output)?;
                    content(queue, summary, out)?;
                    end.messages += 1;
                }
                Err(error) => {
                    left_out(summary.id, &error);
                    end.left_out += 1;
                }
            }
        }
    }
    let line = EndLine { export: mark, end };
    let line = serde_json::to_string(&line).map_err(|error| WriteError::Output(error.into()))?;
    writeln!(out, "{line}").map_err(WriteError::Output)?;
    out.flush().map_err(WriteError::Output)?;
    Ok(end)
}

/// Reads all of a content, so that no half of one is written.
fn checksum(queue: &Queue, summary: &Summary, line: &str) -> io::Result<u32> {
    let (mut content, mut piece) = (open(queue, summary)?, vec![0; PIECE]);
    let mut crc = crc32c::crc32c(line.as_bytes());
    loop {
        match content.read(&mut piece)? {
            0 => return Ok(crc),
            octets => crc = crc32c::crc32c_append(crc, &piece[..octets]),
        }
    }
}

fn content(queue: &Queue, summary: &Summary, out: &mut dyn Write) -> Result<(), WriteError> {
    // If it cannot be read this time, the export ends here, without its end.
    let (mut content, mut piece) = (open(queue, summary).map_err(WriteError::Queue)?, vec![0; PIECE]);
    loop {
        match content.read(&mut piece).map_err(WriteError::Queue)? {
            0 => return out.write_all(b"\n").map_err(WriteError::Output),
            octets => out.write_all(&piece[..octets]).map_err(WriteError::Output)?,
        }
    }
}

fn open(queue: &Queue, summary: &Summary) -> io::Result<Body> {
    queue
        .cat(summary.id)?
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "it is not in the queue any more"))
}
