//! Servers that mean no good, or break in the middle: at every point, in every manner, however the session is set.
//!
//! Whatever they do, each recipient has one outcome; nobody is taken for accepted who was not, nor for refused who may have
//! been accepted; and nothing that a server says comes back as a command.

use std::net::Ipv4Addr;

use postrider_outbound::smtp::{ConnectFault, Connection, Sockets, Target};
use postrider_proto::client::{OpenFault, Protocol, RecipientOutcome, Said, Session, Step, Trouble};
use tokio::io::duplex;
use tokio::net::TcpListener;

use crate::peer::{At, Fault, Log, Peer};
use crate::{MESSAGE, options, to, words};

/// How a session may go: what is offered, and what is spoken.
const MANNERS: [(&[&str], Protocol); 5] = [
    (&[], Protocol::Smtp),
    (&["PIPELINING"], Protocol::Smtp),
    (&["CHUNKING"], Protocol::Smtp),
    (&["PIPELINING", "CHUNKING", "SIZE", "ENHANCEDSTATUSCODES"], Protocol::Smtp),
    (&["PIPELINING", "ENHANCEDSTATUSCODES"], Protocol::Lmtp),
];

const EVERYWHERE: [At; 9] =
    [At::Greeting, At::Hello, At::Mail, At::Rcpt, At::Data, At::Content, At::End, At::Rset, At::Quit];

/// One message on one connection.
struct Run {
    place: String,
    fault: Option<OpenFault>,
    outcomes: Vec<RecipientOutcome>,
    words: Vec<String>,
    log: Log,
}

