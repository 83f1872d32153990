//! A queue's log made from octets, after the pictures in `postrider_queue::store`, on a disk that is in memory. The checksums
//! are right unless a script wants them wrong: else nothing behind them would ever be reached.

use std::any::Any;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use postrider_queue::{Disk, DiskFile};

use crate::script::{Step, steps};

const BLOCK: usize = 4096;
const GROUP_HEADER: usize = 52;
const RECORD_HEADER: usize = 68;
const VERSION: u8 = 2;
const SALT: [u8; 16] = *b"salt of this use";

/// The segments that a script describes.
#[derive(Debug, Default)]
pub struct Segments {
    /// The segments as they were written.
    pub written: Vec<Vec<u8>>,
    /// Where the script damages them: segment, place, and what the octet there is combined with.
    damage: Vec<(usize, u8)>,
    /// A record says that groups do not count.
    pub voids: bool,
    /// The records in groups.
    pub records: usize,
    /// Octets that are no record stand among them.
    pub junk: bool,
}

/// What is being put together.
#[derive(Default)]
struct Draft {
    /// Octets that are not in a record yet.
    loose: Vec<u8>,
    records: Vec<u8>,
    /// How many those are.
    count: usize,
    segment: Vec<u8>,
    sequence: u64,
    before: u32,
}

impl Segments {
    /// Reads a script: the octets between events are a record's details and body; `r` makes a record of them, `j` leaves them
    /// without a header, `g` closes a group, `s` a segment, `d` damages an octet.
    #[must_use]
    pub fn read(script: &[u8]) -> Self {
        let (mut segments, mut draft) = (Self::default(), Draft::default());
        for step in steps(script, b"rd") {
            match step {
                Step::Octets(octets) => draft.loose.extend_from_slice(octets),
                Step::Event(b'r', [kind, body]) => {
                    segments.voids |= kind & 15 == 5;
                    draft.record(kind, usize::from(body));
                }
                Step::Event(b'j', _) => {
                    segments.junk |= !draft.loose.is_empty();
                    draft.records.append(&mut draft.loose);
                }
                Step::Event(b'g', _) => {
                    segments.records += draft.count;
                    draft.group(segments.number());
                }
                Step::Event(b's', _) => {
                    let number = segments.number();
                    segments.written.push(draft.close(number));
                }
                Step::Event(b'd', [place, with]) => segments.damage.push((usize::from(place), with)),
                Step::Event(..) => {}
            }
        }
        let number = segments.number();
        segments.written.push(draft.close(number));
        segments
    }

    fn number(&self) -> u32 {
        u32::try_from(self.written.len()).expect("an input is small") + 1
    }

    /// A disk that holds them whole, and one on which they are damaged as the script wants.
    #[must_use]
    pub fn disks(&self) -> (Memory, Memory) {
        let (whole, damaged) = (Memory::default(), Memory::default());
        for (i, octets) in self.written.iter().enumerate() {
            let path = Path::new("log").join(format!("{:08}.seg", i + 1));
            whole.put(&path, octets.clone());
            let mut octets = octets.clone();
            for (place, with) in &self.damage {
                // Spread over the headers of the file and of its groups, and the front of each group's records.
                let at = place / 16 * BLOCK + place % 16 * 13;
                if let Some(octet) = octets.get_mut(at) {
                    *octet ^= with;
                }
            }
            damaged.put(&path, octets);
        }
        (whole, damaged)
    }
}

impl Draft {
    fn record(&mut self, kind: u8, body: usize) {
        let content = std::mem::take(&mut self.loose);
        let body = body.min(content.len());
        let mut header = Vec::with_capacity(RECORD_HEADER);
        header.extend_from_slice(b"PRec");
        header.extend_from_slice(&[VERSION, kind & 15, 0, 0]);
        header.extend_from_slice(&SALT);
        // So that records can speak of the same message, the id is in the other half of the octet.
        header.extend_from_slice(&[kind >> 4; 16]);
        header.extend_from_slice(&1_000_u64.to_le_bytes());
        header.extend_from_slice(&length(content.len() - body));
        header.extend_from_slice(&length(body));
        let (details, body) = content.split_at(content.len() - body);
        header.extend_from_slice(&crc32c::crc32c(details).to_le_bytes());
        header.extend_from_slice(&crc32c::crc32c(body).to_le_bytes());
        // A record says where in the file it stands.
        let at = (BLOCK + self.segment.len() + GROUP_HEADER + self.records.len()) as u64;
        let crc = crc32c::crc32c_append(crc32c::crc32c(&header), &at.to_le_bytes());
        header.extend_from_slice(&crc.to_le_bytes());
        self.count += 1;
        self.records.append(&mut header);
        self.records.extend_from_slice(&content);
    }

