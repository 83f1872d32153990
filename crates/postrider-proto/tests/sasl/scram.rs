//! SCRAM: the rules of the server, one by one, and of the client. (The examples of the RFCs, whose nonces are fixed, are beside the
//! code.)

use postrider_proto::sasl::client::{ClientFault, Credentials, Exchange};
use postrider_proto::sasl::server::{Answer, Failure, Holder};
use postrider_proto::sasl::{Channel, Hash, Mechanism, Nonce, ScramVerifier, Secret};

use crate::{PASSWORD, Said, Server, tls, verifier};

const OFFERED: [Mechanism; 2] = [Mechanism::ScramSha256, Mechanism::ScramSha256Plus];

/// A client of ours, for messages that the tests then bend.
fn client(mechanism: Mechanism, offered: &[Mechanism], name: &str, channel: &Channel) -> Exchange {
    let credentials = Credentials::password(name, Secret::new(PASSWORD));
    Exchange::begin(mechanism, offered, &credentials, channel, Nonce::new([3; 18])).expect("valid")
}

fn text(octets: &[u8]) -> String {
    String::from_utf8(octets.to_vec()).expect("UTF-8")
}

fn challenge(said: Said) -> Vec<u8> {
    match said {
        Said::Challenge(challenge) => challenge,
        other => panic!("no challenge: {other:?}"),
    }
}

/// What the server says to a first message.
fn opened(mechanism: Mechanism, channel: Channel, message: &str) -> Said {
    Server::new(mechanism, &OFFERED, channel).says(Some(message.as_bytes()))
}

/// An exchange of a good client, whose final message is bent.
fn bent(bend: impl Fn(&str) -> String) -> Said {
    let mut client = client(Mechanism::ScramSha256Plus, &OFFERED, "anna", &tls());
    let mut server = Server::new(Mechanism::ScramSha256Plus, &OFFERED, tls());
    let first = client.initial().expect("the client speaks first");
    let challenge = challenge(server.says(Some(first.expose())));
    let last = client.step(&challenge).expect("valid");
    server.says(Some(bend(&text(last.expose())).as_bytes()))
}

#[test]
fn a_first_message_that_is_none() {
    let plain = |message: &str| opened(Mechanism::ScramSha256, Channel::clear(), message);
    for wrong in [
        "",
        "n",
        "n,",
        "n,,",
        "n,,n=anna",
        "n,,r=abc",
        "n,,n=,r=abc",
        "n,,n=anna,r=",
        "n,,n=anna,r=a b",
        "n,b=anna,n=anna,r=abc",
        "n,,m=ext,n=anna,r=abc",
        "n,,n=an=na,r=abc",
        "n,,n=an=3dna,r=abc",
        "x,,n=anna,r=abc",
        "n,,n=an\0na,r=abc",
        "n,,n=anna,r=abc,",
        "n,,n=anna,r=abc,1=x",
        "n,a=,n=anna,r=abc",
        "N,,n=anna,r=abc",
    ] {
        assert!(matches!(plain(wrong), Said::Failed(Failure::Malformed(_))), "{wrong:?}");
    }
    let long = format!("n,,n=anna,r={}", "a".repeat(5000));
    assert!(matches!(plain(&long), Said::Failed(Failure::Malformed("it is too long"))));
    assert!(matches!(
        Server::new(Mechanism::ScramSha256, &[], Channel::clear()).says(Some(b"n,,n=\xFF,r=abc")),
        Said::Failed(Failure::Malformed(_))
    ));
    // What follows in a form that is allowed is passed over.
    assert!(text(&challenge(plain("n,,n=anna,r=abc,x=1"))).starts_with("r=abcB"));
}

#[test]
fn who_could_bind_and_was_told_otherwise_is_warned() {
    let first = "y,,n=anna,r=abc";
    assert!(matches!(opened(Mechanism::ScramSha256, tls(), first), Said::Failed(Failure::ChannelBinding(_))));
    let mut alone = Server::new(Mechanism::ScramSha256, &[Mechanism::ScramSha256], Channel::clear());
    assert!(matches!(alone.says(Some(first.as_bytes())), Said::Challenge(_)));
}

