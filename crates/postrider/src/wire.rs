//! The running server, put together from its configuration.
//!
//! ```text
//!   Config --start--> queue, worker, listeners --reload(Config)--> the same, with other settings
//!                                     |
//!                                    stop --> listeners drain, the worker ends, the queue closes
//! ```

mod bind;
mod fault;
mod joints;
mod restart;
mod settings;

use std::fs::DirBuilder;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use postrider_dns::System;
use postrider_inbound::{
    CallOuts, Clock, Inbound, Listener, Settings, Shutdown, ShutdownHandle, Slots, shutdown_channel,
};
use postrider_login::Logins;
use postrider_outbound::local::maildir::Maildirs;
use postrider_outbound::report::Reporter;
use postrider_outbound::{Clock as _, DeadMail, Delivery, Routes, SystemClock, Worker};
use postrider_queue::{Queue, RealDisk, Recovery};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{error, info, warn};

use crate::account_servers;
use crate::acme::{Acme, Folder, Keeper, Wishes, Work};
use crate::config::{self, Config, ListenerKind, TlsBegins, now_seconds};
use crate::control;
use crate::control::server::{Control, Parts};
use crate::dkim;
use crate::journal::{self, SessionJournal};
use crate::last_line::last_line;
use crate::local_mail::LocalMail;
use crate::logins::AccountCheck;
use crate::metrics::{self, Sources};
use crate::tls::CertificateStore;

use bind::{bind, bind_beside, bind_metrics};
pub use fault::{ReloadError, StartError};
use joints::{AlongRoutes, Residents};
use restart::{kept_way_out, needs_restart};
pub use settings::resolver;
use settings::{acme_work, local, longest_wait, postmaster, settings, signing, way_out};

/// How long sessions have to say 421 when the grace is over, and deliveries to come to their end. Whoever has not by then is left.
const GOODBYE: Duration = Duration::from_secs(5);

/// How long what was kept of sessions has to come to the disk. It is no promise.
const JOURNAL_WAIT: Duration = Duration::from_secs(1);

/// The running server.
pub struct Server {
    config: Config,
    inbound: Inbound,
    /// Who may log in.
    logins: Logins,
    routes: Routes,
    residents: Residents,
    certificates: CertificateStore,
    /// What an authority is asked for.
    acme_work: watch::Sender<Option<Arc<Work>>>,
    listeners: Vec<Running>,
    /// Of the listeners that a new configuration has closed: what is still open there is told when the grace is over, too.
    leaving: Vec<ShutdownHandle>,
    /// Mail from this machine.
    local_mail: LocalMail,
    /// The tasks of all listeners, among them those that a new configuration has closed and that wait for their sessions.
    serving: JoinSet<()>,
    worker: JoinSet<()>,
    worker_stop: watch::Sender<bool>,
    delivery: Delivery<SystemClock>,
    resolver: System,
    /// The control socket.
    control: JoinSet<()>,
    /// What is kept of sessions.
    journal: SessionJournal,
    /// Where the metrics come from, and the listener that tells them.
    sources: Arc<Sources>,
    metrics: JoinSet<()>,
}

/// A listener at work.
struct Running {
    listener: config::Listener,
    /// Where it listens; with the port that the system chose where 0 was asked for.
    address: SocketAddr,
    settings: watch::Sender<Arc<Settings>>,
    shutdown: ShutdownHandle,
}

impl Server {
    /// Opens the queue, then the listeners: nobody is greeted before mail can be kept.
    ///
    /// # Errors
    ///
    /// Something of it cannot be had; nothing was started.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        make_data(&config.data)?;
        let options =
            postrider_queue::Options { longest_wait: longest_wait(&config), ..config.queue.clone() };
        let open = move || Queue::open(options, Arc::new(RealDisk));
        let (queue, recovery) = tokio::task::spawn_blocking(open).await??;
        tell_recovery(&recovery);
        let routes = Routes::new(Maildirs::open(&config.maildirs)?, local(&config), config.routes.clone());
        let residents = Residents::new(Arc::clone(&config.directory));

