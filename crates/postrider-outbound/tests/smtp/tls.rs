//! TLS on the way out: what each policy makes of what a server can do.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use postrider_outbound::smtp::{
    ConnectFault, Connection, Login, Options, Proof, Sockets, Target, TokenFault,
};
use postrider_outbound::tls::{Contexts, Policy, Roots, TlsFault, Unverified, Wanted};
use postrider_proto::client::{OpenFault, Protocol, Trouble};
use postrider_proto::sasl::{Mechanism, Secret};
use tokio::io::AsyncWriteExt as _;

use crate::peer::Peer;
use crate::secure::{Authority, Begin, Certificate, Flaw, Secure, Seen, self_signed};
use crate::{MESSAGE, options, to, words};

const NAME: &str = "mx.example";

/// TLS for the host that is meant.
fn wanted(policy: Policy, roots: &Roots) -> Wanted {
    Wanted {
        policy,
        at_once: false,
        host: Some(NAME.to_owned()),
        roots: roots.clone(),
        certificate: None,
        contexts: Contexts::new(),
    }
}

fn over(wanted: Wanted) -> Options {
    Options { tls: Some(wanted), ..options(Protocol::Smtp) }
}

async fn open(server: &Secure, options: &Options) -> Result<Connection, ConnectFault> {
    Connection::open(&Sockets, &Target::Tcp(server.address), options).await
}

