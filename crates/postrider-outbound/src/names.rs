//! The names of hosts, and the addresses behind them.

use std::net::IpAddr;

use postrider_proto::mail::{AddressLiteral, Domain};
use postrider_proto::reply::Enhanced;

use crate::fate::{End, Fate};

/// A host: its name, if it has one, and where it may be had.
pub(crate) type Host = (Option<String>, Vec<IpAddr>);

/// The addresses of a host that our operator has named: the name is looked up as the system does it.
pub(crate) async fn addresses(host: &Domain) -> Result<Host, Box<Fate>> {
    let temporary = |detail, why: String| {
        Box::new(Fate { ours: true, ..Fate::here(End::Deferred, Enhanced::new(4, 4, detail), why) })
    };
    match host {
        Domain::Literal(AddressLiteral::V4(address)) => Ok((None, vec![(*address).into()])),
        Domain::Literal(AddressLiteral::V6(address)) => Ok((None, vec![(*address).into()])),
        Domain::Literal(AddressLiteral::General { .. }) => {
            Err(temporary(4, format!("{host} is an address of a kind that is not known here")))
        }
        // The port is of no account: names have none.
        Domain::Name(name) => match tokio::net::lookup_host((name.as_str(), 0)).await {
            Ok(found) => {
                let mut addresses: Vec<IpAddr> = Vec::new();
                for address in found.map(|address| address.ip()) {
                    if !addresses.contains(&address) {
                        addresses.push(address);
                    }
                }
                Ok((Some(name.clone()), addresses))
            }
            Err(error) => Err(temporary(3, format!("the address of {name} cannot be found: {error}"))),
        },
    }
}
