//! Pace: how much is brought to which site at once, and when one is left alone.
//!
//! ```text
//!   Queue::claim_where ──▶ is the lane open? ──▶ Permit ──▶ attempt ──▶ answered, or trouble of the site
//!          ▲                                                                        │
//!          └────────────── Queue::wake: the lanes that may ask again ◀──────────────┘
//! ```
//!
//! Mail waits in lanes, one for each domain; what is slow or broken is a site, which has many of them. Before it is known which
//! site serves a domain, the domain is taken for one.

mod site;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use postrider_queue::schedule::admission::Admission;
use postrider_queue::{Queue, Timestamp};

use site::{Entry, Site};

pub use site::{Limits, Rest};

/// So many sites, and lanes, are remembered though nothing is on its way to them.
const REMEMBERED: usize = 10_000;

/// How all sites fare. A clone is the same.
#[derive(Clone)]
pub(crate) struct Pace {
    queue: Queue,
    rests: Arc<[Duration]>,
    inside: Arc<Mutex<Inside>>,
}

#[derive(Debug, Default)]
struct Inside {
    sites: HashMap<Arc<str>, Site>,
    /// The site of a lane, as far as it is known.
    of_lane: HashMap<Arc<str>, Arc<str>>,
    /// With so many sites it is looked whether some can be forgotten.
    crowded: usize,
}

/// A message on its way to a site. Dropped, it says nothing of how the site fares.
pub struct Permit {
    pace: Pace,
    site: Arc<str>,
    limits: Limits,
    began: Timestamp,
}

/// What waits for a site, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The site.
    pub site: String,
    /// Why it is left alone, and until when.
    pub rest: Rest,
}

/// What a site is brought just now, for whoever waits for a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The site.
    pub site: String,
    /// Messages on their way there.
    pub under_way: usize,
    /// How many may be.
    pub at_once: usize,
    /// When the next may begin, where no more than so many go in a minute.
    pub next: Option<Timestamp>,
}

impl Pace {
    /// A site that is found in trouble is left alone for the first of these `rests`, then for the second, ...; the last one repeats.
    pub(crate) fn new(queue: Queue, rests: Vec<Duration>) -> Self {
        Self { queue, rests: rests.into(), inside: Arc::default() }
    }

    /// Whether a message of this lane may be tried. `known` is the site of the lane, where that needs no looking up.
    pub(crate) fn admit(
        &self,
        lane: &str,
        known: Option<&str>,
        limits: &Limits,
        now: Timestamp,
    ) -> Admission {
        let mut inside = self.lock();
        let site = known.map_or_else(|| inside.site_of(lane), Arc::from);
        let Some(site) = inside.sites.get_mut(&site) else { return Admission::Open };
        match site.entry(limits, now) {
            Entry::Open => Admission::Open,
            Entry::Later(until) => {
                site.park(lane);
                Admission::Closed { until }
            }
        }
    }

    /// A message of this lane is on its way to the site that [`Pace::admit`] has looked at.
    pub(crate) fn begin(&self, lane: &str, known: Option<&str>, limits: &Limits, now: Timestamp) -> Permit {
        let mut inside = self.lock();
        let site = known.map_or_else(|| inside.site_of(lane), Arc::from);
        inside.begin(&site, limits, now);
        Permit { pace: self.clone(), site, limits: *limits, began: now }
    }

    /// It has turned out which site a lane belongs to. If that is another than was taken for it, the message goes there, if it may:
    /// else it gives the permit up, and the lane will ask for the right one.
    pub(crate) fn found(&self, permit: Permit, lane: &str, site: &str, now: Timestamp) -> Option<Permit> {
        if *permit.site == *site {
            return Some(permit);
        }
        let limits = permit.limits;
        let mut inside = self.lock();
        let site: Arc<str> = Arc::from(site);
        inside.forget(now);
        inside.of_lane.insert(Arc::from(lane), Arc::clone(&site));
        let is_open = inside.sites.get(&site).is_none_or(|site| site.entry(&limits, now) == Entry::Open);
        if is_open {
            inside.begin(&site, &limits, now);
        }
        drop(inside);
        if permit.is_for(lane, None) {
            // What was taken for a site is none.
            permit.answered();
        } else {
            // Nobody has asked the site that it was before.
            drop(permit);
        }
        is_open.then(|| Permit { pace: self.clone(), site, limits, began: now })
    }