/// Why there is no TLS that is good enough.
async fn fault(server: &Secure, options: &Options) -> TlsFault {
    match open(server, options).await {
        Err(ConnectFault::Tls(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

/// A message goes over it, and all is said.
async fn carries(mut connection: Connection) {
    let sent = connection.send(to(&["bob"], MESSAGE.len()), &mut &*MESSAGE).await;
    assert_eq!(words(&sent.outcome), ["accepted: 250 2.0.0 kept"]);
    connection.quit().await;
}

#[tokio::test]
async fn it_is_encrypted_where_it_is_offered_and_the_certificate_is_believed_where_it_is_good() {
    let authority = Authority::new();
    for policy in Policy::ALL {
        let certificate = authority.certificate(NAME, Flaw::None);
        let server = Secure::start(&[Begin::StartTls], certificate, Peer::default()).await;
        let connection = open(&server, &over(wanted(policy, &authority.trusted()))).await.expect("opened");
        let secured = *connection.secured().expect("TLS");
        assert_eq!((secured.version, secured.unverified), ("TLSv1.3", None), "{policy}");
        assert!(secured.cipher.starts_with("TLS_"), "{secured}");
        assert_eq!(connection.fell_back(), None);
        carries(connection).await;
        assert_eq!(
            server.seen(),
            [Seen { name: Some(NAME.to_owned()), resumed: false, shown: false }],
            "{policy}"
        );
    }
}

#[tokio::test]
async fn a_large_message_goes_over_it_whole() {
    let content = b"0123456789abcdef\r\n".repeat(60_000);
    let server = Secure::start(&[Begin::StartTls], self_signed(NAME), Peer::offering(&["CHUNKING"])).await;
    let options = over(wanted(Policy::Required, &Roots::System));
    let mut connection = open(&server, &options).await.expect("opened");
    let sent = connection.send(to(&["bob"], content.len()), &mut &*content).await;
    assert_eq!(words(&sent.outcome), ["accepted: 250 2.0.0 kept"]);
    connection.quit().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_noted_and_forbids_only_what_is_verified() {
    let (authority, other) = (Authority::new(), Authority::new());
    let roots = authority.trusted();
    let flaws: [(&dyn Fn() -> Certificate, Unverified); 5] = [
        (&|| self_signed(NAME), Unverified::SelfSigned),
        (&|| other.certificate(NAME, Flaw::None), Unverified::UnknownIssuer),
        (&|| authority.certificate(NAME, Flaw::Expired), Unverified::Expired),
        (&|| authority.certificate(NAME, Flaw::NotYetValid), Unverified::NotYetValid),
        (&|| authority.certificate("other.example", Flaw::None), Unverified::WrongName),
    ];
    for (certificate, why) in flaws {
        let server = Secure::start(&[Begin::StartTls], certificate(), Peer::default()).await;
        for policy in [Policy::Opportunistic, Policy::Required] {
            let connection = open(&server, &over(wanted(policy, &roots))).await.expect("opened");
            assert_eq!(connection.secured().expect("TLS").unverified, Some(why), "{policy}");
            carries(connection).await;
        }
        let fault = fault(&server, &over(wanted(Policy::Verified, &roots))).await;
        let expected = match why {
            Unverified::WrongName => {
                TlsFault::WrongName { wanted: NAME.to_owned(), names: "other.example".to_owned() }
            }
            why => TlsFault::NotVerified(why),
        };
        assert_eq!(fault, expected);
        assert!(fault.to_string().starts_with(fault.id()), "{fault}");
    }
}

#[tokio::test]
async fn a_certificate_that_is_named_itself_is_believed() {
    let certificate = self_signed(NAME);
    let roots = Roots::These(Arc::new([certificate.der.clone()]));
    let server = Secure::start(&[Begin::StartTls], certificate, Peer::default()).await;
    let connection = open(&server, &over(wanted(Policy::Verified, &roots))).await.expect("opened");
    assert_eq!(connection.secured().expect("TLS").unverified, None);
    // It is believed of its own name, and of no other.
    let elsewhere = Wanted { host: Some("other.example".to_owned()), ..wanted(Policy::Verified, &roots) };
    let fault = fault(&server, &over(elsewhere)).await.to_string();
    assert_eq!(fault, format!("tls-not-verified: its certificate is for {NAME}, and not for other.example"));
}

#[tokio::test]
async fn where_it_is_not_offered_only_what_may_goes_in_clear() {
    let server = Secure::start(&[Begin::Clear], self_signed(NAME), Peer::default()).await;
    let connection =
        open(&server, &over(wanted(Policy::Opportunistic, &Roots::System))).await.expect("opened");
    assert_eq!((connection.secured(), connection.fell_back()), (None, None));
    carries(connection).await;
    for policy in [Policy::Required, Policy::Verified] {
        assert_eq!(fault(&server, &over(wanted(policy, &Roots::System))).await, TlsFault::NotOffered);
    }
}

#[tokio::test]
async fn where_it_fails_what_may_goes_in_clear_over_another_connection() {
    let faults = [
        (Begin::Say("454 4.7.0 no TLS today\r\n"), "tls-refused"),
        (Begin::Say("421 4.7.0 too busy for that\r\n"), "tls-refused"),
        (Begin::Say("501 5.5.4 what?\r\n"), "tls-refused"),
        (Begin::Close, "tls-handshake-failed"),
    ];
    for (begin, id) in faults {
        let server = Secure::start(&[begin, Begin::Clear], self_signed(NAME), Peer::default()).await;
        let options = over(wanted(Policy::Opportunistic, &Roots::System));
        let connection = open(&server, &options).await.expect("opened");
        assert_eq!(connection.secured(), None);
        assert_eq!(connection.fell_back().map(TlsFault::id), Some(id), "{begin:?}");
        carries(connection).await;
        assert_eq!(server.connections(), 2, "{begin:?}");
        for policy in [Policy::Required, Policy::Verified] {
            let server = Secure::start(&[begin, Begin::Clear], self_signed(NAME), Peer::default()).await;
            assert_eq!(fault(&server, &over(wanted(policy, &Roots::System))).await.id(), id, "{begin:?}");
            assert_eq!(server.connections(), 1, "{policy}, {begin:?}");
        }
    }
}

/// What is said in the place of a handshake, when the client has begun one.
#[tokio::test]
async fn a_handshake_that_makes_no_sense_is_no_tls() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    for policy in [Policy::Opportunistic, Policy::Required] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let target = Target::Tcp(listener.local_addr().expect("an address"));
        let serving = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a client");
            let mut heard = Vec::new();
            for said in [
                "220 mx.example\r\n",
                "250-mx.example\r\n250 STARTTLS\r\n",
                "220 go ahead\r\n",
                "500 5.5.1 what?\r\n",
            ] {
                stream.write_all(said.as_bytes()).await.expect("written");
                stream.read_buf(&mut heard).await.expect("read");
            }
            drop(stream);
            let (stream, _) = listener.accept().await.expect("another connection");
            Peer::default().serve(stream).await.commands
        });
        let opened = Connection::open(&Sockets, &target, &over(wanted(policy, &Roots::System))).await;
        match policy {
            Policy::Opportunistic => {
                let connection = opened.expect("opened");
                assert_eq!(connection.fell_back().map(TlsFault::id), Some("tls-handshake-failed"));
                connection.quit().await;
                assert_eq!(serving.await.expect("served"), ["EHLO client.example", "QUIT"]);
            }
            _ => {
                assert!(matches!(opened, Err(ConnectFault::Tls(TlsFault::Handshake(_)))), "{opened:?}");
                serving.abort();
            }
        }
    }
}

#[tokio::test]
async fn what_stands_in_clear_behind_the_220_ends_it_for_everybody() {
    for policy in Policy::ALL {
        let begin = Begin::Say("220 go ahead\r\n250-mx.example\r\n250 AUTH PLAIN\r\n");
        let server = Secure::start(&[begin, Begin::Clear], self_signed(NAME), Peer::default()).await;
        assert_eq!(fault(&server, &over(wanted(policy, &Roots::System))).await, TlsFault::Injection);
        assert_eq!(server.connections(), 1, "{policy}: somebody may wait for clear text");
    }
}

#[tokio::test]
async fn tls_may_begin_with_the_connection_and_then_nothing_goes_in_clear() {
    let authority = Authority::new();
    for policy in Policy::ALL {
        let certificate = authority.certificate(NAME, Flaw::None);
        let server = Secure::start(&[Begin::AtOnce], certificate, Peer::default()).await;
        let at_once = Wanted { at_once: true, ..wanted(policy, &authority.trusted()) };
        let connection = open(&server, &over(at_once)).await.expect("opened");
        assert_eq!(connection.secured().expect("TLS").unverified, None);
        carries(connection).await;
        assert_eq!(server.commands()[0], "EHLO client.example");

        let server = Secure::start(&[Begin::Clear], self_signed(NAME), Peer::default()).await;
        let at_once = Wanted { at_once: true, ..wanted(policy, &Roots::System) };
        assert_eq!(fault(&server, &over(at_once)).await.id(), "tls-handshake-failed", "{policy}");
        assert_eq!(server.connections(), 1, "{policy}");
    }
}

#[tokio::test]
async fn an_address_is_no_name_to_be_said() {
    let authority = Authority::new();
    let server =
        Secure::start(&[Begin::StartTls], authority.certificate("127.0.0.1", Flaw::None), Peer::default())
            .await;
    let by_address = Wanted { host: None, ..wanted(Policy::Verified, &authority.trusted()) };
    let connection = open(&server, &over(by_address)).await.expect("opened");
    assert_eq!(connection.secured().expect("TLS").unverified, None);
    assert_eq!(server.seen(), [Seen { name: None, resumed: false, shown: false }]);
}

#[tokio::test]
async fn a_session_is_resumed_by_its_like_and_by_nobody_else() {
    let authority = Authority::new();
    let roots = authority.trusted();
    let contexts = Contexts::new();
    let server =
        Secure::start(&[Begin::StartTls], authority.certificate(NAME, Flaw::None), Peer::default()).await;
    let like = |policy| Wanted { contexts: contexts.clone(), ..wanted(policy, &roots) };
    let login = anna(false);
    let own = authority.certificate("client.example", Flaw::None).shown();
    let showing = |wanted| Wanted { certificate: Some(own.clone()), ..wanted };
    let opportunistic = over(like(Policy::Opportunistic));
    let cases = [
        ("the first", opportunistic.clone(), false),
        ("the same again", opportunistic.clone(), true),
        ("another policy", over(like(Policy::Verified)), false),
        ("that again", over(like(Policy::Verified)), true),
        ("another source", Options { source: Some([127, 0, 0, 2].into()), ..opportunistic.clone() }, false),
        ("other roots", over(Wanted { roots: Roots::System, ..like(Policy::Opportunistic) }), false),
        ("a certificate", over(showing(like(Policy::Opportunistic))), false),
        ("that again", over(showing(like(Policy::Opportunistic))), true),
        (
            "another name",
            over(Wanted { host: Some("other.example".to_owned()), ..like(Policy::Opportunistic) }),
            false,
        ),
    ];
    for (what, options, resumed) in cases {
        let connection = open(&server, &options).await.expect("opened");
        assert_eq!(connection.secured().expect("TLS").resumed, resumed, "{what}");
        if options.tls.as_ref().is_some_and(|wanted| wanted.policy == Policy::Verified) {
            assert_eq!(connection.secured().expect("TLS").unverified, None, "it is judged anew");
        }
        carries(connection).await;
    }
    // Somebody who logs in resumes nobody else's session; that this server knows no AUTH comes behind the handshake.
    let opened = open(&server, &Options { login: Some(login), ..opportunistic }).await;
    assert!(
        matches!(opened, Err(ConnectFault::Session(OpenFault::Failed(Trouble::NoMechanism(_))))),
        "{opened:?}"
    );
    assert!(!server.seen().last().expect("a handshake").resumed);
}

/// Anna, whose password may be shown to a host that is not verified, or not.
fn anna(unverified: bool) -> Login {
    Login { unverified, ..Login::password("anna", Secret::new("pencil")) }
}

/// RFC 9266, RFC 5929 §4: whoever stands between has another session with either side, and another certificate.
#[tokio::test]
async fn a_login_is_bound_to_tls_of_either_version() {
    const OFFERS: &[&str] = &["AUTH PLAIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS"];
    for (version, binding) in
        [(&rustls::version::TLS13, "p=tls-exporter,"), (&rustls::version::TLS12, "p=tls-server-end-point,")]
    {
        let peer = Peer { login: Some(("anna", "pencil")), ..Peer::offering(OFFERS) };
        let server = Secure::speaking(&[version], &[Begin::StartTls], self_signed(NAME), peer).await;
        let options = Options { login: Some(anna(false)), ..over(wanted(Policy::Required, &Roots::System)) };
        carries(open(&server, &options).await.expect("logged in")).await;
        let commands = server.commands();
        let first = commands[1].strip_prefix("AUTH SCRAM-SHA-256-PLUS ").expect("it is bound");
        let first = BASE64.decode(first).expect("base64");
        assert!(first.starts_with(binding.as_bytes()), "{binding}");
    }
}

/// RFC 5929 §3: `tls-unique` is another binding of TLS 1.2, and a host that knows no other refuses ours. Only who has set up the route can do without:
/// a host that refuses the bound login may as well be somebody in the middle, who would have the unbound one to pass on.
#[tokio::test]
async fn a_host_that_knows_only_another_binding_is_logged_in_at_where_the_route_does_without() {
    const OFFERS: &[&str] = &["AUTH SCRAM-SHA-256 SCRAM-SHA-256-PLUS"];
    let authority = Authority::new();
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let peer = Peer { login: Some(("anna", "pencil")), binds_otherwise: true, ..Peer::offering(OFFERS) };
        let certificate = authority.certificate(NAME, Flaw::None);
        let server = Secure::speaking(&[version], &[Begin::StartTls], certificate, peer).await;
        let over = |bound| Options {
            login: Some(Login { bound, ..anna(false) }),
            ..over(wanted(Policy::Verified, &authority.trusted()))
        };
        let refused = open(&server, &over(true)).await.expect_err("refused").to_string();
        assert!(refused.starts_with("the server refused at AUTH: 535 5.7.8 wrong"), "{refused}");
        // Under TLS 1.3 there is nothing else to be bound to.
        let is_told = refused.ends_with("write auth_bound = false in the route");
        assert_eq!(is_told, version.version == rustls::ProtocolVersion::TLSv1_2, "{refused}");
        assert_eq!(server.connections(), 1, "nothing else is tried");
        carries(open(&server, &over(false)).await.expect("logged in")).await;
        let commands = server.commands();
        let first = commands.iter().find_map(|command| command.strip_prefix("AUTH SCRAM-SHA-256 "));
        let first = BASE64.decode(first.expect("it is not bound")).expect("base64");
        assert!(first.starts_with(b"n,,"), "it says that it has no use for a binding");
    }
}

