//! Logins with bearer tokens, against servers of tokens that a test plays.

mod http;
mod introspection;
mod jwks;
mod peer;
mod place;
