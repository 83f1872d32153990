//! The origin of a message: how it came into the queue.

use std::net::IpAddr;

use postrider_proto::mail::QueueId;

use crate::timeline::cut;

/// How a message came. It is part of what is kept of it, and as durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A client has handed it over.
    Client(Client),
    /// A user of this machine has handed it over.
    User {
        /// The session, by the name that it has in the server's log.
        session: String,
        /// The number of the user.
        uid: u32,
    },
    /// It was composed here, to tell the sender of this message what became of it.
    Report {
        /// The message that it tells of.
        about: QueueId,
    },
}

/// Who has handed a message over, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The session, by the name that it has in the server's log.
    pub session: String,
    /// Where the connection came from.
    pub address: IpAddr,
    /// The name that the client gave itself, if it did.
    pub hello: Option<String>,
    /// The protocol, as the Received field names it (RFC 3848).
    pub protocol: String,
    /// Who had logged in, if somebody had.
    pub login: Option<String>,
}

impl Origin {
    /// The longest text in an origin, in octets. A name in EHLO that means something is no longer.
    pub const TEXT_MAX: usize = 254;

    /// The same with every text as long as it is kept.
    pub(crate) fn cut(mut self) -> Self {
        match &mut self {
            Self::Client(client) => {
                let texts = [&mut client.session, &mut client.protocol].into_iter();
                texts
                    .chain(&mut client.hello)
                    .chain(&mut client.login)
                    .for_each(|text| cut(text, Self::TEXT_MAX));
            }
            Self::User { session, .. } => cut(session, Self::TEXT_MAX),
            Self::Report { .. } => {}
        }
        self
    }

    /// What it takes in memory, in octets, beside itself.
    pub(crate) fn octets(&self) -> usize {
        match self {
            Self::Report { .. } => 0,
            Self::User { session, .. } => session.len(),
            Self::Client(client) => {
                let maybe = |text: &Option<String>| text.as_ref().map_or(0, String::len);
                client.session.len() + client.protocol.len() + maybe(&client.hello) + maybe(&client.login)
            }
        }
    }
}
