//! The server's side of SCRAM.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use subtle::ConstantTimeEq as _;

use super::message::{are_extensions, attribute, is_nonce, unescape};
use super::{Hash, ScramVerifier, xor};
use crate::sasl::server::{Failure, Holder};
use crate::sasl::{Channel, Mechanism, prepare};

/// The longest message of a client, in octets: a name, its authorization identity, a nonce, a binding, and some room.
const MESSAGE_OCTETS_MAX: usize = 4096;

/// The client's first message, read.
#[derive(Debug)]
pub(in crate::sasl) struct Opening {
    pub(in crate::sasl) hash: Hash,
    /// Prepared.
    pub(in crate::sasl) name: String,
    /// Prepared.
    pub(in crate::sasl) authzid: Option<String>,
    nonce: String,
    /// client-first-message-bare
    bare: String,
    /// What `c=` has to be, decoded: the gs2 header, and the data of the binding.
    binding: Vec<u8>,
}

/// The server's first message was sent; the proof comes next.
#[derive(Debug)]
pub(in crate::sasl) struct Proving {
    pub(in crate::sasl) name: String,
    pub(in crate::sasl) authzid: Option<String>,
    nonce: String,
    /// client-first-message-bare "," server-first-message
    said: String,
    binding: Vec<u8>,
    verifier: ScramVerifier,
    holder: Holder,
}

impl Opening {
    /// Reads the client's first message. `offers_plus`: a mechanism that is bound to the channel is offered.
    pub(in crate::sasl) fn read(
        message: &[u8],
        mechanism: Mechanism,
        offers_plus: bool,
        channel: &Channel,
    ) -> Result<Self, Failure> {
        let hash = mechanism.hash().expect("SCRAM has a hash");
        let text = text(message)?;
        let (flag, rest) = text.split_once(',').ok_or(Failure::Malformed("it has no gs2 header"))?;
        let (authzid, bare) = rest.split_once(',').ok_or(Failure::Malformed("it has no gs2 header"))?;
        let data = bound(flag, mechanism, offers_plus, channel)?;
        let authzid = match authzid {
            "" => None,
            authzid => {
                let escaped =
                    authzid.strip_prefix("a=").ok_or(Failure::Malformed("its gs2 header is not valid"))?;
                Some(name(escaped)?)
            }
        };
        if bare.starts_with("m=") {
            return Err(Failure::Malformed("it asks for an extension that is not known here"));
        }
        let (name_text, rest) = attribute(bare, 'n').ok_or(Failure::Malformed("it has no name"))?;
        let name = name(name_text)?;
        let (nonce, extensions) =
            rest.and_then(|rest| attribute(rest, 'r')).ok_or(Failure::Malformed("it has no nonce"))?;
        if !is_nonce(nonce) {
            return Err(Failure::Malformed("its nonce is not printable, or too long"));
        }
        if extensions.is_some_and(|extensions| !are_extensions(extensions)) {
            return Err(Failure::Malformed("what follows its nonce is no attribute"));
        }
        let header = &text[..text.len() - bare.len()];
        Ok(Self {
            hash,
            name,
            authzid,
            nonce: nonce.to_owned(),
            bare: bare.to_owned(),
            binding: [header.as_bytes(), data].concat(),
        })
    }

    /// The server's first message.
    pub(in crate::sasl) fn challenge(
        self,
        verifier: ScramVerifier,
        holder: Holder,
        nonce: &str,
    ) -> (Vec<u8>, Proving) {
        let nonce = format!("{}{}", self.nonce, nonce);
        let first = format!("r={nonce},s={},i={}", BASE64.encode(verifier.salt()), verifier.iterations());
        let said = format!("{},{first}", self.bare);
        let (name, authzid, binding) = (self.name, self.authzid, self.binding);
        (first.into_bytes(), Proving { name, authzid, nonce, said, binding, verifier, holder })
    }
}

