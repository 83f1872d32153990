//! A refusal as it stands in a log, a bounce or an error, before anything is known about it.

use std::ops::Range;

use postrider_proto::reply::Enhanced;
use postrider_reference::{Diagnosis, Refusal, Stage, Sure, classify};

/// A refusal that somebody was told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The line of the paste that proves it, from 0 on.
    pub line: usize,
    /// What the conversation was about, as far as that is said.
    pub stage: Option<Stage>,
    /// The reply code; none where no reply came.
    pub code: Option<u16>,
    /// The enhanced code, from the reply itself, or where that has none from beside it.
    pub enhanced: Option<Enhanced>,
    /// The text of the reply, its lines joined with spaces, or what is said of the failure.
    pub text: String,
    /// The host that said it.
    pub host: Option<String>,
    /// The recipient that it is about.
    pub recipient: Option<String>,
    /// Whether the server that wrote the log refused it to others itself: then it has spoken, also where its reply is not shown.
    pub own: bool,
    /// What becomes of the message, where that is said beside the reply.
    pub fate: Fate,
}

/// What becomes of a message, where that is said beside the reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fate {
    /// Nobody says it: the code does (RFC 5321 §4.2.1).
    #[default]
    Unsaid,
    /// It is tried again, or may be.
    Later,
    /// It came back, and nothing tries it any more, whatever the code says (RFC 3464 §2.3.3); with the hours for which it was tried, if they are known.
    Final(Option<u32>),
    /// It was accepted, and thrown away.
    Discarded,
    /// Nothing failed.
    Arrived(Arrival),
}

/// How a message arrived (RFC 3464 §2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// In the mailbox.
    Delivered,
    /// At a server that reports no more of it.
    Relayed,
    /// At a list or an alias, which sends it on.
    Expanded,
}

impl Arrival {
    /// The word for programs, and the end of the id of its sentences.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Relayed => "relayed",
            Self::Expanded => "expanded",
        }
    }
}

impl Complaint {
    /// What it means. Where nobody says what the conversation was about, it is taken to be about a recipient, as most are.
    #[must_use]
    pub fn diagnosis(&self) -> Diagnosis {
        let told = |code: Option<u16>| {
            crate::effort::spend(self.text.len());
            classify(&Refusal {
                stage: self.stage.unwrap_or(Stage::Rcpt),
                code,
                enhanced: self.enhanced,
                text: &self.text,
                host: self.host.as_deref(),
            })
        };
        // Some words mean something only beside a 4yz. What that code alone would say is not asked.
        let is_later = self.own && self.fate == Fate::Later;
        let later = (is_later && self.code.is_none()).then(|| told(Some(TEMPORARY)));
        later.filter(|later| later.sure > Sure::Guess).unwrap_or_else(|| told(self.code))
    }
}

/// The code for what may be tried again, where nobody shows which it was.
const TEMPORARY: u16 = 451;

/// What kind of thing somebody has pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Input {
    /// A bounce: a report by RFC 3464, or one of the older shapes.
    Bounce,
    /// Lines of Postfix's log.
    PostfixLog,
    /// Lines of Exim's log.
    EximLog,
    /// Lines of Sendmail's log.
    SendmailLog,
    /// Lines of OpenSMTPD's log.
    OpenSmtpdLog,
    /// Lines of Exchange: protocol log, message tracking.
    ExchangeLog,
    /// Lines of Haraka's log.
    HarakaLog,
    /// Lines of msmtp's log.
    MsmtpLog,
    /// Lines of Rspamd's log.
    RspamdLog,
    /// Lines of Amavis's log.
    AmavisLog,
    /// Lines of Dovecot's log.
    DovecotLog,
    /// Lines of our own log.
    OwnLog,
    /// What the library or the program of a client says of a failure.
    Exception,
    /// Bare replies.
    Reply,
}

impl Input {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bounce => "bounce",
            Self::PostfixLog => "postfix-log",
            Self::EximLog => "exim-log",
            Self::SendmailLog => "sendmail-log",
            Self::OpenSmtpdLog => "opensmtpd-log",
            Self::ExchangeLog => "exchange-log",
            Self::HarakaLog => "haraka-log",
            Self::MsmtpLog => "msmtp-log",
            Self::RspamdLog => "rspamd-log",
            Self::AmavisLog => "amavis-log",
            Self::DovecotLog => "dovecot-log",
            Self::OwnLog => "postrider-log",
            Self::Exception => "exception",
            Self::Reply => "reply",
        }
    }
}

/// What was found in some lines of a paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The lines, counted from 0 on in the whole paste.
    pub lines: Range<usize>,
    /// What kind of thing they are.
    pub input: Input,
    /// What was refused or went wrong, in the order in which it is told.
    pub complaints: Vec<Complaint>,
    /// How many more there were than are kept.
    pub left: usize,
}

/// Everything but conversations that stands in the lines of a paste, in their order. What one reader has read is not read by the next.
#[must_use]
pub fn complaints(lines: &[&str]) -> Vec<Found> {
    let readers = [crate::bounce::read, crate::log::read, crate::exception::read, crate::exception::replies];
    let mut all: Vec<Found> = Vec::new();
    let mut taken = vec![false; lines.len()];
    for reader in readers {
        let free: Vec<&str> =
            lines.iter().zip(&taken).map(|(line, taken)| if *taken { "" } else { *line }).collect();
        for found in reader(&free) {
            for line in found.lines.clone() {
                if let Some(taken) = taken.get_mut(line) {
                    *taken = true;
                }
            }
            all.push(found);
        }
    }
    // What is said beside a bounce may be the same refusal again: the log of it, the reply of it.
    let bounced: Vec<(Complaint, &str)> = all
        .iter()
        .filter(|found| found.input == Input::Bounce)
        .flat_map(|found| {
            found.complaints.iter().map(|complaint| (complaint.clone(), complaint.diagnosis().rule))
        })
        .take(BOUNCED_MAX)
        .collect();
    if !bounced.is_empty() {
        for found in all.iter_mut().filter(|found| found.input != Input::Bounce) {
            found
                .complaints
                .retain(|complaint| !bounced.iter().any(|(known, rule)| again(known, rule, complaint)));
        }
        all.retain(|found| !found.complaints.is_empty());
    }
    all.sort_by_key(|found| found.lines.start);
    all
}

/// With so many refusals of bounces those beside them are compared.
const BOUNCED_MAX: usize = 64;

/// Whether a complaint is what a bounce says, once more.
fn again(known: &Complaint, rule: &str, complaint: &Complaint) -> bool {
    let differs = known.recipient.is_some()
        && complaint.recipient.is_some()
        && known.recipient != complaint.recipient
        || known.enhanced.is_some() && complaint.enhanced.is_some() && known.enhanced != complaint.enhanced;
    let named = known.recipient.is_some() && known.recipient == complaint.recipient;
    known.code == complaint.code
        && !differs
        && (known.code.is_some() || named)
        && complaint.diagnosis().rule == rule
}
