//! The pages of the reference, in Chromium: axe-core, which looks for what keeps people from reading; the search by keyboard; what is pasted and
//! answered; the pages without scripts, on a narrow screen, and as files on a disk. Nothing they load comes from elsewhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::Bench;
use super::client::Said;
use super::daemon::Daemon;
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::sink::free_address;
use crate::failure::Failure;
use crate::limited;

/// What drives the browser, and what judges the pages.
const PACKAGES: [&str; 2] = ["playwright-core@1.65.1", "axe-core@4.14.1"];

/// What the script looks at, each a column of the table.
const CASES: [&str; 7] = ["axe", "narrow", "requests", "search", "why", "without JavaScript", "from a disk"];

/// Texts, and how a search compares them: the server is tested against the same.
const FOLDED: &str = include_str!("../../../crates/postrider-reference/tests/folded.json");

/// A page of each kind takes some 15 seconds in each language; a busy machine needs more.
const AT_MOST: Duration = Duration::from_secs(900);

/// Runs all of it.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("pages");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let browser = install::program_at("chromium", "chromium");
    let had = browser.and_then(|browser| {
        Ok(Browser {
            program: browser,
            packages: install::node_modules(&bench.cache.join("browser"), &PACKAGES)?,
        })
    });
    let browser = match had {
        Ok(browser) => browser,
        Err(Missing(reason)) => {
            report.add("pages", CASES[0], Outcome::Skipped(reason));
            return Ok(());
        }
    };
    let faults = look(bench, &folder, &browser);
    for case in CASES {
        let outcome = match &faults {
            Err(why) => Err(why.clone()),
            Ok(faults) => match faults[case].as_array() {
                Some(found) if found.is_empty() => Ok(()),
                found => Err(format!("{found:#?}")),
            },
        };
        report.add("pages", case, outcome.into());
    }
    Ok(())
}

/// The browser, and the folder in which what drives it is found.
struct Browser {
    program: PathBuf,
    packages: PathBuf,
}

/// What was wrong, by case.
fn look(bench: &Bench, folder: &Path, browser: &Browser) -> Result<Value, String> {
    let site = folder.join("site");
    let mut export = Command::new(&bench.postrider);
    export.args(["reference", "export"]).arg(&site);
    for _ in 0..2 {
        // The second time it finds its own work.
        let said = Said::by(&mut export, None)?;
        if !said.success {
            return Err(format!("the export: {}", said.words));
        }
    }
    let address = free_address()?;
    let mut serve = Command::new(&bench.postrider);
    serve.args(["reference", "serve", "--listen", &address.to_string()]);
    let _server = Daemon::start_until(&mut serve, folder.join("serve.log"), || {
        std::net::TcpStream::connect(address).is_ok()
    })?;
    let mut script = Command::new("node");
    script.args(["-e", include_str!("scripts/pages_browser.js"), "--", &format!("http://{address}/")]);
    script.arg(&site).arg(&browser.program).arg(FOLDED);
    script.current_dir(&browser.packages).stdin(std::process::Stdio::null());
    let output = limited::output(&mut script, AT_MOST).map_err(|failure| failure.to_string())?;
    let words = |octets: &[u8]| String::from_utf8_lossy(octets).trim().to_owned();
    if !output.status.success() {
        return Err(format!("the script: {}", words(&output.stderr)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{error}: {}", words(&output.stdout)))
}
