//! Makes a golden queue: a small folder as this version writes it, with a bit of everything in it, and beside it what has to be found
//! there by this version and all later ones. For each version of the format one is kept in `tests/golden/`; a new version adds its own:
//!
//! ```sh
//! cargo run -p postrider-queue --example golden -- crates/postrider-queue/tests/golden/vN
//! ```
//!
//! The index is not kept: any version can make its own of the log.

#[path = "../tests/queue/golden_text.rs"]
mod golden_text;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use postrider_proto::mail::{
    BodyType, Domain, Envelope, Mailbox, Notify, OriginalRecipient, QueueId, Recipient, Ret, ReversePath,
    SigningIdentity,
};
use postrider_proto::server::Proof as _;
use postrider_queue::{Answer, Client, Origin, Outcome, Queue, RealDisk, Report, Timestamp, Trail};

const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        std::env::args().nth(1).map(PathBuf::from).ok_or("name the folder, which must not be there yet")?;
    fs::create_dir(&folder)?;
    let options = golden_text::options(folder.join("queue"));
    let (queue, _) = Queue::open(options, Arc::new(RealDisk))?;

    // In the first segment: what is long-lived, and will be copied forward.
    let plain = Arc::new(envelope(&["slow@one.example"]));
    let kept = put(&queue, &plain, b"Subject: kept\r\n\r\nCopied forward.\r\n".to_vec(), 0).await?;
    // Everything an envelope can say, and a recipient in each state.
    let full = put(&queue, &Arc::new(full_envelope()?), b"Subject: full\r\n\r\n".to_vec(), 1).await?;
    for (day, to, outcome) in [
        (1, "[192.0.2.1]", Outcome::Delivered { to: "somewhere".to_owned() }),
        (2, "two.example", Outcome::Failed { reason: "never: \u{fc}".to_owned() }),
        (
            3,
            "b\u{fc}cher.example",
            Outcome::Deferred { reason: "not now".to_owned(), until: None, told: false },
        ),
        (4, "four.example", Outcome::Bounced { reason: "no such user".to_owned() }),
    ] {
        try_once(&queue, full, to, day, outcome).await?;
    }
    // Empty, and large.
    put(&queue, &plain, Vec::new(), 2).await?;
    put(&queue, &plain, content("large", 20_000), 3).await?;
    // Enough that comes and goes for the first segments to be emptied and used anew; one of the large ones is done as well.
    let quick = Arc::new(envelope(&["quick@three.example"]));
    for round in 0..40 {
        let id = put(&queue, &quick, content("quick", if round == 7 { 20_000 } else { 7000 }), 100 + round)
            .await?;
        let outcome = Outcome::Delivered { to: "a mailbox".to_owned() };
        try_once(&queue, id, "three.example", 10 + round, outcome).await?;
    }
    // The newest, never tried, in a group of its own.
    put(&queue, &plain, b"Subject: last\r\n\r\n".to_vec(), 1000).await?;
    assert!(queue.show(kept)?.is_some());
    queue.close().await;

    let expected = golden_text::of(&queue)?;
    drop(queue);
    fs::remove_file(folder.join("queue/index.redb"))?;
    fs::remove_file(folder.join("queue/lock"))?;
    for name in names(&folder.join("queue/log"))? {
        // Nothing is in them.
        if name.ends_with(".spare") {
            fs::remove_file(folder.join("queue/log").join(name))?;
        }
    }
    fs::write(folder.join("expected"), expected)?;
    Ok(())
}

fn names(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

fn envelope(to: &[&str]) -> Envelope {
    let recipient = |to: &&str| {
        let mailbox: Mailbox = to.parse().expect("an address");
        Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }
    };
    Envelope {
        reverse_path: ReversePath::Mailbox("sender@client.example".parse().expect("an address")),
        recipients: to.iter().map(recipient).collect(),
        body: BodyType::SevenBit,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    }
}

