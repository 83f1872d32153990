//! Exim's main log: `** a@example.org R=... T=... H=mx [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<a>: 550 ...`, `==` for what is tried again,
//! and `H=x [192.0.2.1] F=<b> rejected RCPT <a>: ...` for what it refuses itself.

use postrider_reference::Stage;

use crate::bounce::reason;
use crate::complaint::{Complaint, Fate};
use crate::said;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    let rest = behind_time(line)?;
    let text = rest.replace("\\n", " ");
    let delivery = [("** ", Fate::Final(None)), ("== ", Fate::Later)].iter().find_map(|(mark, fate)| {
        let at = text.find(mark).filter(|at| *at == 0 || text[..*at].ends_with(' '))?;
        Some((&text[at + 3..], *fate))
    });
    if let Some((delivery, fate)) = delivery {
        return Some(Some(Complaint { fate, ..of_delivery(delivery) }));
    }
    if let Some(at) = text.find("SMTP error from remote mail") {
        return Some(Some(reason(&text[at..], 0)));
    }
    if let Some(complaint) = refusal(&text) {
        return Some(Some(complaint));
    }
    let is_exim = [
        "<= ",
        "=> ",
        "-> ",
        "Completed",
        "H=",
        "SMTP connection",
        "no host name found",
        "Start queue run",
        "End queue run",
        "login authenticator",
        "TLS error",
    ]
    .iter()
    .any(|word| text.contains(word));
    is_exim.then(|| {
        let marks = ["authenticator failed", "TLS error", "TLS session:"];
        let own = text.contains("authenticator failed for");
        marks.iter().any(|mark| text.contains(mark)).then(|| Complaint { own, ..reason(&text, 0) })
    })
}

/// What stands behind `2023-03-24 10:02:24`, a time zone and a process.
fn behind_time(line: &str) -> Option<&str> {
    // A log may be pasted from a container, with something in front.
    let digits = |text: &str, form: &str| {
        text.len() >= form.len()
            && text
                .bytes()
                .zip(form.bytes())
                .all(|(b, f)| if f == b'0' { b.is_ascii_digit() } else { b == f })
    };
    let at = line
        .char_indices()
        .take(80)
        .map(|(at, _)| at)
        .find(|at| digits(&line[*at..], "0000-00-00 00:00:00"))?;
    line.get(at + 19..).map(str::trim_start)
}

fn of_delivery(text: &str) -> Complaint {
    let recipient = said::address(text).map(|(address, _)| address.to_owned());
    let host = said::host(text);
    let told = match text.find("SMTP error from remote mail") {
        Some(at) => &text[at..],
        // `defer (113): No route to host`, or the words behind the fields.
        None => text
            .find(" defer (")
            .map_or_else(|| text.split_once(": ").map_or(text, |(_, told)| told), |at| &text[at + 1..]),
    };
    let complaint = reason(told, 0);
    Complaint { recipient, host: complaint.host.or(host), ..complaint }
}

fn refusal(text: &str) -> Option<Complaint> {
    // What was wrong stands in front of `rejected connection` here.
    if let Some(at) = text.find("SMTP protocol synchronization error") {
        let told = text[at..].split_once("): ").map_or(&text[at..], |(told, _)| told);
        return Some(Complaint { stage: Some(Stage::Greeting), host: None, own: true, ..reason(told, 0) });
    }
    let (before, what) = text.split_once("rejected ")?;
    let (verb, rest) = what.split_once(' ').unwrap_or((what, ""));
    let stage = match verb {
        "RCPT" => Stage::Rcpt,
        "MAIL" | "sender" => Stage::Mail,
        "EHLO" | "HELO" => Stage::Hello,
        "connection" => Stage::Greeting,
        "after" => Stage::End,
        "AUTH" => Stage::Auth,
        _ => return None,
    };
    let told = rest.split_once(": ").map_or(rest, |(_, told)| told);
    let recipient =
        (stage == Stage::Rcpt).then(|| said::address(rest)).flatten().map(|(address, _)| address.to_owned());
    let fate = if before.ends_with("temporarily ") { Fate::Later } else { Fate::Unsaid };
    Some(Complaint { stage: Some(stage), recipient, host: None, own: true, fate, ..reason(told, 0) })
}
