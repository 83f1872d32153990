//! Every refused cell of the sequence table, written down in every dialect, is told with the step that is missing.

use postrider_proto::reply::Entry;
use postrider_proto::server::sequence::{Cell, State, cell};
use postrider_proto::wire::command::Verb;
use postrider_why::{Step, why};

mod writers;

use writers::WRITERS;
use writers::Who::{self, Client, Server};

/// What leads to a state.
fn way(state: State) -> Vec<(Who, &'static str)> {
    let greeting = (Server, "220 mx.example ESMTP");
    let hello = [
        (Client, "EHLO client.example"),
        (Server, "250-mx.example"),
        (Server, "250-PIPELINING"),
        (Server, "250-STARTTLS"),
        (Server, "250-AUTH PLAIN LOGIN"),
        (Server, "250 HELP"),
    ];
    let login = [(Client, "AUTH PLAIN AGFsaWNlAHNlY3JldA=="), (Server, "235 2.7.0 ok")];
    let mail = [(Client, "MAIL FROM:<alice@client.example>"), (Server, "250 2.1.0 ok")];
    let rcpt = [(Client, "RCPT TO:<bob@mx.example>"), (Server, "250 2.1.5 ok")];
    let refused = [(Client, "RCPT TO:<nobody@mx.example>"), (Server, "550 5.1.1 no such user here")];
    let chunk = [(Client, "BDAT 12"), (Client, "Subject: x"), (Server, "250 2.0.0 12 octets are here")];
    let chunk_refused = [(Client, "BDAT 12"), (Client, "Subject: x"), (Server, "552 5.3.4 too big")];
    let mut way = vec![greeting];
    let mut add = |parts: &[&[(Who, &'static str)]]| way.extend(parts.iter().copied().flatten());
    match state {
        State::Connected => {}
        State::Refused554 => return vec![(Server, "554 mx.example takes no mail from this client")],
        State::Refused521 => return vec![(Server, "521 mx.example never accepts mail")],
        State::Greeted | State::TlsRequired | State::AuthRequired => add(&[&hello]),
        State::Authenticated => add(&[&hello, &login]),
        State::Mail => add(&[&hello, &mail]),
        State::MailRcptRejected => add(&[&hello, &mail, &refused]),
        State::Rcpt => add(&[&hello, &mail, &rcpt]),
        State::Bdat => add(&[&hello, &mail, &rcpt, &chunk]),
        State::Failed => add(&[&hello, &mail, &rcpt, &chunk_refused]),
        State::AuthExchange | State::Data => unreachable!("nothing is refused there: lines are no commands"),
    }
    way
}

/// The verb with an argument that is in order.
const fn command(verb: Verb) -> &'static str {
    match verb {
        Verb::Ehlo => "EHLO client.example",
        Verb::Helo => "HELO client.example",
        Verb::Lhlo => "LHLO client.example",
        Verb::Starttls => "STARTTLS",
        Verb::Auth => "AUTH PLAIN AGFsaWNlAHNlY3JldA==",
        Verb::Mail => "MAIL FROM:<alice@client.example>",
        Verb::Rcpt => "RCPT TO:<bob@mx.example>",
        Verb::Data => "DATA",
        Verb::Bdat => "BDAT 12 LAST",
        Verb::Burl => "BURL imap://mx.example/x LAST",
        Verb::Rset => "RSET",
        Verb::Noop => "NOOP",
        Verb::Vrfy => "VRFY bob",
        Verb::Expn => "EXPN all",
        Verb::Help => "HELP",
        Verb::Quit => "QUIT",
        Verb::Etrn => "ETRN client.example",
        Verb::Atrn => "ATRN client.example",
        Verb::Xclient => "XCLIENT ADDR=192.0.2.7",
        Verb::Legacy => "SEND FROM:<alice@client.example>",
        Verb::Unknown => "FROBNICATE now",
    }
}

/// The step that a reply of ours asks for. This is written from the texts of the replies, and not from the table.
fn asked(entry: &Entry) -> Option<&'static str> {
    match entry.id {
        "ehlo-first" => Some("EHLO"),
        "tls-required" | "hello-needs-tls" => Some("STARTTLS"),
        "auth-required" => Some("AUTH"),
        "rcpt-before-mail" | "data-before-mail" | "bdat-before-mail" => Some("MAIL"),
        "data-before-rcpt" | "bdat-before-rcpt" | "no-valid-recipient" => Some("RCPT"),
        "mail-twice"
        | "rset-first"
        | "starttls-in-transaction"
        | "auth-in-transaction"
        | "xclient-in-transaction"
        | "rcpt-after-bdat"
        | "data-after-bdat" => Some("RSET"),
        "auth-twice" | "starttls-after-auth" | "unknown-command" | "not-offered" => None,
        other => panic!("{other} is new: say which step it asks for"),
    }
}

#[test]
fn every_refused_cell_is_told_in_every_dialect() {
    let mut faults = Vec::new();
    let mut cells = 0;
    for state in State::ALL {
        for verb in Verb::ALL {
            let Cell::Refused(entry) = cell(state, verb) else { continue };
            cells += 1;
            let enhanced = entry.enhanced.map(|code| format!("{code} ")).unwrap_or_default();
            let refusal = format!("{} {enhanced}{}", entry.code, entry.text.replace("{verb}", verb.as_str()));
            for (name, write, front) in WRITERS {
                let mut text = if front.is_empty() { String::new() } else { format!("{front}\n") };
                for (who, line) in way(state).into_iter().chain([(Client, command(verb))]) {
                    text.push_str(&write(who, line));
                    text.push('\n');
                }
                let before = text.lines().count();
                text.push_str(&write(Server, &refusal));
                text.push('\n');
                let place = before..text.lines().count();
                let answer = why(text.as_bytes());
                let own = answer.findings.iter().find(|finding| place.contains(&finding.proof.line));
                let first = answer.findings.first();
                let told = match (own, state) {
                    // What was refused before is the reason, and this only follows from it.
                    (
                        None,
                        State::Refused554 | State::Refused521 | State::MailRcptRejected | State::Failed,
                    ) => first.is_some_and(|first| first.echoes.iter().any(|line| place.contains(line))),
                    (Some(own), _) => own.step.and_then(Step::verb).map(Verb::as_str) == asked(entry),
                    (None, _) => false,
                };
                if !told {
                    let step = own.and_then(|own| own.step);
                    faults.push(format!("{state:?} {verb:?} in {name}: {step:?} for {}\n{text}", entry.id));
                }
            }
        }
    }
    assert!(cells > 100, "the table has refused cells: {cells}");
    assert!(
        faults.is_empty(),
        "{} of {}, such as\n{}",
        faults.len(),
        cells * WRITERS.len(),
        faults.iter().step_by(faults.len() / 12 + 1).cloned().collect::<Vec<_>>().join("\n")
    );
}
