//! The record that publishes a key (RFC 6376 §3.6.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::key::{KeyFault, SigningKey};

/// Where the key of a selector is published: `selector._domainkey.domain`.
#[must_use]
pub fn record_name(selector: &str, domain: &str) -> String {
    format!("{selector}._domainkey.{domain}")
}

/// What the TXT record there says.
///
/// # Errors
///
/// [`KeyFault::NotAKey`]
pub fn key_record(key: &SigningKey) -> Result<String, KeyFault> {
    Ok(format!("v=DKIM1; k={}; p={}", key.algorithm().key_word(), BASE64.encode(key.public()?)))
}
