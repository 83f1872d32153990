//! The way out of the queue: what `[delivery]` says of it, the routes aside.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use postrider_dns::Servers;
use postrider_outbound::DeliveryOptions;
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use toml::Spanned;

use crate::config::number::retry_steps;
use crate::config::problem::Problem;
use crate::config::resolve::{AT_ONCE_MAX, Resolver};

impl Resolver<'_> {
    /// Takes what is written.
    pub fn way_out(&mut self, way_out: &mut DeliveryOptions) {
        for (key, least, wait) in [
            ("delay_notice_seconds", 1, &mut way_out.delay_notice),
            ("give_up_seconds", 1, &mut way_out.give_up),
            ("give_up_null_seconds", 1, &mut way_out.give_up_null),
            ("keep_dead_seconds", 1, &mut way_out.keep_dead),
        ] {
            let seconds = self.number("delivery", key, least, u32::MAX.into());
            *wait = seconds.map_or(*wait, Duration::from_secs);
        }
        if let Some(messages) = self.number("delivery", "messages_per_connection", 1, u32::MAX.into()) {
            way_out.messages_per_connection = messages.try_into().unwrap_or(way_out.messages_per_connection);
        }
        if let Some(at_once) = self.number("delivery", "at_once_per_site", 1, AT_ONCE_MAX) {
            way_out.at_once_per_site = usize::try_from(at_once).unwrap_or(way_out.at_once_per_site);
        }
        if let Some(waits) = self.raw.numbers("delivery", "back_off_seconds") {
            let waits = retry_steps("delivery.back_off_seconds", waits, &mut self.problems);
            way_out.back_off = waits.unwrap_or_default();
        }
        let names = self.texts("delivery", "own_names", |text| match Domain::parse(text, Charset::Utf8) {
            Ok(domain @ Domain::Name(_)) => domain.to_ascii().ok_or("write mail.example.org"),
            _ => Err("write mail.example.org"),
        });
        way_out.own.names.extend(names.unwrap_or_default());
        let addresses = self.texts("delivery", "own_addresses", |text| {
            text.parse::<IpAddr>().map_err(|_| "write 192.0.2.1, or 2001:db8::1")
        });
        way_out.own.addresses.extend(addresses.unwrap_or_default());
        way_out.soft_bounce = self.raw.flag("delivery", "soft_bounce").unwrap_or(way_out.soft_bounce);
    }

    /// Whom to ask; none for those of the machine.
    pub fn dns(&mut self) -> Option<Servers> {
        let addresses = self.texts("dns", "servers", |text| {
            text.parse::<SocketAddr>().map_err(|_| "write 127.0.0.1:53, or [::1]:53")
        });
        let trust_ad = self.raw.flag("dns", "trust_ad").unwrap_or(false);
        let addresses = addresses.filter(|addresses| !addresses.is_empty())?;
        Some(Servers { trust_ad, ..Servers::new(addresses) })
    }

    /// What a list of texts means, as far as it means anything.
    fn texts<T>(
        &mut self,
        section: &str,
        key: &str,
        meaning: impl Fn(&str) -> Result<T, &'static str>,
    ) -> Option<Vec<T>> {
        let written = self.raw.texts(section, key)?.into_inner();
        let one = |text: Spanned<String>| match meaning(text.get_ref()) {
            Ok(meant) => Some(meant),
            Err(help) => {
                let says = format!("{:?} in {section}.{key} cannot be understood", text.get_ref());
                self.problems.push(Problem::at(text.span(), says, help));
                None
            }
        };
        Some(written.into_iter().filter_map(one).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use crate::config::Config;

    #[test]
    fn what_is_written_is_what_holds() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "hostname = \"mx.example.org\"\n[delivery]\ndelay_notice_seconds = 1\ngive_up_seconds = 2\n\
            give_up_null_seconds = 3\nkeep_dead_seconds = 4\nsoft_bounce = true\n\
            messages_per_connection = 6\nat_once_per_site = 7\nback_off_seconds = [8, 9]\n\
            own_names = [\"MAIL.example.org\"]\nown_addresses = [\"192.0.2.1\", \"2001:db8::1\"]\n\
            [dns]\nservers = [\"127.0.0.1:5353\"]\ntrust_ad = true\n";
        let config = Config::resolve(Path::new("f"), text, Some(folder.path().to_owned()), None);
        let config = config.expect("a good configuration");
        let dns = config.dns.expect("servers are written");
        assert_eq!(
            (dns.addresses, dns.trust_ad),
            (vec!["127.0.0.1:5353".parse().expect("an address")], true)
        );
        let way_out = config.way_out;
        assert_eq!(way_out.hostname.to_string(), "mx.example.org");
        let waits = [way_out.delay_notice, way_out.give_up, way_out.give_up_null, way_out.keep_dead];
        assert_eq!(waits.map(|wait| wait.as_secs()), [1, 2, 3, 4]);
        assert!(way_out.soft_bounce);
        assert_eq!((way_out.messages_per_connection, way_out.at_once_per_site), (6, 7));
        assert_eq!(way_out.back_off, [8, 9].map(Duration::from_secs));
        assert!(way_out.own.names.iter().any(|name| name.eq_ignore_ascii_case("mail.example.org")));
        assert_eq!(way_out.own.addresses.len(), 2);
    }
}
