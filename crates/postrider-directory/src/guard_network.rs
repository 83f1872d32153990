//! Whom the guard counts: an address of IPv4, or a network of IPv6.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// An address or a network. Shown, it is `192.0.2.1` or `2001:db8::/64`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GuardNetwork {
    /// Behind the prefix it is zero.
    address: IpAddr,
    prefix: u8,
}

/// Which networks around an address of IPv6 are counted, and how many times as much each is let pass. A home or a machine that is for rent has a /64, a
/// /56 or a /48, and the wider ones may as well be many people's.
const NETWORKS: [(u8, u32); 3] = [(64, 1), (56, 4), (48, 16)];

impl GuardNetwork {
    /// This address and no other.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        let address = address.to_canonical();
        Self { address, prefix: if address.is_ipv4() { 32 } else { 128 } }
    }

    /// The networks that are counted for an address, each with how many times as much is let pass; the narrowest first.
    pub(crate) fn around(self) -> Vec<(Self, u32)> {
        match self.address {
            IpAddr::V4(_) => vec![(self, 1)],
            IpAddr::V6(_) => NETWORKS.iter().map(|(prefix, times)| (self.cut(*prefix), *times)).collect(),
        }
    }

    /// The network of this many bits that it is in.
    fn cut(self, prefix: u8) -> Self {
        let address = match self.address {
            IpAddr::V4(v4) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(prefix.min(32))).unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from(u32::from(v4) & mask))
            }
            IpAddr::V6(v6) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(prefix.min(128))).unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from(u128::from(v6) & mask))
            }
        };
        Self { address, prefix }
    }

    /// Whether one of them holds the other.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let prefix = self.prefix.min(other.prefix);
        self.address.is_ipv4() == other.address.is_ipv4() && self.cut(prefix) == other.cut(prefix)
    }
}

impl fmt::Display for GuardNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.address, self.prefix) {
            (address @ IpAddr::V4(_), 32) | (address @ IpAddr::V6(_), 128) => write!(f, "{address}"),
            (address, prefix) => write!(f, "{address}/{prefix}"),
        }
    }
}

/// It is no address, and no network either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no address and no network")]
pub struct NoGuardNetwork;

impl FromStr for GuardNetwork {
    type Err = NoGuardNetwork;

    fn from_str(text: &str) -> Result<Self, NoGuardNetwork> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().map_err(|_| NoGuardNetwork)?)),
            None => (text, None),
        };
        let whole = Self::of(address.parse().map_err(|_| NoGuardNetwork)?);
        match prefix {
            None => Ok(whole),
            Some(prefix) if prefix <= whole.prefix => Ok(whole.cut(prefix)),
            Some(_) => Err(NoGuardNetwork),
        }
    }
}
