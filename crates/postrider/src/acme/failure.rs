//! Why an order came to nothing: what the authority says, and what to do about it.

use std::io;
use std::net::SocketAddr;

use instant_acme::{Error, Problem};

use super::options::{Challenge, Options};
use crate::visible::visible;

/// Of what the authority says, so many characters are kept.
const SAID_MAX: usize = 1000;

/// Why an order came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What has happened, in the words of whoever says so.
    pub says: String,
    /// What to do.
    pub help: String,
    /// The type of the problem, without what all of them begin with (RFC 8555 §6.7).
    pub kind: Option<String>,
    /// The authority wants to be left alone for so many seconds.
    pub retry_after: Option<i64>,
}

/// What all types of problems begin with.
const PREFIX: &str = "urn:ietf:params:acme:error:";

impl Failure {
    /// Something of ours.
    pub fn ours(says: impl Into<String>, help: impl Into<String>) -> Self {
        Self { says: says.into(), help: help.into(), kind: None, retry_after: None }
    }

    /// The address at which the authority is to be answered cannot be had. It has not been asked then.
    pub fn bind(challenge: Challenge, address: SocketAddr, error: &io::Error) -> Self {
        let (key, port) = match challenge {
            Challenge::Http01 => ("http_listen", 80),
            Challenge::TlsAlpn01 => ("tls_listen", 443),
        };
        let help = match error.kind() {
            io::ErrorKind::AddrInUse if challenge == Challenge::Http01 => format!(
                "another program listens there: let it pass /.well-known/acme-challenge/ on to another port, and write that as acme.{key}"
            ),
            io::ErrorKind::AddrInUse => {
                format!(
                    "another program listens there: write challenge = \"http-01\", or stop it; what comes to port {port} has to get to acme.{key}"
                )
            }
            io::ErrorKind::PermissionDenied => {
                format!(
                    "ports below 1024 need root or CAP_NET_BIND_SERVICE: grant it, or have port {port} passed on to a higher one, and write that as acme.{key}"
                )
            }
            _ => format!("write an address of this machine as acme.{key}"),
        };
        Self::ours(format!("cannot listen on {address} for the authority: {error}"), help)
    }

    /// What the library says; most of it is what the authority has said.
    pub fn of(error: &Error, options: &Options, retry_after: Option<i64>) -> Self {
        match error {
            Error::Api(problem) => Self { retry_after, ..Self::problem(problem, options) },
            Error::Timeout(_) => Self {
                retry_after,
                ..Self::ours(
                    "the authority has not come to a decision in time",
                    "it is asked again; if that goes on, see what it says of its own state",
                )
            },
            Error::Json(error) => Self {
                retry_after,
                ..Self::ours(
                    format!("the answer of {} makes no sense: {error}", options.directory),
                    "see that acme.directory is the address of an ACME directory",
                )
            },
            // What our client says of the net names its cause, and this is all that is said of it.
            error => Self {
                retry_after,
                ..Self::ours(
                    clean(&error.to_string()),
                    "see that this machine reaches the address in acme.directory, and trusts its certificate (acme.ca, if it is your own)",
                )
            },
        }
    }

    /// What the authority says about an order or a challenge of it.
    pub fn problem(problem: &Problem, options: &Options) -> Self {
        let kind = problem.r#type.as_deref().map(|kind| kind.strip_prefix(PREFIX).unwrap_or(kind));
        let mut says = problem.detail.clone().unwrap_or_else(|| "it does not say why".to_owned());
        for sub in &problem.subproblems {
            says.push_str("; ");
            says.push_str(&sub.to_string());
        }
        let help = help(kind.unwrap_or_default(), options);
        Self { says: clean(&says), help, kind: kind.map(clean), retry_after: None }
    }

    /// In one line.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.kind {
            Some(kind) => format!("the authority says {kind}: {}", self.says),
            None => self.says.clone(),
        }
    }
}

/// What to do about a type of problem.
fn help(kind: &str, options: &Options) -> String {
    let (port, key, address) = match options.challenge {
        Challenge::Http01 => (80, "http_listen", options.http_listen),
        Challenge::TlsAlpn01 => (443, "tls_listen", options.tls_listen),
    };
    match kind {
        "connection" => format!(
            "the authority cannot connect to port {port} of the name: see that its addresses in DNS, A and AAAA, are those of this machine, that \
             no firewall is between, and that port {port} leads to acme.{key} ({address})"
        ),
        "unauthorized" | "incorrectResponse" => format!(
            "somebody else answers at port {port} of the name: see that its addresses in DNS are those of this machine, and that port {port} leads to \
             acme.{key} ({address})"
        ),
        "dns" => "the name has no address that the authority can find: write A or AAAA records for it".to_owned(),
        "caa" => "a CAA record of the domain names who may give certificates: add this authority to it".to_owned(),
        "tls" => format!("see that nothing between the authority and this machine takes the TLS of port {port} for its own"),
        "rateLimited" => {
            "too much was asked of the authority, and it is left alone for as long as it wants; to try things, use its staging directory"
                .to_owned()
        }
        "rejectedIdentifier" | "unsupportedIdentifier" => {
            "the authority gives no certificate for such a name: write another in names of the [[certificate]]".to_owned()
        }
        "externalAccountRequired" => {
            "this authority wants an account with it first: write its acme.eab_kid and acme.eab_key_file".to_owned()
        }
        "userActionRequired" => "the terms of the authority have changed: read them where it says".to_owned(),
        "invalidContact" | "unsupportedContact" => "write another address in acme.contact, or none".to_owned(),
        "serverInternal" => "it is the trouble of the authority, and it is asked again".to_owned(),
        _ => "it is asked again; the type of the problem is explained in RFC 8555 §6.7".to_owned(),
    }
}

/// The words of a stranger, for a log and a terminal.
fn clean(text: &str) -> String {
    let mut text = visible(text);
    if let Some((end, _)) = text.char_indices().nth(SAID_MAX) {
        text.truncate(end);
        text.push_str("...");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(json: &str) -> Failure {
        let problem: Problem = serde_json::from_str(json).expect("a problem");
        Failure::problem(&problem, &Options::default())
    }

    #[test]
    fn a_problem_is_told_with_the_next_step() {
        let failure = problem(
            r#"{"type":"urn:ietf:params:acme:error:connection","detail":"mail.example.org: Connection refused","status":400}"#,
        );
        assert_eq!(failure.words(), "the authority says connection: mail.example.org: Connection refused");
        assert!(failure.help.contains("port 80 of the name"), "{}", failure.help);
        assert!(problem(r#"{"type":"urn:ietf:params:acme:error:caa"}"#).help.contains("CAA record"));
        assert_eq!(problem("{}").words(), "it does not say why");
        let parts = problem(
            r#"{"type":"urn:ietf:params:acme:error:compound","detail":"two","subproblems":[
               {"identifier":{"type":"dns","value":"a.example"},"detail":"no","type":"urn:ietf:params:acme:error:dns"}]}"#,
        );
        assert!(parts.says.contains("for \"a.example\": no"), "{}", parts.says);
    }

    #[test]
    fn a_stranger_cannot_talk_to_the_terminal_or_without_end() {
        let long = format!("{{\"detail\":\"\\u001b[2J{}\"}}", "x".repeat(100_000));
        let says = problem(&long).says;
        assert!(says.len() < 2 * SAID_MAX && !says.contains('\u{1b}'), "{says}");
    }
}
