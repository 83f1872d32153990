//! `postrider send`: sends one message to one server, and says what became of it.
//!
//! A thin driver around [`postrider_proto::client::Session`]: blocking, one connection, no word of SMTP of its own.

mod conversation;
mod login;
pub mod message;
mod security;
mod told;
mod transcript;
mod wire;

use std::io::{self, ErrorKind, IsTerminal as _, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::ArgGroup;
use postrider_outbound::tls::{TlsFault, Wanted};
use postrider_proto::client::{Options, RecipientOutcome, Step, Transaction, Trouble};
use postrider_proto::mail::address::{AddressError, Charset};
use postrider_proto::mail::{AddressLiteral, BodyType, Domain, Envelope, Mailbox, Recipient, ReversePath};
use postrider_proto::sasl::Channel;
use serde_json::json;

use crate::visible::visible;

use login::{LoginArgs, LoginError};
use message::{compose, doubt, header_needs_smtputf8, size_on_the_wire};
use security::{Server, TlsArgs, TlsError};
use told::Told;

pub use conversation::Conversation;
pub use transcript::Transcript;

/// Sends one message to one server, and says what became of it.
///
/// Exit code: 0 if every recipient was accepted, 4 if one was refused for now, 5 if one was refused for good (or the
/// server cannot take such a message at all), 1 if the server could not be reached or understood, or TLS not be had, 2 if the arguments or
/// the file cannot be used. If several apply, 1 goes before 5, and 5 before 4.
#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("who").args(["user", "certificate"]).multiple(true))]
pub struct Args {
    /// The server to send to: HOST:PORT, or smtp://HOST (port 25), or smtps://HOST (port 465) with TLS from the first octet on.
    #[arg(long, value_name = "SERVER", default_value = "127.0.0.1:2525", value_parser = Server::parse)]
    server: Server,
    #[command(flatten)]
    tls: TlsArgs,
    /// The sender, where bounces go; "<>" for none.
    #[arg(long, value_name = "ADDRESS", value_parser = reverse_path)]
    from: ReversePath,
    /// A recipient. May be repeated.
    #[arg(long, value_name = "ADDRESS", required = true)]
    to: Vec<Mailbox>,
    /// The message, header and all; lines may end with LF. Without --file and --text it is read from standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    file: Option<PathBuf>,
    /// A few words to make a small message of, with From, To, Date, Subject and Message-ID.
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// The subject of the message made with --text.
    #[arg(
        long,
        value_name = "TEXT",
        requires = "text",
        conflicts_with = "file",
        default_value = "A test by postrider send"
    )]
    subject: String,
    /// The name to say in EHLO [default: the address this machine has on the connection].
    #[arg(long, value_name = "NAME", value_parser = domain)]
    hello: Option<Domain>,
    #[command(flatten)]
    login: LoginArgs,
    /// Print the conversation as C: and S: lines to standard error. What is said within AUTH is not shown.
    #[arg(long, short)]
    verbose: bool,
    /// Print what became of each recipient as JSON.
    #[arg(long)]
    json: bool,
}

const SMTP_PORT: u16 = 25;

/// What helps where a certificate is not good enough.
const WHOM_TO_TRUST: &str = "  --ca FILE names an authority, or the certificate itself, that is trusted as well; --verify-name NAME says which name it is for; --tls required takes any certificate, \
    and shows it no password unless --clear-password is said";

/// What helps where a login was refused that was bound to the certificate (RFC 5929 §3).
const UNBOUND: &str = "the login was bound to the certificate of the server (tls-server-end-point), which a server that knows only tls-unique refuses: \
    if the password is right, say --auth-bound false";

/// Runs the command with the standard streams of the process.
#[must_use]
pub fn run(args: Args) -> ExitCode {
    if args.file.is_none() && args.text.is_none() && io::stdin().is_terminal() {
        let _ = writeln!(io::stderr(), "The message is read from the terminal; Ctrl-D ends it.");
    }
    let mut args = args;
    if io::stdin().is_terminal() {
        args.login.stdin_is_terminal();
    }
    ExitCode::from(send(args, &mut io::stdin(), &mut io::stdout(), &mut io::stderr()))
}

/// Runs the command and gives its exit code.
pub fn send(args: Args, stdin: &mut dyn Read, stdout: &mut dyn Write, stderr: &mut dyn Write) -> u8 {
    let (server, as_json) = (args.server.to_string(), args.json);
    let result = try_send(args, stdin, stderr);
    // Whoever reads standard output may have left; the exit code still says what happened.
    let _ = match &result {
        Ok(told) if as_json => writeln!(stdout, "{:#}", told.to_json(&server)),
        Ok(told) => told.to_text().lines().try_for_each(|line| writeln!(stdout, "{}", visible(line))),
        Err(error) if as_json => {
            writeln!(stdout, "{:#}", json!({ "server": server, "error": error.to_string() }))
        }
        Err(error) => writeln!(stderr, "postrider send: {error}"),
    };
    match result {
        Ok(told) => told.exit_code(),
        Err(error) => error.exit_code(),
    }
}

