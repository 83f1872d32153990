//! Why mail was refused: from what somebody has, a transcript, a bounce, a line of a log, to the step that was skipped or failed.
//!
//! ```text
//!   paste ─▶ pieces ─▶ conversations ─▶ replay ─┐
//!                 └──▶ complaints ─▶ classify ──┴─▶ findings
//! ```
//!
//! # What this crate must not know
//!
//! A socket, a file, a clock, an executor, the queue. It says no sentence: those are in the languages of `postrider-reference`.
#![forbid(unsafe_code)]

mod bounce;
mod complaint;
mod exception;
mod log;
mod said;

pub use complaint::{Complaint, Found, Input, complaints};
