//! Where a directory is, as operators write it.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use crate::dial::Place;

/// How a connection is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all.
    Clear,
    /// TLS is asked for before anything else is said (RFC 4511 §4.14).
    StartTls,
    /// It begins with TLS.
    Tls,
}

/// `ldap://host:port`, `ldaps://host:port` or `ldapi://%2Fpath%2Fto%2Fsocket`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LdapUrl {
    /// As it was written.
    written: String,
    /// Where it leads.
    pub place: Place,
    /// `ldaps`.
    pub tls: bool,
}

/// Why a text is no place of a directory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{written:?} is no place of a directory: {why}")]
pub struct LdapUrlError {
    written: String,
    why: &'static str,
}

impl LdapUrl {
    /// Reads one as it is written. It names a server and nothing there: base and filter have keys of their own.
    ///
    /// # Errors
    ///
    /// It is none.
    pub fn read(text: &str) -> Result<Self, LdapUrlError> {
        let (place, tls) = place(text).map_err(|why| LdapUrlError { written: text.to_owned(), why })?;
        Ok(Self { written: text.to_owned(), place, tls })
    }

    /// The name or the address that its certificate has to be for.
    #[must_use]
    pub fn host(&self) -> String {
        match &self.place {
            Place::Socket(_) => "localhost".to_owned(),
            Place::Address(address) => address.ip().to_string(),
            Place::Host { name, .. } => name.clone(),
        }
    }
}

impl fmt::Display for LdapUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

fn place(text: &str) -> Result<(Place, bool), &'static str> {
    let (scheme, rest) = text.split_once("://").ok_or("it begins with ldap://, ldaps:// or ldapi://")?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?']) {
        return Err(
            "behind the host nothing stands: a base is written as base, a filter as filter; and a / in the path of a socket as %2F",
        );
    }
    let (tls, port) = match scheme {
        "ldap" => (false, 389),
        "ldaps" => (true, 636),
        "ldapi" => {
            let path = percent_decoded(rest)
                .ok_or("a % in the path of a socket has two hexadecimal digits behind it")?;
            return match path.starts_with('/') {
                true => Ok((Place::Socket(PathBuf::from(path)), false)),
                false => Err("behind ldapi:// stands the path of a socket, each / of it as %2F"),
            };
        }
        _ => return Err("it begins with ldap://, ldaps:// or ldapi://"),
    };
    if let Ok(address) = rest.parse::<SocketAddr>() {
        return Ok((Place::Address(address), tls));
    }
    let bare = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(rest);
    if let Ok(ip) = bare.parse::<IpAddr>() {
        return Ok((Place::Address(SocketAddr::new(ip, port)), tls));
    }
    let (name, port) = match rest.split_once(':') {
        Some((name, port)) => (name, port.parse().map_err(|_| "its port is no number up to 65535")?),
        None => (rest, port),
    };
    let fits = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_');
    if name.is_empty() || !name.bytes().all(fits) {
        return Err("it names no host");
    }
    Ok((Place::Host { name: name.to_owned(), port }, tls))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        octets.push(match octet {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                let digits = str::from_utf8(&digits).ok().filter(|text| !text.starts_with('+'))?;
                u8::from_str_radix(digits, 16).ok()?
            }
            octet => octet,
        });
    }
    String::from_utf8(octets).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_where_and_how() {
        let host = |name: &str, port| Place::Host { name: name.to_owned(), port };
        let address = |text: &str| Place::Address(text.parse().expect(text));
        for (text, place, tls) in [
            ("ldap://ldap.example.org", host("ldap.example.org", 389), false),
            ("ldaps://ldap.example.org/", host("ldap.example.org", 636), true),
            ("ldap://ldap.example.org:3389", host("ldap.example.org", 3389), false),
            ("ldap://127.0.0.1:3389", address("127.0.0.1:3389"), false),
            ("ldaps://[2001:db8::1]", address("[2001:db8::1]:636"), true),
            ("ldapi://%2Frun%2Fslapd%2Fldapi", Place::Socket("/run/slapd/ldapi".into()), false),
        ] {
            let url = LdapUrl::read(text).expect(text);
            assert_eq!((url.place, url.tls), (place, tls), "{text}");
        }
        for wrong in [
            "ldap.example.org",
            "http://x",
            "ldap://",
            "ldap://x:y",
            "ldap://x:99999",
            "ldap://x/dc=example",
            "ldapi:///",
            "ldapi://run",
            "ldapi://%2",
            "ldap://a b",
        ] {
            let why = LdapUrl::read(wrong).expect_err(wrong).to_string();
            assert!(why.contains("is no place of a directory: "), "{why}");
        }
    }
}
