//! The records by which other servers know that mail for here comes over TLS, and from which certificate.

use std::path::Path;

use postrider_certificate::Certificate;
use sha2::{Digest as _, Sha256};

use crate::acme::Folder;
use crate::config::{CertificateSource, Config, ListenerKind, TlsBegins, now_seconds};
use crate::tls::SELF_SIGNED;
use crate::zone::{File, Record};

/// What the servers of others may hold this one to.
#[derive(Debug)]
pub struct Tls {
    /// The certificates that they are shown; none where they find no TLS here. With each whether its key stays: one that comes by itself has a
    /// new key with every renewal.
    certificates: Vec<(Certificate, bool)>,
    /// An authority may have vouched for one of them: it is not one that was made here.
    vouched_for: bool,
}

impl Tls {
    /// As a configuration has it. Of what the server makes for itself, what it has made in `data` already.
    pub fn of(config: &Config, data: &Path) -> Self {
        let takes_mail = config
            .listeners
            .iter()
            .any(|listener| listener.kind == ListenerKind::Mx && listener.tls.begins == TlsBegins::Starttls);
        let sources = if takes_mail { config.certificates.as_slice() } else { &[] };
        let made_here = data.join(SELF_SIGNED);
        let certificates: Vec<(Certificate, bool)> = sources
            .iter()
            .filter_map(|source| match source {
                CertificateSource::File { certificate, .. } => Some((certificate.clone(), true)),
                CertificateSource::SelfSigned => {
                    Some((Certificate::read(&made_here, &made_here).ok()?, true))
                }
                // Until it has come, what stands in for it.
                CertificateSource::Acme(wanted) => {
                    let folder = Folder::of(data);
                    let there =
                        folder.certificate(wanted).or_else(|_| folder.stand_in(wanted, now_seconds()));
                    Some((there.ok()?, false))
                }
            })
            .collect();
        let vouched_for = sources.iter().any(|source| !matches!(source, CertificateSource::SelfSigned));
        // A server is shown one that is for this name, or the first where none is.
        let shown = |certificate: &Certificate| certificate.description().covers(&config.hostname);
        let own: Vec<_> = certificates.iter().filter(|(one, _)| shown(one)).cloned().collect();
        let certificates = if own.is_empty() { certificates.into_iter().take(1).collect() } else { own };
        Self { certificates, vouched_for }
    }

    /// The records of the host (RFC 7672): one for each key, or none where one of them does not stay.
    pub fn of_host(&self, host: &str) -> Vec<Record> {
        let about = "the key of its certificate, which other servers hold it to (DANE): publish it only where the zone is signed (DNSSEC), and the \
                     record of a new key a day before the server has that key";
        // With one of them missing, whoever is shown that one would be refused.
        if self.certificates.iter().any(|(_, stays)| !stays) {
            return Vec::new();
        }
        let keys = self.certificates.iter().filter_map(|(certificate, _)| certificate.public_key());
        let mut values: Vec<String> =
            keys.map(|key| format!("3 1 1 {}", hexadecimal(&Sha256::digest(key)))).collect();
        values.sort_unstable();
        values.dedup();
        let record = |value| Record::new(about, &format!("_25._tcp.{host}"), "TLSA", value);
        values.into_iter().map(record).collect()
    }

    /// The records of a domain whose mail goes to this host.
    pub fn of_domain(&self, domain: &str, host: &str) -> Vec<Record> {
        let mut records = Vec::new();
        if self.certificates.is_empty() {
            return records;
        }
        if self.vouched_for {
            records.push(policy(domain, host));
        }
        let about = "where other servers report how TLS went with them (TLSRPT)";
        let value = format!("v=TLSRPTv1; rua=mailto:postmaster@{domain}");
        records.push(Record::new(about, &format!("_smtp._tls.{domain}"), "TXT", value));
        records
    }
}

/// The record of the policy of a domain, and the policy (RFC 8461).
fn policy(domain: &str, host: &str) -> Record {
    // A week: as long as a policy that was a mistake is remembered.
    let text = format!("version: STSv1\nmode: testing\nmx: {host}\nmax_age: 604800\n");
    let about = "that its mail comes over TLS alone, with a certificate that an authority vouches for (MTA-STS): a web server has to serve the policy \
                 first; read the reports for some weeks, then write mode: enforce, and a new id";
    let id = hexadecimal(&Sha256::digest(&text)[..8]);
    let record = Record::new(about, &format!("_mta-sts.{domain}"), "TXT", format!("v=STSv1; id={id}"));
    let url = format!("https://mta-sts.{domain}/.well-known/mta-sts.txt");
    Record { file: Some(File { url, text }), ..record }
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
