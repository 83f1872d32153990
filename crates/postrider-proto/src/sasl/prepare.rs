//! Names and passwords as they are compared (RFC 8265).
//!
//! Unicode writes one character in several ways, and keyboards differ. So a name is lower case and has one form, its profile is
//! *UsernameCaseMapped*; a password keeps its case, its profile is *OpaqueString*. What is plain ASCII is its own form already, but for
//! the case of a name, and is not looked up in any table.
//!
//! That is the server's part. A client's server may be anybody's, whose names are what it says they are: `AKIAEXAMPLE` in capitals, or
//! with a space. [`sent_name`] and [`sent_password`] change nothing that such a server could tell apart.

use std::borrow::Cow;

use precis_profiles::precis_core::profile::PrecisFastInvocation as _;
use precis_profiles::{OpaqueString, UsernameCaseMapped};

use super::{NAME_OCTETS_MAX, PASSWORD_OCTETS_MAX};

/// Why a name or a password has no form in which it could be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unprepared {
    /// There is nothing.
    #[error("is empty")]
    Empty,
    /// It is longer than anybody's.
    #[error("is longer than {0} octets")]
    TooLong(usize),
    /// RFC 8265: a control character; in a name a space, too, and what looks like something else.
    #[error("has a character that it may not have")]
    Character,
    /// A control character, which nobody can mean.
    #[error("has a control character")]
    Control,
}

/// A name in the form in which it is compared (RFC 8265).
///
/// # Errors
///
/// The name is empty, longer than [`NAME_OCTETS_MAX`], or has a character that no name may have, such as a space.
pub fn name(text: &str) -> Result<Cow<'_, str>, Unprepared> {
    bounded(text, NAME_OCTETS_MAX)?;
    if text.bytes().all(|octet| octet.is_ascii_graphic()) {
        let lower = !text.bytes().any(|octet| octet.is_ascii_uppercase());
        return Ok(if lower { text.into() } else { text.to_ascii_lowercase().into() });
    }
    UsernameCaseMapped::enforce(text).map_err(|_| Unprepared::Character)
}

/// A password in the form in which it is compared (RFC 8265).
///
/// # Errors
///
/// The password is empty, longer than [`PASSWORD_OCTETS_MAX`], or has a character that no password may have: a control character, or one
/// that Unicode had not assigned when the table of the profile was made.
pub fn password(text: &str) -> Result<Cow<'_, str>, Unprepared> {
    bounded(text, PASSWORD_OCTETS_MAX)?;
    if text.bytes().all(|octet| matches!(octet, b' '..=b'~')) {
        return Ok(text.into());
    }
    OpaqueString::enforce(text).map_err(|_| Unprepared::Character)
}

/// A name as a client sends it: as it was written (by RFC 8265 it is the server that folds it, where names are folded).
///
/// # Errors
///
/// The name is empty, longer than [`NAME_OCTETS_MAX`], or has a control character, among them the NUL that mechanisms have between fields.
pub fn sent_name(text: &str) -> Result<&str, Unprepared> {
    bounded(text, NAME_OCTETS_MAX)?;
    if text.chars().any(char::is_control) { Err(Unprepared::Control) } else { Ok(text) }
}

/// A password as a client sends it: prepared where it can be, so that keyboards do not matter; otherwise as it was written. What is
/// newer than the tables of the profile, or no UTF-8, may be right elsewhere.
///
/// # Errors
///
/// The password is empty, longer than [`PASSWORD_OCTETS_MAX`], or has a control character of ASCII.
pub fn sent_password(octets: &[u8]) -> Result<Cow<'_, [u8]>, Unprepared> {
    match str::from_utf8(octets).map(password) {
        Ok(Ok(Cow::Borrowed(prepared))) => return Ok(prepared.as_bytes().into()),
        Ok(Ok(Cow::Owned(prepared))) => return Ok(prepared.into_bytes().into()),
        Ok(Err(why @ (Unprepared::Empty | Unprepared::TooLong(_)))) => return Err(why),
        Ok(Err(Unprepared::Character | Unprepared::Control)) | Err(_) => {}
    }
    match octets.len() {
        len if len > PASSWORD_OCTETS_MAX => Err(Unprepared::TooLong(PASSWORD_OCTETS_MAX)),
        _ if octets.iter().any(u8::is_ascii_control) => Err(Unprepared::Control),
        _ => Ok(octets.into()),
    }
}

fn bounded(text: &str, octets_max: usize) -> Result<(), Unprepared> {
    match text.len() {
        0 => Err(Unprepared::Empty),
        len if len > octets_max => Err(Unprepared::TooLong(octets_max)),
        _ => Ok(()),
    }
}