#[test]
fn a_binding_that_cannot_be_checked() {
    let plus = |first: &str, channel| opened(Mechanism::ScramSha256Plus, channel, first);
    for wrong in ["p=tls-unique,,n=anna,r=abc", "p=,,n=anna,r=abc", "n,,n=anna,r=abc", "y,,n=anna,r=abc"] {
        assert!(matches!(plus(wrong, tls()), Said::Failed(Failure::ChannelBinding(_))), "{wrong}");
    }
    let exporter = "p=tls-exporter,,n=anna,r=abc";
    assert!(matches!(plus(exporter, tls()), Said::Challenge(_)));
    assert!(matches!(plus("p=tls-server-end-point,,n=anna,r=abc", tls()), Said::Challenge(_)));
    assert!(matches!(plus(exporter, Channel::clear()), Said::Failed(Failure::ChannelBinding(_))));
    assert!(matches!(
        opened(Mechanism::ScramSha256, tls(), exporter),
        Said::Failed(Failure::ChannelBinding(_))
    ));
}

#[test]
fn another_channel_is_noticed() {
    let mut client = client(Mechanism::ScramSha256Plus, &OFFERED, "anna", &tls());
    let mut other = tls();
    other.bindings[0].data[31] ^= 1;
    let mut server = Server::new(Mechanism::ScramSha256Plus, &OFFERED, other);
    let first = client.initial().expect("the client speaks first");
    let challenge = challenge(server.says(Some(first.expose())));
    let last = client.step(&challenge).expect("valid");
    assert!(matches!(server.says(Some(last.expose())), Said::Failed(Failure::ChannelBinding(_))));
}

#[test]
fn a_final_message_that_is_none() {
    assert!(matches!(bent(str::to_owned), Said::Challenge(_)));
    let malformed = |said: Said| assert!(matches!(said, Said::Failed(Failure::Malformed(_))), "{said:?}");
    malformed(bent(|_| String::new()));
    malformed(bent(|last| format!("m=x,{last}")));
    malformed(bent(|last| last.replace("p=", "q=")));
    malformed(bent(|last| last.replace(",r=", ",r=x")));
    malformed(bent(|last| last.replace("c=", "c=!")));
    malformed(bent(|last| last[..last.len() - 4].to_owned()));
    malformed(bent(|last| format!("{last},x=1")));
    malformed(bent(|last| last.rsplit_once(',').expect("a proof").0.to_owned()));
    assert!(matches!(bent(|last| last.replace("c=", "c=AAAA")), Said::Failed(Failure::ChannelBinding(_))));
    // An attribute that the client did not have when it made its proof: the proof does not fit any more.
    assert_eq!(bent(|last| last.replace(",p=", ",x=1,p=")), Said::Failed(Failure::Credentials));
}

#[test]
fn a_final_message_of_another_exchange() {
    let run = |nonce: u8| {
        let mut client = client(Mechanism::ScramSha256, &[], "anna", &Channel::clear());
        let exchange = postrider_proto::sasl::server::Exchange::begin(
            Mechanism::ScramSha256,
            &[],
            Channel::clear(),
            Nonce::new([nonce; 18]),
        );
        let mut server = Server { exchange, answer: None };
        let first = client.initial().expect("the client speaks first");
        let challenge = challenge(server.says(Some(first.expose())));
        (server, client.step(&challenge).expect("valid"))
    };
    let ((mut one, last_of_one), (mut two, last_of_two)) = (run(1), run(2));
    assert!(matches!(one.says(Some(last_of_two.expose())), Said::Failed(Failure::Malformed(_))));
    assert!(matches!(two.says(Some(last_of_two.expose())), Said::Challenge(_)));
    // And an exchange that has failed takes nothing any more.
    assert!(matches!(one.says(Some(last_of_one.expose())), Said::Failed(_)));
}

#[test]
fn the_last_response_is_empty() {
    let end = |response: Option<&[u8]>| {
        let mut client = client(Mechanism::ScramSha1, &[], "anna", &Channel::clear());
        let mut server = Server::new(Mechanism::ScramSha1, &[], Channel::clear());
        let first = client.initial().expect("the client speaks first");
        let proof = client.step(&challenge(server.says(Some(first.expose())))).expect("valid");
        client.step(&challenge(server.says(Some(proof.expose())))).expect("the server knows the password");
        client.finish().expect("it may be believed");
        server.says(response)
    };
    assert!(matches!(end(Some(b"")), Said::Done(identity) if identity.account == "anna@example.org"));
    assert!(matches!(end(Some(b"x")), Said::Failed(Failure::Malformed(_))));
    assert!(matches!(end(None), Said::Failed(Failure::Malformed(_))));
}

