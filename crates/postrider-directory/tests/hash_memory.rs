//! Whoever guesses passwords makes a server compute hashes, and does not make it grow: a thread has the memory of one hash.

use std::fs;
use std::thread;

use postrider_directory::{Argon2Cost, PasswordHash};

const THREADS: u64 = 2;
const HASHES: usize = 12;

/// What this process has in memory, in KiB.
fn resident_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it is there");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[test]
fn hashes_one_after_the_other_take_the_memory_of_one() {
    let cost = Argon2Cost::default();
    let hash = PasswordHash::make(b"correct horse", [7; 16], cost).expect("made");
    let before = resident_kib();
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let hash = hash.clone();
            thread::spawn(move || {
                for _ in 0..HASHES {
                    assert!(!hash.verify(b"a guess"));
                }
                resident_kib()
            })
        })
        .collect();
    let most = threads.into_iter().map(|thread| thread.join().expect("no panic")).max().expect("two");
    let room = THREADS * u64::from(cost.memory_kib()) + 8 * 1024;
    assert!(most - before <= room, "{} KiB more, where there is to be room for {room}", most - before);
}
