//! The files of the journal: what is written, and what goes.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, SystemTime};

use super::*;
use crate::journal::file::{Found, SET_BACK, files, millis, path_of};
use crate::journal::form::About;
use crate::journal::kind::has_room;

const OPTIONS: Options =
    Options { octets: 1024 * 1024, keep: Duration::from_secs(86_400), free_floor_octets: 0 };

/// The name of a kind of which no file can be made: its folder is not there.
const NOWHERE: &str = "nowhere/other";

fn folder() -> (tempfile::TempDir, Folder) {
    let data = tempfile::tempdir().expect("a folder");
    let folder = Folder::new(&data.path().join("journal"));
    folder.make().expect("made");
    (data, folder)
}

fn prune(folder: &mut Folder, now: Timestamp) {
    for kind in &mut folder.kinds {
        kind.prune(&folder.path, OPTIONS, 0, now).expect("pruned");
    }
}

fn write(folder: &mut Folder, line: &str, now: Timestamp) {
    let mut lines = Lines::default();
    lines.add(&line).expect("written");
    folder.kinds[0].write(&folder.path, (&mut lines, 1), OPTIONS, now).expect("written");
    prune(folder, now);
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

/// Writes so many parts of each kind, of one client.
fn append(folder: &mut Folder, options: Options, (refused, other): (usize, usize)) -> Outcome {
    let parts = (&said_by(1, refused), &said_by(1, other));
    folder.write(&mut Lines::default(), options, parts, Dropped::default())
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
    let empty = path_of(&folder.path, KINDS[1], 1);
    fs::write(&empty, "").expect("written");
    append(&mut folder, off, (0, 0)).removing.expect("off");
    assert!(!empty.exists());
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
    has_room(&folder.path, OPTIONS).expect("there is room");
    let full = Options { free_floor_octets: u64::MAX, ..OPTIONS };
    assert_eq!(has_room(&folder.path, full).expect_err("full").kind(), io::ErrorKind::StorageFull);
}

#[test]
fn below_the_floor_of_the_disk_what_is_too_old_goes_nevertheless() {
    let (_data, mut folder) = folder();
    write(&mut folder, "one", SystemClock.now());
    let [file] = &found(&folder)[..] else { panic!("one file") };
    let old = SystemTime::now() - 2 * OPTIONS.keep;
    File::options().append(true).open(&file.path).and_then(|file| file.set_modified(old)).expect("set");
    let full = Options { free_floor_octets: u64::MAX, ..OPTIONS };
    let Outcome { written, writing, removing, .. } = append(&mut folder, full, (1, 0));
    assert_eq!(written, Written::default());
    assert_eq!(writing.expect_err("full").kind(), io::ErrorKind::StorageFull);
    removing.expect("removed");
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
    folder.kinds[0].write(&folder.path, (&mut lines, 1), OPTIONS, at(365)).expect("written");
    for file in found(&folder) {
        let changed = SystemTime::now() + 365 * OPTIONS.keep;
        File::options()
            .append(true)
            .open(&file.path)
            .and_then(|file| file.set_modified(changed))
            .expect("set");
    }
    write(&mut folder, "now", now);
    // A second time nothing is moved, and no other file is begun.
    write(&mut folder, "again", now);
    let [file] = &found(&folder)[..] else { panic!("one file") };
    assert!(file.begun.max(file.changed) <= now.as_millis() + SET_BACK, "{file:?}");
    assert_eq!(fs::read_to_string(&file.path).expect("text"), "\"ahead\"\n\"now\"\n\"again\"\n");
    prune(&mut folder, at(2));
    assert!(found(&folder).is_empty());
}

#[test]
fn trouble_with_one_kind_costs_the_other_nothing() {
    for kind in [0, 1] {
        let (_data, mut folder) = folder();
        folder.kinds[kind].name = NOWHERE;
        let parts = (&said_by(1, 3), &said_by(2, 2));
        let missed = Dropped { refused: 1, other: 1 };
        let Outcome { written, writing, .. } = folder.write(&mut Lines::default(), OPTIONS, parts, missed);
        assert!(writing.is_err());
        let (refused, other) = [(0, 2), (3, 0)][kind];
        assert_eq!(written, Written { parts: Dropped { refused, other }, gap: kind == 1 });
        let [Found { path, .. }] = &files(&folder.path, KINDS[1 - kind]).expect("a folder")[..] else {
            panic!("one file")
        };
        // That something is missing is one line of the first kind.
        let lines = [other, refused + 1][kind];
        assert_eq!(fs::read_to_string(path).expect("text").lines().count() as u64, lines);
    }
}

#[test]
fn it_is_well_again_when_what_could_not_be_written_can() {
    let (_data, mut folder) = folder();
    let write = |folder: &mut Folder, refused: usize, other: usize| {
        let Outcome { writing, is_well, .. } = append(folder, OPTIONS, (refused, other));
        (writing.is_ok(), is_well)
    };
    assert_eq!(write(&mut folder, 1, 0), (true, true));
    folder.kinds[1].name = NOWHERE;
    assert_eq!(write(&mut folder, 1, 1), (false, false));
    // What goes well all the time, and what has nothing to do, say nothing about it.
    assert_eq!(write(&mut folder, 1, 0), (true, false));
    assert_eq!(write(&mut folder, 0, 0), (true, false));
    folder.kinds[1].name = KINDS[1];
    assert_eq!(write(&mut folder, 0, 1), (true, true));
    fs::remove_dir_all(&folder.path).expect("removed");
    fs::write(&folder.path, "no folder").expect("written");
    // That is no trouble of one kind, so the other may end it.
    assert_eq!(write(&mut folder, 0, 1), (false, true));
    // There is nothing that could be removed.
    append(&mut folder, OPTIONS, (0, 0)).removing.expect("nothing");
    fs::remove_file(&folder.path).expect("removed");
    assert_eq!(write(&mut folder, 1, 0), (true, true));
}

#[test]
fn that_something_is_missing_is_no_sign_that_sessions_can_be_written() {
    let (_data, mut folder) = folder();
    folder.kinds[0].name = NOWHERE;
    assert!(!append(&mut folder, OPTIONS, (1, 0)).is_well);
    folder.kinds[0].name = KINDS[0];
    let parts = (&VecDeque::new(), &said_by(1, 1));
    let missed = Dropped { refused: 1, other: 0 };
    let outcome = folder.write(&mut Lines::default(), OPTIONS, parts, missed);
    assert!(outcome.writing.is_ok() && outcome.written.gap && !outcome.is_well);
    assert!(append(&mut folder, OPTIONS, (1, 0)).is_well);
}

#[test]
fn what_could_not_be_written_takes_nothing_of_a_share() {
    let (_data, mut folder) = folder();
    folder.kinds[0].name = NOWHERE;
    for _ in 0..20 {
        append(&mut folder, OPTIONS, (200, 0)).writing.expect_err("it cannot be written");
    }
    folder.kinds[0].name = KINDS[0];
    assert_eq!(append(&mut folder, OPTIONS, (200, 0)).written.parts.refused, 200);
}

#[test]
fn within_a_batch_there_is_no_more_than_there_may_be_and_the_disk_keeps_its_room() {
    let (_data, mut folder) = folder();
    let most = OPTIONS.octets / 2;
    let mut lines = Lines::default();
    for _ in 0..20 {
        lines.add(&"x".repeat(PIECE)).expect("written");
        folder.kinds[0].write(&folder.path, (&mut lines, 1), OPTIONS, SystemClock.now()).expect("written");
        let octets: u64 = found(&folder).iter().map(|file| file.octets).sum();
        assert!(octets <= most, "{octets}");
    }
    lines.add(&"x").expect("written");
    let full = Options { free_floor_octets: u64::MAX, ..OPTIONS };
    let done = folder.kinds[0].write(&folder.path, (&mut lines, 1), full, SystemClock.now());
    assert_eq!(done.expect_err("full").kind(), io::ErrorKind::StorageFull);
}

#[test]
fn a_file_that_cannot_be_opened_is_in_nobodys_way() {
    let (_data, mut folder) = folder();
    let now = SystemClock.now();
    let last = path_of(&folder.path, KINDS[0], now.as_millis());
    std::os::unix::fs::symlink(folder.path.join("nowhere"), &last).expect("a link");
    write(&mut folder, "one", now);
    let [link, file] = &found(&folder)[..] else { panic!("a link and a file") };
    assert_eq!((&link.path, file.begun), (&last, now.as_millis() + 1));
    assert_eq!(fs::read_to_string(&file.path).expect("text"), "\"one\"\n");
}

#[test]
fn what_is_there_already_is_for_nobody_else_any_more() {
    let (_data, mut folder) = folder();
    let now = SystemClock.now();
    write(&mut folder, "one", now);
    let [file] = &found(&folder)[..] else { panic!("one file") };
    for (path, mode) in [(&folder.path, 0o755), (&file.path, 0o644)] {
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("set");
    }
    let mut again = Folder::new(&folder.path);
    append(&mut again, OPTIONS, (1, 0)).writing.expect("written");
    assert_eq!(found(&folder).len(), 1);
    for (path, mode) in [(&folder.path, 0o700), (&file.path, 0o600)] {
        assert_eq!(fs::metadata(path).expect("it is there").permissions().mode() & 0o777, mode);
    }
}

#[test]
fn what_cannot_be_removed_is_no_reason_not_to_write() {
    let (_data, mut folder) = folder();
    // Not even root removes a folder as if it were a file.
    let stuck = path_of(&folder.path, KINDS[0], 1);
    fs::create_dir(&stuck).expect("made");
    let old = SystemTime::now() - 2 * OPTIONS.keep;
    File::open(&stuck).and_then(|folder| folder.set_modified(old)).expect("set");
    let Outcome { writing, removing, is_well, .. } = append(&mut folder, OPTIONS, (1, 1));
    assert!(writing.is_ok() && is_well);
    let error = removing.expect_err("it cannot be removed").to_string();
    assert!(error.contains("refused-0000000000001.jsonl"), "{error}");
}

#[test]
fn one_client_cannot_drive_out_what_others_were_refused() {
    let (_data, mut folder) = folder();
    let write = |folder: &mut Folder, parts| {
        let parts = (&parts, &VecDeque::new());
        let outcome = folder.write(&mut Lines::default(), OPTIONS, parts, Dropped::default());
        outcome.writing.expect("written");
        outcome.written.parts.refused
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
    let outcome = folder.write(&mut Lines::default(), over, parts, Dropped::default());
    assert_eq!(outcome.written.parts.refused, 1);
}
