//! `sendmail`, `mailq` and `newaliases`, as the programs of a machine call them.

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use common::{POSTRIDER, Server, stderr, stdout, text};
use tempfile::TempDir;

/// Runs a program with these words on its standard input, to its end.
fn run(command: &mut Command, input: &str) -> Output {
    // A test has the configuration that it names, whatever this machine has.
    command.env_remove("POSTRIDER_CONFIG").env_remove("XDG_STATE_HOME");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    // One that ends before it has read everything says why.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

/// `postrider sendmail` with this data folder.
fn sendmail(data: &Path, args: &[&str], input: &str) -> Output {
    run(Command::new(POSTRIDER).arg("sendmail").arg("--data").arg(data).args(args), input)
}

/// The program under another name, as a link has it.
fn link(folder: &Path, name: &str) -> PathBuf {
    let link = folder.join(name);
    symlink(POSTRIDER, &link).expect("a link");
    link
}

/// The next copy that is delivered, as text with LF.
fn delivered(server: &mut Server) -> String {
    let event = server.wait("delivered");
    fs::read_to_string(text(&event, "place")).expect("the copy").replace("\r\n", "\n")
}

/// A server for example.test, with its data folder and its configuration.
fn configured() -> (TempDir, PathBuf, Server) {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("postrider.toml");
    let written = "hostname = \"mx.example.test\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n\
                   [[domain]]\nname = \"example.test\"\nmailboxes = [\"alice\", \"bob\"]\n\
                   aliases = { postmaster = \"alice\", abuse = \"alice\", root = \"alice\" }\n\
                   [[route]]\ndomain = \"*\"\nto = \"discard\"\n";
    fs::write(&config, written).expect("written");
    let data = folder.path().join("data");
    let server = Server::start_configured(&data, &config);
    (folder, config, server)
}

#[test]
fn a_program_sends_to_whom_the_header_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path());
    let message = "To: You <you@localhost>\nBcc: hidden@localhost\nSubject: Hello\n\nOne.\n.\nTwo.\n";
    let sent = sendmail(folder.path(), &["-t", "-i", "-f", "me@localhost", "-F", "Me, Myself"], message);
    assert_eq!((sent.status.code(), stdout(&sent), stderr(&sent)), (Some(0), "", ""));

    let uid = rustix::process::getuid().as_raw();
    let received = server.wait("received");
    assert_eq!(text(&received, "client"), format!("uid {uid}"));
    assert_eq!(text(&received, "from"), "<me@localhost>");
    let copies = [delivered(&mut server), delivered(&mut server)];
    for copy in copies {
        let (header, body) = copy.split_once("\n\n").expect("a header");
        assert_eq!(body, "One.\n.\nTwo.\n");
        assert!(copy.starts_with("Return-Path: <me@localhost>\nDelivered-To: "), "{copy}");
        assert!(header.contains(&format!(" with LOCAL (uid {uid})\n\tid ")), "{header}");
        assert!(header.contains("\nFrom: \"Me, Myself\" <me@localhost>"), "{header}");
        assert!(header.contains("\nDate: ") && header.contains("\nMessage-ID: <"), "{header}");
        // Each copy names in Delivered-To whom it is for, and nobody else.
        assert!(!header.contains("Bcc"), "{header}");
    }
    server.stop();
}

#[test]
fn cron_writes_to_root_without_a_domain() {
    let (_folder, config, mut server) = configured();
    let config = config.display().to_string();
    let message = "From: \"(Cron Daemon)\" <root>\nTo: root\nSubject: Cron <root@host> true\n\noutput\n";
    let args = ["-C", &config, "-i", "-FCronDaemon", "-B8BITMIME", "-oem", "-froot", "root"];
    let sent = sendmail(&server.data, &args, message);
    assert_eq!((sent.status.code(), stderr(&sent)), (Some(0), ""));
    let copy = delivered(&mut server);
    assert!(
        copy.starts_with("Return-Path: <root@example.test>\nDelivered-To: alice@example.test\n"),
        "{copy}"
    );
    server.stop();
}

