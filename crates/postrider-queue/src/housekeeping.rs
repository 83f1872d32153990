//! The housekeeper: one thread beside the writer for what takes long, so that nobody who waits for a 250 waits for that too. It
//! commits the index, makes files ready for the next segments, removes the files of large bodies that are done, and empties the
//! oldest segment: *cleaning*.

use std::collections::VecDeque;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use postrider_proto::mail::QueueId;

use crate::inbox::Inbox;
use crate::message::{At, BodyPlace, Message};
use crate::shared::Shared;
use crate::state::IndexCommit;
use crate::store::index::{IndexError, Position};
use crate::store::log::{self, Spare};
use crate::store::quarantine;
use crate::store::record::{AppendBody, Fact};
use crate::writer::{Copy, Request};

/// About so many octets are copied forward at once. The next are read when these are on the disk.
const COPIES_OCTETS: u64 = 1024 * 1024;

/// What there is to do.
pub(crate) enum Chore {
    Index(IndexCommit),
    /// Make a file for the next segment.
    Spare(PathBuf),
    /// Remove the file of a large body whose message is done.
    Remove(QueueId),
    /// Put a message whose body is damaged, where it stood then, into quarantine.
    PutAside(QueueId, BodyPlace),
    /// Copy forward what is live in this segment, which is among these.
    Clean(u32, Vec<QueueId>),
}

/// What was done, for the writer.
pub(crate) enum ChoreDone {
    /// A commit of the index: it has come to this position.
    Index(Result<Option<Position>, IndexError>),
    /// A file for the next segment.
    Spare(Spare),
    Clean,
}

pub(crate) struct Housekeeper {
    shared: Arc<Shared>,
    writer: Arc<Inbox<Request>>,
}

impl Housekeeper {
    pub(crate) fn new(shared: Arc<Shared>, writer: Arc<Inbox<Request>>) -> Self {
        Self { shared, writer }
    }

    /// Does what comes until nobody is left to ask.
    pub(crate) fn run(self, chores: &Receiver<Chore>) {
        while let Ok(chore) = chores.recv() {
            self.work(chore, &mut |copied| copied.recv().is_ok());
        }
    }

    /// Does one chore. `wait` waits for copies to be on the disk, and says whether they are.
    pub(crate) fn work(&self, chore: Chore, wait: &mut dyn FnMut(&Receiver<()>) -> bool) {
        match chore {
            Chore::Index(commit) => self.done(ChoreDone::Index(commit.run())),
            Chore::Spare(path) => {
                if let Some(spare) = self.make_spare(path) {
                    self.done(ChoreDone::Spare(spare));
                }
            }
            Chore::Remove(id) => self.shared.remove_large(id),
            Chore::PutAside(id, place) => {
                let message = self.shared.state().get(id).ok().flatten();
                // Elsewhere it was copied forward, whole; or it was put aside, and an operator has put it back, damage and all.
                let message = message.filter(|message| message.place == place);
                if let Some(copy) = message.and_then(|message| self.put_aside(id, &message)) {
                    self.copies(vec![copy], wait);
                }
            }
            Chore::Clean(segment, ids) => {
                self.clean(segment, ids.into(), wait);
                self.done(ChoreDone::Clean);
            }
        }
    }

    fn done(&self, done: ChoreDone) {
        self.writer.put(Request::Done(done));
    }

    /// A crash on the way leaves a file that is too short, or one that is full of zeros: a spare one either way, or none.
    fn make_spare(&self, path: PathBuf) -> Option<Spare> {
        let made = log::new_file(&*self.shared.disk, &path, self.shared.options.segment_octets)
            .and_then(|file| file.sync().map(|()| file));
        match made {
            Ok(file) => Some(Spare { path, file }),
            Err(error) => {
                // The writer will try for itself when it needs one.
                tracing::warn!(file = %path.display(), %error, "a file for the next segment of the queue cannot be made");
                let _ = self.shared.disk.remove(&path);
                None
            }
        }
    }

    /// Copies forward what is live in a segment. A crash on the way: what was copied is there twice, and the later copy counts.
    fn clean(&self, segment: u32, mut ids: VecDeque<QueueId>, wait: &mut dyn FnMut(&Receiver<()>) -> bool) {
        let most = COPIES_OCTETS.min(self.shared.options.segment_octets / 8);
        while !ids.is_empty() {
            let (mut copies, mut octets) = (Vec::new(), 0);
            while octets < most
                && let Some(id) = ids.pop_front()
            {
                let message = self.shared.state().get(id).ok().flatten();
                let Some(message) = message.filter(|message| message.place.segment == segment) else {
                    continue;
                };
                copies.extend(self.copy(id, &message));
                octets += message.log_octets() + message.timeline.octets() as u64;
            }
            if !self.copies(copies, wait) {
                return;
            }
        }
    }

    fn copies(&self, copies: Vec<Copy>, wait: &mut dyn FnMut(&Receiver<()>) -> bool) -> bool {
        let (copied, when) = channel();
        self.writer.put(Request::Copies(copies, copied)) && wait(&when)
    }

    /// What is to go forward of a message; of one whose body is damaged, nothing. One that cannot be read now stays where it is.
    fn copy(&self, id: QueueId, message: &Message) -> Option<Copy> {
        let from = message.place;
        let body = match from.at {
            At::File => AppendBody::File { octets: message.octets, crc: from.crc },
            At::Segment(_) => {
                let mut octets = Vec::new();
                let read = self.shared.body(id, message).and_then(|mut body| body.read_to_end(&mut octets));
                if let Err(error) = read {
                    tracing::error!(%id, %error, "the body of a message cannot be read");
                    let damaged =
                        matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof);
                    return damaged.then(|| self.put_aside(id, message)).flatten();
                }
                AppendBody::Inline(octets)
            }
        };
        Some(Copy { id, from, body: Some(body) })
    }

    /// Puts what is left of a message into quarantine, and gives the word that it is done with. If it cannot be put there, it stays
    /// where it is.
    fn put_aside(&self, id: QueueId, message: &Message) -> Option<Copy> {
        match self.keep(id, message) {
            Ok(()) => {
                tracing::error!(%id, "a message is damaged: what is left of it is in quarantine, where `postrider queue quarantine` finds it");
                Some(Copy { id, from: message.place, body: None })
            }
            Err(error) => {
                tracing::error!(%id, %error, "a message is damaged, and cannot be put into quarantine");
                None
            }
        }
    }

    /// As a record like those of the log. A crash on the way: it is still in the queue, damaged as before, and put aside again.
    fn keep(&self, id: QueueId, message: &Message) -> io::Result<()> {
        let Shared { disk, options, .. } = &*self.shared;
        let folder = options.folder.join("quarantine");
        let body = match message.place.at {
            At::Segment(_) => AppendBody::Inline(self.shared.what_is_left(message)),
            At::File => AppendBody::File { octets: message.octets, crc: message.place.crc },
        };
        let (envelope, received, origin) =
            (Arc::clone(&message.envelope), message.received, message.origin.clone());
        let mut octets = Vec::new();
        Fact::Append { envelope, received, origin, body }.encode(id, &[0; 16], 0, &mut octets);
        quarantine::keep(&**disk, &folder, &quarantine::damaged_name(id), &octets)?;
        if message.place.at == At::File {
            match disk.rename(&self.shared.large_path(id), &folder.join(quarantine::body_name(id))) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => disk.sync_folder(&folder)?,
            }
        }
        Ok(())
    }
}
