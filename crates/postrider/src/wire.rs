//! The running server, put together from its configuration.
//!
//! ```text
//!   Config --start--> queue, worker, listeners --reload(Config)--> the same, with other settings
//!                                     |
//!                                    stop --> listeners drain, the worker ends, the queue closes
//! ```

use std::fs::DirBuilder;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use postrider_certificate::SelfSignedError;
use postrider_directory::{Directory, Resolution};
use postrider_dns::{HostsFile, System};
use postrider_inbound::{
    BindError, CallOut, CallOuts, Clock, Inbound, Listener, Settings, Shutdown, ShutdownHandle, Slots,
    Submission, Tls, shutdown_channel,
};
use postrider_login::Logins;
use postrider_outbound::local::maildir::{MaildirError, Maildirs};
use postrider_outbound::report::Reporter;
use postrider_outbound::{
    Asker, Clock as _, DeadMail, Delivery, DeliveryOptions, Local, Resolve, Routes, Signing, SystemClock,
    Takes, UNKNOWN_WAIT, Worker,
};
use postrider_policy::{CallOutAnswer, Policy};
use postrider_proto::mail::{Domain, Mailbox};
use postrider_proto::server::Options;
use postrider_queue::schedule::retry::Retry;
use postrider_queue::{OpenError, Queue, RealDisk, Recovery};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{error, info, warn};

use crate::account_servers;
use crate::acme::{Acme, Folder, Keeper, Wishes, Work};
use crate::config::{self, CertificateSource, Config, ListenerKind, TlsBegins, now_seconds};
use crate::control;
use crate::control::server::{Control, Parts};
use crate::dkim;
use crate::http::HttpServer;
use crate::local_mail::LocalMail;
use crate::logins::{AccountCheck, mechanisms};
use crate::metrics::{self, Sources};
use crate::tls::CertificateStore;

/// How long sessions have to say 421 when the grace is over, and deliveries to come to their end. Whoever has not by then is left.
const GOODBYE: Duration = Duration::from_secs(5);