/// Sends one message to two people, through a pipe so narrow that nothing goes at once.
async fn run(offers: &[&'static str], protocol: Protocol, at: At, fault: Fault) -> Run {
    let place = format!("{fault:?} at {at:?}, {offers:?}, {protocol:?}");
    let content = [MESSAGE, &[b'x'; 3000]].concat();
    let (here, there) = duplex(150);
    let peer = Peer { lmtp: protocol == Protocol::Lmtp, ..Peer::offering(offers).with(at, fault) };
    let serving = tokio::spawn(peer.serve(there));
    let (mut outcomes, mut told, mut open_fault) = (Vec::new(), Vec::new(), None);
    match Connection::greet(here, &options(protocol)).await {
        Ok(mut connection) => {
            let sent = connection.send(to(&["a", "b"], content.len()), &mut &content[..]).await;
            told = words(&sent.outcome);
            assert_eq!(sent.outcome.recipients.len(), 2, "{place}");
            for index in 0..2 {
                let replies: Vec<(Step, &Said)> = sent.outcome.replies(index).collect();
                assert!(replies.is_sorted_by_key(|(step, _)| *step), "{place}: {replies:?}");
                assert!(replies.iter().all(|(_, said)| said.text.len() <= Said::TEXT_MAX), "{place}");
            }
            assert!(!sent.stale, "{place}");
            outcomes = sent.outcome.recipients;
            connection.quit().await;
        }
        Err(ConnectFault::Session(fault)) => open_fault = Some(fault),
        Err(other) => panic!("{place}: {other}"),
    }
    let log = serving.await.expect("served");
    check(&place, &outcomes, &content, &log);
    Run { place, fault: open_fault, outcomes, words: told, log }
}

/// What holds whatever the server does.
fn check(place: &str, outcomes: &[RecipientOutcome], content: &[u8], log: &Log) {
    assert!(log.messages.len() <= 1, "{place}: one message was sent: {log:?}");
    for (recipient, outcome) in ["a", "b"].iter().zip(outcomes) {
        let message = log.messages.iter().find(|message| message.recipients.iter().any(|to| to == recipient));
        if let RecipientOutcome::Accepted(_) = outcome {
            let message = message.unwrap_or_else(|| panic!("{place}: {recipient} was not accepted: {log:?}"));
            let arrives = [content, b"\r\n"].concat();
            assert!(message.content == arrives, "{place}: the message is another");
        }
        if message.is_some() {
            // Who might have it was refused in so many words, or is known to be unknown.
            let honest = match outcome {
                RecipientOutcome::Accepted(_) => true,
                RecipientOutcome::Refused { step, .. } => *step == Step::End,
                RecipientOutcome::Failed(trouble) => trouble.is_unknown(),
                RecipientOutcome::Remainder(_) => false,
            };
            assert!(honest, "{place}: {outcome:?}, and the server has the whole message");
        }
    }
    let known = [
        "EHLO client.example",
        "HELO client.example",
        "LHLO client.example",
        "MAIL FROM:<s@client.example>",
        "MAIL FROM:<s@client.example> SIZE=3065",
        "RCPT TO:<a@mx.example>",
        "RCPT TO:<b@mx.example>",
        "DATA",
        "QUIT",
        "RSET",
    ];
    for command in &log.commands {
        assert!(known.contains(&command.as_str()) || command.starts_with("BDAT "), "{place}: {command:?}");
    }
}

/// Whether a session of this kind comes to this point with one message that is accepted.
fn comes_to(at: At, offers: &[&str]) -> bool {
    match at {
        At::Rset => false,
        At::Data => !offers.contains(&"CHUNKING"),
        _ => true,
    }
}

fn step(at: At, protocol: Protocol) -> Step {
    match at {
        At::Greeting => Step::Greeting,
        At::Hello if protocol == Protocol::Lmtp => Step::Lhlo,
        At::Hello => Step::Hello,
        At::Mail | At::NextMail => Step::Mail,
        At::Rcpt => Step::Rcpt,
        At::Data => Step::Data,
        At::Content => Step::Content,
        At::End => Step::End,
        At::Rset => Step::Rset,
        At::Quit => Step::Quit,
    }
}

#[tokio::test(start_paused = true)]
async fn it_closes_at_every_point() {
    for (offers, protocol) in MANNERS {
        for at in EVERYWHERE.into_iter().filter(|at| comes_to(*at, offers)) {
            let run = run(offers, protocol, at, Fault::Close).await;
            let trouble = Trouble::Closed { step: step(at, protocol) };
            match at {
                At::Greeting | At::Hello => {
                    assert_eq!(run.fault, Some(OpenFault::Failed(trouble)), "{}", run.place);
                }
                At::Quit => {
                    assert!(run.words.iter().all(|word| word.starts_with("accepted")), "{}", run.place);
                }
                _ => {
                    let expected = RecipientOutcome::Failed(trouble);
                    assert!(
                        run.outcomes.iter().all(|outcome| *outcome == expected),
                        "{}: {:?}",
                        run.place,
                        run.words
                    );
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn it_refuses_at_every_point() {
    for (offers, protocol) in MANNERS {
        for reply in [
            "421 4.3.2 go away\r\n",
            "450 4.2.0 later\r\n",
            "451-4.3.0 a\r\n451 4.3.0 b\r\n",
            "550 5.7.1 no\r\n",
        ] {
            for at in EVERYWHERE.into_iter().filter(|at| comes_to(*at, offers)) {
                let run = run(offers, protocol, at, Fault::Say(reply)).await;
                let refused = |found: &Step, said: &Said| {
                    *found == step(at, protocol) && reply.starts_with(&said.code.to_string())
                };
                match (at, &run.fault) {
                    (At::Greeting | At::Hello, Some(OpenFault::Refused { step, said })) => {
                        assert!(refused(step, said), "{}: {said}", run.place);
                    }
                    // It breaks in while the content is on its way, and then everything is out of step; unless it is in
                    // chunks, which are answered one by one.
                    (At::Quit, None) => assert!(run.words.iter().all(|word| word.starts_with("accepted"))),
                    (_, None) => {
                        for outcome in &run.outcomes {
                            let right = matches!(outcome, RecipientOutcome::Refused { step, said } if refused(step, said));
                            // A chunk that is answered twice was the last: then the refusal is that of the message.
                            let in_chunks = at == At::Content && offers.contains(&"CHUNKING");
                            assert!(right || in_chunks, "{}: {outcome:?}", run.place);
                            assert!(!matches!(outcome, RecipientOutcome::Accepted(_)), "{}", run.place);
                        }
                    }
                    (_, fault) => panic!("{}: {fault:?}", run.place),
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn it_says_what_does_not_fit_at_every_point() {
    let misfits = [
        "250 ok\r\n",
        "354 go on\r\n",
        "220 hello\r\n",
        "250 ok\r\n250 ok\r\n",
        "354 go on\r\n250 kept\r\n",
        "550 no\r\n250 ok\r\n354 go on\r\n250 kept\r\n250 kept\r\n",
        "250-no end\r\n220 of it\r\n",
        "999 what\r\n",
        "150 wait\r\n",
        "hello\r\n",
        "\r\n",
        "2\r\n",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "250 \r\x1b[2J\0\x07\u{202e}\u{85}bell\r\n",
        "550 5.7.1 \rRCPT TO:<victim@mx.example>\r\n",
        "550 5.7.1 a\nRCPT TO:<victim@mx.example>\r\n",
        "250 2.0.0 \u{fffd}\u{fc}\r\n",
    ];
    for (offers, protocol) in MANNERS {
        for at in EVERYWHERE.into_iter().filter(|at| comes_to(*at, offers)) {
            for misfit in misfits {
                for fault in [Fault::Say(misfit), Fault::SayAndClose(misfit)] {
                    // What must hold of every server is checked in there.
                    let run = run(offers, protocol, at, fault).await;
                    let no_controls = |said: &Said| !said.text.chars().any(|c| c.is_control() && c != '\t');
                    let said = run.outcomes.iter().filter_map(RecipientOutcome::said);
                    assert!(said.map(|(_, said)| said).all(no_controls), "{}", run.place);
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn it_says_250_and_closes() {
    for (offers, protocol) in MANNERS {
        let run = run(offers, protocol, At::End, Fault::SayAndClose("250 kept\r\n")).await;
        // The word counts; that the server has left is no trouble of this message. In LMTP only one of the two had it.
        let expected = match protocol {
            Protocol::Smtp => ["accepted: 250 kept", "accepted: 250 kept"],
            Protocol::Lmtp => {
                ["accepted: 250 kept", "unknown: the server closed the connection at the end of the content"]
            }
        };
        assert_eq!(run.words, expected, "{}", run.place);
    }
}

#[tokio::test]
async fn its_last_word_is_heard_although_it_resets_the_connection() {
    // It closes with most of the message unread, so that writing fails; why is in what it said before.
    let content = b"many lines\r\n".repeat(2_000_000);
    for offers in [&["PIPELINING"][..], &["PIPELINING", "CHUNKING"]] {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let target = Target::Tcp(listener.local_addr().expect("an address"));
        let peer = Peer::offering(offers).with(At::Content, Fault::SayAndClose("552 5.3.4 too big\r\n"));
        let serving = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("a connection");
            peer.serve(stream).await
        });
        let mut connection =
            Connection::open(&Sockets, &target, &options(Protocol::Smtp)).await.expect("opened");
        let sent = connection.send(to(&["a"], content.len()), &mut &content[..]).await;
        assert_eq!(words(&sent.outcome), ["refused at the content: 552 5.3.4 too big"], "{offers:?}");
        assert!(!sent.reusable);
        serving.await.expect("served");
    }
}

#[tokio::test(start_paused = true)]
async fn it_speaks_without_end() {
    for (offers, protocol) in MANNERS {
        for at in EVERYWHERE.into_iter().filter(|at| comes_to(*at, offers)) {
            for endless in ["250-more\r\n", "250-", "250 ok\r\n", "550 no\r\n", "xxxxxxxxxx", "\r\n", "\0"] {
                let run = run(offers, protocol, at, Fault::Endless(endless)).await;
                // A reply has a hundred lines, and no more; what may be in the pipe and in the buffer comes on top.
                let enough = 128 * endless.len() + 2 * Session::INPUT_MIN + 1000;
                assert!(run.log.taken <= enough, "{}: it took {} octets", run.place, run.log.taken);
                assert!(
                    run.log.messages.is_empty() || matches!(at, At::End | At::Quit | At::Content),
                    "{}",
                    run.place
                );
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn it_refuses_everybody_and_wants_the_content_nevertheless() {
    for (offers, protocol) in [MANNERS[0], MANNERS[1], MANNERS[4]] {
        let (here, there) = duplex(1000);
        let peer = Peer { lmtp: protocol == Protocol::Lmtp, ..Peer::offering(offers) };
        let peer = peer.with(At::Data, Fault::Say("354 go on\r\n"));
        let serving = tokio::spawn(peer.serve(there));
        let mut connection = Connection::greet(here, &options(protocol)).await.expect("greeted");
        let sent = connection.send(to(&["nobody1", "nobody2"], MESSAGE.len()), &mut &MESSAGE[..]).await;
        assert_eq!(words(&sent.outcome), ["refused at RCPT: 550 5.1.1 nobody here"; 2]);
        connection.quit().await;
        // Nothing of the message went out: where DATA had gone with the group, an empty one, for nobody.
        let log = serving.await.expect("served");
        assert!(
            log.messages.iter().all(|message| message.content.is_empty() && message.recipients.is_empty())
        );
    }
}

#[tokio::test(start_paused = true)]
async fn it_answers_before_it_was_asked() {
    // As if by somebody in the middle: all replies of a conversation, before it begins.
    let all = "220 mx.example\r\n250 mx.example\r\n250 ok\r\n250 ok\r\n250 ok\r\n354 go on\r\n250 kept\r\n";
    for (offers, protocol) in MANNERS {
        let run = run(offers, protocol, At::Greeting, Fault::Say(all)).await;
        let fault = run.fault.expect("the session is not opened");
        assert!(matches!(fault, OpenFault::Failed(Trouble::UnaskedReply { .. })), "{fault}");
        assert!(run.log.messages.is_empty());
    }
}
