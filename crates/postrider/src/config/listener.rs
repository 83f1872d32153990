//! Where the server listens: `[[listener]]`.

use std::net::SocketAddr;

use postrider_inbound::Proxies;
use postrider_policy::Network;
use postrider_proto::server::IrregularLines;
use toml::Spanned;

use crate::config::auth::{ListenerAuth, ListenerKind};
use crate::config::networks;
use crate::config::problem::Problem;
use crate::config::raw::Table;
use crate::config::resolve::{Config, Resolver};
use crate::config::source::{self, NoAddress};
use crate::config::tls::ListenerTls;

/// Where the server listens.
#[derive(Debug, Clone)]
pub struct Listener {
    /// The address and port; port 0 is one that the system chooses.
    pub address: SocketAddr,
    /// What becomes of content with irregular lines.
    pub irregular_lines: IrregularLines,
    /// Whether DSN is offered.
    pub dsn: bool,
    /// Who may speak for others there.
    pub proxies: Proxies,
    /// How clients encrypt there.
    pub tls: ListenerTls,
    /// Whom it is for.
    pub kind: ListenerKind,
    /// Whether clients can log in there.
    pub auth: ListenerAuth,
    /// The messages of those who have logged in do not say where they are.
    pub hide_client: bool,
}

impl Listener {
    /// One with nothing special about it.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            irregular_lines: IrregularLines::default(),
            dsn: false,
            proxies: Proxies::default(),
            tls: ListenerTls::default(),
            kind: ListenerKind::default(),
            auth: ListenerAuth::default(),
            hide_client: false,
        }
    }

    /// Whether it and another at this address would want the same connections.
    #[must_use]
    pub fn overlaps(&self, other: SocketAddr) -> bool {
        let own = self.address;
        let everywhere = own.ip().is_unspecified() || other.ip().is_unspecified();
        own.port() != 0
            && own.port() == other.port()
            && own.is_ipv4() == other.is_ipv4()
            && (own.ip() == other.ip() || everywhere)
    }
}

impl Resolver<'_> {
    /// Takes what is written.
    pub fn listeners(&mut self, config: &mut Config) {
        let mut listeners: Vec<Listener> = Vec::new();
        for table in self.raw.tables("listener") {
            let Some(address) = table.text("address") else {
                if !table.wrote("address") {
                    self.problems.push(Problem::at(
                        table.at.clone(),
                        "this listener has no address",
                        "write address = \"127.0.0.1:2525\", or address = \"0.0.0.0:25\" for all of this machine",
                    ));
                }
                continue;
            };
            let irregular_lines =
                match table.text("irregular_lines").as_ref().map(|word| word.get_ref().as_str()) {
                    Some("reject") => IrregularLines::Reject,
                    _ => IrregularLines::Repair,
                };
            match source::address(address.get_ref()) {
                Ok(parsed) => {
                    if let Some(other) = listeners.iter().find(|other| other.overlaps(parsed)) {
                        let other = other.address;
                        self.problems.push(Problem::at(
                            address.span(),
                            if other == parsed {
                                format!("another listener is at {other} already")
                            } else {
                                format!("the listener at {other} is at {parsed} already")
                            },
                            "remove one of them, or give it another port",
                        ));
                    }
                    let kind = ListenerKind::of(table);
                    let submission = kind == ListenerKind::Submission;
                    let dsn = table.flag("dsn").map_or(submission, |dsn| *dsn.get_ref());
                    let auth = self.listener_auth(table, kind);
                    let tls = self.listener_tls(table, kind, auth);
                    self.can_log_in(table, auth, &tls);
                    let hide_client = self.hide_client(table, auth);
                    let proxies = self.proxies(table);
                    listeners.push(Listener {
                        address: parsed,
                        irregular_lines,
                        dsn,
                        proxies,
                        tls,
                        kind,
                        auth,
                        hide_client,
                    });
                }
                Err(NoAddress::Port) => self.problems.push(Problem::at(
                    address.span(),
                    format!("the port of {:?} is above 65535", address.get_ref()),
                    "write a port from 1 to 65535; port 0 is one that the system chooses",
                )),
                Err(NoAddress::Form) => self.problems.push(Problem::at(
                    address.span(),
                    format!("{:?} is no address to listen on", address.get_ref()),
                    "write an address and a port, such as 127.0.0.1:2525, 0.0.0.0:25 or [::]:25; a name is not \
                     looked up",
                )),
            }
        }
        if !listeners.is_empty() {
            config.listeners = listeners;
        }
    }

    /// Who may speak for others at this listener.
    fn proxies(&mut self, table: &Table) -> Proxies {
        let mut read = |key| -> Vec<Network> {
            let texts = table.texts(key).map(Spanned::into_inner).unwrap_or_default();
            let danger = "almost anybody could pass for somebody else";
            texts.iter().filter_map(|text| networks::network(text, danger, &mut self.problems)).collect()
        };
        Proxies { header: read("proxy_protocol"), xclient: read("xclient") }
    }
}
