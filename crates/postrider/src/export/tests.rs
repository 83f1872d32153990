//! What goes out comes in again, whatever it is, and what is damaged on the way costs only itself.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use postrider_proto::mail::{
    BodyType, Domain, Envelope, Mailbox, Notify, OriginalRecipient, QueueId, Recipient, Ret, ReversePath,
    SigningIdentity,
};
use postrider_queue::{
    Answer, Client, Decision, Ending, Options, Origin, Queue, RealDisk, RecipientState, Status, Summary,
    Timeline, Timestamp, Tried,
};
use proptest::prelude::*;

use super::importer::{self, Imported};
use super::line;
use super::reader::{NoExport, Reader};
use super::writer;

/// A message to be put into a queue.
#[derive(Debug, Clone)]
struct Given {
    id: [u8; 16],
    received: Timestamp,
    envelope: Envelope,
    states: Vec<RecipientState>,
    origin: Option<Origin>,
    timeline: Timeline,
    content: Vec<u8>,
}

fn open(folder: &Path) -> Queue {
    let options = Options {
        segment_octets: 256 * 1024,
        large_body_octets: 16 * 1024,
        ..Options::in_folder(folder.join("queue"))
    };
    Queue::open(options, Arc::new(RealDisk)).expect("it opens").0
}

async fn put(queue: &Queue, given: &Given) {
    let id = QueueId::from_bytes(given.id);
    let mut intake = queue.begin(id, Some(given.content.len() as u64)).expect("room");
    intake.write(&given.content).expect("written");
    if let Some(origin) = &given.origin {
        intake.came(origin.clone());
    }
    let Given { envelope, received, states, timeline, .. } = given.clone();
    let restored = queue.restore(intake, envelope, received, states, timeline).await;
    restored.expect("safe");
}

/// All that is in a queue.
fn all(queue: &Queue) -> Vec<(Summary, Vec<u8>)> {
    let listed = queue.list(None, 1000).expect("readable");
    let content = |id| {
        let mut octets = Vec::new();
        queue.cat(id).expect("readable").expect("there").read_to_end(&mut octets).expect("whole");
        octets
    };
    listed
        .into_iter()
        .map(|summary| {
            let content = content(summary.id);
            (summary, content)
        })
        .collect()
}

fn export(queue: &Queue) -> (Vec<u8>, line::End) {
    let mut out = Vec::new();
    let end = writer::write(queue, &mut out, &mut |id, error| panic!("{id}: {error}")).expect("written");
    (out, end)
}

async fn import(queue: &Queue, octets: &[u8]) -> (Imported, Vec<String>) {
    let mut told = Vec::new();
    let mut reader = Reader::open(octets).expect("an export");
    let imported = importer::read(queue, &mut reader, &mut |why| told.push(why)).await;
    (imported, told)
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(work)
}

fn mailbox() -> impl Strategy<Value = Mailbox> {
    let local = prop_oneof!["[a-z0-9.!#$+_-]{1,20}", "[ -~]{1,64}", "[a-zäöü€ ]{1,16}"];
    let domain = prop_oneof![
        "[a-z]{1,10}(\\.[a-z]{2,8}){1,3}",
        Just("bücher.example".to_owned()),
        Just("[192.0.2.1]".to_owned()),
        Just("[IPv6:2001:db8::1]".to_owned()),
        Just("[x400:abc]".to_owned()),
    ];
    (local, domain).prop_map(|(local, domain)| {
        Mailbox::new(&local, format!("x@{domain}").parse::<Mailbox>().expect("a domain").domain().clone())
            .expect("a local part")
    })
}

/// From 1970 to 9999.
fn time() -> impl Strategy<Value = Timestamp> {
    (0..253_402_207_200_000_u64).prop_map(Timestamp::from_millis)
}

