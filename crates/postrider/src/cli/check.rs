//! `postrider check`: says everything that is wrong with a configuration, or what it means.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use postrider_directory::{Census, RelayCensus};
use postrider_inbound::Proxies;
use postrider_login::{AccountFile, Accounts, DovecotOptions, LdapOptions, Place, Terms};
use rustix::io::Errno;
use rustix::net::{self, AddressFamily, SocketAddrUnix, SocketFlags, SocketType};

use crate::config::{AccountServer, CertificateSource, Config, Listener, Source, TlsBegins, date};

/// Says everything that is wrong with a configuration, or what it means.
///
/// It warns of what is seldom meant, and of secrets that others may read. `postrider serve` does the same before it starts, and starts with no configuration that has a mistake. Exit code: 0 if there is
/// none, 1 if there is one, 2 if the arguments cannot be used.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration, as with --config.
    #[arg(value_name = "FILE", conflicts_with = "config")]
    file: Option<PathBuf>,
    #[command(flatten)]
    source: Source,
}

/// The file that `postrider init` writes if no other is named.
const WRITTEN_BY_INIT: &str = "postrider.toml";

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    match args.source.with_file(args.file.as_deref()).load() {
        Ok(config) => {
            if let Some(warnings) = &config.warnings {
                let _ = write!(io::stderr(), "{warnings}");
            }
            let accounts = match AccountFile::at(&config.accounts.file).read() {
                Ok(accounts) => accounts,
                // The server would not start with it either.
                Err(error) => {
                    let _ = writeln!(io::stderr(), "error: {}", error.in_lines());
                    return ExitCode::FAILURE;
                }
            };
            let _ = io::stdout().write_all(summary(&config, &accounts).as_bytes());
            if config.file.is_none() && Path::new(WRITTEN_BY_INIT).exists() {
                let _ = writeln!(
                    io::stderr(),
                    "There is a {WRITTEN_BY_INIT} here, which was not looked at: `postrider check {WRITTEN_BY_INIT}` does that."
                );
            }
            ExitCode::SUCCESS
        }
        Err(mistakes) => {
            let _ = write!(io::stderr(), "{mistakes}");
            ExitCode::FAILURE
        }
    }
}

/// What a configuration means, in a few lines.
fn summary(config: &Config, accounts: &Accounts) -> String {
    let mut text = match &config.file {
        Some(file) => format!("{} is fine: postrider would\n", file.display()),
        None => "Without a configuration postrider would\n".to_owned(),
    };
    let mut row = |what: &str, value: &str| {
        let _ = writeln!(text, "  {what:<13}{value}");
    };
    let listeners: Vec<String> = config.listeners.iter().map(listens).collect();
    row("listen on", &listeners.join(", "));
    for (i, believed) in config.listeners.iter().flat_map(proxies).enumerate() {
        row(if i == 0 { "believe" } else { "" }, &believed);
    }
    row("greet as", &config.hostname);
    for (i, source) in config.certificates.iter().enumerate() {
        row(if i == 0 { "certify" } else { "" }, &certificate(config, source));
    }
    for (i, census) in config.directory.census().enumerate() {
        let what = if i == 0 { "take mail" } else { "" };
        let discarded = if config.discarded.contains(census.domain) { ", and discard it" } else { "" };
        row(what, &format!("for {}: {}{discarded}", census.domain, names(&census)));
    }
    for (i, trusted) in config.policy.trusted.iter().enumerate() {
        let what = if i == 0 { "relay" } else { "" };
        row(what, &format!("from {} to anybody", trusted.network));
    }
    for (i, census) in config.policy.relay.census().enumerate() {
        let what = if i == 0 && config.policy.trusted.is_empty() { "relay" } else { "" };
        row(what, &format!("for {}: {}", census.domain, relayed(&census)));
    }
    for (i, route) in config.routes.iter().enumerate() {
        let what = if i == 0 { "route" } else { "" };
        row(what, &format!("{} to {}", route.domain, route.next));
    }
    for (i, told) in logins(config, accounts).enumerate() {
        row(if i == 0 { "log in" } else { "" }, &told);
    }
    for (i, oauth) in config.oauth.iter().enumerate() {
        row(if i == 0 { "take tokens" } else { "" }, &format!("by {}", oauth.teller));
    }
    row("deliver to", &config.maildirs.display().to_string());
    row("keep data in", &config.data.display().to_string());
    text
}

