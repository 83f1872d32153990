//! A server that follows a script, and the command against it.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

use clap::Parser as _;

use crate::{Cli, send};

/// One turn of the server.
pub enum Turn {
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
pub use Turn::{Hear, HearAll, HearChunk, HearMessage, Say};

/// A server for one connection. The thread gives the message it heard.
pub struct Server {
    pub address: String,
    pub thread: JoinHandle<String>,
}

impl Server {
    pub fn new(turns: Vec<Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let address = listener.local_addr().expect("bound").to_string();
        let thread = thread::spawn(move || {
            let (stream, _) = listener.accept().expect("the client comes");
            converse(&stream, turns)
        });
        Self { address, thread }
    }

    pub fn free_address() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        listener.local_addr().expect("bound").to_string()
    }
}

pub fn converse(mut stream: &TcpStream, turns: Vec<Turn>) -> String {
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
pub struct Ran {
    pub code: u8,
    pub stdout: String,
    pub stderr: String,
}

pub fn parse(server: &str, args: &[&str]) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(["send", "--server", server].iter().chain(args))
}

pub fn run_at(server: &str, args: &[&str], mut stdin: &[u8]) -> Ran {
    let cli = parse(server, args).expect("the arguments are valid");
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = send::send(cli.args, &mut stdin, &mut stdout, &mut stderr);
    let text = |octets| String::from_utf8(octets).expect("UTF-8");
    Ran { code, stdout: text(stdout), stderr: text(stderr) }
}

/// Runs the command against a server; gives what it gave, and the message that the server heard.
pub fn run(turns: Vec<Turn>, args: &[&str], stdin: &[u8]) -> (Ran, String) {
    let server = Server::new(turns);
    let ran = run_at(&server.address, args, stdin);
    (ran, server.thread.join().expect("the server heard what it expected"))
}

pub const TO_ALICE: [&str; 6] = ["--from", "s@c.example", "--to", "alice@x.example", "--hello", "c.example"];

pub fn to_alice(more: &[&'static str]) -> Vec<&'static str> {
    [&TO_ALICE, more].concat()
}

/// A server that takes the message with DATA, and answers it so.
pub fn takes_data(answer: &'static str) -> Vec<Turn> {
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