/// The data that the flag of a gs2 header binds to (RFC 5802 §6).
fn bound<'a>(
    flag: &str,
    mechanism: Mechanism,
    offers_plus: bool,
    channel: &'a Channel,
) -> Result<&'a [u8], Failure> {
    match (flag, flag.strip_prefix("p=")) {
        ("n" | "y", _) if mechanism.is_plus() => Err(Failure::ChannelBinding("is missing")),
        // The client could bind, and thinks that we cannot: somebody between us took the mechanism out of what we offered.
        ("y", _) if offers_plus => Err(Failure::ChannelBinding(
            "is offered here, and this client was told otherwise: somebody may be between us",
        )),
        ("n" | "y", _) => Ok(&[]),
        (_, Some(_)) if !mechanism.is_plus() => {
            Err(Failure::ChannelBinding("is used without the mechanism that has it"))
        }
        (_, Some(name)) => match channel.binding(name) {
            Some(binding) => Ok(&binding.data),
            None => Err(Failure::ChannelBinding("is of a type that this channel does not have")),
        },
        _ => Err(Failure::Malformed("its gs2 header is not valid")),
    }
}

fn text(message: &[u8]) -> Result<&str, Failure> {
    if message.len() > MESSAGE_OCTETS_MAX {
        return Err(Failure::Malformed("it is too long"));
    }
    str::from_utf8(message).map_err(|_| Failure::Malformed("it is not UTF-8"))
}

fn name(escaped: &str) -> Result<String, Failure> {
    let name = unescape(escaped).ok_or(Failure::Malformed("a name in it has a = that stands for nothing"))?;
    Ok(prepare::name(&name)?.into_owned())
}

impl Proving {
    /// Checks the client's final message. Gives whose verifier it fits, and the server's final message.
    pub(in crate::sasl) fn check(&self, message: &[u8]) -> Result<(&Holder, Vec<u8>), Failure> {
        let text = text(message)?;
        if text.starts_with("m=") {
            return Err(Failure::Malformed("it asks for an extension that is not known here"));
        }
        // The proof stands last, and it is made over all that stands before it.
        let (without_proof, proof) = text.rsplit_once(',').ok_or(Failure::Malformed("it has no proof"))?;
        let proof = proof.strip_prefix("p=").ok_or(Failure::Malformed("it has no proof"))?;
        let (binding, rest) =
            attribute(without_proof, 'c').ok_or(Failure::Malformed("it has no channel binding"))?;
        let (nonce, extensions) =
            rest.and_then(|rest| attribute(rest, 'r')).ok_or(Failure::Malformed("it has no nonce"))?;
        if extensions.is_some_and(|extensions| !are_extensions(extensions)) {
            return Err(Failure::Malformed("what follows its nonce is no attribute"));
        }
        let octets = |text: &str, fault| BASE64.decode(text).map_err(|_| Failure::Malformed(fault));
        if octets(binding, "its channel binding is not base64")? != self.binding {
            return Err(Failure::ChannelBinding("does not match: somebody may be between us"));
        }
        // A final message of another exchange ends here: no nonce comes twice.
        if nonce != self.nonce {
            return Err(Failure::Malformed("its nonce is not that of this exchange"));
        }
        let mut proof = octets(proof, "its proof is not base64")?;
        let hash = self.verifier.hash();
        if proof.len() != hash.octets() {
            return Err(Failure::Malformed("its proof does not have the length of the hash"));
        }
        let said = format!("{},{without_proof}", self.said);
        // RFC 5802 §3: what is left of the proof without the signature is the ClientKey.
        xor(&mut proof, &hash.hmac(self.verifier.stored_key(), said.as_bytes()));
        let fits: bool = hash.hash(&proof).ct_eq(self.verifier.stored_key()).into();
        if !fits || matches!(self.holder, Holder::Nobody) {
            return Err(Failure::Credentials);
        }
        let signature = hash.hmac(self.verifier.server_key(), said.as_bytes());
        Ok((&self.holder, format!("v={}", BASE64.encode(signature)).into_bytes()))
    }
}
