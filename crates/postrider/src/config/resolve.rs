//! The configuration as it is meant.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use postrider_directory::Directory;
use postrider_dns::Servers;
use postrider_inbound::{Allowance, SlotLimits};
use postrider_login::OauthOptions;
use postrider_outbound::DeliveryOptions;
use postrider_outbound::route::RouteSpec;
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use postrider_proto::wire::limits::Limits;
use tracing::level_filters::LevelFilter;

use crate::acme;
use crate::config::account_servers::AccountServer;
use crate::config::domains::{self, Domains, Lines};
use crate::config::folder;
use crate::config::listener::Listener;
use crate::config::open_files::open_data;
use crate::config::problem::{Problem, Warnings};
use crate::config::raw::Raw;
use crate::config::source::{self, NoAddress};
use crate::config::tls::CertificateSource;
use crate::config::{self, accounts, relay, route};
use crate::journal;
use crate::log::{self, Format};

/// What the server is set to.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file it was read from; none where there is no configuration.
    pub file: Option<PathBuf>,
    /// The name of this server, in the greeting and in traces.
    pub hostname: String,
    /// Where everything is kept that is not the configuration.
    pub data: PathBuf,
    /// Where it listens.
    pub listeners: Vec<Listener>,
    /// The certificates, in the order of the file.
    pub certificates: Vec<CertificateSource>,
    /// The authority that certificates come from by themselves; none where none does.
    pub acme: Option<acme::Options>,
    /// How much of everything a session takes.
    pub limits: Limits,
    /// How many connections may be open.
    pub slots: SlotLimits,
    /// How the queue is set; its folder is in `data`.
    pub queue: postrider_queue::Options,
    /// Who lives here.
    pub directory: Arc<Directory>,
    /// The domains whose mail is thrown away, in A-labels.
    pub discarded: HashSet<Domain>,
    /// What the policy knows of the file.
    pub policy: postrider_policy::Options,
    /// Where mail goes next; what none of these is for goes where its domain says, or to its MX.
    pub routes: Vec<RouteSpec>,
    /// What else the way out is set to.
    pub way_out: DeliveryOptions,
    /// How long a signature is good; nothing: it does not say.
    pub signing_good_for: Duration,
    /// The resolvers; none for those of the machine.
    pub dns: Option<Servers>,
    /// The folder of the Maildirs.
    pub maildirs: PathBuf,
    /// Messages being delivered at once.
    pub deliveries: usize,
    /// The folder for mail from this machine: its socket and the drop folder.
    pub local_mail: PathBuf,
    /// Who may log in.
    pub accounts: postrider_login::Options,
    /// Other servers that know accounts, in the order in which they are asked.
    pub account_servers: Vec<AccountServer>,
    /// How much each account may send that has no limits of its own.
    pub allowance: Allowance,
    /// Whose tokens are taken at a login.
    pub oauth: Vec<OauthOptions>,
    /// How long open transactions have when the server is told to stop.
    pub grace: Duration,
    /// How much is kept of sessions.
    pub journal: journal::Options,
    /// Where the metrics are served; none: nowhere.
    pub metrics: Option<SocketAddr>,
    /// How the log looks.
    pub log: LogConfig,
    /// What is no mistake, and yet is seldom meant.
    pub warnings: Option<Warnings>,
}

/// How the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogConfig {
    /// For people or for programs.
    pub format: Format,
    /// From which level on.
    pub level: LevelFilter,
}

