//! The way out of the queue: what `[delivery]` says of it, the routes aside.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use postrider_outbound::DeliveryOptions;
use toml::Spanned;

use crate::config::problem::Problem;
use crate::config::resolve::{AT_ONCE_MAX, Resolver};

/// The port of DNS.
const DNS_PORT: u16 = 53;

impl Resolver<'_> {
    /// Takes what is written.
    pub fn way_out(&mut self, way_out: &mut DeliveryOptions) {
        for (key, least, wait) in [
            ("delay_notice_seconds", 1, &mut way_out.delay_notice),
            ("give_up_seconds", 1, &mut way_out.give_up),
            ("give_up_null_seconds", 1, &mut way_out.give_up_null),
            ("keep_dead_seconds", 0, &mut way_out.keep_dead),
        ] {
            let seconds = self.number("delivery", key, least, u32::MAX.into());
            *wait = seconds.map_or(*wait, Duration::from_secs);
        }
        if let Some(connections) = self.number("delivery", "connections_per_site", 1, AT_ONCE_MAX) {
            way_out.connections_per_site =
                usize::try_from(connections).unwrap_or(way_out.connections_per_site);
        }
        if let Some(messages) = self.number("delivery", "messages_per_connection", 1, u32::MAX.into()) {
            way_out.messages_per_connection = messages.try_into().unwrap_or(way_out.messages_per_connection);
        }
        way_out.soft_bounce = self.raw.flag("delivery", "soft_bounce").unwrap_or(way_out.soft_bounce);
        way_out.own_addresses =
            self.addresses("own_addresses", "an address, such as 203.0.113.7 or 2001:db8::7", |text| {
                text.parse::<IpAddr>().ok().filter(|address| !address.is_unspecified())
            });
        way_out.dns_servers = self.addresses(
            "dns_servers",
            "an address, such as 127.0.0.1, or [::1]:5353 with a port",
            |text| {
                let address = text.parse().map(|address| SocketAddr::new(address, DNS_PORT));
                address.or_else(|_| text.parse()).ok().filter(|address| address.port() != 0)
            },
        );
    }

    /// A list of addresses in [delivery], each read in this way.
    fn addresses<A>(&mut self, key: &str, form: &str, read: impl Fn(&str) -> Option<A>) -> Vec<A> {
        let mut addresses = Vec::new();
        for text in self.raw.texts("delivery", key).map(Spanned::into_inner).unwrap_or_default() {
            match read(text.get_ref()) {
                Some(address) => addresses.push(address),
                None => self.problems.push(Problem::at(
                    text.span(),
                    format!("{:?} in delivery.{key} is no address", text.get_ref()),
                    format!("write {form}; a name is not looked up"),
                )),
            }
        }
        addresses
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::Config;

    #[test]
    fn what_is_written_is_what_holds() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "hostname = \"mx.example.org\"\n[delivery]\ndelay_notice_seconds = 1\ngive_up_seconds = 2\n\
            give_up_null_seconds = 3\nkeep_dead_seconds = 0\nsoft_bounce = true\nconnections_per_site = 5\n\
            messages_per_connection = 6\nown_addresses = [\"203.0.113.7\", \"2001:db8::7\"]\n\
            dns_servers = [\"127.0.0.1\", \"::1\", \"[::1]:5353\", \"192.0.2.53:54\"]\n";
        let config = Config::resolve(Path::new("f"), text, Some(folder.path().to_owned()), None);
        let way_out = config.expect("a good configuration").way_out;
        assert_eq!(way_out.hostname.to_string(), "mx.example.org");
        let waits = [way_out.delay_notice, way_out.give_up, way_out.give_up_null, way_out.keep_dead];
        assert_eq!(waits.map(|wait| wait.as_secs()), [1, 2, 3, 0]);
        assert!(way_out.soft_bounce);
        assert_eq!((way_out.connections_per_site, way_out.messages_per_connection), (5, 6));
        let shown = |each: Vec<String>| each.join(" ");
        assert_eq!(
            shown(way_out.own_addresses.iter().map(ToString::to_string).collect()),
            "203.0.113.7 2001:db8::7"
        );
        assert_eq!(
            shown(way_out.dns_servers.iter().map(ToString::to_string).collect()),
            "127.0.0.1:53 [::1]:53 [::1]:5353 192.0.2.53:54"
        );
    }
}
