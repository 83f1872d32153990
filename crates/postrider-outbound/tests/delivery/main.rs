//! From the queue to where mail goes: mailboxes of this machine, and other servers.

#[path = "../smtp/peer.rs"]
#[allow(dead_code, reason = "the tests of the driver use all of it")]
mod peer;
mod remote;
mod worker;
mod world;
