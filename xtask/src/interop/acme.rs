//! Certificates that come by themselves: the built server, and Pebble, the authority that Let's Encrypt has for tests. Its DNS says that every name is at
//! 127.0.0.1, and it looks at ports of ours instead of 80 and 443.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use super::Bench;
use super::client::Said;
use super::daemon::until;
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::server::Server;
use super::sink::free_address;
use crate::failure::Failure;
use crate::openssl;
use crate::workspace::run as run_to_end;

/// What the log says when a certificate has come.
const CAME: &str = "a new certificate is in use";
/// And when none has.
const NONE_CAME: &str = "no new certificate has come";
/// The key of the account that the authority knows, in base64url.
const EAB_KEY: &str = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

/// Runs all of it.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("acme");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let tools = install::program("openssl", "openssl")
        .and_then(|()| install::program("curl", "curl"))
        .and_then(|()| install::apt_unpack("pebble", &bench.cache, &bench.scratch));
    let tools = match tools {
        Ok(unpacked) => unpacked.join("usr/bin"),
        Err(Missing(reason)) => {
            report.add("pebble", "http-01", Outcome::Skipped(reason));
            return Ok(());
        }
    };
    let place = Place::new(bench, tools, folder).map_err(Failure::Found)?;
    let cases: [Case; 6] = [
        ("http-01, renewal", http_01_and_renewal),
        ("tls-alpn-01, rsa", tls_alpn_01),
        ("refused", refused),
        ("authority down", authority_down),
        ("account bound", account_bound),
        ("reload", reload),
    ];
    for (case, run) in cases {
        report.add("pebble", case, run(&place).into());
    }
    Ok(())
}

/// A case: its column in the table, and what it does.
type Case = (&'static str, fn(&Place<'_>) -> Result<(), String>);

/// What all cases share.
struct Place<'a> {
    bench: &'a Bench,
    /// Where the programs of Pebble are.
    tools: PathBuf,
    folder: PathBuf,
    /// Where the directory is, with what vouches for it.
    directory: SocketAddr,
    management: SocketAddr,
    /// Where Pebble looks for challenges.
    http: SocketAddr,
    tls: SocketAddr,
}

impl<'a> Place<'a> {
    fn new(bench: &'a Bench, tools: PathBuf, folder: PathBuf) -> Result<Self, String> {
        let place = Self {
            bench,
            tools,
            folder,
            directory: free_address()?,
            management: free_address()?,
            http: free_address()?,
            tls: free_address()?,
        };
        let request = "[req]\ndistinguished_name = name\nx509_extensions = extensions\nprompt = no\n[name]\nCN = pebble\n\
                       [extensions]\nsubjectAltName = IP:127.0.0.1\nbasicConstraints = critical, CA:FALSE\n";
        write(&place.folder.join("openssl.cnf"), request)?;
        let mut openssl = openssl::certificate(30);
        openssl.arg("-config").arg(place.folder.join("openssl.cnf"));
        openssl.arg("-keyout").arg(place.folder.join("pebble.key")).arg("-out").arg(place.certificate());
        run_to_end(&mut openssl).map_err(|failure| failure.to_string())?;
        for bound in [false, true] {
            let config = serde_json::json!({ "pebble": {
                "listenAddress": place.directory.to_string(),
                "managementListenAddress": place.management.to_string(),
                "certificate": place.certificate(),
                "privateKey": place.folder.join("pebble.key"),
                "httpPort": place.http.port(),
                "tlsPort": place.tls.port(),
                "ocspResponderURL": "",
                "externalAccountBindingRequired": bound,
                "externalAccountMACKeys": { "kid-1": EAB_KEY },
            }});
            write(&place.folder.join(config_name(bound)), &config.to_string())?;
        }
        write(&place.folder.join("eab.key"), EAB_KEY)?;
        Ok(place)
    }

    /// What vouches for the directory.
    fn certificate(&self) -> PathBuf {
        self.folder.join("pebble.pem")
    }

    /// Starts the authority, and the DNS that it asks.
    fn authority(&self) -> Result<Authority, String> {
        self.authority_for(false)
    }