fn recipient() -> impl Strategy<Value = (Recipient, RecipientState)> {
    let notify = prop::option::of(any::<[bool; 3]>().prop_map(|[success, failure, delay]| Notify {
        success,
        failure,
        delay,
    }));
    let orcpt = prop::option::of(
        ("[a-z0-9]{1,8}", "[^\\p{Cc}]{0,20}").prop_map(|(kind, address)| OriginalRecipient { kind, address }),
    );
    let status = prop_oneof![
        3 => time().prop_map(|due| Status::Waiting { due }),
        1 => Just(Status::Delivered),
        1 => Just(Status::Bounced),
        1 => Just(Status::Failed),
        1 => Just(Status::Held),
        1 => Just(Status::Dropped),
    ];
    let state = (status, 1..u32::MAX, any::<u32>(), any::<String>(), time()).prop_map(
        |(status, version, attempts, note, changed)| RecipientState {
            status,
            version,
            attempts,
            told: attempts > 2 && matches!(status, Status::Waiting { .. } | Status::Held),
            note,
            changed,
        },
    );
    let given = prop::option::of(mailbox());
    (mailbox(), given, notify, orcpt, state).prop_map(|(mailbox, given, notify, orcpt, state)| {
        (Recipient { given: given.unwrap_or_else(|| mailbox.clone()), mailbox, notify, orcpt }, state)
    })
}

fn origin() -> impl Strategy<Value = Option<Origin>> {
    let client = (".{0,8}", any::<std::net::IpAddr>(), prop::option::of(".{0,20}"), "[A-Z]{0,9}").prop_map(
        |(session, address, hello, protocol)| {
            let login = hello.as_ref().map(|hello| hello.chars().rev().collect());
            Some(Origin::Client(Client { session, address, hello, protocol, login }))
        },
    );
    let report =
        any::<[u8; 16]>().prop_map(|about| Some(Origin::Report { about: QueueId::from_bytes(about) }));
    let user = ("[0-9a-f]{8}", any::<u32>()).prop_map(|(session, uid)| Some(Origin::User { session, uid }));
    prop_oneof![2 => client, 1 => report, 1 => user, 1 => Just(None)]
}

/// When an attempt began and ended, and how it ended for some recipients.
type Attempt = (Timestamp, Timestamp, Vec<(u32, Ending)>);

/// Attempts for some of the first three recipients.
fn tried() -> impl Strategy<Value = Vec<Attempt>> {
    let decision = prop_oneof![
        Just(Decision::Delivered),
        time().prop_map(|until| Decision::Deferred { until }),
        time().prop_map(|until| Decision::Unknown { until }),
        Just(Decision::Bounced),
        Just(Decision::Failed),
        Just(Decision::Retried),
        Just(Decision::Held),
        Just(Decision::Released),
        Just(Decision::Dropped),
    ];
    let answer = (any::<String>(), prop::option::of("[A-Z]{0,9}"), any::<String>())
        .prop_map(|(host, step, said)| Answer { host, step, said });
    let ending = (decision, any::<String>(), prop::collection::vec(answer, 0..3))
        .prop_map(|(decision, note, answers)| Ending { decision, note, answers });
    let ended_for = prop::collection::vec((0..3_u32, ending), 1..4);
    prop::collection::vec((time(), time(), ended_for), 0..4)
}

/// Those of the attempts that are for so many recipients.
fn timeline(tried: Vec<Attempt>, recipients: usize) -> Timeline {
    let attempts = tried.into_iter().filter_map(|(began, ended, mut ended_for)| {
        ended_for.retain(|(recipient, _)| (*recipient as usize) < recipients);
        (!ended_for.is_empty()).then(|| Tried::new(began, ended, ended_for))
    });
    Timeline::new(attempts)
}

