//! `postrider send` against a server that follows a script, on loopback.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

use clap::Parser as _;
use clap::error::ErrorKind;

/// The command itself, so that its streams can be given and its exit code taken without a process.
#[allow(dead_code)]
#[path = "../src/cli/send/mod.rs"]
mod send;
#[allow(dead_code)]
#[path = "../src/visible.rs"]
mod visible;

#[derive(Debug, clap::Parser)]
struct Cli {
    #[command(flatten)]
    args: send::Args,
}

/// One turn of the server.
enum Turn {
    /// It says these lines.
    Say(&'static str),
    /// It hears this line.
    Hear(&'static str),
    /// It hears lines up to a dot alone.
    HearMessage,
    /// It hears `BDAT n LAST` and so many octets.
    HearChunk,
    /// It hears what there is until the client closes.
    HearAll,
}
use Turn::{Hear, HearAll, HearChunk, HearMessage, Say};

/// A server for one connection. The thread gives the message it heard.
struct Server {
    address: String,
    thread: JoinHandle<String>,
}

impl Server {
    fn new(turns: Vec<Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let address = listener.local_addr().expect("bound").to_string();
        let thread = thread::spawn(move || {
            let (stream, _) = listener.accept().expect("the client comes");
            converse(&stream, turns)
        });
        Self { address, thread }
    }
}

fn converse(mut stream: &TcpStream, turns: Vec<Turn>) -> String {
    let mut reader = BufReader::new(stream);
    let mut message = String::new();
    for turn in turns {
        match turn {
            Say(lines) => stream.write_all(lines.replace('\n', "\r\n").as_bytes()).expect("the client reads"),
            Hear(expected) => {
                let mut line = String::new();
                reader.read_line(&mut line).expect("the client writes");
                assert_eq!(line, format!("{expected}\r\n"));
            }
            HearMessage => loop {
                let mut line = String::new();
                reader.read_line(&mut line).expect("the client writes");
                assert!(line.ends_with("\r\n"), "{line:?}");
                if line == ".\r\n" {
                    break;
                }
                message.push_str(&line);
            },
            HearChunk => {
                let mut line = String::new();
                reader.read_line(&mut line).expect("the client writes");
                let size = line.strip_prefix("BDAT ").and_then(|rest| rest.strip_suffix(" LAST\r\n"));
                let size: usize = size.expect("a last chunk").parse().expect("a size");
                let mut chunk = vec![0; size];
                std::io::Read::read_exact(&mut reader, &mut chunk).expect("the client writes");
                message.push_str(&String::from_utf8(chunk).expect("UTF-8"));
            }
            HearAll => drop(std::io::copy(&mut reader, &mut std::io::sink())),
        }
    }
    message
}

/// What a run of the command gave.
struct Ran {
    code: u8,
    stdout: String,
    stderr: String,
}

fn parse(server: &str, args: &[&str]) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(["send", "--server", server].iter().chain(args))
}

fn run_at(server: &str, args: &[&str], mut stdin: &[u8]) -> Ran {
    let cli = parse(server, args).expect("the arguments are valid");
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = send::send(cli.args, &mut stdin, &mut stdout, &mut stderr);
    let text = |octets| String::from_utf8(octets).expect("UTF-8");
    Ran { code, stdout: text(stdout), stderr: text(stderr) }
}

/// Runs the command against a server; gives what it gave, and the message that the server heard.
fn run(turns: Vec<Turn>, args: &[&str], stdin: &[u8]) -> (Ran, String) {
    let server = Server::new(turns);
    let ran = run_at(&server.address, args, stdin);
    (ran, server.thread.join().expect("the server heard what it expected"))
}

const TO_ALICE: [&str; 6] = ["--from", "s@c.example", "--to", "alice@x.example", "--hello", "c.example"];

fn to_alice(more: &[&'static str]) -> Vec<&'static str> {
    [&TO_ALICE, more].concat()
}

/// A server that takes the message with DATA, and answers it so.
fn takes_data(answer: &'static str) -> Vec<Turn> {
    vec![
        Say("220 x.example ESMTP\n"),
        Hear("EHLO c.example"),
        Say("250 x.example\n"),
        Hear("MAIL FROM:<s@c.example>"),
        Say("250 ok\n"),
        Hear("RCPT TO:<alice@x.example>"),
        Say("250 ok\n"),
        Hear("DATA"),
        Say("354 go on\n"),
        HearMessage,
        Say(answer),
        Hear("QUIT"),
        Say("221 bye\n"),
    ]
}

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

impl Server {
    fn free_address() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        listener.local_addr().expect("bound").to_string()
    }
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

/// A server that takes PLAIN and then the message.
fn takes_login(offer: &'static str, auth: &'static str, answer: &'static str) -> Vec<Turn> {
    let mut turns = takes_data("250 2.0.0 queued as 1\n");
    let at = turns.iter().position(|turn| matches!(turn, Say(lines) if lines.starts_with("250")));
    let at = at.expect("EHLO is answered");
    turns.splice(at..=at, [Say(offer), Hear(auth), Say(answer)]);
    let mail = turns.iter_mut().find(|turn| matches!(turn, Hear(line) if line.starts_with("MAIL")));
    // RFC 4954 §5
    *mail.expect("a message is sent") = Hear("MAIL FROM:<s@c.example> AUTH=<>");
    turns
}

#[test]
fn a_password_is_shown_neither_in_the_transcript_nor_elsewhere() {
    // anna, and the planted password.
    const ENCODED: &str = "AGFubmEAaHVudGVyMg==";
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, "hunter2\nanother line\n").expect("it can be written");
    let file = file.to_str().expect("UTF-8");
    let turns = takes_login(
        "250-mx.example\n250 AUTH PLAIN LOGIN\n",
        "AUTH PLAIN AGFubmEAaHVudGVyMg==",
        "235 2.7.0 You are logged in\n",
    );
    let mut args: Vec<&str> = to_alice(&["--user", "anna", "--clear-password", "--verbose"]);
    args.extend(["--password-file", file]);
    let (ran, _) = run(turns, &args, b"Subject: x\n\ny\n");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("C: AUTH PLAIN ****\nS: 235 2.7.0 You are logged in\nC: MAIL"),
        "{}",
        ran.stderr
    );
    for secret in ["hunter2", ENCODED] {
        assert!(!ran.stderr.contains(secret) && !ran.stdout.contains(secret), "{}", ran.stderr);
    }
}

#[test]
fn a_login_of_several_lines_is_not_shown_either() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, "hunter2").expect("it can be written");
    let file = file.to_str().expect("UTF-8");
    let turns = vec![
        Say("220 mx.example\n"),
        Hear("EHLO c.example"),
        Say("250-mx.example\n250 AUTH PLAIN LOGIN\n"),
        Hear("AUTH LOGIN"),
        Say("334 VXNlcm5hbWU6\n"),
        Hear("YW5uYQ=="),
        Say("334 UGFzc3dvcmQ6\n"),
        Hear("aHVudGVyMg=="),
        Say("535-5.7.8 Wrong\n"),
        Say("535 5.7.8 says hunter2\n"),
        Hear("QUIT"),
        Say("221 bye\n"),
    ];
    let mut args: Vec<&str> = to_alice(&["--user", "anna", "--clear-password", "--auth", "login", "-v"]);
    args.extend(["--password-file", file]);
    let (ran, _) = run(turns, &args, b"Subject: x\n\ny\n");
    assert_eq!(ran.code, 5);
    assert!(ran.stdout.contains("refused at AUTH: 535 5.7.8 ****"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("hunter2") && !ran.stderr.contains("hunter2"), "{}", ran.stderr);
    let shown = "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ****\nS: 334 UGFzc3dvcmQ6\nC: ****\nS: 535";
    assert!(ran.stderr.contains(shown), "{}", ran.stderr);
}

