//! The network trace of .NET Framework is a conversation written in digits.

#[expect(dead_code, reason = "the shapes are shared with another test")]
mod planted;

use planted::{PARTS, PLAIN, SECRET, SHAPES, WORD, filled};
use postrider_reference::code::Acts;
use postrider_why::{Paste, why};

/// As `System.Net.Sockets` writes it, with `traceOutputOptions="ProcessId, DateTime"`; names, hosts and secrets were made up. The server wants a login on a
/// domain of others.
const TRACE: &str = include_str!("traces/system-net.txt");

#[test]
fn the_refusal_in_a_trace_is_told_with_its_line() {
    let answer = why(TRACE.as_bytes());
    let told: Vec<_> = answer.findings.iter().map(|finding| (finding.situation, finding.input)).collect();
    assert_eq!(told, [(Some("bad-credentials"), "system-net")], "{:#?}", answer.findings);
    let first = &answer.findings[0];
    assert_eq!(first.proof.text, "S: 535 5.7.8 Error: authentication failed");
    // The line in which the octets of the reply begin.
    let line = TRACE.lines().nth(first.proof.line).expect("it is there");
    assert!(line.contains("535 5.7.8"), "{line}");
    assert_eq!(first.acts, Acts::Person);
}

#[test]
fn no_secret_of_a_trace_is_left_in_digits_or_out_of_them() {
    let paste = Paste::read(TRACE.as_bytes());
    let text = paste.lines().join("\n");
    // `hunter2!secret`, in base64 and as its digits begin.
    for secret in ["aHVudGVyMiFzZWNyZXQ", "61 48 56 75", "YWxpY2VAY2xpZW50LmV4YW1wbGU", "hunter2"] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
    assert!(text.contains("C: AUTH login [redacted]"), "{text}");
    assert_eq!(paste.lines().len(), TRACE.lines().count());
}

/// The programs that write octets as digits.
const WRITERS: [&str; 8] = ["net", "curl", "ascii", "openssl", "hexdump", "xxd", "wide", "tcpdump"];

/// A packet of TCP, from or to port 25.
fn packet(is_client: bool, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(40 + payload.len()).expect("it is short");
    let ports = if is_client { [0xc8, 0x22, 0, 25] } else { [0, 25, 0xc8, 0x22] };
    let ip =
        [&[0x45, 0][..], &length.to_be_bytes(), &[0, 1, 0x40, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]];
    let tcp = [&ports[..], &[0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 1, 0xf6, 0, 0, 0, 0], payload];
    [ip.concat(), tcp.concat()].concat()
}

/// What a program writes of octets that the client or the server has sent.
fn dump(writer: &str, is_client: bool, octets: &[u8], rows: &mut Vec<String>) {
    let way = |client: &str, server: &str| if is_client { client.to_owned() } else { server.to_owned() };
    let count = octets.len();
    let octets = match writer {
        "wide" => planted::wide(&String::from_utf8_lossy(octets)),
        "tcpdump" => packet(is_client, octets),
        _ => octets.to_vec(),
    };
    match writer {
        "tcpdump" => rows.push(format!(
            "12:00:00.000000 IP {}: Flags [P.], seq 1:{count}, ack 1, win 502, length {count}",
            way("192.0.2.1.51234 > 192.0.2.2.25", "192.0.2.2.25 > 192.0.2.1.51234")
        )),
        "net" => rows.push(format!(
            "System.Net.Sockets Verbose: 0 : [1] Data from Socket#7::{}",
            way("Send", "Receive")
        )),
        "curl" | "ascii" => {
            rows.push(format!("{} header, {count} bytes (0x{count:x})", way("=> Send", "<= Recv")));
        }
        "openssl" => rows.push(format!(
            "{} [0x55d1] ({count} bytes => {count} (0x{count:X}))",
            way("write to 0x55d0", "read from 0x55d0")
        )),
        _ => {}
    }
    if writer == "ascii" {
        let mut offset = 0;
        for line in octets.split_inclusive(|octet| *octet == b'\n') {
            for part in line.strip_suffix(b"\r\n").unwrap_or(line).chunks(64) {
                rows.push(format!("{offset:04x}: {}", String::from_utf8_lossy(part)));
                offset += part.len();
            }
            offset += 2;
        }
        return;
    }
    for (row, octets) in octets.chunks(16).enumerate() {
        let offset = row * 16;
        let digits: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
        let in_pairs = |gap: &str| {
            let (head, tail) = digits.split_at(digits.len().min(8));
            [head.join(" "), tail.join(" ")].join(if tail.is_empty() { "" } else { gap })
        };
        let text: String = octets
            .iter()
            .map(|b| if b.is_ascii_graphic() || *b == b' ' { char::from(*b) } else { '.' })
            .collect();
        rows.push(match writer {
            "net" => {
                format!("System.Net.Sockets Verbose: 0 : [1] {offset:08X} : {:47} : {text}", in_pairs("-"))
            }
            "curl" => format!("{offset:04x}: {:47} {text}", in_pairs(" ")),
            "openssl" => format!("{offset:04x} - {:47}   {text}", in_pairs("-")),
            "hexdump" | "wide" => format!("{offset:08x}  {:48}  |{text}|", in_pairs("  ")),
            _ => {
                let fours: Vec<String> = digits.chunks(2).map(<[String]>::concat).collect();
                if writer == "tcpdump" {
                    format!("\t0x{offset:04x}:  {:39}  {text}", fours.join(" "))
                } else {
                    format!("{offset:08x}: {:39}  {text}", fours.join(" "))
                }
            }
        });
    }
}

