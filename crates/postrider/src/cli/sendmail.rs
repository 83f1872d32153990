//! `postrider sendmail` and `postrider mailq`: the commands that programs call by other names. What they do is in
//! [`crate::sendmail`].

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::sendmail;

/// Hands in mail from this machine, as sendmail does.
///
/// The message is read from standard input. Called by the name sendmail, mailq or newaliases, as a link has it, the program is this
/// command: `ln -s postrider /usr/sbin/sendmail`. With the server down the message waits in the drop folder.
///
/// -t: the recipients are those in To, Cc and Bcc, beside those that are named. -i, -oi: a line with a single dot does not end the
/// message. -f ADDRESS, -r ADDRESS: where bounces go; <> for nowhere [default: the caller]. -F NAME: the name of the sender, where
/// there is no From. -N WHEN, -R full|hdrs, -V ID: which reports are wanted (RFC 3461). -B 7BIT|8BITMIME: what the content is. -v:
/// tell what is said to the server, and what becomes of each recipient.
///
/// -bm: hand in a message, which is what is done if nothing else is asked for. -bs: speak SMTP on standard input and output. -bp: as
/// mailq. -bi: as newaliases, which has nothing to do. -bd is refused: `postrider serve` is the server. -q does nothing: the server
/// tries what is due.
///
/// --config FILE, -C FILE: the configuration of the server [default: $POSTRIDER_CONFIG, or /etc/postrider/postrider.toml, or that of
/// a server without one]. --data DIR: its data folder. Other options of sendmail are taken and mean nothing: -A -c -d -e -G -h -I -L
/// -m -n -o -O -p -s -T -U -X.
///
/// Exit code, as in sysexits.h: 0 if the message is safe for everybody, 64 if the options cannot be used, 65 if the message cannot,
/// 67 if a recipient is nobody, 69 if it was refused otherwise, 70 for a fault of this program, 75 if it can be handed in again later,
/// 77 if a rule refuses it, 78 if the configuration cannot be read. If several apply, the worst counts; whoever
/// was not refused has the message nevertheless.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub struct Args {
    /// Options of sendmail, and recipients.
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Shows the queue as mailq does.
///
/// It is read from the server that runs, which shows it to its own user and root. Exit code: 0 if it was shown, 75 if no server
/// runs, 77 if the server belongs to somebody else, 78 if the configuration cannot be read.
#[derive(Debug, clap::Args)]
pub struct Mailq {
    /// The configuration [default: $POSTRIDER_CONFIG, or /etc/postrider/postrider.toml, or that of a server without one].
    #[arg(long, short, visible_short_alias = 'C', value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data folder of the server.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Runs `postrider sendmail`.
#[must_use]
pub fn run(args: Args) -> ExitCode {
    sendmail::run("postrider sendmail", &[], args.arguments.into_iter())
}

/// Runs `postrider mailq`.
#[must_use]
pub fn run_mailq(args: Mailq) -> ExitCode {
    let options = [("--config", args.config), ("--data", args.data)];
    let given = options.into_iter().filter_map(|(name, path)| Some([name.into(), path?.into_os_string()]));
    sendmail::run("postrider mailq", &["-bp"], given.flatten())
}
