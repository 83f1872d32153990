//! AUTH (RFC 4954), seen from the client: the lines around a SASL exchange.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::reply::{Class, Code, ParsedReply};
use crate::sasl::client::{ClientFault, Credentials, Exchange, Wishes, choose};
use crate::sasl::{Channel, Mechanism, Nonce, Secret};

use super::phase::Phase;
use super::pipeline::Awaited;
use super::repeated::ShownInAuth;
use super::session::Session;
use super::step::Step;
use super::trouble::Trouble;

/// The reply that carries a challenge.
const CHALLENGE: Code = Code::new(334).expect("the code is well formed");

/// What to log in with.
#[derive(Debug, Clone)]
pub struct Login {
    /// Name, and password, token or certificate.
    pub credentials: Credentials,
    /// Which mechanism may be used.
    pub wishes: Wishes,
    /// The channel that the session is held over.
    pub channel: Channel,
    /// Drawn for this session.
    pub nonce: Nonce,
}

/// A login that is under way.
#[derive(Debug)]
pub(super) struct LoggingIn {
    exchange: Exchange,
    /// What to say next: AUTH, if nothing was said yet; then a response.
    next: Next,
    /// An initial response that was too long for the line of AUTH, for the first challenge.
    held: Option<Secret>,
    /// What was shown so far: a server may repeat it, and what it says is kept.
    shown: ShownInAuth,
}

#[derive(Debug)]
enum Next {
    Auth,
    Response(Secret),
    Cancel(ClientFault),
}

impl Session {
    /// The longest line of AUTH, without its CRLF, in octets (RFC 4954 §4, RFC 5321 §4.5.3.1.4).
    const AUTH_LINE_MAX: usize = 510;

    /// EHLO or HELO was accepted: the login is next, if there is to be one.
    pub(super) fn greeting_done(&mut self) {
        let Some(login) = self.login.take() else {
            self.greeted = true;
            self.phase = Phase::Envelope;
            return;
        };
        let offered: Vec<Mechanism> =
            self.offered.auth.iter().filter_map(|name| Mechanism::from_name(name)).collect();
        let Login { credentials, wishes, channel, nonce } = login;
        let mechanism = match choose(&offered, &credentials, &channel, wishes) {
            Ok(mechanism) => mechanism,
            // The handshake has shown it: the server may know the client by that, as Postfix does.
            Err(_) if wishes.mechanism.is_none() && credentials.is_certificate_alone() => {
                self.greeted = true;
                self.phase = Phase::Envelope;
                return;
            }
            Err(none) => return self.give_up(&Trouble::NoMechanism(none)),
        };
        match Exchange::begin(mechanism, &offered, &credentials, &channel, nonce) {
            Ok(exchange) => {
                self.phase = Phase::LoggingIn(Box::new(LoggingIn {
                    exchange,
                    next: Next::Auth,
                    held: None,
                    shown: ShownInAuth::default(),
                }));
            }
            Err(fault) => self.give_up(&Trouble::Login(fault)),
        }
    }

    /// Says AUTH, or the response that is due.
    pub(super) fn send_auth(&mut self) {
        let Phase::LoggingIn(login) = &mut self.phase else { return };
        let (awaited, line) = match &login.next {
            Next::Auth => {
                let mut line = format!("AUTH {}", login.exchange.mechanism());
                if let Some(initial) = login.exchange.initial() {
                    login.shown.add(initial.expose());
                    // RFC 4954 §4: an initial response of no octets is a "=".
                    let encoded = match initial.expose() {
                        [] => "=".to_owned(),
                        octets => BASE64.encode(octets),
                    };
                    if line.len() + 1 + encoded.len() <= Self::AUTH_LINE_MAX {
                        line.push(' ');
                        line.push_str(&encoded);
                    } else {
                        login.held = Some(initial);
                    }
                }
                (Awaited::Auth, line)
            }
            Next::Response(response) => {
                login.shown.add(response.expose());
                (Awaited::Auth, BASE64.encode(response.expose()))
            }
            Next::Cancel(_) => (Awaited::AuthCancel, "*".to_owned()),
        };
        self.put(awaited, |_, out| out.push_str(&line));
    }

    /// The server has answered AUTH, or a response.
    pub(super) fn take_auth(&mut self, awaited: Awaited, reply: ParsedReply) {
        let step = Step::Auth;
        let Phase::LoggingIn(login) = &mut self.phase else { return };
        if let (Awaited::AuthCancel, Next::Cancel(fault)) = (awaited, &login.next) {
            // Whatever it says to that: it is not trusted with anything more.
            let fault = *fault;
            return self.give_up(&Trouble::Login(fault));
        }
        match reply.class() {
            Class::Intermediate if reply.code == CHALLENGE => {
                let response = match (login.held.take(), BASE64.decode(reply.text().trim_ascii_end())) {
                    (Some(held), _) => Ok(held),
                    (None, Ok(challenge)) => login.exchange.step(&challenge),
                    (None, Err(_)) => Err(ClientFault::Malformed("it is not base64")),
                };
                login.next = match response {
                    Ok(response) => Next::Response(response),
                    Err(fault) => Next::Cancel(fault),
                };
            }
            Class::Success => match login.exchange.finish() {
                Ok(()) => {
                    self.shared.push((step, login.shown.said(reply)));
                    self.greeted = true;
                    self.logged_in = Some(login.exchange.mechanism());
                    self.phase = Phase::Envelope;
                }
                Err(fault) => self.give_up(&Trouble::Login(fault)),
            },
            Class::Intermediate => {
                let said = login.shown.said(reply);
                self.lose(&Trouble::WrongReply { step, said });
            }
            Class::Transient | Class::Permanent => {
                let said = login.shown.said(reply);
                self.refuse_rest(step, &said);
                self.settle();
            }
        }
    }
}
