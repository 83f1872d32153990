//! What the fuzz targets share: the script that an input is read as, a server and a client without sockets, both peers of a
//! login, a plain account
//! of content, and a log made from octets. `README.md` describes the inputs.
#![forbid(unsafe_code)]

pub mod account;
pub mod client;
pub mod log;
pub mod sasl;
pub mod script;
pub mod server;
