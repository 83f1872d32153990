//! CRAM-MD5 (RFC 2195): a name, and the challenge under HMAC-MD5 with the password for its key.
//!
//! A server need not keep the password for it: HMAC (RFC 2104) begins each of its two hashes with a block that is made of the key
//! alone, so the states of MD5 behind these blocks are enough. They are as good as the password for this mechanism, and for no other.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use md5::block_api::compress;
use md5::{Digest as _, Md5};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroize as _;

use super::server::Failure;
use super::{Nonce, Secret, prepare};

/// What is kept of a password for CRAM-MD5: the states of HMAC-MD5 behind its key. Whoever has it can log in with CRAM-MD5, and
/// guesses at the password as fast as MD5 is. It has the form that Dovecot keeps: `{CRAM-MD5}` and 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct CramMd5Verifier {
    outer: [u32; 4],
    inner: [u32; 4],
}

/// Why a text is no verifier. It says nothing of what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is kept for CRAM-MD5 is {{CRAM-MD5}} and 64 hexadecimal digits")]
pub struct NoCramMd5;

/// What a client says.
#[derive(Debug)]
pub(super) struct Response {
    /// Prepared.
    pub(super) name: String,
    digest: String,
}

/// The octets that MD5 takes at once.
const BLOCK: usize = 64;

/// The word in front of one in a file.
const SCHEME: &str = "{CRAM-MD5}";

/// Where MD5 begins (RFC 1321).
const BEGIN: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];

impl CramMd5Verifier {
    /// That of a prepared password.
    #[must_use]
    pub fn of(password: &[u8]) -> Self {
        let mut key = [0; BLOCK];
        if password.len() > BLOCK {
            key[..16].copy_from_slice(&Md5::digest(password));
        } else {
            key[..password.len()].copy_from_slice(password);
        }
        // RFC 2104
        let state = |pad: u8| {
            let (mut block, mut state) = (key.map(|octet| octet ^ pad), BEGIN);
            compress(&mut state, &[block]);
            block.zeroize();
            state
        };
        let made = Self { outer: state(0x5c), inner: state(0x36) };
        key.zeroize();
        made
    }

    /// One of nobody, made of octets that nobody can tell: no response fits it.
    #[must_use]
    pub fn of_nobody(octets: [u8; 32]) -> Self {
        let mut words = octets.chunks_exact(4).map(word);
        let mut four = || [(); 4].map(|()| words.next().unwrap_or_default());
        Self { outer: four(), inner: four() }
    }

    /// As it is kept in a file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = SCHEME.to_owned();
        for octet in self.outer.iter().chain(&self.inner).flat_map(|word| word.to_le_bytes()) {
            let _ = write!(text, "{octet:02x}");
        }
        text
    }

    /// Whether this is the password.
    #[must_use]
    pub fn fits(&self, password: &Secret) -> bool {
        let other = Self::of(password.expose());
        let octets = |verifier: &Self| {
            let words = verifier.outer.iter().chain(&verifier.inner);
            words.flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>()
        };
        octets(self).ct_eq(&octets(&other)).into()
    }

    fn digest(&self, challenge: &[u8]) -> String {
        let mut digest = String::with_capacity(32);
        for octet in finish(self.outer, &finish(self.inner, challenge)) {
            let _ = write!(digest, "{octet:02x}");
        }
        digest
    }
}

impl FromStr for CramMd5Verifier {
    type Err = NoCramMd5;

    fn from_str(text: &str) -> Result<Self, NoCramMd5> {
        let front = text.get(..SCHEME.len()).filter(|front| front.eq_ignore_ascii_case(SCHEME));
        let digits = front.and_then(|_| text.get(SCHEME.len()..)).ok_or(NoCramMd5)?;
        if digits.len() != 64 || !digits.bytes().all(|octet| octet.is_ascii_hexdigit()) {
            return Err(NoCramMd5);
        }
        let mut octets = [0; 32];
        for (octet, pair) in octets.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
            let pair = str::from_utf8(pair).map_err(|_| NoCramMd5)?;
            *octet = u8::from_str_radix(pair, 16).map_err(|_| NoCramMd5)?;
        }
        Ok(Self::of_nobody(octets))
    }
}

