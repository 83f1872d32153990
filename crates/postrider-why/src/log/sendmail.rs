//! Sendmail: `to=<a>, ..., relay=mx [192.0.2.1], dsn=5.1.1, stat=User unknown`, and what it refuses itself: `ruleset=check_rcpt, ..., reject=550 5.7.1 ...`.

use super::{recipient, value};
use crate::bounce::reason;
use crate::complaint::Complaint;
use crate::said;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    let is_sendmail =
        ["sendmail[", "sm-mta[", "sm-msp-queue[", "sendmail:"].iter().any(|name| line.contains(name));
    let by_fields = line.contains(", stat=") && (line.contains("mailer=") || line.contains("dsn="));
    if !is_sendmail && !by_fields && !line.contains("ruleset=check_") {
        return None;
    }
    if let Some((before, told)) = line.split_once(", reject=") {
        let stage =
            said::stage(&format!("reject: {}", value(before, "ruleset=check_", &[',']).unwrap_or_default()));
        let recipient =
            value(before, "arg1=", &[',']).and_then(said::address).map(|(address, _)| address.to_owned());
        return Some(Some(Complaint { stage, recipient, host: None, own: true, ..reason(told, 0) }));
    }
    let Some((before, told)) = line.split_once("stat=") else { return Some(None) };
    if told.starts_with("Sent") || told.starts_with("queued") {
        return Some(None);
    }
    let told = told.strip_prefix("Deferred: ").unwrap_or(told);
    let complaint = reason(told, 0);
    let enhanced = complaint.enhanced.or_else(|| value(before, "dsn=", &[',']).and_then(said::enhanced));
    let relay = value(before, "relay=", &[',', ' ']).and_then(|relay| said::host(&format!("host {relay}")));
    Some(Some(Complaint {
        enhanced,
        recipient: recipient(before),
        host: complaint.host.or(relay),
        ..complaint
    }))
}
