//! What the server is set to: from a file that a person wrote to plain options of the libraries.

mod resolve;
mod source;

pub use resolve::{Config, Listener};
pub use source::Source;
