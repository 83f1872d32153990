//! What is in the queue, for whoever asks: messages that wait, those that are done, and their content.

use std::io;

use postrider_proto::mail::{Mailbox, QueueId};

use crate::Timestamp;
use crate::history::HistoryFilter;
use crate::queue::Queue;
use crate::store::body::Body;
use crate::summary::Summary;

impl Queue {
    /// The messages that are not done, oldest first: at most `most`, from behind `after`, the time and id of one.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn list(&self, after: Option<(Timestamp, QueueId)>, most: usize) -> io::Result<Vec<Summary>> {
        let (mut found, mut after) = (Vec::new(), after);
        // Whoever accepts or claims is let in between. What is done by the time that it is looked at leaves no gap, which would look
        // like the end.
        while found.len() < most {
            let ids = self.shared().state().by_age(after, most - found.len()).map_err(io::Error::other)?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            for (_, id) in ids {
                found.extend(self.show(id)?);
            }
        }
        Ok(found)
    }

    /// One message; none if it is not there, or done.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn show(&self, id: QueueId) -> io::Result<Option<Summary>> {
        let state = self.shared().state();
        let message = state.get(id).map_err(io::Error::other)?;
        Ok(message.map(|message| Summary::of(id, &message, &state)))
    }

    /// What became of a message that is done, as long as the history tells it.
    #[must_use]
    pub fn show_done(&self, id: QueueId, now: Timestamp) -> Option<Summary> {
        self.shared().state().history.get(id, now).map(Summary::of_done)
    }

    /// The messages of the history that the filter wants, those done last first: at most `most`, each with its number; from before the
    /// one with the number `before`, if it is given.
    #[must_use]
    pub fn history(
        &self,
        filter: &HistoryFilter,
        before: Option<u64>,
        most: usize,
        now: Timestamp,
    ) -> Vec<(u64, Summary)> {
        /// So many are looked at before whoever accepts or claims is let in between.
        const LOOKED_AT: usize = 1024;
        let (mut found, mut before) = (Vec::new(), before.unwrap_or(u64::MAX));
        loop {
            let mut state = self.shared().state();
            let mut looked_at = 0;
            for entry in state.history.before(before, now).take(LOOKED_AT) {
                if found.len() >= most {
                    return found;
                }
                (looked_at, before) = (looked_at + 1, entry.number);
                if filter.wants(&entry.message) {
                    found.push((entry.number, Summary::of_done(entry)));
                }
            }
            if looked_at < LOOKED_AT {
                return found;
            }
        }
    }

    /// Drops from the history every message that this address has sent or was to get. Gives how many they were.
    #[must_use]
    pub fn forget(&self, address: &Mailbox) -> usize {
        self.shared().state().history.forget(address)
    }

    /// The content of one message; none if it is not there, or done.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn cat(&self, id: QueueId) -> io::Result<Option<Body>> {
        self.shared().body_of(id)
    }
}
