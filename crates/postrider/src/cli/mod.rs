//! The command line: one file for each command.

use std::ffi::OsString;

use clap::{CommandFactory as _, FromArgMatches as _};

pub mod account;
pub mod acme;
pub mod check;
pub mod code;
pub mod dkim;
pub mod dns;
mod form;
pub mod generate;
mod help;
pub mod init;
mod output;
pub mod queue;
pub mod reference;
pub mod send;
pub mod sendmail;
pub mod serve;
mod terminal;
pub mod version;
pub mod why;

/// The mail server that can explain every number it says.
#[derive(Debug, clap::Parser)]
#[command(name = "postrider", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// What the command line says. Where it says nothing that can be used, or asks for help, the process ends here.
    #[must_use]
    pub fn read() -> Self {
        let arguments: Vec<OsString> = std::env::args_os().collect();
        let matches = help::translated(Self::command(), &arguments).get_matches_from(arguments);
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

/// What postrider can do. What each command is for is said at its arguments.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Serve(serve::Args),
    Check(check::Args),
    Code(code::Args),
    Why(why::Args),
    Init(init::Args),
    Send(send::Args),
    Queue(queue::Args),
    Account(account::Args),
    Acme(acme::Args),
    Dkim(dkim::Args),
    Dns(dns::Args),
    Reference(reference::Args),
    Sendmail(sendmail::Args),
    Mailq(sendmail::Mailq),
    Version(version::Args),
    Generate(generate::Args),
}
