//! An order, from its beginning to the chain (RFC 8555 §7.4).

use std::sync::Arc;
use std::time::Duration;

use instant_acme::{
    Account, AuthorizationStatus, ChallengeType, Error, ExternalAccountKey, Identifier, NewAccount, NewOrder,
    Order, OrderStatus, RetryPolicy,
};
use postrider_certificate::Description;
use postrider_dns::Resolver;
use rcgen::{CertificateParams, DistinguishedName, KeyPair};

use super::authority::{Authority, Suggestion};
use super::certificate_id::certificate_id;
use super::client::Client;
use super::failure::Failure;
use super::folder::Folder;
use super::options::{Challenge, Options, Wanted};
use super::record::Window;
use super::responder::Responder;

/// How long the authority may take to look, and to sign.
const DECISION: RetryPolicy = RetryPolicy::new()
    .initial_delay(Duration::from_millis(500))
    .backoff(1.5)
    .timeout(Duration::from_secs(120));

/// And an order as a whole, however many names there are.
const ORDER_WAIT: Duration = Duration::from_secs(15 * 60);

/// Authorities, as they are reached over the net.
#[derive(Clone)]
pub struct Acme {
    folder: Folder,
    resolver: Arc<dyn Resolver>,
}

impl Acme {
    /// With accounts in this folder.
    #[must_use]
    pub fn new(folder: Folder, resolver: Arc<dyn Resolver>) -> Self {
        Self { folder, resolver }
    }

    /// The account with the authority: the one that is kept, or a new one.
    async fn account(&self, options: &Options, client: &Client) -> Result<Account, Failure> {
        let builder = Account::builder_with_http(Box::new(client.clone()));
        let failed = |error: &Error| Failure::of(error, options, client.take_retry_after());
        if let Some(kept) = self.folder.account(&options.directory) {
            return builder.from_credentials(kept).await.map_err(|error| failed(&error));
        }
        let contact: Vec<&str> = options.contact.iter().map(String::as_str).collect();
        let new =
            NewAccount { contact: &contact, terms_of_service_agreed: true, only_return_existing: false };
        let external = options
            .external
            .as_ref()
            .map(|external| ExternalAccountKey::new(external.kid.clone(), &external.key));
        let made = builder.create(&new, options.directory.clone(), external.as_ref()).await;
        let (account, credentials) = made.map_err(|error| failed(&error))?;
        let kept = self.folder.keep_account(&options.directory, &credentials);
        kept.map_err(|error| {
            Failure::ours(format!("the account with the authority cannot be kept: {error}"), WRITABLE)
        })?;
        Ok(account)
    }

    async fn new_order(
        &self,
        options: &Options,
        client: &Client,
        identifiers: &[Identifier],
        old: Option<&Description>,
    ) -> Result<Order, Failure> {
        let mut replaces = old.and_then(certificate_id);
        let mut forgotten = false;
        loop {
            let account = self.account(options, client).await?;
            let mut new = NewOrder::new(identifiers);
            if let Some(id) = replaces.clone() {
                new = new.replaces(id);
            }
            match account.new_order(&new).await {
                Ok(order) => return Ok(order),
                // Whatever the authority has against it, the order is good without.
                Err(error) if replaces.is_some() && is_about_replacing(&error) => replaces = None,
                // It has forgotten us, as those for tests do.
                Err(Error::Api(problem))
                    if !forgotten
                        && problem.r#type.as_deref()
                            == Some("urn:ietf:params:acme:error:accountDoesNotExist") =>
                {
                    self.folder.forget_account(&options.directory);
                    forgotten = true;
                }
                Err(error) => return Err(Failure::of(&error, options, client.take_retry_after())),
            }
        }
    }

    async fn order(
        &self,
        options: &Options,
        client: &Client,
        wanted: &Wanted,
        old: Option<&Description>,
    ) -> Result<String, Failure> {
        // First of all: what cannot be answered is not asked for, as failures are counted at the other end.
        let responder = Responder::bind(options).await.map_err(|error| {
            let address = match options.challenge {
                Challenge::Http01 => options.http_listen,
                Challenge::TlsAlpn01 => options.tls_listen,
            };
            Failure::bind(options.challenge, address, &error)
        })?;
        let identifiers: Vec<Identifier> = wanted.names.iter().cloned().map(Identifier::Dns).collect();
        let mut order = self.new_order(options, client, &identifiers, old).await?;
        let failed = |error: &Error| Failure::of(error, options, client.take_retry_after());
        prove(options, &responder, &mut order).await?.map_err(|error| failed(&error))?;
        match order.poll_ready(&DECISION).await {
            Ok(OrderStatus::Ready) => {}
            refused => {
                // The order says that it is invalid; why, its authorizations say.
                if let Some(why) = refusal(options, &mut order).await {
                    return Err(Failure { retry_after: client.take_retry_after(), ..why });
                }
                return Err(match refused {
                    Err(error) => failed(&error),
                    Ok(_) => Failure::ours(
                        "the authority refuses the order, and does not say why",
                        "it is asked again",
                    ),
                });
            }
        }
        drop(responder);
        let key = wanted.key.generate().map_err(|error| unmade(&error))?;
        let request = request(wanted, &key).map_err(|error| unmade(&error))?;
        order.finalize_csr(&request).await.map_err(|error| failed(&error))?;
        let chain = order.poll_certificate(&DECISION).await.map_err(|error| failed(&error))?;
        let newline = if chain.ends_with('\n') { "" } else { "\n" };
        Ok(format!("{chain}{newline}{}", key.serialize_pem()))
    }
}

