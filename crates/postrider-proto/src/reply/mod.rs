//! Every reply: the numbers, the catalogue of entries, and the reply on the wire.
//!
//! A reply is an entry of the [`catalogue`], never a string: code, enhanced code and words live together in one place,
//! so that the wire, the log, the documentation and a translation cannot disagree.

pub mod catalogue;
pub mod code;
pub mod entry;
mod parse;
#[allow(clippy::module_inception)]
mod reply;

pub use code::{Class, Code, Enhanced};
pub use entry::{Blame, Entry};
pub use parse::{ParsedReply, ReplyError, ReplyParser};
pub use reply::Reply;
