//! `postrider version`: which postrider this is, and what it can do.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use postrider_proto::extension::Offered;
use postrider_proto::wire::limits::Limits;

/// Says which version of postrider this is, and what it can do.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
#[must_use]
pub fn run(_: &Args) -> ExitCode {
    match io::stdout().write_all(text().as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn text() -> String {
    let mut text = format!("postrider {}\n", env!("CARGO_PKG_VERSION"));
    let limits = Limits::default();
    let offered = Offered { size: Some(limits.message_octets), limits: limits.told(), ..Offered::always() };
    let keywords: Vec<String> = offered.ehlo_lines().collect();
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    for (what, value) in [
        ("listeners", "mx".to_owned()),
        ("extensions", keywords.join(", ")),
        ("delivery", "Maildir".to_owned()),
        ("queue", "format 1".to_owned()),
        ("built for", format!("{} {}, {build}", std::env::consts::OS, std::env::consts::ARCH)),
    ] {
        let _ = writeln!(text, "  {what:<12}{value}");
    }
    text
}
