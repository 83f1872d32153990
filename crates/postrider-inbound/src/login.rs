//! Logins: one AUTH from its first line to its end, between the machine that knows the messages and whoever knows the accounts.
//!
//! ```text
//!   desk ──response──▶ Exchange ──step──▶ sasl::server::Exchange
//!                          ▲                     │ a question
//!                          └──── LoginCheck::ask ◀┘
//! ```

use std::fmt;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use postrider_certificate::ClientCertificate;
use postrider_directory::Account;
use postrider_proto::reply::{Reply, catalogue};
use postrider_proto::sasl::server::{self, Failure, Holder, Question, Step};
use postrider_proto::sasl::{Channel, CramMd5Verifier, Mechanism, Nonce, ScramVerifier, TokenFault};
use postrider_proto::server as session;
use tracing::info;

use crate::allowance::Wait;
use crate::desk::SessionId;
use crate::tls::{TlsSession, told_client};

/// Looks at what somebody shows to log in. This crate knows no accounts; whoever puts the server together hands one in.
pub trait LoginCheck: Send + Sync + 'static {
    /// What is worth offering. Asked before each EHLO that may be answered with something else: what was offered then is what a login is held to.
    fn offers(&self) -> LoginOffers;

    /// Whether a name that somebody at this address has typed may stand in the log. It is prepared. Where a name belongs people type a password now and
    /// then, which may look like anything, so one that is nobody's is not shown.
    fn may_be_shown(&self, _name: &str, _from: IpAddr) -> bool {
        false
    }

    /// Octets for one exchange, drawn at random.
    ///
    /// # Errors
    ///
    /// The system gives none; what it says.
    fn nonce(&self) -> Result<Nonce, String>;

    /// Whether it is right. What delays are due to a client are served in here. Dropped, as it is when the client leaves or the server stops,
    /// it counts as a login that has failed, if its turn has come.
    fn ask<'a>(&'a self, shown: Shown<'a>) -> Pin<Box<dyn Future<Output = LoginAnswer> + Send + 'a>>;

    /// Whether a login that was good still is. Asked before each message: a session may last an hour, and an account be disabled
    /// because of what is sent in it.
    fn still<'a>(&'a self, account: &'a Arc<Account>) -> Pin<Box<dyn Future<Output = Standing> + Send + 'a>>;
}

/// What somebody can log in with, besides a password: a mechanism that leads nowhere is not offered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LoginOffers {
    /// Verifiers of SCRAM.
    pub scram: bool,
    /// Certificates.
    pub certificates: bool,
    /// Tokens: somebody knows whose they are.
    pub tokens: bool,
    /// Verifiers of CRAM-MD5, which is to be offered.
    pub cram_md5: bool,
}

/// What has become of a login since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is good, and this is what the account may do now.
    Good(Arc<Account>),
    /// The account is disabled.
    Disabled,
    /// The account is gone, or has another password.
    Ended,
    /// Nobody can say now.
    Unavailable {
        /// Why.
        why: String,
    },
}

/// What somebody shows to log in.
#[derive(Debug)]
pub struct Shown<'a> {
    /// What the mechanism asks.
    pub question: Question<'a>,
    /// The certificate that the client has shown in TLS, and that was found good.
    pub certificate: Option<&'a ClientCertificate>,
    /// Where the client is.
    pub from: IpAddr,
}

