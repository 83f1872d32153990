//! What a conversation is about at a time, and how long it may take.

use std::fmt;

/// What the conversation is about, in the order in which a session comes to it. In a sentence: "at RCPT".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The greeting.
    Greeting,
    /// EHLO or HELO.
    Hello,
    /// LHLO (RFC 2033 §4.1).
    Lhlo,
    /// STARTTLS (RFC 3207), and the handshake.
    StartTls,
    /// AUTH (RFC 4954), with all that is said within it.
    Auth,
    /// RSET.
    Rset,
    /// MAIL.
    Mail,
    /// RCPT.
    Rcpt,
    /// DATA.
    Data,
    /// The content, while it is being sent.
    Content,
    /// The end of the content: the dot, or the last chunk. If the connection is lost here, nobody knows whether the server
    /// has the message; it is sent again (RFC 5321 §4.5.3.2.6 says how rarely that must be).
    End,
    /// QUIT.
    Quit,
}

impl Step {
    /// All of them, in the order in which they come.
    pub const ALL: [Self; 12] = [
        Self::Greeting,
        Self::Hello,
        Self::Lhlo,
        Self::StartTls,
        Self::Auth,
        Self::Rset,
        Self::Mail,
        Self::Rcpt,
        Self::Data,
        Self::Content,
        Self::End,
        Self::Quit,
    ];

    /// The one that is written like this.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// How it is written for people, and kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Greeting => "the greeting",
            Self::Hello => "EHLO",
            Self::Lhlo => "LHLO",
            Self::StartTls => "STARTTLS",
            Self::Auth => "AUTH",
            Self::Rset => "RSET",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
            Self::Content => "the content",
            Self::End => "the end of the content",
            Self::Quit => "QUIT",
        }
    }

    /// The least that a client waits here before it gives up, in seconds.
    #[must_use]
    pub const fn wait_seconds_min(self) -> u32 {
        match self {
            // RFC 5321 §4.5.3.2.1, §4.5.3.2.2, §4.5.3.2.3. It has no word for EHLO, STARTTLS, AUTH and RSET; they are
            // no quicker.
            Self::Greeting
            | Self::Hello
            | Self::Lhlo
            | Self::StartTls
            | Self::Auth
            | Self::Rset
            | Self::Mail
            | Self::Rcpt => 5 * 60,
            // RFC 5321 §4.5.3.2.4
            Self::Data => 2 * 60,
            // RFC 5321 §4.5.3.2.5
            Self::Content => 3 * 60,
            // RFC 5321 §4.5.3.2.6
            Self::End => 10 * 60,
            // Nothing depends on the answer, and no section asks to wait for it long.
            Self::Quit => 10,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
