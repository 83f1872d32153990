//! SMTP as pure machines.
//!
//! This crate holds the words of the protocol ([`wire`]), the addresses and envelopes they carry ([`mail`]),
//! every reply a server can give ([`reply`]), the mechanisms of a login ([`sasl`]), and the two state machines that speak
//! them: [`server`] and [`client`].
//!
//! # What this crate must not know
//!
//! A socket, a file, a clock, an executor, a configuration file, a log. Bytes, answers and passed deadlines come in;
//! actions go out. The same machine therefore runs in production, in the tests, in the fuzzer and behind
//! `postrider why`. `cargo xtask tidy` holds the crate to it.
#![forbid(unsafe_code)]

pub mod client;
pub mod extension;
pub mod mail;
pub mod reply;
pub mod sasl;
pub mod server;
pub mod wire;
