//! Certificates, and what listeners do with them.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use postrider_certificate::{Certificate, Clients, FileError, read_authorities};
use toml::Spanned;

use crate::acme::Wanted;
use crate::config::Config;
use crate::config::auth::{ListenerAuth, ListenerKind};
use crate::config::problem::Problem;
use crate::config::raw::Table;
use crate::config::resolve::Resolver;

/// Where a certificate comes from.
#[derive(Debug, Clone)]
pub enum CertificateSource {
    /// From these files, as they were read.
    File {
        /// The file of the chain.
        file: PathBuf,
        /// What was in it.
        certificate: Certificate,
    },
    /// Made by the server when it starts.
    SelfSigned,
    /// Got from the authority of `[acme]`.
    Acme(Wanted),
}

/// What a listener does about TLS.
#[derive(Debug, Clone, Default)]
pub struct ListenerTls {
    /// When it begins.
    pub begins: TlsBegins,
    /// Whether clients have to encrypt.
    pub required: bool,
    /// Whether clients are asked for a certificate.
    pub clients: Clients,
}

/// When TLS begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TlsBegins {
    /// Never.
    #[default]
    Never,
    /// With STARTTLS.
    Starttls,
    /// With the connection.
    AtOnce,
}

/// A certificate that holds for less than this is about to expire; or for less than a quarter of the time that it was made for, as there are
/// some for six days.
const SOON: Duration = Duration::from_secs(14 * 86_400);

/// Words of a listener that lock the servers of others out: key, word, what those lack, and what to write.
const LOCKS_OUT_SERVERS: [(&str, &str, &str, &str); 3] = [
    (
        "kind",
        "submission",
        "a login",
        "write kind = \"mx\" here, and have your own people send at port 465 or 587",
    ),
    (
        "tls",
        "implicit",
        "TLS from the first octet",
        "write tls = \"starttls\" here: implicit is for port 465 (RFC 8314 §3)",
    ),
    (
        "client_certificates",
        "require",
        "a certificate",
        "write client_certificates = \"ask\" here: who has a good one is known by it",
    ),
];

