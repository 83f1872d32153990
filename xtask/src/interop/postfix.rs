//! Debian's Postfix as a null client: everything goes to the server under test.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use super::Bench;
use super::case::{Case, Feature};
use super::client::{Client, Manners, Said};
use super::install::Missing;
use super::server::PATIENCE;
use crate::postfix::Installation;
use crate::workspace::run;

/// Postfix, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct Postfix {
    installation: Installation,
    /// Lines for `main.cf` behind those of a null client.
    more: String,
    master: Option<Running>,
    /// Messages that were handed over, and those that have left the queue.
    handed_over: usize,
    removed: usize,
}

#[derive(Debug)]
struct Running {
    process: Child,
    /// The lines of its log.
    log: Receiver<String>,
}

/// What a client needs of `master.cf`; nothing in a chroot, nothing that listens.
const MASTER_CF: &str = "\
pickup   unix      n - n 60    1 pickup
cleanup  unix      n - n -     0 cleanup
qmgr     unix      n - n 300   1 qmgr
rewrite  unix      - - n -     - trivial-rewrite
bounce   unix      - - n -     0 bounce
defer    unix      - - n -     0 bounce
trace    unix      - - n -     0 bounce
flush    unix      n - n 1000? 0 flush
smtp     unix      - - n -     - smtp
relay    unix      - - n -     - smtp
showq    unix      n - n -     - showq
error    unix      - - n -     - error
retry    unix      - - n -     - error
proxymap unix      - - n -     - proxymap
scache   unix      - - n -     1 scache
tlsmgr   unix      - - n 1000? 1 tlsmgr
postlog  unix-dgram n - n -    1 postlogd
";

impl Client for Postfix {
    fn name(&self) -> &'static str {
        "postfix"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        self.installation = Installation::unpack(&bench.cache, &bench.scratch)?;
        Ok(())
    }

    fn lacks(&self, feature: Feature) -> Option<&'static str> {
        (feature == Feature::Chunking).then_some("Postfix takes BDAT, but does not send it")
    }

    fn manners(&self) -> Manners {
        Manners::Bounces
    }

    fn start(&mut self, server: SocketAddr, bench: &Bench) -> Result<(), String> {
        let folder = bench.scratch.join("postfix-null-client");
        self.set_up(server, &folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut master = self.installation.command("lib/postfix/sbin/master");
        master.arg("-c").arg(self.installation.conf()).arg("-d");
        let mut process = master
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", crate::workspace::words(&master)))?;
        let stdout = process.stdout.take().expect("it was piped");
        let (lines, log) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if lines.send(line).is_err() {
                    break;
                }
            }
        });
        self.master = Some(Running { process, log });
        self.wait("daemon started").map(drop)
    }

    fn send(&mut self, _: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        let text = file.with_extension("txt");
        fs::write(&text, case.mail.with_lf()).map_err(|error| error.to_string())?;
        let options: &[&str] = if case.mail.needs_eight_bits() { &["-B", "8BITMIME"] } else { &[] };
        self.hand_over(options, case.mail.from, &case.mail.to, &text)
    }

    fn stop(&mut self) -> Result<(), String> {
        // Bounces are messages of their own, so there may be more of them; the queue says whether that was all.
        while self.removed < self.handed_over {
            self.wait(": removed")?;
            self.removed += 1;
        }
        let queue = loop {
            let queue = run(self.installation.command("sbin/postqueue").arg("-p"))
                .map_err(|failure| failure.to_string())?;
            if queue.contains("empty") {
                break Ok(());
            }
            // Something is under way, and its end will be in the log.
            if let Err(why) = self.wait(": removed") {
                break Err(format!("its queue is not empty: {queue}; {why}"));
            }
        };
        self.kill();
        queue
    }
}

impl Postfix {
    /// From its next start on `main.cf` ends with these lines.
    pub fn set(&mut self, more: String) {
        self.more = more;
    }

    /// Hands it a message, whose content is in a file with LF at the ends of its lines.
    pub fn hand_over(
        &mut self,
        options: &[&str],
        from: &str,
        to: &[&str],
        text: &Path,
    ) -> Result<Said, String> {
        let mut sendmail = self.installation.command("sbin/sendmail");
        sendmail.args(["-i", "-f", from]).args(options).arg("--").args(to);
        self.handed_over += 1;
        Said::by(&mut sendmail, Some(text))
    }

    fn set_up(&mut self, server: SocketAddr, folder: &Path) -> std::io::Result<()> {
        let main_cf = format!(
            "compatibility_level = 3.6\n\
             import_environment = MAIL_CONFIG TZ LANG=C LD_LIBRARY_PATH={}\n\
             export_environment = MAIL_CONFIG TZ LANG LD_LIBRARY_PATH\n\
             maillog_file = /dev/stdout\nmaillog_file_prefixes = /dev\n\
             inet_interfaces = loopback-only\ninet_protocols = ipv4\n\
             myhostname = client.test\nmydomain = client.test\nmyorigin = client.test\nmydestination =\n\
             local_transport = error:nobody lives here\nalias_maps =\nalias_database =\n\
             relayhost = [{}]:{}\nsmtp_dns_support_level = disabled\nsmtp_host_lookup = native\n\
             smtp_tls_security_level = none\nmessage_size_limit = 0\nsmtp_line_length_limit = 0\n{}",
            self.installation.libraries().display(),
            server.ip(),
            server.port(),
            self.more
        );
        self.installation.set_up(folder, &main_cf, MASTER_CF)
    }

    /// Waits for a line of the log that holds these words.
    fn wait(&self, words: &str) -> Result<String, String> {
        let running = self.master.as_ref().ok_or("Postfix was not started")?;
        let mut last = String::new();
        loop {
            let line = running
                .log
                .recv_timeout(PATIENCE)
                .map_err(|error| format!("no line with {words:?}: {error}; the last was {last}"))?;
            if line.contains(words) {
                return Ok(line);
            }
            if ["fatal:", "panic:"].iter().any(|word| line.contains(word)) {
                return Err(line);
            }
            last = line;
        }
    }

    /// The master, on its end, takes the daemons with it.
    fn kill(&mut self) {
        if let Some(mut running) = self.master.take() {
            let _ = Command::new("kill").args(["-TERM", &running.process.id().to_string()]).status();
            let _ = running.process.wait();
        }
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        self.kill();
    }
}
