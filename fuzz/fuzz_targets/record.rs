//! The queue's log as it is found at a start: records and groups that make sense only in part, and damage. Whatever is there
//! is read without a panic, damage invents no record, and a second start finds what the first did.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use postrider_fuzz::log::{Memory, Segments};
use postrider_queue::{OpenError, Recovery, fuzzing};

fuzz_target!(|input: &[u8]| {
    let segments = Segments::read(input);
    let (whole, damaged) = segments.disks();
    let (records, recovery) = replay(&whole).expect("nothing in a script is of a newer format");
    if !segments.voids && !segments.junk && records.len() == segments.records {
        assert_eq!(recovery.damaged_octets, 0, "what was written whole, and makes sense, is not damaged");
    }
    let Ok((survivors, recovery)) = replay(&damaged) else { return };
    if !segments.voids {
        // A damaged Void could not take back what it should; there the groups it names would count again.
        assert!(survivors.iter().all(|record| records.contains(record)), "{survivors:?} of {records:?}");
    }
    let (again, second) = replay(&damaged).expect("as before");
    assert_eq!(again, survivors);
    let same = (second.torn_octets, second.damaged_octets) == (recovery.torn_octets, recovery.damaged_octets);
    assert!(same && second.quarantined.is_empty(), "{recovery:?}, then {second:?}");
});

fn replay(disk: &Memory) -> Result<(Vec<String>, Recovery), OpenError> {
    fuzzing::replay(disk, Path::new("log"), Path::new("quarantine"))
}