#[tokio::test]
async fn a_certificate_is_shown_to_who_asks_and_is_the_login_where_that_is_offered() {
    let authority = Authority::new();
    let own = authority.certificate("client.example", Flaw::None).shown();
    let with = |login| {
        let wanted = wanted(Policy::Verified, &authority.trusted());
        Options { login: Some(login), ..over(Wanted { certificate: Some(own.clone()), ..wanted }) }
    };
    let both = Login { proof: anna(false).proof, ..Login::certificate(Some("anna".to_owned())) };
    for (offers, login, said) in [
        ("AUTH PLAIN EXTERNAL", Login::certificate(None), Some("AUTH EXTERNAL =")),
        ("AUTH PLAIN EXTERNAL", both.clone(), Some("AUTH EXTERNAL YW5uYQ==")),
        ("AUTH PLAIN", both, Some("AUTH PLAIN AGFubmEAcGVuY2ls")),
        // The server may know us by the certificate all the same.
        ("AUTH PLAIN", Login::certificate(None), None),
        ("SIZE", Login::certificate(None), None),
    ] {
        let peer = Peer { login: Some(("anna", "pencil")), ..Peer::offering(&[]) };
        let peer = Peer { offers: vec![offers], ..peer };
        let certificate = authority.certificate(NAME, Flaw::None);
        let server = Secure::asking(&authority, &[Begin::StartTls], certificate, peer).await;
        carries(open(&server, &with(login)).await.expect("opened")).await;
        assert!(server.seen()[0].shown, "{offers}");
        let commands = server.commands();
        assert_eq!(
            commands.iter().find(|line| line.starts_with("AUTH")).map(String::as_str),
            said,
            "{offers}"
        );
    }
    // Somebody who is named has to be known.
    let certificate = authority.certificate(NAME, Flaw::None);
    let peer = Peer::offering(&["AUTH PLAIN"]);
    let server = Secure::asking(&authority, &[Begin::StartTls], certificate, peer).await;
    let refused = open(&server, &with(Login::certificate(Some("anna".to_owned())))).await;
    let refused = refused.expect_err("no login").to_string();
    assert!(refused.contains("no mechanism that these credentials fit"), "{refused}");
}

