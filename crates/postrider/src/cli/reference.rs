//! `postrider reference`: every code explained, as pages: served on this machine, or written into a folder.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use postrider_console::{Answer as Found, MARK_OF_A_SITE, Page, Refusal, Sent as Pasted, Site, Takes};
use tokio::signal::unix::{SignalKind, signal};

use crate::http::{Answer, Asked, HttpServer, Methods, Sent, Status};

/// Shows what every code of SMTP means, as pages for a browser and as JSON for programs.
///
/// Every language has all pages, below its tag, as in /en/. Exit code: 0 if it was done, 1 if not, 2 if the arguments cannot be used.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: ReferenceCommand,
}

#[derive(Debug, clap::Subcommand)]
enum ReferenceCommand {
    /// Serves the pages to browsers of this machine until it is stopped (SIGTERM, SIGINT). It compares any two codes, /en/250-503, and
    /// says why mail was refused: /en/why.html.
    Serve {
        /// Where it listens. Port 0 lets the system choose one.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8025", value_parser = address)]
        listen: SocketAddr,
    },
    /// Writes all pages into a folder: a site that any web server can serve, and that can be read from the disk.
    ///
    /// What an earlier export has written there is replaced, and what is no more is removed. A folder with anything else in it is left
    /// as it is.
    Export {
        /// The folder; made if it is not there.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Where the site will be found, such as `https://smtp.example.org`. With it there is a sitemap, and pages name their whole
        /// address to search engines.
        #[arg(long, value_name = "URL", value_parser = origin)]
        url: Option<String>,
    },
}

/// Where to listen. No name is looked up; `localhost` is reserved for loopback, and needs none.
fn address(text: &str) -> Result<SocketAddr, String> {
    let text =
        text.strip_prefix("localhost:").map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    text.parse().map_err(|_| {
        "write an address and a port, such as 127.0.0.1:8025 or [::1]:8025; names are not looked up"
            .to_owned()
    })
}

/// An address of the web.
fn origin(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]".contains(c);
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && rest.chars().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("write the address of the site as https://smtp.example.org".to_owned())
    }
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    let done = match &args.command {
        ReferenceCommand::Serve { listen } => serve(*listen),
        ReferenceCommand::Export { folder, url } => export(folder, url.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(io::stderr(), "postrider reference: {why}");
            ExitCode::FAILURE
        }
    }
}

fn serve(listen: SocketAddr) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the system gives no threads: {error}"))?;
    runtime.block_on(async {
        let server =
            HttpServer::bind(listen).await.map_err(|error| unheard(listen, &error))?;
        let address = server.address;
        if !address.ip().is_loopback() {
            let _ = writeln!(
                io::stderr(),
                "postrider reference: {} is not loopback: whoever reaches it reads these pages, in clear and without a \
                 login. For the public write them with `postrider reference export`, and give them to a web server.",
                address.ip()
            );
        }
        // Where it listens on every address, nobody knows by which one it is read.
        let origin = (!address.ip().is_unspecified()).then(|| format!("http://{address}"));
        let site = Site::served(origin.as_deref());
        let stop = |kind| signal(kind).map_err(|error| format!("the system lets nobody stop it: {error}"));
        let (mut terminate, mut interrupt) = (stop(SignalKind::terminate())?, stop(SignalKind::interrupt())?);
        let mut out = io::stdout();
        let _ = writeln!(out, "http://{address}/").and_then(|()| out.flush());
        tokio::select! {
            () = server.serve_pages(methods, move |asked| answer(&site, asked)) => {}
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        Ok(())
    })
}

/// Why it cannot listen there, and what to do.
fn unheard(listen: SocketAddr, error: &io::Error) -> String {
    let next = match error.kind() {
        io::ErrorKind::AddrInUse => {
            ": another program listens there, perhaps this one. Choose another port with --listen, or let the system choose with \
             --listen 127.0.0.1:0"
        }
        io::ErrorKind::PermissionDenied => {
            ": ports below 1024 are for root. Choose a higher one with --listen"
        }
        io::ErrorKind::AddrNotAvailable => {
            ": this machine has no such address. Name one that it has with --listen"
        }
        _ => "",
    };
    format!("cannot listen on {listen}: {error}{next}")
}

/// What a path can be asked.
fn methods(path: &[u8]) -> Methods {
    match Site::takes(&String::from_utf8_lossy(path)) {
        Takes::Nothing => Methods::Get,
        Takes::Also(octets_max) => Methods::GetAndPost(octets_max),
        Takes::Only(octets_max) => Methods::Post(octets_max),
    }
}

