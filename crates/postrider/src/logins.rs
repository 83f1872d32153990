//! Here the way in and the accounts meet.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use postrider_certificate::ClientCertificate;
use postrider_directory::{Account, Fingerprint, ShownCertificate};
use postrider_inbound::{LoginAnswer, LoginCheck, LoginOffers, Shown, Standing};
use postrider_login::{Logins, Outcome, ProofOutcome, Refusal};
use postrider_proto::sasl::server::{Holder, Question};
use postrider_proto::sasl::{Mechanism, Nonce};
use postrider_proto::server;

/// Logins of clients, looked up among the accounts.
pub struct AccountCheck(pub Logins);

impl LoginCheck for AccountCheck {
    fn offers(&self) -> LoginOffers {
        let postrider_login::Offers { scram, certificates, tokens, cram_md5, .. } = self.0.offers();
        LoginOffers { scram, certificates, tokens, cram_md5 }
    }

    fn may_be_shown(&self, name: &str, from: IpAddr) -> bool {
        self.0.may_be_shown(name, from)
    }

    fn nonce(&self) -> Result<Nonce, String> {
        let mut octets = [0; 18];
        getrandom::fill(&mut octets).map_err(|error| format!("the system has no random numbers: {error}"))?;
        Ok(Nonce::new(octets))
    }

    fn ask<'a>(&'a self, shown: Shown<'a>) -> Pin<Box<dyn Future<Output = LoginAnswer> + Send + 'a>> {
        let Shown { question, certificate, from } = shown;
        Box::pin(async move {
            let outcome = match question {
                Question::Password { name, password } => self.0.password(name, password, from).await,
                Question::Scram { name, hash } => {
                    return proof(
                        self.0.scram(name, hash, from).await,
                        |verifier, holder, account, succeeded| LoginAnswer::Scram {
                            verifier,
                            holder,
                            account,
                            succeeded,
                        },
                    );
                }
                Question::CramMd5 { name } => {
                    return proof(
                        self.0.cram_md5(name, from).await,
                        |verifier, holder, account, succeeded| LoginAnswer::CramMd5 {
                            verifier,
                            holder,
                            account,
                            succeeded,
                        },
                    );
                }
                Question::Token { name, token } => self.0.token(name, token, from).await,
                Question::Certificate { authzid } => match certificate {
                    Some(certificate) => self.0.certificate(shown_in(certificate), authzid, from).await,
                    None => Outcome::No,
                },
            };
            match outcome {
                Outcome::Yes(account) => LoginAnswer::Yes(account),
                Outcome::No => LoginAnswer::No,
                Outcome::NotOfAccount(why) => LoginAnswer::CertificateRefused { why },
                Outcome::Disabled => LoginAnswer::Disabled,
                Outcome::Refused(Refusal { fault, why }) => LoginAnswer::TokenRefused { fault, why },
                Outcome::TooMany { wait } => LoginAnswer::TooMany { wait },
                Outcome::Unavailable(why) => LoginAnswer::Unavailable { why },
            }
        })
    }

    fn still<'a>(&'a self, account: &'a Arc<Account>) -> Pin<Box<dyn Future<Output = Standing> + Send + 'a>> {
        Box::pin(async move { standing(self.0.standing(account).await) })
    }
}

fn standing(outcome: Outcome) -> Standing {
    match outcome {
        Outcome::Yes(account) => Standing::Good(account),
        Outcome::Disabled => Standing::Disabled,
        Outcome::No | Outcome::NotOfAccount(_) | Outcome::Refused(_) | Outcome::TooMany { .. } => {
            Standing::Ended
        }
        Outcome::Unavailable(why) => Standing::Unavailable { why },
    }
}

/// What the accounts are asked about.
fn shown_in(certificate: &ClientCertificate) -> ShownCertificate<'_> {
    let ClientCertificate { der, description } = certificate;
    let fingerprint = Fingerprint::of(der);
    ShownCertificate { fingerprint, mailboxes: &description.mailboxes, hosts: &description.hosts }
}

/// What is to be called when a proof has fitted.
type Succeeded = Box<dyn FnOnce() + Send + Sync>;

fn proof<V>(
    outcome: ProofOutcome<V>,
    goes_on: impl FnOnce(V, Holder, Option<Arc<Account>>, Succeeded) -> LoginAnswer,
) -> LoginAnswer {
    match outcome {
        ProofOutcome::Verifier { verifier, holder, account, pending } => {
            goes_on(verifier, holder, account, Box::new(|| pending.succeeded()))
        }
        ProofOutcome::Transition => LoginAnswer::Transition,
        ProofOutcome::TooMany { wait } => LoginAnswer::TooMany { wait },
        ProofOutcome::Unavailable(why) => LoginAnswer::Unavailable { why },
    }
}

/// The mechanisms of a listener where clients can log in, the strongest first. Those that lead nowhere in a session it leaves out itself:
/// those of SCRAM where no account has a verifier, those that are bound to a TLS channel without one, EXTERNAL where the client has shown no
/// certificate, those of OAuth where nobody knows tokens, CRAM-MD5 where it is not switched on.
///
/// Where a proof is needed CRAM-MD5 is none of them: it is one, and too weak for it.
pub fn mechanisms(without_tls: bool, needs_proof: bool) -> Vec<server::Mechanism> {
    let mechanism = |mechanism: Mechanism| server::Mechanism {
        name: mechanism.name().to_owned(),
        needs_tls: mechanism.shows_password() && !without_tls,
        server_first: mechanism.server_first(),
    };
    let offered = Mechanism::ALL.into_iter().filter(|offered| !needs_proof || *offered != Mechanism::CramMd5);
    offered.map(mechanism).collect()
}
