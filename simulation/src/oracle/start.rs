//! What has to be in the queue when it is opened.

use postrider_queue::{Queue, Recovery, Status};

use crate::stats::Stats;

use super::{Oracle, State, Tag, Told, read};

impl Oracle {
    /// The queue was opened: everything that was acknowledged is in it, or has come to its end.
    pub(crate) fn started(
        &mut self,
        queue: &Queue,
        recovery: &Recovery,
        stats: &mut Stats,
    ) -> Result<(), String> {
        let damage = recovery.damaged_octets > 0 || !recovery.quarantined.is_empty();
        if recovery.damaged_octets > 0 && self.rots == 0 && self.struck == 0 {
            return Err(format!("a start finds damage, and there is none: {recovery:?}"));
        }
        self.damage_told |= damage;
        self.resolve_reports(queue, stats)?;
        for tag in 0..self.sendings.len() {
            self.is_kept(tag, queue, stats)?;
        }
        // What is there without having been acknowledged was sent whole, and not refused.
        let Ok(all) = queue.list(None, usize::MAX) else { return Ok(()) };
        for summary in all {
            let id = summary.id;
            let Ok(Some(body)) = queue.cat(id) else { continue };
            let Some(body) = read(body) else {
                if self.rots == 0 && self.struck == 0 {
                    return Err(format!("{id} cannot be read"));
                }
                continue;
            };
            let tag = self.whose(id, &body)?;
            if matches!(self.sendings[tag].told, Told::Refused(crashes) if crashes == self.crashes) {
                return Err(format!("sending {tag} was refused, and {id} is in the queue"));
            }
        }
        Ok(())
    }

    /// A message that was acknowledged is in the queue as far as it has not come to its end.
    fn is_kept(&mut self, tag: Tag, queue: &Queue, stats: &mut Stats) -> Result<(), String> {
        let sending = &mut self.sendings[tag];
        let Told::Stored(id) = sending.told else { return Ok(()) };
        let Ok(summary) = queue.show(id) else { return Ok(()) };
        for copy in sending.recipients.iter().filter(|copy| copy.acknowledged) {
            let of = format!("{id}, sending {tag}, for {}", copy.mailbox);
            let Some(summary) = &summary else {
                if matches!(copy.state, State::Delivered | State::Bounced) || sending.rotten {
                    continue;
                }
                if self.rots > 0 {
                    stats.count("messages lost to rot");
                    sending.rotten = true;
                    continue;
                }
                return Err(format!("{of} was acknowledged and is lost"));
            };
            let at = summary.envelope.recipients.iter().position(|to| to.mailbox.to_string() == copy.mailbox);
            let Some(standing) = at.and_then(|at| summary.recipients.get(at)) else {
                return Err(format!("{of} is in the queue without this recipient"));
            };
            let safe = (copy.safe_state, copy.safe_attempts);
            match standing.state.status {
                Status::Waiting { .. } if safe.0 != State::Waiting && self.rots == 0 => {
                    return Err(format!("{of} waits again, and had long {:?}", safe.0));
                }
                Status::Delivered if copy.copies == 0 => {
                    return Err(format!("{of} counts as delivered, and never was"));
                }
                Status::Bounced if copy.state != State::Bounced => {
                    return Err(format!("{of} counts as bounced, and never has"));
                }
                Status::Failed if copy.state != State::Failed => {
                    return Err(format!("{of} counts as failed, and never has"));
                }
                _ if standing.state.attempts < safe.1 && self.rots == 0 => {
                    return Err(format!("{of}: an attempt is forgotten: {:?}", standing.state));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
