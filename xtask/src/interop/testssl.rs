//! testssl.sh, which looks for what TLS should not have.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::limited;

/// It tries one thing after another, each over a connection of its own.
const AT_MOST: Duration = Duration::from_secs(300);

/// What weighs so much is not let pass.
const GRAVE: [&str; 4] = ["MEDIUM", "HIGH", "CRITICAL", "FATAL"];

/// It finds nothing grave about versions and ciphers. What it says of the certificate is left out: nobody vouches for that. It is not asked whose order of ciphers
/// counts either, since it wants that to be the server's; all of them are good, and clients without AES in their hardware know best why they prefer another.
pub fn finds_nothing(server: SocketAddr, by_starttls: bool, folder: &Path) -> Result<(), String> {
    let found = folder.join(if by_starttls { "testssl-starttls.json" } else { "testssl-implicit.json" });
    let _ = fs::remove_file(&found);
    let mut testssl = Command::new("testssl");
    testssl.args(["--quiet", "--color", "0", "--warnings", "off", "--nodns", "none"]);
    testssl.args(["--protocols", "--std", "--server-defaults"]);
    testssl.arg("--jsonfile").arg(&found);
    if by_starttls {
        testssl.args(["--starttls", "smtp"]);
    }
    testssl.arg(server.to_string()).stdin(std::process::Stdio::null());
    // Its status is how many things it would have otherwise; what they are is in the file.
    let output = limited::output(&mut testssl, AT_MOST).map_err(|failure| failure.to_string())?;
    let said = || String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let text =
        fs::read_to_string(&found).map_err(|error| format!("it has written nothing: {error}; {}", said()))?;
    let findings: Vec<Value> = serde_json::from_str(&text)
        .map_err(|error| format!("it has written no JSON: {error}; {}", said()))?;
    judge(&findings)
}

fn judge(findings: &[Value]) -> Result<(), String> {
    let text = |finding: &Value, field: &str| finding[field].as_str().unwrap_or_default().to_owned();
    let has = |id: &str, words: &str| {
        findings.iter().any(|finding| finding["id"] == id && text(finding, "finding").starts_with(words))
    };
    // A scan that has not come through has nothing grave in it either.
    for (version, words) in
        [("SSLv3", "not offered"), ("TLS1", "not offered"), ("TLS1_2", "offered"), ("TLS1_3", "offered")]
    {
        if !has(version, words) {
            return Err(format!("it does not say that {version} is {words}: {findings:?}"));
        }
    }
    let grave: Vec<String> = findings
        .iter()
        .filter(|finding| GRAVE.contains(&text(finding, "severity").as_str()))
        .map(|finding| (text(finding, "id"), text(finding, "severity"), text(finding, "finding")))
        .filter(|(id, ..)| !id.starts_with("cert") && !id.starts_with("DNS_CAA"))
        .map(|(id, severity, finding)| format!("{id}, {severity}: {finding}"))
        .collect();
    if grave.is_empty() { Ok(()) } else { Err(grave.join("; ")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn finding(id: &str, severity: &str, finding: &str) -> Value {
        json!({ "id": id, "ip": "127.0.0.1", "port": "465", "severity": severity, "finding": finding })
    }

    fn scan() -> Vec<Value> {
        vec![
            finding("SSLv3", "OK", "not offered"),
            finding("TLS1", "INFO", "not offered"),
            finding("TLS1_2", "OK", "offered"),
            finding("TLS1_3", "OK", "offered with final"),
            finding("cert_chain_of_trust", "CRITICAL", "failed (self signed)."),
        ]
    }

    #[test]
    fn what_is_grave_is_named_and_what_is_about_the_certificate_is_not() {
        assert_eq!(judge(&scan()), Ok(()));
        let weak = [scan(), vec![finding("cipherlist_3DES_IDEA", "MEDIUM", "offered")]].concat();
        assert_eq!(judge(&weak), Err("cipherlist_3DES_IDEA, MEDIUM: offered".to_owned()));
    }

    #[test]
    fn a_scan_that_broke_off_is_none() {
        assert!(judge(&scan()[..2]).is_err());
        assert!(judge(&[]).is_err());
    }
}
