//! The records of the names and addresses under which mail leaves that are not those of this server: `hello_name` and `source_addresses` of a route.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::IpAddr;

use postrider_outbound::Next;
use postrider_proto::mail::Domain;

use crate::config::Config;
use crate::zone::{Record, reverse_name};

/// Names and addresses that others see besides those at which they reach this server.
#[derive(Debug)]
pub struct WayOut {
    /// Each name that is said in EHLO; none is that of this server. With each an address that goes with it, or none where the system
    /// chooses one.
    pairs: BTreeSet<(Option<String>, Option<IpAddr>)>,
}

impl WayOut {
    /// As a configuration has it, of a server at these addresses.
    pub fn of(config: &Config, addresses: &[IpAddr]) -> Self {
        let mut pairs = BTreeSet::new();
        // LMTP stays in the house.
        for route in config.routes.iter().filter(|route| !matches!(route.next, Next::Lmtp(_))) {
            let name = match &route.hello_name {
                Some(Domain::Name(name)) if !name.eq_ignore_ascii_case(&config.hostname) => {
                    Some(name.to_ascii_lowercase())
                }
                _ => None,
            };
            let sources =
                [route.source.v4.map(IpAddr::from), route.source.v6.map(IpAddr::from)].into_iter().flatten();
            let sources: Vec<IpAddr> = sources.filter(|address| !address.is_loopback()).collect();
            if sources.is_empty() && name.is_some() {
                pairs.insert((name.clone(), None));
            }
            for address in
                sources.into_iter().filter(|address| name.is_some() || !addresses.contains(address))
            {
                pairs.insert((name.clone(), Some(address)));
            }
        }
        Self { pairs }
    }

    /// What follows `mx` or `a` in the SPF of whoever sends from here: the addresses that neither of them covers.
    pub fn spf(&self, addresses: &[IpAddr]) -> String {
        let sources: BTreeSet<IpAddr> = self.pairs.iter().filter_map(|(_, address)| *address).collect();
        let mut text = String::new();
        for address in sources.iter().filter(|address| !addresses.contains(address)) {
            let kind = if address.is_ipv4() { "ip4" } else { "ip6" };
            let _ = write!(text, " {kind}:{address}");
        }
        text
    }

    /// The records: of each name where it is and that it may say in EHLO what it is, of each address its name.
    pub fn records(&self, host: &str, addresses: &[IpAddr]) -> Vec<Record> {
        let mut records = Vec::new();
        let is_at = "from where mail leaves under this name (hello_name of a [[route]])";
        let mut named: BTreeSet<IpAddr> = addresses.iter().copied().collect();
        for (name, address) in &self.pairs {
            let own: &[IpAddr] = address.as_ref().map_or(addresses, std::slice::from_ref);
            for (name, address) in own.iter().filter_map(|address| Some((name.as_ref()?, address))) {
                let kind = if address.is_ipv4() { "A" } else { "AAAA" };
                records.push(Record::new(is_at, name, kind, address.to_string()));
            }
            // An address has one name.
            if let Some(address) = address.filter(|address| named.insert(*address)) {
                let about = "what receivers look up about an address that mail leaves from: its owner publishes it, so ask them for it";
                let name = name.as_deref().unwrap_or(host);
                records.push(Record::new(about, &reverse_name(address), "PTR", format!("{name}.")));
            }
        }
        let names: BTreeSet<&String> = self.pairs.iter().filter_map(|(name, _)| name.as_ref()).collect();
        for name in names {
            let about = "who may say in EHLO that it is this name, and send reports under it (RFC 7208 §2.3)";
            records.push(Record::new(about, name, "TXT", "v=spf1 a -all".to_owned()));
        }
        records
    }

    /// What is not among them, and why.
    pub fn left_out(&self, host: &str, addresses: &[IpAddr]) -> Vec<String> {
        let line = |(name, address): &(Option<String>, Option<IpAddr>)| match (name, address) {
            (None, Some(address)) => Some(format!(
                "{} of {host} with {address}, from source_addresses, is left out, as other servers would bring mail there, too: a hello_name for that [[route]] \
                 gives {address} a name of its own; if this server listens there, --address {address} says so",
                if address.is_ipv4() { "A" } else { "AAAA" }
            )),
            (Some(name), None) if addresses.is_empty() => Some(format!(
                "A and AAAA of {name} are left out, as neither source_addresses nor --address says from where mail leaves under that name"
            )),
            _ => None,
        };
        self.pairs.iter().filter_map(line).collect()
    }
}
