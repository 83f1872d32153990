//! What this server is known by, which mail must not be sent back to.

use std::net::IpAddr;

use crate::address::is_reachable;

/// The names and addresses by which this server might be known in mail transactions (RFC 5321 §5.1): its hostname, the names it
/// says in EHLO, the addresses it listens at, and those of a NAT or proxy before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// Names, in A-labels.
    pub names: Vec<String>,
    /// Addresses.
    pub addresses: Vec<IpAddr>,
    /// Loopback addresses may be sent to, as tests do. DNS names them by mistake or malice only.
    pub allow_loopback: bool,
}

impl Own {
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.names.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    pub(crate) fn has_address(&self, address: IpAddr) -> bool {
        self.addresses.iter().any(|own| own.to_canonical() == address.to_canonical())
    }

    /// Whether mail may be sent to an address that DNS gave.
    pub(crate) fn may_use(&self, address: IpAddr) -> bool {
        is_reachable(address) && (self.allow_loopback || !address.to_canonical().is_loopback())
    }
}
