//! Servers as they are in the world: Debian's Knot DNS has the zones, one of them signed, and Debian's Unbound resolves and validates.

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use postrider_dns::{Answer, HostsFile, Mx, NoHost, Own, Resolver as _, Servers, System, Trouble, hosts};
use postrider_proto::mail::Domain;
use tempfile::TempDir;

use crate::peer::{found, ip};

/// The zones with records. Behind them stands one without a file, of which its server says SERVFAIL.
const ZONES: [&str; 3] = ["signed.example", "plain.example", "bogus.example"];
const BROKEN: &str = "broken.example";

/// All of them hold the same.
const RECORDS: &str = "\
@ 60 SOA ns root 1 3600 600 86400 60
@ NS ns
@ MX 10 mx
ns A 127.0.0.1
mx AAAA 2001:db8::1
mx A 192.0.2.1
two MX 20 mx
two MX 10 alias-of-mx
alias-of-mx CNAME mx
null MX 0 .
alias CNAME @
round CNAME about
about CNAME round
address MX 10 192.0.2.1.
";

/// How many addresses `many` has: as a reply, more than fits 1232 octets.
const MANY: usize = 100;

/// A program of Debian that is not installed everywhere: on the path, or where `cargo xtask test` unpacks it.
fn program(name: &str, package: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/unpacked");
    let unpacked = tools.join(package).join("usr/sbin");
    std::env::split_paths(&path).chain([unpacked]).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A server that runs. Dropped, it is ended.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a server, and waits until it says that it serves.
fn start(program: &Path, config: &Path, ready: &str) -> Running {
    let mut command = Command::new(program);
    command.arg("-c").arg(config).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut running = Running(command.spawn().expect("it starts"));
    let mut said = BufReader::new(running.0.stderr.take().expect("it is piped"));
    let mut all = String::new();
    while !all.contains(ready) {
        let octets = said.read_line(&mut all).expect("it says something");
        assert!(octets > 0, "{} has ended; it said:\n{all}", program.display());
    }
    // It is not to wait for somebody who reads what it says.
    thread::spawn(move || said.read_to_end(&mut Vec::new()));
    running
}

/// A port of loopback that nobody has.
fn free() -> SocketAddr {
    loop {
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = udp.local_addr().expect("an address");
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}

/// One server with zones, and two resolvers before it.
struct World {
    authority: SocketAddr,
    /// It says why it believes an answer not.
    telling: SocketAddr,
    /// It does not.
    silent: SocketAddr,
    _running: Vec<Running>,
    _folder: TempDir,
}

impl World {
    /// None if this machine has not the programs.
    fn new() -> Option<Self> {
        let (Some(knotd), Some(keymgr), Some(unbound)) =
            (program("knotd", "knot"), program("keymgr", "knot"), program("unbound", "unbound"))
        else {
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let (authority, telling, silent) = (free(), free(), free());
        let knot_conf = write(folder.path(), "knot.conf", &knot_config(folder.path(), authority));
        let many: String = (0..MANY).map(|at| format!("many A 192.0.2.{at}\n")).collect();
        for zone in ZONES {
            write(folder.path(), &format!("{zone}.zone"), &format!("$ORIGIN {zone}.\n{RECORDS}{many}"));
        }
        let key = |words: &[&str]| {
            let output =
                Command::new(&keymgr).arg("-c").arg(&knot_conf).args(words).output().expect("it runs");
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).expect("it is text")
        };
        key(&[ZONES[0], "generate", "algorithm=ECDSAP256SHA256", "ksk=yes", "zsk=yes"]);
        let anchors = key(&[ZONES[0], "ds"]);
        let anchor = anchors.lines().next().expect("a DS record");
        let mut running = vec![start(&knotd, &knot_conf, "server started")];
        for (address, ede) in [(telling, "yes"), (silent, "no")] {
            let name = format!("unbound-{ede}.conf");
            let config = unbound_config(folder.path(), address, authority, anchor, ede);
            running.push(start(&unbound, &write(folder.path(), &name, &config), "start of service"));
        }
        Some(Self { authority, telling, silent, _running: running, _folder: folder })
    }
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).expect("it can be written");
    path
}

fn knot_config(folder: &Path, address: SocketAddr) -> String {
    let (folder, port) = (folder.display(), address.port());
    let mut config = format!(
        "server:\n  listen: 127.0.0.1@{port}\n  rundir: {folder}\ndatabase:\n  storage: {folder}\n\
         log:\n  - target: stderr\n    any: info\n\
         policy:\n  - id: one-key\n    single-type-signing: on\n    algorithm: ecdsap256sha256\nzone:\n"
    );
    for zone in ZONES.iter().chain([&BROKEN]) {
        let signed =
            if *zone == ZONES[0] { "    dnssec-signing: on\n    dnssec-policy: one-key\n" } else { "" };
        config += &format!("  - domain: {zone}\n    storage: {folder}\n{signed}");
    }
    config
}

fn unbound_config(
    folder: &Path,
    address: SocketAddr,
    authority: SocketAddr,
    anchor: &str,
    ede: &str,
) -> String {
    let (folder, port) = (folder.display(), address.port());
    // bogus.example is to be signed, with a key that nobody has.
    let digest = "0".repeat(64);
    let mut config = format!(
        "server:\n  interface: 127.0.0.1\n  port: {port}\n  do-daemonize: no\n  username: \"\"\n  chroot: \"\"\n  \
         directory: \"{folder}\"\n  pidfile: \"\"\n  use-syslog: no\n  logfile: \"\"\n  verbosity: 1\n  do-ip6: no\n  \
         do-not-query-localhost: no\n  module-config: \"validator iterator\"\n  ede: {ede}\n  \
         trust-anchor: \"{anchor}\"\n  trust-anchor: \"bogus.example. DS 1 13 2 {digest}\"\n\
         remote-control:\n  control-enable: no\n"
    );
    for zone in ZONES.iter().chain([&BROKEN]) {
        config += &format!("stub-zone:\n  name: \"{zone}\"\n  stub-addr: 127.0.0.1@{}\n", authority.port());
    }
    config
}

#[tokio::test]
async fn what_real_servers_say_is_understood() {
    let Some(world) = World::new() else {
        // `cargo xtask test` brings them, or says that this was skipped.
        println!("skipped: there is no knotd, keymgr or unbound on this machine");
        return;
    };
    for server in [world.telling, world.silent] {
        resolver_says(server).await;
    }
    only_who_is_believed_makes_secure(&world).await;
    authority_says(world.authority).await;
    hosts_are_found(world.telling).await;
}

/// What is the same for both resolvers.
async fn resolver_says(server: SocketAddr) {
    let system = System::new(vec![server]);
    for (zone, secure) in [("signed.example", true), ("plain.example", false)] {
        let mx = format!("mx.{zone}");
        assert_eq!(system.mx(zone).await, found(&mx, secure));
        assert_eq!(system.mx(&format!("alias.{zone}")).await, found(&mx, secure));
        assert_eq!(system.mx(&mx).await, Answer::NoData { secure });
        assert_eq!(system.mx(&format!("none.{zone}")).await, Answer::NxDomain { secure });
        let null = Mx { preference: 0, exchange: ".".to_owned() };
        assert_eq!(system.mx(&format!("null.{zone}")).await, Answer::Found { records: vec![null], secure });
        let both = vec![ip("2001:db8::1"), ip("192.0.2.1")];
        for host in [mx, format!("alias-of-mx.{zone}")] {
            assert_eq!(system.addresses(&host).await, Answer::Found { records: both.clone(), secure });
        }
        // Over UDP it is cut off, over TCP whole; what we use of it has an end.
        let Answer::Found { records, secure: proven } = system.addresses(&format!("many.{zone}")).await
        else {
            panic!("there are many")
        };
        assert_eq!((records.len(), proven), (64, secure));
        let round = system.mx(&format!("round.{zone}")).await;
        assert!(matches!(round, Answer::Temporary(_)), "{round:?}");
    }
    let bogus = system.mx("bogus.example").await;
    assert!(matches!(bogus, Answer::Bogus(_)), "{bogus:?}");
    let bogus = system.addresses("mx.bogus.example").await;
    assert!(matches!(bogus, Answer::Bogus(_)), "{bogus:?}");
    let broken = system.mx(BROKEN).await;
    assert!(matches!(broken, Answer::Temporary(Trouble::Failed { code: "SERVFAIL", .. })), "{broken:?}");
}

/// That something is secure is said by AD, and not by signatures alone.
async fn only_who_is_believed_makes_secure(world: &World) {
    let trusting = Servers { trust_ad: true, ..Servers::new(vec![world.telling]) };
    let system = System::with(trusting, HostsFile::default());
    assert_eq!(system.mx("signed.example").await, found("mx.signed.example", true));
    // Knot DNS has the signatures, and no business to say AD.
    let system = System::new(vec![world.authority]);
    assert_eq!(system.mx("signed.example").await, found("mx.signed.example", false));
}

/// One that has zones and resolves nothing.
async fn authority_says(server: SocketAddr) {
    let system = System::new(vec![server]);
    assert_eq!(system.mx("plain.example").await, found("mx.plain.example", false));
    assert_eq!(system.mx("none.plain.example").await, Answer::NxDomain { secure: false });
    let refused = system.mx("elsewhere.example").await;
    assert!(matches!(refused, Answer::Temporary(Trouble::Failed { code: "REFUSED", .. })), "{refused:?}");
}

async fn hosts_are_found(server: SocketAddr) {
    let system = System::new(vec![server]);
    let find =
        async |domain: &str| hosts(&system, &Domain::Name(domain.to_owned()), &Own::default(), 1).await;
    let two = find("two.signed.example").await.expect("hosts");
    let names: Vec<_> = two.hosts.iter().map(|host| host.name.as_deref().unwrap_or_default()).collect();
    assert_eq!(names, ["alias-of-mx.signed.example", "mx.signed.example"]);
    assert!(
        two.hosts.iter().all(|host| host.secure && host.addresses == [ip("2001:db8::1"), ip("192.0.2.1")])
    );
    let itself = find("mx.plain.example").await.expect("hosts");
    assert!(itself.implicit && !itself.hosts[0].secure);
    for (domain, code) in [
        ("null.signed.example", "5.1.10"),
        ("none.signed.example", "5.1.2"),
        ("address.plain.example", "5.4.4"),
        (BROKEN, "4.4.3"),
        ("bogus.example", "4.4.3"),
    ] {
        let none = find(domain).await.expect_err(domain);
        assert_eq!(none.enhanced().to_string(), code, "{none}");
    }
    let bogus = find("bogus.example").await.expect_err("bogus");
    assert!(matches!(&bogus, NoHost::Bogus { error: Some(_), .. }), "{bogus}");
    assert!(bogus.to_string().contains("DNSSEC says: "), "{bogus}");
}
