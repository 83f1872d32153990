//! Proxies: HAProxy in front of the server, with headers of both versions, and swaks, which plays a proxy that speaks XCLIENT. What
//! counts is who the server takes the client for.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::client::Said;
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::server::Server;
use super::sink::{Sink, free_address};
use crate::failure::Failure;

/// Where the client comes from. HAProxy itself comes from 127.0.0.1.
const CLIENT: &str = "127.0.0.2";

/// How HAProxy is told to send its header.
const HEADERS: [(&str, &str); 3] = [
    ("version-1", "send-proxy"),
    ("version-2", "send-proxy-v2"),
    ("version-2-with-tlvs", "send-proxy-v2 proxy-v2-options crc32c,unique-id,authority"),
];

/// Tries all of them.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("proxies");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    if let Err(Missing(reason)) = install::program("swaks", "swaks") {
        report.add("proxies", "all", Outcome::Skipped(reason));
        return Ok(());
    }
    match haproxy(bench) {
        Ok(program) => {
            for (name, header) in HEADERS {
                let folder = folder.join(name);
                fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
                let mut server =
                    Server::start_listening(bench, &folder, "proxy_protocol = [\"127.0.0.1\"]\n")?;
                report.add("haproxy", name, behind_haproxy(&mut server, &program, header, &folder).into());
            }
        }
        Err(Missing(reason)) => report.add("haproxy", "all", Outcome::Skipped(reason)),
    }
    let folder = folder.join("xclient");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let mut server = Server::start_listening(bench, &folder, "xclient = [\"127.0.0.1\"]\n")?;
    report.add("swaks-proxy", "xclient", xclient(&mut server).into());
    Ok(())
}

fn haproxy(bench: &Bench) -> Result<PathBuf, Missing> {
    if !install::is_root() {
        return Err(Missing(
            "to get at HAProxy, it is unpacked with its libraries installed, which needs root".into(),
        ));
    }
    Ok(install::apt_unpack("haproxy", &bench.cache, &bench.scratch)?.join("usr/sbin/haproxy"))
}

/// A message through HAProxy is one of the client's; the server, asked without a header, is silent.
fn behind_haproxy(server: &mut Server, program: &Path, header: &str, folder: &Path) -> Result<(), String> {
    let address = free_address()?;
    let config = format!(
        "defaults\n    mode tcp\n    timeout connect 5s\n    timeout client 60s\n    timeout server 60s\n\
         listen smtp\n    bind {address}\n    unique-id-format %{{+X}}o%ci:%cp\n    server postrider {} {header}\n",
        server.address
    );
    let file = folder.join("haproxy.cfg");
    fs::write(&file, config).map_err(|error| error.to_string())?;
    let mut proxy = Sink::spawn(Command::new(program).arg("-db").arg("-f").arg(&file))?;
    proxy.wait_until_it_listens("HAProxy", address)?;
    let said = Said::by(swaks(address, "alice@example.test").args(["--local-interface", CLIENT]), None)?;
    if !said.success {
        return Err(format!("swaks reports failure: {}", said.words));
    }
    expect(server, CLIENT)?;
    // A stranger behind the proxy is none to be trusted with mail for others, and no proxy.
    let said = Said::by(swaks(address, "u@victim.test").args(["--local-interface", CLIENT]), None)?;
    if said.success || !said.words.contains("[relay-denied]") {
        return Err(format!("a stranger is relayed for: {}", said.words));
    }
    let past = Said::by(&mut swaks(server.address, "alice@example.test"), None)?;
    if past.success || past.words.contains("220 ") {
        return Err(format!("past the proxy the server answers: {}", past.words));
    }
    drop(proxy);
    server.stop()
}

/// swaks says XCLIENT, and the message is one of the client that it names.
fn xclient(server: &mut Server) -> Result<(), String> {
    let client = "192.0.2.7";
    let mut command = swaks(server.address, "alice@example.test");
    command.args(["--xclient-addr", client, "--xclient-name", "client.test", "--xclient-proto", "ESMTP"]);
    let said = Said::by(&mut command, None)?;
    if !said.success {
        return Err(format!("swaks reports failure: {}", said.words));
    }
    expect(server, client)?;
    // From elsewhere the same is refused, and swaks goes no further.
    let said = Said::by(command.args(["--local-interface", CLIENT]), None)?;
    if said.success {
        return Err(format!("whoever likes may use XCLIENT: {}", said.words));
    }
    server.stop()
}

fn swaks(server: SocketAddr, to: &str) -> Command {
    let mut swaks = Command::new("swaks");
    swaks.args([
        "--server",
        &server.to_string(),
        "--helo",
        "client.test",
        "--from",
        "s@client.test",
        "--to",
        to,
    ]);
    swaks.args(["--timeout", "10", "--suppress-data", "--no-hints"]);
    swaks
}

/// The message that has just come is from this client, as the log has it and as the mailbox has it.
fn expect(server: &mut Server, client: &str) -> Result<(), String> {
    let (line, copy) = server.received_and_delivered()?;
    if line["client"] != client || line["proxy"] != "127.0.0.1" {
        return Err(format!("the client is {client}, behind 127.0.0.1, and the log says {line}"));
    }
    let text = copy.text()?;
    let received = format!("Received: from client.test ([{client}])");
    if text.contains(&received) { Ok(()) } else { Err(format!("{received:?} is not in {text:?}")) }
}
