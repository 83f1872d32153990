//! A certificate, its chain and its key, as PEM files have them (RFC 7468).

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs, io};

use rustls::SignatureAlgorithm;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use crate::description::Description;
use crate::self_signed::KeyType;

/// A certificate with its chain and its key, which belong together.
#[derive(Clone)]
pub struct Certificate {
    pub(crate) key: Arc<CertifiedKey>,
    description: Arc<Description>,
}

/// Why files are no certificate that can be used. Each says what to do next in [`FileError::help`].
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file cannot be read.
    #[error("{} cannot be read: {error}", .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// There is no certificate in it.
    #[error("{} holds no certificate", .file.display())]
    NoCertificate {
        /// The file.
        file: PathBuf,
    },
    /// One of its certificates cannot be understood.
    #[error("certificate {number} in {} cannot be understood", .file.display())]
    Malformed {
        /// The file.
        file: PathBuf,
        /// Which one, from 1.
        number: usize,
    },
    /// It is of a version that TLS does not take.
    #[error("the first certificate in {} is of X.509 version 1, and TLS needs version 3", .file.display())]
    OldVersion {
        /// The file.
        file: PathBuf,
    },
    /// The first certificate is none that TLS takes.
    #[error("the first certificate in {} cannot be used: {why}", .file.display())]
    Unusable {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// There is no key in it.
    #[error("{} holds no private key", .file.display())]
    NoKey {
        /// The file.
        file: PathBuf,
    },
    /// The key has a passphrase.
    #[error("the private key in {} has a passphrase", .file.display())]
    Encrypted {
        /// The file.
        file: PathBuf,
    },
    /// The key is of a kind that TLS does not sign with here.
    #[error("the private key in {} cannot be used: {why}", .file.display())]
    Key {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The key belongs to another certificate.
    #[error("the private key in {} is not that of the first certificate in {}", .key.display(), .file.display())]
    Mismatch {
        /// The file of the chain.
        file: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// The certificate of the file that it does belong to, from 1.
        belongs_to: Option<usize>,
    },
}

impl FileError {
    /// What to do next.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Read { error, .. } if error.kind() == io::ErrorKind::PermissionDenied => {
                "let the user that runs postrider read it, for example by its group".to_owned()
            }
            Self::Read { .. } => {
                "name the file as it is; a relative path begins at the folder of the configuration".to_owned()
            }
            Self::NoCertificate { .. } | Self::Malformed { .. } => {
                "it has to be PEM, which begins with -----BEGIN CERTIFICATE-----".to_owned()
            }
            Self::OldVersion { .. } => {
                "openssl makes version 1 from a request where it is given no extensions: make it anew with `openssl x509 -req ... -extfile FILE`, where FILE has the line subjectAltName = DNS:NAME, or with `openssl req -x509 -key KEY -addext subjectAltName=DNS:NAME`"
                    .to_owned()
            }
            Self::Unusable { .. } => "have another one made".to_owned(),
            Self::NoKey { .. } => {
                "write as key the file that has it in PEM, which begins with -----BEGIN PRIVATE KEY-----"
                    .to_owned()
            }
            Self::Encrypted { .. } => {
                "nobody is there to type it: take it off, as with `openssl pkey -in KEY -out NEW`".to_owned()
            }
            Self::Key { .. } => {
                "use a key of ECDSA (P-256, P-384), of RSA (2048 bits or more) or of Ed25519".to_owned()
            }
            Self::Mismatch { belongs_to: Some(_), .. } => {
                "put the server's own certificate first in the file, then those that lead to its authority"
                    .to_owned()
            }
            Self::Mismatch { .. } => "name the key that this certificate was asked for with".to_owned(),
        }
    }
}

