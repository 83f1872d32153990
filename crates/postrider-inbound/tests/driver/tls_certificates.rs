//! Which certificate a client is shown, and which of theirs are taken.

use std::sync::Arc;

use postrider_certificate::{Certificates, Clients};
use rustls::CipherSuite;
use rustls::pki_types::CertificateDer;
use tracing::Level;

use crate::authority::{Authority, Kind, TLS_1_2, tls_with};
use crate::client::Client;
use crate::log_lines::Log;
use crate::server::Server;
use crate::tls::{encrypt, server, starttls};

type Shown = CertificateDer<'static>;

/// The certificate that a client is shown that asks for this name and may know one cipher only.
async fn shown(
    server: &Server,
    authority: &Authority,
    name: &str,
    only: Option<CipherSuite>,
) -> std::io::Result<Shown> {
    let (client, _session) = starttls(server).await;
    let mut trusted = authority.trusted();
    trusted.only = only;
    if only.is_some() {
        trusted.versions = &TLS_1_2;
    }
    let client = encrypt(client, &trusted.config(), name).await?;
    let chain = client.stream.get_ref().1.peer_certificates().expect("a server shows one");
    assert_eq!(chain.len(), 2, "what leads to the authority comes with it");
    Ok(chain[0].clone().into_owned())
}

#[tokio::test]
async fn a_client_is_shown_the_certificate_for_the_name_it_asks_for() {
    let authority = Authority::new("authority");
    let certificates = [
        authority.server(&["mx.example.test"], Kind::Ecdsa),
        authority.server(&["*.example.net", "example.net"], Kind::Ecdsa),
        authority.server(&["mail.example.net"], Kind::Ecdsa),
    ];
    let der: Vec<Shown> = certificates.iter().map(|certificate| certificate.der().to_vec().into()).collect();
    let server = server(tls_with(Arc::new(Certificates::new(certificates.into())), Clients::NotAsked, false));
    for (name, expected) in
        [("mx.example.test", 0), ("MAIL.example.net", 2), ("imap.example.net", 1), ("example.net", 1)]
    {
        let shown = shown(&server, &authority, name, None).await.expect("a handshake");
        assert_eq!(der.iter().position(|der| *der == shown), Some(expected), "{name}");
    }
    // For a name that nobody knows it is the first; the client does not take it, and that is its choice.
    let error = shown(&server, &authority, "elsewhere.example", None).await.expect_err("not for this name");
    assert!(error.to_string().contains("mx.example.test"), "{error}");
    // A client that asks for an address asks for no name.
    let error = shown(&server, &authority, "192.0.2.1", None).await.expect_err("not for this address");
    assert!(error.to_string().contains("mx.example.test"), "{error}");
}

#[tokio::test]
async fn of_two_keys_for_one_name_a_client_is_shown_the_one_it_can_check() {
    let authority = Authority::new("authority");
    let (ecdsa, rsa) = (
        authority.server(&["mx.example.test"], Kind::Ecdsa),
        authority.server(&["mx.example.test"], Kind::Rsa),
    );
    let der = [ecdsa.der().to_vec(), rsa.der().to_vec()];
    let both = server(tls_with(
        Arc::new(Certificates::new(vec![ecdsa.clone(), rsa.clone()])),
        Clients::NotAsked,
        false,
    ));
    const ECDSA: CipherSuite = CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
    const RSA: CipherSuite = CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
    for (only, expected) in [(None, 0), (Some(ECDSA), 0), (Some(RSA), 1)] {
        let shown = shown(&both, &authority, "mx.example.test", only).await.expect("a handshake");
        assert_eq!(der.iter().position(|der| *der == shown.as_ref()), Some(expected), "{only:?}");
    }
    for (certificate, only) in [(ecdsa, RSA), (rsa, ECDSA)] {
        let one = server(tls_with(Arc::new(Certificates::new(vec![certificate])), Clients::NotAsked, false));
        assert!(shown(&one, &authority, "mx.example.test", Some(only)).await.is_err());
        let failed: Vec<_> = one.inbound.counters.tls_failures().filter(|(_, count)| *count > 0).collect();
        assert_eq!(failed[0].0.as_str(), "nothing-in-common");
    }
}

