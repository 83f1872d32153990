//! What servers may do that nobody wants.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hickory_proto::op::ResponseCode;
use postrider_dns::{Answer, ExtendedError, Mx, Resolver as _, System, Trouble};
use tokio::io::AsyncWriteExt as _;
use tokio::join;
use tokio::net::UdpSocket;
use tokio::task::JoinSet;

use crate::peer::{Peer, found, impatient, mx, patient, reply, servfail, tcp_send, txt};

/// What a resolver says of a.example, while a script plays the server.
async fn asked<T>(system: &System, script: impl Future<Output = T>) -> (Answer<Mx>, T) {
    join!(system.mx("a.example"), script)
}

#[tokio::test]
async fn replies_of_others_do_not_get_in_the_way_of_the_true_one() {
    let peer = Peer::new().await;
    let stranger = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let system = patient(&[&peer]);
    let script = async {
        let (question, from) = peer.question().await;
        // All is right but where it comes from.
        let forged = reply(&question, mx("forged.example"));
        stranger.send_to(&forged, from).await.expect("it is sent");
        let mut other_id = question.clone();
        other_id.metadata.id ^= 1;
        let mut other_name = question.clone();
        other_name.queries[0].name = "b.example.".parse().expect("a name");
        for forged in [&other_id, &other_name] {
            peer.send(&reply(forged, mx("forged.example")), from).await;
        }
        let mut garbled = reply(&question, mx("forged.example"));
        garbled.pop();
        for octets in [&b""[..], b"\0", &[0xff; 700], &garbled] {
            peer.send(octets, from).await;
        }
        peer.send(&reply(&question, mx("true.example")), from).await;
    };
    let (answer, ()) = asked(&system, script).await;
    // Nobody said that it is secure.
    assert_eq!(answer, found("true.example", false));
}

#[tokio::test]
async fn a_reply_that_comes_late_is_not_taken_for_the_next() {
    let peer = Peer::new().await;
    let system = impatient(&[&peer]);
    let script = async {
        let (first, first_from) = peer.question().await;
        let (second, second_from) = peer.question().await;
        assert_ne!(first_from, second_from);
        // To the socket that asks now, with the id of the first question; and to the one that is closed.
        peer.send(&reply(&first, mx("late.example")), second_from).await;
        peer.send(&reply(&first, mx("late.example")), first_from).await;
        peer.send(&reply(&second, mx("true.example")), second_from).await;
    };
    let (answer, ()) = join!(system.mx("a.example"), script);
    assert_eq!(answer, found("true.example", false));
}

