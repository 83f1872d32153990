//! The mechanisms, and what is to be known of each before an exchange.

use std::fmt;

use super::scram::Hash;

/// A SASL mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mechanism {
    /// SCRAM-SHA-256 bound to the TLS channel (RFC 7677).
    ScramSha256Plus,
    /// SCRAM-SHA-1 bound to the TLS channel (RFC 5802).
    ScramSha1Plus,
    /// SCRAM-SHA-256 (RFC 7677).
    ScramSha256,
    /// SCRAM-SHA-1 (RFC 5802).
    ScramSha1,
    /// The certificate that the client has shown in TLS (RFC 4422 Appendix A).
    External,
    /// A bearer token (RFC 7628).
    OauthBearer,
    /// The same in the form that Google had before there was an RFC.
    Xoauth2,
    /// Name and password (RFC 4616).
    Plain,
    /// Name and password, one after the other; no RFC, and many clients.
    Login,
    /// A keyed MD5 (RFC 2195). What its server keeps is as good as the password for it, so it is offered only where somebody wants it; and what its client
    /// says is enough to guess the password by, so it is said only where somebody has named it.
    CramMd5,
}

/// What else the registry of IANA has ("SASL Mechanisms"), as far as a mail program could name it.
const REGISTERED: [&str; 23] = [
    "ANONYMOUS",
    "DIGEST-MD5",
    "EAP-AES128",
    "EAP-AES128-PLUS",
    "GS2-KRB5",
    "GS2-KRB5-PLUS",
    "GSS-SPNEGO",
    "GSSAPI",
    "KERBEROS_V4",
    "KERBEROS_V5",
    "NTLM",
    "OAUTH10A",
    "OPENID20",
    "OTP",
    "SAML20",
    "SCRAM-SHA-512",
    "SCRAM-SHA-512-PLUS",
    "SCRAM-SHA3-512",
    "SCRAM-SHA3-512-PLUS",
    "SECURID",
    "SKEY",
    "SPNEGO",
    "XOAUTH",
];

impl Mechanism {
    /// All of them, the strongest first: the order in which a client prefers them and a server offers them.
    pub const ALL: [Self; 10] = [
        Self::ScramSha256Plus,
        Self::ScramSha1Plus,
        Self::ScramSha256,
        Self::ScramSha1,
        Self::External,
        Self::OauthBearer,
        Self::Xoauth2,
        Self::Plain,
        Self::Login,
        Self::CramMd5,
    ];

    /// Its registered name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ScramSha256Plus => "SCRAM-SHA-256-PLUS",
            Self::ScramSha1Plus => "SCRAM-SHA-1-PLUS",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::ScramSha1 => "SCRAM-SHA-1",
            Self::External => "EXTERNAL",
            Self::OauthBearer => "OAUTHBEARER",
            Self::Xoauth2 => "XOAUTH2",
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::CramMd5 => "CRAM-MD5",
        }
    }

    /// The mechanism of this name, in capitals or not.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mechanism| mechanism.name().eq_ignore_ascii_case(name))
    }

    /// Whether this is the name of a mechanism, be it one that does not exist here: what a server may repeat of what it was told. Capitals or not.
    #[must_use]
    pub fn is_registered(name: &str) -> bool {
        Self::from_name(name).is_some() || REGISTERED.iter().any(|other| other.eq_ignore_ascii_case(name))
    }

    /// Whether it shows the password, or a token that is as good, to whoever listens. Such a one needs TLS.
    #[must_use]
    pub const fn shows_password(self) -> bool {
        matches!(self, Self::Plain | Self::Login | Self::OauthBearer | Self::Xoauth2)
    }

    /// Whether a client uses it only where somebody has named it, and never since nothing else is offered.
    #[must_use]
    pub const fn has_to_be_named(self) -> bool {
        matches!(self, Self::CramMd5)
    }

    /// Whether its first message is the server's, so that AUTH carries no initial response (RFC 4954 §4). LOGIN is not among
    /// them: its first challenge says nothing, and clients send the name with AUTH.
    #[must_use]
    pub const fn server_first(self) -> bool {
        matches!(self, Self::CramMd5)
    }

    /// Whether it is bound to the TLS channel, and can be used only with one.
    #[must_use]
    pub const fn is_plus(self) -> bool {
        matches!(self, Self::ScramSha256Plus | Self::ScramSha1Plus)
    }

    /// The mechanism that does the same and is bound to the TLS channel.
    #[must_use]
    pub const fn plus(self) -> Option<Self> {
        match self {
            Self::ScramSha256 => Some(Self::ScramSha256Plus),
            Self::ScramSha1 => Some(Self::ScramSha1Plus),
            _ => None,
        }
    }

    /// The hash of a SCRAM mechanism.
    #[must_use]
    pub const fn hash(self) -> Option<Hash> {
        match self {
            Self::ScramSha256Plus | Self::ScramSha256 => Some(Hash::Sha256),
            Self::ScramSha1Plus | Self::ScramSha1 => Some(Hash::Sha1),
            _ => None,
        }
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_fit_into_auth() {
        for mechanism in Mechanism::ALL {
            assert_eq!(Mechanism::from_name(&mechanism.name().to_ascii_lowercase()), Some(mechanism));
            // RFC 4422 §3.1
            assert!(mechanism.name().len() <= 20);
            assert_eq!(mechanism.is_plus(), mechanism.name().ends_with("-PLUS"));
        }
        assert_eq!(Mechanism::from_name("ANONYMOUS"), None);
        assert!(REGISTERED.iter().all(|name| Mechanism::from_name(name).is_none() && name.len() <= 20));
        for (name, is_one) in
            [("scram-sha-512", true), ("PLAIN", true), ("gssapi", true), ("HUNTER2", false), ("", false)]
        {
            assert_eq!(Mechanism::is_registered(name), is_one, "{name}");
        }
    }
}
