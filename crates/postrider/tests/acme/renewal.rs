//! When an authority wants a certificate renewed (RFC 9773), over the wire: the built server asks an authority that knows of it.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::authority::{Authority, DAY, Order, Said, now};
use crate::common::{PATIENCE, Server, postrider, stderr, text};
use crate::status;

/// What the log says when a certificate has come.
const CAME: &str = "a new certificate is in use";
/// When the authority has said in which time it wants one renewed.
const WINDOW: &str = "the authority wants this certificate renewed in this time";
/// And when it has said nothing that makes sense.
const NONE: &str = "the authority does not say when it wants this certificate renewed";

/// A server and its authority.
struct World {
    authority: Authority,
    folder: TempDir,
}

impl World {
    fn new() -> Self {
        Self { authority: Authority::start(), folder: tempfile::tempdir().expect("a folder") }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("postrider.toml")
    }

    fn file(&self, name: &str, extension: &str) -> PathBuf {
        self.data().join("acme").join(format!("{name}.{extension}"))
    }

    /// What is remembered of a certificate.
    fn record(&self, name: &str) -> toml::Table {
        fs::read_to_string(self.file(name, "toml")).expect("it is there").parse().expect("TOML")
    }

    /// Starts the server with a certificate for each of these names.
    fn serve(&self, names: &[&str]) -> Server {
        let certificates: String =
            names.iter().map(|name| format!("[[certificate]]\nacme = true\nnames = \"{name}\"\n")).collect();
        self.configure(&certificates);
        Server::start_configured(&self.data(), &self.config())
    }

    /// Writes the configuration, with these certificates.
    fn configure(&self, certificates: &str) {
        // The authority is at localhost, which is nothing that the DNS knows: nobody answers there.
        let text = format!(
            "hostname = \"mail.example.test\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n\
             [[domain]]\nname = \"example.test\"\nany_mailbox = true\n\
             [log]\nlevel = \"debug\"\n[metrics]\nlisten = \"127.0.0.1:0\"\n[dns]\nservers = [\"127.0.0.1:9\"]\n\
             [acme]\naccept_terms = true\ndirectory = \"https://localhost:{}/dir\"\nca = {:?}\nhttp_listen = \"127.0.0.1:0\"\n\
             {certificates}",
            self.authority.address.port(),
            self.authority.ca(),
        );
        fs::write(self.config(), text).expect("written");
    }

    /// Has the server that runs ask now.
    fn renew(&self, name: &str) {
        let (config, data) = (self.config().display().to_string(), self.data().display().to_string());
        let said = postrider(&["acme", "renew", name, "--config", &config, "--data", &data]);
        assert!(said.status.success(), "{}", stderr(&said));
    }

    /// What `postrider acme status` says of the certificate for a name.
    fn status(&self, name: &str) -> Value {
        let all: Value =
            serde_json::from_str(&status(&self.config(), &self.data(), &["--json"])).expect("JSON");
        let mut all = all["certificates"].as_array().expect("certificates").iter();
        all.find(|one| one["names"][0] == name).expect("it is there").clone()
    }
}

fn order(names: &[&str], replaces: Option<&str>) -> (Vec<String>, Option<String>) {
    (names.iter().map(ToString::to_string).collect(), replaces.map(str::to_owned))
}

fn seen(orders: &[Order]) -> Vec<(Vec<String>, Option<String>)> {
    orders.iter().map(|order| (order.names.clone(), order.replaces.clone())).collect()
}

#[test]
fn the_authority_says_when_to_renew_and_is_believed_where_it_makes_sense() {
    let world = World::new();
    let (started, authority) = (now(), &world.authority);
    authority.says_of("ahead.test", Said::window(10 * DAY, 10 * DAY + DAY / 2, "7200"));
    let mut server = world.serve(&["ahead.test"]);
    server.wait(CAME);
    let window = server.wait(WINDOW);
    assert_eq!(text(&window, "names"), "ahead.test");
    server.stop();
    assert_eq!(seen(&authority.orders()), [order(&["ahead.test"], None)]);

    // These have come some time ago, by whatever way.
    let put = |name: &str, days: i64| authority.put(&world.file(name, "pem"), name, days);
    let past = put("past.test", 20);
    authority.says_of("past.test", Said::window(-2 * DAY, -DAY, "21600"));
    let fine = Said::window(10 * DAY, 10 * DAY + DAY / 2, "1");
    let answers = [
        ("short.test", fine.clone()),
        ("long.test", Said { retry_after: Some("999999999".to_owned()), ..fine.clone() }),
        ("date.test", Said { retry_after: Some("Fri, 01 Jan 2100 00:00:00 GMT".to_owned()), ..fine.clone() }),
        ("backwards.test", Said::window(11 * DAY, 10 * DAY, "7200")),
        ("no-wait.test", Said { retry_after: None, ..fine.clone() }),
        (
            "nonsense.test",
            Said { body: "{\"suggestedWindow\":{\"start\":\"soon\"}}".to_owned(), ..fine.clone() },
        ),
        ("html.test", Said { status: 502, body: "<html>".to_owned(), ..fine }),
        ("busy.test", Said { retry_after: Some("40000".to_owned()), ..Said::problem(503, "serverInternal") }),
        ("unknown.test", Said::problem(404, "malformed")),
    ];
    let mut names = vec!["ahead.test", "past.test"];
    for (name, said) in answers {
        put(name, 20);
        authority.says_of(name, said);
        names.push(name);
    }
    let mut server = world.serve(&names);
    for _ in 0..4 {
        server.wait(WINDOW);
    }
    for _ in 0..6 {
        server.wait(NONE);
    }
    server.wait(CAME);
    server.stop();

    // One that is called for is replaced at once, and said to be; nothing else is asked for.
    let orders = authority.orders();
    assert_eq!(seen(&orders)[1..], [order(&["past.test"], Some(&past))]);
    assert_eq!(authority.asked("ahead.test"), 1, "it is left alone for as long as it has said");
    let next = |name: &str| {
        let status = world.status(name);
        let next = (status["next"].as_i64().expect("a time") - started).div_euclid(DAY);
        (next, status["why"].as_str().expect("why").to_owned())
    };
    for name in ["ahead.test", "short.test", "long.test", "date.test"] {
        let (days, why) = next(name);
        assert_eq!((days, why.as_str()), (10, "its authority wants it renewed"), "{name}");
    }
    for name in ["backwards.test", "no-wait.test", "nonsense.test", "html.test", "busy.test", "unknown.test"]
    {
        let (days, why) = next(name);
        // Two thirds of 90 days, of which 20 are over, and up to a twentieth.
        assert!((39..=44).contains(&days) && why == "it grows old", "{name}: {days} {why}");
        assert!(!world.record(name).contains_key("window"), "{name}");
    }
    let ended = now();
    for (name, seconds) in [
        ("ahead.test", 7200),
        ("short.test", 60),
        ("long.test", DAY),
        ("date.test", DAY),
        ("backwards.test", 6 * 3600),
        ("no-wait.test", 6 * 3600),
        ("nonsense.test", 6 * 3600),
        ("html.test", 6 * 3600),
        ("busy.test", 40_000),
        ("unknown.test", 6 * 3600),
    ] {
        let ask = world.record(name)["ask_window"].as_integer().expect("a time");
        assert!((started + seconds..=ended + seconds).contains(&ask), "{name}: {}", ask - started);
    }
}