fn full_envelope() -> Result<Envelope, Box<dyn Error>> {
    let mut envelope =
        envelope(&["\"a b\"@[192.0.2.1]", "b@two.example", "\u{fc}@b\u{fc}cher.example", "d@four.example"]);
    envelope.reverse_path = ReversePath::Null;
    (envelope.body, envelope.smtputf8) = (BodyType::EightBitMime, true);
    (envelope.ret, envelope.envid) = (Some(Ret::Headers), Some("QQ+314159".to_owned()));
    envelope.signing = Some(SigningIdentity { domain: Domain::Name("two.example".to_owned()) });
    let recipients = &mut envelope.recipients;
    recipients[0].notify = Some(Notify::default());
    recipients[1].notify = Some(Notify { success: true, failure: true, delay: true });
    recipients[1].given = "team@two.example".parse()?;
    recipients[2].orcpt = Some(OriginalRecipient {
        kind: "utf-8".to_owned(),
        address: "\u{fc}@b\u{fc}cher.example".to_owned(),
    });
    Ok(envelope)
}

fn content(what: &str, octets: usize) -> Vec<u8> {
    format!("Subject: {what}\r\n\r\n")
        .bytes()
        .chain(b"Words. ".iter().copied().cycle())
        .take(octets)
        .collect()
}

/// Every third comes from nowhere, as if it were from before anybody looked.
fn origin(seconds: u64) -> Result<Option<Origin>, Box<dyn Error>> {
    let client = |address: &str, hello: Option<&str>| -> Result<Origin, Box<dyn Error>> {
        Ok(Origin::Client(Client {
            session: format!("{seconds:08x}"),
            address: address.parse()?,
            hello: hello.map(str::to_owned),
            protocol: "ESMTP".to_owned(),
            login: hello.map(|_| "al".to_owned()),
        }))
    };
    Ok(match seconds % 3 {
        0 => Some(client("192.0.2.1", Some("client.example"))?),
        1 => Some(client("2001:db8::1", None)?),
        _ => None,
    })
}

async fn put(
    queue: &Queue,
    envelope: &Arc<Envelope>,
    content: Vec<u8>,
    seconds: u64,
) -> Result<QueueId, Box<dyn Error>> {
    let mut intake = queue.begin(queue.new_id(), Some(content.len() as u64))?;
    intake.write(&content)?;
    if let Some(origin) = origin(seconds)? {
        intake.came(origin);
    }
    let at = NOW.plus(Duration::from_secs(seconds));
    Ok(queue.commit(intake, Envelope::clone(envelope), at).await?.id())
}

/// Makes the attempt for one domain of one message, so many days later. Others that come first go back to their lanes for a while.
async fn try_once(
    queue: &Queue,
    id: QueueId,
    domain: &str,
    days: u64,
    outcome: Outcome,
) -> Result<(), Box<dyn Error>> {
    let now = NOW.plus(Duration::from_secs(days * 86_400));
    let mut others = Vec::new();
    let mut attempt = loop {
        let attempt = queue.claim(now).ok_or("nothing is due")?;
        if attempt.id() == id && attempt.recipients()[0].recipient.mailbox.domain().to_string() == domain {
            break attempt;
        }
        others.push(attempt);
    };
    let outcomes: Vec<_> =
        attempt.recipients().iter().map(|claimed| (claimed.index, outcome.clone())).collect();
    for (recipient, _) in &outcomes {
        let answer = |host: &str, step: Option<&str>, said: &str| Answer {
            host: host.to_owned(),
            step: step.map(str::to_owned),
            said: said.to_owned(),
        };
        let answers = vec![
            answer("mx1.example [192.0.2.9]:25", None, "no connection could be made: refused"),
            answer("mx2.example [192.0.2.10]:25", Some("RCPT"), "come back, we know you not"),
        ];
        attempt.tell(*recipient, Trail { answers, unknown: days == 3 });
    }
    let is_never = |(_, outcome): &(u32, Outcome)| matches!(outcome, Outcome::Bounced { .. });
    let report = outcomes.iter().any(is_never).then(|| Report {
        id: queue.new_id(),
        envelope: Envelope { reverse_path: ReversePath::Null, ..envelope(&["sender@client.example"]) },
        content: b"Subject: sorry\r\n\r\n".to_vec(),
    });
    Ok(queue.settle(attempt, outcomes, report.into_iter().collect(), now).await?)
}
