//! What of a new configuration needs a restart.

use postrider_outbound::DeliveryOptions;

use super::settings::{longest_wait, way_out};
use crate::config::Config;

/// What the way out stays set to while the server runs. Its name is that of the server.
pub fn kept_way_out(old: &Config, new: &Config) -> DeliveryOptions {
    DeliveryOptions { hostname: new.way_out.hostname.clone(), ..old.way_out.clone() }
}

/// What differs and cannot be changed while the server runs, in the words of the configuration.
pub fn needs_restart(old: &Config, new: &Config) -> Vec<&'static str> {
    let queue = |config: &Config| {
        let options = &config.queue;
        let sizes = (options.free_floor_octets, options.segment_octets, options.large_body_octets);
        (sizes, options.attempts_per_lane, options.retry.clone())
    };
    let known = way_out(old).own.addresses;
    let has_new_address = way_out(new).own.addresses.iter().any(|address| !known.contains(address));
    let changed = [
        ("data", old.data != new.data),
        ("[queue]", queue(old) != queue(new)),
        ("sendmail.folder", old.local_mail != new.local_mail),
        ("delivery.maildirs", old.maildirs != new.maildirs),
        ("delivery.at_once", old.deliveries != new.deliveries),
        (
            "[delivery]",
            DeliveryOptions { classes: new.way_out.classes.clone(), ..kept_way_out(old, new) } != new.way_out,
        ),
        ("[[retry]]", old.way_out.classes != new.way_out.classes),
        ("hostname, on the way out", old.way_out.hostname != new.way_out.hostname),
        ("a new address, as one of ours in MX records", has_new_address),
        ("route.retry_seconds, as they are longer than any before", longest_wait(new) > longest_wait(old)),
        ("dkim.expire_seconds", old.signing_good_for != new.signing_good_for),
        ("[dns]", old.dns != new.dns),
        ("[accounts]", old.accounts != new.accounts),
        ("[[dovecot]] or [[ldap]]", old.account_servers != new.account_servers),
        ("[[oauth]]", old.oauth != new.oauth),
        ("[metrics]", old.metrics != new.metrics),
        ("log.format", old.log.format != new.log.format),
    ];
    changed.into_iter().filter(|(_, changed)| *changed).map(|(what, _)| what).collect()
}
