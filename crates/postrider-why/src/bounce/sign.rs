//! By what a message is known for a bounce.

use super::mime::Field;
use super::text;
use super::word;
use crate::complaint::Complaint;

/// What the address or the name of who writes bounces has in it, in small letters.
const FROM: &[&str] = &[
    "mailer-daemon",
    "mailer_daemon",
    "mailerdaemon",
    "mailer daemon",
    "mail-daemon",
    "maildaemon",
    "mail daemon",
    "postmaster",
    "mail delivery",
    "mail.delivery",
    "mail_delivery",
    "maildelivery",
    "delivery system",
    "delivery subsystem",
    "delivery service",
    "mail system",
    "mailsystem",
    "mail service",
    "mail_service",
    "smtp_mail_service",
    "mdaemon@",
    "symantec_antivirus",
    "microsoft outlook <microsoftexchange",
    "no-reply@sns.amazonaws",
];

/// What the subject of a bounce has in it, in small letters, in the languages that programs write it in.
const SUBJECT: &[&str] = &[
    "undeliver",
    "returned mail",
    "returned to sender",
    "return to sender",
    "failure notice",
    "failure notification",
    "delivery status",
    "delivery fail",
    "delivery error",
    "delivery problem",
    "delivery notification",
    "delivery report",
    "delivery incomplete",
    "delivery has failed",
    "delivery delayed",
    "delayed mail",
    "mail failure",
    "mail error",
    "mail system error",
    "message delivery",
    "failed mail",
    "nondeliver",
    "non-deliver",
    "non delivery",
    "not delivered",
    "could not be delivered",
    "could not send message",
    "couldn't be delivered",
    "cannot be delivered",
    "can't be delivered",
    "wasn't delivered",
    "unable to deliver",
    "was not delivered",
    "user unknown",
    "non remis",
    "non distribu",
    "non livr",
    "unzustellbar",
    "zustellung",
    "nicht zugestellt",
    "no se puede entregar",
    "no se pudo entregar",
    "no entregado",
    "no entregable",
    "devuelto",
    "devolvido",
    "n\u{e3}o entregue",
    "non recapitabile",
    "mancato recapito",
    "mancata consegna",
    "niedostarcz",
    "zwrot",
    "onbestelbaar",
    "niet bezorgd",
    "olevererbart",
    "gick inte att leverera",
    "nedoru\u{10d}",
    "teslim edilemedi",
    "\u{43d}\u{435} \u{434}\u{43e}\u{441}\u{442}\u{430}\u{432}\u{43b}\u{435}\u{43d}",
    "\u{43d}\u{435}\u{434}\u{43e}\u{441}\u{442}\u{430}\u{432}\u{43b}\u{435}\u{43d}",
    "\u{43d}\u{435} \u{443}\u{434}\u{430}\u{43b}\u{43e}\u{441}\u{44c} \u{434}\u{43e}\u{441}\u{442}\u{430}\u{432}\u{438}\u{442}\u{44c}",
    "kh\u{f4}ng g\u{1eed}i \u{111}\u{1b0}\u{1ee3}c",
    "kh\u{f4}ng th\u{1ec3} g\u{1eed}i",
    "\u{9000}\u{4fe1}",
    "\u{65e0}\u{6cd5}\u{9001}\u{8fbe}",
    "\u{65e0}\u{6cd5}\u{6295}\u{9012}",
    "\u{672a}\u{9001}\u{8fbe}",
    "\u{672a}\u{50b3}\u{905e}",
    "\u{914d}\u{4fe1}\u{3067}\u{304d}",
    "\u{914d}\u{4fe1}\u{4e0d}\u{80fd}",
    "\u{914d}\u{9001}\u{3067}\u{304d}",
    "\u{9001}\u{4fe1}\u{3067}\u{304d}",
    "\u{c804}\u{c1a1} \u{c2e4}\u{d328}",
    "\u{bc18}\u{c1a1}",
];