/// Under TLS 1.3 a host looks at the certificate of a client that has taken the handshake for done.
#[tokio::test]
async fn a_host_that_misses_our_certificate_has_refused_the_handshake() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    for own in [None, Some(stranger.certificate("client.example", Flaw::None).shown())] {
        for begin in [Begin::StartTls, Begin::AtOnce] {
            let certificate = authority.certificate(NAME, Flaw::None);
            let server = Secure::requiring(&authority, &[begin], certificate, Peer::default()).await;
            let wanted = Wanted {
                certificate: own.clone(),
                at_once: matches!(begin, Begin::AtOnce),
                ..wanted(Policy::Verified, &authority.trusted())
            };
            let fault = fault(&server, &over(wanted)).await.to_string();
            assert!(fault.starts_with("tls-handshake-failed: received fatal alert: "), "{fault}");
        }
    }
}

#[tokio::test]
async fn a_token_is_read_for_each_login() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("token");
    let authority = Authority::new();
    let peer =
        Peer { login: Some(("anna", "second")), ..Peer::offering(&["AUTH PLAIN OAUTHBEARER XOAUTH2"]) };
    let certificate = authority.certificate(NAME, Flaw::None);
    let server = Secure::start(&[Begin::StartTls], certificate, peer).await;
    let login =
        Login { proof: Some(Proof::TokenFile(file.clone())), ..Login::certificate(Some("anna".to_owned())) };
    let options = Options { login: Some(login), ..over(wanted(Policy::Verified, &authority.trusted())) };
    let refused = async || open(&server, &options).await.expect_err("refused");
    assert!(matches!(refused().await, ConnectFault::Token(TokenFault::Read { .. })));
    std::fs::write(&file, "\n").expect("written");
    assert!(matches!(refused().await, ConnectFault::Token(TokenFault::Empty { .. })));
    assert_eq!(server.connections(), 0, "there is nothing to say to it");
    std::fs::write(&file, "first\n").expect("written");
    assert!(refused().await.to_string().starts_with("the server refused at AUTH: "));
    std::fs::write(&file, "second\n").expect("written");
    let connection = open(&server, &options).await.expect("logged in");
    assert_eq!(connection.logged_in(), Some(Mechanism::OauthBearer));
    carries(connection).await;
}

