//! Another reader of reports: the `email` package of Python, which many programs that sort bounces are built on.

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

use postrider_outbound::report::{Advice, WayBack};
use postrider_proto::mail::Ret;

use crate::{Case, failed, unknown};

/// Prints what it understood, one fact a line.
const READ: &str = r#"
import email, email.policy, sys
sys.stdout.reconfigure(encoding="utf-8", newline="\n")
report = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print(report.get_content_type(), report.get_param("report-type"))
for field in ("From", "To", "Subject", "Date", "Auto-Submitted"):
    print(field, "=", report[field])
words, status, returned = report.iter_parts()
print(words.get_content().splitlines()[0])
if status.get_content_type() == "message/delivery-status":
    for group in status.get_payload()[1:]:
        print("; ".join(f"{name}={value}" for name, value in group.items()))
print(returned.get_content_type())
inner = returned.get_payload(0) if returned.get_content_type() == "message/rfc822" else None
print("Subject within =", inner["Subject"] if inner else None)
# What is wrong with the message that is returned is not the report's fault.
for part in [report, words, *status.walk(), returned]:
    for defect in part.defects:
        print("defect:", repr(defect))
"#;

const SKIPPED: &str = "skipped: there is no python3 on this machine";

/// What Python understands of a report; none where there is no Python.
fn read(case: &Case) -> Option<String> {
    let python = Command::new("python3")
        .args(["-I", "-c", READ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut python = match python {
        Ok(python) => python,
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => panic!("python3: {error}"),
    };
    let mut stdin = python.stdin.take().expect("it was piped");
    stdin.write_all(&case.compose().content).expect("it reads");
    drop(stdin);
    let output = python.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

#[test]
fn python_reads_a_report() {
    let case = Case::about(vec![
        unknown("bob@example.net"),
        failed(
            "carol@example.net",
            (5, 7, 1),
            Advice::Unwanted,
            "550-5.7.1 A reason that is long enough to be folded,\n550 5.7.1 and has two lines",
        ),
    ]);
    let Some(read) = read(&case) else {
        println!("{SKIPPED}");
        return;
    };
    insta::assert_snapshot!(read, @r#"
    multipart/report delivery-status
    From = "Mail server mx.example.org" <postmaster@example.org>
    To = alice@example.org
    Subject = Not delivered: your message to 2 recipients
    Date = Tue, 24 Nov 2026 16:00:00 +0000
    Auto-Submitted = auto-replied
    This is the mail server mx.example.org.
    Final-Recipient=rfc822; bob@example.net; Action=failed; Status=5.1.1; Remote-MTA=dns; mx1.example.net; Diagnostic-Code=smtp; 550 5.1.1 <bob@example.net>: no such user; Last-Attempt-Date=Tue, 24 Nov 2026 16:00:00 +0000
    Final-Recipient=rfc822; carol@example.net; Action=failed; Status=5.7.1; Remote-MTA=dns; mx1.example.net; Diagnostic-Code=smtp; 550-5.7.1 A reason that is long enough to be folded, 550 5.7.1 and has two lines; Last-Attempt-Date=Tue, 24 Nov 2026 16:00:00 +0000
    message/rfc822
    Subject within = Tea
    "#);
}

#[test]
fn python_finds_no_fault_with_the_worst_of_them() {
    let hostile = "550 no\r\n\r\n--=_x--\r\nAction: delivered \u{4e0d}\0\u{1b}[2J";
    let nasty = || Case::about(vec![failed("bob@example.net", (5, 0, 0), Advice::Other, hostile)]);
    let utf8 = "Subject: Gr\u{fc}\u{df}e\r\n\r\n\u{4f60}\r\n";
    for case in [
        nasty(),
        nasty().returning("no header at all"),
        nasty().returning(""),
        nasty().returning("Subject: x\n\nbare\rCR\n").ret(Ret::Full),
        nasty().returning([&b"Subject: x\r\n\r\n"[..], &[b'x'; 5000]].concat()),
        nasty().returning(&b"Subject: Gr\xfc\xdfe\r\n\r\nx\r\n"[..]).over(WayBack::SevenBit),
        nasty().returning(utf8).smtputf8(),
        nasty().returning(utf8).smtputf8().over(WayBack::SevenBit),
        nasty().returning(utf8).smtputf8().over(WayBack::Utf8),
    ] {
        let Some(read) = read(&case) else {
            println!("{SKIPPED}");
            return;
        };
        assert!(read.starts_with("multipart/report delivery-status\n"), "{read}");
        assert!(!read.contains("defect:"), "{read}\n{}", case.text());
        // It does not know the new types (RFC 6533), which go only where SMTPUTF8 is spoken.
        assert!(read.contains("Action=failed") || case.way_back == WayBack::Utf8, "{read}");
    }
}
