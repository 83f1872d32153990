//! OAUTHBEARER (RFC 7628) and XOAUTH2: a bearer token, and a refusal in JSON that the client acknowledges before it hears 535.

use std::fmt::Write as _;

use super::prepare;
use super::scram::unescape;
use super::server::Failure;
use super::{Mechanism, Secret};

/// What the client sends to acknowledge a refusal (RFC 7628 §3.2.3).
pub(super) const ACKNOWLEDGED: &[u8] = b"\x01";

/// What a client says.
#[derive(Debug)]
pub(super) struct Bearer {
    /// Whom the token is for, prepared, if the client says so.
    pub(super) name: Option<String>,
    /// The token. Empty where the client asks only where it could get one (RFC 7628 §4.3).
    pub(super) token: Secret,
}

/// Why a token is refused, as the client is told (RFC 7628 §3.2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFault {
    /// An error code of RFC 6750: `invalid_token`.
    pub status: String,
    /// The scope that a token needs here, if it is known.
    pub scope: Option<String>,
    /// Where a client may learn how to get a token.
    pub openid_configuration: Option<String>,
}

impl TokenFault {
    /// The token is not valid, or not any more.
    #[must_use]
    pub fn invalid_token() -> Self {
        Self { status: "invalid_token".to_owned(), scope: None, openid_configuration: None }
    }

    /// The challenge that tells a client of it.
    pub(super) fn challenge(&self, mechanism: Mechanism) -> Vec<u8> {
        let mut json = String::from("{");
        let mut member = |name: &str, value: &str| {
            if json.len() > 1 {
                json.push(',');
            }
            let _ = write!(json, "\"{name}\":");
            string(&mut json, value);
        };
        match mechanism {
            Mechanism::Xoauth2 => {
                // A status of HTTP.
                let status: u16 = if self.status == "invalid_request" { 400 } else { 401 };
                member("status", &status.to_string());
                member("schemes", "bearer");
            }
            _ => member("status", &self.status),
        }
        if let Some(scope) = &self.scope {
            member("scope", scope);
        }
        if let Some(url) = &self.openid_configuration {
            member("openid-configuration", url);
        }
        json.push('}');
        json.into_bytes()
    }
}

/// RFC 8259
fn string(json: &mut String, value: &str) {
    json.push('"');
    for c in value.chars() {
        let _ = match c {
            '"' | '\\' => write!(json, "\\{c}"),
            c if c.is_control() => write!(json, "\\u{:04x}", u32::from(c)),
            c => write!(json, "{c}"),
        };
    }
    json.push('"');
}

/// Reads the client's message.
pub(super) fn read(mechanism: Mechanism, message: &[u8]) -> Result<Bearer, Failure> {
    let text = str::from_utf8(message).map_err(|_| Failure::Malformed("it is not UTF-8"))?;
    if text.contains('\0') {
        return Err(Failure::Malformed("it has a NUL"));
    }
    match mechanism {
        Mechanism::Xoauth2 => read_xoauth2(text),
        _ => read_oauthbearer(text),
    }
}

/// RFC 7628 §3.1: a gs2 header, then pairs, each behind an 0x01, and two at the end.
fn read_oauthbearer(text: &str) -> Result<Bearer, Failure> {
    let (header, rest) = text.split_once('\x01').ok_or(Failure::Malformed("it has no 0x01"))?;
    let mut words = header.split(',');
    let name = match (words.next(), words.next(), words.next(), words.next()) {
        (Some("n" | "y"), Some(""), Some(""), None) => None,
        (Some("n" | "y"), Some(authzid), Some(""), None) => {
            let escaped =
                authzid.strip_prefix("a=").ok_or(Failure::Malformed("its gs2 header is not valid"))?;
            let name = unescape(escaped);
            let name = name.ok_or(Failure::Malformed("a name in it has a = that stands for nothing"))?;
            Some(prepare::name(&name)?.into_owned())
        }
        (Some(flag), ..) if flag.starts_with("p=") => {
            return Err(Failure::ChannelBinding("is used without a mechanism that has it"));
        }
        _ => return Err(Failure::Malformed("its gs2 header is not valid")),
    };
    Ok(Bearer { name, token: pairs(rest)?.1 })
}

/// The same without a gs2 header; the name is in a pair of its own.
fn read_xoauth2(text: &str) -> Result<Bearer, Failure> {
    match pairs(text)? {
        (Some(user), token) => Ok(Bearer { name: Some(prepare::name(user)?.into_owned()), token }),
        (None, _) => Err(Failure::Malformed("it has no user")),
    }
}

/// Reads pairs up to the 0x01 that stands alone. Gives the values of `user` and `auth`.
fn pairs(text: &str) -> Result<(Option<&str>, Secret), Failure> {
    let mut rest = text.strip_suffix('\x01').ok_or(Failure::Malformed("it does not end with 0x01"))?;
    let (mut user, mut auth) = (None, None);
    while let Some((pair, after)) = rest.split_once('\x01') {
        let (key, value) = pair.split_once('=').ok_or(Failure::Malformed("a pair in it has no ="))?;
        let slot = match key {
            "user" => &mut user,
            "auth" => &mut auth,
            // Host, port, and what others may need (RFC 7628 §3.1).
            _ if !key.is_empty() && key.bytes().all(|octet| octet.is_ascii_alphabetic()) => {
                rest = after;
                continue;
            }
            _ => return Err(Failure::Malformed("a pair in it has no name")),
        };
        if slot.replace(value).is_some() {
            return Err(Failure::Malformed("a pair in it comes twice"));
        }
        rest = after;
    }
    if !rest.is_empty() {
        return Err(Failure::Malformed("it does not end with 0x01 twice"));
    }
    let auth = auth.ok_or(Failure::Malformed("it has no auth"))?;
    Ok((user, token(auth)?))
}

/// RFC 6750: `Bearer`, a space, and a token.
fn token(auth: &str) -> Result<Secret, Failure> {
    if auth.is_empty() {
        return Ok(Secret::default());
    }
    let (scheme, token) = auth.split_once(' ').ok_or(Failure::Malformed("its auth has no token"))?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Failure::Malformed("its auth is not of the type Bearer"));
    }
    let token = token.trim_start_matches(' ');
    if !is_token(token) {
        return Err(Failure::Malformed("its token has a character that none may have"));
    }
    Ok(Secret::new(token))
}

/// RFC 6750: b64token.
pub(super) fn is_token(text: &str) -> bool {
    let stem = text.trim_end_matches('=');
    let allowed = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~+/".contains(&octet);
    !stem.is_empty() && stem.bytes().all(allowed)
}

/// The client's first message.
pub(super) fn write(mechanism: Mechanism, name: &str, token: &Secret) -> Vec<u8> {
    let front = match mechanism {
        Mechanism::Xoauth2 => format!("user={name}"),
        _ => format!("n,a={},", super::scram::escape(name)),
    };
    [front.as_bytes(), b"\x01auth=Bearer ", token.expose(), b"\x01\x01"].concat()
}