/// Why there was no conversation.
#[derive(Debug, thiserror::Error)]
enum SendError {
    #[error("{0} cannot be read: {1}")]
    File(String, io::Error),
    #[error("the name {0} cannot be looked up: {1}")]
    Lookup(String, io::Error),
    #[error("{server} cannot be reached: {error}{hint}")]
    Connect { server: String, error: io::Error, hint: &'static str },
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(transparent)]
    Login(#[from] LoginError),
    #[error("the system has no random numbers: {0}")]
    Random(getrandom::Error),
    #[error("the date cannot be written: {0}")]
    Date(jiff::Error),
}

impl SendError {
    const fn exit_code(&self) -> u8 {
        match self {
            Self::File(..) | Self::Tls(_) => 2,
            Self::Login(
                LoginError::Password(..)
                | LoginError::NoPassword
                | LoginError::TooLong(_)
                | LoginError::StdinIsMessage
                | LoginError::Unproven
                | LoginError::BoundMechanism(..),
            ) => 2,
            Self::Lookup(..) | Self::Connect { .. } | Self::Random(_) | Self::Login(_) | Self::Date(_) => 1,
        }
    }
}

fn try_send(args: Args, stdin: &mut dyn Read, stderr: &mut dyn Write) -> Result<Told, SendError> {
    let stdin_is_message =
        args.text.is_none() && args.file.as_ref().is_none_or(|file| file.as_os_str() == "-");
    if stdin_is_message && args.login.takes_stdin() {
        return Err(LoginError::StdinIsMessage.into());
    }
    // The message first: a server should not have to wait while it is found to be missing.
    let given = match (&args.file, &args.text) {
        (None, Some(_)) => None,
        (None, None) => Some(read_all(stdin, "standard input")?),
        (Some(path), _) if path.as_os_str() == "-" => Some(read_all(stdin, "standard input")?),
        (Some(path), _) => {
            let name = path.display().to_string();
            Some(std::fs::read(path).map_err(|error| SendError::File(name, error))?)
        }
    };
    if let Some(doubt) = given.as_deref().and_then(doubt) {
        let _ = writeln!(stderr, "postrider send: warning: {doubt}");
    }
    let has_certificate = args.tls.has_certificate();
    let wanted = args.tls.wanted(&args.server, args.login.wants_proof(has_certificate))?;
    let binds = args.login.binds(wanted.as_ref())?;
    let login = args.login.login(Channel::clear(), has_certificate, stdin)?;
    let stream = connect(&args.server)?;
    // RFC 5321 §4.1.4: a client without a meaningful name says its address.
    let hello_name = match (&args.hello, stream.local_addr()) {
        (Some(name), _) => name.clone(),
        (None, Ok(address)) => Domain::Literal(match address.ip().to_canonical() {
            IpAddr::V4(address) => AddressLiteral::V4(address),
            IpAddr::V6(address) => AddressLiteral::V6(address),
        }),
        (None, Err(_)) => Domain::Name("localhost".to_owned()),
    };
    let content = match (given, &args.text) {
        (Some(content), _) => content,
        (None, text) => compose(&args, text.as_deref().unwrap_or_default(), &hello_name)?.into_bytes(),
    };
    let recipients = args.to.into_iter();
    let envelope = Envelope {
        reverse_path: args.from,
        recipients: recipients
            .map(|mailbox| Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None })
            .collect(),
        body: if content.is_ascii() { BodyType::SevenBit } else { BodyType::EightBitMime },
        smtputf8: header_needs_smtputf8(&content),
        ret: None,
        envid: None,
        signing: None,
    };
    let addresses = envelope.recipients.iter().map(|recipient| recipient.mailbox.to_string()).collect();
    let transaction = Transaction { envelope, size: Some(size_on_the_wire(&content)) };
    let options = Options::new(hello_name);
    let converse = |stream: TcpStream, wanted: Option<Wanted>, stderr: &mut dyn Write| {
        let address = stream.peer_addr().map_or(Ipv4Addr::UNSPECIFIED.into(), |address| address.ip());
        let transcript = Transcript::new(args.verbose.then_some(&mut *stderr));
        let mut conversation =
            Conversation::new(stream, transcript).with_tls(wanted, address).with_login(login.clone(), binds);
        let outcomes = conversation.hold(options.clone(), transaction.clone(), &content);
        let (fault, refused_bound) = (conversation.tls_fault().cloned(), conversation.refused_bound());
        drop(conversation);
        if refused_bound {
            drop(writeln!(stderr, "postrider send: {UNBOUND}"));
        }
        (outcomes, fault)
    };
    let may_go_in_clear = wanted.as_ref().is_some_and(Wanted::may_go_in_clear);
    let (mut outcomes, fault) = converse(stream, wanted, &mut *stderr);
    if let Some(hint) = hint_of_silence(&args.server, &outcomes) {
        let _ = writeln!(stderr, "postrider send: {hint}");
    }
    let mut tls_fault = None;
    match fault {
        Some(fault) if may_go_in_clear && fault.may_do_without() => {
            let _ = writeln!(
                stderr,
                "postrider send: warning: {fault}; so it is sent in clear (--tls required forbids that)"
            );
            (outcomes, _) = converse(connect(&args.server)?, None, &mut *stderr);
        }
        Some(fault) => {
            drop(writeln!(stderr, "postrider send: {fault}"));
            if matches!(fault, TlsFault::NotVerified(_) | TlsFault::WrongName { .. }) {
                drop(writeln!(stderr, "{WHOM_TO_TRUST}"));
            }
            tls_fault = Some(fault);
        }
        None => {}
    }
    Ok(Told { addresses, outcomes, tls_fault })
}

