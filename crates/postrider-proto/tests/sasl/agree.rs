//! Both sides of ours, together.

use postrider_proto::sasl::client::{
    ClientFault, Credentials, Exchange, NoMechanism, Onlooker, ShownTo, Wishes, choose,
};
use postrider_proto::sasl::prepare::{self, Unprepared};
use postrider_proto::sasl::server::{Failure, Holder};
use postrider_proto::sasl::{Channel, CramMd5Verifier, Mechanism, Nonce, ScramVerifier, Secret};
use proptest::prelude::*;

use crate::{PASSWORD, Said, Server, tls};

fn credentials(name: &str, password: &str) -> Credentials {
    Credentials {
        token: Some(Secret::new("good")),
        certificate: true,
        ..Credentials::password(name, Secret::new(password))
    }
}

/// How an exchange ends, and whether the client would believe it.
fn run(mechanism: Mechanism, credentials: &Credentials, mut server: Server) -> (Said, bool) {
    let nonce = Nonce::new([3; 18]);
    let mut client = Exchange::begin(mechanism, &Mechanism::ALL, credentials, &tls(), nonce).expect("valid");
    let mut said = server.says(client.initial().as_ref().map(Secret::expose));
    while let Said::Challenge(challenge) = said {
        let response = client.step(&challenge).expect("the server means well");
        said = server.says(Some(response.expose()));
    }
    (said, client.finish().is_ok())
}

#[test]
fn every_mechanism_logs_in_and_does_not() {
    for mechanism in Mechanism::ALL {
        let server = || Server::new(mechanism, &Mechanism::ALL, tls());
        let (said, believed) = run(mechanism, &credentials("anna@example.org", PASSWORD), server());
        assert!(
            matches!(&said, Said::Done(identity) if identity.account == "anna@example.org"),
            "{mechanism}: {said:?}"
        );
        assert!(believed, "{mechanism}");
        if mechanism != Mechanism::External {
            let wrong = Credentials { token: Some(Secret::new("bad")), ..credentials("anna", "wrong") };
            let (said, _) = run(mechanism, &wrong, server());
            assert_eq!(said, Said::Failed(Failure::Credentials), "{mechanism}");
        }
    }
}

#[test]
fn the_strongest_that_fits() {
    use Mechanism::{CramMd5, Login, OauthBearer, Plain, ScramSha1, ScramSha256, ScramSha256Plus};
    use Onlooker::Listener;
    let password = Credentials::password("anna", Secret::new(PASSWORD));
    let auto = Wishes::default();
    let of = |offered: &[Mechanism], channel: &Channel, wishes| choose(offered, &password, channel, wishes);
    assert_eq!(of(&Mechanism::ALL, &tls(), auto), Ok(ScramSha256Plus));
    assert_eq!(of(&Mechanism::ALL, &Channel::clear(), auto), Ok(ScramSha256));
    assert_eq!(of(&[Plain, ScramSha1], &tls(), auto), Ok(ScramSha1));
    assert_eq!(of(&[Login, Plain], &tls(), auto), Ok(Plain));
    // Whoever takes the others out of what is offered gets nothing to guess by.
    for channel in [Channel::clear(), tls()] {
        assert_eq!(of(&[CramMd5], &channel, auto), Err(NoMechanism::NotNamed(CramMd5)));
        let named = Wishes { mechanism: Some(CramMd5), ..auto };
        assert_eq!(of(&[CramMd5, Plain], &channel, named), Ok(CramMd5));
    }
    assert_eq!(of(&[CramMd5, Plain], &Channel::clear(), auto), Err(NoMechanism::WouldShow(Listener)));
    assert_eq!(of(&[Login, Plain], &Channel::clear(), auto), Err(NoMechanism::WouldShow(Listener)));
    let clear = Wishes { shown_to: ShownTo::Anybody, ..auto };
    assert_eq!(of(&[Login, Plain], &Channel::clear(), clear), Ok(Plain));
    assert_eq!(of(&[], &tls(), auto), Err(NoMechanism::NotOffered));
    assert_eq!(of(&[OauthBearer], &tls(), auto), Err(NoMechanism::NoneFits));
    let this = |mechanism| Wishes { mechanism: Some(mechanism), ..auto };
    assert_eq!(of(&Mechanism::ALL, &tls(), this(Login)), Ok(Login));
    assert_eq!(of(&[Plain], &tls(), this(Login)), Err(NoMechanism::NotThis(Login)));
    assert_eq!(
        of(&[Plain], &Channel::clear(), this(Plain)),
        Err(NoMechanism::ThisWouldShow(Plain, Listener))
    );
    assert_eq!(of(&[OauthBearer], &tls(), this(OauthBearer)), Err(NoMechanism::Unfit(OauthBearer)));
}

