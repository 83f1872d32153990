//! `postrider account`.

mod common;

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::{POSTRIDER, Server, stderr, stdout};
use serde_json::Value;

/// Runs `postrider account` with this data folder and this on standard input.
fn account(data: &Path, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(POSTRIDER)
        .args(["account", "--data"])
        .arg(data)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // A command that needs no password leaves before it reads one.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

/// The same; it must succeed. Gives what it said.
fn done(data: &Path, args: &[&str], input: &str) -> String {
    let output = account(data, args, input);
    assert!(output.status.success(), "{args:?}: {output:?}");
    stdout(&output).to_owned()
}

/// The same; it must fail. Gives why.
fn fails(data: &Path, args: &[&str], input: &str) -> String {
    let output = account(data, args, input);
    assert_eq!(output.status.code(), Some(1), "{args:?}: {output:?}");
    format!("{}{}", stdout(&output), stderr(&output))
}

#[test]
fn an_account_is_added_tested_disabled_and_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    assert!(done(data, &["list"], "").starts_with("There are no accounts"));
    assert_eq!(done(data, &["add", "Alice@Example.org"], "pencil\n"), "Added alice@example.org.\n");
    let file = data.join("accounts.toml");
    let text = fs::read_to_string(&file).expect("the file");
    assert!(text.contains("$argon2id$v=19$m=19456,t=2,p=1$") && !text.contains("pencil"), "{text}");
    assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o600);

    let test = ["test", "alice@example.org"];
    assert!(done(data, &test, "pencil\r\n").ends_with("accounts.toml: the password is right\n"));
    assert!(fails(data, &test, "pencils\n").contains("the password is wrong"));
    assert!(fails(data, &["test", "bob"], "pencil\n").contains("nobody is called \"bob\" there"));
    assert!(fails(data, &test, "\n").contains("there is no password"));

    assert!(fails(data, &["add", "alice@example.org"], "other\n").contains("is there already"));
    done(data, &["disable", "alice@example.org"], "");
    assert!(fails(data, &test, "pencil\n").contains("is disabled"));
    done(data, &["enable", "alice@example.org"], "");
    done(data, &["passwd", "alice@example.org"], "crayon\n");
    assert!(fails(data, &test, "pencil\n").contains("wrong"));
    done(data, &test, "crayon\n");
    assert_eq!(done(data, &["remove", "alice@example.org"], ""), "Removed alice@example.org.\n");
    assert!(fails(data, &["remove", "alice@example.org"], "").contains("`postrider account list`"));
    assert!(fails(data, &["add", "a b"], "pencil\n").contains("is no name of an account"));
}

#[test]
fn a_generated_password_is_shown_once_and_is_the_right_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = done(folder.path(), &["add", "alice", "--generate", "--scram"], "");
    let password = said.trim_end().rsplit_once(": ").expect("a password").1.to_owned();
    assert_eq!(password.len(), 24, "{said}");
    done(folder.path(), &["test", "alice"], &password);
    let list = done(folder.path(), &["list", "--json"], "");
    let row: Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(row["hashes"], serde_json::json!(["argon2id"]));
    assert_eq!(row["scram"], serde_json::json!(["SCRAM-SHA-256", "SCRAM-SHA-1"]));
    assert!(!list.contains("$argon2id"), "{list}");
    // Another password without them leaves nothing of the old one.
    done(folder.path(), &["passwd", "alice", "--no-scram"], "crayon\n");
    let row: Value = serde_json::from_str(&done(folder.path(), &["list", "--json"], "")).expect("JSON");
    assert_eq!((&row["scram"], &row["keep_scram"]), (&serde_json::json!([]), &Value::Bool(false)));
}

#[test]
fn senders_are_shown_and_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    done(data, &["add", "app", "--senders", "@example.org", "--generate"], "");
    let both = done(data, &["senders", "app", "--add", "*@*.example.net"], "");
    assert_eq!(both, "@example.org\n*@*.example.net\n");
    assert_eq!(done(data, &["senders", "app", "--remove", "@example.org"], ""), "*@*.example.net\n");
    assert!(
        fails(data, &["senders", "app", "--remove", "@example.org"], "").contains("not among the senders")
    );
    assert!(fails(data, &["senders", "app", "--add", "nobody"], "").contains("names no senders"));
    assert_eq!(done(data, &["senders", "app"], ""), "*@*.example.net\n");
}

const SHA512: &str = "$6$rounds=1000$saltstring$YiR6NSM0LQXmu7vAhkMXfkdYk7qtFouVx1Mdr3HmzXspT8kONjlpU3CsV7ezCB62uXJoAdaagsH4ck7/tB9js.";

