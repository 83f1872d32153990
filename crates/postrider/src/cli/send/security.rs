//! TLS for `postrider send`, and the server as it is named on the command line.

use std::fmt;
use std::num::IntErrorKind;
use std::path::{Path, PathBuf};

use postrider_certificate::{Certificate, FileError};
use postrider_outbound::tls::{ClientCertificate, Contexts, Policy, Roots, RootsError, Wanted};

/// The port of SMTP.
const SMTP_PORT: u16 = 25;
/// The port of submission with TLS from the first octet on (RFC 8314 §7.3).
const SMTPS_PORT: u16 = 465;

#[derive(Debug, clap::Args)]
pub struct TlsArgs {
    /// How much TLS there has to be. opportunistic: where the server offers it, whatever certificate it shows, and in clear where TLS
    /// cannot be had; required: always; verified: always, with a certificate that is good for the name of the server; none: never
    /// [default: opportunistic; with --user or --certificate, verified, unless --clear-password].
    #[arg(long, value_name = "HOW", value_enum)]
    tls: Option<How>,
    /// A file of certificates in PEM, of authorities or of the server itself, that are taken at their word, instead of the authorities that this
    /// system trusts.
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// The name that the certificate has to be for, and that is said in the handshake, where --server has another for it: an address, or this end of
    /// a tunnel.
    #[arg(long, value_name = "NAME")]
    verify_name: Option<String>,
    /// A certificate in PEM, followed by those that lead to its authority: shown to a server that asks for one. Where it offers EXTERNAL then, that is
    /// the login: as --user, if that is said, else as whom the certificate says. Where it does not, the message goes without a login if there is no --user.
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// The private key of --certificate in PEM, without a passphrase [default: in the same file].
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
}

/// How much TLS there has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum How {
    None,
    Opportunistic,
    Required,
    Verified,
}

/// A server to send to.
#[derive(Debug, Clone)]
pub struct Server {
    /// As it was written.
    text: String,
    /// A name or an address, IPv6 without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// TLS begins with the connection.
    pub tls_at_once: bool,
}

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error(transparent)]
    Roots(#[from] RootsError),
    #[error("{0} is TLS from the first octet on, and --tls none is none: write smtp:// or leave --tls out")]
    AtOnceAndNone(Server),
    #[error("a certificate is shown in TLS, and --tls none is none: leave one of the two out")]
    CertificateAndNone,
    #[error("{0}: {help}", help = .0.help())]
    Certificate(#[from] FileError),
}

impl TlsArgs {
    /// Whether a server is shown a certificate that asks for one.
    pub const fn has_certificate(&self) -> bool {
        self.certificate.is_some()
    }

    /// TLS as it is wanted with this server, which is to be sent a secret, or not.
    pub fn wanted(&self, server: &Server, has_secret: bool) -> Result<Option<Wanted>, TlsError> {
        let policy = match self.tls.unwrap_or(if has_secret { How::Verified } else { How::Opportunistic }) {
            How::None if server.tls_at_once => return Err(TlsError::AtOnceAndNone(server.clone())),
            How::None if self.has_certificate() => return Err(TlsError::CertificateAndNone),
            How::None => return Ok(None),
            How::Opportunistic => Policy::Opportunistic,
            How::Required => Policy::Required,
            How::Verified => Policy::Verified,
        };
        let roots = self.ca.as_deref().map(Roots::from_file).transpose()?.unwrap_or_default();
        Ok(Some(Wanted {
            policy,
            at_once: server.tls_at_once,
            host: Some(self.verify_name.as_ref().unwrap_or(&server.host).clone()),
            roots,
            certificate: self.certificate.as_deref().map(|file| self.read(file)).transpose()?,
            contexts: Contexts::new(),
        }))
    }

    fn read(&self, file: &Path) -> Result<ClientCertificate, TlsError> {
        let certificate = Certificate::read(file, self.key.as_deref().unwrap_or(file))?;
        Ok(ClientCertificate::new(certificate.certified()))
    }
}

impl Server {
    /// Reads `HOST:PORT`, `smtp://HOST`, `smtps://HOST`, with a port or without.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str =
            "it is HOST:PORT, as in mx.example.org:25 or [::1]:2525; smtp://HOST or smtps://HOST";
        let (rest, tls_at_once, default) = match text.split_once("://") {
            None => (text, false, None),
            Some(("smtp", rest)) => (rest, false, Some(SMTP_PORT)),
            Some(("smtps", rest)) => (rest, true, Some(SMTPS_PORT)),
            Some(_) => return Err(FORM.to_owned()),
        };
        // The colons of an IPv6 address are within brackets.
        let (host, port) = match rest.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')) {
            Some((host, port)) => match port.parse::<u16>() {
                Ok(port @ 1..) => (host, Some(port)),
                Err(error) if *error.kind() == IntErrorKind::PosOverflow => {
                    return Err("its port is above 65535, the highest there is".to_owned());
                }
                _ => return Err(FORM.to_owned()),
            },
            None => (rest, default),
        };
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        match port {
            Some(port) if !host.is_empty() => {
                Ok(Self { text: text.to_owned(), host: host.to_owned(), port, tls_at_once })
            }
            _ => Err(FORM.to_owned()),
        }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_written_in_several_ways() {
        for (text, host, port, tls_at_once) in [
            ("mx.example.org:2525", "mx.example.org", 2525, false),
            ("[::1]:2525", "::1", 2525, false),
            ("smtp://mx.example.org", "mx.example.org", 25, false),
            ("smtps://mx.example.org", "mx.example.org", 465, true),
            ("smtps://[2001:db8::1]", "2001:db8::1", 465, true),
            ("smtps://[2001:db8::1]:4650", "2001:db8::1", 4650, true),
        ] {
            let server = Server::parse(text).expect(text);
            assert_eq!((&*server.host, server.port, server.tls_at_once), (host, port, tls_at_once), "{text}");
            assert_eq!(server.to_string(), text);
        }
        for text in
            ["", "mx.example.org", ":25", "mx.example.org:0", "mx.example.org:65536", "http://a", "smtps://"]
        {
            assert!(Server::parse(text).is_err(), "{text:?}");
        }
    }
}