    /// Why messages of this lane are not tried now.
    pub(crate) fn held(&self, lane: &str, known: Option<&str>, now: Timestamp) -> Option<Held> {
        let inside = self.lock();
        let site = known.map_or_else(|| inside.site_of(lane), Arc::from);
        let rest = inside.sites.get(&site)?.resting(now)?.clone();
        Some(Held { site: site.to_string(), rest })
    }

    /// What the site of this lane is brought just now; none where nothing is on its way there.
    pub(crate) fn load(
        &self,
        lane: &str,
        known: Option<&str>,
        limits: &Limits,
        now: Timestamp,
    ) -> Option<Load> {
        let inside = self.lock();
        let site = known.map_or_else(|| inside.site_of(lane), Arc::from);
        let (under_way, at_once, next) = inside.sites.get(&site)?.load(limits, now);
        Some(Load { site: site.to_string(), under_way, at_once, next })
    }

    /// The rest of the site of this lane is over: one message goes ahead now, out of this lane unless another comes before it. Gives
    /// what it was left alone for, if it was.
    pub(crate) fn hurry(&self, lane: &str, known: Option<&str>, now: Timestamp) -> Option<Held> {
        let mut inside = self.lock();
        let site = known.map_or_else(|| inside.site_of(lane), Arc::from);
        let rest = inside.sites.get_mut(&site)?.hurry(now)?;
        drop(inside);
        self.queue.wake([lane], now);
        Some(Held { site: site.to_string(), rest })
    }

    /// What the site of this lane was last found in trouble with.
    pub(crate) fn trouble(&self, lane: &str, known: Option<&str>) -> Option<Held> {
        let inside = self.lock();
        let site = known.map_or_else(|| inside.site_of(lane), Arc::from);
        let rest = inside.sites.get(&site)?.trouble()?.clone();
        Some(Held { site: site.to_string(), rest })
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn site_of(&self, lane: &str) -> Arc<str> {
        self.of_lane.get(lane).map_or_else(|| Arc::from(lane), Arc::clone)
    }

    fn begin(&mut self, site: &Arc<str>, limits: &Limits, now: Timestamp) {
        self.forget(now);
        self.sites.entry(Arc::clone(site)).or_insert_with(Site::new).begin(limits, now);
    }

    /// Forgets those that nobody asks for, once there are many. Those that stay are not looked at again before there are twice as many.
    fn forget(&mut self, now: Timestamp) {
        if self.sites.len() < self.crowded.max(REMEMBERED) {
            return;
        }
        self.sites.retain(|_, site| !site.is_idle(now));
        let sites = &self.sites;
        self.of_lane.retain(|_, site| sites.contains_key(site));
        self.crowded = 2 * self.sites.len();
    }
}

impl Permit {
    /// Whether it is for the site that the lane itself is taken for, or the route names.
    pub(crate) fn is_for(&self, lane: &str, known: Option<&str>) -> bool {
        *self.site == *known.unwrap_or(lane)
    }

    /// The site has answered for the message, whatever it said.
    pub(crate) fn answered(self) {
        let woken = self.site(|site, limits| site.answered(limits));
        self.wake(&woken);
    }

    /// The site is in trouble.
    pub(crate) fn troubled(self, why: Rest, now: Timestamp) {
        self.site(|site, _| site.troubled(self.began, now, &self.pace.rests, why));
    }

    fn wake(&self, lanes: &[Arc<str>]) {
        if !lanes.is_empty() {
            self.pace.queue.wake(lanes.iter().map(AsRef::as_ref), self.began);
        }
    }

    fn site<T: Default>(&self, change: impl FnOnce(&mut Site, &Limits) -> T) -> T {
        let mut inside = self.pace.lock();
        inside.sites.get_mut(&self.site).map(|site| change(site, &self.limits)).unwrap_or_default()
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let woken = self.site(|site, limits| site.end(limits));
        self.wake(&woken);
    }
}