impl Certificate {
    /// Reads a chain and its key, from two files or from one that holds both.
    ///
    /// # Errors
    ///
    /// The files are not there, or are not what they should be.
    pub fn read(file: &Path, key_file: &Path) -> Result<Self, FileError> {
        let chain = read_chain(file)?;
        // rustls takes it for one that it cannot compare with the key.
        is_new_enough(file, &chain)?;
        let key = read_key(key_file)?;
        let unusable =
            |error: rustls::Error| FileError::Key { file: key_file.to_owned(), why: error.to_string() };
        let key = any_supported_type(&key).map_err(unusable)?;
        let certified = CertifiedKey::new(chain, key);
        match certified.keys_match() {
            // Unknown: a key that does not say what its public half is. None of those that are made here is one.
            Ok(()) | Err(rustls::Error::InconsistentKeys(rustls::InconsistentKeys::Unknown)) => {}
            Err(rustls::Error::InvalidCertificate(why)) => {
                return Err(FileError::Unusable { file: file.to_owned(), why: why.to_string() });
            }
            Err(_) => {
                let belongs = |other: &CertificateDer<'static>| {
                    CertifiedKey::new(vec![other.clone()], Arc::clone(&certified.key)).keys_match().is_ok()
                };
                let belongs_to = certified.cert.iter().position(belongs).map(|at| at + 1);
                return Err(FileError::Mismatch {
                    file: file.to_owned(),
                    key: key_file.to_owned(),
                    belongs_to,
                });
            }
        }
        let malformed = |_| FileError::Malformed { file: file.to_owned(), number: 1 };
        let description = Description::of(&certified.cert[0]).map_err(malformed)?;
        Ok(Self { key: Arc::new(certified), description: Arc::new(description) })
    }

    /// What it says.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// It, its chain and its key, for whoever shows it in a handshake.
    #[must_use]
    pub fn certified(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.key)
    }

    /// Its public key with the algorithm, in DER, as TLSA records have it (RFC 6698 with the selector 1).
    #[must_use]
    pub fn public_key(&self) -> Option<Vec<u8>> {
        self.key.key.public_key().map(|key| key.as_ref().to_vec())
    }

    /// Of which kind its key is; none if it is neither ECDSA nor RSA.
    #[must_use]
    pub fn key_type(&self) -> Option<KeyType> {
        match self.key.key.algorithm() {
            SignatureAlgorithm::ECDSA => Some(KeyType::Ecdsa),
            SignatureAlgorithm::RSA => Some(KeyType::Rsa),
            _ => None,
        }
    }

    /// The certificate itself, in DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        // `read` takes no chain without one.
        self.key.cert.first().map_or(&[], |certificate| certificate)
    }
}

/// Without the key.
impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Certificate").field(&self.description).finish()
    }
}

/// Reads the certificates of authorities.
///
/// # Errors
///
/// The file is not there, or holds none.
pub fn read_authorities(file: &Path) -> Result<Vec<CertificateDer<'static>>, FileError> {
    read_chain(file)
}

/// Reads the certificate of a client, which is the first in its file; what follows are its authorities.
///
/// # Errors
///
/// The file is not there, or holds none, or one with which there is no login.
pub fn read_client(file: &Path) -> Result<CertificateDer<'static>, FileError> {
    let mut chain = read_chain(file)?;
    is_new_enough(file, &chain)?;
    // There is one: `read_chain` has looked.
    Ok(chain.swap_remove(0))
}

/// Whether the first certificate of a file is of version 3. An authority may be older.
fn is_new_enough(file: &Path, chain: &[CertificateDer<'static>]) -> Result<(), FileError> {
    let first = chain.first().and_then(|first| Description::of(first).ok());
    match first {
        Some(description) if description.version < 3 => Err(FileError::OldVersion { file: file.to_owned() }),
        _ => Ok(()),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, FileError> {
    fs::read(file).map_err(|error| FileError::Read { file: file.to_owned(), error })
}

/// The certificates of a file, at least one.
fn read_chain(file: &Path) -> Result<Vec<CertificateDer<'static>>, FileError> {
    let octets = read(file)?;
    let mut chain = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(&octets) {
        let malformed = FileError::Malformed { file: file.to_owned(), number: chain.len() + 1 };
        let Ok(certificate) = certificate else { return Err(malformed) };
        if Description::of(&certificate).is_err() {
            return Err(malformed);
        }
        chain.push(certificate);
    }
    if chain.is_empty() { Err(FileError::NoCertificate { file: file.to_owned() }) } else { Ok(chain) }
}

fn read_key(file: &Path) -> Result<PrivateKeyDer<'static>, FileError> {
    let octets = read(file)?;
    PrivateKeyDer::from_pem_slice(&octets).map_err(|_| {
        let file = file.to_owned();
        // PKCS #8 says so in its first line, the older form in a header of its own.
        let encrypted = octets.windows(9).any(|word| word == b"ENCRYPTED");
        if encrypted { FileError::Encrypted { file } } else { FileError::NoKey { file } }
    })
}