#[tokio::test]
async fn each_question_has_another_id_and_comes_from_another_port() {
    const QUESTIONS: usize = 32;
    let peer = Peer::new().await;
    let system = patient(&[&peer]);
    let (mut ids, mut ports) = (HashSet::new(), HashSet::new());
    for at in 0..QUESTIONS {
        let name = format!("n{at}.example");
        let script = async {
            let (question, from) = peer.question().await;
            peer.send(&reply(&question, mx("b.example")), from).await;
            (question.metadata.id, from.port())
        };
        let (_, (id, port)) = join!(system.mx(&name), script);
        ids.insert(id);
        ports.insert(port);
    }
    // Chance may repeat one or two.
    assert!(ids.len() > QUESTIONS / 2 && ports.len() > QUESTIONS / 2, "{ids:?} {ports:?}");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_asked_again_after_the_others() {
    let (silent, refusing) = (Peer::new().await, Peer::new().await);
    let system = impatient(&[&silent, &refusing]);
    let script = async {
        silent.question().await;
        refusing.answer(|reply| reply.metadata.response_code = ResponseCode::Refused).await;
        silent.question().await;
    };
    let (answer, ()) = join!(system.mx("a.example"), script);
    let Answer::Temporary(trouble) = answer else { panic!("{answer:?}") };
    // Twice half a second, the second time.
    assert_eq!(trouble, Trouble::TimedOut { server: silent.address, seconds: 1 });
    // It is remembered: nobody is asked.
    assert_eq!(system.mx("a.example").await, Answer::Temporary(trouble));
}

#[tokio::test]
async fn the_next_server_is_asked_where_one_does_not_know() {
    let (first, second) = (Peer::new().await, Peer::new().await);
    for code in [ResponseCode::Refused, ResponseCode::FormErr, ResponseCode::NotImp] {
        let system = patient(&[&first, &second]);
        let script = async {
            first.answer(|reply| reply.metadata.response_code = code).await;
            second.answer(mx("b.example")).await;
        };
        let (answer, ()) = join!(system.mx("a.example"), script);
        assert_eq!(answer, found("b.example", false), "{code}");
    }
    let gone = Peer::new().await;
    let system = patient(&[&gone, &second]);
    drop((gone.udp, gone.tcp));
    let (answer, _) = join!(system.mx("a.example"), second.answer(mx("b.example")));
    assert_eq!(answer, found("b.example", false));
}

#[tokio::test]
async fn what_there_is_not_is_believed_only_of_who_can_know() {
    let peer = Peer::new().await;
    let system = patient(&[&peer]);
    let script = peer.answer(|reply| reply.metadata.recursion_available = false);
    let (answer, _) = join!(system.mx("a.example"), script);
    assert_eq!(answer, Answer::Temporary(Trouble::NotResolving { server: peer.address }));
    let script = peer.answer(|reply| {
        reply.metadata.recursion_available = false;
        reply.metadata.authoritative = true;
    });
    let (answer, _) = join!(system.mx("b.example"), script);
    assert_eq!(answer, Answer::NoData { secure: false });
}

#[tokio::test]
async fn servfail_is_bogus_where_the_server_says_so_or_answers_unchecked() {
    let peer = Peer::new().await;
    let expired = Answer::Bogus(Some(ExtendedError::new(7, b"old")));
    let (answer, question) = asked(&patient(&[&peer]), peer.answer(servfail(Some(b"\0\x07old")))).await;
    assert_eq!(answer, expired);
    assert!(question.metadata.authentic_data && !question.metadata.checking_disabled);

    let script = async {
        peer.answer(servfail(None)).await;
        let unchecked = peer.answer(mx("forged.example")).await;
        assert!(unchecked.metadata.checking_disabled);
    };
    let (answer, ()) = asked(&patient(&[&peer]), script).await;
    assert_eq!(answer, Answer::Bogus(None));

    // "No reachable authority": nothing about DNSSEC.
    let script = async {
        peer.answer(servfail(Some(b"\0\x16"))).await;
        peer.answer(servfail(None)).await;
    };
    let (answer, ()) = asked(&patient(&[&peer]), script).await;
    let error = Some(ExtendedError::new(22, b""));
    assert_eq!(answer, Answer::Temporary(Trouble::Failed { server: peer.address, code: "SERVFAIL", error }));
}

#[tokio::test]
async fn what_does_not_fit_is_asked_for_over_tcp() {
    let peer = Peer::new().await;
    let cut_off = || peer.answer(|reply| reply.metadata.truncation = true);
    let script = async {
        cut_off().await;
        let (question, mut stream) = peer.tcp_question().await;
        let whole = reply(&question, |reply| {
            reply.metadata.authentic_data = true;
            mx("b.example")(reply);
        });
        // In pieces, as a stream may come.
        stream.write_u16(u16::try_from(whole.len()).expect("short")).await.expect("sent");
        stream.write_all(&whole[..20]).await.expect("sent");
        stream.flush().await.expect("sent");
        stream.write_all(&whole[20..]).await.expect("sent");
    };
    let (answer, ()) = asked(&patient(&[&peer]), script).await;
    assert_eq!(answer, found("b.example", true));

    let script = async {
        cut_off().await;
        drop(peer.tcp_question().await);
    };
    let (answer, ()) = asked(&patient(&[&peer]), script).await;
    assert!(matches!(answer, Answer::Temporary(Trouble::Unreachable { .. })), "{answer:?}");

    let script = async {
        cut_off().await;
        let (mut question, mut stream) = peer.tcp_question().await;
        question.metadata.id ^= 1;
        tcp_send(&mut stream, &reply(&question, mx("forged.example"))).await;
    };
    let (answer, ()) = asked(&patient(&[&peer]), script).await;
    assert_eq!(answer, Answer::Temporary(Trouble::Malformed { server: peer.address }));
}

#[tokio::test]
async fn a_server_that_makes_no_sense_is_named() {
    let peer = Peer::new().await;
    let script = async {
        let (question, from) = peer.question().await;
        let mut octets = reply(&question, mx("b.example"));
        octets.truncate(octets.len() - 3);
        peer.send(&octets, from).await;
    };
    let (answer, ()) = asked(&impatient(&[&peer]), script).await;
    let Answer::Temporary(trouble) = answer else { panic!("{answer:?}") };
    assert_eq!(
        trouble.to_string(),
        format!("the DNS server {} sent a reply that makes no sense", peer.address)
    );
}

#[tokio::test]
async fn many_that_ask_the_same_ask_once() {
    let peer = Peer::new().await;
    let system = patient(&[&peer]);
    let mut asking: JoinSet<_> = (0..50)
        .map(|_| {
            let system = system.clone();
            async move { system.mx("A.Example").await }
        })
        .collect();
    peer.answer(mx("b.example")).await;
    while let Some(answer) = asking.join_next().await {
        assert_eq!(answer.expect("nobody panicked"), found("b.example", false));
    }
    // It is remembered; had anybody asked, nobody would have answered.
    assert_eq!(system.mx("a.example.").await, found("b.example", false));
}

#[tokio::test]
async fn if_the_one_who_asks_goes_away_another_asks() {
    let peer = Peer::new().await;
    let system = patient(&[&peer]);
    let ask = |system: &System| {
        let system = system.clone();
        tokio::spawn(async move { system.mx("a.example").await })
    };
    let first = ask(&system);
    peer.question().await;
    let second = ask(&system);
    first.abort();
    peer.answer(mx("b.example")).await;
    assert_eq!(second.await.expect("nobody panicked"), found("b.example", false));
}

#[tokio::test]
async fn no_more_questions_are_under_way_than_so_many() {
    const QUESTIONS: usize = 200;
    let peer = Peer::new().await;
    let system = patient(&[&peer]);
    let done = Arc::new(AtomicUsize::new(0));
    let mut asking: JoinSet<_> = (0..QUESTIONS)
        .map(|at| {
            let (system, done) = (system.clone(), Arc::clone(&done));
            async move {
                system.mx(&format!("n{at}.example")).await;
                done.fetch_add(1, Ordering::Relaxed);
            }
        })
        .collect();
    let mut open = Vec::new();
    for asked in 1..=QUESTIONS {
        open.push(peer.question().await);
        // What was answered and not heard yet is under way as well.
        assert!(asked - done.load(Ordering::Relaxed) <= 64);
        // None is answered before so many wait that no other may be asked.
        if open.len() == 64 || asked == QUESTIONS {
            for (question, from) in open.drain(..) {
                peer.send(&reply(&question, mx("b.example")), from).await;
            }
        }
    }
    while let Some(answer) = asking.join_next().await {
        answer.expect("nobody panicked");
    }
}

#[tokio::test]
async fn a_name_that_dns_cannot_write_is_not_there_and_nobody_is_asked() {
    let system = patient(&[]);
    let long = "a".repeat(64) + ".example";
    let longer = ["abcdefgh"; 40].join(".");
    for name in ["", ".", "a..example", &long, &longer] {
        assert_eq!(system.mx(name).await, Answer::NxDomain { secure: false }, "{name:?}");
    }
    assert!(matches!(system.mx("a.example").await, Answer::Temporary(Trouble::Here { .. })));
}

#[tokio::test]
async fn one_that_becomes_another_asks_other_servers_and_forgets_what_the_first_have_said() {
    let (old, new) = (Peer::new().await, Peer::new().await);
    let system = patient(&[&old]);
    let clone = system.clone();
    assert_eq!(asked(&system, old.answer(mx("old.example"))).await.0, found("old.example", false));
    assert!(!system.become_like(&patient(&[&old])), "nothing is different");
    assert_eq!(system.mx("a.example").await, found("old.example", false), "it is remembered");
    assert!(system.become_like(&patient(&[&new])));
    assert_eq!(asked(&clone, new.answer(mx("new.example"))).await.0, found("new.example", false));
    assert_eq!(clone.servers(), [new.address]);
}

#[tokio::test]
async fn what_is_forgotten_is_asked_for_anew_and_nothing_else_is() {
    let peer = Peer::new().await;
    let system = patient(&[&peer]);
    let texts = async |text: &'static str| {
        let (answer, _) = join!(system.texts("a.example"), peer.answer(txt(text)));
        assert_eq!(answer, Answer::Found { records: vec![text.to_owned()], secure: false });
    };
    texts("old").await;
    assert_eq!(asked(&system, peer.answer(mx("b.example"))).await.0, found("b.example", false));
    system.forget_texts("A.example.");
    texts("new").await;
    // Had anybody asked, nobody would have answered.
    assert_eq!(system.mx("a.example").await, found("b.example", false));
}
