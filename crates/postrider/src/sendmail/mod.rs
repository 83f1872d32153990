//! `sendmail`, `mailq` and `newaliases`: how the programs of this machine send mail.
//!
//! ```text
//!   program --message--> sendmail --SMTP--> submit.sock --> the server --> queue
//!                           \-- no server --> drop folder --pickup--/
//! ```
//!
//! sendmail completes the message (`message`, `addresses`, `identity`) and hands it in. What may be sent to whom is decided
//! by the server, by the same rules as for everybody; that the caller is a user of this machine the server sees for itself.

mod addresses;
mod exit;
mod hand_in;
mod identity;
pub mod letter;
mod message;
mod options;
mod queue;

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use postrider_proto::mail::{BodyType, Domain, Mailbox, ReversePath};

use crate::cli::Cli;
use crate::config::{ThisMachine, UnknownMachine};

use addresses::ListError;
pub use exit::Exit;
use letter::Letter;
use message::{Message, MessageError};
use options::{Invocation, Mode, UsageError, parse};

/// The names by which the program may be called, and what options each stands for.
const NAMES: [(&str, &[&str]); 3] = [("sendmail", &[]), ("mailq", &["-bp"]), ("newaliases", &["-bi"])];

/// The command if the program was called by one of the old names: with it as `argv[0]`, as a link has it.
#[must_use]
pub fn called_by_name(mut arguments: impl Iterator<Item = std::ffi::OsString>) -> Option<ExitCode> {
    let called = arguments.next()?;
    let name = std::path::Path::new(&called).file_name()?.to_str()?.to_owned();
    let (name, implied) = NAMES.into_iter().find(|(known, _)| *known == name)?;
    Some(run(name, implied, arguments))
}

/// Runs the command with these arguments behind those that its name implies.
pub fn run(name: &str, implied: &[&str], arguments: impl Iterator<Item = std::ffi::OsString>) -> ExitCode {
    let exit = match invocation(implied, arguments) {
        Ok(invocation) => run_as_told(&invocation),
        Err(error) => Err(error.into()),
    };
    let exit = exit.unwrap_or_else(|fault| {
        let _ = writeln!(io::stderr(), "{name}: {}", fault.says);
        fault.exit
    });
    ExitCode::from(exit.code())
}

fn invocation(
    implied: &[&str],
    arguments: impl Iterator<Item = std::ffi::OsString>,
) -> Result<Invocation, UsageError> {
    let given = arguments
        .enumerate()
        .map(|(at, argument)| argument.into_string().map_err(|_| UsageError::NotText(at + 1)))
        .collect::<Result<Vec<String>, UsageError>>()?;
    parse(implied.iter().map(|option| (*option).to_owned()).chain(given))
}

/// Why it ends, and with which number.
#[derive(Debug)]
pub struct Fault {
    exit: Exit,
    says: String,
}

impl Fault {
    fn new(exit: Exit, says: impl Into<String>) -> Self {
        Self { exit, says: says.into() }
    }
}

impl From<UsageError> for Fault {
    fn from(error: UsageError) -> Self {
        Self::new(Exit::Usage, error.to_string())
    }
}

impl From<ListError> for Fault {
    fn from(error: ListError) -> Self {
        Self::new(Exit::DataErr, error.to_string())
    }
}

impl From<MessageError> for Fault {
    fn from(error: MessageError) -> Self {
        let exit = if matches!(error, MessageError::Read(_)) { Exit::TempFail } else { Exit::DataErr };
        Self::new(exit, error.to_string())
    }
}

impl From<UnknownMachine> for Fault {
    fn from(error: UnknownMachine) -> Self {
        Self::new(Exit::Config, error.to_string())
    }
}