#[test]
fn a_password_is_not_shown_to_a_server_in_clear() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, "hunter2").expect("it can be written");
    let file = file.to_str().expect("UTF-8");
    let turns = vec![
        Say("220 mx.example\n"),
        Hear("EHLO c.example"),
        Say("250-mx.example\n250 AUTH PLAIN LOGIN\n"),
        Hear("QUIT"),
        Say("221 bye\n"),
    ];
    let mut args: Vec<&str> = to_alice(&["--user", "anna", "--tls", "opportunistic"]);
    args.extend(["--password-file", file]);
    let (ran, _) = run(turns, &args, b"Subject: x\n\ny\n");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("only mechanisms that show the password"), "{}", ran.stdout);
}

#[test]
fn a_login_wants_a_verified_server_unless_it_is_told_otherwise() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, "hunter2").expect("it can be written");
    let login = ["--user", "anna", "--password-file", file.to_str().expect("UTF-8")];
    let (server, _) = tls_server(true, folder.path());
    let ran = run_at(&server.address, &[&TO_BOB[..], &login].concat(), b"");
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("tls-not-verified: "), "{}", ran.stderr);
    assert_eq!(server.thread.join().expect("the server is content"), "", "nothing was said to it");
    // What was said out loud holds: this one offers no login, and is asked.
    for how in [&["--clear-password"][..], &["--tls", "required"]] {
        let (server, _) = tls_server(true, folder.path());
        let ran = run_at(&server.address, &[&TO_BOB[..], &login, how].concat(), b"");
        assert!(ran.stdout.contains("offers no login"), "{} {}", ran.stdout, ran.stderr);
        assert!(server.thread.join().expect("the server is content").starts_with("EHLO "));
    }
}

