//! Facts in, verdict out: who may send what to whom.
//!
//! ```text
//!   facts of a phase  --Policy-->  Verdict { decision, reasons }
//!                        ^
//!       Options, Directory (who lives here)
//! ```
//!
//! There is one question per phase of a session. [`rules`] holds, for each, the list of rules in the order they are
//! asked; the first that decides, decides. A rule that had a say leaves a [`Reason`], so that the log, a dry run and an operator
//! see the same story.
//!
//! # What this crate must not know
//!
//! A socket, a file, a clock, an executor. It asks nobody and waits for nothing: what a rule needs to know comes in as
//! a fact. It names replies by their entry in the catalogue and never words one.
#![forbid(unsafe_code)]

mod facts;
mod network;
pub mod rules;
mod signing;
mod verdict;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use postrider_directory::{Directory, RelayDomains, RelayLookup};
use postrider_proto::mail::ForwardPath;

pub use facts::{CallOutAnswer, Client, Connection, Content, Hello, Recipient, Sender};
pub use network::{Network, NetworkError};
pub use signing::SigningOptions;
pub use verdict::{Decision, Reason, Verdict};

/// The rules of this server, and what they look things up in.
#[derive(Debug, Clone)]
pub struct Policy {
    pub(crate) options: Options,
    pub(crate) directory: Arc<Directory>,
}

/// What the operator set.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whose clients may send to anybody.
    pub trusted: Vec<TrustedNetwork>,
    /// Whose mail is taken and handed on.
    pub relay: Arc<RelayDomains>,
    /// Where the configuration says what a reason rests on, as `file:line`. The key is a domain of ours or a relay domain
    /// (`example.org`), an alias or a listed mailbox (`sales@example.org`), or a catch-all (`*@example.org`): in lower case, the
    /// domain in A-labels. What is missing here is missing in the reason.
    pub config_lines: HashMap<String, String>,
    /// Domains of a single word that a route leads to, in lower case, in A-labels: they mean something here.
    pub routed_words: HashSet<String>,
    /// In whose name mail is signed.
    pub signing: SigningOptions,
}

/// A network whose clients may send to anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedNetwork {
    /// Which.
    pub network: Network,
    /// Where the configuration says so, as `file:line`.
    pub config_line: Option<String>,
}

impl Policy {
    /// Rules that look people up in `directory`.
    #[must_use]
    pub fn new(options: Options, directory: Arc<Directory>) -> Self {
        Self { options, directory }
    }

    /// Who lives here.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// May this client speak to us? Accept or Refuse.
    #[must_use]
    pub fn greeting(&self, connection: &Connection) -> Verdict {
        rules::ask(rules::GREETING, |rule| rule(self, connection))
    }

    /// May the client have this name? Accept or Refuse.
    #[must_use]
    pub fn hello(&self, hello: &Hello<'_>) -> Verdict {
        rules::ask(rules::HELLO, |rule| rule(self, hello))
    }

    /// May this sender send? Accept or Refuse.
    #[must_use]
    pub fn mail(&self, sender: &Sender<'_>) -> Verdict {
        rules::ask(rules::MAIL, |rule| rule(self, sender))
    }

    /// Whose mailboxes is this recipient, or may its mail be handed on? Deliver, Relay or Refuse, never Accept; or CallOut, where
    /// its own server has not been asked yet.
    #[must_use]
    pub fn recipient(&self, recipient: &Recipient<'_>) -> Verdict {
        let lookup = match recipient.forward_path {
            ForwardPath::Postmaster => None,
            ForwardPath::Mailbox(address) => Some(self.directory.lookup(address)),
        };
        let relay = match recipient.forward_path {
            ForwardPath::Postmaster => RelayLookup::NotRelayed,
            ForwardPath::Mailbox(address) => self.options.relay.lookup(address),
        };
        let trusted = self.trusted_network(recipient.sender.hello.connection.client);
        let addressed = rules::Addressed { recipient, lookup, relay, trusted };
        rules::ask(rules::RECIPIENT, |rule| rule(self, &addressed))
    }

    fn trusted_network(&self, client: Client) -> Option<&TrustedNetwork> {
        // Nobody has the address 0.0.0.0: it stands for a client behind a proxy that did not tell its address.
        let known = client.address().filter(|address| !address.to_canonical().is_unspecified())?;
        self.options.trusted.iter().find(|trusted| trusted.network.contains(known))
    }

    /// May this message be kept? Accept or Refuse.
    #[must_use]
    pub fn content(&self, content: &Content<'_>) -> Verdict {
        rules::ask(rules::CONTENT, |rule| rule(self, content))
    }
}