#[test]
fn who_is_refused_is_named_and_the_others_have_their_copy() {
    let (_folder, config, mut server) = configured();
    let config = config.display().to_string();
    let send = |data: &Path, to: &[&str]| {
        sendmail(data, &[&["-C", &config, "-i"], to].concat(), "Subject: x\n\nx\n")
    };
    let data = server.data.clone();
    let sent = send(&data, &["alice@example.test, nobody@example.test"]);
    assert_eq!(sent.status.code(), Some(67));
    assert!(stderr(&sent).contains("nobody@example.test: 550 5.1.1 "), "{sent:?}");
    assert!(stderr(&sent).contains("[unknown-user]") && !stderr(&sent).contains("alice"), "{sent:?}");
    delivered(&mut server);
    // A user of this machine may write to everybody, and a stranger may not.
    let sent = send(&data, &["somebody@elsewhere.example"]);
    assert_eq!((sent.status.code(), stderr(&sent)), (Some(0), ""));
    let stranger =
        server.send(&["--from", "a@b.example", "--to", "somebody@elsewhere.example", "--text", "x"]);
    assert!(stdout(&stranger).contains("[relay-denied]"), "{stranger:?}");
    // What is no address is nobody's.
    let sent = send(&data, &["a b@example.test"]);
    assert_eq!(sent.status.code(), Some(65));
    server.stop();
}

#[test]
fn with_the_server_down_mail_waits_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    // The folders are made by the server: one has run before.
    Server::start(folder.path()).stop();
    let sent = sendmail(folder.path(), &["-v", "you@localhost"], "Subject: later\n\nWaited.\n.\nnot this\n");
    assert_eq!(sent.status.code(), Some(0), "{sent:?}");
    assert!(stderr(&sent).contains("cannot be reached"), "{sent:?}");
    let data = folder.path().display().to_string();
    let listed = common::postrider(&["mailq", "--data", &data]);
    assert_eq!(listed.status.code(), Some(75), "{listed:?}");
    assert!(stderr(&listed).contains("1 message waits in the drop folder"), "{listed:?}");

    let mut server = Server::start(folder.path());
    let copy = delivered(&mut server);
    assert!(copy.contains("Subject: later\n") && copy.ends_with("\n\nWaited.\n"), "{copy}");
    let uid = rustix::process::getuid().as_raw();
    assert!(copy.contains(&format!("with LOCAL (uid {uid})")), "{copy}");
    server.stop();
    for left in ["drop", "drop/taken", "drop/refused"] {
        let files = fs::read_dir(folder.path().join(left)).expect("a folder");
        let files: Vec<_> =
            files.filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().is_file())).collect();
        assert!(files.is_empty(), "{left}: {files:?}");
    }
}

#[test]
fn a_crash_between_the_queue_and_the_removal_makes_no_second_copy() {
    let folder = tempfile::tempdir().expect("a folder");
    // The queue keeps what it gets: where the Maildirs should be is something that is no folder.
    fs::create_dir(folder.path().join("mail")).expect("a folder");
    fs::write(folder.path().join("mail/localhost"), "").expect("a file");
    let mut server = Server::start(folder.path());
    let sent = sendmail(folder.path(), &["you@localhost"], "Subject: once\n\nx\n");
    assert_eq!(sent.status.code(), Some(0), "{sent:?}");
    let id = text(&server.wait("received"), "id").to_owned();
    server.kill();
    // As it is when the machine fails just then: the queue has the message, and the file is still there under its id.
    let line = "{\"format\":1,\"octets\":14,\"from\":\"<>\",\"to\":[\"you@localhost\"],\"body\":\"7BIT\"}\n";
    fs::write(folder.path().join("drop/taken").join(&id), format!("{line}Subject: once\n")).expect("written");

    let mut server = Server::start(folder.path());
    let found = server.wait("a message of the drop folder is in the queue already: a crash came between");
    assert_eq!(text(&found, "id"), id);
    let list = server.queue(&["list", "--json"]);
    assert_eq!(stdout(&list).lines().count(), 1, "{list:?}");
    server.stop();
    assert!(!folder.path().join("drop/taken").join(&id).exists());
}

#[test]
fn what_is_no_message_is_put_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    Server::start(folder.path()).stop();
    let drop = folder.path().join("drop");
    let line =
        "{\"format\":1,\"octets\":0,\"from\":\"<>\",\"to\":[\"you@elsewhere..example\"],\"body\":\"7BIT\"}\n";
    fs::write(drop.join("garbage"), "no JSON\n").expect("written");
    fs::write(drop.join("address"), line).expect("written");
    symlink("/etc/passwd", drop.join("link")).expect("a link");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        drop.join("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .expect("a pipe");
    fs::write(drop.join("unready.tmp"), "still being written").expect("written");

    let mut server = Server::start(folder.path());
    let aside = "refused: a message from the drop folder was put aside, and nobody is told but this log";
    let reasons: Vec<String> = (0..4).map(|_| text(&server.wait(aside), "because").to_owned()).collect();
    for why in ["makes no sense: expected", "is no address", "cannot be read", "no regular file"] {
        assert_eq!(reasons.iter().filter(|reason| reason.contains(why)).count(), 1, "{why}: {reasons:?}");
    }
    server.stop();
    assert_eq!(fs::read_dir(drop.join("refused")).expect("a folder").count(), 4);
    assert!(drop.join("unready.tmp").exists());
}

