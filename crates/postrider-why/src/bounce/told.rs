//! What a bounce says of each recipient: of all that its report and its text say, what says most.

use std::cell::OnceCell;

use postrider_reference::Sure;

use super::mime::Line;
use super::{report, text, weight};
use crate::complaint::{Complaint, Fate};

/// So much is compared for each.
const CANDIDATES_MAX: usize = 16;

/// What the text says, and what any line of it says where nothing else does.
pub struct Told<'a> {
    pub told: text::Told,
    pub text: &'a [Line],
    pub anywhere: OnceCell<Option<Complaint>>,
}

impl Told<'_> {
    pub fn without_report(&self) -> Vec<Complaint> {
        let entries = &self.told.entries;
        let mut complaints: Vec<Complaint> = Vec::new();
        for entry in entries {
            let known = complaints.iter_mut().find(|known| known.recipient == entry.recipient);
            // An address may stand there twice: once for people, and once for those who administrate.
            if known.as_ref().is_some_and(|known| known.code >= entry.code && weight(known) >= weight(entry))
            {
                continue;
            }
            let own = if entry.code.is_some() {
                vec![entry.clone()]
            } else {
                self.said_of(entry.recipient.as_deref(), entries.len())
            };
            match (known, self.best(own)) {
                (Some(known), Some(best)) => {
                    if best.code > known.code || weight(&best) > weight(known) {
                        *known = Complaint { recipient: entry.recipient.clone(), ..best };
                    }
                }
                (None, Some(best)) => {
                    complaints.push(Complaint { recipient: entry.recipient.clone(), ..best });
                }
                (_, None) => {}
            }
        }
        // Addresses of which nothing is said are not what the report is about, as long as of others something is.
        if complaints.iter().any(|complaint| weight(complaint).0 > 0) {
            complaints.retain(|complaint| weight(complaint).0 > 0 || complaint.code.is_some());
        }
        if complaints.is_empty() {
            let best = self.best(self.told.replies.clone()).or_else(|| self.first());
            let named = || self.text.iter().find_map(|line| text::named(&line.text)).map(str::to_owned);
            complaints.extend(
                best.map(|best| Complaint { recipient: best.recipient.clone().or_else(named), ..best }),
            );
        }
        complaints
    }

    pub fn with(&self, recipients: &[report::Recipient]) -> Vec<Complaint> {
        let failed: Vec<&report::Recipient> =
            recipients.iter().filter(|recipient| !matches!(recipient.fate, Fate::Arrived(_))).collect();
        if failed.is_empty() {
            return recipients.iter().filter_map(report::Recipient::arrived).collect();
        }
        let complaints = failed.iter().filter_map(|recipient| {
            let mut candidates: Vec<Complaint> = recipient.diagnostic.iter().cloned().collect();
            let elsewhere = self.said_of(recipient.address.as_deref(), failed.len());
            let stage = elsewhere.iter().find_map(|complaint| complaint.stage);
            // The report does not say what the reply was to; the text may.
            for diagnostic in &mut candidates {
                let same = elsewhere.iter().filter(|complaint| complaint.code == diagnostic.code);
                diagnostic.stage =
                    diagnostic.stage.or_else(|| same.filter_map(|complaint| complaint.stage).next());
            }
            candidates.extend(elsewhere);
            candidates.extend(recipient.status.iter().cloned());
            let enhanced = recipient.status.as_ref().and_then(|status| status.enhanced);
            let best = self.best(candidates).or_else(|| self.first())?;
            Some(Complaint {
                stage: best.stage.or(stage),
                enhanced: best.enhanced.or(enhanced),
                recipient: recipient.address.clone().or(best.recipient),
                fate: recipient.fate,
                ..best
            })
        });
        complaints.collect()
    }

    /// What the text says of a recipient; where there is only one, also what names nobody.
    fn said_of(&self, recipient: Option<&str>, recipients: usize) -> Vec<Complaint> {
        let all = || self.told.entries.iter().chain(&self.told.replies);
        let same = |complaint: &&Complaint| match (&complaint.recipient, recipient) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            (None, _) | (_, None) => recipients == 1,
        };
        let found: Vec<Complaint> = all().filter(same).take(CANDIDATES_MAX).cloned().collect();
        let is_empty = found.iter().all(|complaint| complaint.text.is_empty() && complaint.code.is_none());
        if is_empty && recipients == 1 { all().take(CANDIDATES_MAX).cloned().collect() } else { found }
    }

    /// The complaint that says most; of two that say as much the first. Where none says anything, any line of the text may.
    fn best(&self, candidates: Vec<Complaint>) -> Option<Complaint> {
        let mut best: Option<(u8, Complaint)> = None;
        for complaint in candidates.into_iter().take(CANDIDATES_MAX) {
            let (known, _) = weight(&complaint);
            let empty = complaint.code.is_none() && complaint.text.is_empty() && complaint.enhanced.is_none();
            if !empty && best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, complaint));
            }
        }
        let best = match best {
            Some((known, complaint)) if known > 0 => Some(complaint),
            best => {
                let anywhere = self.anywhere.get_or_init(|| anywhere(self.text)).clone();
                anywhere.or(best.map(|(_, complaint)| complaint))
            }
        };
        best.map(|complaint| self.proven(complaint))
    }

    /// The first paragraph: of a bounce that nobody understands, what there is to show.
    fn first(&self) -> Option<Complaint> {
        let mut filled =
            self.text.split(|line| line.text.trim().is_empty()).filter(|lines| !lines.is_empty());
        let paragraph = filled.next()?;
        let joined: Vec<&str> = paragraph.iter().map(|line| line.text.trim()).take(40).collect();
        Some(text::reason(&joined.join(" "), paragraph[0].at))
    }

    /// The same, with the line that says it by itself, if one does.
    fn proven(&self, complaint: Complaint) -> Complaint {
        let rule = complaint.diagnosis().rule;
        let Some(start) = self.text.iter().position(|line| line.at == complaint.line) else {
            return complaint;
        };
        let lines = self.text[start..].iter().take(40).take_while(|line| !line.text.trim().is_empty());
        let alone = lines.map(|line| (line.at, text::reason(&line.text, line.at)));
        let alone = alone.filter(|(_, alone)| alone.diagnosis().rule == rule).map(|(at, _)| at).next();
        Complaint { line: alone.unwrap_or(complaint.line), ..complaint }
    }
}

/// The paragraph that says most; codes alone say nothing here.
fn anywhere(text: &[Line]) -> Option<Complaint> {
    let mut best: Option<((u8, Sure), Complaint)> = None;
    for paragraph in text.split(|line| line.text.trim().is_empty()).filter(|lines| !lines.is_empty()).take(64)
    {
        let joined: Vec<&str> = paragraph.iter().map(|line| line.text.trim()).take(40).collect();
        let complaint = text::reason(&joined.join(" "), paragraph[0].at);
        let weight = weight(&complaint);
        if weight.0 > 0 && best.as_ref().is_none_or(|(most, _)| weight > *most) {
            best = Some((weight, complaint));
        }
    }
    best.map(|(_, complaint)| complaint)
}
