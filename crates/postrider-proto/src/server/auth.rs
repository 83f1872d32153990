//! AUTH (RFC 4954). The mechanisms themselves are the answerer's business; here are their lines.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::reply::{Reply, catalogue};
use crate::sasl::{Mechanism, Secret};
use crate::wire::command;

use super::ask::{Answer, Proof};
use super::phase::Phase;
use super::session::{Asked, Login, Session, refusal_of};

/// Who has typed `AUTH` and a password by mistake is not to find it in the reply, nor in a log: a word that names no mechanism is not repeated.
fn unknown(name: &str) -> Reply {
    let shown = if Mechanism::is_registered(name) { name } else { "This mechanism" };
    Reply::with(&catalogue::AUTH_UNKNOWN_MECHANISM, &[("mechanism", &shown)])
}

impl<P: Proof> Session<P> {
    pub(super) fn auth(&mut self, argument: &[u8]) {
        match self.auth_begin(argument) {
            Ok(asked) => self.asked = Some(asked),
            Err(reply) => self.say_reply(reply),
        }
    }

    fn auth_begin(&self, argument: &[u8]) -> Result<Asked, Reply> {
        let auth = command::auth(argument)
            .map_err(|error| Reply::with(&catalogue::AUTH_NO_MECHANISM, &[("fault", &error)]))?;
        let about = |entry| Reply::with(entry, &[("mechanism", &auth.mechanism)]);
        let mechanism = self
            .mechanisms()
            .find(|mechanism| mechanism.name == auth.mechanism)
            .ok_or_else(|| unknown(&auth.mechanism))?;
        if mechanism.needs_tls && !self.tls {
            return Err(about(&catalogue::AUTH_NEEDS_TLS));
        }
        // RFC 4954 §4: "=" alone is an initial response of no octets.
        let response = match auth.initial {
            Some(_) if mechanism.server_first => return Err(about(&catalogue::AUTH_INITIAL_RESPONSE)),
            Some(b"=") => Some(Secret::default()),
            Some(encoded) => {
                let octets = BASE64.decode(encoded).map_err(|_| Reply::new(&catalogue::AUTH_BASE64))?;
                Some(Secret::new(octets))
            }
            None => None,
        };
        Ok(Asked::Auth { mechanism: auth.mechanism, response })
    }

    /// A line after 334: a response, or `*`.
    pub(super) fn auth_response(&mut self, line: &[u8]) {
        // Whatever becomes of it, the exchange goes on only with the answer to this line.
        self.enter(Phase::Ready);
        if line == b"*" {
            return self.refuse(&catalogue::AUTH_CANCELLED);
        }
        match BASE64.decode(line) {
            Ok(response) => self.asked = Some(Asked::AuthResponse(Secret::new(response))),
            // A four-letter verb is base64 too, and then it is the mechanism that refuses it.
            Err(_) => self.refuse(&catalogue::AUTH_BASE64),
        }
    }

    pub(super) fn auth_answered(&mut self, answer: Answer<P>) {
        match answer {
            Answer::Challenge(challenge) => {
                self.enter(Phase::Exchange);
                let encoded = BASE64.encode(challenge);
                self.say_reply(Reply::challenge(encoded));
            }
            Answer::Authenticated { account, message_octets } => {
                self.login = Some(Login { account, message_octets });
                self.say(&catalogue::AUTH_OK);
            }
            refusal => {
                self.count_refused_login();
                self.say_reply(refusal_of(refusal));
            }
        }
    }
}