#[test]
fn what_a_dovecot_or_a_shadow_file_has_is_imported() {
    let folder = tempfile::tempdir().expect("a folder");
    let passwd = format!(
        "# accounts\nalice@example.org:{{SHA512-CRYPT}}{SHA512}:1000:1000::/home/alice::\nbob:{SHA512}:19000:0:99999:7:::\n"
    );
    let args = ["import", "-", "--domain", "example.org"];
    assert_eq!(done(folder.path(), &args, &passwd), "Accounts imported: 2.\n");
    for name in ["alice@example.org", "bob@example.org"] {
        done(folder.path(), &["test", name], "correct horse\n");
        assert!(fails(folder.path(), &["test", name], "correct mule\n").contains("wrong"));
    }
    assert!(fails(folder.path(), &args, &passwd).contains("is there already"));
}

#[test]
fn every_line_that_cannot_be_imported_is_told_and_then_none_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let passwd = format!(
        "alice:{SHA512}\nnothing\nbob:{{PLAIN}}hunter2\n\neve:{{MD5-CRYPT}}$1$x$y\nroot:!:19000\nALICE:{SHA512}\nplain:hunter2\n"
    );
    let why = fails(folder.path(), &["import", "-"], &passwd);
    let lines: Vec<&str> =
        why.lines().skip(1).map(|line| line.split(": ").next().expect("a place")).collect();
    assert_eq!(lines, ["-:2", "-:3", "-:5", "-:6", "-:7", "-:8"], "{why}");
    assert!(!why.contains("hunter2"), "{why}");
    assert!(done(folder.path(), &["list"], "").starts_with("There are no accounts"));
    let said = done(folder.path(), &["import", "-", "--skip"], &passwd);
    assert_eq!(said, "Accounts imported: 1. Lines left out: 6.\n");
}

#[test]
fn who_cannot_log_in_elsewhere_is_imported_disabled_and_what_means_nothing_here_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let passwd = format!(
        "ok@example.org:{SHA512}:1000:1000::/home/ok::userdb_mail=mbox:~/m nodelay\noff@example.org:{{SHA512-CRYPT}}{SHA512}::::::nologin=y nodelay\n\
         old@example.org:{SHA512}:10000:0:99999:7::1000:\nlocked@example.org:!{SHA512}:19000:0:99999:7:::\n\
         nets@example.org:{SHA512}::::::allow_nets=2001:db8::/32\nany@example.org:::::::nopassword\n\
         weak@example.org:{{SSHA.hex}}e69731a35dd87499a5f7c790488953dc530404c301020304\nbare:{SHA512}\n"
    );
    let why = fails(data, &["import", "-"], &passwd);
    assert!(
        why.contains("-:5: \"nets@example.org\": by allow_nets ") && why.contains("--ignore-allow-nets"),
        "{why}"
    );
    assert!(why.contains("-:6: \"any@example.org\": with nopassword "), "{why}");
    let output = account(data, &["import", "-", "--skip", "--ignore-allow-nets"], &passwd);
    assert_eq!(
        stdout(&output),
        "Accounts imported: 7, 3 of them disabled. Lines left out: 1.\n",
        "{output:?}"
    );
    let told = stderr(&output);
    for line in [
        "-:2: \"off@example.org\" is disabled: it has nologin there\n",
        "-:3: \"old@example.org\" is disabled: the account has expired there, on 1972-09-27\n",
        "-:4: \"locked@example.org\" is disabled: its password is locked there\n",
        "with the number of lines: nodelay (2), userdb_* (1)\n",
        "and can from everywhere here: 1\n",
        "whoever steals the file (SSHA): 1. Have these people choose another",
        "as their name is none: 1. `postrider account senders NAME --add ADDRESS`",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    for name in ["off@example.org", "old@example.org", "locked@example.org"] {
        assert!(fails(data, &["test", name], "correct horse\n").contains("is disabled"), "{name}");
    }
    done(data, &["test", "ok@example.org"], "correct horse\n");
    let list = done(data, &["list"], "");
    let row =
        |name: &str| list.lines().find(|line| line.trim_start().starts_with(name)).expect(name).to_owned();
    assert!(row("bare").contains("none, and may send nothing"), "{list}");
    assert!(
        !row("ok@example.org").contains("none") && row("off@example.org").ends_with("disabled"),
        "{list}"
    );
}

