//! What this server is known by, which mail must not be sent back to.

use std::io;
use std::net::{IpAddr, UdpSocket};

use crate::address::is_reachable;

/// The names and addresses by which this server might be known in mail transactions (RFC 5321 §5.1): its hostname, the names it
/// says in EHLO, the addresses it listens at, and those of a NAT or proxy before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// Names, in A-labels.
    pub names: Vec<String>,
    /// Addresses. `0.0.0.0` and `::` stand for every address of this machine of their family.
    pub addresses: Vec<IpAddr>,
    /// Loopback addresses may be sent to, as tests do. DNS names them by mistake or malice only.
    pub allow_loopback: bool,
}

impl Own {
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.names.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    pub(crate) fn has_address(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let is_own = |own: &IpAddr| {
            own.to_canonical() == address
                || (own.is_unspecified() && own.is_ipv4() == address.is_ipv4() && is_of_this_machine(address))
        };
        self.addresses.iter().any(is_own)
    }

    /// Whether mail may be sent to an address that DNS gave.
    pub(crate) fn may_use(&self, address: IpAddr) -> bool {
        is_reachable(address) && (self.allow_loopback || !address.to_canonical().is_loopback())
    }
}

/// Whether an address is one of this machine: from there alone the system would speak to it. Nothing is sent.
fn is_of_this_machine(address: IpAddr) -> bool {
    /// Any will do (RFC 863).
    const DISCARD: u16 = 9;
    let any: IpAddr = match address {
        IpAddr::V4(_) => [0; 4].into(),
        IpAddr::V6(_) => [0; 16].into(),
    };
    let from = || -> io::Result<IpAddr> {
        let socket = UdpSocket::bind((any, 0))?;
        socket.connect((address, DISCARD))?;
        Ok(socket.local_addr()?.ip())
    };
    // Where there is no way to it, it is not here.
    from().is_ok_and(|from| from == address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unspecified_address_is_every_one_of_this_machine() {
        let has = |own: &str, address: &str| {
            let addresses = vec![own.parse().expect(own)];
            Own { addresses, ..Own::default() }.has_address(address.parse().expect(address))
        };
        assert!(has("0.0.0.0", "127.0.0.1") && has("0.0.0.0", "::ffff:127.0.0.1"));
        assert!(!has("0.0.0.0", "192.0.2.1"), "it is for documents alone (RFC 5737)");
        assert!(!has("127.0.0.2", "127.0.0.1") && !has("0.0.0.0", "::1"));
    }
}
