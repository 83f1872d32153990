//! Who has taken how much of the room for sessions in which something was refused: so that one client cannot drive out everybody else's.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

use postrider_inbound::Record;
use postrider_policy::Client;

/// The share of one network: an eighth.
pub(super) const SHARE: u64 = 8;

/// So many networks are remembered. When there are more, the half that has taken less is forgotten: it can take no more by that than it had.
const NETWORKS_MAX: usize = 4096;

/// What networks have taken, in octets. Of IPv6 a /64 is one, and all that comes from users of this machine.
#[derive(Debug, Default)]
pub(super) struct Shares(HashMap<Network, u64>);

/// Whose share it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Network {
    At(IpAddr),
    Here,
}

impl From<&Record> for Network {
    fn from(record: &Record) -> Self {
        Self::around(record.about.client)
    }
}

impl Network {
    fn around(client: Client) -> Self {
        match client.address().map(|address| address.to_canonical()) {
            None => Self::Here,
            Some(IpAddr::V6(address)) => {
                Self::At(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into())
            }
            Some(address) => Self::At(address),
        }
    }
}

impl Shares {
    /// Whether so many octets more are within the share of this network.
    pub(super) fn has_room(&self, network: Network, octets: u64, share: u64) -> bool {
        self.0.get(&network).copied().unwrap_or_default().saturating_add(octets) <= share
    }

    /// It has taken them.
    pub(super) fn take(&mut self, network: Network, octets: u64) {
        if self.0.len() >= NETWORKS_MAX && !self.0.contains_key(&network) {
            let mut taken: Vec<u64> = self.0.values().copied().collect();
            let (_, median, _) = taken.select_nth_unstable(NETWORKS_MAX / 2);
            let median = *median;
            self.0.retain(|_, taken| *taken > median);
        }
        let taken = self.0.entry(network).or_default();
        *taken = taken.saturating_add(octets);
    }

    /// What it has taken was not used.
    pub(super) fn give_back(&mut self, network: Network, octets: u64) {
        if let Some(taken) = self.0.get_mut(&network) {
            *taken = taken.saturating_sub(octets);
        }
    }

    /// From now on anew.
    pub(super) fn clear(&mut self) {
        self.0.clear();
        self.0.shrink_to(NETWORKS_MAX / 8);
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn at(address: &str) -> Network {
        Network::around(Client::At(address.parse().expect("an address")))
    }

    #[test]
    fn a_network_is_an_address_or_a_64() {
        assert_eq!(at("2001:db8::1"), at("2001:db8::ffff:0:0:2"));
        assert_ne!(at("2001:db8::1"), at("2001:db8:0:1::1"));
        assert_eq!(at("::ffff:192.0.2.1"), at("192.0.2.1"));
        assert_ne!(at("192.0.2.1"), at("192.0.2.2"));
        assert_eq!(Network::around(Client::User { uid: 1 }), Network::around(Client::User { uid: 2 }));
    }

    #[test]
    fn who_has_taken_much_is_remembered_among_many() {
        let mut shares = Shares::default();
        let greedy = at("192.0.2.1");
        shares.take(greedy, 100);
        for number in 0..100_000 {
            shares.take(Network::At(Ipv4Addr::from_bits(number).into()), 1);
            assert!(shares.0.len() <= NETWORKS_MAX);
        }
        assert!(!shares.has_room(greedy, 1, 100));
        assert!(shares.has_room(at("198.51.100.1"), 100, 100));
        shares.clear();
        assert!(shares.has_room(greedy, 100, 100));
    }
}
