//! `postrider check` and `postrider init`: what a person who writes a configuration reads.

mod common;

use std::fs;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::{POSTRIDER, stderr, stdout};

/// Runs the binary in a folder, so that what it says names no folder of this machine.
fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(POSTRIDER);
    command.args(args).current_dir(folder).env("XDG_STATE_HOME", folder).stdin(Stdio::null());
    command.output().expect("the binary runs")
}

/// Checks a configuration that has mistakes; gives what is said.
fn mistakes(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("postrider.toml"), text).expect("written");
    let checked = run(folder.path(), &["check", "--config", "postrider.toml"]);
    assert_eq!(checked.status.code(), Some(1), "{checked:?}");
    assert_eq!(stdout(&checked), "");
    // The server does not start, and says the same.
    let served = run(folder.path(), &["serve", "--config", "postrider.toml"]);
    assert_eq!(served.status.code(), Some(1), "{served:?}");
    assert_eq!(stderr(&served), stderr(&checked));
    stderr(&checked).to_owned()
}

#[test]
fn every_mistake_is_said_at_once() {
    insta::assert_snapshot!(mistakes(
        r#"hostnam = "mx.example.org"
data = 7
level = "info"

[[listener]]
address = "localhost:25"
kind = "relay"

[[listener]]
address = "127.0.0.1:2525"
irregular_lines = "repairs"

[[listener]]
address = "0.0.0.0:2525"

[[listener]]
adress = "127.0.0.1:2526"

[[listener]]
address = "127.0.0.1:99999"

[[listener]]
address = "127.0.0.1:2527"
proxy_protocol = ["0.0.0.0/0", "haproxy.example.org"]
xclient = ["192.0.2.1/24", 7]

[limits]
recipients = 10
idle_second = 300
command_line_octets = 100_000
connections = 0
message_octets = -1
errors = "many"
idle_seconds = 99_999_999_999_999_999_999

[queue]
retry_seconds = [60, "later", 0]
attempts_per_lane = 5000

[[domain]]
name = "example.org"
mailboxes = ["alice", "Alice", "bob@example.org", 5]
any_mailboxes = true
aliases = { postmaster = "alice", abuse = "nobody", sales = ["alice", "eve@elsewhere.example"] }

[[domain]]
name = "exa mple.org"

[[domain]]
name = "example.net"
mailboxes = ["carol"]
deliver = "discards"
subaddress = "/"
aliases = { a = "b", b = "a", empty = [], Carol = "a" }

[[domain]]
mailboxes = ["dave"]

[[domain]]
name = "example.com"
any_mailbox = true
mailboxes = ["erin", "Erin"]
aliases = { sales = "frank" }

[delivery]
at_once = 0

[shutdown]
grace_seconds = 1.5

[log]
format = "xml"
level = "inf"

[limit]
recipients = 200
"#
    ));
}

#[test]
fn every_mistake_about_mail_for_others_is_said() {
    insta::assert_snapshot!(mistakes(
        r#"[[listener]]
address = "127.0.0.1:2525"
dsn = "yes"

[[domain]]
name = "example.org"
any_mailbox = true
deliver = "maildir"

[relay]
networks = ["192.0.2.1/24", "0.0.0.0/0", "::/3", "localhost", "10.0.0.0/33", 7]

[[relay_domain]]
name = "example.org"
recipients = ["carol", "postmaster"]

[[relay_domain]]
name = "unknown.example"

[[relay_domain]]
name = "twice.example"
recipients = ["carol", "postmaster"]
callout = true

[[relay_domain]]
name = "listed.example"
recipients = ["carol@other.example", "Dave"]
subaddress = "++"

[[relay_domain]]
name = "file.example"
recipients_file = "missing"

[[relay_domain]]
name = "nowhere.example"
callout = true

[[relay_domain]]
callout = true

[[route]]
domain = "example.org"
to = "mx"

[[route]]
domain = "*.example.net"
to = ["smtp://a.example.net", "smtp://b.example.net:0"]

[[route]]
domain = "*.example.net"
to = ["maildir", "smtp://a.example.net"]
eight_bit = "convert"
hello_name = "out example"
source_addresses = ["192.0.2.1", "192.0.2.2", "out.example.org"]
retry_seconds = [0]
give_up_seconds = 0

[[route]]
domain = "nowhere.example"
to = "discard"

[[route]]
domain = "exa*mple.com"
to = "smtps:mail.example.com"

[[route]]
domain = "b.example"
to = []

[[route]]
domain = "c.example"

[[route]]
to = "smtp://2001:db8::1"

[[rout]]
domain = "d.example"

[delivery]
retry_seconds = [60]
give_up_seconds = 0
delay_notice_seconds = 99_999_999_999
soft_bounce = "yes"
"#
    ));
}

