//! `[metrics]`: what Prometheus reads, from the whole server.

mod common;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use common::{POSTRIDER, Server, stderr, text};
use tempfile::TempDir;

/// A server with metrics, and where they are.
fn start(folder: &TempDir) -> (Server, SocketAddr) {
    let config = folder.path().join("postrider.toml");
    let written = "[[listener]]\naddress = \"127.0.0.1:0\"\n[metrics]\nlisten = \"127.0.0.1:0\"\n\
                   [[domain]]\nname = \"x.example\"\nmailboxes = [\"alice\", \"postmaster\", \"abuse\"]\n\
                   [[domain]]\nname = \"noreply.example\"\nany_mailbox = true\ndeliver = \"discard\"\n\
                   aliases = { postmaster = \"alice@x.example\", abuse = \"alice@x.example\" }\n";
    fs::write(&config, written).expect("written");
    let mut server = Server::start_configured(&folder.path().join("data"), &config);
    let serving = server.wait("serving metrics");
    let address = text(&serving, "address").parse().expect("an address");
    (server, address)
}

/// What is answered to these octets, until the server closes.
fn answer(address: SocketAddr, request: impl AsRef<[u8]>) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
    stream.write_all(request.as_ref()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("UTF-8");
    answer
}

fn get(address: SocketAddr, path: &str) -> String {
    answer(address, format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n"))
}

/// The page once this series has this value: what is logged may be counted a moment later.
fn page_where(address: SocketAddr, series: &str, expected: f64) -> String {
    let mut pages = (0..1000).map(|_| get(address, "/metrics"));
    let found = pages.find(|page| value(page, series) == expected);
    found.unwrap_or_else(|| panic!("{series} does not come to {expected}: {}", get(address, "/metrics")))
}

/// The value of one series.
fn value(page: &str, series: &str) -> f64 {
    let line = page.lines().find(|line| line.strip_prefix(series).is_some_and(|rest| rest.starts_with(' ')));
    let line = line.unwrap_or_else(|| panic!("there is no {series} in {page}"));
    line.rsplit(' ').next().expect("a value").parse().expect("a number")
}

#[test]
fn what_happens_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut server, address) = start(&folder);
    let before = get(address, "/metrics");
    assert!(
        before.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"),
        "{before}"
    );
    assert_eq!(value(&before, "postrider_messages_received_total"), 0.0);
    assert_eq!(
        value(&before, "postrider_refusals_total{reply=\"relay-denied\"}"),
        0.0,
        "it is there from the start"
    );

    server.send_accepted("alice@x.example", "one");
    server.send_accepted("nobody@noreply.example", "two");
    server.wait("delivered");
    server.wait("discarded");
    let mut connection = server.connect();
    connection.hear();
    connection.ask("EHLO client.example", "250");
    connection.ask("MAIL FROM:<a@b.example>", "250");
    connection.ask("RCPT TO:<you@elsewhere.example>", "550 ");
    connection.ask("RCPT TO:<us@elsewhere.example>", "550 ");
    connection.ask("RCPT TO:<nobody@x.example>", "550 ");

    let page =
        page_where(address, "postrider_deliveries_total{route=\"discard\",outcome=\"delivered\"}", 1.0);
    for (series, expected) in [
        ("postrider_healthy", 1.0),
        ("postrider_sessions_total", 3.0),
        ("postrider_messages_received_total", 2.0),
        ("postrider_refusals_total{reply=\"relay-denied\"}", 2.0),
        ("postrider_refusals_total{reply=\"unknown-user\"}", 1.0),
        ("postrider_refusals_total{reply=\"store-failed\"}", 0.0),
        ("postrider_deliveries_total{route=\"maildir\",outcome=\"delivered\"}", 1.0),
        ("postrider_deliveries_total{route=\"discard\",outcome=\"delivered\"}", 1.0),
        ("postrider_deliveries_total{route=\"smtp\",outcome=\"deferred\"}", 0.0),
        ("postrider_queue_by_state{state=\"failed\"}", 0.0),
        ("postrider_queue_writes_failed_total", 0.0),
    ] {
        assert_eq!(value(&page, series), expected, "{series} in {page}");
    }
    assert!(value(&page, "postrider_sessions_open") >= 1.0);
    assert!(value(&page, "postrider_octets_received_total") > 20.0);
    assert!(value(&page, "postrider_queue_room_octets") > 0.0);
    assert!(value(&page, "postrider_start_time_seconds") > 1.7e9);
    let written = value(&page, "postrider_queue_write_seconds_count");
    assert!(written >= 2.0, "each message was acknowledged by itself");
    assert_eq!(written, value(&page, "postrider_queue_write_seconds_bucket{le=\"+Inf\"}"));
    assert_eq!(written, value(&page, "postrider_queue_group_size_count"));
    // Every line is what it says it is, and nothing is there twice.
    let body = page.split_once("\r\n\r\n").expect("a body").1;
    let mut series: Vec<&str> = body.lines().filter_map(|line| Some(line.rsplit_once(' ')?.0)).collect();
    let lines = series.len();
    series.sort_unstable();
    series.dedup();
    assert_eq!(series.len(), lines, "a line is there twice: {body}");
    server.stop();
}

