//! Routes that want TLS, or a login: what becomes of a message.

use postrider_outbound::smtp::Login;
use postrider_outbound::tls::Policy;
use postrider_outbound::{HostPort, Next, Pattern, Privacy, RouteSpec, Takes};
use postrider_proto::mail::{AddressLiteral, Domain, Mailbox, QueueId};
use postrider_proto::sasl::Secret;
use postrider_queue::{RecipientState, Status};

use crate::peer::Peer;
use crate::secure::{Authority, Begin, Flaw, Secure, self_signed};
use crate::world::{World, from_al, local, put_envelope, reports, until};

fn host(server: &Secure) -> HostPort {
    let host = Domain::Literal(AddressLiteral::V4([127, 0, 0, 1].into()));
    HostPort { host, port: server.address.port(), tls_at_once: false }
}

fn spec(domain: &str, next: Next) -> RouteSpec {
    RouteSpec::new(Pattern::parse(domain).expect("a pattern"), next)
}

fn set(world: &World, specs: Vec<RouteSpec>) {
    world.routes.set(local(postrider_outbound::Local::Maildir), specs);
}

async fn put(world: &World, to: &str) -> QueueId {
    put_envelope(world, from_al(&[to])).await
}

fn state(world: &World, id: QueueId) -> RecipientState {
    world.queue.show(id).expect("readable").expect("it is still there").recipients[0].state.clone()
}

#[tokio::test]
async fn what_tls_forbids_waits_and_never_bounces() {
    let server = Secure::start(&[Begin::Clear], self_signed("127.0.0.1"), Peer::default()).await;
    let world = World::new();
    let required = RouteSpec { tls: Some(Policy::Required), ..spec("*", Next::Hosts(vec![host(&server)])) };
    set(&world, vec![required]);
    let id = put(&world, "bob@mx.example").await;
    let running = world.start();
    until(|| world.deferred(id)).await;
    assert!(world.reason(id).contains("tls-not-offered: "), "{}", world.reason(id));
    // Days later it is kept for a person: that is no business of whoever has sent it.
    world.clock.set(world.now().as_millis() + 30 * 24 * 60 * 60 * 1000);
    until(|| matches!(state(&world, id).status, Status::Failed)).await;
    world.stop(running).await;
    assert!(!reports(&world).iter().any(|report| report.contains("Action: failed")), "{:?}", reports(&world));
}

#[tokio::test]
async fn that_it_went_in_clear_is_told_by_the_timeline() {
    let begins = [Begin::Say("454 4.7.0 no TLS today\r\n"), Begin::Clear];
    let peer = Peer::default().with(crate::peer::At::Mail, crate::peer::Fault::Say("450 4.2.0 later\r\n"));
    let server = Secure::start(&begins, self_signed("127.0.0.1"), peer).await;
    let world = World::new();
    set(&world, vec![spec("*", Next::Hosts(vec![host(&server)]))]);
    let id = put(&world, "bob@mx.example").await;
    let running = world.start();
    until(|| world.deferred(id)).await;
    world.stop(running).await;
    let shown = world.queue.show(id).expect("readable").expect("there");
    let ending = shown.timeline.tried().next().expect("an attempt").ending_of(0).expect("its own").clone();
    let said: Vec<&str> = ending.answers.iter().map(|answer| answer.said.as_str()).collect();
    assert_eq!(
        said,
        ["tls-refused: it refused STARTTLS: 454 4.7.0 no TLS today; so it goes in clear", "450 4.2.0 later"]
    );
}

#[tokio::test]
async fn a_connection_that_waits_serves_only_who_would_have_opened_it() {
    let authority = Authority::new();
    let server =
        Secure::start(&[Begin::StartTls], authority.certificate("127.0.0.1", Flaw::None), Peer::default())
            .await;
    let world = World::new();
    let next = || Next::Hosts(vec![host(&server)]);
    let verified = RouteSpec {
        tls: Some(Policy::Verified),
        roots: authority.trusted(),
        ..spec("verified.example", next())
    };
    set(&world, vec![spec("*", next()), verified]);
    let delivery = world.delivery(world.clock.clone());
    let running = world.start();
    for (to, connections) in [
        ("bob@a.example", 1),
        ("bob@b.example", 1),
        ("bob@verified.example", 2),
        ("ann@verified.example", 2),
        ("bob@c.example", 2),
    ] {
        put(&world, to).await;
        until(|| world.queue.is_empty()).await;
        assert_eq!(server.connections(), connections, "{to}");
    }
    world.stop(running).await;
    let asked: Mailbox = "bob@verified.example".parse().expect("an address");
    assert_eq!(delivery.asker().ask(&asked).await, Takes::Yes, "a question goes the same way");
}

#[tokio::test]
async fn a_certificate_may_be_for_the_name_that_the_route_says() {
    let authority = Authority::new();
    let certificate = authority.certificate("mail.example", Flaw::None);
    let server = Secure::start(&[Begin::StartTls], certificate, Peer::default()).await;
    for (name, is_good) in [(None, false), (Some("mail.example"), true), (Some("other.example"), false)] {
        let world = World::new();
        set(
            &world,
            vec![RouteSpec {
                tls: Some(Policy::Verified),
                roots: authority.trusted(),
                certificate_name: name.map(str::to_owned),
                ..spec("*", Next::Hosts(vec![host(&server)]))
            }],
        );
        let id = put(&world, "bob@a.example").await;
        let running = world.start();
        until(|| world.queue.is_empty() || world.deferred(id)).await;
        assert_eq!(world.queue.is_empty(), is_good, "{name:?}");
        world.stop(running).await;
    }
}

#[tokio::test]
async fn connections_are_counted_by_how_they_are_kept_from_others() {
    let begins = [Begin::StartTls, Begin::Clear];
    let peer = Peer { leaves_after: Some(1), ..Peer::default() };
    let server = Secure::start(&begins, self_signed("127.0.0.1"), peer).await;
    let world = World::new();
    set(&world, vec![spec("*", Next::Hosts(vec![host(&server)]))]);
    let running = world.start();
    for to in ["bob@a.example", "bob@b.example"] {
        put(&world, to).await;
        until(|| world.queue.is_empty()).await;
    }
    let counted: Vec<_> = world.counters().connections_by_tls().collect();
    world.stop(running).await;
    assert_eq!(counted, [(Privacy::Clear, 1), (Privacy::Unverified, 1), (Privacy::Verified, 0)]);
}

#[tokio::test]
async fn a_login_that_is_refused_waits_and_is_for_the_operator() {
    let peer = Peer { login: Some(("anna", "another")), ..Peer::offering(&["AUTH PLAIN"]) };
    let authority = Authority::new();
    let certificate = authority.certificate("127.0.0.1", Flaw::None);
    let server = Secure::start(&[Begin::StartTls], certificate, peer).await;
    let world = World::new();
    let password = Secret::new("pencil");
    let login = Some(Login::password("anna", password));
    set(
        &world,
        vec![RouteSpec {
            login,
            tls: Some(Policy::Verified),
            roots: authority.trusted(),
            ..spec("*", Next::Hosts(vec![host(&server)]))
        }],
    );
    let id = put(&world, "bob@mx.example").await;
    let running = world.start();
    until(|| world.deferred(id)).await;
    world.stop(running).await;
    assert!(
        world.reason(id).ends_with("the server refused at AUTH: 535 5.7.8 wrong"),
        "{}",
        world.reason(id)
    );
    assert!(reports(&world).is_empty());
}
