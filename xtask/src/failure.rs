//! Why a command of xtask failed.

use std::io;
use std::path::{Path, PathBuf};

/// Why a command failed. The text is what the person at the terminal reads last.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line makes no sense.
    #[error("{0}; `cargo xtask help` lists the commands")]
    Usage(String),
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A program cannot be started.
    #[error("cannot run `{command}`: {source}")]
    Start {
        /// The command line.
        command: String,
        /// What the system says.
        source: io::Error,
    },
    /// A program ran and said no.
    #[error("`{command}` failed ({status})")]
    Command {
        /// The command line.
        command: String,
        /// How it ended, with what it wrote where nobody has seen it yet.
        status: String,
    },
    /// Something was looked for and found wanting; the details have been printed.
    #[error("{0}")]
    Found(String),
}

impl Failure {
    /// For `map_err` behind an operation on `path`.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::File { path: path.to_owned(), source }
    }
}
