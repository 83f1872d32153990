//! `postrider account certificate`.

use std::path::Path;

use postrider_certificate::{FileError, read_authorities, read_client};
use postrider_directory::{Account, CertificateName, Fingerprint};
use postrider_login::AccountFile;
use rustls::pki_types::CertificateDer;

use super::change::change;
use super::{End, say, unknown};

/// What changes.
#[derive(Debug, clap::Args)]
pub struct Change {
    /// Let it log in with this certificate: a file in PEM, or a fingerprint as `openssl x509 -noout -fingerprint -sha256` or the log shows it.
    /// A listener has to trust it, by its client_ca. May be repeated.
    #[arg(long, value_name = "FILE|FINGERPRINT")]
    add: Vec<String>,
    /// Let it not log in with this one any more.
    #[arg(long, value_name = "FILE|FINGERPRINT")]
    remove: Vec<String>,
    /// Let it log in with every certificate that has this name among its alternative names, an address or a host. It is for authorities
    /// that know whom they give names to. May be repeated.
    #[arg(long, value_name = "NAME")]
    add_name: Vec<String>,
    /// Let it not log in by this name any more.
    #[arg(long, value_name = "NAME")]
    remove_name: Vec<String>,
}

/// Shows or changes them.
pub fn run(file: &AccountFile, name: &str, wanted: &Change) -> Result<(), End> {
    let prints = |written: &[String], read: Read| {
        written.iter().map(|text| fingerprint(text, read)).collect::<Result<Vec<_>, End>>()
    };
    let names = |written: &[String]| {
        written.iter().map(|text| certificate_name(text)).collect::<Result<Vec<_>, End>>()
    };
    let (added, removed) = (prints(&wanted.add, read_client)?, prints(&wanted.remove, read_first)?);
    let (names_added, names_removed) = (names(&wanted.add_name)?, names(&wanted.remove_name)?);
    let changes = [added.len(), removed.len(), names_added.len(), names_removed.len()];
    let account = if changes == [0; 4] {
        Account::clone(file.read()?.get(name).ok_or_else(|| unknown(name))?)
    } else {
        change(file, name, |account| {
            replace(&mut account.certificates, added, &removed, name)?;
            replace(&mut account.certificate_names, names_added, &names_removed, name)
        })?
    };
    if account.certificates.is_empty() && account.certificate_names.is_empty() {
        return say(&format!("{name} may log in with no certificate."));
    }
    account.certificates.iter().try_for_each(|fingerprint| say(&fingerprint.to_string()))?;
    account.certificate_names.iter().try_for_each(|name| say(&name.to_string()))
}

/// Takes some out and puts others in.
fn replace<T: PartialEq + ToString>(
    list: &mut Vec<T>,
    added: Vec<T>,
    removed: &[T],
    name: &str,
) -> Result<(), End> {
    for gone in removed {
        let Some(place) = list.iter().position(|kept| kept == gone) else {
            return Err(End::Fault(format!(
                "{} is not among the certificates of {name}: `postrider account certificate {name}` says which are",
                gone.to_string()
            )));
        };
        list.remove(place);
    }
    for new in added {
        if !list.contains(&new) {
            list.push(new);
        }
    }
    Ok(())
}

/// Reads the certificate of a client.
type Read = fn(&Path) -> Result<CertificateDer<'static>, FileError>;

/// One that nobody could log in with may still be taken out.
fn read_first(file: &Path) -> Result<CertificateDer<'static>, FileError> {
    let first = read_authorities(file)?.into_iter().next();
    first.ok_or_else(|| FileError::NoCertificate { file: file.to_owned() })
}

/// That of a file, or one that was written out.
fn fingerprint(text: &str, read: Read) -> Result<Fingerprint, End> {
    if let Ok(fingerprint) = text.parse() {
        return Ok(fingerprint);
    }
    let path = Path::new(text);
    if !path.exists() {
        return Err(End::Fault(format!(
            "{text:?} is no file, and no fingerprint either: that is sha256: and 64 hexadecimal digits"
        )));
    }
    let own = read(path).map_err(|error| End::Fault(format!("{error}: {}", error.help())))?;
    Ok(Fingerprint::of(&own))
}

fn certificate_name(text: &str) -> Result<CertificateName, End> {
    CertificateName::read(text).map_err(|problem| End::Fault(problem.to_string()))
}
