//! The control socket: how the commands of an operator speak to the server that runs.
//!
//! ```text
//!   postrider queue list --client--> data/control.sock --server--> Queue
//!                           {"verb":"list"} \n          {"list":[...],"next":...} \n
//! ```
//!
//! Beside it is the socket of `postrider sendmail`, which everybody on this machine may use and which speaks SMTP: see
//! `docs/decisions/0017-sendmail.md`.
//!
//! A request is one line of JSON and so is its answer, see [`protocol`]. Nobody but the user that runs the server (and root)
//! can connect: the socket has mode 0600 from the moment it has a name.

pub mod act;
pub mod client;
pub mod filter;
pub mod guard;
pub mod history;
pub mod protocol;
pub mod quarantine;
pub mod rest;
pub mod server;
pub mod submit;
pub mod suspension;
pub mod tally;
pub mod timeline;
pub mod turn;
pub mod walk;

use std::fs::{self, File};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use rustix::fs::Mode;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};

/// The name of the socket in the data folder.
pub const SOCKET: &str = "control.sock";

/// The name of the socket on which users of this machine hand in mail.
pub const SUBMIT: &str = "submit.sock";

/// The path of a Unix socket has at most 107 octets, and a data folder may be deeper than that.
const PATH_OCTETS: usize = 100;

/// A path by which the system finds a socket in `folder`, and the folder, to be held open while it is used.
pub fn reach(folder: &Path, name: &str) -> io::Result<(PathBuf, Option<File>)> {
    let path = folder.join(name);
    if path.as_os_str().len() <= PATH_OCTETS {
        return Ok((path, None));
    }
    let folder = File::open(folder)?;
    Ok((PathBuf::from(format!("/proc/self/fd/{}/{name}", folder.as_raw_fd())), Some(folder)))
}

/// Makes a socket that listens, of this name and mode. Whoever calls this holds the lock of the queue, so a socket that is there
/// already is what a run before has left.
fn bind(folder: &Path, name: &str, mode: Mode) -> io::Result<UnixListener> {
    // The socket gets its name when it is ready, so that nobody finds it before.
    let unready = format!("{name}.new");
    let (path, _folder) = reach(folder, &unready)?;
    match fs::remove_file(folder.join(&unready)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    // Linux gives the file the mode that its socket has when it is bound, less the mask of this process: there is no moment at which
    // more people can connect than should.
    rustix::fs::fchmod(&socket, mode)?;
    rustix::net::bind(&socket, &SocketAddrUnix::new(&path)?)?;
    rustix::fs::chmod(folder.join(&unready), mode)?;
    rustix::net::listen(&socket, 128)?;
    fs::rename(folder.join(&unready), folder.join(name))?;
    Ok(UnixListener::from(socket))
}
