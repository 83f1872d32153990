//! A site: hosts that one operator runs for many domains, as far as one can tell; and how it fares with what we bring it. Pure.
//!
//! A site that is not known yet is brought a few messages at once, and one more with each that it takes or refuses (slow start).
//! Trouble that is its own halves that, and closes it for a while; then one message goes ahead of all others, and once it is taken
//! or refused the site is open again. What a host says of one recipient or one message is no trouble of the site.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use postrider_proto::reply::Enhanced;
use postrider_queue::Timestamp;

/// Messages on their way at once to a site that nothing is known of.
const FIRST_WINDOW: usize = 4;

/// How long a lane waits to be woken before it asks again.
const ASK_AGAIN: Duration = Duration::from_secs(60);

/// How much a site is brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most messages on their way at once.
    pub at_once: usize,
    /// The most messages that are begun in a minute, evenly; none for as many as there are.
    pub per_minute: Option<u32>,
}

/// Why a site is left alone, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// When one message may go ahead.
    pub until: Timestamp,
    /// What the last one met with.
    pub why: String,
    /// The same, as a code (RFC 3463).
    pub status: Enhanced,
}

/// Whether a message may go to a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    Open,
    /// Not before then; sooner, if the lane is woken.
    Later(Timestamp),
}

/// How a site fares.
#[derive(Debug)]
pub(crate) struct Site {
    /// Messages on their way.
    running: usize,
    /// How many may be.
    window: usize,
    rest: Option<Rest>,
    /// How often it was found in trouble since it last took something.
    strikes: usize,
    /// Trouble with what was begun before this is known already.
    struck: Timestamp,
    /// When the next may begin, where there is a rate.
    next: Timestamp,
    /// The lanes that were turned away, the first of them first.
    parked: VecDeque<Arc<str>>,
    /// The same, to find one.
    is_parked: HashSet<Arc<str>>,
}

impl Site {
    pub(crate) fn new() -> Self {
        Self {
            running: 0,
            window: FIRST_WINDOW,
            rest: None,
            strikes: 0,
            struck: Timestamp::default(),
            next: Timestamp::default(),
            parked: VecDeque::new(),
            is_parked: HashSet::new(),
        }
    }

    /// Whether another message may go there.
    pub(crate) fn entry(&self, limits: &Limits, now: Timestamp) -> Entry {
        let full = Entry::Later(now.plus(ASK_AGAIN));
        match self.resting(now) {
            Some(rest) => return Entry::Later(rest.until),
            // One goes ahead; the others are woken when it is known how it fared.
            None if self.rest.is_some() && self.running > 0 => return full,
            None => {}
        }
        if self.running >= self.window.min(limits.at_once) {
            return full;
        }
        // A clock that was set back by more than the gap is no reason to wait for the time that it showed.
        if limits.gap().is_some_and(|gap| self.next > now && self.next.since(now) <= gap) {
            return Entry::Later(self.next);
        }
        Entry::Open
    }

    /// What is on its way there, and how much may be; and when the next may begin, where that is a matter of a rate.
    pub(crate) fn load(&self, limits: &Limits, now: Timestamp) -> (usize, usize, Option<Timestamp>) {
        let next = limits.gap().and(Some(self.next).filter(|next| *next > now));
        (self.running, self.window.min(limits.at_once), next)
    }

    /// Why it is left alone now.
    pub(crate) fn resting(&self, now: Timestamp) -> Option<&Rest> {
        // The same holds here: nothing rests for longer than the longest rest.
        self.rest.as_ref().filter(|rest| rest.until > now && now >= self.struck)
    }

    /// Its rest is over, and one message may go ahead. Gives what it was.
    pub(crate) fn hurry(&mut self, now: Timestamp) -> Option<Rest> {
        let was = self.resting(now)?.clone();
        self.rest = Some(Rest { until: now, ..was.clone() });
        Some(was)
    }

    /// What it was last found in trouble with, if it has taken nothing since.
    pub(crate) fn trouble(&self) -> Option<&Rest> {
        self.rest.as_ref()
    }

