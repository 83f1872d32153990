//! The client's session joined to the server's, in memory, with the octets between them cut at random places.

use postrider_proto::client::{
    Action, Options, Outcome, Protocol, RecipientOutcome, Session, Step, Transaction,
};
use postrider_proto::mail::{BodyType, Domain, Envelope, Mailbox, Recipient, ReversePath};
use postrider_proto::reply::catalogue;
use proptest::prelude::*;

use crate::house::House;
use crate::listener::Listener;

/// One message and how it travels.
#[derive(Debug, Clone)]
struct Journey {
    chunking: bool,
    pipelining: bool,
    to: Vec<String>,
    content: Vec<u8>,
    /// The sizes of the pieces in which the client is given the content, used round and round.
    pieces: Vec<usize>,
    /// How many octets get through at a time, in either direction, used round and round.
    cuts: Vec<usize>,
}

/// What came of a journey: the outcome, and each message stored, with its recipients.
type Arrival = (Outcome, Vec<(Vec<String>, Vec<u8>)>);

fn travel(journey: &Journey) -> Arrival {
    let recipients = journey.to.iter().map(|to| {
        let mailbox: Mailbox = to.parse().expect("valid");
        Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }
    });
    let envelope = Envelope {
        reverse_path: ReversePath::Mailbox("s@client.example".parse().expect("valid")),
        recipients: recipients.collect(),
        body: BodyType::EightBitMime,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    };
    let options = Options {
        chunking: journey.chunking,
        pipelining: journey.pipelining,
        ..Options::new(Domain::Name("client.example".into()))
    };
    let size = Some(journey.content.len() as u64);
    let mut client = Session::new(options, Transaction { envelope, size });
    let mut house = House::new(Listener::TlsAbsent.options());

    let mut cuts = journey.cuts.iter().copied().cycle();
    let mut pieces = journey.pieces.iter().copied().cycle();
    let (mut to_server, mut to_client) = (Vec::new(), house.take_output().into_bytes());
    let (mut input, mut outcome, mut content) = (Vec::new(), None, journey.content.as_slice());
    for _ in 0..100_000 {
        let (used, action) = client.step(&input);
        input.drain(..used);
        match action {
            Action::Send(octets) => to_server.extend_from_slice(octets),
            Action::NeedBody if content.is_empty() => client.body_end(),
            Action::NeedBody => {
                let (piece, rest) = content.split_at(pieces.next().expect("it cycles").min(content.len()));
                client.body(piece);
                content = rest;
            }
            Action::Done(done) => assert!(outcome.replace(done).is_none(), "one outcome a transaction"),
            Action::Read => {
                assert!(!(to_server.is_empty() && to_client.is_empty()), "both sides wait: {client:?}");
                // Behind DATA nothing may arrive before the 354, and the client sends nothing there; any cut will do.
                let take = |from: &mut Vec<u8>, cut: usize| -> Vec<u8> {
                    from.drain(..cut.min(from.len())).collect()
                };
                house.send_quietly(&take(&mut to_server, cuts.next().expect("it cycles")));
                to_client.extend(house.take_output().into_bytes());
                input.extend(take(&mut to_client, cuts.next().expect("it cycles")));
            }
            Action::StartTls => unreachable!("nobody wants TLS"),
            Action::Close => {
                assert!(house.closed, "the client closes after the server's 221");
                let stored = house.messages.iter().map(|message| {
                    let to = message.envelope.recipients.iter().map(|to| to.mailbox.to_string()).collect();
                    (to, message.content.clone())
                });
                return (outcome.expect("there is an outcome before the end"), stored.collect());
            }
        }
    }
    panic!("the conversation does not end");
}

/// What content becomes on its way: bare LF is CRLF, bare CR is a space, and the last line has an end. (Written another way
/// than the machines do it.)
fn repaired(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (i, octet) in content.iter().enumerate() {
        match octet {
            b'\r' if content.get(i + 1) == Some(&b'\n') => {}
            b'\r' => out.push(b' '),
            b'\n' => out.extend_from_slice(b"\r\n"),
            other => out.push(*other),
        }
    }
    if !out.is_empty() && !out.ends_with(b"\n") {
        out.extend_from_slice(b"\r\n");
    }
    out
}