#[test]
fn what_a_login_needs() {
    for args in [&["--auth", "PLAIN"][..], &["--password-file", "x"], &["--clear-password"]] {
        let error = parse("127.0.0.1:25", &to_alice(args)).expect_err("there is no user");
        assert_eq!(error.kind(), ErrorKind::MissingRequiredArgument);
    }
    let error =
        parse("127.0.0.1:25", &to_alice(&["--user", "anna", "--auth", "GSSAPI"])).expect_err("unknown");
    assert!(error.to_string().contains("it is one of SCRAM-SHA-256-PLUS"), "{error}");
    let ran =
        run_at("127.0.0.1:1", &to_alice(&["--user", "anna", "--password-file", "/not/there"]), b"x: y\n\n");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("the password cannot be read from /not/there"), "{}", ran.stderr);
}

/// A server that speaks TLS, and shows a certificate for localhost that vouches for itself; the thread gives what it was told within TLS. And
/// that certificate, in a file.
fn tls_server(at_once: bool, folder: &std::path::Path) -> (Server, String) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("a good name");
    let certificate = params.self_signed(&key).expect("a certificate");
    let file = folder.join("ca.pem");
    std::fs::write(&file, certificate.pem()).expect("written");
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let config = rustls::ServerConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .expect("it has ciphers for them")
        .with_no_client_auth();
    let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = config.with_single_cert(vec![certificate.der().clone()], key).expect("they belong together");
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = listener.local_addr().expect("bound").port();
    let thread = thread::spawn(move || {
        let (stream, _) = listener.accept().expect("the client comes");
        if !at_once {
            let hello = Hear("EHLO client.example");
            let offer = Say("250-mx.example\n250 STARTTLS\n");
            converse(&stream, vec![Say("220 mx.example\n"), hello, offer, Hear("STARTTLS"), Say("220 go\n")]);
        }
        let connection = rustls::ServerConnection::new(config.into()).expect("it is set well");
        let mut stream = BufReader::new(rustls::StreamOwned::new(connection, stream));
        // The handshake is made with what is written first, and the client may refuse it.
        if at_once && stream.get_mut().write_all(b"220 mx.example\r\n").is_err() {
            return String::new();
        }
        let mut told = String::new();
        loop {
            let mut line = String::new();
            if !matches!(stream.read_line(&mut line), Ok(1..)) {
                return told;
            }
            told.push_str(&line);
            let reply: &[u8] = match line.split_whitespace().next().unwrap_or_default() {
                "EHLO" | "MAIL" | "RCPT" | "." => b"250 ok\r\n",
                "DATA" => b"354 go on\r\n",
                "QUIT" => b"221 bye\r\n",
                _ => continue,
            };
            stream.get_mut().write_all(reply).expect("the client reads");
        }
    });
    let scheme = if at_once { "smtps" } else { "smtp" };
    let address = format!("{scheme}://localhost:{port}");
    (Server { address, thread }, file.display().to_string())
}

