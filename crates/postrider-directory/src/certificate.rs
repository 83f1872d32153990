//! Certificates that an account may log in with: by their fingerprint, or by a name that an authority has put into them.

use std::fmt;
use std::str::FromStr;

use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, Mailbox};
use sha2::{Digest as _, Sha256};

/// The SHA-256 of a certificate in DER. Written as `sha256:` and 64 hexadecimal digits; read also as openssl writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

/// Why a text is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "it is no fingerprint: that is sha256: and 64 hexadecimal digits, as `openssl x509 -noout -fingerprint -sha256` has them"
)]
pub struct NoFingerprint;

/// A name in certificates: a mailbox (rfc822Name) or a host (dNSName) among the subject's alternative names (RFC 5280). A
/// wildcard is none, as nobody is called that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateName {
    /// The local part as it stands there, the domain in small letters.
    Mailbox(String),
    /// In small letters.
    Host(String),
}

/// Why a text is no name in certificates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{written:?} is no name that a certificate could have: {why}. Write an address, or the name of a host"
)]
pub struct NoCertificateName {
    written: String,
    why: String,
}

/// A certificate that a client has shown, and that an authority vouches for.
#[derive(Debug, Clone, Copy)]
pub struct ShownCertificate<'a> {
    /// Which one it is.
    pub fingerprint: Fingerprint,
    /// The mailboxes it is for, as they stand there.
    pub mailboxes: &'a [String],
    /// The hosts it is for.
    pub hosts: &'a [String],
}

impl Fingerprint {
    /// That of a certificate in DER.
    #[must_use]
    pub fn of(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl FromStr for Fingerprint {
    type Err = NoFingerprint;

    fn from_str(text: &str) -> Result<Self, NoFingerprint> {
        // openssl: `sha256 Fingerprint=AB:CD:...`
        let digits = text.trim().to_ascii_lowercase();
        let digits = digits.strip_prefix("sha256 fingerprint=").unwrap_or(&digits);
        let digits = digits.strip_prefix("sha256:").unwrap_or(digits).replace(':', "");
        if digits.len() != 64 || !digits.bytes().all(|octet| octet.is_ascii_hexdigit()) {
            return Err(NoFingerprint);
        }
        let mut octets = [0; 32];
        for (octet, pair) in octets.iter_mut().zip(digits.as_bytes().chunks(2)) {
            let pair = str::from_utf8(pair).map_err(|_| NoFingerprint)?;
            *octet = u8::from_str_radix(pair, 16).map_err(|_| NoFingerprint)?;
        }
        Ok(Self(octets))
    }
}

impl CertificateName {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// It is neither an address nor a host in ASCII.
    pub fn read(text: &str) -> Result<Self, NoCertificateName> {
        let problem = |why: String| NoCertificateName { written: text.to_owned(), why };
        if text.contains('*') {
            return Err(problem("a wildcard is nobody's name".to_owned()));
        }
        if text.contains('@') {
            Mailbox::parse(text, Charset::Ascii).map_err(|fault| problem(fault.to_string()))?;
            return Ok(Self::Mailbox(mailbox(text)));
        }
        match Domain::parse(text, Charset::Ascii) {
            Ok(Domain::Name(_)) => Ok(Self::Host(text.to_ascii_lowercase())),
            Ok(_) => Err(problem("an address literal is no host".to_owned())),
            Err(fault) => Err(problem(fault.to_string())),
        }
    }
}

impl fmt::Display for CertificateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mailbox(name) | Self::Host(name) => f.write_str(name),
        }
    }
}

impl ShownCertificate<'_> {
    /// Whether it has this name.
    #[must_use]
    pub fn is_for(&self, name: &CertificateName) -> bool {
        match name {
            CertificateName::Mailbox(name) => self.mailboxes.iter().any(|theirs| mailbox(theirs) == *name),
            CertificateName::Host(name) => self.hosts.iter().any(|theirs| theirs.eq_ignore_ascii_case(name)),
        }
    }
}

/// RFC 5280: upper and lower case are the same in the domain, and differ before it.
fn mailbox(text: &str) -> String {
    let (local, domain) = text.rsplit_once('@').unwrap_or((text, ""));
    format!("{local}@{}", domain.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_read_as_people_have_them() {
        let fingerprint = Fingerprint::of(b"");
        let text = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(fingerprint.to_string(), text);
        let openssl = "sha256 Fingerprint=E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55\n";
        for written in [text, &text[7..], openssl] {
            assert_eq!(written.parse(), Ok(fingerprint), "{written}");
        }
        for wrong in ["", "sha256:", &text[..70], "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", "é"] {
            assert_eq!(wrong.parse::<Fingerprint>(), Err(NoFingerprint), "{wrong}");
        }
    }

    #[test]
    fn names_are_compared_as_certificates_have_them() {
        let (mailboxes, hosts) = (["Alice@Example.ORG".to_owned()], ["*.example.org".to_owned()]);
        let shown =
            ShownCertificate { fingerprint: Fingerprint::of(b""), mailboxes: &mailboxes, hosts: &hosts };
        let is_for = |name: &str| shown.is_for(&CertificateName::read(name).expect("a name"));
        assert!(is_for("Alice@example.org"));
        assert!(!is_for("alice@example.org"));
        assert!(!is_for("a.example.org"), "a wildcard is for no host");
        for wrong in ["*.example.org", "*@example.org", "a b", "", "[192.0.2.1]", "@example.org"] {
            assert!(CertificateName::read(wrong).is_err(), "{wrong}");
        }
    }
}
