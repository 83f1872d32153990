//! A network of its own: what listens in there, on whatever port, is in nobody's way, and nobody outside sees it.

use std::io::{BufRead as _, BufReader};
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::install::{self, Missing};

/// A network namespace. It has no name, and is gone when this is dropped and everything in it has ended.
#[derive(Debug)]
pub struct Namespace {
    /// Keeps it, until there is nobody who writes to it.
    holder: Child,
}

impl Namespace {
    /// Makes one with these addresses, all of them of its loopback interface: a second interface would add nothing but a way to it.
    ///
    /// # Errors
    ///
    /// The system does not let us.
    pub fn new(addresses: &[IpAddr]) -> Result<Self, Missing> {
        if !install::is_root() {
            return Err(Missing("to listen on port 25 in a network of its own, it needs root".into()));
        }
        install::program("ip", "iproute2")?;
        let mut script = String::from("ip link set lo up\n");
        for address in addresses {
            let rest = if address.is_ipv6() { "/128 dev lo nodad" } else { "/32 dev lo" };
            script += &format!("ip address add {address}{rest}\n");
        }
        script += "echo ready\nexec cat";
        let failed = |why: &dyn std::fmt::Display| Missing(format!("there is no network of its own: {why}"));
        let mut command = Command::new("unshare");
        command.args(["--net", "sh", "-ec", &script]);
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut namespace = Self { holder: spawned.map_err(|error| failed(&error))? };
        let mut said = String::new();
        let stdout = namespace.holder.stdout.take().expect("it was piped");
        let read = BufReader::new(stdout).read_line(&mut said);
        if read.is_ok() && said == "ready\n" {
            return Ok(namespace);
        }
        let mut why = String::new();
        let stderr = namespace.holder.stderr.take().expect("it was piped");
        let _ = BufReader::new(stderr).read_line(&mut why);
        Err(failed(&why.trim_end()))
    }

    /// The command, in there.
    pub fn enter(&self, command: &Command) -> Command {
        let namespace = PathBuf::from(format!("/proc/{}/ns/net", self.holder.id()));
        let mut outer = Command::new("nsenter");
        outer.arg(format!("--net={}", namespace.display())).arg("--");
        outer.arg(command.get_program()).args(command.get_args());
        outer
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}
