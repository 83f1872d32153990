//! How a route keeps mail from others, and whom it is there: TLS and the login of a `[[route]]`.

use std::fs;
use std::net::IpAddr;
use std::path::Path;

use postrider_outbound::route::{HostPort, LmtpTarget, Next, RouteSpec};
use postrider_outbound::smtp::{Login, Proof, read_token};
use postrider_outbound::tls::{ClientCertificate, Policy, Roots};
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use postrider_proto::sasl::{Mechanism, Secret};
use toml::Spanned;

use crate::config::problem::Problem;
use crate::config::raw::Table;
use crate::config::tls;

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

/// The name that the certificate has to be for, where it is not that of the host.
pub fn certificate_name(table: &Table, next: &Next, problems: &mut Vec<Problem>) -> Option<String> {
    let written = table.text("certificate_name")?;
    let name = match written.get_ref().parse::<IpAddr>() {
        Ok(address) => Some(address.to_string()),
        Err(_) => match Domain::parse(written.get_ref(), Charset::Utf8) {
            Ok(name @ Domain::Name(_)) => name.to_ascii().map(|name| name.to_ascii_lowercase()),
            _ => None,
        },
    };
    if name.is_none() {
        problems.push(Problem::at(
            written.span(),
            format!("{:?} is no name that a certificate could be for", written.get_ref()),
            "write the name that the certificate of the host has, such as mail.example.net",
        ));
    } else if hosts(next).is_empty() {
        problems.push(Problem::at(
            written.span(),
            format!("on the route to {next} there is no host whose certificate has to be for one name"),
            "remove it; or write the host, as in to = \"smtp://192.0.2.1:25\"",
        ));
    }
    name
}

/// What the hosts are shown that ask for a certificate.
pub fn certificate(
    table: &Table,
    next: &Next,
    base: &Path,
    (problems, warnings): (&mut Vec<Problem>, &mut Vec<Problem>),
) -> Option<ClientCertificate> {
    let Some(written) = table.text("certificate") else {
        if let Some(key) = table.text("key").filter(|_| !table.wrote("certificate")) {
            problems.push(Problem::at(
                key.span(),
                "the certificate that this key belongs to is not said",
                "write certificate = \"FILE\"",
            ));
        }
        return None;
    };
    if hosts(next).is_empty() {
        problems.push(Problem::at(
            written.span(),
            format!("on the route to {next} there is nobody who knows this certificate"),
            "remove it; or write the host that knows it, as in to = \"smtp://HOST:587\"",
        ));
    } else if let Some(tls) = table.text("tls").filter(|tls| tls.get_ref() == "none") {
        problems.push(Problem::at(
            tls.span(),
            "a certificate is shown in TLS, and there is none by this",
            "remove tls, so that it is verified; or remove certificate",
        ));
    }
    let (file, certificate) = tls::read(&written, table.text("key"), base, problems)?;
    warnings.extend(tls::validity(&file, &certificate, written.span()));
    Some(ClientCertificate::new(certificate.certified()))
}

