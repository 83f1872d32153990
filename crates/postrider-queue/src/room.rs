//! Room on the disk: what is free, what must stay so, and what is promised to messages on their way in.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::shared::Shared;

/// What a message whose size nobody declared is expected to need, and the step in which its reservation grows, in octets.
pub(crate) const STEP: u64 = 64 * 1024;

/// There is no room for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRoom {
    /// Octets free on the file system, less what is promised already.
    pub free: u64,
    /// Octets that must stay free.
    pub floor: u64,
    /// Octets asked for.
    pub wanted: u64,
}

impl fmt::Display for NoRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mib = |octets: u64| octets / (1024 * 1024);
        write!(
            f,
            "the disk of the queue has {} MiB free, {} MiB must stay so, and the message may need {} KiB",
            mib(self.free),
            mib(self.floor),
            self.wanted.div_ceil(1024)
        )
    }
}

impl std::error::Error for NoRoom {}

/// Room that is promised to a message; dropped, others may have it.
pub(crate) struct Reservation {
    shared: Arc<Shared>,
    octets: u64,
}

/// What is promised to all messages on their way in, and how much more may be before the disk is asked again.
#[derive(Debug)]
pub(crate) struct Room {
    /// In octets.
    reserved: AtomicU64,
    /// To ask costs a system call, and on a disk that is far from full the answer is known: so much may be promised on it, in octets.
    unasked: AtomicU64,
    unasked_max: u64,
}

impl Room {
    pub(crate) fn new(unasked_max: u64) -> Self {
        Self { reserved: AtomicU64::new(0), unasked: AtomicU64::new(0), unasked_max }
    }
}

impl Shared {
    /// Whether there is room for this much more.
    pub(crate) fn has_room(&self, wanted: u64) -> Result<(), NoRoom> {
        if self.room.unasked.load(Ordering::Relaxed) >= wanted { Ok(()) } else { self.ask_for_room(wanted) }
    }

    /// How much more may come: what is free above the floor and beyond all that is promised. None where the disk does not say.
    pub(crate) fn room_octets(&self) -> Option<u64> {
        let free = self.disk.free_bytes(&self.options.folder).ok()?;
        let kept = self.options.free_floor_octets.saturating_add(self.room.reserved.load(Ordering::Relaxed));
        Some(free.saturating_sub(kept))
    }

    /// Asks the disk whether there is room for this much beyond all that is promised.
    fn ask_for_room(&self, wanted: u64) -> Result<(), NoRoom> {
        // A disk that cannot even say how full it is will say more when it is written.
        let free = self.disk.free_bytes(&self.options.folder).unwrap_or(u64::MAX);
        let free = free.saturating_sub(self.room.reserved.load(Ordering::Relaxed));
        let floor = self.options.free_floor_octets;
        let left = free.checked_sub(floor.saturating_add(wanted)).ok_or(NoRoom { free, floor, wanted })?;
        // Others may fill the disk, too: near the floor it is asked each time.
        let unasked = if left / 4 > self.room.unasked_max { self.room.unasked_max } else { 0 };
        self.room.unasked.store(unasked, Ordering::Relaxed);
        Ok(())
    }

    /// Promises this much.
    fn reserve(&self, octets: u64) -> Result<(), NoRoom> {
        let less = |unasked: u64| unasked.checked_sub(octets);
        let known = self.room.unasked.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok();
        // Promised first and asked then: two who ask at once do not get the same room.
        self.room.reserved.fetch_add(octets, Ordering::Relaxed);
        if known {
            return Ok(());
        }
        self.ask_for_room(0).map_err(|NoRoom { free, floor, .. }| {
            self.room.reserved.fetch_sub(octets, Ordering::Relaxed);
            NoRoom { free: free.saturating_add(octets), floor, wanted: octets }
        })
    }
}

impl Reservation {
    /// Promises a message what was declared, or a step where nothing was.
    pub(crate) fn new(shared: &Arc<Shared>, declared: Option<u64>) -> Result<Self, NoRoom> {
        let mut reservation = Self::nothing(shared);
        reservation.grow(declared.unwrap_or(STEP))?;
        Ok(reservation)
    }

    pub(crate) fn nothing(shared: &Arc<Shared>) -> Self {
        Self { shared: Arc::clone(shared), octets: 0 }
    }

    /// The message has this many octets by now: a sender that declared less, or nothing, gets no further than there is room.
    pub(crate) fn cover(&mut self, octets: u64) -> Result<(), NoRoom> {
        if octets <= self.octets { Ok(()) } else { self.grow((octets - self.octets).next_multiple_of(STEP)) }
    }

    fn grow(&mut self, by: u64) -> Result<(), NoRoom> {
        self.shared.reserve(by)?;
        self.octets += by;
        Ok(())
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.shared.room.reserved.fetch_sub(self.octets, Ordering::Relaxed);
    }
}