#[tokio::test]
async fn a_login_shows_a_password_to_a_verified_host_alone() {
    const PLAIN: &[&str] = &["AUTH PLAIN LOGIN"];
    const SCRAM: &[&str] = &["AUTH PLAIN SCRAM-SHA-256"];
    let authority = Authority::new();
    let login = |unverified| Some(anna(unverified));
    let peer = |offers| Peer { login: Some(("anna", "pencil")), ..Peer::offering(offers) };
    for (offers, trusted, policy, unverified, first) in [
        (PLAIN, true, Policy::Verified, false, "AUTH PLAIN "),
        // It is verified, whether anybody insists or not.
        (PLAIN, true, Policy::Opportunistic, false, "AUTH PLAIN "),
        (SCRAM, false, Policy::Required, false, "AUTH SCRAM-SHA-256 "),
        // Somebody has said that it may be shown.
        (PLAIN, false, Policy::Required, true, "AUTH PLAIN "),
    ] {
        let certificate = authority.certificate(NAME, Flaw::None);
        let server = Secure::start(&[Begin::StartTls], certificate, peer(offers)).await;
        let roots = if trusted { authority.trusted() } else { Roots::System };
        let options = Options { login: login(unverified), ..over(wanted(policy, &roots)) };
        carries(open(&server, &options).await.expect("logged in")).await;
        let commands = server.commands();
        assert!(commands[1].starts_with(first), "{commands:?}");
        // RFC 4954 §5
        assert!(commands[2].starts_with("MAIL ") && commands[2].ends_with(" AUTH=<>"), "{commands:?}");
    }
    // In clear, where that is allowed, and within TLS to whoever it is: nothing is said that shows it.
    for (begin, policy, unverified, because) in [
        (Begin::Clear, Policy::Opportunistic, true, "in clear"),
        (Begin::StartTls, Policy::Opportunistic, false, "not proven by a certificate"),
        (Begin::StartTls, Policy::Required, false, "not proven by a certificate"),
    ] {
        let server = Secure::start(&[begin], self_signed(NAME), peer(PLAIN)).await;
        let options = Options { login: login(unverified), ..over(wanted(policy, &Roots::System)) };
        match open(&server, &options).await {
            Err(ConnectFault::Session(OpenFault::Failed(trouble @ Trouble::NoMechanism(_)))) => {
                assert!(trouble.to_string().contains(because), "{trouble}");
            }
            other => panic!("{other:?}"),
        }
        assert!(!server.commands().iter().any(|command| command.starts_with("AUTH")));
    }
    // Whoever offers only CRAM-MD5 gets nothing to guess by, unless somebody has named it.
    const CRAM: &[&str] = &["AUTH CRAM-MD5"];
    for (begin, named) in
        [(Begin::Clear, false), (Begin::StartTls, false), (Begin::Clear, true), (Begin::StartTls, true)]
    {
        let server = Secure::start(&[begin], self_signed(NAME), peer(CRAM)).await;
        let login = Login { mechanism: named.then_some(Mechanism::CramMd5), ..anna(true) };
        let options = Options { login: Some(login), ..over(wanted(Policy::Opportunistic, &Roots::System)) };
        match open(&server, &options).await {
            Ok(connection) if named => {
                assert_eq!(connection.logged_in(), Some(Mechanism::CramMd5));
                carries(connection).await;
            }
            Err(fault) if !named => assert!(fault.to_string().contains("only CRAM-MD5"), "{fault}"),
            other => panic!("{begin:?} {named}: {other:?}"),
        }
        let said = server.commands().iter().any(|command| command.starts_with("AUTH"));
        assert_eq!(said, named, "{begin:?}");
    }
    // The password is wrong.
    let peer = Peer { login: Some(("anna", "another")), ..Peer::offering(PLAIN) };
    let server = Secure::start(&[Begin::StartTls], self_signed(NAME), peer).await;
    let options = Options { login: login(true), ..over(wanted(Policy::Required, &Roots::System)) };
    let refused = open(&server, &options).await.expect_err("refused").to_string();
    assert_eq!(refused, "the server refused at AUTH: 535 5.7.8 wrong");
    assert!(!format!("{options:?}").contains("pencil"), "what nobody may see is not shown");
}

