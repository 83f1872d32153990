//! Signing: what leaves this server by SMTP goes in the name that it was taken in.
//!
//! A message is signed when it is brought away, and not when it is taken: so it is signed with the key of that day, and nothing is
//! done to it between the signature and the wire. It is read once more for that, piece by piece, and once only in an attempt, however
//! many hosts are tried.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use postrider_mailauth::dkim::{ActiveKey, Keyring, Seal, Signed, Signer, Unsigned};
use postrider_queue::{Attempt, Body, Timestamp};
use tokio::sync::OnceCell;
use tokio::task;

/// How much of a message is read at a time, in octets.
const PIECE: usize = 64 * 1024;

/// With what mail is signed. A clone is the same.
#[derive(Debug, Clone)]
pub struct Signing {
    /// Who has the keys.
    pub keyring: Arc<dyn Keyring>,
    /// For how long a signature is good, from when it was made.
    pub good_for: Option<Duration>,
}

/// The signatures of one message in one attempt.
#[derive(Debug)]
pub(crate) struct Signatures<'a> {
    signing: Option<&'a Signing>,
    now: Timestamp,
    made: OnceCell<Result<Arc<[u8]>, String>>,
}

impl<'a> Signatures<'a> {
    pub(crate) fn new(signing: Option<&'a Signing>, now: Timestamp) -> Self {
        Self { signing, now, made: OnceCell::new() }
    }

    /// The fields that go in front of the message: none where it is signed by nobody. Or why there should be some, and are not:
    /// then the message is not sent. What a sender was promised is our business, and so is the fault.
    pub(crate) async fn of(&self, attempt: &Attempt) -> Result<Arc<[u8]>, String> {
        self.made.get_or_init(|| self.make(attempt)).await.clone()
    }

    async fn make(&self, attempt: &Attempt) -> Result<Arc<[u8]>, String> {
        let none = || Ok(Arc::default());
        let (Some(signing), Some(identity)) = (self.signing, &attempt.envelope().signing) else {
            return none();
        };
        let Some(agent) = identity.domain.to_ascii() else { return none() };
        let (signing, id, now) = (signing.clone(), attempt.id(), self.now);
        let body = attempt.body().map_err(|error| error.to_string())?;
        let work = move || -> Result<Arc<[u8]>, String> {
            let keys = signing
                .keyring
                .keys(&agent)
                .map_err(|fault| format!("it cannot be signed for {agent}: {fault}"))?;
            if keys.is_empty() {
                return Ok(Arc::default());
            }
            match pass(body).map_err(|error| error.to_string())? {
                Ok(signed) => fields(&signed, &keys, &agent, now, signing.good_for),
                Err(why) => {
                    tracing::warn!(%id, domain = agent, "sent without a signature: {why}");
                    Ok(Arc::default())
                }
            }
        };
        task::spawn_blocking(work).await.map_err(|panic| panic.to_string())?
    }
}

fn pass(mut body: Body) -> io::Result<Result<Signed, Unsigned>> {
    let mut signer = Signer::default();
    let mut piece = vec![0; PIECE];
    loop {
        match body.read(&mut piece) {
            Ok(0) => return Ok(signer.finish()),
            Ok(octets) => signer.push(&piece[..octets]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn fields(
    signed: &Signed,
    keys: &[ActiveKey],
    agent: &str,
    now: Timestamp,
    good_for: Option<Duration>,
) -> Result<Arc<[u8]>, String> {
    let seal = Seal {
        agent,
        at_seconds: now.as_millis() / 1000,
        good_for_seconds: good_for.map(|good_for| good_for.as_secs()),
    };
    let mut octets = Vec::new();
    for key in keys {
        let field = signed.field(key, &seal).map_err(|fault| {
            format!("it cannot be signed with the key {} of {}: {fault}", key.selector, key.domain)
        })?;
        octets.extend_from_slice(field.as_bytes());
    }
    Ok(octets.into())
}