    fn group(&mut self, number: u32) {
        let records = std::mem::take(&mut self.records);
        self.count = 0;
        let mut header = Vec::with_capacity(GROUP_HEADER);
        header.extend_from_slice(b"PGrp");
        header.extend_from_slice(&[VERSION, 0, 0, 0]);
        header.extend_from_slice(&SALT);
        header.extend_from_slice(&number.to_le_bytes());
        header.extend_from_slice(&self.sequence.to_le_bytes());
        header.extend_from_slice(&length(records.len()));
        header.extend_from_slice(&self.before.to_le_bytes());
        header.extend_from_slice(&crc32c::crc32c(&records).to_le_bytes());
        self.before = seal(&mut header);
        self.sequence += 1;
        self.segment.append(&mut header);
        self.segment.extend_from_slice(&records);
        self.segment.resize(self.segment.len().next_multiple_of(BLOCK), 0);
    }

    fn close(&mut self, number: u32) -> Vec<u8> {
        // The first group of a segment names the last one before it.
        let next = Self { before: self.before, ..Self::default() };
        let draft = std::mem::replace(self, next);
        let mut file = b"PRsegmnt\x02\0\0\0".to_vec();
        file.extend_from_slice(&number.to_le_bytes());
        file.extend_from_slice(&SALT);
        seal(&mut file);
        file.resize(BLOCK, 0);
        file.extend_from_slice(&draft.segment);
        // Behind the groups a segment holds zeros, or what an earlier use has left there.
        file.extend_from_slice(&draft.loose);
        file.resize(file.len().next_multiple_of(BLOCK) + BLOCK, 0);
        file
    }
}

/// Puts the checksum of a header behind it.
fn seal(header: &mut Vec<u8>) -> u32 {
    let crc = crc32c::crc32c(header);
    header.extend_from_slice(&crc.to_le_bytes());
    crc
}

fn length(octets: usize) -> [u8; 4] {
    u32::try_from(octets).expect("an input is small").to_le_bytes()
}

/// A disk in memory.
#[derive(Default)]
pub struct Memory {
    files: Mutex<BTreeMap<PathBuf, Arc<MemoryFile>>>,
}

#[derive(Default)]
struct MemoryFile(Mutex<Vec<u8>>);

impl Memory {
    fn put(&self, path: &Path, octets: Vec<u8>) {
        self.files().insert(path.to_owned(), Arc::new(MemoryFile(Mutex::new(octets))));
    }

    fn files(&self) -> std::sync::MutexGuard<'_, BTreeMap<PathBuf, Arc<MemoryFile>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Disk for Memory {
    fn create_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, _: &Path) -> io::Result<Option<Box<dyn Any + Send + Sync>>> {
        Ok(Some(Box::new(())))
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        let file = self.files().get(path).cloned();
        file.map(|file| file as Arc<dyn DiskFile>).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        if self.files().contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.put(path, Vec::new());
        self.open(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let files = self.files();
        let inside = files.keys().filter(|path| path.parent() == Some(folder));
        Ok(inside.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut files = self.files();
        let file = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.files().remove(path).map(|_| ()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn free_bytes(&self, _: &Path) -> io::Result<u64> {
        Ok(u64::MAX)
    }

    fn random(&self, octets: &mut [u8]) -> io::Result<()> {
        octets.fill(0);
        Ok(())
    }
}

impl MemoryFile {
    fn octets(&self) -> std::sync::MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DiskFile for MemoryFile {
    fn write_at(&self, octets: &[u8], offset: u64) -> io::Result<()> {
        let mut file = self.octets();
        let start = usize::try_from(offset).map_err(io::Error::other)?;
        let end = start + octets.len();
        let size = file.len().max(end);
        file.resize(size, 0);
        file[start..end].copy_from_slice(octets);
        Ok(())
    }

    fn read_at(&self, octets: &mut [u8], offset: u64) -> io::Result<()> {
        let file = self.octets();
        let start = usize::try_from(offset).map_err(io::Error::other)?;
        let found = file.get(start..).and_then(|rest| rest.get(..octets.len()));
        octets.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    fn forget_cache(&self) -> io::Result<()> {
        Ok(())
    }

    fn identity(&self) -> io::Result<u64> {
        Ok(std::ptr::from_ref(self).addr() as u64)
    }

    fn size(&self) -> io::Result<u64> {
        Ok(self.octets().len() as u64)
    }

    fn set_size(&self, octets: u64) -> io::Result<()> {
        self.octets().resize(usize::try_from(octets).map_err(io::Error::other)?, 0);
        Ok(())
    }
}
