//! The project's own checks and generators.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "these commands talk to the person at the terminal"
)]

mod backlog;
mod chance;
mod crash;
mod docs;
mod fuzz;
mod interop;
mod locale;
mod power;
mod rust;
mod server;
mod simulate;
mod test;
mod tidy;

use std::process::ExitCode;

use xtask::failure::Failure;
use xtask::{dovecot, exim, failure, install, limited, opensmtpd, openssl, postfix, slapd, workspace};

const HELP: &str = "\
The project's own checks and generators.

  cargo xtask test [--quick] [--no-skip]   runs every test there is, and tidy; installs what it needs
                                           --quick: what takes minutes, not the rest
                                           --no-skip: a test that is skipped is a failure
  cargo xtask tidy                         checks what the compiler cannot
  cargo xtask docs                         writes the generated pages of docs/ anew
  cargo xtask locale accept LANG           notes that the translations were read against the English of today
  cargo xtask fuzz [--seconds N] [TARGET...]
                                           runs the fuzz targets, 20 seconds each; fuzz/README.md has more
  cargo xtask fuzz --seeds                 writes the seeds of the fuzz targets anew, from the transcripts
  cargo xtask interop [--no-skip] [NAME...]
                                           real clients against the server, and the server that relays to real ones; or those that are named
  cargo xtask crash kill [--rounds N] [--seed N]
                                           kills the server under load, again and again: 50 times, unless said otherwise
  cargo xtask crash delivery [--rounds N] [--seed N]
                                           kills it while it relays to a server that counts: 50 times, unless said otherwise
  cargo xtask crash syscalls               kills it at every system call that changes something on the disk
  cargo xtask crash faults                 lets every write and every sync fail, once and for good
  cargo xtask crash room                   fills its disk; needs root
  cargo xtask power [--states N] [--letters N] [--seed N] [--prove-it-can-fail]
                                           cuts the power of a disk with the server on it, 2500 times; needs root, and minutes
                                           --prove-it-can-fail: with syncs that do nothing, which has to be found out
  cargo xtask backlog [--messages N]       queues a million messages, and holds starts, memory, lists and stragglers to their limits;
                                           needs 4 GB in the temporary folder, and minutes
  cargo xtask simulate [--seeds N] [--from S] [--jobs N]
                                           a whole server, simulated: 100 seeds, or so many
  cargo xtask simulate --seed S [--trace]  one seed again; --trace shows all that happens
  cargo xtask help                         this text";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test", flags @ ..] => test::command(flags),
        ["tidy"] => tidy::command(),
        ["docs"] => docs::command(),
        ["fuzz", flags @ ..] => fuzz::command(flags),
        ["crash", words @ ..] => crash::command(words),
        ["backlog", flags @ ..] => backlog::command(flags),
        ["locale", words @ ..] => locale::command(words),
        ["power", flags @ ..] => power::command(flags),
        ["interop", flags @ ..] => interop::command(flags),
        ["simulate", flags @ ..] => simulate::command(flags),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Failure::Usage(format!("there is no command `{}`", other.join(" ")))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
