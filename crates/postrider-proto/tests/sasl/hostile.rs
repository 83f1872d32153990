//! Whatever a peer sends, there is an end that has a name.

use postrider_proto::sasl::client::{Credentials, Exchange};
use postrider_proto::sasl::prepare;
use postrider_proto::sasl::server::{Answer, Failure};
use postrider_proto::sasl::{Mechanism, Nonce, ScramVerifier, Secret};
use proptest::prelude::*;

use crate::{PASSWORD, Said, Server, tls};

fn mechanism() -> impl Strategy<Value = Mechanism> {
    prop::sample::select(Mechanism::ALL.to_vec())
}

/// Octets that are often words of a mechanism.
fn message() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::sample::select(vec![
        "n,,",
        "y,,",
        "p=tls-exporter,,",
        "n=anna",
        "r=abc",
        "c=biws",
        "p=",
        "a=anna",
        ",",
        "=",
        "\0",
        "\x01",
        "anna",
        "auth=",
        "Bearer ",
        "user=",
        "AAAA",
        "s=c2FsdA==",
        "i=4096",
        "v=",
        "é",
        " ",
        "0123456789abcdef0123456789abcdef",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(words, 0..12).prop_map(|words| words.concat().into_bytes()),
    ]
}

proptest! {
    #[test]
    fn a_server_comes_to_an_end(
        mechanism in mechanism(),
        initial in prop::option::of(message()),
        responses in prop::collection::vec(message(), 0..5),
        forgotten in any::<bool>(),
    ) {
        let mut server = Server::new(mechanism, &Mechanism::ALL, tls());
        if forgotten {
            server.answer = Some(Answer::Unavailable);
        }
        let mut said = server.says(initial.as_deref());
        for response in &responses {
            match said {
                Said::Challenge(_) => said = server.says(Some(response)),
                Said::Failed(failure) => {
                    let mut wire = Vec::new();
                    failure.reply(mechanism).encode(&mut wire);
                    prop_assert!(wire.len() <= 512 && wire.ends_with(b"\r\n"));
                    prop_assert!(matches!(server.says(Some(response)), Said::Failed(_)));
                    break;
                }
                Said::Done(_) => break,
            }
        }
        // No octets drawn at random are a proof or the password; a certificate and the token `good` need no more than their form.
        if let Said::Done(_) = said {
            prop_assert_eq!(mechanism, Mechanism::External);
        }
    }

    #[test]
    fn a_client_comes_to_an_end(mechanism in mechanism(), challenges in prop::collection::vec(message(), 0..5)) {
        let credentials = Credentials {
            token: Some(Secret::new("good")),
            ..Credentials::password("anna", Secret::new(PASSWORD))
        };
        let nonce = Nonce::new([3; 18]);
        let mut client =
            Exchange::begin(mechanism, &Mechanism::ALL, &credentials, &tls(), nonce).expect("valid");
        let _ = client.initial();
        for challenge in &challenges {
            if client.step(challenge).is_err() {
                prop_assert!(client.finish().is_err());
                prop_assert!(client.step(challenge).is_err());
            }
        }
    }

    #[test]
    fn any_text_is_prepared_or_not(text in "\\PC{0,40}|[\0-\u{10FFFF}]{0,20}") {
        for prepare in [prepare::name, prepare::password] {
            if let Ok(once) = prepare(&text) {
                let twice = prepare(&once);
                prop_assert_eq!(twice.as_deref(), Ok(&*once), "what is prepared is its own form");
            }
        }
    }

    #[test]
    fn any_text_is_a_verifier_or_not(text in "(SCRAM-SHA-(1|256))?[$:=0-9A-Za-z+/]{0,120}") {
        if let Ok(verifier) = text.parse::<ScramVerifier>() {
            prop_assert_eq!(verifier.to_text().parse(), Ok(verifier));
        }
    }
}

#[test]
fn an_answer_that_does_not_fit_is_no_login() {
    let yes = Answer::Yes { account: "anna".to_owned() };
    for (mechanism, message) in
        [(Mechanism::ScramSha256, &b"n,,n=anna,r=abc"[..]), (Mechanism::Plain, b"\0anna\0secret")]
    {
        let answer = match mechanism {
            Mechanism::Plain => crate::verifier(postrider_proto::sasl::Hash::Sha1, "x", b"salt", "anna"),
            _ => yes.clone(),
        };
        let mut server = Server::new(mechanism, &[], tls());
        server.answer = Some(answer);
        assert_eq!(server.says(Some(message)), Said::Failed(Failure::Unavailable));
    }
}

#[test]
fn nothing_secret_is_shown() {
    let mut server = Server::new(Mechanism::Plain, &[], tls());
    let mut shown = String::new();
    let mut step = server.exchange.step(Some(b"\0anna\0hunter2"));
    if let postrider_proto::sasl::server::Step::Ask(question) = &mut step {
        shown.push_str(&format!("{question:?}"));
    }
    shown.push_str(&format!("{:?}", server.exchange));
    let credentials = Credentials::password("anna", Secret::new("hunter2"));
    for mechanism in Mechanism::ALL {
        let credentials = Credentials { token: Some(Secret::new("hunter2")), ..credentials.clone() };
        let mut client =
            Exchange::begin(mechanism, &[], &credentials, &tls(), Nonce::new([3; 18])).expect("valid");
        shown.push_str(&format!("{client:?} {credentials:?}"));
        shown.push_str(&format!("{:?} {client:?}", client.initial()));
    }
    assert!(!shown.contains("hunter2") && !shown.contains("104, 117, 110"), "{shown}");
}