/// Whether it is right.
pub enum LoginAnswer {
    /// It is, and this is whose.
    Yes(Arc<Account>),
    /// It is not, or there is no such name.
    No,
    /// It is, and the account may not log in.
    Disabled,
    /// There is no verifier before the account has logged in with its password once.
    Transition,
    /// Too many have failed: nobody has looked at this one.
    TooMany {
        /// For so long, if nothing else fails.
        wait: Duration,
    },
    /// Nobody can say now.
    Unavailable {
        /// Why.
        why: String,
    },
    /// It is a certificate, and nobody may log in with it.
    CertificateRefused {
        /// Why.
        why: String,
    },
    /// It is a token, and it is not good for a login here.
    TokenRefused {
        /// What the client is told of that.
        fault: TokenFault,
        /// Why, for the log; none where the client has only asked how to get one.
        why: Option<String>,
    },
    /// CRAM-MD5 goes on with this.
    CramMd5 {
        /// What verifies the response.
        verifier: CramMd5Verifier,
        /// Whose it is.
        holder: Holder,
        /// The account; none if it is disabled, or nobody's.
        account: Option<Arc<Account>>,
        /// To be called when the response has fitted. Dropped, it did not.
        succeeded: Box<dyn FnOnce() + Send + Sync>,
    },
    /// SCRAM goes on with this.
    Scram {
        /// What verifies the proof.
        verifier: ScramVerifier,
        /// Whose it is.
        holder: Holder,
        /// The account; none if it is disabled, or nobody's.
        account: Option<Arc<Account>>,
        /// To be called when the proof has fitted. Dropped, the proof did not.
        succeeded: Box<dyn FnOnce() + Send + Sync>,
    },
}

/// How a login can end: few enough ways to be counted one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginResult {
    /// Somebody is logged in.
    Success,
    /// Name, password, proof or certificate is wrong.
    Wrong,
    /// The account is disabled.
    Disabled,
    /// Too many had failed before.
    TooMany,
    /// Nobody could say.
    Unavailable,
    /// The password is right, and the listener wants a proof of it.
    TooWeak,
    /// The account has no verifier before it has logged in with its password once.
    Transition,
    /// The exchange was not one: the client said what makes no sense.
    Malformed,
}

impl LoginResult {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Success,
        Self::Wrong,
        Self::Disabled,
        Self::TooMany,
        Self::Unavailable,
        Self::TooWeak,
        Self::Transition,
        Self::Malformed,
    ];

    /// Its word in the metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Wrong => "wrong",
            Self::Disabled => "disabled",
            Self::TooMany => "too-many",
            Self::Unavailable => "unavailable",
            Self::TooWeak => "too-weak",
            Self::Transition => "transition",
            Self::Malformed => "malformed",
        }
    }
}

impl From<Failure> for LoginResult {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Credentials | Failure::Authzid => Self::Wrong,
            Failure::Disabled => Self::Disabled,
            Failure::Unavailable => Self::Unavailable,
            Failure::TooWeak => Self::TooWeak,
            Failure::Transition => Self::Transition,
            Failure::Malformed(_) | Failure::ChannelBinding(_) => Self::Malformed,
        }
    }
}

/// One AUTH that is under way.
pub(crate) struct Exchange {
    machine: server::Exchange,
    /// The name that the client has given, as the log may have it.
    name: Option<String>,
    /// The account, as soon as it is known; it is logged in when the machine says so, and not before.
    account: Option<Arc<Account>>,
    succeeded: Option<Box<dyn FnOnce() + Send + Sync>>,
}

/// What comes next.
pub(crate) enum Next {
    /// The client is to answer this.
    Challenge(Vec<u8>, Box<Exchange>),
    /// Somebody is logged in.
    In(Arc<Account>),
    /// Nobody is.
    Refused(Refused),
}

/// Why nobody is logged in.
pub(crate) struct Refused {
    /// What the client is told.
    pub(crate) reply: Reply,
    /// What it is not.
    pub(crate) because: String,
    /// The name that the client has given, as the log may have it; none where it has given none.
    pub(crate) name: Option<String>,
    pub(crate) result: LoginResult,
}

/// Who asks.
#[derive(Clone, Copy)]
pub(crate) struct Asker<'a> {
    pub(crate) session: SessionId,
    pub(crate) check: &'a dyn LoginCheck,
    /// What was worth offering when the session offered it.
    pub(crate) offers: Option<LoginOffers>,
    pub(crate) tls: Option<&'a TlsSession>,
    pub(crate) from: IpAddr,
    /// A password that is shown is not enough.
    pub(crate) needs_proof: bool,
}