impl Config {
    /// Where a server without a configuration listens.
    pub const ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 2525);

    /// The configuration of a server that has none: everybody at `localhost`, for this machine alone. What a file does not
    /// say is as it is here.
    #[must_use]
    pub fn without_file(data: PathBuf) -> Self {
        let Domains { directory, discarded, mut policy } = Domains::localhost();
        let queue = postrider_queue::Options::in_folder(data.join("queue"));
        let hostname = machine_name();
        policy.signing.hostname = Some(hostname.clone());
        Self {
            file: None,
            way_out: DeliveryOptions::new(hostname.clone()),
            hostname: hostname.to_string(),
            listeners: vec![Listener::new(Self::ADDRESS)],
            certificates: Vec::new(),
            acme: None,
            limits: Limits::default(),
            slots: SlotLimits { connections: 2000, connections_per_address: 50 },
            journal: config::journal::without_file(&queue),
            queue,
            directory: Arc::new(directory),
            discarded,
            policy,
            routes: Vec::new(),
            signing_good_for: SIGNING_GOOD_FOR_MAX,
            dns: None,
            maildirs: data.join("mail"),
            deliveries: 512,
            local_mail: data.clone(),
            accounts: accounts::without_file(&data),
            account_servers: Vec::new(),
            allowance: accounts::ALLOWANCE,
            oauth: Vec::new(),
            grace: Duration::from_secs(30),
            metrics: None,
            log: LogConfig { format: Format::Auto, level: LevelFilter::INFO },
            warnings: None,
            data,
        }
    }

    /// What a file means. `data` goes before the data folder of the file; `default_data` is used where neither says one.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn resolve(
        file: &Path,
        text: &str,
        data: Option<PathBuf>,
        default_data: Option<PathBuf>,
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let Ok(raw) = Raw::read(text, &mut problems) else { return Err(problems) };
        let base = file.parent().unwrap_or(Path::new(""));
        let mut resolver = Resolver { raw: &raw, base, problems, warnings: Vec::new() };
        let data = resolver.data(data, default_data);
        let mut config = Self::without_file(data);
        config.file = Some(file.to_owned());
        resolver.hostname(&mut config);
        config.certificates = resolver.certificates(&config.hostname);
        let wanted = config.certificates.iter().any(|source| matches!(source, CertificateSource::Acme(_)));
        config.acme = resolver.acme(wanted);
        resolver.listeners(&mut config);
        resolver.limits(&mut config);
        resolver.queue(&mut config);
        resolver.delivery(&mut config);
        resolver.retries(&mut config.way_out.classes, &Lines::of(text));
        resolver.sendmail(&mut config);
        resolver.accounts(&mut config.accounts);
        config.account_servers = resolver.account_servers();
        resolver.allowance(&mut config.allowance);
        config.oauth = resolver.oauth();
        resolver.log(&mut config);
        resolver.journal(&mut config.journal);
        config.journal.free_floor_octets = config.queue.free_floor_octets;
        config.metrics = resolver.metrics();
        if let Some(seconds) = resolver.number("shutdown", "grace_seconds", 0, u32::MAX.into()) {
            config.grace = Duration::from_secs(seconds);
        }
        resolver.people(&mut config, file, text);
        resolver.dkim(&mut config);
        resolver.tls_warnings(&config);
        resolver.acme_listens_alone(&config);
        resolver.nobody_logs_in(&config);
        resolver.open_secrets();
        resolver.warnings.extend(open_data(&config));
        config.warnings = Warnings::new(file, text, resolver.warnings);
        if resolver.problems.is_empty() { Ok(config) } else { Err(resolver.problems) }
    }
}

/// Takes the meaning of the sections, one by one.
pub struct Resolver<'a> {
    pub raw: &'a Raw,
    /// The folder of the file: relative paths begin here, wherever the server is started.
    pub base: &'a Path,
    pub problems: Vec<Problem>,
    pub warnings: Vec<Problem>,
}

