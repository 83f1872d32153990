//! The names of hosts: a DNS that is a table, and where mail goes by it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use postrider_dns::{Answer, Asked, Mx, Resolver, Trouble};
use postrider_outbound::smtp::Target;
use postrider_outbound::{HostPort, Next, Pattern, RouteSpec};
use postrider_proto::mail::Domain;

use crate::plan::{Hop, Plan};
use crate::sender;
use crate::world::Sim;

/// The domain of those who send.
const CLIENT: &str = "client.example";

/// The port of mail.
const PORT: u16 = 25;

/// Names a host: its hop, and its place there.
pub(crate) type HostId = (usize, usize);

/// The table.
pub(crate) struct Names(pub(crate) Sim);

impl Resolver for Names {
    fn mx<'a>(&'a self, domain: &'a str) -> Asked<'a, Mx> {
        let world = self.0.world();
        let answer = match hop_of(&world.plan, domain) {
            None => Answer::NxDomain { secure: false },
            Some(hop) if world.is_unresolved(hop) => servfail(),
            Some(hop) => {
                let exchange = |at: u16| Mx { preference: 10 * at, exchange: name((hop, at.into())) };
                let records = (0..).zip(&world.plan.hops[hop].hosts).map(|(at, _)| exchange(at)).collect();
                Answer::Found { records, secure: false }
            }
        };
        Box::pin(async move { answer })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> Asked<'a, IpAddr> {
        let world = self.0.world();
        let answer = match host_of(host) {
            None => Answer::NxDomain { secure: false },
            Some((hop, _)) if world.is_unresolved(hop) => servfail(),
            Some(id) => Answer::Found { records: vec![address(id)], secure: false },
        };
        Box::pin(async move { answer })
    }
}

fn servfail<T>() -> Answer<T> {
    let server = SocketAddr::new(Ipv4Addr::new(192, 0, 2, 53).into(), 53);
    Answer::Temporary(Trouble::Failed { server, code: "SERVFAIL", error: None })
}

/// The hop that takes mail for a domain.
pub(crate) fn hop_of(plan: &Plan, domain: &str) -> Option<usize> {
    if domain == CLIENT {
        return Some(plan.hops.len() - 1);
    }
    let number: usize = domain.strip_prefix('d')?.strip_suffix(".example")?.parse().ok()?;
    (number < plan.domains).then_some(number / 2)
}

/// `mx1.hop0.example`
pub(crate) fn name((hop, at): HostId) -> String {
    format!("mx{at}.hop{hop}.example")
}

fn host_of(name: &str) -> Option<HostId> {
    let (host, hop) = name.strip_suffix(".example")?.split_once('.')?;
    Some((hop.strip_prefix("hop")?.parse().ok()?, host.strip_prefix("mx")?.parse().ok()?))
}

fn address((hop, at): HostId) -> IpAddr {
    let octet = |number| u8::try_from(number).expect("there are few hosts");
    Ipv4Addr::new(198, 51, octet(hop), octet(at) + 1).into()
}

/// The host that a connection is to be made to.
pub(crate) fn host_at(target: &Target) -> Option<HostId> {
    match target.address()? {
        IpAddr::V4(address) => {
            let [_, _, hop, at] = address.octets();
            Some((hop.into(), usize::from(at).checked_sub(1)?))
        }
        IpAddr::V6(_) => None,
    }
}

/// The routes to hosts that are named.
pub(crate) fn routes(plan: &Plan) -> Vec<RouteSpec> {
    let domains = (0..plan.domains).map(sender::domain).chain([CLIENT.to_owned()]);
    domains.filter_map(|domain| route(plan, &domain)).collect()
}

fn route(plan: &Plan, domain: &str) -> Option<RouteSpec> {
    let hop = hop_of(plan, domain)?;
    let Hop { is_named, hosts, .. } = &plan.hops[hop];
    if !is_named {
        return None;
    }
    let host = |at| HostPort { host: Domain::Name(name((hop, at))), port: PORT, tls_at_once: false };
    let next = Next::Hosts((0..hosts.len()).map(host).collect());
    Some(RouteSpec::new(Pattern::Domain(Domain::Name(domain.to_owned())), next))
}