/// What helps where the server has not greeted. No connection to port 25 begins with TLS: whoever says nothing there has another reason.
fn hint_of_silence(server: &Server, outcomes: &[RecipientOutcome]) -> Option<String> {
    let is_such = !server.tls_at_once && server.port != SMTP_PORT && outcomes.iter().all(had_no_greeting);
    is_such.then(|| {
        format!(
            "the server said nothing: this port may begin with TLS, where the client speaks first: try --server smtps://{}:{}",
            bracketed(&server.host),
            server.port
        )
    })
}

/// Whether the conversation has ended before the server said a word.
const fn had_no_greeting(outcome: &RecipientOutcome) -> bool {
    matches!(
        outcome,
        RecipientOutcome::Failed(
            Trouble::Closed { step: Step::Greeting } | Trouble::TimedOut { step: Step::Greeting }
        )
    )
}

/// A host as it stands before a port.
fn bracketed(host: &str) -> String {
    if host.contains(':') { format!("[{host}]") } else { host.to_owned() }
}

/// All of it: its size and its character set are declared before it is sent.
fn read_all(from: &mut dyn Read, name: &str) -> Result<Vec<u8>, SendError> {
    let mut content = Vec::new();
    from.read_to_end(&mut content).map_err(|error| SendError::File(name.to_owned(), error))?;
    Ok(content)
}

fn connect(server: &Server) -> Result<TcpStream, SendError> {
    const CONNECT: Duration = Duration::from_secs(30);
    let addresses = (&*server.host, server.port)
        .to_socket_addrs()
        .map_err(|error| SendError::Lookup(server.to_string(), error))?;
    let mut last = io::Error::new(ErrorKind::NotFound, "the name has no address");
    for address in addresses {
        match TcpStream::connect_timeout(&address, CONNECT) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    let hint = match last.kind() {
        ErrorKind::ConnectionRefused => " (nothing listens there; `postrider serve` starts a server)",
        _ => "",
    };
    Err(SendError::Connect { server: server.to_string(), error: last, hint })
}

fn reverse_path(text: &str) -> Result<ReversePath, String> {
    match text {
        "" | "<>" => Ok(ReversePath::Null),
        address => address.parse().map(ReversePath::Mailbox).map_err(|error: AddressError| error.to_string()),
    }
}

fn domain(text: &str) -> Result<Domain, String> {
    Domain::parse(text, Charset::Utf8).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_port_that_may_begin_with_tls_and_said_nothing_is_taken_for_one() {
        let at = |step| [RecipientOutcome::Failed(Trouble::Closed { step })];
        let hint = |server: &str, step| hint_of_silence(&Server::parse(server).expect("a server"), &at(step));
        let said = hint("smtp://[2001:db8::1]:465", Step::Greeting).expect("a hint");
        assert!(said.ends_with("try --server smtps://[2001:db8::1]:465"), "{said}");
        assert_eq!(hint("smtp://mx.example", Step::Greeting), None, "port 25");
        assert_eq!(hint("smtp://mx.example:587", Step::Hello), None, "it has greeted");
        assert_eq!(hint("smtps://mx.example", Step::Greeting), None, "it begins with TLS");
    }
}
