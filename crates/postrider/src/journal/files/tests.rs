//! The files of the journal: what is written, and what goes.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, SystemTime};

use super::*;
use crate::journal::file::{Found, SET_BACK, path_of};
use crate::journal::form::About;

const OPTIONS: Options =
    Options { octets: 1024 * 1024, keep: Duration::from_secs(86_400), free_floor_octets: 0 };

fn folder() -> (tempfile::TempDir, Folder) {
    let data = tempfile::tempdir().expect("a folder");
    let folder = Folder::new(&data.path().join("journal"));
    folder.make().expect("made");
    (data, folder)
}

fn write(folder: &mut Folder, line: &str, now: Timestamp) {
    let mut lines = Lines::default();
    lines.add(&line).expect("written");
    folder.kinds[0].write(&folder.path, &mut lines, OPTIONS, now).expect("written");
    folder.prune(OPTIONS, now).expect("pruned");
}

/// A part of a session of the client with this number.
struct Said(u8);

impl<'a> From<&'a Said> for Part<'a> {
    fn from(said: &'a Said) -> Self {
        Self {
            about: About {
                session: "00000001".to_owned(),
                began: "2026-11-30T10:00:00Z".to_owned(),
                listener: None,
                client: format!("192.0.2.{}", said.0),
                proxy: None,
                tls: None,
                account: None,
            },
            part: 0,
            steps: Vec::new(),
            end: None,
        }
    }
}

impl From<&Said> for Network {
    fn from(said: &Said) -> Self {
        Self::At([192, 0, 2, said.0].into())
    }
}

fn said_by(client: u8, parts: usize) -> VecDeque<Said> {
    (0..parts).map(|_| Said(client)).collect()
}

fn found(folder: &Folder) -> Vec<Found> {
    files(&folder.path, KINDS[0]).expect("a folder")
}

