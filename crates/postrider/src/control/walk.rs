//! A walk through the queue, a page for each answer: neither end ever holds more than that of a large queue, and whoever accepts or
//! delivers is let in between.

use postrider_queue::{Queue, RecipientIndex, Summary, Timestamp};

use super::filter::Selector;
use super::protocol::Cursor;

/// The most messages that are looked at for one answer.
const LOOK: usize = 500;

/// How many are looked up at once.
const STEP: usize = 100;

/// A place in the list of all messages.
pub type At = (Timestamp, postrider_proto::mail::QueueId);

/// Where a page begins, and where the walk ends.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stretch {
    /// Behind this; none for the beginning.
    pub after: Option<At>,
    /// Not behind this; none for the end of the queue.
    pub until: Option<At>,
}

/// Where a page has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The last message that was looked at.
    pub last: Option<Cursor>,
    /// Nothing is left to look at.
    pub is_end: bool,
}

impl Stretch {
    /// Reads what a request says.
    ///
    /// # Errors
    ///
    /// It is no place.
    pub fn read(after: Option<&Cursor>, until: Option<&Cursor>) -> Result<Self, String> {
        let at = |cursor: Option<&Cursor>| cursor.map(Cursor::read).transpose();
        Ok(Self { after: at(after)?, until: at(until)? })
    }

    /// Shows `take` the messages of a page that have recipients that are meant, with these, until it has enough and says false.
    ///
    /// # Errors
    ///
    /// The queue cannot be read, or does not hold a message that is asked for by its id.
    pub fn walk(
        self,
        queue: &Queue,
        selector: &Selector,
        mut take: impl FnMut(&Summary, Vec<RecipientIndex>) -> bool,
    ) -> Result<Reached, String> {
        let mut after = self.after;
        if !selector.ids.is_empty() {
            // They are so few that no page ends among them.
            let found = |id| super::server::found(id, queue.show(id), super::server::DONE);
            let summaries: Vec<Summary> =
                selector.ids.iter().copied().map(found).collect::<Result<_, _>>()?;
            for summary in summaries {
                let selected = selector.select(&summary);
                if !selected.is_empty() {
                    take(&summary, selected);
                }
            }
            return Ok(Reached { last: None, is_end: true });
        }
        let mut looked_at = 0;
        while looked_at < LOOK {
            let page =
                queue.list(after, STEP).map_err(|error| format!("the queue cannot be read: {error}"))?;
            for summary in &page {
                let here = (summary.received, summary.id);
                if self.until.is_some_and(|until| here > until) {
                    return Ok(Reached { last: after.map(Cursor::of), is_end: true });
                }
                after = Some(here);
                let selected = selector.select(summary);
                if !selected.is_empty() && !take(summary, selected) {
                    return Ok(Reached { last: after.map(Cursor::of), is_end: false });
                }
            }
            looked_at += STEP;
            if page.len() < STEP {
                return Ok(Reached { last: after.map(Cursor::of), is_end: true });
            }
        }
        Ok(Reached { last: after.map(Cursor::of), is_end: false })
    }
}

impl Reached {
    /// Where the next page begins; none if there is none.
    #[must_use]
    pub fn next(&self) -> Option<Cursor> {
        if self.is_end { None } else { self.last.clone() }
    }
}
