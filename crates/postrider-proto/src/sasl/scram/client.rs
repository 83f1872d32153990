//! The client's side of SCRAM.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::message::{attribute, escape, is_nonce};
use super::verifier::{ScramVerifier, keys};
use super::{Hash, xor};
use crate::sasl::client::ClientFault;
use crate::sasl::{Channel, Mechanism, Secret};

/// An exchange, seen from the client.
#[derive(Debug)]
pub(in crate::sasl) struct Client {
    hash: Hash,
    /// Prepared.
    password: Secret,
    nonce: String,
    bare: String,
    /// The gs2 header, as it is sent.
    header: String,
    /// What it is bound to.
    data: Vec<u8>,
    /// What the server has to sign with, once the proof was sent.
    signature: Option<Vec<u8>>,
}

impl Client {
    /// The most iterations that a server may ask for. It takes some seconds, and no server that means well asks for more.
    pub(in crate::sasl) const ITERATIONS_MAX: u32 = 2_000_000;

    /// `offers_plus`: the server offers a mechanism that is bound to the channel. Name and password are prepared.
    pub(in crate::sasl) fn new(
        mechanism: Mechanism,
        (name, authzid, password): (&str, Option<&str>, Secret),
        channel: &Channel,
        offers_plus: bool,
        nonce: String,
    ) -> Result<Self, ClientFault> {
        let hash = mechanism.hash().expect("SCRAM has a hash");
        let (flag, data) = match channel.bindings.first() {
            Some(binding) if mechanism.is_plus() => {
                (format!("p={}", binding.kind.name()), binding.data.clone())
            }
            None if mechanism.is_plus() => return Err(ClientFault::NoBinding),
            // RFC 5802 §6: the server will know whether somebody took the mechanism out of what it offers.
            Some(_) if !offers_plus => ("y".to_owned(), Vec::new()),
            _ => ("n".to_owned(), Vec::new()),
        };
        let authzid = authzid.map(|authzid| format!("a={}", escape(authzid))).unwrap_or_default();
        let header = format!("{flag},{authzid},");
        let bare = format!("n={},r={nonce}", escape(name));
        Ok(Self { hash, password, nonce, bare, header, data, signature: None })
    }

    /// The first message.
    pub(in crate::sasl) fn first(&self) -> Vec<u8> {
        format!("{}{}", self.header, self.bare).into_bytes()
    }

    /// Whether the proof was sent.
    pub(in crate::sasl) const fn has_proven(&self) -> bool {
        self.signature.is_some()
    }

    /// The final message, in answer to the server's first.
    pub(in crate::sasl) fn prove(&mut self, challenge: &[u8]) -> Result<Vec<u8>, ClientFault> {
        let first = text(challenge)?;
        if first.starts_with("m=") {
            return Err(ClientFault::Malformed("it asks for an extension that is not known here"));
        }
        let (nonce, rest) = attribute(first, 'r').ok_or(ClientFault::Malformed("it has no nonce"))?;
        let (salt, rest) =
            rest.and_then(|rest| attribute(rest, 's')).ok_or(ClientFault::Malformed("it has no salt"))?;
        let (iterations, _) = rest
            .and_then(|rest| attribute(rest, 'i'))
            .ok_or(ClientFault::Malformed("it has no iteration count"))?;
        // The server adds to our nonce: otherwise what it says may be what it said to somebody else.
        if !is_nonce(nonce) || !nonce.starts_with(&self.nonce) || nonce.len() == self.nonce.len() {
            return Err(ClientFault::Malformed("its nonce does not continue ours"));
        }
        let salt = BASE64.decode(salt).map_err(|_| ClientFault::Malformed("its salt is not base64"))?;
        let iterations: u32 =
            iterations.parse().map_err(|_| ClientFault::Malformed("its iteration count is no number"))?;
        if !(ScramVerifier::ITERATIONS_MIN..=Self::ITERATIONS_MAX).contains(&iterations) {
            return Err(ClientFault::Iterations(iterations));
        }
        if salt.is_empty() || salt.len() > ScramVerifier::SALT_OCTETS_MAX {
            return Err(ClientFault::Malformed("its salt is empty or too long"));
        }
        let bound = BASE64.encode([self.header.as_bytes(), &self.data].concat());
        let without_proof = format!("c={bound},r={nonce}");
        let said = format!("{},{first},{without_proof}", self.bare);
        let hash = self.hash;
        let salted = Secret::new(hash.salted(self.password.expose(), &salt, iterations));
        let (client_key, server_key) = keys(hash, &salted);
        let mut proof = client_key.expose().to_vec();
        xor(&mut proof, &hash.hmac(&hash.hash(client_key.expose()), said.as_bytes()));
        self.signature = Some(hash.hmac(&server_key, said.as_bytes()));
        Ok(format!("{without_proof},p={}", BASE64.encode(proof)).into_bytes())
    }

    /// Checks the server's final message: whether it knows the password, too.
    pub(in crate::sasl) fn check(&self, challenge: &[u8]) -> Result<(), ClientFault> {
        let last = text(challenge)?;
        if let Some((_, _)) = attribute(last, 'e') {
            return Err(ClientFault::Malformed("it says that the proof is wrong, and goes on"));
        }
        let (signature, _) = attribute(last, 'v').ok_or(ClientFault::Malformed("it has no signature"))?;
        let signature =
            BASE64.decode(signature).map_err(|_| ClientFault::Malformed("its signature is not base64"))?;
        let ours = self.signature.as_deref().ok_or(ClientFault::Early)?;
        if Secret::new(signature) == Secret::new(ours) { Ok(()) } else { Err(ClientFault::ServerUnproven) }
    }
}

fn text(challenge: &[u8]) -> Result<&str, ClientFault> {
    str::from_utf8(challenge).map_err(|_| ClientFault::Malformed("it is not UTF-8"))
}