impl Resolver<'_> {
    /// The certificates of the file.
    pub fn certificates(&mut self, hostname: &str) -> Vec<CertificateSource> {
        let raw = self.raw;
        let mut stems: Vec<String> = Vec::new();
        let tables = raw.tables("certificate").filter_map(|table| {
            let source = self.certificate(table, hostname)?;
            if let CertificateSource::Acme(wanted) = &source {
                let stem = wanted.stem();
                if stems.contains(&stem) {
                    let at = table.texts("names").map_or_else(|| table.at.clone(), |names| names.span());
                    self.problems.push(Problem::at(
                        at,
                        format!("another [[certificate]] is for {} already", wanted.name()),
                        "write all names into one of them, or give them another first name, or another key_type",
                    ));
                }
                stems.push(stem);
            }
            Some(source)
        });
        tables.collect()
    }

    fn certificate(&mut self, table: &Table, hostname: &str) -> Option<CertificateSource> {
        let file = table.text("file");
        let flag = |key| table.flag(key).is_some_and(|flag: toml::Spanned<bool>| *flag.get_ref());
        let (self_signed, acme) = (flag("self_signed"), flag("acme"));
        if acme && self_signed {
            self.problems.push(Problem::at(
                table.at.clone(),
                "this certificate is self-signed, and comes from the authority of [acme] too",
                "remove one of the two: until the authority has given one, a self-signed one is shown anyway",
            ));
            return None;
        }
        let Some(written) = file else {
            if acme {
                return self.acme_certificate(table, hostname).map(CertificateSource::Acme);
            }
            if self_signed {
                return Some(CertificateSource::SelfSigned);
            }
            // One that is written wrongly has been told, and may have been what it is from.
            let wrong = |key: &&str| table.wrote(key) && table.flag(key).is_none();
            if !table.wrote("file") && !["self_signed", "acme"].iter().any(wrong) {
                self.problems.push(Problem::at(
                    table.at.clone(),
                    "this certificate has no file",
                    "write file = \"fullchain.pem\" and key = \"privkey.pem\"; or acme = true, to get one by itself; or self_signed = true, to try TLS without",
                ));
            }
            return None;
        };
        if self_signed || acme {
            let is = if acme { "comes from the authority of [acme]" } else { "is self-signed" };
            self.problems.push(Problem::at(
                written.span(),
                format!("this certificate {is}, and has a file too"),
                "remove one of the two, or write them as two [[certificate]]",
            ));
            return None;
        }
        let (file, certificate) = read(&written, table.text("key"), self.base, &mut self.problems)?;
        Some(CertificateSource::File { file, certificate })
    }

    /// What a listener does about TLS.
    pub fn listener_tls(&mut self, table: &Table, kind: ListenerKind, auth: ListenerAuth) -> ListenerTls {
        let any = self.raw.tables("certificate").next().is_some();
        let tls = table.text("tls");
        let begins = match tls.as_ref().map(|word| word.get_ref().as_str()) {
            Some("none") => TlsBegins::Never,
            Some("implicit") => TlsBegins::AtOnce,
            Some(_) => TlsBegins::Starttls,
            None if any => TlsBegins::Starttls,
            None => TlsBegins::Never,
        };
        if let Some(tls) = tls.filter(|_| begins != TlsBegins::Never && !any) {
            self.problems.push(Problem::at(
                tls.span(),
                "this listener is to speak TLS, and there is no certificate",
                "write [[certificate]] with file and key; or with self_signed = true, to try it",
            ));
        }
        let required = table.flag("require_tls").filter(|flag| *flag.get_ref());
        if let Some(required) = required.as_ref().filter(|_| begins == TlsBegins::Never) {
            self.problems.push(Problem::at(
                required.span(),
                "this listener requires TLS, and has none",
                "write tls = \"starttls\" or tls = \"implicit\", and a [[certificate]] if there is none",
            ));
        }
        // Without TLS nobody could log in at a listener for submission, so that a client is better told what it lacks (RFC 8314 §3.3).
        let needed = kind == ListenerKind::Submission && !auth.without_tls && begins != TlsBegins::Never;
        let required = required.is_some() || (needed && !table.wrote("require_tls"));
        ListenerTls { begins, required, clients: self.clients(table, begins) }
    }

    fn clients(&mut self, table: &Table, begins: TlsBegins) -> Clients {
        let authorities = table.text("client_ca");
        let Some(asked) = table.text("client_certificates").filter(|word| word.get_ref() != "none") else {
            if let Some(authorities) = authorities {
                self.problems.push(Problem::at(
                    authorities.span(),
                    format!(
                        "nobody is asked for a certificate that {} could vouch for",
                        authorities.get_ref()
                    ),
                    "write client_certificates = \"ask\" or \"require\", or leave client_ca out",
                ));
            }
            return Clients::NotAsked;
        };
        let mut wrong = |at, says: String, help: String| {
            self.problems.push(Problem::at(at, says, help));
            Clients::NotAsked
        };
        if begins == TlsBegins::Never {
            let help =
                "write tls = \"starttls\" or tls = \"implicit\", and a [[certificate]] if there is none";
            return wrong(
                asked.span(),
                "this listener asks for certificates, and has no TLS".to_owned(),
                help.to_owned(),
            );
        }
        let Some(authorities) = authorities else {
            if table.wrote("client_ca") {
                return Clients::NotAsked;
            }
            return wrong(
                asked.span(),
                "nothing says who vouches for the certificates of clients".to_owned(),
                "write client_ca = \"client-ca.pem\", the certificate of whoever makes theirs".to_owned(),
            );
        };
        let file = self.base.join(authorities.get_ref());
        match read_authorities(&file) {
            Err(error) => wrong(authorities.span(), error.to_string(), error.help()),
            Ok(read) => Clients::asked(read, asked.get_ref() == "require").unwrap_or_else(|_| {
                wrong(
                    authorities.span(),
                    format!("{} holds a certificate that can vouch for nobody", file.display()),
                    "name the certificate of the authority, and not that of a client".to_owned(),
                )
            }),
        }
    }

    /// What is no mistake about TLS, and yet is seldom meant.
    pub fn tls_warnings(&mut self, config: &Config) {
        let tables = self.raw.tables("certificate");
        let files = config.certificates.iter().zip(tables).filter_map(|(source, table)| match source {
            CertificateSource::File { file, certificate } => Some((file, certificate, table)),
            CertificateSource::SelfSigned | CertificateSource::Acme(_) => None,
        });
        let files: Vec<_> = files.collect();
        for (file, certificate, table) in &files {
            let at = table.text("file").map_or_else(|| table.at.clone(), |file| file.span());
            self.warnings.extend(validity(file, certificate, at));
        }
        let covered =
            |(_, certificate, _): &(_, &Certificate, _)| certificate.description().covers(&config.hostname);
        // What the authority gives has a name of its own; and what is made here is for the hostname.
        let made_here = config.certificates.iter().any(|source| match source {
            CertificateSource::File { .. } => false,
            CertificateSource::SelfSigned => true,
            CertificateSource::Acme(wanted) => {
                wanted.names.iter().any(|name| *name == config.hostname.to_ascii_lowercase())
            }
        });
        if let (Some((_, first, table)), false) = (files.first(), made_here || files.iter().any(covered)) {
            let at = table.text("file").map_or_else(|| table.at.clone(), |file| file.span());
            self.warnings.push(Problem::at(
                at,
                format!(
                    "no certificate is for {}, the name of this server: this one is for {}",
                    config.hostname,
                    first.description().names()
                ),
                "get one for the name that MX records and clients have, and write that as hostname",
            ));
        }
        for table in self.raw.tables("listener") {
            let port = table.text("address").and_then(|address| {
                address.get_ref().rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok())
            });
            if port != Some(25) {
                continue;
            }
            let required = table.flag("require_tls").filter(|flag| *flag.get_ref());
            let mut warn = |at, lacking: &str, help: &str| {
                let says = format!(
                    "port 25 is where the servers of others bring mail, and those without {lacking} could bring none"
                );
                self.warnings.push(Problem::at(at, says, help));
            };
            if let Some(required) = required {
                let help = "leave require_tls out here: servers encrypt where they can; require it where your own people send";
                warn(required.span(), "TLS (RFC 3207 §4)", help);
            }
            for (key, locks_out, lacking, help) in LOCKS_OUT_SERVERS {
                if let Some(word) = table.text(key).filter(|word| word.get_ref() == locks_out) {
                    warn(word.span(), lacking, help);
                }
            }
        }
    }
}

