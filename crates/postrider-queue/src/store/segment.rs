//! A segment: one file of the log, and the groups in it.
//!
//! ```text
//!   block 0          header of this use: magic, version, number, salt
//!   block 1 ...      groups, each beginning on a block of 4 KiB
//!
//!   group   0   4  magic "PGrp"        28   8  sequence within the segment
//!           4   1  format version      36   4  length of the records
//!           5   3  zero                40   4  CRC32C of the group before (its header's last field)
//!           8  16  salt                44   4  CRC32C of the records
//!          24   4  segment number      48   4  CRC32C of these 48 octets
//!          52  ..  records, then zeros to the end of the block
//!
//!   footer, at the end of the file, when the segment is full:
//!           0   8  per record: where it begins, octets in front of its body
//!   last 64 octets of the file:
//!           0   4  magic "PFtr"        40   8  where the last group begins
//!           4   1  format version      48   4  CRC of the last group's header
//!           5   3  zero                52   4  (zero)
//!           8  16  salt                56   4  CRC32C of the entries
//!          24   4  segment number      60   4  CRC32C of these 60 octets
//!          28   4  entries
//!          32   8  sequence of the last group
//! ```
//!
//! A group is one write and one sync, and it is written only when the sync of the one before has returned. The first group of a
//! segment names the last acknowledged one of the segments before it. So:
//!
//! - A block that holds acknowledged octets is never written again.
//! - A valid group proves that all groups before it were synced. What is invalid *before* a valid group was acknowledged, and has been
//!   damaged since; so has the last group of a segment, if it is not the one that the next segment names. What else is invalid behind
//!   the last valid group was never acknowledged.
//! - A footer is no promise: it is written behind the sync of the last group and not synced itself. Where a crash has left it whole, it
//!   says where the records are, and a start need not read what lies between them; where it has not, they are found group by group.

use std::sync::Arc;

use super::codec::{length, u32_at, u64_at};
use super::disk::DiskFile;
use super::record::Salt;

pub(crate) const BLOCK: usize = 4096;
pub(crate) const GROUP_HEADER: usize = 52;
const SEGMENT_MAGIC: &[u8; 8] = b"PRsegmnt";
pub(crate) const GROUP_MAGIC: &[u8; 4] = b"PGrp";
/// The version of the format that is written: of segments, groups and records.
pub(crate) const VERSION: u8 = 4;
/// The oldest that is read. Version 2 knew neither origins nor timelines; each change of a recipient was a record of its own. Version 3
/// knew nothing of signing.
pub(crate) const VERSION_READ: u8 = 2;

/// Whether this version of the format is read.
pub(crate) const fn is_read(version: u8) -> bool {
    version >= VERSION_READ && version <= VERSION
}

/// One use of a segment file.
#[derive(Clone)]
pub(crate) struct Segment {
    pub(crate) number: u32,
    pub(crate) salt: Salt,
    /// Shared with every body that is still read from it: while there is one, the file is not used anew.
    pub(crate) file: Arc<dyn DiskFile>,
}

/// The header of a group, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) sequence: u64,
    pub(crate) records: usize,
    pub(crate) before: u32,
    records_crc: u32,
    /// CRC of the header, by which the next group names this one.
    pub(crate) crc: u32,
}

/// Why a segment cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HeaderFault {
    /// There is no header: the file was made and a crash came before its first use.
    None,
    /// Something stands there that no crash leaves.
    Damaged,
    /// It is of another version than this program reads.
    Version(u8),
}

/// The header of a segment use.
pub(crate) fn encode_header(number: u32, salt: &Salt) -> Vec<u8> {
    let mut block = vec![0; BLOCK];
    block[..8].copy_from_slice(SEGMENT_MAGIC);
    block[8] = VERSION;
    block[12..16].copy_from_slice(&number.to_le_bytes());
    block[16..32].copy_from_slice(salt);
    let crc = crc32c::crc32c(&block[..32]);
    block[32..36].copy_from_slice(&crc.to_le_bytes());
    block
}

/// Reads the header of a segment use.
pub(crate) fn decode_header(block: &[u8]) -> Result<(u32, Salt), HeaderFault> {
    if block.len() < 36 || block.iter().all(|octet| *octet == 0) {
        return Err(HeaderFault::None);
    }
    // A header is within one sector, which a crash leaves as it was or writes whole.
    if &block[..8] != SEGMENT_MAGIC || crc32c::crc32c(&block[..32]) != u32_at(block, 32) {
        return Err(HeaderFault::Damaged);
    }
    if !is_read(block[8]) {
        return Err(HeaderFault::Version(block[8]));
    }
    Ok((u32_at(block, 12), block[16..32].try_into().expect("16 octets")))
}

