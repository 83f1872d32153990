//! Delivery: the recipients of an attempt, along their routes.

use std::sync::Arc;

use postrider_dns::Resolver;
use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, Envelope, Mailbox};
use postrider_proto::reply::Enhanced;
use postrider_queue::schedule::admission::Admission;
use postrider_queue::{Attempt, Claimed, Outcome, Queue, Timestamp};
use tokio::sync::Semaphore;
use tokio::task::{self, JoinError};

use crate::ask::Asker;
use crate::carrier::{Carried, Carrier, Outcomes};
use crate::clock::Clock;
use crate::conclude::{Conclusions, Resolve, Untold};
use crate::counters::{Counters, RouteKind};
use crate::fate::{End, Fate};
use crate::halt::Halt;
use crate::local::maildir::{Copy, Delivered, Maildirs};
use crate::options::DeliveryOptions;
use crate::pace::{Held, Limits, Load, Pace, Permit, Rest};
use crate::pool::Pool;
use crate::remote;
use crate::route::{Next, Route, RouteSpec, Routes};
use crate::signing::{Signatures, Signing};
use crate::smtp::{Net, Sockets};
use crate::way::{Ways, site_of_route};

/// Brings mail along its routes. A clone is the same.
#[derive(Clone)]
pub struct Delivery<C> {
    queue: Queue,
    routes: Routes,
    conclusions: Conclusions,
    options: Arc<DeliveryOptions>,
    ways: Ways,
    net: Arc<dyn Net>,
    pace: Pace,
    pool: Pool,
    counters: Arc<Counters>,
    signing: Option<Signing>,
    /// Threads that wait for a disk.
    disks: Arc<Semaphore>,
    halt: Halt,
    clock: C,
}

/// What became of some recipients of an attempt, by their places in it. One that is not there was not tried.
type Fates = Vec<(usize, Fate)>;

impl<C: Clock> Delivery<C> {
    /// Delivery along these routes. `resolver` finds hosts; `resolve` says where a report goes whose reader lives here; `postmaster` is
    /// whom its reader can ask.
    #[must_use]
    pub fn new(
        queue: Queue,
        routes: Routes,
        options: DeliveryOptions,
        postmaster: Mailbox,
        resolver: Arc<dyn Resolver>,
        resolve: Resolve,
        clock: C,
    ) -> Self {
        let options = Arc::new(options);
        let pace = Pace::new(queue.clone(), options.back_off.clone());
        let counters = Arc::new(Counters::default());
        let (told, counted) = (Arc::clone(&options), Arc::clone(&counters));
        let conclusions = Conclusions::new(queue.clone(), told, postmaster, resolve, counted);
        let ways = Ways::new(resolver, Arc::clone(&options));
        let disks = Arc::new(Semaphore::new(options.copies_at_once.clamp(1, Semaphore::MAX_PERMITS)));
        let net: Arc<dyn Net> = Arc::new(Sockets);
        let (pool, halt) = (Pool::new(Arc::clone(&net), Arc::clone(&counters)), Halt::default());
        let signing = None;
        Self {
            queue,
            routes,
            conclusions,
            options,
            ways,
            net,
            pace,
            pool,
            counters,
            signing,
            disks,
            halt,
            clock,
        }
    }

    /// The same, over another net.
    #[must_use]
    pub fn with_net(self, net: Arc<dyn Net>) -> Self {
        Self { pool: Pool::new(Arc::clone(&net), Arc::clone(&self.counters)), net, ..self }
    }

    /// The same, but what has a name to be signed in is signed when it leaves by SMTP.
    #[must_use]
    pub fn with_signing(self, signing: Signing) -> Self {
        Self { signing: Some(signing), ..self }
    }

    /// What it counts.
    #[must_use]
    pub fn counters(&self) -> Arc<Counters> {
        Arc::clone(&self.counters)
    }

    /// Attempts under way come to their end: what other servers have said by now is settled, and for whom they have said nothing it
    /// is as if no attempt had been made. It is for the end of the program, and behind the worker's: from now on nothing goes to
    /// another server.
    pub fn halt(&self) {
        self.halt.call();
    }

