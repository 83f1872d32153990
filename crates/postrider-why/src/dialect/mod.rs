//! Who speaks in a line, and what: the ways in which programs write down a conversation.
//!
//! A dialect is a pair of marks, one for each side, and what its program says itself. Which mark is the server's is told from what stands
//! behind them: who says codes is the server, since some write the arrows the other way round.

mod form;
mod marks;
mod runs;

use std::ops::Range;

pub use form::{Form, form};
pub use marks::{MARK_OCTETS_MAX, read};
pub use runs::{Run, runs};

/// A way to write down a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `<-  220 ...`, ` -> EHLO ...`
    Swaks,
    /// `< 220 ...`, `> EHLO ...`
    Curl,
    /// `<-- 220 ...`, `--> EHLO ...`
    Msmtp,
    /// `SMTP<< 220 ...`, `SMTP>> EHLO ...`, and without the word.
    Exim,
    /// `<<< 220 ...`, `>>> EHLO ...`
    Sendmail,
    /// `reply: b'220 ...'`, `send: 'ehlo ...'`
    Smtplib,
    /// `S: 220 ...`, `C: EHLO ...`, as nodemailer, MailKit and others write it, and what the trace of System.Net says in digits.
    Letters,
    /// `SERVER -> CLIENT: 220 ...`, `CLIENT -> SERVER: EHLO ...`
    PhpMailer,
    /// `SERVER 1:` and what was said in the next lines.
    Boxes,
    /// `[220] '...'`, `> EHLO ...`
    SmtpCli,
    /// No marks: telnet, openssl s_client, JavaMail.
    Bare,
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The side that says codes.
    Server,
    /// The side that says commands.
    Client,
    /// The program that wrote it down.
    Note,
}

/// A line, read in a dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Who speaks; none if it is who the line before has named.
    pub who: Option<Who>,
    /// Where in the line the words are.
    pub text: Range<usize>,
    /// What stands in front of the words, where the mark itself is the code: `220` in `[220] 'ready'`.
    pub code: Option<u16>,
}

impl Dialect {
    /// All of them. Of two that explain a line equally well, the first is taken.
    pub const ALL: [Self; 11] = [
        Self::Swaks,
        Self::Curl,
        Self::Msmtp,
        Self::Exim,
        Self::Sendmail,
        Self::Smtplib,
        Self::Letters,
        Self::PhpMailer,
        Self::Boxes,
        Self::SmtpCli,
        Self::Bare,
    ];
}

/// Where the words of a line are, behind whatever mark stands in front of them; the whole line where there is none.
#[must_use]
pub fn text_of(line: &str) -> Range<usize> {
    text_and_who(line).0
}

/// The same, and who the mark says that it is, as far as it says it.
#[must_use]
pub fn text_and_who(line: &str) -> (Range<usize>, Option<Who>) {
    let read = |dialect: &Dialect| {
        marks::read(*dialect, line).filter(|mark| mark.who != Some(Who::Note) || *dialect == Dialect::Smtplib)
    };
    let marked = Dialect::ALL.iter().filter(|dialect| **dialect != Dialect::Bare).filter_map(read);
    // The longest mark is the right one: `<-` is the beginning of `<--`.
    marked
        .max_by_key(|mark| mark.text.start)
        .map_or_else(|| (marks::unquoted(line)..line.len(), None), |mark| (mark.text, mark.who))
}