#[test]
fn the_oldest_go_when_there_is_too_much() {
    let (_data, mut folder) = folder();
    let line = "x".repeat(50_000);
    for _ in 0..100 {
        write(&mut folder, &line, SystemClock.now());
        let octets: u64 = found(&folder).iter().map(|file| file.octets).sum();
        assert!(octets <= OPTIONS.octets / 2 + 50_003, "{octets}");
    }
    let files = found(&folder);
    assert!(files.len() >= 3, "{files:?}");
    for Found { path, .. } in &files {
        assert_eq!(fs::metadata(path).expect("it is there").permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::metadata(&folder.path).expect("it is there").permissions().mode() & 0o777, 0o700);
}

#[test]
fn what_is_too_old_goes_and_a_file_is_not_written_on_for_ever() {
    let (_data, mut folder) = folder();
    let now = SystemClock.now();
    let later = |part: u32| Timestamp::from_millis(now.as_millis() + millis(OPTIONS.keep / part));
    write(&mut folder, "one", now);
    write(&mut folder, "two", later(9));
    assert_eq!(found(&folder).len(), 1);
    write(&mut folder, "three", later(AGES));
    let files = found(&folder);
    assert_eq!(files.len(), 2, "{files:?}");
    let old = SystemTime::now() - OPTIONS.keep - Duration::from_secs(1);
    File::options().append(true).open(&files[0].path).and_then(|file| file.set_modified(old)).expect("set");
    write(&mut folder, "four", later(AGES));
    assert_eq!(found(&folder).len(), 1);
    let off = Options { octets: 0, ..OPTIONS };
    folder
        .write(&mut Lines::default(), off, (&VecDeque::<Said>::new(), &VecDeque::new()), Dropped::default())
        .1
        .expect("off");
    assert!(found(&folder).is_empty());
}

#[test]
fn behind_a_torn_line_a_new_one_begins() {
    let (_data, mut folder) = folder();
    let now = SystemClock.now();
    write(&mut folder, "one", now);
    let [file] = &found(&folder)[..] else { panic!("one file") };
    let mut end = File::options().append(true).open(&file.path).expect("opened");
    end.write_all(b"{\"torn").expect("written");
    let mut again = Folder::new(&folder.path);
    write(&mut again, "two", now);
    write(&mut again, "three", now);
    let text = fs::read_to_string(&file.path).expect("text");
    assert_eq!(text, "\"one\"\n{\"torn\n\"two\"\n\"three\"\n");
}

#[test]
fn a_disk_that_is_nearly_full_gets_nothing() {
    let (_data, folder) = folder();
    folder.has_room(OPTIONS).expect("there is room");
    let full = Options { free_floor_octets: u64::MAX, ..OPTIONS };
    assert_eq!(folder.has_room(full).expect_err("full").kind(), io::ErrorKind::StorageFull);
}

#[test]
fn below_the_floor_of_the_disk_what_is_too_old_goes_nevertheless() {
    let (_data, mut folder) = folder();
    write(&mut folder, "one", SystemClock.now());
    let [file] = &found(&folder)[..] else { panic!("one file") };
    let old = SystemTime::now() - 2 * OPTIONS.keep;
    File::options().append(true).open(&file.path).and_then(|file| file.set_modified(old)).expect("set");
    let full = Options { free_floor_octets: u64::MAX, ..OPTIONS };
    let parts = said_by(1, 1);
    let (written, done) =
        folder.write(&mut Lines::default(), full, (&parts, &VecDeque::new()), Dropped::default());
    assert_eq!(written, Written::default());
    assert_eq!(done.expect_err("full").kind(), io::ErrorKind::StorageFull);
    assert!(found(&folder).is_empty());
}

#[test]
fn a_journal_that_was_removed_is_begun_anew() {
    let (_data, mut folder) = folder();
    let now = SystemClock.now();
    write(&mut folder, "one", now);
    fs::remove_dir_all(&folder.path).expect("removed");
    folder.make().expect("made");
    write(&mut folder, "two", now);
    let [file] = &found(&folder)[..] else { panic!("one file") };
    assert_eq!(fs::read_to_string(&file.path).expect("text"), "\"two\"\n");
    fs::rename(&file.path, folder.path.join("away")).expect("moved");
    write(&mut folder, "three", now);
    let [file] = &found(&folder)[..] else { panic!("one file") };
    assert_eq!(fs::read_to_string(&file.path).expect("text"), "\"three\"\n");
}

#[test]
fn what_a_clock_that_was_ahead_has_written_grows_old_from_now_on() {
    let (_data, mut folder) = folder();
    let now = SystemClock.now();
    let at = |keeps: u64| Timestamp::from_millis(now.as_millis() + keeps * millis(OPTIONS.keep));
    let mut lines = Lines::default();
    lines.add(&"ahead").expect("written");
    folder.kinds[0].write(&folder.path, &mut lines, OPTIONS, at(365)).expect("written");
    for file in found(&folder) {
        let changed = SystemTime::now() + 365 * OPTIONS.keep;
        File::options()
            .append(true)
            .open(&file.path)
            .and_then(|file| file.set_modified(changed))
            .expect("set");
    }
    write(&mut folder, "now", now);
    let files = found(&folder);
    assert_eq!(files.len(), 2, "{files:?}");
    assert!(files.iter().all(|file| file.begun.max(file.changed) <= now.as_millis() + SET_BACK), "{files:?}");
    // A second time nothing is moved, and no third file is begun.
    write(&mut folder, "again", now);
    assert_eq!(found(&folder).len(), 2);
    folder.prune(OPTIONS, at(2)).expect("pruned");
    assert!(found(&folder).is_empty());
}

#[test]
fn what_was_written_is_not_lost_when_the_rest_cannot_be() {
    let (_data, mut folder) = folder();
    let now = SystemClock.now();
    // The second kind cannot be written on.
    let other = path_of(&folder.path, KINDS[1], now.as_millis());
    std::os::unix::fs::symlink(folder.path.join("nowhere"), &other).expect("a link");
    let parts = (&said_by(1, 3), &said_by(2, 2));
    let (written, done) =
        folder.write(&mut Lines::default(), OPTIONS, parts, Dropped { refused: 1, other: 1 });
    assert!(done.is_err());
    assert_eq!(written, Written { parts: Dropped { refused: 3, other: 0 }, gap: true });
    let [file] = &found(&folder)[..] else { panic!("one file") };
    assert_eq!(fs::read_to_string(&file.path).expect("text").lines().count(), 4);
}

#[test]
fn it_is_well_again_when_what_could_not_be_written_can() {
    let (_data, mut folder) = folder();
    let write = |folder: &mut Folder, refused: usize, other: usize| {
        let parts = (&said_by(1, refused), &said_by(1, other));
        let (_, done) = folder.write(&mut Lines::default(), OPTIONS, parts, Dropped::default());
        (done.is_ok(), folder.is_well())
    };
    assert_eq!(write(&mut folder, 1, 0), (true, true));
    let other = path_of(&folder.path, KINDS[1], SystemClock.now().as_millis());
    std::os::unix::fs::symlink(folder.path.join("nowhere"), &other).expect("a link");
    assert_eq!(write(&mut folder, 1, 1), (false, false));
    // What goes well all the time, and what has nothing to do, say nothing about it.
    assert_eq!(write(&mut folder, 1, 0), (true, false));
    assert_eq!(write(&mut folder, 0, 0), (true, false));
    fs::remove_file(&other).expect("removed");
    assert_eq!(write(&mut folder, 0, 1), (true, true));
    fs::remove_dir_all(&folder.path).expect("removed");
    fs::write(&folder.path, "no folder").expect("written");
    assert_eq!(write(&mut folder, 0, 1), (false, false));
    fs::remove_file(&folder.path).expect("removed");
    assert_eq!(write(&mut folder, 1, 0), (true, false));
    assert_eq!(write(&mut folder, 0, 1), (true, true));
}

#[test]
fn one_client_cannot_drive_out_what_others_were_refused() {
    let (_data, mut folder) = folder();
    let write = |folder: &mut Folder, parts| {
        let parts = (&parts, &VecDeque::new());
        let (written, done) = folder.write(&mut Lines::default(), OPTIONS, parts, Dropped::default());
        done.expect("written");
        written.parts.refused
    };
    assert_eq!(write(&mut folder, said_by(1, 1)), 1);
    let before: u64 = (0..40).map(|_| write(&mut folder, said_by(2, 500))).sum();
    assert!(before > 0 && before < 20_000, "{before}");
    assert_eq!(write(&mut folder, said_by(3, 1)), 1);
    let octets: u64 = found(&folder).iter().map(|file| file.octets).sum();
    assert!(octets < OPTIONS.octets / 2 / SHARE + 2048, "{octets}");
    let text: String =
        found(&folder).iter().map(|file| fs::read_to_string(&file.path).expect("text")).collect();
    assert!(text.contains("192.0.2.1") && text.contains("192.0.2.3"));
    // When the time is over it has a share again.
    let over = Options { keep: Duration::ZERO, ..OPTIONS };
    let parts = (&said_by(2, 1), &VecDeque::new());
    let (written, _) = folder.write(&mut Lines::default(), over, parts, Dropped::default());
    assert_eq!(written.parts.refused, 1);
}
