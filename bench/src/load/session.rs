//! One session: what it waits for, and what it is saying.

use std::io::{self, Write as _};
use std::time::Instant;

use super::LoadError;
use super::words::{DATA, HELLO, QUIT, Words};
use crate::replies::Replies;
use crate::tls::Transport;

pub(super) struct Session {
    pub(super) stream: Transport,
    pub(super) step: Step,
    pub(super) replies: Replies,
    pub(super) sending: Sending,
    pub(super) sent: usize,
    /// Messages still to be sent on this connection, the one under way among them.
    pub(super) left: u32,
    /// QUIT has been sent.
    pub(super) quitting: bool,
    /// EHLO was told of PIPELINING.
    pub(super) offered: bool,
    /// When the message under way began.
    pub(super) began: Instant,
}

/// What a session waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Greeting,
    Hello,
    Auth,
    Mail,
    Rcpt,
    Data,
    Dot,
    Quit,
    /// The server's end of the connection.
    Bye,
}

/// Which of the words a session is sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sending {
    Nothing,
    Hello,
    Auth,
    Mail,
    Rcpt,
    Data,
    Group,
    Content,
    ContentAndGroup,
    ContentAndQuit,
    Quit,
}

impl Step {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Greeting => "the connection",
            Self::Hello => "EHLO",
            Self::Auth => "AUTH",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
            Self::Dot => "the final dot",
            Self::Quit => "QUIT",
            Self::Bye => "the end of the connection",
        }
    }

    pub(super) fn wants(self, code: [u8; 3]) -> bool {
        match self {
            Self::Greeting | Self::Quit => code[..2] == *b"22",
            Self::Data => code == *b"354",
            Self::Auth => code == *b"235",
            Self::Hello | Self::Mail | Self::Rcpt | Self::Dot => code[0] == b'2',
            Self::Bye => false,
        }
    }
}

impl Session {
    pub(super) fn send(&mut self, words: &Words) -> Result<(), LoadError> {
        let all: &[u8] = match self.sending {
            Sending::Nothing => return Ok(()),
            Sending::Hello => HELLO,
            Sending::Auth => &words.auth,
            Sending::Mail => &words.mail,
            Sending::Rcpt => &words.rcpt,
            Sending::Data => DATA,
            Sending::Group => &words.group,
            Sending::Content => &words.content,
            Sending::ContentAndGroup => &words.content_and_group,
            Sending::ContentAndQuit => &words.content_and_quit,
            Sending::Quit => QUIT,
        };
        while self.sent < all.len() {
            match self.stream.write(&all[self.sent..]) {
                Ok(written) => self.sent += written,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(self.failed(error)),
            }
        }
        self.sending = Sending::Nothing;
        Ok(())
    }

    pub(super) fn failed(&self, error: io::Error) -> LoadError {
        LoadError::Io { step: self.step.name(), error }
    }
}
