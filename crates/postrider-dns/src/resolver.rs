//! Who answers questions.

use std::net::IpAddr;
use std::pin::Pin;

use crate::answer::{Answer, Mx};

/// An answer on its way.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = Answer<T>> + Send + 'a>>;

/// Answers questions about names: [`System`](crate::System), or in a test a table. Names are in A-labels, without a dot at the end.
pub trait Resolver: Send + Sync {
    /// The MX records of a domain; where it is an alias, those of the name it stands for.
    fn mx<'a>(&'a self, domain: &'a str) -> Asked<'a, Mx>;

    /// The addresses of a host, of both families; where its name is an alias, those of the name it stands for.
    fn addresses<'a>(&'a self, host: &'a str) -> Asked<'a, IpAddr>;

    /// The texts of the TXT records of a name, the strings of each joined (RFC 7208 §3.3 and RFC 6376 §3.6.2.2); octets that are no UTF-8
    /// are replaced. A table of hosts has none.
    fn texts<'a>(&'a self, _name: &'a str) -> Asked<'a, String> {
        Box::pin(async { Answer::NoData { secure: false } })
    }

    /// Forgets what is remembered of the TXT records of a name: whoever asks for them next hears what the servers say then. A table of hosts
    /// remembers nothing.
    fn forget_texts(&self, _name: &str) {}

    /// The addresses that this machine itself knows for a host, without the DNS: what its operator has written into a file.
    fn written(&self, _host: &str) -> Vec<IpAddr> {
        Vec::new()
    }
}
