//! Debian's Postfix and Exim on machines that may send nothing themselves: they log in with us, and everything goes through us.

use std::fs;

use super::super::client::Client;
use super::super::exim::{Exim, Login};
use super::super::install::{Missing, apt_install, is_root};
use super::super::postfix::Postfix;
use super::super::report::{Outcome, Report};
use super::super::server::Server;
use super::{Bench, MESSAGE, PASSWORD, Place, TO, USER, login_is_logged, message_came};

/// What Postfix is tried with: all that Cyrus SASL knows of what is offered.
const POSTFIX: [&str; 4] = ["PLAIN", "LOGIN", "SCRAM-SHA-256", "SCRAM-SHA-1"];

/// What Exim is.
const EXIM: [&str; 2] = ["PLAIN", "LOGIN"];

/// Tries both, by STARTTLS and over connections that begin with TLS.
pub fn run(bench: &Bench, place: &Place<'_>, server: &mut Server, report: &mut Report) {
    // Unpacked once, and set up anew for each mechanism.
    let (mut postfix_client, mut exim_client) = (Postfix::default(), Exim::default());
    let no_postfix = postfix_client.prepare(bench).and_then(|()| sasl_modules()).err();
    let no_exim = exim_client.prepare(bench).err();
    for (postfix_row, exim_row, by_starttls) in
        [("postfix starttls", "exim starttls", true), ("postfix implicit", "exim implicit", false)]
    {
        for mechanism in POSTFIX {
            let outcome = match &no_postfix {
                Some(Missing(reason)) => Outcome::Skipped(reason.clone()),
                None => postfix(&mut postfix_client, bench, place, server, (mechanism, by_starttls)).into(),
            };
            report.add(postfix_row, mechanism, outcome);
        }
        for mechanism in EXIM {
            let outcome = match &no_exim {
                Some(Missing(reason)) => Outcome::Skipped(reason.clone()),
                None => exim(&mut exim_client, bench, place, server, (mechanism, by_starttls)).into(),
            };
            report.add(exim_row, mechanism, outcome);
        }
    }
}

fn postfix(
    client: &mut Postfix,
    bench: &Bench,
    place: &Place<'_>,
    server: &mut Server,
    (mechanism, by_starttls): (&str, bool),
) -> Result<(), String> {
    let passwords = place.folder.join("sasl_passwd");
    let address = place.server(by_starttls);
    let next = format!("[{}]:{}", address.ip(), address.port());
    // Its client has to have TLS, and the certificate of the very server.
    let main_cf = format!(
        "smtp_tls_security_level = secure\nsmtp_tls_CAfile = {}\nsmtp_tls_secure_cert_match = mx.example.test\n\
         smtp_tls_wrappermode = {}\nsmtp_tls_loglevel = 1\n\
         smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = texthash:{}\nsmtp_sasl_security_options = noanonymous\n\
         smtp_sasl_mechanism_filter = {}\n",
        place.certificate.display(),
        if by_starttls { "no" } else { "yes" },
        passwords.display(),
        mechanism.to_ascii_lowercase()
    );
    client.set(main_cf);
    let written = fs::write(&passwords, format!("{next} {USER}:{PASSWORD}\n"));
    written.map_err(|error| format!("{}: {error}", passwords.display()))?;
    client.start(address, bench)?;
    let said = client.hand_over(&[], USER, &[TO], &text(place)?)?;
    came(server, mechanism, said.success, &said.words)?;
    client.stop()
}

fn exim(
    client: &mut Exim,
    bench: &Bench,
    place: &Place<'_>,
    server: &mut Server,
    (mechanism, by_starttls): (&str, bool),
) -> Result<(), String> {
    // PLAIN has a message of three parts; LOGIN has two messages.
    let says =
        if mechanism == "PLAIN" { format!("^{USER}^{PASSWORD}") } else { format!(": {USER} : {PASSWORD}") };
    let login = Login {
        transport: format!(
            " protocol = {}\n hosts_require_auth = *\n hosts_require_tls = *\n tls_verify_certificates = {}\n tls_verify_hosts = *\n \
             tls_verify_cert_hostnames =\n",
            if by_starttls { "smtp" } else { "smtps" },
            place.certificate.display()
        ),
        authenticators: format!(
            "one:\n driver = plaintext\n public_name = {mechanism}\n client_send = {says}\n"
        ),
    };
    client.set(login);
    client.start(place.server(by_starttls), bench)?;
    let said = client.hand_over(USER, &[TO], &text(place)?)?;
    came(server, mechanism, said.success, &said.words)?;
    client.stop()
}

fn came(server: &mut Server, mechanism: &str, success: bool, words: &str) -> Result<(), String> {
    if !success {
        return Err(format!("it did not take the message: {words}"));
    }
    login_is_logged(server, mechanism)?;
    message_came(server)
}

/// The message as users of Unix hand it over.
fn text(place: &Place<'_>) -> Result<std::path::PathBuf, String> {
    let text = place.folder.join("message.txt");
    let written = fs::write(&text, MESSAGE.replace("\r\n", "\n"));
    written.map_err(|error| format!("{}: {error}", text.display())).map(|()| text)
}

/// The mechanisms of Cyrus SASL, which Postfix logs in with, are a package of their own.
fn sasl_modules() -> Result<(), Missing> {
    if !is_root() {
        return Err(Missing(
            "Postfix has no mechanisms without root: apt-get install libsasl2-modules".into(),
        ));
    }
    apt_install(&["libsasl2-modules"])
}
