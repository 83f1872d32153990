//! What an operator does to the queue, through the built binary.

mod common;

use std::fs;
use std::path::Path;
use std::process::Output;

use common::{Server, stderr, stdout, text};
use serde_json::Value;
use tempfile::TempDir;

/// A configuration with two domains whose Maildirs cannot be used, and one where a sender can be told.
fn configure(data: &Path) -> String {
    let config = data.parent().expect("a folder").join("postrider.toml");
    let mut written = "[[listener]]\naddress = \"127.0.0.1:0\"\n".to_owned();
    for name in ["a.example", "b.example", "here.example"] {
        written += &format!("[[domain]]\nname = \"{name}\"\nany_mailbox = true\n");
    }
    fs::write(&config, written).expect("written");
    fs::create_dir_all(data.join("mail")).expect("a folder");
    for name in ["a.example", "b.example"] {
        fs::write(data.join("mail").join(name), "").expect("a file");
    }
    config.display().to_string()
}

fn keeping() -> (TempDir, Server, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let config = configure(&data);
    let server = Server::start_configured(&data, config.as_ref());
    (folder, server, config)
}

/// Sends a message from somebody here to these, waits until each was tried and has failed, and gives its id.
fn send(server: &mut Server, to: &[&str]) -> String {
    let mut args = vec!["--from", "me@here.example", "--text", "x", "--json"];
    to.iter().for_each(|to| args.extend(["--to", to]));
    let sent = server.send(&args);
    let told: Value = serde_json::from_slice(&sent.stdout).expect("JSON");
    let id = told["recipients"][0]["queued_as"].as_str().expect("accepted").to_owned();
    for to in to {
        server.wait_for("deferred", |event| {
            event["id"] == id.as_str()
                && event["to"] == *to
                && event["message"].as_str().is_some_and(|message| message.starts_with("deferred"))
        });
    }
    // Its outcome may still be on its way into the queue.
    while recipients(server, &id).iter().any(|recipient| recipient["under_way"] == true) {}
    id
}

fn recipients(server: &Server, id: &str) -> Vec<Value> {
    let shown = server.queue(&["show", "--json", id]);
    let message: Value = serde_json::from_slice(&shown.stdout).unwrap_or_else(|_| panic!("{shown:?}"));
    message["recipients"].as_array().expect("a list").clone()
}

