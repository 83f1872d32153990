//! One AUTH, seen from the server.

mod failure;
mod question;

pub use failure::Failure;
pub use question::{Answer, Holder, Identity, Question};

use super::scram::{Opening, Proving};
use super::{
    Channel, MESSAGE_OCTETS_MAX, Mechanism, Nonce, Secret, TokenFault, cram_md5, external, login, oauth,
    plain,
};

/// One AUTH.
///
/// Call [`Exchange::step`] with each response and do what the [`Step`] says, until it is [`Step::Done`] or [`Step::Failed`].
#[derive(Debug)]
pub struct Exchange {
    mechanism: Mechanism,
    /// A mechanism that is bound to the channel is offered.
    offers_plus: bool,
    channel: Channel,
    nonce: Nonce,
    state: State,
}

/// What to do next.
#[derive(Debug)]
pub enum Step<'a> {
    /// Send this in a 334, and give the response to [`Exchange::step`].
    Challenge(Vec<u8>),
    /// Find the answer and give it to [`Exchange::answer`].
    Ask(Question<'a>),
    /// The login is good: 235.
    Done(Identity),
    /// It is not; [`Failure::reply`] is what the client is told.
    Failed(Failure),
}

/// What the exchange waits for.
#[derive(Debug)]
enum State {
    /// The first response.
    Begin,
    /// LOGIN: the name was asked for.
    LoginName,
    /// LOGIN: the password was.
    LoginPassword { name: String },
    /// CRAM-MD5: the challenge was sent.
    Cram { challenge: String },
    /// SCRAM: the server's first message was sent.
    Proof(Box<Proving>),
    /// SCRAM: its final one was, and an empty response is due.
    Proven(Identity),
    /// The client was told why its token is refused, and is to acknowledge that.
    TokenRefused,
    /// An answer.
    Asked(Asked),
    /// Nothing any more.
    Over,
}

/// A question that is open, with what its answer will be applied to.
#[derive(Debug)]
enum Asked {
    Password { name: String, authzid: Option<String>, password: Secret },
    Scram(Box<Opening>),
    Cram { response: cram_md5::Response, challenge: String },
    Token { name: Option<String>, token: Secret },
    Certificate { authzid: Option<String> },
}

/// One step's outcome, before it borrows from the exchange.
enum Next {
    Challenge(Vec<u8>, State),
    Ask(Asked),
    Done(Identity),
}

impl Exchange {
    /// An exchange that has just begun. `offered` are all mechanisms that this session offers; `nonce` was drawn for this exchange.
    #[must_use]
    pub fn begin(mechanism: Mechanism, offered: &[Mechanism], channel: Channel, nonce: Nonce) -> Self {
        let offers_plus = offered.iter().any(|mechanism| mechanism.is_plus());
        Self { mechanism, offers_plus, channel, nonce, state: State::Begin }
    }

    /// The mechanism.
    #[must_use]
    pub const fn mechanism(&self) -> Mechanism {
        self.mechanism
    }

