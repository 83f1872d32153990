//! Messages, and what becomes of them.

use clap::error::ErrorKind;

use crate::server::{
    Hear, HearAll, HearChunk, HearMessage, Say, Server, TO_ALICE, Turn, parse, run, run_at, takes_data,
    to_alice,
};

#[test]
fn a_message_from_standard_input() {
    let (ran, message) =
        run(takes_data("250 2.0.0 queued as 1\n"), &to_alice(&[]), b"Subject: hi\n\n.dot\nlast line");
    assert_eq!(message, "Subject: hi\r\n\r\n..dot\r\nlast line\r\n");
    assert_eq!(ran.stdout, "alice@x.example: accepted: 250 2.0.0 queued as 1\n");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn a_message_from_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("message");
    std::fs::write(&file, "Subject: hi\r\n\r\nwindows\r\n").expect("written");
    let file = file.to_str().expect("UTF-8");
    let server = Server::new(takes_data("250 kept\n"));
    let args = [&TO_ALICE[..], &["--file", file]].concat();
    let ran = run_at(&server.address, &args, b"not this");
    assert_eq!(server.thread.join().expect("heard"), "Subject: hi\r\n\r\nwindows\r\n");
    assert_eq!(ran.code, 0);
}

#[test]
fn a_message_larger_than_a_piece() {
    let line = format!("{}\n", "x".repeat(70));
    let large = line.repeat(5000);
    let (ran, message) = run(takes_data("250 kept\n"), &to_alice(&[]), large.as_bytes());
    assert_eq!(ran.code, 0);
    assert!(message == large.replace('\n', "\r\n"));
}

#[test]
fn a_message_made_of_a_few_words() {
    let args = to_alice(&["--text", "Grüße,\n.", "--subject", "Grüße an alle"]);
    let chunks = vec![
        Say("220 x.example ESMTP\n"),
        Hear("EHLO c.example"),
        Say("250-x.example\n250-8BITMIME\n250 CHUNKING\n"),
        Hear("MAIL FROM:<s@c.example> BODY=8BITMIME"),
        Say("250 ok\n"),
        Hear("RCPT TO:<alice@x.example>"),
        Say("250 ok\n"),
        HearChunk,
        Say("250 kept\n"),
    ];
    let (ran, message) = run(chunks, &args, b"");
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let (header, body) = message.split_once("\r\n\r\n").expect("a header and a body");
    assert_eq!(body, "Grüße,\r\n.\r\n");
    assert!(header.is_ascii());
    let field = |name: &str| {
        let field = header.lines().find_map(|line| line.strip_prefix(name));
        field.unwrap_or_else(|| panic!("no {name} in {header}")).trim().to_owned()
    };
    assert_eq!(field("From:"), "<s@c.example>");
    assert_eq!(field("To:"), "<alice@x.example>");
    assert!(field("Subject:").starts_with("=?utf-8?Q?Gr=C3=BC=C3=9Fe_an_"), "{}", field("Subject:"));
    assert!(jiff::fmt::rfc2822::parse(&field("Date:")).is_ok(), "{}", field("Date:"));
    let id = field("Message-ID:");
    assert!(id.len() > 30 && id.starts_with('<') && id.ends_with("@c.example>"), "{id}");
    assert_eq!(field("Content-Transfer-Encoding:"), "8bit");
}

#[test]
fn a_subject_cannot_add_fields() {
    let args = to_alice(&["--text", "hi", "--subject", "x\nBcc: y@z.example"]);
    let (ran, message) = run(takes_data("250 kept\n"), &args, b"");
    assert_eq!(ran.code, 0);
    assert!(message.contains("\r\nSubject: =?utf-8?Q?x=0ABcc=3A_y=40z=2Eexample?=\r\n"), "{message}");
}

