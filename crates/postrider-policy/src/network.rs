//! A range of IP addresses, as in `192.0.2.0/24`.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A range of IP addresses: all that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network {
    /// The lowest of them. Never one of IPv6 that stands for one of IPv4.
    address: IpAddr,
    /// How many bits they have in common.
    prefix: u8,
}

/// Why a text is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkError {
    /// What stands before the slash is no IP address.
    Address,
    /// What stands behind the slash is no number of bits that such an address has.
    Prefix {
        /// The most it could be.
        most: u8,
    },
    /// The address has bits beyond the prefix, so that it is one of the network, and not the network.
    Bits {
        /// The network it is in.
        network: Network,
    },
}

impl Network {
    /// How many bits the addresses have in common.
    #[must_use]
    pub const fn prefix(&self) -> u8 {
        self.prefix
    }

    /// Whether its addresses are of IPv4.
    #[must_use]
    pub const fn is_ipv4(&self) -> bool {
        self.address.is_ipv4()
    }

    /// Whether an address is one of them. An IPv4 address that is written as one of IPv6, `::ffff:192.0.2.1`, is the IPv4
    /// address.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.is_ipv4() && lowest(address, self.prefix) == self.address
    }
}

/// The address with nothing but its first `prefix` bits.
fn lowest(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & mask))
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    /// Reads an address and the length of its prefix; without one, the network is that address alone.
    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NetworkError::Address)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let is_number = |prefix: &&str| !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_digit());
        let prefix = match prefix {
            None => most,
            Some(prefix) => Some(prefix)
                .filter(is_number)
                .and_then(|prefix| prefix.parse().ok())
                .filter(|prefix| *prefix <= most)
                .ok_or(NetworkError::Prefix { most })?,
        };
        let network = Self { address: lowest(address, prefix), prefix };
        if network.address != address {
            return Err(NetworkError::Bits { network });
        }
        // ::ffff:192.0.2.0/120 is 192.0.2.0/24, and clients are compared as what they are.
        Ok(match (address.to_canonical(), address) {
            (IpAddr::V4(v4), IpAddr::V6(_)) if prefix >= 96 => {
                Self { address: IpAddr::V4(v4), prefix: prefix - 96 }
            }
            _ => network,
        })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

impl std::error::Error for NetworkError {}

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str("it does not begin with an IP address"),
            Self::Prefix { most } => write!(f, "behind the slash stands no number from 0 to {most}"),
            Self::Bits { network } => write!(f, "it is an address within {network}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_of_the_prefix_decide() {
        for (network, inside, outside) in [
            ("192.0.2.0/24", "192.0.2.255", "192.0.3.0"),
            ("192.0.2.0/24", "::ffff:192.0.2.7", "2001:db8::1"),
            ("192.0.2.128/25", "192.0.2.128", "192.0.2.127"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.6"),
            ("127.0.0.0/8", "127.255.0.1", "::1"),
            ("0.0.0.0/0", "255.255.255.255", "::"),
            ("::/0", "2001:db8::1", "192.0.2.1"),
            ("::1", "::1", "::2"),
            ("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"),
            ("::ffff:192.0.2.0/120", "192.0.2.9", "192.0.3.9"),
            ("10.0.0.0/08", "10.1.2.3", "11.0.0.0"),
        ] {
            let network: Network = network.parse().expect(network);
            assert!(network.contains(inside.parse().expect(inside)), "{network} has {inside}");
            assert!(!network.contains(outside.parse().expect(outside)), "{network} has no {outside}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "/8", "localhost", "192.0.2/24", "192.0.2.0:25", "[::1]", "fe80::1%lo"] {
            assert_eq!(text.parse::<Network>(), Err(NetworkError::Address), "{text:?}");
        }
        for (text, most) in
            [("192.0.2.0/33", 32), ("192.0.2.0/", 32), ("::/129", 128), ("::/+8", 128), ("::/-1", 128)]
        {
            assert_eq!(text.parse::<Network>(), Err(NetworkError::Prefix { most }), "{text:?}");
        }
        let network = "192.0.2.0/24".parse().expect("a network");
        assert_eq!("192.0.2.1/24".parse::<Network>(), Err(NetworkError::Bits { network }));
    }

    #[test]
    fn a_network_is_shown_as_it_is_written() {
        for text in ["192.0.2.0/24", "::1/128", "2001:db8::/32"] {
            assert_eq!(text.parse::<Network>().expect(text).to_string(), text);
        }
    }
}
