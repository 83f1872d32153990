//! What nobody may see.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroize as _;

/// Octets that nobody may see: a password, a token. Its `Debug` shows nothing, it is wiped when dropped, and it is compared in
/// a time that tells only the length.
#[derive(Clone, Default)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Hides these octets.
    #[must_use]
    pub fn new(octets: impl Into<Vec<u8>>) -> Self {
        Self(octets.into())
    }

    /// The first line of a file. Whoever makes one with `echo` has a line end in it.
    #[must_use]
    pub fn first_line(octets: &[u8]) -> Self {
        let line = octets.split(|octet| *octet == b'\n').next().unwrap_or_default();
        Self::new(line.strip_suffix(b"\r").unwrap_or(line))
    }

    /// The octets, for whoever has to compare or send them.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The same as text, if it is UTF-8. What a [`server::Question`](super::server::Question) holds always is.
    #[must_use]
    pub const fn expose_text(&self) -> Option<&str> {
        match str::from_utf8(self.0.as_slice()) {
            Ok(text) => Some(text),
            Err(_) => None,
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(****)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Secret {}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?} {secret:#?}"), "Secret(****) Secret(****)");
        assert_eq!(secret.expose_text(), Some("hunter2"));
        assert_ne!(secret, Secret::new("hunter3"));
        assert_eq!(secret, Secret::new(b"hunter2".as_slice()));
        for file in ["hunter2", "hunter2\n", "hunter2\r\nmore\n"] {
            assert_eq!(Secret::first_line(file.as_bytes()), secret, "{file:?}");
        }
    }
}
