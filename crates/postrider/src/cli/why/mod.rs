//! `postrider why`: why mail was refused, from what somebody has, a conversation, a log, a bounce, an error; or from what this server has kept of
//! its sessions.

mod address;
mod alike;
mod concerned;
mod elsewhere;
mod follows;
mod kept;
mod message;
mod paste;
mod queued;
mod reach;
mod refused;
mod session;
mod text;
mod told;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use postrider_proto::reply::Enhanced;
use postrider_reference::locale::Language;
use postrider_why::{Answer, Report, why};
use serde_json::json;

use self::address::Address;
use self::kept::Writer;
use self::told::{Told, numbered};
use super::form::Form;
use super::output::{fail, pretty, print};
use super::terminal::Terminal;
use crate::config::{Named, Place};

/// Says why mail was refused: which line proves it, which step is missing or failed, who has to act, and whether to try again.
///
/// What it takes: a conversation with a server, as swaks, curl -v, smtplib, Nodemailer, PHPMailer, JavaMail, msmtp, openssl and others
/// show it, lines of a mail log, a bounce, the error of a program, or a reply. Passwords are taken out before anything is shown; nothing
/// is kept, and nothing leaves this machine. Exit code: 0, or 1 if nothing is known about it, 2 if the arguments or the input cannot be
/// used.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file with what you have, or - for standard input; where something is piped in, nothing has to be named.
    /// If there is no file of that name, it may be a code, such as 550 or 5.7.1, of which is said what it means in general; a reply, such
    /// as '550 5.1.1 User unknown', which is explained as it stands; or an IP address, a network, a mail address, a domain or a user name:
    /// then the latest refusals that concern it are told.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The enhanced code behind a reply code, as in 550 5.7.1.
    #[arg(value_name = "CODE", requires = "file", value_parser = enhanced)]
    code: Option<Enhanced>,
    /// A session of this server, as its log names it: what was said, and why.
    #[arg(long, value_name = "ID", conflicts_with = "file")]
    session: Option<String>,
    /// A message that this server has taken: the session that it came in, and what became of it.
    #[arg(long, value_name = "ID", conflicts_with_all = ["file", "session"])]
    message: Option<String>,
    /// How many kinds of refusals that concern an address, a network, a domain or a user name are told, the latest first. Those that are
    /// alike are one kind, and told once.
    #[arg(long, value_name = "COUNT", default_value_t = LIMIT, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    form: Form,
}

/// The code behind a reply code.
fn enhanced(text: &str) -> Result<Enhanced, String> {
    let code = Enhanced::split(text).filter(|(_, behind)| behind.is_empty()).map(|(code, _)| code);
    code.ok_or_else(|| ONE_FILE.to_owned())
}

/// What is said where two things are named that are no code.
const ONE_FILE: &str = "one file can be named; a reply with its text is one word, in quotes";

/// So many refusals are told where nobody says how many.
const LIMIT: u16 = 10;

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    let language = match args.form.language("why") {
        Ok(language) => language,
        Err(code) => return code,
    };
    if let Some(reply) = args.file.as_deref().and_then(paste::reply) {
        let code = args.code.map(|code| format!(" {code}")).unwrap_or_default();
        return tell(&why(format!("{reply}{code}").as_bytes()), language, args.form.json);
    }
    if args.code.is_some() {
        return fail(&format!("postrider why: {ONE_FILE}\n"), 2);
    }
    if let Some(kept) = kept(args, language) {
        return tell_kept(kept, language, args.form.json);
    }
    if args.limit != LIMIT || args.place.named() != Named::Nothing {
        let _ = writeln!(io::stderr(), "postrider why: {}", language.say("why-not-kept"));
    }
    match paste::read(args.file.as_deref(), language) {
        Ok(octets) => tell(&why(&octets), language, args.form.json),
        Err(fault) => {
            let is_there = args.file.as_ref().is_none_or(|file| file.as_os_str() == "-" || file.exists());
            let nor =
                if is_there { String::new() } else { format!(" {}", language.say("journal-no-address")) };
            fail(&format!("postrider why: {fault}{nor}\n"), 2)
        }
    }
}

/// Says what was found.
fn tell(answer: &Answer, language: &'static Language, json: bool) -> ExitCode {
    let report = Report::of(answer, language);
    // What would be needed is said only where nothing is known.
    let code = ExitCode::from(u8::from(report.needs.is_some()));
    if json {
        return print("why", &pretty(&json!(report)), code);
    }
    let terminal = Terminal::of_stdout();
    match &report.needs {
        Some(needs) if report.findings.is_empty() => {
            let notes = report.cut.iter().map(|cut| terminal.wrapped(cut, 0));
            fail(&(terminal.hanging("postrider why: ", 0, &needs.text) + &notes.collect::<String>()), 1)
        }
        _ => print("why", &terminal.report(&report), code),
    }
}

/// What was found of what this server has kept.
struct Found {
    /// What it is, for programs.
    kind: &'static str,
    told: Vec<Told>,
    /// What could not be known.
    notes: Vec<String>,
}

/// Why nothing was found.
enum NotFound {
    /// What was asked for makes no sense, or there is no place to look.
    BadUse(String),
    /// Nothing is known of it.
    Nothing(String),
}

impl NotFound {
    fn into_text(self) -> String {
        let (Self::BadUse(text) | Self::Nothing(text)) = self;
        text
    }
}

/// What this server has kept, if that is asked for.
fn kept(args: &Args, language: &'static Language) -> Option<Result<Found, NotFound>> {
    // A file goes before an address.
    let is_absent = |file: &&PathBuf| file.as_os_str() != "-" && !file.exists();
    let address = args.file.as_ref().filter(is_absent).and_then(|file| Address::read(file.to_str()?));
    if args.session.is_none() && args.message.is_none() && address.is_none() {
        return None;
    }
    let data = match args.place.data() {
        Ok(data) => data,
        Err(error) => return Some(Err(NotFound::BadUse(error))),
    };
    let writer = Writer { language, named: args.place.named() };
    Some(match (&args.session, &args.message, &address) {
        (Some(id), ..) => session::find(id, &data, writer),
        (_, Some(id), _) => message::find(id, &data, writer),
        (_, _, Some(address)) => concerned::find(address, args.limit.into(), &data, writer),
        (None, None, None) => return None,
    })
}

fn tell_kept(kept: Result<Found, NotFound>, language: &'static Language, json: bool) -> ExitCode {
    let (text, code) = match kept {
        Ok(Found { kind, told, notes }) if json => {
            let told: Vec<serde_json::Value> = told.iter().map(Told::json).collect();
            let found = json!({ "kind": kind, "language": language.tag, "found": told, "notes": notes });
            return print("why", &pretty(&found), ExitCode::SUCCESS);
        }
        Ok(Found { told, notes, .. }) => {
            let terminal = Terminal::of_stdout();
            let told = numbered(&told, &terminal).into_iter();
            let parts: Vec<String> = told.chain(notes.iter().map(|note| terminal.wrapped(note, 0))).collect();
            return print("why", &parts.join("\n"), ExitCode::SUCCESS);
        }
        Err(NotFound::Nothing(text)) => (text, 1),
        Err(NotFound::BadUse(text)) => (text, 2),
    };
    if json && code == 1 {
        let nothing = json!({ "kind": "nothing", "language": language.tag, "found": [], "notes": [text] });
        return print("why", &pretty(&nothing), ExitCode::FAILURE);
    }
    fail(&format!("postrider why: {text}\n"), code)
}
