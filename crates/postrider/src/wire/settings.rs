//! What each part of the server is set to by the configuration.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use postrider_dns::{HostsFile, System};
use postrider_inbound::{Settings, Submission, Tls};
use postrider_outbound::{DeliveryOptions, Local, Signing, UNKNOWN_WAIT};
use postrider_policy::Policy;
use postrider_proto::mail::{Domain, Mailbox};
use postrider_proto::server::Options;
use postrider_queue::schedule::retry::Retry;
use tracing::warn;

use crate::acme::Work;
use crate::config::{self, CertificateSource, Config, ListenerKind, TlsBegins};
use crate::dkim;
use crate::logins::mechanisms;

/// Whom the reader of a report can ask (RFC 5321 §4.5.1: every domain has a postmaster).
pub fn postmaster(config: &Config) -> Mailbox {
    let domain = config.directory.domains().next().expect("a directory has a domain");
    Mailbox::new("postmaster", domain.clone()).expect("postmaster is a local part")
}

/// What becomes of mail for each domain.
pub fn local(config: &Config) -> impl Iterator<Item = (Domain, Local)> {
    config.directory.domains().map(|domain| {
        let discard = config.discarded.contains(domain);
        (domain.clone(), if discard { Local::Discard } else { Local::Maildir })
    })
}

/// What the sessions of a listener are set to.
pub fn settings(config: &Config, listener: &config::Listener, tls: Option<Tls>) -> Settings {
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

/// The longest that anything waits between two attempts.
pub fn longest_wait(config: &Config) -> Duration {
    let retries = config.routes.iter().filter_map(|route| route.retry.as_ref()).map(Retry::longest);
    retries
        .max()
        .unwrap_or_default()
        .max(UNKNOWN_WAIT)
        .max(config.queue.retry.longest())
        .max(config.way_out.classes.longest())
}

/// The way out, which knows the addresses that mail comes in at.
pub fn way_out(config: &Config) -> DeliveryOptions {
    let mut options = config.way_out.clone();
    options.own.addresses.extend(config.listeners.iter().map(|listener| listener.address.ip()));
    options.copies_at_once = options.copies_at_once.min(config.deliveries);
    options
}

/// What an authority is asked for, if any is.
pub fn acme_work(config: &Config) -> Option<Arc<Work>> {
    let wanted = config.certificates.iter().filter_map(|source| match source {
        CertificateSource::Acme(wanted) => Some(wanted.clone()),
        CertificateSource::File { .. } | CertificateSource::SelfSigned => None,
    });
    Some(Arc::new(Work { options: config.acme.clone()?, wanted: wanted.collect() }))
}

/// With what mail is signed.
pub fn signing(config: &Config) -> Signing {
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
