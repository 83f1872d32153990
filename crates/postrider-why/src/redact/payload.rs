//! Base64, and what of it is a login.

/// Whether a word is written in either alphabet of base64.
pub fn is_base64(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'_'))
}

/// Whether a word is base64 of what a login says.
pub fn is_login(word: &str) -> bool {
    // A key in front of it belongs to it: `initial=AGFsaWNl`.
    let value = word.trim_end_matches('=').rsplit('=').next().unwrap_or(word);
    if value.len() < 8 || value.len() > 16_384 || !is_base64(value) {
        return false;
    }
    let octets = decoded(value);
    let begins = |start: &[u8]| octets.starts_with(start);
    let has = |part: &[u8]| octets.windows(part.len()).any(|octets| octets.eq_ignore_ascii_case(part));
    let readable = octets.iter().filter(|octet| **octet >= b' ').count();
    let parts = octets.iter().filter(|octet| **octet == 0).count();
    let plain = (1..=3).contains(&parts) && readable + parts == octets.len();
    let digest = octets.rsplit(|octet| *octet == b' ').next().is_some_and(|digest| {
        digest.len() == 32 && octets.len() > 33 && digest.iter().all(u8::is_ascii_hexdigit)
    });
    let scram =
        [&b"n,,"[..], b"y,,", b"p=", b"n,a=", b"c=biws", b"c=cD", b"r="].iter().any(|start| begins(start));
    plain
        || digest
        || (scram && readable == octets.len())
        || begins(b"user=")
        || has(b"auth=bearer")
        || has(b"nt lm")
        || begins(b"NTLMSSP")
}

/// What base64 holds, of either alphabet, as far as it can be read.
pub fn decoded(word: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(word.len() * 3 / 4);
    Decoder::default().read(word, &mut octets);
    octets
}

/// Reads base64 that goes on from line to line.
#[derive(Default)]
pub struct Decoder {
    held: u32,
    bits: u32,
}

impl Decoder {
    /// Reads a word up to what is no base64.
    pub fn read(&mut self, word: &str, octets: &mut Vec<u8>) {
        for b in word.bytes() {
            let value = match b {
                b'A'..=b'Z' => b - b'A',
                b'a'..=b'z' => b - b'a' + 26,
                b'0'..=b'9' => b - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                _ => break,
            };
            self.held = (self.held << 6 | u32::from(value)) & 0x3fff;
            self.bits += 6;
            if self.bits >= 8 {
                self.bits -= 8;
                octets.push((self.held >> self.bits & 0xff) as u8);
            }
        }
    }
}

/// Base64 of octets.
pub fn encoded(octets: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(octets.len().div_ceil(3) * 4);
    for three in octets.chunks(3) {
        let held =
            three.iter().fold(0_u32, |held, octet| held << 8 | u32::from(*octet)) << (8 * (3 - three.len()));
        for six in 0..4 {
            if six <= three.len() {
                text.push(char::from(ALPHABET[(held >> (18 - 6 * six) & 63) as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}
