//! Why the server does not start, or does not take on a new configuration.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use postrider_certificate::SelfSignedError;
use postrider_inbound::BindError;
use postrider_outbound::local::maildir::MaildirError;
use postrider_queue::OpenError;

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be made.
    #[error("the data folder {} cannot be made: {error}. Make it, or name another with --data", .folder.display())]
    Data {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// The queue cannot be opened.
    #[error("{0}")]
    Queue(#[from] OpenError),
    /// The folder of the Maildirs cannot be used.
    #[error("{0}")]
    Maildirs(#[from] MaildirError),
    /// An address cannot be listened on.
    #[error("{0}")]
    Bind(#[from] BindError),
    /// The self-signed certificate cannot be had.
    #[error("{0}")]
    Certificate(#[from] SelfSignedError),
    /// The control socket cannot be made.
    #[error("the control socket {} cannot be made: {error}", .path.display())]
    Control {
        /// Where.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// Mail from this machine cannot be taken.
    #[error("the folder {} cannot be used for mail from this machine: {error}", .folder.display())]
    LocalMail {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        #[source]
        error: io::Error,
    },
    /// Nobody could log in.
    #[error("{0}")]
    Logins(#[from] postrider_login::OpenError),
    /// The address of the metrics cannot be listened on.
    #[error(
        "the metrics cannot be served at {address}: {error}. Choose another address at [metrics], or leave it out"
    )]
    Metrics {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// The system gives no random octets.
    #[error("the system has no random numbers: {0}")]
    Random(getrandom::Error),
    /// The opening of the queue broke off; a fault of ours.
    #[error("the queue could not be opened: {0}")]
    Panic(#[from] tokio::task::JoinError),
}

/// Why a new configuration is not taken on.
#[derive(Debug, thiserror::Error)]
pub enum ReloadError {
    /// A new address takes in one that this server listens on, or is taken in by it: the old listener cannot be closed
    /// before it is known that the new one can be had.
    #[error(
        "{new} cannot be listened on while this server listens on {old}: restart it to change the one into the other"
    )]
    Held {
        /// The address in the new configuration.
        new: SocketAddr,
        /// The address in the old one.
        old: SocketAddr,
    },
    /// A new listener cannot listen.
    #[error("{0}")]
    Bind(#[from] BindError),
    /// The self-signed certificate cannot be had.
    #[error("{0}")]
    Certificate(#[from] SelfSignedError),
}
