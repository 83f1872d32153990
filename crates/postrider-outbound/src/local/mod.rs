//! Delivery on this machine.

pub mod maildir;
