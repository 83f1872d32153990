//! The other end of syslog: what the servers log is taken and written to a file, as a syslog daemon would. Its own time is not
//! counted for any of them.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::{fs, thread};

/// Takes what is sent to `socket` and writes it to `file`, until the process ends.
///
/// # Errors
///
/// Either cannot be made.
pub fn start(socket: &Path, file: &Path) -> io::Result<()> {
    let receiver = UnixDatagram::bind(socket)?;
    fs::set_permissions(socket, fs::Permissions::from_mode(0o666))?;
    let mut log = BufWriter::with_capacity(64 * 1024, File::create(file)?);
    thread::Builder::new().name("syslog".into()).spawn(move || {
        let mut line = [0; 8 * 1024];
        while let Ok(octets) = receiver.recv(&mut line) {
            if log.write_all(&line[..octets]).and_then(|()| log.write_all(b"\n")).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}
