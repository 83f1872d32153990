//! Delivery into a Maildir, as a reader of mail, a careless operator and a hostile owner of a mailbox see it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use postrider_outbound::local::maildir::{Copy, Delivered, MaildirError, Maildirs};
use postrider_proto::mail::{Mailbox, QueueId, ReversePath};
use tempfile::TempDir;

const ID: QueueId = QueueId::from_bytes(*b"0123456789abcdef");
const BODY: &[u8] = b"Subject: hello\r\n\r\n.a line\r\n";

struct World {
    folder: TempDir,
    maildirs: Maildirs,
}

impl World {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let maildirs = Maildirs::open(folder.path().join("mail")).expect("a root");
        Self { folder, maildirs }
    }

    /// As after a restart of the server.
    fn restarted(self) -> Self {
        let maildirs = Maildirs::open(self.folder.path().join("mail")).expect("a root");
        Self { maildirs, ..self }
    }

    fn deliver_to(&self, address: &str, body: impl Read) -> Result<Delivered, MaildirError> {
        let mailbox: Mailbox = address.parse().expect(address);
        let reverse_path = ReversePath::Mailbox("sender@example.com".parse().expect("an address"));
        let copy =
            Copy { id: ID, recipient: 3, mailbox: &mailbox, reverse_path: &reverse_path, is_first: false };
        self.maildirs.deliver(&copy, body)
    }

    fn deliver(&self) -> Result<Delivered, MaildirError> {
        self.deliver_to("alice@example.org", BODY)
    }

    fn alice(&self, below: &str) -> PathBuf {
        self.folder.path().join("mail/example.org/alice").join(below)
    }

    /// Every file and link below the folder of all.
    fn files(&self) -> BTreeSet<String> {
        let mut files = BTreeSet::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
                if entry.file_type().expect("its type").is_dir() {
                    folders.push(entry.path());
                } else {
                    let path = entry.path();
                    let path = path.strip_prefix(self.folder.path()).expect("below it");
                    files.insert(path.to_str().expect("UTF-8").to_owned());
                }
            }
        }
        files
    }
}

fn name() -> String {
    format!("{ID}.3")
}

fn in_new() -> BTreeSet<String> {
    BTreeSet::from([format!("mail/example.org/alice/new/{}", name())])
}

#[test]
fn a_message_arrives_whole_with_its_trace_in_front() {
    let world = World::new();
    let path = world.alice("new").join(name());
    assert_eq!(world.deliver().expect("delivered"), Delivered::Now(path.clone()));
    assert_eq!(
        fs::read_to_string(&path).expect("the message"),
        "Return-Path: <sender@example.com>\nDelivered-To: alice@example.org\nSubject: hello\n\n.a line\n"
    );
    assert_eq!(world.files(), in_new(), "nothing else is left anywhere");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    for folder in ["tmp", "new", "cur", "", "..", "../.."] {
        assert_eq!(mode(&world.alice(folder)), 0o700, "{folder}");
    }
}

#[test]
fn a_copy_that_is_there_is_not_written_again() {
    for moved_to in ["new/NAME", "cur/NAME", "cur/NAME:2,", "cur/NAME:2,FS", "cur/NAME,S=123,W=130:2,S"] {
        let world = World::new();
        world.deliver().expect("delivered");
        let moved = world.alice(&moved_to.replace("NAME", &name()));
        fs::rename(world.alice("new").join(name()), &moved).expect("moved");
        let inode = fs::metadata(&moved).expect("it is there").ino();
        let world = world.restarted();
        for _ in 0..2 {
            assert_eq!(world.deliver().expect("delivered"), Delivered::Before(moved.clone()));
        }
        assert_eq!(world.files().len(), 1, "{moved_to}");
        assert_eq!(fs::metadata(&moved).expect("it is there").ino(), inode);
    }
}

#[test]
fn a_name_that_only_begins_alike_is_another_message() {
    let world = World::new();
    world.deliver().expect("delivered");
    fs::rename(world.alice("new").join(name()), world.alice("cur").join(format!("{}3:2,", name())))
        .expect("moved");
    assert!(matches!(world.deliver(), Ok(Delivered::Now(_))));
}

#[test]
fn what_a_stopped_attempt_left_in_tmp_is_replaced() {
    let world = World::new();
    world.deliver().expect("delivered");
    fs::rename(world.alice("new").join(name()), world.alice("tmp").join(name())).expect("moved");
    fs::write(world.alice("tmp").join(name()), "Return-Path: <sen").expect("half a message");
    let Delivered::Now(path) = world.restarted().deliver().expect("delivered") else {
        panic!("written again")
    };
    assert!(path.ends_with(format!("new/{}", name())));
}

/// Reads some, then fails, as a queue whose record has a wrong checksum.
struct Broken(&'static [u8]);

impl Read for Broken {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum is wrong")),
            octets => Ok(octets),
        }
    }
}

#[test]
fn a_message_that_cannot_be_read_to_its_end_is_not_delivered() {
    let world = World::new();
    let error = world.deliver_to("alice@example.org", Broken(BODY)).expect_err("no message");
    assert!(error.is_temporary());
    assert_eq!(error.to_string(), "the message cannot be read from the queue: the checksum is wrong");
    assert_eq!(world.files(), BTreeSet::new());
    world.deliver().expect("delivered");
    assert_eq!(world.files(), in_new());
}

