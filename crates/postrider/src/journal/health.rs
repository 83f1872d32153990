//! Whether the journal can be written, and what the log is told of it.

use std::io;
use std::path::Path;

use tracing::{info, warn};

use super::Options;

/// Whether the journal can be written, as far as the log was told. That it cannot is told once, and so is that it can be again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    Well,
    Ill,
}

impl Health {
    /// It could not be written.
    pub(super) fn ill(self, folder: &Path, options: Options, error: &io::Error) -> Self {
        let (folder, help) = (folder.display(), help(error.kind()));
        if self == Self::Well && options.octets == 0 {
            warn!(%folder, %error, help, "the journal of sessions is off, and what there is of it cannot be removed");
        } else if self == Self::Well {
            warn!(
                %folder, %error, help,
                "the journal of sessions cannot be written, and `postrider why` will not know of them; mail goes on, and the journal as soon as it can"
            );
        }
        Self::Ill
    }

    /// It was written, or there was nothing to write.
    pub(super) fn well(self, folder: &Path, options: Options) -> Self {
        if self == Self::Ill && options.octets > 0 {
            info!(folder = %folder.display(), "the journal of sessions is written again");
        }
        Self::Well
    }
}

/// What to do about it.
fn help(error: io::ErrorKind) -> &'static str {
    match error {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room on its disk, or let journal.size_octets be less"
        }
        io::ErrorKind::PermissionDenied => "let it belong to the user of the server, with all that is in it",
        io::ErrorKind::ReadOnlyFilesystem => "see why its disk can only be read",
        _ => {
            "see that it is a folder that the user of the server can write; if it is not, remove it, and the server makes one"
        }
    }
}
