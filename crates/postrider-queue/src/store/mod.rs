//! What is on disk: the log of records, and the files of large bodies.

pub mod body;
pub(crate) mod codec;
pub mod disk;
pub(crate) mod files;
pub(crate) mod forgiving;
pub(crate) mod index;
pub(crate) mod log;
pub(crate) mod quarantine;
pub(crate) mod record;
pub(crate) mod recover;
pub(crate) mod segment;
pub(crate) mod suspended;
pub(crate) mod timeline;