/// RFC 5802 §6: a client that could be bound says `n` to nobody who could be bound too, and `y` to nobody who has said so.
#[test]
fn the_flag_of_scram_says_what_both_sides_can() {
    use Mechanism::{Plain, ScramSha1, ScramSha1Plus, ScramSha256, ScramSha256Plus};
    let password = Credentials::password("anna", Secret::new(PASSWORD));
    let first = |offered: &[Mechanism], channel: &Channel, mechanism| {
        let wishes = Wishes { mechanism, ..Wishes::default() };
        let chosen = choose(offered, &password, channel, wishes).expect("there is one");
        let nonce = Nonce::new([3; 18]);
        let mut client = Exchange::begin(chosen, offered, &password, channel, nonce).expect("begun");
        let said = client.initial().expect("it speaks first");
        let said = String::from_utf8_lossy(said.expose()).into_owned();
        (chosen, said.split(',').next().map(str::to_owned).unwrap_or_default())
    };
    let both = [ScramSha256, ScramSha256Plus, Plain];
    let bound = (ScramSha256Plus, "p=tls-exporter".to_owned());
    for wish in [None, Some(ScramSha256), Some(ScramSha256Plus)] {
        assert_eq!(first(&both, &tls(), wish), bound, "{wish:?}");
    }
    // Somebody may have taken it out of what the server offers.
    for wish in [None, Some(ScramSha256)] {
        assert_eq!(first(&[ScramSha256, Plain], &tls(), wish), (ScramSha256, "y".to_owned()), "{wish:?}");
    }
    // Of this hash there is none that is bound, and the server can be bound: it would take `y` for an attack.
    let other = [ScramSha1Plus, ScramSha256];
    assert_eq!(first(&other, &tls(), Some(ScramSha256)), (ScramSha256, "n".to_owned()));
    // Without anything to bind to, there is nothing that could be taken out.
    for channel in [Channel::clear(), Channel::tls(Vec::new())] {
        assert_eq!(first(&both, &channel, Some(ScramSha256)), (ScramSha256, "n".to_owned()));
        assert_eq!(first(&[ScramSha1], &channel, None), (ScramSha1, "n".to_owned()));
    }
}

/// What a client says first, or in answer to the first challenge.
fn said(mechanism: Mechanism, credentials: &Credentials) -> Result<String, ClientFault> {
    let nonce = Nonce::new([3; 18]);
    let mut client = Exchange::begin(mechanism, &[mechanism], credentials, &tls(), nonce)?;
    let said = match client.initial() {
        Some(initial) => initial,
        None => client.step(b"<1@server.example>").expect("a good challenge"),
    };
    Ok(String::from_utf8_lossy(said.expose()).into_owned())
}

/// RFC 4954 §14: TLS to whoever it is hides a password from all but him.
#[test]
fn a_password_is_shown_to_a_verified_server_alone() {
    use Mechanism::{Login, OauthBearer, Plain, ScramSha256, Xoauth2};
    let all = Credentials { certificate: false, ..credentials("anna", PASSWORD) };
    let (verified, unverified) = (tls(), Channel { verified: false, ..tls() });
    let of = |offered: &[Mechanism], channel: &Channel, shown_to| {
        choose(offered, &all, channel, Wishes { mechanism: None, shown_to })
    };
    let shown = [Plain, Login, OauthBearer, Xoauth2];
    assert_eq!(of(&shown, &verified, ShownTo::Verified), Ok(OauthBearer));
    assert_eq!(of(&shown, &unverified, ShownTo::Verified), Err(NoMechanism::WouldShow(Onlooker::Middle)));
    assert_eq!(of(&[Plain, ScramSha256], &unverified, ShownTo::Verified), Ok(ScramSha256));
    assert_eq!(of(&shown, &unverified, ShownTo::Encrypted), Ok(OauthBearer));
    let clear = of(&shown, &Channel::clear(), ShownTo::Encrypted);
    assert_eq!(clear, Err(NoMechanism::WouldShow(Onlooker::Listener)));
    assert_eq!(of(&[Plain], &Channel::clear(), ShownTo::Anybody), Ok(Plain));
    for mechanism in shown {
        let wishes = Wishes { mechanism: Some(mechanism), ..Wishes::default() };
        let refused = choose(&[mechanism], &all, &unverified, wishes);
        assert_eq!(refused, Err(NoMechanism::ThisWouldShow(mechanism, Onlooker::Middle)));
    }
}

#[test]
fn a_client_sends_the_name_as_it_was_written() {
    for name in ["AKIAEXAMPLE", "Anna Example", "anna\u{263A}", "\u{FF21}nna", "Ju\u{308}rgen"] {
        let credentials = credentials(name, PASSWORD);
        for mechanism in Mechanism::ALL {
            let said = said(mechanism, &credentials).expect("it can be sent");
            assert!(said.contains(name), "{mechanism}: {said:?}");
        }
    }
    for name in ["anna\0", "an\u{1}na", "a\r\nb", "\u{85}"] {
        for mechanism in [Mechanism::Plain, Mechanism::Login, Mechanism::ScramSha256, Mechanism::Xoauth2] {
            let refused = said(mechanism, &credentials(name, PASSWORD));
            assert_eq!(refused, Err(ClientFault::Name(Unprepared::Control)), "{mechanism}: {name:?}");
        }
    }
    let acting = Credentials { authzid: Some("a\0b".to_owned()), ..credentials("anna", PASSWORD) };
    assert_eq!(said(Mechanism::Plain, &acting), Err(ClientFault::Name(Unprepared::Control)));
}

