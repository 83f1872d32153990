//! The mail server that can explain every number it says.

mod account_servers;
mod acme;
mod cli;
mod config;
mod control;
mod dkim;
mod drop_folder;
mod export;
mod http;
mod journal;
mod last_line;
mod local_mail;
mod log;
mod logins;
mod metrics;
mod secret_line;
mod sendmail;
mod tls;
mod visible;
mod whole_file;
mod wire;
mod zone;

use std::process::ExitCode;

use crate::cli::{Cli, Command};

fn main() -> ExitCode {
    if let Some(code) = sendmail::called_by_name(std::env::args_os()) {
        return code;
    }
    match Cli::read().command {
        Command::Serve(args) => cli::serve::run(&args),
        Command::Check(args) => cli::check::run(&args),
        Command::Code(args) => cli::code::run(&args),
        Command::Why(args) => cli::why::run(&args),
        Command::Init(args) => cli::init::run(&args),
        Command::Send(args) => cli::send::run(args),
        Command::Queue(args) => cli::queue::run(&args),
        Command::Account(args) => cli::account::run(&args),
        Command::Acme(args) => cli::acme::run(&args),
        Command::Dkim(args) => cli::dkim::run(&args),
        Command::Dns(args) => cli::dns::run(&args),
        Command::Reference(args) => cli::reference::run(&args),
        Command::Sendmail(args) => cli::sendmail::run(args),
        Command::Mailq(args) => cli::sendmail::run_mailq(args),
        Command::Version(args) => cli::version::run(&args),
        Command::Generate(args) => cli::generate::run(&args),
    }
}
