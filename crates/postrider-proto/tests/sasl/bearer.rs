//! PLAIN, EXTERNAL and the bearer tokens, by the examples of their RFCs.

use postrider_proto::sasl::server::{Answer, Failure, Identity};
use postrider_proto::sasl::{Channel, Mechanism, TokenFault};

use crate::{PASSWORD, Said, Server, tls};

fn done(account: &str, name: &str) -> Said {
    Said::Done(Identity { account: account.to_owned(), name: name.to_owned() })
}

fn one(mechanism: Mechanism, answer: Option<Answer>, message: &[u8]) -> Said {
    Server { answer, ..Server::new(mechanism, &[mechanism], tls()) }.says(Some(message))
}

#[test]
fn the_examples_of_rfc_4616() {
    let yes = |account: &str| Some(Answer::Yes { account: account.to_owned() });
    let said = one(Mechanism::Plain, yes("tim"), b"\0tim\0tanstaaftanstaaf");
    assert_eq!(said, done("tim", "tim"));
    // Ursel acts as Kurt, who is somebody else.
    let said = one(Mechanism::Plain, yes("ursel"), b"Ursel\0Kurt\0xipj3plmq");
    assert_eq!(said, done("ursel", "kurt"));
    let said = one(Mechanism::Plain, yes("kurt"), b"Ursel\0Kurt\0xipj3plmq");
    assert_eq!(said, Said::Failed(Failure::Authzid));
}

#[test]
fn plain_is_three_fields() {
    let said = |message: &[u8]| one(Mechanism::Plain, None, message);
    for wrong in [
        &b""[..],
        b"anna",
        b"anna\0secret",
        b"\0anna\0",
        b"\0\0secret",
        b"\0anna\0sec\0ret",
        b"\0anna\0secret\0",
        b"\0\xFFanna\0secret",
        b"\0an na\0secret",
        b"\0anna\0sec\nret",
        b"a b\0anna\0secret",
    ] {
        assert!(matches!(said(wrong), Said::Failed(Failure::Malformed(_))), "{}", wrong.escape_ascii());
    }
    for (long, ok) in [("a".repeat(512), true), ("a".repeat(513), false)] {
        let malformed =
            matches!(said(format!("\0{long}\0x").as_bytes()), Said::Failed(Failure::Malformed(_)));
        assert_eq!(malformed, !ok);
    }
    assert!(matches!(said(&[b'a'; 10_000]), Said::Failed(Failure::Malformed("it is too long"))));
    assert_eq!(said(b"\0anna\0wrong"), Said::Failed(Failure::Credentials));
    assert_eq!(said(b"\0nobody\0wrong"), Said::Failed(Failure::Credentials));
    assert_eq!(said(format!("\0ANNA\0{PASSWORD}").as_bytes()), done("anna@example.org", "anna"));
    assert_eq!(said(format!("\0dora\0{PASSWORD}").as_bytes()), Said::Failed(Failure::Disabled));
    for own in ["anna", "Anna@Example.Org"] {
        assert_eq!(said(format!("{own}\0anna\0{PASSWORD}").as_bytes()), done("anna@example.org", "anna"));
    }
}

#[test]
fn without_an_initial_response_there_is_an_empty_challenge() {
    for mechanism in [Mechanism::Plain, Mechanism::External, Mechanism::OauthBearer, Mechanism::ScramSha256] {
        let mut server = Server::new(mechanism, &[], tls());
        assert_eq!(server.says(None), Said::Challenge(Vec::new()));
        assert!(matches!(server.says(Some(b"\0")), Said::Failed(Failure::Malformed(_))));
    }
}

#[test]
fn login_takes_the_name_early_or_late() {
    let password = PASSWORD.as_bytes();
    let mut server = Server::new(Mechanism::Login, &[], tls());
    assert_eq!(server.says(None), Said::Challenge(b"Username:".to_vec()));
    assert_eq!(server.says(Some(b"anna")), Said::Challenge(b"Password:".to_vec()));
    assert_eq!(server.says(Some(password)), done("anna@example.org", "anna"));
    let mut server = Server::new(Mechanism::Login, &[], tls());
    assert_eq!(server.says(Some(b"anna")), Said::Challenge(b"Password:".to_vec()));
    assert_eq!(server.says(Some(b"wrong")), Said::Failed(Failure::Credentials));
    for wrong in [&b""[..], b"an\0na", b"\xFF"] {
        let said = Server::new(Mechanism::Login, &[], tls()).says(Some(wrong));
        assert!(matches!(said, Said::Failed(Failure::Malformed(_))));
    }
}

