//! What a client may waste before it is told to go, and what it may not be blamed for.

use postrider_proto::reply::catalogue;
use postrider_proto::server::sequence::State;
use postrider_proto::server::{Expects, Expiry, Options};

use crate::house::House;
use crate::law::lead_to;
use crate::listener::Listener;

fn house(change: impl FnOnce(&mut Options)) -> House {
    let mut options = Listener::TlsAbsent.options();
    change(&mut options);
    let mut house = House::new(options);
    house.line("EHLO client.example");
    house
}

/// RFC 5321 §4.5.3.1.10: "the client SHOULD ... send a second transaction": it must be left in a state to do so, however
/// many of its recipients were too many.
#[test]
fn a_thousand_recipients_too_many_are_each_told_so_and_the_others_get_the_mail() {
    let mut house = house(|_| {});
    house.line("MAIL FROM:<s@client.example>");
    let limit = Options::default().limits.recipients;
    let group: String = (0..2 * limit).map(|i| format!("RCPT TO:<alice+{i}@example.test>\r\n")).collect();
    let output = house.send(group);
    let (mut accepted, mut later) = (0, 0);
    for line in output.lines() {
        match &line[..10] {
            "250 2.1.5 " => accepted += 1,
            "452 4.5.3 " => later += 1,
            _ => panic!("{line}"),
        }
    }
    assert_eq!((accepted, later), (limit, limit));
    assert!(house.line("DATA").starts_with("354 "));
    assert!(house.send("x\r\n.\r\n").starts_with("250 2.0.0 "));
    assert!(!house.closed);
    assert_eq!(house.messages[0].envelope.recipients.len(), 1, "they were all alice");
}

#[test]
fn who_guesses_addresses_is_told_to_go() {
    let mut house = house(|options| options.limits.refused_recipients = 5);
    house.line("MAIL FROM:<s@client.example>");
    house.refusals.insert("rcpt".into(), &catalogue::GREYLISTED);
    for _ in 0..10 {
        assert!(house.line("RCPT TO:<alice@example.test>").starts_with("450 4.7.1 "));
    }
    house.refusals.clear();
    for i in 0..4 {
        assert!(house.line(&format!("RCPT TO:<guess{i}@example.test>")).starts_with("550 5.1.1 "));
    }
    assert!(house.line("RCPT TO:<alice@example.test>").starts_with("250 2.1.5 "));
    let output = house.line("RCPT TO:<guess5@example.test>");
    let lines: Vec<&str> = output.lines().collect();
    assert!(lines[0].starts_with("550 5.1.1 ") && lines[1].starts_with("421 4.7.0 5 "), "{output}");
    assert!(house.closed && house.messages.is_empty());
}

/// The limits on a session wait for the end of a transaction, so that no message is lost to them.
#[test]
fn commands_are_counted_but_do_not_interrupt_a_transaction() {
    let mut house = house(|options| options.limits.commands = 5);
    house.line("MAIL FROM:<s@client.example>");
    for _ in 0..20 {
        assert_eq!(house.line("NOOP"), "250 2.0.0 Still here\r\n");
    }
    let output = house.line("RSET");
    assert!(output.contains("\r\n421 4.7.0 "), "{output}");
    assert!(house.closed);
}

/// RFC 3030 §2 lets a client choose the size of its chunks: a message as large as may be must come through in small ones.
#[test]
fn a_message_in_many_chunks_comes_through_and_chunks_of_nothing_do_not() {
    let begin = || {
        let mut house = house(|options| {
            options.limits.commands = 5;
            options.limits.recipients = 100;
        });
        house.line("MAIL FROM:<s@client.example>");
        house.line("RCPT TO:<alice@example.test>");
        house
    };
    let mut whole = begin();
    let chunk = format!("BDAT 1024\r\n{}\r\n", "x".repeat(1022));
    for sent in 1..=2000 {
        assert!(whole.send(&chunk).starts_with("250 "), "chunk {sent}");
        assert!(!whole.closed, "chunk {sent}");
    }
    assert!(whole.send("BDAT 0 LAST\r\n").starts_with("250 2.0.0 queued as "));
    assert_eq!(whole.messages[0].content.len(), 2000 * 1024);
    let mut dripped = begin();
    for _ in 0..2000 {
        dripped.send("BDAT 1\r\nx");
    }
    assert!(dripped.closed && dripped.messages.is_empty());
}

#[test]
fn a_session_with_a_chunk_on_its_way_is_within_a_transaction() {
    for state in [State::Mail, State::Rcpt, State::Data, State::Bdat] {
        let mut house = lead_to(state);
        assert!(!house.session.between_transactions(), "{state:?}");
        house.session.expire(Expiry::Session);
        house.run();
        assert!(!house.closed && house.take_output().is_empty(), "{state:?}");
    }
    // A chunk that is refused is swallowed to its end first: its octets are no commands.
    let mut house = lead_to(State::Greeted);
    house.send("BDAT 100\r\nhalf");
    assert!(!house.session.between_transactions());
    assert_eq!(house.session.expects(), Expects::Content);
    assert_eq!(house.session.wait_seconds(), Options::default().limits.content_seconds);
    house.send([b'x'; 96]);
    assert!(house.session.between_transactions());
    assert_eq!(house.session.expects(), Expects::Command);
    assert_eq!(house.session.wait_seconds(), Options::default().limits.idle_seconds);
}

/// It has nothing to lose.
#[test]
fn nobody_waits_for_a_transaction_that_has_failed() {
    let mut house = lead_to(State::Failed);
    house.session.shut_down();
    house.run();
    assert!(house.take_output().starts_with("421 4.3.2 ") && house.closed);
    let mut house = lead_to(State::Failed);
    house.session.expire(Expiry::Session);
    house.run();
    assert!(house.take_output().starts_with("421 4.4.2 ") && house.closed);
}

/// RFC 5321 §4.1.4: after a refused EHLO the session is as it was.
#[test]
fn a_name_that_is_refused_costs_nothing() {
    let mut house = lead_to(State::Rcpt);
    house.refusals.insert("hello".into(), &catalogue::HELLO_REFUSED);
    assert!(house.line("EHLO other.example").starts_with("550 "));
    assert_eq!(house.session.state(), State::Rcpt);
    assert_eq!(house.session.hello_name(), Some("client.example"));
}

/// The first octet of a TLS handshake means one only where nothing has been said yet.
#[test]
fn behind_a_message_and_a_handshake_no_handshake_is_seen() {
    let mut house = lead_to(State::Data);
    house.send("x\r\n.\r\n");
    house.line("STARTTLS");
    house.session.tls_established();
    house.run();
    assert!(house.send(b"\x16\x03\r\n").starts_with("500 5.5.2 That is no command"));
    assert!(!house.closed);
}