    /// The same; `bound`, it only knows whoever has an account with it otherwise.
    fn authority_for(&self, bound: bool) -> Result<Authority, String> {
        let (dns, control) = (free_address()?, free_address()?);
        let mut names = Command::new(self.tools.join("pebble-challtestsrv"));
        names.args(["-dns01", &dns.to_string(), "-management", &control.to_string(), "-defaultIPv6", ""]);
        names.args(["-http01", "", "-https01", "", "-tlsalpn01", ""]);
        let mut pebble = Command::new(self.tools.join("pebble"));
        pebble.arg("-strict").arg("-config").arg(self.folder.join(config_name(bound)));
        pebble.args(["-dnsserver", &dns.to_string()]);
        // It would wait some seconds before it looks, so that clients do not rely on its being quick.
        pebble.env("PEBBLE_VA_NOSLEEP", "1");
        let mut authority = Authority(Vec::new());
        for (command, address, log) in
            [(&mut names, control, "names.log"), (&mut pebble, self.directory, "pebble.log")]
        {
            let log = File::create(self.folder.join(log)).map_err(|error| error.to_string())?;
            command
                .stdin(Stdio::null())
                .stderr(log.try_clone().map_err(|error| error.to_string())?)
                .stdout(log);
            authority.0.push(command.spawn().map_err(|error| error.to_string())?);
            until("an authority for tests", || Ok(TcpStream::connect(address).ok()))?;
        }
        Ok(authority)
    }

    /// Starts a server in a folder of its own.
    fn server(&self, name: &str, acme: &str, certificates: &str) -> Result<(Server, PathBuf), String> {
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let config = format!(
            "hostname = \"mail.test\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n\
             [[domain]]\nname = \"example.test\"\nany_mailbox = true\n\
             [acme]\naccept_terms = true\ncontact = [\"postmaster@example.test\"]\n\
             directory = \"https://{}/dir\"\nca = {:?}\n{acme}{certificates}",
            self.directory,
            self.certificate()
        );
        let server =
            Server::start_with(self.bench, &folder, &config).map_err(|failure| failure.to_string())?;
        Ok((server, folder))
    }

    fn ours(&self, folder: &Path, words: &[&str]) -> Result<String, String> {
        let mut command = Command::new(&self.bench.postrider);
        command.args(words).arg("--config").arg(folder.join("postrider.toml"));
        command.arg("--data").arg(folder.join("data"));
        run_to_end(&mut command).map_err(|failure| failure.to_string())
    }

    /// What `postrider acme status` says of the first certificate.
    fn status(&self, folder: &Path) -> Result<Value, String> {
        let text = self.ours(folder, &["acme", "status", "--json"])?;
        let mut status: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        Ok(status["certificates"][0].take())
    }

    /// The root of the authority, which is another for each that is started.
    fn root(&self) -> Result<PathBuf, String> {
        let file = self.folder.join("root.pem");
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--fail"]).arg("--cacert").arg(self.certificate());
        curl.arg("--output").arg(&file).arg(format!("https://{}/roots/0", self.management));
        run_to_end(&mut curl).map_err(|failure| failure.to_string())?;
        Ok(file)
    }

    /// The serial number of the certificate that a client is shown, who believes the authority and nobody else.
    fn serial(&self, server: &Server, name: &str, more: &[&str]) -> Result<String, String> {
        let mut s_client = Command::new("openssl");
        s_client.args(["s_client", "-starttls", "smtp", "-connect", &server.address.to_string()]);
        s_client.args(["-servername", name, "-verify_hostname", name, "-verify_return_error"]).args(more);
        s_client.arg("-CAfile").arg(self.root()?).stdin(Stdio::null());
        let said = Said::by(&mut s_client, None)?;
        if !said.success || !said.words.contains("Verify return code: 0 (ok)") {
            return Err(format!("a client does not believe the certificate for {name}: {}", said.words));
        }
        let shown = self.folder.join("shown.pem");
        write(&shown, &said.words)?;
        let mut x509 = Command::new("openssl");
        x509.args(["x509", "-noout", "-serial", "-in"]).arg(&shown);
        run_to_end(&mut x509).map_err(|failure| failure.to_string())
    }
}