fn status(server: &Server, id: &str) -> Vec<String> {
    recipients(server, id).iter().map(|recipient| text(recipient, "status").to_owned()).collect()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn mend(data: &Path, domain: &str) {
    fs::remove_file(data.join("mail").join(domain)).expect("removed");
}

#[test]
fn a_message_is_held_across_a_restart_and_delivered_when_it_is_released() {
    let (_folder, mut server, config) = keeping();
    let id = send(&mut server, &["you@a.example"]);
    let held = server.queue(&["hold", &id]);
    assert_eq!(stdout(&held), "Held: 1 recipient of 1 message.\n", "{held:?}");
    let event = server.wait("held by the operator");
    assert_eq!((text(&event, "id"), event["recipients"].as_u64()), (id.as_str(), Some(1)));
    let again = server.queue(&["hold", &id]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("only what waits can be held"), "{again:?}");
    let data = server.data.clone();
    server.stop();

    let mut server = Server::start_configured(&data, config.as_ref());
    assert_eq!(status(&server, &id), ["held"]);
    let shown = server.queue(&["show", &id]);
    let released = format!("held by the operator: `postrider queue release {id}` releases it");
    assert!(stdout(&shown).contains(&released), "{shown:?}");
    assert!(stdout(&server.queue(&["list"])).contains("1 held"));
    mend(&data, "a.example");
    let released = server.queue(&["release", &id]);
    assert_eq!(stdout(&released), "Released, and due now: 1 recipient of 1 message.\n", "{released:?}");
    server.wait("delivered");
    server.stop();
}

#[test]
fn a_retry_is_made_now_and_a_drop_tells_nobody() {
    let (_folder, mut server, _) = keeping();
    let one = send(&mut server, &["you@a.example"]);
    let two = send(&mut server, &["you@b.example"]);
    assert!(stdout(&server.queue(&["show", &one])).contains(&format!("`postrider queue retry {one}`")));
    mend(&server.data, "a.example");
    let retried = server.queue(&["retry", &one]);
    assert_eq!(stdout(&retried), "Due now: 1 recipient of 1 message.\n", "{retried:?}");
    server.wait("delivered");
    let dropped = server.queue(&["drop", "--json", &two]);
    let dropped = json(&dropped);
    assert_eq!((&dropped["action"], &dropped["recipients"]), (&"drop".into(), &1.into()), "{dropped}");
    assert_eq!(text(&dropped["first"][0], "id"), two);
    let gone = server.queue(&["drop", &two]);
    assert!(stderr(&gone).contains("is not in the queue"), "{gone:?}");
    assert!(!server.data.join("mail/here.example").exists(), "nobody was told");
    server.stop();
}

#[test]
fn a_bounce_tells_the_sender_and_says_where_nobody_can_be_told() {
    let (_folder, mut server, _) = keeping();
    let id = send(&mut server, &["you@a.example", "two@b.example"]);
    let from_nobody = server.send(&["--from", "<>", "--to", "you@a.example", "--text", "x", "--json"]);
    let from_nobody = json(&from_nobody);
    let silent = text(&from_nobody["recipients"][0], "queued_as").to_owned();
    server.wait_for("deferred", |event| event["id"] == silent.as_str() && event["attempt"].is_u64());
    while recipients(&server, &silent)[0]["under_way"] == true {}

    let bounced = server.queue(&["bounce", &id, "--reason", "This domain is no more."]);
    assert_eq!(stdout(&bounced), "Bounced: 2 recipients of 1 message.\n", "{bounced:?}");
    let reported = server.wait("reported");
    assert_eq!((text(&reported, "about"), text(&reported, "what")), (id.as_str(), "failure"));
    let delivered = server.wait("delivered");
    let report = fs::read_to_string(text(&delivered, "place")).expect("a report");
    for field in [
        "Action: failed",
        "Status: 5.0.0",
        "Diagnostic-Code: x-postrider; This domain is no more.",
        "Final-Recipient: rfc822; you@a.example",
        "Final-Recipient: rfc822; two@b.example",
    ] {
        assert!(report.contains(field), "{field}: {report}");
    }
    assert!(!report.contains("Last-Attempt-Date"), "there was none: {report}");
    let done = json(&server.queue(&["show", "--json", &id]));
    assert!(done["done"].is_string(), "it is gone, and only the history has it: {done}");

    let silent = server.queue(&["bounce", &silent]);
    assert_eq!(silent.status.code(), Some(1));
    assert!(stderr(&silent).contains("nobody can be told"), "{silent:?}");
    server.stop();
}

#[test]
fn filters_select_recipients_and_what_is_about_several_messages_is_asked_about() {
    let (_folder, mut server, _) = keeping();
    let both = send(&mut server, &["you@a.example", "you@b.example"]);
    let one = send(&mut server, &["me@a.example"]);
    let listed = |args: &[&str]| {
        let listed = server.queue(&[&["list", "--json"], args].concat());
        let rows = stdout(&listed).lines().map(|row| serde_json::from_str(row).expect("JSON"));
        rows.map(|row: Value| text(&row, "id").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(listed(&["--domain", "a.example"]), [both.clone(), one.clone()]);
    assert_eq!(listed(&["--domain", "b.example"]), [both.as_str()]);
    assert_eq!(listed(&["--domain", "*.example", "--recipient", "me@a.example"]), [one.as_str()]);
    assert_eq!(listed(&["--sender", "here.example", "--text", "NO FOLDER", "--state", "waiting"]).len(), 2);
    assert!(listed(&["--older-than", "1h"]).is_empty());
    assert_eq!(listed(&["--younger-than", "1h", "--id", &one]), [one.as_str()]);
    let none = server.queue(&["list", "--sender", "<>"]);
    assert_eq!(stdout(&none), "No message in the queue is of this kind.\n");
    let wrong = server.queue(&["list", "--domain", "a@b"]);
    assert!(stderr(&wrong).contains("\"a@b\" is no domain"), "{wrong:?}");

    let asked = server.queue(&["hold", "--domain", "a.example"]);
    assert_eq!(asked.status.code(), Some(1));
    assert!(stderr(&asked).contains("This holds 2 recipients of 2 messages. Nothing is done"), "{asked:?}");
    let whom = server.queue(&["hold", "--recipient", "you@b.example", "--dry-run"]);
    let expected =
        format!("This holds 1 recipient of 1 message:\n  {both}  <me@here.example> to you@b.example\n");
    assert_eq!(stdout(&whom), expected, "{whom:?}");
    assert_eq!(status(&server, &both), ["waiting", "waiting"]);
    let held = server.queue(&["hold", "--domain", "a.example", "--yes"]);
    assert_eq!(stdout(&held), "Held: 2 recipients of 2 messages.\n", "{held:?}");
    assert_eq!(status(&server, &both), ["held", "waiting"]);
    let to_whom = server.queue(&["drop", "--yes"]);
    assert!(stderr(&to_whom).contains("say to whom"), "{to_whom:?}");
    let all = server.queue(&["drop", "--all", "--yes", "--json"]);
    assert_eq!((&json(&all)["messages"], &json(&all)["recipients"]), (&2.into(), &3.into()), "{all:?}");
    assert_eq!(stdout(&server.queue(&["list"])), "The queue is empty.\n");
    server.stop();
}

#[test]
fn more_messages_than_a_page_are_acted_on() {
    let (_folder, server, _) = keeping();
    let mut connection = server.connect();
    assert!(connection.hear().starts_with("220 "));
    connection.ask("EHLO client.example", "250-");
    // What is suspended is not tried, and so never under way.
    assert!(server.queue(&["suspend", "*"]).status.success());
    for number in 0..730 {
        connection.say(format!(
            "MAIL FROM:<a@here.example>\r\nRCPT TO:<u{number}@a.example>\r\nBDAT 14 LAST\r\nSubject: x\r\n\r\n"
        ));
        (0..3).for_each(|_| drop(connection.hear()));
    }
    let held = server.queue(&["hold", "--domain", "a.example", "--yes"]);
    assert_eq!(stdout(&held), "Held: 730 recipients of 730 messages.\n", "{held:?}");
    let summary = json(&server.queue(&["summary", "--json"]));
    assert_eq!(summary["groups"][0]["held"], 730, "{summary}");
    let released = json(&server.queue(&["release", "--all", "--yes", "--json"]));
    assert_eq!((&released["messages"], released["first"].as_array().map(Vec::len)), (&730.into(), Some(10)));
    connection.ask("QUIT", "221 ");
    server.stop();
}

#[test]
fn a_suspended_domain_is_not_tried_before_it_is_resumed_even_by_another_run() {
    let (_folder, mut server, config) = keeping();
    let suspended = server.queue(&["suspend", "a.example", "--for", "2h", "--reason", "they move house"]);
    assert!(stdout(&suspended).starts_with("Nothing is tried for a.example until "), "{suspended:?}");
    let event = server.wait("suspended by the operator");
    assert_eq!((text(&event, "domain"), text(&event, "reason")), ("a.example", "they move house"));
    mend(&server.data, "a.example");
    let sent = server.send(&["--from", "me@here.example", "--to", "you@a.example", "--text", "x", "--json"]);
    let id = text(&json(&sent)["recipients"][0], "queued_as").to_owned();
    // Another domain's message that comes later is delivered, and this is not.
    server.send_accepted("you@here.example", "x");
    assert_eq!(text(&server.wait("delivered"), "to"), "you@here.example");
    let data = server.data.clone();
    server.stop();

    let mut server = Server::start_configured(&data, config.as_ref());
    let shown = server.queue(&["show", &id]);
    assert!(stdout(&shown).contains("held up by: suspended until "), "{shown:?}");
    assert!(stdout(&shown).contains(" by the operator: they move house\n"), "{shown:?}");
    assert!(stdout(&shown).contains("`postrider queue resume a.example` ends that"), "{shown:?}");
    let summary = server.queue(&["summary"]);
    assert!(stdout(&summary).contains("a.example: suspended until "), "{summary:?}");
    let summary = json(&server.queue(&["summary", "--json"]));
    assert_eq!(summary["groups"][0]["suspended"]["domain"], "a.example", "{summary}");
    let other = server.queue(&["resume", "b.example"]);
    assert!(stderr(&other).contains("b.example is not suspended"), "{other:?}");
    let resumed = server.queue(&["resume", "a.example"]);
    assert_eq!(stdout(&resumed), "What waits for a.example is tried again when it is due.\n", "{resumed:?}");
    assert_eq!(text(&server.wait("delivered"), "to"), "you@a.example");
    let wrong = server.queue(&["suspend", "a.example", "--for", "40d"]);
    assert!(stderr(&wrong).contains("is 30 days"), "{wrong:?}");
    server.stop();
}

#[test]
fn a_summary_counts_by_domain_sender_and_state() {
    let (_folder, mut server, _) = keeping();
    send(&mut server, &["one@a.example", "two@a.example", "you@b.example"]);
    let id = send(&mut server, &["one@a.example"]);
    assert!(server.queue(&["hold", &id]).status.success());
    let summary = json(&server.queue(&["summary", "--json", "--top", "1"]));
    let group = &summary["groups"][0];
    assert_eq!((text(group, "name"), &group["messages"]), ("a.example", &2.into()), "{summary}");
    assert_eq!((&group["waiting"], &group["held"], &group["recipients"]), (&2.into(), &1.into(), &3.into()));
    assert!(text(group, "note").contains("no folder"), "{summary}");
    assert_eq!((&summary["others"]["groups"], &summary["others"]["waiting"]), (&1.into(), &1.into()));
    assert_eq!((&summary["all"]["recipients"], &summary["all"]["messages"]), (&4.into(), &2.into()));
    let by = |by| {
        let summary = server.queue(&["summary", "--by", by]);
        let mut words = stdout(&summary).lines().nth(1).unwrap_or_default().split_whitespace();
        (words.next().unwrap_or_default().to_owned(), words.nth(1).unwrap_or_default().to_owned())
    };
    assert_eq!(by("sender"), ("<me@here.example>".to_owned(), "4".to_owned()));
    assert_eq!(by("state"), ("waiting".to_owned(), "3".to_owned()));
    for command in ["list", "summary"] {
        let watched = server.queue(&[command, "--watch"]);
        assert_eq!(watched.status.code(), Some(1));
        assert!(stderr(&watched).contains("--watch draws on a terminal"), "{watched:?}");
    }
    server.stop();
}

#[test]
fn what_waits_for_a_site_that_is_down_says_so_and_when_it_is_tried() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("postrider.toml");
    // A port that nobody listens at any more.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    drop(taken);
    let written = format!(
        "[[listener]]\naddress = \"127.0.0.1:0\"\n[[domain]]\nname = \"here.example\"\nany_mailbox = true\n\
         [relay]\nnetworks = [\"127.0.0.0/8\"]\n[[route]]\ndomain = \"*\"\nto = \"smtp://127.0.0.1:{port}\"\n\
         [delivery]\nback_off_seconds = [3600]\n"
    );
    fs::write(&config, written).expect("written");
    let mut server = Server::start_configured(&folder.path().join("data"), config.as_ref());
    send(&mut server, &["first@far.example"]);
    let args = ["--from", "me@here.example", "--text", "x", "--json", "--to", "second@far.example"];
    let told: Value = serde_json::from_slice(&server.send(&args).stdout).expect("JSON");
    let id = told["recipients"][0]["queued_as"].as_str().expect("accepted").to_owned();
    let second = &recipients(&server, &id)[0];
    assert_eq!(second["attempts"], 0, "it is known what it would meet with");
    assert_eq!(second["resting"]["site"], format!("smtp://127.0.0.1:{port}"));
    let shown = server.queue(&["show", &id]);
    let shown = stdout(&shown).replace(&port.to_string(), "PORT");
    assert!(
        shown.contains("held up by: smtp://127.0.0.1:PORT is left alone, since a message met with this: "),
        "{shown}"
    );
    assert!(shown.contains("Connection refused"), "{shown}");
    assert!(shown.contains("one message goes ahead in "), "{shown}");

    let listed = server.queue(&["list", "--id", &id]);
    let listed = stdout(&listed).replace(&port.to_string(), "PORT");
    assert!(
        listed.contains("held up by smtp://127.0.0.1:PORT, where one message goes ahead in "),
        "{listed}"
    );
    assert!(listed.contains("Connection refused"), "{listed}");

    // The operator wants it tried nevertheless, and is told what that does.
    let retried = server.queue(&["retry", &id]);
    let said = stdout(&retried).replace(&port.to_string(), "PORT");
    assert!(
        said.starts_with("Due now: 1 recipient of 1 message.\nsmtp://127.0.0.1:PORT was left alone until "),
        "{said}"
    );
    assert!(said.contains("Connection refused") && said.contains("One message goes ahead now"), "{said}");
    server.wait_for("another attempt", |event| {
        event["message"] == "deferred" && event["to"] == "second@far.example"
    });
    while recipients(&server, &id).iter().any(|recipient| recipient["under_way"] == true) {}
    let json = json(&server.queue(&["retry", "--json", &id]));
    assert_eq!(json["hurried"][0]["site"], format!("smtp://127.0.0.1:{port}"), "{json}");
}
