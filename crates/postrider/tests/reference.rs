//! `postrider reference`: the pages as a browser gets them, and as a folder holds them.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use common::{POSTRIDER, postrider, stderr, stdout};

/// The server of the pages. Dropped, it is ended.
struct Pages {
    process: Child,
    address: String,
}

impl Pages {
    fn start() -> Self {
        let mut process = Command::new(POSTRIDER)
            .args(["reference", "serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let address =
            line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/')).expect("an address");
        Self { address: address.to_owned(), process }
    }

    /// Head and body of the answer.
    fn get(&self, target: &str) -> (String, String) {
        Self::get_by(self.connect(), target)
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).expect("it listens")
    }

    fn get_by(stream: TcpStream, target: &str) -> (String, String) {
        Self::ask_by(stream, format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes())
    }

    /// What is said to a request as it stands here.
    fn ask(&self, head: &str, body: &[u8]) -> (String, String) {
        Self::ask_by(self.connect(), &[head.replace('\n', "\r\n").as_bytes(), b"\r\n\r\n", body].concat())
    }

    fn post(&self, target: &str, media_type: &str, body: &[u8]) -> (String, String) {
        let length = body.len();
        let head =
            format!("POST {target} HTTP/1.1\nHost: x\nContent-Type: {media_type}\nContent-Length: {length}");
        self.ask(&head, body)
    }

    fn ask_by(mut stream: TcpStream, request: &[u8]) -> (String, String) {
        stream.write_all(request).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.to_owned(), body.to_owned())
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_browser_gets_pages_and_a_program_gets_json() {
    let pages = Pages::start();
    let (head, body) = pages.get("/vi/503.html");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"), "{head}");
    assert!(head.contains("\r\nContent-Security-Policy: frame-ancestors 'none'\r\n"), "{head}");
    assert!(body.contains("<html lang=\"vi\">"), "{body}");
    let (head, body) = pages.get("/ru/5.7.26.json");
    assert!(
        head.contains("Content-Type: application/json\r\n") && body.contains("\"language\": \"ru\""),
        "{head}\n{body}"
    );
    let (head, _) = pages.get("/en/503-421");
    assert!(
        head.starts_with("HTTP/1.1 301 ") && head.contains("\r\nLocation: /en/421-503.html\r\n"),
        "{head}"
    );
    let (head, body) = pages.get("/en/search.html?q=rcpt-before-mail");
    assert!(
        head.starts_with("HTTP/1.1 200 ") && body.contains("href=\"rcpt-before-mail.html\""),
        "{head}\n{body}"
    );
    let (head, _) = pages.get("/en/../../etc/passwd");
    assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
    let (_, sitemap) = pages.get("/sitemap.xml");
    assert!(sitemap.contains(&format!("<loc>http://{}/en/503.html</loc>", pages.address)), "{sitemap:.300}");
}

/// Whoever connects and says nothing gives way to whoever comes; and not before.
#[test]
fn idle_connections_keep_nobody_out() {
    let pages = Pages::start();
    let mut idle: Vec<TcpStream> = (0..40).map(|_| pages.connect()).collect();
    let (head, _) = pages.get("/en/503.html");
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    // The last of them have lost nothing: they need not have waited for the patience of the server to end.
    let (head, _) = Pages::get_by(idle.split_off(30).remove(0), "/en/250.html");
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    let mut octets = Vec::new();
    // The first is closed; the system may call that a reset.
    assert_eq!(idle[0].read_to_end(&mut octets).unwrap_or(0), 0);
}

/// A conversation with a password in it.
const PASTE: &str = "C: EHLO client.example\r\nS: 250-mx.example\r\nS: 250 STARTTLS\r\nC: AUTH PLAIN AHVzZXIAaHVudGVyMg==\r\nS: 530 5.7.0 Must issue a STARTTLS command first\r\n";
const FORM: &str = "application/x-www-form-urlencoded";
const TEXT: &str = "text/plain; charset=utf-8";

/// As a browser sends a field.
fn form(paste: &[u8]) -> Vec<u8> {
    paste.iter().fold(b"paste=".to_vec(), |mut form, octet| {
        match octet {
            b' ' => form.push(b'+'),
            octet if octet.is_ascii_alphanumeric() => form.push(*octet),
            octet => form.extend(format!("%{octet:02X}").bytes()),
        }
        form
    })
}

#[test]
fn what_is_pasted_is_answered_and_has_lost_its_password() {
    let pages = Pages::start();
    let (_, empty) = pages.get("/en/why.html");
    assert!(empty.contains("method=\"post\"") && empty.contains("name=\"paste\""), "{empty}");
    let sent = [(FORM, form(PASTE.as_bytes())), (TEXT, PASTE.as_bytes().to_vec())];
    for (media_type, body) in sent {
        let (head, page) = pages.post("/en/why.html", media_type, &body);
        assert!(head.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"), "{head}");
        assert!(head.contains("\r\nCache-Control: no-store\r\n"), "{head}");
        assert!(head.contains("\r\nContent-Security-Policy: frame-ancestors 'none'\r\n"), "{head}");
        // Pages of other sites may send something, and read nothing.
        assert!(!head.to_ascii_lowercase().contains("access-control"), "{head}");
        assert!(
            page.contains("<h1>The client tried to log in before the connection was encrypted.</h1>"),
            "{page}"
        );
        let (head, json) = pages.post("/vi/why.json", media_type, &body);
        assert!(head.contains("Content-Type: application/json\r\n"), "{head}");
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!((&json["language"], &json["findings"][0]["code"]), (&"vi".into(), &530.into()), "{json}");
        for answer in [page, json.to_string()] {
            assert!(!answer.contains("hunter2") && !answer.contains("AHVzZXIAaHVudGVyMg"), "{answer}");
        }
    }
    let (head, json) = pages.post("/en/why.json", FORM, b"x=1");
    assert!(
        head.starts_with("HTTP/1.1 400 ") && json.contains("--data-urlencode paste@FILE"),
        "{head}\n{json}"
    );
    let (head, _) = pages.post("/en/why.html", "multipart/form-data; boundary=x", b"--x--");
    assert!(head.starts_with("HTTP/1.1 415 "), "{head}");
}

#[test]
fn a_page_takes_so_much_and_says_so_before_it_comes() {
    let pages = Pages::start();
    let two = PASTE.repeat((2 << 20) / PASTE.len());
    let (head, json) = pages.post("/en/why.json", TEXT, two.as_bytes());
    assert!(head.starts_with("HTTP/1.1 200 ") && json.contains("\"cut\": true"), "{head}\n{json:.300}");
    let four = vec![b'x'; 4 << 20];
    for sent in [&four[..], b""] {
        // All of it is sent, or nothing: the answer arrives in both cases.
        let head =
            format!("POST /ru/why.html HTTP/1.1\nContent-Type: {FORM}\nContent-Length: {}", four.len());
        let (head, page) = pages.ask(&head, sent);
        assert!(head.starts_with("HTTP/1.1 413 Content Too Large\r\n"), "{head}");
        assert!(page.contains("3146752") && page.contains("<html lang=\"ru\">"), "{page}");
    }
    for (fields, status) in [
        ("Host: x", "411 Length Required"),
        ("Transfer-Encoding: chunked", "411 Length Required"),
        ("Content-Length: many", "400 Bad Request"),
        ("Content-Length: 3\nContent-Encoding: gzip", "415 Unsupported Media Type"),
    ] {
        let (head, words) = pages.ask(&format!("POST /en/why.json HTTP/1.1\n{fields}"), b"abc");
        assert!(head.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{fields}: {head}\n{words}");
    }
}

#[test]
fn only_what_takes_something_is_sent_to() {
    let pages = Pages::start();
    for (request, allowed) in [
        ("POST /en/503.html HTTP/1.1\nContent-Length: 3", "GET, HEAD"),
        ("PUT /en/why.html HTTP/1.1\nContent-Length: 3", "GET, HEAD, POST"),
        ("GET /en/why.json HTTP/1.1", "POST"),
        (
            "OPTIONS /en/why.json HTTP/1.1\nOrigin: https://other.example\nAccess-Control-Request-Method: POST",
            "POST",
        ),
    ] {
        let (head, _) = pages.ask(request, b"");
        assert!(
            head.starts_with("HTTP/1.1 405 ") && head.contains(&format!("\r\nAllow: {allowed}\r\n")),
            "{request}: {head}"
        );
        assert!(!head.contains("Access-Control"), "{head}");
    }
    let (head, body) = pages.ask("HEAD /en/why.html HTTP/1.1", b"");
    assert!(head.starts_with("HTTP/1.1 200 ") && body.is_empty(), "{head}\n{body}");
}

/// As curl does with what is long.
#[test]
fn who_asks_before_sending_is_told_to_go_on() {
    let pages = Pages::start();
    let mut stream = pages.connect();
    let head = |version: &str, length: usize| {
        format!(
            "POST /en/why.json HTTP/{version}\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n"
        )
    };
    stream.write_all(head("1.1", PASTE.len()).as_bytes()).expect("sent");
    let mut told = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    stream.read_exact(&mut told).expect("an answer before the answer");
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    let (head_of_answer, json) = Pages::ask_by(stream, PASTE.as_bytes());
    assert!(
        head_of_answer.starts_with("HTTP/1.1 200 ") && json.contains("\"code\": 530"),
        "{head_of_answer}\n{json}"
    );
    // HTTP/1.0 knows nothing of it; and what would be too long is refused instead.
    let request = [head("1.0", PASTE.len()).as_bytes(), PASTE.as_bytes()].concat();
    let (head_of_answer, _) = Pages::ask_by(pages.connect(), &request);
    assert!(head_of_answer.starts_with("HTTP/1.1 200 "), "{head_of_answer}");
    let (head_of_answer, _) = Pages::ask_by(pages.connect(), head("1.1", 4 << 20).as_bytes());
    assert!(head_of_answer.starts_with("HTTP/1.1 413 "), "{head_of_answer}");
}

/// Whoever does not send what they announced gives way, as those do who say nothing; and takes no memory for it.
#[test]
fn half_a_paste_keeps_nobody_out() {
    let pages = Pages::start();
    let half = || {
        let mut stream = pages.connect();
        stream.write_all(b"POST /en/why.json HTTP/1.1\r\nContent-Length: 3000000\r\n\r\n550").expect("sent");
        stream
    };
    let mut open: Vec<TcpStream> = (0..40).map(|_| half()).collect();
    let (head, _) = pages.post("/en/why.json", TEXT, PASTE.as_bytes());
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    let mut octets = Vec::new();
    assert_eq!(open[0].read_to_end(&mut octets).unwrap_or(0), 0);
}

#[test]
fn it_says_what_an_address_to_listen_on_is() {
    let refused = postrider(&["reference", "serve", "--listen", "smtp.example:80"]);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    assert!(
        stderr(&refused).contains("for '--listen <ADDRESS>': write an address and a port"),
        "{}",
        stderr(&refused)
    );
}

/// Every file of a folder, by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("within").display().to_string();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

fn export(folder: &Path, more: &[&str]) -> std::process::Output {
    postrider(&[&["reference", "export", &folder.display().to_string()], more].concat())
}

#[test]
fn an_export_is_the_same_twice_and_cleans_up_behind_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    for site in [&one, &other] {
        let done = export(site, &["--url", "https://smtp.example"]);
        assert!(done.status.success(), "{}", stderr(&done));
    }
    let first = files(&one);
    assert!(
        first.len() > 1000 && first.contains_key("en/503.html") && first.contains_key("sitemap.xml"),
        "{}",
        first.len()
    );
    assert!(first == files(&other), "two exports differ");
    // Without an address there is no sitemap; that of the last time goes, and a file of somebody else stays.
    fs::write(one.join("CNAME"), "smtp.example\n").expect("written");
    let again = export(&one, &[]);
    assert!(again.status.success() && stdout(&again).contains("There is no sitemap"), "{again:?}");
    let now = files(&one);
    assert!(
        !now.contains_key("sitemap.xml") && now.contains_key("CNAME"),
        "{:?}",
        now.keys().take(20).collect::<Vec<_>>()
    );
}

#[test]
fn a_folder_of_somebody_else_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("index.html"), "mine").expect("written");
    let refused = export(folder.path(), &[]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(stderr(&refused).contains("has files in it that no export has written"), "{}", stderr(&refused));
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn an_export_says_why_a_place_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "mine").expect("written");
    let refused = export(&file, &[]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(
        stderr(&refused).contains("is a file, and the site is a folder of files"),
        "{}",
        stderr(&refused)
    );
    let refused = export(&file.join("below"), &[]);
    assert!(stderr(&refused).contains("a part of this path is a file"), "{}", stderr(&refused));
    assert_eq!(fs::read(&file).expect("it is there"), b"mine");
}