#[test]
fn the_worst_refusal_decides() {
    let args = [
        "--from",
        "<>",
        "--to",
        "a@x.example",
        "--to",
        "b@x.example",
        "--to",
        "c@x.example",
        "--hello",
        "c.example",
    ];
    let turns = |last: &'static str| {
        vec![
            Say("220 x.example ESMTP\n"),
            Hear("EHLO c.example"),
            Say("250-x.example\n250 PIPELINING\n"),
            Hear("MAIL FROM:<>"),
            Hear("RCPT TO:<a@x.example>"),
            Hear("RCPT TO:<b@x.example>"),
            Hear("RCPT TO:<c@x.example>"),
            Hear("DATA"),
            Say("250 ok\n250 ok\n450 4.2.0 later\n"),
            Say(last),
            Say("354 go on\n"),
            HearMessage,
            Say("250 kept\n"),
            Hear("QUIT"),
        ]
    };
    let (ran, _) = run(turns("250 ok\n"), &args, b"");
    assert_eq!(
        ran.stdout,
        "a@x.example: accepted: 250 kept\nb@x.example: refused at RCPT: 450 4.2.0 later\nc@x.example: accepted: 250 kept\n"
    );
    assert_eq!(ran.code, 4);
    let (ran, _) = run(turns("550 5.1.1 c@x.example has no mailbox here [unknown-user]\n"), &args, b"");
    assert_eq!(ran.code, 5);
    // A refusal that carries an id of ours says what it means.
    let means = "c@x.example: refused at RCPT: 550 5.1.1 c@x.example has no mailbox here [unknown-user]\n    \
        [unknown-user] means: the message or its addresses have to change; what may come next: another RCPT (RFC 5321 §3.3)\n";
    assert!(ran.stdout.ends_with(means), "{}", ran.stdout);
}

#[test]
fn an_id_with_another_code_is_not_ours() {
    let turns =
        vec![Say("220 x\n"), Hear("EHLO c.example"), Say("450 4.1.1 x [unknown-user]\n"), Hear("QUIT")];
    let (ran, _) = run(turns, &to_alice(&[]), b"");
    assert_eq!(ran.stdout, "alice@x.example: refused at EHLO: 450 4.1.1 x [unknown-user]\n");
    assert_eq!(ran.code, 4);
}

#[test]
fn outcomes_for_programs() {
    let (ran, _) = run(
        takes_data("552 5.3.4 The message is larger than 5 octets [message-too-big]\n"),
        &to_alice(&["--json"]),
        b"",
    );
    let told: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let recipient = &told["recipients"][0];
    assert_eq!(told["exit_code"], 5);
    assert_eq!(ran.code, 5);
    assert_eq!(recipient["recipient"], "alice@x.example");
    assert_eq!(recipient["outcome"], "refused");
    assert_eq!(recipient["step"], "the end of the content");
    assert_eq!(recipient["reply"]["code"], 552);
    assert_eq!(recipient["reply"]["enhanced"], "5.3.4");
    assert_eq!(recipient["reply"]["id"], "message-too-big");
}

#[test]
fn the_id_in_the_queue_is_told_to_programs() {
    for (answer, id) in [
        ("250 2.0.0 queued as 01jx\n", serde_json::json!("01jx")),
        ("250 2.0.0 Ok: queued as 4XyZ123\n", serde_json::json!("4XyZ123")),
        ("250 OK id=1u-2\n", serde_json::Value::Null),
    ] {
        let (ran, _) = run(takes_data(answer), &to_alice(&["--json"]), b"A: b\n");
        let told: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        assert_eq!(told["recipients"][0]["queued_as"], id, "{answer}");
    }
}

#[test]
fn what_is_most_likely_not_meant_is_sent_with_a_warning() {
    for (message, warning) in [
        ("", "the message is empty"),
        ("Hello, Alice.\nToday: nothing.\n", "the message has no header"),
        ("Hello\n", "the message has no header"),
        ("\nSubject: late\n", "the message has no header"),
    ] {
        let (ran, _) = run(takes_data("250 kept\n"), &to_alice(&[]), message.as_bytes());
        assert_eq!(ran.code, 0, "{message:?}");
        assert!(ran.stderr.starts_with(&format!("postrider send: warning: {warning}")), "{}", ran.stderr);
    }
    for message in ["Subject: hi\n\nHello\n", "Subject : hi\n", "X:"] {
        let (ran, _) = run(takes_data("250 kept\n"), &to_alice(&[]), message.as_bytes());
        assert_eq!(ran.stderr, "", "{message:?}");
    }
}

#[test]
fn the_transcript() {
    let (ran, _) = run(takes_data("250 kept\n"), &to_alice(&["--verbose"]), b"Subject: hi\n\nsecret\n");
    let expected = "S: 220 x.example ESMTP\nC: EHLO c.example\nS: 250 x.example\nC: MAIL FROM:<s@c.example>\nS: 250 ok\n\
        C: RCPT TO:<alice@x.example>\nS: 250 ok\nC: DATA\nS: 354 go on\nC: ... 26 octets of the message\nS: 250 kept\n\
        C: QUIT\nS: 221 bye\n";
    assert_eq!(ran.stderr, expected);
}