fn config_name(bound: bool) -> &'static str {
    if bound { "pebble-bound.json" } else { "pebble.json" }
}

/// Pebble and its DNS. Dropped, they are killed.
struct Authority(Vec<Child>);

impl Drop for Authority {
    fn drop(&mut self) {
        for process in &mut self.0 {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The first certificate; and another in its place while a client is in the middle of its session under TLS.
fn http_01_and_renewal(place: &Place<'_>) -> Result<(), String> {
    let _authority = place.authority()?;
    let acme = format!("http_listen = \"{}\"\n", place.http);
    let certificate = "[[certificate]]\nacme = true\nnames = [\"mail.test\", \"mx.test\"]\n";
    let (mut server, folder) = place.server("http-01", &acme, certificate)?;
    server.event(CAME)?;
    let first = place.serial(&server, "mail.test", &[])?;
    if place.serial(&server, "mx.test", &[])? != first {
        return Err("the two names have two certificates".to_owned());
    }
    let status = place.status(&folder)?;
    if status["failures"] != 0
        || !status["not_after"].is_i64()
        || status["next"].as_i64() >= status["not_after"].as_i64()
    {
        return Err(format!("`postrider acme status` says {status}"));
    }
    if TcpStream::connect(place.http).is_ok() {
        return Err("something listens for the authority, and no order is open".to_owned());
    }
    let mut session = Session::open(&server)?;
    session.say("EHLO client.test", "250")?;
    session.say("MAIL FROM:<s@client.test>", "250")?;
    place.ours(&folder, &["acme", "renew", "mail.test"])?;
    server.event(CAME)?;
    let second = place.serial(&server, "mail.test", &[])?;
    if first == second {
        return Err("clients are still shown the old one".to_owned());
    }
    session.say("RCPT TO:<alice@example.test>", "250")?;
    session.say("DATA", "354")?;
    session.say("Subject: over a renewal\r\n\r\nx\r\n.", "250")?;
    session.say("QUIT", "221")?;
    server.copies(1)?;
    // What was got is there for the next run, without a word to the authority.
    server.stop()?;
    let (mut server, _) = place.server("http-01", &acme, certificate)?;
    if place.serial(&server, "mail.test", &[])? != second {
        return Err("the certificate is another after a restart".to_owned());
    }
    server.stop()
}

/// With TLS itself, for a key of each kind.
fn tls_alpn_01(place: &Place<'_>) -> Result<(), String> {
    let _authority = place.authority()?;
    let acme = format!("challenge = \"tls-alpn-01\"\ntls_listen = \"{}\"\n", place.tls);
    let certificates = "[[certificate]]\nacme = true\n[[certificate]]\nacme = true\nkey_type = \"rsa\"\n";
    let (mut server, _) = place.server("tls-alpn-01", &acme, certificates)?;
    server.event(CAME)?;
    server.event(CAME)?;
    let ecdsa = place.serial(&server, "mail.test", &["-sigalgs", "ECDSA+SHA256:RSA-PSS+SHA256"])?;
    let rsa = place.serial(&server, "mail.test", &["-sigalgs", "RSA-PSS+SHA256"])?;
    if ecdsa == rsa {
        return Err("the certificate with RSA is not shown to whoever knows nothing else".to_owned());
    }
    server.stop()
}

/// What the authority has against it is in the log and in the status, with what to do.
fn refused(place: &Place<'_>) -> Result<(), String> {
    let _authority = place.authority()?;
    // Not where it looks.
    let acme = format!("http_listen = \"{}\"\n", free_address()?);
    let (mut server, folder) = place.server("refused", &acme, "[[certificate]]\nacme = true\n")?;
    let line = server.event(NONE_CAME)?;
    let status = place.status(&folder)?;
    let text = place.ours(&folder, &["acme", "status"])?;
    let told = line["problem"] == "connection"
        && line["help"].as_str().is_some_and(|help| help.contains("port 80"))
        && status["failures"] == 1
        && text.contains("failed")
        && text.contains("mail.test: ");
    if !told {
        return Err(format!("the log says {line}, the status {status}: {text}"));
    }
    server.stop()
}

/// A server starts and takes mail without it, and has a certificate when it is there.
fn authority_down(place: &Place<'_>) -> Result<(), String> {
    let acme = format!("http_listen = \"{}\"\n", place.http);
    let (mut server, folder) = place.server("down", &acme, "[[certificate]]\nacme = true\n")?;
    // What stands in for it came before the listener.
    let stand_in = folder.join("data/acme/mail.test.stand-in.pem");
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--ssl-reqd"]).arg("--cacert").arg(&stand_in);
    curl.arg("--resolve").arg(format!("mail.test:{}:{}", server.address.port(), server.address.ip()));
    curl.args(["--mail-from", "s@client.test", "--mail-rcpt", "alice@example.test", "--upload-file"]);
    let message = place.folder.join("message");
    write(&message, "Subject: meanwhile\r\n\r\nx\r\n")?;
    curl.arg(message).arg(format!("smtp://mail.test:{}/client.test", server.address.port()));
    server.event(NONE_CAME)?;
    run_to_end(&mut curl).map_err(|failure| failure.to_string())?;
    server.copies(1)?;
    let status = place.status(&folder)?;
    if !status["fault"].as_str().is_some_and(|fault| fault.contains("cannot be reached")) {
        return Err(format!("`postrider acme status` says {status}"));
    }
    let _authority = place.authority()?;
    place.ours(&folder, &["acme", "renew"])?;
    server.event(CAME)?;
    place.serial(&server, "mail.test", &[])?;
    server.stop()
}

/// An authority that wants an account with it first.
fn account_bound(place: &Place<'_>) -> Result<(), String> {
    let _authority = place.authority_for(true)?;
    let certificate = "[[certificate]]\nacme = true\n";
    let acme = format!("http_listen = \"{}\"\n", place.http);
    let (mut server, _) = place.server("unbound", &acme, certificate)?;
    let line = server.event(NONE_CAME)?;
    if line["problem"] != "externalAccountRequired" || !line["help"].to_string().contains("eab_kid") {
        return Err(format!("the log says {line}"));
    }
    server.stop()?;
    let acme = format!("{acme}eab_kid = \"kid-1\"\neab_key_file = \"../eab.key\"\n");
    let (mut server, _) = place.server("bound", &acme, certificate)?;
    server.event(CAME)?;
    server.stop()
}

/// A server that runs is told to get a certificate.
fn reload(place: &Place<'_>) -> Result<(), String> {
    let _authority = place.authority()?;
    let acme = format!("http_listen = \"{}\"\n", place.http);
    let (mut server, folder) = place.server("reload", &acme, "[[certificate]]\nself_signed = true\n")?;
    let file = folder.join("postrider.toml");
    let text = fs::read_to_string(&file).map_err(|error| error.to_string())?;
    write(&file, &text.replace("self_signed = true", "acme = true"))?;
    server.hang_up()?;
    server.event(CAME)?;
    place.serial(&server, "mail.test", &[])?;
    server.stop()
}

/// A client under TLS that takes its time.
struct Session {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Session {
    fn open(server: &Server) -> Result<Self, String> {
        let mut command = Command::new("openssl");
        command.args(["s_client", "-quiet", "-starttls", "smtp", "-connect", &server.address.to_string()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(|error| error.to_string())?;
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let (input, output) = (input.expect("it was piped"), output.expect("it was piped"));
        Ok(Self { process, input, output: BufReader::new(output) })
    }

    fn say(&mut self, line: &str, code: &str) -> Result<(), String> {
        self.input.write_all(format!("{line}\r\n").as_bytes()).map_err(|error| error.to_string())?;
        let reply = self.reply()?;
        if reply.starts_with(code) { Ok(()) } else { Err(format!("the reply to {line:?} is {reply}")) }
    }

    /// The last line of a reply.
    fn reply(&mut self) -> Result<String, String> {
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).map_err(|error| error.to_string())? == 0 {
                return Err("the session has ended".to_owned());
            }
            if line.as_bytes().get(3) == Some(&b' ') {
                return Ok(line);
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}
