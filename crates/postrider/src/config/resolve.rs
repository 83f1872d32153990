//! The configuration as it is meant.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use postrider_directory::{Directory, DomainSpec, Mailboxes};
use postrider_inbound::SlotLimits;
use postrider_proto::server::IrregularLines;
use postrider_proto::wire::limits::Limits;
use tracing::level_filters::LevelFilter;

use crate::log::Format;

/// What the server is set to.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file it was read from; none where there is no configuration.
    pub file: Option<PathBuf>,
    /// The name of this server, in the greeting and in traces.
    pub hostname: String,
    /// Where everything is kept that is not the configuration.
    pub data: PathBuf,
    /// Where it listens.
    pub listeners: Vec<Listener>,
    /// How much of everything a session takes.
    pub limits: Limits,
    /// How many connections may be open.
    pub slots: SlotLimits,
    /// How the queue is set; its folder is in `data`.
    pub queue: postrider_queue::Options,
    /// Who lives here.
    pub directory: Arc<Directory>,
    /// What the policy knows of the file.
    pub policy: postrider_policy::Options,
    /// The folder of the Maildirs.
    pub maildirs: PathBuf,
    /// Messages being delivered at once.
    pub deliveries: usize,
    /// How long open transactions have when the server is told to stop.
    pub grace: Duration,
    /// How the log looks.
    pub log: LogConfig,
}

/// Where the server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// The address and port; port 0 is one that the system chooses.
    pub address: SocketAddr,
    /// What becomes of content with irregular lines.
    pub irregular_lines: IrregularLines,
}

/// How the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogConfig {
    /// For people or for programs.
    pub format: Format,
    /// From which level on.
    pub level: LevelFilter,
}

impl Config {
    /// Where a server without a configuration listens.
    pub const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 2525);

    /// The configuration of a server that has none: everybody at `localhost`, for this machine alone.
    #[must_use]
    pub fn without_file(data: PathBuf) -> Self {
        let localhost = DomainSpec::new("localhost", Mailboxes::Any);
        let directory = Directory::new(vec![localhost]).expect("localhost is a domain where everybody lives");
        Self {
            file: None,
            hostname: "localhost".to_owned(),
            listeners: vec![Listener { address: Self::ADDRESS, irregular_lines: IrregularLines::default() }],
            limits: Limits::default(),
            slots: SlotLimits { connections: 2000, connections_per_address: 50 },
            queue: postrider_queue::Options::in_folder(data.join("queue")),
            directory: Arc::new(directory),
            policy: postrider_policy::Options::default(),
            maildirs: data.join("mail"),
            deliveries: 16,
            grace: Duration::from_secs(30),
            log: LogConfig { format: Format::Auto, level: LevelFilter::INFO },
            data,
        }
    }
}