/// A page for a browser. What was sent is answered and dropped: it gets into no log.
fn answer(site: &Site, asked: &Asked) -> Answer {
    let of = |status: Status, page: &Page| Answer::plain(status, &page.text).of_kind(page.kind.media_type());
    // A path that is not ASCII is none of ours; what a query holds is decoded where it is needed.
    let (path, query) = (String::from_utf8_lossy(&asked.path), String::from_utf8_lossy(&asked.query));
    let found = match &asked.sent {
        None => site.answer(&path, &query),
        Some(Sent::Body { media_type, octets }) => site.receive(&path, &Pasted::Body { media_type, octets }),
        Some(Sent::TooLong) => site.receive(&path, &Pasted::TooLong),
    };
    let answer = match &found {
        Found::Page(page) => of((200, "OK"), page),
        Found::Moved(to) => Answer::plain((301, "Moved Permanently"), "").with_field("Location", to),
        Found::Missing(page) => of((404, "Not Found"), page),
        Found::Refused(Refusal::NoField, page) => of((400, "Bad Request"), page),
        Found::Refused(Refusal::TooLong, page) => of((413, "Content Too Large"), page),
        Found::Refused(Refusal::MediaType, page) => of((415, "Unsupported Media Type"), page),
    };
    // The pages say the rest themselves; a page cannot say in whose frame it may stand.
    answer
        .with_field("Content-Security-Policy", "frame-ancestors 'none'")
        .with_field("X-Content-Type-Options", "nosniff")
        .with_field("Referrer-Policy", "no-referrer")
}

fn export(folder: &Path, url: Option<&str>) -> Result<(), String> {
    if folder.exists() && !folder.is_dir() {
        return Err(format!(
            "{} is a file, and the site is a folder of files: name a folder, or one that is not there",
            folder.display()
        ));
    }
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let before = written_before(folder)?;
    let site = Site::new(url);
    let paths = site.paths();
    if let Some(foreign) = paths.iter().find(|path| !before.contains(path) && folder.join(path).exists()) {
        return Err(format!(
            "{} is there, and no export has written it: move it away, or name another folder",
            folder.join(foreign).display()
        ));
    }
    // The mark goes first: an export that was interrupted is known as one by the next.
    let mark = folder.join(MARK_OF_A_SITE);
    let names: BTreeSet<&str> =
        before.iter().map(String::as_str).chain(paths.iter().map(String::as_str)).collect();
    fs::write(&mark, lines(names)).map_err(|error| failed(&mark, &error))?;
    for path in &paths {
        let Found::Page(page) = site.answer(path, "") else {
            return Err(format!("there is no page for {path}: this is a fault of postrider"));
        };
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
        }
        fs::write(&file, &page.text).map_err(|error| failed(&file, &error))?;
    }
    for gone in before.iter().filter(|path| !paths.contains(path)) {
        let file = folder.join(gone);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&file, &error)),
            _ => {}
        }
    }
    fs::write(&mark, lines(paths.iter().map(String::as_str))).map_err(|error| failed(&mark, &error))?;
    let sitemap = if url.is_some() {
        ""
    } else {
        " There is no sitemap, since it needs the address of the site: --url."
    };
    let _ = writeln!(io::stdout(), "{} files are in {}.{sitemap}", paths.len(), folder.display());
    Ok(())
}

/// What the system did not let us do with a file or a folder, and what helps.
fn failed(path: &Path, error: &io::Error) -> String {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            format!("{path}: this user may not write there: give it the right, or name another folder")
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            format!("{path}: that file system is only for reading: name a folder elsewhere")
        }
        io::ErrorKind::NotADirectory => {
            format!("{path}: a part of this path is a file: name a folder below folders")
        }
        io::ErrorKind::StorageFull => {
            format!("{path}: the disk is full: make room, and run the same again")
        }
        _ => format!("{path}: {error}"),
    }
}

fn lines<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().fold(String::new(), |text, name| text + name + "\n")
}

/// What the last export has written into a folder.
fn written_before(folder: &Path) -> Result<Vec<String>, String> {
    let mark = folder.join(MARK_OF_A_SITE);
    match fs::read_to_string(&mark) {
        // A name that leads out of the folder is none that an export has written.
        Ok(names) => Ok(names.lines().filter(|name| is_within(name)).map(str::to_owned).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut entries = fs::read_dir(folder).map_err(|error| failed(folder, &error))?;
            match entries.next() {
                None => Ok(Vec::new()),
                Some(_) => Err(format!(
                    "{} has files in it that no export has written, and they are left as they are: name an empty folder, \
                     or one that is not there",
                    folder.display()
                )),
            }
        }
        Err(error) => Err(failed(&mark, &error)),
    }
}

fn is_within(name: &str) -> bool {
    !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_within_the_folder_are_removed() {
        assert!(is_within("en/503.html") && is_within("style.css"));
        for name in ["", "/etc/passwd", "../x", "en/../../x", "./x/.."] {
            assert!(!is_within(name), "{name}");
        }
    }

    #[test]
    fn it_listens_on_an_address_and_a_port() {
        assert_eq!(address("localhost:8025"), Ok(SocketAddr::from(([127, 0, 0, 1], 8025))));
        assert!(address("[::1]:0").is_ok());
        for wrong in ["", "localhost", "8025", "example.org:80", "localhost:x", "127.0.0.1:99999"] {
            assert!(address(wrong).is_err_and(|why| why.contains("such as 127.0.0.1:8025")), "{wrong}");
        }
    }

    #[test]
    fn an_address_of_a_site_is_one() {
        assert!(origin("https://smtp.example.org").is_ok() && origin("http://[::1]:8025/smtp").is_ok());
        for wrong in
            ["", "smtp.example.org", "https://", "https://a b", "https://x/?y", "https://x\"><", "ftp://x"]
        {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