    /// Why mail for this domain is not tried now, if it is not.
    #[must_use]
    pub fn held(&self, domain: &Domain) -> Option<Held> {
        match self.routes.route(domain) {
            Route::Remote(spec) => {
                self.pace.held(&domain.to_string(), site_of_route(&spec).as_deref(), self.clock.now())
            }
            Route::Maildir(_) | Route::Discard => None,
        }
    }

    /// What the site of this domain is brought just now, if anything.
    #[must_use]
    pub fn load(&self, domain: &Domain) -> Option<Load> {
        match self.routes.route(domain) {
            Route::Remote(spec) => {
                let (lane, now) = (domain.to_string(), self.clock.now());
                self.pace.load(&lane, site_of_route(&spec).as_deref(), &self.limits(&spec), now)
            }
            Route::Maildir(_) | Route::Discard => None,
        }
    }

    /// An operator wants mail for this domain tried though its site is left alone: one message goes ahead now. Gives what it was left
    /// alone for, if it was.
    pub fn hurry(&self, domain: &Domain) -> Option<Held> {
        match self.routes.route(domain) {
            Route::Remote(spec) => {
                self.pace.hurry(&domain.to_string(), site_of_route(&spec).as_deref(), self.clock.now())
            }
            Route::Maildir(_) | Route::Discard => None,
        }
    }

    /// Whether anybody can be told that a message with this envelope is given up.
    #[must_use]
    pub fn can_tell(&self, envelope: &Envelope) -> bool {
        !self.conclusions.is_silent(envelope)
    }

    /// Gives up the recipients of an attempt, as an operator wants it, and words what the sender is told. Waits for the disk.
    ///
    /// # Errors
    ///
    /// Nobody can be told; the attempt goes back to the queue.
    pub fn give_up(&self, attempt: Attempt, reason: &str) -> Result<Carried, Untold> {
        let (outcomes, reports) = self.conclusions.give_up(&attempt, reason, self.clock.now())?;
        Ok(Carried { attempt, outcomes, reports })
    }

    /// Whoever asks about recipients along the same routes.
    #[must_use]
    pub fn asker(&self) -> Asker<C> {
        let Self { queue, routes, ways, net, pace, clock, .. } = self.clone();
        Asker { queue, routes, ways, net, pace, clock }
    }

    /// The recipients of an attempt by their routes: one group, unless the routes have changed since it was claimed.
    fn groups(&self, attempt: &Attempt) -> Vec<(Route, Vec<usize>)> {
        let domain = |place: usize| attempt.recipients()[place].recipient.mailbox.domain();
        let mut groups: Vec<(Route, Vec<usize>)> = Vec::new();
        for place in 0..attempt.recipients().len() {
            let route = self.routes.route(domain(place));
            let shares = |(known, places): &&mut (Route, Vec<usize>)| {
                domain(places[0]) == domain(place) || known.shares_transactions(&route)
            };
            match groups.iter_mut().find(shares) {
                Some((_, places)) => places.push(place),
                None => groups.push((route, vec![place])),
            }
        }
        groups
    }

    /// What became of the recipients that share a route.
    async fn along(
        &self,
        route: &Route,
        attempt: Arc<Attempt>,
        places: Vec<usize>,
        permit: Option<Permit>,
    ) -> Result<Fates, JoinError> {
        let lane = attempt.recipients()[places[0]].recipient.mailbox.domain().to_string();
        Ok(match route {
            Route::Maildir(maildirs) => {
                let _permit = self.disks.acquire().await;
                let maildirs = Arc::clone(maildirs);
                let work = task::spawn_blocking(move || {
                    let deliver = |place: usize| (place, into_maildir(&maildirs, &attempt, place));
                    places.into_iter().map(deliver).collect()
                });
                work.await?
            }
            Route::Discard => all(&places, &discarded()),
            Route::Remote(spec) if attempt.is_overdue() => all(&places, &self.put_off(spec, &lane)),
            Route::Remote(spec) => {
                // The route may be another since the attempt was claimed.
                let permit = permit.unwrap_or_else(|| self.permit(spec, &lane, self.clock.now()));
                self.away(spec, &attempt, &lane, places, permit).await
            }
        })
    }

