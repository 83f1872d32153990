//! Whom a listener is for, and whether clients can log in there.

use crate::config::problem::Problem;
use crate::config::raw::Table;
use crate::config::resolve::Resolver;
use crate::config::tls::{ListenerTls, TlsBegins};

/// Whom a listener is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListenerKind {
    /// Everybody, with mail for the domains of this server.
    #[default]
    Mx,
    /// Whoever has logged in, with mail for anybody (RFC 6409).
    Submission,
}

/// Whether clients can log in at a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListenerAuth {
    /// AUTH is offered.
    pub offered: bool,
    /// Mechanisms that show the password are offered in clear, too.
    pub without_tls: bool,
    /// A password that is shown is not enough: it has to be proven, by SCRAM.
    pub needs_proof: bool,
}

impl ListenerKind {
    /// What was written.
    pub fn of(table: &Table) -> Self {
        match table.text("kind").as_ref().map(|word| word.get_ref().as_str()) {
            Some("submission") => Self::Submission,
            _ => Self::Mx,
        }
    }
}

impl Resolver<'_> {
    /// Whether clients can log in.
    pub fn listener_auth(&mut self, table: &Table, kind: ListenerKind) -> ListenerAuth {
        let auth = table.flag("auth");
        let submission = kind == ListenerKind::Submission;
        if let Some(auth) = auth.as_ref().filter(|auth| submission && !*auth.get_ref()) {
            self.problems.push(Problem::at(
                auth.span(),
                "this listener is for those who have logged in, and nobody can",
                "leave auth out; or write kind = \"mx\", and [relay] networks if clients are to be known by their address",
            ));
        }
        let offered = auth.map_or(submission, |auth| *auth.get_ref());
        let without_tls = table.flag("auth_without_tls").filter(|flag| *flag.get_ref());
        if let Some(without_tls) = &without_tls {
            let (says, help) = if offered {
                (
                    "passwords are taken in clear here: whoever listens on the way has them",
                    "leave auth_without_tls out, and give the listener tls and a [[certificate]]",
                )
            } else {
                (
                    "nobody can log in here, with TLS or without",
                    "write auth = true, or leave auth_without_tls out",
                )
            };
            self.warnings.push(Problem::at(without_tls.span(), says, help));
        }
        let least = table.text("auth_least").filter(|word| word.get_ref() == "scram");
        if let Some(least) = least.as_ref().filter(|_| !offered) {
            let says = "nobody can log in here, with a strong mechanism or a weak one";
            let help = "write auth = true, or leave auth_least out";
            self.warnings.push(Problem::at(least.span(), says, help));
        }
        ListenerAuth { offered, without_tls: without_tls.is_some(), needs_proof: least.is_some() }
    }

    /// Whether the messages of clients that have logged in do not say where those are.
    pub fn hide_client(&mut self, table: &Table, auth: ListenerAuth) -> bool {
        let Some(hide_client) = table.flag("hide_client").filter(|flag| *flag.get_ref()) else {
            return false;
        };
        if !auth.offered {
            self.warnings.push(Problem::at(
                hide_client.span(),
                "nobody can log in here, and of others a message always says where it comes from",
                "write kind = \"submission\" or auth = true, or leave hide_client out",
            ));
        }
        true
    }

    /// Says where clients are to log in, and those who have only a password cannot.
    pub fn can_log_in(&mut self, table: &Table, auth: ListenerAuth, tls: &ListenerTls) {
        if auth.offered && !auth.without_tls && tls.begins == TlsBegins::Never {
            let at = table.text("kind").map_or_else(|| table.at.clone(), |kind| kind.span());
            self.warnings.push(Problem::at(
                at,
                "clients are to log in here, and without TLS only those can that know SCRAM",
                "write tls = \"starttls\" or tls = \"implicit\", and a [[certificate]]; self_signed = true, to try it",
            ));
        }
    }
}
