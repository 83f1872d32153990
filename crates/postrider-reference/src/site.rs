//! Who runs a host.
//!
//! Large providers have many hosts, and mean all of them when one says to come more slowly. So what is learnt about a host is kept
//! for its **site**.
//!
//! The site of a host that is in no table is **its full name**. To leave the first label out (`mx1.example.net`, `mx2.example.net`:
//! `example.net`) would often be right, and sometimes put strangers together: customers of one cloud, households behind one
//! dynamic DNS, `a.co.uk` and `b.co.uk`. Then one of them could slow down the mail of all the others. Taking two hosts of one
//! small server for two sites costs no more than a second connection; and [`site_of`] gives all mail for a domain one site anyway.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The name of the site that a host belongs to: that of a provider, else the host's name in small letters, without a dot at its end.
#[must_use]
pub fn site(host: &str) -> Cow<'_, str> {
    let name = host.strip_suffix('.').unwrap_or(host);
    let name = if name.bytes().any(|octet| octet.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    };
    match provider(&name) {
        Some(provider) => Cow::Borrowed(provider),
        None => name,
    }
}

/// The name of the site that takes a domain's mail: that of its best host. `hosts` are its MX hosts, best first; equally good ones
/// belong into one order that does not change from one day to the next, as by name. None if there are no hosts.
///
/// So all hosts of one provider give the provider's name, and a backup elsewhere changes nothing: it is where mail goes that counts.
#[must_use]
pub fn site_of<'a>(hosts: &[&'a str]) -> Option<Cow<'a, str>> {
    hosts.first().map(|host| site(host))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sites {
    site: Vec<Provider>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Provider {
    id: String,
    /// The ends of its hosts' names, whole labels.
    hosts: Vec<String>,
}

/// The provider whose hosts have such names, if it is known.
fn provider(host: &str) -> Option<&'static str> {
    static PROVIDERS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let sites: Sites = toml::from_str(include_str!("../data/sites.toml"))
            .expect("the table of sites is read by the first test of this file");
        let sites = sites.site.into_iter();
        sites.flat_map(|site| site.hosts.into_iter().map(move |host| (host, site.id.clone()))).collect()
    });
    // A domain name has at most 127 labels (RFC 1035); what has more is none.
    let ends = std::iter::successors(Some(host), |name| name.split_once('.').map(|(_, rest)| rest));
    ends.take(127).find_map(|end| PROVIDERS.get(end)).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hosts_of_a_provider_are_one_site() {
        for (host, wanted) in [
            ("gmail-smtp-in.l.google.com", "google"),
            ("ASPMX.L.Google.com.", "google"),
            ("alt4.aspmx.l.google.com", "google"),
            ("aspmx2.googlemail.com", "google"),
            ("example-org.mail.protection.outlook.com", "microsoft"),
            ("hotmail-com.olc.protection.outlook.com", "microsoft"),
            ("mta5.am0.yahoodns.net", "yahoo"),
            ("mx01.mail.icloud.com", "icloud"),
            ("mxa-00000000.gslb.pphosted.com", "proofpoint"),
            ("eu-smtp-inbound-1.mimecast.com", "mimecast"),
            ("cluster5.eu.messagelabs.com", "messagelabs"),
            ("mx.yandex.ru", "yandex"),
            ("mxs.mail.ru", "mail.ru"),
            ("mx00.emig.gmx.net", "gmx"),
        ] {
            assert_eq!(site(host), wanted, "{host}");
        }
    }

    #[test]
    fn a_host_that_nobody_knows_is_a_site_of_its_own() {
        assert_eq!(site("MX1.Example.NET."), "mx1.example.net");
        assert_eq!(site("a.example.co.uk"), "a.example.co.uk");
        assert_eq!(site("notgoogle.com"), "notgoogle.com");
        assert_eq!(site("google.com.example.org"), "google.com.example.org");
        assert_eq!(site("192.0.2.1"), "192.0.2.1");
        assert_eq!(site(""), "");
        assert_eq!(site(&".".repeat(100_000)).len(), 99_999);
    }

    #[test]
    fn the_best_host_gives_the_site_of_a_domain() {
        assert_eq!(site_of(&["aspmx.l.google.com", "alt1.aspmx.l.google.com"]).as_deref(), Some("google"));
        assert_eq!(site_of(&["aspmx.l.google.com", "backup.example.net"]).as_deref(), Some("google"));
        assert_eq!(site_of(&["mx.example.net", "aspmx.l.google.com"]).as_deref(), Some("mx.example.net"));
        assert_eq!(site_of(&[]), None);
    }
}
