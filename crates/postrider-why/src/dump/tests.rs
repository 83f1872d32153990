//! Dumps as programs write them.

use super::*;

fn shown(text: &str) -> Vec<String> {
    read(text.lines().map(str::to_owned).collect()).joined()
}

#[test]
fn a_dump_is_read_as_what_it_says_and_keeps_its_lines() {
    let text = "System.Net.Sockets Verbose: 0 : [19292] Data from Socket#2383799::Receive\n\
        \x20   ProcessId=5700\n\
        System.Net.Sockets Verbose: 0 : [19292] 00000000 : 32 35 30 2D 6D 78 0D 0A-32 35 30 2D 53 49 5A 45 : 250-mx..250-SIZE\n\
        \x20   ProcessId=5700\n\
        System.Net.Sockets Verbose: 0 : [19292] 00000010 : 0D 0A 32 35 30 20 48 45-4C 50 0D 0A             : ..250 HELP..\n\
        System.Net.Sockets Verbose: 0 : [19292] Exiting Socket#2383799::Receive() \t-> Int32#28\n";
    let lines = shown(text);
    assert_eq!(lines.len(), text.lines().count());
    assert_eq!(lines[2], "S: 250-mx\\r\\n250-SIZE");
    assert_eq!(lines[4], "S: 250 HELP");
}

#[test]
fn a_container_may_stand_in_front() {
    let text = "app-1  | System.Net Verbose: 0 : [1] Data from Socket#1::Receive\n\
        app-1  |     ProcessId=1\n\
        app-1  | System.Net Verbose: 0 : [1] 00000000 : 35 33 35 20 6E 6F                               : 535 no\n\
        app-1  |     ProcessId=1\n\
        app-1  | System.Net Verbose: 0 : [1] 00000006 : 74 0D 0A                                        : t..";
    assert_eq!(shown(text)[2], "S: 535 not");
}

#[test]
fn what_was_sent_in_two_goes_is_one_line() {
    let text = "System.Net Verbose: 0 : [1] Data from Socket#1::Send\n\
        System.Net Verbose: 0 : [1] 00000000 : 41 55 54 48 20 6C 6F 67-69 6E 20                : AUTH login \n\
        System.Net Verbose: 0 : [1] Data from Socket#1::Send\n\
        System.Net Verbose: 0 : [1] 00000000 : 62 57 55 3D 0D 0A                               : bWU=..";
    let lines = shown(text);
    assert_eq!((lines[1].as_str(), lines[3].as_str()), ("C: AUTH login bWU=", ""));
}

#[test]
fn curl_writes_digits_or_text() {
    let lines = shown(
        "== Info: Connected\n<= Recv header, 8 bytes (0x8)\n0000: 32 32 30 20 6d 78 0d 0a                         220 mx..\n\
         => Send header, 6 bytes (0x6)\n0000: EHLO a\n<= Recv header, 16 bytes (0x10)\n0000: 250-mx\n0008: 250 OK",
    );
    let said: Vec<&str> =
        lines.iter().filter(|line| line.starts_with(['<', '>'])).map(String::as_str).collect();
    assert_eq!(
        said,
        [
            "<= Recv header, 8 bytes (0x8)",
            "< 220 mx",
            "> EHLO a",
            "<= Recv header, 16 bytes (0x10)",
            "< 250-mx",
            "< 250 OK"
        ]
    );
}

#[test]
fn the_content_of_a_message_is_left_out() {
    let send = |text: &str| {
        let digits: Vec<String> = text.bytes().map(|octet| format!("{octet:02X}")).collect();
        let shown = text.replace(['\r', '\n'], ".");
        format!("Data from Socket#1::PostCompletion\n00000000 : {} : {shown}\n", digits.join(" "))
    };
    let text = [send("354 go on\r\n"), send("my word\r\n.\r\n"), send("250 ok\r\n")].concat();
    let said: Vec<String> = shown(&text).into_iter().skip(1).step_by(2).collect();
    assert_eq!(said, ["S: 354 go on", "C: .", "S: 250 ok"]);
}

