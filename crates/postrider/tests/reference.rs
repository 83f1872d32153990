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

    fn get_by(mut stream: TcpStream, target: &str) -> (String, String) {
        stream.write_all(format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).expect("sent");
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