fn given() -> impl Strategy<Value = Given> {
    let reverse_path =
        prop_oneof![1 => Just(ReversePath::Null), 4 => mailbox().prop_map(ReversePath::Mailbox)];
    let ret = prop_oneof![Just(None), Just(Some(Ret::Full)), Just(Some(Ret::Headers))];
    let content = prop_oneof![
        3 => prop::collection::vec(any::<u8>(), 0..200),
        1 => prop::collection::vec(any::<u8>(), 16_000..40_000),
        1 => "(\\PC{0,20}\n(\\{\"export\":\"[0-9a-z]{0,26}\",)?){0,5}".prop_map(String::into_bytes),
    ];
    (
        any::<[u8; 16]>(),
        time(),
        reverse_path,
        prop::collection::vec(recipient(), 1..4),
        (
            any::<bool>(),
            any::<bool>(),
            ret,
            prop::option::of("[ -~]{1,20}"),
            prop::option::of("[a-z]{1,9}\\.example"),
        ),
        content,
        any::<bool>(),
        (origin(), tried()),
    )
        .prop_map(
            |(
                id,
                received,
                reverse_path,
                recipients,
                (eight, smtputf8, ret, envid, signing),
                content,
                fresh,
                (origin, tried),
            )| {
                let (mut recipients, mut states): (Vec<_>, Vec<_>) = recipients.into_iter().unzip();
                // One mailbox is in an envelope once.
                let known: Vec<Mailbox> =
                    recipients.iter().map(|recipient: &Recipient| recipient.mailbox.clone()).collect();
                if known.iter().enumerate().any(|(i, mailbox)| known[..i].contains(mailbox)) {
                    recipients.truncate(1);
                    states.truncate(1);
                }
                let just_come = RecipientState {
                    status: Status::Waiting { due: received },
                    version: 0,
                    attempts: 0,
                    told: false,
                    note: String::new(),
                    changed: received,
                };
                // One of them is not done, or the message would not be there.
                if fresh || !states.iter().any(|state: &RecipientState| state.status.is_open()) {
                    states[0] = just_come;
                }
                let body = if eight { BodyType::EightBitMime } else { BodyType::SevenBit };
                let signing = signing.map(|name: String| SigningIdentity { domain: Domain::Name(name) });
                let envelope = Envelope { reverse_path, recipients, body, smtputf8, ret, envid, signing };
                let timeline = timeline(tried, states.len());
                // An empty note is that of the last attempt.
                for (recipient, state) in (0..).zip(&mut states) {
                    let last = timeline.tried().rev().find_map(|tried| tried.ending_of(recipient));
                    if let Some(last) = last.filter(|_| state.note.is_empty() && state.version > 0) {
                        state.note.clone_from(&last.note);
                    }
                }
                Given { id, received, envelope, states, origin, timeline, content }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_message_survives_export_and_import(given in prop::collection::vec(given(), 0..6)) {
        run(async {
            let (old, new) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
            let (from, to) = (open(old.path()), open(new.path()));
            for given in &given {
                put(&from, given).await;
            }
            let (octets, end) = export(&from);
            assert_eq!(end, line::End { messages: given.len() as u64, left_out: 0 });
            let (imported, told) = import(&to, &octets).await;
            assert_eq!((imported.came, imported.end, imported.stopped), (end.messages, Some(end), None), "{told:?}");
            assert_eq!(all(&to), all(&from));
            // As the log has it, too.
            to.close().await;
            drop(to);
            std::fs::remove_file(new.path().join("queue/index.redb")).expect("there is an index");
            let to = open(new.path());
            assert_eq!(all(&to), all(&from));
            // Once more changes nothing.
            let (imported, _) = import(&to, &octets).await;
            assert_eq!((imported.came, imported.there), (0, end.messages));
            assert_eq!(all(&to), all(&from));
        });
    }
}

fn simple(number: u8, content: &str) -> Given {
    let mailbox: Mailbox = "you@localhost".parse().expect("an address");
    let received = Timestamp::from_millis(1_700_000_000_000 + u64::from(number));
    let state = RecipientState {
        status: Status::Waiting { due: received },
        version: 0,
        attempts: 0,
        told: false,
        note: String::new(),
        changed: received,
    };
    Given {
        id: [number; 16],
        received,
        envelope: Envelope {
            reverse_path: ReversePath::Null,
            recipients: vec![Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }],
            body: BodyType::SevenBit,
            smtputf8: false,
            ret: None,
            envid: None,
            signing: None,
        },
        states: vec![state],
        origin: None,
        timeline: Timeline::default(),
        content: content.as_bytes().to_vec(),
    }
}

/// Three messages, exported.
async fn three() -> (tempfile::TempDir, Queue, Vec<u8>) {
    let folder = tempfile::tempdir().expect("a folder");
    let queue = open(folder.path());
    for (number, content) in
        [(1, "Subject: one\r\n\r\n"), (2, "Subject: two\r\n\r\nTwo.\r\n"), (3, "Subject: three\r\n")]
    {
        put(&queue, &simple(number, content)).await;
    }
    let (octets, _) = export(&queue);
    (folder, queue, octets)
}

#[test]
fn cut_anywhere_what_is_whole_comes_in_and_what_is_missing_is_known() {
    run(async {
        let (_folder, _queue, octets) = three().await;
        let ends: Vec<usize> =
            memchr::memmem::find_iter(&octets, "\n{\"export\":").skip(1).map(|at| at + 1).collect();
        let first = memchr::memchr(b'\n', &octets).expect("a line") + 1;
        let folder = tempfile::tempdir().expect("a folder");
        let queue = open(folder.path());
        // What came in before is there, so each message comes in when it is whole for the first time.
        let mut came = 0;
        for end in first..octets.len() {
            let (imported, _) = import(&queue, &octets[..end]).await;
            came += imported.came;
            assert_eq!((imported.end, imported.stopped), (None, None), "cut at {end}");
            assert_eq!(came, ends.iter().filter(|whole| **whole <= end).count() as u64, "cut at {end}");
        }
        let (imported, told) = import(&queue, &octets).await;
        assert_eq!((imported.there, imported.end.is_some(), imported.refused), (3, true, 0), "{told:?}");
        assert!(matches!(Reader::open(&octets[..first - 1]), Err(NoExport::Other)));
    });
}

#[test]
fn a_damaged_octet_anywhere_costs_one_message_at_most() {
    run(async {
        let (_folder, queue, octets) = three().await;
        let expected = all(&queue);
        let first = memchr::memchr(b'\n', &octets).expect("a line") + 1;
        for at in (first..octets.len()).step_by(17) {
            let folder = tempfile::tempdir().expect("a folder");
            let queue = open(folder.path());
            let mut damaged = octets.clone();
            damaged[at] ^= 0x15;
            let (imported, told) = import(&queue, &damaged).await;
            let there = all(&queue);
            assert!(there.iter().all(|message| expected.contains(message)), "at {at}");
            let lost = expected.len() - there.len();
            assert!(lost <= 1 && (lost == 0 || imported.refused > 0), "at {at}: {told:?}");
        }
    });
}

#[test]
fn a_line_of_an_export_in_a_content_is_content() {
    run(async {
        let (_folder, queue, octets) = three().await;
        // Whoever has seen another export sends its lines in a message.
        let other = String::from_utf8(octets).expect("text");
        put(&queue, &simple(4, &other)).await;
        let (octets, _) = export(&queue);
        let folder = tempfile::tempdir().expect("a folder");
        let new = open(folder.path());
        let mut text = String::from_utf8(octets).expect("text");
        let (imported, told) = import(&new, text.as_bytes()).await;
        assert_eq!((imported.came, told.len()), (4, 0), "{told:?}");
        // And where the line of that message makes no sense, what is in it does not count either.
        let ids: Vec<String> = all(&new).iter().map(|(summary, _)| summary.id.to_string()).collect();
        text = text.replace(&format!("\"id\":\"{}\"", ids[3]), "\"id\":\"\"");
        let folder = tempfile::tempdir().expect("a folder");
        let new = open(folder.path());
        let (imported, told) = import(&new, text.as_bytes()).await;
        assert_eq!((imported.came, imported.refused), (3, 1), "{told:?}");
    });
}

#[test]
fn nonsense_is_told_with_its_place_and_its_reason() {
    run(async {
        let (_folder, _queue, octets) = three().await;
        let text = String::from_utf8(octets).expect("text");
        let second = text.match_indices("\n{\"export\":").nth(1).expect("a second").0 + 1;
        let wrong = |from: &str, to: &str| {
            let (before, behind) = text.split_at(second);
            format!("{before}{}", behind.replacen(from, to, 1))
        };
        let mut said = Vec::new();
        for (from, to) in [
            ("\"octets\":22", "\"octets\":22 "),
            ("\"octets\":22", "\"octets\":21"),
            ("\"octets\":22", "\"octets\":23"),
            ("\"octets\":22", "\"octets\":22000000"),
            ("\"octets\":22", "\"octets\":-1"),
            ("Two.", "Tvo."),
            ("\"crc32c\":\"", "\"crc32c\":\"x"),
            ("\"from\":\"<>\"", "\"from\":\"a@b.example\""),
            ("\"from\":\"<>\"", "\"from\":\"<nobody>\""),
            ("\"to\":\"you@localhost\"", "\"to\":\"you\\r\\n@localhost\""),
            ("\"received\":\"2023", "\"received\":\"1923"),
            ("\"due\":\"2023", "\"due\":\"soon"),
            ("\"status\":\"waiting\"", "\"status\":\"lost\""),
            ("\"envid\":null", "\"envid\":\"a\\r\\nb\""),
            ("\"ret\":null", "\"ret\":\"ALL\""),
            ("\"notify\":null", "\"notify\":[\"NEVER\",\"DELAY\"]"),
            ("\"smtputf8\":false", "\"smtputf8\":false,\"more\":1"),
            ("\"recipients\":[", "\"recipients\":[],\"x\":["),
            ("{\"export\"", "{\"Export\""),
            ("\"crc32c\":\"", "\"id\":\""),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            let queue = open(folder.path());
            let (imported, told) = import(&queue, wrong(from, to).as_bytes()).await;
            assert_eq!((imported.came, imported.end.map(|end| end.messages)), (2, Some(3)), "{to}: {told:?}");
            assert_eq!(told.len(), 1, "{to}: {told:?}");
            let what = told[0].replace(&QueueId::from_bytes([2; 16]).to_string(), "ID");
            said.push(format!("{to}\n    {what}"));
        }
        insta::assert_snapshot!(said.join("\n"));
    });
}

#[test]
fn a_line_can_be_changed_by_hand_if_it_asks_for_no_check() {
    run(async {
        let (_folder, _queue, octets) = three().await;
        let text = String::from_utf8(octets).expect("text").replacen("you@localhost", "me@localhost", 1);
        let at = text.find("\"crc32c\":\"").expect("there") + 9;
        let text = format!("{}null{}", &text[..at], &text[at + 10..]);
        let folder = tempfile::tempdir().expect("a folder");
        let queue = open(folder.path());
        let (imported, told) = import(&queue, text.as_bytes()).await;
        assert_eq!(imported.came, 3, "{told:?}");
        assert_eq!(all(&queue)[0].0.envelope.recipients[0].mailbox.to_string(), "me@localhost");
    });
}

#[test]
fn what_is_no_export_and_what_is_from_the_future_is_said_to_be_so() {
    let error = |octets: &[u8]| Reader::open(octets).err().expect("refused").to_string();
    insta::assert_snapshot!(
        [error(b""), error(b"From me\n"), error(&[0; 4000]), error(b"postrider-queue-export 2 x\n{}\n")]
            .join("\n")
    );
}
