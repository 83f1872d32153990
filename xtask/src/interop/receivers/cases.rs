//! What is sent to every receiver, and what has to come of it.

use std::fs;

use super::super::Bench;
use super::super::case::{self, Case, Expect, Feature, Mail, SENDER};
use super::super::client::{Said, check_content};
use super::super::report::{Outcome, Report};
use super::super::send;
use super::super::server::{Copy, Server};
use super::{Place, Receiver};
use crate::crash::client::Client;

/// The cases by name, in the order in which they are run.
pub fn names() -> impl Iterator<Item = &'static str> {
    contents().map(|case| case.name).chain(STORIES.iter().map(|(name, _)| *name))
}

/// A case that is more than a message and its copies.
type Story = fn(&mut Round<'_>) -> Result<(), String>;

const STORIES: [(&str, Story); 5] = [
    ("one-refused", one_refused),
    ("all-refused", all_refused),
    ("not-told", not_told),
    ("told", told),
    ("nobody-else", nobody_else),
];

/// The one that is sent before the receiver is there.
const BEFORE: &str = "plain";

/// The cases that are about content, but for those that differ only in how a client sends it.
fn contents() -> impl Iterator<Item = Case> {
    let sent_otherwise = [Some(Feature::Chunking), Some(Feature::Pipelining)];
    case::all()
        .into_iter()
        .filter(move |case| case.expect == Expect::Delivered && !sent_otherwise.contains(&case.feature))
        .map(|case| Case { mail: Mail { to: at_the_receiver(&case.mail.to), ..case.mail }, ..case })
}

/// The same people, at the domain of the receiver.
fn at_the_receiver(to: &[&'static str]) -> Vec<&'static str> {
    let there = [
        ("alice@", "alice@receiver.test"),
        ("bob@", "bob@receiver.test"),
        ("carol@", "carol@receiver.test"),
        ("j\u{f6}rg@", "j\u{f6}rg@receiver.test"),
    ];
    let named = |to: &&'static str| there.iter().find(|(local_part, _)| to.starts_with(local_part));
    to.iter().filter_map(named).map(|(_, address)| *address).collect()
}

/// One receiver, and what stands in front of it.
struct Round<'a> {
    receiver: &'a mut dyn Receiver,
    place: &'a Place,
    server: &'a mut Server,
    bench: &'a Bench,
}

/// Takes a receiver through the cases. It is started behind the first message.
pub fn run(
    receiver: &mut dyn Receiver,
    place: &Place,
    server: &mut Server,
    bench: &Bench,
    report: &mut Report,
) {
    let name = receiver.name();
    let mut round = Round { receiver, place, server, bench };
    let mut broken: Option<String> = None;
    let mut note = |case: &'static str, run: &mut dyn FnMut() -> Result<(), String>| {
        let outcome = broken.clone().map_or_else(run, Err);
        // What comes too late would be taken for the copies of the next case.
        if outcome.is_err() {
            broken.get_or_insert(format!("not tried, since {case} failed"));
        }
        report.add(name, case, Outcome::from(outcome));
    };
    for case in contents() {
        note(case.name, &mut || round.content(&case));
    }
    for (case, story) in STORIES {
        note(case, &mut || story(&mut round));
    }
}

impl Round<'_> {
    /// A message, and its copies at the receiver.
    fn content(&mut self, case: &Case) -> Result<(), String> {
        let mail = &case.mail;
        self.send(case.name, mail)?;
        if case.name == BEFORE {
            self.server.event("deferred")?;
            let way_back = self.server.address;
            self.receiver.start(self.place, way_back)?;
        }
        if case.feature == Some(Feature::Smtputf8) && !self.receiver.offers().smtputf8 {
            // RFC 6531 §3.2: it cannot be handed on, and goes back.
            let report = self.report(mail.from, &[])?;
            return contains(&report, &["Action: failed", "Status: 5.6.7"]);
        }
        let delivered = self.server.copies(mail.to.len())?;
        self.at_the_receiver(&delivered, mail)
    }

    /// Everybody has one copy, and it is what was sent.
    fn at_the_receiver(&self, delivered: &[Copy], mail: &Mail) -> Result<(), String> {
        for to in &mail.to {
            if !delivered.iter().any(|copy| copy.to == *to) {
                return Err(format!("the log has no delivery to {to}"));
            }
            let (local_part, _) = to.split_once('@').ok_or("an address without a domain")?;
            let copy = self.place.take(local_part)?;
            check_content(&copy, mail).map_err(|why| format!("{to}: {why}"))?;
            contains(&copy, &[self.receiver.trace()])?;
        }
        Ok(())
    }

    fn send(&self, name: &str, mail: &Mail) -> Result<(), String> {
        let file = self.place.folder.join(format!("{name}.eml"));
        fs::write(&file, &mail.content).map_err(|error| format!("{}: {error}", file.display()))?;
        let said = Said::by(
            &mut send::command(&self.bench.postrider, self.server.address, mail.from, &mail.to, &file),
            None,
        )?;
        if said.success { Ok(()) } else { Err(format!("it was not taken: {}", said.words)) }
    }

    /// Waits for copies at the receiver for `others`, and for a report to the sender; gives the report.
    fn report(&mut self, sender: &str, others: &[&str]) -> Result<String, String> {
        let copies = self.server.copies(others.len() + 1)?;
        let report = copies.iter().find(|copy| copy.to == sender).ok_or("the sender has no report")?;
        for other in others {
            if !copies.iter().any(|copy| copy.to == *other) {
                return Err(format!("the log has no delivery to {other}"));
            }
        }
        report.text()
    }
}

