//! The servers of this machine, as `resolv.conf` names them.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::system::Servers;

/// Why the servers of this machine are not known.
#[derive(Debug, thiserror::Error)]
pub enum ResolvConfError {
    /// The file cannot be read.
    #[error("{} cannot be read: {error}; it has to name the DNS servers of this machine", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// It names servers, and none by an address that could be asked.
    #[error("{} names no DNS server by an address that can be used, such as `nameserver 127.0.0.1`", path.display())]
    Nobody {
        /// Which.
        path: PathBuf,
    },
}

/// As many servers as the C library asks.
const SERVERS_MAX: usize = 3;
const DNS_PORT: u16 = 53;

impl Servers {
    /// Reads `resolv.conf`: its `nameserver` lines, and of its `options` `timeout`, `attempts` and `trust-ad`. A file without any
    /// `nameserver` means the server on this machine. `search` and `domain` are passed over: names in mail are complete
    /// (RFC 5321 §5.1).
    ///
    /// # Errors
    ///
    /// It cannot be read, or what it names cannot be used.
    pub fn from_resolv_conf(path: &Path) -> Result<Self, ResolvConfError> {
        let text = fs::read_to_string(path)
            .map_err(|error| ResolvConfError::File { path: path.to_owned(), error })?;
        Self::parse(&text).ok_or_else(|| ResolvConfError::Nobody { path: path.to_owned() })
    }

    fn parse(text: &str) -> Option<Self> {
        let mut servers = Self::new(Vec::new());
        let mut named = false;
        for line in text.lines().filter(|line| !line.starts_with(['#', ';'])) {
            let mut words = line.split_whitespace();
            match words.next() {
                Some("nameserver") => {
                    named = true;
                    let address = words.next().and_then(|word| word.parse::<IpAddr>().ok());
                    servers.addresses.extend(address.map(|address| SocketAddr::new(address, DNS_PORT)));
                }
                Some("options") => words.for_each(|word| servers.option(word)),
                _ => {}
            }
        }
        servers.addresses.truncate(SERVERS_MAX);
        if !named {
            servers.addresses.push(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), DNS_PORT));
        }
        (!servers.addresses.is_empty()).then_some(servers)
    }

    fn option(&mut self, word: &str) {
        let (key, value) = word.split_once(':').unwrap_or((word, ""));
        match (key, value.parse::<u32>()) {
            ("trust-ad", _) => self.trust_ad = true,
            ("timeout", Ok(seconds)) => self.timeout = Duration::from_secs(seconds.clamp(1, 10).into()),
            ("attempts", Ok(rounds)) => self.rounds = rounds.clamp(1, 5),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(servers: &Servers) -> Vec<String> {
        servers.addresses.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_counts_is_read_and_the_rest_is_passed_over() {
        let servers = Servers::parse(
            "# nameserver 192.0.2.66\n; x\nsearch corp.example\nnameserver 192.0.2.1\nnameserver 2001:db8::53 \n\
             nameserver fe80::1%eth0\noptions edns0 trust-ad timeout:30 attempts:0 timeout:x\n\
             nameserver 192.0.2.2\nnameserver 192.0.2.3\n",
        )
        .expect("servers");
        assert_eq!(addresses(&servers), ["192.0.2.1:53", "[2001:db8::53]:53", "192.0.2.2:53"]);
        assert_eq!((servers.trust_ad, servers.timeout, servers.rounds), (true, Duration::from_secs(10), 1));
    }

    #[test]
    fn where_nobody_is_named_it_is_this_machine() {
        let servers = Servers::parse("search example\n").expect("servers");
        assert_eq!(addresses(&servers), ["127.0.0.1:53"]);
        assert!(!servers.trust_ad);
        assert_eq!(Servers::parse("nameserver fe80::1%eth0\n"), None);
    }

    #[test]
    fn a_file_that_is_not_there_is_named_with_what_it_is_for() {
        let error = Servers::from_resolv_conf(Path::new("/nowhere/resolv.conf")).expect_err("there is none");
        let said = error.to_string();
        assert!(said.starts_with("/nowhere/resolv.conf cannot be read: No such file"), "{said}");
        assert!(said.ends_with("it has to name the DNS servers of this machine"), "{said}");
    }
}
