//! `postrider why`: why mail was refused, from what somebody has: a conversation, a log, a bounce, an error.

mod paste;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use postrider_reference::locale::Language;
use postrider_why::{Answer, Report, why};
use serde_json::json;

use super::form::Form;
use super::output::{fail, pretty, print};
use super::terminal::Terminal;

/// Says why mail was refused: which line proves it, which step is missing or failed, who has to act, and whether to try again.
///
/// What it takes: a conversation with a server, as swaks, curl -v, smtplib, Nodemailer, PHPMailer, JavaMail, msmtp, openssl and others
/// show it, lines of a mail log, a bounce, the error of a program, or a reply. Passwords are taken out before anything is shown; nothing
/// is kept, and nothing leaves this machine. Exit code: 0, or 1 if nothing is known about it, 2 if the arguments or the input cannot be
/// used.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file with what you have, or - for standard input; where something is piped in, nothing has to be named.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    form: Form,
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    let language = match args.form.language("why") {
        Ok(language) => language,
        Err(code) => return code,
    };
    match paste::read(args.file.as_deref(), language) {
        Ok(octets) => tell(&why(&octets), language, args.form.json),
        Err(fault) => fail(&format!("postrider why: {fault}\n"), 2),
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