/// A conversation in digits, with so many octets in front of it. What one side says at a stretch is sent at once.
fn trace(writer: &str, text: &str, before: usize) -> Vec<String> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    if before > 0 {
        pieces.push((!text.starts_with("S: "), format!("{}\r\n", "x".repeat(before))));
    }
    let knows_sides = !matches!(writer, "hexdump" | "xxd" | "wide");
    let mut is_client = true;
    for line in text.lines() {
        let said = match line.split_at_checked(3) {
            Some((mark @ ("C: " | "S: "), said)) => {
                is_client = mark == "C: ";
                said
            }
            _ => line,
        };
        match pieces.last_mut() {
            Some((side, piece)) if *side == is_client || !knows_sides => {
                piece.push_str(&format!("{said}\r\n"));
            }
            _ => pieces.push((is_client, format!("{said}\r\n"))),
        }
    }
    let mut rows = Vec::new();
    pieces.iter().for_each(|(is_client, piece)| dump(writer, *is_client, piece.as_bytes(), &mut rows));
    rows
}

#[test]
fn a_conversation_is_read_out_of_packets() {
    let said = "S: 220 mx.example ESMTP\nC: EHLO a\nS: 250-mx.example\nS: 250 SIZE\nC: MAIL FROM:<a@b.example>\nS: 250 2.1.0 Ok\n\
        C: RCPT TO:<bob@example.org>\nS: 554 5.7.1 <bob@example.org>: Relay access denied\nC: DATA\nS: 503 5.5.1 Error: need RCPT command";
    let rows = trace("tcpdump", said, 0);
    let answer = why(rows.join("\n").as_bytes());
    let told: Vec<_> =
        answer.findings.iter().map(|finding| (finding.situation, finding.echoes.len())).collect();
    assert_eq!(told, [(Some("relay-denied"), 1)], "{:#?}", answer.findings);
    let proof = &answer.findings[0].proof;
    assert_eq!(proof.text, "S: 554 5.7.1 <bob@example.org>: Relay access denied");
    assert!(rows[proof.line].contains("554 5.7"), "{}", rows[proof.line]);
    // An acknowledgement carries nothing, and what is encrypted stays.
    let mut rows = Vec::new();
    dump("tcpdump", true, &[0x17, 3, 3, 0, 5, 0x9b, 0xd1, 0xff, 0x83, 0x9e], &mut rows);
    dump("tcpdump", true, b"", &mut rows);
    assert_eq!(Paste::read(rows.join("\n").as_bytes()).lines(), rows);
}

#[test]
fn no_shape_of_a_secret_comes_out_of_digits() {
    const SENT_AT_ONCE: &[&str] = &[
        "C: EHLO a\nC: AUTH LOGIN $",
        "C: USER alice\nC: PASS @",
        "S: 250 ok\nS: 334 UGFzc3dvcmQ6\nC: $",
        "C: USER alice\nS: +OK\nC: PASS @\nS: +OK",
    ];
    let mut leaks = Vec::new();
    for shape in SHAPES.iter().chain(PARTS).chain(SENT_AT_ONCE) {
        let mut text = filled(shape);
        // Where only base64 of it is known, the word itself is not.
        if text.contains(SECRET) && !PARTS.contains(shape) {
            text.push_str(&format!("\nS: 535 5.7.8 no {SECRET}"));
        }
        for writer in WRITERS {
            let leak = (0..16).find_map(|before| {
                let trace = trace(writer, &text, before);
                let paste = Paste::read(trace.join("\n").as_bytes());
                let read = paste.lines().join("\n");
                let is_left = [SECRET, PLAIN, WORD].iter().any(|secret| read.contains(secret));
                let digits =
                    |row: &String| row.contains("0000") && !row.contains("0x") && paste.lines().contains(row);
                (is_left || trace.iter().any(digits)).then(|| format!("{writer} {before}: {shape:?}\n{read}"))
            });
            leaks.extend(leak);
        }
    }
    assert!(leaks.is_empty(), "{} leak:\n{}", leaks.len(), leaks.join("\n\n"));
}
