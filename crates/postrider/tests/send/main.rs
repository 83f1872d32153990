//! `postrider send` against a server that follows a script, on loopback.

mod logins;
mod messages;
mod server;
mod tls;

#[path = "../../src/secret_line.rs"]
mod secret_line;
/// The command itself, so that its streams can be given and its exit code taken without a process.
#[allow(dead_code)]
#[path = "../../src/cli/send/mod.rs"]
mod send;
#[allow(dead_code)]
#[path = "../../src/visible.rs"]
mod visible;

#[derive(Debug, clap::Parser)]
struct Cli {
    #[command(flatten)]
    args: send::Args,
}