/// Whether a session with this TLS can use a mechanism, where this is worth offering.
pub(crate) fn is_usable(mechanism: &str, offers: Option<LoginOffers>, tls: Option<&TlsSession>) -> bool {
    // Where nobody knows accounts, whoever asks hears that.
    let (Some(has), Some(mechanism)) = (offers, Mechanism::from_name(mechanism)) else { return true };
    match mechanism {
        _ if mechanism.is_plus() => has.scram && tls.is_some_and(|tls| tls.binding.is_some()),
        _ if mechanism.hash().is_some() => has.scram,
        Mechanism::OauthBearer | Mechanism::Xoauth2 => has.tokens,
        Mechanism::CramMd5 => has.cram_md5,
        Mechanism::External => has.certificates && tls.is_some_and(|tls| tls.client.is_ok()),
        _ => true,
    }
}

/// A refusal without an exchange: nobody can log in now.
pub(crate) fn unavailable(why: impl Into<String>) -> Refused {
    Refused {
        reply: Reply::new(&catalogue::AUTH_UNAVAILABLE),
        because: why.into(),
        name: None,
        result: LoginResult::Unavailable,
    }
}

/// What stands in the log in the place of a name that may be a password.
const UNKNOWN_NAME: &str = "unknown name";

/// The name that a client has given with this.
fn name<'a>(question: &Question<'a>) -> Option<&'a str> {
    match *question {
        Question::Password { name, .. } | Question::Scram { name, .. } | Question::CramMd5 { name } => {
            Some(name)
        }
        Question::Token { name, .. } => name,
        Question::Certificate { authzid } => authzid,
    }
}

impl Exchange {
    /// Begins an exchange with one of the mechanisms that are offered.
    pub(crate) fn begin(
        mechanism: &str,
        offered: &[session::Mechanism],
        asker: Asker<'_>,
    ) -> Result<Box<Self>, Refused> {
        // The session takes none that is not in its options, and what is in there has a name of this list.
        let mechanism =
            Mechanism::from_name(mechanism).ok_or_else(|| unavailable("there is no such mechanism"))?;
        // RFC 5802 §6: a client that could bind itself, and was told that it cannot, is found out by what it was really offered. What is worth offering
        // by now may be something else.
        let usable = |name: &str| is_usable(name, asker.offers, asker.tls);
        let offered: Vec<Mechanism> = offered
            .iter()
            .filter(|mechanism| usable(&mechanism.name) && (asker.tls.is_some() || !mechanism.needs_tls))
            .filter_map(|mechanism| Mechanism::from_name(&mechanism.name))
            .collect();
        let nonce = asker.check.nonce().map_err(unavailable)?;
        let machine = server::Exchange::begin(mechanism, &offered, channel(asker.tls), nonce);
        Ok(Box::new(Self { machine, name: None, account: None, succeeded: None }))
    }

