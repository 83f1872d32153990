//! A certificate that vouches for itself, to try TLS with. Nobody trusts it who does not know it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, PKCS_RSA_SHA256, RsaKeySize};

use crate::description::address;
use crate::file::{Certificate, FileError};

/// How long it holds.
const HOLDS: Duration = Duration::from_secs(10 * 365 * 86_400);

/// From so long ago on: the clocks of those who try it may be behind.
const BEFORE: Duration = Duration::from_secs(86_400);

/// Which key a certificate has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyType {
    /// ECDSA with P-256.
    #[default]
    Ecdsa,
    /// RSA with 2048 bits.
    Rsa,
}

impl KeyType {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ecdsa => "ecdsa",
            Self::Rsa => "rsa",
        }
    }

    /// Makes such a key.
    ///
    /// # Errors
    ///
    /// The system gives no random numbers.
    pub fn generate(self) -> Result<KeyPair, rcgen::Error> {
        match self {
            Self::Ecdsa => KeyPair::generate(),
            Self::Rsa => KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048),
        }
    }
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum SelfSignedError {
    /// It cannot be written.
    #[error("the self-signed certificate {} cannot be written: {error}", .file.display())]
    Write {
        /// Its file.
        file: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// It is there and cannot be used.
    #[error("the self-signed certificate cannot be used: {0}. Move it away, and another is made")]
    File(#[from] FileError),
    /// It cannot be made for this name.
    #[error("no certificate can be made for {host:?}: {why}")]
    Make {
        /// The name, or all of them.
        host: String,
        /// What is wrong.
        why: String,
    },
}

/// The certificate for `host` that is kept in `file` together with its key. It is made there, for nobody but this user, if it is
/// not there yet, is for another host, or holds no more at `now`, which is in seconds since 1970. Of which kind its key is, does not matter: it may be held to by
/// that key elsewhere.
///
/// # Errors
///
/// It can neither be read nor made.
pub fn self_signed(file: &Path, host: &str, now: i64) -> Result<Certificate, SelfSignedError> {
    kept_or_made(file, &[host.to_owned()], None, now)
}

/// The same for several hosts, with a key of this kind. Another is made if the one that is kept lacks a host, or has a key of another kind.
///
/// # Errors
///
/// It can neither be read nor made.
pub fn self_signed_for(
    file: &Path,
    hosts: &[String],
    key: KeyType,
    now: i64,
) -> Result<Certificate, SelfSignedError> {
    kept_or_made(file, hosts, Some(key), now)
}

/// A key of any kind is kept where none is said.
fn kept_or_made(
    file: &Path,
    hosts: &[String],
    key: Option<KeyType>,
    now: i64,
) -> Result<Certificate, SelfSignedError> {
    if file.exists() {
        let kept = Certificate::read(file, file)?;
        let description = kept.description();
        let for_all = hosts.iter().all(|host| description.covers(host));
        let of_kind = key.is_none() || kept.key_type() == key;
        if for_all && of_kind && now <= description.not_after {
            return Ok(kept);
        }
    }
    let pem = make(hosts, key.unwrap_or_default(), now)
        .map_err(|error| SelfSignedError::Make { host: hosts.join(", "), why: error.to_string() })?;
    write(file, pem.as_bytes()).map_err(|error| SelfSignedError::Write { file: file.to_owned(), error })?;
    Ok(Certificate::read(file, file)?)
}

/// The certificate and its key.
fn make(hosts: &[String], key: KeyType, now: i64) -> Result<String, rcgen::Error> {
    // An address without the brackets of its literal is known as one.
    let name = |host: &String| address(host).map_or_else(|| host.clone(), |address| address.to_string());
    let names: Vec<String> = hosts.iter().map(name).collect();
    let mut params = CertificateParams::new(names.clone())?;
    if let Some(first) = names.into_iter().next() {
        params.distinguished_name.push(DnType::CommonName, first);
    }
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let now = rcgen::date_time_ymd(1970, 1, 1) + Duration::from_secs(now.unsigned_abs());
    params.not_before = now - BEFORE;
    params.not_after = now + HOLDS;
    let key = key.generate()?;
    let certificate = params.self_signed(&key)?;
    Ok(certificate.pem() + &key.serialize_pem())
}

/// Writes a file that is whole from the first moment on, and for this user alone.
fn write(file: &Path, octets: &[u8]) -> io::Result<()> {
    let new = file.with_extension("new");
    let _ = fs::remove_file(&new);
    let mut written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    written.write_all(octets)?;
    written.sync_all()?;
    fs::rename(&new, file)
}