#[test]
fn every_mistake_about_the_security_of_a_route_is_said() {
    insta::assert_snapshot!(mistakes(
        r#"[[route]]
domain = "a.example"
to = "smtps://mail.example.net"
tls = "none"

[[route]]
domain = "b.example"
to = "lmtp:/run/lmtp"
tls = "required"

[[route]]
domain = "c.example"
to = "maildir"
tls = "verified"

[[route]]
domain = "d.example"
to = "mx"
tls = "always"
ca = "absent.pem"
user = "anna"
password_file = "absent"

[[route]]
domain = "e.example"
to = "smtp://mail.example.net"
user = "anna"

[[route]]
domain = "f.example"
to = "smtp://mail.example.net"
password_file = "absent"

[[route]]
domain = "g.example"
to = "smtp://mail.example.net"
user = "anna"
password_file = "absent"

[[route]]
domain = "h.example"
to = "mx"
certificate_name = "mail.example.net"

[[route]]
domain = "i.example"
to = "smtp://192.0.2.1"
certificate_name = "the mail server"

[[route]]
domain = "j.example"
to = "smtp://mail.example.net"
auth_bound = false

[[route]]
domain = "k.example"
to = "smtp://mail.example.net"
tls = "required"
user = "anna"
password_file = "postrider.toml"
auth_bound = false

[[route]]
domain = "l.example"
to = "smtp://mail.example.net"
auth = "PLAIN"

[[route]]
domain = "m.example"
to = "smtp://mail.example.net"
user = "anna"
password_file = "postrider.toml"
auth = "GSSAPI"

[[route]]
domain = "n.example"
to = "smtp://mail.example.net"
user = "anna"
password_file = "postrider.toml"
auth = "SCRAM-SHA-256-PLUS"
auth_bound = false

[[route]]
domain = "o.example"
to = "mx"
certificate = "absent.pem"

[[route]]
domain = "p.example"
to = "smtp://mail.example.net"
tls = "none"
certificate = "absent.pem"
key = "absent.key"

[[route]]
domain = "q.example"
to = "smtp://mail.example.net"
key = "absent.key"

[[route]]
domain = "r.example"
to = "smtp://mail.example.net"
user = "anna"
password_file = "postrider.toml"
token_file = "absent"

[[route]]
domain = "s.example"
to = "smtp://mail.example.net"
token_file = "absent"

[[route]]
domain = "t.example"
to = "smtp://mail.example.net"
user = "anna"
password_file = "postrider.toml"
auth = "EXTERNAL"

[[route]]
domain = "u.example"
to = "smtp://mail.example.net"
user = "anna"
token_file = "absent"
auth = "PLAIN"
"#
    ));
}

#[test]
fn every_mistake_in_how_classes_are_tried_again_is_told() {
    insta::assert_snapshot!(mistakes(
        r#"[[retry]]
class = "graylisted"
retry_seconds = [60]

[[retry]]
class = "mailbox-full"
give_up_seconds = 0

[[retry]]
class = "full"
retry_seconds = []
at_most_seconds = "soon"

[[retry]]
class = "full"
at_most_seconds = 60

[[retry]]
class = "network"

[[retry]]
retry_seconds = [60, 0]

[[retry]]
class = "dns"
at_least_seconds = 20
at_most_seconds = 10
retry_second = [1]
"#
    ));
    // Written as a section of one, it is not taken for what it is not.
    insta::assert_snapshot!(mistakes("[retry.greylisted]\nretry_seconds = [60]\n"));
}

#[test]
fn a_file_of_recipients_is_read_as_a_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "data = \"data\"\n[[relay_domain]]\nname = \"example.net\"\nrecipients_file = \"lists/example.net\"\n";
    fs::write(folder.path().join("postrider.toml"), text).expect("written");
    fs::create_dir(folder.path().join("lists")).expect("made");
    let list = folder.path().join("lists/example.net");
    fs::write(&list, "# the people of example.net\n\n  postmaster\r\ncarol@example.net\nCarol\n")
        .expect("written");
    let checked = run(folder.path(), &["check", "postrider.toml"]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    assert!(stdout(&checked).contains("\n  relay        for example.net: 2 recipients\n"), "{checked:?}");

    let broken: String = (0..12).map(|i| format!("u{i}@example.com\n")).collect();
    fs::write(&list, format!("carol\n{broken}")).expect("written");
    let checked = run(folder.path(), &["check", "postrider.toml"]);
    assert_eq!(checked.status.code(), Some(1), "{checked:?}");
    insta::assert_snapshot!(stderr(&checked));
}

