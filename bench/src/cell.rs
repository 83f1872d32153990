//! What is measured: each cell is one kind of load.

use std::net::SocketAddr;

use postrider_bench::load::{Load, Opening};

use crate::dead::Death;
use crate::submission;

/// One kind of load.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// What it is called on the command line and in the tables.
    pub name: &'static str,
    /// In words.
    pub about: &'static str,
    /// Of a message, in octets.
    pub octets: usize,
    /// Messages a connection carries.
    pub per_connection: u32,
    /// Commands in groups.
    pub pipelined: bool,
    /// Sessions at once.
    pub sessions: usize,
    /// To which servers.
    pub servers: Servers,
}

/// Which servers a load goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Servers {
    /// Those that take mail in from other servers.
    Plain,
    /// The same; every sync takes a millisecond longer.
    Slow,
    /// Those that mail programs submit to, over TLS and with a login.
    Submission,
}

impl Cell {
    /// The load, for this server.
    #[must_use]
    pub fn load(&self, server: SocketAddr) -> Load {
        Load {
            server,
            recipient: RECIPIENT.to_owned(),
            sessions: self.sessions,
            per_connection: self.per_connection,
            pipelined: self.pipelined,
            octets: self.octets,
            opening: if self.servers == Servers::Submission {
                submission::opening()
            } else {
                Opening::default()
            },
        }
    }
}

/// To whom everything is sent.
pub const RECIPIENT: &str = "reader@bench.example";

const KIB: usize = 1024;

/// 1 KiB, one message per connection, 20 sessions: the others say what they change.
const FIRST: Cell = Cell {
    name: "one",
    about: "1 KiB, one message per connection",
    octets: KIB,
    per_connection: 1,
    pipelined: false,
    sessions: 20,
    servers: Servers::Plain,
};

/// All of them.
pub const CELLS: [Cell; 14] = [
    FIRST,
    Cell {
        name: "one-pipelined",
        about: "1 KiB, one message per connection, pipelined",
        pipelined: true,
        ..FIRST
    },
    Cell { name: "fifty", about: "1 KiB, 50 messages per connection", per_connection: 50, ..FIRST },
    Cell {
        name: "fifty-pipelined",
        about: "1 KiB, 50 messages per connection, pipelined",
        per_connection: 50,
        pipelined: true,
        ..FIRST
    },
    Cell {
        name: "500-sessions",
        about: "1 KiB, 50 messages per connection",
        per_connection: 50,
        sessions: 500,
        ..FIRST
    },
    Cell {
        name: "10k",
        about: "10 KiB, 50 messages per connection",
        octets: 10 * KIB,
        per_connection: 50,
        ..FIRST
    },
    Cell {
        name: "100k",
        about: "100 KiB, 50 messages per connection",
        octets: 100 * KIB,
        per_connection: 50,
        ..FIRST
    },
    Cell {
        name: "5m",
        about: "5 MiB, 5 messages per connection",
        octets: 5 * KIB * KIB,
        per_connection: 5,
        ..FIRST
    },
    Cell { name: "slow-one", about: "as `one`, a sync takes 1 ms longer", servers: Servers::Slow, ..FIRST },
    Cell {
        name: "slow-fifty",
        about: "as `fifty`, a sync takes 1 ms longer",
        per_connection: 50,
        servers: Servers::Slow,
        ..FIRST
    },
    Cell {
        name: "slow-fifty-pipelined",
        about: "as `fifty-pipelined`, a sync takes 1 ms longer",
        per_connection: 50,
        pipelined: true,
        servers: Servers::Slow,
        ..FIRST
    },
    Cell {
        name: "slow-100k",
        about: "as `100k`, a sync takes 1 ms longer",
        octets: 100 * KIB,
        per_connection: 50,
        servers: Servers::Slow,
        ..FIRST
    },
    Cell {
        name: "submission-one",
        about: "4 KiB, TLS and AUTH, one message per connection, each with a full handshake",
        octets: 4 * KIB,
        servers: Servers::Submission,
        ..FIRST
    },
    Cell {
        name: "submission-twenty",
        about: "4 KiB, TLS and AUTH, 20 messages per connection",
        octets: 4 * KIB,
        per_connection: 20,
        servers: Servers::Submission,
        ..FIRST
    },
];

/// What is measured otherwise than by a load.
pub const OTHERS: [(&str, &str); 9] = [
    (
        "relay",
        "4 KiB, 50 sessions, through a relay to a sink: messages count there; postrider, Postfix, Exim and Haraka",
    ),
    ("latency", "one message at a time through an idle relay, from its 250 to that of the sink"),
    (
        Death::Closed.cell(),
        "the same while 100,000 messages wait for a site where nobody listens; postrider and Postfix",
    ),
    (Death::Silent.cell(), "the same, where that site takes connections and never says anything"),
    (
        "idle",
        "memory of a session that is idle after EHLO, 10,000 of them or as many as a server takes (500 of Postfix, where each is a process)",
    ),
    ("idle-tls", "the same behind TLS, 5,000 of them (500 of Postfix)"),
    (
        "handshakes",
        "full and resumed handshakes of TLS 1.3 for a second of the server's CPU (ECDSA P-256, X25519)",
    ),
    ("logins", "logins over TLS: AUTH PLAIN, with a password that is remembered and with one that is not"),
    ("syncs", "whether a server syncs before its 250, and how many syncs a message costs, from strace"),
];