#[test]
fn the_transcript_of_chunks() {
    let turns = vec![
        Say("220 x.example ESMTP\n"),
        Hear("EHLO c.example"),
        Say("250-x.example\n250-SIZE 100\n250-PIPELINING\n250 CHUNKING\n"),
        Hear("MAIL FROM:<s@c.example> SIZE=12"),
        Hear("RCPT TO:<alice@x.example>"),
        Say("250 ok\n250 ok\n"),
        HearChunk,
        Say("250 kept\n"),
        Hear("QUIT"),
        Say("221 \x1b[2Jbye\n"),
    ];
    let (ran, message) = run(turns, &to_alice(&["-v"]), b"A: b\n\n.c");
    assert_eq!(message, "A: b\r\n\r\n.c\r\n");
    assert_eq!(message.len(), 12);
    let end =
        "C: BDAT 12 LAST\nC: ... 12 octets of the message\nS: 250 kept\nC: QUIT\nS: 221 \u{fffd}[2Jbye\n";
    assert!(ran.stderr.ends_with(end), "{}", ran.stderr);
}

#[test]
fn a_server_that_has_heard_enough() {
    // The refusal arrives with the 354; the rest of the message is not sent, and the end never is.
    let turns = vec![
        Say("220 x.example ESMTP\n"),
        Hear("EHLO c.example"),
        Say("250-x.example\n250 PIPELINING\n"),
        Hear("MAIL FROM:<s@c.example>"),
        Hear("RCPT TO:<alice@x.example>"),
        Hear("DATA"),
        Say("250 ok\n250 ok\n354 go on\n552 too much\n"),
        HearAll,
    ];
    let (ran, _) = run(turns, &to_alice(&[]), &b"x\n".repeat(1_000_000));
    assert_eq!(ran.stdout, "alice@x.example: refused at the content: 552 too much\n");
    assert_eq!(ran.code, 5);
}

#[test]
fn a_server_that_takes_no_such_message() {
    let turns = vec![
        Say("220 x.example ESMTP\n"),
        Hear("EHLO c.example"),
        Say("250-x.example\n250 SIZE 5\n"),
        Hear("QUIT"),
    ];
    let (ran, _) = run(turns, &to_alice(&[]), b"123456\n");
    assert_eq!(ran.stdout, "alice@x.example: not sent: the message has 8 octets and the server takes 5\n");
    assert_eq!(ran.code, 5);
}

#[test]
fn a_server_that_closes() {
    let (ran, _) = run(vec![Say("220 x.example ESMTP\n"), Hear("EHLO c.example")], &to_alice(&[]), b"");
    assert_eq!(ran.stdout, "alice@x.example: not sent: the server closed the connection at EHLO\n");
    assert_eq!(ran.code, 1);
}

#[test]
fn a_server_that_closes_behind_the_message() {
    let mut turns = takes_data("250 kept\n");
    turns.truncate(turns.len() - 3);
    let (ran, _) = run(turns, &to_alice(&[]), b"A: b\n");
    assert_eq!(
        ran.stdout,
        "alice@x.example: sent, and nobody knows whether it was accepted: the server closed the connection at the end of \
         the content\n"
    );
    assert_eq!(ran.code, 1);
}

#[test]
fn a_server_that_has_room_for_one_recipient_at_a_time() {
    let args = ["--from", "<>", "--to", "a@x.example", "--to", "b@x.example", "--hello", "c.example"];
    let turns = |last: Vec<Turn>| {
        let mut turns = vec![
            Say("220 x.example ESMTP\n"),
            Hear("EHLO c.example"),
            Say("250-x.example\n250 PIPELINING\n"),
            Hear("MAIL FROM:<>"),
            Hear("RCPT TO:<a@x.example>"),
            Hear("RCPT TO:<b@x.example>"),
            Hear("DATA"),
            Say("250 ok\n250 ok\n452 4.5.3 one is enough\n354 go on\n"),
            HearMessage,
            Say("250 kept\n"),
        ];
        turns.extend(last);
        turns
    };
    let again = vec![
        Hear("MAIL FROM:<>"),
        Hear("RCPT TO:<b@x.example>"),
        Hear("DATA"),
        Say("250 ok\n250 ok\n354 go on\n"),
        HearMessage,
        Say("250 kept too\n"),
        Hear("QUIT"),
    ];
    let (ran, message) = run(turns(again), &args, b"A: b\n\nx\n");
    assert_eq!(ran.stdout, "a@x.example: accepted: 250 kept\nb@x.example: accepted: 250 kept too\n");
    assert_eq!((ran.code, message.as_str()), (0, "A: b\r\n\r\nx\r\nA: b\r\n\r\nx\r\n"));
    // It goes on with the rest, and the server with something else.
    let (ran, _) = run(turns(vec![Hear("MAIL FROM:<>"), Say("421 4.3.2 enough\n")]), &args, b"A: b\n");
    assert_eq!(
        ran.stdout,
        "a@x.example: accepted: 250 kept\nb@x.example: refused at MAIL: 421 4.3.2 enough\n"
    );
    assert_eq!(ran.code, 4);
}

