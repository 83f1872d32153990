//! What `postrider send` logs in with.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::PathBuf;

use postrider_outbound::tls::{Policy, Wanted};
use postrider_proto::client::Login;
use postrider_proto::sasl::client::{Credentials, ShownTo, Wishes};
use postrider_proto::sasl::{Channel, Mechanism, Nonce, Secret};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::secret_line::{self, LineFault, PASSWORD_OCTETS};

/// Where the password is, if nobody has said so.
const VARIABLE: &str = "POSTRIDER_PASSWORD";

/// The terminal that somebody sits at, whatever standard input is.
const TERMINAL: &str = "/dev/tty";

#[derive(Debug, clap::Args)]
pub struct LoginArgs {
    /// Log in as this user. The password comes from --password-file, --password-stdin, or the environment variable POSTRIDER_PASSWORD, or is
    /// asked for at the terminal, unless there is a --certificate; never from the command line, which every user of the machine can read.
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// A file whose first line is the password.
    #[arg(long, value_name = "FILE", requires = "user", conflicts_with = "token_file")]
    password_file: Option<PathBuf>,
    /// The first line of standard input is the password; where that is a terminal, it is asked for there. The message then comes from --file or
    /// --text.
    #[arg(long, requires = "user", conflicts_with_all = ["password_file", "token_file"])]
    password_stdin: bool,
    /// Standard input is a terminal, which would show the password.
    #[arg(skip)]
    stdin_is_terminal: bool,
    /// A file whose first line is a bearer token, for OAUTHBEARER and XOAUTH2.
    #[arg(long, value_name = "FILE", requires = "user")]
    token_file: Option<PathBuf>,
    /// Log in with this SASL mechanism and no other; of SCRAM with the one that is bound to TLS, where the server offers it [default: the
    /// strongest that the server offers]. CRAM-MD5 is used only where it is named: what it tells is enough to guess the password by.
    #[arg(long, value_name = "MECHANISM", requires = "who", value_parser = mechanism)]
    auth: Option<Mechanism>,
    /// Show the password even where the connection is in clear, or the certificate of the server not verified, if the server offers only
    /// PLAIN or LOGIN.
    #[arg(long, requires = "user")]
    clear_password: bool,
    /// Whether a login with SCRAM is bound to TLS where the server offers that, so that nobody between could pass it on. A server with
    /// TLS 1.2 that knows only tls-unique refuses that: false logs in without, and only where the certificate is verified.
    #[arg(
        long,
        value_name = "true|false",
        action = clap::ArgAction::Set,
        default_value_t = true,
        hide_possible_values = true,
        hide_default_value = true,
        requires = "user",
        conflicts_with = "clear_password"
    )]
    auth_bound: bool,
}

/// Why there is nothing to log in with.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    #[error("the password cannot be read from {0}: {1}")]
    Password(String, io::Error),
    #[error(
        "there is no password: give --password-file or --password-stdin, or set {VARIABLE}, or call it from a terminal"
    )]
    NoPassword,
    #[error(
        "the message is read from standard input, so the password cannot be: give the message with --file or --text, or the password with --password-file"
    )]
    StdinIsMessage,
    #[error(
        "the first line of standard input is longer than {0} octets, and no password: see that the password is in its first line"
    )]
    TooLong(usize),
    #[error("the system has no random numbers: {0}")]
    Random(getrandom::Error),
    #[error(
        "somebody in between could pass on a login that is bound to nothing, and here no certificate proves who the server is: --auth-bound false \
         is for --tls verified, which is what there is without --tls"
    )]
    Unproven,
    #[error(
        "{0} is bound to TLS, and --auth-bound false is against that: name {1}, or leave one of the two out"
    )]
    BoundMechanism(Mechanism, Mechanism),
}

impl LoginArgs {
    /// Whether the server has to prove who it is, where nothing else is said: it is sent what nobody else may see, or has to know us by a certificate.
    pub const fn wants_proof(&self, has_certificate: bool) -> bool {
        (self.user.is_some() || has_certificate) && !self.clear_password
    }

    /// Whether the password is read from standard input.
    pub const fn takes_stdin(&self) -> bool {
        self.password_stdin
    }

    /// Standard input is a terminal: what is read there is asked for, and not shown.
    pub const fn stdin_is_terminal(&mut self) {
        self.stdin_is_terminal = true;
    }