/// What must come of a journey, told from the message alone.
fn check(journey: &Journey, (outcome, stored): &Arrival) {
    let known = |to: &String| to.starts_with("alice@") || to.starts_with("bob@");
    let nul = journey.content.contains(&0);
    let mut accepted: Vec<String> = Vec::new();
    for (to, outcome) in journey.to.iter().zip(&outcome.recipients) {
        match outcome {
            RecipientOutcome::Accepted(said) => {
                assert!(known(to) && !nul, "{to} {said}");
                assert_eq!(said.code, catalogue::QUEUED.code);
                if !accepted.contains(to) {
                    accepted.push(to.clone());
                }
            }
            RecipientOutcome::Refused { step: Step::Rcpt, said } => {
                assert!(!known(to), "{to} {said}");
                assert_eq!(said.code, catalogue::UNKNOWN_USER.code);
                assert!(said.text.ends_with("[unknown-user]"), "{said}");
            }
            // A chunk is refused when it comes, a message at its end.
            RecipientOutcome::Refused { step: Step::End | Step::Content, said } => {
                assert!(known(to) && nul, "{to} {said}");
                assert!(said.text.ends_with("[nul-in-content]"), "{said}");
            }
            other => panic!("{to} {other:?}"),
        }
    }
    if accepted.is_empty() {
        assert!(stored.is_empty());
    } else {
        assert_eq!(*stored, [(accepted, repaired(&journey.content))]);
    }
}

