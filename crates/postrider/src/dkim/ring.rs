//! The keys that sign, in memory, as long as the folder stays as it is.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::sync::{Arc, Mutex, PoisonError};

use postrider_mailauth::dkim::{ActiveKey, Keyring, KeysFault};

use super::folder::{Folder, FolderFault};
use super::key::Stage;

/// The keys of a folder.
#[derive(Debug)]
pub struct FolderKeyring {
    folder: Folder,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Which `keys.toml` it is from; none: from none.
    stamp: Option<Stamp>,
    keys: HashMap<String, Keys>,
}

/// Those of a domain; or why they cannot be read.
type Keys = Result<Vec<ActiveKey>, String>;

/// A file that is written anew is another file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    seconds: i64,
    nanoseconds: i64,
    octets: u64,
}

impl FolderKeyring {
    /// Of this folder, which need not be there yet.
    #[must_use]
    pub fn new(folder: Folder) -> Self {
        Self { folder, known: Mutex::default() }
    }

    fn stamp(&self) -> Result<Option<Stamp>, FolderFault> {
        let path = self.folder.list_path();
        match fs::metadata(&path) {
            Ok(file) => Ok(Some(Stamp {
                inode: file.ino(),
                seconds: file.mtime(),
                nanoseconds: file.mtime_nsec(),
                octets: file.len(),
            })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FolderFault::Io { path, error }),
        }
    }

    /// All keys that sign, by their domains. A key that cannot be read is the trouble of its own domain alone.
    fn read(&self) -> Result<HashMap<String, Keys>, FolderFault> {
        let mut keys: HashMap<String, Keys> = HashMap::new();
        for key in self.folder.read()?.at(Stage::Active) {
            let known = keys.entry(key.domain.clone()).or_insert_with(|| Ok(Vec::new()));
            match (self.folder.secret(key), known) {
                (Ok(secret), Ok(known)) => known.push(ActiveKey {
                    domain: key.domain.clone(),
                    selector: key.selector.clone(),
                    key: Arc::new(secret),
                }),
                (Err(fault), known) => *known = Err(fault.to_string()),
                (Ok(_), Err(_)) => {}
            }
        }
        Ok(keys)
    }
}

impl Keyring for FolderKeyring {
    fn keys(&self, domain: &str) -> Result<Vec<ActiveKey>, KeysFault> {
        let fault = |fault: FolderFault| KeysFault(fault.to_string());
        let stamp = self.stamp().map_err(fault)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        // What cannot be read is asked for again with the next message: somebody may have mended it.
        if known.stamp != stamp || known.keys.values().any(Result::is_err) {
            known.keys = self.read().map_err(fault)?;
            known.stamp = stamp;
        }
        // RFC 6376 §3.5: a key speaks for what is below its domain, too.
        let mut name = domain;
        loop {
            if let Some(keys) = known.keys.get(name) {
                return keys.clone().map_err(KeysFault);
            }
            match name.split_once('.') {
                Some((_, above)) => name = above,
                None => return Ok(Vec::new()),
            }
        }
    }
}
