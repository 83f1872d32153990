//! One AUTH, seen from the client.

use super::scram::Client as Scram;
use super::{Channel, Mechanism, Nonce, Secret, cram_md5, oauth, plain, prepare};

/// What a client logs in with. What is missing is not used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Credentials {
    /// The name. It may be empty where a certificate says who it is.
    pub name: String,
    /// Whom to act as, where that is not the name.
    pub authzid: Option<String>,
    /// The password.
    pub password: Option<Secret>,
    /// A bearer token.
    pub token: Option<Secret>,
    /// A certificate is shown in TLS to a server that asks for one.
    pub certificate: bool,
}

/// Which mechanism a client takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Wishes {
    /// This one and no other; of SCRAM the one that is bound to the channel, where there is a choice.
    pub mechanism: Option<Mechanism>,
    /// To whom the password, or a token, may be shown.
    pub shown_to: ShownTo,
}

/// To whom a client shows a password, where no mechanism is offered that does not show it (RFC 4954 §14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum ShownTo {
    /// A server that has proven by its certificate who it is.
    #[default]
    Verified,
    /// Whoever is at the other end of TLS: somebody in the middle, too.
    Encrypted,
    /// Whoever listens.
    Anybody,
}

/// Who would see a password that nobody but the server may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Onlooker {
    /// There is no TLS.
    #[error("the connection is in clear")]
    Listener,
    /// There is TLS, and the certificate does not prove whose.
    #[error("the server has not proven by a certificate who it is")]
    Middle,
}

/// Why there is no mechanism to log in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoMechanism {
    /// The server offers no login.
    #[error("the server offers no login here")]
    NotOffered,
    /// It offers none of the mechanisms that these credentials fit.
    #[error("the server offers no mechanism that these credentials fit")]
    NoneFits,
    /// It offers only such as show the password, and others might see it.
    #[error("the server offers only mechanisms that show the password, and {0}")]
    WouldShow(Onlooker),
    /// It offers only one that is used where it is named, and nobody has named it.
    #[error(
        "the server offers only {0}, which is used only where auth names it, as what it tells is enough to guess the password by"
    )]
    NotNamed(Mechanism),
    /// It does not offer the one that was wished for.
    #[error("the server does not offer {0}")]
    NotThis(Mechanism),
    /// The one that was wished for does not go with these credentials.
    #[error("{0} needs other credentials than there are")]
    Unfit(Mechanism),
    /// The one that was wished for shows the password, and others might see it.
    #[error("{0} would show the password, and {1}")]
    ThisWouldShow(Mechanism, Onlooker),
}

/// Why a client does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClientFault {
    /// The challenge is not one of this mechanism; what is wrong with it.
    #[error("its challenge is not valid: {0}")]
    Malformed(&'static str),
    /// It asks for fewer iterations than are safe, or for more than anybody needs.
    #[error("it asks for {0} iterations, and {min} to {max} are reasonable", min = super::ScramVerifier::ITERATIONS_MIN, max = Scram::ITERATIONS_MAX)]
    Iterations(u32),
    /// The server's signature is wrong: it does not know the password, and may be somebody else.
    #[error("it could not prove that it knows the password, and may be somebody else")]
    ServerUnproven,
    /// It said yes before the exchange was at its end, so it has proven nothing.
    #[error("it said yes before it had proven that it knows the password")]
    Early,
    /// It asks for more when everything was said.
    #[error("it asks for more when everything has been said")]
    NothingLeft,
    /// The channel has nothing to be bound to.
    #[error("the connection has nothing that the mechanism could be bound to")]
    NoBinding,
    /// The name is none that could be sent.
    #[error("the user name {0}")]
    Name(prepare::Unprepared),
    /// The password is none.
    #[error("the password {0}")]
    Password(prepare::Unprepared),
    /// The token has characters that none may have (RFC 6750).
    #[error("the token has a character that none may have")]
    Token,
}

/// One AUTH.
///
/// [`Exchange::initial`] gives the initial response, if the mechanism has one; [`Exchange::step`] the response to each challenge.
/// When the server says 235, [`Exchange::finish`] tells whether it may be believed.
#[derive(Debug)]
pub struct Exchange {
    mechanism: Mechanism,
    state: State,
}

#[derive(Debug)]
enum State {
    /// These are the responses left, the next one last.
    Said(Vec<Secret>),
    /// A refused token is acknowledged with the one left.
    Token {
        first: Option<Secret>,
        refused: bool,
    },
    Cram {
        name: String,
        password: Secret,
    },
    Scram {
        scram: Box<Scram>,
        begun: bool,
        proven: bool,
    },
    Over,
}