    /// This lane was turned away, and wants to be woken.
    pub(crate) fn park(&mut self, lane: &str) {
        if !self.is_parked.contains(lane) {
            let lane: Arc<str> = Arc::from(lane);
            self.is_parked.insert(Arc::clone(&lane));
            self.parked.push_back(lane);
        }
    }

    /// A message goes there.
    pub(crate) fn begin(&mut self, limits: &Limits, now: Timestamp) {
        self.running += 1;
        if let Some(gap) = limits.gap() {
            self.next = now.plus(gap);
        }
    }

    /// It has ended. Gives the lanes that may ask again.
    pub(crate) fn end(&mut self, limits: &Limits) -> Vec<Arc<str>> {
        self.running = self.running.saturating_sub(1);
        let free = self.window.min(limits.at_once).saturating_sub(self.running);
        let woken = if self.rest.is_some() { 1 } else { free };
        self.woken(woken)
    }

    fn woken(&mut self, most: usize) -> Vec<Arc<str>> {
        let woken: Vec<_> = self.parked.drain(..most.min(self.parked.len())).collect();
        for lane in &woken {
            self.is_parked.remove(lane);
        }
        woken
    }

    /// A host of this site has answered for a message, whatever it said. Gives the lanes that may ask again: all, if it was closed.
    pub(crate) fn answered(&mut self, limits: &Limits) -> Vec<Arc<str>> {
        self.strikes = 0;
        self.window = (self.window + 1).min(limits.at_once.max(1));
        if self.rest.take().is_some() { self.woken(usize::MAX) } else { Vec::new() }
    }

    /// A message that was begun at `began` met with trouble of the site.
    pub(crate) fn troubled(&mut self, began: Timestamp, now: Timestamp, rests: &[Duration], why: Rest) {
        // What was under way when it was found in trouble says the same once more.
        if began <= self.struck && now >= self.struck {
            return;
        }
        self.struck = now;
        self.window = (self.window / 2).max(1);
        let rest = rests.get(self.strikes).or(rests.last()).copied().unwrap_or_default();
        self.strikes += 1;
        self.rest = Some(Rest { until: now.plus(rest), ..why });
    }

    /// Nothing is lost if it is forgotten.
    pub(crate) fn is_idle(&self, now: Timestamp) -> bool {
        self.running == 0 && self.parked.is_empty() && self.resting(now).is_none()
    }
}

