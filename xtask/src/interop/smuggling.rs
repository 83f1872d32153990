//! SMTP smuggling (CVE-2023-51764 and its kin): a second message hidden behind what only some servers take for an end.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

use super::Bench;
use super::report::Report;
use super::server::{PATIENCE, Server};
use crate::failure::Failure;

/// Everything that some server somewhere has taken for the end of DATA.
const IMITATIONS: [(&str, &[u8]); 26] = [
    ("LF.LF", b"\n.\n"),
    ("LF.CRLF", b"\n.\r\n"),
    ("CRLF.LF", b"\r\n.\n"),
    ("CR.CR", b"\r.\r"),
    ("CR.CRLF", b"\r.\r\n"),
    ("CRLF.CR", b"\r\n.\r"),
    ("CR.LF", b"\r.\n"),
    ("LF.CR", b"\n.\r"),
    ("CRLF-NUL.", b"\r\n\0.\r\n"),
    ("CRLF.NUL", b"\r\n.\0\r\n"),
    ("CRLF.CRCRLF", b"\r\n.\r\r\n"),
    ("CRCRLF.", b"\r\r\n.\r\r\n"),
    ("CRLF-SP.", b"\r\n .\r\n"),
    ("CRLF.SP", b"\r\n. \r\n"),
    ("CRLF..CRLF", b"\r\n..\r\n"),
    ("LFLF.LFLF", b"\n\n.\n\n"),
    ("LFCR.LFCR", b"\n\r.\n\r"),
    ("NEL.NEL", b"\x85.\x85"),
    ("U+2028", b"\xe2\x80\xa8.\xe2\x80\xa8"),
    ("VT", b"\x0b.\x0b"),
    ("FF", b"\x0c.\x0c"),
    ("^Z", b"\x1a"),
    ("TAB", b"\r\n\t.\r\n"),
    ("NUL.NUL", b"\0.\0"),
    (".CRCRLF", b".\r\r\n"),
    ("CR-NUL-LF.", b"\r\0\n.\r\0\n"),
];

/// Tries all of them against one server.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("smuggling");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let mut server = Server::start(bench, &folder)?;
    for (name, octets) in IMITATIONS {
        report.add("smuggling", name, attempt(&mut server, octets).into());
    }
    report.add("smuggling", "end", server.stop().into());
    Ok(())
}

/// One reply after the 354, and one message or none; then the session goes on in step.
fn attempt(server: &mut Server, imitation: &[u8]) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut stream = TcpStream::connect(server.address).map_err(failed)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    let mut replies = BufReader::new(stream.try_clone().map_err(failed)?);
    let mut reply = || -> Result<String, String> {
        loop {
            let mut line = String::new();
            if replies.read_line(&mut line).map_err(failed)? == 0 {
                return Err("the server has closed the connection".into());
            }
            if line.as_bytes().get(3) != Some(&b'-') {
                return Ok(line);
            }
        }
    };
    reply()?;
    for (command, code) in [
        ("EHLO p.test", "250"),
        ("MAIL FROM:<s@probe.test>", "250"),
        ("RCPT TO:<alice@example.test>", "250"),
        ("DATA", "354"),
    ] {
        stream.write_all(format!("{command}\r\n").as_bytes()).map_err(failed)?;
        let said = reply()?;
        if !said.starts_with(code) {
            return Err(format!("{command} was answered with {said:?}"));
        }
    }
    // All in one write, as the attack is.
    let hidden = b"MAIL FROM:<smuggled@probe.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\nSubject: smuggled\r\n\r\nx\r\n.\r\n";
    let wire = [b"Subject: outer\r\n\r\nfirst", imitation, &hidden[..]].concat();
    stream.write_all(&wire).map_err(failed)?;
    let after_content = reply()?;
    let stored = after_content.starts_with("250");
    if !stored && !after_content.starts_with("55") {
        return Err(format!("the content was answered with {after_content:?}"));
    }
    // If there had been a second reply to the content, it would stand here.
    stream.write_all(b"QUIT\r\n").map_err(failed)?;
    let goodbye = reply()?;
    if !goodbye.starts_with("221") {
        return Err(format!("there is a second reply behind the content: {goodbye:?}"));
    }
    if !stored {
        return if imitation.contains(&0) {
            Ok(())
        } else {
            Err(format!("only NUL is refused: {after_content:?}"))
        };
    }
    let copies = server.copies(1)?;
    let text = copies[0].bytes()?;
    let holds = |words: &[u8]| text.windows(words.len()).any(|window| window == words);
    if holds(b"Return-Path: <s@probe.test>") && holds(b"MAIL FROM:<smuggled@probe.test>") {
        return Ok(());
    }
    Err(format!("the message in the mailbox is another: {}", text.escape_ascii()))
}
