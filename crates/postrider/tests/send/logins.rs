//! Logins: what is shown of them, and to whom.

use clap::error::ErrorKind;

use crate::server::{Hear, Say, Turn, parse, run, run_at, takes_data, to_alice};
use crate::tls::{TO_BOB, tls_server, tls_server_offering};

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
fn a_password_comes_from_standard_input_where_the_message_does_not() {
    let turns = takes_login(
        "250-mx.example\n250 AUTH PLAIN LOGIN\n",
        "AUTH PLAIN AGFubmEAaHVudGVyMg==",
        "235 2.7.0 You are logged in\n",
    );
    let login = ["--user", "anna", "--clear-password", "--password-stdin"];
    let args = to_alice(&[&login[..], &["--text", "hi"]].concat());
    let (ran, _) = run(turns, &args, b"hunter2\nanother line\n");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // Half of a password is nobody's, and is sent to nobody.
    let ran = run_at("127.0.0.1:1", &args, "x".repeat(4097).as_bytes());
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("longer than 4096 octets"), "{}", ran.stderr);
    // Else the message would lose its first line, or the password be sent with it.
    for file in [&[][..], &["--file", "-"]] {
        let args = to_alice(&[&login[..], file].concat());
        let ran = run_at("127.0.0.1:1", &args, b"Subject: x\n\ny\n");
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(
            ran.stderr.starts_with("postrider send: the message is read from standard input"),
            "{}",
            ran.stderr
        );
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

/// Whoever takes everything else out of what the server offers gets nothing to guess the password by.
#[test]
fn cram_md5_is_used_where_it_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, "hunter2").expect("it can be written");
    let file = file.to_str().expect("UTF-8");
    for how in [&["--tls", "opportunistic"][..], &["--tls", "none"], &["--clear-password"]] {
        let turns = vec![
            Say("220 mx.example\n"),
            Hear("EHLO c.example"),
            Say("250-mx.example\n250 AUTH CRAM-MD5\n"),
            Hear("QUIT"),
            Say("221 bye\n"),
        ];
        let mut args: Vec<&str> = to_alice(&["--user", "anna"]);
        args.extend(["--password-file", file]);
        args.extend(how);
        let (ran, _) = run(turns, &args, b"Subject: x\n\ny\n");
        assert_eq!(ran.code, 1, "{}", ran.stdout);
        assert!(ran.stdout.contains("offers only CRAM-MD5"), "{}", ran.stdout);
    }
    let mut turns =
        takes_login("250-mx.example\n250 AUTH CRAM-MD5\n", "AUTH CRAM-MD5", "334 PDEuMkBteC5leGFtcGxlPg==\n");
    let at =
        turns.iter().position(|turn| matches!(turn, Say(line) if line.starts_with("334"))).expect("there");
    let response = Hear("YW5uYSA5NjdmZGE4MzQ4ZmYwYWUyODk3NWY1NWZkOTE2MTAxNA==");
    turns.splice(at + 1..=at, [response, Say("235 2.7.0 You are logged in\n")]);
    let mut named: Vec<&str> = to_alice(&["--user", "anna", "--tls", "none", "--auth", "cram-md5"]);
    named.extend(["--password-file", file]);
    let (ran, _) = run(turns, &named, b"Subject: x\n\ny\n");
    assert_eq!(ran.code, 0, "{} {}", ran.stdout, ran.stderr);
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

/// RFC 5929 §3: a server may know only `tls-unique`, and refuses what is bound to its certificate like a wrong password.
#[test]
fn a_login_is_bound_to_tls_unless_it_is_told_otherwise() {
    const OFFERS: &[u8] = b"250-mx.example\r\n250 AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN\r\n";
    const HINT: &str = "if the password is right, say --auth-bound false";
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, "hunter2").expect("it can be written");
    let login = ["--user", "anna", "--password-file", file.to_str().expect("UTF-8")];
    let (old, new) = (&rustls::version::TLS12, &rustls::version::TLS13);
    // In base64 a message of SCRAM begins so that says `n,,`: it has no use for a binding.
    for (version, more, said, is_told) in [
        (old, &[][..], "AUTH SCRAM-SHA-256-PLUS ", true),
        (old, &["--auth", "PLAIN"], "AUTH PLAIN ", false),
        (old, &["--auth-bound", "true"], "AUTH SCRAM-SHA-256-PLUS ", true),
        (old, &["--auth-bound", "false"], "AUTH SCRAM-SHA-256 biws", false),
        (new, &["--auth-bound", "false"], "AUTH SCRAM-SHA-256 biws", false),
        // Under TLS 1.3 there is nothing else to be bound to.
        (new, &[], "AUTH SCRAM-SHA-256-PLUS ", false),
    ] {
        let (server, ca) = tls_server_offering(true, folder.path(), &[version], OFFERS);
        let ran = run_at(&server.address, &[&TO_BOB[..], &login, &["--ca", &ca], more].concat(), b"");
        assert_eq!(ran.code, 5, "{} {}", ran.stdout, ran.stderr);
        let told = server.thread.join().expect("the server is content");
        let auth = told.lines().find(|line| line.starts_with("AUTH ")).expect("it logs in");
        assert!(auth.starts_with(said), "{more:?}: {auth}");
        assert_eq!(ran.stderr.contains(HINT), is_told, "{more:?}: {}", ran.stderr);
    }
    for (more, why) in [
        (&["--tls", "required"][..], "no certificate proves who the server is"),
        (&["--tls", "none"], "no certificate proves who the server is"),
        (
            &["--auth", "SCRAM-SHA-1-PLUS"],
            "SCRAM-SHA-1-PLUS is bound to TLS, and --auth-bound false is against that",
        ),
    ] {
        let arguments = [&TO_BOB[..], &login, &["--auth-bound", "false"], more].concat();
        let ran = run_at("127.0.0.1:1", &arguments, b"");
        assert_eq!(ran.code, 2, "{} {}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
    let both = ["--user", "anna", "--auth-bound", "false", "--clear-password"];
    let error = parse("127.0.0.1:25", &to_alice(&both)).expect_err("one of the two");
    assert_eq!(error.kind(), ErrorKind::ArgumentConflict);
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
