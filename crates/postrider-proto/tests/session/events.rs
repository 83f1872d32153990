//! The law's events: what happens to a session that is no command.

use postrider_proto::reply::catalogue;
use postrider_proto::server::sequence::State;
use postrider_proto::server::{Expiry, IrregularLines};

use crate::house::House;
use crate::law::lead_to;
use crate::listener::Listener;
use crate::table::{Event, Law, begins, front};

const BEFORE_DATA: &str =
    "EHLO c.example\r\nMAIL FROM:<s@client.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n";

/// A house to which content was sent; what it said to that.
fn content(irregular_lines: IrregularLines, content: &[u8]) -> (House, String) {
    let mut options = Listener::Mx.options();
    options.irregular_lines = irregular_lines;
    options.limits.message_octets = 10_000;
    let mut house = House::new(options);
    assert!(house.send(BEFORE_DATA).ends_with("354 Send the message, end it with CRLF.CRLF\r\n"));
    let output = house.send([content, b"\r\n.\r\n"].concat());
    (house, output)
}

/// Makes the event happen; gives what the server said to it and the session afterwards.
fn happen(event: &Event) -> (String, House) {
    let greeted_with = |id: &str| {
        let mut house = House::silent(Listener::Mx.options());
        house.refusals.insert("greeting".into(), catalogue::find(id).expect("an entry"));
        house.run();
        (house.take_output(), house)
    };
    match event.event.as_str() {
        "connection accepted" => {
            let mut house = House::new(Listener::Mx.options());
            (house.take_output(), house)
        }
        "client refused by policy" => {
            let (output, mut house) = greeted_with("client-refused");
            // Under TLS, too, which may come to its end behind the greeting.
            house.session.tls_established();
            assert!(house.line("MAIL FROM:<a@b.example>").starts_with("503 5.5.1 "));
            assert!(!house.closed, "RFC 5321 §3.1: waits for QUIT");
            assert!(house.line("QUIT").starts_with("221 ") && house.closed);
            (output, house)
        }
        "host never accepts mail" => greeted_with("no-mail-host"),
        "overload or shutdown" => {
            let (output, house) = greeted_with("too-busy");
            assert!(house.closed);
            (output, house)
        }
        "idle timeout" => {
            let mut house = lead_to(State::Rcpt);
            house.session.expire(Expiry::Idle);
            house.run();
            (house.take_output(), house)
        }
        "too many bad commands" => {
            let mut house = lead_to(State::Greeted);
            let mut last = String::new();
            for _ in 0..1000 {
                last = house.line("XYZZY");
                if house.closed {
                    break;
                }
            }
            // The command that was one too many has its own reply first.
            let (own, then) = last.split_once("\r\n").expect("two replies");
            assert!(own.starts_with("500 5.5.2 "), "{last}");
            (then.to_owned(), house)
        }
        "client talks before the greeting" => {
            let mut house = House::silent(Listener::Mx.options());
            let output = house.send("EHLO early.example\r\n");
            let (greeting, then) = output.split_once("\r\n").expect("two replies");
            assert!(then.starts_with("503 "), "{output}");
            assert_eq!(house.session.state(), State::Refused554);
            (greeting.to_owned(), house)
        }
        "bytes received behind STARTTLS before the handshake" => {
            let mut house = lead_to(State::Greeted);
            let output = house.send("STARTTLS\r\nNOOP\r\n");
            assert!(house.closed && !house.tls_asked);
            (output, house)
        }
        "TLS handshake done" => {
            let mut house = lead_to(State::Greeted);
            house.line("STARTTLS");
            house.session.tls_established();
            house.run();
            assert_eq!(house.session.state(), State::Connected);
            assert_eq!((house.session.hello_name(), house.session.is_tls()), (None, true));
            let output = house.take_output();
            assert!(
                !house.line("EHLO client.example").contains("STARTTLS"),
                "RFC 3207 §4.2: not offered again"
            );
            (output, house)
        }
        "TLS too weak for policy" => {
            let mut house = lead_to(State::Greeted);
            house.line("STARTTLS");
            house.session.tls_too_weak();
            house.run();
            assert!(house.line("EHLO client.example").starts_with("554 "));
            let output = house.line("MAIL FROM:<s@client.example>");
            assert!(house.line("QUIT").starts_with("221 "));
            (output, house)
        }
        "pipelining without permission (command after a synchronising command)" => {
            // Allowed: each command is answered. Only what follows an accepted DATA or STARTTLS changes its meaning by
            // having been sent too early.
            let mut house = lead_to(State::Connected);
            let output = house.send("EHLO client.example\r\nNOOP\r\nVRFY alice\r\n");
            let last: Vec<&str> = output.lines().rev().take(2).collect();
            assert!(last[1].starts_with("250 2.0.0 ") && last[0].starts_with("252 2.5.0 "), "{output}");
            let mut house = lead_to(State::Rcpt);
            let behind = house.send("DATA\r\nSubject: smuggled\r\n");
            assert!(begins(&behind, "554 5.5.0 ") && house.closed, "{behind}");
            (String::new(), house)
        }
        "pipelined group after a refused command" => {
            let mut house = lead_to(State::Greeted);
            let output =
                house.send("MAIL FROM:<s@@>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\nRSET\r\nNOOP\r\n");
            let codes: Vec<&str> = output.lines().map(|line| &line[..3]).collect();
            assert_eq!(codes, ["501", "503", "503", "250", "250"], "one reply a command, in order");
            (String::new(), house)
        }
        "end of DATA, accepted" => {
            let (house, output) = content(IrregularLines::Repair, b"Subject: x\r\n\r\nx");
            assert_eq!(house.messages[0].content, b"Subject: x\r\n\r\nx\r\n");
            assert_eq!(house.session.state(), State::Greeted);
            (output, house)
        }
        "end of DATA, refused" => {
            let (mut house, output) = content(IrregularLines::Repair, b"Subject: \0\r\n\r\nx");
            assert!(house.messages.is_empty());
            // RFC 5321 §4.1.1.4: the buffers are cleared, so MAIL is in order without RSET.
            assert!(house.line("MAIL FROM:<s@client.example>").starts_with("250 2.1.0 "));
            (output, house)
        }
        "end of DATA with no accepted recipient (after 354)" => {
            // There is no 354 without a recipient, so the reply comes to DATA itself.
            let mut house = lead_to(State::MailRcptRejected);
            (house.line("DATA"), house)
        }
        "message bigger than declared SIZE and than the limit" => {
            let (house, output) = content(IrregularLines::Repair, &b"x\r\n".repeat(5000));
            assert!(house.messages.is_empty());
            (output, house)
        }
        "bare CR or bare LF in content" => {
            let (house, output) = content(IrregularLines::Repair, b"a\nb\rc\r\n\n.\nd");
            assert_eq!(house.messages[0].content, b"a\r\nb c\r\n\r\n.\r\nd\r\n");
            let (house_that_rejects, rejected) = content(IrregularLines::Reject, b"a\nb\rc");
            assert!(begins(&rejected, "550 5.5.2 ") && house_that_rejects.messages.is_empty(), "{rejected}");
            (output, house)
        }
        "text line longer than 1000 octets" => {
            let long = [b'x'; 5000];
            let (house, output) = content(IrregularLines::Repair, &long);
            assert_eq!(house.messages[0].content, [&long[..], b"\r\n"].concat(), "kept whole, never folded");
            let (house_that_rejects, rejected) = content(IrregularLines::Reject, &long);
            assert!(begins(&rejected, "554 5.6.0 ") && house_that_rejects.messages.is_empty(), "{rejected}");
            (output, house)
        }
        "loop detected" => {
            let (house, output) = content(IrregularLines::Repair, &b"Received: x\r\n".repeat(101));
            assert!(house.messages.is_empty());
            let (_, hundred) = content(IrregularLines::Repair, &b"Received: x\r\n".repeat(100));
            assert!(hundred.starts_with("250 2.0.0 "), "RFC 5321 §6.3: at least 100 are allowed: {hundred}");
            (output, house)
        }
        "server exits while a transaction is open" => {
            let mut house = lead_to(State::Rcpt);
            house.session.shut_down();
            house.run();
            assert_eq!(house.take_output(), "", "an open transaction may finish");
            house.session.expire(Expiry::Shutdown);
            house.run();
            (house.take_output(), house)
        }
        other => panic!("the law has an event that is not tried: {other:?}"),
    }
}

