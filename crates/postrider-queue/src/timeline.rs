//! The timeline of a message: its attempts, in order, with what each host has answered, within bounds.
//!
//! ```text
//!   Timeline ─┬─ Tried: began, ended ─┬─ Ending: deferred until ..., "450 ...", its answers ◀── recipients 0 to 611, 613
//!             │                       └─ Ending: delivered, "250 ...", its answers          ◀── recipient 612
//!             └─ Tried: ...
//! ```
//!
//! Recipients that fared alike in one attempt share one ending: a thousand that are deferred with the same words take as much room as
//! one. The bounds are constants of [`Timeline`]; docs/decisions/0016-timeline.md argues for them.

use std::sync::Arc;

use crate::Timestamp;
use crate::attempt::RecipientIndex;

/// What was tried for a message so far, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    tried: Vec<Arc<Tried>>,
}

/// One attempt, and how it ended for each of its recipients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// When it was begun.
    pub began: Timestamp,
    /// When it had ended.
    pub ended: Timestamp,
    /// How it ended. Recipients that fared alike share one of these.
    endings: Vec<Ending>,
    /// In the order of the envelope; none overlap.
    runs: Vec<Run>,
}

/// How an attempt ended for some recipients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// What was decided.
    pub decision: Decision,
    /// Where the copy is, or why there is none, at most [`Timeline::TEXT_MAX`] octets.
    pub note: String,
    /// What the hosts have answered that were asked, in that order; the last one decided.
    pub answers: Vec<Answer>,
}

/// What was decided when an attempt had ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// There is a copy.
    Delivered,
    /// It is tried again.
    Deferred {
        /// Not before this time.
        until: Timestamp,
    },
    /// It is tried again, though nobody knows whether the host has it: it may arrive twice.
    Unknown {
        /// Not before this time.
        until: Timestamp,
    },
    /// There will be no copy, and the sender was told, or did not want to be.
    Bounced,
    /// There will be no copy, and nobody could be told.
    Failed,
    /// An operator has made it due at once.
    Retried,
    /// An operator has held it.
    Held,
    /// An operator has released it.
    Released,
    /// An operator has taken it out, and nobody was told.
    Dropped,
}

/// What one host has answered about a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The host and its address, as in `mx.example [192.0.2.1]:25`.
    pub host: String,
    /// What it answered to, as in `RCPT`; none if it gave no answer.
    pub step: Option<String>,
    /// Its reply, exactly; where it gave none, what happened instead. At most [`Timeline::TEXT_MAX`] octets.
    pub said: String,
}

/// What an attempt has met on its way to one recipient, for whoever looks at it later.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trail {
    /// What the hosts have answered that were asked, in that order.
    pub answers: Vec<Answer>,
    /// Nobody knows whether the last one has the message.
    pub unknown: bool,
}

/// Recipients next to each other in the envelope that share an ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) first: RecipientIndex,
    pub(crate) count: u32,
    /// Which of the endings.
    pub(crate) ending: u32,
}

impl Timeline {
    /// The longest text of an answer or a note, in octets. It may be a stranger's words.
    pub const TEXT_MAX: usize = 384;
    /// The longest name of a host with its address, in octets: the longest name there is, and an address.
    pub const HOST_MAX: usize = 320;
    /// The most answers that an ending has: the last ones.
    pub const ANSWERS_MAX: usize = 4;
    /// The most octets that the answers of one attempt have together. Endings for which there is no room keep their note alone.
    pub const ANSWERS_OCTETS_MAX: usize = 8 * 1024;
    /// So many attempts are kept for a recipient: its first, and the last ones.
    pub const TRIED_MAX: usize = 1 + Self::LAST;
    /// The most octets that all attempts of a message have together, but for the last, which always stays.
    pub const OCTETS_MAX: usize = 32 * 1024;
    /// How many of the last attempts stay for a recipient.
    const LAST: usize = 8;

    /// A timeline of these attempts, within its bounds.
    #[must_use]
    pub fn new(tried: impl IntoIterator<Item = Tried>) -> Self {
        let mut timeline = Self::default();
        tried.into_iter().for_each(|tried| timeline.push(Arc::new(tried)));
        timeline
    }

    /// A timeline as it was written down.
    pub(crate) fn from_kept(tried: Vec<Arc<Tried>>) -> Self {
        Self { tried }
    }

