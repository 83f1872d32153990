//! LOGIN: name and password, each in a message of its own. No RFC defines it; the words of the challenges are those that clients
//! know, some of which read them.

use super::Secret;
use super::plain;
use super::prepare;
use super::server::Failure;

/// What the server asks for first.
pub(super) const NAME: &[u8] = b"Username:";
/// What it asks for then.
pub(super) const PASSWORD: &[u8] = b"Password:";

/// Reads the name, prepared.
pub(super) fn name(message: &[u8]) -> Result<String, Failure> {
    Ok(prepare::name(text(message)?)?.into_owned())
}

/// Reads the password, prepared.
pub(super) fn password(message: &[u8]) -> Result<Secret, Failure> {
    plain::password_of(text(message)?)
}

fn text(message: &[u8]) -> Result<&str, Failure> {
    let text = str::from_utf8(message).map_err(|_| Failure::Malformed("it is not UTF-8"))?;
    if text.contains('\0') {
        return Err(Failure::Malformed("it has a NUL"));
    }
    Ok(text)
}