        let mut first_session = [0; 4];
        getrandom::fill(&mut first_session).map_err(StartError::Random)?;
        let sessions = Arc::new(AtomicU64::new(u64::from(u32::from_le_bytes(first_session))));
        let resolver = resolver(&config);
        let delivery = Delivery::new(
            queue.clone(),
            routes.clone(),
            way_out(&config),
            postmaster(&config),
            Arc::new(resolver.clone()),
            residents.resolve(),
            SystemClock,
        )
        .with_signing(signing(&config));
        let sources = account_servers::sources(&config, &resolver)?;
        let logins = Logins::with_sources(&config.accounts, sources)?;
        let journal = SessionJournal::start(&config.data, config.journal);
        let inbound = Inbound {
            queue: queue.clone(),
            slots: Arc::new(Slots::default()),
            sessions,
            allowances: Arc::default(),
            call_outs: CallOuts::new(AlongRoutes(delivery.asker())),
            login_check: Some(Arc::new(AccountCheck(logins.clone()))),
            clock: Clock::default(),
            counters: Arc::default(),
            journal: Some(Arc::new(journal.clone())),
        };

        let certificates = CertificateStore::new(config.data.clone());
        certificates.set(&config)?;
        let bound = bind(&config.listeners)?;
        let socket = Control::bind(&config.data)
            .map_err(|error| StartError::Control { path: config.data.join(control::SOCKET), error })?;
        let metrics_server = bind_metrics(config.metrics).await?;
        let mut control = JoinSet::new();
        let mut serving = JoinSet::new();
        let reporter = Reporter {
            name: config.way_out.hostname.clone(),
            contact: postmaster(&config),
            zone: jiff::tz::TimeZone::system(),
        };
        let local_mail = LocalMail::start(&config, &inbound, reporter, &mut serving)
            .map_err(|error| StartError::LocalMail { folder: config.local_mail.clone(), error })?;
        control.spawn(account_servers::warn_of_unreachable(logins.clone()));
        let (acme_work, work) = watch::channel(acme_work(&config));
        let wishes = Wishes::new(work);
        control.spawn(socket.serve(Parts {
            queue: queue.clone(),
            delivery: delivery.clone(),
            logins: logins.clone(),
            allowances: Arc::clone(&inbound.allowances),
            certificates: wishes.clone(),
        }));
        let (worker_stop, stopped) = watch::channel(false);
        let mut worker = JoinSet::new();
        let sources = Arc::new(Sources {
            inbound: Arc::clone(&inbound.counters),
            slots: Arc::clone(&inbound.slots),
            queue: queue.clone(),
            outbound: delivery.counters(),
            certificates: certificates.clone(),
            journal: journal.clone(),
            started: SystemClock.now(),
            accepting: AtomicBool::new(true),
        });
        let mut metrics = JoinSet::new();
        if let Some(server) = metrics_server {
            info!(address = %server.address, "serving metrics");
            metrics.spawn(metrics::server::serve(server, Arc::clone(&sources)));
        }
        let dead = DeadMail::new(queue.clone(), config.way_out.keep_dead, SystemClock);
        worker.spawn(dead.run(stopped.clone()));
        control.spawn(dkim::keep(dkim::Folder::of(&config.data), Arc::new(resolver.clone())));
        control.spawn(keeper(&config, &resolver, &certificates, wishes).run());
        worker.spawn(Worker::new(queue, delivery.clone(), config.deliveries).run(stopped));
        let mut server = Self {
            config,
            inbound,
            logins,
            routes,
            residents,
            certificates,
            acme_work,
            listeners: Vec::new(),
            leaving: Vec::new(),
            local_mail,
            serving,
            worker,
            worker_stop,
            delivery,
            resolver,
            control,
            journal,
            sources,
            metrics,
        };
        server.serve(bound);
        Ok(server)
    }

    /// What it is set to.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Where it listens, in the order of the configuration.
    pub fn addresses(&self) -> impl Iterator<Item = SocketAddr> {
        self.listeners.iter().map(|running| running.address)
    }

    /// Where it listens for clients that begin in clear and need no login, first in the order of the configuration.
    #[must_use]
    pub fn first_for_anybody(&self) -> Option<SocketAddr> {
        let anybody = |running: &&Running| {
            running.listener.tls.begins != TlsBegins::AtOnce
                && running.listener.kind != ListenerKind::Submission
        };
        self.listeners.iter().find(anybody).map(|running| running.address)
    }

    /// Takes on a new configuration as far as a running server can. Sessions that are open go on as they began; those of a
    /// listener that is gone come to their end.
    ///
    /// # Errors
    ///
    /// A new listener cannot listen, or the self-signed certificate cannot be had; nothing has changed.
    pub fn reload(&mut self, new: Config) -> Result<(), ReloadError> {
        let mut kept = Vec::new();
        let mut added = Vec::new();
        let mut running: Vec<Option<Running>> = self.listeners.drain(..).map(Some).collect();
        for listener in &new.listeners {
            let same = running.iter_mut().find(|running| {
                running.as_ref().is_some_and(|running| running.listener.address == listener.address)
            });
            match same.and_then(Option::take) {
                Some(running) => kept.push((running, listener.clone())),
                None => added.push(listener.clone()),
            }
        }
        let gone: Vec<Running> = running.into_iter().flatten().collect();
        // The certificates come last: they are in force as soon as they are set.
        let bound = bind_beside(&gone, &added)
            .and_then(|bound| self.certificates.set(&new).map(|()| bound).map_err(Into::into));
        let bound = match bound {
            Ok(bound) => bound,
            Err(error) => {
                self.listeners = kept.into_iter().map(|(running, _)| running).chain(gone).collect();
                return Err(error);
            }
        };
        for what in needs_restart(&self.config, &new) {
            warn!(what, "this change needs a restart, and has no effect before it");
        }
        // What is fixed while the server runs stays what it is, so that the next reload compares with the truth.
        let old = &self.config;
        let new = Config {
            data: old.data.clone(),
            queue: old.queue.clone(),
            maildirs: old.maildirs.clone(),
            deliveries: old.deliveries,
            local_mail: old.local_mail.clone(),
            way_out: kept_way_out(old, &new),
            metrics: old.metrics,
            accounts: old.accounts.clone(),
            account_servers: old.account_servers.clone(),
            dns: old.dns.clone(),
            signing_good_for: old.signing_good_for,
            journal: journal::Options { free_floor_octets: old.queue.free_floor_octets, ..new.journal },
            ..new
        };
        self.routes.set(local(&new), new.routes.clone());
        self.residents.set(Arc::clone(&new.directory));
        for running in gone {
            info!(address = %running.address, "no longer listening");
            running.shutdown.to(Shutdown::Draining);
            self.leaving.retain(ShutdownHandle::is_watched);
            self.leaving.push(running.shutdown);
        }
        for (mut running, listener) in kept {
            let tls = self.certificates.tls(&listener);
            running.settings.send_replace(Arc::new(settings(&new, &listener, tls)));
            running.listener = listener;
            self.listeners.push(running);
        }
        self.local_mail.set(&new);
        self.journal.set(new.journal);
        self.acme_work.send_if_modified(|work| {
            let changed = *work != acme_work(&new);
            if changed {
                *work = acme_work(&new);
            }
            changed
        });
        if new.dns.is_none() {
            self.reload_resolver();
        }
        self.config = new;
        self.serve(bound);
        Ok(())
    }

    /// Looks at the account file: one that has mistakes is not to wait for the next login until somebody is told.
    pub async fn look_at_accounts(&self) {
        self.logins.refresh().await;
    }

    /// The servers of this machine may be others than they were.
    fn reload_resolver(&self) {
        match System::from_resolv_conf() {
            Ok(new) => {
                if self.resolver.become_like(&new) {
                    info!(servers = ?new.servers(), "/etc/resolv.conf or /etc/hosts has changed, and was read again");
                }
            }
            Err(error) => warn!(%error, "the resolvers stay those that were known"),
        }
    }

    /// Waits for something to end that should not: only a fault of ours ends the worker or a listener before the stop.
    pub async fn fault(&mut self) -> String {
        loop {
            let ended = tokio::select! {
                Some(ended) = self.worker.join_next() => Some(("a worker of the queue", ended)),
                // A listener that a new configuration has closed ends without a fault.
                Some(ended) = self.serving.join_next() => ended.is_err().then_some(("a listener", ended)),
                else => None,
            };
            match ended {
                Some((who, Err(panic))) => return format!("{who} broke off: {panic}"),
                Some((who, Ok(()))) => return format!("{who} ended unasked"),
                None if self.serving.is_empty() => std::future::pending().await,
                None => {}
            }
        }
    }

    /// Stops: no new connections, open transactions have the grace to end, or until `hurry`. Then what is being delivered has the
    /// same; what is still not is cut short, what came of it so far is kept, and the queue is closed. The line `stopped` comes when nothing
    /// of the data folder is in use any more: whoever has read it may start the next run. If that does not come to pass, the last line is another.
    pub async fn stop(self, hurry: impl Future<Output = ()>) {
        let queue_gone = self.inbound.queue.gone();
        let messages = self.end(hurry).await;
        last_line(messages, queue_gone, GOODBYE).await;
    }

    /// Stops, and lets go of everything. Gives how many messages are in the queue.
    async fn end(mut self, hurry: impl Future<Output = ()>) -> u64 {
        let grace = self.config.grace;
        self.sources.accepting.store(false, Ordering::Relaxed);
        info!(
            grace_seconds = grace.as_secs(),
            connections = self.inbound.slots.open(),
            "stopping: open transactions may end"
        );
        self.to(Shutdown::Draining);
        let drained = tokio::select! {
            () = drain(&mut self.serving) => true,
            () = tokio::time::sleep(grace) => false,
            () = hurry => false,
        };
        if !drained {
            info!(connections = self.inbound.slots.open(), "the grace is over: what is open is closed");
            self.to(Shutdown::Now);
            if tokio::time::timeout(GOODBYE, drain(&mut self.serving)).await.is_err() {
                // No 250 was said for what is cut off here, so nothing is lost: whoever sent it will send it again.
                warn!(
                    connections = self.inbound.slots.open(),
                    "these clients do not read their goodbye, and are left"
                );
                self.serving.shutdown().await;
            }
        }
        self.worker_stop.send_replace(true);
        if tokio::time::timeout(grace.max(GOODBYE), drain(&mut self.worker)).await.is_err() {
            info!(
                "the grace is over: deliveries under way are cut short, and what came of them so far is kept"
            );
            self.delivery.halt();
            if tokio::time::timeout(GOODBYE, drain(&mut self.worker)).await.is_err() {
                // They hang on a disk. Nothing is lost: the queue has the messages, and the next run tries again.
                warn!("some deliveries do not end, and are left");
                self.worker.shutdown().await;
            }
        }
        // Before the queue is closed: from then on another run may make its own socket.
        self.control.shutdown().await;
        self.metrics.shutdown().await;
        drop(self.local_mail);
        self.inbound.queue.close().await;
        self.journal.finish(JOURNAL_WAIT);
        // With the handles go the files of the queue, which takes some syncs, and then the lock.
        self.inbound.queue.len()
    }

    fn to(&self, shutdown: Shutdown) {
        self.local_mail.to(shutdown);
        for handle in self.listeners.iter().map(|running| &running.shutdown).chain(&self.leaving) {
            handle.to(shutdown);
        }
    }

    /// Starts listeners that are bound.
    fn serve(&mut self, bound: Vec<(config::Listener, Listener)>) {
        for (listener, socket) in bound {
            let (sender, settings) =
                watch::channel(Arc::new(settings(&self.config, &listener, self.certificates.tls(&listener))));
            let (shutdown, stopped) = shutdown_channel();
            let address = socket.address();
            info!(%address, "listening");
            self.serving.spawn(socket.serve(self.inbound.clone(), settings, stopped));
            self.listeners.push(Running { listener, address, settings: sender, shutdown });
        }
    }
}

