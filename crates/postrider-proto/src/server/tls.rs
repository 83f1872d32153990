//! STARTTLS (RFC 3207).

use crate::reply::catalogue;
use crate::wire::command::Verb;

use super::ask::{Answer, Proof};
use super::phase::{Phase, Refused};
use super::session::{Asked, Session, refusal_of};

impl<P: Proof> Session<P> {
    pub(super) fn starttls(&mut self, argument: &[u8]) {
        self.without_argument(Verb::Starttls, argument, |session| session.asked = Some(Asked::StartTls));
    }

    pub(super) fn starttls_answered(&mut self, answer: Answer<P>) {
        let Answer::Accept = answer else { return self.say_reply(refusal_of(answer)) };
        self.enter(Phase::StartingTls);
    }

    /// The handshake is done and the connection is encrypted: after [`Action::StartTls`](super::Action::StartTls), or, where a connection
    /// begins with it, before the first step or behind the answer to [`Question::Greeting`](super::Question::Greeting), with which TLS 1.3
    /// need not wait for the client.
    pub fn tls_established(&mut self) {
        // RFC 3207 §4.2: everything learned before the handshake is forgotten.
        self.tls = true;
        self.hello = None;
        self.login = None;
        self.drop_transaction();
    }

    /// The handshake is done, but what was agreed is weaker than the server's policy allows: every command but QUIT
    /// will be refused (RFC 3207 §4.1).
    pub fn tls_too_weak(&mut self) {
        self.tls_established();
        self.enter(Phase::Refused(Refused::WeakTls));
    }

    /// Says 220 if nothing has arrived behind STARTTLS.
    pub(super) fn begin_tls(&mut self, nothing_behind: bool) {
        self.enter(Phase::Ready);
        if nothing_behind {
            self.say(&catalogue::STARTTLS_GO);
            self.start_tls();
        } else {
            // RFC 3207 §4.2 asks to forget these octets, RFC 2920 §3.2 (9) not to lose any; carrying them into TLS would let
            // an attacker put words into the client's mouth (CVE-2011-0411).
            self.say_and_close(crate::reply::Reply::new(&catalogue::BEHIND_STARTTLS));
        }
    }
}