#[test]
fn what_is_done_with_mail_for_others_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = r#"hostname = "mx.example.org"
data = "data"
[[domain]]
name = "example.org"
any_mailbox = true
[relay]
networks = ["192.0.2.0/24", "::1"]
[[relay_domain]]
name = "example.net"
recipients = ["carol", "postmaster"]
[[relay_domain]]
name = "example.com"
callout = true
[[route]]
domain = "example.org"
to = "lmtp:/run/dovecot/lmtp"
[[route]]
domain = "*.example.net"
to = ["smtp://a.example.net", "smtp://[2001:db8::1]:2525"]
[[route]]
domain = "*"
to = "smtp://mail.example.com"
"#;
    fs::write(folder.path().join("postrider.toml"), text).expect("written");
    let checked = run(folder.path(), &["check", "postrider.toml"]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    insta::assert_snapshot!(stdout(&checked));
}

#[test]
fn a_file_that_is_no_toml_says_where_it_stops_being_so() {
    insta::assert_snapshot!(mistakes(
        "hostname = mx.example.org\n[limits\nrecipients = 200\nrecipients = 300\nidle_second = 300\n"
    ));
}

#[test]
fn a_section_that_is_written_again_is_one_mistake() {
    let listeners = "[listener]\naddress = \"127.0.0.1:0\"\nkind = \"mx\"\n".repeat(3);
    let said = mistakes(&(listeners + "[queue]\ncapacity = 1\n[queue]\ncapacity = 2\n"));
    assert!(said.contains("[listener] is written a second time"), "{said}");
    assert!(said.contains("write [[listener]] in two brackets each time"), "{said}");
    assert!(said.contains("there is one [queue]: put its keys together"), "{said}");
    assert!(said.ends_with("3 mistakes in postrider.toml\n"), "{said}");
    let said = mistakes("[queue]\nfolder = \"a\"\nfolder = \"b\"\n");
    assert!(said.contains("folder is written a second time"), "{said}");
}

#[test]
fn a_value_that_is_none_is_told_by_what_its_key_wants() {
    let said =
        mistakes("[[certificate]]\nself_signed = yes # to try\n[[listener]]\naddress = 127.0.0.1:25\n");
    assert!(said.contains("self_signed is true or false, and this is not"), "{said}");
    assert!(said.contains("write self_signed = true, without quotes"), "{said}");
    assert!(said.contains("write address = \"127.0.0.1:25\""), "{said}");
    assert!(said.ends_with("2 mistakes in postrider.toml\n"), "{said}");
    // Of one of some words only such a word is suggested.
    let said = mistakes(
        "[[listener]]\naddress = \"127.0.0.1:25\"\ntls = yes\nkind = submision\n[[listener]]\naddress = \"127.0.0.1:26\"\ntls = on\nkind = submission\n",
    );
    assert!(said.contains("did you mean kind = \"submission\"?"), "{said}");
    assert!(said.contains("write kind = \"submission\""), "{said}");
    let list = "write tls = \"none\" or \"starttls\" or \"implicit\"";
    assert_eq!(said.matches(list).count(), 2, "{said}");
}

#[test]
fn what_follows_from_another_mistake_is_not_told() {
    let said = mistakes("[[certificate]]\nself_signed = \"true\"\n");
    assert!(said.contains("write self_signed = true, without quotes"), "{said}");
    assert!(said.ends_with("1 mistake in postrider.toml\n"), "{said}");
    let said = mistakes(
        "[[route]]\ndomain = \"*\"\nto = \"smtp://a.example:587\"\nuser = \"x\"\npassword = \"xyzzy\"\n",
    );
    assert!(said.contains("there is no \"password\" in [[route]]"), "{said}");
    assert!(said.contains("write password_file = \"FILE\""), "{said}");
    assert!(!said.contains("xyzzy") && said.contains("password = (not shown)"), "{said}");
    assert!(said.ends_with("1 mistake in postrider.toml\n"), "{said}");
}

#[test]
fn every_form_that_to_can_have_is_in_its_description() {
    let page = include_str!("../../../docs/configuration.md");
    let line = page.lines().find(|line| line.starts_with("| `to` |")).expect("its line");
    let description = line.split(" | ").last().expect("a description");
    // What stands in quotes is written so.
    let forms: Vec<&str> = description.split('"').skip(1).step_by(2).collect();
    assert!(forms.contains(&"maildir") && forms.contains(&"lmtp:/run/dovecot/lmtp"), "{forms:?}");
    let folder = tempfile::tempdir().expect("a folder");
    for form in forms {
        let written = format!("[[route]]\ndomain = \"*\"\nto = \"{form}\"\n");
        fs::write(folder.path().join("postrider.toml"), written).expect("written");
        let checked = run(folder.path(), &["check", "--config", "postrider.toml"]);
        assert_eq!(checked.status.code(), Some(0), "{form}: {}", stderr(&checked));
    }
}