fn journey() -> impl Strategy<Value = Journey> {
    let to = prop_oneof![
        Just("alice@example.test".to_owned()),
        Just("bob@example.test".to_owned()),
        Just("nobody@example.test".to_owned()),
        Just("no.one@example.test".to_owned()),
    ];
    let fragment = prop_oneof![
        8 => prop_oneof![
            Just(b"\r\n".to_vec()), Just(b".".to_vec()), Just(b"\r".to_vec()), Just(b"\n".to_vec()),
            Just(b"\r\n.\r\n".to_vec()), Just(b"\n.\n".to_vec()), Just(b"QUIT\r\n".to_vec()), Just(b"text".to_vec()),
            Just(b"Subject: x\r\n".to_vec()), Just(b"\xff\xc3".to_vec()),
        ],
        1 => proptest::collection::vec(any::<u8>(), 0..10),
        1 => (1usize..90_000).prop_map(|octets| vec![b'y'; octets]),
    ];
    (
        any::<bool>(),
        any::<bool>(),
        proptest::collection::vec(to, 1..8),
        proptest::collection::vec(fragment, 0..20).prop_map(|fragments| fragments.concat()),
        proptest::collection::vec(prop_oneof![1usize..20, Just(70_000)], 1..5),
        proptest::collection::vec(prop_oneof![1usize..40, Just(100_000)], 1..8),
    )
        .prop_map(|(chunking, pipelining, to, content, pieces, cuts)| {
            // Large content in tiny pieces takes long and shows nothing new.
            let large = content.len() > 2000;
            let widen = |sizes: Vec<usize>| -> Vec<usize> {
                sizes.into_iter().map(|size| if large { size * 500 } else { size }).collect()
            };
            let (pieces, cuts) = (widen(pieces), widen(cuts));
            Journey { chunking, pipelining, to, content, pieces, cuts }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn every_message_arrives_whole_or_not_at_all(journey in journey()) {
        let arrival = travel(&journey);
        check(&journey, &arrival);
        // However it travels, the same comes of it.
        for (chunking, pipelining) in [(false, false), (false, true), (true, false), (true, true)] {
            let other = Journey { chunking, pipelining, cuts: vec![usize::MAX], ..journey.clone() };
            let other_arrival = travel(&other);
            check(&other, &other_arrival);
            prop_assert_eq!(&arrival.1.len(), &other_arrival.1.len());
        }
    }

    /// Whatever a server sends, and wherever the connection breaks, the client ends, with an outcome for each recipient, and accepts only after it has sent the
    /// end of the content.
    #[test]
    fn no_server_can_hang_or_fool_the_client(
        replies in proptest::collection::vec(
            prop_oneof![
                5 => prop_oneof![Just("220 x\r\n"), Just("250 x\r\n"), Just("250-PIPELINING\r\n250-CHUNKING\r\n250 SIZE 9\r\n"),
                    Just("250-x\r\n250 PIPELINING\r\n"), Just("250-x\r\n250 CHUNKING\r\n"), Just("354 x\r\n")]
                    .prop_map(|reply| reply.as_bytes().to_vec()),
                1 => prop_oneof![Just("421 x\r\n"), Just("450 x\r\n"), Just("550 x\r\n"), Just("250-x\r\n"), Just("x\r\n"), Just("\r\n")]
                    .prop_map(|reply| reply.as_bytes().to_vec()),
                1 => proptest::collection::vec(any::<u8>(), 0..30),
            ],
            0..20,
        ),
        together in proptest::collection::vec(1usize..3, 1..5),
        chunking in any::<bool>(),
        pipelining in any::<bool>(),
        lmtp in any::<bool>(),
        cut in 0usize..40,
    ) {
        let recipient = |to: &str| {
            let mailbox: Mailbox = to.parse().expect("valid");
            Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }
        };
        let envelope = Envelope {
            reverse_path: ReversePath::Null,
            recipients: vec![recipient("a@x.example"), recipient("b@x.example")],
            body: BodyType::SevenBit,
            smtputf8: false,
            ret: None,
            envid: None,
            signing: None,
        };
        let protocol = if lmtp { Protocol::Lmtp } else { Protocol::Smtp };
        let options = Options { chunking, pipelining, protocol, ..Options::new(Domain::Name("c.example".into())) };
        let mut client = Session::new(options, Transaction { envelope, size: Some(5) });
        let (mut input, mut output, mut outcome, mut given) = (Vec::new(), Vec::new(), None, false);
        let (mut replies, mut together) = (replies.into_iter(), together.into_iter().cycle());
        let mut ended = false;
        for turn in 0..1000 {
            if turn == cut {
                client.cannot_write();
            }
            let (used, action) = client.step(&input);
            input.drain(..used);
            match action {
                Action::Send(octets) => output.extend_from_slice(octets),
                Action::NeedBody if given => client.body_end(),
                Action::NeedBody => {
                    client.body(b"hello");
                    given = true;
                }
                Action::Done(done) => outcome = Some(done),
                Action::Read => {
                    let arriving: Vec<u8> =
                        replies.by_ref().take(together.next().expect("it cycles")).flatten().collect();
                    if arriving.is_empty() && replies.len() == 0 {
                        client.closed();
                    }
                    input.extend(arriving);
                }
                Action::StartTls => unreachable!("nobody wants TLS"),
                Action::Close => {
                    ended = true;
                    break;
                }
            }
        }
        prop_assert!(ended, "the client did not end");
        let outcome: Outcome = outcome.expect("an outcome");
        prop_assert_eq!(outcome.recipients.len(), 2);
        let accepted = outcome.recipients.iter().any(|one| matches!(one, RecipientOutcome::Accepted(_)));
        let text = String::from_utf8(output).expect("ASCII");
        let sent = text.contains("hello\r\n.\r\n") || text.contains(" LAST\r\nhello");
        prop_assert!(sent || !accepted, "{text}");
        let unknown = outcome.recipients.iter().any(RecipientOutcome::is_unknown);
        prop_assert!(sent || !unknown, "{text}");
        // Nothing that looks like a command follows from the server's octets.
        for line in text.lines() {
            let known = ["EHLO c.example", "LHLO c.example", "HELO c.example", "MAIL FROM:<>", "MAIL FROM:<> SIZE=5", "RCPT TO:<a@x.example>",
                "RCPT TO:<b@x.example>", "DATA", "BDAT 7 LAST", "hello", ".", "QUIT"];
            prop_assert!(known.contains(&line), "{line}");
        }
    }
}
