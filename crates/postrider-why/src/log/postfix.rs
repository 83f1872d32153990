//! Postfix: `to=<a>, relay=mx[192.0.2.1]:25, ..., dsn=5.1.1, status=bounced (host mx said: 550 ... (in reply to RCPT TO command))`, and what it refuses
//! itself: `NOQUEUE: reject: RCPT from x[192.0.2.1]: 554 5.7.1 ...; from=<a> to=<b>`.

use super::{recipient, value};
use crate::bounce::reason;
use crate::complaint::{Complaint, Fate};
use crate::said;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    let refuses = ["NOQUEUE: reject: ", ": reject: ", ": milter-reject: ", "NOQUEUE: reject_warning: "]
        .iter()
        .find_map(|mark| line.find(mark));
    let delivers = line.contains(" status=") && line.contains("dsn=");
    if !line.contains("postfix") && !delivers && !line.contains("NOQUEUE: ") {
        return None;
    }
    if let Some(at) = refuses {
        return Some(refusal(&line[at..]));
    }
    if delivers {
        return Some(delivery(line));
    }
    Some(remark(line))
}

fn delivery(line: &str) -> Option<Complaint> {
    let (before, status) = line.split_once(" status=")?;
    let (status, text) =
        (status.split([',', '(']).next()?, status.split_once('(').map_or("", |(_, text)| text));
    if let Some(told) = discarded(status, text) {
        let to = recipient(before);
        return Some(Complaint { recipient: to, own: true, fate: Fate::Discarded, ..reason(told, 0) });
    }
    if !["bounced", "deferred", "undeliverable", "expired", "force-expired"].contains(&status.trim()) {
        return None;
    }
    let text = text.trim_end();
    let text = text.strip_suffix(')').unwrap_or(text);
    let complaint = reason(text, 0);
    let relay = value(before, "relay=", &[',']).and_then(|relay| said::host(&format!("host {relay}")));
    // Of what nobody but Postfix says, its own code is the only one.
    let enhanced = complaint.enhanced.or_else(|| value(before, "dsn=", &[',']).and_then(said::enhanced));
    let enhanced = enhanced.filter(|enhanced| (enhanced.subject, enhanced.detail) != (0, 0));
    // Here it was to be delivered: nobody else has spoken.
    let own =
        complaint.code.is_none() && matches!(value(before, "relay=", &[',']), Some("virtual" | "local"));
    Some(Complaint {
        enhanced,
        host: complaint.host.or(relay),
        recipient: recipient(before),
        own,
        fate: match status.trim() {
            "deferred" => Fate::Later,
            "bounced" | "expired" | "force-expired" => Fate::Final(None),
            _ => Fate::Unsaid,
        },
        ..complaint
    })
}

/// What a filter behind Postfix says that has taken a message and thrown it away: `status=sent (250 2.7.0 Ok, discarded, id=05 - spam)`.
fn discarded<'a>(status: &str, text: &'a str) -> Option<&'a str> {
    let is_sent = status.trim() == "sent" && text.contains("Ok, discarded");
    is_sent.then(|| text.trim_end().trim_end_matches(')'))
}

fn refusal(text: &str) -> Option<Complaint> {
    let stage = said::stage(text);
    // `RCPT from host[192.0.2.1]: 554 5.7.1 ...`: an IPv6 address has colons too.
    let (_, reply) =
        text.split_once("]: ").or_else(|| text.split_once(">: ")).or_else(|| text.split_once(" from "))?;
    let ends = ["; from=<", "; proto=", "; to=<"]
        .iter()
        .filter_map(|end| reply.find(end))
        .min()
        .unwrap_or(reply.len());
    let complaint = reason(&reply[..ends], 0);
    let to = reply[ends..]
        .split_once(" to=")
        .and_then(|(_, to)| said::address(to))
        .map(|(address, _)| address.to_owned());
    Some(Complaint { stage, recipient: to, host: None, own: true, ..complaint })
}

/// What is said beside deliveries: a certificate, a login, a connection.
fn remark(line: &str) -> Option<Complaint> {
    const MARKS: &[&str] = &[
        "certificate verification failed for",
        "SASL authentication failed",
        "authentication failed:",
        "Cannot start TLS",
        "TLS is required",
        " said: 4",
        " said: 5",
        "Connection timed out",
        "Connection refused",
        "No route to host",
        "Network is unreachable",
        "SSL_connect error",
        "no mechanism available",
        "No worthy mechs found",
        "non-SMTP command from ",
        "improper command pipelining after ",
        "alert certificate unknown",
        "alert bad certificate",
        "alert unknown ca",
        "Host or domain name not found",
    ];
    /// What the queue manager says of a message that it gives back: `from=<a@x>, status=expired, returned to sender`.
    const EXPIRED: &[&str] = &["status=expired, ", "status=force-expired, "];
    let expired = EXPIRED.iter().any(|mark| line.contains(mark));
    let mark = expired || MARKS.iter().any(|mark| line.contains(mark));
    let text = line.split_once("]: ").map_or(line, |(_, text)| text);
    // The client of Postfix says the same words of other servers.
    let own = line.contains("/smtpd[") && text.contains("authentication failed")
        || ["connect to Milter service", "non-SMTP command from ", "improper command pipelining after "]
            .iter()
            .any(|words| text.contains(words));
    let fate = if expired { Fate::Final(None) } else { Fate::Unsaid };
    mark.then(|| Complaint { own, fate, ..reason(text, 0) })
}
