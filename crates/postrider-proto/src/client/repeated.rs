//! What a client has shown within AUTH, so that nobody keeps it where the server repeats it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use memchr::memmem;

use crate::reply::ParsedReply;
use crate::sasl::Secret;

use super::outcome::Said;

/// What was shown within AUTH: each response, as it went over the wire and as it is.
#[derive(Debug, Clone, Default)]
pub struct ShownInAuth(Vec<Pattern>);

/// How to find something again.
#[derive(Debug, Clone)]
enum Pattern {
    /// All of it.
    Whole(Secret),
    /// So much of it in a row that it is no chance: a server may cut what it repeats.
    Part(Secret),
}

/// What stands where something was repeated.
const HIDDEN: &str = "****";

impl ShownInAuth {
    /// How much of base64 in a row is no chance, in octets.
    const PART: usize = 8;

    /// Takes note of a response, decoded.
    pub fn add(&mut self, response: &[u8]) {
        self.0.push(Pattern::Part(Secret::new(BASE64.encode(response))));
        // The password comes last, behind the NUL of PLAIN; a token before the 0x01 at its end. A name is no secret.
        let last = response.split(|octet| matches!(octet, 0 | 1)).rfind(|field| !field.is_empty());
        let last = last.map(|last| last.strip_prefix(b"auth=Bearer ").unwrap_or(last));
        self.0.extend(last.map(|last| Pattern::Whole(Secret::new(squeezed(last)))));
    }

    /// Takes note of a response as it went over the wire.
    pub fn add_encoded(&mut self, response: &[u8]) {
        if let Ok(decoded) = BASE64.decode(response) {
            self.add(&decoded);
        }
    }

    /// Whether a server's words hold any of it, over whatever lines it may have broken it.
    #[must_use]
    pub fn is_repeated_in(&self, words: &[u8]) -> bool {
        let words = squeezed(words);
        self.0.iter().any(|pattern| match pattern {
            Pattern::Whole(secret) => memmem::find(&words, secret.expose()).is_some(),
            Pattern::Part(secret) => {
                let octets = secret.expose();
                let mut parts = octets.windows(Self::PART.min(octets.len()).max(1));
                parts.any(|part| memmem::find(&words, part).is_some())
            }
        })
    }

    /// A reply as it may be kept: its code, and its words unless they repeat something.
    pub(super) fn said(&self, reply: ParsedReply) -> Said {
        let is_repeated = self.is_repeated_in(reply.text().as_bytes());
        let said = Said::from(reply);
        match (is_repeated, said.enhanced) {
            (false, _) => said,
            // An enhanced code stays at the front of its words.
            (true, Some(enhanced)) => Said { text: format!("{enhanced} {HIDDEN}"), ..said },
            (true, None) => Said { text: HIDDEN.to_owned(), ..said },
        }
    }
}

fn squeezed(words: &[u8]) -> Vec<u8> {
    words.iter().copied().filter(|octet| !octet.is_ascii_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_is_found_again_and_nothing_else() {
        let mut shown = ShownInAuth::default();
        assert!(!shown.is_repeated_in(b"535 wrong"));
        shown.add(b"\0anna\0hunter two");
        for words in [
            "wrong: hunter two",
            "wrong: hunter\r\ntwo",
            "AUTH PLAIN AGFubmEAaHVudGVyIHR3bw==",
            "AGFubmEAaHVu ...",
            "AGFubmEA\r\naHVudGVyIHR3bw==",
        ] {
            assert!(shown.is_repeated_in(words.as_bytes()), "{words}");
        }
        for words in ["", "535 5.7.8 wrong", "anna is disabled", "AGFubmE"] {
            assert!(!shown.is_repeated_in(words.as_bytes()), "{words}");
        }
        let mut token = ShownInAuth::default();
        token.add(b"n,a=anna,\x01auth=Bearer vF9dft4qmT\x01\x01");
        assert!(token.is_repeated_in(b"vF9dft4qmT is too old") && !token.is_repeated_in(b"Bearer expected"));
    }
}
