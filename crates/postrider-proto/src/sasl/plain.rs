//! PLAIN (RFC 4616): `authzid NUL name NUL password`.

use super::Secret;
use super::prepare;
use super::server::Failure;

/// What a client says.
#[derive(Debug)]
pub(super) struct Plain {
    /// Prepared.
    pub(super) authzid: Option<String>,
    /// Prepared.
    pub(super) name: String,
    /// Prepared.
    pub(super) password: Secret,
}

/// Reads the client's one message.
pub(super) fn read(message: &[u8]) -> Result<Plain, Failure> {
    let text = str::from_utf8(message).map_err(|_| Failure::Malformed("it is not UTF-8"))?;
    let mut fields = text.split('\0');
    let (Some(authzid), Some(name), Some(password), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(Failure::Malformed("it is not three fields with NUL between them"));
    };
    let authzid = match authzid {
        "" => None,
        authzid => Some(prepare::name(authzid)?.into_owned()),
    };
    Ok(Plain { authzid, name: prepare::name(name)?.into_owned(), password: password_of(password)? })
}

/// A password as it is compared.
pub(super) fn password_of(text: &str) -> Result<Secret, Failure> {
    match prepare::password(text) {
        Ok(password) => Ok(Secret::new(password.as_bytes())),
        Err(prepare::Unprepared::Empty) => Err(Failure::Malformed("the password is empty")),
        Err(prepare::Unprepared::TooLong(_)) => Err(Failure::Malformed("the password is too long")),
        Err(prepare::Unprepared::Character | prepare::Unprepared::Control) => {
            Err(Failure::Malformed("the password has a character that it may not have"))
        }
    }
}

/// The client's one message.
pub(super) fn write(authzid: Option<&str>, name: &str, password: &Secret) -> Vec<u8> {
    let mut message = Vec::with_capacity(name.len() + password.expose().len() + 2);
    message.extend_from_slice(authzid.unwrap_or_default().as_bytes());
    message.push(0);
    message.extend_from_slice(name.as_bytes());
    message.push(0);
    message.extend_from_slice(password.expose());
    message
}
