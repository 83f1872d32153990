//! What the project's own programs share: `cargo xtask`, and the benchmark.
#![forbid(unsafe_code)]

pub mod dovecot;
pub mod exim;
pub mod failure;
pub mod install;
pub mod limited;
pub mod opensmtpd;
pub mod openssl;
pub mod postfix;
pub mod slapd;
pub mod workspace;
