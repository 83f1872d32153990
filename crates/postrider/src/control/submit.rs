//! The socket on which users of this machine hand in mail. It speaks SMTP, through the same sessions as every listener, and can
//! do nothing else.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use postrider_inbound::LocalListener;
use rustix::fs::Mode;

use super::{SUBMIT, bind};

/// The name of the socket. Dropped, it is removed.
#[derive(Debug)]
pub struct Name(PathBuf);

impl Drop for Name {
    fn drop(&mut self) {
        // What stays is replaced by the next run.
        let _ = fs::remove_file(&self.0);
    }
}

/// Makes the folder for mail from this machine, if it is not there: everybody may look into it.
///
/// # Errors
///
/// The system does not let us.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o755).create(folder)
}

/// Makes the socket. Everybody who can reach it may connect: who that is, the folder says.
///
/// # Errors
///
/// The system does not let us.
pub fn listen(folder: &Path) -> io::Result<(LocalListener, Name)> {
    let everybody = Mode::from_raw_mode(0o666);
    let socket = bind(folder, SUBMIT, everybody)?;
    Ok((LocalListener::new(socket)?, Name(folder.join(SUBMIT))))
}
