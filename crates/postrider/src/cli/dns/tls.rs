//! The records by which other servers know that mail for here comes over TLS, and from which certificate.

use std::io::ErrorKind;
use std::path::Path;

use postrider_certificate::{Certificate, FileError};
use sha2::{Digest as _, Sha256};

use crate::config::{CertificateSource, Config, ListenerKind, TlsBegins};
use crate::tls::SELF_SIGNED;
use crate::zone::{File, Record};

/// What the servers of others may hold this one to.
#[derive(Debug)]
pub struct Tls {
    /// Of the certificates that they are shown the key, or why it is not told; none where they find no TLS here.
    keys: Vec<Result<Vec<u8>, String>>,
    /// An authority may have vouched for one of them: it is not one that was made here.
    vouched_for: bool,
}

impl Tls {
    /// As a configuration has it. Of what the server makes for itself, what it has made in `data` already: nothing is made here.
    pub fn of(config: &Config, data: &Path) -> Self {
        let takes_mail = config
            .listeners
            .iter()
            .any(|listener| listener.kind == ListenerKind::Mx && listener.tls.begins == TlsBegins::Starttls);
        let sources = if takes_mail { config.certificates.as_slice() } else { &[] };
        let host = &config.hostname;
        let certificates: Vec<(bool, Result<Vec<u8>, String>)> = sources
            .iter()
            .map(|source| match source {
                CertificateSource::File { certificate, .. } => {
                    (certificate.description().covers(host), key_of(certificate))
                }
                CertificateSource::SelfSigned => (true, made_here(&data.join(SELF_SIGNED), host)),
                CertificateSource::Acme(wanted) => (
                    wanted.names.iter().any(|name| name.eq_ignore_ascii_case(host)),
                    Err("its certificate comes by itself, and has a new key with every renewal".to_owned()),
                ),
            })
            .collect();
        let vouched_for = sources.iter().any(|source| !matches!(source, CertificateSource::SelfSigned));
        // A server is shown one that is for this name, or the first where none is.
        let none_is = certificates.iter().all(|(for_host, _)| !for_host);
        let shown = certificates
            .into_iter()
            .enumerate()
            .filter(|(nth, (for_host, _))| *for_host || (none_is && *nth == 0));
        Self { keys: shown.map(|(_, (_, key))| key).collect(), vouched_for }
    }

    /// Why there is no record of the host, where it has TLS. With one key missing, whoever is shown that one would be refused.
    pub fn left_out(&self, host: &str) -> Option<String> {
        let why = self.keys.iter().find_map(|key| key.as_ref().err())?;
        Some(format!("TLSA (DANE) of {host} is left out: {why}"))
    }

    /// The records of the host (RFC 7672): one for each key, or none where one of them is not known or does not stay.
    pub fn of_host(&self, host: &str) -> Vec<Record> {
        let about = "the key of its certificate, which other servers hold it to (DANE): publish it only where the zone is signed (DNSSEC), and the \
                     record of a new key a day before the server has that key";
        let keys: Result<Vec<_>, _> = self.keys.iter().map(Result::as_ref).collect();
        let mut values: Vec<String> = keys
            .unwrap_or_default()
            .iter()
            .map(|key| format!("3 1 1 {}", hexadecimal(&Sha256::digest(key))))
            .collect();
        values.sort_unstable();
        values.dedup();
        let record = |value| Record::new(about, &format!("_25._tcp.{host}"), "TLSA", value);
        values.into_iter().map(record).collect()
    }

    /// The records of a domain whose mail goes to this host.
    pub fn of_domain(&self, domain: &str, host: &str) -> Vec<Record> {
        let mut records = Vec::new();
        if self.keys.is_empty() {
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

fn key_of(certificate: &Certificate) -> Result<Vec<u8>, String> {
    certificate.public_key().ok_or_else(|| "the public half of its key cannot be told".to_owned())
}

/// The key of the self-signed one, if it is there and will be shown.
fn made_here(file: &Path, host: &str) -> Result<Vec<u8>, String> {
    let not_yet = "its self-signed certificate is made when the server starts: call this again then";
    match Certificate::read(file, file) {
        Ok(certificate) if certificate.description().covers(host) => key_of(&certificate),
        Ok(_) => Err(not_yet.to_owned()),
        Err(FileError::Read { error, .. }) if error.kind() == ErrorKind::NotFound => Err(not_yet.to_owned()),
        Err(error) => Err(error.to_string()),
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
