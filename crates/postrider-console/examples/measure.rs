//! How long a page takes: makes every page of the export several times, and says what the slowest of each kind needs.
//!
//! `cargo run --release -p postrider-console --example measure`
#![allow(clippy::print_stdout)]

use std::time::{Duration, Instant};

use postrider_console::{Answer, Site};

/// Each page is made so often; the best counts, since the machine has other work too.
const ROUNDS: usize = 5;

fn main() {
    let site = Site::new(None);
    let begun = Instant::now();
    let paths = site.paths();
    println!(
        "{} paths, found in {:?}, with everything read for the first time",
        paths.len(),
        begun.elapsed()
    );
    let mut times: Vec<(Duration, &str)> =
        paths.iter().map(|path| (best(&site, path), path.as_str())).collect();
    let all: Duration = times.iter().map(|(time, _)| *time).sum();
    println!("all of them: {all:?}");
    times.sort();
    for end in ["html", "json", "js", "txt"] {
        let like: Vec<&(Duration, &str)> = times.iter().filter(|(_, path)| path.ends_with(end)).collect();
        if let (Some((middle, _)), Some((slowest, path))) = (like.get(like.len() / 2), like.last()) {
            println!("{end}: {} pages, {middle:?} in the middle, {slowest:?} at most ({path})", like.len());
        }
    }
    for asked in ["/en/421-450.html", "/vi/search.html?q=relay", "/en/nothing-of-this-name.html"] {
        println!("{asked}: {:?}", best(&site, asked));
    }
}

fn best(site: &Site, path: &str) -> Duration {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let round = |_| {
        let begun = Instant::now();
        let answer = site.answer(path, query);
        let time = begun.elapsed();
        assert!(!matches!(answer, Answer::Moved(_)), "{path}");
        time
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}