    /// To another server. `lane` is that of the first of them.
    async fn away(
        &self,
        spec: &RouteSpec,
        attempt: &Attempt,
        lane: &str,
        places: Vec<usize>,
        permit: Permit,
    ) -> Fates {
        let domain = attempt.recipients()[places[0]].recipient.mailbox.domain();
        // One message asks the hosts in one order.
        let seed = u64::from_le_bytes(*attempt.id().as_bytes().first_chunk().expect("an id has 16 octets"));
        let found = tokio::select! {
            biased;
            () = self.halt.called() => return Fates::new(),
            found = self.ways.find(spec, domain, seed) => found,
        };
        let mut way = match found {
            Ok(way) => way,
            Err(fate) => {
                // It tells of the domain, and not of others that the same site serves.
                if fate.slows && permit.is_for(lane, site_of_route(spec).as_deref()) {
                    permit.troubled(rest(&fate), self.clock.now());
                }
                return all(&places, &fate);
            }
        };
        let Some(permit) = self.pace.found(permit, lane, &way.site, self.clock.now()) else {
            return Fates::new();
        };
        self.pool.order(&mut way.candidates, |candidate| &candidate.target);
        let signatures = Signatures::new(self.signing.as_ref(), self.clock.now());
        let fates = remote::deliver(&self.pool, &self.halt, &signatures, attempt, &way, places).await;
        if let Some((_, fate)) = fates.iter().find(|(_, fate)| fate.slows) {
            permit.troubled(rest(fate), self.clock.now());
        } else if fates.iter().any(|(_, fate)| fate.remote.is_some()) {
            permit.answered();
        }
        fates
    }

    fn permit(&self, spec: &RouteSpec, lane: &str, now: Timestamp) -> Permit {
        self.pace.begin(lane, site_of_route(spec).as_deref(), &self.limits(spec), now)
    }

    fn limits(&self, spec: &RouteSpec) -> Limits {
        Limits { at_once: spec.at_once.unwrap_or(self.options.at_once_per_site), per_minute: spec.per_minute }
    }

    /// What is said of a message that has waited too long for a site that is left alone.
    fn put_off(&self, spec: &RouteSpec, lane: &str) -> Fate {
        match self.pace.trouble(lane, site_of_route(spec).as_deref()) {
            Some(Held { site, rest: Rest { why, status, .. } }) => {
                let note = format!("not tried, since mail for {site} met with this before: {why}");
                Fate::here(End::Deferred, status, note)
            }
            // RFC 3463 §3.5: mail system congestion.
            None => Fate::here(
                End::Deferred,
                Enhanced::new(4, 4, 5),
                "not tried yet: other mail for the same site goes before it",
            ),
        }
    }
}

impl<C: Clock> Carrier for Delivery<C> {
    /// None for what stays on this machine, and for what is not tried.
    type Permit = Option<Permit>;

    fn admit(&self, lane: &str, now: Timestamp) -> Admission {
        match self.routes.route(&domain_of(lane)) {
            Route::Remote(spec) => {
                self.pace.admit(lane, site_of_route(&spec).as_deref(), &self.limits(&spec), now)
            }
            Route::Maildir(_) | Route::Discard => Admission::Open,
        }
    }

    fn same_way(&self, lane: &str) -> Option<impl Fn(&Domain) -> bool> {
        match self.routes.route(&domain_of(lane)) {
            Route::Remote(spec) if spec.next != Next::Mx => {
                let route = Route::Remote(spec);
                Some(move |domain: &Domain| route.shares_transactions(&self.routes.route(domain)))
            }
            // Where the hosts are to be found in the DNS, nobody knows yet; and a Maildir knows no transactions.
            _ => None,
        }
    }

    fn set_out(&self, attempt: &Attempt, now: Timestamp) -> Option<Permit> {
        match self.routes.route(&domain_of(attempt.lane())) {
            Route::Remote(spec) if !attempt.is_overdue() => Some(self.permit(&spec, attempt.lane(), now)),
            _ => None,
        }
    }

