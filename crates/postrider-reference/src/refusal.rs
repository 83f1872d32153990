//! What is known about a refusal.

use postrider_proto::reply::{Code, Enhanced};
use serde::Deserialize;

/// A refusal, or a failure for which another server is to blame.
#[derive(Debug, Clone, Copy)]
pub struct Refusal<'a> {
    /// What the conversation was about.
    pub stage: Stage,
    /// The reply code; none where no reply came, and the text is that of the failure.
    pub code: Option<u16>,
    /// The enhanced code (RFC 3463); where there is none here, one at the beginning of the text counts.
    pub enhanced: Option<Enhanced>,
    /// The text of the reply, its lines joined with spaces or line ends. An enhanced code may still stand in front of each.
    /// No more than its first 2 KiB are looked at.
    pub text: &'a str,
    /// The name of the host that said it, if it has one.
    pub host: Option<&'a str>,
}

impl<'a> Refusal<'a> {
    /// Reads a refusal as it stands in a log or a report: `550 5.1.1 no such user`. A line without a code is the text of a
    /// failure.
    #[must_use]
    pub fn of(stage: Stage, line: &'a str) -> Self {
        let (code, text) = match line.split_at_checked(3) {
            Some((digits, rest)) if rest.is_empty() || rest.starts_with([' ', '-']) => {
                match digits.parse().ok().and_then(Code::new) {
                    Some(code) => (Some(code.number()), rest.get(1..).unwrap_or("")),
                    None => (None, line),
                }
            }
            _ => (None, line),
        };
        let enhanced = Enhanced::split(text).map(|(enhanced, _)| enhanced);
        Self { stage, code, enhanced, text, host: None }
    }

    /// The same, said by this host.
    #[must_use]
    pub fn by(self, host: &'a str) -> Self {
        Self { host: Some(host), ..self }
    }
}

/// What the conversation was about when it failed, in the order in which a session comes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Finding the host, and the connection itself.
    Connect,
    /// The greeting.
    Greeting,
    /// EHLO, HELO or LHLO.
    Hello,
    /// STARTTLS and the handshake.
    Tls,
    /// AUTH.
    Auth,
    /// MAIL.
    Mail,
    /// RCPT.
    Rcpt,
    /// DATA or BDAT, before the content.
    Data,
    /// The end of the content.
    End,
}
