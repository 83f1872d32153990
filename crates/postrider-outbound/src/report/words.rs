//! The part for people: what happened, to whom, what the other side said, what to do now, and who can help.

use super::returned::{Extent, Returned};
use super::{Action, Advice, Diagnostic, Encoding, Kind, Part, Report, Reported, status, text};

/// The most addresses that are listed together, and the most reasons given: more than that nobody reads, and the part for
/// programs names them all.
const LISTED_MAX: usize = 50;

pub(super) fn part(report: &Report<'_>, returned: &Returned) -> Part {
    let words = words(report, returned).into_bytes();
    let short = |line: &[u8]| line.len() <= 998;
    let plain = words.is_ascii() && words.split(|&octet| octet == b'\n').all(short);
    let (media, encoding, octets) = if plain {
        ("text/plain; charset=us-ascii", Encoding::SevenBit, words)
    } else {
        ("text/plain; charset=utf-8", Encoding::QuotedPrintable, text::quoted_printable(&words))
    };
    Part { media, description: "What happened", encoding, octets }
}

/// The Subject. It names the recipient where there is one, and where the name is so plain that no reader takes it for
/// something else.
pub(super) fn subject(report: &Report<'_>, kind: Kind) -> String {
    let what = match kind {
        Kind::Failure => "Not delivered",
        Kind::Delay => "Delayed, nothing to do yet",
        Kind::Success if all(report, Action::Delivered) => "Delivered",
        Kind::Success => "Handed on",
    };
    let plain = |address: &str| {
        address.len() <= 60 && address.chars().all(|c| c.is_ascii_alphanumeric() || ".-_+@".contains(c))
    };
    match report.recipients {
        [only] => {
            let address = only.recipient.to_string();
            let to = if plain(&address) { format!(" to {address}") } else { String::new() };
            format!("{what}: your message{to}")
        }
        several => format!("{what}: your message to {} recipients", several.len()),
    }
}

fn all(report: &Report<'_>, action: Action) -> bool {
    report.recipients.iter().all(|reported| reported.action == action)
}

fn words(report: &Report<'_>, returned: &Returned) -> String {
    let mut out = String::new();
    text::paragraph(&mut out, &format!("This is the mail server {}.", text::domain(&report.reporter.name)));
    let groups = groups(report.recipients);
    for (nth, group) in groups.iter().take(LISTED_MAX).enumerate() {
        news(&mut out, group, nth > 0);
        reason(&mut out, group[0]);
        outlook(&mut out, group[0]);
    }
    let left_out: usize = groups.iter().skip(LISTED_MAX).map(Vec::len).sum();
    if left_out > 0 {
        text::paragraph(
            &mut out,
            &format!("{left_out} more are named in the next part, with the reason for each."),
        );
    }
    resolve(&mut out, report);
    farewell(&mut out, report, returned);
    out
}

/// Recipients about whom the same is to be said, in the order in which each such group begins.
fn groups(recipients: &[Reported]) -> Vec<Vec<&Reported>> {
    fn same<'a>(of: &'a Reported) -> impl PartialEq + use<'a> {
        (of.action, of.advice, &of.remote, &of.diagnostic)
    }
    let mut groups: Vec<Vec<&Reported>> = Vec::new();
    for reported in recipients {
        match groups.iter_mut().find(|group| same(group[0]) == same(reported)) {
            Some(group) => group.push(reported),
            None => groups.push(vec![reported]),
        }
    }
    groups
}