    /// Copies that are all thrown away, where nobody wants to hear of it: there is nothing to wait for.
    fn at_once(&self, attempt: &Attempt) -> Option<Outcomes> {
        let is_plain = |claimed: &Claimed| {
            let told = claimed.recipient.notify.is_some_and(|notify| notify.success);
            !told && self.routes.discards(claimed.recipient.mailbox.domain())
        };
        let claimed = attempt.recipients();
        if !claimed.iter().all(is_plain) {
            return None;
        }
        let discarded = |claimed: &Claimed| {
            tracing::info!(id = %attempt.id(), to = %claimed.recipient.mailbox, "discarded");
            let outcome = Outcome::Delivered { to: DISCARDED.to_owned() };
            self.counters.outcome(RouteKind::Discard, &outcome);
            (claimed.index, outcome)
        };
        Some(claimed.iter().map(discarded).collect())
    }

    async fn carry(&self, attempt: Attempt, mut permit: Option<Permit>) -> Result<Carried, JoinError> {
        let attempt = Arc::new(attempt);
        let groups = self.groups(&attempt);
        let mut fates = Vec::with_capacity(attempt.recipients().len());
        let mut kinds = Vec::with_capacity(attempt.recipients().len());
        for (route, places) in groups {
            let persistence = route.persistence();
            let along = self.along(&route, Arc::clone(&attempt), places, permit.take()).await?;
            let kind = RouteKind::of(&route);
            kinds.extend(along.iter().map(|(place, _)| (*place, kind)));
            fates.extend(along.into_iter().map(|(place, fate)| (place, fate, persistence.clone())));
        }
        fates.sort_by_key(|(place, ..)| *place);
        kinds.sort_by_key(|(place, _)| *place);
        let trails: Vec<_> = fates.iter_mut().map(|(place, fate, _)| (*place, fate.take_trail())).collect();
        let (outcomes, reports) = self.conclusions.conclude(&attempt, fates, self.clock.now());
        // Both are in the order of the recipients, and of those that were tried.
        for ((_, kind), (_, outcome)) in kinds.into_iter().zip(&outcomes) {
            self.counters.outcome(kind, outcome);
        }
        let mut attempt = Arc::into_inner(attempt).expect("whoever had a share in the attempt has ended");
        for (place, trail) in trails {
            let recipient = attempt.recipients()[place].index;
            attempt.tell(recipient, trail);
        }
        Ok(Carried { attempt, outcomes, reports })
    }
}

impl<C> std::fmt::Debug for Delivery<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A lane has the name of the domain whose mail waits in it.
fn domain_of(lane: &str) -> Domain {
    Domain::parse(lane, Charset::Utf8).unwrap_or_else(|_| Domain::Name(lane.to_owned()))
}

fn all(places: &[usize], fate: &Fate) -> Fates {
    places.iter().map(|&place| (place, fate.clone())).collect()
}

fn rest(fate: &Fate) -> Rest {
    Rest { until: Timestamp::default(), why: fate.note.clone(), status: fate.status }
}

const DISCARDED: &str = "discarded";

fn discarded() -> Fate {
    Fate::here(End::Delivered, Enhanced::new(2, 0, 0), DISCARDED)
}

fn into_maildir(maildirs: &Maildirs, attempt: &Attempt, place: usize) -> Fate {
    let claimed = &attempt.recipients()[place];
    let deferred =
        |reason: String| Fate { ours: true, ..Fate::here(End::Deferred, Enhanced::new(4, 3, 0), reason) };
    let body = match attempt.body() {
        Ok(body) => body,
        Err(fault) => return deferred(fault.to_string()),
    };
    let copy = Copy {
        id: attempt.id(),
        recipient: claimed.index,
        mailbox: &claimed.recipient.mailbox,
        reverse_path: &attempt.envelope().reverse_path,
        is_first: attempt.is_first(),
    };
    match maildirs.deliver(&copy, body) {
        Ok(Delivered::Now(path) | Delivered::Before(path)) => {
            Fate::here(End::Delivered, Enhanced::new(2, 0, 0), path.display().to_string())
        }
        Err(fault) if fault.is_temporary() => {
            Fate::here(End::Deferred, Enhanced::new(4, 2, 0), fault.to_string())
        }
        // RFC 3463 §3.3: other or undefined mailbox status.
        Err(fault) => Fate::here(End::Failed, Enhanced::new(5, 2, 0), fault.to_string()),
    }
}
