//! How many messages stand where, as an operator watches them.

use crate::Timestamp;

/// How the queue stands, in numbers. All of them can be had without looking at every message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Census {
    /// Messages that are not done.
    pub messages: u64,
    /// Destinations that something waits for, or is under way to.
    pub lanes: u64,
    /// Messages that wait for an attempt, each counted once for each destination that it waits for. One that an operator has hurried or
    /// held is counted for the time that was set before as well, until that has come.
    pub waiting: u64,
    /// Attempts under way.
    pub under_way: u64,
    /// Messages of which an operator holds what is left.
    pub held: u64,
    /// Messages that nothing is tried for any more: what has become of them can be told to nobody, so they are kept for a person.
    pub failed: u64,
    /// When the oldest message that is not done came. None where there is none, or where the index cannot be read.
    pub oldest: Option<Timestamp>,
    /// Octets that may still come: what is free on the file system above the floor, less what is promised. None where the disk does
    /// not say.
    pub room_octets: Option<u64>,
    /// The log cannot be written: nothing is acknowledged, and nothing tried.
    pub broken: bool,
}