#[tokio::test]
async fn new_certificates_are_for_the_handshakes_that_come_after_them() {
    let authority = Authority::new("authority");
    let old = authority.server(&["mx.example.test"], Kind::Ecdsa);
    let new = authority.server(&["mx.example.test"], Kind::Ecdsa);
    let certificates = Arc::new(Certificates::new(vec![old.clone()]));
    let server = server(tls_with(Arc::clone(&certificates), Clients::NotAsked, false));
    let (client, _session) = starttls(&server).await;
    let mut open =
        encrypt(client, &authority.trusted().config(), "mx.example.test").await.expect("a handshake");
    assert!(open.line("EHLO client.example").await.starts_with("250 "));
    // A session that has heard the 220 already is not too late.
    let (begun, _session) = starttls(&server).await;

    certificates.replace(vec![new.clone()]);
    assert!(open.line("MAIL FROM:<s@client.example>").await.starts_with("250 "));
    let begun = encrypt(begun, &authority.trusted().config(), "mx.example.test").await.expect("a handshake");
    let chain = begun.stream.get_ref().1.peer_certificates().expect("a server shows one");
    assert_eq!(chain[0].as_ref(), new.der());
    assert_ne!(old.der(), new.der());
}

/// Shows a certificate, or none; gives what comes of EHLO.
async fn hello_with(server: &Server, authority: &Authority, by: Option<&Authority>) -> Option<String> {
    let (client, session) = starttls(server).await;
    let mut trusted = authority.trusted();
    trusted.identity = by.map(|by| by.client("robot.client.example"));
    let mut client: Client<_> = encrypt(client, &trusted.config(), "mx.example.test").await.ok()?;
    // Under TLS 1.3 the client is done before the server has looked at its certificate.
    client.try_send("EHLO client.example\r\n").await.ok()?;
    let line = client.next_line().await;
    drop(client);
    session.await.expect("the session ends well");
    line
}

#[tokio::test]
async fn clients_are_asked_for_a_certificate_and_may_have_to_have_one() {
    let log = Log::at(Level::DEBUG);
    let (authority, known, stranger) =
        (Authority::new("authority"), Authority::new("known"), Authority::new("stranger"));
    let tls = |required| {
        let certificates =
            Arc::new(Certificates::new(vec![authority.server(&["mx.example.test"], Kind::Ecdsa)]));
        let clients = Clients::asked(vec![known.certificate()], required).expect("an authority");
        tls_with(certificates, clients, false)
    };
    let asked = server(tls(false));
    for (by, certificate) in [(None, false), (Some(&stranger), false), (Some(&known), true)] {
        log.take();
        let said = hello_with(&asked, &authority, by).await;
        assert!(said.is_some_and(|line| line.starts_with("250")));
        let lines = log.take();
        assert_eq!(lines.contains("certificate=\"CN=robot.client.example\""), certificate, "{lines}");
        // Whoever brings mail shows what they have: that is no line of every day.
        let untrusted = "DEBUG postrider_inbound::desk: a certificate counts as none session=";
        assert_eq!(lines.contains(untrusted), by.is_some() && !certificate, "{lines}");
    }
    let required = server(tls(true));
    for (by, served) in [(None, false), (Some(&stranger), false), (Some(&known), true)] {
        assert_eq!(hello_with(&required, &authority, by).await.is_some(), served);
    }
    let failed: Vec<_> = required.inbound.counters.tls_failures().filter(|(_, count)| *count > 0).collect();
    assert_eq!(
        failed.iter().map(|(why, count)| (why.as_str(), *count)).collect::<Vec<_>>(),
        [("no-client-certificate", 1), ("client-certificate", 1)]
    );
    let lines = log.take();
    assert!(lines.contains("error=the client has shown no certificate: set one"), "{lines}");
    let untrusted = "error=the certificate of the client is not trusted: none of client_ca has issued it";
    assert!(lines.contains(untrusted), "{lines}");
}
