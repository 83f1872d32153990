//! What senders are told.

use postrider_proto::mail::QueueId;
use postrider_queue::{Attempt, Claimed, Queue, Report, Status};

use crate::stats::Stats;

use super::{CopyId, Oracle, Sending, State, Tag, Told};

/// The field that names a message to whoever runs the server.
const ABOUT: &str = "X-Postrider-Queue-Id: ";

/// What a report says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct About {
    id: QueueId,
    /// Recipients that were given up, and that are late.
    failed: Vec<String>,
    delayed: Vec<String>,
    /// Those of them that are known to us.
    copies_failed: Vec<CopyId>,
    copies_delayed: Vec<CopyId>,
}

impl About {
    /// What the part for programs says (RFC 3464 §2).
    fn read(content: &[u8]) -> Option<Self> {
        let content = String::from_utf8_lossy(content);
        let mut about = None;
        let (mut failed, mut delayed) = (Vec::new(), Vec::new());
        let mut recipient = None;
        for line in content.lines() {
            if let Some(id) = line.strip_prefix(ABOUT) {
                about = id.parse().ok();
            } else if let Some(mailbox) = line.strip_prefix("Final-Recipient: rfc822; ") {
                recipient = Some(mailbox.to_owned());
            } else if let Some(action) = line.strip_prefix("Action: ") {
                match action {
                    "failed" => failed.extend(recipient.take()),
                    "delayed" => delayed.extend(recipient.take()),
                    _ => return None,
                }
            }
        }
        Some(Self { id: about?, failed, delayed, copies_failed: Vec::new(), copies_delayed: Vec::new() })
    }
}

impl Oracle {
    /// A report is about to come into the queue, with the outcomes of an attempt.
    pub(crate) fn reports(
        &mut self,
        attempt: &Attempt,
        report: &Report,
        stats: &mut Stats,
    ) -> Result<(), String> {
        let id = report.id;
        let Some(mut about) = About::read(&report.content).filter(|about| about.id == attempt.id()) else {
            return Err(format!("the report {id} does not say what it is about"));
        };
        let sender = attempt.envelope().reverse_path.to_string();
        let sender = sender.trim_matches(['<', '>']);
        let to: Vec<String> = report.envelope.recipients.iter().map(|to| to.mailbox.to_string()).collect();
        if sender.is_empty() || to != [sender] || report.envelope.reverse_path.to_string() != "<>" {
            return Err(format!("the report {id} about a message from <{sender}> goes to {to:?}"));
        }
        let known = self.ids.get(&attempt.id()).copied();
        let copies = |mailboxes: &[String], sendings: &[Sending]| {
            let copy = |mailbox: &String| Some((known?, sendings[known?].find(mailbox)?));
            mailboxes.iter().filter_map(copy).collect()
        };
        about.copies_failed = copies(&about.failed, &self.sendings);
        about.copies_delayed = copies(&about.delayed, &self.sendings);
        stats.count(if about.failed.is_empty() { "reports of delay" } else { "reports of failure" });
        let tag = self.sendings.len();
        if self.ids.insert(id, tag).is_some() {
            return Err(format!("the report {id} has the id of another message"));
        }
        let sending = Sending::new("", &to, report.content.clone(), self.crashes);
        self.sendings.push(Sending { about: Some(about), whole: true, told: Told::Stored(id), ..sending });
        self.reports_in_doubt.push(tag);
        Ok(())
    }

    /// How many of these reports say of a recipient that it was given up, and that it is late.
    pub(super) fn told_of(&self, attempt: &Attempt, claimed: &Claimed, reports: &[Report]) -> (usize, usize) {
        let mailbox = claimed.recipient.given.to_string();
        let abouts = reports.iter().filter_map(|report| {
            let tag = self.ids.get(&report.id)?;
            self.sendings[*tag].about.as_ref().filter(|about| about.id == attempt.id())
        });
        abouts.fold((0, 0), |(failed, delayed), about| {
            let count = |mailboxes: &[String]| mailboxes.iter().filter(|named| **named == mailbox).count();
            (failed + count(&about.failed), delayed + count(&about.delayed))
        })
    }

    /// The report that this content is, octet by octet.
    pub(super) fn report_of(&self, content: &[u8]) -> Option<Tag> {
        const ID: &[u8] = b"Message-ID: <";
        const FRONT: usize = 2000;
        let front = &content[..content.len().min(FRONT)];
        let at = front.windows(ID.len()).position(|window| window == ID)? + ID.len();
        let id = content[at..].split(|octet| *octet == b'@').next()?;
        let id: QueueId = std::str::from_utf8(id).ok()?.parse().ok()?;
        let tag = *self.ids.get(&id)?;
        (self.sendings[tag].content == content).then_some(tag)
    }

    /// A crash may have undone reports: then it has undone what they tell of as well, and where it has not, they are there.
    pub(super) fn resolve_reports(&mut self, queue: &Queue, stats: &mut Stats) -> Result<(), String> {
        for tag in std::mem::take(&mut self.reports_undone) {
            let sending = &mut self.sendings[tag];
            let (Told::Stored(id), Some(about)) = (&sending.told, sending.about.clone()) else { continue };
            let id = *id;
            match queue.show(id) {
                Err(_) => {
                    self.reports_undone.push(tag);
                    continue;
                }
                Ok(Some(_)) => {
                    sending.is_safe();
                    continue;
                }
                Ok(None) if sending.recipients.iter().any(|copy| copy.copies > 0) => {
                    sending.is_safe();
                    continue;
                }
                Ok(None) => {}
            }
            stats.count("reports undone by a crash");
            if self.rots > 0 {
                sending.rotten = true;
                continue;
            }
            let Ok(original) = queue.show(about.id) else { continue };
            let Some(original) = original else {
                return Err(format!("{} is done, and the report {id} about it is lost", about.id));
            };
            for mailbox in &about.failed {
                let recipients = original.envelope.recipients.iter().zip(&original.recipients);
                for (_, standing) in recipients.filter(|(to, _)| to.mailbox.to_string() == *mailbox) {
                    if !matches!(standing.state.status, Status::Waiting { .. }) {
                        return Err(format!(
                            "{} is done for {mailbox}, and the report {id} about it is lost",
                            about.id
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    /// Whoever sent this message was told of what was given up, once, and of nothing else; and that it was late, once at most.
    pub(super) fn is_reported(&self, tag: Tag) -> Result<(), String> {
        if self.rots > 0 {
            return Ok(());
        }
        let sending = &self.sendings[tag];
        let count = |copy: CopyId, named: fn(&About) -> &Vec<CopyId>| {
            let names = |report: &&Sending| {
                let is_there = report.recipients.iter().all(|to| to.acknowledged);
                is_there && report.about.as_ref().is_some_and(|about| named(about).contains(&copy))
            };
            self.sendings.iter().filter(names).count()
        };
        for (recipient, copy) in sending.recipients.iter().enumerate() {
            let failed = count((tag, recipient), |about| &about.copies_failed);
            let delayed = count((tag, recipient), |about| &about.copies_delayed);
            let of = format!("sending {tag} for {}", copy.mailbox);
            if failed != usize::from(copy.state == State::Bounced) {
                return Err(format!(
                    "{of} is {:?}, and {failed} reports say that it was given up",
                    copy.state
                ));
            }
            if delayed > 1 {
                return Err(format!("{of}: {delayed} reports say that it is late"));
            }
        }
        Ok(())
    }
}
