//! The portable form of a queue: a stream of messages that any version can write and every later one can read. docs/queue-export.md
//! describes it for whoever wants to read it with other tools.
//!
//! ```text
//!   postrider-queue-export 1 MARK
//!   {"export":"MARK","crc32c":...,"id":...,"octets":N,...}  a message: what is known of it
//!   N octets                                                its content, as it is
//!   ...
//!   {"export":"MARK","end":{"messages":...,"left_out":...}}
//! ```
//!
//! The mark is drawn at random for each export. A line is one of ours only if it begins with it: so where the file is damaged the next
//! message is found again, and nobody can put a message into the queue by hiding such a line in the content of another.

pub mod importer;
pub mod line;
mod past;
pub mod reader;
pub mod writer;

/// The version of the form that is written, and the only one so far.
const VERSION: &str = "1";

/// What the first line begins with.
const NAME: &str = "postrider-queue-export";

/// What every line of an export with this mark begins with.
fn begin(mark: &str) -> String {
    format!(r#"{{"export":"{mark}","#)
}

#[cfg(test)]
mod tests;