#[test]
fn a_certificate_may_be_for_another_name_than_the_server_was_called_by() {
    let folder = tempfile::tempdir().expect("a folder");
    for (more, code) in
        [(&[][..], 1), (&["--verify-name", "localhost"], 0), (&["--verify-name", "other.test"], 1)]
    {
        let (server, ca) = tls_server(true, folder.path());
        let address = server.address.replace("localhost", "127.0.0.1");
        let ran = run_at(&address, &[&TO_BOB[..], &["--tls", "verified", "--ca", &ca], more].concat(), b"");
        assert_eq!(ran.code, code, "{more:?}: {} {}", ran.stdout, ran.stderr);
        server.thread.join().expect("the server is content");
    }
}

const TO_BOB: [&str; 8] =
    ["--from", "a@client.example", "--to", "b@mx.example", "--text", "hi", "--hello", "client.example"];

#[test]
fn a_message_goes_over_tls() {
    let folder = tempfile::tempdir().expect("a folder");
    for at_once in [false, true] {
        for (how, verified) in [("opportunistic", false), ("required", false), ("verified", true)] {
            let (server, ca) = tls_server(at_once, folder.path());
            let mut args = [&TO_BOB[..], &["--tls", how, "--verbose"]].concat();
            if verified {
                args.extend(["--ca", &ca]);
            }
            let ran = run_at(&server.address, &args, b"");
            assert_eq!(ran.code, 0, "{how}: {} {}", ran.stdout, ran.stderr);
            let noted = if verified {
                ", verified\n"
            } else {
                ", not verified: its certificate is signed by itself\n"
            };
            assert!(ran.stderr.contains("-- TLSv1.3, TLS_") && ran.stderr.contains(noted), "{}", ran.stderr);
            let told = server.thread.join().expect("the server is content");
            assert!(told.starts_with("EHLO client.example\r\nMAIL FROM:<a@client.example>"), "{told}");
        }
    }
}

#[test]
fn what_tls_forbids_is_not_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    let (server, _) = tls_server(true, folder.path());
    let ran = run_at(&server.address, &[&TO_BOB[..], &["--tls", "verified"]].concat(), b"");
    assert_eq!(ran.code, 1);
    let fault = "tls-not-verified: its certificate is signed by itself\n";
    assert!(ran.stderr.contains(fault) && ran.stderr.contains("--ca FILE"), "{}", ran.stderr);
    assert_eq!(server.thread.join().expect("the server is content"), "");
    // It is not offered.
    let server = Server::new(vec![
        Say("220 mx.example\n"),
        Hear("EHLO client.example"),
        Say("250 mx.example\n"),
        Hear("QUIT"),
        Say("221 bye\n"),
    ]);
    let ran = run_at(&server.address, &[&TO_BOB[..], &["--tls", "required"]].concat(), b"");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("the server does not offer STARTTLS"), "{}", ran.stdout);
    server.thread.join().expect("the server is content");
}

#[test]
fn where_tls_fails_it_is_said_and_sent_in_clear() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("bound").to_string();
    let thread = thread::spawn(move || {
        let (stream, _) = listener.accept().expect("the client comes");
        let offer = Say("250-mx.example\n250 STARTTLS\n");
        let refusal = Say("454 4.7.0 no TLS today\n");
        let hello = || Hear("EHLO client.example");
        let bye = [Hear("QUIT"), Say("221 bye\n")];
        let first = [Say("220 mx.example\n"), hello(), offer, Hear("STARTTLS"), refusal];
        converse(&stream, first.into_iter().chain(bye).collect());
        drop(stream);
        let (stream, _) = listener.accept().expect("it comes again");
        let mail = Hear("MAIL FROM:<a@client.example>");
        converse(&stream, vec![Say("220 mx.example\n"), hello(), Say("250 mx.example\n"), mail]);
    });
    let ran = run_at(&address, &TO_BOB, b"");
    assert!(ran.stderr.contains("so it is sent in clear"), "{}", ran.stderr);
    assert_eq!(ran.code, 1, "that one closes");
    thread.join().expect("the server is content");
}