/// Where a listener is, and how clients encrypt there, in words.
fn listens(listener: &Listener) -> String {
    let required = if listener.tls.required { ", required" } else { "" };
    match listener.tls.begins {
        TlsBegins::Never => listener.address.to_string(),
        TlsBegins::Starttls => format!("{} (STARTTLS{required})", listener.address),
        TlsBegins::AtOnce => format!("{} (TLS)", listener.address),
    }
}

/// Whom a certificate is for, in words.
fn certificate(config: &Config, source: &CertificateSource) -> String {
    match source {
        CertificateSource::SelfSigned => "itself, with a certificate of its own making".to_owned(),
        CertificateSource::Acme(wanted) => {
            let directory = config.acme.as_ref().map_or("", |acme| acme.directory.as_str());
            format!("{}, by {directory}", wanted.names.join(", "))
        }
        CertificateSource::File { file, certificate } => {
            let description = certificate.description();
            format!("{} until {}, with {}", description.names(), date(description.not_after), file.display())
        }
    }
}

/// Whom clients log in as, in words; nothing where none can, and nobody else knows accounts.
fn logins(config: &Config, accounts: &Accounts) -> impl Iterator<Item = String> {
    let offered = config.listeners.iter().any(|listener| listener.auth.offered);
    let number = accounts.iter().count();
    let file = (offered || number > 0).then(|| {
        let path = config.accounts.file.display();
        match number {
            0 => format!("nobody of {path} yet: `postrider account add NAME` adds somebody"),
            number => format!("{} of {path}", count(number, "account", "accounts")),
        }
    });
    let servers = config.account_servers.iter().map(|server| match server {
        AccountServer::Dovecot(DovecotOptions { place, terms, .. }) => {
            format!("{} that Dovecot at {place} knows{}", whom(terms), missing(place))
        }
        AccountServer::Ldap(options) => {
            let LdapOptions { url, terms, .. } = &**options;
            format!("{} that the directory {url} knows{}", whom(terms), missing(&url.place))
        }
    });
    file.into_iter().chain(servers)
}

/// About whom another server is asked, in words.
fn whom(terms: &Terms) -> String {
    let names: Vec<String> = terms.names.iter().map(ToString::to_string).collect();
    if names.is_empty() { "everybody".to_owned() } else { names.join(", ") }
}

/// What is wrong with a socket of this machine now, in words. A host is not looked for: it may as well be up by then.
fn missing(place: &Place) -> String {
    let Place::Socket(path) = place else { return String::new() };
    match connect(path) {
        Ok(()) => String::new(),
        Err(Errno::AGAIN) => " (it cannot be reached now: as many wait for it as it lets wait)".to_owned(),
        Err(error) => format!(" (it cannot be reached now: {})", io::Error::from(error)),
    }
}

/// Connects to a socket, and does not wait until somebody takes the connection: whoever listens there may be at a standstill.
fn connect(path: &Path) -> Result<(), Errno> {
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let socket = net::socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    net::connect(&socket, &SocketAddrUnix::new(path)?)
}

/// Whose word a listener takes for who a client is, in words.
fn proxies(listener: &Listener) -> impl Iterator<Item = String> {
    let Proxies { header, xclient } = &listener.proxies;
    let header = header.iter().map(|network| ("a PROXY header", network));
    let xclient = xclient.iter().map(|network| ("XCLIENT", network));
    header.chain(xclient).map(|(what, network)| format!("{what} from {network} at {}", listener.address))
}

/// Who lives at a relay domain, in words.
fn relayed(census: &RelayCensus<'_>) -> String {
    match census.recipients {
        None => "whomever its own server knows".to_owned(),
        Some(recipients) => count(recipients, "recipient", "recipients"),
    }
}

/// Which names a domain has, in words.
fn names(census: &Census<'_>) -> String {
    let mut names = vec![match census.mailboxes {
        None => "any mailbox".to_owned(),
        Some(mailboxes) => count(mailboxes, "mailbox", "mailboxes"),
    }];
    if census.aliases > 0 {
        names.push(count(census.aliases, "alias", "aliases"));
    }
    if census.catch_all {
        names.push("a catch-all".to_owned());
    }
    names.join(", ")
}

fn count(number: usize, one: &str, several: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{number} {several}"),
    }
}