#[test]
fn something_that_is_no_mail_server() {
    let (ran, _) = run(vec![Say("SSH-2.0-OpenSSH_10.0\n"), HearAll], &to_alice(&["--verbose"]), b"A: b\n");
    assert!(ran.stdout.contains("did not speak SMTP"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "S: SSH-2.0-OpenSSH_10.0\n");
    assert_eq!(ran.code, 1);
}

#[test]
fn nothing_listens() {
    // The port was free a moment ago.
    let address = Server::free_address();
    let ran = run_at(&address, &to_alice(&[]), b"A: b\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(
        ran.stderr.starts_with(&format!("postrider send: {address} cannot be reached: ")),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("`postrider serve`"), "{}", ran.stderr);
    let ran = run_at(&address, &to_alice(&["--json"]), b"");
    let told: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert!(told["error"].as_str().is_some_and(|error| error.contains("cannot be reached")));
}

#[test]
fn a_file_that_is_not_there() {
    // Nothing listens there either: the file comes first.
    let ran = run_at(&Server::free_address(), &to_alice(&["--file", "/nonexistent/message"]), b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("/nonexistent/message cannot be read"), "{}", ran.stderr);
}

#[test]
fn the_name_in_ehlo_is_the_address_if_none_is_given() {
    let args = ["--from", "s@c.example", "--to", "alice@x.example"];
    let turns = vec![Say("220 x\n"), Hear("EHLO [127.0.0.1]"), Say("421 x\n")];
    let (ran, _) = run(turns, &args, b"");
    assert_eq!(ran.code, 4);
}

#[test]
fn an_utf8_header_asks_for_smtputf8() {
    let turns = vec![Say("220 x\n"), Hear("EHLO c.example"), Say("250-x\n250 8BITMIME\n"), Hear("QUIT")];
    let (ran, _) = run(turns, &to_alice(&[]), "Subject: Grüße\n\nx\n".as_bytes());
    assert!(ran.stdout.contains("does not offer SMTPUTF8"), "{}", ran.stdout);
    assert_eq!(ran.code, 5);
}

#[test]
fn arguments_that_cannot_be_used() {
    let kind = |args: &[&str]| parse("127.0.0.1:1", args).expect_err("invalid").kind();
    assert_eq!(kind(&["--from", "s@c.example"]), ErrorKind::MissingRequiredArgument);
    assert_eq!(kind(&["--to", "a@x.example"]), ErrorKind::MissingRequiredArgument);
    assert_eq!(kind(&["--from", "s@c.example", "--to", "nobody"]), ErrorKind::ValueValidation);
    assert_eq!(kind(&["--from", "a b@c.example", "--to", "a@x.example"]), ErrorKind::ValueValidation);
    assert_eq!(kind(&to_alice(&["--hello", "a\r\nQUIT"])), ErrorKind::ArgumentConflict);
    assert_eq!(
        kind(&["--from", "", "--to", "a@x.example", "--hello", "a\r\nQUIT"]),
        ErrorKind::ValueValidation
    );
    assert_eq!(kind(&to_alice(&["--file", "f", "--text", "t"])), ErrorKind::ArgumentConflict);
    assert_eq!(kind(&to_alice(&["--subject", "x"])), ErrorKind::MissingRequiredArgument);
    assert_eq!(kind(&to_alice(&["--subject", "x", "--file", "f"])), ErrorKind::ArgumentConflict);
    for server in ["x.example", "x.example:", ":25", "x.example:0", "x.example:70000", "x.example:smtp"] {
        let error = parse(server, &TO_ALICE).expect_err(server);
        assert_eq!(error.kind(), ErrorKind::ValueValidation, "{server}");
    }
    assert!(parse("[::1]:2525", &TO_ALICE).is_ok());
    // Exit code 2 is clap's for all of these.
    assert_eq!(parse("x", &[]).expect_err("invalid").exit_code(), 2);
}
