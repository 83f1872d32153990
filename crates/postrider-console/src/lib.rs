//! The reference as pages: HTML for people, the same as JSON for programs, and all of it as a site of files.
//!
//! ```text
//!   path, query ──▶ Site::answer ──▶ Answer { page | moved | missing }
//!                        │
//!      address           │  which subject a path means, and where each subject lives
//!      Sheet             │  what is said about it, of postrider-reference
//!      layout, section   │  how that looks
//! ```
//!
//! A page is a function of its path: the server asks for one, the export for each of [`Site::paths`]. So a page has the same address in both, and all
//! links are relative, so that the folder can be read from a disk as well. One page is more: that of `why` takes what somebody pastes
//! ([`Site::receive`]), and is answered by [`postrider_why`].
//!
//! # What this crate must not know
//!
//! A socket, a file, a clock, an executor, a configuration. It says no sentence: those are in the languages of `postrider-reference`. It keeps nothing.
#![forbid(unsafe_code)]

mod address;
mod answer;
mod assets;
mod comparison;
mod describe;
mod describe_why;
mod diagram;
mod exchange;
mod form;
mod home;
mod layout;
mod listing;
mod paste;
mod prose;
mod robots;
mod search;
mod section;
mod sequence;
mod sheet_page;
mod site;
mod why_page;

pub use answer::{Answer, Kind, Page};
pub use paste::{Refusal, Sent, Takes};
pub use site::{MARK_OF_A_SITE, Site};
