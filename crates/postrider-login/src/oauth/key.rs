//! The keys that a server of tokens publishes (RFC 7517), and what each of them has signed.

use std::ops::RangeInclusive;

use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
};
use serde_json::Value;

use super::jwt::{Algorithm, octets};

/// A key, which is good for one algorithm and for no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// Its name.
    pub(super) id: Option<String>,
    form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// A point, uncompressed.
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
}

/// The most keys of a set.
const KEYS: usize = 64;

/// The lengths of a modulus that are taken, in bits (RFC 7518).
const RSA_BITS: RangeInclusive<usize> = 2048..=8192;

/// The keys of a set that can be used here. None: it is no set of keys. What else a set has means nothing, and a key that is not understood, lacks something or has
/// a value that no key has is left out (RFC 7517 §5). Of two members of one name the last counts.
pub(super) fn read(json: &[u8]) -> Option<Vec<Key>> {
    let set: Value = serde_json::from_slice(json).ok()?;
    let keys = set.get("keys")?.as_array()?;
    Some(keys.iter().filter_map(Key::read).take(KEYS).collect())
}

/// The same, where none is no use.
///
/// # Errors
///
/// What is wrong with the set, in words.
pub(super) fn usable(json: &[u8]) -> Result<Vec<Key>, &'static str> {
    match read(json) {
        None => Err("that is no set of keys (RFC 7517 §5)"),
        Some(keys) if keys.is_empty() => Err("there is no key among them that can be used here"),
        Some(keys) => Ok(keys),
    }
}

impl Key {
    fn read(key: &Value) -> Option<Self> {
        let text = |name: &str| key.get(name).and_then(Value::as_str);
        // RFC 7517 §4.2, §4.3, §4.4, §4.5: of another form they say nothing that could be relied on.
        if ["use", "alg", "kid"].iter().any(|name| key.get(*name).is_some_and(|member| !member.is_string())) {
            return None;
        }
        if text("use").is_some_and(|usage| usage != "sig") {
            return None;
        }
        if let Some(operations) = key.get("key_ops") {
            operations.as_array()?.iter().find(|one| one.as_str() == Some("verify"))?;
        }
        let octets = |name: &str| octets(key.get(name));
        let form = match (text("kty")?, text("crv")) {
            ("RSA", _) => Form::Rsa { modulus: octets("n")?, exponent: octets("e")? },
            ("EC", Some("P-256")) => {
                let (x, y) = (octets("x")?, octets("y")?);
                // RFC 7518: each has the length of the field.
                if x.len() != 32 || y.len() != 32 {
                    return None;
                }
                Form::P256([&[4][..], &x, &y].concat())
            }
            ("OKP", Some("Ed25519")) => Form::Ed25519(octets("x")?),
            _ => return None,
        };
        if !form.is_key() {
            return None;
        }
        let key = Self { id: text("kid").map(str::to_owned), form };
        text("alg").is_none_or(|name| name == key.algorithm().name()).then_some(key)
    }

    /// What it is good for.
    pub(super) const fn algorithm(&self) -> Algorithm {
        match self.form {
            Form::Rsa { .. } => Algorithm::Rs256,
            Form::P256(_) => Algorithm::Es256,
            Form::Ed25519(_) => Algorithm::EdDsa,
        }
    }

    /// Whether it has made this signature over these octets.
    pub(super) fn has_signed(&self, octets: &[u8], signature: &[u8]) -> bool {
        let verified = match &self.form {
            Form::Rsa { modulus, exponent } => PublicKeyComponents { n: modulus, e: exponent }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                octets,
                signature,
            ),
            Form::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(octets, signature)
            }
            Form::Ed25519(point) => UnparsedPublicKey::new(&ED25519, point).verify(octets, signature),
        };
        verified.is_ok()
    }
}

