//! What `postrider dns` prints, read by Knot DNS, which says what is wrong in a zone.

use std::fs;
use std::process::Command;

use super::Bench;
use super::client::Said;
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use crate::failure::Failure;
use crate::openssl;

/// It has a record of each type: the addresses, keys of DKIM, a certificate, listeners for mail programs.
const CONFIG: &str = "hostname = \"mx.example.test\"\n\
    [[certificate]]\nfile = \"mx.pem\"\n\
    [[listener]]\naddress = \"192.0.2.1:25\"\n\
    [[listener]]\naddress = \"[2001:db8::1]:465\"\nkind = \"submission\"\ntls = \"implicit\"\n\
    [[listener]]\naddress = \"192.0.2.1:587\"\nkind = \"submission\"\n\
    [[domain]]\nname = \"example.test\"\nany_mailbox = true\n\
    [[domain]]\nname = \"b\u{fc}cher.test\"\nany_mailbox = true\n";

/// The records are of several zones, and Knot checks one: that of everything.
const TOP: &str = "$TTL 3600\n. IN SOA ns.test. hostmaster.test. 1 3600 600 86400 300\n. IN NS ns.test.\nns.test. IN A 192.0.2.53\n";

/// The types that there have to be.
const TYPES: [&str; 7] = [" IN A ", " IN AAAA ", " IN PTR ", " IN MX ", " IN TXT ", " IN TLSA ", " IN SRV "];

/// Has the records of a server checked.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let missing = ["openssl", "kzonecheck"]
        .into_iter()
        .zip(["openssl", "knot-dnssecutils"])
        .try_for_each(|(program, package)| install::program(program, package));
    let outcome = match missing {
        Err(Missing(reason)) => Outcome::Skipped(reason),
        Ok(()) => checked(bench).into(),
    };
    report.add("kzonecheck", "dns", outcome);
    Ok(())
}

fn checked(bench: &Bench) -> Result<(), String> {
    let folder = bench.scratch.join("dns");
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let succeeds = |command: &mut Command| {
        let said = Said::by(command, None)?;
        if said.success { Ok(said.words) } else { Err(format!("it fails: {}", said.words)) }
    };
    fs::create_dir_all(&folder).map_err(failed)?;
    let config = folder.join("postrider.toml");
    fs::write(&config, CONFIG).map_err(failed)?;
    let (certificate, key) = (folder.join("mx.pem"), folder.join("key.pem"));
    let mut openssl = openssl::certificate(9);
    openssl.args(["-subj", "/CN=mx.example.test", "-addext", "subjectAltName=DNS:mx.example.test"]);
    succeeds(openssl.arg("-keyout").arg(&key).arg("-out").arg(&certificate))?;
    let both = fs::read_to_string(&certificate)
        .and_then(|certificate| fs::read_to_string(&key).map(|key| certificate + &key));
    fs::write(&certificate, both.map_err(failed)?).map_err(failed)?;
    let postrider = |words: &[&str]| {
        let mut command = Command::new(&bench.postrider);
        command.args(words).arg("--config").arg(&config).arg("--data").arg(folder.join("data"));
        succeeds(&mut command)
    };
    for domain in ["example.test", "b\u{fc}cher.test"] {
        postrider(&["dkim", "new", "--domain", domain, "--force"])?;
    }
    // Nothing has to be left out, so that it says nothing beside the records.
    let records = postrider(&["dns"])?;
    if let Some(kind) = TYPES.into_iter().find(|kind| !records.contains(kind)) {
        return Err(format!("there is no record with{kind}in {records}"));
    }
    let zone = folder.join("all.zone");
    fs::write(&zone, format!("{TOP}{records}\n")).map_err(failed)?;
    let said = succeeds(Command::new("kzonecheck").args(["--origin", "."]).arg(&zone))?;
    // It says nothing where all is well.
    if said.is_empty() { Ok(()) } else { Err(format!("{said}; the zone: {records}")) }
}
