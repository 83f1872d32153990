//! Questions to the DNS: who takes mail for a domain, and at which addresses.
//!
//! ```text
//!   hosts(domain) --> Resolver::mx --------> System --> cache --> one question --> UDP, TCP --> reply
//!        |            Resolver::addresses      |          |        at a time,
//!        v                                  servers    as long as  fresh id and port
//!   hosts and addresses, or NoHost                     TTLs say
//! ```
//!
//! [`hosts`] is RFC 5321 §5.1 and nothing else: it asks a [`Resolver`], which in production is [`System`] and in a test is a table.
//! [`System`] is a stub: it asks the servers of this machine and lets them do the work, DNSSEC too. An [`Answer`] tells a name that
//! is not there from one that nobody could ask about, since the first is the end for a message and the second never is.
//!
//! # What this crate must not know
//!
//! Mail, queues, connections to hosts: what is done about an answer is the business of whoever asked. And it forbids: nobody else
//! resolves a name.
#![forbid(unsafe_code)]

mod address;
mod answer;
mod cache;
mod exchange;
mod hosts;
mod hosts_file;
mod message;
mod no_host;
mod own;
mod resolv_conf;
mod resolver;
mod system;

pub use answer::{Answer, ExtendedError, Mx, Trouble};
pub use hosts::{Host, Hosts, host, hosts};
pub use hosts_file::HostsFile;
pub use no_host::{HostFault, NoHost, Record};
pub use own::Own;
pub use resolv_conf::ResolvConfError;
pub use resolver::{Asked, Resolver};
pub use system::{Servers, System};
