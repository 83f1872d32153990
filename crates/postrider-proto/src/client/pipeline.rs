//! Commands that were sent and not answered yet, in order (RFC 2920 §3.1: every command gets one reply, in order).

use std::collections::VecDeque;

use super::step::Step;

/// What one reply will answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Awaited {
    Greeting,
    Hello,
    Lhlo,
    StartTls,
    /// AUTH, or a response within it.
    Auth,
    /// The `*` that ends it.
    AuthCancel,
    Rset,
    Mail,
    /// RCPT for the recipient at this index.
    Rcpt(usize),
    Data,
    /// A chunk that is not the last.
    Chunk,
    /// The dot, or the last chunk.
    End,
    /// The same in LMTP, for the recipient at this index (RFC 2033 §4.2).
    EndFor(usize),
    Quit,
}

#[derive(Debug, Default)]
pub(super) struct Pipeline {
    awaited: VecDeque<Awaited>,
}

impl Pipeline {
    /// The most commands that wait for an answer at one time. RFC 2920 §3.1: a client whose replies fill the window while it
    /// writes would wait for a server that waits for it. Replies to this many commands fit into what every TCP buffers.
    const COMMANDS_MAX: usize = 64;
    /// The most chunks that wait for an answer at one time.
    const CHUNKS_MAX: usize = 4;

    pub(super) fn push(&mut self, awaited: Awaited) {
        self.awaited.push_back(awaited);
    }

    pub(super) fn answered(&mut self) -> Option<Awaited> {
        self.awaited.pop_front()
    }

    pub(super) fn first(&self) -> Option<Awaited> {
        self.awaited.front().copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.awaited.is_empty()
    }

    /// The end of the content was not sent after all.
    pub(super) fn take_back_end(&mut self) {
        while let Some(Awaited::End | Awaited::EndFor(_)) = self.awaited.back() {
            self.awaited.pop_back();
        }
    }

    pub(super) fn clear(&mut self) {
        self.awaited.clear();
    }

    /// Whether another command may be sent now.
    pub(super) fn takes_command(&self, pipelining: bool) -> bool {
        self.awaited.len() < if pipelining { Self::COMMANDS_MAX } else { 1 }
    }

    /// Whether another chunk may be sent now.
    pub(super) fn takes_chunk(&self, pipelining: bool) -> bool {
        self.awaited.len() < if pipelining { Self::CHUNKS_MAX } else { 1 }
    }
}

impl Awaited {
    pub(super) const fn step(self) -> Step {
        match self {
            Self::Greeting => Step::Greeting,
            Self::Hello => Step::Hello,
            Self::Lhlo => Step::Lhlo,
            Self::StartTls => Step::StartTls,
            Self::Auth | Self::AuthCancel => Step::Auth,
            Self::Rset => Step::Rset,
            Self::Mail => Step::Mail,
            Self::Rcpt(_) => Step::Rcpt,
            Self::Data => Step::Data,
            Self::Chunk => Step::Content,
            Self::End | Self::EndFor(_) => Step::End,
            Self::Quit => Step::Quit,
        }
    }
}
