//! Where the configuration comes from: a file, or none, and what the command line sets otherwise.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use postrider_queue::Options;

use crate::config::folder;
use crate::config::open_files::open_data;
use crate::config::problem::{Mistakes, Problem, Warnings};
use crate::config::{Config, Listener, resolve};

/// The arguments that say what a server is set to.
#[derive(Debug, Clone, clap::Args)]
pub struct Source {
    #[command(flatten)]
    place: Place,
    /// Where to listen, instead of the listeners of the configuration. May be repeated; port 0 is one that the system chooses.
    #[arg(long, value_name = "ADDR:PORT", value_parser = address)]
    listen: Vec<SocketAddr>,
}

impl Source {
    /// The same, with this file for the configuration if there is one.
    #[must_use]
    pub fn with_file(&self, file: Option<&Path>) -> Self {
        let mut source = self.clone();
        source.place.config = file.map(Path::to_owned).or(source.place.config);
        source
    }

    /// The configuration.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn load(&self) -> Result<Config, Mistakes> {
        let mut config = match &self.place.config {
            None => {
                let config = Config::without_file(self.place.without_file()?);
                Config { warnings: Warnings::without_file(open_data(&config)), ..config }
            }
            Some(file) => self.read(file)?,
        };
        if !self.listen.is_empty() {
            config.listeners = self.listen.iter().copied().map(Listener::new).collect();
        }
        Ok(config)
    }

    fn read(&self, file: &Path) -> Result<Config, Mistakes> {
        let octets = fs::read(file).map_err(|error| {
            let help = match error.kind() {
                io::ErrorKind::NotFound => "`postrider init` writes one to begin with",
                _ => "",
            };
            let says = format!("the configuration {} cannot be read: {error}", file.display());
            Mistakes::without_file(Problem::nowhere(says, help))
        })?;
        let text = match String::from_utf8(octets) {
            Ok(text) => text,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes());
                let problem =
                    Problem::at(at..at + 1, "the file is not UTF-8 from here on", "save it as UTF-8");
                return Err(Mistakes::new(file, &text, vec![problem]));
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Config::resolve(file, text, self.place.data.clone(), default_data())
            .map_err(|problems| Mistakes::new(file, text, problems))
    }
}

/// The arguments that say which server is meant.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// The configuration; `postrider init` writes one to begin with.
    #[arg(long, short, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// The data folder, for the queue and the Maildirs [default: that of the configuration, or $XDG_STATE_HOME/postrider, or
    /// ~/.local/state/postrider].
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
}

/// By what a data folder was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// `--data`
    Data,
    /// `--config`, whether the file names a folder or not.
    Config,
    /// Neither.
    Nothing,
}

impl Place {
    /// The data folder. A mistake elsewhere in the configuration is no reason not to find a server.
    ///
    /// # Errors
    ///
    /// The configuration cannot be read, or there is no folder.
    pub fn data(&self) -> Result<PathBuf, String> {
        let written = match (&self.data, &self.config) {
            (None, Some(file)) => {
                let text = fs::read_to_string(file).map_err(|error| {
                    format!(
                        "the configuration {} cannot be read: {error}. Name the one that the server was started with, or its \
                         data folder with --data",
                        file.display()
                    )
                })?;
                resolve::data_folder(file, &text)
            }
            _ => None,
        };
        let data = self.data.clone().or(written).or_else(default_data);
        data.ok_or_else(|| {
            "neither XDG_STATE_HOME nor HOME is an absolute path: name the data folder with --data".to_owned()
        })
    }

    /// Which argument says where the data folder is.
    #[must_use]
    pub fn named(&self) -> Named {
        match (&self.data, &self.config) {
            (Some(_), _) => Named::Data,
            (None, Some(_)) => Named::Config,
            (None, None) => Named::Nothing,
        }
    }

    /// How the queue is set, for a command that opens it itself.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the configuration: opened with other options, the queue would not be what the server makes of it.
    pub fn queue(&self) -> Result<Options, Mistakes> {
        self.config().map(|config| config.queue)
    }

    /// What the server is set to.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the configuration.
    pub fn config(&self) -> Result<Config, Mistakes> {
        Source { place: self.clone(), listen: Vec::new() }.load()
    }

    /// The data folder of a server without a configuration.
    fn without_file(&self) -> Result<PathBuf, Mistakes> {
        let found = self.data().map_err(|why| Problem::nowhere(why, ""));
        let usable = found.and_then(|data| match folder::problem("the data folder", &data, None) {
            None => Ok(data),
            Some(problem) => Err(problem),
        });
        usable.map_err(Mistakes::without_file)
    }
}

/// Where data goes if nobody says where: a folder that needs no root.
pub fn default_data() -> Option<PathBuf> {
    let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let state = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")));
    Some(state?.join("postrider"))
}

/// Why a text is no address to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAddress {
    /// It looks like one, and its port is a number that no port has.
    #[error("its port is above 65535, the highest there is")]
    Port,
    /// It does not look like one.
    #[error("it is an address and a port, as in 127.0.0.1:2525 or [::1]:2525")]
    Form,
}

/// An address and a port. A name is not looked up.
pub fn address(text: &str) -> Result<SocketAddr, NoAddress> {
    text.parse().map_err(|_| {
        let with_a_port = text.rsplit_once(':').filter(|(host, port)| {
            let is_number = !port.is_empty() && port.bytes().all(|octet| octet.is_ascii_digit());
            is_number && format!("{host}:0").parse::<SocketAddr>().is_ok()
        });
        if with_a_port.is_some() { NoAddress::Port } else { NoAddress::Form }
    })
}
