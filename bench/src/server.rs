//! The servers that are measured, each started as its users would start it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use postrider_bench::tls::{self, Tls};
use rustix::process::{Pid, Signal, kill_process};
use xtask::install::{self, Missing};
use xtask::workspace::{root, words};
use xtask::{opensmtpd, postfix};

use crate::dead::Dead;
use crate::submission::{self, Submission};
use crate::{process, relays};

/// Which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ours.
    Postrider,
    /// Debian's Postfix.
    Postfix,
    /// Debian's OpenSMTPD.
    OpenSmtpd,
    /// Debian's Exim; as a relay alone.
    Exim,
    /// Haraka, from npm; as a relay alone.
    Haraka,
    /// The sink of this crate.
    Sink,
    /// The bare server of this crate, for handshakes alone.
    Bare,
}

impl Kind {
    /// Those that take mail in, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::Postrider, Self::Postfix, Self::OpenSmtpd, Self::Sink];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Postrider => "postrider",
            Self::Postfix => "postfix",
            Self::OpenSmtpd => "opensmtpd",
            Self::Exim => "exim",
            Self::Haraka => "haraka",
            Self::Sink => "sink",
            Self::Bare => "bare",
        }
    }
}

/// What all of them need.
#[derive(Debug)]
pub struct Ground {
    /// What was downloaded, and is used again.
    pub cache: PathBuf,
    /// What this run makes.
    pub scratch: PathBuf,
    /// The built server.
    pub postrider: PathBuf,
}

/// How a server is started, besides as it always is.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Tells several of one kind apart.
    pub label: &'static str,
    /// A library that is loaded before all others.
    pub preload: Option<PathBuf>,
    /// A program that runs it and watches it.
    pub watcher: Vec<String>,
    /// It is a relay, and this is its next hop.
    pub next: Option<SocketAddr>,
    /// It has mail for a site that is dead, too.
    pub dead: Option<Dead>,
    /// Mail programs submit to it, over TLS.
    pub submission: Option<Submission>,
}

/// A server that runs. Dropped, it is stopped.
#[derive(Debug)]
pub struct Server {
    /// Which.
    pub kind: Kind,
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
}

/// How long a server has to start, and to come to rest.
const PATIENCE: Duration = Duration::from_secs(60);

impl Server {
    /// Starts a server and waits until it greets.
    ///
    /// # Errors
    ///
    /// It cannot be had on this machine.
    pub fn start(kind: Kind, ground: &Ground, around: &Around) -> Result<Self, Missing> {
        let failed =
            |what: &dyn std::fmt::Display| Missing(format!("{} cannot be started: {what}", kind.name()));
        let folder = ground.scratch.join(format!("{}{}", kind.name(), around.label));
        fs::create_dir_all(&folder).map_err(|error| failed(&error))?;
        install::open_to_all(&folder).map_err(|error| failed(&error))?;
        let address = free_address().map_err(|error| failed(&error))?;
        let command = match (kind, around.next) {
            (kind, None) if let Some(how) = around.submission => {
                submission::command(kind, ground, &folder, address, around, how)?
            }
            (kind, Some(next)) => relays::command(kind, ground, &folder, (address, next), around)?,
            (Kind::Postrider, None) => postrider(ground, &folder, address, POSTRIDER),
            (Kind::Postfix, None) => postfix(ground, &folder, address, around, (MAIN_CF, MASTER_CF))?,
            (Kind::OpenSmtpd, None) => opensmtpd(ground, &folder, address)?,
            (Kind::Sink, None) => sink(address),
            (Kind::Bare, None) => bare(address, None),
            (Kind::Exim | Kind::Haraka, None) => {
                return Err(Missing("it is measured as a relay alone".into()));
            }
        };
        let mut command = inside(&command.map_err(|error| failed(&error))?, ground, around);
        let log = File::create(folder.join("stderr.log")).map_err(|error| failed(&error))?;
        // Haraka logs to its standard output.
        let out = log.try_clone().map_err(|error| failed(&error))?;
        command.stdin(Stdio::null()).stdout(out).stderr(log);
        let child = command.spawn().map_err(|error| failed(&format!("{}: {error}", words(&command))))?;
        let mut server = Self { kind, address, child };
        server.wait_until_it_greets(around.submission.is_some()).map_err(|error| {
            let log = fs::read_to_string(folder.join("stderr.log")).unwrap_or_default();
            failed(&format!("{error}; it said: {}", log.trim_end()))
        })?;
        Ok(server)
    }

