//! A file that is read although the disk cannot read some of it.

use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::disk::DiskFile;
use super::segment::BLOCK;

/// How often a block that cannot be read is tried.
const TRIES: usize = 3;

/// What could not be read, in all files that share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Troubles(Arc<Mutex<Inside>>);

#[derive(Debug, Default)]
struct Inside {
    octets: u64,
    first: Option<Trouble>,
}

/// Octets that cannot be read.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) path: PathBuf,
    pub(crate) at: u64,
    pub(crate) error: io::Error,
}

impl Troubles {
    /// How many octets could not be read.
    pub(crate) fn octets(&self) -> u64 {
        self.inside().octets
    }

    /// The first of them.
    pub(crate) fn take_first(&self) -> Option<Trouble> {
        self.inside().first.take()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file in which a block that cannot be read counts as zeros. Those are never valid, and the rest is worth having.
pub(crate) struct Forgiving {
    pub(crate) file: Arc<dyn DiskFile>,
    pub(crate) path: PathBuf,
    pub(crate) troubles: Troubles,
}

impl DiskFile for Forgiving {
    fn read_at(&self, octets: &mut [u8], offset: u64) -> io::Result<()> {
        let told = |at, octets, error| {
            tracing::error!(file = %self.path.display(), at, %error, "part of the queue cannot be read from the disk");
            let mut inside = self.troubles.inside();
            inside.octets += octets;
            inside.first.get_or_insert_with(|| Trouble { path: self.path.clone(), at, error });
        };
        read_blocks(&*self.file, octets, offset, told)
    }

    fn write_at(&self, octets: &[u8], offset: u64) -> io::Result<()> {
        self.file.write_at(octets, offset)
    }

    fn sync(&self) -> io::Result<()> {
        self.file.sync()
    }

    fn forget_cache(&self) -> io::Result<()> {
        self.file.forget_cache()
    }

    fn identity(&self) -> io::Result<u64> {
        self.file.identity()
    }

    fn size(&self) -> io::Result<u64> {
        self.file.size()
    }

    fn set_size(&self, octets: u64) -> io::Result<()> {
        self.file.set_size(octets)
    }
}

/// What there is to read of a range.
pub(crate) fn read(file: &dyn DiskFile, range: Range<u64>) -> Vec<u8> {
    let mut octets = vec![0; usize::try_from(range.end - range.start).expect("a segment fits in memory")];
    // A file that is too short leaves zeros.
    let _ = read_blocks(file, &mut octets, range.start, |_, _, _| ());
    octets
}

fn read_blocks(
    file: &dyn DiskFile,
    octets: &mut [u8],
    offset: u64,
    mut told: impl FnMut(u64, u64, io::Error),
) -> io::Result<()> {
    let is_trouble = |error: &io::Error| error.kind() != io::ErrorKind::UnexpectedEof;
    match file.read_at(octets, offset) {
        Err(error) if is_trouble(&error) => {}
        read => return read,
    }
    let mut done = 0;
    while done < octets.len() {
        let at = offset + done as u64;
        // To the end of the block on the disk.
        let left = BLOCK - usize::try_from(at % BLOCK as u64).expect("below a block");
        let end = (done + left).min(octets.len());
        let block = &mut octets[done..end];
        let mut tried = file.read_at(block, at);
        for _ in 1..TRIES {
            if tried.as_ref().is_err_and(is_trouble) {
                tried = file.read_at(block, at);
            }
        }
        match tried {
            Err(error) if is_trouble(&error) => {
                block.fill(0);
                told(at, block.len() as u64, error);
            }
            tried => tried?,
        }
        done = end;
    }
    Ok(())
}
