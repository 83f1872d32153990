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
//! A request is one line of JSON and so is its answer, see [`protocol`]. While the server works at an answer it says so with an empty line every ten
//! seconds: whoever hears nothing for a minute need not wait any longer. Nobody but the user that runs the server (and root)
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
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::Mode;
use rustix::io::Errno;
use rustix::net::sockopt::{Timeout, set_socket_timeout};
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

/// Connects to a socket in `folder`. A server that is stopped or stuck takes no connections, and is not waited for longer than this for a place among
/// those that wait for it: the error is of the kind [`io::ErrorKind::TimedOut`].
pub fn connect(folder: &Path, name: &str, patience: Duration) -> io::Result<UnixStream> {
    let (path, _folder) = reach(folder, name)?;
    let socket =
        rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
    // socket(7): on Linux the time to send is the time to connect, too. To connect without blocking would be no help: a Unix socket whose other end has no
    // place says so at once, and nobody tells when it has one.
    set_socket_timeout(&socket, Timeout::Send, Some(patience))?;
    loop {
        match rustix::net::connect(&socket, &SocketAddrUnix::new(&path)?) {
            Ok(()) => return Ok(UnixStream::from(socket)),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => return Err(silent(&folder.join(name), patience)),
            Err(error) => return Err(error.into()),
        }
    }
}

/// That nothing came from this socket for so long.
pub fn silent(socket: &Path, patience: Duration) -> io::Error {
    let why = format!(
        "the server has been silent for {} seconds at {}: it is stopped, or stuck. Look at its log, and at its disk; no mail is lost when it is restarted",
        patience.as_secs_f64(),
        socket.display()
    );
    io::Error::new(io::ErrorKind::TimedOut, why)
}

/// Whether this is what a socket says that was waited for in vain.
pub fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_finds_no_place_before_a_server_that_takes_nobody_does_not_wait_for_ever() {
        let folder = tempfile::tempdir().expect("a folder");
        let socket = bind(folder.path(), SOCKET, Mode::RUSR | Mode::WUSR).expect("a socket");
        rustix::net::listen(&socket, 0).expect("a short queue");
        let patience = Duration::from_millis(20);
        let mut waiting = Vec::new();
        let error = loop {
            match connect(folder.path(), SOCKET, patience) {
                Ok(stream) => waiting.push(stream),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        let path = folder.path().join(SOCKET);
        let expected = format!("the server has been silent for 0.02 seconds at {}: ", path.display());
        assert!(error.to_string().starts_with(&expected), "{error}");
        drop(socket);
        let error = connect(folder.path(), SOCKET, patience).expect_err("nobody listens");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    }
}
