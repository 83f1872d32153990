//! SIGHUP: a server whose configuration names no resolvers reads `/etc/resolv.conf` again.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Bench, World, queue};
use crate::install;
use crate::interop::server::Server;

impl World {
    /// Starts the server anew with a file of its own in the place of `/etc/resolv.conf`, which names a resolver that is not there, and
    /// then the one that is.
    pub fn reload(&mut self, bench: &Bench, folder: &Path) -> Result<(), String> {
        self.server.stop()?;
        let resolv_conf = folder.join("resolv.conf");
        let write = |text: &str| {
            fs::write(&resolv_conf, text).map_err(|error| format!("{}: {error}", resolv_conf.display()))
        };
        write("nameserver 127.0.0.9\n")?;
        let text = include_str!("postrider.toml").replace("{folder}", &folder.display().to_string());
        let text = text.replace("[dns]\nservers = [\"127.0.0.1:53\"]\n", "");
        let dress = |command: Command| {
            let mut mounted = Command::new("sh");
            mounted.args(["-ec", "mount --bind \"$0\" /etc/resolv.conf; exec \"$@\""]).arg(&resolv_conf);
            mounted.arg(command.get_program()).args(command.get_args());
            self.namespace.enter(&install::with_own_mounts(&mounted))
        };
        let started = Server::start_as(bench, folder, &text, dress);
        self.server = started.map_err(|failure| failure.to_string())?;
        let to = "bob@best.test";
        self.send(bench, folder, to)?;
        let id = self.deferred()?;
        // The same file, since it is the file that is mounted.
        write("nameserver 127.0.0.1\n")?;
        self.server.hang_up()?;
        self.server.event("/etc/resolv.conf or /etc/hosts has changed, and was read again")?;
        queue(bench, folder, "retry", &id)?;
        self.arrives("10.20.0.1", to)
    }
}
