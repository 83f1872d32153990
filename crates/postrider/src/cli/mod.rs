//! The command line: one file for each command.

pub mod send;
pub mod serve;

/// The mail server that can explain every number it says.
#[derive(Debug, clap::Parser)]
#[command(name = "postrider", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What postrider can do.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Runs the server.
    Serve(serve::Args),
    /// Sends one message to one server, and says what became of it.
    Send(send::Args),
}