#[test]
fn a_recipient_of_the_drop_folder_who_is_nobody_does_not_keep_the_others_from_theirs() {
    let (_folder, config, server) = configured();
    let data = server.data.clone();
    server.stop();
    let config_text = config.display().to_string();
    let args = ["-C", &config_text, "-i", "alice@example.test", "nobody@example.test"];
    let from = |sender: &'static str| [&["-f", sender][..], &args].concat();
    assert_eq!(sendmail(&data, &from("<>"), "Subject: x\n\nx\n").status.code(), Some(0));
    let mut server = Server::start_configured(&data, &config);
    delivered(&mut server);
    let aside =
        server.wait("refused: a message from the drop folder was put aside, and nobody is told but this log");
    let because = text(&aside, "because");
    assert!(because.contains("nobody@example.test: 550") && !because.contains("alice"), "{because}");
    server.stop();
    // Who has a name is told.
    assert_eq!(sendmail(&data, &from("alice@example.test"), "Subject: y\n\ny\n").status.code(), Some(0));
    let mut server = Server::start_configured(&data, &config);
    let copies = [delivered(&mut server), delivered(&mut server)];
    server.stop();
    let report = copies.iter().find(|copy| copy.contains("Action: failed")).expect("a report");
    assert!(report.contains("Final-Recipient: rfc822; nobody@example.test\n"), "{report}");
    assert!(report.contains("Status: 5.1.1\n") && report.contains("Subject: y"), "{report}");
}

/// A program that speaks SMTP with `sendmail -bs`.
struct Speaking {
    child: Child,
    hears: BufReader<std::process::ChildStdout>,
}

impl Speaking {
    fn ask(&mut self, line: &str, expected: &str) {
        let stdin = self.child.stdin.as_mut().expect("piped");
        stdin.write_all(format!("{line}\r\n").as_bytes()).expect("it reads");
        self.hear(expected);
    }

    fn hear(&mut self, expected: &str) {
        let mut reply = String::new();
        loop {
            reply.clear();
            self.hears.read_line(&mut reply).expect("it answers");
            if reply.as_bytes().get(3) != Some(&b'-') {
                break;
            }
        }
        assert!(reply.starts_with(expected), "{expected}: {reply}");
    }
}

#[test]
fn smtp_is_spoken_on_standard_input_and_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path());
    let mut child = Command::new(POSTRIDER)
        .args(["sendmail", "--data"])
        .arg(folder.path())
        .arg("-bs")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let hears = BufReader::new(child.stdout.take().expect("piped"));
    let mut speaking = Speaking { child, hears };
    speaking.hear("220 ");
    speaking.ask("EHLO client.example", "250 ");
    speaking.ask("MAIL FROM:<me@localhost>", "250 ");
    speaking.ask("RCPT TO:<you@localhost>", "250 ");
    speaking.ask("RCPT TO:<x@elsewhere.example>", "250 ");
    speaking.ask("RSET", "250 ");
    speaking.ask("MAIL FROM:<me@localhost>", "250 ");
    speaking.ask("RCPT TO:<you@localhost>", "250 ");
    speaking.ask("DATA", "354 ");
    speaking.ask("Bcc: hidden@localhost\r\nSubject: spoken\r\n\r\nHello\r\n.", "250 ");
    speaking.ask("QUIT", "221 ");
    assert!(speaking.child.wait().expect("it ends").success());
    let copy = delivered(&mut server);
    assert!(copy.contains(" with LOCAL (uid ") && copy.ends_with("@localhost>\n\nHello\n"), "{copy}");
    // What sendmail adds without -bs, the server does here.
    assert!(copy.contains("\nSubject: spoken\nDate: ") && !copy.contains("hidden"), "{copy}");
    server.stop();

    let down = sendmail(folder.path(), &["-bs"], "");
    assert_eq!(down.status.code(), Some(75), "{down:?}");
}

