//! Where a message goes: from a route to the addresses of hosts.

use std::net::SocketAddr;
use std::sync::Arc;

use postrider_dns::{Host, Hosts, NoHost, Resolver, host, hosts};
use postrider_proto::client::{self, Protocol};
use postrider_proto::mail::Domain;
use postrider_proto::reply::Enhanced;

use crate::fate::{End, Fate};
use crate::judge::Hop;
use crate::options::DeliveryOptions;
use crate::remote::{Candidate, Way};
use crate::route::{HostPort, LmtpTarget, Next, RouteSpec};
use crate::smtp::{Options, Target};
use crate::tls::{Contexts, Policy, Roots, Wanted};

/// Finds the hosts of routes. A clone is the same.
#[derive(Clone)]
pub(crate) struct Ways {
    resolver: Arc<dyn Resolver>,
    options: Arc<DeliveryOptions>,
    contexts: Contexts,
}

impl Ways {
    pub(crate) fn new(resolver: Arc<dyn Resolver>, options: Arc<DeliveryOptions>) -> Self {
        Self { resolver, options, contexts: Contexts::new() }
    }

    /// Where mail for this domain goes on this route. It is spread over hosts of one preference: `seed` says which comes first.
    pub(crate) async fn find(&self, spec: &RouteSpec, domain: &Domain, seed: u64) -> Result<Way, Box<Fate>> {
        let (hop, candidates, site) = match &spec.next {
            // `Routes::route` gives no way to another server for the last two.
            Next::Mx | Next::Maildir | Next::Discard => {
                let (candidates, site) = self.by_mx(spec, domain, seed).await?;
                (Hop::Found, candidates, site)
            }
            Next::Hosts(named) => (Hop::Chosen, self.any_of(spec, named).await?, spec.next.to_string()),
            Next::Lmtp(LmtpTarget::Tcp(named)) => {
                (Hop::Chosen, self.at(spec, named, Protocol::Lmtp).await?, spec.next.to_string())
            }
            Next::Lmtp(LmtpTarget::Unix(path)) => {
                let options = Options { tls: None, ..self.client(spec, Protocol::Lmtp) };
                let candidate = Candidate { name: None, target: Target::Unix(path.clone()), options };
                (Hop::Chosen, vec![candidate], spec.next.to_string())
            }
        };
        let site = format!("{site}{}", manner(spec));
        Ok(Way { hop, candidates, site, messages_per_connection: self.options.messages_per_connection })
    }

    /// The hosts that DNS has for a domain (RFC 5321 §5.1).
    async fn by_mx(
        &self,
        spec: &RouteSpec,
        domain: &Domain,
        seed: u64,
    ) -> Result<(Vec<Candidate>, String), Box<Fate>> {
        let mut own = self.options.own.clone();
        let names = [Some(&self.options.hostname), spec.hello_name.as_ref()];
        own.names.extend(names.into_iter().flatten().filter_map(Domain::to_ascii));
        let Hosts { hosts, .. } =
            hosts(&*self.resolver, domain, &own, seed).await.map_err(|why| no_host(&why))?;
        let site = site_of_hosts(&hosts, domain);
        let port = self.options.mx_port;
        // Whom the DNS names is shown no password.
        let options = Options { login: None, ..self.client(spec, Protocol::Smtp) };
        let candidates = hosts.into_iter().flat_map(|host| candidates(spec, host, port, options.clone()));
        Ok((candidates.collect(), site))
    }

    /// Hosts that our operator has named, as far as they are found.
    async fn any_of(&self, spec: &RouteSpec, named: &[HostPort]) -> Result<Vec<Candidate>, Box<Fate>> {
        let (mut candidates, mut missing) = (Vec::new(), None);
        for host in named {
            match self.at(spec, host, Protocol::Smtp).await {
                Ok(found) => candidates.extend(found),
                Err(fate) => missing = Some(fate),
            }
        }
        match missing {
            Some(fate) if candidates.is_empty() => Err(fate),
            _ => Ok(candidates),
        }
    }