#[test]
fn what_is_deferred_waits_and_still_so_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut server, address) = start(&folder);
    // A mailbox that is a file takes no mail until somebody has put it right.
    let domain = folder.path().join("data/mail/x.example");
    fs::create_dir_all(&domain).expect("a folder");
    fs::write(domain.join("alice"), "").expect("a file");
    server.send_accepted("alice@x.example", "x");
    server.wait_for("a deferral", |event| {
        event["message"].as_str().is_some_and(|said| said.starts_with("deferred"))
    });
    // That line is written before the queue knows, and the next message goes through the queue behind it.
    server.send_accepted("nobody@noreply.example", "behind it");
    server.wait("discarded");
    let page = page_where(address, "postrider_deliveries_total{route=\"maildir\",outcome=\"deferred\"}", 1.0);
    let classes: Vec<&str> =
        page.lines().filter(|line| line.starts_with("postrider_undelivered_total{")).collect();
    assert!(classes.len() > 60, "all of them are there from the start: {classes:?}");
    let counted: Vec<&&str> = classes.iter().filter(|line| !line.ends_with(" 0")).collect();
    assert_eq!(counted, [&"postrider_undelivered_total{outcome=\"deferred\",class=\"unknown\"} 1"]);
    server.stop();

    let (server, address) = start(&folder);
    let page = get(address, "/metrics");
    for (series, expected) in [
        ("postrider_queue_messages", 1.0),
        ("postrider_queue_lanes", 1.0),
        ("postrider_queue_by_state{state=\"waiting\"}", 1.0),
        ("postrider_queue_by_state{state=\"failed\"}", 0.0),
        ("postrider_messages_received_total", 0.0),
    ] {
        assert_eq!(value(&page, series), expected, "{series} in {page}");
    }
    assert!(value(&page, "postrider_queue_oldest_seconds") > 0.0, "{page}");
    server.stop();
}

#[test]
fn the_server_says_whether_it_is_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut server, address) = start(&folder);
    let well = get(address, "/health");
    assert!(well.starts_with("HTTP/1.1 200 OK\r\n") && well.ends_with("\r\n\r\nmail is taken\n"), "{well}");
    // A transaction that is open holds up the stop.
    let mut connection = server.connect();
    connection.begin_content("alice@x.example");
    server.signal("TERM");
    server.wait("stopping: open transactions may end");
    let stopping = get(address, "/health");
    assert!(stopping.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{stopping}");
    assert!(stopping.ends_with("\r\n\r\nthe server is stopping\n"), "{stopping}");
    connection.ask("Subject: x\r\n\r\nx\r\n.", "250 ");
    server.wait_end();
}

#[test]
fn what_is_no_request_for_a_page_is_told_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (server, address) = start(&folder);
    // Those who only hold a connection hold up nobody, as long as they are fewer than there may be.
    let silent: Vec<TcpStream> = (0..10).map(|_| TcpStream::connect(address).expect("it listens")).collect();
    for (request, status) in [
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), "404 Not Found"),
        ("GET /metrics/ HTTP/1.1\r\n\r\n".to_owned(), "404 Not Found"),
        ("POST /metrics HTTP/1.1\r\nContent-Length: 0\r\n\r\n".to_owned(), "405 Method Not Allowed"),
        ("POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc".to_owned(), "405 Method Not Allowed"),
        ("EHLO client.example\r\n\r\n".to_owned(), "400 Bad Request"),
        ("\u{16}\u{3}\u{1}\r\n\r\n".to_owned(), "400 Bad Request"),
        (
            format!("GET /metrics HTTP/1.1\r\nX: {}", "x".repeat(8 * 1024 - 26)),
            "431 Request Header Fields Too Large",
        ),
    ] {
        let answer = answer(address, &request);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{request:.100}: {answer}");
    }
    let head = answer(address, "HEAD /health HTTP/1.1\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("Connection: close\r\n\r\n"), "{head}");
    drop(silent);
    server.stop();
}

#[test]
fn an_address_that_others_reach_has_to_be_meant() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |metrics: &str| {
        let config = folder.path().join("postrider.toml");
        fs::write(&config, format!("[metrics]\n{metrics}\n")).expect("written");
        let mut command = std::process::Command::new(POSTRIDER);
        command.args(["check", "--config"]).arg(&config).arg("--data").arg(folder.path().join("data"));
        command.output().expect("it runs")
    };
    let refused = check("listen = \"0.0.0.0:9625\"");
    assert!(stderr(&refused).contains("other machines reach 0.0.0.0:9625"), "{refused:?}");
    let refused = check("listen = \"metrics.example:9625\"");
    assert!(stderr(&refused).contains("is no address to listen on"), "{refused:?}");
    for meant in ["listen = \"0.0.0.0:9625\"\nallow_remote = true", "listen = \"[::1]:9625\""] {
        assert!(check(meant).status.success(), "{meant}: {:?}", check(meant));
    }
}

#[test]
fn the_page_about_the_metrics_is_current() {
    let generated =
        std::process::Command::new(POSTRIDER).args(["generate", "metrics"]).output().expect("it runs");
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/metrics.md");
    let committed = fs::read_to_string(committed).expect("the page");
    assert_eq!(
        common::stdout(&generated),
        committed,
        "docs/metrics.md is not current: `cargo xtask docs` writes it anew"
    );
}
