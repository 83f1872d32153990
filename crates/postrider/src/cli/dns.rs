//! `postrider dns`: the records that this server needs in the DNS.

mod tls;
mod way_out;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::net::IpAddr;
use std::process::ExitCode;

use postrider_mailauth::dkim::record_name;
use postrider_outbound::{Next, Pattern};
use postrider_proto::mail::Domain;

use crate::config::{Config, ListenerKind, Place, TlsBegins};
use crate::dkim::{Folder, Key, Keys, Stage};
use crate::zone::{Record, reverse_name};

use tls::Tls;
use way_out::WayOut;

/// Prints every record that this server needs in the DNS, as a part of a zone file.
///
/// What it says about TLS and about mail programs follows from the listeners and certificates of the configuration. It changes
/// nothing and asks nobody: what there is in the DNS already may say more, and has to be brought together with this by hand. What had to be
/// left out is said on standard error. Exit code: 0, or 1 if the configuration has a mistake, 2 if the arguments cannot be used.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// An address at which the net reaches this server, where it listens on all of them or stands behind a NAT. May be
    /// repeated.
    #[arg(long, value_name = "ADDR")]
    address: Vec<IpAddr>,
    /// For programs: one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    let fail = |text: &str| {
        let _ = io::stderr().write_all(text.as_bytes());
        ExitCode::FAILURE
    };
    let config = match args.place.config() {
        Ok(config) => config,
        Err(mistakes) => return fail(&mistakes.to_string()),
    };
    let keys = match Folder::of(&config.data).read() {
        Ok(keys) => keys,
        Err(fault) => return fail(&format!("postrider dns: {fault}\n")),
    };
    let tls = Tls::of(&config, &config.data);
    let addresses = addresses(&config, &args.address);
    for left_out in left_out(&config, &keys, &tls, &addresses) {
        let _ = writeln!(io::stderr(), "postrider dns: {left_out}");
    }
    let records = records(&config, &keys, &tls, &addresses);
    let text = if args.json { json(&records) } else { zone(&records) };
    let _ = io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

