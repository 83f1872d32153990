//! The client's session, tested as a conversation: from transcripts, most of them with a hostile server, and joined to the
//! server's session in memory.

mod joined;
mod misuse;
mod transcripts;

/// The server's side of the joined sessions is the house that the server's own tests speak to; they use more of it.
#[allow(dead_code)]
#[path = "../session/house.rs"]
mod house;

#[allow(dead_code)]
#[path = "../session/listener.rs"]
mod listener;
