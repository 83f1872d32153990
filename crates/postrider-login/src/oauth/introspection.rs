//! Asking the server that has made a token (RFC 7662).

use std::io;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hyper::StatusCode;
use postrider_proto::sasl::Secret;

use super::Looked;
use super::claims::{Bounds, Claims, Fault};
use super::http::{Client, Query};
use super::remembered::Remembered;

/// The server that has made tokens, and what it has said of those it was asked about.
pub(super) struct Introspection {
    client: Client,
    authorization: Secret,
    remembered: Remembered,
}

impl Introspection {
    /// Asks there as this client, and believes an answer for so long.
    pub(super) fn new(client: Client, id: &str, secret: &Secret, keep: Duration) -> io::Result<Self> {
        // RFC 6749: each is encoded as in a form before they are put together.
        let pair = format!("{}:{}", encoded(id.as_bytes()), encoded(secret.expose()));
        let authorization = Secret::new(format!("Basic {}", BASE64.encode(pair)));
        Ok(Self { client, authorization, remembered: Remembered::new(keep)? })
    }

    /// Whose a token is, at `now`.
    pub(super) async fn look(&self, token: &Secret, bounds: &Bounds<'_>, now: u64) -> Looked {
        if let Some(identity) = self.remembered.get(token, now) {
            return Looked::Good(identity);
        }
        let claims = match self.ask(token).await {
            Ok(claims) => claims,
            Err(why) => return Looked::Unavailable(why),
        };
        match claims.active() {
            None => Looked::Unavailable("its answer does not say whether the token is active".to_owned()),
            // RFC 7662 §2.2: it says no more than that, whatever the token is.
            Some(false) => {
                Looked::Unknown("it is not active there: it has ended, was revoked, or is another's")
            }
            Some(true) if !claims.is_bearer() => Looked::Bad(Fault::NotBearer),
            Some(true) => match claims.identity(bounds, now, false) {
                Ok(identity) => {
                    self.remembered.put(token, identity.clone(), now);
                    Looked::Good(identity)
                }
                // A server of several may know the tokens of another, and this one's issuer is the right one to ask.
                Err(Fault::Issuer) => Looked::Unknown(Fault::ISSUER),
                Err(fault) => Looked::Bad(fault),
            },
        }
    }

    /// Whether it can be asked now, about a token that nobody has made.
    pub(super) async fn probe(&self) -> Result<(), String> {
        self.ask(&Secret::new("none")).await.map(drop)
    }

    /// What it says about a token. An error is why it says nothing.
    async fn ask(&self, token: &Secret) -> Result<Claims, String> {
        // RFC 7662 §2.1
        let form = format!("token={}&token_type_hint=access_token", encoded(token.expose()));
        let authorization = self.authorization.expose_text().unwrap_or_default().to_owned();
        let query = Query { accept: "application/json", form: Some((authorization, form)) };
        let said = self.client.ask(&query).await.map_err(|why| why.to_string())?;
        match said.status {
            StatusCode::OK => {}
            // RFC 7662 §2.3
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                return Err(format!(
                    "it says {} to us: look at client_id and client_secret_file",
                    said.status
                ));
            }
            status => return Err(format!("it says {status}")),
        }
        Claims::read(&said.body).ok_or_else(|| "its answer is no JSON object".to_owned())
    }
}

/// As in a form: everything but letters, digits and a few signs as `%XX`.
fn encoded(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for octet in octets {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(octet) {
            text.push(char::from(*octet));
        } else {
            text.push('%');
            for digit in [octet >> 4, octet & 15] {
                text.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_in_a_form_is_encoded() {
        assert_eq!(encoded(b"a+b/c=d&e:f g\xC3\xA9-._~"), "a%2Bb%2Fc%3Dd%26e%3Af%20g%C3%A9-._~");
    }
}
