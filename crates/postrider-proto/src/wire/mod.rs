//! Octets to meaning and back: commands, parameters, content, and how much of each.

pub mod command;
pub mod data;
pub mod limits;
pub mod params;
mod verb;
pub mod xclient;
