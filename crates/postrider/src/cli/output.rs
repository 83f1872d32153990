//! What a command says on standard output, and why it could not.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde_json::Value;

/// Says a text on standard output, and ends with this code.
pub fn print(command: &str, text: &str, code: ExitCode) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        // Whoever reads the first lines and goes has what they wanted.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            fail(&format!("postrider {command}: standard output: {error}\n"), 1)
        }
        _ => code,
    }
}

/// Says on standard error why it could not be done.
pub fn fail(text: &str, code: u8) -> ExitCode {
    let _ = io::stderr().write_all(text.as_bytes());
    ExitCode::from(code)
}

/// JSON as it is read by people, too.
pub fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