#[test]
fn a_segment_that_is_too_small_for_the_largest_messages_is_named() {
    insta::assert_snapshot!(mistakes("[queue]\nsegment_octets = 1_000_000\n"));
    insta::assert_snapshot!(mistakes("[limits]\nrecipients = 100_000\n"));
    insta::assert_snapshot!(mistakes("[limits]\nrecipients = 10_000_000\n"));
    insta::assert_snapshot!(mistakes("[queue]\nsegment_octets = 100\n"));
}

#[test]
fn a_section_that_is_written_wrongly_is_named() {
    insta::assert_snapshot!(mistakes("domain = \"example.org\"\n[[limits]]\nrecipients = 200\n[listener]\n"));
}

#[test]
fn a_folder_that_cannot_be_is_named() {
    insta::assert_snapshot!(mistakes(
        "data = \"postrider.toml/data\"\n[delivery]\nmaildirs = \"postrider.toml\"\n"
    ));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let checked = run(folder.path(), &["check", "--config", "missing.toml"]);
    assert_eq!(checked.status.code(), Some(1));
    insta::assert_snapshot!(stderr(&checked));
}

#[test]
fn a_file_that_is_not_utf8_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("postrider.toml"), b"# caf\xe9\n").expect("written");
    let checked = run(folder.path(), &["check", "--config", "postrider.toml"]);
    assert_eq!(checked.status.code(), Some(1));
    insta::assert_snapshot!(stderr(&checked));
}

#[test]
fn a_right_file_is_said_to_be_so_and_what_it_means() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "hostname = \"mx.bücher.example\"\ndata = \"data\"\n[[listener]]\naddress = \"[::1]:2525\"\n\
        [[domain]]\nname = \"bücher.example\"\nmailboxes = [\"anna\"]\n[domain.aliases]\n\"*\" = \"anna\"\n\
        [[domain]]\nname = \"b.example\"\nany_mailbox = true\naliases = { sales = \"bob\", info = \"bob\" }\n\
        [[domain]]\nname = \"noreply.example\"\nany_mailbox = true\ndeliver = \"discard\"\n";
    fs::write(folder.path().join("postrider.toml"), text).expect("written");
    let checked = run(folder.path(), &["check", "--config", "postrider.toml"]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    assert_eq!(stderr(&checked), "");
    insta::assert_snapshot!(stdout(&checked));
    assert!(!folder.path().join("data").exists(), "a check changes nothing");
}

#[test]
fn a_folder_in_which_nothing_can_be_made_is_named() {
    // Not by root either.
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("postrider.toml"), "[delivery]\nmaildirs = \"/proc/mail\"\n")
        .expect("written");
    let checked = run(folder.path(), &["check", "postrider.toml", "--data", "/proc/data"]);
    assert_eq!(checked.status.code(), Some(1), "{checked:?}");
    let said = stderr(&checked);
    assert!(said.contains("the data folder /proc/data cannot be made in /proc: "), "{said}");
    assert!(said.contains("the folder of the Maildirs /proc/mail cannot be made in /proc: "), "{said}");

    fs::write(folder.path().join("postrider.toml"), "data = \"data\"\n").expect("written");
    let checked = run(folder.path(), &["check", "postrider.toml"]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    let left: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("one").file_name()).collect();
    assert_eq!(left, ["postrider.toml"], "nothing is left behind");
}

#[test]
fn a_file_that_nobody_named_is_pointed_out() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(stderr(&run(folder.path(), &["check"])), "");
    fs::write(folder.path().join("postrider.toml"), "hostnam = 1\n").expect("written");
    let checked = run(folder.path(), &["check"]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    assert!(stdout(&checked).starts_with("Without a configuration postrider would\n"), "{checked:?}");
    assert_eq!(
        stderr(&checked),
        "There is a postrider.toml here, which was not looked at: `postrider check postrider.toml` does that.\n"
    );
    let named = run(folder.path(), &["check", "postrider.toml"]);
    assert_eq!(named.status.code(), Some(1), "{named:?}");
    assert_eq!(stderr(&named), stderr(&run(folder.path(), &["check", "--config", "postrider.toml"])));
    let twice = run(folder.path(), &["check", "postrider.toml", "--config", "postrider.toml"]);
    assert_eq!(twice.status.code(), Some(2), "{twice:?}");
}