/// What to log in with.
pub fn login(table: &Table, next: &Next, base: &Path, problems: &mut Vec<Problem>) -> Option<Login> {
    let has_certificate = table.wrote("certificate");
    let user = table.text("user");
    let secret = match (table.text("password_file"), table.text("token_file")) {
        (Some(_), Some(token)) => {
            problems.push(Problem::at(
                token.span(),
                "this user has a password, and a token too",
                "remove one of the two",
            ));
            return None;
        }
        (Some(file), None) => Some((file, "password")),
        (None, Some(file)) => Some((file, "token")),
        (None, None) => None,
    };
    match (&user, &secret) {
        (None, Some((file, what))) if !table.wrote("user") => {
            problems.push(Problem::at(
                file.span(),
                format!("whose {what} this is, is not said"),
                "write user = \"NAME\"",
            ));
            return None;
        }
        (None, None) if !has_certificate => {
            if let Some(auth) = table.text("auth") {
                problems.push(Problem::at(
                    auth.span(),
                    "nobody logs in on this route, with this mechanism or another",
                    "remove auth, or write user and password_file",
                ));
            }
            return None;
        }
        (Some(user), None)
            if !has_certificate && !table.wrote("password_file") && !table.wrote("token_file") =>
        {
            problems.push(Problem::at(
                user.span(),
                "this user has no password",
                "write password_file = \"FILE\", with the password in the first line of that file; or token_file, or certificate",
            ));
            return None;
        }
        _ => {}
    }
    if hosts(next).is_empty() {
        if let Some(user) = user {
            problems.push(Problem::at(
                user.span(),
                format!("on the route to {next} there is nobody to log in at"),
                "remove user and password_file; or write the host that knows this user, as in to = \"smtp://HOST:587\"",
            ));
        }
        return None;
    }
    let proof = match secret {
        None => None,
        // Whether there is one is looked at for each login, and here it is no more than a warning.
        Some((file, "token")) => Some(Proof::TokenFile(base.join(file.get_ref()))),
        Some((file, _)) => Some(Proof::Password(password(&file, base, problems)?)),
    };
    // One of the wrong form was written, and that has been said.
    if proof.is_none() && (table.wrote("password_file") || table.wrote("token_file")) {
        return None;
    }
    let unverified = table.flag("auth_unverified").is_some_and(|flag| *flag.get_ref());
    let bound = table.flag("auth_bound").is_none_or(|flag| *flag.get_ref());
    let login = Login { proof, unverified, bound, ..Login::certificate(user.map(Spanned::into_inner)) };
    Some(Login { mechanism: mechanism(table, &login, problems), ..login })
}

/// The password in the first line of a file.
fn password(file: &Spanned<String>, base: &Path, problems: &mut Vec<Problem>) -> Option<Secret> {
    let path = base.join(file.get_ref());
    let (says, help) = match fs::read(&path).map(|octets| Secret::first_line(&octets)) {
        Ok(password) if !password.expose().is_empty() => return Some(password),
        Ok(_) => (format!("the first line of {} is empty", path.display()), "write the password there"),
        Err(error) => (
            format!("the password cannot be read from {}: {error}", path.display()),
            "write the password into the first line of that file, and let the server read it, and nobody else",
        ),
    };
    problems.push(Problem::at(file.span(), says, help));
    None
}

/// The one mechanism to log in with, if one is named.
fn mechanism(table: &Table, login: &Login, problems: &mut Vec<Problem>) -> Option<Mechanism> {
    let written = table.text("auth")?;
    let mut wrong = |says: String, help: String| problems.push(Problem::at(written.span(), says, help));
    let Some(mechanism) = Mechanism::from_name(written.get_ref()) else {
        let names: Vec<&str> = Mechanism::ALL.iter().map(|mechanism| mechanism.name()).collect();
        wrong(
            format!("{:?} is no mechanism to log in with", written.get_ref()),
            format!("write one of {}", names.join(", ")),
        );
        return None;
    };
    let (needs, key, has) = match mechanism {
        Mechanism::External => ("certificate", "certificate", table.wrote("certificate")),
        Mechanism::OauthBearer | Mechanism::Xoauth2 => {
            ("token", "token_file", matches!(login.proof, Some(Proof::TokenFile(_))))
        }
        _ => ("password", "password_file", matches!(login.proof, Some(Proof::Password(_)))),
    };
    if !has {
        wrong(
            format!("{mechanism} needs a {needs}, and there is none here"),
            format!("write {key} = \"FILE\", or remove auth"),
        );
    } else if mechanism.is_plus() && !login.bound {
        wrong(
            format!("{mechanism} is bound to TLS, and auth_bound = false is against that"),
            format!("write {}, or remove auth_bound", mechanism.name().trim_end_matches("-PLUS")),
        );
    } else {
        return Some(mechanism);
    }
    None
}

