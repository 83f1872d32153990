//! What the rest of the server is asked, and with which facts.

use std::sync::Arc;

use postrider_proto::mail::{BodyType, ForwardPath, Mailbox, ReversePath};
use postrider_proto::server::{Action, Answer, Question, Session};

use crate::house::Stored;
use crate::listener::Listener;

fn mailbox(text: &str) -> Mailbox {
    text.parse().expect("valid")
}

/// Sends `input` after EHLO; every question is put to `look`, and answered with yes: the recipients `team` and the postmaster
/// are alice and bob.
fn ask(input: &str, mut look: impl FnMut(&Question<'_>)) {
    let mut session: Session<Stored> = Session::new(Arc::new(Listener::TlsAbsent.options()));
    for piece in ["", "EHLO client.example\r\n", input] {
        let mut rest = piece.as_bytes();
        loop {
            let (used, action) = session.step(rest);
            rest = &rest[used..];
            match action {
                Action::Read => break,
                Action::Ask(question) => {
                    look(&question);
                    let answer = match question {
                        Question::Recipient { .. } => {
                            Answer::Deliver(vec![mailbox("alice@example.test"), mailbox("bob@example.test")])
                        }
                        Question::Commit { .. } => {
                            Answer::Stored(Stored(postrider_proto::mail::QueueId::from_bytes([0; 16])))
                        }
                        _ => Answer::Accept,
                    };
                    session.answer(answer);
                }
                Action::Send(_) | Action::Body(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn the_name_and_how_it_was_said() {
    let mut said = Vec::new();
    ask("HELO other.example\r\n", |question| {
        if let Question::Hello { name, extended } = question {
            said.push(((*name).to_owned(), *extended));
        }
    });
    assert_eq!(said, [("client.example".to_owned(), true), ("other.example".to_owned(), false)]);
}

#[test]
fn everything_mail_and_rcpt_said_comes_to_the_commit() {
    let mut seen = 0;
    let input = "MAIL FROM:<s@client.example> BODY=8BITMIME SIZE=77 SMTPUTF8\r\n\
                 RCPT TO:<team+x@example.test>\r\nRCPT TO:<Postmaster>\r\nBDAT 9 LAST\r\nX: y\r\n\r\nz";
    ask(input, |question| match question {
        Question::Mail(mail) => {
            assert_eq!(mail.reverse_path, ReversePath::Mailbox(mailbox("s@client.example")));
            assert_eq!((mail.body, mail.size, mail.smtputf8), (BodyType::EightBitMime, Some(77), true));
            seen += 1;
        }
        Question::Recipient { rcpt, envelope } => {
            let postmaster = rcpt.forward_path == ForwardPath::Postmaster;
            assert_eq!(envelope.recipients.len(), if postmaster { 2 } else { 0 });
            seen += 1;
        }
        Question::Commit { envelope, octets, header } => {
            assert_eq!((envelope.body, envelope.smtputf8), (BodyType::EightBitMime, true));
            let to: Vec<_> =
                envelope.recipients.iter().map(|to| (to.mailbox.to_string(), to.given.to_string())).collect();
            let given = "team+x@example.test".to_owned();
            assert_eq!(
                to,
                [("alice@example.test".to_owned(), given.clone()), ("bob@example.test".to_owned(), given)],
                "each once, by the name it was first given"
            );
            assert_eq!((*octets, header.received()), (11, 0), "the last line has an end");
            seen += 1;
        }
        _ => {}
    });
    assert_eq!(seen, 4);
}

#[test]
fn postmaster_without_a_domain_is_given_the_name_of_the_mailbox() {
    ask("MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\nDATA\r\n", |question| {
        if let Question::Content { envelope, .. } = question {
            assert_eq!(envelope.reverse_path, ReversePath::Null);
            assert!(envelope.recipients.iter().all(|to| to.given == to.mailbox));
        }
    });
}

/// RFC 1870 §6.1: what is known of the size before the content comes: what MAIL declared, or the first chunk, whichever is
/// more.
#[test]
fn the_size_that_is_to_come() {
    for (size, content, expected) in [
        ("", "DATA\r\n", None),
        (" SIZE=100", "DATA\r\n", Some(100)),
        ("", "BDAT 5\r\n", Some(5)),
        (" SIZE=100", "BDAT 5\r\n", Some(100)),
        (" SIZE=1", "BDAT 5\r\n", Some(5)),
    ] {
        let mut asked = 0;
        let input =
            format!("MAIL FROM:<s@client.example>{size}\r\nRCPT TO:<alice@example.test>\r\n{content}");
        ask(&input, |question| {
            if let Question::Content { declared, .. } = question {
                assert_eq!(*declared, expected, "{input}");
                asked += 1;
            }
        });
        assert_eq!(asked, 1);
    }
}

/// A driver's fault must not cost a message: what is accepted for no mailbox would be acknowledged and go nowhere.
#[test]
fn a_recipient_behind_which_is_no_mailbox_is_told_to_try_later() {
    let mut session: Session<Stored> = Session::new(Arc::new(Listener::TlsAbsent.options()));
    let (mut said, mut asked_for_content) = (Vec::new(), false);
    for piece in
        ["", "EHLO client.example\r\n", "MAIL FROM:<>\r\n", "RCPT TO:<team@example.test>\r\n", "DATA\r\n"]
    {
        let mut rest = piece.as_bytes();
        loop {
            let (used, action) = session.step(rest);
            rest = &rest[used..];
            match action {
                Action::Read => break,
                Action::Ask(question) => {
                    asked_for_content |= matches!(question, Question::Content { .. });
                    let recipient = matches!(question, Question::Recipient { .. });
                    session.answer(if recipient { Answer::Deliver(Vec::new()) } else { Answer::Accept });
                }
                Action::Send(reply) => said.push(reply.to_string()),
                other => panic!("{other:?}"),
            }
        }
    }
    let (rcpt, data) = (&said[said.len() - 2], &said[said.len() - 1]);
    assert!(rcpt.ends_with("[store-failed]") && data.ends_with("[no-valid-recipient]"), "{said:?}");
    assert!(!asked_for_content);
}
