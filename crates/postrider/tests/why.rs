//! `postrider why`, as it is typed. What stands in `why/` was printed by the programs that its files are called after, against a server
//! on loopback; names and addresses are those of the documentation.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What was pasted, on standard input, with these arguments.
fn piped(paste: &[u8], arguments: &[&str]) -> Output {
    let mut child = command(arguments).stdin(Stdio::piped()).spawn().expect("postrider starts");
    child.stdin.take().expect("it is piped").write_all(paste).expect("postrider reads");
    child.wait_with_output().expect("postrider ends")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postrider"));
    command.arg("why").args(arguments).env("COLUMNS", "90").stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in ["POSTRIDER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/why").join(format!("{name}.txt"))
}

/// What is said about a file, and with which exit code.
fn asked(name: &str, arguments: &[&str]) -> (String, i32) {
    let path = file(name);
    let mut all = vec![path.to_str().expect("UTF-8")];
    all.extend(arguments);
    let output = command(&all).stdin(Stdio::null()).output().expect("postrider starts");
    let mut text = String::from_utf8(output.stdout).expect("UTF-8");
    text.push_str(std::str::from_utf8(&output.stderr).expect("UTF-8"));
    (text, output.status.code().expect("it ends by itself"))
}

#[test]
fn what_people_have_is_explained() {
    for name in ["swaks", "curl", "bounce", "log", "two", "exception", "login"] {
        let (text, code) = asked(name, &[]);
        insta::assert_snapshot!(format!("why-{name}"), text);
        let (json, _) = asked(name, &["--json"]);
        insta::assert_snapshot!(format!("why-{name}-json"), json);
        assert_eq!(code, 0, "{name}");
    }
}

#[test]
fn it_is_explained_in_other_languages() {
    insta::assert_snapshot!("why-swaks-ru", asked("swaks", &["--lang", "ru"]).0);
    insta::assert_snapshot!("why-bounce-zh", asked("bounce", &["--lang", "zh-Hans"]).0);
    insta::assert_snapshot!("why-log-es", asked("log", &["--lang", "es"]).0);
}

#[test]
fn where_nothing_is_known_it_says_what_would_be_needed() {
    let (text, code) = asked("nothing", &[]);
    assert_eq!(code, 1);
    insta::assert_snapshot!("why-nothing", text);
    let (json, code) = asked("nothing", &["--json"]);
    assert_eq!(code, 1);
    insta::assert_snapshot!("why-nothing-json", json);
    // Something was said, and no rule knows it: that is shown, and it is not success.
    let output = piped(b"520 5.9.9 fnord\r\n", &[]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("why-unknown", String::from_utf8_lossy(&output.stdout));
}

/// A code alone is told in general, whether it stands in quotes or not; a second word that is no code is none.
#[test]
fn a_code_is_told_in_general() {
    let run =
        |arguments: &[&str]| command(arguments).stdin(Stdio::null()).output().expect("postrider starts");
    for (arguments, words) in [
        (&["550"][..], "550 means in general: Mailbox unavailable, or refused by policy."),
        (&["550", "5.7.1"], "5.7.1 means in general: Not allowed."),
        (&["550 5.7.1"], "5.7.1 means in general: Not allowed."),
        (&["5.7.1"], "5.7.1 means in general: Not allowed."),
    ] {
        let output = run(arguments);
        let text = String::from_utf8_lossy(&output.stdout).replace('\n', " ");
        assert_eq!(output.status.code(), Some(0), "{text}");
        assert!(text.starts_with(words) && text.contains("paste the whole line"), "{text}");
        assert!(text.contains("postrider code "), "{text}");
    }
    let file = file("swaks");
    let file = file.to_str().expect("UTF-8");
    for arguments in [[file, "5.7.1"], [file, file], ["550", "no"]] {
        let output = run(&arguments);
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains("one file can be named"), "{text}");
    }
}

