//! What a write-logging block device has logged: every write and every flush, in order.
//!
//! The form is that of dm-log-writes (Documentation/admin-guide/device-mapper/log-writes.rst of Linux), which the driver `blklogwrites` of
//! QEMU writes as well. All numbers are little endian.
//!
//! ```text
//!   sector 0   superblock: magic, version, entries (8 octets each), sector size (4)
//!   then, for each entry, a sector with where it went, how long it is, its flags and its length in octets (8 each),
//!   and behind that, what was written
//! ```

use std::ops::Range;

const MAGIC: u64 = 0x006a_7366_7773_6872;
const VERSION: u64 = 1;
const FLUSH: u64 = 1;
const FUA: u64 = 2;
const DISCARD: u64 = 4;

/// A sector, in octets: what a disk writes whole or not at all.
pub const SECTOR: usize = 512;

/// One thing that the device was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// What was written before is to be lasting.
    Flush,
    /// Octets for a place.
    Write(Write),
}

/// A write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Where it goes on the disk, in octets.
    pub at: usize,
    /// Where the log has it.
    pub octets: Range<usize>,
    /// It is lasting at once.
    pub lasting: bool,
}

/// Reads a log.
///
/// # Errors
///
/// It is none, or it is cut short.
pub fn read(log: &[u8]) -> Result<Vec<Entry>, String> {
    let number = |at: usize| {
        let octets = log.get(at..at + 8).ok_or("the log of the disk is cut short")?;
        Ok::<u64, String>(u64::from_le_bytes(octets.try_into().expect("8 octets")))
    };
    let size = |number: u64| usize::try_from(number).map_err(|_| format!("{number} in the log of the disk"));
    if number(0)? != MAGIC || number(8)? != VERSION {
        return Err("this is no log of a disk".into());
    }
    let entries = number(16)?;
    let sector = size(number(24)? & 0xffff_ffff)?;
    if sector != SECTOR {
        return Err(format!("the log of the disk has sectors of {sector} octets"));
    }
    let mut found = Vec::new();
    let mut at = SECTOR;
    for _ in 0..entries {
        let (place, sectors, flags) = (size(number(at)?)?, size(number(at + 8)?)?, number(at + 16)?);
        at += SECTOR;
        // The flush of a write that asks for one comes before what it writes.
        if flags & FLUSH != 0 {
            found.push(Entry::Flush);
        }
        if flags & DISCARD != 0 || sectors == 0 {
            continue;
        }
        let octets = at..at + sectors * SECTOR;
        if octets.end > log.len() {
            return Err("the log of the disk is cut short".into());
        }
        at = octets.end;
        found.push(Entry::Write(Write { at: place * SECTOR, octets, lasting: flags & FUA != 0 }));
    }
    Ok(found)
}

/// All entries together make the disk.
///
/// # Errors
///
/// They do not: what would be made of them is no disk that ever was.
pub fn check(entries: &[Entry], log: &[u8], disk: &[u8]) -> Result<(), String> {
    let mut made = vec![0; disk.len()];
    for entry in entries {
        if let Entry::Write(write) = entry {
            made[write.at..write.at + write.octets.len()].copy_from_slice(&log[write.octets.clone()]);
        }
    }
    match made.iter().zip(disk).position(|(made, was)| made != was) {
        None => Ok(()),
        Some(at) => Err(format!("the log of the disk is not all that was written: octet {at} differs")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(entries: &[(u64, u64, u64)]) -> Vec<u8> {
        let mut log = vec![0; SECTOR];
        log[..8].copy_from_slice(&MAGIC.to_le_bytes());
        log[8..16].copy_from_slice(&VERSION.to_le_bytes());
        log[16..24].copy_from_slice(&(entries.len() as u64).to_le_bytes());
        log[24..28].copy_from_slice(&512_u32.to_le_bytes());
        for (place, sectors, flags) in entries {
            let at = log.len();
            let data = if flags & DISCARD == 0 { usize::try_from(*sectors).expect("few") } else { 0 };
            log.resize(at + SECTOR * (1 + data), 7);
            log[at..at + 8].copy_from_slice(&place.to_le_bytes());
            log[at + 8..at + 16].copy_from_slice(&sectors.to_le_bytes());
            log[at + 16..at + 24].copy_from_slice(&flags.to_le_bytes());
        }
        log
    }

    #[test]
    fn a_log_is_read() {
        let log = log(&[(4, 2, 0), (0, 0, FLUSH), (9, 1, DISCARD), (6, 1, FLUSH | FUA)]);
        let write = |at, octets, lasting| Entry::Write(Write { at, octets, lasting });
        assert_eq!(
            read(&log),
            Ok(vec![
                write(2048, 1024..2048, false),
                Entry::Flush,
                Entry::Flush,
                write(3072, 3584..4096, true)
            ])
        );
        assert!(read(&log[..log.len() - 1]).is_err());
        let entries = read(&log).expect("a log");
        let mut disk = vec![0; 4096];
        disk[2048..3584].fill(7);
        assert_eq!(check(&entries, &log, &disk), Ok(()));
        disk[0] = 1;
        assert!(check(&entries, &log, &disk).is_err());
        assert!(read(&[0; 1024]).is_err());
    }
}
