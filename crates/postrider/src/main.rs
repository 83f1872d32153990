//! The mail server that can explain every number it says.

mod cli;
mod config;
mod log;
mod wire;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::{Cli, Command};

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Serve(args) => cli::serve::run(&args),
        Command::Send(args) => cli::send::run(args),
    }
}