impl Limits {
    fn gap(&self) -> Option<Duration> {
        self.per_minute.map(|messages| Duration::from_secs(60) / messages.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { at_once: 8, per_minute: None };
    const RESTS: [Duration; 2] = [Duration::from_secs(10), Duration::from_secs(100)];

    const fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn why() -> Rest {
        Rest { until: at(0), why: "connection refused".to_owned(), status: Enhanced::new(4, 4, 1) }
    }

    /// How many may begin now.
    fn room(site: &mut Site, limits: &Limits, now: Timestamp) -> usize {
        let mut count = 0;
        while site.entry(limits, now) == Entry::Open {
            site.begin(limits, now);
            count += 1;
        }
        count
    }

    #[test]
    fn it_starts_slowly_and_grows_with_what_is_taken_up_to_its_limit() {
        let mut site = Site::new();
        assert_eq!(room(&mut site, &LIMITS, at(1)), FIRST_WINDOW);
        for _ in 0..FIRST_WINDOW {
            site.answered(&LIMITS);
            site.end(&LIMITS);
        }
        assert_eq!(room(&mut site, &LIMITS, at(2)), 2 * FIRST_WINDOW);
        for _ in 0..8 {
            site.answered(&LIMITS);
            site.end(&LIMITS);
        }
        assert_eq!(room(&mut site, &LIMITS, at(3)), LIMITS.at_once);
    }

    #[test]
    fn trouble_closes_it_and_then_one_goes_ahead() {
        let mut site = Site::new();
        assert_eq!(room(&mut site, &LIMITS, at(1)), 4);
        site.park("a.example");
        site.park("b.example");
        site.park("a.example");
        for _ in 0..4 {
            site.troubled(at(1), at(2), &RESTS, why());
            site.end(&LIMITS);
        }
        assert_eq!(site.entry(&LIMITS, at(3)), Entry::Later(at(12)), "once, not four times");
        assert_eq!(room(&mut site, &LIMITS, at(12)), 1);
        site.troubled(at(12), at(13), &RESTS, why());
        site.end(&LIMITS);
        assert_eq!(site.entry(&LIMITS, at(14)), Entry::Later(at(113)), "longer");
        assert_eq!(room(&mut site, &LIMITS, at(113)), 1);
        site.troubled(at(113), at(114), &RESTS, why());
        site.end(&LIMITS);
        assert_eq!(site.entry(&LIMITS, at(115)), Entry::Later(at(214)), "the last step repeats");
    }

    #[test]
    fn an_operator_ends_a_rest_for_one_message_and_no_more() {
        let mut site = Site::new();
        assert!(site.hurry(at(1)).is_none(), "nothing is wrong with it");
        site.begin(&LIMITS, at(1));
        site.troubled(at(1), at(2), &RESTS, why());
        site.end(&LIMITS);
        assert_eq!(site.hurry(at(3)), Some(Rest { until: at(12), ..why() }));
        assert!(site.hurry(at(3)).is_none(), "it is over already");
        assert_eq!(room(&mut site, &LIMITS, at(3)), 1);
        site.troubled(at(3), at(4), &RESTS, why());
        site.end(&LIMITS);
        assert_eq!(
            site.entry(&LIMITS, at(5)),
            Entry::Later(at(104)),
            "it is in trouble still, and rests longer"
        );
    }

    #[test]
    fn the_lanes_that_wait_are_woken_all_at_once_when_it_is_open_again() {
        let mut site = Site::new();
        site.begin(&LIMITS, at(1));
        site.troubled(at(1), at(2), &RESTS, why());
        site.end(&LIMITS);
        for lane in ["a.example", "b.example", "c.example"] {
            site.park(lane);
        }
        assert_eq!(room(&mut site, &LIMITS, at(12)), 1);
        let woken: Vec<String> = site.answered(&LIMITS).iter().map(ToString::to_string).collect();
        assert_eq!(woken, ["a.example", "b.example", "c.example"]);
        assert!(site.resting(at(12)).is_none() && site.trouble().is_none());
    }

    #[test]
    fn a_place_that_becomes_free_wakes_a_lane() {
        let mut site = Site::new();
        assert_eq!(room(&mut site, &LIMITS, at(1)), 4);
        site.park("a.example");
        site.park("b.example");
        assert_eq!(site.end(&LIMITS).len(), 1);
        assert_eq!(site.end(&LIMITS).len(), 1);
        assert_eq!(site.end(&LIMITS).len(), 0);
    }

    #[test]
    fn a_rate_spaces_them_evenly() {
        let mut site = Site::new();
        let limits = Limits { per_minute: Some(6), ..LIMITS };
        assert_eq!(room(&mut site, &limits, at(100)), 1);
        assert_eq!(site.entry(&limits, at(109)), Entry::Later(at(110)));
        assert_eq!(room(&mut site, &limits, at(110)), 1);
        assert_eq!(site.entry(&limits, at(50)), Entry::Open, "the clock was set back");
    }

    #[test]
    fn a_clock_that_was_set_back_closes_nothing_for_years() {
        let mut site = Site::new();
        site.begin(&LIMITS, at(1_000_000));
        site.troubled(at(1_000_000), at(1_000_000), &RESTS, why());
        site.end(&LIMITS);
        assert_eq!(site.entry(&LIMITS, at(10)), Entry::Open);
        site.begin(&LIMITS, at(10));
        site.troubled(at(10), at(11), &RESTS, why());
        assert!(site.resting(at(12)).is_some());
    }

    #[test]
    fn it_is_forgotten_only_while_nobody_asks_for_it() {
        let mut site = Site::new();
        assert!(site.is_idle(at(1)));
        site.begin(&LIMITS, at(1));
        assert!(!site.is_idle(at(1)));
        site.troubled(at(1), at(2), &RESTS, why());
        site.end(&LIMITS);
        assert!(!site.is_idle(at(3)));
        assert!(site.is_idle(at(500)));
    }
}