    /// The attempts, oldest first.
    pub fn tried(&self) -> impl DoubleEndedIterator<Item = &Tried> + ExactSizeIterator {
        self.tried.iter().map(|tried| &**tried)
    }

    /// Nothing was tried yet, or nothing is known of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tried.is_empty()
    }

    /// One more attempt. What is beyond the bounds goes.
    pub(crate) fn push(&mut self, tried: Arc<Tried>) {
        self.tried.push(tried);
        if self.tried.len() > Self::TRIED_MAX {
            self.drop_middle();
        }
        let mut octets: usize = self.tried.iter().map(|tried| tried.octets()).sum();
        // The first says how it began, and so goes last.
        while octets > Self::OCTETS_MAX && self.tried.len() > 1 {
            let oldest = usize::from(self.tried.len() > 2);
            octets -= self.tried.remove(oldest).octets();
        }
    }

    /// Drops every attempt that is neither the first nor one of the last for any of its recipients.
    fn drop_middle(&mut self) {
        let recipients = self.tried.iter().map(|tried| tried.recipients_end()).max().unwrap_or(0);
        let mut stays = vec![false; self.tried.len()];
        let mut seen = vec![0; recipients];
        for (stays, tried) in stays.iter_mut().zip(&self.tried).rev() {
            for index in tried.recipients() {
                *stays |= seen[index] < Self::LAST;
                seen[index] += 1;
            }
        }
        seen.fill(0);
        for (stays, tried) in stays.iter_mut().zip(&self.tried) {
            for index in tried.recipients() {
                *stays |= seen[index] == 0;
                seen[index] += 1;
            }
        }
        let mut stays = stays.into_iter();
        self.tried.retain(|_| stays.next().unwrap_or(true));
    }

    /// How the last attempt for this recipient ended, if that is known.
    #[must_use]
    pub fn last(&self, recipient: RecipientIndex) -> Option<&Ending> {
        self.tried.iter().rev().find_map(|tried| tried.ending_of(recipient))
    }

    /// What came of it.
    pub(crate) fn last_note(&self, recipient: RecipientIndex) -> Option<&str> {
        self.last(recipient).map(|ending| &*ending.note)
    }

    /// What of a note has to be kept beside this: nothing, if it is that of the last attempt.
    pub(crate) fn note_beside<'a>(&self, recipient: RecipientIndex, note: &'a str) -> &'a str {
        if self.last_note(recipient) == Some(note) { "" } else { note }
    }

    /// Whether it tells of nobody behind so many recipients.
    pub(crate) fn fits(&self, recipients: usize) -> bool {
        self.tried.iter().all(|tried| tried.fits(recipients))
    }

    /// What it takes in memory, and about what it takes in the log, in octets.
    pub(crate) fn octets(&self) -> usize {
        self.tried.iter().map(|tried| tried.octets()).sum()
    }
}

impl Tried {
    /// An attempt that has ended like this for each of its recipients. Recipients that are in it twice count once.
    #[must_use]
    pub fn new(began: Timestamp, ended: Timestamp, ended_for: Vec<(RecipientIndex, Ending)>) -> Self {
        let mut ended_for = ended_for;
        ended_for.sort_by_key(|(recipient, _)| *recipient);
        ended_for.dedup_by_key(|(recipient, _)| *recipient);
        let mut tried = Self { began, ended, endings: Vec::new(), runs: Vec::new() };
        let mut room = Timeline::ANSWERS_OCTETS_MAX;
        for (recipient, ending) in ended_for {
            let ending = tried.share(ending.cut(), &mut room);
            tried.add(Run { first: recipient, count: 1, ending });
        }
        tried
    }

    /// An attempt as it was written down: runs in order, each with an ending that is there.
    pub(crate) fn from_runs(
        began: Timestamp,
        ended: Timestamp,
        endings: Vec<Ending>,
        runs: impl Iterator<Item = Run>,
    ) -> Option<Self> {
        let mut tried = Self { began, ended, endings, runs: Vec::new() };
        for run in runs {
            let end = tried.runs.last().map_or(0, |last| last.first + last.count);
            let fits = run.first >= end && run.first.checked_add(run.count).is_some();
            if !fits || run.count == 0 || run.ending as usize >= tried.endings.len() {
                return None;
            }
            tried.add(run);
        }
        Some(tried)
    }