    /// Takes the initial response, or none if AUTH had none; then the response to each challenge.
    pub fn step(&mut self, response: Option<&[u8]>) -> Step<'_> {
        let state = std::mem::replace(&mut self.state, State::Over);
        let next = match response {
            Some(response) if response.len() > MESSAGE_OCTETS_MAX => {
                Err(Failure::Malformed("it is too long"))
            }
            response => self.respond(state, response),
        };
        self.apply(next)
    }

    /// Takes the answer to the question last asked. An answer that does not fit the question is a fault of whoever gives it; the
    /// exchange fails with [`Failure::Unavailable`] rather than guess.
    pub fn answer(&mut self, answer: Answer) -> Step<'_> {
        let next = match std::mem::replace(&mut self.state, State::Over) {
            State::Asked(asked) => self.answered(asked, answer),
            _ => Err(Failure::Unavailable),
        };
        self.apply(next)
    }

    fn apply(&mut self, next: Result<Next, Failure>) -> Step<'_> {
        match next {
            Ok(Next::Challenge(challenge, state)) => {
                self.state = state;
                Step::Challenge(challenge)
            }
            Ok(Next::Ask(asked)) => {
                self.state = State::Asked(asked);
                match &self.state {
                    State::Asked(asked) => Step::Ask(asked.question()),
                    _ => unreachable!("it was put there a line above"),
                }
            }
            Ok(Next::Done(identity)) => Step::Done(identity),
            Err(failure) => Step::Failed(failure),
        }
    }

    fn respond(&self, state: State, response: Option<&[u8]>) -> Result<Next, Failure> {
        match (state, response) {
            (State::Begin, response) => self.begun(response),
            (_, None) => Err(Failure::Malformed("there is none")),
            (State::LoginName, Some(name)) => named(name),
            (State::LoginPassword { name }, Some(password)) => {
                Ok(Next::Ask(Asked::Password { name, authzid: None, password: login::password(password)? }))
            }
            (State::Cram { challenge }, Some(response)) => {
                Ok(Next::Ask(Asked::Cram { response: cram_md5::read(response)?, challenge }))
            }
            (State::Proof(proving), Some(response)) => {
                let (holder, last) = proving.check(response)?;
                let identity = holder.identity(&proving.name, proving.authzid.as_deref())?;
                // RFC 4954 §4: what the server says with its success goes into a last challenge.
                Ok(Next::Challenge(last, State::Proven(identity)))
            }
            (State::Proven(identity), Some([])) => Ok(Next::Done(identity)),
            (State::Proven(_), Some(_)) => Err(Failure::Malformed("the last one is empty")),
            (State::TokenRefused, Some(_)) => Err(Failure::Credentials),
            // Whoever gives a response while a question is open, or after the end, has made a mistake.
            (State::Asked(_) | State::Over, Some(_)) => Err(Failure::Unavailable),
        }
    }

    /// The first response, if there is one.
    fn begun(&self, response: Option<&[u8]>) -> Result<Next, Failure> {
        let Some(response) = response else {
            return Ok(match self.mechanism {
                Mechanism::Login => Next::Challenge(login::NAME.to_vec(), State::LoginName),
                Mechanism::CramMd5 => {
                    let challenge = cram_md5::challenge(self.nonce);
                    Next::Challenge(challenge.clone().into_bytes(), State::Cram { challenge })
                }
                // RFC 4954 §4: the client speaks first, so it is given an empty challenge.
                _ => Next::Challenge(Vec::new(), State::Begin),
            });
        };
        match self.mechanism {
            Mechanism::Plain => {
                let plain::Plain { authzid, name, password } = plain::read(response)?;
                Ok(Next::Ask(Asked::Password { name, authzid, password }))
            }
            Mechanism::Login => named(response),
            Mechanism::CramMd5 => Err(Failure::Malformed("the server speaks first")),
            Mechanism::External => Ok(Next::Ask(Asked::Certificate { authzid: external::read(response)? })),
            Mechanism::OauthBearer | Mechanism::Xoauth2 => {
                let oauth::Bearer { name, token } = oauth::read(self.mechanism, response)?;
                Ok(Next::Ask(Asked::Token { name, token }))
            }
            Mechanism::ScramSha256Plus
            | Mechanism::ScramSha1Plus
            | Mechanism::ScramSha256
            | Mechanism::ScramSha1 => {
                let opening = Opening::read(response, self.mechanism, self.offers_plus, &self.channel)?;
                Ok(Next::Ask(Asked::Scram(Box::new(opening))))
            }
        }
    }

    fn answered(&self, asked: Asked, answer: Answer) -> Result<Next, Failure> {
        let refuse_token =
            |fault: &TokenFault| Ok(Next::Challenge(fault.challenge(self.mechanism), State::TokenRefused));
        match (asked, answer) {
            (Asked::Scram(opening), Answer::Scram { verifier, holder }) => {
                if verifier.hash() != opening.hash {
                    return Err(Failure::Unavailable);
                }
                let (challenge, proving) = opening.challenge(verifier, holder, &self.nonce.text());
                Ok(Next::Challenge(challenge, State::Proof(Box::new(proving))))
            }
            (Asked::Cram { response, challenge }, Answer::CramMd5 { verifier, holder }) => {
                if !cram_md5::fits(&response, &challenge, &verifier) {
                    return Err(Failure::Credentials);
                }
                holder.identity(&response.name, None).map(Next::Done)
            }
            (Asked::Scram(_) | Asked::Cram { .. }, Answer::Yes { .. }) => Err(Failure::Unavailable),
            (asked, Answer::Yes { account }) => {
                let (name, authzid) = match asked {
                    Asked::Password { name, authzid, .. } => (Some(name), authzid),
                    // Here the one name there is says as whom the client wants to act.
                    Asked::Token { name, .. } => (None, name),
                    Asked::Certificate { authzid } => (None, authzid),
                    Asked::Scram(_) | Asked::Cram { .. } => (None, None),
                };
                let name = name.unwrap_or_else(|| account.clone());
                Holder::Account(account).identity(&name, authzid.as_deref()).map(Next::Done)
            }
            (Asked::Token { .. }, Answer::TokenRefused(fault)) => refuse_token(&fault),
            (Asked::Token { .. }, Answer::No) => refuse_token(&TokenFault::invalid_token()),
            (_, Answer::No) => Err(Failure::Credentials),
            (_, Answer::Disabled) => Err(Failure::Disabled),
            (_, Answer::TooWeak) => Err(Failure::TooWeak),
            (_, Answer::Transition) => Err(Failure::Transition),
            (
                _,
                Answer::Unavailable | Answer::Scram { .. } | Answer::CramMd5 { .. } | Answer::TokenRefused(_),
            ) => Err(Failure::Unavailable),
        }
    }
}

/// LOGIN: the name is there; the password comes next.
fn named(name: &[u8]) -> Result<Next, Failure> {
    let name = login::name(name)?;
    Ok(Next::Challenge(login::PASSWORD.to_vec(), State::LoginPassword { name }))
}

impl Asked {
    fn question(&self) -> Question<'_> {
        match self {
            Self::Password { name, password, .. } => Question::Password { name, password },
            Self::Scram(opening) => Question::Scram { name: &opening.name, hash: opening.hash },
            Self::Cram { response, .. } => Question::CramMd5 { name: &response.name },
            Self::Token { name, token } => Question::Token { name: name.as_deref(), token },
            Self::Certificate { authzid } => Question::Certificate { authzid: authzid.as_deref() },
        }
    }
}
