//! What the sender is told, and when.

mod due;
mod hostile;
mod likeness;
mod python;
mod returned;
mod strict;

use jiff::tz::TimeZone;
use postrider_outbound::report::{
    Action, Advice, Composed, Diagnostic, Original, Report, Reported, Reporter, WayBack, compose,
};
use postrider_proto::mail::{
    BodyType, Envelope, Mailbox, OriginalRecipient, QueueId, Recipient, Ret, ReversePath,
};
use postrider_proto::reply::Enhanced;
use postrider_queue::Timestamp;

/// A report in the making: what is usual, for a test to change one thing.
struct Case {
    envelope: Envelope,
    original: Vec<u8>,
    complete: bool,
    recipients: Vec<Reported>,
    way_back: WayBack,
}

/// The message that most tests return.
const MESSAGE: &[u8] = b"From: Alice <alice@example.org>\r\nTo: bob@example.net\r\nSubject: Tea\r\n\
    Message-ID: <tea.1@example.org>\r\n\r\nAt five?\r\n";

/// Tuesday, 24 November 2026, 12:00 UTC.
const ARRIVED: Timestamp = Timestamp::from_millis(1_795_521_600_000);

fn hours_later(hours: u64) -> Timestamp {
    Timestamp::from_millis(ARRIVED.as_millis() + hours * 3_600_000)
}

impl Case {
    fn about(recipients: Vec<Reported>) -> Self {
        let recipient = |reported: &Reported| Recipient {
            mailbox: reported.recipient.clone(),
            given: reported.recipient.clone(),
            notify: None,
            orcpt: reported.original.clone(),
        };
        let envelope = Envelope {
            reverse_path: ReversePath::Mailbox(mailbox("alice@example.org")),
            recipients: recipients.iter().map(recipient).collect(),
            body: BodyType::SevenBit,
            smtputf8: false,
            ret: None,
            envid: None,
            signing: None,
        };
        Self {
            envelope,
            original: MESSAGE.to_vec(),
            complete: true,
            recipients,
            way_back: WayBack::default(),
        }
    }

    fn from(mut self, sender: &str) -> Self {
        self.envelope.reverse_path = ReversePath::Mailbox(mailbox(sender));
        self
    }

    fn returning(mut self, original: impl Into<Vec<u8>>) -> Self {
        self.original = original.into();
        self
    }

    fn smtputf8(mut self) -> Self {
        self.envelope.smtputf8 = true;
        self
    }

    fn ret(mut self, ret: Ret) -> Self {
        self.envelope.ret = Some(ret);
        self
    }

    fn over(mut self, way_back: WayBack) -> Self {
        self.way_back = way_back;
        self
    }

    fn try_compose(&self) -> Option<Composed> {
        let reporter = Reporter {
            name: "a@mx.example.org".parse::<Mailbox>().expect("valid").domain().clone(),
            contact: mailbox("postmaster@example.org"),
            zone: TimeZone::UTC,
        };
        compose(&Report {
            id: QueueId::from_bytes([7; 16]),
            reporter: &reporter,
            about: QueueId::from_bytes([1; 16]),
            envelope: &self.envelope,
            original: Original { front: &self.original, complete: self.complete },
            arrived: ARRIVED,
            now: hours_later(4),
            recipients: &self.recipients,
            way_back: self.way_back,
        })
    }

    /// Composes, and holds the result to what every report must be.
    fn compose(&self) -> Composed {
        let composed = self.try_compose().expect("a report");
        strict::check(&composed);
        composed
    }

    /// The report as a person would look at it in a file.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.compose().content).replace("\r\n", "\n")
    }
}

fn mailbox(text: &str) -> Mailbox {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn reported(recipient: &str, action: Action) -> Reported {
    Reported {
        recipient: mailbox(recipient),
        original: None,
        action,
        status: Enhanced::new(2, 0, 0),
        advice: Advice::Other,
        remote: None,
        diagnostic: None,
        last_attempt: Some(hours_later(4)),
        will_retry_until: None,
    }
}

fn failed(recipient: &str, status: (u8, u16, u16), advice: Advice, said: &str) -> Reported {
    Reported {
        status: Enhanced::new(status.0, status.1, status.2),
        advice,
        remote: Some("mx1.example.net".to_owned()),
        diagnostic: Some(Diagnostic::Smtp(said.to_owned())),
        ..reported(recipient, Action::Failed)
    }
}

fn unknown(recipient: &str) -> Reported {
    let said = format!("550 5.1.1 <{recipient}>: no such user");
    failed(recipient, (5, 1, 1), Advice::UnknownMailbox, &said)
}

fn original(kind: &str, address: &str) -> Option<OriginalRecipient> {
    Some(OriginalRecipient { kind: kind.to_owned(), address: address.to_owned() })
}
