//! What the transcripts cannot say: values built past their parsers, and drivers that call at the wrong time.

use postrider_proto::client::{
    Action, Options, Outcome, RecipientOutcome, Session, Step, Transaction, Trouble,
};
use postrider_proto::mail::{BodyType, Domain, Envelope, Mailbox, Recipient, ReversePath};

fn to(mailboxes: &[Mailbox]) -> Transaction {
    let recipients = mailboxes.iter().map(|mailbox| Recipient {
        mailbox: mailbox.clone(),
        given: mailbox.clone(),
        notify: None,
        orcpt: None,
    });
    let envelope = Envelope {
        reverse_path: ReversePath::Null,
        recipients: recipients.collect(),
        body: BodyType::SevenBit,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    };
    Transaction { envelope, size: None }
}

/// Says these replies, one whenever the client waits, and gives what the client wrote and the outcome.
fn converse(session: &mut Session, replies: &[&str]) -> (String, Option<Outcome>) {
    let mut replies = replies.iter();
    let (mut input, mut output, mut outcome) = (Vec::new(), Vec::new(), None);
    loop {
        let (used, action) = session.step(&input);
        input.drain(..used);
        // What borrows from the session ends here, so that the answers below can change it.
        match action {
            Action::Send(octets) => output.extend_from_slice(octets),
            Action::Done(done) => outcome = Some(done),
            Action::NeedBody => session.body_end(),
            Action::Read => match replies.next() {
                Some(reply) => input.extend_from_slice(reply.as_bytes()),
                None => break,
            },
            Action::StartTls | Action::Close => break,
        }
    }
    (String::from_utf8(output).expect("ASCII"), outcome)
}

fn client(hello_name: &str, transaction: Transaction) -> Session {
    Session::new(Options::new(Domain::Name(hello_name.into())), transaction)
}

#[test]
fn a_control_character_never_makes_two_commands_of_one() {
    // A `Domain` that did not come from its parser.
    let evil = Domain::Name("x.example>\r\nRCPT TO:<victim@y.example".into());
    let evil = Mailbox::new("a", evil).expect("the local part is valid");
    let mut session = client("c.example", to(&[evil]));
    let (said, outcome) = converse(&mut session, &["220 mx\r\n", "250 mx\r\n", "250 ok\r\n", "250 ok\r\n"]);
    assert_eq!(said, "EHLO c.example\r\nMAIL FROM:<>\r\n");
    let expected = RecipientOutcome::Failed(Trouble::ControlCharacter);
    assert_eq!(outcome.expect("an outcome").recipients, [expected]);

    let mut session = client("c.example\r\nQUIT", to(&["a@x.example".parse().expect("valid")]));
    let (said, outcome) = converse(&mut session, &["220 mx\r\n"]);
    assert_eq!(said, "");
    assert!(outcome.is_some_and(|outcome| !outcome.is_accepted()));
}

#[test]
fn a_message_for_nobody_is_not_sent() {
    let mut session = client("c.example", to(&[]));
    let (said, outcome) = converse(&mut session, &["220 mx\r\n", "250 mx\r\n", "221 bye\r\n"]);
    assert_eq!(said, "EHLO c.example\r\nQUIT\r\n");
    assert_eq!(outcome.map(|outcome| outcome.recipients.len()), Some(0));
}

#[test]
fn a_name_beyond_ascii_is_said_in_a_labels() {
    let (said, _) = converse(&mut client("b\u{fc}cher.example", to(&[])), &["220 mx\r\n"]);
    assert_eq!(said, "EHLO xn--bcher-kva.example\r\n");
}

#[test]
fn content_that_nobody_asked_for_is_not_sent() {
    let mut session = client("c.example", to(&["a@x.example".parse().expect("valid")]));
    session.body(b"MAIL FROM:<x@y>\r\n");
    session.body_end();
    session.body_lost();
    let (said, outcome) = converse(&mut session, &["220 mx\r\n", "250 mx\r\n"]);
    assert_eq!(said, "EHLO c.example\r\nMAIL FROM:<>\r\n");
    assert_eq!(outcome, None);
}

#[test]
fn the_connection_may_be_lost_at_any_time() {
    let mut session = client("c.example", to(&["a@x.example".parse().expect("valid")]));
    assert!(!session.can_begin());
    session.closed();
    session.closed();
    session.expire();
    let (said, outcome) = converse(&mut session, &[]);
    assert_eq!(said, "");
    let expected = RecipientOutcome::Failed(Trouble::Closed { step: Step::Greeting });
    assert_eq!(outcome.expect("an outcome").recipients, [expected]);
}

#[test]
fn a_hostile_reply_is_cut() {
    let mut session = client("c.example", to(&["a@x.example".parse().expect("valid")]));
    let long = format!("550-{}\r\n", "\u{fc}".repeat(900)).repeat(100) + "550 x\r\n";
    let (_, outcome) = converse(&mut session, &[&long]);
    let outcome = outcome.expect("an outcome");
    let [RecipientOutcome::Refused { said, .. }] = &outcome.recipients[..] else { panic!("{outcome:?}") };
    assert!(said.text.len() <= postrider_proto::client::Said::TEXT_MAX);
}

#[test]
fn no_more_than_a_window_of_commands_goes_out_unanswered() {
    let many: Vec<Mailbox> =
        (0..1000).map(|i| format!("user{i}@x.example").parse().expect("valid")).collect();
    let mut session = client("c.example", to(&many));
    let (said, _) = converse(&mut session, &["220 mx\r\n", "250-mx\r\n250 PIPELINING\r\n"]);
    assert_eq!(said.lines().count(), 1 + 64);
    // As answers come, more goes out; DATA is the last.
    let mut input = Vec::new();
    let (mut commands, mut last) = (64, String::new());
    for _ in 0..1001 {
        input.extend_from_slice(b"250 ok\r\n");
        while let (used, Action::Send(octets)) = session.step(&input) {
            last = String::from_utf8(octets.to_vec()).expect("ASCII");
            commands += last.lines().count();
            input.drain(..used);
        }
        input.clear();
    }
    assert_eq!((commands, last.as_str()), (1 + 1000 + 1, "DATA\r\n"));
}

#[test]
fn time_limits_are_at_least_those_of_the_standard() {
    // RFC 5321 §4.5.3.2.
    let minutes = [
        (Step::Greeting, 5),
        (Step::Mail, 5),
        (Step::Rcpt, 5),
        (Step::Data, 2),
        (Step::Content, 3),
        (Step::End, 10),
    ];
    for (step, minutes) in minutes {
        assert!(step.wait_seconds_min() >= minutes * 60, "{step}");
    }
}