fn text(subject: &str, to: &[&'static str]) -> Mail {
    let content = format!("From: {SENDER}\r\nSubject: {subject}\r\n\r\n{BODY}\r\n");
    Mail { from: SENDER, to: to.to_vec(), content: content.into_bytes() }
}

const BODY: &str = "the body of the message";

/// One of three is refused at RCPT: the others have their copies, and the sender is told.
fn one_refused(round: &mut Round<'_>) -> Result<(), String> {
    let to = ["alice@receiver.test", "nobody@receiver.test", "bob@receiver.test"];
    round.send("one-refused", &text("one of three", &to))?;
    let report = round.report(SENDER, &[to[0], to[2]])?;
    let theirs = text("one of three", &[to[0], to[2]]);
    for local_part in ["alice", "bob"] {
        check_content(&round.place.take(local_part)?, &theirs)?;
    }
    contains(&report, &["Final-Recipient: rfc822; nobody@receiver.test", "Action: failed", "550", BODY])?;
    match report.contains("alice@receiver.test") {
        true => Err(format!("the report speaks of somebody who has a copy: {report}")),
        false => Ok(()),
    }
}

/// All are refused: one report tells of both.
fn all_refused(round: &mut Round<'_>) -> Result<(), String> {
    let to = ["nobody@receiver.test", "no-one@receiver.test"];
    round.send("all-refused", &text("none of two", &to))?;
    let report = round.report(SENDER, &[])?;
    contains(&report, &["rfc822; nobody@receiver.test", "rfc822; no-one@receiver.test"])
}

/// NOTIFY=NEVER (RFC 3461 §4.1): a refusal is not told.
fn not_told(round: &mut Round<'_>) -> Result<(), String> {
    let mail = text("never tell me", &["nobody@receiver.test"]);
    hand_in(round, "", "NOTIFY=NEVER", &mail)?;
    round.server.event("bounced").map(drop)
}

/// NOTIFY=SUCCESS, RET and ENVID (RFC 3461 §4): whoever delivers the message says so, with what the sender gave to know it by.
fn told(round: &mut Round<'_>) -> Result<(), String> {
    let mail = text("tell me", &["alice@receiver.test"]);
    let notify = "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;alice+2Btag@receiver.test";
    hand_in(round, "RET=HDRS ENVID=interop+3D7", notify, &mail)?;
    let report = round.report(SENDER, &[mail.to[0]])?;
    check_content(&round.place.take("alice")?, &mail)?;
    // Fields have names in any case, some write no space behind a semicolon, and some leave xtext as it is (RFC 3461 §4).
    let even = report.to_ascii_lowercase().replace("; ", ";").replace("+3d", "=").replace("+2b", "+");
    contains(&even, &["final-recipient: rfc822;alice@receiver.test", "action: delivered"])?;
    if round.receiver.offers().names_back {
        contains(&even, &["original-envelope-id: interop=7", "original-recipient: rfc822;alice+tag@"])?;
    }
    // RFC 3461 §5.2.2, §6.2: where DSN is offered, the report is the receiver's business; where it is not, ours.
    let by_us = even.contains("reporting-mta: dns;relay.example.test");
    match (round.receiver.offers().dsn, by_us) {
        (true, true) => Err(format!("the receiver offers DSN, and the report is ours: {report}")),
        (false, false) => Err(format!("the receiver has no DSN, and the report is not ours: {report}")),
        _ if report.contains(BODY) => Err(format!("RET=HDRS, and the body comes back: {report}")),
        _ => Ok(()),
    }
}

/// No mailbox has a copy that was not looked at.
fn nobody_else(round: &mut Round<'_>) -> Result<(), String> {
    match round.place.left_over()?.as_slice() {
        [] => Ok(()),
        more => Err(format!("nobody expected these copies: {more:?}")),
    }
}

/// Sends a message with parameters that `postrider send` does not have.
fn hand_in(round: &Round<'_>, mail: &str, rcpt: &str, message: &Mail) -> Result<(), String> {
    let said = || -> std::io::Result<()> {
        let mut client = Client::connect(round.server.address)?;
        client.ask(format!("MAIL FROM:<{}> {mail}", message.from).trim_end(), '2')?;
        for to in &message.to {
            client.ask(&format!("RCPT TO:<{to}> {rcpt}"), '2')?;
        }
        client.ask("DATA", '3')?;
        let content = String::from_utf8_lossy(&message.content);
        client.ask(&format!("{content}."), '2')?;
        client.ask("QUIT", '2').map(drop)
    };
    said().map_err(|error| format!("it was not taken: {error}"))
}

fn contains(report: &str, words: &[&str]) -> Result<(), String> {
    match words.iter().find(|words| !report.contains(**words)) {
        Some(words) => Err(format!("the report has no {words:?}: {report}")),
        None => Ok(()),
    }
}
