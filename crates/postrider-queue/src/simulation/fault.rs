//! What can go wrong with a disk short of losing its power.

use std::io::ErrorKind;

/// What goes wrong, and how. A name stands for every path that ends so, the empty one for all.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// The next sync of such a file. The pages are dropped, and the sync after it would succeed.
    Sync(&'static str, ErrorKind),
    /// The next write to such a file; half of it was written.
    Write(&'static str, ErrorKind),
    /// The next making, renaming or removal of such a name; nothing of it was done.
    Name(&'static str, ErrorKind),
    /// The next sync of such a folder.
    SyncFolder(&'static str, ErrorKind),
    /// The next of these four, whichever it is.
    Once(&'static str, ErrorKind),
    /// Every write to such a file behind its first block, until it is lifted.
    BehindHeader(&'static str, ErrorKind),
    /// Every write and sync of such files, until it is lifted.
    Always(&'static str, ErrorKind),
    /// Everything that changes such a file, its name or its folder, until it is lifted.
    Dead(&'static str, ErrorKind),
    /// Reads of such a file that touch these octets: once, or until it is lifted.
    Read {
        /// Which files.
        name: &'static str,
        /// The first octet that cannot be read.
        from: u64,
        /// How many.
        octets: u64,
        /// It can be read the next time.
        once: bool,
    },
    /// Every sync of such a file says that all is safe, and it is not. No code can help that; it shows that a test can fail.
    Lie(&'static str),
}

/// What is about to be done.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    Write {
        /// Zeros, with which a file is filled before its first use, are no fault's business behind a header.
        behind_header: bool,
    },
    Sync,
    Name,
    SyncFolder,
    Read {
        from: u64,
        octets: u64,
    },
}

/// What comes of it instead.
#[derive(Debug, Clone, Copy)]
pub(super) enum Effect {
    /// It fails, and nobody knows what was done of it.
    Fails(ErrorKind),
    /// It fails before anything was done.
    Nothing(ErrorKind),
    /// It says that it was done.
    Lie,
}

impl Fault {
    /// What it does to an act on this path, and whether that was its last.
    pub(super) fn hits(self, act: Act, path: &str) -> Option<(Effect, bool)> {
        use Effect::{Fails, Lie, Nothing};
        let on = |name: &str| path.ends_with(name);
        match (self, act) {
            (Self::Sync(name, kind) | Self::Once(name, kind), Act::Sync)
            | (Self::Write(name, kind) | Self::Once(name, kind), Act::Write { .. })
            | (Self::Name(name, kind) | Self::Once(name, kind), Act::Name)
            | (Self::SyncFolder(name, kind) | Self::Once(name, kind), Act::SyncFolder) => {
                on(name).then_some((Fails(kind), true))
            }
            (Self::BehindHeader(name, kind), Act::Write { behind_header: true })
            | (Self::Always(name, kind), Act::Write { .. } | Act::Sync)
            | (Self::Dead(name, kind), Act::Write { .. } | Act::Sync | Act::Name | Act::SyncFolder) => {
                on(name).then_some((Nothing(kind), false))
            }
            (Self::Read { name, from, octets, once }, Act::Read { from: at, octets: wanted }) => {
                let touches = at < from + octets && from < at + wanted;
                (on(name) && touches).then_some((Nothing(ErrorKind::Other), once))
            }
            (Self::Lie(name), Act::Sync) => on(name).then_some((Lie, false)),
            _ => None,
        }
    }
}
