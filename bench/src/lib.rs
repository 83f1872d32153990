//! How fast mail is taken in: a load generator that is as cheap as it can be, and a sink that is the fastest server there
//! could be, since it promises nothing.
//!
//! The program of this crate drives the built server and its peers with them; `bench/run --help` says how.
#![forbid(unsafe_code)]

pub mod load;
mod replies;
pub mod sink;
pub mod tls;