#[test]
fn an_account_without_senders_and_a_password_that_is_soon_guessed_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let told = |args: &[&str], password: &str| {
        let output = account(data, args, password);
        assert!(output.status.success(), "{output:?}");
        stderr(&output).to_owned()
    };
    let bare = told(&["add", "bob"], "correct horse\n");
    assert!(
        bare.contains("bob is no address") && bare.contains("`postrider account senders bob --add ADDRESS`"),
        "{bare}"
    );
    assert!(done(data, &["senders", "bob"], "").starts_with("bob may send from no address"));
    assert_eq!(told(&["add", "app", "--senders", "@example.org"], "correct horse\n"), "");
    assert_eq!(told(&["add", "alice@example.org"], "12345678\n"), "");
    assert!(told(&["passwd", "alice@example.org"], "1234567\n").contains("shorter than 8 characters"));
    for own in ["ALICE@example.org\n", "Alice\n"] {
        assert!(told(&["passwd", "alice@example.org"], own).contains("the account's own name"), "{own}");
    }
    assert!(told(&["add", "x@example.org"], "x\n").contains("the account's own name"));
    assert_eq!(told(&["passwd", "alice@example.org", "--generate"], ""), "");
}

#[test]
fn a_file_that_was_broken_by_hand_is_told_and_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = "[[account]]\nname = \"alice\"\npasswort = \"x\"\n";
    fs::write(folder.path().join("accounts.toml"), broken).expect("written");
    let why = fails(folder.path(), &["add", "bob"], "pencil\n");
    assert!(why.contains("line 3: "), "{why}");
    assert_eq!(fs::read_to_string(folder.path().join("accounts.toml")).expect("it is there"), broken);
}

#[test]
fn a_running_server_tells_its_counters() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(fails(folder.path(), &["guard"], "").contains("no server runs"));
    let server = Server::start(folder.path());
    assert_eq!(
        done(folder.path(), &["guard"], ""),
        "Nobody has failed to log in lately.\nNo account has sent anything within the hour.\n"
    );
    let json: Value = serde_json::from_str(&done(folder.path(), &["guard", "--json"], "")).expect("JSON");
    assert_eq!(json, serde_json::json!({ "addresses": [], "accounts": [], "sent": [] }));
    let why = fails(folder.path(), &["guard", "--reset", "192.0.2.1"], "");
    assert!(why.contains("no failures of 192.0.2.1 are known"), "{why}");
    server.stop();
}

#[test]
fn an_account_has_the_limits_of_the_configuration_or_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    done(data, &["add", "alice"], "pencil\n");
    assert_eq!(
        done(data, &["limit", "Alice"], ""),
        "messages in an hour: 1000, as the configuration says\nrecipients in an hour: 5000, as the configuration says\n\
         largest message: 52428800 octets, as the configuration says\n"
    );
    let said =
        done(data, &["limit", "alice", "--messages", "50", "--recipients", "0", "--size", "1000000"], "");
    assert_eq!(
        said,
        "messages in an hour: 50\nrecipients in an hour: as many as it likes\nlargest message: 1000000 octets\n"
    );
    let text = fs::read_to_string(data.join("accounts.toml")).expect("the file");
    assert!(
        text.contains("messages_per_hour = 50\nrecipients_per_hour = 0\nmessage_octets = 1000000\n"),
        "{text}"
    );
    let said = done(data, &["limit", "alice", "--messages", "default", "--size", "default"], "");
    assert!(
        said.starts_with(
            "messages in an hour: 1000, as the configuration says\nrecipients in an hour: as many"
        ),
        "{said}"
    );
    let list = done(data, &["list"], "");
    assert!(list.contains("ALSO\n") && list.contains("any recipients an hour\n"), "{list}");
    done(data, &["passwd", "alice", "--cram-md5"], "pencil\n");
    let fingerprint = format!("sha256:{}", "0a".repeat(32));
    done(data, &["certificate", "alice", "--add", &fingerprint], "");
    let list = done(data, &["list"], "");
    assert!(list.contains("1 certificate, any recipients an hour, CRAM-MD5\n"), "{list}");
    let row: Value = serde_json::from_str(&done(data, &["list", "--json"], "")).expect("JSON");
    assert_eq!(
        (&row["messages_per_hour"], &row["recipients_per_hour"], &row["message_octets"]),
        (&Value::Null, &Value::from(0), &Value::Null)
    );
    assert!(fails(data, &["limit", "bob"], "").contains("there is no account \"bob\""));
    assert!(fails(data, &["limit", "alice", "--size", "0"], "").contains("could send nothing"));
    let wrong = account(data, &["limit", "alice", "--messages", "many"], "");
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
    assert!(stderr(&wrong).contains("a whole number, or default"), "{wrong:?}");
}
