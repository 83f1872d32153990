//! What is kept on disk: the account, and of each certificate the chain with its key, and what is remembered of it.
//!
//! ```text
//!   acme/account-89abcdef.json            the account with one directory, its key within
//!   acme/mail.example.org.pem             the certificate, its chain, its key: one file, so that they always fit
//!   acme/mail.example.org.toml            what is remembered
//!   acme/mail.example.org.stand-in.pem    what clients are shown until there is one
//! ```

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use instant_acme::AccountCredentials;
use postrider_certificate::{Certificate, Description, FileError, SelfSignedError, self_signed_for};

use super::options::Wanted;
use super::record::Record;
use crate::whole_file;

/// The clock of the authority may be ahead of ours by so many seconds.
const CLOCKS_DIFFER: i64 = 3600;

/// The folder, in the data folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// Why what the authority has given is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// It cannot be read, or the key is not its own.
    #[error("what the authority has given cannot be used: {0}")]
    File(#[from] FileError),
    /// It is for others.
    #[error("the certificate that the authority has given is for {given}, and not for {missing}")]
    Names {
        /// Whom it is for.
        given: String,
        /// Whom it is not for.
        missing: String,
    },
    /// It does not hold now.
    #[error(
        "the certificate that the authority has given does not hold now: the clock of this machine may be wrong"
    )]
    Time,
    /// It cannot be kept.
    #[error("it cannot be written: {0}")]
    Write(#[from] io::Error),
}

impl Folder {
    /// That of a data folder. It need not be there.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self(data.join("acme"))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where a certificate is, with its chain and its key.
    #[must_use]
    pub fn certificate_path(&self, wanted: &Wanted) -> PathBuf {
        self.0.join(format!("{}.pem", wanted.stem()))
    }

    fn record_path(&self, wanted: &Wanted) -> PathBuf {
        self.0.join(format!("{}.toml", wanted.stem()))
    }

    fn account_path(&self, directory: &str) -> PathBuf {
        self.0.join(format!("account-{:08x}.json", crc32c::crc32c(directory.as_bytes())))
    }

    /// The certificate that is there.
    ///
    /// # Errors
    ///
    /// There is none, or none that can be used.
    pub fn certificate(&self, wanted: &Wanted) -> Result<Certificate, FileError> {
        let path = self.certificate_path(wanted);
        Certificate::read(&path, &path)
    }

    /// What clients are shown until there is one.
    ///
    /// # Errors
    ///
    /// It can neither be read nor made.
    pub fn stand_in(&self, wanted: &Wanted, now: i64) -> Result<Certificate, SelfSignedError> {
        let file = self.0.join(format!("{}.stand-in.pem", wanted.stem()));
        self.make().map_err(|error| SelfSignedError::Write { file: file.clone(), error })?;
        self_signed_for(&file, &wanted.names, wanted.key, now)
    }

    /// What is remembered. What cannot be read is forgotten: it only holds attempts back, and none is begun before it is written anew.
    #[must_use]
    pub fn record(&self, wanted: &Wanted) -> Record {
        let text = fs::read_to_string(self.record_path(wanted)).unwrap_or_default();
        toml::from_str(&text).unwrap_or_default()
    }

    /// Remembers it.
    ///
    /// # Errors
    ///
    /// It cannot be written. Then what was remembered still is.
    pub fn remember(&self, wanted: &Wanted, record: &Record) -> io::Result<()> {
        let text = toml::to_string(record).map_err(io::Error::other)?;
        self.write(
            &self.record_path(wanted),
            &format!(
                "# Written by postrider: see docs/certificates.md. Times are in seconds since 1970.\n\n{text}"
            ),
        )
    }

    /// The account with a directory, if there is one.
    #[must_use]
    pub fn account(&self, directory: &str) -> Option<AccountCredentials> {
        let text = fs::read(self.account_path(directory)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Keeps the account with a directory.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn keep_account(&self, directory: &str, account: &AccountCredentials) -> io::Result<()> {
        let text = serde_json::to_string(account).map_err(io::Error::other)?;
        self.write(&self.account_path(directory), &text)
    }

    /// Forgets the account with a directory, which does not know it any more.
    pub fn forget_account(&self, directory: &str) {
        // If it stays, it is found to be unknown once more.
        let _ = fs::remove_file(self.account_path(directory));
    }

    /// Takes what the authority has given, a chain with its key, in place of what is there: only if it is complete, and good for all names now.
    ///
    /// # Errors
    ///
    /// It is not; then what is there stays.
    pub fn take(&self, wanted: &Wanted, pem: &str, now: i64) -> Result<Certificate, Unfit> {
        let given = self.0.join(format!("{}.given", wanted.stem()));
        self.write(&given, pem)?;
        let looked = look(&given, wanted, now);
        if looked.is_ok() {
            // Both names are in one folder: a crash before this leaves what was there, and one behind it what is complete and synced.
            fs::rename(&given, self.certificate_path(wanted))?;
            fs::File::open(&self.0)?.sync_all()?;
        } else {
            // It is of no use; if it stays, the next one takes its place.
            let _ = fs::remove_file(&given);
        }
        looked
    }

    fn make(&self) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)
    }

    fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        self.make()?;
        whole_file::write(path, text.as_bytes(), |_| Ok(()))
    }
}

fn look(file: &Path, wanted: &Wanted, now: i64) -> Result<Certificate, Unfit> {
    let certificate = Certificate::read(file, file)?;
    let description = certificate.description();
    if let Some(missing) = wanted.names.iter().find(|name| !description.covers(name)) {
        return Err(Unfit::Names { given: description.names(), missing: missing.clone() });
    }
    let Description { not_before, not_after, .. } = *description;
    if not_after <= now || not_before > now.saturating_add(CLOCKS_DIFFER) {
        return Err(Unfit::Time);
    }
    Ok(certificate)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::time::Duration;

    use super::*;
    use crate::acme::KeyType;

    /// 2026-11-29
    const NOW: i64 = 1_795_910_400;

    fn wanted() -> Wanted {
        Wanted {
            names: vec!["mail.example.org".to_owned(), "mx.example.org".to_owned()],
            key: KeyType::Ecdsa,
        }
    }

    fn pem(names: &[&str], days: (i64, i64)) -> String {
        let names = names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let mut params = rcgen::CertificateParams::new(names).expect("good names");
        let at = |day: i64| {
            let seconds = u64::try_from(NOW + day * 86_400).expect("after 1970");
            rcgen::date_time_ymd(1970, 1, 1) + Duration::from_secs(seconds)
        };
        (params.not_before, params.not_after) = (at(days.0), at(days.1));
        let key = rcgen::KeyPair::generate().expect("a key");
        params.self_signed(&key).expect("a certificate").pem() + &key.serialize_pem()
    }

    const BOTH: [&str; 2] = ["mail.example.org", "mx.example.org"];

    #[test]
    fn only_what_is_complete_takes_the_place_of_what_is_there() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = Folder::of(data.path());
        let wanted = wanted();
        assert!(folder.certificate(&wanted).is_err());
        folder.take(&wanted, &pem(&BOTH, (-1, 90)), NOW).expect("it is good");
        let there = fs::read(folder.certificate_path(&wanted)).expect("there");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(folder.path()), mode(&folder.certificate_path(&wanted))), (0o700, 0o600));

        let good = pem(&BOTH, (-1, 90));
        let others_key = rcgen::KeyPair::generate().expect("a key").serialize_pem();
        let with_others_key =
            good.split("-----BEGIN PRIVATE KEY").next().expect("a chain").to_owned() + &others_key;
        for (unfit, why) in [
            (pem(&["mail.example.org"], (-1, 90)), "and not for mx.example.org"),
            (pem(&BOTH, (-90, -1)), "does not hold now"),
            (pem(&BOTH, (1, 90)), "does not hold now"),
            (with_others_key, "is not that of the first certificate"),
            (good[..good.len() / 3].to_owned(), "cannot be used"),
            (String::new(), "no certificate"),
        ] {
            let error = folder.take(&wanted, &unfit, NOW).expect_err("it is not good").to_string();
            assert!(error.contains(why), "{error}");
            assert_eq!(fs::read(folder.certificate_path(&wanted)).expect("there"), there);
        }
        let files: Vec<_> = fs::read_dir(folder.path()).expect("there").collect();
        assert_eq!(files.len(), 1, "{files:?}");
    }

    #[test]
    fn a_torn_record_is_none_and_a_torn_certificate_is_none() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = Folder::of(data.path());
        let wanted = wanted();
        assert_eq!(folder.record(&wanted), Record::default());
        let record = Record {
            directory: "https://ca.test/dir".to_owned(),
            attempted: Some(NOW),
            failures: 3,
            fault: Some("no \"way\"\n[at all]".to_owned()),
            window: Some(crate::acme::record::Window { start: 1, end: 2 }),
            ..Record::default()
        };
        folder.remember(&wanted, &record).expect("written");
        assert_eq!(folder.record(&wanted), record);
        let path = folder.record_path(&wanted);
        let text = fs::read(&path).expect("there");
        for cut in 0..text.len() {
            fs::write(&path, &text[..cut]).expect("written");
            // Whatever is left of it is read without a word.
            let _ = folder.record(&wanted);
        }
        fs::write(&path, [0xff, 0]).expect("written");
        assert_eq!(folder.record(&wanted), Record::default());

        folder.take(&wanted, &pem(&BOTH, (-1, 90)), NOW).expect("it is good");
        let whole = fs::read(folder.certificate_path(&wanted)).expect("there");
        fs::write(folder.certificate_path(&wanted), &whole[..whole.len() - 40]).expect("written");
        assert!(folder.certificate(&wanted).is_err());
    }

    #[test]
    fn the_stand_in_stays_what_it_is() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = Folder::of(data.path());
        let first = folder.stand_in(&wanted(), NOW).expect("made");
        assert!(BOTH.iter().all(|name| first.description().covers(name)), "{first:?}");
        assert_eq!(folder.stand_in(&wanted(), NOW + 86_400).expect("read").der(), first.der());
        let rsa = Wanted { key: KeyType::Rsa, ..wanted() };
        let rsa = folder.stand_in(&rsa, NOW).expect("made");
        assert_eq!(rsa.key_type(), Some(KeyType::Rsa), "for clients that know nothing else");
    }
}
