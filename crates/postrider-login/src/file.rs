//! The account file on the disk: read whole, and replaced whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{Gid, OFlags, Uid, fchown};

use crate::form::{Accounts, FormProblem};

/// An account file.
#[derive(Debug, Clone)]
pub struct AccountFile {
    path: PathBuf,
}

/// Why an account file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccountFileError {
    /// It cannot be read.
    #[error("the account file {} cannot be read: {error}. Give it to the user that runs this", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// It cannot be written; it is as it was.
    #[error("the account file {} cannot be written, and is as it was: {error}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// It has mistakes.
    #[error("the account file {} has mistakes, mend them by hand: {}", .path.display(), joined(.problems, "; "))]
    Form {
        /// The file.
        path: PathBuf,
        /// All of them.
        problems: Vec<FormProblem>,
    },
}

fn joined(problems: &[FormProblem], between: &str) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

impl AccountFileError {
    /// What it says, with each mistake on a line of its own: for a terminal. A log has it in one line.
    #[must_use]
    pub fn in_lines(&self) -> String {
        match self {
            Self::Form { path, problems } => {
                format!(
                    "the account file {} has mistakes, mend them by hand:\n  {}",
                    path.display(),
                    joined(problems, "\n  ")
                )
            }
            other => other.to_string(),
        }
    }
}

impl AccountFile {
    /// The file at this path. It need not be there.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All accounts in it; none if it is not there.
    ///
    /// # Errors
    ///
    /// It cannot be read or understood.
    pub fn read(&self) -> Result<Accounts, AccountFileError> {
        let path = || self.path.clone();
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Accounts::default()),
            Err(error) => return Err(AccountFileError::Read { path: path(), error }),
        };
        Accounts::read(&text).map_err(|problems| AccountFileError::Form { path: path(), problems })
    }

    /// Changes what is in it: read, changed and replaced while nobody else does. If the change says no, nothing is written.
    ///
    /// # Errors
    ///
    /// The change says no, or the file cannot be read, understood or written.
    pub fn change<T, E: From<AccountFileError>>(
        &self,
        change: impl FnOnce(&mut Accounts) -> Result<T, E>,
    ) -> Result<T, E> {
        let write = |error| AccountFileError::Write { path: self.path.clone(), error };
        let _lock = self.lock().map_err(write)?;
        let before = self.read()?;
        let mut after = before.clone();
        let done = change(&mut after)?;
        if after != before {
            self.replace(&after).map_err(write)?;
        }
        Ok(done)
    }

    /// A lock of its own, since the file itself is replaced. It is let go when it is closed, also by a crash.
    fn lock(&self) -> io::Result<File> {
        let mut name = self.path.clone().into_os_string();
        name.push(".lock");
        // The folder may belong to somebody else than who runs this: a link there would have root open, and give away, what it points at.
        let no_link = i32::try_from(OFlags::NOFOLLOW.bits()).expect("flags of open(2) are an int");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o600).custom_flags(no_link);
        let lock = options.open(name)?;
        self.give_to_owner(&lock)?;
        lock.lock()?;
        Ok(lock)
    }

    /// Writes another file and puts it in the place of this one: whoever reads has the old or the new, and never half of one.
    fn replace(&self, accounts: &Accounts) -> io::Result<()> {
        let mut name = self.path.clone().into_os_string();
        name.push(".new");
        match fs::remove_file(&name) {
            // What a crash has left; nobody reads it.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&name)?;
        self.give_to_owner(&file)?;
        self.keep_group(&file)?;
        file.write_all(accounts.to_text().as_bytes())?;
        // Before it has its name: a crash before this leaves the old file, one behind it the old or the new, each whole.
        file.sync_all()?;
        fs::rename(&name, &self.path)?;
        // A crash before this may leave the old file; the caller has not been told that the change is made.
        File::open(self.folder())?.sync_all()
    }

    /// Root may write it for the user that runs the server, who is to read it: it belongs to whoever had it, or to whoever has the
    /// folder.
    fn give_to_owner(&self, file: &File) -> io::Result<()> {
        let like = fs::metadata(&self.path).or_else(|_| fs::metadata(self.folder()))?;
        let now = file.metadata()?;
        if (now.uid(), now.gid()) == (like.uid(), like.gid()) || !rustix::process::geteuid().is_root() {
            return Ok(());
        }
        Ok(fchown(file, Some(Uid::from_raw(like.uid())), Some(Gid::from_raw(like.gid())))?)
    }

    /// The group that could read the file can still. No more than that: who may write it may log in as anybody.
    fn keep_group(&self, file: &File) -> io::Result<()> {
        let Ok(before) = fs::metadata(&self.path) else { return Ok(()) };
        let is_read = before.mode() & 0o040 != 0 && before.gid() == file.metadata()?.gid();
        if is_read { file.set_permissions(fs::Permissions::from_mode(0o640)) } else { Ok(()) }
    }

    fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use postrider_directory::Account;

    use super::*;

    #[test]
    fn a_change_replaces_the_file_and_a_no_leaves_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = AccountFile::at(folder.path().join("accounts.toml"));
        assert_eq!(file.read().expect("none"), Accounts::default());
        let add = |name: &'static str| {
            file.change(|accounts| {
                accounts.put(Account::new(name));
                Ok::<_, AccountFileError>(())
            })
        };
        add("alice").expect("written");
        add("bob").expect("written");
        let names =
            |accounts: &Accounts| accounts.iter().map(|account| account.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&file.read().expect("read")), ["alice", "bob"]);
        let mode = fs::metadata(file.path()).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let no: Result<(), AccountFileError> = file.change(|accounts| {
            accounts.remove("alice");
            Err(AccountFileError::Form { path: PathBuf::new(), problems: Vec::new() })
        });
        assert!(no.is_err());
        assert_eq!(names(&file.read().expect("read")).len(), 2);
    }

    #[test]
    fn a_group_that_may_read_it_still_may_and_no_link_is_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = AccountFile::at(folder.path().join("accounts.toml"));
        let add = |name: &'static str| {
            file.change(|accounts| {
                accounts.put(Account::new(name));
                Ok::<_, AccountFileError>(())
            })
        };
        let mode = || fs::metadata(file.path()).expect("it is there").permissions().mode() & 0o777;
        // Everybody may read the folder; that says nothing of the file.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("set");
        add("alice").expect("written");
        assert_eq!(mode(), 0o600);
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o664)).expect("set");
        add("bob").expect("written");
        assert_eq!(mode(), 0o640);
        let lock = folder.path().join("accounts.toml.lock");
        fs::remove_file(&lock).expect("removed");
        symlink(folder.path().join("other"), &lock).expect("a link");
        assert!(matches!(add("carol"), Err(AccountFileError::Write { .. })));
        assert!(!folder.path().join("other").exists());
    }

    #[test]
    fn changes_at_once_are_all_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = AccountFile::at(folder.path().join("accounts.toml"));
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let file = &file;
                scope.spawn(move || {
                    for number in 0..5 {
                        let add = |accounts: &mut Accounts| {
                            accounts.put(Account::new(format!("{thread}-{number}")));
                            Ok::<_, AccountFileError>(())
                        };
                        file.change(add).expect("written");
                    }
                });
            }
        });
        assert_eq!(file.read().expect("read").iter().count(), 20);
    }
}
