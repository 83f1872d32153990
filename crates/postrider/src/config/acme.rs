//! `[acme]`, and what a `[[certificate]]` wants of it.

use std::fs;
use std::net::{IpAddr, SocketAddr};

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use postrider_certificate::read_authorities;
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use toml::Spanned;

use crate::acme::{Challenge, ExternalAccount, KeyType, Options, Wanted};
use crate::config::problem::Problem;
use crate::config::raw::Table;
use crate::config::resolve::Resolver;
use crate::config::source;
use crate::config::{Config, Listener};

/// More names in one certificate no authority gives.
const NAMES_MAX: usize = 100;

impl Resolver<'_> {
    /// What is known of the authority; none where no certificate comes from it.
    pub fn acme(&mut self, wanted: bool) -> Option<Options> {
        let table = self.raw.tables("acme").next();
        let mut options = Options::default();
        if let Some(table) = table {
            self.acme_options(table, &mut options);
        }
        if !wanted {
            // Who has agreed to its terms has meant it; the section alone is in every example.
            let agrees = |table: &&Table| table.flag("accept_terms").is_some_and(|flag| *flag.get_ref());
            if let Some(table) = table.filter(agrees) {
                self.warnings.push(Problem::at(
                    table.at.clone(),
                    "nothing comes from this authority: no [[certificate]] has acme = true",
                    "write [[certificate]] and acme = true, or leave [acme] out",
                ));
            }
            return None;
        }
        if !table.and_then(|table| table.flag("accept_terms")).is_some_and(|flag| *flag.get_ref()) {
            let at = table.map(|table| table.at.clone()).or_else(|| {
                let mut tables = self.raw.tables("certificate");
                tables.find_map(|table| table.flag("acme")).map(|flag| flag.span())
            });
            self.problems.push(Problem {
                at,
                says: "nobody has agreed to the terms of the authority, and it gives no certificate without".to_owned(),
                help: "read them, and write accept_terms = true in [acme]; those of Let's Encrypt are at https://letsencrypt.org/repository/"
                    .to_owned(),
            });
        }
        Some(options)
    }

    /// The address at which the authority finds the answer to its challenge is nobody else's.
    pub fn acme_listens_alone(&mut self, config: &Config) {
        let Some(options) = &config.acme else { return };
        let (key, address) = match options.challenge {
            Challenge::Http01 => ("http_listen", options.http_listen),
            Challenge::TlsAlpn01 => ("tls_listen", options.tls_listen),
        };
        let listener = config.listeners.iter().find(|listener| listener.overlaps(address));
        let metrics = config.metrics.filter(|metrics| Listener::new(*metrics).overlaps(address));
        let (other, whose) = match (listener, metrics) {
            (Some(listener), _) => (listener.address, "the [[listener]]"),
            (None, Some(metrics)) => (metrics, "the listener of [metrics]"),
            (None, None) => return,
        };
        let table = self.raw.tables("acme").next();
        let at = table.and_then(|table| Some(table.text(key)?.span()).or_else(|| Some(table.at.clone())));
        self.problems.push(Problem {
            at,
            says: format!("the answers to the authority are to be at {address} (acme.{key}), and {whose} at {other} is there already"),
            help: format!("give one of them another port; {key} has to be where the authority asks, or where a proxy there passes it on to"),
        });
    }

    fn acme_options(&mut self, table: &Table, options: &mut Options) {
        if let Some(directory) = table.text("directory") {
            let is_url = |url: &str| {
                let host = url.strip_prefix("https://").and_then(|rest| rest.split('/').next());
                host.is_some_and(|host| !host.is_empty()) && url.bytes().all(|octet| octet.is_ascii_graphic())
            };
            if !is_url(directory.get_ref()) {
                self.problems.push(Problem::at(
                    directory.span(),
                    format!("{:?} is no address of a directory", directory.get_ref()),
                    "write one that begins with https://: it is what the authority calls its ACME directory",
                ));
            }
            options.directory = directory.into_inner();
        }
        if let Some(word) = table.text("challenge") {
            let found = Challenge::ALL.into_iter().find(|challenge| challenge.as_str() == word.get_ref());
            options.challenge = found.unwrap_or_default();
        }
        for address in table.texts("contact").map(Spanned::into_inner).unwrap_or_default() {
            let bare = address.get_ref().strip_prefix("mailto:").unwrap_or(address.get_ref());
            // RFC 8555 §7.3: one address in each, and nothing behind a question mark.
            if bare.parse::<postrider_proto::mail::Mailbox>().is_ok() && !bare.contains(['?', ',']) {
                options.contact.push(format!("mailto:{bare}"));
            } else {
                self.problems.push(Problem::at(
                    address.span(),
                    format!("{:?} is no mail address", address.get_ref()),
                    "write one such as postmaster@example.org, or leave contact out",
                ));
            }
        }
        self.acme_address(table, "http_listen", &mut options.http_listen);
        self.acme_address(table, "tls_listen", &mut options.tls_listen);
        if let Some(written) = table.text("ca") {
            match read_authorities(&self.base.join(written.get_ref())) {
                Ok(authorities) => options.authorities = authorities,
                Err(error) => {
                    self.problems.push(Problem::at(written.span(), error.to_string(), error.help()));
                }
            }
        }
        self.external_account(table, options);
    }

    fn acme_address(&mut self, table: &Table, key: &str, into: &mut SocketAddr) {
        let Some(written) = table.text(key) else { return };
        match source::address(written.get_ref()) {
            Ok(address) => *into = address,
            Err(why) => self.problems.push(Problem::at(
                written.span(),
                format!("{:?} is no address to listen on: {why}", written.get_ref()),
                "write an address and a port, such as [::]:80 or 127.0.0.1:8080; a name is not looked up",
            )),
        }
    }

    fn external_account(&mut self, table: &Table, options: &mut Options) {
        let (kid, file) = (table.text("eab_kid"), table.text("eab_key_file"));
        let (kid, file) = match (kid, file) {
            (Some(kid), Some(file)) => (kid, file),
            (None, None) => return,
            (Some(one), None) | (None, Some(one)) => {
                self.problems.push(Problem::at(
                    one.span(),
                    "eab_kid and eab_key_file belong together, and one of them is missing",
                    "write both as the authority shows them, or neither",
                ));
                return;
            }
        };
        let path = self.base.join(file.get_ref());
        let wrong = |says: String, help: &str| Problem::at(file.span(), says, help);
        match fs::read_to_string(&path) {
            Err(error) => self.problems.push(wrong(
                format!("{} cannot be read: {error}", path.display()),
                "name the file as it is; a relative path begins at the folder of the configuration",
            )),
            Ok(text) => {
                let text = text.trim();
                match URL_SAFE_NO_PAD.decode(text).or_else(|_| URL_SAFE.decode(text)) {
                    Ok(key) if !key.is_empty() => {
                        options.external = Some(ExternalAccount { kid: kid.into_inner(), key });
                    }
                    _ => self.problems.push(wrong(
                        format!("{} holds no key in base64url", path.display()),
                        "write the HMAC key into it as the authority shows it, and nothing else",
                    )),
                }
            }
        }
    }

    /// The certificate that a table wants of the authority.
    pub fn acme_certificate(&mut self, table: &Table, hostname: &str) -> Option<Wanted> {
        let written = table.texts("names").map(Spanned::into_inner);
        if written.is_none() && table.wrote("names") {
            return None;
        }
        let named = written.is_some();
        let here = table.flag("acme").map_or_else(|| table.at.clone(), |flag| flag.span());
        let written = written.unwrap_or_else(|| vec![Spanned::new(here.clone(), hostname.to_owned())]);
        let mut names: Vec<String> = Vec::new();
        for name in &written {
            match host(name.get_ref()) {
                Ok(name) if names.contains(&name) => {}
                Ok(name) => names.push(name),
                Err(why) => {
                    let (says, help) = if named {
                        (format!("{:?} can have no certificate: {why}", name.get_ref()), WRITE_A_NAME)
                    } else {
                        (
                            format!("{hostname:?}, the hostname, can have no certificate: {why}"),
                            "write hostname = \"mail.example.org\" at the top, or names = [\"mail.example.org\"] here",
                        )
                    };
                    self.problems.push(Problem::at(name.span(), says, help));
                }
            }
        }
        if written.is_empty() || names.len() > NAMES_MAX {
            self.problems.push(Problem::at(
                here,
                format!("a certificate is for 1 to {NAMES_MAX} names, and this is for {}", names.len()),
                "write more than one [[certificate]], or leave names out for the hostname",
            ));
            return None;
        }
        let key = match table.text("key_type").as_ref().map(|word| word.get_ref().as_str()) {
            Some("rsa") => KeyType::Rsa,
            _ => KeyType::Ecdsa,
        };
        (names.len() == written.len() || !names.is_empty()).then_some(Wanted { names, key })
    }
}

