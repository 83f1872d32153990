//! How a route keeps mail from others, and whom it is there: TLS and the login of a `[[route]]`.

use std::fs;
use std::path::Path;

use postrider_outbound::route::{HostPort, LmtpTarget, Next};
use postrider_outbound::smtp::Login;
use postrider_outbound::tls::{Policy, Roots};
use postrider_proto::sasl::Secret;

use crate::config::problem::Problem;
use crate::config::raw::Table;

/// How much TLS there has to be. A route that shows a password does so to whom it is meant for, unless its author wants it otherwise.
pub fn policy(table: &Table, next: &Next, logs_in: bool, problems: &mut Vec<Problem>) -> Option<Policy> {
    let by_socket = matches!(next, Next::Lmtp(LmtpTarget::Unix(_)));
    let Some(written) = table.text("tls") else {
        return match () {
            () if by_socket => None,
            () if logs_in => Some(Policy::Verified),
            () => Some(Policy::Opportunistic),
        };
    };
    // The form has said what else is wrong.
    let policy = Policy::from_name(written.get_ref());
    if matches!(next, Next::Maildir | Next::Discard) || by_socket && policy.is_some() {
        problems.push(Problem::at(
            written.span(),
            format!(
                "mail on the route to {next} does not leave this machine, and TLS would hide it from nobody"
            ),
            "remove it",
        ));
    }
    if let (None, Some(host)) = (policy, hosts(next).iter().find(|host| host.tls_at_once)) {
        problems.push(Problem::at(
            written.span(),
            format!("mail goes to {host} over TLS from the first octet on, and over none by this"),
            "write smtp:// there, or leave tls out",
        ));
    }
    policy
}

/// Whose word is taken for a certificate.
pub fn roots(table: &Table, base: &Path, problems: &mut Vec<Problem>) -> Roots {
    let Some(written) = table.text("ca") else { return Roots::System };
    Roots::from_file(&base.join(written.get_ref())).unwrap_or_else(|error| {
        problems.push(Problem::at(
            written.span(),
            error.to_string(),
            "write the certificate of the authority that has signed that of the host, or of the host itself, into it, in PEM",
        ));
        Roots::System
    })
}

/// What to log in with.
pub fn login(table: &Table, next: &Next, base: &Path, problems: &mut Vec<Problem>) -> Option<Login> {
    let (user, file) = match (table.text("user"), table.text("password_file")) {
        (None, None) => return None,
        (Some(user), Some(file)) => (user, file),
        (Some(one), None) if !table.wrote("password_file") => {
            problems.push(Problem::at(
                one.span(),
                "this user has no password",
                "write password_file = \"FILE\", with the password in the first line of that file",
            ));
            return None;
        }
        (None, Some(one)) if !table.wrote("user") => {
            problems.push(Problem::at(
                one.span(),
                "whose password this is, is not said",
                "write user = \"NAME\"",
            ));
            return None;
        }
        // One of the wrong form was written, and that has been said.
        _ => return None,
    };
    if hosts(next).is_empty() {
        problems.push(Problem::at(
            user.span(),
            format!("on the route to {next} there is nobody to log in at"),
            "remove user and password_file; or write the host that knows this user, as in to = \"smtp://HOST:587\"",
        ));
        return None;
    }
    let path = base.join(file.get_ref());
    match fs::read(&path) {
        Ok(octets) => {
            let line = octets.split(|octet| *octet == b'\n').next().unwrap_or_default();
            let password = Secret::new(line.strip_suffix(b"\r").unwrap_or(line));
            if password.expose().is_empty() {
                problems.push(Problem::at(
                    file.span(),
                    format!("the first line of {} is empty", path.display()),
                    "write the password there",
                ));
                return None;
            }
            Some(Login { user: user.into_inner(), password })
        }
        Err(error) => {
            problems.push(Problem::at(
                file.span(),
                format!("the password cannot be read from {}: {error}", path.display()),
                "write the password into the first line of that file, and let the server read it, and nobody else",
            ));
            None
        }
    }
}

/// The hosts that a route names.
fn hosts(next: &Next) -> &[HostPort] {
    match next {
        Next::Hosts(hosts) => hosts,
        Next::Lmtp(LmtpTarget::Tcp(host)) => std::slice::from_ref(host),
        Next::Lmtp(LmtpTarget::Unix(_)) | Next::Mx | Next::Maildir | Next::Discard => &[],
    }
}
