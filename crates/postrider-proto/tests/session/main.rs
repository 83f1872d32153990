//! The server's session, tested as a conversation: against the law of the command sequence, exhaustively against a simple
//! model, from the transcripts, and however its input is cut.

mod arguments;
mod cuts;
mod events;
mod exhaustive;
mod house;
mod law;
mod listener;
mod model;
mod questions;
mod table;
mod transcript;
mod transcripts;
mod waste;
