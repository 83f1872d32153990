//! The hosts that a file of this machine names, as `/etc/hosts` does.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::net::IpAddr;
use std::path::Path;

/// The addresses that a file gives to names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostsFile(HashMap<String, Vec<IpAddr>>);

impl HostsFile {
    /// The most that is read of a file, in octets.
    const OCTETS_MAX: u64 = 1024 * 1024;

    /// Reads a file. What is behind the first MiB is not read.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut octets = Vec::new();
        File::open(path)?.take(Self::OCTETS_MAX).read_to_end(&mut octets)?;
        Ok(Self::parse(&String::from_utf8_lossy(&octets)))
    }

    /// Reads lines of an address and the names it belongs to. What stands behind `#` says nothing, nor does a line that begins
    /// with no address.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut names: HashMap<String, Vec<IpAddr>> = HashMap::new();
        for line in text.lines() {
            let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
            let Some(Ok(address)) = words.next().map(str::parse) else { continue };
            for name in words {
                let addresses = names.entry(bare(name)).or_default();
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
        }
        Self(names)
    }

    /// The addresses of a host; none if the file does not name it.
    #[must_use]
    pub fn addresses(&self, host: &str) -> &[IpAddr] {
        self.0.get(&bare(host)).map_or(&[], Vec::as_slice)
    }
}

/// The one spelling of a name.
fn bare(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_the_system_reads_them() {
        let file = HostsFile::parse(
            "# comment\n127.0.0.1\tlocalhost  Relay.Example # the relay\n::1 localhost\n127.0.0.1 localhost\n\
             fe80::1%lo0 link\nnonsense line\n192.0.2.9\n\n  192.0.2.1 relay.example. spare\r\n",
        );
        let addresses = |name: &str| file.addresses(name).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(addresses("localhost"), ["127.0.0.1", "::1"]);
        assert_eq!(addresses("RELAY.example."), ["127.0.0.1", "192.0.2.1"]);
        assert_eq!(addresses("spare"), ["192.0.2.1"]);
        assert_eq!(addresses("link"), [""; 0]);
        assert_eq!(addresses("line"), [""; 0]);
    }
}