    /// The addresses of a host that our operator has named.
    async fn at(
        &self,
        spec: &RouteSpec,
        named: &HostPort,
        protocol: Protocol,
    ) -> Result<Vec<Candidate>, Box<Fate>> {
        let found = host(&*self.resolver, &named.host).await.map_err(|why| {
            // Whoever wrote the name has to mend it: no sender can.
            let status = Enhanced::new(4, why.enhanced().subject, why.enhanced().detail);
            Box::new(Fate { ours: true, slows: true, ..Fate::here(End::Deferred, status, why.to_string()) })
        })?;
        let mut options = self.client(spec, protocol);
        if named.tls_at_once {
            let tls = options.tls.unwrap_or_else(|| self.wanted(spec, Policy::Required));
            options.tls = Some(Wanted { at_once: true, ..tls });
        }
        Ok(candidates(spec, found, named.port, options).collect())
    }

    /// What a connection on this route is set to.
    fn client(&self, spec: &RouteSpec, protocol: Protocol) -> Options {
        let hello_name = spec.hello_name.clone().unwrap_or_else(|| self.options.hostname.clone());
        let session =
            client::Options { protocol, eight_bit: spec.eight_bit, ..client::Options::new(hello_name) };
        let tls = spec.tls.map(|policy| self.wanted(spec, policy));
        Options { tls, login: spec.login.clone(), ..Options::new(session) }
    }

    /// TLS for a host whose name is not known yet.
    fn wanted(&self, spec: &RouteSpec, policy: Policy) -> Wanted {
        let (roots, contexts) = (spec.roots.clone(), self.contexts.clone());
        let certificate = spec.certificate.clone();
        Wanted { policy, at_once: false, host: None, roots, certificate, contexts }
    }
}

/// The addresses of a host.
fn candidates(
    spec: &RouteSpec,
    host: Host,
    port: u16,
    options: Options,
) -> impl Iterator<Item = Candidate> + use<> {
    let Host { name, addresses, .. } = host;
    let source = spec.source;
    let proven = spec.certificate_name.clone().or_else(|| name.clone());
    let tls = options.tls.map(|tls| Wanted { host: proven, ..tls });
    let options = Options { tls, ..options };
    addresses.into_iter().map(move |address| Candidate {
        name: name.clone(),
        target: Target::Tcp(SocketAddr::new(address, port)),
        options: Options { source: source.towards(address), ..options.clone() },
    })
}

/// The site that a route leads to, where the route itself says it: the hosts that it names.
pub(crate) fn site_of_route(spec: &RouteSpec) -> Option<String> {
    match &spec.next {
        Next::Mx | Next::Maildir | Next::Discard => None,
        next => Some(format!("{next}{}", manner(spec))),
    }
}

/// What a route wants of its hosts beyond what all routes do, in the words of the configuration. A host that has no TLS which is good enough for one
/// route, or does not know the user of another, is well for the rest: so these are other sites.
fn manner(spec: &RouteSpec) -> String {
    let on_this_machine = matches!(spec.next, Next::Lmtp(LmtpTarget::Unix(_)));
    let tls = match spec.tls {
        None if on_this_machine => None,
        None => Some("tls none".to_owned()),
        Some(Policy::Opportunistic) => None,
        Some(policy) => Some(format!("tls {policy}")),
    };
    let name = spec.certificate_name.as_ref().map(|name| format!("certificate_name {name}"));
    let ca = (spec.roots != Roots::System).then(|| "ca".to_owned());
    let certificate = spec.certificate.as_ref().map(|_| "certificate".to_owned());
    let user = spec.login.as_ref().and_then(|login| login.user.as_ref()).map(|user| format!("user {user}"));
    let auth = spec.login.as_ref().and_then(|login| login.mechanism).map(|auth| format!("auth {auth}"));
    let wants: Vec<String> = [tls, name, ca, certificate, user, auth].into_iter().flatten().collect();
    if wants.is_empty() { String::new() } else { format!(" ({})", wants.join(", ")) }
}

/// The site that these hosts are. Of those that are equally good, it is always the same one that names it.
fn site_of_hosts(hosts: &[Host], domain: &Domain) -> String {
    let best = hosts.iter().map(|host| host.preference).min();
    let names =
        hosts.iter().filter(|host| Some(host.preference) == best).filter_map(|host| host.name.as_deref());
    names.min().map_or_else(|| domain.to_string(), |name| postrider_reference::site(name).into_owned())
}

/// DNS has nobody for a domain.
fn no_host(why: &NoHost) -> Box<Fate> {
    let end = if why.is_temporary() { End::Deferred } else { End::Failed };
    let said = why.code().map_or_else(String::new, |code| format!("{code} "));
    let fate = Fate::here(end, why.enhanced(), format!("{said}{why}"));
    Box::new(Fate { slows: why.is_temporary(), ..fate })
}