/// What happened, and to whom.
fn news(out: &mut String, group: &[&Reported], further: bool) {
    let these = if group.len() == 1 { "this address" } else { "these addresses" };
    let first = match group[0].action {
        Action::Failed if further => "Nor could it be delivered to",
        Action::Failed => "Sorry, your message could not be delivered to",
        Action::Delayed if further => "Nor has it been delivered yet to",
        Action::Delayed => "Your message is not lost, but it has not been delivered yet to",
        Action::Delivered if further => "It was also delivered to",
        Action::Delivered => "As you asked to be told: your message was delivered to",
        Action::Relayed | Action::Expanded if further => "It was also handed on for",
        Action::Relayed | Action::Expanded => "As you asked to be told: your message was handed on for",
    };
    text::paragraph(out, &format!("{first} {these}:"));
    for reported in group.iter().take(LISTED_MAX) {
        let address = text::clean(&reported.recipient.to_string());
        out.push_str(&format!("    {address}"));
        if let Some(original) = &reported.original
            && matches!(original.kind.to_ascii_lowercase().as_str(), "rfc822" | "utf-8")
            && let given = text::clean(&status::readable(original))
            && given != address
        {
            out.push_str(&format!(" (you wrote to {given})"));
        }
        out.push_str("\r\n");
    }
    if let Some(more @ 1..) = group.len().checked_sub(LISTED_MAX) {
        out.push_str(&format!("    and {more} more, named in the next part\r\n"));
    }
    out.push_str("\r\n");
}

/// What was said about it, word for word.
fn reason(out: &mut String, reported: &Reported) {
    let Some(diagnostic) = &reported.diagnostic else { return };
    if reported.action.kind() == Kind::Success {
        return;
    }
    let said = match diagnostic {
        Diagnostic::Smtp(said) | Diagnostic::Own(said) => text::reply_lines(said),
    };
    if said.is_empty() {
        return;
    }
    let who = match (diagnostic, &reported.remote) {
        (Diagnostic::Smtp(_), Some(remote)) => {
            format!("The mail server of the other side, {}, said:", text::clean(remote))
        }
        (Diagnostic::Smtp(_), None) => "The mail server of the other side said:".to_owned(),
        (Diagnostic::Own(_), _) => "This server noted:".to_owned(),
    };
    text::paragraph(out, &who);
    for line in said {
        out.push_str(&format!("    > {line}\r\n"));
    }
    out.push_str("\r\n");
}

/// What it means, and what to do.
fn outlook(out: &mut String, reported: &Reported) {
    match reported.action {
        Action::Failed => text::paragraph(out, after_failure(reported.advice)),
        Action::Delayed => text::paragraph(out, during_delay(reported.advice)),
        Action::Delivered => text::paragraph(
            out,
            "It is in the mailbox now. Whether it has been read, only the recipient can tell you.",
        ),
        Action::Relayed => {
            let next = match &reported.remote {
                Some(remote) => format!("the mail server {}", text::clean(remote)),
                None => "the next mail server".to_owned(),
            };
            text::paragraph(
                out,
                &format!(
                    "It is with {next} now, which does not report what it has delivered. So this is the last \
                     you hear of it, unless something goes wrong there."
                ),
            );
        }
        Action::Expanded => text::paragraph(
            out,
            "The address stands for several mailboxes, and the message is on its way to each of them.",
        ),
    }
}