/// Whoever looks after the certificates that come by themselves.
fn keeper(
    config: &Config,
    resolver: &System,
    certificates: &CertificateStore,
    wishes: Wishes,
) -> Keeper<Acme> {
    let folder = Folder::of(&config.data);
    let acme = Acme::new(folder.clone(), Arc::new(resolver.clone()));
    let certificates = certificates.clone();
    Keeper::new(acme, folder, wishes, Arc::new(now_seconds), Box::new(move || certificates.refresh()))
}

/// Makes the data folder, for nobody but this user.
///
/// # Errors
///
/// The system does not let us.
pub fn make_data(folder: &Path) -> Result<(), StartError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder.create(folder).map_err(|error| StartError::Data { folder: folder.to_owned(), error })
}

/// Says what the queue has found on the disk.
fn tell_recovery(recovery: &Recovery) {
    let Recovery { messages, segments, torn_octets, damaged_octets, orphans, quarantined } = recovery;
    info!(messages, segments, orphans, "the queue is open");
    if *torn_octets > 0 {
        warn!(
            torn_octets,
            "the last run was cut off in the middle of a write: nothing of that was acknowledged"
        );
    }
    if *damaged_octets > 0 {
        error!(
            damaged_octets,
            "the disk has lost mail that was acknowledged; what is left of it is in quarantine"
        );
    }
    for file in quarantined {
        warn!(file = %file.display(), "kept in quarantine");
    }
}

async fn drain(tasks: &mut JoinSet<()>) {
    while tasks.join_next().await.is_some() {}
}
