//! What a server of tokens may send, and how long it may take.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use postrider_login::{OauthOptions, Teller};
use postrider_proto::sasl::Secret;
use proptest::prelude::*;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::PrivateKeyDer;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::introspection::{active, asking};
use crate::peer::{Peer, Reply};
use crate::place::{Place, name_of, why};

async fn said(reply: &[u8]) -> String {
    let peer = Peer::new(vec![Reply::Octets(reply.to_vec())]).await;
    why(Place::new(vec![asking(&peer)]).login("token").await)
}

#[tokio::test]
async fn an_answer_has_bounds() {
    let long =
        [b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".to_vec(), vec![b' '; 1_000_000]].concat();
    assert!(said(&long).await.contains("longer than"), "a body that says so");
    let mut endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..40 {
        endless.extend_from_slice(b"2000\r\n");
        endless.extend_from_slice(&[b' '; 0x2000]);
        endless.extend_from_slice(b"\r\n");
    }
    assert!(said(&endless).await.contains("longer than"), "chunks without end");
    let header = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(100_000));
    assert!(said(header.as_bytes()).await.contains("not valid HTTP"), "a field without end");
    let fields = format!("HTTP/1.1 200 OK\r\n{}\r\n", "A: b\r\n".repeat(1000));
    assert!(said(fields.as_bytes()).await.contains("not valid HTTP"), "fields without end");
    for broken in [
        &b""[..],
        b"220 mx.example.test ESMTP\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/9",
    ] {
        let why = said(broken).await;
        assert!(
            why.contains("breaks off") || why.contains("not valid HTTP"),
            "{}: {why}",
            broken.escape_ascii()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn whatever_it_sends_nobody_is_logged_in_and_nothing_panics(
        octets in proptest::collection::vec(any::<u8>(), 0..600), front in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let head: &[u8] = if front { b"HTTP/1.1 200 OK\r\n\r\n" } else { b"" };
            let peer = Peer::new(vec![Reply::Octets([head, &octets].concat())]).await;
            let outcome = Place::new(vec![asking(&peer)]).login("token").await;
            assert_eq!(name_of(&outcome), None, "{outcome:?}");
        });
    }
}

#[tokio::test(start_paused = true)]
async fn silence_ends_after_its_time() {
    let peer = Peer::new(vec![Reply::Silence]).await;
    let place = Place::new(vec![OauthOptions { timeout: Duration::from_secs(3), ..asking(&peer) }]);
    assert!(why(place.login("token").await).contains("does not answer within 3 seconds"));
}

#[tokio::test]
async fn no_more_wait_than_may() {
    let peer = Peer::new(vec![Reply::Silence]).await;
    let place = Place::new(vec![OauthOptions { connections: 1, ..asking(&peer) }]);
    // One is on its way, and sixteen wait for it.
    let mut waiting: Vec<_> = (0..17).map(|_| Box::pin(place.login("token"))).collect();
    for login in &mut waiting {
        tokio::select! {
            biased;
            outcome = login => panic!("nobody answers: {outcome:?}"),
            () = std::future::ready(()) => {}
        }
    }
    assert!(why(place.login("token").await).contains("too many wait for it"));
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_is_no_failure() {
    let good = active("alice@example.test", "");
    let peer = Peer::new(vec![Reply::JsonAndGone(good.clone()), Reply::Json(good)]).await;
    let place = Place::new(vec![OauthOptions { cache: Duration::ZERO, ..asking(&peer) }]);
    for _ in 0..3 {
        assert_eq!(name_of(&place.login("token").await), Some("alice@example.test"));
    }
    assert_eq!(peer.connections(), 2);
}

#[tokio::test]
async fn who_cannot_be_reached_is_named() {
    let free =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port").local_addr().expect("bound");
    let at = |url: String| {
        let teller = Teller::Introspection {
            address: url.parse().expect("a URL"),
            client_id: "postrider".to_owned(),
            client_secret: Secret::new("secret"),
        };
        Place::new(vec![crate::place::options(teller)])
    };
    assert!(why(at(format!("http://{free}/")).login("token").await).contains("it cannot be reached"));
    let why = why(at("https://unknown.test/".to_owned()).login("token").await);
    assert!(why.contains("its name is not known: unknown.test has no address record"), "{why}");
}

/// A peer behind TLS that says that a token is alice's, and its authority.
async fn behind_tls(host: &str) -> (SocketAddr, rustls::pki_types::CertificateDer<'static>) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer =
        CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let certificate = CertificateParams::new(vec![host.to_owned()]).expect("a name");
    let certificate = certificate.signed_by(&key, &issuer).expect("a certificate");
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has suites for both")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .expect("they belong together");
    let good = Reply::Json(active("alice@example.test", ""));
    let peer = Peer::with_tls(vec![good], TlsAcceptor::from(Arc::new(config))).await;
    (peer.address, issuer.der().clone())
}

#[tokio::test]
async fn over_tls_the_name_and_the_authority_have_to_be_right() {
    let (address, authority) = behind_tls("id.test").await;
    let (_, stranger) = behind_tls("id.test").await;
    let place = |host: &str, authority: rustls::pki_types::CertificateDer<'static>| {
        let teller = Teller::Introspection {
            address: format!("https://{host}:{}/introspect", address.port()).parse().expect("a URL"),
            client_id: "postrider".to_owned(),
            client_secret: Secret::new("secret"),
        };
        Place::new(vec![OauthOptions { authorities: Some(vec![authority]), ..crate::place::options(teller) }])
    };
    assert_eq!(
        name_of(&place("id.test", authority.clone()).login("token").await),
        Some("alice@example.test")
    );
    assert!(why(place("id.test", stranger).login("token").await).contains("TLS with it fails"));
    assert!(why(place("127.0.0.1", authority).login("token").await).contains("TLS with it fails"));
}