/// Whether an order may go without saying which certificate it replaces (RFC 9773 §5): whatever the authority has against it may be about that, as when
/// another account has got the certificate. What would be so without it is told the second time.
fn is_about_replacing(error: &Error) -> bool {
    match error {
        Error::Unsupported(_) | Error::Other(_) => true,
        Error::Api(problem) => {
            let kind = problem.r#type.as_deref().unwrap_or_default();
            !["rateLimited", "accountDoesNotExist"].iter().any(|other| kind.ends_with(&format!(":{other}")))
        }
        _ => false,
    }
}

/// What to do about a folder that cannot be written.
const WRITABLE: &str = "let the user that runs postrider write the folder acme in the data folder, and see that the disk has room";

fn unmade(error: &rcgen::Error) -> Failure {
    Failure::ours(
        format!("the key or the request for the certificate cannot be made: {error}"),
        "it is tried again",
    )
}

/// What the authority is asked to sign: the names, and nothing else.
fn request(wanted: &Wanted, key: &KeyPair) -> Result<Vec<u8>, rcgen::Error> {
    let mut params = CertificateParams::new(wanted.names.clone())?;
    params.distinguished_name = DistinguishedName::new();
    Ok(params.serialize_request(key)?.der().to_vec())
}

/// Answers every challenge of an order, and says so to the authority.
async fn prove(
    options: &Options,
    responder: &Responder,
    order: &mut Order,
) -> Result<Result<(), Error>, Failure> {
    let kind = match options.challenge {
        Challenge::Http01 => ChallengeType::Http01,
        Challenge::TlsAlpn01 => ChallengeType::TlsAlpn01,
    };
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = match authorization {
            Ok(authorization) => authorization,
            Err(error) => return Ok(Err(error)),
        };
        // It may know already, from the last order.
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let name = authorization.identifier().to_string();
        let Some(mut challenge) = authorization.challenge(kind.clone()) else {
            return Err(Failure::ours(
                format!("the authority does not offer {} for {name}", options.challenge.as_str()),
                "write the other challenge in [acme]",
            ));
        };
        let key_authorization = challenge.key_authorization();
        match options.challenge {
            Challenge::Http01 => responder.show_page(&challenge.token, key_authorization.as_str()),
            Challenge::TlsAlpn01 => {
                responder
                    .show_digest(&name, key_authorization.digest().as_ref())
                    .map_err(|error| unmade(&error))?;
            }
        }
        if let Err(error) = challenge.set_ready().await {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

/// Why an authority has not found a name to be ours.
async fn refusal(options: &Options, order: &mut Order) -> Option<Failure> {
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization.ok()?;
        let Ok(state) = authorization.refresh().await else { continue };
        if let Some(problem) = state.challenges.iter().find_map(|challenge| challenge.error.as_ref()) {
            let why = Failure::problem(problem, options);
            return Some(Failure { says: format!("{}: {}", state.identifier(), why.says), ..why });
        }
    }
    None
}

impl Authority for Acme {
    async fn obtain(
        &self,
        options: &Options,
        wanted: &Wanted,
        old: Option<&Description>,
    ) -> Result<String, Failure> {
        let client = Client::new(Arc::clone(&self.resolver), &options.authorities);
        let order = self.order(options, &client, wanted, old);
        tokio::time::timeout(ORDER_WAIT, order).await.unwrap_or_else(|_| {
            let minutes = ORDER_WAIT.as_secs() / 60;
            let says = format!("the authority was not done within {minutes} minutes");
            Err(Failure::ours(says, "it is asked again; if that goes on, see what it says of its own state"))
        })
    }

    async fn suggest(
        &self,
        options: &Options,
        certificate: &Description,
    ) -> Result<Option<Suggestion>, Failure> {
        let Some(id) = certificate_id(certificate) else { return Ok(None) };
        // A server that has no account has not got this certificate from here.
        if self.folder.account(&options.directory).is_none() {
            return Ok(None);
        }
        let client = Client::new(Arc::clone(&self.resolver), &options.authorities);
        let account = self.account(options, &client).await?;
        match account.renewal_info(&id).await {
            Ok((info, ask_again)) => {
                let (start, end) = (
                    info.suggested_window.start.unix_timestamp(),
                    info.suggested_window.end.unix_timestamp(),
                );
                // RFC 9773 §4.2: it is as if nothing had been said.
                if start >= end {
                    return Err(Failure::ours(
                        "it says a time that ends before it begins",
                        "it is asked again",
                    ));
                }
                let ask_again = i64::try_from(ask_again.as_secs()).unwrap_or(i64::MAX);
                Ok(Some(Suggestion { window: Window { start, end }, ask_again }))
            }
            Err(Error::Unsupported(_)) => Ok(None),
            Err(error) => Err(Failure::of(&error, options, client.take_retry_after())),
        }
    }
}
