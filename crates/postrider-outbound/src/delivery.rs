//! Delivery: the recipients of an attempt, along their routes.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use postrider_proto::client::{self, Protocol};
use postrider_proto::mail::{Domain, Mailbox};
use postrider_proto::reply::Enhanced;
use postrider_queue::{Attempt, Claimed, Outcome, Queue};
use tokio::sync::Semaphore;
use tokio::task::{self, JoinError};

use crate::carrier::{Carried, Carrier, Outcomes};
use crate::clock::Clock;
use crate::conclude::{Conclusions, Resolve};
use crate::fate::{End, Fate};
use crate::judge::Hop;
use crate::local::maildir::{Copy, Delivered, Maildirs};
use crate::names;
use crate::options::DeliveryOptions;
use crate::pool::Pool;
use crate::remote::{self, Candidate, Way};
use crate::route::{HostPort, LmtpTarget, Next, Route, RouteSpec, Routes};
use crate::smtp::{Options, Target};

/// Brings mail along its routes. A clone is the same.
#[derive(Debug, Clone)]
pub struct Delivery<C> {
    routes: Routes,
    conclusions: Conclusions,
    options: Arc<DeliveryOptions>,
    pool: Pool,
    /// Threads that wait for a disk.
    disks: Arc<Semaphore>,
    clock: C,
}

impl<C: Clock> Delivery<C> {
    /// Delivery along these routes, at most `disks` copies at once into mailboxes of this machine. `resolve` says where a report goes
    /// whose reader lives here; `postmaster` is whom its reader can ask.
    #[must_use]
    pub fn new(
        queue: Queue,
        routes: Routes,
        options: DeliveryOptions,
        postmaster: Mailbox,
        resolve: Resolve,
        disks: usize,
        clock: C,
    ) -> Self {
        let options = Arc::new(options);
        let conclusions = Conclusions::new(queue, Arc::clone(&options), postmaster, resolve);
        let disks = Arc::new(Semaphore::new(disks.clamp(1, Semaphore::MAX_PERMITS)));
        Self { routes, conclusions, options, pool: Pool::default(), disks, clock }
    }

    /// What became of the recipients that share a route.
    async fn along(
        &self,
        route: &Route,
        attempt: Arc<Attempt>,
        places: Vec<usize>,
    ) -> Result<Vec<(usize, Fate)>, JoinError> {
        let all =
            |places: Vec<usize>, fate: Fate| places.into_iter().map(|place| (place, fate.clone())).collect();
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
            Route::Discard => all(places, discarded()),
            Route::Remote(spec) => {
                let domain = attempt.recipients()[places[0]].recipient.mailbox.domain();
                match self.way(spec, domain).await {
                    Ok(way) => remote::deliver(&self.pool, &attempt, &way, places).await,
                    Err(fate) => all(places, *fate),
                }
            }
        })
    }
}

impl<C: Clock> Carrier for Delivery<C> {
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
            (claimed.index, Outcome::Delivered { to: DISCARDED.to_owned() })
        };
        Some(claimed.iter().map(discarded).collect())
    }

    async fn carry(&self, attempt: Attempt) -> Result<Carried, JoinError> {
        let attempt = Arc::new(attempt);
        let mut groups: HashMap<String, (Route, Vec<usize>)> = HashMap::new();
        for (place, claimed) in attempt.recipients().iter().enumerate() {
            let domain = claimed.recipient.mailbox.domain();
            let route = self.routes.route(domain);
            groups.entry(route.key(domain)).or_insert_with(|| (route, Vec::new())).1.push(place);
        }
        let mut fates = Vec::with_capacity(attempt.recipients().len());
        for (route, places) in groups.into_values() {
            let persistence = route.persistence();
            let along = self.along(&route, Arc::clone(&attempt), places).await?;
            fates.extend(along.into_iter().map(|(place, fate)| (place, fate, persistence.clone())));
        }
        fates.sort_by_key(|(place, ..)| *place);
        let (outcomes, reports) = self.conclusions.conclude(&attempt, fates, self.clock.now());
        let attempt = Arc::into_inner(attempt).expect("whoever had a share in the attempt has ended");
        Ok(Carried { attempt, outcomes, reports })
    }
}

/// MX records cannot be looked up yet.
fn no_mx(domain: &Domain) -> Box<Fate> {
    let note = format!(
        "{domain} is not a domain of this server and has no route to a host that is named, and MX records cannot be looked up yet: \
         write a [[route]] for it, or for \"*\", to smtp://HOST"
    );
    Box::new(Fate { ours: true, ..Fate::here(End::Deferred, Enhanced::new(4, 3, 5), note) })
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

impl<C> Delivery<C> {
    /// Where mail for this domain goes on this route.
    async fn way(&self, spec: &RouteSpec, domain: &Domain) -> Result<Way, Box<Fate>> {
        let candidates = match &spec.next {
            Next::Hosts(hosts) => {
                let mut candidates = Vec::new();
                let mut missing = None;
                for host in hosts {
                    match self.at(spec, host, Protocol::Smtp).await {
                        Ok(found) => candidates.extend(found),
                        Err(fate) => missing = Some(fate),
                    }
                }
                match missing {
                    Some(fate) if candidates.is_empty() => return Err(fate),
                    _ => candidates,
                }
            }
            Next::Lmtp(LmtpTarget::Tcp(host)) => self.at(spec, host, Protocol::Lmtp).await?,
            Next::Lmtp(LmtpTarget::Unix(path)) => {
                let options = self.client(spec, Protocol::Lmtp);
                vec![Candidate { name: None, target: Target::Unix(path.clone()), options }]
            }
            Next::Mx | Next::Maildir | Next::Discard => return Err(no_mx(domain)),
        };
        let hop = if spec.next == Next::Mx { Hop::Found } else { Hop::Chosen };
        Ok(Way { hop, candidates, messages_per_connection: self.options.messages_per_connection })
    }

    /// The addresses of a host that our operator has named.
    async fn at(
        &self,
        spec: &RouteSpec,
        host: &HostPort,
        protocol: Protocol,
    ) -> Result<Vec<Candidate>, Box<Fate>> {
        let (name, addresses) = names::addresses(&host.host).await?;
        let candidate =
            |address| self.candidate(spec, name.clone(), SocketAddr::new(address, host.port), protocol);
        Ok(addresses.into_iter().map(candidate).collect())
    }

    fn candidate(
        &self,
        spec: &RouteSpec,
        name: Option<String>,
        address: SocketAddr,
        protocol: Protocol,
    ) -> Candidate {
        let source = spec.source.towards(address.ip());
        let options = Options { source, ..self.client(spec, protocol) };
        Candidate { name, target: Target::Tcp(address), options }
    }

    /// What a connection on this route is set to.
    fn client(&self, spec: &RouteSpec, protocol: Protocol) -> Options {
        let hello_name = spec.hello_name.clone().unwrap_or_else(|| self.options.hostname.clone());
        let session =
            client::Options { protocol, eight_bit: spec.eight_bit, ..client::Options::new(hello_name) };
        Options::new(session)
    }
}
