//! Who is logged in, and how it comes to that.

use postrider_proto::reply::{Reply, catalogue};
use postrider_proto::sasl;
use postrider_proto::server::{Answer, Mechanism};
use postrider_queue::Durable;
use tracing::info;

use super::Desk;
use crate::journal::Because;
use crate::login::{self, Asker, Exchange, LoginResult, Next, Refused, Standing};
use crate::tls::told_client;

impl Desk {
    /// Which mechanisms of its listener this session can use, as of now. A login is held to what this has said, until it is asked again.
    pub(crate) fn usable(&mut self) -> impl Fn(&Mechanism) -> bool {
        // Asked once for all of them: it may take a look at a file.
        let check = self.login_check.as_ref().filter(|_| !self.options.auth.is_empty());
        self.login_offers = check.map(|check| check.offers());
        move |mechanism| login::is_usable(&mechanism.name, self.login_offers, self.tls())
    }

    /// Who has logged in.
    pub(super) fn login(&self) -> Option<&str> {
        self.account.as_ref().map(|account| account.name.as_str())
    }

    /// AUTH with this mechanism, or the next response in the exchange that is under way.
    pub(super) async fn auth(&mut self, mechanism: Option<&str>, response: Option<&[u8]>) -> Answer<Durable> {
        self.line.keep_secret(if mechanism.is_some() { b"AUTH" } else { b"*" });
        let under_way = self.exchange.take();
        let (Some(check), Some(from)) = (self.login_check.clone(), self.client.address()) else {
            return self.not_logged_in(login::unavailable("nobody here knows accounts"));
        };
        let needs_proof = self.options.auth_needs_proof;
        let (session, offers) = (self.id, self.login_offers);
        let asker = Asker { session, check: &*check, offers, tls: self.tls(), from, needs_proof };
        let exchange = match (mechanism, under_way) {
            (Some(mechanism), _) => Exchange::begin(mechanism, &self.options.auth, asker),
            (None, Some(exchange)) => Ok(exchange),
            (None, None) => Err(login::unavailable("no exchange is under way")),
        };
        let exchange = match exchange {
            Ok(exchange) => exchange,
            Err(refused) => return self.not_logged_in(refused),
        };
        let mechanism = exchange.mechanism();
        match exchange.go_on(response, asker).await {
            Next::Challenge(challenge, exchange) => {
                self.exchange = Some(exchange);
                Answer::Challenge(challenge)
            }
            Next::Refused(refused) => self.not_logged_in(refused),
            Next::In(account) => {
                self.counters.login(LoginResult::Success);
                info!(
                    target: "postrider::outcome",
                    session = %self.id, client = %self.client, proxy = self.proxy(), account = account.name,
                    %mechanism, tls = self.tls_shown(), "logged in"
                );
                let (name, message_octets) = (account.name.clone(), account.limits.message_octets);
                self.account = Some(account);
                Answer::Authenticated { account: name, message_octets }
            }
        }
    }

    /// Why EXTERNAL is not offered to this client, if that is what the session refuses here: it is asked for by who knows that they have a certificate.
    pub(super) fn why_not_offered(&self, reply: &Reply) -> Option<Because> {
        let is_it = std::ptr::eq(reply.entry(), &catalogue::AUTH_UNKNOWN_MECHANISM)
            && reply.to_string().split(' ').any(|word| word == sasl::Mechanism::External.name());
        let why = match self.tls().map(|tls| &tls.client) {
            _ if !is_it => return None,
            None => "EXTERNAL is offered under TLS, to a client that shows a certificate there".to_owned(),
            Some(Err(unknown)) => format!("EXTERNAL: {unknown}"),
            Some(Ok(client)) => format!(
                "EXTERNAL: no account had a certificate when it could be offered, and so not that of the client: {}",
                told_client(client)
            ),
        };
        Some(Because::Login { why, name: None })
    }

    /// The server stops while the login is looked at, and does not look at it to the end.
    pub(crate) fn login_stopped(&mut self) -> Answer<Durable> {
        self.not_logged_in(login::unavailable("the server stops"))
    }

    fn not_logged_in(&mut self, refused: Refused) -> Answer<Durable> {
        self.counters.login(refused.result);
        self.because = Some(Because::Login { why: refused.because, name: refused.name });
        Answer::Refuse(refused.reply)
    }

    /// Looks at the login again. None if it is as good as it was, and then what it may do is what the account may do now.
    pub(super) async fn login_ended(&mut self) -> Option<Answer<Durable>> {
        let (Some(account), Some(check)) = (self.account.clone(), self.login_check.clone()) else {
            return None;
        };
        let (entry, because) = match check.still(&account).await {
            Standing::Good(now) => {
                self.account = Some(now);
                return None;
            }
            Standing::Disabled => {
                (&catalogue::AUTH_ACCOUNT_DISABLED, "the account was disabled after it had logged in")
            }
            Standing::Ended => {
                (&catalogue::AUTH_ENDED, "the account is gone or has another password since it logged in")
            }
            Standing::Unavailable { why } => {
                self.because = Some(Because::Login { why, name: Some(account.name.clone()) });
                return Some(Answer::Refuse(Reply::new(&catalogue::AUTH_UNAVAILABLE)));
            }
        };
        self.account = None;
        self.because = Some(Because::Login { why: because.to_owned(), name: Some(account.name.clone()) });
        Some(Answer::LoggedOut(Reply::new(entry)))
    }
}
