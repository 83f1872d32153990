//! Whether a folder can be used, before it is.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use rustix::fs::{Access, access};

use crate::config::problem::Problem;

/// What is wrong with a folder that the server is to write in; it is made if it is not there. Nothing of this stays.
pub fn problem(what: &str, folder: &Path, at: Option<&Range<usize>>) -> Option<Problem> {
    let shown = folder.display();
    let wrong = |says: String, help: &str| Some(Problem { at: at.cloned(), says, help: help.to_owned() });
    if folder.as_os_str().is_empty() {
        // That there is none was said.
        return None;
    }
    // Where it is, or where it will be made. A relative path ends at the folder of this process.
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    if !there.is_dir() {
        return wrong(
            format!("{what} {shown} cannot be: {} is no folder", there.display()),
            "name another folder, or move what is there",
        );
    }
    let allowed = access(there, Access::WRITE_OK | Access::EXEC_OK).map_err(io::Error::from);
    // One that is there is not tried: a server starts on a full disk, says 452, and delivers what it has.
    let makes = |()| if there == folder { Ok(()) } else { try_folder(there) };
    match allowed.and_then(makes) {
        Ok(()) => None,
        Err(error) if there == folder => wrong(
            format!("{what} {shown} cannot be written: {error}"),
            "give it to the user that runs postrider, or name another folder",
        ),
        Err(error) => wrong(
            format!("{what} {shown} cannot be made in {}: {error}", there.display()),
            "make it for the user that runs postrider, or name another folder",
        ),
    }
}

/// Makes a folder in another and takes it away again. Root may write everywhere, and yet some folders take nothing, such as
/// those of /proc.
fn try_folder(there: &Path) -> io::Result<()> {
    let tried = there.join(format!(".postrider-{}", std::process::id()));
    match fs::create_dir(&tried) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.and_then(|()| fs::remove_dir(&tried)),
    }
}