    /// What its configuration says, for the report.
    #[must_use]
    pub fn configuration(kind: Kind) -> &'static str {
        match kind {
            Kind::Postrider => POSTRIDER,
            Kind::Postfix => MAIN_CF,
            Kind::OpenSmtpd => SMTPD_CONF,
            Kind::Exim | Kind::Haraka | Kind::Sink | Kind::Bare => "",
        }
    }

    /// The first of its processes.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it has nothing more to do, and gives the CPU time of all its processes so far, in microseconds.
    #[must_use]
    pub fn rest(&self) -> u64 {
        let begun = Instant::now();
        let mut before = process::cpu_micros(self.pid());
        loop {
            thread::sleep(Duration::from_millis(250));
            let now = process::cpu_micros(self.pid());
            // One tick may be a timer; two are work.
            if now - before <= 10_000 || begun.elapsed() > PATIENCE {
                return now;
            }
            before = now;
        }
    }

    fn wait_until_it_greets(&mut self, encrypted: bool) -> Result<(), String> {
        let client = Tls::Full.client();
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().map_err(|error| error.to_string())? {
                return Err(format!("it has ended with {status}"));
            }
            if let Ok(mut stream) = TcpStream::connect(self.address) {
                let _ = stream.set_read_timeout(Some(PATIENCE));
                let mut code = [0; 3];
                let read = if encrypted {
                    tls::over(stream, &client).and_then(|mut stream| stream.read_exact(&mut code))
                } else {
                    stream.read_exact(&mut code)
                };
                if read.is_ok() && code == *b"220" {
                    return Ok(());
                }
            }
            if begun.elapsed() > PATIENCE {
                return Err("it does not greet".into());
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // All of them: a strace that is told to end leaves what it has watched.
        let all = process::all(self.pid());
        let tell = |signal| {
            for pid in all.iter().filter_map(|pid| Pid::from_raw(i32::try_from(*pid).ok()?)) {
                let _ = kill_process(pid, signal);
            }
        };
        tell(Signal::TERM);
        let begun = Instant::now();
        loop {
            let _ = self.child.try_wait();
            if !all.iter().any(|pid| process::exists(*pid)) {
                return;
            }
            if begun.elapsed() > Duration::from_secs(10) {
                tell(Signal::KILL);
                let _ = self.child.wait();
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// A port that was free a moment ago.
pub fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr())
}

const POSTRIDER: &str = include_str!("../config/postrider.toml");
const MAIN_CF: &str = include_str!("../config/postfix-main.cf");
const MASTER_CF: &str = include_str!("../config/postfix-master.cf");
const SMTPD_CONF: &str = include_str!("../config/smtpd.conf");

/// Postrider, with this configuration.
pub fn postrider(ground: &Ground, folder: &Path, address: SocketAddr, text: &str) -> io::Result<Command> {
    let config = folder.join("postrider.toml");
    let text =
        text.replace("{folder}", &folder.display().to_string()).replace("{address}", &address.to_string());
    fs::write(&config, text)?;
    let mut command = Command::new(&ground.postrider);
    command.args(["serve", "--config"]).arg(config);
    Ok(command)
}

/// Postfix, with this `main.cf` and `master.cf`.
pub fn postfix(
    ground: &Ground,
    folder: &Path,
    address: SocketAddr,
    around: &Around,
    (main_cf, master_cf): (&str, &str),
) -> Result<io::Result<Command>, Missing> {
    let mut installation = postfix::Installation::unpack(&ground.cache, &ground.scratch)?;
    let preload = around.preload.as_ref().map(|library| format!(" LD_PRELOAD={}", library.display()));
    let main_cf = main_cf
        .replace("{libraries}", &installation.libraries().display().to_string())
        .replace("{preload}", &preload.unwrap_or_default());
    let master_cf = master_cf.replace("{port}", &address.to_string());
    if let Err(error) = installation.set_up(folder, &main_cf, &master_cf) {
        return Ok(Err(error));
    }
    let mut command = installation.command("lib/postfix/sbin/master");
    command.arg("-c").arg(installation.conf()).arg("-d");
    Ok(Ok(command))
}

fn opensmtpd(ground: &Ground, folder: &Path, address: SocketAddr) -> Result<io::Result<Command>, Missing> {
    let mut installation = opensmtpd::Installation::unpack(&ground.cache, &ground.scratch)?;
    let text = SMTPD_CONF
        .replace("{host}", &address.ip().to_string())
        .replace("{port}", &address.port().to_string());
    let made = installation.set_up(folder, &text);
    Ok(made.map(|()| installation.command(&["-F", "-P", "mta"])))
}

fn sink(address: SocketAddr) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("sink").arg(address.to_string());
    Ok(command)
}

/// The bare server, behind TLS with this certificate and its key.
pub fn bare(address: SocketAddr, certificate: Option<(&Path, &Path)>) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("bare").arg(address.to_string());
    command.args(certificate.into_iter().flat_map(|(certificate, key)| [certificate, key]));
    Ok(command)
}

/// A folder of devices with our end of syslog in it, in place of `/dev`: in a sight of the file system that nobody else has.
const OWN_DEVICES: &str = "\
mount --make-rprivate /
mkdir -p $0/dev && mount -t tmpfs -o mode=755 dev $0/dev
for node in null zero full random urandom tty; do : > $0/dev/$node; mount --bind /dev/$node $0/dev/$node; done
: > $0/dev/log; mount --bind $0/syslog.socket $0/dev/log
ln -s /proc/self/fd $0/dev/fd; ln -s fd/1 $0/dev/stdout; ln -s fd/2 $0/dev/stderr
mount --move $0/dev /dev
exec \"$@\"
";

/// The command as it runs in the end.
fn inside(command: &Command, ground: &Ground, around: &Around) -> Command {
    // The watcher has to see the server itself, and not how its surroundings are made.
    let mut inner: Vec<std::ffi::OsString> = around.watcher.iter().map(Into::into).collect();
    if let Some(library) = &around.preload {
        inner.extend(["env".into(), format!("LD_PRELOAD={}", library.display()).into()]);
    }
    inner.push(command.get_program().to_owned());
    inner.extend(command.get_args().map(ToOwned::to_owned));
    // If this program is killed, so are they.
    let mut outer = Command::new("setpriv");
    outer.args(["--pdeathsig", "TERM"]);
    if install::is_root() {
        outer.args(["unshare", "--mount", "sh", "-ec", OWN_DEVICES]).arg(&ground.scratch);
    }
    outer.args(inner);
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            outer.env(name, value);
        }
    }
    outer.current_dir(root());
    outer
}
