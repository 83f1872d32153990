//! Dovecot: `dovecot: auth-worker(1): conn unix:auth-worker: sql(a@example.org,192.0.2.1): Password mismatch`, `submission-login: Disconnected (auth failed, 1
//! attempts in 2 secs): user=<a>, method=PLAIN`, and `lmtp(a@example.org): save failed to INBOX: Quota exceeded`.

use postrider_reference::Stage;

use crate::bounce::reason;
use crate::complaint::Complaint;
use crate::said;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    let services = ["dovecot: ", "dovecot[", "auth-worker(", "-login: ", "lmtp(", "lda("];
    if !services.iter().any(|service| line.contains(service)) {
        return None;
    }
    let low = said::beginning(line).to_ascii_lowercase();
    // Who looks for mail is told the same, and no mail was refused.
    let sends = !["imap", "pop3", "managesieve"].iter().any(|service| low.contains(service));
    let has = |words: &[&str]| words.iter().any(|words| low.contains(words));
    let is_refused = has(&["password mismatch", "invalid credentials", "unknown user", "(auth failed, "]);
    let (stage, told) = match () {
        () if sends && is_refused => (Stage::Auth, "authentication failed"),
        () if low.contains("quota exceeded") => (Stage::Rcpt, "mailbox quota exceeded"),
        () => return Some(None),
    };
    let recipient = (stage == Stage::Rcpt).then(|| named(line)).flatten();
    let complaint = reason(told, 0);
    Some(Some(Complaint { stage: Some(stage), recipient, own: true, ..complaint }))
}

/// The address behind the name of a service: `lmtp(a@example.org)`.
fn named(line: &str) -> Option<String> {
    let (_, inside) = ["lmtp(", "lda("].iter().find_map(|service| line.split_once(service))?;
    said::address(inside).map(|(address, _)| address.to_owned())
}
