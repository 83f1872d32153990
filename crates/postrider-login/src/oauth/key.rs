//! The keys that a server of tokens publishes (RFC 7517), and what each of them has signed.

use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
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

/// The keys of a set that can be used here. None: it is no set of keys. A key that is not understood is left out (RFC 7517 §5).
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
        if text("use").is_some_and(|usage| usage != "sig") {
            return None;
        }
        let operations = key.get("key_ops").and_then(Value::as_array);
        if operations.is_some_and(|all| !all.iter().any(|one| one.as_str() == Some("verify"))) {
            return None;
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

    /// Whether it has made this signature over these octets. A key of less than 2048 bits has made none.
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

#[cfg(test)]
mod tests {
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
        for other in [r#","use":"enc""#, r#","key_ops":["sign"]"#, r#","alg":"RS256""#, r#","alg":"HS256""#] {
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
        assert_eq!(read(b"[]"), None);
        assert_eq!(read(b"<html>"), None);
        let many = vec![ed25519(""); 1000].join(",");
        assert_eq!(set(&many).len(), KEYS);
    }
}
