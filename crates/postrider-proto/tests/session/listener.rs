//! The listeners of the tests, by what they offer.

use postrider_proto::server::{Mechanism, Options};

pub const HOSTNAME: &str = "mx.example.test";

/// The kinds of listener that the tests speak to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listener {
    /// STARTTLS is offered, no login.
    Mx,
    /// STARTTLS is offered, a login is demanded.
    Submission,
    /// Nothing before TLS; a login is offered after it.
    TlsRequired,
    /// No TLS, no login.
    TlsAbsent,
    /// STARTTLS and a login are offered, and the client is a proxy.
    Proxied,
}

impl Listener {
    pub const ALL: [Self; 5] =
        [Self::Mx, Self::Submission, Self::TlsRequired, Self::TlsAbsent, Self::Proxied];

    pub fn options(self) -> Options {
        let plain = Mechanism { name: "PLAIN".into(), needs_tls: false, server_first: false };
        let login = Mechanism { name: "LOGIN".into(), needs_tls: true, server_first: false };
        let challenge = Mechanism { name: "CRAM-MD5".into(), needs_tls: false, server_first: true };
        let scram = Mechanism { name: "SCRAM-SHA-256".into(), needs_tls: false, server_first: false };
        let bound = Mechanism { name: "SCRAM-SHA-256-PLUS".into(), needs_tls: true, server_first: false };
        let token = Mechanism { name: "OAUTHBEARER".into(), needs_tls: false, server_first: false };
        let external = Mechanism { name: "EXTERNAL".into(), needs_tls: false, server_first: false };
        let auth = vec![plain, login, challenge, scram, bound, token, external];
        let options = Options { hostname: HOSTNAME.into(), ..Options::default() };
        match self {
            Self::Mx => Options { starttls: true, ..options },
            Self::Submission => Options { starttls: true, auth, auth_required: true, ..options },
            Self::TlsRequired => Options { starttls: true, tls_required: true, auth, ..options },
            Self::TlsAbsent => options,
            Self::Proxied => Options { starttls: true, auth, xclient: true, ..options },
        }
    }
}
