//! Whose word is taken for the certificate of a directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::{ClientConfig, RootCertStore};
use tracing::warn;

/// Authorities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Roots {
    /// Those that this system trusts.
    #[default]
    System,
    /// These.
    These(Vec<CertificateDer<'static>>),
}

/// Why a file names no authorities.
#[derive(Debug, thiserror::Error)]
pub enum RootsError {
    /// It cannot be read.
    #[error("{} cannot be read: {error}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// It is no PEM.
    #[error("{} is no PEM: {error}", .path.display())]
    Pem {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        error: pem::Error,
    },
    /// There is no certificate in it that could be one of an authority.
    #[error("there is no certificate of an authority in {}", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

impl Roots {
    /// Those in a file, in PEM.
    ///
    /// # Errors
    ///
    /// It cannot be read, or there are none.
    pub fn from_file(path: &Path) -> Result<Self, RootsError> {
        let text = fs::read(path).map_err(|error| RootsError::File { path: path.to_owned(), error })?;
        let certificates = CertificateDer::pem_slice_iter(&text).collect::<Result<Vec<_>, _>>();
        let certificates = certificates.map_err(|error| RootsError::Pem { path: path.to_owned(), error })?;
        let (usable, _) = RootCertStore::empty().add_parsable_certificates(certificates.iter().cloned());
        if usable == 0 {
            return Err(RootsError::Empty { path: path.to_owned() });
        }
        Ok(Self::These(certificates))
    }

    /// What connections that trust them are set to.
    pub(super) fn client(&self) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        match self {
            Self::System => {
                let found = rustls_native_certs::load_native_certs();
                roots.add_parsable_certificates(found.certs);
                if roots.is_empty() {
                    warn!(
                        "this system trusts no authority: the certificate of a directory is good only by a ca of its own"
                    );
                }
            }
            Self::These(certificates) => {
                roots.add_parsable_certificates(certificates.iter().cloned());
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider has suites for both versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Arc::new(config)
    }
}
