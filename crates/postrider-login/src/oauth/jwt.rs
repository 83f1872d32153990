//! A token that is a JWT: its header, its claims, and what its signature is over (RFC 7515, RFC 7519).

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde_json::Value;

use super::claims::{Claims, Fault};

/// How a token is signed. What is not here, such as `none` and everything with a shared secret, is never believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSA with PKCS #1 v1.5 and SHA-256.
    Rs256,
    /// ECDSA with P-256 and SHA-256.
    Es256,
    /// Ed25519 (RFC 8037).
    EdDsa,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rs256, Self::Es256, Self::EdDsa];

    /// Its registered name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// There is no such algorithm here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is none of RS256, ES256 and EdDSA")]
pub struct NoAlgorithm;

impl FromStr for Algorithm {
    type Err = NoAlgorithm;

    fn from_str(text: &str) -> Result<Self, NoAlgorithm> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == text).ok_or(NoAlgorithm)
    }
}

/// A token that was taken apart. Nothing of it is proven.
#[derive(Debug)]
pub(super) struct Jwt<'a> {
    header: Claims,
    /// What it says of itself.
    pub(super) claims: Claims,
    /// What is signed.
    pub(super) signed: &'a [u8],
    /// The signature.
    pub(super) signature: Vec<u8>,
}

impl<'a> Jwt<'a> {
    /// Takes a token apart. None: it is no JWT.
    pub(super) fn read(token: &'a str) -> Option<Self> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let decode = |part: &str| BASE64URL.decode(part).ok();
        Some(Self {
            header: Claims::read(&decode(header)?)?,
            claims: Claims::read(&decode(claims)?)?,
            signed: signed.as_bytes(),
            signature: decode(signature)?,
        })
    }

    /// Its algorithm, if it is among those that are believed, and nothing of its header has to be understood that is not.
    pub(super) fn algorithm(&self, believed: &[Algorithm]) -> Result<Algorithm, Fault> {
        // RFC 7515: whoever does not understand one of these must not take the token.
        if self.header.has("crit") {
            return Err(Fault::Critical);
        }
        // RFC 8725 §3.11: what was made for another use is none of ours. An access token may have a type of its own (RFC 9068), or none.
        if self.header.has("typ") && !self.header.text("typ").is_some_and(is_access_token) {
            return Err(Fault::Type);
        }
        // RFC 7519 §7.2: what is signed is another token, and that would have to be looked at.
        let is_plain = |kind| !media_type(kind).eq_ignore_ascii_case("JWT");
        if self.header.has("cty") && !self.header.text("cty").is_some_and(is_plain) {
            return Err(Fault::Nested);
        }
        let algorithm = self.header.text("alg").and_then(|name| name.parse().ok());
        algorithm.filter(|algorithm| believed.contains(algorithm)).ok_or(Fault::Algorithm)
    }

    /// Which key it names.
    pub(super) fn key(&self) -> Option<&str> {
        self.header.text("kid")
    }
}

/// RFC 9068 and RFC 7519 §5.1.
fn is_access_token(kind: &str) -> bool {
    ["JWT", "at+jwt"].iter().any(|known| media_type(kind).eq_ignore_ascii_case(known))
}

/// RFC 7515: `application/` may be left out.
fn media_type(kind: &str) -> &str {
    const OMITTED: &str = "application/";
    match kind.split_at_checked(OMITTED.len()) {
        Some((front, rest)) if front.eq_ignore_ascii_case(OMITTED) => rest,
        _ => kind,
    }
}

