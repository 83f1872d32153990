//! What the kernel was asked, in order: the content written, the sync of that file returned, and only then the 250 said.

mod common;

use std::fs;
use std::process::{Command, Stdio};

use crate::common::Server;

/// A system call, from the line on which it began to the one on which it returned.
#[derive(Debug)]
struct Call {
    began: usize,
    returned: usize,
    text: String,
}

#[test]
fn every_250_after_a_dot_comes_behind_the_sync_of_what_it_acknowledges() {
    if Command::new("strace").arg("--version").stdout(Stdio::null()).status().is_err() {
        // `cargo xtask test` installs it, or says that this was skipped.
        println!("skipped: there is no strace on this machine");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("trace");
    let data = folder.path().join("data");
    let calls = "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync";
    let strace = ["strace", "-f", "-y", "-s", "2048", "-e", calls, "-o"];
    let mut wrapper: Vec<String> = strace.iter().map(ToString::to_string).collect();
    wrapper.push(trace.display().to_string());
    let mut server = Server::start_under(&wrapper, &data, &["--listen", "127.0.0.1:0"]);
    let small = server.send_accepted("alice@localhost", "token-small");
    let large = send_large(&server);
    let last = server.send_accepted("carol@localhost", "token-last");
    for _ in 0..3 {
        server.wait("delivered");
    }
    server.stop_watched();

    let calls = calls_in(&fs::read_to_string(&trace).expect("a trace"));
    // A message in the log is told by its words, one in a file by the file.
    let large_file = format!("/{large}>");
    let messages =
        [(&small, "token-small", ".seg>"), (&large, "", large_file.as_str()), (&last, "token-last", ".seg>")];
    for (id, words, file) in messages {
        let said =
            the(&calls, "the 250", |call| call.text.contains(&format!("queued as {id}")) && to_socket(call));
        let written = calls
            .iter()
            .rfind(|call| {
                call.text.contains("write")
                    && call.text.contains(file)
                    && call.text.contains(words)
                    && call.began < said.began
            })
            .unwrap_or_else(|| panic!("the content of {id} is written"));
        let synced = |name: &str, after: usize| {
            calls
                .iter()
                .find(|call| {
                    call.began > after
                        && call.text.contains("sync(")
                        && call.text.contains(name)
                        && call.text.ends_with("= 0")
                        && call.returned < said.began
                })
                .unwrap_or_else(|| panic!("{name} is synced before the 250 of {id}"))
        };
        let content = synced(file, written.returned);
        if id == &large {
            // Its folder, and then the record that refers to it.
            synced("/big/", content.returned);
            synced(".seg>", content.returned);
        }
    }
}

/// Sends a message that gets a file of its own; gives its id.
fn send_large(server: &Server) -> String {
    let mut connection = server.connect();
    connection.begin_content("bob@localhost");
    connection.say("Subject: large\r\n\r\n");
    for _ in 0..10_000 {
        connection.say("A line of a message that is large enough for a file of its own.\r\n");
    }
    connection.say(".\r\n");
    let reply = connection.hear();
    reply.trim_end().rsplit_once("queued as ").expect("an id").1.to_owned()
}

fn to_socket(call: &Call) -> bool {
    call.text.contains("<socket:") || call.text.contains("<TCP:")
}

fn the<'a>(calls: &'a [Call], what: &str, wanted: impl Fn(&Call) -> bool) -> &'a Call {
    calls.iter().find(|call| wanted(call)).unwrap_or_else(|| panic!("there is no {what} in the trace"))
}

/// The calls of a trace. One that another thread's call has interrupted stands on two lines.
fn calls_in(trace: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    for (at, line) in trace.lines().enumerate() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(begun) = rest.strip_suffix(" <unfinished ...>") {
            open.push((thread.to_owned(), calls.len()));
            calls.push(Call { began: at, returned: usize::MAX, text: begun.to_owned() });
        } else if let Some((_, end)) = rest.split_once("resumed>").filter(|_| rest.starts_with("<...")) {
            if let Some(index) = open.iter().position(|(of, _)| of == thread) {
                let call = &mut calls[open.swap_remove(index).1];
                call.returned = at;
                call.text.push_str(end);
            }
        } else {
            calls.push(Call { began: at, returned: at, text: rest.to_owned() });
        }
    }
    calls
}