/// A certificate and its key, and the file that it is in. A relative path begins at `base`; without a file of its own the key is in the same one.
pub fn read(
    written: &Spanned<String>,
    key: Option<Spanned<String>>,
    base: &Path,
    problems: &mut Vec<Problem>,
) -> Option<(PathBuf, Certificate)> {
    let file = base.join(written.get_ref());
    let key_file = key.as_ref().map_or_else(|| file.clone(), |key| base.join(key.get_ref()));
    match Certificate::read(&file, &key_file) {
        Ok(certificate) => Some((file, certificate)),
        Err(error) => {
            let about_key = match &error {
                FileError::Read { file, .. } => *file == key_file,
                FileError::NoKey { .. } | FileError::Encrypted { .. } | FileError::Key { .. } => true,
                _ => false,
            };
            let at = key.filter(|_| about_key).map_or_else(|| written.span(), |key| key.span());
            problems.push(Problem::at(at, error.to_string(), error.help()));
            None
        }
    }
}

/// That a certificate holds no more, not for long, or not yet.
pub fn validity(file: &Path, certificate: &Certificate, at: Range<usize>) -> Option<Problem> {
    let (description, now) = (certificate.description(), now_seconds());
    let left = description.not_after - now;
    let made_for = description.not_after - description.not_before;
    let file = file.display();
    let renew = "renew it, and send SIGHUP to the server when the new one is there";
    let (says, help) = if left < 0 {
        (format!("the certificate in {file} has expired on {}", date(description.not_after)), renew)
    } else if left < i64::try_from(SOON.as_secs()).unwrap_or(i64::MAX).min(made_for / 4) {
        (format!("the certificate in {file} expires on {}", date(description.not_after)), renew)
    } else if description.not_before > now {
        let says = format!("the certificate in {file} holds from {} on", date(description.not_before));
        (says, "look at the clock of this machine, or wait")
    } else {
        return None;
    };
    Some(Problem::at(at, says, help))
}

/// The time of day, in seconds since 1970.
pub fn now_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// A day, as people write it.
pub fn date(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(
        |_| "a day that no calendar has".to_owned(),
        |time| time.strftime("%Y-%m-%d").to_string(),
    )
}

/// A time of day, as people write it.
pub fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(
        |_| "a day that no calendar has".to_owned(),
        |time| time.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}
