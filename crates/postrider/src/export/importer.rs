//! Taking in an export, many messages at a time.

use std::collections::HashSet;
use std::io::{self, Read};

use postrider_proto::mail::QueueId;
use postrider_queue::{CommitError, Intake, NoRoom, Queue};
use tokio::task::JoinSet;

use super::line::{End, Message};
use super::reader::{ContentEnd, Part, Reader};

/// So many messages are made safe at once: they share writes and syncs.
const AT_ONCE: usize = 512;
/// And so many octets of content are held for them.
const OCTETS_AT_ONCE: u64 = 8 * 1024 * 1024;

/// What has come in.
#[derive(Debug, Default)]
pub struct Imported {
    /// Messages that are in the queue now, and were not before.
    pub came: u64,
    /// Messages that were in the queue before, and left as they were.
    pub there: u64,
    /// Messages and other parts of the file that make no sense.
    pub refused: u64,
    /// What the export says of itself at its end; none if it does not come to it.
    pub end: Option<End>,
    /// Why not all of the file was read.
    pub stopped: Option<String>,
}

/// Takes in an export. `told` is told of everything that does not come in.
pub async fn read<R: Read>(queue: &Queue, reader: &mut Reader<R>, told: &mut dyn FnMut(String)) -> Imported {
    let mut import = Import {
        queue,
        under_way: JoinSet::new(),
        octets: 0,
        ids: HashSet::new(),
        imported: Imported::default(),
        told,
    };
    let stopped = import.all(reader).await;
    let rest = import.settle(0, 0).await;
    import.imported.stopped = stopped.and(rest).err().map(|Stop(why)| why);
    import.imported
}

/// Nothing more is read, and why.
struct Stop(String);

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self(format!("the file cannot be read: {error}"))
    }
}

/// Why a content is not taken in.
enum Refused {
    Room(String),
    Write(io::Error),
    Read(io::Error),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

/// What came of one message.
struct Done {
    place: u64,
    id: QueueId,
    octets: u64,
    kept: Result<(), CommitError>,
}

struct Import<'a> {
    queue: &'a Queue,
    under_way: JoinSet<Done>,
    /// Of the messages under way.
    octets: u64,
    /// Of the messages under way.
    ids: HashSet<QueueId>,
    imported: Imported,
    told: &'a mut dyn FnMut(String),
}

impl Import<'_> {
    async fn all<R: Read>(&mut self, reader: &mut Reader<R>) -> Result<(), Stop> {
        loop {
            let mut passed = Vec::new();
            let part = reader.next(&mut |from, octets| passed.push((from, octets)))?;
            for (from, octets) in passed {
                self.refuse(from, &format!("{octets} octets that belong to no message"));
            }
            let place = reader.line_at();
            match part {
                Part::Message(message) => self.message(*message, place, reader).await?,
                Part::Nonsense(why) => {
                    self.refuse(place, &format!("the line of a message makes no sense: {why}"));
                    reader.skip()?;
                }
                Part::End(end) => {
                    self.imported.end = Some(end);
                    return Ok(());
                }
                Part::CutShort => return Ok(()),
            }
        }
    }

    async fn message<R: Read>(
        &mut self,
        message: Message,
        place: u64,
        reader: &mut Reader<R>,
    ) -> Result<(), Stop> {
        let id = message.id;
        let there =
            self.queue.show(id).map_err(|error| Stop(format!("the queue cannot be read: {error}")))?;
        if there.is_some() || self.ids.contains(&id) {
            self.imported.there += 1;
            return Ok(reader.skip()?);
        }
        let mut intake = self.begin(&message).await?;
        let end = reader.content(message.octets, message.line_crc, &mut |piece| match intake.write(piece) {
            Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(Refused::Room(error.to_string())),
            written => written.map_err(Refused::Write),
        });
        let end = end.map_err(|refused| match refused {
            Refused::Room(why) => Stop(why),
            Refused::Write(error) => Stop(format!("the queue cannot be written: {error}")),
            Refused::Read(error) => error.into(),
        })?;
        let what = match end {
            ContentEnd::Whole(crc) if message.crc.is_none_or(|named| named == crc) => None,
            ContentEnd::Whole(_) => {
                Some("its line or its content is damaged: they do not have the checksum that the line names")
            }
            ContentEnd::Broken => Some("its content does not have the length that its line names"),
            ContentEnd::CutShort => Some("its content is cut short"),
        };
        if let Some(what) = what {
            drop(intake);
            self.refuse(place, &format!("message {id}: {what}"));
            return Ok(reader.skip()?);
        }
        if let Some(origin) = message.origin {
            intake.came(origin);
        }
        let (queue, octets) = (self.queue.clone(), message.octets);
        let Message { envelope, received, recipients, timeline, .. } = message;
        self.octets += octets;
        self.ids.insert(id);
        self.under_way.spawn(async move {
            let kept = queue.restore(intake, envelope, received, recipients, timeline).await;
            Done { place, id, octets, kept: kept.map(drop) }
        });
        self.settle(AT_ONCE, OCTETS_AT_ONCE).await
    }

    /// Room for one message. What is promised to those under way is known only when they are safe.
    async fn begin(&mut self, message: &Message) -> Result<Intake, Stop> {
        if let Ok(intake) = self.queue.begin(message.id, Some(message.octets)) {
            return Ok(intake);
        }
        self.settle(0, 0).await?;
        self.queue.begin(message.id, Some(message.octets)).map_err(|full: NoRoom| Stop(full.to_string()))
    }

    /// Waits until at most so many messages, with so many octets, are under way.
    async fn settle(&mut self, most: usize, most_octets: u64) -> Result<(), Stop> {
        let mut stop = Ok(());
        while (self.under_way.len() > most || self.octets > most_octets)
            && let Some(done) = self.under_way.join_next().await
        {
            let Done { place, id, octets, kept } =
                done.map_err(|panic| Stop(format!("the import broke off: {panic}")))?;
            self.octets -= octets;
            self.ids.remove(&id);
            match kept {
                Ok(()) => self.imported.came += 1,
                // The others that are under way may be safe all the same.
                Err(error) => stop = Err(Stop(format!("message {id} at octet {place}: {error}"))),
            }
        }
        stop
    }

    fn refuse(&mut self, place: u64, why: &str) {
        self.imported.refused += 1;
        (self.told)(format!("at octet {place}: {why}"));
    }
}
