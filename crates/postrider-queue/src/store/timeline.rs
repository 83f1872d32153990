//! Origins and timelines as octets, in records and in the index alike.
//!
//! ```text
//!   origin     0, or 1 and a client, or 2 and the id of the message that is told of, or 3 and the session and number of a user
//!   client     session, 4 or 6 and the address, protocol, hello, login; short texts with their length in one octet, 255 of none
//!   timeline   attempts, each: when it began and ended, endings, runs
//!   ending     0 delivered, 1 deferred, 2 unknown, 3 bounced, 4 failed, by hand 5 retried, 6 held, 7 released, 8 dropped; until when; note; answers: host, step, what was said
//!   run        the first of its recipients, how many they are, which ending
//! ```

use std::net::IpAddr;
use std::sync::Arc;

use postrider_proto::mail::QueueId;

use super::codec::{Reader, length, put_maybe, put_text};
use crate::Timestamp;
use crate::origin::{Client, Origin};
use crate::timeline::{Answer, Decision, Ending, Run, Timeline, Tried};

/// No text that is there is as long: [`Origin::TEXT_MAX`] would be its length, and is never reached.
const NONE: u8 = u8::MAX;

/// No fewer octets than an origin takes.
pub(crate) fn origin_octets_at_most(origin: Option<&Origin>) -> usize {
    const FIXED: usize = 24;
    FIXED + origin.map_or(0, Origin::octets)
}

pub(crate) fn put_origin(origin: Option<&Origin>, out: &mut Vec<u8>) {
    match origin {
        None => out.push(0),
        Some(Origin::Client(client)) => {
            out.push(1);
            put_short(Some(&client.session), out);
            match client.address {
                IpAddr::V4(address) => {
                    out.push(4);
                    out.extend_from_slice(&address.octets());
                }
                IpAddr::V6(address) => {
                    out.push(6);
                    out.extend_from_slice(&address.octets());
                }
            }
            put_short(Some(&client.protocol), out);
            put_short(client.hello.as_deref(), out);
            put_short(client.login.as_deref(), out);
        }
        Some(Origin::Report { about }) => {
            out.push(2);
            out.extend_from_slice(about.as_bytes());
        }
        Some(Origin::User { session, uid }) => {
            out.push(3);
            put_short(Some(session), out);
            out.extend_from_slice(&uid.to_le_bytes());
        }
    }
}

fn put_short(text: Option<&str>, out: &mut Vec<u8>) {
    match text {
        None => out.push(NONE),
        Some(text) => {
            let text = &text[..text.floor_char_boundary(usize::from(NONE) - 1)];
            out.push(u8::try_from(text.len()).expect("it was cut to that"));
            out.extend_from_slice(text.as_bytes());
        }
    }
}

pub(crate) fn put_timeline(timeline: &Timeline, out: &mut Vec<u8>) {
    out.extend_from_slice(&length(timeline.tried().len()).to_le_bytes());
    for tried in timeline.tried() {
        put_endings(tried, out);
        let (_, runs) = tried.parts();
        out.extend_from_slice(&length(runs.len()).to_le_bytes());
        for run in runs {
            put_run(run, out);
        }
    }
}

/// An attempt without its runs.
pub(crate) fn put_endings(tried: &Tried, out: &mut Vec<u8>) {
    out.extend_from_slice(&tried.began.as_millis().to_le_bytes());
    out.extend_from_slice(&tried.ended.as_millis().to_le_bytes());
    let (endings, _) = tried.parts();
    out.extend_from_slice(&length(endings.len()).to_le_bytes());
    for Ending { decision, note, answers } in endings {
        let (tag, until) = match *decision {
            Decision::Delivered => (0, Timestamp::default()),
            Decision::Deferred { until } => (1, until),
            Decision::Unknown { until } => (2, until),
            Decision::Bounced => (3, Timestamp::default()),
            Decision::Failed => (4, Timestamp::default()),
            Decision::Retried => (5, Timestamp::default()),
            Decision::Held => (6, Timestamp::default()),
            Decision::Released => (7, Timestamp::default()),
            Decision::Dropped => (8, Timestamp::default()),
        };
        out.push(tag);
        out.extend_from_slice(&until.as_millis().to_le_bytes());
        put_text(note, out);
        out.push(u8::try_from(answers.len()).expect("there are at most Timeline::ANSWERS_MAX"));
        for Answer { host, step, said } in answers {
            put_text(host, out);
            put_maybe(step.as_deref(), out);
            put_text(said, out);
        }
    }
}

pub(crate) fn put_run(run: &Run, out: &mut Vec<u8>) {
    for number in [run.first, run.count, run.ending] {
        out.extend_from_slice(&number.to_le_bytes());
    }
}

impl Reader<'_> {
    /// None where the octets do not fit; an origin that is none is `Some(None)`.
    pub(crate) fn origin(&mut self) -> Option<Option<Origin>> {
        Some(match self.byte()? {
            0 => None,
            1 => Some(Origin::Client(Client {
                session: self.short()??,
                address: match self.byte()? {
                    4 => IpAddr::from(<[u8; 4]>::try_from(self.take(4)?).ok()?),
                    6 => IpAddr::from(<[u8; 16]>::try_from(self.take(16)?).ok()?),
                    _ => return None,
                },
                protocol: self.short()??,
                hello: self.short()?,
                login: self.short()?,
            })),
            2 => Some(Origin::Report { about: QueueId::from_bytes(self.take(16)?.try_into().ok()?) }),
            3 => Some(Origin::User { session: self.short()??, uid: self.u32()? }),
            _ => return None,
        })
    }

    fn short(&mut self) -> Option<Option<String>> {
        match self.byte()? {
            NONE => Some(None),
            octets => Some(Some(std::str::from_utf8(self.take(usize::from(octets))?).ok()?.to_owned())),
        }
    }

    pub(crate) fn timeline(&mut self) -> Option<Timeline> {
        let mut tried = Vec::new();
        for _ in 0..self.u32()? {
            let (began, ended, endings) = self.endings()?;
            let mut runs = Vec::new();
            for _ in 0..self.u32()? {
                runs.push(self.run()?);
            }
            tried.push(Arc::new(Tried::from_runs(began, ended, endings, runs.into_iter())?));
        }
        Some(Timeline::from_kept(tried))
    }

    pub(crate) fn endings(&mut self) -> Option<(Timestamp, Timestamp, Vec<Ending>)> {
        let (began, ended) = (self.timestamp()?, self.timestamp()?);
        let mut endings = Vec::new();
        for _ in 0..self.u32()? {
            endings.push(self.ending()?);
        }
        Some((began, ended, endings))
    }

    fn ending(&mut self) -> Option<Ending> {
        let (tag, until) = (self.byte()?, self.timestamp()?);
        let decision = match tag {
            0 => Decision::Delivered,
            1 => Decision::Deferred { until },
            2 => Decision::Unknown { until },
            3 => Decision::Bounced,
            4 => Decision::Failed,
            5 => Decision::Retried,
            6 => Decision::Held,
            7 => Decision::Released,
            8 => Decision::Dropped,
            _ => return None,
        };
        let note = self.text()?.to_owned();
        let mut answers = Vec::new();
        for _ in 0..self.byte()? {
            let host = self.text()?.to_owned();
            let step = self.maybe()?.map(str::to_owned);
            answers.push(Answer { host, step, said: self.text()?.to_owned() });
        }
        Some(Ending { decision, note, answers })
    }

    pub(crate) fn run(&mut self) -> Option<Run> {
        Some(Run { first: self.u32()?, count: self.u32()?, ending: self.u32()? })
    }
}
