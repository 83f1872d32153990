//! Octets as text.

use crate::redact::CHALLENGE;

/// So many printable octets in a row are words, and not chance.
const RUN_MIN: usize = 4;

/// A text between octets that are none is looked at where it has one of these, in small letters, or a challenge of AUTH.
const WORDS: [&str; 3] = ["auth", "pass", "login"];

/// So many octets in front are the header of PROXY, second version: its last one may look like a letter of the command behind it.
pub fn proxy_octets(octets: &[u8]) -> usize {
    let header = octets.strip_prefix(b"\r\n\r\n\0\r\nQUIT\n");
    let length = header.and_then(|header| header.get(2..4)).map(|two| u16::from_be_bytes([two[0], two[1]]));
    length.map_or(0, |length| 16 + usize::from(length))
}

/// Octets as a line: without its end, without controls, and without what is no text in front of it, such as options of telnet.
pub fn words(octets: &[u8]) -> String {
    let is_printable = |octet: &u8| matches!(octet, b' '..=b'~' | b'\t');
    let is_strange =
        std::str::from_utf8(octets).is_err() || octets.iter().any(|b| *b < b' ' && !b.is_ascii_whitespace());
    let octets = if is_strange {
        let begins = octets.windows(RUN_MIN).position(|run| run.iter().all(is_printable)).unwrap_or(0);
        &octets[begins..]
    } else {
        octets
    };
    let text = String::from_utf8_lossy(octets);
    let text = text.trim_end_matches(['\r', '\n']);
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Whether octets are text, and not what TLS has made of it. Something else may stand in between, as the header of PROXY does, or the options of telnet.
pub fn is_text(octets: &[u8]) -> bool {
    let is_control = |octet: &&u8| **octet < b' ' && !matches!(**octet, b'\t' | b'\r' | b'\n');
    let controls = octets.iter().filter(is_control).count();
    let strange: usize = octets.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    let is_clean = controls * 64 <= octets.len() && strange * 8 <= octets.len();
    let is_printable = |octet: &u8| (b' '..=b'~').contains(octet);
    let runs = octets.split(|octet| !is_printable(octet)).map(<[u8]>::len);
    let printable: usize = runs.filter(|run| *run >= RUN_MIN).sum();
    let has = |word: &str| octets.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    let is_told = || WORDS.iter().any(|word| has(word)) || has(&CHALLENGE.to_string());
    is_clean || printable * 2 >= octets.len() || is_told()
}