/// Fills in the header in front of the records of a group, and the zeros behind them. `group` begins with room for the
/// header.
pub(crate) fn seal_group(group: &mut Vec<u8>, number: u32, salt: &Salt, sequence: u64, before: u32) -> u32 {
    let records = u32::try_from(group.len() - GROUP_HEADER).expect("a group is smaller than a segment");
    let records_crc = crc32c::crc32c(&group[GROUP_HEADER..]);
    let header = &mut group[..GROUP_HEADER];
    header.fill(0);
    header[..4].copy_from_slice(GROUP_MAGIC);
    header[4] = VERSION;
    header[8..24].copy_from_slice(salt);
    header[24..28].copy_from_slice(&number.to_le_bytes());
    header[28..36].copy_from_slice(&sequence.to_le_bytes());
    header[36..40].copy_from_slice(&records.to_le_bytes());
    header[40..44].copy_from_slice(&before.to_le_bytes());
    header[44..48].copy_from_slice(&records_crc.to_le_bytes());
    let crc = crc32c::crc32c(&header[..48]);
    header[48..52].copy_from_slice(&crc.to_le_bytes());
    group.resize(group.len().next_multiple_of(BLOCK), 0);
    crc
}

/// Reads a group header, if one of this segment use stands there.
pub(crate) fn decode_group(octets: &[u8], number: u32, salt: &Salt) -> Option<Group> {
    let header = octets.get(..GROUP_HEADER)?;
    let crc = u32_at(header, 48);
    let ours = &header[..4] == GROUP_MAGIC
        && is_read(header[4])
        && header[8..24] == salt[..]
        && u32_at(header, 24) == number
        && crc32c::crc32c(&header[..48]) == crc;
    ours.then(|| Group {
        sequence: u64_at(header, 28),
        records: u32_at(header, 36) as usize,
        before: u32_at(header, 40),
        records_crc: u32_at(header, 44),
        crc,
    })
}

/// The salt of a segment use whose own header is damaged, from the header of its first group. Where that stands a sender
/// never wrote, and what is left of an earlier use of the file bears a lower number.
pub(crate) fn salt_of_first_group(octets: &[u8], number: u32) -> Option<Salt> {
    let salt: Salt = octets.get(8..24)?.try_into().ok()?;
    decode_group(octets, number, &salt).map(|_| salt)
}

impl Group {
    /// Whether these are the records it was written with.
    pub(crate) fn has(&self, records: &[u8]) -> bool {
        records.len() == self.records && crc32c::crc32c(records) == self.records_crc
    }

    /// How much of the file the group takes, in octets.
    pub(crate) fn on_disk(&self) -> u64 {
        (GROUP_HEADER + self.records).next_multiple_of(BLOCK) as u64
    }
}

/// The octets at the end of a file that say what its footer is.
const TRAILER: usize = 64;
const FOOTER_MAGIC: &[u8; 4] = b"PFtr";

/// Where a record of a full segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Where it begins in the file.
    pub(crate) at: u32,
    /// The octets in front of its body.
    pub(crate) front: u32,
}

impl Entry {
    /// Of a record that begins there.
    pub(crate) fn new(at: u64, front: usize) -> Self {
        Self { at: u32::try_from(at).expect("a segment is smaller than 4 GiB"), front: length(front) }
    }
}

/// What a full segment says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Footer {
    /// All its records, in their order.
    pub(crate) entries: Vec<Entry>,
    pub(crate) last: LastGroup,
}

/// The last group of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct LastGroup {
    /// Where it begins in the file.
    pub(crate) at: u64,
    pub(crate) sequence: u64,
    /// The CRC of its header.
    pub(crate) crc: u32,
}

/// How many octets a footer of so many entries takes.
pub(crate) const fn footer_octets(entries: usize) -> u64 {
    (entries * 8 + TRAILER) as u64
}

/// The octets that belong at the very end of the file.
pub(crate) fn encode_footer(footer: &Footer, number: u32, salt: &Salt) -> Vec<u8> {
    let Footer { entries, last } = footer;
    let mut out = Vec::with_capacity(entries.len() * 8 + TRAILER);
    for Entry { at, front } in entries {
        out.extend_from_slice(&at.to_le_bytes());
        out.extend_from_slice(&front.to_le_bytes());
    }
    let entries_crc = crc32c::crc32c(&out);
    let mut trailer = [0; TRAILER];
    trailer[..4].copy_from_slice(FOOTER_MAGIC);
    trailer[4] = VERSION;
    trailer[8..24].copy_from_slice(salt);
    trailer[24..28].copy_from_slice(&number.to_le_bytes());
    trailer[28..32].copy_from_slice(&length(entries.len()).to_le_bytes());
    trailer[32..40].copy_from_slice(&last.sequence.to_le_bytes());
    trailer[40..48].copy_from_slice(&last.at.to_le_bytes());
    trailer[48..52].copy_from_slice(&last.crc.to_le_bytes());
    trailer[56..60].copy_from_slice(&entries_crc.to_le_bytes());
    let crc = crc32c::crc32c(&trailer[..60]);
    trailer[60..].copy_from_slice(&crc.to_le_bytes());
    out.extend_from_slice(&trailer);
    out
}

