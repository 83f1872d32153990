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
        Ok((queue, Self { disk, writer, requests, large, house, chores }, recovery))
    }

    /// Does one thing, if there is one to do: makes a large body safe, writes a group of what has come, or does a chore.
    pub fn step(&mut self) -> bool {
        if let Ok(large) = self.large.try_recv() {
            large.make_safe(&*self.disk, &self.requests);
            return true;
        }
        if self.write() {
            return true;
        }
        let Ok(chore) = self.chores.try_recv() else { return false };
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
        if !writer.has_something() {
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
