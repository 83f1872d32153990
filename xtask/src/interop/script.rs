//! A server of others that is a script in Python. It says its port first; then it is told what to do, or tells what has happened, a line of JSON each.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// The script, running. Dropped, it is stopped.
pub struct Script {
    process: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// Where it listens.
    pub port: u16,
}

impl Script {
    /// Runs `text`, and waits until it says its port.
    pub fn start(python: &Path, text: &str, arguments: &[OsString]) -> Result<Self, String> {
        let mut command = Command::new(python);
        command.arg("-c").arg(text).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| format!("the script: {error}"))?;
        let commands = process.stdin.take().expect("it is piped");
        let answers = BufReader::new(process.stdout.take().expect("it is piped"));
        let mut script = Self { process, commands, answers, port: 0 };
        let said = script.line()?;
        let port = said["port"].as_u64().and_then(|port| u16::try_from(port).ok());
        script.port = port.ok_or_else(|| format!("the script does not say its port: {said}"))?;
        Ok(script)
    }

    /// Has it do something; the texts of what it answers.
    pub fn command(&mut self, command: &str) -> Result<BTreeMap<String, String>, String> {
        writeln!(self.commands, "{command}").map_err(|error| format!("the script: {error}"))?;
        let answer = self.line()?;
        let members = answer.as_object().ok_or("the script answers no JSON object")?;
        let text = |(name, value): (&String, &Value)| {
            (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        };
        Ok(members.iter().map(text).collect())
    }

    /// The next line that it says.
    pub fn line(&mut self) -> Result<Value, String> {
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| format!("the script: {error}"))?;
        serde_json::from_str(&line).map_err(|error| format!("the script said {line:?}: {error}"))
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
