//! Whatever is pasted, nothing panics, and what is found stands in the paste.

mod search;

use postrider_why::complaints;
use proptest::prelude::*;

/// Pieces of which bounces, logs and exceptions are made, so that the readers get far.
fn piece() -> impl Strategy<Value = String> {
    let pieces: Vec<String> = [
        "Content-Type: multipart/report; boundary=b",
        "--b",
        "--b--",
        "Content-Type: message/delivery-status",
        "Content-Transfer-Encoding: base64",
        "Content-Type: text/html",
        "Final-Recipient: rfc822; a@example.org",
        "Diagnostic-Code: smtp; 550 5.1.1 no",
        "Status: 5.0.0 (",
        "Hi. This is the qmail-send program",
        "<a@example.org>:",
        "a@example.org",
        "Remote host said: 550-",
        "<<< 550",
        ">>> RCPT TO:<",
        "... while talking to mx.",
        "The response was:",
        "From x Thu Jan  1 00:00:00 1970",
        "postfix/smtp[1]: to=<a@b>, dsn=5, status=bounced (",
        "NOQUEUE: reject: RCPT from ]: ",
        "2023-03-24 10:02:24 ** ",
        "sendmail[1]: stat=",
        "smtpd[1]: mta result=\"PermFail\" stat=\"",
        "haraka[1]: rejected: ",
        "smtpstatus= smtpmsg='",
        "LED=",
        "{\"time\":\"\",\"level\":\"\",\"message\":\"bounced\",\"reason\":\"\\",
        "SMTPDataError: (550, b'",
        "response: '550",
        "535 ",
        "550",
        "550-",
        "=?=3D=",
        "&lt;<p",
        "\u{20ac}550 \u{20ac}",
        "(reason: ",
        "\"diagnosticCode\":\"",
        "{\"emailAddress\":\"a@b\"",
        "Subject: Returned mail",
    ]
    .map(str::to_owned)
    .to_vec();
    prop_oneof![3 => proptest::sample::select(pieces), 1 => "\\PC{0,30}", 1 => Just(String::new()), 1 => "[ \t<>@:0-9a-z.=#()'\"-]{0,24}"]
}

proptest! {
    #![proptest_config(search::config(600))]

    #[test]
    fn nothing_panics(pieces in proptest::collection::vec((piece(), "[ \n]"), 0..60)) {
        let paste: String = pieces.iter().flat_map(|(piece, end)| [piece.as_str(), end]).collect();
        let lines: Vec<&str> = paste.split('\n').collect();
        for found in complaints(&lines) {
            prop_assert!(found.lines.start < found.lines.end && found.lines.end <= lines.len());
            for complaint in &found.complaints {
                prop_assert!(complaint.line < lines.len());
                prop_assert!(complaint.text.len() <= paste.len() + 64);
            }
        }
    }
}

/// A megabyte that looks like much and is nothing is read in little time: without a limit on anything it would be minutes.
#[test]
fn no_paste_is_long_to_read() {
    for line in [
        "<a@example.org>:",
        "550 x",
        "--b",
        "<<< 550-5.1.1 x",
        "Final-Recipient: rfc822; a@example.org",
        "postfix/smtp[1]: X: dsn=5.1.1, status=bounced (550 550 550",
        "reason: because: error:",
        " 5 4 5 4 5 4",
        "((((((((",
        "From x 0:0:0",
    ] {
        let line = format!("{line} ");
        let paste: Vec<&str> = std::iter::once("Subject: Returned mail")
            .chain(std::iter::repeat_n(line.as_str(), 20_000))
            .collect();
        let found = complaints(&paste);
        assert!(found.iter().all(|found| found.lines.end <= paste.len()));
    }
    let long = "<550 a@b 5.1.1 host ".repeat(40_000);
    assert!(complaints(&[long.as_str()]).len() <= 1);
}