#[test]
fn what_the_authority_has_against_a_replacement_does_not_keep_the_certificate_from_coming() {
    let world = World::new();
    let authority = &world.authority;
    let name = "mail.example.test";
    let mut server = world.serve(&[name]);
    server.wait(CAME);
    let renew = |server: &mut Server| {
        world.renew(name);
        server.wait(CAME);
    };
    renew(&mut server);
    let first = authority.id(0);
    assert_eq!(seen(&authority.orders())[1], order(&[name], Some(&first)));
    let second = fs::read(world.file(name, "pem")).expect("there");
    renew(&mut server);
    assert_eq!((authority.orders().len(), authority.new_orders()), (3, 3));

    // Back from a backup: it has been replaced before.
    fs::write(world.file(name, "pem"), second).expect("written");
    renew(&mut server);
    assert_eq!((authority.new_orders(), &seen(&authority.orders())[3]), (5, &order(&[name], None)));

    // Another account than that which it was given to: it is not ours to replace, and its names are.
    let accounts: Vec<PathBuf> = fs::read_dir(world.data().join("acme"))
        .expect("there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    assert_eq!(accounts.len(), 1, "{accounts:?}");
    fs::remove_file(&accounts[0]).expect("removed");
    renew(&mut server);
    assert_eq!((authority.new_orders(), &seen(&authority.orders())[4]), (7, &order(&[name], None)));

    // It has had too much: this is not about the replacement, and it is left alone.
    let said = Said { retry_after: Some("5000".to_owned()), ..Said::problem(429, "rateLimited") };
    authority.will_refuse(said);
    world.renew(name);
    let line = server.wait("no new certificate has come");
    assert_eq!(text(&line, "problem"), "rateLimited");
    assert_eq!(authority.new_orders(), 8);
    let record = world.record(name);
    let (attempted, until) = (record["attempted"].as_integer(), record["not_before"].as_integer());
    assert!(until >= attempted.map(|at| at + 5000), "{record}");
    server.stop();
}

#[test]
fn a_first_certificate_that_does_not_come_is_told_by_the_metrics() {
    let world = World::new();
    let name = "mail.example.test";
    world.configure("[[certificate]]\nself_signed = true\n");
    let mut server = Server::start_configured(&world.data(), &world.config());
    let address = text(&server.wait("serving metrics"), "address").to_owned();
    let gauges = || {
        let mut stream = TcpStream::connect(&address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it reads");
        let mut page = String::new();
        stream.read_to_string(&mut page).expect("UTF-8");
        let value = |metric: &str| {
            let series = format!("{metric}{{name=\"{name}\",key_type=\"ecdsa\"}} ");
            let mut lines = page.lines().filter_map(|line| line.strip_prefix(&series));
            lines.next().unwrap_or_else(|| panic!("there is no {series} in {page}")).to_owned()
        };
        (value("postrider_acme_failures"), value("postrider_acme_stand_in"))
    };
    // What nobody vouches for stands in, though it is for the same name.
    world.authority.will_refuse(Said::problem(403, "caa"));
    let certificate = "[[certificate]]\nacme = true\n";
    let reload = |server: &mut Server| {
        world.configure(certificate);
        server.signal("HUP");
        server.wait("the configuration was read again, and is in force");
    };
    reload(&mut server);
    server.wait("no new certificate has come");
    assert_eq!(gauges(), ("1".to_owned(), "1".to_owned()));
    world.renew(name);
    server.wait(CAME);
    // That line is written before the listeners have it, and what follows is asked afterwards.
    server.wait(NONE);
    assert_eq!(gauges(), ("0".to_owned(), "0".to_owned()));
    // What is in use stays so, whatever becomes of its file.
    fs::write(world.file(name, "pem"), "damaged").expect("written");
    reload(&mut server);
    assert_eq!(gauges().1, "0");
    server.stop();
}
