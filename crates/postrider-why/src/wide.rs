//! UTF-16 without its mark: a text that is mostly ASCII has NUL in every second octet.

/// So many octets in front are looked at.
const OCTETS_MAX: usize = 4096;

/// Fewer pairs of octets tell nothing.
const PAIRS_MIN: usize = 4;

/// How two octets make a character.
pub type Unit = fn([u8; 2]) -> u16;

/// How octets make characters, if they look like UTF-16.
pub fn unit(octets: &[u8]) -> Option<Unit> {
    let (pairs, _) = octets[..octets.len().min(OCTETS_MAX)].as_chunks::<2>();
    let first = pairs.iter().filter(|pair| pair[0] == 0).count();
    let second = pairs.iter().filter(|pair| pair[1] == 0).count();
    let is = |many: usize, few: usize| {
        pairs.len() >= PAIRS_MIN && many * 4 >= pairs.len() * 3 && few * 16 <= pairs.len()
    };
    match (is(second, first), is(first, second)) {
        (true, _) => Some(u16::from_le_bytes),
        (_, true) => Some(u16::from_be_bytes),
        _ => None,
    }
}

/// The text of octets in UTF-16.
pub fn text(octets: &[u8], unit: Unit) -> String {
    let units: Vec<u16> = octets.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_second_octet_is_nul() {
        let little: Vec<u8> = "550 5.1.1 né\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(unit(&little).map(|unit| text(&little, unit)).as_deref(), Some("550 5.1.1 né\r\n"));
        let big: Vec<u8> = "550 5.1.1 né\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(unit(&big).map(|unit| text(&big, unit)).as_deref(), Some("550 5.1.1 né\r\n"));
        for octets in [&b"550 5.1.1 no such user"[..], &[0; 64], b"a\0b\0", b"", "550 нет".as_bytes()] {
            assert!(unit(octets).is_none(), "{octets:?}");
        }
    }
}
