//! A queue without threads: what they would do is done when it is told to.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::housekeeping::{Chore, Housekeeper};
use crate::inbox::Inbox;
use crate::large::Large;
use crate::store::disk::Disk;
use crate::store::recover::{OpenError, Recovery};
use crate::writer::{Request, Turn, Writer};
use crate::{Options, Queue};

/// What the threads of a queue would do, done a step at a time.
pub struct Stepper {
    disk: Arc<dyn Disk>,
    /// None when it has been told to stop.
    writer: Option<Writer>,
    requests: Arc<Inbox<Request>>,
    large: Receiver<Large>,
    house: Option<Housekeeper>,
    chores: Receiver<Chore>,
    /// What comes next, if somebody has looked.
    next_large: Option<Large>,
    next_chore: Option<Chore>,
}

impl Stepper {
    /// Opens a queue that does nothing by itself. See [`Queue::open`].
    ///
    /// # Errors
    ///
    /// As [`Queue::open`].
    pub fn open(options: Options, disk: Arc<dyn Disk>) -> Result<(Queue, Self, Recovery), OpenError> {
        let (shared, log, recovery) = Queue::read_back(options, Arc::clone(&disk))?;
        let requests = Arc::new(Inbox::new());
        let ((to_large, large), (to_house, chores)) = (channel(), channel());
        let writer = Some(Writer::new(log, Arc::clone(&shared), Arc::clone(&requests), to_house));
        let house = Some(Housekeeper::new(Arc::clone(&shared), Arc::clone(&requests)));
        let queue = Queue::of(shared, Arc::clone(&requests), to_large);
        Ok((
            queue,
            Self { disk, writer, requests, large, house, chores, next_large: None, next_chore: None },
            recovery,
        ))
    }

    /// Whether nobody waits for something to be done.
    pub fn is_idle(&mut self) -> bool {
        self.look();
        let written = self.writer.as_mut().is_none_or(|writer| !writer.has_requests());
        written && self.next_large.is_none() && self.next_chore.is_none()
    }

    /// The log could not be written the last time, and is to be tried again a second later.
    #[must_use]
    pub fn is_in_trouble(&self) -> bool {
        self.writer.as_ref().is_some_and(Writer::is_in_trouble)
    }

    fn look(&mut self) {
        self.next_large = self.next_large.take().or_else(|| self.large.try_recv().ok());
        self.next_chore = self.next_chore.take().or_else(|| self.chores.try_recv().ok());
    }

    /// Does one thing, if there is one to do: makes a large body safe, writes a group of what has come, or does a chore.
    pub fn step(&mut self) -> bool {
        self.look();
        if let Some(large) = self.next_large.take() {
            large.make_safe(&*self.disk, &self.requests);
            return true;
        }
        if self.write() {
            return true;
        }
        self.look();
        let Some(chore) = self.next_chore.take() else { return false };
        let Some(house) = self.house.take() else { return false };
        house.work(chore, &mut |copied| {
            self.write();
            copied.try_recv().is_ok()
        });
        self.house = self.writer.is_some().then_some(house);
        true
    }

    fn write(&mut self) -> bool {
        let Some(writer) = &mut self.writer else { return false };
        if !writer.has_requests() && !writer.is_in_trouble() {
            return false;
        }
        if let Turn::Stop(stop) = writer.turn(Some(Duration::ZERO), Duration::ZERO) {
            self.house = None;
            if let Some(writer) = self.writer.take() {
                writer.end(|| ());
            }
            if let Some(stop) = stop {
                let _ = stop.send(());
            }
        }
        true
    }
}

impl fmt::Debug for Stepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stepper").finish_non_exhaustive()
    }
}
