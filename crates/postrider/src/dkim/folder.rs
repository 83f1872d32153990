//! The folder of the keys.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, fchown};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use postrider_mailauth::dkim::{Algorithm, KeyFault, SigningKey, key_record};
use rustix::fs::{AtFlags, CWD, Mode, OFlags, openat, unlinkat};
use rustix::io::Errno;

use super::key::{Key, Keys, Stage};
use crate::whole_file;

/// The folder, in the data folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// Why the keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum FolderFault {
    /// The system does not let us.
    #[error(
        "{} cannot be used: {error}. Give it to the user that runs postrider, and run `postrider dkim` as that user",
        .path.display()
    )]
    Io {
        /// What.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// A private key is not there.
    #[error(
        "the private key {} is not there: put it back from a backup, or have `postrider dkim rotate` make another",
        .path.display()
    )]
    Gone {
        /// Which file.
        path: PathBuf,
    },
    /// `keys.toml` was changed by hand, and not for the better.
    #[error("{} makes no sense: {error}. Mend it, or put back what `postrider dkim` wrote", .path.display())]
    Form {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        error: String,
    },
    /// A key is no key.
    #[error("the key in {} cannot be used: {fault}", .path.display())]
    Key {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        fault: KeyFault,
    },
}

impl Folder {
    /// That of a data folder. It need not be there.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self(data.join("dkim"))
    }

    /// Where it is written what there is.
    #[must_use]
    pub fn list_path(&self) -> PathBuf {
        self.0.join("keys.toml")
    }

    /// Where the private key is.
    #[must_use]
    pub fn key_path(&self, key: &Key) -> PathBuf {
        self.0.join(format!("{}.{}.pem", key.selector, key.domain))
    }

    /// What keys there are; none where there is no folder.
    ///
    /// # Errors
    ///
    /// They cannot be read, or make no sense.
    pub fn read(&self) -> Result<Keys, FolderFault> {
        let path = self.list_path();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Keys::default()),
            Err(error) => return Err(FolderFault::Io { path, error }),
        };
        let wrong = |error: &str| FolderFault::Form { path: path.clone(), error: error.to_owned() };
        let keys: Keys = toml::from_str(&text).map_err(|error| wrong(error.message()))?;
        // Both are parts of a file's name, and root may be who opens it.
        let is_name = |text: &str| !text.is_empty() && !text.contains(['/', '\0']);
        match keys.keys.iter().find(|key| !is_name(&key.domain) || !is_name(&key.selector)) {
            Some(key) => Err(wrong(&format!("{:?} is no selector of {:?}", key.selector, key.domain))),
            None => Ok(keys),
        }
    }

    /// Reads a private key.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is none.
    pub fn secret(&self, key: &Key) -> Result<SigningKey, FolderFault> {
        let path = self.key_path(key);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(FolderFault::Gone { path }),
            Err(error) => return Err(FolderFault::Io { path, error }),
        };
        SigningKey::from_pem(&text).map_err(|fault| FolderFault::Key { path, fault })
    }

    /// Changes what there is. Nobody else does meanwhile.
    ///
    /// # Errors
    ///
    /// It cannot be read or written. Then nothing has changed.
    pub fn change<T>(
        &self,
        change: impl FnOnce(&mut Keys) -> Result<T, FolderFault>,
    ) -> Result<T, FolderFault> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |error| FolderFault::Io { path, error }
        };
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o700).create(&self.0).map_err(at(&self.0))?;
        let folder = self.open().map_err(at(&self.0))?;
        self.give_away(&folder).map_err(at(&self.0))?;
        let lock_path = self.0.join("lock");
        let flags = OFlags::CREATE | OFlags::WRONLY;
        let lock = no_link(&folder, Path::new("lock"), flags).map_err(at(&lock_path))?;
        // One that has another name elsewhere may be anybody's file.
        if lock.metadata().map_err(at(&lock_path))?.nlink() == 1 {
            self.give_away(&lock).map_err(at(&lock_path))?;
        }
        lock.lock().map_err(at(&lock_path))?;
        let before = self.read()?;
        let mut keys = before.clone();
        let made = change(&mut keys)?;
        if keys != before {
            let path = self.list_path();
            let text = toml::to_string(&keys)
                .map_err(|error| FolderFault::Form { path: path.clone(), error: error.to_string() })?;
            let text = format!("# Written by postrider: see docs/dkim.md.\n\n{text}");
            self.write(&path, text.as_bytes()).map_err(at(&path))?;
        }
        Ok(made)
    }

    /// Makes a key, and its file. It is pending.
    ///
    /// # Errors
    ///
    /// It cannot be made or written.
    pub fn make(
        &self,
        keys: &mut Keys,
        domain: &str,
        algorithm: Algorithm,
        now: Timestamp,
    ) -> Result<Key, FolderFault> {
        let selector = keys.free_selector(domain, algorithm, now);
        let mut key = Key {
            domain: domain.to_owned(),
            selector,
            algorithm: algorithm.key_word().to_owned(),
            stage: Stage::Pending,
            since: now,
            record: String::new(),
        };
        let path = self.key_path(&key);
        let fault = |fault| FolderFault::Key { path: path.clone(), fault };
        let (secret, pem) = SigningKey::generate(algorithm).map_err(fault)?;
        key.record = key_record(&secret).map_err(fault)?;
        self.write(&path, pem.as_bytes()).map_err(|error| FolderFault::Io { path: path.clone(), error })?;
        keys.keys.push(key.clone());
        Ok(key)
    }

    /// Removes a private key that signs no more.
    pub fn forget(&self, key: &Key) {
        let path = self.key_path(key);
        // What cannot be removed is in nobody's way; the next that looks sees that it is retired.
        if let (Ok(folder), Some(name)) = (self.open(), path.file_name()) {
            let _ = unlinkat(folder, name, AtFlags::empty());
        }
    }

    /// The folder itself. What is done in it is done by this, and not by its path, which its owner may lead elsewhere at any time.
    fn open(&self) -> io::Result<File> {
        no_link(CWD, &self.0, OFlags::DIRECTORY)
    }

    /// Whole or not at all, and given to whom the data folder belongs.
    fn write(&self, path: &Path, octets: &[u8]) -> io::Result<()> {
        let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        whole_file::write_in(&self.open()?, name, octets, |file| self.give_away(file))
    }

    /// Root makes keys for the user whose data folder it is.
    fn give_away(&self, file: &File) -> io::Result<()> {
        if !rustix::process::geteuid().is_root() {
            return Ok(());
        }
        let owner = fs::metadata(self.0.parent().unwrap_or(&self.0))?;
        fchown(file, Some(owner.uid()), Some(owner.gid()))
    }
}