    /// The place of an ending among those there are. Of many that all differ none is looked for beyond a few: each has its own then.
    fn share(&mut self, mut ending: Ending, room: &mut usize) -> u32 {
        const NEAR: usize = 16;
        let find = |endings: &[Ending], ending: &Ending| {
            let near = endings.len().saturating_sub(NEAR);
            endings[near..].iter().position(|known| known == ending).map(|at| near + at)
        };
        let mut at = find(&self.endings, &ending);
        let octets: usize = ending.answers.iter().map(Answer::octets).sum();
        if at.is_none() && octets > *room {
            ending.answers.clear();
            at = find(&self.endings, &ending);
        }
        let at = at.unwrap_or_else(|| {
            *room = room.saturating_sub(octets);
            self.endings.push(ending);
            self.endings.len() - 1
        });
        u32::try_from(at).expect("no more endings than recipients")
    }

    fn add(&mut self, run: Run) {
        match self.runs.last_mut() {
            Some(last) if last.ending == run.ending && last.first + last.count == run.first => {
                last.count += run.count;
            }
            _ => self.runs.push(run),
        }
    }

    /// How it ended, each with the recipients that shared that ending, by their places in the envelope.
    pub fn endings(&self) -> impl Iterator<Item = (&Ending, Vec<RecipientIndex>)> {
        let mut recipients = vec![Vec::new(); self.endings.len()];
        for run in &self.runs {
            recipients[run.ending as usize].extend(run.first..run.first + run.count);
        }
        self.endings.iter().zip(recipients)
    }

    /// How it ended for this recipient; none if it was not one of those.
    #[must_use]
    pub fn ending_of(&self, recipient: RecipientIndex) -> Option<&Ending> {
        Some(&self.endings[self.place_of(recipient)? as usize])
    }

    /// Which of the endings is that of this recipient.
    pub(crate) fn place_of(&self, recipient: RecipientIndex) -> Option<u32> {
        let behind = self.runs.partition_point(|run| run.first <= recipient);
        let run = self.runs[..behind].last()?;
        (recipient - run.first < run.count).then_some(run.ending)
    }

    pub(crate) fn ending(&self, place: u32) -> Option<&Ending> {
        self.endings.get(place as usize)
    }

    pub(crate) fn parts(&self) -> (&[Ending], &[Run]) {
        (&self.endings, &self.runs)
    }

    fn recipients(&self) -> impl Iterator<Item = usize> {
        self.runs.iter().flat_map(|run| run.first..run.first + run.count).map(|index| index as usize)
    }

    /// Whether none of its recipients is behind so many.
    pub(crate) fn fits(&self, recipients: usize) -> bool {
        self.recipients_end() <= recipients
    }

    /// The place behind the last of its recipients.
    fn recipients_end(&self) -> usize {
        self.runs.last().map_or(0, |last| (last.first + last.count) as usize)
    }

    /// What it takes, in octets: no less than in the log.
    pub(crate) fn octets(&self) -> usize {
        const TIMES_AND_COUNTS: usize = 24;
        const RUN: usize = 12;
        TIMES_AND_COUNTS + self.endings.iter().map(Ending::octets).sum::<usize>() + self.runs.len() * RUN
    }
}

impl Ending {
    fn cut(mut self) -> Self {
        cut(&mut self.note, Timeline::TEXT_MAX);
        let first = self.answers.len().saturating_sub(Timeline::ANSWERS_MAX);
        self.answers.drain(..first);
        for Answer { host, step, said } in &mut self.answers {
            cut(host, Timeline::HOST_MAX);
            cut(said, Timeline::TEXT_MAX);
            if let Some(step) = step {
                cut(step, Timeline::HOST_MAX);
            }
        }
        self
    }

    pub(crate) fn octets(&self) -> usize {
        const DECISION_AND_COUNTS: usize = 16;
        DECISION_AND_COUNTS + self.note.len() + self.answers.iter().map(Answer::octets).sum::<usize>()
    }
}

impl Answer {
    fn octets(&self) -> usize {
        const COUNTS: usize = 13;
        COUNTS + self.host.len() + self.step.as_ref().map_or(0, String::len) + self.said.len()
    }
}

