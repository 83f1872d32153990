//! The name under which the queue keeps a message.

use std::fmt;
use std::str::FromStr;

/// Names one message in the queue: 128 bits, drawn at random and never counted, so that an id is never given twice,
/// whatever a crash took with it.
///
/// Written as 26 characters of Crockford's base 32 in lower case (no `i`, `l`, `o`, `u`): safe in a file name, easy to
/// read over a telephone, found by a double click.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueueId([u8; 16]);

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl QueueId {
    /// Length of the written form, in characters.
    pub const TEXT_LEN: usize = 26;

    /// Takes 16 random octets as an id. The caller owns the randomness; this crate has none.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 octets.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for QueueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = u128::from_be_bytes(self.0);
        let mut text = [0u8; Self::TEXT_LEN];
        for (i, slot) in text.iter_mut().enumerate() {
            // 26 digits of 5 bits hold 130 bits: the first digit carries only the top three.
            let digit = (bits >> (5 * (Self::TEXT_LEN - 1 - i))) & 31;
            *slot = ALPHABET[digit as usize];
        }
        f.pad(std::str::from_utf8(&text).expect("the alphabet is ASCII"))
    }
}

impl fmt::Debug for QueueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QueueId({self})")
    }
}

/// The text is no queue id: it is not 26 characters of the alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a queue id is 26 characters out of 0-9 and a-z without i, l, o and u")]
pub struct InvalidQueueId;

impl FromStr for QueueId {
    type Err = InvalidQueueId;

    fn from_str(text: &str) -> Result<Self, InvalidQueueId> {
        if text.len() != Self::TEXT_LEN {
            return Err(InvalidQueueId);
        }
        let mut bits: u128 = 0;
        for (i, c) in text.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|a| *a == c.to_ascii_lowercase()).ok_or(InvalidQueueId)?;
            if i == 0 && digit > 7 {
                return Err(InvalidQueueId); // more than 128 bits
            }
            bits = bits << 5 | digit as u128;
        }
        Ok(Self(bits.to_be_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read_back() {
        for bytes in [[0; 16], [0xff; 16], *b"0123456789abcdef"] {
            let id = QueueId::from_bytes(bytes);
            let text = id.to_string();
            assert_eq!(text.len(), QueueId::TEXT_LEN);
            assert_eq!(text.parse(), Ok(id));
            assert_eq!(text.to_uppercase().parse(), Ok(id));
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in
            ["", "../../../../etc/passwd0000", "zzzzzzzzzzzzzzzzzzzzzzzzzz", "0000000000000000000000000i"]
        {
            assert_eq!(text.parse::<QueueId>(), Err(InvalidQueueId), "{text}");
        }
    }
}