impl Resolver<'_> {
    fn data(&mut self, given: Option<PathBuf>, default: Option<PathBuf>) -> PathBuf {
        let written = self.raw.text("", "data");
        let data = match (given, &written) {
            (Some(given), _) => given,
            (None, Some(written)) => self.base.join(written.get_ref()),
            (None, None) => default.unwrap_or_else(|| {
                self.problems.push(Problem::nowhere(
                    "there is no data folder: neither XDG_STATE_HOME nor HOME is an absolute path",
                    "write data = \"/var/lib/postrider\", or name a folder with --data",
                ));
                PathBuf::new()
            }),
        };
        let at = written.map(|written| written.span());
        self.problems.extend(folder::problem("the data folder", &data, at.as_ref()));
        data
    }

    fn hostname(&mut self, config: &mut Config) {
        let Some(written) = self.raw.text("", "hostname") else { return };
        // In A-labels: not every client has said that it knows others.
        match Domain::parse(written.get_ref(), Charset::Utf8) {
            Ok(name) => {
                let name = name.to_ascii().map_or(name, Domain::Name);
                config.hostname = name.to_string();
                config.way_out.hostname = name;
            }
            Err(why) => self.problems.push(Problem::at(
                written.span(),
                format!("{:?} is no name of a server: {why}", written.get_ref()),
                "write the name that this server has in DNS, such as mx.example.org",
            )),
        }
    }

    fn metrics(&mut self) -> Option<SocketAddr> {
        let written = self.raw.text("metrics", "listen")?;
        let help = "write an address of loopback and a port, such as 127.0.0.1:9625 or [::1]:9625; a name is not looked up";
        match source::address(written.get_ref()) {
            Ok(address) => {
                let remote = self.raw.flag("metrics", "allow_remote").unwrap_or(false);
                if !address.ip().to_canonical().is_loopback() && !remote {
                    self.problems.push(Problem::at(
                        written.span(),
                        format!("other machines reach {address}, and the metrics are for whoever asks"),
                        "write 127.0.0.1 or [::1] for the address; or allow_remote = true, if a firewall lets nobody else near",
                    ));
                }
                return Some(address);
            }
            Err(NoAddress::Port) => self.problems.push(Problem::at(
                written.span(),
                format!("the port of {:?} is above 65535", written.get_ref()),
                help,
            )),
            Err(NoAddress::Form) => self.problems.push(Problem::at(
                written.span(),
                format!("{:?} is no address to listen on", written.get_ref()),
                help,
            )),
        }
        None
    }

    /// Who lives here, who may send to others, and where mail goes next.
    fn people(&mut self, config: &mut Config, file: &Path, text: &str) {
        let (raw, problems, lines) = (self.raw, &mut self.problems, Lines::of(text));
        let domains = domains::resolve(raw, file, text, problems);
        let directory = domains.as_ref().map(|domains| &domains.directory);
        let trusted = relay::networks(raw, file, &lines, problems);
        let (relay, relayed) = relay::domains(raw, self.base, directory, problems);
        let told = (&mut *problems, &mut self.warnings);
        config.routes = route::resolve(raw, (file, self.base), &lines, directory, &relayed, told);
        let Some(Domains { directory, discarded, mut policy }) = domains else { return };
        policy.trusted = trusted;
        policy.relay = Arc::new(relay.unwrap_or_default());
        policy.routed_words = route::single_words(&config.routes).collect();
        for relay::Named { domain, at, .. } in relayed {
            let line = format!("{}:{}", file.display(), lines.line(at.start));
            policy.config_lines.insert(domain.to_string(), line);
        }
        (config.directory, config.discarded, config.policy) = (Arc::new(directory), discarded, policy);
    }

    fn delivery(&mut self, config: &mut Config) {
        let written = self.raw.text("delivery", "maildirs");
        if let Some(written) = &written {
            config.maildirs = self.base.join(written.get_ref());
        }
        // Inside of the data folder, that one has been looked at.
        if !config.maildirs.starts_with(&config.data) || config.maildirs.exists() {
            let at = written.map(|written| written.span());
            self.problems.extend(folder::problem(
                "the folder of the Maildirs",
                &config.maildirs,
                at.as_ref(),
            ));
        }
        if let Some(at_once) = self.number("delivery", "at_once", 1, AT_ONCE_MAX) {
            config.deliveries = usize::try_from(at_once).unwrap_or(config.deliveries);
        }
        self.way_out(&mut config.way_out);
        config.dns = self.dns();
    }

    fn dkim(&mut self, config: &mut Config) {
        if let Some(seconds) = self.number("dkim", "expire_seconds", 0, SIGNING_GOOD_FOR_MAX.as_secs()) {
            config.signing_good_for = Duration::from_secs(seconds);
        }
        config.policy.signing = postrider_policy::SigningOptions {
            hostname: Domain::parse(&config.hostname, Charset::Ascii).ok(),
            trusted_networks: self.raw.flag("dkim", "trusted_networks").unwrap_or(false),
        };
    }

    fn log(&mut self, config: &mut Config) {
        if let Some(format) = self.raw.text("log", "format") {
            let found = Format::ALL.into_iter().find(|(word, _)| word == format.get_ref());
            config.log.format = found.map_or(config.log.format, |(_, format)| format);
        }
        if let Some(level) = self.raw.text("log", "level") {
            let found = log::LEVELS.into_iter().find(|(word, _)| word == level.get_ref());
            config.log.level = found.map_or(config.log.level, |(_, level)| level);
        }
    }
}

/// The data folder that a file names, whatever else is wrong with it.
pub fn data_folder(file: &Path, text: &str) -> Option<PathBuf> {
    let written = Raw::read(text, &mut Vec::new()).ok()?.text("", "data")?;
    Some(file.parent().unwrap_or(Path::new("")).join(written.get_ref()))
}

/// A week: nothing waits longer in the queue of a relay, and the record of an old key stays as long.
const SIGNING_GOOD_FOR_MAX: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// More at once would only be more threads that wait for one disk.
pub const AT_ONCE_MAX: u64 = 1024;

/// The name that this machine has, as far as it can be said in a greeting.
pub fn machine_name() -> Domain {
    let system = rustix::system::uname();
    let name = system.nodename().to_str().ok().and_then(|name| Domain::parse(name, Charset::Ascii).ok());
    name.unwrap_or_else(|| Domain::Name("localhost".to_owned()))
}
