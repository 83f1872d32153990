//! The resolver against servers: scripted ones that do what a server should not, and real ones.

mod peer;
mod real;
mod scripted;