impl fmt::Debug for CramMd5Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CramMd5Verifier(****)")
    }
}

impl Drop for CramMd5Verifier {
    fn drop(&mut self) {
        self.outer.zeroize();
        self.inner.zeroize();
    }
}

fn word(octets: &[u8]) -> u32 {
    octets.iter().rev().fold(0, |word, octet| word << 8 | u32::from(*octet))
}

/// The hash of a message, from the state behind its first block on (RFC 1321).
fn finish(mut state: [u32; 4], message: &[u8]) -> [u8; 16] {
    let bits = (BLOCK as u64 + message.len() as u64) * 8;
    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(BLOCK), 0);
    if padded.len() - message.len() <= 8 {
        padded.resize(padded.len() + BLOCK, 0);
    }
    let length = padded.len() - 8;
    padded[length..].copy_from_slice(&bits.to_le_bytes());
    let (blocks, _) = padded.as_chunks::<BLOCK>();
    compress(&mut state, blocks);
    let mut digest = [0; 16];
    for (octets, word) in digest.chunks_exact_mut(4).zip(state) {
        octets.copy_from_slice(&word.to_le_bytes());
    }
    digest
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

/// Whether the digest was made with the password of this verifier.
pub(super) fn fits(response: &Response, challenge: &str, verifier: &CramMd5Verifier) -> bool {
    verifier.digest(challenge.as_bytes()).as_bytes().ct_eq(response.digest.as_bytes()).into()
}

/// The client's one message.
pub(super) fn write(name: &str, challenge: &[u8], secret: &Secret) -> Vec<u8> {
    format!("{name} {}", CramMd5Verifier::of(secret.expose()).digest(challenge)).into_bytes()
}

#[cfg(test)]
mod tests {
    use hmac::{Hmac, KeyInit as _, Mac as _};

    use super::*;

    #[test]
    fn the_example_of_rfc_2195() {
        let challenge = "<1896.697170952@postoffice.reston.mci.net>";
        let secret = Secret::new("tanstaaftanstaaf");
        let message = write("tim", challenge.as_bytes(), &secret);
        assert_eq!(message, b"tim b913a602c7eda7a495b4e6e7334d3890");
        let response = read(&message).expect("valid");
        let verifier = CramMd5Verifier::of(secret.expose());
        assert!(fits(&response, challenge, &verifier));
        assert!(!fits(&response, challenge, &CramMd5Verifier::of(b"tanstaaf")));
        assert!(!fits(&response, "<another@challenge>", &verifier));
        assert!(verifier.fits(&secret) && !verifier.fits(&Secret::new("tanstaaf")));
    }

    #[test]
    fn it_is_the_hmac_of_any_password_and_any_challenge() {
        for (password, challenge) in (0..200_usize).map(|length| (length % 131, length)) {
            let (password, challenge) = (vec![b'p'; password], vec![b'c'; challenge]);
            let mac = Hmac::<Md5>::new_from_slice(&password).expect("a key of any length");
            let mut expected = String::new();
            for octet in mac.chain_update(&challenge).finalize().into_bytes() {
                let _ = write!(expected, "{octet:02x}");
            }
            assert_eq!(CramMd5Verifier::of(&password).digest(&challenge), expected);
        }
    }

    #[test]
    fn it_is_kept_as_dovecot_keeps_it() {
        let verifier = CramMd5Verifier::of(b"pencil");
        let text = verifier.to_text();
        // As `doveadm pw -s CRAM-MD5 -p pencil` writes it.
        assert_eq!(text, "{CRAM-MD5}7f47ace0e2af8f6cdeb72c03243a8c87834e19104164d6a42de72d243adb4080");
        assert_eq!(text.parse(), Ok(verifier));
        for wrong in
            ["", "{CRAM-MD5}", "{MD5}00", &text[..70], &text.replace(['a', 'b'], "x"), "{CRAM-MD\u{e9}"]
        {
            assert_eq!(wrong.parse::<CramMd5Verifier>(), Err(NoCramMd5), "{wrong}");
        }
        assert!(!format!("{:?}", CramMd5Verifier::of(b"pencil")).contains(&text[10..18]));
    }
}