impl Form {
    /// Whether the octets are those of a key, and of one that is strong enough (RFC 8725 §3.4, §3.5).
    fn is_key(&self) -> bool {
        match self {
            Self::Rsa { modulus, exponent } => {
                // RFC 7518: a number begins with no octet of zero. With none of these exponents anything would be signed.
                let begins = |number: &[u8]| number.first().is_some_and(|first| *first != 0);
                let bits = |number: &[u8]| number.len() * 8 - number[0].leading_zeros() as usize;
                begins(modulus)
                    && begins(exponent)
                    && RSA_BITS.contains(&bits(modulus))
                    && exponent.last().is_some_and(|last| last % 2 == 1)
                    && exponent[..] != [1]
            }
            Self::P256(point) => ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).is_ok(),
            Self::Ed25519(point) => ParsedPublicKey::new(&ED25519, point).is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;

    use super::*;

    /// RFC 8037 Appendix A: its key, and the signature that it has made.
    const ED25519_X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const ED25519_SIGNED: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    const ED25519_SIGNATURE: &str =
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    /// RFC 7515 Appendix A.3.
    const P256_SIGNED: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const P256_SIGNATURE: &str =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    /// RFC 7515 Appendix A.2.
    const RSA_N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    const RSA_SIGNED: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const RSA_SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    fn set(keys: &str) -> Vec<Key> {
        read(format!("{{\"keys\":[{keys}]}}").as_bytes()).expect("a set")
    }

    fn decoded(text: &str) -> Vec<u8> {
        octets(Some(&Value::from(text))).expect("base64url")
    }

    fn ed25519(more: &str) -> String {
        format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{ED25519_X}"{more}}}"#)
    }

    #[test]
    fn the_examples_of_the_rfcs_are_verified_by_their_own_key_alone() {
        let p256 = r#"{"kty":"EC","crv":"P-256","kid":"joe",
            "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
        let rsa = format!(r#"{{"kty":"RSA","n":"{RSA_N}","e":"AQAB"}}"#);
        let keys = set(&format!("{},{p256},{rsa}", ed25519("")));
        let [ed25519, p256, rsa] = &keys[..] else { panic!("{keys:?}") };
        let algorithms = [ed25519, p256, rsa].map(Key::algorithm);
        assert_eq!(algorithms, [Algorithm::EdDsa, Algorithm::Es256, Algorithm::Rs256]);
        assert_eq!(p256.id.as_deref(), Some("joe"));
        let by = |key: &Key, octets: &str, signature| key.has_signed(octets.as_bytes(), &decoded(signature));
        assert!(by(ed25519, ED25519_SIGNED, ED25519_SIGNATURE));
        assert!(by(p256, P256_SIGNED, P256_SIGNATURE));
        assert!(by(rsa, RSA_SIGNED, RSA_SIGNATURE) && !by(rsa, ED25519_SIGNED, RSA_SIGNATURE));
        assert!(!by(ed25519, P256_SIGNED, P256_SIGNATURE) && !by(p256, ED25519_SIGNED, ED25519_SIGNATURE));
        assert!(!by(ed25519, P256_SIGNED, ED25519_SIGNATURE));
        assert!(!ed25519.has_signed(ED25519_SIGNED.as_bytes(), b""));
    }

    #[test]
    fn keys_that_are_for_something_else_are_left_out() {
        for other in [
            r#","use":"enc""#,
            r#","key_ops":["sign"]"#,
            r#","alg":"RS256""#,
            r#","alg":"HS256""#,
            // Nor where it is not said in the form that it has.
            r#","use":["sig"]"#,
            r#","key_ops":"verify""#,
            r#","alg":7"#,
            r#","kid":7"#,
        ] {
            assert!(set(&ed25519(other)).is_empty(), "{other}");
        }
        for fine in [r#","use":"sig","alg":"EdDSA","key_ops":["verify"]"#, ""] {
            assert_eq!(set(&ed25519(fine)).len(), 1, "{fine}");
        }
        for unknown in [
            r#"{"kty":"oct","k":"c2VjcmV0"}"#,
            r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#,
            r#"{"kty":"OKP","crv":"X25519","x":"AA"}"#,
            r#"{"kty":"RSA"}"#,
            "7",
        ] {
            assert_eq!(set(&format!("{unknown},{}", ed25519(""))).len(), 1, "{unknown}");
        }
        // RFC 7517 §5: values out of range. A modulus that is short, or even begins with zero; exponents that sign everything; points that are on no curve.
        let short = BASE64URL.encode([0xFF; 255]);
        let long = BASE64URL.encode([0xFF; 1025]);
        let rsa = |n: &str, e: &str| format!(r#"{{"kty":"RSA","n":"{n}","e":"{e}"}}"#);
        let padded = BASE64URL.encode([&[0][..], &decoded(RSA_N)].concat());
        let ec = |x: &str| {
            format!(
                r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}}"#
            )
        };
        for out_of_range in [
            rsa(&short, "AQAB"),
            rsa(&long, "AQAB"),
            rsa(&padded, "AQAB"),
            rsa("", "AQAB"),
            rsa(RSA_N, ""),
            rsa(RSA_N, "AQ"),
            rsa(RSA_N, "AA"),
            rsa(RSA_N, "BA"),
            ec(ED25519_X),
            r#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#.to_owned(),
        ] {
            assert_eq!(set(&format!("{out_of_range},{}", ed25519(""))).len(), 1, "{out_of_range}");
        }
        assert_eq!(set(&rsa(RSA_N, "AQAB")).len(), 1);
        assert_eq!(set(&ec("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")).len(), 1);
        assert_eq!(read(b"[]"), None);
        assert_eq!(read(br#"{"keys":{}}"#), None);
        assert_eq!(read(b"<html>"), None);
        // RFC 7517 §5: what else a set has means nothing, and of two members of one name the last counts.
        let more =
            format!(r#"{{"keys":[7],"name":"x","keys":[{}]}}"#, ed25519(r#","use":"enc","use":"sig""#));
        assert_eq!(read(more.as_bytes()).map(|keys| keys.len()), Some(1));
        let many = vec![ed25519(""); 1000].join(",");
        assert_eq!(set(&many).len(), KEYS);
    }
}
