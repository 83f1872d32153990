//! What every page needs beside itself.

/// How pages look.
pub const STYLE: &str = include_str!("../assets/style.css");

/// The search. No page needs it to be read.
pub const SCRIPT: &str = include_str!("../assets/search.js");

/// The icon.
pub const ICON: &str = include_str!("../assets/icon.svg");