#[test]
fn whoever_has_a_certificate_logs_in_with_it_where_that_is_offered() {
    use Mechanism::{External, Plain, ScramSha256, ScramSha256Plus};
    let auto = Wishes::default();
    for credentials in [credentials("anna", PASSWORD), Credentials::certificate()] {
        assert_eq!(choose(&Mechanism::ALL, &credentials, &tls(), auto), Ok(External));
    }
    let password = credentials("anna", PASSWORD);
    assert_eq!(choose(&[Plain, ScramSha256], &password, &tls(), auto), Ok(ScramSha256));
    let this = Wishes { mechanism: Some(ScramSha256), ..auto };
    assert_eq!(choose(&Mechanism::ALL, &password, &tls(), this), Ok(ScramSha256Plus));
    // In clear nobody has seen it.
    let alone = Credentials::certificate();
    assert_eq!(choose(&[External], &alone, &Channel::clear(), auto), Err(NoMechanism::NoneFits));
    assert_eq!(said(External, &alone).as_deref(), Ok(""), "the certificate says who");
    let named = Credentials { name: "anna".to_owned(), ..alone.clone() };
    assert_eq!(said(External, &named).as_deref(), Ok("anna"));
    assert!(alone.is_certificate_alone() && !named.is_certificate_alone());
}

#[test]
fn a_client_sends_a_password_that_its_tables_do_not_know() {
    let sent = |octets: &[u8]| {
        let credentials = Credentials::password("anna", Secret::new(octets));
        let mut client = Exchange::begin(Mechanism::Plain, &[], &credentials, &tls(), Nonce::new([3; 18]))?;
        Ok(client.initial().expect("PLAIN has one").expose()[6..].to_vec())
    };
    // From Unicode 13, behind what the tables know; and no UTF-8 at all.
    let newer = "x \u{1F978}\u{1FAC0}".as_bytes();
    assert_eq!(sent(newer).as_deref(), Ok(newer));
    assert_eq!(sent(b"caf\xe9").as_deref(), Ok(&b"caf\xe9"[..]));
    assert_eq!(
        sent("u\u{308}".as_bytes()).as_deref(),
        Ok("\u{fc}".as_bytes()),
        "what has a form is sent in it"
    );
    for (wrong, why) in [
        (&b""[..], Unprepared::Empty),
        (b"a\0b", Unprepared::Control),
        (b"\xff\n", Unprepared::Control),
        (&[0xff; 1025], Unprepared::TooLong(1024)),
    ] {
        assert_eq!(sent(wrong), Err(ClientFault::Password(why)), "{wrong:?}");
    }
}

#[test]
fn names_and_passwords_have_one_form() {
    // The same in one character and in two; wide letters; capitals.
    assert_eq!(prepare::name("Jürgen"), prepare::name("ju\u{308}rgen"));
    assert_eq!(prepare::name("ＡＮＮＡ").as_deref(), Ok("anna"));
    assert_eq!(prepare::password("Grüße\u{a0}x").as_deref(), Ok("Grüße x"));
    assert_ne!(prepare::password("Secret"), prepare::password("secret"));
    for wrong in ["", "a b", "a\tb", "a\0b", "\u{202E}anna", "anna☺", "\u{5D0}a"] {
        assert!(prepare::name(wrong).is_err(), "{wrong:?}");
    }
    for wrong in ["", "a\0b", "a\u{7f}b", "\u{200B}"] {
        assert!(prepare::password(wrong).is_err(), "{wrong:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn they_agree_on_any_name_and_password(
        mechanism in prop::sample::select(vec![
            Mechanism::ScramSha256Plus, Mechanism::ScramSha1, Mechanism::Plain, Mechanism::Login, Mechanism::CramMd5,
        ]),
        name in "[a-z=,@.é]{1,20}",
        password in "[ -~é]{1,40}",
    ) {
        prop_assume!(prepare::name(&name).is_ok() && prepare::password(&password).is_ok());
        use postrider_proto::sasl::server::Answer;
        let holder = Holder::Account(name.clone());
        let mut server = Server::new(mechanism, &Mechanism::ALL, tls());
        let prepared = prepare::password(&password).expect("as assumed");
        server.answer = Some(match mechanism.hash() {
            Some(hash) => Answer::Scram {
                verifier: ScramVerifier::from_password(hash, &password, b"salt", 4096).expect("valid"),
                holder,
            },
            None if mechanism == Mechanism::CramMd5 => {
                Answer::CramMd5 { verifier: CramMd5Verifier::of(prepared.as_bytes()), holder }
            }
            None => Answer::Yes { account: name.clone() },
        });
        let (said, believed) = run(mechanism, &credentials(&name, &password), server);
        prop_assert!(matches!(&said, Said::Done(identity) if identity.account == name), "{:?}", said);
        prop_assert!(believed);
    }
}
