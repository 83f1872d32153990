//! The file of what is suspended: `suspended`, in the queue's folder. It is small, seldom changed, and written as a whole.
//!
//! ```text
//!   0  4  magic "PSus"        9  4  how many; of each:
//!   4  1  format version         text  the domain, or "*"
//!   5  4  CRC32C of the rest     8 8   since, until (milliseconds)
//!                                text  the reason
//! ```

use std::io;
use std::path::{Path, PathBuf};

use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;

use super::codec::{Reader, length, put_text, u32_at};
use super::disk::Disk;
use crate::schedule::suspension::{Suspension, Suspensions};

const MAGIC: &[u8; 4] = b"PSus";
const VERSION: u8 = 1;
/// In front of what the checksum is of.
const HEADER: usize = 9;
/// No file of ours is longer.
const OCTETS_MAX: u64 = 4 * 1024 * 1024;

fn path_in(folder: &Path) -> PathBuf {
    folder.join("suspended")
}

/// Reads the file.
///
/// # Errors
///
/// It cannot be read, or makes no sense.
pub(crate) fn read(disk: &dyn Disk, folder: &Path) -> io::Result<Suspensions> {
    let file = match disk.open(&path_in(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Suspensions::default()),
        other => other?,
    };
    let octets = file.size()?;
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "it is damaged");
    if octets > OCTETS_MAX {
        return Err(damaged());
    }
    let mut content = vec![0; usize::try_from(octets).map_err(|_| damaged())?];
    file.read_at(&mut content, 0)?;
    decode(&content).ok_or_else(damaged)
}

/// Writes the file. A crash before the rename leaves the old one, and beside it one that the next write removes; a crash behind it leaves
/// the old one or the new one, and both are whole, as the new one is synced before it has the name.
///
/// # Errors
///
/// What the system says. The old one or the new one is there, and nobody knows which.
pub(crate) fn write(disk: &dyn Disk, folder: &Path, suspensions: &Suspensions) -> io::Result<()> {
    let (path, new) = (path_in(folder), folder.join("suspended.new"));
    match disk.remove(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let file = disk.create(&new)?;
    file.write_at(&encode(suspensions), 0)?;
    file.sync()?;
    disk.rename(&new, &path)?;
    disk.sync_folder(folder)
}

fn encode(suspensions: &Suspensions) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.push(VERSION);
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&length(suspensions.len()).to_le_bytes());
    for Suspension { domain, since, until, reason } in suspensions.all() {
        put_text(&domain.as_ref().map_or_else(|| "*".to_owned(), ToString::to_string), &mut out);
        out.extend_from_slice(&since.as_millis().to_le_bytes());
        out.extend_from_slice(&until.as_millis().to_le_bytes());
        put_text(reason, &mut out);
    }
    let crc = crc32c::crc32c(&out[HEADER..]);
    out[HEADER - 4..HEADER].copy_from_slice(&crc.to_le_bytes());
    out
}

fn decode(octets: &[u8]) -> Option<Suspensions> {
    let (header, rest) = octets.split_at_checked(HEADER)?;
    if &header[..4] != MAGIC || header[4] != VERSION || crc32c::crc32c(rest) != u32_at(header, HEADER - 4) {
        return None;
    }
    let mut reader = Reader(rest);
    let mut suspensions = Suspensions::default();
    for _ in 0..reader.u32()? {
        let domain = match reader.text()? {
            "*" => None,
            name => Some(Domain::parse(name, Charset::Utf8).ok()?),
        };
        let (since, until) = (reader.timestamp()?, reader.timestamp()?);
        suspensions.add(Suspension { domain, since, until, reason: reader.text()?.to_owned() });
    }
    Some(suspensions)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Timestamp;

    #[test]
    fn what_is_written_is_read_and_a_flipped_bit_is_seen() {
        let mut suspensions = Suspensions::default();
        for (name, until) in [(None, 5), (Some("a.example"), 7), (Some("[192.0.2.1]"), 9)] {
            suspensions.add(Suspension {
                domain: name.map(|name| Domain::parse(name, Charset::Utf8).expect("a domain")),
                since: Timestamp::from_millis(1),
                until: Timestamp::from_millis(until),
                reason: format!("until {until}: \u{fc}"),
            });
        }
        let octets = encode(&suspensions);
        assert_eq!(decode(&octets), Some(suspensions));
        for at in 0..octets.len() {
            let mut damaged = octets.clone();
            damaged[at] ^= 1;
            assert_eq!(decode(&damaged), None, "octet {at}");
            assert_eq!(decode(&octets[..at]), None, "cut at {at}");
        }
    }

    proptest! {
        #[test]
        fn no_octets_panic(octets in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = decode(&octets);
            let mut rest = octets;
            rest.splice(0..0, [0; HEADER]);
            rest[..5].copy_from_slice(b"PSus\x01");
            let crc = crc32c::crc32c(&rest[HEADER..]);
            rest[5..HEADER].copy_from_slice(&crc.to_le_bytes());
            let _ = decode(&rest);
        }
    }
}