/// Reads the octets at the end of a segment's file, if they belong to a footer of this use of it.
fn read_trailer(segment: &Segment) -> Option<[u8; TRAILER]> {
    let mut trailer = [0; TRAILER];
    segment.file.read_at(&mut trailer, segment.file.size().ok()?.checked_sub(TRAILER as u64)?).ok()?;
    (&trailer[..4] == FOOTER_MAGIC && trailer[8..24] == segment.salt[..]).then_some(trailer)
}

/// Where groups end at the latest: where a footer begins, whole or not, else with the file.
pub(crate) fn groups_end(segment: &Segment) -> u64 {
    let size = segment.file.size().unwrap_or(0);
    let footer = read_trailer(segment).map_or(0, |trailer| footer_octets(u32_at(&trailer, 28) as usize));
    size.checked_sub(footer).unwrap_or(size)
}

/// Reads the footer of a segment, if it has a whole one.
pub(crate) fn read_footer(segment: &Segment) -> Option<Footer> {
    let size = segment.file.size().ok()?;
    let trailer = read_trailer(segment)?;
    let ours = is_read(trailer[4])
        && u32_at(&trailer, 24) == segment.number
        && crc32c::crc32c(&trailer[..60]) == u32_at(&trailer, 60);
    if !ours {
        return None;
    }
    let entries = u32_at(&trailer, 28) as usize;
    let mut octets = vec![0; entries.checked_mul(8).filter(|octets| (*octets as u64) < size)?];
    segment.file.read_at(&mut octets, size.checked_sub(footer_octets(entries))?).ok()?;
    if crc32c::crc32c(&octets) != u32_at(&trailer, 56) {
        return None;
    }
    let entry = |octets: &[u8]| Entry { at: u32_at(octets, 0), front: u32_at(octets, 4) };
    let last =
        LastGroup { sequence: u64_at(&trailer, 32), at: u64_at(&trailer, 40), crc: u32_at(&trailer, 48) };
    Some(Footer { entries: octets.chunks_exact(8).map(entry).collect(), last })
}

/// The name of a segment's file.
pub(crate) fn file_name(number: u32) -> String {
    format!("{number:08}.seg")
}

/// The name of a file that was this segment's and holds nothing any more.
pub(crate) fn spare_name(number: u32) -> String {
    format!("{number:08}.spare")
}

/// The number in a segment's file name.
pub(crate) fn number_of(name: &str) -> Option<u32> {
    name.strip_suffix(".seg").filter(|digits| digits.len() == 8).and_then(|digits| digits.parse().ok())
}

/// The number in the name of a spare file.
pub(crate) fn spare_number_of(name: &str) -> Option<u32> {
    name.strip_suffix(".spare").filter(|digits| digits.len() == 8).and_then(|digits| digits.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_read_back_and_every_flipped_bit_seen() {
        let mut group = vec![0; GROUP_HEADER];
        group.extend_from_slice(b"records");
        let crc = seal_group(&mut group, 7, &[1; 16], 42, 99);
        assert_eq!(group.len(), BLOCK);
        let read = decode_group(&group, 7, &[1; 16]).expect("a group");
        assert_eq!((read.sequence, read.before, read.crc), (42, 99, crc));
        assert!(read.has(&group[GROUP_HEADER..GROUP_HEADER + 7]));
        assert_eq!(decode_group(&group, 8, &[1; 16]), None);
        assert_eq!(decode_group(&group, 7, &[2; 16]), None);
        for bit in 0..(GROUP_HEADER + 7) * 8 {
            let mut damaged = group.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let valid = decode_group(&damaged, 7, &[1; 16])
                .is_some_and(|group| group.has(&damaged[GROUP_HEADER..GROUP_HEADER + 7]));
            assert!(!valid, "bit {bit}");
        }
    }

    #[test]
    fn a_segment_header_is_read_back() {
        assert_eq!(decode_header(&encode_header(3, &[9; 16])), Ok((3, [9; 16])));
        assert_eq!(decode_header(&vec![0; BLOCK]), Err(HeaderFault::None));
        assert_eq!((number_of("00000012.seg"), number_of("12.seg"), number_of("x")), (Some(12), None, None));
    }
}
