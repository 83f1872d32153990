//! The command line: one file for each command.

pub mod account;
pub mod acme;
pub mod check;
pub mod dkim;
pub mod dns;
pub mod generate;
pub mod init;
pub mod queue;
pub mod send;
pub mod sendmail;
pub mod serve;
pub mod version;

/// The mail server that can explain every number it says.
#[derive(Debug, clap::Parser)]
#[command(name = "postrider", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What postrider can do. What each command is for is said at its arguments.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Serve(serve::Args),
    Check(check::Args),
    Init(init::Args),
    Send(send::Args),
    Queue(queue::Args),
    Account(account::Args),
    Acme(acme::Args),
    Dkim(dkim::Args),
    Dns(dns::Args),
    Sendmail(sendmail::Args),
    Mailq(sendmail::Mailq),
    Version(version::Args),
    Generate(generate::Args),
}
