//! The hosts that take mail for a domain (RFC 5321 §5.1).
//!
//! ```text
//!   domain --> MX --> hosts, best first --> without this server and what is worse --> addresses --> hosts
//!                        |                            by name, then by address
//!                        none: the domain itself
//! ```

use std::future::poll_fn;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::task::Poll;

use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{AddressLiteral, Domain};

use crate::address::in_turns;
use crate::answer::{Answer, Mx};
use crate::no_host::{HostFault, NoHost, Record};
use crate::own::Own;
use crate::resolver::{Asked, Resolver};

/// Who takes mail for a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts {
    /// In the order in which they are tried. At least one.
    pub hosts: Vec<Host>,
    /// No MX record names them: it is the domain itself, or the address in its place.
    pub implicit: bool,
}

/// A host, and where it may be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Its name, in A-labels; none if an address was given instead.
    pub name: Option<String>,
    /// The lower, the better.
    pub preference: u16,
    /// In the order in which they are tried. At least one.
    pub addresses: Vec<IpAddr>,
    /// That it takes mail for the domain, and where it is, is proven by DNSSEC.
    pub secure: bool,
}

/// The most hosts that are looked up for a domain, and the most addresses that are given, for one host and for all. RFC 5321 §5.1
/// allows a limit, and asks for two addresses at least.
const HOSTS_MAX: usize = 10;
const ADDRESSES_OF_HOST_MAX: usize = 8;
const ADDRESSES_MAX: usize = 20;

/// A host that the domain names, before its addresses are known.
#[derive(Debug)]
struct Exchange {
    preference: u16,
    name: String,
}

/// What the domain names.
#[derive(Debug)]
struct Exchanges {
    /// Each name is there once.
    list: Vec<Exchange>,
    /// Names that are none.
    faults: Vec<(String, HostFault)>,
    implicit: bool,
    secure: bool,
}

/// Finds the hosts that take mail for a domain, best first; those of one preference are in an order that `seed` decides, and should
/// be another each time. Hosts that are `own`, and those that are no better than one, are left out.
///
/// # Errors
///
/// There is nobody, or nobody knows now.
pub async fn hosts<R: Resolver + ?Sized>(
    resolver: &R,
    domain: &Domain,
    own: &Own,
    seed: u64,
) -> Result<Hosts, NoHost> {
    let name = match domain {
        Domain::Literal(literal) => return by_address(domain, literal, own),
        Domain::Name(_) => ascii(domain)?,
    };
    let Exchanges { mut list, mut faults, implicit, secure } = exchanges(resolver, &name).await?;
    let mut random = seed;
    list.sort_by_cached_key(|exchange| (exchange.preference, next(&mut random)));
    if let Some(looped) =
        leave_own_out(&mut list, |exchange| exchange, |exchange| own.has_name(&exchange.name))
    {
        return Err(NoHost::Loop { domain: name, host: looped });
    }
    // A loop is seen by the names of all, and by the addresses of as many as are looked up.
    list.truncate(HOSTS_MAX);
    let answers = all(list.iter().map(|exchange| resolver.addresses(&exchange.name)).collect()).await;
    let mut known: Vec<(Exchange, Answer<IpAddr>)> = list.into_iter().zip(answers).collect();
    let is_own = |(_, answer): &(Exchange, Answer<IpAddr>)| match answer {
        Answer::Found { records, .. } => records.iter().any(|&address| own.has_address(address)),
        _ => false,
    };
    if let Some(looped) = leave_own_out(&mut known, |(exchange, _)| exchange, is_own) {
        return Err(NoHost::Loop { domain: name, host: looped });
    }
    let mut hosts = Vec::new();
    let mut unknown = None;
    let mut room = ADDRESSES_MAX;
    for (exchange, answer) in known {
        let Exchange { preference, name } = exchange;
        match usable(answer, own, &name) {
            Ok((mut addresses, proven)) => {
                addresses.truncate(room.min(ADDRESSES_OF_HOST_MAX));
                room -= addresses.len();
                hosts.push(Host { name: Some(name), preference, addresses, secure: secure && proven });
            }
            Err(Unfit::Fault(fault)) => faults.push((name, fault)),
            Err(Unfit::Unknown(why)) => unknown = unknown.or(Some(why)),
        }
    }
    hosts.retain(|host| !host.addresses.is_empty());
    if !hosts.is_empty() {
        return Ok(Hosts { hosts, implicit });
    }
    if implicit {
        // The domain itself was no more than a guess: that it has no address is no fault of a host.
        faults.retain(|(_, fault)| matches!(fault, HostFault::Unusable(_)));
    }
    Err(unknown.unwrap_or(NoHost::NoAddress { domain: name, hosts: faults }))
}

