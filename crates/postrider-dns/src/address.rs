//! IP addresses: which of them a host can have, and in what order they are tried.

use std::net::IpAddr;

/// Whether an address is one that a host can have; those of loopback are.
pub(crate) fn is_reachable(address: IpAddr) -> bool {
    match address.to_canonical() {
        // 0.0.0.0/8 is this network, which Linux takes for this host; from 224 on there are groups, what is reserved, and broadcast.
        IpAddr::V4(v4) => !matches!(v4.octets()[0], 0 | 224..),
        // A link-local address is of no use without the name of the link.
        IpAddr::V6(v6) => !v6.is_unspecified() && !v6.is_multicast() && !v6.is_unicast_link_local(),
    }
}

/// The addresses of one host in the order in which they are tried: the families in turns, IPv6 first, so that a family that
/// leads nowhere costs one attempt and not all. Each is there once.
pub(crate) fn in_turns(addresses: Vec<IpAddr>) -> Vec<IpAddr> {
    let (v6, v4): (Vec<IpAddr>, Vec<IpAddr>) =
        addresses.into_iter().map(|address| address.to_canonical()).partition(IpAddr::is_ipv6);
    let (mut v6, mut v4) = (v6.into_iter(), v4.into_iter());
    let mut ordered = Vec::new();
    loop {
        let (next_v6, next_v4) = (v6.next(), v4.next());
        if next_v6.is_none() && next_v4.is_none() {
            return ordered;
        }
        for address in [next_v6, next_v4].into_iter().flatten() {
            if !ordered.contains(&address) {
                ordered.push(address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect(text)
    }

    #[test]
    fn what_no_host_can_have_is_known() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "ff02::1",
            "fe80::1",
            "::ffff:0.0.0.0",
            "::ffff:224.0.0.1",
        ] {
            assert!(!is_reachable(address(text)), "{text}");
        }
        for text in ["192.0.2.1", "10.0.0.1", "127.0.0.1", "::1", "2001:db8::1", "fd00::1", "223.255.255.255"]
        {
            assert!(is_reachable(address(text)), "{text}");
        }
    }

    #[test]
    fn families_take_turns_and_every_address_is_tried_once() {
        let given = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1", "::ffff:192.0.2.1", "2001:db8::1"];
        let ordered = in_turns(given.iter().map(|text| address(text)).collect());
        let ordered: Vec<String> = ordered.iter().map(ToString::to_string).collect();
        assert_eq!(ordered, ["2001:db8::1", "192.0.2.1", "192.0.2.2", "192.0.2.3"]);
    }
}