#[test]
fn the_content_is_left_out_where_nothing_says_who_speaks() {
    let dump = |text: &str| -> String {
        let rows = text.as_bytes().chunks(OCTETS_MAX).enumerate().map(|(row, octets)| {
            let digits: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
            let shown: String =
                octets.iter().map(|b| if b.is_ascii_graphic() { char::from(*b) } else { '.' }).collect();
            format!("{:08x}  {:48} |{shown}|\n", row * OCTETS_MAX, digits.join(" "))
        });
        rows.collect()
    };
    for (text, left) in [
        ("DATA\r\n354 go on\r\nmy words\r\n250 of them\r\n.\r\n250 ok\r\n", "DATA 354 go on . 250 ok"),
        ("DATA\r\nmy words\r\n.\r\nQUIT\r\n", "DATA . QUIT"),
        ("354 go on\r\n554 5.7.1 no\r\n", "354 go on 554 5.7.1 no"),
        ("BDAT 11\r\nmy words\r\n QUIT\r\n", "BDAT 11 QUIT"),
        ("BDAT 99\r\nmy words\r\n554 5.7.1 no\r\n", "BDAT 99 554 5.7.1 no"),
    ] {
        let said = shown(&dump(text)).join(" ").replace("\\r\\n", " ");
        assert_eq!(said.split_whitespace().collect::<Vec<_>>().join(" "), left, "{text}");
    }
}

#[test]
fn text_between_octets_that_are_none_is_read() {
    let text = "00000000  0d 0a 0d 0a 00 0d 0a 51  55 49 54 0a 21 11 00 0c |.......QUIT.!...|\n\
        00000010  c0 00 02 01 c0 00 02 02  c0 01 02 4b 41 55 54 48 |...........KAUTH|\n\
        00000020  20 50 4c 41 49 4e 0d 0a                          | PLAIN..|";
    assert_eq!(shown(text), ["", "AUTH PLAIN", ""]);
    let telnet = "0000: FF FD 03 FF FB 18 50 41 53 53 20 78 0D 0A : ......PASS x..";
    assert_eq!(shown(telnet), ["PASS x"]);
}

#[test]
fn a_quotation_a_container_and_xxd_are_read() {
    for text in [
        "> 0000: 45 48 4C 4F 20 61 0D 0A : EHLO a..",
        "> > 0000: 45 48 4C 4F 20 61 0D 0A : EHLO a..",
        "app-1  | 0000: 45 48 4C 4F 20 61 0D 0A : EHLO a..",
        "> app-1  | 0000 - 45 48 4C 4F 20 61 0D 0A    EHLO a..",
        "00000000: 4548 4c4f 2061 0d0a                      EHLO a..",
    ] {
        assert_eq!(shown(text), ["EHLO a"], "{text}");
    }
}

#[test]
fn a_line_that_goes_on_and_on_is_bounded() {
    let piece = "Data from Socket#1::Send\n00000000 : 41 41 41 41 : AAAA\n";
    let lines = shown(&piece.repeat(2 * JOINED_MAX / 4));
    assert_eq!(lines[1].len(), "C: ".len() + JOINED_MAX);
}

#[test]
fn what_is_no_dump_or_no_text_stays() {
    for text in [
        "2024: 12 of them",
        "2024-03-01 10:00:00 x",
        "0000: 0a",
        "Data from Socket#1::Send\n00000000 : 16 03 01 00 05 41 42 43                         : .....ABC",
        "00000000 : 45 48 4C 4F : EHLP",
        "00000000: 4548 4c4f 20  EHLP",
        "00000000 : 45 48 4C 4F 20 \u{20ac}",
    ] {
        assert_eq!(shown(text).join("\n"), text);
    }
    assert_eq!(shown("00000000  32 32 30 20 6d 78 2e 61  0d 0a       |220 mx.a..|"), ["220 mx.a"]);
}
