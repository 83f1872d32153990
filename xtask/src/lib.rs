//! What the project's own programs share: `cargo xtask`, and the benchmark.
#![forbid(unsafe_code)]

pub mod failure;
pub mod install;
pub mod postfix;
pub mod workspace;