#[tokio::test]
async fn the_wrong_kind_of_port_is_named() {
    // It greets in clear, and the client says a hello of TLS.
    let server = Secure::start(&[Begin::Clear], self_signed(NAME), Peer::default()).await;
    let at_once = Wanted { at_once: true, ..wanted(Policy::Required, &Roots::System) };
    let clear = fault(&server, &over(at_once)).await;
    assert_eq!(clear, TlsFault::ClearFirst);
    assert!(clear.to_string().contains("write smtp:// (or lmtp://) with tls required"), "{clear}");
    // What greets there is no mail server of SMTP or LMTP.
    for greeting in ["* OK IMAP4rev1 ready\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n"] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback");
        let target = Target::Tcp(listener.local_addr().expect("bound"));
        let greeting = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("the client comes");
            stream.write_all(greeting.as_bytes()).await.expect("it is there");
            stream
        });
        let at_once = Wanted { at_once: true, ..wanted(Policy::Required, &Roots::System) };
        let refused = Connection::open(&Sockets, &target, &over(at_once)).await.expect_err("no TLS");
        assert!(refused.to_string().contains("it does not speak TLS"), "{refused}");
        drop(greeting.await.expect("it ends"));
    }
    // It waits for that hello, and gives up.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let target = Target::Tcp(listener.local_addr().expect("bound"));
    let closing = tokio::spawn(async move { listener.accept().await.map(drop) });
    let silent = Connection::open(&Sockets, &target, &over(wanted(Policy::Required, &Roots::System))).await;
    closing.await.expect("it ends").expect("the client comes");
    let silent = silent.expect_err("it says nothing");
    assert!(matches!(silent, ConnectFault::Silent(_)), "{silent:?}");
    assert_eq!(
        silent.to_string(),
        "the server closed the connection at the greeting. Where a port begins with TLS, the client speaks first: if it is such a port, write smtps:// (or lmtps://)"
    );
}
