//! A verifier (RFC 6376 §6.1.3), small and strict: it shares the canonicalization with the signer, which has tests of its own, and
//! nothing else.

use aws_lc_rs::signature::{
    ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use postrider_mailauth::dkim::{BodyHash, Canonicalization, canonical_field};

/// A field as it stands in a message, without its CRLF.
type Field<'a> = &'a [u8];

/// What came of one signature.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Pass,
    BodyChanged,
    HeaderChanged,
}

/// Holds the DKIM-Signature fields of a message against it, from the top down. `keys` has the records.
pub fn verify(message: &[u8], keys: &[(&str, &str)]) -> Vec<Verdict> {
    let (fields, body) = split(message);
    let signatures = fields.iter().filter(|field| is(field, "DKIM-Signature"));
    signatures.map(|signature| one(signature, &fields, body, keys)).collect()
}

fn one(signature: &[u8], fields: &[Field<'_>], body: &[u8], keys: &[(&str, &str)]) -> Verdict {
    let canonicalization = |word: &str| match word {
        "simple" => Canonicalization::Simple,
        "relaxed" => Canonicalization::Relaxed,
        other => panic!("{other}"),
    };
    let c = tag(signature, "c");
    let (of_header, of_body) = c.split_once('/').expect("both");
    let mut hash = BodyHash::new(canonicalization(of_body));
    hash.push(body);
    if BASE64.encode(hash.finish()) != tag(signature, "bh") {
        return Verdict::BodyChanged;
    }
    let mut left = fields.to_vec();
    let mut content = Vec::new();
    for name in tag(signature, "h").split(':') {
        if let Some(at) = left.iter().rposition(|field| is(field, name)) {
            canonical_field(canonicalization(of_header), left.remove(at), &mut content);
            content.extend_from_slice(b"\r\n");
        }
    }
    // RFC 6376 §3.5: the signature itself, with its b= empty.
    let text = std::str::from_utf8(signature).expect("ASCII");
    let b = text.rfind("b=").expect("it is signed") + 2;
    let rest = text[b..].find(';').map_or("", |end| &text[b + end..]);
    canonical_field(canonicalization(of_header), format!("{}{rest}", &text[..b]).as_bytes(), &mut content);
    let record = format!("{}._domainkey.{}", tag(signature, "s"), tag(signature, "d"));
    let (_, record) = keys.iter().find(|(name, _)| *name == record).expect("the key is published");
    let public = BASE64.decode(record.rsplit_once("p=").expect("a key").1).expect("base64");
    let b = BASE64.decode(tag(signature, "b")).expect("base64");
    let (algorithm, content): (&dyn VerificationAlgorithm, _) = match tag(signature, "a").as_str() {
        "rsa-sha256" => (&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, content),
        _ => {
            let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &content);
            (&ED25519, hash.as_ref().to_vec())
        }
    };
    match UnparsedPublicKey::new(algorithm, public).verify(&content, &b) {
        Ok(()) => Verdict::Pass,
        Err(_) => Verdict::HeaderChanged,
    }
}

fn split(message: &[u8]) -> (Vec<Field<'_>>, &[u8]) {
    let mut fields = Vec::new();
    let mut start = 0;
    let mut at = 0;
    loop {
        let rest = &message[at..];
        if rest.is_empty() || rest.starts_with(b"\r\n") {
            return (fields, rest.get(2..).unwrap_or_default());
        }
        let line = rest.windows(2).position(|two| two == b"\r\n").map_or(rest.len(), |end| end + 2);
        at += line;
        if !matches!(message.get(at), Some(b' ' | b'\t')) {
            fields.push(message[start..at].strip_suffix(b"\r\n").unwrap_or(&message[start..at]));
            start = at;
        }
    }
}

fn is(field: &[u8], name: &str) -> bool {
    let colon = field.iter().position(|&octet| octet == b':').unwrap_or(0);
    field[..colon].trim_ascii_end().eq_ignore_ascii_case(name.trim().as_bytes())
}

/// The value of a tag, without white space.
pub fn tag(signature: &[u8], tag: &str) -> String {
    let text = std::str::from_utf8(signature).expect("ASCII");
    let (_, value) = text.split_once(':').expect("a field");
    let bare: String = value.split_ascii_whitespace().collect();
    let found = bare.split(';').find_map(|part| part.strip_prefix(tag)?.strip_prefix('=').map(str::to_owned));
    found.unwrap_or_default()
}
