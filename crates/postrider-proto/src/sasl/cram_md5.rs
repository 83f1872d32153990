//! CRAM-MD5 (RFC 2195): a name, and the challenge under HMAC-MD5 with the password for its key.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::Md5;
use subtle::ConstantTimeEq as _;

use super::server::Failure;
use super::{Nonce, Secret, prepare};

/// What a client says.
#[derive(Debug)]
pub(super) struct Response {
    /// Prepared.
    pub(super) name: String,
    digest: String,
}

/// The server's challenge: it has the form of a message id and is used once.
pub(super) fn challenge(nonce: Nonce) -> String {
    let mut challenge = String::from("<");
    for octet in nonce.text().bytes() {
        let _ = write!(challenge, "{octet:02x}");
    }
    challenge.push_str("@postrider.invalid>");
    challenge
}

/// Reads the client's one message. A name may have spaces, so the digest is behind the last.
pub(super) fn read(message: &[u8]) -> Result<Response, Failure> {
    let text = str::from_utf8(message).map_err(|_| Failure::Malformed("it is not UTF-8"))?;
    let (name, digest) = text.rsplit_once(' ').ok_or(Failure::Malformed("it has no space"))?;
    let hexadecimal = |octet: u8| matches!(octet, b'0'..=b'9' | b'a'..=b'f');
    if digest.len() != 32 || !digest.bytes().all(hexadecimal) {
        return Err(Failure::Malformed("its digest is not 32 hexadecimal digits in small letters"));
    }
    Ok(Response { name: prepare::name(name)?.into_owned(), digest: digest.to_owned() })
}

/// Whether the digest was made with this password.
pub(super) fn fits(response: &Response, challenge: &str, secret: &Secret) -> bool {
    digest(challenge.as_bytes(), secret).as_bytes().ct_eq(response.digest.as_bytes()).into()
}

/// The client's one message.
pub(super) fn write(name: &str, challenge: &[u8], secret: &Secret) -> Vec<u8> {
    format!("{name} {}", digest(challenge, secret)).into_bytes()
}

fn digest(challenge: &[u8], secret: &Secret) -> String {
    let mac = Hmac::<Md5>::new_from_slice(secret.expose()).expect("HMAC takes a key of any length");
    let mut digest = String::with_capacity(32);
    for octet in mac.chain_update(challenge).finalize().into_bytes() {
        let _ = write!(digest, "{octet:02x}");
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_2195() {
        let challenge = "<1896.697170952@postoffice.reston.mci.net>";
        let secret = Secret::new("tanstaaftanstaaf");
        let message = write("tim", challenge.as_bytes(), &secret);
        assert_eq!(message, b"tim b913a602c7eda7a495b4e6e7334d3890");
        let response = read(&message).expect("valid");
        assert!(fits(&response, challenge, &secret));
        assert!(!fits(&response, challenge, &Secret::new("tanstaaf")));
        assert!(!fits(&response, "<another@challenge>", &secret));
    }
}
