//! How long a client waits for a server.

use std::time::Duration;

use postrider_proto::client::Step;

/// How long each thing may take. A step's time is counted from the last whole reply, so that octets alone, one now and then,
/// do not prolong it; the sums keep a server from taking the longest time over each of a thousand recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Patience {
    /// For the connection to be made.
    pub connect: Duration,
    /// For the greeting.
    pub greeting: Duration,
    /// For the reply to EHLO, HELO or LHLO.
    pub hello: Duration,
    /// For the reply to MAIL, and to RSET.
    pub mail: Duration,
    /// For the reply to each RCPT.
    pub rcpt: Duration,
    /// For the reply to DATA.
    pub data: Duration,
    /// For each piece of the content to be taken, and for the reply to a chunk.
    pub content: Duration,
    /// For the reply to the end of the content; in LMTP, for each of the replies.
    pub end: Duration,
    /// For the reply to QUIT.
    pub quit: Duration,
    /// For everything from MAIL to the last reply to a RCPT or to DATA together.
    pub envelope_sum: Duration,
    /// For all replies to the end of the content together. Of use in LMTP, where there are many.
    pub end_sum: Duration,
    /// A server may take all of the content this slowly, and no slower, in octets a second: with
    /// [`Patience::content`] before it begins to count.
    pub content_octets_per_second: u32,
}

impl Patience {
    /// RFC 5321 §4.5.3.2 for each step. The standard has no sums.
    pub const STANDARD: Self = Self {
        connect: Duration::from_secs(30),
        greeting: at_least(Step::Greeting),
        hello: at_least(Step::Hello),
        mail: at_least(Step::Mail),
        rcpt: at_least(Step::Rcpt),
        data: at_least(Step::Data),
        content: at_least(Step::Content),
        end: at_least(Step::End),
        quit: at_least(Step::Quit),
        envelope_sum: Duration::from_secs(30 * 60),
        end_sum: Duration::from_secs(60 * 60),
        content_octets_per_second: 500,
    };

    /// For this step.
    #[must_use]
    pub const fn of(&self, step: Step) -> Duration {
        match step {
            Step::Greeting => self.greeting,
            Step::Hello | Step::Lhlo | Step::StartTls | Step::Auth => self.hello,
            Step::Rset | Step::Mail => self.mail,
            Step::Rcpt => self.rcpt,
            Step::Data => self.data,
            Step::Content => self.content,
            Step::End => self.end,
            Step::Quit => self.quit,
        }
    }

    /// For so many octets of content together.
    #[must_use]
    pub const fn content_sum(&self, octets: u64) -> Duration {
        let rate =
            if self.content_octets_per_second == 0 { 1 } else { self.content_octets_per_second as u64 };
        self.content.saturating_add(Duration::from_secs(octets / rate))
    }
}

const fn at_least(step: Step) -> Duration {
    Duration::from_secs(step.wait_seconds_min() as u64)
}