#[test]
fn nobody_fails_as_a_wrong_password_does() {
    let run = |name: &str, answer: Option<Answer>| {
        let mut client = client(Mechanism::ScramSha256, &[], name, &Channel::clear());
        let mut server = Server { answer, ..Server::new(Mechanism::ScramSha256, &[], Channel::clear()) };
        let first = client.initial().expect("the client speaks first");
        let challenge = challenge(server.says(Some(first.expose())));
        let proof = client.step(&challenge).expect("valid");
        (text(&challenge).split(',').count(), server.says(Some(proof.expose())))
    };
    let wrong = run("anna", Some(verifier(Hash::Sha256, "other", b"salt", "anna")));
    assert_eq!(wrong, (3, Said::Failed(Failure::Credentials)));
    assert_eq!(run("nobody", None), wrong);
    // Whoever is named nobody by the accounts has no login, whatever the verifier.
    let verifier = ScramVerifier::from_password(Hash::Sha256, PASSWORD, b"salt", 4096).expect("valid");
    assert_eq!(run("nobody", Some(Answer::Scram { verifier, holder: Holder::Nobody })), wrong);
    // And that an account is disabled is told to those who know the password.
    assert_eq!(run("dora", None).1, Said::Failed(Failure::Disabled));
}

#[test]
fn a_verifier_for_another_hash_is_a_fault_of_ours() {
    let mut server = Server::new(Mechanism::ScramSha256, &[], Channel::clear());
    server.answer = Some(verifier(Hash::Sha1, PASSWORD, b"salt", "anna"));
    assert_eq!(server.says(Some(b"n,,n=anna,r=abc")), Said::Failed(Failure::Unavailable));
}

#[test]
fn a_server_that_does_not_know_the_password() {
    let mut client = client(Mechanism::ScramSha256, &[], "anna", &Channel::clear());
    let nonce = text(client.initial().expect("the client speaks first").expose());
    let nonce = nonce.rsplit_once("r=").expect("a nonce").1.to_owned();
    client.step(format!("r={nonce}x,s=c2FsdA==,i=4096").as_bytes()).expect("valid");
    assert_eq!(client.finish(), Err(ClientFault::Early));
    let forged = "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    assert_eq!(client.step(forged.as_bytes()).err(), Some(ClientFault::ServerUnproven));
    assert_eq!(client.finish(), Err(ClientFault::Early));
    assert_eq!(client.step(forged.as_bytes()).err(), Some(ClientFault::NothingLeft));
}

#[test]
fn what_a_client_does_not_answer() {
    let fault = |bend: &dyn Fn(&str) -> String| {
        let mut client = client(Mechanism::ScramSha256, &[], "anna", &Channel::clear());
        let first = text(client.initial().expect("the client speaks first").expose());
        let nonce = first.rsplit_once("r=").expect("a nonce").1;
        client.step(bend(nonce).as_bytes()).err()
    };
    assert_eq!(fault(&|nonce| format!("r={nonce}x,s=c2FsdA==,i=4096")), None);
    assert_eq!(fault(&|nonce| format!("r={nonce}x,s=c2FsdA==,i=4095")), Some(ClientFault::Iterations(4095)));
    let hours = fault(&|nonce| format!("r={nonce}x,s=c2FsdA==,i=4294967295"));
    assert_eq!(hours, Some(ClientFault::Iterations(u32::MAX)));
    let malformed = |bend: &dyn Fn(&str) -> String| {
        assert!(matches!(fault(bend), Some(ClientFault::Malformed(_))), "{:?}", bend("NONCE"));
    };
    malformed(&|nonce| format!("r={nonce},s=c2FsdA==,i=4096"));
    malformed(&|nonce| format!("r=x{nonce},s=c2FsdA==,i=4096"));
    malformed(&|nonce| format!("r={nonce}x,s=!,i=4096"));
    malformed(&|nonce| format!("r={nonce}x,s=,i=4096"));
    malformed(&|nonce| format!("r={nonce}x,s=c2FsdA==,i=many"));
    malformed(&|nonce| format!("r={nonce}x,s=c2FsdA=="));
    malformed(&|nonce| format!("m=x,r={nonce}x,s=c2FsdA==,i=4096"));
    malformed(&|_| String::new());
}
