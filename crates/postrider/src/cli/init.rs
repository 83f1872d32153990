//! `postrider init`: writes a configuration to begin with.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::config::reference;

/// Writes a configuration to begin with: every key with what it is for and its default.
///
/// A file that is there already is left as it is. Exit code: 0 if the file was written, 1 if it was not.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file; "-" is standard output.
    #[arg(value_name = "FILE", default_value = "postrider.toml")]
    file: PathBuf,
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    let text = reference::example();
    if args.file.as_os_str() == "-" {
        return match io::stdout().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let file = args.file.display();
    // The system itself promises that nothing is written over.
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&args.file)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    let (code, said) = match written {
        Ok(()) => {
            let next = format!(
                "{file} is written. Next:\n  postrider check {file}\n  postrider serve --config {file}\n"
            );
            (ExitCode::SUCCESS, next)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let said = format!(
                "postrider init: {file} is there already, and is left as it is. Name another file, or \"-\" to see what would be written\n"
            );
            (ExitCode::FAILURE, said)
        }
        Err(error) => (ExitCode::FAILURE, format!("postrider init: {file} cannot be written: {error}\n")),
    };
    let _ = io::stderr().write_all(said.as_bytes());
    code
}
