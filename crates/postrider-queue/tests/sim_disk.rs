//! The simulated disk is as mean as disks are, and repeats itself.

use std::io::ErrorKind;
use std::path::Path;

use postrider_queue::Disk;
use postrider_queue::simulation::{Fault, Random, SimDisk};

/// A file with a first block that lasts, and two pages of `x` behind it that do not.
fn written() -> SimDisk {
    let disk = SimDisk::new(1);
    disk.create_folder(Path::new("/a")).expect("made");
    let file = disk.create(Path::new("/a/f")).expect("made");
    file.write_at(&[b'o'; 4096], 0).expect("written");
    file.sync().expect("synced");
    disk.sync_folder(Path::new("/a")).expect("synced");
    file.write_at(&[b'x'; 8192], 4096).expect("written");
    disk
}

#[test]
fn what_was_not_synced_is_there_in_part_torn_at_sectors_and_at_pages() {
    let disk = written();
    let (mut whole, mut nothing, mut sectors, mut pages) = (0, 0, 0, 0);
    for seed in 0..200 {
        let found = disk.after_power_cut(&mut Random::new(seed)).content("/a/f");
        assert_eq!(found[..4096], [b'o'; 4096]);
        let there: Vec<bool> = found[4096..].chunks(512).map(|sector| sector[0] == b'x').collect();
        match there.iter().filter(|there| **there).count() {
            0 => nothing += 1,
            16 => whole += 1,
            _ if there.chunks(8).all(|page| page.iter().all(|there| *there == page[0])) => pages += 1,
            _ => sectors += 1,
        }
    }
    assert!(whole > 20 && nothing > 20 && sectors > 5 && pages > 5, "{whole} {nothing} {sectors} {pages}");
}

#[test]
fn a_folder_that_was_not_synced_may_be_gone_with_all_that_is_in_it() {
    let disk = SimDisk::new(1);
    // Its own sync is the second operation.
    disk.power_off_after(1);
    assert!(disk.create_folder(Path::new("/a")).is_err());
    let disk = disk.after_crash();
    disk.power_off_after(10);
    disk.create_folder(Path::new("/a")).expect("there");
    let file = disk.create(Path::new("/a/f")).expect("made");
    file.write_at(b"x", 0).expect("written");
    file.sync().expect("synced");
    disk.sync_folder(Path::new("/a")).expect("synced");
    let found = |seed| disk.after_power_cut(&mut Random::new(seed)).names("/a");
    assert!((0..50).any(|seed| found(seed).is_empty()));
    assert!((0..50).any(|seed| found(seed) == ["f"]));
    disk.sync_folder(Path::new("/")).expect("synced");
    assert!((0..50).all(|seed| found(seed) == ["f"]));
}

#[test]
fn a_process_that_is_killed_loses_nothing_it_wrote_and_has_the_disk_no_more() {
    let disk = written();
    let file = disk.open(Path::new("/a/f")).expect("there");
    let next = disk.after_crash();
    assert_eq!(next.content("/a/f").len(), 12288);
    assert!(file.write_at(b"x", 0).is_err() && file.sync().is_err());
    let lost = |seed| next.after_power_cut(&mut Random::new(seed)).content("/a/f").len() < 12288;
    assert!((0..50).any(lost), "it is not safe for that");
}

#[test]
fn a_full_disk_has_room_again_when_a_file_goes() {
    let disk = written();
    disk.set_capacity(5 * 4096);
    assert_eq!((disk.used(), disk.free_bytes(Path::new("/")).expect("said")), (3 * 4096, 2 * 4096));
    let other = disk.create(Path::new("/a/g")).expect("made");
    assert_eq!(other.write_at(&[1; 3 * 4096], 0).map_err(|error| error.kind()), Err(ErrorKind::StorageFull));
    other.write_at(&[2; 8192], 0).expect("over what is there");
    let open = disk.open(Path::new("/a/f")).expect("there");
    disk.remove(Path::new("/a/f")).expect("removed");
    assert_eq!(disk.used(), 5 * 4096, "it is still open");
    drop(open);
    assert_eq!(disk.used(), 2 * 4096);
    other.write_at(&[1; 3 * 4096], 0).expect("there is room");
}

#[test]
fn faults_strike_when_and_where_they_are_told_to() {
    let disk = written();
    let file = disk.open(Path::new("/a/f")).expect("there");
    disk.fail_after(1, Fault::Once("f", ErrorKind::Other));
    file.write_at(b"y", 4096).expect("the one before");
    assert!(file.sync().is_err());
    file.sync().expect("once, and it proves nothing");
    assert_eq!((disk.struck(), disk.files_used_after_failure()), (1, vec!["/a/f".to_owned()]));
    let lost = |seed| disk.after_power_cut(&mut Random::new(seed)).content("/a/f").get(4096) != Some(&b'y');
    assert!((0..50).all(lost), "the sync that failed dropped the pages");
    disk.fail(Fault::Read { name: "f", from: 5000, octets: 512, once: true });
    let read = |at| file.read_at(&mut [0; 10], at).is_ok();
    assert!(read(0) && !read(5100) && read(5100));
    disk.fail(Fault::Dead("f", ErrorKind::Other));
    assert!(disk.remove(Path::new("/a/f")).is_err() && file.write_at(b"x", 0).is_err());
    disk.mend();
    assert!(disk.remove(Path::new("/a/f")).is_ok());
}

#[test]
fn a_disk_that_lies_loses_what_was_synced() {
    let disk = written();
    disk.fail(Fault::Lie("f"));
    disk.open(Path::new("/a/f")).and_then(|file| file.sync()).expect("so it says");
    let length = |seed| disk.after_power_cut(&mut Random::new(seed)).content("/a/f").len();
    assert!((0..50).any(|seed| length(seed) == 4096));
}

#[test]
fn rot_strikes_where_something_is_written_and_a_seed_repeats_it() {
    let disk = written();
    let before = disk.content("/a/f");
    let rot = disk.rot("f", &mut Random::new(3)).expect("there is a file");
    let after = disk.content("/a/f");
    let changed: Vec<usize> = (0..before.len()).filter(|at| before[*at] != after[*at]).collect();
    assert!(changed.iter().all(|at| (rot.at..rot.at + rot.octets).contains(at)) && !changed.is_empty());
    assert_eq!(written().rot("f", &mut Random::new(3)), Some(rot));
    assert_eq!(disk.rot("none", &mut Random::new(3)), None);
}
