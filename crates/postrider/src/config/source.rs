//! Where the configuration comes from: a file, or none, and what the command line sets otherwise.

use std::net::SocketAddr;
use std::path::PathBuf;

use postrider_proto::server::IrregularLines;

use crate::config::{Config, Listener};

/// The arguments that say what a server is set to.
#[derive(Debug, Clone, clap::Args)]
pub struct Source {
    /// The configuration; `postrider init` writes one to begin with.
    #[arg(long, short, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The data folder, for the queue and the Maildirs [default: that of the configuration, or $XDG_STATE_HOME/postrider, or
    /// ~/.local/state/postrider].
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Where to listen, instead of the listeners of the configuration. May be repeated; port 0 is one that the system chooses.
    #[arg(long, value_name = "ADDR:PORT", value_parser = address)]
    pub listen: Vec<SocketAddr>,
}

impl Source {
    /// The configuration.
    ///
    /// # Errors
    ///
    /// It cannot be used; the text says everything that is wrong with it.
    pub fn load(&self) -> Result<Config, String> {
        let mut config = match &self.config {
            None => Config::without_file(self.data_folder()?),
            Some(_) => return Err("postrider: --config is being built\n".to_owned()),
        };
        if !self.listen.is_empty() {
            let listener = |address: &SocketAddr| Listener {
                address: *address,
                irregular_lines: IrregularLines::default(),
            };
            config.listeners = self.listen.iter().map(listener).collect();
        }
        Ok(config)
    }

    fn data_folder(&self) -> Result<PathBuf, String> {
        self.data.clone().or_else(default_data).ok_or_else(|| {
            "postrider: neither XDG_STATE_HOME nor HOME is set: name the data folder with --data\n".to_owned()
        })
    }
}

/// Where data goes if nobody says where: a folder that needs no root.
pub fn default_data() -> Option<PathBuf> {
    let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let state = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")));
    Some(state?.join("postrider"))
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "it is an address and a port, as in 127.0.0.1:2525 or [::1]:2525".to_owned())
}
