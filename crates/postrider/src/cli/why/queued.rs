//! What the queue and its history have of messages for somebody and from somebody.

use std::collections::{HashSet, VecDeque};
use std::path::Path;

use super::address::Address;
use super::concerned::is_from;
use crate::control::client::{Client, ControlError};
use crate::control::filter::Filter;
use crate::control::history::Row;
use crate::control::protocol::{Answer, Cursor, Message, Request};

/// So many messages are taken of the queue, and as many of the history: the newest.
const MESSAGES_MAX: usize = 200;

/// So many messages of the history are looked at for those of a domain, which the server cannot tell apart.
const LOOKED_AT_MAX: usize = 5000;

/// What was found, as far as the server could be asked.
#[derive(Default)]
pub struct Queued {
    /// The messages.
    pub messages: Vec<Message>,
    /// There may be older ones.
    pub is_cut: bool,
    /// Why no more could be asked.
    pub error: Option<ControlError>,
}

impl Queued {
    /// Asks for the messages of an address. The queue knows nothing of clients.
    pub fn of(address: &Address, data: &Path) -> Self {
        let mut queued = Self::default();
        if !matches!(address, Address::Network(..)) {
            let asked = Client::connect(data).and_then(|mut client| queued.ask(address, &mut client));
            queued.error = asked.err();
        }
        queued
    }

    fn ask(&mut self, address: &Address, client: &mut Client) -> Result<(), ControlError> {
        for id in self.ids(address, client)? {
            match client.ask(&Request::Show { id }) {
                Ok(Answer::Message(message)) => self.messages.push(*message),
                Ok(_) => return Err(ControlError::Other),
                // It is gone meanwhile.
                Err(ControlError::NoMessage(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn ids(&mut self, address: &Address, client: &mut Client) -> Result<Vec<String>, ControlError> {
        let (text, is_mailbox) = match address {
            Address::Mailbox(mailbox) => (mailbox.to_string(), true),
            Address::Domain(domain) => (domain.to_string(), false),
            Address::Network(_, text) | Address::Name(text) => (text.clone(), false),
        };
        let (some, none) = (Some(text), None::<String>);
        let of = |domain: &Option<String>, recipient: &Option<String>, sender: &Option<String>| Filter {
            domain: domain.clone(),
            recipient: recipient.clone(),
            sender: sender.clone(),
            ..Filter::default()
        };
        let to = if is_mailbox { of(&none, &some, &none) } else { of(&some, &none, &none) };
        let mut ids = Vec::new();
        for filter in [to, of(&none, &none, &some)] {
            let (found, is_cut) = newest(|after| {
                let request = Request::List { filter: filter.clone(), after, most: None };
                match client.ask(&request)? {
                    Answer::List { messages, next } => {
                        Ok((messages.into_iter().map(|row| row.id).collect(), next))
                    }
                    _ => Err(ControlError::Other),
                }
            })?;
            ids.extend(found);
            self.is_cut |= is_cut;
        }
        if is_mailbox {
            ids.extend(self.done(address, (some.clone(), none.clone()), client)?);
            ids.extend(self.done(address, (none, some), client)?);
        } else {
            ids.extend(self.done(address, (none.clone(), none), client)?);
        }
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(id.clone()));
        Ok(ids)
    }

    /// Those of a recipient, of a sender, or those that may be of a domain.
    fn done(
        &mut self,
        address: &Address,
        (recipient, sender): (Option<String>, Option<String>),
        client: &mut Client,
    ) -> Result<Vec<String>, ControlError> {
        let is_asked_for = recipient.is_some() || sender.is_some();
        // Of a domain only the first recipients are known here.
        let mine = |row: &Row| {
            is_asked_for
                || row.to.len() < row.recipients
                || row.to.iter().any(|to| address.is_mailbox(to))
                || is_from(address, &row.from)
        };
        let mut ids = Vec::new();
        let (mut before, mut looked_at) = (None, 0);
        loop {
            let request =
                Request::History { before, most: None, recipient: recipient.clone(), sender: sender.clone() };
            let Answer::History { messages, next } = client.ask(&request)? else {
                return Err(ControlError::Other);
            };
            looked_at += messages.len();
            ids.extend(messages.into_iter().filter(mine).map(|row| row.id));
            before = next;
            if before.is_none() {
                return Ok(ids);
            }
            if ids.len() >= MESSAGES_MAX || looked_at >= LOOKED_AT_MAX {
                self.is_cut = true;
                return Ok(ids);
            }
        }
    }
}

/// The last ids of a list that is told oldest first, page by page, to its end; and whether there are more.
fn newest(
    mut page: impl FnMut(Option<Cursor>) -> Result<(Vec<String>, Option<Cursor>), ControlError>,
) -> Result<(VecDeque<String>, bool), ControlError> {
    let (mut ids, mut is_cut, mut after) = (VecDeque::new(), false, None);
    loop {
        let (more, next) = page(after)?;
        ids.extend(more);
        let excess = ids.len().saturating_sub(MESSAGES_MAX);
        ids.drain(..excess);
        is_cut |= excess > 0;
        if next.is_none() {
            return Ok((ids, is_cut));
        }
        after = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_queue_the_newest_are_taken() {
        let all: Vec<String> = (0..1000).map(|number| number.to_string()).collect();
        let mut pages = all.chunks(50).enumerate();
        let taken = newest(|after| {
            let (number, page) = pages.next().expect("a page");
            assert_eq!(after.map(|after| after.received_millis), number.checked_sub(1).map(|it| it as u64));
            let here = Cursor { received_millis: number as u64, id: String::new() };
            Ok((page.to_vec(), Some(here).filter(|_| number < 19)))
        });
        let (ids, is_cut) = taken.expect("a list");
        assert!(is_cut && ids == &all[800..], "{ids:?}");
        let (ids, is_cut) = newest(|_| Ok((all[..7].to_vec(), None))).expect("a list");
        assert!(!is_cut && ids == &all[..7]);
    }
}