const fn after_failure(advice: Advice) -> &'static str {
    match advice {
        Advice::UnknownMailbox => {
            "There is no mailbox of this name there. Please look for a typing error in the address. If you find none, the \
             address may have been given up: ask for the new one, by telephone for example."
        }
        Advice::MailboxFull => {
            "The mailbox is full. Please let its owner know in some other way, and send the message again when there is \
             room."
        }
        Advice::UnknownDomain => {
            "There is no place for mail behind the @ of this address. Please look for a typing error there. If you find \
             none, only those who run that domain can help."
        }
        Advice::TooLarge => {
            "The message is larger than the other side takes. Please send it without its large attachments, or put them \
             where they can be fetched and send a link."
        }
        Advice::Unwanted => {
            "The other side takes no mail from you or from this server, whatever is in it, so it does not help to send it \
             again. Please answer this mail, so that the postmaster here can look into it. The recipient can also ask those \
             who run the mail there to let your messages in."
        }
        Advice::Content => {
            "The other side did not want what is in the message. Often it is an attachment or a link that reminds it of \
             spam or of a virus. Please try again without these, or ask the recipient how best to send them."
        }
        Advice::Authentication => {
            "The other side wanted a proof that the message comes from where it says, and found none. You did nothing \
             wrong: such proofs are set up by those who run the mail of your domain. Please send this report to them."
        }
        Advice::Unreachable => {
            "The mail server of the other side could not be reached in all that time. Please look for a typing error behind \
             the @ of the address. If you find none, the fault is most likely on the other side: send the message again in \
             some days, or use some other way."
        }
        Advice::Encoding => {
            "The mail server of the other side cannot take the message in the form it has: it, or an address, holds letters \
             beyond a to z that it does not know how to handle. Please ask the recipient for an address in plain letters, \
             or send the text again in plain letters."
        }
        Advice::Loop => {
            "The message went in a circle from server to server: mail for this address is forwarded to where it came from. \
             You cannot mend that. Please answer this mail, or let the recipient know in some other way."
        }
        Advice::Expired => {
            "It was tried again and again, for as long as this server tries. Please send it again later, or use some other \
             way."
        }
        Advice::Other => {
            "If this does not tell you what to do, please answer this mail, or show it to somebody who helps you with such \
             things."
        }
    }
}

const fn during_delay(advice: Advice) -> &'static str {
    match advice {
        Advice::UnknownMailbox => {
            "The other side does not know this mailbox just now. Please look for a typing error in the address."
        }
        Advice::MailboxFull => {
            "The mailbox has no room just now. If you can, let its owner know in some other way: the message comes when \
             there is room."
        }
        Advice::UnknownDomain => {
            "What is behind the @ of this address cannot be found just now. Please look for a typing error there."
        }
        Advice::TooLarge => "The other side has no room for a message of this size just now.",
        Advice::Unwanted => {
            "The other side asks this server, or you, to wait. Many do so with senders whom they do not know well; it passes \
             by itself."
        }
        Advice::Content => "The other side does not take what is in the message just now.",
        Advice::Authentication => {
            "The other side wants a proof that the message comes from where it says, and cannot find it just now."
        }
        Advice::Unreachable => {
            "The mail server of the other side cannot be reached just now. Mostly that passes by itself."
        }
        Advice::Encoding | Advice::Loop | Advice::Expired | Advice::Other => "Mostly that passes by itself.",
    }
}

/// What this server will do now, which is the same for all.
fn resolve(out: &mut String, report: &Report<'_>) {
    let delayed = || report.recipients.iter().filter(|reported| reported.action == Action::Delayed);
    if delayed().next().is_some() {
        let until = match delayed().filter_map(|reported| reported.will_retry_until).max() {
            Some(until) => format!("until {}", text::date_for_people(until, &report.reporter.zone)),
            None => "for some days".to_owned(),
        };
        text::paragraph(
            out,
            &format!(
                "You need not do anything: this server goes on trying {until}, and tells you if it has to give up. Please do \
                 not send the message again meanwhile, or it may arrive twice."
            ),
        );
    } else if report.recipients.iter().any(|reported| reported.action == Action::Failed) {
        text::paragraph(out, "This server does not try again by itself.");
    }
}

/// What else there is, and who can help.
fn farewell(out: &mut String, report: &Report<'_>, returned: &Returned) {
    let came = text::date_for_people(report.arrived, &report.reporter.zone);
    let attached = match returned.extent {
        Extent::Whole => "It is attached, so that nothing you wrote is lost.",
        Extent::Header => "Its header is attached, so that you can see which message it is.",
        Extent::HeaderCut => "The front of its header is attached, so that you can see which message it is.",
    };
    text::paragraph(out, &format!("The message reached this server on {came}. {attached}"));
    let contact = text::clean(&report.reporter.contact.to_string());
    text::paragraph(
        out,
        &format!(
            "Who can help: {contact}. An answer to this mail goes there; please leave the reference in it."
        ),
    );
    out.push_str(&format!("Reference: {}\r\n", report.about));
}
