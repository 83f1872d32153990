//! The signer: a message passes, then it is signed.

use aws_lc_rs::digest::Digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use postrider_proto::wire::data::{ChunkReader, Piece};

use super::canonical::{BodyHash, Canonicalization, canonical_field};
use super::fields::SIGNED_FIELDS;
use super::header::HeaderReader;
use super::key::KeyFault;
use super::keyring::ActiveKey;
use super::signature::Folded;

/// Takes a message as it passes.
#[derive(Debug)]
pub struct Signer {
    /// Repairs the lines as they are repaired on the way out, so that what is signed is what is sent.
    lines: ChunkReader,
    parts: Parts,
}

#[derive(Debug)]
struct Parts {
    header: HeaderReader,
    /// From when the body begins.
    body: Option<BodyHash>,
}

/// A message that has passed: what is signed of it.
#[derive(Debug)]
pub struct Signed {
    /// For each of [`SIGNED_FIELDS`], its fields in relaxed form, from the top down.
    fields: Vec<Vec<Vec<u8>>>,
    body_hash: Digest,
}

/// In whose name, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal<'a> {
    /// `i=` without its local part: the domain that is spoken for, the key's own or one below it (RFC 6376 §3.5).
    pub agent: &'a str,
    /// `t=`, in seconds of Unix time.
    pub at_seconds: u64,
    /// `x=` less `t=`: for how long the signature is good.
    pub good_for_seconds: Option<u64>,
}

/// Why a message is not to be signed: whatever is signed speaks for the author that readers see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// RFC 6376 §5.4: From has to be signed.
    #[error("it has no From field")]
    NoFrom,
    /// RFC 5322 §3.6 allows one, and readers differ in which they show (RFC 6376 §8.15).
    #[error("it has more than one From field")]
    ManyFrom,
    /// The fields that are signed are more than [`KEPT_MAX`](super::KEPT_MAX).
    #[error("its header is too large")]
    LargeHeader,
}

impl Default for Signer {
    fn default() -> Self {
        let parts = Parts { header: HeaderReader::new(), body: None };
        Self { lines: ChunkReader::default(), parts }
    }
}

impl Signer {
    /// Takes the next octets of the message.
    pub fn push(&mut self, mut octets: &[u8]) {
        while !octets.is_empty() {
            let (used, piece) = self.lines.read(octets);
            if let Piece::Octets(repaired) = piece {
                self.parts.push(repaired);
            }
            octets = &octets[used..];
        }
    }

    /// The message is complete.
    ///
    /// # Errors
    ///
    /// It is not to be signed.
    pub fn finish(mut self) -> Result<Signed, Unsigned> {
        self.parts.push(self.lines.finish());
        let Parts { header, body } = self.parts;
        let mut fields = header.finish().ok_or(Unsigned::LargeHeader)?;
        match fields.first().map_or(0, Vec::len) {
            0 => return Err(Unsigned::NoFrom),
            1 => {}
            _ => return Err(Unsigned::ManyFrom),
        }
        for field in fields.iter_mut().flatten() {
            let mut relaxed = Vec::with_capacity(field.len());
            canonical_field(Canonicalization::Relaxed, field, &mut relaxed);
            *field = relaxed;
        }
        let body = body.unwrap_or_else(|| BodyHash::new(Canonicalization::Relaxed));
        Ok(Signed { fields, body_hash: body.finish() })
    }
}

impl Parts {
    fn push(&mut self, octets: &[u8]) {
        let body = match &mut self.body {
            Some(body) => return body.push(octets),
            None => self.header.push(octets),
        };
        if let Some(octets) = body {
            let mut hash = BodyHash::new(Canonicalization::Relaxed);
            hash.push(octets);
            self.body = Some(hash);
        }
    }
}

impl Signed {
    /// The DKIM-Signature field that a key makes, with its CRLF. It goes in front of the message (RFC 6376 §3.5).
    ///
    /// # Errors
    ///
    /// [`KeyFault::NotSigned`]
    pub fn field(&self, key: &ActiveKey, seal: &Seal<'_>) -> Result<String, KeyFault> {
        let mut names = Vec::new();
        let mut content = Vec::new();
        for (field, found) in SIGNED_FIELDS.iter().zip(&self.fields) {
            names.extend(std::iter::repeat_n(field.name, found.len() + usize::from(field.oversigned)));
            // RFC 6376 §5.4.2: the last one first. What is named and not there adds nothing.
            for found in found.iter().rev() {
                content.extend_from_slice(found);
                content.extend_from_slice(b"\r\n");
            }
        }
        let mut text = Folded::new("DKIM-Signature");
        text.part("v=1;");
        text.part(&format!("a={};", key.key.algorithm().word()));
        text.part("c=relaxed/relaxed;");
        text.part(&format!("d={};", key.domain));
        text.part(&format!("s={};", key.selector));
        if seal.agent != key.domain {
            text.part(&format!("i=@{};", seal.agent));
        }
        text.part(&format!("t={};", seal.at_seconds));
        if let Some(seconds) = seal.good_for_seconds {
            text.part(&format!("x={};", seal.at_seconds.saturating_add(seconds)));
        }
        text.list("h", &names);
        text.part(&format!("bh={};", BASE64.encode(self.body_hash)));
        // Last, so that the rest of the field is what was signed (RFC 6376 §3.7).
        text.part("b=");
        canonical_field(Canonicalization::Relaxed, text.as_str().as_bytes(), &mut content);
        text.base64(&BASE64.encode(key.key.sign(&content)?));
        Ok(text.finish())
    }
}