    /// Whether a login is bound to TLS, where that can be.
    ///
    /// # Errors
    ///
    /// It is not to be, and could be passed on by whoever answers; or the mechanism is one that is bound.
    pub fn binds(&self, tls: Option<&Wanted>) -> Result<bool, LoginError> {
        let unbound = |mechanism: &Mechanism| mechanism.is_plus() && !self.auth_bound;
        match self.auth.filter(unbound) {
            Some(Mechanism::ScramSha1Plus) => {
                Err(LoginError::BoundMechanism(Mechanism::ScramSha1Plus, Mechanism::ScramSha1))
            }
            Some(mechanism) => Err(LoginError::BoundMechanism(mechanism, Mechanism::ScramSha256)),
            None if self.auth_bound => Ok(self.auth.is_none_or(|mechanism| mechanism.hash().is_some())),
            None if tls.is_some_and(|wanted| wanted.policy == Policy::Verified) => Ok(false),
            None => Err(LoginError::Unproven),
        }
    }

    /// What to log in with over this channel, if a user was named, or a certificate. `stdin` has the password where it was said so.
    pub fn login(
        &self,
        channel: Channel,
        certificate: bool,
        stdin: &mut dyn Read,
    ) -> Result<Option<Login>, LoginError> {
        let credentials = match (&self.user, &self.token_file) {
            (None, _) if certificate => Credentials::certificate(),
            (None, _) => return Ok(None),
            (Some(user), Some(path)) => {
                let token = Some(first_line(path)?);
                Credentials { name: user.clone(), token, certificate, ..Credentials::default() }
            }
            (Some(user), None) => {
                let password = self.password(user, certificate, stdin)?;
                Credentials { name: user.clone(), password, certificate, ..Credentials::default() }
            }
        };
        let mut nonce = [0; 18];
        getrandom::fill(&mut nonce).map_err(LoginError::Random)?;
        let shown_to = if self.clear_password { ShownTo::Anybody } else { ShownTo::Verified };
        let wishes = Wishes { mechanism: self.auth, shown_to };
        Ok(Some(Login { credentials, wishes, channel, nonce: Nonce::new(nonce) }))
    }

    /// The password. Who has a certificate need not have one, and is not asked.
    fn password(
        &self,
        user: &str,
        certificate: bool,
        stdin: &mut dyn Read,
    ) -> Result<Option<Secret>, LoginError> {
        if self.password_stdin && self.stdin_is_terminal {
            return ask(user).map(Some);
        }
        if self.password_stdin {
            return line_of(stdin).map(Some);
        }
        if let Some(path) = &self.password_file {
            return first_line(path).map(Some);
        }
        match std::env::var(VARIABLE) {
            Ok(password) => Ok(Some(Secret::new(password))),
            Err(_) if certificate => Ok(None),
            Err(_) => ask(user).map(Some),
        }
    }
}

/// The first line of a file.
fn first_line(path: &PathBuf) -> Result<Secret, LoginError> {
    let failed = |error| LoginError::Password(path.display().to_string(), error);
    let octets = std::fs::read(path).map_err(failed)?;
    Ok(Secret::first_line(&octets))
}

/// The first line of standard input.
fn line_of(stdin: &mut dyn Read) -> Result<Secret, LoginError> {
    secret_line::first_line(&mut BufReader::new(stdin), PASSWORD_OCTETS).map_err(|fault| match fault {
        LineFault::Io(error) => LoginError::Password("standard input".to_owned(), error),
        LineFault::Empty => LoginError::NoPassword,
        LineFault::TooLong(most) => LoginError::TooLong(most),
    })
}

/// Asks at the terminal, which does not show what is typed.
fn ask(user: &str) -> Result<Secret, LoginError> {
    let mut terminal =
        File::options().read(true).write(true).open(TERMINAL).map_err(|_| LoginError::NoPassword)?;
    let failed = |error| LoginError::Password("the terminal".to_owned(), error);
    let quiet = Quiet::new(terminal.try_clone().map_err(failed)?).map_err(failed)?;
    write!(terminal, "Password for {}: ", crate::visible::visible(user)).map_err(failed)?;
    let mut line = String::new();
    let read = BufReader::new(&terminal).read_line(&mut line);
    drop(quiet);
    let _ = writeln!(terminal);
    read.map_err(failed)?;
    let password = Secret::new(line.trim_end_matches(['\r', '\n']));
    if password.expose().is_empty() { Err(LoginError::NoPassword) } else { Ok(password) }
}

/// A terminal that shows nothing, until this is dropped.
struct Quiet {
    terminal: File,
    before: Termios,
}

impl Quiet {
    fn new(terminal: File) -> io::Result<Self> {
        let before = tcgetattr(&terminal)?;
        let mut modes = before.clone();
        modes.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&terminal, OptionalActions::Flush, &modes)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // If the terminal does not take it back there is nobody to tell.
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}

fn mechanism(text: &str) -> Result<Mechanism, String> {
    Mechanism::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = Mechanism::ALL.iter().map(|mechanism| mechanism.name()).collect();
        format!("it is one of {}", names.join(", "))
    })
}
