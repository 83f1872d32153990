//! What a version has written, every later one can read: `tests/golden/` holds a queue of each.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use postrider_queue::{Queue, RealDisk};

use crate::golden_text;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
}

#[tokio::test]
async fn a_queue_of_each_version_is_read_as_it_was() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut versions: Vec<_> =
        fs::read_dir(golden).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    versions.sort();
    for version in ["v2", "v3", "v4"] {
        assert!(versions.iter().any(|kept| kept.ends_with(version)), "{versions:?}");
    }
    for version in versions {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&version.join("queue"), &folder.path().join("queue"));
        let expected = fs::read_to_string(version.join("expected")).expect("what is expected");
        // With an index that is made of the log, and with the one that was made.
        for _ in 0..2 {
            let options = golden_text::options(folder.path().join("queue"));
            let (queue, recovery) = Queue::open(options, Arc::new(RealDisk)).expect("it opens");
            assert_eq!((recovery.torn_octets, recovery.damaged_octets, recovery.orphans), (0, 0, 0));
            assert_eq!(golden_text::of(&queue).expect("readable"), expected, "{}", version.display());
            queue.close().await;
        }
    }
}
