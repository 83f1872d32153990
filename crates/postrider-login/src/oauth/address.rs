//! Where another server is asked: `https://` anywhere, `http://` on this machine alone.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use hyper::Uri;

/// Where another server is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// TLS is spoken.
    pub(super) tls: bool,
    /// A name or an address, without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    /// What is asked for there.
    pub(super) path: String,
    written: String,
}

/// Why a text is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAddress {
    /// It has another form.
    #[error("it is no URL of the form https://HOST/PATH")]
    Form,
    /// A name or a password is in it.
    #[error("it has a name or a password in it, which everybody could read in the log")]
    User,
    /// It would show secrets to whoever listens.
    #[error(
        "it is in clear, and tokens would be shown to whoever listens: http:// is for this machine alone, by address"
    )]
    Clear,
}

impl Address {
    /// The address of the host, where it is no name.
    pub(super) fn ip(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }

    /// The host as it stands in a request.
    pub(super) fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        match (self.tls, self.port) {
            (true, 443) | (false, 80) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }
}

impl FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let uri: Uri = text.parse().map_err(|_| NoAddress::Form)?;
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(NoAddress::Form),
        };
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(NoAddress::User);
        }
        let host = uri.host().filter(|host| !host.is_empty()).ok_or(NoAddress::Form)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        let is_here = host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if !tls && !is_here {
            return Err(NoAddress::Clear);
        }
        let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Ok(Self { tls, host, port, path, written: text.to_owned() })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_over_tls_or_stay_on_this_machine() {
        let address: Address = "https://ID.example.org/introspect?x=1".parse().expect("a URL");
        assert_eq!((address.authority(), address.port), ("id.example.org".to_owned(), 443));
        assert_eq!(address.path, "/introspect?x=1");
        let address: Address = "http://[::1]:8080".parse().expect("a URL");
        assert_eq!((address.authority(), address.path.as_str()), ("[::1]:8080".to_owned(), "/"));
        for (wrong, why) in [
            ("http://id.example.org/", NoAddress::Clear),
            ("http://192.0.2.1/", NoAddress::Clear),
            ("http://localhost/", NoAddress::Clear),
            ("https://a:b@id.example.org/", NoAddress::User),
            ("ftp://id.example.org/", NoAddress::Form),
            ("id.example.org", NoAddress::Form),
            ("/introspect", NoAddress::Form),
            ("", NoAddress::Form),
        ] {
            assert_eq!(wrong.parse::<Address>(), Err(why), "{wrong}");
        }
    }
}