const WRITE_A_NAME: &str = "write a name that leads to this server in DNS, such as mail.example.org";

/// A host that an authority may vouch for, in A-labels and small letters.
fn host(text: &str) -> Result<String, String> {
    if text.starts_with("*.") {
        return Err("the challenges here prove single names, and no wildcard".to_owned());
    }
    // RFC 8555 has certificates for names of the DNS alone.
    if text.parse::<IpAddr>().is_ok() {
        return Err("it is an IP address".to_owned());
    }
    match Domain::parse(text, Charset::Utf8) {
        Err(why) => Err(why.to_string()),
        Ok(Domain::Literal(_)) => Err("it is an address".to_owned()),
        Ok(domain) => {
            let name = domain.to_ascii().ok_or_else(|| "it has no form in DNS".to_owned())?;
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            if name.contains('.') { Ok(name) } else { Err("it is a single word".to_owned()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::acme::{Challenge, KeyType};
    use crate::config::{CertificateSource, Config};

    fn resolve(text: &str) -> Result<Config, Vec<String>> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("eab.key"), "c2VjcmV0\n").expect("written");
        let file = folder.path().join("postrider.toml");
        let config = Config::resolve(&file, text, Some(folder.path().join("data")), None);
        config.map_err(|problems| problems.into_iter().map(|problem| problem.says).collect())
    }

    #[test]
    fn two_lines_are_enough() {
        let config = resolve(
            "hostname = \"Mail.example.org\"\n[acme]\naccept_terms = true\n[[certificate]]\nacme = true\n",
        );
        let config = config.expect("a good configuration");
        let CertificateSource::Acme(wanted) = &config.certificates[0] else { panic!("{config:?}") };
        assert_eq!(
            (wanted.names.as_slice(), wanted.key),
            (&["mail.example.org".to_owned()][..], KeyType::Ecdsa)
        );
        let options = config.acme.expect("it is needed");
        assert_eq!(options.directory, crate::acme::DIRECTORY);
        assert_eq!(options.challenge, Challenge::Http01);
    }

    #[test]
    fn what_is_written_is_what_holds() {
        let config = resolve(
            "[acme]\naccept_terms = true\ncontact = [\"a@example.org\"]\ndirectory = \"https://ca.test/dir\"\n\
             challenge = \"tls-alpn-01\"\ntls_listen = \"127.0.0.1:5001\"\nhttp_listen = \"127.0.0.1:5002\"\n\
             eab_kid = \"kid-1\"\neab_key_file = \"eab.key\"\n\
             [[certificate]]\nacme = true\nnames = [\"mail.example.org\", \"b\u{fc}cher.example\", \"mail.example.org\"]\n\
             [[certificate]]\nacme = true\nnames = \"mail.example.org\"\nkey_type = \"rsa\"\n",
        );
        let config = config.expect("a good configuration");
        let CertificateSource::Acme(first) = &config.certificates[0] else { panic!("{config:?}") };
        assert_eq!(first.names, ["mail.example.org", "xn--bcher-kva.example"]);
        let CertificateSource::Acme(second) = &config.certificates[1] else { panic!("{config:?}") };
        assert_eq!((second.stem().as_str(), second.key), ("mail.example.org-rsa", KeyType::Rsa));
        let options = config.acme.expect("it is needed");
        assert_eq!(options.contact, ["mailto:a@example.org"]);
        assert_eq!((options.http_listen.port(), options.tls_listen.port()), (5002, 5001));
        assert_eq!(options.external.map(|external| external.key), Some(b"secret".to_vec()));
    }

    #[test]
    fn nothing_of_it_happens_unasked() {
        let config = resolve("[acme]\naccept_terms = true\n[[certificate]]\nself_signed = true\n");
        let config = config.expect("a good configuration");
        assert!(config.acme.is_none());
        let warned = config.warnings.expect("an [acme] that is of no use").to_string();
        assert!(warned.contains("no [[certificate]] has acme = true"), "{warned}");
        assert!(Config::without_file(Path::new("data").to_owned()).acme.is_none());
    }

    #[test]
    fn the_address_for_the_challenge_is_nobody_elses() {
        let acme =
            "[[certificate]]\nacme = true\nnames = \"mail.example.org\"\n[acme]\naccept_terms = true\n";
        let with = |more: &str| resolve(&format!("{acme}{more}")).map(drop).map_err(|told| told.join("; "));
        let listener = "[[listener]]\naddress = \"127.0.0.1:8080\"\n";
        let told = with(&format!("http_listen = \"0.0.0.0:8080\"\n{listener}")).expect_err("taken twice");
        assert!(told.contains("(acme.http_listen), and the [[listener]] at 127.0.0.1:8080"), "{told}");
        let told = with("http_listen = \"127.0.0.1:9625\"\n[metrics]\nlisten = \"127.0.0.1:9625\"\n");
        assert!(told.expect_err("taken twice").contains("[metrics]"));
        let told = with("challenge = \"tls-alpn-01\"\n[[listener]]\naddress = \"[::1]:443\"\n");
        assert!(told.expect_err("the default is taken").contains("acme.tls_listen"));
        // What is not used is in nobody's way.
        assert_eq!(with(&format!("tls_listen = \"127.0.0.1:8080\"\n{listener}")), Ok(()));
    }

    #[test]
    fn every_mistake_is_told() {
        let wrong = |text: &str| resolve(text).expect_err("a mistake").join("; ");
        let certificate = "[[certificate]]\nacme = true\nnames = [\"mail.example.org\"]\n";
        assert!(wrong(certificate).contains("terms"));
        let both = format!("{certificate}{certificate}[acme]\naccept_terms = true\n");
        assert!(wrong(&both).contains("another [[certificate]]"), "{}", wrong(&both));
        for name in ["*.example.org", "localhost", "[192.0.2.1]", "192.0.2.1", "2001:db8::1", "a..b"] {
            let text =
                format!("[acme]\naccept_terms = true\n[[certificate]]\nacme = true\nnames = [{name:?}]\n");
            assert!(wrong(&text).contains("can have no certificate"), "{}", wrong(&text));
        }
        for line in [
            "directory = \"http://ca.test\"",
            "contact = [\"nobody\"]",
            "http_listen = \"mail.example.org:80\"",
            "eab_kid = \"kid-1\"",
            "ca = \"missing.pem\"",
        ] {
            let text = format!("{certificate}[acme]\naccept_terms = true\n{line}\n");
            assert_eq!(resolve(&text).expect_err("a mistake").len(), 1, "{line}");
        }
        let file = format!("[acme]\naccept_terms = true\n{certificate}file = \"x.pem\"\n");
        assert!(wrong(&file).contains("has a file too"), "{}", wrong(&file));
    }
}
