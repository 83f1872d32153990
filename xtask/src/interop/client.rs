//! A client, and the way every client is taken through the cases.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::Bench;
use super::case::{self, Case, Expect, Feature, Mail, SENDER};
use super::install::Missing;
use super::report::{Outcome, Report};
use super::server::{Copy, Server};
use crate::failure::Failure;
use crate::limited;

/// Somebody else's client, and our own.
pub trait Client {
    /// What it is called on the command line and in the table.
    fn name(&self) -> &'static str;

    /// Gets what it needs.
    ///
    /// # Errors
    ///
    /// Why it cannot be had here.
    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing>;

    /// Why it cannot do this, if it cannot.
    fn lacks(&self, _: Feature) -> Option<&'static str> {
        None
    }

    /// How it tells of what was refused.
    fn manners(&self) -> Manners;

    /// What has to run before messages are sent to the server at this address.
    fn start(&mut self, _: SocketAddr, _: &Bench) -> Result<(), String> {
        Ok(())
    }

    /// Sends a message whose content is in `file` as well.
    fn send(&mut self, server: SocketAddr, case: &Case, file: &Path) -> Result<Said, String>;

    /// Ends what runs. Whatever is left undone is a failure.
    fn stop(&mut self) -> Result<(), String> {
        Ok(())
    }
}

/// How a client tells of what was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manners {
    /// At once, and the other recipients have their copy.
    SendsToTheRest,
    /// At once, and nobody has a copy.
    SendsToNobody,
    /// Later, by a message to the sender; the other recipients have their copy.
    Bounces,
}

/// How long a client may take for what it is told to do, which takes seconds at most.
pub const AT_MOST: Duration = Duration::from_secs(120);

/// What a client said.
#[derive(Debug)]
pub struct Said {
    /// Its exit status, or what a program makes of its report.
    pub success: bool,
    /// Everything it wrote.
    pub words: String,
}

impl Said {
    /// Runs a program, with `input` as its standard input, and takes its word.
    pub fn by(command: &mut Command, input: Option<&Path>) -> Result<Self, String> {
        if let Some(input) = input {
            command.stdin(fs::File::open(input).map_err(|error| format!("{}: {error}", input.display()))?);
        } else {
            command.stdin(std::process::Stdio::null());
        }
        let output = limited::output(command, AT_MOST).map_err(|failure| failure.to_string())?;
        let said = [output.stdout, output.stderr].concat();
        Ok(Self { success: output.status.success(), words: String::from_utf8_lossy(&said).trim().to_owned() })
    }
}

/// Takes a client through the cases.
pub fn run(client: &mut dyn Client, bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let name = client.name();
    if let Err(Missing(reason)) = client.prepare(bench) {
        for case in case::all() {
            report.add(name, case.name, Outcome::Skipped(reason.clone()));
        }
        return Ok(());
    }
    let folder = bench.scratch.join(name);
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    super::open_to_all(&folder)?;
    let mut server = Server::start(bench, &folder)?;
    let started = client.start(server.address, bench);
    for case in case::all() {
        let outcome = match &started {
            Err(reason) => Outcome::Failed(reason.clone()),
            Ok(()) => match case.feature.and_then(|feature| client.lacks(feature)) {
                Some(reason) => Outcome::Cannot(reason),
                None => run_case(client, &mut server, &case, &folder).into(),
            },
        };
        report.add(name, case.name, outcome);
    }
    report.add(name, "end", client.stop().and_then(|()| server.stop()).into());
    Ok(())
}

