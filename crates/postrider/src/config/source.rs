//! Where the configuration comes from: a file, or none, and what the command line sets otherwise.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use postrider_proto::server::IrregularLines;

use crate::config::folder;
use crate::config::problem::{self, Problem};
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
            Some(file) => self.read(file)?,
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

    fn read(&self, file: &Path) -> Result<Config, String> {
        let octets = fs::read(file).map_err(|error| {
            let hint = match error.kind() {
                io::ErrorKind::NotFound => ". `postrider init` writes one to begin with",
                _ => "",
            };
            format!("error: the configuration {} cannot be read: {error}{hint}\n", file.display())
        })?;
        let text = match String::from_utf8(octets) {
            Ok(text) => text,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes());
                let problem = Problem::at(at..at + 1, "the file is not UTF-8 from here on", "save it as UTF-8");
                return Err(problem::render(file, &text, vec![problem]));
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Config::resolve(file, text, self.data.clone(), default_data())
            .map_err(|problems| problem::render(file, text, problems))
    }

    /// The data folder of a server without a configuration.
    fn data_folder(&self) -> Result<PathBuf, String> {
        let data = self.data.clone().or_else(default_data).ok_or_else(|| {
            "error: neither XDG_STATE_HOME nor HOME is set: name the data folder with --data\n".to_owned()
        })?;
        match folder::problem("the data folder", &data, None) {
            None => Ok(data),
            Some(problem) => Err(format!("error: {}. {}\n", problem.says, sentence(&problem.help))),
        }
    }
}

/// Where data goes if nobody says where: a folder that needs no root.
pub fn default_data() -> Option<PathBuf> {
    let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let state = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")));
    Some(state?.join("postrider"))
}

fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "it is an address and a port, as in 127.0.0.1:2525 or [::1]:2525".to_owned())
}
