//! What somebody sends to the page of `why`: a form, or the text alone.

use std::borrow::Cow;
use std::fmt;

use postrider_why::OCTETS_MAX;

use crate::form::field;

/// What was sent to a page.
#[derive(Clone, Copy)]
pub enum Sent<'a> {
    /// A body, with its media type as it was said; empty where it was not.
    Body {
        /// `text/plain; charset=utf-8`
        media_type: &'a str,
        /// All of it.
        octets: &'a [u8],
    },
    /// More than [`Takes`] says.
    TooLong,
}

/// What was sent may hold secrets: nobody sees it by looking at its container.
impl fmt::Debug for Sent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body { media_type, octets } => write!(f, "Body({media_type:?}, {} octets)", octets.len()),
            Self::TooLong => f.write_str("TooLong"),
        }
    }
}

/// What can be sent to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Nothing: it is only read.
    Nothing,
    /// It is read, and takes so many octets.
    Also(usize),
    /// It takes so many octets, and there is nothing to read before.
    Only(usize),
}

/// Why nothing is made of what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is a form, and the field is not in it.
    NoField,
    /// It is neither a form nor a text.
    MediaType,
    /// It is too long.
    TooLong,
}

/// The name of the field.
pub const FIELD: &str = "paste";

/// The most of a body, in octets: a form writes most octets of another alphabet as three, and has names beside them.
pub const BODY_OCTETS_MAX: usize = 3 * OCTETS_MAX + 1024;

/// What was pasted. A little more than is looked at is left on it, so that it can be said that there was more.
pub fn paste<'a>(sent: &Sent<'a>) -> Result<Cow<'a, [u8]>, Refusal> {
    let Sent::Body { media_type, octets } = *sent else { return Err(Refusal::TooLong) };
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => {
            field(octets, FIELD, OCTETS_MAX).map(Cow::Owned).ok_or(Refusal::NoField)
        }
        "" | "text/plain" => Ok(Cow::Borrowed(octets)),
        _ => Err(Refusal::MediaType),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pasted(media_type: &str, octets: &[u8]) -> Result<Vec<u8>, Refusal> {
        paste(&Sent::Body { media_type, octets }).map(Cow::into_owned)
    }

    #[test]
    fn a_form_and_a_text_are_told_apart_by_their_type() {
        let form = "application/x-www-form-urlencoded";
        assert_eq!(pasted(form, b"paste=a+b"), Ok(b"a b".to_vec()));
        assert_eq!(pasted("Application/X-WWW-Form-Urlencoded; charset=UTF-8", b"paste=a"), Ok(b"a".to_vec()));
        for text in ["", "text/plain", "TEXT/Plain; charset=utf-8"] {
            assert_eq!(pasted(text, b"paste=a+b"), Ok(b"paste=a+b".to_vec()), "{text}");
        }
        // As curl sends a file with --data-binary, if nobody says what it is.
        assert_eq!(pasted(form, b"550 5.1.1 no such user\r\n"), Err(Refusal::NoField));
        assert_eq!(pasted("multipart/form-data; boundary=x", b"--x"), Err(Refusal::MediaType));
        assert!(matches!(paste(&Sent::TooLong), Err(Refusal::TooLong)));
    }
}