fn run_case(client: &mut dyn Client, server: &mut Server, case: &Case, folder: &Path) -> Result<(), String> {
    let file = folder.join(format!("{}.eml", case.name));
    fs::write(&file, &case.mail.content).map_err(|error| format!("{}: {error}", file.display()))?;
    let said = client.send(server.address, case, &file)?;
    let manners = client.manners();
    let refused = case.expect != Expect::Delivered;
    let reports_success = !refused || manners == Manners::Bounces;
    if reports_success && !said.success {
        return Err(format!("the client reports failure: {}", said.words));
    }
    // Who should have a copy.
    let mut to: Vec<&str> = match (case.expect, manners) {
        (Expect::Delivered, _) => case.mail.to.clone(),
        (Expect::PartlyRefused, Manners::SendsToTheRest | Manners::Bounces) => case.mail.to[..1].to_vec(),
        _ => Vec::new(),
    };
    let copies = to.len();
    let bounces = refused && manners == Manners::Bounces;
    if bounces {
        to.push(SENDER);
    }
    let (bounce, copied): (Vec<Copy>, Vec<Copy>) =
        server.copies(to.len())?.into_iter().partition(|copy| bounces && copy.to == SENDER);
    let expected: BTreeSet<String> = to[..copies].iter().map(|to| with_a_labels(to)).collect();
    let got: BTreeSet<String> = copied.iter().map(|copy| with_a_labels(&copy.to)).collect();
    if got != expected || copied.len() != copies {
        return Err(format!("copies for {expected:?} were expected, and {got:?} have one"));
    }
    if said.success && !reports_success {
        return Err(format!("the client reports success: {}", said.words));
    }
    for copy in &copied {
        check_copy(copy, &case.mail)?;
    }
    let told = match bounce.first() {
        Some(bounce) => bounce.text()?,
        None if bounces => return Err("there is no bounce".into()),
        None => said.words,
    };
    check_told(case.expect, &told)
}

/// A domain has two spellings, and it does not matter in which of them the log names it.
fn with_a_labels(address: &str) -> String {
    address.replace("b\u{fc}cher.test", "xn--bcher-kva.test")
}

/// What was sent is in the mailbox, behind the trace fields of the server; clients may add fields of their own.
fn check_copy(copy: &Copy, mail: &Mail) -> Result<(), String> {
    let text = copy.text()?;
    let expected_front = format!("Return-Path: <{}>\nDelivered-To: {}\nReceived: ", mail.from, copy.to);
    if !text.starts_with(&expected_front) {
        return Err(format!("the copy begins with {:?}", text.chars().take(200).collect::<String>()));
    }
    check_content(&text, mail)
}

/// A copy, with LF at the ends of its lines, has every field and the whole body of what was sent; others may have put fields of
/// their own beside them.
pub fn check_content(text: &str, mail: &Mail) -> Result<(), String> {
    let sent = String::from_utf8_lossy(&mail.with_lf()).into_owned();
    let (sent_header, sent_body) = sent.split_once("\n\n").unwrap_or((&sent, ""));
    let (header, body) = text.split_once("\n\n").unwrap_or((text, ""));
    for field in sent_header.lines() {
        if !header.lines().any(|line| line == field) {
            return Err(format!("the field {field:?} is missing in {header:?}"));
        }
    }
    // The last line of a message always has an end.
    let newline = if sent_body.is_empty() || sent_body.ends_with('\n') { "" } else { "\n" };
    let sent_body = format!("{sent_body}{newline}");
    if body != sent_body {
        let at = body.bytes().zip(sent_body.bytes()).take_while(|(got, sent)| got == sent).count();
        let around = |text: &str| text.bytes().skip(at.saturating_sub(20)).take(60).collect::<Vec<u8>>();
        return Err(format!(
            "the body differs after {at} of {} octets: sent \"{}\", got \"{}\"",
            sent_body.len(),
            around(&sent_body).escape_ascii(),
            around(body).escape_ascii()
        ));
    }
    Ok(())
}

/// The client tells why it was refused, in the server's words or at least with its number.
fn check_told(expect: Expect, told: &str) -> Result<(), String> {
    let any_of: &[&str] = match expect {
        Expect::Delivered => return Ok(()),
        Expect::Refused | Expect::PartlyRefused => &["550"],
        // Some compare with what SIZE says, and do not ask.
        Expect::TooBig => &["552", "exceeds", "larger than allowed", "the server takes"],
    };
    if any_of.iter().any(|words| told.contains(words)) {
        return Ok(());
    }
    Err(format!("the report has none of {any_of:?}: {told}"))
}
