//! Passwords on their way in: asked for on a terminal without showing them, or from standard input.

use std::io::{self, IsTerminal as _, Write as _};

use postrider_directory::{Account, Argon2Cost};
use postrider_login::{generate, set_password};
use postrider_proto::sasl::{CramMd5Verifier, Secret};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use super::{End, say};
use crate::secret_line::{LineFault, PASSWORD_OCTETS, first_line};

/// How a new password comes about.
#[derive(Debug, clap::Args)]
pub struct New {
    /// Make a password at random, and show it once.
    #[arg(long)]
    generate: bool,
    /// Keep verifiers for SCRAM beside the hash, so that clients need not show the password. Whoever steals the file guesses faster at
    /// them than at argon2id, so it is best with --generate.
    #[arg(long)]
    scram: bool,
    /// Keep what CRAM-MD5 needs beside the hash, for a program that knows nothing better. Whoever steals the file logs in with that as with the
    /// password, and finds the password as fast as MD5 is. It is used only where accounts.cram_md5 is switched on.
    #[arg(long)]
    cram_md5: bool,
}

/// What is asked for.
struct Wanted {
    /// What it is called.
    word: &'static str,
    /// The longest line that is read, in octets.
    octets: usize,
}

const PASSWORD: Wanted = Wanted { word: "password", octets: PASSWORD_OCTETS };

/// No AUTH is longer (RFC 4954 §4), and a token that comes with one is shorter.
const TOKEN: Wanted = Wanted { word: "token", octets: 12_288 };

impl New {
    /// Notes what is to be kept of the password beside its hash; when it is set, it is made.
    pub fn wishes(&self, account: &mut Account) {
        account.keep_scram |= self.scram;
        if self.cram_md5 && account.cram_md5.is_none() {
            account.cram_md5 = Some(CramMd5Verifier::of_nobody([0; 32]));
        }
    }

    /// The new password; asked for twice on a terminal.
    pub fn password(&self) -> Result<Secret, End> {
        if self.generate {
            return generate()
                .map_err(|error| End::Fault(format!("the system has no random numbers: {error}")));
        }
        read(true)
    }

    /// Shows the password, if nobody knows it yet.
    pub fn show(&self, password: &Secret) -> Result<(), End> {
        match password.expose_text().filter(|_| self.generate) {
            Some(text) => say(&format!("Its password, which is not shown again: {text}")),
            None => Ok(()),
        }
    }
}

/// Makes what is kept of a password.
pub fn set(account: &mut Account, password: &Secret, cost: Argon2Cost) -> Result<(), End> {
    Ok(set_password(account, password, cost)?)
}

/// What is to be said against a new password, which is set all the same.
pub fn doubt(password: &Secret, name: &str) -> Option<String> {
    /// NIST SP 800-63B asks for as many.
    const CHARACTERS: usize = 8;
    let text = password.expose_text()?;
    let local_part = name.split_once('@').map_or(name, |(local_part, _)| local_part);
    let next = "`postrider account passwd NAME --generate` makes one that nobody guesses";
    if [name, local_part].iter().any(|own| own.to_lowercase() == text.to_lowercase()) {
        return Some(format!("this password is the account's own name, which is guessed first: {next}"));
    }
    (text.chars().count() < CHARACTERS)
        .then(|| format!("this password is shorter than {CHARACTERS} characters, and soon guessed: {next}"))
}

/// A password from whoever runs this.
pub fn read(twice: bool) -> Result<Secret, End> {
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return line(&mut stdin.lock(), &PASSWORD);
    }
    let _hidden = Hidden::new(&PASSWORD)?;
    let password = prompt("Password: ", &PASSWORD)?;
    if twice && prompt("Again: ", &PASSWORD)? != password {
        return Err(End::Fault("the two passwords differ, and nothing is changed: try again".to_owned()));
    }
    Ok(password)
}

/// A token from whoever runs this.
pub fn read_token() -> Result<Secret, End> {
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return line(&mut stdin.lock(), &TOKEN);
    }
    let _hidden = Hidden::new(&TOKEN)?;
    prompt("Token: ", &TOKEN)
}

fn prompt(words: &str, wanted: &Wanted) -> Result<Secret, End> {
    let mut stderr = io::stderr();
    let _ = write!(stderr, "{words}");
    let password = line(&mut io::stdin().lock(), wanted);
    let _ = writeln!(stderr);
    let password = password?;
    // The terminal makes no signal of Ctrl+C now: it would leave it silent.
    if password.expose().contains(&3) {
        return Err(End::Fault("given up, and nothing is changed".to_owned()));
    }
    Ok(password)
}

/// The first line.
fn line(input: &mut dyn io::BufRead, wanted: &Wanted) -> Result<Secret, End> {
    let Wanted { word, octets: most } = *wanted;
    first_line(input, most).map_err(|fault| {
        End::Fault(match fault {
            LineFault::Io(error) => format!("the {word} cannot be read: {error}"),
            LineFault::Empty => {
                format!("there is no {word}: type one, or give it in the first line of standard input")
            }
            LineFault::TooLong(most) => format!("a {word} of more than {most} octets is none"),
        })
    })
}

/// The terminal, showing nothing of what is typed. Dropped, it is as it was.
struct Hidden(Termios);

impl Hidden {
    fn new(wanted: &Wanted) -> Result<Self, End> {
        let silenced = || -> io::Result<Self> {
            let before = tcgetattr(io::stdin())?;
            let mut silent = before.clone();
            silent.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
            tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
            Ok(Self(before))
        };
        silenced().map_err(|error| {
            End::Fault(format!("the terminal cannot be kept from showing the {}: {error}", wanted.word))
        })
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
    }
}