    /// Takes the client's next response; none where AUTH came without one.
    pub(crate) async fn go_on(mut self: Box<Self>, response: Option<&[u8]>, asker: Asker<'_>) -> Next {
        let mechanism = self.machine.mechanism();
        let mut step = self.machine.step(response);
        loop {
            step = match step {
                Step::Challenge(challenge) => return Next::Challenge(challenge, self),
                Step::Failed(failure) => {
                    return Next::Refused(Refused { name: self.name, ..refused(failure, mechanism) });
                }
                Step::Done(_) => {
                    let Some(account) = self.account else {
                        let because = "the account of the exchange is not known";
                        return Next::Refused(Refused { name: self.name, ..unavailable(because) });
                    };
                    if let Some(succeeded) = self.succeeded {
                        succeeded();
                    }
                    return Next::In(account);
                }
                Step::Ask(question) => {
                    self.name = name(&question).map(|name| {
                        let may_be_shown = asker.check.may_be_shown(name, asker.from);
                        if may_be_shown { name } else { UNKNOWN_NAME }.to_owned()
                    });
                    // Beside a token or a certificate the name may be another's.
                    let password_of = match question {
                        Question::Password { name, .. } => Some(name.to_owned()),
                        _ => None,
                    };
                    let certificate = asker.tls.and_then(|tls| tls.client.as_ref().ok());
                    let shown = Shown { question, certificate, from: asker.from };
                    let answer = match asker.check.ask(shown).await {
                        // Only now: whoever does not know the password is to learn nothing of what the account needs.
                        LoginAnswer::Yes(account) if asker.needs_proof && mechanism.shows_password() => {
                            self.name = Some(account.name.clone());
                            server::Answer::TooWeak
                        }
                        LoginAnswer::Yes(account) => {
                            let name = account.name.clone();
                            self.account = Some(account);
                            server::Answer::Yes { account: name }
                        }
                        LoginAnswer::No => server::Answer::No,
                        LoginAnswer::Disabled => {
                            // Whoever knows the account has said so: it is a name, and no password that was typed in its place.
                            self.name = password_of.or(self.name);
                            server::Answer::Disabled
                        }
                        LoginAnswer::Transition => server::Answer::Transition,
                        LoginAnswer::TooMany { wait } => {
                            return Next::Refused(Refused { name: self.name, ..too_many(wait) });
                        }
                        LoginAnswer::Unavailable { why } => {
                            return Next::Refused(Refused { name: self.name, ..unavailable(why) });
                        }
                        LoginAnswer::CertificateRefused { why } => {
                            let which = certificate.map(told_client).unwrap_or_default();
                            return Next::Refused(Refused {
                                reply: Reply::new(&catalogue::AUTH_CERTIFICATE),
                                because: format!("{mechanism}: {why}: {which}"),
                                name: self.name,
                                result: LoginResult::Wrong,
                            });
                        }
                        LoginAnswer::TokenRefused { fault, why } => {
                            // Many a client leaves when it hears this, and its login never comes to the end that would be logged.
                            if let Some(because) = why {
                                info!(
                                    target: "postrider::outcome",
                                    session = %asker.session, client = %asker.from, account = self.name, %mechanism,
                                    because, "a token is not taken"
                                );
                            }
                            server::Answer::TokenRefused(fault)
                        }
                        LoginAnswer::CramMd5 { verifier, holder, account, succeeded } => {
                            self.account = account;
                            self.succeeded = Some(succeeded);
                            server::Answer::CramMd5 { verifier, holder }
                        }
                        LoginAnswer::Scram { verifier, holder, account, succeeded } => {
                            self.account = account;
                            self.succeeded = Some(succeeded);
                            server::Answer::Scram { verifier, holder }
                        }
                    };
                    self.machine.answer(answer)
                }
            }
        }
    }

    /// The mechanism.
    pub(crate) fn mechanism(&self) -> Mechanism {
        self.machine.mechanism()
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").field("mechanism", &self.machine.mechanism()).finish_non_exhaustive()
    }
}

fn refused(failure: Failure, mechanism: Mechanism) -> Refused {
    Refused {
        reply: failure.reply(mechanism),
        because: format!("{mechanism}: {failure}"),
        name: None,
        result: failure.into(),
    }
}

fn too_many(wait: Duration) -> Refused {
    Refused {
        reply: Reply::new(&catalogue::AUTH_TOO_MANY),
        because: format!(
            "too many logins from this address have failed; it is heard again {} at the earliest",
            Wait(wait)
        ),
        name: None,
        result: LoginResult::TooMany,
    }
}

/// The channel that the exchange is held over.
fn channel(tls: Option<&TlsSession>) -> Channel {
    let Some(tls) = tls else { return Channel::clear() };
    Channel::tls(tls.binding.iter().cloned().collect())
}