/// The strongest mechanism among those offered that these credentials fit, as far as the wishes allow it. EXTERNAL goes before all others where there
/// is a certificate; CRAM-MD5 is taken only where it is wished for.
///
/// # Errors
///
/// There is none; the error says what stands in the way.
pub fn choose(
    offered: &[Mechanism],
    credentials: &Credentials,
    channel: &Channel,
    wishes: Wishes,
) -> Result<Mechanism, NoMechanism> {
    let onlooker = wishes.shown_to.onlooker(channel);
    let shows = |mechanism: Mechanism| onlooker.filter(|_| mechanism.shows_password());
    // RFC 5802 §6: where the bound one is offered, it is taken by whoever has something to bind it to.
    let bound = |plain: Mechanism| {
        let plus = plain.plus().filter(|plus| offered.contains(plus) && credentials.fit(*plus, channel));
        plus.unwrap_or(plain)
    };
    if let Some(wished) = wishes.mechanism.map(bound) {
        return match () {
            () if !offered.contains(&wished) => Err(NoMechanism::NotThis(wished)),
            () if !credentials.fit(wished, channel) => Err(NoMechanism::Unfit(wished)),
            () => match shows(wished) {
                Some(onlooker) => Err(NoMechanism::ThisWouldShow(wished, onlooker)),
                None => Ok(wished),
            },
        };
    }
    if offered.is_empty() {
        return Err(NoMechanism::NotOffered);
    }
    let mut none = NoMechanism::NoneFits;
    // Whoever has a certificate has it for this: a password is for servers that do not look at it.
    for mechanism in std::iter::once(Mechanism::External).chain(Mechanism::ALL) {
        if offered.contains(&mechanism) && credentials.fit(mechanism, channel) {
            match shows(mechanism) {
                Some(onlooker) => none = NoMechanism::WouldShow(onlooker),
                // Whoever takes the others out of what is offered would get it.
                None if mechanism.has_to_be_named() && none == NoMechanism::NoneFits => {
                    none = NoMechanism::NotNamed(mechanism);
                }
                None if mechanism.has_to_be_named() => {}
                None => return Ok(mechanism),
            }
        }
    }
    Err(none)
}

impl ShownTo {
    /// Who else would see what is shown over this channel, if that is not wanted.
    const fn onlooker(self, channel: &Channel) -> Option<Onlooker> {
        match self {
            Self::Verified | Self::Encrypted if !channel.tls => Some(Onlooker::Listener),
            Self::Verified if !channel.verified => Some(Onlooker::Middle),
            Self::Verified | Self::Encrypted | Self::Anybody => None,
        }
    }
}

impl Credentials {
    /// A name and its password.
    #[must_use]
    pub fn password(name: impl Into<String>, password: Secret) -> Self {
        Self { name: name.into(), password: Some(password), ..Self::default() }
    }

    /// A certificate, and nothing else.
    #[must_use]
    pub fn certificate() -> Self {
        Self { certificate: true, ..Self::default() }
    }

    /// Whether a certificate is all there is. A server may know a client by that without any login.
    #[must_use]
    pub fn is_certificate_alone(&self) -> bool {
        self.certificate && self.name.is_empty() && self.password.is_none() && self.token.is_none()
    }

    /// Whether there is what this mechanism needs.
    fn fit(&self, mechanism: Mechanism, channel: &Channel) -> bool {
        match mechanism {
            Mechanism::External => self.certificate && channel.tls,
            Mechanism::OauthBearer | Mechanism::Xoauth2 => self.token.is_some(),
            plus if plus.is_plus() => self.password.is_some() && !channel.bindings.is_empty(),
            _ => self.password.is_some(),
        }
    }
}

