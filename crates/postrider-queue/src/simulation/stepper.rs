//! A queue without threads: what they would do is done when it is told to.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::large::Large;
use crate::queue::Shared;
use crate::store::disk::Disk;
use crate::store::log::Log;
use crate::store::recover::{OpenError, Recovery};
use crate::writer::{Request, Writer};
use crate::{Options, Queue};

/// What the threads of a queue would do, done a step at a time.
pub struct Stepper {
    disk: Arc<dyn Disk>,
    writer: Writer,
    requests: Receiver<Request>,
    to_writer: Sender<Request>,
    large: Receiver<Large>,
}

impl Stepper {
    /// Opens a queue that does nothing by itself. See [`Queue::open`].
    ///
    /// # Errors
    ///
    /// As [`Queue::open`].
    pub fn open(options: Options, disk: Arc<dyn Disk>) -> Result<(Queue, Self, Recovery), OpenError> {
        let (shared, log, recovery) = Queue::read_back(options, disk)?;
        let ((to_writer, requests), (to_large, large)) = (channel(), channel());
        let stepper = Self::new(&shared, log, requests, to_writer.clone(), large);
        Ok((Queue::of(shared, to_writer, to_large), stepper, recovery))
    }

    fn new(
        shared: &Arc<Shared>,
        log: Log,
        requests: Receiver<Request>,
        to_writer: Sender<Request>,
        large: Receiver<Large>,
    ) -> Self {
        let (disk, writer) = (Arc::clone(&shared.disk), Writer::new(log, Arc::clone(shared)));
        Self { disk, writer, requests, to_writer, large }
    }

    /// Does one thing, if there is one to do: makes a large body safe, or writes a group of what has come.
    pub fn step(&mut self) -> bool {
        if let Ok(large) = self.large.try_recv() {
            large.make_safe(&*self.disk, &self.to_writer);
            return true;
        }
        let first = self.requests.try_recv().ok();
        let something = first.is_some() || self.writer.is_in_trouble();
        if something && let Some(stopped) = self.writer.turn(first, &self.requests) {
            let _ = stopped.send(());
        }
        something
    }
}

impl fmt::Debug for Stepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stepper").finish_non_exhaustive()
    }
}