/// Nothing outside may change, wherever on the way the link is, and mail flows again once it is gone.
#[test]
fn a_planted_link_is_not_followed() {
    for planted in ["new", "tmp", "cur", "", ".."] {
        for known in [true, false] {
            let mut world = World::new();
            world.deliver_to("alice@example.org", BODY).expect("delivered");
            let outside = world.folder.path().join("outside");
            let link = if planted == ".." {
                world.folder.path().join("mail/example.org")
            } else {
                world.alice(planted)
            };
            let link = PathBuf::from(link.to_str().expect("UTF-8").trim_end_matches('/'));
            fs::rename(&link, &outside).expect("moved away");
            let kept = world.files();
            symlink(&outside, &link).expect("planted");
            if !known {
                world = world.restarted();
            }
            let error = world.deliver_to("alice@example.org", BODY).expect_err("refused");
            assert!(error.is_temporary(), "{planted}: {error}");
            assert_eq!(
                error.to_string(),
                format!(
                    "{} is a symbolic link or no folder: nothing is delivered through it",
                    link.display()
                )
            );
            fs::remove_file(&link).expect("mended");
            assert_eq!(world.files(), kept, "{planted}");
            world.deliver().expect("delivered");
        }
    }
}

#[test]
fn a_planted_file_link_is_replaced_and_not_written_through() {
    let world = World::new();
    world.deliver_to("alice@example.org", BODY).expect("delivered");
    fs::remove_file(world.alice("new").join(name())).expect("removed");
    let victim = world.folder.path().join("victim");
    fs::write(&victim, "precious").expect("a file");
    for hard in [true, false] {
        let planted = world.alice("tmp").join(name());
        if hard { fs::hard_link(&victim, &planted) } else { symlink(&victim, &planted) }.expect("planted");
        assert!(matches!(world.deliver(), Ok(Delivered::Now(_))));
        assert_eq!(fs::read_to_string(&victim).expect("the file"), "precious");
        fs::remove_file(world.alice("new").join(name())).expect("removed");
    }
}

#[test]
fn no_local_part_leads_out_of_the_root() {
    let world = World::new();
    for address in [
        "\"../../../etc/passwd\"@example.org",
        "\"..\"@example.org",
        "\".\"@example.org",
        "\".ssh\"@example.org",
        "\"new/../../cur\"@example.org",
        "|id@example.org",
        "\"a b\"@example.org",
        "%2e%2e%2f@example.org",
        "postmaster@[127.0.0.1]",
        "postmaster@[IPv6:::1]",
        "é@example.org",
    ] {
        let Delivered::Now(path) = world.deliver_to(address, BODY).expect(address) else {
            panic!("{address}")
        };
        let below = path.strip_prefix(world.folder.path().join("mail")).expect("below the root");
        let parts: Vec<_> = below.iter().map(|part| part.to_str().expect("ASCII")).collect();
        assert_eq!(parts.len(), 4, "{address}: domain, name, new and the file, and no more: {parts:?}");
        assert!(parts.iter().all(|part| !part.starts_with('.') && part.is_ascii()), "{parts:?}");
        assert_eq!(parts[2], "new");
    }
    assert_eq!(world.files().len(), 11, "each has its own");
}

#[test]
fn a_name_too_long_for_the_disk_fails_for_good() {
    let world = World::new();
    let address = format!("\"{}\"@{}.example.org", "é".repeat(32), "x".repeat(60));
    assert!(world.deliver_to(&address, BODY).is_ok(), "the longest local part fits");
    let literal = format!("postmaster@[x-tag:{}]", "!".repeat(120));
    let error = world.deliver_to(&literal, BODY).expect_err("too long");
    assert!(!error.is_temporary(), "{error}");
}

#[test]
fn a_missing_root_is_not_made_again() {
    let world = World::new();
    world.deliver().expect("delivered");
    fs::remove_dir_all(world.folder.path().join("mail")).expect("unmounted");
    let error = world.deliver().expect_err("no root");
    assert!(error.is_temporary());
    assert!(error.to_string().ends_with("mail is missing: is its disk mounted?"), "{error}");
    assert_eq!(world.files(), BTreeSet::new());
}

#[test]
fn a_maildir_that_was_removed_is_made_again() {
    let world = World::new();
    world.deliver().expect("delivered");
    fs::remove_dir_all(world.alice("")).expect("removed");
    world.deliver().expect("delivered");
    assert_eq!(world.files(), in_new());
}

/// Sixteen mebioctets, from a reader that never holds them.
#[test]
fn a_long_message_streams_through() {
    let world = World::new();
    let line = [b'~'; 1022].into_iter().chain(*b"\r\n");
    let lines: Vec<u8> = line.collect();
    let long = Repeat { unit: lines, at: 0, left: 16 << 20 };
    let Delivered::Now(path) = world.deliver_to("alice@example.org", long).expect("delivered") else {
        panic!("new")
    };
    let text = fs::read(path).expect("the message");
    assert_eq!(text.iter().filter(|&&octet| octet == b'~').count(), (16 << 10) * 1022);
    assert!(!text.contains(&b'\r'));
}

struct Repeat {
    unit: Vec<u8>,
    at: usize,
    left: usize,
}

impl Read for Repeat {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // An odd number of octets at a time, so that CR and LF are torn apart now and then.
        let octets = into.len().min(self.left).min(4093);
        for slot in &mut into[..octets] {
            *slot = self.unit[self.at];
            self.at = (self.at + 1) % self.unit.len();
        }
        self.left -= octets;
        Ok(octets)
    }
}
