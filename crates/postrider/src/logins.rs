//! Here the way in and the accounts meet.

use std::pin::Pin;

use postrider_inbound::{LoginAnswer, LoginCheck, Shown};
use postrider_login::{Logins, Outcome, ScramOutcome};
use postrider_proto::sasl::server::Question;
use postrider_proto::sasl::{Mechanism, Nonce};
use postrider_proto::server;

/// Logins of clients, looked up among the accounts.
pub struct AccountCheck(pub Logins);

impl LoginCheck for AccountCheck {
    fn has_scram(&self) -> bool {
        self.0.has_scram()
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
                Question::Scram { name, hash } => return scram(self.0.scram(name, hash, from).await),
                Question::Token { name, token } => self.0.token(name, token, from).await,
                Question::Certificate { authzid } => match certificate {
                    Some(der) => self.0.certificate(der, authzid, from).await,
                    None => Outcome::No,
                },
                // CRAM-MD5 is not offered: nobody keeps a password.
                Question::Secret { .. } => Outcome::Unavailable("nobody keeps a password itself".to_owned()),
            };
            match outcome {
                Outcome::Yes(account) => LoginAnswer::Yes(account),
                Outcome::No => LoginAnswer::No,
                Outcome::Disabled => LoginAnswer::Disabled,
                Outcome::TooMany { wait } => LoginAnswer::TooMany { wait },
                Outcome::Unavailable(why) => LoginAnswer::Unavailable { why },
            }
        })
    }
}

fn scram(outcome: ScramOutcome) -> LoginAnswer {
    match outcome {
        ScramOutcome::Verifier { verifier, holder, account, pending } => {
            let succeeded = Box::new(|| pending.succeeded());
            LoginAnswer::Scram { verifier, holder, account, succeeded }
        }
        ScramOutcome::Transition => LoginAnswer::Transition,
        ScramOutcome::TooMany { wait } => LoginAnswer::TooMany { wait },
        ScramOutcome::Unavailable(why) => LoginAnswer::Unavailable { why },
    }
}

/// The mechanisms of a listener where clients can log in, the strongest first. Those that lead nowhere in a session it leaves out itself:
/// those of SCRAM where no account has a verifier, those that are bound to a TLS channel without one.
/// CRAM-MD5 is none of them, since its server has to keep passwords; nor are EXTERNAL and those of OAuth, since the account file knows no
/// certificates and no tokens.
pub fn mechanisms(without_tls: bool) -> Vec<server::Mechanism> {
    let offered = Mechanism::ALL.into_iter().filter(|mechanism| {
        mechanism.hash().is_some() || matches!(mechanism, Mechanism::Plain | Mechanism::Login)
    });
    let mechanism = |mechanism: Mechanism| server::Mechanism {
        name: mechanism.name().to_owned(),
        needs_tls: mechanism.shows_password() && !without_tls,
        server_first: mechanism.server_first(),
    };
    offered.map(mechanism).collect()
}
