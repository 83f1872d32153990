//! What the session asks of the rest of the server, and what it is told.

use std::fmt;

use crate::mail::header::HeaderScan;
use crate::mail::{Envelope, Mailbox, QueueId};
use crate::reply::Reply;
use crate::wire::command::{MailCommand, RcptCommand};
use crate::wire::xclient::XclientCommand;

/// Proof that a message is safe: a value that only the queue's commit makes. Without one no 250 can follow the final dot,
/// and the compiler sees to it (RFC 5321 §4.2.5).
pub trait Proof {
    /// The id under which the message is kept.
    fn id(&self) -> QueueId;
}

/// What the session asks. Each says which answers it takes; any other answer is a fault of the driver, and the session
/// refuses the command with 451 rather than guess. Its `Debug` shows nothing of what a client logs in with.
pub enum Question<'a> {
    /// A client has connected. `Accept`; or `Refuse` with a 421, 521 or 554.
    Greeting,
    /// EHLO (`extended`) or HELO. `Accept` or `Refuse`.
    Hello {
        /// The name the client gave.
        name: &'a str,
        /// EHLO rather than HELO.
        extended: bool,
    },
    /// STARTTLS. `Accept`; or `Refuse` where TLS is in trouble.
    StartTls,
    /// AUTH. `Challenge`, `Authenticated` or `Refuse`.
    Auth {
        /// The mechanism, upper case, one of those offered.
        mechanism: &'a str,
        /// The initial response, decoded, if one was given; it may be empty.
        response: Option<&'a [u8]>,
    },
    /// A response to the last challenge, decoded. `Challenge`, `Authenticated` or `Refuse`.
    AuthResponse(&'a [u8]),
    /// XCLIENT: a proxy says whom it speaks for. `Accept`, and then the greeting is asked for anew; or `Refuse`.
    Xclient(&'a XclientCommand),
    /// MAIL. `Accept` or `Refuse`; or `LoggedOut` where somebody is logged in.
    Mail(&'a MailCommand),
    /// RCPT. `Deliver` or `Refuse`.
    Recipient {
        /// The recipient and its parameters.
        rcpt: &'a RcptCommand,
        /// The envelope as far as it has come.
        envelope: &'a Envelope,
    },
    /// Content is about to come. `Accept`: there is room and the intake is open; or `Refuse`.
    Content {
        /// The whole envelope.
        envelope: &'a Envelope,
        /// SIZE= of MAIL, or the size of the first chunk, in octets.
        declared: Option<u64>,
        /// How many recipients the client has named. The envelope may have more, behind an alias, or fewer, where two names
        /// are one mailbox.
        named: u32,
    },
    /// The content is complete. `Stored` or `Refuse`.
    Commit {
        /// The whole envelope.
        envelope: &'a Envelope,
        /// How many octets of content there were.
        octets: u64,
        /// What its header showed.
        header: &'a HeaderScan,
    },
}

impl fmt::Debug for Question<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Greeting => f.write_str("Greeting"),
            Self::Hello { name, extended } => {
                f.debug_struct("Hello").field("name", name).field("extended", extended).finish()
            }
            Self::StartTls => f.write_str("StartTls"),
            Self::Auth { mechanism, .. } => {
                f.debug_struct("Auth").field("mechanism", mechanism).finish_non_exhaustive()
            }
            Self::AuthResponse(_) => f.write_str("AuthResponse(****)"),
            Self::Xclient(command) => f.debug_tuple("Xclient").field(command).finish(),
            Self::Mail(command) => f.debug_tuple("Mail").field(command).finish(),
            Self::Recipient { rcpt, envelope } => {
                f.debug_struct("Recipient").field("rcpt", rcpt).field("envelope", envelope).finish()
            }
            Self::Content { envelope, declared, named } => f
                .debug_struct("Content")
                .field("envelope", envelope)
                .field("declared", declared)
                .field("named", named)
                .finish(),
            Self::Commit { envelope, octets, header } => f
                .debug_struct("Commit")
                .field("envelope", envelope)
                .field("octets", octets)
                .field("header", header)
                .finish(),
        }
    }
}

/// What the session is told.
#[derive(Debug)]
pub enum Answer<P> {
    /// Yes.
    Accept,
    /// No; this is what the client is told.
    Refuse(Reply),
    /// The recipient is accepted, and its copies go to these mailboxes: one, or several behind an alias; never none.
    Deliver(Vec<Mailbox>),
    /// The message is safe.
    Stored(P),
    /// The mechanism's next challenge, not encoded yet.
    Challenge(Vec<u8>),
    /// The login is good.
    Authenticated {
        /// Whose it is.
        account: String,
        /// The largest message that it may send, in octets, where that is less than what the listener takes.
        message_octets: Option<u64>,
    },
    /// No; this is what the client is told, and it is logged in no more.
    LoggedOut(Reply),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_login_is_shown() {
        let auth = Question::Auth { mechanism: "PLAIN", response: Some(b"\0alice\0pencil") };
        assert_eq!(format!("{auth:?}"), "Auth { mechanism: \"PLAIN\", .. }");
        assert_eq!(format!("{:?}", Question::AuthResponse(b"pencil")), "AuthResponse(****)");
    }
}