#[test]
fn every_event_happens_as_the_law_says() {
    for event in &Law::read().events {
        let (output, _) = happen(event);
        if event.reply == 0 {
            assert_eq!(output, "", "{}", event.event);
        } else {
            let expected = front(event.reply, event.enhanced.as_deref());
            assert!(begins(&output, &expected), "{}: {output:?}, by the law {expected:?}", event.event);
        }
    }
}

#[test]
fn a_shutdown_lets_the_message_under_way_in_and_then_says_goodbye() {
    let mut house = lead_to(State::Data);
    house.session.shut_down();
    let output = house.send("Subject: x\r\n\r\nx\r\n.\r\n");
    assert!(output.starts_with("250 2.0.0 queued as "), "{output}");
    assert!(
        output.ends_with("421 4.3.2 The server is shutting down, try again later [shutting-down]\r\n"),
        "{output}"
    );
    assert!(house.closed && house.messages.len() == 1);
}

#[test]
fn the_session_limit_never_interrupts_a_transaction() {
    let mut house = lead_to(State::Rcpt);
    house.session.expire(Expiry::Session);
    house.run();
    assert!(!house.closed && house.take_output().is_empty());
    house.line("RSET");
    house.session.expire(Expiry::Session);
    house.run();
    assert!(house.closed && house.take_output().starts_with("421 4.4.2 "));
}

#[test]
fn a_message_that_could_not_be_stored_is_not_acknowledged() {
    let mut house = lead_to(State::Data);
    house.refusals.insert("commit".into(), &catalogue::STORE_FAILED);
    let output = house.send("Subject: x\r\n\r\nx\r\n.\r\n");
    assert!(begins(&output, "451 4.3.0 "), "{output}");
    assert_eq!(house.session.state(), State::Greeted);
}

#[test]
fn other_protocols_are_shown_the_door() {
    for request in
        ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "POST / HTTP/1.0\r\n\r\nEHLO x\r\nMAIL FROM:<a@b>\r\n"]
    {
        let mut house = House::new(Listener::Mx.options());
        house.take_output();
        let output = house.send(request);
        assert!(output.starts_with("500 5.5.2 ") && output.lines().count() == 1 && house.closed, "{output}");
    }
    let mut house = House::new(Listener::Mx.options());
    house.take_output();
    assert!(house.send([0x16, 3, 1, 0, 200]).contains("[tls-in-clear]"));
    assert!(house.closed);
}