fn run_as_told(invocation: &Invocation) -> Result<Exit, Fault> {
    let machine = || ThisMachine::find(invocation.config.clone(), invocation.data.clone());
    let say = |text: &str| {
        let _ = io::stdout().write_all(text.as_bytes());
        Ok(Exit::Ok)
    };
    match invocation.mode {
        Mode::Help => say(&help()),
        Mode::Aliases => say(
            "postrider reads its aliases from the configuration: nothing is to be made. SIGHUP has the server read it again.\n",
        ),
        Mode::RunQueue => say(
            "postrider tries every message when it is due, and needs no -q: `mailq` shows what waits and why.\n",
        ),
        Mode::Queue => queue::show(&machine()?),
        Mode::Smtp => hand_in::speak_smtp(&machine()?),
        Mode::Deliver => deliver(invocation, &machine()?, &mut io::stdin().lock(), &mut io::stderr()),
    }
}

/// What `postrider sendmail --help` of the command line says.
fn help() -> String {
    use clap::CommandFactory as _;
    let mut root = Cli::command();
    root.build();
    let sendmail = root.find_subcommand_mut("sendmail").expect("it is one of the commands");
    sendmail.render_long_help().to_string()
}

/// Completes the message on standard input, and hands it in.
fn deliver(
    invocation: &Invocation,
    machine: &ThisMachine,
    stdin: &mut dyn BufRead,
    stderr: &mut dyn Write,
) -> Result<Exit, Fault> {
    let origin = &machine.origin;
    let mut to = named(&invocation.recipients, origin)?;
    if to.is_empty() && !invocation.from_header {
        return Err(Fault::new(
            Exit::Usage,
            "nobody is named: name recipients behind the options, or let -t take them from the header",
        ));
    }
    let caller = identity::caller(origin);
    let from = reverse_path(invocation.sender.as_deref(), &caller, origin)?;

    let content = message::read(stdin, invocation.dots_are_content, machine.message_octets)?;
    let message = Message::parse(&content)?;
    if invocation.from_header {
        to.extend(message.recipients(origin)?);
        if to.is_empty() {
            return Err(Fault::new(
                Exit::DataErr,
                "the header names nobody: it has no address in To, Cc or Bcc",
            ));
        }
    }
    let author = match &from {
        ReversePath::Mailbox(mailbox) => mailbox,
        ReversePath::Null => &caller,
    };
    let missing = identity::missing(author, invocation.full_name.as_deref(), &machine.hostname);
    let content = message.complete(&missing.map_err(|why| Fault::new(Exit::Software, why))?);

    let declared = invocation.body.unwrap_or_default();
    let letter = Letter {
        from,
        to: once_each(to),
        // What is declared may be wrong, what is there is not.
        body: if content.is_ascii() { declared } else { BodyType::EightBitMime },
        notify: invocation.notify,
        ret: invocation.ret,
        envid: invocation.envid.clone(),
        uid: None,
    };
    hand_in::hand_in(machine, &letter, &content, invocation.verbose, stderr)
}

/// The recipients on the command line: each argument may be a list.
fn named(arguments: &[String], origin: &Domain) -> Result<Vec<Mailbox>, ListError> {
    let lists = arguments.iter().map(|argument| addresses::list(argument, origin));
    Ok(lists.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Where bounces go: to the caller, unless -f says otherwise.
fn reverse_path(given: Option<&str>, caller: &Mailbox, origin: &Domain) -> Result<ReversePath, Fault> {
    let Some(given) = given.map(str::trim) else { return Ok(ReversePath::Mailbox(caller.clone())) };
    if matches!(given, "" | "<>") {
        return Ok(ReversePath::Null);
    }
    let mut listed =
        addresses::list(given, origin).map_err(|error| Fault::new(Exit::Usage, format!("-f: {error}")))?;
    match (listed.pop(), listed.is_empty()) {
        (Some(one), true) => Ok(ReversePath::Mailbox(one)),
        _ => Err(Fault::new(Exit::Usage, format!("-f {given}: it is one address, or <> for none"))),
    }
}

/// The same addresses, none of them twice, in their order.
fn once_each(to: Vec<Mailbox>) -> Vec<Mailbox> {
    let mut seen = std::collections::HashSet::new();
    to.into_iter().filter(|mailbox| seen.insert(mailbox.clone())).collect()
}
