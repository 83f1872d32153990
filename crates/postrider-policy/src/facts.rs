//! What is known in each phase. Whoever asks fills these in: the session that is under way, or a dry run.

use std::net::IpAddr;

use postrider_proto::mail::{Envelope, ForwardPath, ReversePath};

/// A client has connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    /// Where the connection comes from.
    pub client: IpAddr,
}

/// The client has said its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hello<'a> {
    /// The client.
    pub connection: Connection,
    /// The name in EHLO or HELO.
    pub name: &'a str,
}

/// The client has named the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sender<'a> {
    /// The client and its name.
    pub hello: Hello<'a>,
    /// The argument of MAIL.
    pub reverse_path: &'a ReversePath,
}

/// The client has named a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipient<'a> {
    /// The client and the sender.
    pub sender: Sender<'a>,
    /// The argument of RCPT, its source route dropped.
    pub forward_path: &'a ForwardPath,
}

/// The client has sent the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content<'a> {
    /// The envelope, its recipients being mailboxes of ours.
    pub envelope: &'a Envelope,
    /// The values of the Delivered-To fields in the header.
    pub delivered_to: &'a [String],
}
