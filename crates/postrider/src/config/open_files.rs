//! Secrets that are open to others: files that every user of the machine may read or write, and folders in which they may put others in their place.
//!
//! It is a warning and no mistake: mail goes on, and a server that does not start protects nobody. What its group may do is up to whoever has given it to that
//! group; with many certificates that is how the server reads their key.

use std::fs;
use std::ops::Range;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::config::problem::Problem;
use crate::config::resolve::Resolver;
use crate::tls::SELF_SIGNED;

/// The keys of the configuration that name a file with a secret. One of a certificate may be in the file of its chain.
const SECRETS: [(&str, &[&str]); 7] = [
    ("acme", &["eab_key_file"]),
    ("certificate", &["key", "file"]),
    ("ldap", &["password_file"]),
    ("oauth", &["client_secret_file"]),
    ("route", &["password_file"]),
    ("route", &["token_file"]),
    ("route", &["key", "certificate"]),
];

const OTHERS_READ: u32 = 0o004;
const OTHERS_WRITE: u32 = 0o002;

impl Resolver<'_> {
    /// Says which of the secrets that the file names are open to others.
    pub fn open_secrets(&mut self) {
        for (section, keys) in SECRETS {
            for table in self.raw.tables(section) {
                let Some(written) = keys.iter().find_map(|key| table.text(key)) else { continue };
                let file = self.base.join(written.get_ref());
                self.warnings.extend(open_secret(&file, Some(written.span())));
            }
        }
    }
}

/// What of the data folder is open to others, and so is the account file.
pub fn open_data(config: &Config) -> Vec<Problem> {
    let data = &config.data;
    let (acme, dkim) = (data.join("acme"), data.join("dkim"));
    let folders = [("the data folder", data), ("the folder", &acme), ("the folder", &dkim)];
    let files = [config.accounts.file.clone(), config.accounts.secret.clone(), data.join(SELF_SIGNED)];
    let open_folders = folders.into_iter().filter_map(|(what, folder)| open_folder(what, folder));
    let files = files.into_iter().chain(secrets_in(&acme)).chain(secrets_in(&dkim));
    open_folders.chain(files.filter_map(|file| open_secret(&file, None))).collect()
}

/// The keys in a folder, in their order. One that cannot be read is said where it is needed.
fn secrets_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "pem" || end == "json"));
    files.sort();
    files
}

/// The bits of whoever is neither the owner nor in the group; none of what is not there.
fn others(path: &Path) -> u32 {
    fs::metadata(path).map_or(0, |found| found.permissions().mode() & 0o007)
}

fn open_secret(file: &Path, at: Option<Range<usize>>) -> Option<Problem> {
    let others = others(file);
    let may = match (others & OTHERS_READ != 0, others & OTHERS_WRITE != 0) {
        (false, false) => return None,
        (true, false) => "read",
        (false, true) => "write",
        (true, true) => "read and write",
    };
    Some(Problem {
        at,
        says: format!("every user of this machine may {may} {}, which holds a secret", file.display()),
        help: format!("chmod o= {}", file.display()),
    })
}

fn open_folder(what: &str, folder: &Path) -> Option<Problem> {
    (others(folder) & OTHERS_WRITE != 0).then(|| {
        let folder = folder.display();
        Problem::nowhere(
            format!("every user of this machine may write in {what} {folder}, and so replace what is in it"),
            format!("chmod o-w {folder}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a path these permissions.
    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("ours");
    }

    /// What is said of a server with its data in this folder, and of its configuration.
    fn said(folder: &Path, text: &str) -> Vec<(String, String)> {
        let file = folder.join("postrider.toml");
        let config = Config::resolve(&file, text, Some(folder.join("data")), None).expect("no mistake");
        let warnings = config.warnings.iter().flat_map(crate::config::Warnings::each);
        let root = format!("{}/", folder.display());
        warnings
            .map(|(_, problem)| (problem.says.replace(&root, ""), problem.help.replace(&root, "")))
            .filter(|(says, _)| says.starts_with("every user"))
            .collect()
    }

    #[test]
    fn what_others_may_read_or_write_is_told_with_the_chmod_that_mends_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        fs::create_dir_all(data.join("dkim")).expect("made");
        let config = "[[route]]\ndomain = \"*\"\nto = \"smtp://mail.example.net:587\"\nuser = \"anna\"\npassword_file = \"password\"\n";
        let files =
            ["password", "data/accounts.toml", "data/self-signed.pem", "data/dkim/s1.example.org.pem"];
        for file in files {
            fs::write(folder.path().join(file), "secret\n").expect("written");
            set(&folder.path().join(file), 0o640);
        }
        fs::write(data.join("dkim/keys.toml"), "").expect("written");
        set(&data.join("dkim/keys.toml"), 0o644);
        set(&data, 0o750);
        assert_eq!(said(folder.path(), config), [], "its group may read it");

        for (file, mode, may) in [
            (files[0], 0o604, "read"),
            (files[1], 0o644, "read"),
            (files[2], 0o602, "write"),
            (files[3], 0o666, "read and write"),
        ] {
            set(&folder.path().join(file), mode);
            let says = format!("every user of this machine may {may} {file}, which holds a secret");
            assert_eq!(said(folder.path(), config), [(says, format!("chmod o= {file}"))]);
            set(&folder.path().join(file), 0o600);
        }
        set(&data, 0o1777);
        let says =
            "every user of this machine may write in the data folder data, and so replace what is in it";
        assert_eq!(said(folder.path(), config), [(says.to_owned(), "chmod o-w data".to_owned())]);
    }
}
