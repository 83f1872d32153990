//! The driver of SMTP and LMTP against servers of all kinds: well-behaved, hostile and slow.

mod hostile;
mod peer;
mod secure;
mod sending;
mod slow;
mod tls;

use std::io::Read;

use postrider_outbound::smtp::Options;
use postrider_proto::client::{self, Outcome, Protocol, RecipientOutcome, Transaction};
use postrider_proto::mail::{BodyType, Domain, Envelope, Mailbox, Recipient, ReversePath};

/// A message whose lines are all that a driver can get wrong: dots, and no line end at its end.
const MESSAGE: &[u8] = b"Subject: x\r\n\r\n.\r\n..two\r\nMAIL FROM:<smuggled@client.example>\r\nlast";
/// The same as it arrives.
const ARRIVES: &[u8] = b"Subject: x\r\n\r\n.\r\n..two\r\nMAIL FROM:<smuggled@client.example>\r\nlast\r\n";

fn options(protocol: Protocol) -> Options {
    Options::new(client::Options {
        protocol,
        ..client::Options::new(Domain::Name("client.example".to_owned()))
    })
}

/// A message of this many octets for these people.
fn to(recipients: &[&str], octets: usize) -> Transaction {
    let recipient = |name: &&str| {
        let mailbox: Mailbox = format!("{name}@mx.example").parse().expect("valid");
        Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }
    };
    let envelope = Envelope {
        reverse_path: ReversePath::Mailbox("s@client.example".parse().expect("valid")),
        recipients: recipients.iter().map(recipient).collect(),
        body: BodyType::SevenBit,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    };
    Transaction { envelope, size: Some(octets as u64) }
}

/// What became of each, in few words.
fn words(outcome: &Outcome) -> Vec<String> {
    let word = |outcome: &RecipientOutcome| match outcome {
        RecipientOutcome::Accepted(said) => format!("accepted: {said}"),
        RecipientOutcome::Refused { step, said } => format!("refused at {step}: {said}"),
        RecipientOutcome::Remainder(Some(said)) => format!("remains: {said}"),
        RecipientOutcome::Remainder(None) => "remains".to_owned(),
        RecipientOutcome::Failed(trouble) if trouble.is_unknown() => format!("unknown: {trouble}"),
        RecipientOutcome::Failed(trouble) => format!("failed: {trouble}"),
    };
    outcome.recipients.iter().map(word).collect()
}

/// A body that cannot be read to its end.
struct Damaged<'a>(&'a [u8]);

impl Read for Damaged<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(std::io::Error::new(std::io::ErrorKind::InvalidData, "the checksum is wrong")),
            octets => Ok(octets),
        }
    }
}