/// The octets of a member in base64url.
pub(super) fn octets(member: Option<&Value>) -> Option<Vec<u8>> {
    BASE64URL.decode(member?.as_str()?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn token(header: &str) -> String {
        format!(
            "{}.{}.{}",
            BASE64URL.encode(header),
            BASE64URL.encode(r#"{"sub":"x"}"#),
            BASE64URL.encode("signature")
        )
    }

    #[test]
    fn only_what_is_on_the_list_is_an_algorithm() {
        let judged = |header: &str| {
            let token = token(header);
            Jwt::read(&token).expect("a JWT").algorithm(&[Algorithm::Rs256, Algorithm::EdDsa])
        };
        assert_eq!(judged(r#"{"alg":"RS256","typ":"at+jwt"}"#), Ok(Algorithm::Rs256));
        for fine in [
            r#"{"alg":"EdDSA"}"#,
            r#"{"alg":"EdDSA","typ":"application/JWT"}"#,
            r#"{"alg":"EdDSA","typ":"Application/at+JWT","cty":"json"}"#,
            // RFC 8725 §3.10: what it says of keys is not followed.
            r#"{"alg":"EdDSA","jku":"https://other.test/","x5u":"https://other.test/","jwk":{"kty":"oct","k":"AA"}}"#,
            // RFC 7519 §4: of two members of one name the last counts.
            r#"{"alg":"none","alg":"EdDSA"}"#,
        ] {
            assert_eq!(judged(fine), Ok(Algorithm::EdDsa), "{fine}");
        }
        for wrong in ["none", "None", "HS256", "HS512", "rs256", "RS384", "ES256", "", "PS256"] {
            assert_eq!(judged(&format!(r#"{{"alg":"{wrong}"}}"#)), Err(Fault::Algorithm), "{wrong}");
        }
        assert_eq!(judged("{}"), Err(Fault::Algorithm));
        assert_eq!(judged(r#"{"alg":"RS256","crit":["b64"]}"#), Err(Fault::Critical));
        for other in
            [r#""dpop+jwt""#, r#""logout+jwt""#, r#""application/application/JWT""#, r#""""#, "7", "null"]
        {
            assert_eq!(judged(&format!(r#"{{"alg":"RS256","typ":{other}}}"#)), Err(Fault::Type), "{other}");
        }
        for nested in ["JWT", "jwt", "application/jwt"] {
            assert_eq!(judged(&format!(r#"{{"alg":"RS256","cty":"{nested}"}}"#)), Err(Fault::Nested));
        }
        assert_eq!(judged(r#"{"alg":"RS256","cty":["JWT"]}"#), Err(Fault::Nested));
    }

    /// RFC 8725 §3.7: UTF-8, and no other encoding of JSON.
    #[test]
    fn a_token_in_another_encoding_is_none() {
        let utf16: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for wrong in [&utf16[..], b"{\"sub\":\"\xFF\"}", b"\xEF\xBB\xBF{}"] {
            let wrong = BASE64URL.encode(wrong);
            assert!(
                Jwt::read(&format!("{wrong}.e30.")).is_none()
                    && Jwt::read(&format!("e30.{wrong}.")).is_none()
            );
        }
    }

    #[test]
    fn an_unsigned_token_is_none_that_anything_is_made_of() {
        let good = token("{}");
        let (front, _) = good.rsplit_once('.').expect("it has a signature");
        // RFC 7519 §6: its third part is empty.
        let unsigned = format!("{front}.");
        assert!(Jwt::read(&unsigned).expect("a JWT").signature.is_empty());
        for wrong in [
            "",
            ".",
            "..",
            "a.b",
            "opaque-token",
            front,
            &format!("{good}.x"),
            "e30=.e30.e30",
            "e30.e30.e30.e30.e30",
            " e30.e30.",
            "e30 .e30.",
            "e31.e30.",
        ] {
            assert!(Jwt::read(wrong).is_none(), "{wrong}");
        }
    }

    proptest! {
        /// Whatever stands in the parts, it is read or it is not; and an algorithm is none but those that there are.
        #[test]
        fn any_parts_are_a_jwt_or_none(
            header in r#"\{("alg":"(none|HS256|RS256|ES256|EdDSA|[ -~&&[^"\\]]{0,9})"(,"kid":("[a-z]{0,3}"|[0-9]))?)?\}"#,
            body in ".{0,60}",
            signature in proptest::collection::vec(any::<u8>(), 0..70),
        ) {
            let part = |octets: &[u8]| BASE64URL.encode(octets);
            let text = [part(header.as_bytes()), part(body.as_bytes()), part(&signature)].join(".");
            if let Some(jwt) = Jwt::read(&text)
                && jwt.algorithm(&Algorithm::ALL).is_ok()
            {
                let known = ["RS256", "ES256", "EdDSA"].iter().any(|known| header.contains(known));
                prop_assert!(known, "{header}");
            }
        }
    }
}
