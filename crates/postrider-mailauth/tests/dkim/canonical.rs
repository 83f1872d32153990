//! Canonicalization (RFC 6376 §3.4), wherever the pieces are cut.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use postrider_mailauth::dkim::{BodyHash, Canonicalization, canonical_field};
use proptest::prelude::*;

const BOTH: [Canonicalization; 2] = [Canonicalization::Simple, Canonicalization::Relaxed];

fn hash(canonicalization: Canonicalization, pieces: &[&[u8]]) -> String {
    let mut hash = BodyHash::new(canonicalization);
    for piece in pieces {
        hash.push(piece);
    }
    BASE64.encode(hash.finish())
}

fn plain_hash(octets: &[u8]) -> String {
    BASE64.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, octets))
}

fn relaxed_field(raw: &str) -> String {
    let mut out = Vec::new();
    canonical_field(Canonicalization::Relaxed, raw.as_bytes(), &mut out);
    String::from_utf8(out).expect("ASCII")
}

/// What a body comes to, by the words of RFC 6376 §3.4.3 and §3.4.4, with all of it in memory.
fn by_the_letter(canonicalization: Canonicalization, body: &str) -> Vec<u8> {
    let mut body = body.to_owned();
    if canonicalization == Canonicalization::Relaxed {
        let line = |line: &str| {
            let words = line.replace('\t', " ");
            let mut out = String::new();
            for c in words.chars() {
                if !(c == ' ' && out.ends_with(' ')) {
                    out.push(c);
                }
            }
            out.trim_end_matches(' ').to_owned()
        };
        body = body.split("\r\n").map(line).collect::<Vec<_>>().join("\r\n");
    }
    if !body.is_empty() && !body.ends_with("\r\n") {
        body.push_str("\r\n");
    }
    while let Some(rest) = body.strip_suffix("\r\n\r\n") {
        body.truncate(rest.len() + 2);
    }
    if body == "\r\n" || body.is_empty() {
        body = match canonicalization {
            Canonicalization::Simple => "\r\n".to_owned(),
            Canonicalization::Relaxed => String::new(),
        };
    }
    body.into_bytes()
}

#[test]
fn the_examples_of_rfc_6376() {
    assert_eq!(relaxed_field("A: X"), "a:X");
    assert_eq!(relaxed_field("B : Y\t\r\n\tZ  "), "b:Y Z");
    let body = b" C \r\nD \t E\r\n\r\n\r\n";
    assert_eq!(hash(Canonicalization::Relaxed, &[body]), plain_hash(b" C\r\nD E\r\n"));
    assert_eq!(hash(Canonicalization::Simple, &[body]), plain_hash(b" C \r\nD \t E\r\n"));
}

#[test]
fn a_field_without_a_value_keeps_its_colon() {
    assert_eq!(relaxed_field("Subject:"), "subject:");
    assert_eq!(relaxed_field("Subject:  \r\n "), "subject:");
}

#[test]
fn an_empty_body_has_the_hash_that_the_rfc_names() {
    let simple = "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=";
    let relaxed = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    for body in ["", "\r\n", "\r\n\r\n\r\n"] {
        assert_eq!(hash(Canonicalization::Simple, &[body.as_bytes()]), simple, "{body:?}");
        assert_eq!(hash(Canonicalization::Relaxed, &[body.as_bytes()]), relaxed, "{body:?}");
    }
    // Lines of blanks are empty lines only where blanks do not count.
    assert_eq!(hash(Canonicalization::Relaxed, &[b" \r\n\t\r\n"]), relaxed);
    assert_ne!(hash(Canonicalization::Simple, &[b" \r\n\t\r\n"]), simple);
}

#[test]
fn a_line_longer_than_all_that_is_hashed_together_is_hashed_whole() {
    let line = "x".repeat(10_000);
    let body = format!("a\r\n\r\n{line}  {line}\r\n");
    let expected = plain_hash(format!("a\r\n\r\n{line} {line}\r\n").as_bytes());
    assert_eq!(hash(Canonicalization::Relaxed, &[body.as_bytes()]), expected);
}

proptest! {
    #[test]
    fn a_body_comes_to_what_the_letter_says(
        words in proptest::collection::vec(
            proptest::sample::select(vec!["\r\n", " ", "\t", "a", "bc", ".", "\r\n\r\n", "\n", "\r"]), 0..30),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        // A bare CR in front of an LF would be a CRLF, and of what it stands in front of is another matter.
        let body = words.concat();
        let mut at: Vec<_> = cuts.iter().map(|cut| cut.index(body.len() + 1)).collect();
        at.extend([0, body.len()]);
        at.sort_unstable();
        let pieces: Vec<_> = at.windows(2).map(|two| &body.as_bytes()[two[0]..two[1]]).collect();
        for canonicalization in BOTH {
            let expected = plain_hash(&by_the_letter(canonicalization, &body));
            prop_assert_eq!(hash(canonicalization, &pieces), expected.clone(), "{:?}", body);
            let singly: Vec<_> = body.as_bytes().chunks(1).collect();
            prop_assert_eq!(hash(canonicalization, &singly), expected);
        }
    }
}