/// Words with which programs begin a bounce.
const LINES: &[&str] = &[
    "this is the qmail-send program",
    "this is the james mail server",
    "this message was created automatically by mail delivery s",
    "a message that you sent could not be delivered",
    "smtp error from remote mail server after",
    "diagnostic information for administrators",
    "delivery has failed to these recipients",
    "delivery to the following recipients failed",
    "the following addresses had permanent fatal errors",
    "the following addresses had delivery",
    "transcript of session follows",
    "this is the mail system at host",
    "this is the postfix program at host",
    "i'm sorry to have to inform you that your message could not",
    "delivery to the following recipient failed permanently",
    "delivery to the following recipient has been delayed",
    "delivery failed for the following recipient",
    "delivery failed for the following reason",
    "your message wasn't delivered to",
    "your message was not delivered to",
    "your mail cannot be delivered to",
    "your message could not be delivered",
    "could not be delivered to the following",
    "could not be delivered because of",
    "--- non-delivery report ---",
    "------ failed recipients ------",
    "the response from the remote server was:",
    "sorry, we were unable to deliver your message to the following address",
    "we had trouble delivering your message",
    "this is the dragonfly mail agent",
    "this is the mailer-daemon, please do not reply",
    "running the courier mail server",
    "did not reach the following recipient",
    "unable to deliver message to the following",
    "unable to deliver message to <",
    "groups.google.com/support",
    "could not be delivered to: <",
    "address not found **",
    "message not delivered **",
    "message blocked **",
    "message rejected **",
];

/// Words with which programs open a bounce, before they say anything else in it.
const OPENINGS: &[&str] = &[
    "this is the qmail-send program",
    "this is the mail system at host",
    "this is the postfix program at host",
    "this is the james mail server",
    "this is the dragonfly mail agent",
    "this is the mailer-daemon, please do not reply",
    "this message was created automatically by mail delivery s",
    "the original message was received at ",
    "delivery has failed to these recipients",
    "delivery to the following recipients failed",
    "delivery to the following recipient failed permanently",
    "delivery to the following recipient has been delayed",
    "address not found **",
    "message not delivered **",
    "message blocked **",
    "message rejected **",
];

/// Whether a line opens a bounce.
pub fn opens(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '*', '-']).to_ascii_lowercase();
    OPENINGS.iter().any(|words| line.contains(words))
}

/// Whether a header is that of a bounce.
pub fn in_header(header: &[Field]) -> bool {
    let has = |name: &str, words: &[&str]| {
        header.iter().filter(|(known, _, _)| known == name).any(|(_, value, _)| {
            let value = word::decoded(value).to_lowercase();
            words.iter().any(|word| value.contains(word))
        })
    };
    has("content-type", &["multipart/report"])
        || has("from", FROM)
        || has("return-path", &["<>"])
        || has("subject", SUBJECT)
        || header.iter().any(|(name, _, _)| name == "x-failed-recipients" || name == "x-mlserver")
}

/// Whether a line has the words of a bounce.
pub fn in_line(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '*', '-']).to_ascii_lowercase();
    // What stands in a log has a time in front, and is read there.
    let is_log = line.starts_with(|c: char| c.is_ascii_digit());
    let is_postfix = line.starts_with('<') && line.contains(">: host ") && line.contains('[');
    !is_log && (is_postfix || LINES.iter().any(|mark| line.contains(mark.trim_start_matches(['-', ' ']))))
}

/// What the subject says of the reason: `Returned mail: Host unknown`.
pub fn reason(header: &[Field]) -> Option<Complaint> {
    let (_, subject, at) = header.iter().find(|(name, _, _)| name == "subject")?;
    let subject = word::decoded(subject);
    let low = subject.to_ascii_lowercase();
    // What stands behind `Undeliverable: ` is the subject of the message that came back.
    let told = ["returned mail: ", "warning: ", "delivery failure: ", "mail failure: ", "failure: "]
        .iter()
        .find(|begins| low.starts_with(**begins))?;
    subject.get(told.len()..).map(|told| text::reason(told, *at))
}
