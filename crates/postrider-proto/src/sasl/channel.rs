//! The channel that an exchange is held over, as far as a mechanism can be bound to it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

/// The channel that an exchange is held over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Channel {
    /// TLS is active.
    pub tls: bool,
    /// The server has proven by its certificate that it is whom the client wants to talk to. Only a client has use for it.
    pub verified: bool,
    /// What a mechanism may be bound to, the best first. None in clear, and where the library of TLS tells nothing.
    pub bindings: Vec<ChannelBinding>,
}

/// Data that both ends of a TLS connection know and nobody between them can bring about (RFC 5056).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelBinding {
    /// What kind of data.
    pub kind: BindingKind,
    /// The data.
    pub data: Vec<u8>,
}

/// What a mechanism is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BindingKind {
    /// 32 octets of keying material of this session, for the label `EXPORTER-Channel-Binding` and an empty context (RFC
    /// 9266). For TLS 1.3, and for 1.2 with an extended master secret.
    TlsExporter,
    /// The hash of the server's certificate (RFC 5929 §4).
    TlsServerEndPoint,
}

/// Random octets that belong to one exchange.
#[derive(Clone, Copy)]
pub struct Nonce([u8; 18]);

impl Channel {
    /// A channel in clear.
    #[must_use]
    pub const fn clear() -> Self {
        Self { tls: false, verified: false, bindings: Vec::new() }
    }

    /// A TLS channel with these bindings, the best first, to whoever it is.
    #[must_use]
    pub const fn tls(bindings: Vec<ChannelBinding>) -> Self {
        Self { tls: true, verified: false, bindings }
    }

    /// A TLS channel to a server whose certificate is good for its name.
    #[must_use]
    pub const fn verified(bindings: Vec<ChannelBinding>) -> Self {
        Self { tls: true, verified: true, bindings }
    }

    /// The binding of this name, if the channel has it.
    #[must_use]
    pub fn binding(&self, name: &str) -> Option<&ChannelBinding> {
        self.bindings.iter().find(|binding| binding.kind.name() == name)
    }
}

impl BindingKind {
    /// Its registered name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TlsExporter => "tls-exporter",
            Self::TlsServerEndPoint => "tls-server-end-point",
        }
    }
}

impl Nonce {
    /// A nonce of octets that were drawn for it alone.
    #[must_use]
    pub const fn new(random: [u8; 18]) -> Self {
        Self(random)
    }

    /// As it is sent: 24 letters, digits, `+` and `/`.
    pub(super) fn text(self) -> String {
        BASE64.encode(self.0)
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(..)")
    }
}
