//! What is in a queue, as a text that a person can check and a later version has to repeat.

use std::fmt::Write as _;
use std::io::{self, Read as _};
use std::path::PathBuf;

use postrider_queue::{Options, Queue, Status, Summary};

/// Small segments, so that a golden queue is small, too.
pub fn options(folder: PathBuf) -> Options {
    Options {
        free_floor_octets: 0,
        segment_octets: 64 * 1024,
        large_body_octets: 16 * 1024,
        ..Options::in_folder(folder)
    }
}

/// Every message, oldest first: envelope, recipients, content by its checksum.
pub fn of(queue: &Queue) -> io::Result<String> {
    let mut text = String::new();
    for summary in queue.list(None, 1000)? {
        let mut content = Vec::new();
        if let Some(mut body) = queue.cat(summary.id)? {
            body.read_to_end(&mut content)?;
        }
        let envelope = &summary.envelope;
        let _ = writeln!(
            text,
            "{} received {} octets {} crc32c {:08x}\n  from {} {:?} smtputf8 {} ret {:?} envid {:?}",
            summary.id,
            summary.received,
            summary.octets,
            crc32c::crc32c(&content),
            envelope.reverse_path,
            envelope.body,
            envelope.smtputf8,
            envelope.ret,
            envelope.envid,
        );
        if let Some(signing) = &envelope.signing {
            let _ = writeln!(text, "  signed as {}", signing.domain);
        }
        for (recipient, standing) in envelope.recipients.iter().zip(&summary.recipients) {
            let state = &standing.state;
            let notify = recipient.notify.map(|notify| (notify.success, notify.failure, notify.delay));
            let orcpt = recipient.orcpt.as_ref().map(|orcpt| (&orcpt.kind, &orcpt.address));
            let status = match state.status {
                Status::Waiting { due } => format!("waiting until {due}"),
                Status::Delivered => "delivered".to_owned(),
                Status::Failed => "failed".to_owned(),
                Status::Bounced => "bounced".to_owned(),
                Status::Held => "held".to_owned(),
                Status::Dropped => "dropped".to_owned(),
            };
            let _ = writeln!(
                text,
                "  to {} given {} notify {notify:?} orcpt {orcpt:?}\n     {status} version {} attempts {} changed {} note {:?}",
                recipient.mailbox, recipient.given, state.version, state.attempts, state.changed, state.note,
            );
        }
        way(&summary, &mut text);
    }
    Ok(text)
}

/// How it came and what was tried for it, where that is known: versions before 3 kept neither.
fn way(summary: &Summary, text: &mut String) {
    if let Some(origin) = &summary.origin {
        let _ = writeln!(text, "  origin {origin:?}");
    }
    for tried in summary.timeline.tried() {
        let _ = writeln!(text, "  tried from {} to {}", tried.began, tried.ended);
        for (ending, recipients) in tried.endings() {
            let _ = writeln!(text, "     for {recipients:?} {ending:?}");
        }
    }
}