#[test]
fn a_certificate_speaks_for_its_account_alone() {
    let said = |message: &[u8]| one(Mechanism::External, None, message);
    assert_eq!(said(b""), done("anna@example.org", "anna@example.org"));
    assert_eq!(said(b"anna@example.org"), done("anna@example.org", "anna@example.org"));
    assert_eq!(said(b"bert@example.org"), Said::Failed(Failure::Authzid));
    assert!(matches!(said(b"an\0na"), Said::Failed(Failure::Malformed(_))));
    assert_eq!(one(Mechanism::External, Some(Answer::No), b""), Said::Failed(Failure::Credentials));
}

#[test]
fn the_examples_of_rfc_7628() {
    let yes = Some(Answer::Yes { account: "user@example.com".to_owned() });
    let message = b"n,a=user@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01";
    assert_eq!(one(Mechanism::OauthBearer, yes, message), done("user@example.com", "user@example.com"));

    // RFC 7628 §4.3: the server refuses, the client acknowledges, and then it is over.
    let fault = TokenFault {
        status: "invalid_token".to_owned(),
        scope: Some("example_scope".to_owned()),
        openid_configuration: Some("https://example.com/.well-known/openid-configuration".to_owned()),
    };
    let mut server = Server::new(Mechanism::OauthBearer, &[], tls());
    server.answer = Some(Answer::TokenRefused(fault));
    let told = br#"{"status":"invalid_token","scope":"example_scope","openid-configuration":"https://example.com/.well-known/openid-configuration"}"#;
    assert_eq!(server.says(Some(b"n,,\x01auth=\x01\x01")), Said::Challenge(told.to_vec()));
    assert_eq!(server.says(Some(b"\x01")), Said::Failed(Failure::Credentials));
}

#[test]
fn the_example_of_xoauth2() {
    let message = b"user=Anna@Example.Org\x01auth=Bearer good\x01\x01";
    assert_eq!(one(Mechanism::Xoauth2, None, message), done("anna@example.org", "anna@example.org"));
    let mut server = Server::new(Mechanism::Xoauth2, &[], Channel::clear());
    let told = br#"{"status":"401","schemes":"bearer"}"#;
    let message = b"user=anna@example.org\x01auth=Bearer bad\x01\x01";
    assert_eq!(server.says(Some(message)), Said::Challenge(told.to_vec()));
    assert_eq!(server.says(Some(b"")), Said::Failed(Failure::Credentials));
}

#[test]
fn what_is_no_token() {
    for wrong in [
        &b""[..],
        b"n,,",
        b"n,,\x01",
        b"n,,\x01\x01",
        b"n,,\x01auth=Bearer good\x01",
        b"n,,\x01auth=Bearer good",
        b"n,,\x01auth=Basic good\x01\x01",
        b"n,,\x01auth=Bearer\x01\x01",
        b"n,,\x01auth=Bearer a b\x01\x01",
        b"n,,\x01auth=Bearer good\x01auth=Bearer good\x01\x01",
        b"n,,\x01auth=Bearer ==\x01\x01",
        b"x,,\x01auth=Bearer good\x01\x01",
        b"n,anna,\x01auth=Bearer good\x01\x01",
        b"n,a=an=na,\x01auth=Bearer good\x01\x01",
        b"n,,,\x01auth=Bearer good\x01\x01",
        b"n,,\x01=x\x01auth=Bearer good\x01\x01",
        b"n,,\x01auth=Bearer good\0\x01\x01",
        b"n,,\x01auth\x01\x01",
    ] {
        let said = one(Mechanism::OauthBearer, None, wrong);
        assert!(matches!(said, Said::Failed(Failure::Malformed(_))), "{}: {said:?}", wrong.escape_ascii());
    }
    let binds = one(Mechanism::OauthBearer, None, b"p=tls-exporter,,\x01auth=Bearer good\x01\x01");
    assert!(matches!(binds, Said::Failed(Failure::ChannelBinding(_))));
    let nameless = one(Mechanism::Xoauth2, None, b"auth=Bearer good\x01\x01");
    assert!(matches!(nameless, Said::Failed(Failure::Malformed(_))));
    // A token for somebody else.
    let said = one(Mechanism::OauthBearer, None, b"n,a=bert@example.org,\x01auth=Bearer good\x01\x01");
    assert_eq!(said, Said::Failed(Failure::Authzid));
}