/// Whether the login of a route may do without a binding to TLS: only where the certificate proves who the host is, or somebody in the middle could refuse what
/// is bound until it gets what is not, and log in with it.
pub fn unbound(table: &Table, spec: &RouteSpec, problems: &mut Vec<Problem>) {
    let Some(unbound) = table.flag("auth_bound").filter(|flag| !*flag.get_ref()) else { return };
    let proof = spec.login.as_ref().and_then(|login| login.proof.as_ref());
    if matches!(proof, Some(Proof::Password(_))) && spec.tls != Some(Policy::Verified) {
        problems.push(Problem::at(
            unbound.span(),
            format!(
                "somebody between this server and {} could pass on a login that is bound to nothing, and here no certificate proves who it is",
                spec.next
            ),
            "remove tls, so that it is verified; and write ca = \"FILE\" if no authority of this system vouches for the host; or remove auth_bound",
        ));
    } else if spec.login.is_none() && !table.wrote("user") {
        problems.push(Problem::at(
            unbound.span(),
            "nobody logs in on this route, bound to TLS or not",
            "remove auth_bound, or write user and password_file",
        ));
    }
}

/// What is seldom meant about a login: that a certificate is not verified which has to be, and what is not there yet.
pub fn warnings(table: &Table, spec: &RouteSpec) -> Vec<Problem> {
    let token = || match spec.login.as_ref()?.proof.as_ref()? {
        Proof::TokenFile(file) => Some(Problem::at(
            table.text("token_file")?.span(),
            read_token(file).err()?.to_string(),
            "let whoever gets the token write it there, and the server read it: it is read for each login, and until it is there the mail waits",
        )),
        Proof::Password(_) => None,
    };
    onlookers(table, spec).into_iter().chain(token()).collect()
}

/// What a login without a verified certificate means, if that is what this route has.
fn onlookers(table: &Table, spec: &RouteSpec) -> Option<Problem> {
    let (tls, unverified) = (table.text("tls"), table.flag("auth_unverified"));
    let Some(login) = &spec.login else {
        // A login that was refused has been spoken of.
        let unverified = unverified.filter(|_| !table.wrote("user"))?;
        return Some(Problem::at(
            unverified.span(),
            "nobody logs in on this route, at a verified host or another",
            "remove auth_unverified, or write user and password_file",
        ));
    };
    let next = &spec.next;
    if login.mechanism == Some(Mechanism::CramMd5) && spec.tls != Some(Policy::Verified) {
        return Some(Problem::at(
            table.text("auth")?.span(),
            format!("CRAM-MD5 tells whoever answers for {next} enough to guess the password by"),
            "remove tls, so that the host is verified; and write ca = \"FILE\" if no authority of this system vouches for it; or remove auth",
        ));
    }
    let secret = match login.proof {
        None => {
            let clear = tls.filter(|_| spec.tls == Some(Policy::Opportunistic))?;
            return Some(Problem::at(
                clear.span(),
                format!("where {next} has no TLS, mail goes there in clear, and no certificate is shown"),
                "remove tls, so that it is verified",
            ));
        }
        Some(Proof::Password(_)) => "password",
        Some(Proof::TokenFile(_)) => "token",
    };
    // For a token there is no mechanism that does not show it.
    let (may_fail, fails) = match secret {
        "password" => ("may fail where it does not offer SCRAM", "fails where SCRAM is not offered"),
        _ => ("fails otherwise", "fails"),
    };
    match spec.tls {
        Some(Policy::Verified) => Some(Problem::at(
            unverified.filter(|flag| *flag.get_ref())?.span(),
            format!("the certificate of {next} is verified here, and the {secret} is shown to nobody else"),
            "remove auth_unverified",
        )),
        Some(Policy::Opportunistic | Policy::Required) if login.unverified => Some(Problem::at(
            unverified?.span(),
            format!("the {secret} is shown to whoever answers for {next}, with whatever certificate"),
            "remove auth_unverified and tls; and write ca = \"FILE\" if no authority of this system vouches for the host",
        )),
        Some(Policy::Opportunistic | Policy::Required) => Some(Problem::at(
            tls?.span(),
            format!(
                "the {secret} is not shown to {next} unless its certificate is good, so the login {may_fail}"
            ),
            "remove tls; and write ca = \"FILE\" if no authority of this system vouches for the host",
        )),
        None => Some(Problem::at(
            tls?.span(),
            format!(
                "the login at {next} goes in clear, and the {secret} is never shown there, so it {fails}"
            ),
            "remove tls",
        )),
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
