//! Names and passwords as they are compared (RFC 8265).
//!
//! Unicode writes one character in several ways, and keyboards differ. So a name is lower case and has one form, its profile is
//! *UsernameCaseMapped*; a password keeps its case, its profile is *OpaqueString*. What is plain ASCII is its own form already, but for
//! the case of a name, and is not looked up in any table.

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

fn bounded(text: &str, octets_max: usize) -> Result<(), Unprepared> {
    match text.len() {
        0 => Err(Unprepared::Empty),
        len if len > octets_max => Err(Unprepared::TooLong(octets_max)),
        _ => Ok(()),
    }
}
