//! From the queue to where mail goes: mailboxes of this machine, and other servers.

mod ask;
mod class;
mod dead;
mod mx;
mod pace;
#[path = "../smtp/peer.rs"]
#[allow(dead_code, reason = "the tests of the driver use all of it")]
mod peer;
mod remote;
#[path = "../smtp/secure.rs"]
#[allow(dead_code, reason = "the tests of the driver use all of it")]
mod secure;
mod server;
mod tls;
mod together;
mod trail;
mod worker;
mod world;