#[test]
fn the_queue_is_printed_in_the_old_form() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("mail")).expect("a folder");
    fs::write(folder.path().join("mail/localhost"), "").expect("a file");
    let mut server = Server::start(folder.path());
    let mailq = link(folder.path(), "mailq");
    let data = format!("--data={}", folder.path().display());
    let print = || run(Command::new(&mailq).arg(&data), "");
    let empty = print();
    assert_eq!((empty.status.code(), stdout(&empty)), (Some(0), "Mail queue is empty\n"));
    let sent = sendmail(folder.path(), &["-fme@localhost", "you@localhost"], "Subject: kept\n\nx\n");
    assert_eq!(sent.status.code(), Some(0), "{sent:?}");
    let id = text(&server.wait("received"), "id").to_owned();
    server.wait("deferred");
    let listed = print();
    let lines: Vec<&str> = stdout(&listed).lines().collect();
    assert!(
        lines[0].starts_with("-Queue ID-") && lines[0].ends_with("-Sender/Recipient-------"),
        "{lines:?}"
    );
    assert!(lines[1].starts_with(&id) && lines[1].ends_with(" me@localhost"), "{lines:?}");
    assert!(lines.contains(&&*format!("{:>58}you@localhost", "")), "{lines:?}");
    assert_eq!(lines.last(), Some(&"-- 1 Kbytes in 1 Request."), "{lines:?}");
    let same = sendmail(folder.path(), &["-bp"], "");
    assert_eq!(stdout(&same).lines().count(), lines.len());
    // Under its own name it takes the configuration as sendmail does.
    let config = folder.path().join("postrider.toml");
    fs::write(&config, format!("data = {:?}\n", folder.path().display().to_string())).expect("written");
    let same = common::postrider(&["mailq", "-C", &config.display().to_string()]);
    assert_eq!(stdout(&same), stdout(&listed), "{same:?}");
    server.stop();
}

#[test]
fn the_name_it_is_called_by_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path());
    let aliases = run(&mut Command::new(link(folder.path(), "newaliases")), "");
    assert_eq!(aliases.status.code(), Some(0));
    assert!(stdout(&aliases).contains("reads its aliases from the configuration"), "{aliases:?}");
    let called = link(folder.path(), "sendmail");
    let data = folder.path().display().to_string();
    let sent =
        run(Command::new(&called).args(["--data", &data, "-oi", "--", "you@localhost"]), "Subject: x\n\n.\n");
    assert_eq!((sent.status.code(), stderr(&sent)), (Some(0), ""));
    assert!(delivered(&mut server).ends_with("\n\n.\n"));
    let help = run(Command::new(&called).arg("--help"), "");
    assert!(stdout(&help).contains("-bs: speak SMTP"), "{help:?}");
    server.stop();
}

#[test]
fn what_cannot_be_done_has_its_number() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("config");
    fs::write(&config, "data = ").expect("written");
    let config = config.display().to_string();
    for (args, input, code, says) in [
        (&["-z"][..], "", 64, "there is no option -z"),
        (&["-bd"], "", 64, "`postrider serve` runs the server"),
        (&["-i"], "", 64, "nobody is named"),
        (&["-f", "a b", "you@localhost"], "", 64, "-f: \"a b\" is no address"),
        (&["-t"], "Subject: x\n\n", 65, "the header names nobody"),
        (&["-t"], "To: <a@b\n\n", 65, "the field to: "),
        (&["you@localhost"], "x\n", 75, "cannot be left for it"),
        (&["-C", &config, "you@localhost"], "x\n", 78, "cannot be used"),
        (&["-C/nowhere", "you@localhost"], "x\n", 78, "cannot be read"),
        (&["-q"], "", 0, ""),
    ] {
        let done = sendmail(&folder.path().join("none"), args, input);
        assert_eq!(done.status.code(), Some(code), "{args:?}: {done:?}");
        assert!(stderr(&done).contains(says), "{args:?}: {done:?}");
    }
}

#[test]
fn everybody_may_hand_in_and_only_the_server_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path());
    let mode = |name: &str| fs::metadata(folder.path().join(name)).expect(name).permissions().mode() & 0o7777;
    assert_eq!(mode("submit.sock"), 0o666);
    assert_eq!(mode("control.sock"), 0o600);
    assert_eq!(mode("drop"), 0o3777);
    assert_eq!((mode("drop/taken"), mode("drop/refused")), (0o700, 0o700));
    server.stop();
    assert!(!folder.path().join("submit.sock").exists());
}
