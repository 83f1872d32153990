//! PEM (RFC 7468): a key as a text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// The PKCS#8 private key in a text, if there is one.
pub(super) fn private_key(text: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once(BEGIN)?;
    let (content, _) = rest.split_once(END)?;
    let content: String = content.split_ascii_whitespace().collect();
    BASE64.decode(content).ok()
}

/// A PKCS#8 private key as a text.
pub(super) fn of_private_key(pkcs8: &[u8]) -> String {
    const LINE: usize = 64;
    let content = BASE64.encode(pkcs8);
    let mut text = format!("{BEGIN}\n");
    let mut rest = content.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(LINE));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(END);
    text.push('\n');
    text
}