/// Finds a host that our operator has named, by its address records alone, or as this machine itself has it written. Where it is, is
/// our operator's business: this machine will do, and there is no loop.
///
/// # Errors
///
/// It has no address, or nobody knows now.
pub async fn host<R: Resolver + ?Sized>(resolver: &R, host: &Domain) -> Result<Host, NoHost> {
    let own = Own { allow_loopback: true, ..Own::default() };
    let name = match host {
        Domain::Literal(literal) => {
            let found = by_address(host, literal, &own)?.hosts.pop();
            return Ok(found.expect("there is one for an address"));
        }
        Domain::Name(_) => ascii(host)?,
    };
    let found = |addresses, secure| Host { name: Some(name.clone()), preference: 0, addresses, secure };
    let mut written = resolver.written(&name);
    // RFC 6761: such a name is this machine, whatever anybody else says.
    if written.is_empty() && (name == "localhost" || name.ends_with(".localhost")) {
        written = vec![Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()];
    }
    if !written.is_empty() {
        return Ok(found(in_turns(written), false));
    }
    match usable(resolver.addresses(&name).await, &own, &name) {
        Ok((mut addresses, secure)) => {
            addresses.truncate(ADDRESSES_MAX);
            Ok(found(addresses, secure))
        }
        Err(Unfit::Unknown(why)) => Err(why),
        Err(Unfit::Fault(HostFault::NoSuchName)) => Err(NoHost::NoSuchDomain { domain: name }),
        Err(Unfit::Fault(fault)) => {
            Err(NoHost::NoAddress { domain: name.clone(), hosts: vec![(name, fault)] })
        }
    }
}

/// The name in A-labels.
fn ascii(domain: &Domain) -> Result<String, NoHost> {
    domain.to_ascii().ok_or_else(|| NoHost::NoSuchDomain { domain: domain.to_string() })
}

/// The host at an address literal: nobody is asked.
fn by_address(domain: &Domain, literal: &AddressLiteral, own: &Own) -> Result<Hosts, NoHost> {
    let nowhere =
        |fault| NoHost::NoAddress { domain: domain.to_string(), hosts: vec![(domain.to_string(), fault)] };
    let address: IpAddr = match literal {
        AddressLiteral::V4(address) => (*address).into(),
        AddressLiteral::V6(address) => address.to_canonical(),
        AddressLiteral::General { .. } => return Err(nowhere(HostFault::NotAName)),
    };
    if own.has_address(address) {
        return Err(NoHost::Loop { domain: domain.to_string(), host: domain.to_string() });
    }
    if !own.may_use(address) {
        return Err(nowhere(HostFault::Unusable(address)));
    }
    let host = Host { name: None, preference: 0, addresses: vec![address], secure: false };
    Ok(Hosts { hosts: vec![host], implicit: true })
}

