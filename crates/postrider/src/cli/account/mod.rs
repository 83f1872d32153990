//! `postrider account`: who may log in.

mod certificate;
mod change;
mod guard;
mod import;
mod limit;
mod list;
mod passwd_line;
mod password;
mod test;

use std::io::{self, Write as _};
use std::process::ExitCode;

use postrider_login::{AccountFile, AccountFileError, Options};
use postrider_proto::sasl::prepare;

use crate::config::Place;
use crate::control::client::ControlError;
use crate::wire::make_data;

/// Shows who may log in, and changes it.
///
/// The accounts are in a file that only the user of the server should read (accounts.file). A server that runs notices a change by itself. A password is
/// asked for on a terminal, without showing it, and else read from the first line of standard input; it is never an argument, which
/// everybody on this machine could read.
///
/// Exit code: 0 if it is done, 1 if it cannot be, 2 if the arguments cannot be used.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// What to do.
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Adds an account with a password.
    ///
    /// It may send from its own name, if that is an address, and from what --senders says. A name that is none, without --senders, may send nothing.
    Add {
        /// The name: an address, as mail programs suggest it, or another name. Upper and lower case are the same.
        name: String,
        /// Addresses that it may send from beside its own: alice@example.org, @example.org for all of a domain, or an address with
        /// * for any characters. May be repeated.
        #[arg(long, value_name = "PATTERN")]
        senders: Vec<String>,
        #[command(flatten)]
        new: password::New,
    },
    /// Lists the accounts, by their names.
    List {
        /// Print one JSON object a line, one for each account. Nothing of a password is in it.
        #[arg(long)]
        json: bool,
    },
    /// Sets another password. The one before, and what was imported of it, is gone.
    Passwd {
        /// The name.
        name: String,
        /// Keep no verifiers for SCRAM any more.
        #[arg(long, conflicts_with = "scram")]
        no_scram: bool,
        /// Keep nothing for CRAM-MD5 any more.
        #[arg(long, conflicts_with = "cram_md5")]
        no_cram_md5: bool,
        #[command(flatten)]
        new: password::New,
    },
    /// Lets an account not log in any more. Its password stays.
    Disable {
        /// The name.
        name: String,
    },
    /// Lets a disabled account log in again.
    Enable {
        /// The name.
        name: String,
    },
    /// Removes an account.
    Remove {
        /// The name.
        name: String,
    },
    /// Shows or changes the addresses that an account may send from beside its own.
    Senders {
        /// The name.
        name: String,
        /// Let it send from these, too: an address, @example.org for all of a domain, or an address with * for any characters.
        #[arg(long, value_name = "PATTERN")]
        add: Vec<String>,
        /// Let it not send from these any more, as they were written.
        #[arg(long, value_name = "PATTERN")]
        remove: Vec<String>,
    },
    Limit(limit::Args),
    /// Shows or changes the certificates that an account may log in with (SASL EXTERNAL).
    ///
    /// A client shows one in TLS, at a listener that asks for it (client_certificates), and it has to be from an authority that the listener trusts
    /// (client_ca). Then it needs no password.
    Certificate {
        /// The name.
        name: String,
        #[command(flatten)]
        change: certificate::Change,
    },
    Test(test::Args),
    Import(import::Args),
    Guard(guard::Args),
}

/// Why a command ends.
#[derive(Debug)]
enum End {
    Fault(String),
    /// It has said all that is to be said.
    No,
    /// Whoever read the output has left.
    Left,
}

impl From<String> for End {
    fn from(why: String) -> Self {
        Self::Fault(why)
    }
}

impl From<AccountFileError> for End {
    fn from(error: AccountFileError) -> Self {
        Self::Fault(error.in_lines())
    }
}

impl From<ControlError> for End {
    fn from(error: ControlError) -> Self {
        Self::Fault(error.to_string())
    }
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Left,
            _ => Self::Fault(format!("cannot write: {error}")),
        }
    }
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    match work(args) {
        Ok(()) | Err(End::Left) => ExitCode::SUCCESS,
        Err(End::No) => ExitCode::FAILURE,
        Err(End::Fault(why)) => {
            let _ = writeln!(io::stderr(), "postrider account: {why}");
            ExitCode::FAILURE
        }
    }
}

fn work(args: &Args) -> Result<(), End> {
    if let Verb::Guard(guard) = &args.verb {
        return guard::run(guard, &args.place.data()?);
    }
    let config = args.place.config();
    let config = config.map_err(|mistakes| format!("the configuration cannot be used\n{mistakes}"))?;
    let options = &config.accounts;
    let file = AccountFile::at(&options.file);
    match &args.verb {
        Verb::Add { name, senders, new } => {
            make_folder(options)?;
            change::add(&file, &prepared(name)?, senders, new, options.cost)
        }
        Verb::List { json } => list::run(&file, *json),
        Verb::Passwd { name, no_scram, no_cram_md5, new } => {
            change::passwd(&file, &prepared(name)?, (*no_scram, *no_cram_md5), new, options.cost)
        }
        Verb::Disable { name } => change::disable(&file, &prepared(name)?, true),
        Verb::Enable { name } => change::disable(&file, &prepared(name)?, false),
        Verb::Remove { name } => change::remove(&file, &prepared(name)?),
        Verb::Senders { name, add, remove } => change::senders(&file, &prepared(name)?, add, remove),
        Verb::Limit(limit) => limit::run(limit, &file, &prepared(&limit.name)?, &config),
        Verb::Certificate { name, change } => certificate::run(&file, &prepared(name)?, change),
        Verb::Test(test) => test::run(test, &config),
        Verb::Import(import) => {
            make_folder(options)?;
            import::run(import, &file)
        }
        Verb::Guard(_) => Ok(()),
    }
}

/// The data folder, if the file is to be in it and it is not there yet: accounts may be added before the server has ever run.
fn make_folder(options: &Options) -> Result<(), End> {
    match options.file.parent().zip(options.secret.parent()) {
        Some((folder, data)) if folder == data => {
            make_data(data).map_err(|error| End::Fault(error.to_string()))
        }
        _ => Ok(()),
    }
}

/// The name as it is compared (RFC 8265).
fn prepared(name: &str) -> Result<String, End> {
    match prepare::name(name) {
        Ok(name) => Ok(name.into_owned()),
        Err(why) => Err(End::Fault(format!("{name:?} is no name of an account: it {why}. Choose another"))),
    }
}

fn unknown(name: &str) -> End {
    End::Fault(format!("there is no account {name:?}: `postrider account list` says which there are"))
}

/// Says what was done.
fn say(what: &str) -> Result<(), End> {
    Ok(writeln!(io::stdout(), "{what}")?)
}

/// Says what may not be meant so. It is done all the same.
fn warn(what: &str) {
    let _ = writeln!(io::stderr(), "postrider account: warning: {what}");
}
