//! The SASL mechanisms, tested as conversations: the examples of the RFCs, what a hostile peer says, and both sides of ours together.

mod agree;
mod bearer;
mod hostile;
mod scram;

use postrider_proto::sasl::server::{Answer, Exchange, Failure, Holder, Identity, Question, Step};
use postrider_proto::sasl::{
    BindingKind, Channel, ChannelBinding, CramMd5Verifier, Hash, Mechanism, Nonce, ScramVerifier, Secret,
    TokenFault,
};

/// The password of anna, in `accounts`.
const PASSWORD: &str = "pencil, or = so";

/// What an exchange came to.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Challenge(Vec<u8>),
    Done(Identity),
    Failed(Failure),
}

/// A server for one AUTH, and the accounts that it asks.
struct Server {
    exchange: Exchange,
    /// Given instead of what the accounts say.
    answer: Option<Answer>,
}

impl Server {
    fn new(mechanism: Mechanism, offered: &[Mechanism], channel: Channel) -> Self {
        let exchange = Exchange::begin(mechanism, offered, channel, Nonce::new([7; 18]));
        Self { exchange, answer: None }
    }

    fn says(&mut self, response: Option<&[u8]>) -> Said {
        let mut step = self.exchange.step(response);
        loop {
            step = match step {
                Step::Challenge(challenge) => return Said::Challenge(challenge),
                Step::Done(identity) => return Said::Done(identity),
                Step::Failed(failure) => return Said::Failed(failure),
                Step::Ask(question) => {
                    let answer = self.answer.clone().unwrap_or_else(|| accounts(&question));
                    self.exchange.answer(answer)
                }
            };
        }
    }
}

/// Who there is: anna, whose account is `anna@example.org`, with a password, the token `good` and a certificate; and dora, with the same
/// password, whose account is disabled.
fn accounts(question: &Question<'_>) -> Answer {
    let account = || "anna@example.org".to_owned();
    let holder = |name: &str| match name {
        "anna" | "anna@example.org" => Holder::Account(account()),
        "dora" => Holder::Disabled,
        _ => Holder::Nobody,
    };
    match question {
        Question::Password { name, password } => match (holder(name), **password == Secret::new(PASSWORD)) {
            (Holder::Account(account), true) => Answer::Yes { account },
            (Holder::Disabled, true) => Answer::Disabled,
            _ => Answer::No,
        },
        Question::Scram { name, hash } => {
            let verifier = match holder(name) {
                Holder::Nobody => ScramVerifier::of_nobody(*hash, b"salt of nobody", 4096),
                _ => ScramVerifier::from_password(*hash, PASSWORD, b"salt", 4096),
            };
            Answer::Scram { verifier: verifier.expect("valid"), holder: holder(name) }
        }
        Question::CramMd5 { name } => {
            let verifier = match holder(name) {
                Holder::Nobody => CramMd5Verifier::of_nobody([7; 32]),
                _ => CramMd5Verifier::of(PASSWORD.as_bytes()),
            };
            Answer::CramMd5 { verifier, holder: holder(name) }
        }
        Question::Token { token, .. } if **token == Secret::new("good") => Answer::Yes { account: account() },
        Question::Token { .. } => Answer::TokenRefused(TokenFault::invalid_token()),
        Question::Certificate { .. } => Answer::Yes { account: account() },
    }
}

/// A TLS channel as 1.3 gives it.
fn tls() -> Channel {
    Channel::verified(vec![
        ChannelBinding { kind: BindingKind::TlsExporter, data: vec![0xEB; 32] },
        ChannelBinding { kind: BindingKind::TlsServerEndPoint, data: vec![0x5E; 32] },
    ])
}

/// An answer with this account's verifier.
fn verifier(hash: Hash, password: &str, salt: &[u8], account: &str) -> Answer {
    Answer::Scram {
        verifier: ScramVerifier::from_password(hash, password, salt, 4096).expect("valid"),
        holder: Holder::Account(account.to_owned()),
    }
}