/// Opens what is there itself. The folder belongs to the user that runs the server, and root may be who opens: a link that this user
/// has put there would have root write to, or give away, whatever it points at.
fn no_link(folder: impl AsFd, name: &Path, flags: OFlags) -> io::Result<File> {
    let flags = flags | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    match openat(folder, name, flags, Mode::RUSR | Mode::WUSR) {
        Err(error @ (Errno::LOOP | Errno::NOTDIR)) => Err(io::Error::new(
            io::Error::from(error).kind(),
            "it is a link, or not of the kind that belongs there, and is left alone",
        )),
        opened => Ok(File::from(opened?)),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn make(folder: &Folder) -> Result<Key, FolderFault> {
        folder.change(|keys| folder.make(keys, "a.example", Algorithm::Ed25519, Timestamp::UNIX_EPOCH))
    }

    #[test]
    fn no_link_in_the_folder_is_followed() {
        let data = tempfile::tempdir().expect("a folder");
        let other = data.path().join("other");
        fs::write(&other, "theirs").expect("written");
        let folder = Folder::of(data.path());
        let key = make(&folder).expect("made");
        // What a crash would have left is replaced, whatever it is.
        symlink(&other, folder.list_path().with_extension("new")).expect("a link");
        folder
            .change(|keys| {
                keys.keys.clear();
                Ok(())
            })
            .expect("changed");
        assert_eq!(fs::read_to_string(&other).expect("read"), "theirs");
        symlink(&other, folder.key_path(&key).with_extension("new")).expect("a link");
        make(&folder).expect("made");
        assert_eq!(fs::read_to_string(&other).expect("read"), "theirs");
        let lock = folder.0.join("lock");
        fs::remove_file(&lock).expect("removed");
        symlink(&other, &lock).expect("a link");
        let error = make(&folder).expect_err("a link").to_string();
        assert!(error.contains("lock cannot be used: it is a link"), "{error}");
        // A name in the list leads out of it no more than a link does.
        let text = fs::read_to_string(folder.list_path()).expect("read");
        fs::write(folder.list_path(), text.replace(&key.selector, "../../etc/x")).expect("written");
        let error = folder.read().expect_err("a path").to_string();
        assert!(error.contains("is no selector of \"a.example\""), "{error}");
        fs::write(folder.list_path(), text).expect("written");
        // Nor is the folder itself.
        let linked = tempfile::tempdir().expect("a folder");
        symlink(&folder.0, linked.path().join("dkim")).expect("a link");
        fs::remove_file(&lock).expect("removed");
        let error = make(&Folder::of(linked.path())).expect_err("a link").to_string();
        assert!(error.contains("it is a link"), "{error}");
    }
}