/// Where the net reaches this server, as far as that is known.
fn addresses(config: &Config, given: &[IpAddr]) -> Vec<IpAddr> {
    if !given.is_empty() {
        return given.to_vec();
    }
    let mut addresses: Vec<IpAddr> =
        config.listeners.iter().map(|listener| listener.address.ip().to_canonical()).collect();
    addresses.retain(|address| !address.is_unspecified() && !address.is_loopback());
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

/// Whether other servers bring mail here.
fn takes_mail(config: &Config) -> bool {
    config.listeners.iter().any(|listener| listener.kind == ListenerKind::Mx)
}

/// What is not among the records though a server may need it, and what would bring it there.
fn left_out(config: &Config, keys: &Keys, tls: &Tls, addresses: &[IpAddr]) -> Vec<String> {
    let mut left_out: Vec<String> = tls.left_out(&config.hostname).into_iter().collect();
    if addresses.is_empty() {
        let host = config.hostname.as_str();
        left_out.push(format!(
            "A, AAAA and PTR of {host} are left out, as no listener names an address that the net reaches: --address ADDR says where this server is"
        ));
    }
    if !takes_mail(config) {
        left_out.push(
            "MX is left out, as no listener has kind = \"mx\": where another server takes the mail of these domains, their MX names that one".to_owned(),
        );
    }
    left_out.extend(WayOut::of(config, addresses).left_out(&config.hostname, addresses));
    let domains = config.directory.domains().filter_map(Domain::to_ascii);
    // A key signs for the domains below its own, too.
    let signs = |key: &Key, domain: &str| {
        let rest = domain.strip_suffix(key.domain.as_str());
        key.stage != Stage::Retired && rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    for domain in domains.filter(|domain| !keys.keys.iter().any(|key| signs(key, domain))) {
        left_out.push(format!(
            "DKIM of {domain} is left out, as it has no key: `postrider dkim new --domain {domain}` makes one"
        ));
    }
    left_out
}

/// Every record, in the order in which people read them.
fn records(config: &Config, keys: &Keys, tls: &Tls, addresses: &[IpAddr]) -> Vec<Record> {
    let host = config.hostname.as_str();
    let mut records = Vec::new();
    let mut add = |about: &str, name: &str, kind, value: String| {
        records.push(Record::new(about, name, kind, value));
    };
    for address in addresses {
        let kind = if address.is_ipv4() { "A" } else { "AAAA" };
        add("where this server is", host, kind, address.to_string());
    }
    for address in addresses {
        let about = "what receivers look up about it first: the owner of the address publishes it, so ask them for it";
        add(about, &reverse_name(*address), "PTR", format!("{host}."));
    }
    let way_out = WayOut::of(config, addresses);
    // Mail leaves from these, too.
    let sources = way_out.spf(addresses);
    let hello = "who may say in EHLO that it is this server, and send its reports (RFC 7208 §2.3)";
    add(hello, host, "TXT", format!("v=spf1 a{sources} -all"));
    records.extend(way_out.records(host, addresses));
    records.extend(tls.of_host(host));
    let smarthost = config
        .routes
        .iter()
        .any(|route| route.domain == Pattern::Any && matches!(route.next, Next::Hosts(_)));
    let domains: Vec<String> = config.directory.domains().filter_map(Domain::to_ascii).collect();
    for domain in &domains {
        let mut add = |about: &str, name: &str, kind, value: String| {
            records.push(Record::new(about, name, kind, value));
        };
        if takes_mail(config) {
            add("where its mail goes", domain, "MX", format!("10 {host}."));
        }
        let sends = if smarthost {
            "who sends its mail (SPF): add what the operator of your relay says, since a [[route]] sends mail through it"
        } else {
            "who sends its mail (SPF): this server and nobody else"
        };
        // The name of the host is in DNS as all mail servers are: mx stands for it, where it is that, and follows it when it moves.
        let ours = if takes_mail(config) { "mx".to_owned() } else { format!("a:{host}") };
        if *domain != host {
            add(sends, domain, "TXT", format!("v=spf1 {ours}{sources} -all"));
        }
        records.extend(signing(keys, |key| key.domain == *domain));
        let mut add = |about: &str, name: &str, kind, value: String| {
            records.push(Record::new(about, name, kind, value));
        };
        let dmarc = "what receivers do with mail that neither SPF nor DKIM vouches for, and whom they tell (DMARC): read the reports for some \
                     weeks, then write p=quarantine, then p=reject";
        add(
            dmarc,
            &format!("_dmarc.{domain}"),
            "TXT",
            format!("v=DMARC1; p=none; rua=mailto:postmaster@{domain}"),
        );
        records.extend(tls.of_domain(domain, host));
        records.extend(services(config, domain, host));
    }
    // Those of the hostname, and of a domain above one of these.
    records.extend(signing(keys, |key| !domains.contains(&key.domain)));
    if takes_mail(config) {
        let about = "where its mail goes, and on from here ([[relay_domain]]): where its own server is an MX, too, write a number here that is higher than that one's";
        for domain in config.policy.relay.census().filter_map(|census| census.domain.to_ascii()) {
            records.push(Record::new(about, &domain, "MX", format!("10 {host}.")));
        }
    }
    records
}

/// The records of the keys that mail is signed with, or was a short time ago.
fn signing(keys: &Keys, meant: impl Fn(&Key) -> bool) -> Vec<Record> {
    let keys = keys.keys.iter().filter(|key| key.stage != Stage::Retired && meant(key));
    let record = |key: &Key| {
        Record::new(stage(key), &record_name(&key.selector, &key.domain), "TXT", key.record.clone())
    };
    keys.map(record).collect()
}

/// Where mail programs find the submission of a domain: of the listeners, those that the net can reach.
fn services(config: &Config, domain: &str, host: &str) -> Vec<Record> {
    let at_once = "where mail programs send their mail, over connections that begin with TLS (RFC 8314): they find it by themselves";
    let starttls = "where those send it that know STARTTLS alone (RFC 6186)";
    let kinds =
        [("_submissions", TlsBegins::AtOnce, 0, at_once), ("_submission", TlsBegins::Starttls, 10, starttls)];
    let mut records = Vec::new();
    for (service, begins, priority, about) in kinds {
        let found = config.listeners.iter().filter(|listener| {
            let reachable = !listener.address.ip().to_canonical().is_loopback();
            listener.kind == ListenerKind::Submission && listener.tls.begins == begins && reachable
        });
        // Port 0 is another one at every start.
        let mut ports: Vec<u16> =
            found.map(|listener| listener.address.port()).filter(|port| *port != 0).collect();
        ports.sort_unstable();
        ports.dedup();
        for port in ports {
            let value = format!("{priority} 1 {port} {host}.");
            records.push(Record::new(about, &format!("{service}._tcp.{domain}"), "SRV", value));
        }
    }
    records
}

fn stage(key: &Key) -> &'static str {
    match key.stage {
        Stage::Pending => "a key for its signatures (DKIM), which signs as soon as this is seen",
        Stage::Active => "the key of its signatures (DKIM)",
        Stage::Retiring | Stage::Retired => {
            "an old key of its signatures (DKIM): it stays for a week, for mail that is under way"
        }
    }
}

fn zone(records: &[Record]) -> String {
    let mut text = String::new();
    let mut last = "";
    for record in records {
        if record.about != last {
            let _ = writeln!(text, "{}; {}", if last.is_empty() { "" } else { "\n" }, record.about);
        }
        let _ = writeln!(text, "{}", record.line());
        if let Some(file) = &record.file {
            let _ = writeln!(text, "; {}:", file.url);
            for line in file.text.lines() {
                let _ = writeln!(text, ";   {line}");
            }
        }
        last = &record.about;
    }
    text
}

fn json(records: &[Record]) -> String {
    let text = serde_json::json!({ "records": records }).to_string();
    text + "\n"
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use rcgen::PublicKeyData as _;
    use sha2::{Digest as _, Sha256};

    use super::*;

    fn config(text: &str) -> Config {
        let data = tempfile::tempdir().expect("a folder");
        Config::resolve(Path::new("postrider.toml"), text, Some(data.path().to_owned()), None::<PathBuf>)
            .expect("no mistakes")
    }

    fn keys() -> Keys {
        let key = |selector: &str, stage| Key {
            domain: "example.org".to_owned(),
            selector: selector.to_owned(),
            algorithm: "ed25519".to_owned(),
            stage,
            since: jiff::Timestamp::UNIX_EPOCH,
            record: "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=".to_owned(),
        };
        Keys {
            keys: vec![
                key("e20260101", Stage::Retired),
                key("e20260601", Stage::Active),
                key("e20261101", Stage::Pending),
            ],
        }
    }

    const WRITTEN: &str = "hostname = \"mx.example.org\"\n[[listener]]\naddress = \"192.0.2.1:25\"\n[[listener]]\naddress = \"[2001:db8::1]:25\"\n\
                           [[listener]]\naddress = \"127.0.0.1:25\"\n[[domain]]\nname = \"example.org\"\nmailboxes = [\"postmaster\", \"abuse\"]\n\
                           [[domain]]\nname = \"b\u{fc}cher.example\"\nmailboxes = [\"postmaster\", \"abuse\"]\n";

    #[test]
    fn what_a_server_needs() {
        let config = config(WRITTEN);
        let (tls, addresses) = (Tls::of(&config, &config.data), addresses(&config, &[]));
        insta::assert_snapshot!(zone(&records(&config, &keys(), &tls, &addresses)));
    }

    #[test]
    fn an_address_that_is_given_is_the_one() {
        let config = config(WRITTEN);
        let given: IpAddr = "198.51.100.7".parse().expect("an address");
        let found = addresses(&config, &[given]);
        assert_eq!(found, [given]);
        let records = records(&config, &Keys::default(), &Tls::of(&config, &config.data), &found);
        assert_eq!(records[0].line(), "mx.example.org. IN A 198.51.100.7");
        assert!(json(&records).contains("\"type\":\"PTR\""), "{}", json(&records));
    }

    #[test]
    fn what_is_left_out_is_said() {
        let written = "hostname = \"mx.example.org\"\n[[listener]]\naddress = \"0.0.0.0:587\"\nkind = \"submission\"\n\
                       [[certificate]]\nself_signed = true\n[[domain]]\nname = \"example.org\"\nany_mailbox = true\n";
        let sends = config(written);
        let said = left_out(&sends, &Keys::default(), &Tls::of(&sends, &sends.data), &addresses(&sends, &[]))
            .join("\n");
        assert!(said.contains("--address ADDR") && said.contains("kind = \"mx\""), "{said}");
        assert!(said.contains("postrider dkim new --domain example.org"), "{said}");
        let records = records(&sends, &Keys::default(), &Tls::of(&sends, &sends.data), &[]);
        let zone = zone(&records);
        assert!(
            !zone.contains(" MX ") && zone.contains("example.org. IN TXT \"v=spf1 a:mx.example.org -all\""),
            "{zone}"
        );
        let takes = config(WRITTEN);
        let said = left_out(&takes, &keys(), &Tls::of(&takes, &takes.data), &addresses(&takes, &[]));
        assert_eq!(said.len(), 1, "of the two domains one has no key: {said:?}");
    }

    #[test]
    fn the_key_of_a_domain_above_is_there_once() {
        let below = config(
            "hostname = \"mx.example.org\"\n[[listener]]\naddress = \"192.0.2.1:25\"\n[[domain]]\nname = \"a.example.org\"\nany_mailbox = true\n",
        );
        let tls = Tls::of(&below, &below.data);
        let zone = zone(&records(&below, &keys(), &tls, &[]));
        assert_eq!(zone.matches("e20260601._domainkey.example.org. IN TXT").count(), 1, "{zone}");
        assert!(!zone.contains("e20260101"), "a retired one: {zone}");
        let said = left_out(&below, &keys(), &tls, &addresses(&below, &[]));
        assert_eq!(said, [""; 0], "it signs for the domain below, too");
    }

    #[test]
    fn names_and_addresses_of_routes_and_relay_domains_are_there() {
        let more = "[[relay_domain]]\nname = \"backup.example\"\nrecipients = [\"postmaster\"]\n\
                    [[route]]\ndomain = \"big.example\"\nto = \"mx\"\nsource_addresses = [\"198.51.100.7\", \"2001:db8::7\"]\nhello_name = \"out.example.org\"\n\
                    [[route]]\ndomain = \"slow.example\"\nto = \"mx\"\nsource_addresses = [\"198.51.100.8\"]\n\
                    [[route]]\ndomain = \"own.example\"\nto = \"mx\"\nsource_addresses = [\"192.0.2.1\"]\n";
        let config = config(&format!("{WRITTEN}{more}"));
        let (tls, addresses) = (Tls::of(&config, &config.data), addresses(&config, &[]));
        let zone = zone(&records(&config, &keys(), &tls, &addresses));
        for line in [
            "out.example.org. IN A 198.51.100.7\n",
            "out.example.org. IN AAAA 2001:db8::7\n",
            "out.example.org. IN TXT \"v=spf1 a -all\"\n",
            "7.100.51.198.in-addr.arpa. IN PTR out.example.org.\n",
            "8.100.51.198.in-addr.arpa. IN PTR mx.example.org.\n",
            "\nmx.example.org. IN TXT \"v=spf1 a ip4:198.51.100.7 ip4:198.51.100.8 ip6:2001:db8::7 -all\"\n",
            "\nexample.org. IN TXT \"v=spf1 mx ip4:198.51.100.7 ip4:198.51.100.8 ip6:2001:db8::7 -all\"\n",
            "\nbackup.example. IN MX 10 mx.example.org.\n",
        ] {
            assert!(zone.contains(line), "{line}{zone}");
        }
        assert_eq!(zone.matches("1.2.0.192.in-addr.arpa.").count(), 1, "it has its name: {zone}");
        let said = left_out(&config, &keys(), &tls, &addresses).join("\n");
        assert!(said.contains("A of mx.example.org with 198.51.100.8, from source_addresses"), "{said}");
    }

    #[test]
    fn who_sends_through_a_relay_is_told_to_ask_it() {
        let config = config(&format!("{WRITTEN}[[route]]\ndomain = \"*\"\nto = \"smtp://relay.example\"\n"));
        let records = records(&config, &Keys::default(), &Tls::of(&config, &config.data), &[]);
        assert!(records.iter().any(|record| record.about.contains("operator of your relay")));
    }

    /// Writes a certificate and its key, and gives the SHA-256 of the public one.
    fn write_certificate(file: &Path) -> String {
        let key = rcgen::KeyPair::generate().expect("a key");
        let params = rcgen::CertificateParams::new(["mx.example.org".to_owned()]).expect("a name");
        let certificate = params.self_signed(&key).expect("a certificate");
        std::fs::write(file, certificate.pem() + &key.serialize_pem()).expect("written");
        let digest = Sha256::digest(key.subject_public_key_info());
        digest.iter().map(|octet| format!("{octet:02x}")).collect()
    }

    fn with_tls(certificate: &str, data: &Path) -> Config {
        let written = format!(
            "hostname = \"mx.example.org\"\n[[certificate]]\n{certificate}\n[[listener]]\naddress = \"192.0.2.1:25\"\n\
             [[listener]]\naddress = \"192.0.2.1:465\"\nkind = \"submission\"\ntls = \"implicit\"\n\
             [[listener]]\naddress = \"[2001:db8::1]:465\"\nkind = \"submission\"\ntls = \"implicit\"\n\
             [[listener]]\naddress = \"192.0.2.1:587\"\nkind = \"submission\"\n\
             [[listener]]\naddress = \"127.0.0.1:2587\"\nkind = \"submission\"\n\
             [[domain]]\nname = \"example.org\"\nmailboxes = [\"postmaster\", \"abuse\"]\n"
        );
        let file = data.join("postrider.toml");
        Config::resolve(&file, &written, Some(data.to_owned()), None::<PathBuf>).expect("no mistakes")
    }

    #[test]
    fn what_a_server_needs_that_speaks_tls_and_takes_submissions() {
        let data = tempfile::tempdir().expect("a folder");
        let key = write_certificate(&data.path().join("mx.pem"));
        let config = with_tls("file = \"mx.pem\"", data.path());
        let tls = Tls::of(&config, data.path());
        let zone = zone(&records(&config, &Keys::default(), &tls, &addresses(&config, &[])));
        insta::assert_snapshot!(zone.replace(&key, "{SHA-256 of the key}"));
        let json = json(&records(&config, &Keys::default(), &tls, &[]));
        assert!(json.contains("\"text\":\"version: STSv1\\nmode: testing\\n"), "{json}");
    }

    #[test]
    fn what_was_made_here_is_held_to_by_its_key_alone() {
        let data = tempfile::tempdir().expect("a folder");
        let config = with_tls("self_signed = true", data.path());
        let kinds = |tls: &Tls| {
            let records = records(&config, &Keys::default(), tls, &[]);
            let about_tls = |record: &&Record| {
                record.name.contains("_25.") || record.name.contains("sts.") || record.name.contains("_tls.")
            };
            records.iter().filter(about_tls).map(|record| record.name.clone()).collect::<Vec<_>>()
        };
        // It is made when the server starts for the first time.
        let before = Tls::of(&config, data.path());
        assert_eq!(kinds(&before), ["_smtp._tls.example.org"]);
        let said = before.left_out("mx.example.org").expect("it is not there yet");
        assert!(said.contains("made when the server starts"), "{said}");
        write_certificate(&data.path().join("self-signed.pem"));
        // Nobody vouches for it, so that MTA-STS would keep mail away.
        assert_eq!(
            kinds(&Tls::of(&config, data.path())),
            ["_25._tcp.mx.example.org", "_smtp._tls.example.org"]
        );
    }

    #[test]
    fn of_a_certificate_that_comes_by_itself_nothing_is_made() {
        let data = tempfile::tempdir().expect("a folder");
        let config = with_tls("acme = true\n[acme]\naccept_terms = true", data.path());
        let tls = Tls::of(&config, data.path());
        let said = left_out(&config, &keys(), &tls, &addresses(&config, &[]));
        assert!(said.len() == 1 && said[0].contains("new key with every renewal"), "{said:?}");
        let zone = zone(&records(&config, &keys(), &tls, &[]));
        assert!(!zone.contains("TLSA") && zone.contains("_mta-sts.") && zone.contains("_tls."), "{zone}");
        assert_eq!(
            std::fs::read_dir(data.path()).expect("there").count(),
            0,
            "the data folder stays as it was"
        );
    }
}