/// `login.txt` holds a password: as it is, and in base64 with the name of the user.
#[test]
fn no_password_is_shown() {
    let secrets = ["PlantedSecret1", "AGFsaWNlAFBsYW50ZWRTZWNyZXQx", "UGxhbnRlZFNlY3JldDE"];
    let paste = std::fs::read_to_string(file("login")).expect("it is there");
    assert!(secrets[..2].iter().all(|secret| paste.contains(secret)));
    let clean = |output: &Output| {
        for text in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(text);
            assert!(secrets.iter().all(|secret| !text.contains(secret)), "{text}");
        }
    };
    for arguments in [&[][..], &["--json"], &["--lang", "vi"]] {
        clean(&piped(paste.as_bytes(), arguments));
        // Where the line with the password is the last word.
        for line in paste.lines().filter(|line| line.contains("Planted") || line.contains("AGFs")) {
            clean(&piped(line.as_bytes(), arguments));
        }
    }
    // Whoever gives the text in place of a file is told so, without it.
    let output = command(&["AUTH PLAIN AGFsaWNlAFBsYW50ZWRTZWNyZXQx"]).output().expect("postrider starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("AUTH PLAIN [redacted]"), "{output:?}");
    clean(&output);
}

#[test]
fn a_pipe_needs_no_name() {
    let paste = std::fs::read(file("swaks")).expect("it is there");
    let (named, _) = asked("swaks", &[]);
    for arguments in [&[][..], &["-"]] {
        let output = piped(&paste, arguments);
        assert_eq!(
            (String::from_utf8_lossy(&output.stdout).as_ref(), output.status.code()),
            (named.as_str(), Some(0))
        );
    }
}

#[test]
fn what_cannot_be_looked_at_is_refused_with_the_next_step() {
    let refused = |output: Output, words: &str| {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{text}");
        assert!(text.starts_with("postrider why: ") && text.contains(words), "{text}");
    };
    let run =
        |arguments: &[&str]| command(arguments).stdin(Stdio::null()).output().expect("postrider starts");
    refused(
        run(&["no-such-file"]),
        "no-such-file: there is no such file. Text that is not in a file is passed on",
    );
    refused(run(&[env!("CARGO_MANIFEST_DIR")]), "that is a folder. Name a file in it.");
    refused(run(&[env!("CARGO_BIN_EXE_postrider")]), "that is no text.");
    refused(run(&["-", "--lang", "tlh"]), "there is no language `tlh` here");
    refused(run(&["no-such-file", "--lang", "ru"]), "такого файла нет");
    refused(piped(b" \r\n\r\n", &[]), "standard input: it is empty");
    refused(piped(&[0; 4096], &["-"]), "standard input: that is no text");
    assert_eq!(run(&["one", "two"]).status.code(), Some(2));
}

/// The beginning of a log of any length is looked at, and whoever pipes it in is told that there was more.
#[test]
fn a_paste_that_is_cut_says_so() {
    let mut paste = std::fs::read(file("log")).expect("it is there");
    paste.resize(3 << 20, b'\n');
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mail.log");
    std::fs::write(&path, paste).expect("there is room");
    let path = path.to_str().expect("UTF-8");
    let output = command(&[path]).output().expect("postrider starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.ends_with("only the first 20000 lines, or 1 MiB, were looked at.\n"), "{text}");
    let json = command(&[path, "--json"]).output().expect("postrider starts");
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["cut"], true);
}

#[test]
fn help_is_there_in_every_language() {
    for (tag, words) in [
        ("en", "Passwords are taken out before anything is shown"),
        ("es", "Las contraseñas se quitan"),
        ("ru", "Пароли убираются"),
        ("vi", "Mật khẩu được bỏ đi"),
        ("zh-Hans", "密码在显示任何内容之前就会去掉"),
    ] {
        let output = command(&["--help", "--lang", tag]).output().expect("postrider starts");
        let text = String::from_utf8_lossy(&output.stdout).replace(['\n', ' '], "");
        assert!(text.contains(&words.replace(' ', "")), "{tag}: {text}");
    }
}

/// swaks writes a tab into this line, and a log may hold what a terminal would obey.
#[test]
fn a_line_shows_and_does_nothing_else() {
    let output = piped("*** Error connecting to mx.example.org:25:\n*** \tIO::Socket::INET: connect: Connection refused\u{1b}[2J \u{202e}\n".as_bytes(), &[]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("\n  ***  IO::Socket::INET: connect: Connection refused "), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()) && !text.contains('\u{202e}'), "{text:?}");
}

#[test]
fn a_narrow_terminal_has_the_answers_below_their_labels() {
    let path = file("swaks");
    let output =
        command(&[path.to_str().expect("UTF-8")]).env("COLUMNS", "32").output().expect("postrider starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("\nHow sure is that?\n  Certain: "), "{text}");
}
