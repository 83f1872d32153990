//! How what follows a `{SCHEME}` of Dovecot is written: as it is by itself, or as the suffix of the scheme says: `{SCHEME.b64}`, `{SCHEME.base64}`,
//! `{SCHEME.hex}`.

use std::borrow::Cow;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::salted::Salted;
use super::{HASH_OCTETS, HashProblem, is_crypt, is_plain, scheme};

/// The text without a suffix at its scheme, what follows being written as the scheme has it by itself.
///
/// # Errors
///
/// The suffix is none of these, or what follows is not written so.
pub fn without_suffix(text: &str) -> Result<Cow<'_, str>, HashProblem> {
    let Some((scheme, rest)) = scheme(text) else { return Ok(Cow::Borrowed(text)) };
    let Some((name, suffix)) = scheme.split_once('.') else { return Ok(Cow::Borrowed(text)) };
    if is_plain(name) {
        return Err(HashProblem::Plain);
    }
    let upper = name.to_ascii_uppercase();
    // What is not read by itself is not, either, however it is written: it is not damaged.
    if !(is_crypt(&upper) || Salted::has_scheme(&upper) || upper == "CRAM-MD5" || upper.starts_with("SCRAM-"))
    {
        return Err(HashProblem::unknown(scheme));
    }
    // Each is shorter than what it is written as.
    if rest.len() > 2 * HASH_OCTETS {
        return Err(HashProblem::malformed("hash", "it is too long"));
    }
    let octets = match suffix.to_ascii_lowercase().as_str() {
        "b64" | "base64" => BASE64_STANDARD.decode(rest).ok(),
        "hex" => from_hex(rest),
        _ => return Err(HashProblem::unknown(scheme)),
    };
    let octets =
        octets.ok_or(HashProblem::malformed("hash", "it is not written as the suffix of its scheme says"))?;
    let by_itself = match upper.as_str() {
        "CRAM-MD5" => to_hex(&octets),
        upper if Salted::has_scheme(upper) => BASE64_STANDARD.encode(octets),
        _ => String::from_utf8(octets)
            .map_err(|_| HashProblem::malformed("hash", "what the suffix of its scheme hides is no text"))?,
    };
    Ok(Cow::Owned(format!("{{{name}}}{by_itself}")))
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    // Of a sign at its front a number would be made, too.
    if !digits.len().is_multiple_of(2) || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = (0..digits.len()).step_by(2).map(|at| digits.get(at..at + 2));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

fn to_hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut digits, octet| {
        // A string takes everything.
        let _ = write!(digits, "{octet:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hashes of one password, by themselves and as `doveadm pw -s SCHEME.b64` and `.hex` write them.
    #[test]
    fn what_a_suffix_hides_is_what_it_is_without() {
        let crypt = "{SHA512-CRYPT}$6$saltstring$x";
        let salted = "{SSHA}5pcxo13YdJml98eQSIlT3FMEBMMBAgME";
        for (written, by_itself) in [
            (crypt, crypt),
            ("{SHA512-CRYPT.b64}JDYkc2FsdHN0cmluZyR4", crypt),
            ("{SHA512-CRYPT.BASE64}JDYkc2FsdHN0cmluZyR4", crypt),
            ("{SHA512-CRYPT.HEX}24362473616c74737472696e672478", crypt),
            ("{SSHA.b64}5pcxo13YdJml98eQSIlT3FMEBMMBAgME", salted),
            ("{SSHA.hex}e69731a35dd87499a5f7c790488953dc530404c301020304", salted),
            ("{CRAM-MD5.b64}AAH/", "{CRAM-MD5}0001ff"),
            ("$6$salt.hex$x", "$6$salt.hex$x"),
        ] {
            assert_eq!(without_suffix(written).as_deref(), Ok(by_itself), "{written}");
        }
    }

    #[test]
    fn a_suffix_that_is_not_known_or_not_held_to_is_told_and_nothing_of_the_rest() {
        assert_eq!(without_suffix("{CRYPT.b32}x"), Err(HashProblem::unknown("CRYPT.b32")));
        for scheme in ["SHA.hex", "SMD5.b64", "PLAIN-MD5.b64", "LDAP-MD5.BASE64"] {
            for rest in ["a94a8fe5ccb19ba61c4c0873d391e987982fbbd3", "/w==", "*"] {
                assert_eq!(without_suffix(&format!("{{{scheme}}}{rest}")), Err(HashProblem::unknown(scheme)));
            }
        }
        assert_eq!(without_suffix("{PLAIN.b64}aHVudGVyMg=="), Err(HashProblem::Plain));
        for wrong in ["{CRYPT.hex}+1", "{CRYPT.hex}123", "{CRYPT.hex}ä", "{CRYPT.b64}*", "{CRYPT.hex}ff"] {
            let problem = without_suffix(wrong).expect_err(wrong);
            assert!(matches!(problem, HashProblem::Malformed { .. }), "{wrong}: {problem}");
        }
    }
}