#[test]
fn the_configuration_that_init_writes_passes_check() {
    let folder = tempfile::tempdir().expect("a folder");
    let written = run(folder.path(), &["init", "postrider.toml"]);
    assert_eq!(written.status.code(), Some(0), "{written:?}");
    let checked = run(folder.path(), &["check", "--config", "postrider.toml"]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");

    let printed = run(folder.path(), &["init", "-"]);
    let text = fs::read_to_string(folder.path().join("postrider.toml")).expect("it is there");
    assert_eq!(stdout(&printed), text);
}

#[test]
fn init_never_writes_over_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("postrider.toml"), "precious").expect("written");
    let refused = run(folder.path(), &["init"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("postrider.toml is there already, and is left as it is"));
    let kept = fs::read_to_string(folder.path().join("postrider.toml")).expect("it is there");
    assert_eq!(kept, "precious");
}

#[test]
fn who_may_log_in_is_said_and_a_broken_account_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = "data = \"data\"\n[[listener]]\naddress = \"127.0.0.1:0\"\nkind = \"submission\"\nauth_without_tls = true\n\
        [[domain]]\nname = \"example.test\"\nany_mailbox = true\n";
    let servers = "[[ldap]]\nurl = \"ldapi://%2Fnowhere%2Fldapi\"\nbase = \"dc=test\"\nfilter = \"(uid={name})\"\nnames = [\"@a.test\", \"b\"]\n\
        [[dovecot]]\nsocket = \"./auth-client\"\n[[oauth]]\njwks = \"https://id.test/jwks\"\nissuer = \"i\"\naudience = \"a\"\n";
    fs::create_dir(folder.path().join("data")).expect("made");
    fs::write(folder.path().join("postrider.toml"), format!("{config}{servers}")).expect("written");
    let check = || run(folder.path(), &["check", "postrider.toml"]);
    let told = check();
    assert!(told.status.success(), "{told:?}");
    for line in [
        "  log in       nobody of data/accounts.toml yet: `postrider account add NAME` adds somebody\n",
        "               @a.test, b that the directory ldapi://%2Fnowhere%2Fldapi knows (it cannot be reached now: ",
        "               everybody that Dovecot at ./auth-client knows (it cannot be reached now: ",
        "  take tokens  by the keys at https://id.test/jwks\n",
    ] {
        assert!(stdout(&told).contains(line), "{line}: {}", stdout(&told));
    }
    // A socket that answers is nothing to speak of.
    let dovecot = UnixListener::bind(folder.path().join("auth-client")).expect("bound");
    let account = "[[account]]\nname = \"alice\"\n";
    fs::write(folder.path().join("data/accounts.toml"), account).expect("written");
    let told = check();
    assert!(stdout(&told).contains("1 account of data/accounts.toml\n"), "{told:?}");
    assert!(stdout(&told).contains("everybody that Dovecot at ./auth-client knows\n"), "{told:?}");
    // Nobody takes what waits there, and no more may wait.
    rustix::net::listen(&dovecot, 0).expect("it listens already");
    let told = check();
    let full = "knows (it cannot be reached now: as many wait for it as it lets wait)\n";
    assert!(told.status.success() && stdout(&told).contains(full), "{told:?}");
    // Where nobody can log in, somebody has forgotten a line.
    fs::write(folder.path().join("postrider.toml"), format!("data = \"data\"\n{servers}")).expect("written");
    let told = check();
    assert_eq!(stderr(&told).matches("clients can log in at no listener").count(), 3, "{told:?}");
    // With this the server would not start.
    fs::write(folder.path().join("data/accounts.toml"), "[[account]]\nnmae = 7\n").expect("written");
    let told = check();
    assert_eq!(told.status.code(), Some(1), "{told:?}");
    assert!(stderr(&told).contains("accounts.toml") && stderr(&told).contains("line 2"), "{told:?}");
}

#[test]
fn a_file_of_keys_that_is_none_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = "[[oauth]]\njwks = \"keys.json\"\nissuer = \"i\"\naudience = \"a\"\n";
    fs::write(folder.path().join("postrider.toml"), config).expect("written");
    for (keys, says) in [
        ("<html>", "that is no set of keys"),
        ("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}", "there is no key among them that can be used"),
    ] {
        fs::write(folder.path().join("keys.json"), keys).expect("written");
        let told = run(folder.path(), &["check", "postrider.toml"]);
        assert_eq!(told.status.code(), Some(1), "{told:?}");
        assert!(stderr(&told).contains(&format!("the keys in keys.json cannot be used: {says}")), "{told:?}");
    }
}
