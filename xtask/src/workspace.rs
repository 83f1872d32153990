//! The repository as a set of texts: what tidy looks at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{env, fs};

use crate::failure::Failure;
use crate::limited;

/// The files of the repository. Checks see this and not the disk, so that their tests can make one up.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Every file that is UTF-8, by its path from the root with `/` between the parts.
    pub texts: BTreeMap<String, String>,
    /// The paths of all files, those that are no text too.
    pub paths: BTreeSet<String>,
}

impl Workspace {
    /// What git tracks under `root`, and what is new there and not ignored.
    ///
    /// # Errors
    ///
    /// There is no git, or a file cannot be read.
    pub fn read(root: &Path) -> Result<Self, Failure> {
        // In a container the clone may belong to another user than the one who runs this; listing files is safe all the same.
        let arguments =
            ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let listing = run(Command::new("git").args(arguments).current_dir(root))?;
        let mut workspace = Self::default();
        for path in listing.split('\0').filter(|path| !path.is_empty()) {
            let file = root.join(path);
            // Deleted, and git has not been told yet; or a symbolic link, whose target is looked at where it is.
            if !file.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
                continue;
            }
            let octets = fs::read(&file).map_err(Failure::file(&file))?;
            workspace.paths.insert(path.to_owned());
            if let Ok(text) = String::from_utf8(octets) {
                workspace.texts.insert(path.to_owned(), text);
            }
        }
        Ok(workspace)
    }

    /// A made-up repository, for tests.
    #[must_use]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let texts: BTreeMap<String, String> =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Self { paths: texts.keys().cloned().collect(), texts }
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// The files whose names end with `.extension`.
    pub fn with_extension(&self, extension: &str) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .filter(move |(path, _)| path.rsplit_once('.').is_some_and(|(_, ending)| ending == extension))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The crates: the folder from the root, and the manifest. The root's own manifest is none.
    pub fn crates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .filter_map(|(path, text)| path.strip_suffix("/Cargo.toml").map(|folder| (folder, text.as_str())))
    }

    /// Whether a file or a folder is there.
    #[must_use]
    pub fn exists(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        path.is_empty()
            || self.paths.contains(path)
            || self.paths.range(folder.clone()..).next().is_some_and(|file| file.starts_with(&folder))
    }
}

/// The root of the repository that this program was built from.
#[must_use]
pub fn root() -> PathBuf {
    // Cargo sets it at run time too; a binary that is run by hand knows where it was built.
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// How long a program may take: most of them take a moment, and those that download something what that takes.
const PATIENCE: Duration = Duration::from_secs(600);

/// Runs a program to its end and gives what it wrote to standard output. It is told nothing on its standard input.
///
/// # Errors
///
/// It cannot be started, says no, or does not end.
pub fn run(command: &mut Command) -> Result<String, Failure> {
    let output = limited::output(command.stdin(Stdio::null()), PATIENCE)?;
    let words = words(command);
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let status = format!("{}: {}", output.status, said.trim_end());
        return Err(Failure::Command { command: words, status });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as one would type it.
#[must_use]
pub fn words(command: &Command) -> String {
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    words.join(" ")
}