impl Exchange {
    /// An exchange with this mechanism. `offered` are all that the server offers; `nonce` was drawn for this exchange.
    ///
    /// # Errors
    ///
    /// The credentials cannot be put into this mechanism's words.
    pub fn begin(
        mechanism: Mechanism,
        offered: &[Mechanism],
        credentials: &Credentials,
        channel: &Channel,
        nonce: Nonce,
    ) -> Result<Self, ClientFault> {
        let name = || prepare::sent_name(&credentials.name).map_err(ClientFault::Name);
        let authzid = credentials.authzid.as_deref().map(prepare::sent_name).transpose();
        let authzid = authzid.map_err(ClientFault::Name)?;
        let state = match mechanism {
            Mechanism::Plain => {
                State::Said(vec![Secret::new(plain::write(authzid, name()?, &credentials.prepared()?))])
            }
            Mechanism::Login => State::Said(vec![credentials.prepared()?, Secret::new(name()?.as_bytes())]),
            Mechanism::CramMd5 => State::Cram { name: name()?.to_owned(), password: credentials.prepared()? },
            Mechanism::External => {
                // RFC 4422 Appendix A: without a word the server takes the identity that the certificate has. Who has named somebody means that one.
                let named = if credentials.name.is_empty() { "" } else { name()? };
                State::Said(vec![Secret::new(authzid.unwrap_or(named))])
            }
            Mechanism::OauthBearer | Mechanism::Xoauth2 => {
                let token = credentials.token.clone().unwrap_or_default();
                if !token.expose_text().is_some_and(oauth::is_token) {
                    return Err(ClientFault::Token);
                }
                let first = oauth::write(mechanism, name()?, &token);
                State::Token { first: Some(Secret::new(first)), refused: false }
            }
            Mechanism::ScramSha256Plus
            | Mechanism::ScramSha1Plus
            | Mechanism::ScramSha256
            | Mechanism::ScramSha1 => {
                let offers_plus = offered.iter().any(|mechanism| mechanism.is_plus());
                let who = (name()?, authzid, credentials.prepared()?);
                let scram = Scram::new(mechanism, who, channel, offers_plus, nonce.text())?;
                State::Scram { scram: Box::new(scram), begun: false, proven: false }
            }
        };
        Ok(Self { mechanism, state })
    }

    /// The mechanism.
    #[must_use]
    pub const fn mechanism(&self) -> Mechanism {
        self.mechanism
    }

    /// The initial response, if the client speaks first. LOGIN could have one, and not every server takes it.
    #[must_use]
    pub fn initial(&mut self) -> Option<Secret> {
        match self.mechanism {
            Mechanism::Login | Mechanism::CramMd5 => None,
            _ => self.next(&[]).ok(),
        }
    }

    /// The response to a challenge.
    ///
    /// # Errors
    ///
    /// The client does not go on: cancel the exchange with `*`.
    pub fn step(&mut self, challenge: &[u8]) -> Result<Secret, ClientFault> {
        let next = self.next(challenge);
        if next.is_err() {
            self.state = State::Over;
        }
        next
    }

    fn next(&mut self, challenge: &[u8]) -> Result<Secret, ClientFault> {
        match &mut self.state {
            State::Said(left) => left.pop().ok_or(ClientFault::NothingLeft),
            State::Token { first, refused } => match first.take() {
                Some(first) => Ok(first),
                // The server says in JSON why the token is refused; once that is acknowledged it says 535.
                None if std::mem::replace(refused, true) => Err(ClientFault::NothingLeft),
                None if self.mechanism == Mechanism::Xoauth2 => Ok(Secret::default()),
                None => Ok(Secret::new(oauth::ACKNOWLEDGED)),
            },
            State::Cram { name, password } => {
                let response = Secret::new(cram_md5::write(name, challenge, password));
                self.state = State::Said(Vec::new());
                Ok(response)
            }
            State::Scram { scram, begun, proven } => {
                if !std::mem::replace(begun, true) {
                    Ok(Secret::new(scram.first()))
                } else if !scram.has_proven() {
                    Ok(Secret::new(scram.prove(challenge)?))
                } else if *proven {
                    Err(ClientFault::NothingLeft)
                } else {
                    scram.check(challenge)?;
                    *proven = true;
                    Ok(Secret::default())
                }
            }
            State::Over => Err(ClientFault::NothingLeft),
        }
    }

    /// The server said 235.
    ///
    /// # Errors
    ///
    /// It said so before the exchange was at its end. It cannot be taken for the server whose password this is.
    pub fn finish(&self) -> Result<(), ClientFault> {
        match &self.state {
            State::Scram { proven: true, .. } => Ok(()),
            State::Said(left) if left.is_empty() => Ok(()),
            State::Token { first: None, refused: false } => Ok(()),
            _ => Err(ClientFault::Early),
        }
    }
}

impl Credentials {
    /// The password, as it is sent or hashed.
    fn prepared(&self) -> Result<Secret, ClientFault> {
        let octets = self.password.as_ref().map(Secret::expose).unwrap_or_default();
        Ok(Secret::new(prepare::sent_password(octets).map_err(ClientFault::Password)?))
    }
}