pub(crate) fn cut(text: &mut String, most: usize) {
    text.truncate(text.floor_char_boundary(most));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ending(note: &str, answers: usize, octets: usize) -> Ending {
        let answer = Answer {
            host: "mx.example [192.0.2.1]:25".to_owned(),
            step: Some("RCPT".to_owned()),
            said: "4".repeat(octets),
        };
        Ending {
            decision: Decision::Deferred { until: Timestamp::from_millis(9) },
            note: note.to_owned(),
            answers: vec![answer; answers],
        }
    }

    fn tried(at: u64, ended_for: Vec<(u32, Ending)>) -> Tried {
        Tried::new(Timestamp::from_millis(at), Timestamp::from_millis(at + 1), ended_for)
    }

    fn began(timeline: &Timeline) -> Vec<u64> {
        timeline.tried().map(|tried| tried.began.as_millis()).collect()
    }

    #[test]
    fn a_thousand_that_fare_alike_take_as_much_as_one() {
        let alike = |count| tried(1, (0..count).map(|n| (n, ending("450 later", 1, 80))).collect());
        assert_eq!(alike(1000).octets(), alike(1).octets());
        let mixed = tried(1, (0..1000).map(|n| (n, ending(["a", "b"][n as usize % 2], 1, 80))).collect());
        assert_eq!(mixed.parts().0.len(), 2);
        assert_eq!(mixed.ending_of(611).map(|ending| &*ending.note), Some("b"));
        assert_eq!(mixed.ending_of(1000), None);
    }

    #[test]
    fn the_first_attempt_stays_and_so_do_the_last() {
        let timeline = Timeline::new((0..30).map(|at| tried(at, vec![(0, ending("later", 1, 80))])));
        assert_eq!(began(&timeline), [0, 22, 23, 24, 25, 26, 27, 28, 29]);
        // One that waits longer between its attempts does not lose them to one that is tried often.
        let often = |at| {
            if at % 10 == 5 {
                vec![(0, ending("x", 0, 0)), (1, ending("y", 0, 0))]
            } else {
                vec![(0, ending("x", 0, 0))]
            }
        };
        let timeline = Timeline::new((0..30).map(|at| tried(at, often(at))));
        assert_eq!(began(&timeline), [0, 5, 15, 22, 23, 24, 25, 26, 27, 28, 29]);
    }

    #[test]
    fn where_all_answers_differ_the_notes_stay_and_the_rest_is_bounded() {
        let all = (0..1000).map(|n| (n, ending(&format!("{n} is not here"), 4, 384))).collect();
        let tried = tried(1, all);
        assert_eq!(tried.last_note_of(999), "999 is not here");
        let answers: usize =
            tried.parts().0.iter().flat_map(|ending| &ending.answers).map(Answer::octets).sum();
        assert!(answers > 0 && answers <= Timeline::ANSWERS_OCTETS_MAX, "{answers}");
    }

    impl Tried {
        fn last_note_of(&self, recipient: u32) -> &str {
            &self.ending_of(recipient).expect("it is one of them").note
        }
    }

    proptest! {
        #[test]
        fn no_timeline_is_beyond_its_bounds(
            attempts in proptest::collection::vec(
                proptest::collection::vec((0..40_u32, "[a-c]{0,2}", 0..9_usize, 0..900_usize), 1..40), 1..40)
        ) {
            let mut timeline = Timeline::default();
            for (at, attempt) in (0..).zip(attempts) {
                let ended_for: Vec<_> = attempt.iter()
                    .map(|(recipient, note, answers, octets)| (*recipient, ending(&note.repeat(*octets), *answers, *octets)))
                    .collect();
                timeline.push(Arc::new(tried(at, ended_for)));
                let last = timeline.tried().next_back().expect("one was added");
                prop_assert_eq!(last.began.as_millis(), at, "the last stays");
                let others = timeline.octets() - last.octets();
                prop_assert!(others == 0 || timeline.octets() <= Timeline::OCTETS_MAX);
                for (recipient, ..) in &attempt {
                    let kept = timeline.tried().filter(|tried| tried.ending_of(*recipient).is_some()).count();
                    prop_assert!(kept >= 1);
                }
                for ending in timeline.tried().flat_map(|tried| tried.endings()).map(|(ending, _)| ending) {
                    prop_assert!(ending.note.len() <= Timeline::TEXT_MAX);
                    prop_assert!(ending.answers.len() <= Timeline::ANSWERS_MAX);
                    prop_assert!(ending.answers.iter().all(|answer| answer.said.len() <= Timeline::TEXT_MAX));
                }
            }
        }
    }
}
