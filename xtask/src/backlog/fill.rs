//! Filling a queue: connections that send one small message after the other, each for a recipient of its own.

use std::net::SocketAddr;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::crash::client::{Client, Said};
use crate::crash::letter::Letter;
use crate::crash::workers::work;

/// Connections at once: as many as share a sync well, and fewer than one address may have.
const AT_ONCE: usize = 32;

/// Of the content of a message, in octets.
const CONTENT: usize = 1024;

/// About what a message takes in the log, in octets: its content, Received, envelope and what is noted about it.
pub const MESSAGE_OCTETS: u64 = CONTENT as u64 + 400;

/// One in so many is for a domain that waits for ever.
pub const STRAGGLER_ONE_IN: u64 = 100;

/// The message with this number. Those with one last digit share ten domains, the others a thousand.
pub fn letter(number: u64) -> Letter {
    let domain = if number.is_multiple_of(STRAGGLER_ONE_IN) {
        format!("domain-{}.waits.example", number / STRAGGLER_ONE_IN % 10)
    } else {
        format!("domain-{}.example", number % 1000)
    };
    let head = format!("Subject: {number}\r\n\r\n");
    let line = format!("{}\r\n", "x".repeat(62));
    let mut content = head + &line.repeat(CONTENT / line.len());
    content.truncate(CONTENT - 2);
    content.push_str("\r\n");
    Letter { token: number.to_string(), to: vec![format!("recipient-{number}@{domain}")], content }
}

/// Sends the messages with these numbers, all of which have to be taken.
///
/// # Errors
///
/// One was not.
pub fn fill(server: SocketAddr, numbers: Range<u64>) -> Result<(), String> {
    let next = AtomicU64::new(numbers.start);
    work(AT_ONCE, |_| {
        let mut client = Client::connect(server).map_err(|error| error.to_string())?;
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= numbers.end {
                return Ok(());
            }
            send(&mut client, number)?;
        }
    })
}

/// Sends the message with this number, which has to be taken.
///
/// # Errors
///
/// It was not.
pub fn send(client: &mut Client, number: u64) -> Result<(), String> {
    match client.send(&letter(number)).map_err(|error| format!("message {number}: {error}"))? {
        Said::Accepted(_) => Ok(()),
        Said::Refused { at, reply } => Err(format!("message {number} was refused at {at}: {reply}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_in_a_hundred_is_a_straggler_and_all_have_one_size() {
        let stragglers = (0..10_000).filter(|number| letter(*number).to[0].ends_with(".waits.example"));
        assert_eq!(stragglers.count(), 100);
        for number in [0, 7, 999_999] {
            let Letter { content, .. } = letter(number);
            assert_eq!(content.len(), CONTENT);
            assert!(content.ends_with("\r\n") && !content.contains("\r\n."), "{content}");
        }
    }
}
