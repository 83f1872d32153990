//! `cargo xtask simulate`: builds the simulation as continuous integration does, and runs it.

use std::process::Command;

use crate::failure::Failure;
use crate::workspace;

/// Runs it with these words; what they mean is the business of `simulation/src/main.rs`.
pub fn command(words: &[&str]) -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    let build = ["run", "--quiet", "--locked", "--profile", "ci", "--package", "postrider-simulation", "--"];
    command.args(build).args(words).current_dir(workspace::root());
    let line = workspace::words(&command);
    let status = command.status().map_err(|source| Failure::Start { command: line.clone(), source })?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Command { command: line, status: status.to_string() })
    }
}
