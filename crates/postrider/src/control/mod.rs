//! The control socket: how the commands of an operator speak to the server that runs.
//!
//! ```text
//!   postrider queue list --client--> data/control.sock --server--> Queue
//!                           {"verb":"list"} \n          {"list":[...],"next":...} \n
//! ```
//!
//! A request is one line of JSON and so is its answer, see [`protocol`]. Nobody but the user that runs the server (and root)
//! can connect: the socket has mode 0600 from the moment it has a name.

pub mod act;
pub mod client;
pub mod filter;
pub mod protocol;
pub mod quarantine;
pub mod rest;
pub mod server;
pub mod suspension;
pub mod tally;
pub mod walk;

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};

/// The name of the socket in the data folder.
pub const SOCKET: &str = "control.sock";

/// The path of a Unix socket has at most 107 octets, and a data folder may be deeper than that.
const PATH_OCTETS: usize = 100;

/// A path by which the system finds a socket in `folder`, and the folder, to be held open while it is used.
fn reach(folder: &Path, name: &str) -> io::Result<(PathBuf, Option<File>)> {
    let path = folder.join(name);
    if path.as_os_str().len() <= PATH_OCTETS {
        return Ok((path, None));
    }
    let folder = File::open(folder)?;
    Ok((PathBuf::from(format!("/proc/self/fd/{}/{name}", folder.as_raw_fd())), Some(folder)))
}