/// The running server.
pub struct Server {
    config: Config,
    inbound: Inbound,
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

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be made.
    #[error("the data folder {} cannot be made: {error}. Make it, or name another with --data", .folder.display())]
    Data {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// The queue cannot be opened.
    #[error("{0}")]
    Queue(#[from] OpenError),
    /// The folder of the Maildirs cannot be used.
    #[error("{0}")]
    Maildirs(#[from] MaildirError),
    /// An address cannot be listened on.
    #[error("{0}")]
    Bind(#[from] BindError),
    /// The self-signed certificate cannot be had.
    #[error("{0}")]
    Certificate(#[from] SelfSignedError),
    /// The control socket cannot be made.
    #[error("the control socket {} cannot be made: {error}", .path.display())]
    Control {
        /// Where.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// Mail from this machine cannot be taken.
    #[error("the folder {} cannot be used for mail from this machine: {error}", .folder.display())]
    LocalMail {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        #[source]
        error: io::Error,
    },
    /// Nobody could log in.
    #[error("{0}")]
    Logins(#[from] postrider_login::OpenError),
    /// The address of the metrics cannot be listened on.
    #[error(
        "the metrics cannot be served at {address}: {error}. Choose another address at [metrics], or leave it out"
    )]
    Metrics {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// The system gives no random octets.
    #[error("the system has no random numbers: {0}")]
    Random(getrandom::Error),
    /// The opening of the queue broke off; a fault of ours.
    #[error("the queue could not be opened: {0}")]
    Panic(#[from] tokio::task::JoinError),
}

/// Why a new configuration is not taken on.
#[derive(Debug, thiserror::Error)]
pub enum ReloadError {
    /// A new address takes in one that this server listens on, or is taken in by it: the old listener cannot be closed
    /// before it is known that the new one can be had.
    #[error(
        "{new} cannot be listened on while this server listens on {old}: restart it to change the one into the other"
    )]
    Held {
        /// The address in the new configuration.
        new: SocketAddr,
        /// The address in the old one.
        old: SocketAddr,
    },
    /// A new listener cannot listen.
    #[error("{0}")]
    Bind(#[from] BindError),
    /// The self-signed certificate cannot be had.
    #[error("{0}")]
    Certificate(#[from] SelfSignedError),
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
        let inbound = Inbound {
            queue: queue.clone(),
            slots: Arc::new(Slots::default()),
            sessions,
            allowances: Arc::default(),
            call_outs: CallOuts::new(AlongRoutes(delivery.asker())),
            login_check: Some(Arc::new(AccountCheck(logins.clone()))),
            clock: Clock::default(),
            counters: Arc::default(),
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
            logins,
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
    /// same; what is still not is cut short, what came of it so far is kept, and the queue is closed.
    pub async fn stop(mut self, hurry: impl Future<Output = ()>) {
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
        info!(messages = self.inbound.queue.len(), "stopped; what is in the queue stays there");
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

/// Asks about a recipient of others where its mail would be brought: here the way in and the way out meet.
struct AlongRoutes(Asker<SystemClock>);

impl CallOut for AlongRoutes {
    fn ask<'a>(&'a self, recipient: &'a Mailbox) -> Pin<Box<dyn Future<Output = CallOutAnswer> + Send + 'a>> {
        Box::pin(async {
            match self.0.ask(recipient).await {
                Takes::Yes => CallOutAnswer::Yes,
                Takes::No { said } => CallOutAnswer::No { said },
                Takes::Unknown { why } => CallOutAnswer::Unknown { why },
            }
        })
    }
}

/// Who lives here, for reports to them: as the configuration says that was read last.
#[derive(Clone)]
struct Residents(Arc<RwLock<Arc<Directory>>>);

impl Residents {
    fn new(directory: Arc<Directory>) -> Self {
        Self(Arc::new(RwLock::new(directory)))
    }

    fn set(&self, directory: Arc<Directory>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = directory;
    }

    /// The mailboxes behind an address of ours; an address of others as it is.
    fn resolve(&self) -> Resolve {
        let residents = Arc::clone(&self.0);
        Arc::new(move |address| {
            let directory = residents.read().unwrap_or_else(PoisonError::into_inner);
            match directory.resolve(address) {
                Resolution::NotLocal => vec![address.clone()],
                Resolution::UnknownUser => Vec::new(),
                Resolution::Mailboxes(mailboxes) => mailboxes,
            }
        })
    }
}

/// Whom the reader of a report can ask (RFC 5321 §4.5.1: every domain has a postmaster).
fn postmaster(config: &Config) -> Mailbox {
    let domain = config.directory.domains().next().expect("a directory has a domain");
    Mailbox::new("postmaster", domain.clone()).expect("postmaster is a local part")
}

/// What becomes of mail for each domain.
fn local(config: &Config) -> impl Iterator<Item = (Domain, Local)> {
    config.directory.domains().map(|domain| {
        let discard = config.discarded.contains(domain);
        (domain.clone(), if discard { Local::Discard } else { Local::Maildir })
    })
}

/// What the sessions of a listener are set to.
fn settings(config: &Config, listener: &config::Listener, tls: Option<Tls>) -> Settings {
    let session = Options {
        hostname: config.hostname.clone(),
        limits: config.limits.clone(),
        irregular_lines: listener.irregular_lines,
        dsn: listener.dsn,
        starttls: listener.tls.begins == TlsBegins::Starttls,
        tls_required: listener.tls.required,
        auth: if listener.auth.offered {
            mechanisms(listener.auth.without_tls, listener.auth.needs_proof)
        } else {
            Vec::new()
        },
        auth_needs_proof: listener.auth.needs_proof,
        auth_required: listener.kind == ListenerKind::Submission,
        ..Options::default()
    };
    Settings {
        session: Arc::new(session),
        policy: Arc::new(Policy::new(config.policy.clone(), Arc::clone(&config.directory))),
        slots: config.slots,
        proxies: Arc::new(listener.proxies.clone()),
        tls,
        submission: Submission {
            complete: listener.kind == ListenerKind::Submission,
            hide_client: listener.hide_client,
        },
        allowance: config.allowance,
    }
}

/// Listens on all of them, or on none.
fn bind(listeners: &[config::Listener]) -> Result<Vec<(config::Listener, Listener)>, BindError> {
    listeners.iter().map(|listener| Ok((listener.clone(), Listener::bind(listener.address)?))).collect()
}

/// Listens for whoever wants to know the metrics, if anybody shall.
async fn bind_metrics(address: Option<SocketAddr>) -> Result<Option<HttpServer>, StartError> {
    let Some(address) = address else { return Ok(None) };
    let failed = |error| StartError::Metrics { address, error };
    HttpServer::bind(address).await.map(Some).map_err(failed)
}

/// The same, while the listeners that are to go are still there.
fn bind_beside(
    gone: &[Running],
    added: &[config::Listener],
) -> Result<Vec<(config::Listener, Listener)>, ReloadError> {
    for listener in added {
        if let Some(running) = gone.iter().find(|running| listener.overlaps(running.address)) {
            return Err(ReloadError::Held { new: listener.address, old: running.address });
        }
    }
    Ok(bind(added)?)
}

/// The longest that anything waits between two attempts.
fn longest_wait(config: &Config) -> Duration {
    let retries = config.routes.iter().filter_map(|route| route.retry.as_ref()).map(Retry::longest);
    retries
        .max()
        .unwrap_or_default()
        .max(UNKNOWN_WAIT)
        .max(config.queue.retry.longest())
        .max(config.way_out.classes.longest())
}

/// The way out, which knows the addresses that mail comes in at.
fn way_out(config: &Config) -> DeliveryOptions {
    let mut options = config.way_out.clone();
    options.own.addresses.extend(config.listeners.iter().map(|listener| listener.address.ip()));
    options.copies_at_once = options.copies_at_once.min(config.deliveries);
    options
}

/// What an authority is asked for, if any is.
fn acme_work(config: &Config) -> Option<Arc<Work>> {
    let wanted = config.certificates.iter().filter_map(|source| match source {
        CertificateSource::Acme(wanted) => Some(wanted.clone()),
        CertificateSource::File { .. } | CertificateSource::SelfSigned => None,
    });
    Some(Arc::new(Work { options: config.acme.clone()?, wanted: wanted.collect() }))
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

/// With what mail is signed.
fn signing(config: &Config) -> Signing {
    let good_for = Some(config.signing_good_for).filter(|good_for| !good_for.is_zero());
    Signing { keyring: Arc::new(dkim::FolderKeyring::new(dkim::Folder::of(&config.data))), good_for }
}

/// Whoever knows MX records and addresses.
#[must_use]
pub fn resolver(config: &Config) -> System {
    if let Some(servers) = &config.dns {
        let written = HostsFile::read(Path::new("/etc/hosts")).unwrap_or_default();
        return System::with(servers.clone(), written);
    }
    System::from_resolv_conf().unwrap_or_else(|error| {
        // It is where resolvers of the C library look then (resolv.conf(5)).
        let server = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 53);
        warn!(%error, %server, "no resolver is known, so the one of this machine is asked: write dns.servers if there is another");
        System::new(vec![server])
    })
}

/// What the way out stays set to while the server runs. Its name is that of the server.
fn kept_way_out(old: &Config, new: &Config) -> DeliveryOptions {
    DeliveryOptions { hostname: new.way_out.hostname.clone(), ..old.way_out.clone() }
}

/// What differs and cannot be changed while the server runs, in the words of the configuration.
fn needs_restart(old: &Config, new: &Config) -> Vec<&'static str> {
    let queue = |config: &Config| {
        let options = &config.queue;
        let sizes = (options.free_floor_octets, options.segment_octets, options.large_body_octets);
        (sizes, options.attempts_per_lane, options.retry.clone())
    };
    let known = way_out(old).own.addresses;
    let has_new_address = way_out(new).own.addresses.iter().any(|address| !known.contains(address));
    let changed = [
        ("data", old.data != new.data),
        ("[queue]", queue(old) != queue(new)),
        ("sendmail.folder", old.local_mail != new.local_mail),
        ("delivery.maildirs", old.maildirs != new.maildirs),
        ("delivery.at_once", old.deliveries != new.deliveries),
        (
            "[delivery]",
            DeliveryOptions { classes: new.way_out.classes.clone(), ..kept_way_out(old, new) } != new.way_out,
        ),
        ("[[retry]]", old.way_out.classes != new.way_out.classes),
        ("hostname, on the way out", old.way_out.hostname != new.way_out.hostname),
        ("a new address, as one of ours in MX records", has_new_address),
        ("route.retry_seconds, as they are longer than any before", longest_wait(new) > longest_wait(old)),
        ("dkim.expire_seconds", old.signing_good_for != new.signing_good_for),
        ("[dns]", old.dns != new.dns),
        ("[accounts]", old.accounts != new.accounts),
        ("[[dovecot]] or [[ldap]]", old.account_servers != new.account_servers),
        ("[[oauth]]", old.oauth != new.oauth),
        ("[metrics]", old.metrics != new.metrics),
        ("log.format", old.log.format != new.log.format),
    ];
    changed.into_iter().filter(|(_, changed)| *changed).map(|(what, _)| what).collect()
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
