//! The keys of DKIM: where they are kept, when each signs, and how one takes over from another without a gap.
//!
//! ```text
//!   new ──▶ pending ──────────────▶ active ──────────────▶ retiring ──────────▶ retired
//!           published, not used     it signs               published still:     its record may go
//!                  DNS has its record,      another is         mail under way     a week later
//!                  or --force               active             is verified
//! ```
//!
//! A key signs only when its record has been seen in the DNS, by the server twice with some minutes in between, so no signature points at nothing; and its record stays for a week
//! after its last signature, which is as long as a signature is good. All of it is in one folder: `keys.toml` says what there
//! is, and each private key has a file of its own. The server looks at it anew whenever `keys.toml` has changed.

mod folder;
mod keeper;
mod key;
mod ring;
mod seen;

pub use folder::{Folder, FolderFault};
pub use keeper::keep;
pub use key::{Key, Keys, Stage};
pub use ring::FolderKeyring;
pub use seen::{Seen, look};
