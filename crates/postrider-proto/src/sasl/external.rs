//! EXTERNAL (RFC 4422 Appendix A): who the client is, TLS has shown; the message may only say as whom it wants to act.

use super::prepare;
use super::server::Failure;

/// Reads the client's one message: an authorization identity, prepared, or none.
pub(super) fn read(message: &[u8]) -> Result<Option<String>, Failure> {
    match str::from_utf8(message) {
        Ok("") => Ok(None),
        Ok(authzid) => Ok(Some(prepare::name(authzid)?.into_owned())),
        Err(_) => Err(Failure::Malformed("it is not UTF-8")),
    }
}