/// What the domain names.
async fn exchanges<R: Resolver + ?Sized>(resolver: &R, domain: &str) -> Result<Exchanges, NoHost> {
    let name = domain.to_owned();
    let (records, secure) = match resolver.mx(domain).await {
        Answer::Found { records, secure } => (records, secure),
        // RFC 5321 §5.1: without any MX record the domain itself is the host, with preference 0.
        Answer::NoData { secure } => {
            let list = vec![Exchange { preference: 0, name }];
            return Ok(Exchanges { list, faults: Vec::new(), implicit: true, secure });
        }
        Answer::NxDomain { .. } => return Err(NoHost::NoSuchDomain { domain: name }),
        Answer::Temporary(trouble) => return Err(NoHost::Temporary { name, record: Record::Mx, trouble }),
        Answer::Bogus(error) => return Err(NoHost::Bogus { name, record: Record::Mx, error }),
    };
    // RFC 7505 §3: there is to be no other record beside a null MX. Where there is, it names a host, and the null MX none.
    if records.iter().all(|mx| mx.exchange == ".") {
        return Err(NoHost::NullMx { domain: name });
    }
    let (mut list, mut faults) = (Vec::<Exchange>::new(), Vec::new());
    for Mx { preference, exchange } in records.into_iter().filter(|mx| mx.exchange != ".") {
        let known = list.iter_mut().find(|known| known.name == exchange);
        if let Some(known) = known {
            known.preference = known.preference.min(preference);
        } else if is_host_name(&exchange) {
            list.push(Exchange { preference, name: exchange });
        } else {
            faults.push((exchange, HostFault::NotAName));
        }
    }
    Ok(Exchanges { list, faults, implicit: false, secure })
}

/// Whether an MX record names a host. An IP address, which some write there, is none: as a name it would be looked for in vain.
fn is_host_name(name: &str) -> bool {
    name.parse::<Ipv4Addr>().is_err() && matches!(Domain::parse(name, Charset::Ascii), Ok(Domain::Name(_)))
}

/// RFC 5321 §5.1: where one of the hosts is this server, it and all that are no better are left out: they would send the mail here
/// again. Says which is this server, if nobody is left then.
fn leave_own_out<T>(
    list: &mut Vec<T>,
    exchange: fn(&T) -> &Exchange,
    is_own: impl Fn(&T) -> bool,
) -> Option<String> {
    let own = exchange(list.iter().find(|item| is_own(item))?);
    let (preference, name) = (own.preference, own.name.clone());
    list.retain(|item| exchange(item).preference < preference);
    list.is_empty().then_some(name)
}

/// Why a host is of no use.
enum Unfit {
    /// And will not be.
    Fault(HostFault),
    /// Now.
    Unknown(NoHost),
}

/// The addresses of a host that can be used, in the order in which they are tried, and whether they are proven.
fn usable(answer: Answer<IpAddr>, own: &Own, host: &str) -> Result<(Vec<IpAddr>, bool), Unfit> {
    let (name, record) = (host.to_owned(), Record::Address);
    match answer {
        Answer::Found { records, secure } => {
            let first = records.first().copied();
            let addresses = in_turns(records.into_iter().filter(|&address| own.may_use(address)).collect());
            match first {
                Some(first) if addresses.is_empty() => Err(Unfit::Fault(HostFault::Unusable(first))),
                _ => Ok((addresses, secure)),
            }
        }
        Answer::NoData { .. } => Err(Unfit::Fault(HostFault::NoAddress)),
        Answer::NxDomain { .. } => Err(Unfit::Fault(HostFault::NoSuchName)),
        Answer::Temporary(trouble) => Err(Unfit::Unknown(NoHost::Temporary { name, record, trouble })),
        Answer::Bogus(error) => Err(Unfit::Unknown(NoHost::Bogus { name, record, error })),
    }
}

/// Waits for all of them together.
async fn all<T: Unpin>(mut asked: Vec<Asked<'_, T>>) -> Vec<Answer<T>> {
    let mut answers: Vec<Option<Answer<T>>> = asked.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (asked, answer) in asked.iter_mut().zip(&mut answers) {
            if answer.is_none()
                && let Poll::Ready(ready) = asked.as_mut().poll(context)
            {
                *answer = Some(ready);
            }
        }
        if answers.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    answers.into_iter().flatten().collect()
}

/// The next number of a row that the seed decides: SplitMix64, since an order of hosts needs to be fair and not secret.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
