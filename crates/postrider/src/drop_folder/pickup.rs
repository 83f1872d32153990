//! The server's end of the drop folder: takes what waits there, and hands it in as its owner would have at the socket.
//!
//! # No second copy, nothing lost
//!
//! A file is first moved to `taken/ID`, a name that the server has drawn and nobody else can reach, and that move is synced.
//! The message has this id in the queue, so after a crash the queue is asked first: if it knows the id, the file is done
//! with. One window is left. A message may be committed and delivered to everybody, and so forgotten by the queue, before the
//! removal of its file is on the disk: if the machine fails in just these milliseconds, it is delivered again. (To remove
//! the file first would lose the message instead.)

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::os::unix::net::UnixStream as StdStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use postrider_inbound::{Inbound, Settings, Shutdown};
use postrider_outbound::report::{Composed, Reporter};
use postrider_outbound::{Clock as _, SystemClock};
use postrider_proto::client::{Options, RecipientOutcome, Transaction};
use postrider_proto::mail::{Domain, Envelope, Mailbox, QueueId};
use postrider_proto::reply::Class;
use postrider_queue::Timestamp;
use tokio::net::UnixStream;
use tokio::sync::watch;
use tracing::{error, info, warn};

use super::report;
use super::{DROP, Dropped, REFUSED, TAKEN, UNREADY, names, put_into, read, sync_folder};
use crate::cli::send::message::size_on_the_wire;
use crate::cli::send::{Conversation, Transcript};
use crate::sendmail::letter::Letter;

/// How often the folder is looked at. To be told by the system (inotify) would be quicker, and no better after a restart.
const LOOK: Duration = Duration::from_secs(5);
/// A message that cannot be taken now is tried again after this.
const AGAIN: Duration = Duration::from_secs(300);
/// Whatever is still being written after this was left by a program that has ended.
const LEFT: Duration = Duration::from_secs(24 * 3600);
/// The number of the part of a message that is no part of it: what its sender is told. It has fewer than that.
const REPORT: usize = u32::MAX as usize;
/// So many files are taken in one look. What is left waits for the next.
const TAKEN_MAX: usize = 1000;

/// Takes mail out of the drop folder.
pub struct Pickup {
    /// The drop folder.
    drop: PathBuf,
    inbound: Inbound,
    settings: watch::Receiver<Arc<Settings>>,
    shutdown: watch::Receiver<Shutdown>,
    /// How long a message may wait for somebody to be known.
    give_up: Duration,
    /// Who tells a sender that there is nobody.
    reporter: Reporter,
    /// When those that could not be taken are tried again.
    later: HashMap<QueueId, Instant>,
    /// Those that cannot even be moved, and have been complained of.
    stuck: HashSet<String>,
}

/// What became of a message for all its recipients.
#[derive(Debug, Default)]
struct Fates {
    /// In the queue.
    taken: usize,
    /// Refused for good, and in which words.
    refused: Vec<(Mailbox, String)>,
    /// Not now.
    later: Vec<Mailbox>,
}

impl Pickup {
    /// One for the drop folder in this folder for mail from this machine.
    #[must_use]
    pub fn new(
        local: &std::path::Path,
        inbound: Inbound,
        settings: watch::Receiver<Arc<Settings>>,
        shutdown: watch::Receiver<Shutdown>,
        give_up: Duration,
        reporter: Reporter,
    ) -> Self {
        let drop = local.join(DROP);
        let (later, stuck) = (HashMap::new(), HashSet::new());
        Self { drop, inbound, settings, shutdown, give_up, reporter, later, stuck }
    }

    /// Looks into the folder now, and again and again until the shutdown.
    pub async fn run(mut self) {
        let mut stopped = self.shutdown.clone();
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                _ = stopped.wait_for(|shutdown| *shutdown != Shutdown::No) => return,
                _ = look.tick() => {}
            }
            // The disk may make it wait.
            let looked = tokio::task::spawn_blocking(move || {
                let found = self.look();
                (self, found)
            });
            let (pickup, found) = match looked.await {
                Ok((pickup, Ok(found))) => (pickup, found),
                Ok((pickup, Err(error))) => {
                    warn!(folder = %pickup.drop.display(), %error, "cannot look into the drop folder");
                    (pickup, Vec::new())
                }
                Err(panic) => return error!(%panic, "the drop folder is looked at no more"),
            };
            self = pickup;
            for id in found {
                if *stopped.borrow() != Shutdown::No {
                    return;
                }
                if let Err(error) = self.take(id).await {
                    warn!(%id, %error, "a message in the drop folder waits: the disk does not do what it is asked");
                    self.later.insert(id, Instant::now() + AGAIN);
                }
            }
        }
    }

    /// Moves what waits to names of our own, and gives those that are to be tried now.
    fn look(&mut self) -> io::Result<Vec<QueueId>> {
        let taken = self.drop.join(TAKEN);
        let mut moved = 0;
        for name in names(&self.drop)? {
            let mut random = [0; 16];
            getrandom::fill(&mut random).map_err(io::Error::other)?;
            let own = taken.join(QueueId::from_bytes(random).to_string());
            let name = name?;
            match fs::rename(self.drop.join(&name), own) {
                Ok(()) => moved += 1,
                // A folder of somebody else's cannot be moved. It is told of once.
                Err(error) if self.stuck.len() < TAKEN_MAX && self.stuck.insert(name.clone()) => {
                    warn!(name, %error, "something in the drop folder is no message, and cannot be moved: remove it");
                }
                Err(_) => {}
            }
            if moved == TAKEN_MAX {
                break;
            }
        }
        self.sweep()?;
        if moved > 0 {
            // The new names are on the disk before a message with such an id can be in the queue: the old name never comes
            // back beside it.
            sync_folder(&taken)?;
            sync_folder(&self.drop)?;
        }
        let now = Instant::now();
        self.later.retain(|_, due| *due > now);
        let there = fs::read_dir(&taken)?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        Ok(there.filter(|id| !self.later.contains_key(id)).take(TAKEN_MAX).collect())
    }

    /// Removes what was never written to its end.
    fn sweep(&self) -> io::Result<()> {
        for folder in [self.drop.clone(), self.drop.join(TAKEN)] {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let old = || -> Option<bool> {
                    let age = SystemTime::now().duration_since(entry.metadata().ok()?.modified().ok()?);
                    Some(age.is_ok_and(|age| age > LEFT))
                };
                if entry.file_name().to_string_lossy().ends_with(UNREADY) && old() == Some(true) {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
        Ok(())
    }

    /// Brings one message into the queue, or aside.
    async fn take(&mut self, id: QueueId) -> io::Result<()> {
        let path = self.drop.join(TAKEN).join(id.to_string());
        let settings = Arc::clone(&self.settings.borrow());
        let (most, from) = (settings.session.limits.message_octets, path.clone());
        let dropped = match tokio::task::spawn_blocking(move || read(&from, most)).await? {
            Ok(dropped) => dropped,
            Err(why) => return self.aside(id, None, &why, false),
        };
        let Fates { taken, mut refused, mut later } = self.hand_in(id, &dropped, &settings).await?;
        let came = dropped.file.metadata()?.modified()?;
        let age = SystemTime::now().duration_since(came).unwrap_or_default();
        if age > self.give_up {
            refused.extend(later.drain(..).map(|mailbox| (mailbox, "it has waited too long".to_owned())));
        }
        let told = !refused.is_empty() && self.tell(id, &dropped, &refused, came, &settings).await?;
        let why: Vec<String> = refused.iter().map(|(mailbox, said)| format!("{mailbox}: {said}")).collect();
        let Dropped { letter, content, uid, file } = dropped;
        if !later.is_empty() {
            if taken == 0 && why.is_empty() {
                self.later.insert(id, Instant::now() + AGAIN);
                return Ok(());
            }
            // The rest goes on under another name; this one is done.
            let rest = Letter { to: later, uid: Some(uid), ..letter };
            let new = put_into(&self.drop.join(TAKEN), &rest, &content, Some(&file))?;
            self.later.insert(new, Instant::now() + AGAIN);
        }
        if !why.is_empty() {
            return self.aside(id, Some(uid), &why.join("; "), told);
        }
        // All of it is durable in the queue. A crash before the removal is on the disk: see the head of this file.
        fs::remove_file(&path)?;
        sync_folder(&self.drop.join(TAKEN))
    }

    /// Hands a message in, through a session such as the socket's, in as many transactions as its recipients need.
    async fn hand_in(&self, id: QueueId, dropped: &Dropped, settings: &Arc<Settings>) -> io::Result<Fates> {
        let mut fates = Fates::default();
        let part = usize::try_from(settings.session.limits.recipients).unwrap_or(usize::MAX).max(1);
        for (number, to) in dropped.letter.to.chunks(part).enumerate() {
            let id = part_id(id, number);
            if self.is_known(id)? {
                info!(%id, "a message of the drop folder is in the queue already: a crash came between");
                fates.taken += to.len();
                continue;
            }
            let envelope = dropped.letter.envelope(to);
            let content = Arc::clone(&dropped.content);
            let outcomes = self.session(id, dropped.uid, envelope, content, settings).await?;
            for (mailbox, outcome) in to.iter().zip(outcomes) {
                match outcome {
                    RecipientOutcome::Accepted(_) => fates.taken += 1,
                    RecipientOutcome::Refused { said, .. } if said.class() == Class::Permanent => {
                        fates.refused.push((mailbox.clone(), said.to_string()));
                    }
                    RecipientOutcome::Failed(trouble) if !trouble.is_transient() => {
                        fates.refused.push((mailbox.clone(), trouble.to_string()));
                    }
                    _ => fates.later.push(mailbox.clone()),
                }
            }
        }
        Ok(fates)
    }

    async fn session(
        &self,
        id: QueueId,
        uid: u32,
        envelope: Envelope,
        content: Arc<Vec<u8>>,
        settings: &Arc<Settings>,
    ) -> io::Result<Vec<RecipientOutcome>> {
        let (ours, theirs) = StdStream::pair()?;
        theirs.set_nonblocking(true)?;
        let theirs = UnixStream::from_std(theirs)?;
        let session = self.inbound.admit_user(theirs, uid, Some(id), settings, self.shutdown.clone());
        // Every place is taken: it is nobody's fault, and tried again.
        let Some(session) = session else {
            return Ok(vec![RecipientOutcome::Remainder(None); envelope.recipients.len()]);
        };
        let serving = tokio::spawn(session);
        let conversation = tokio::task::spawn_blocking(move || {
            let transaction = Transaction { envelope, size: Some(size_on_the_wire(&content)) };
            let options = Options::new(Domain::Name("localhost".to_owned()));
            Conversation::new(ours, Transcript::new(None)).hold(options, transaction, &content)
        });
        let outcomes = conversation.await?;
        serving.await?;
        Ok(outcomes)
    }

    /// Tells the sender of a message whom it does not reach. Gives whether that is in the queue.
    async fn tell(
        &self,
        about: QueueId,
        dropped: &Dropped,
        refused: &[(Mailbox, String)],
        came: SystemTime,
        settings: &Arc<Settings>,
    ) -> io::Result<bool> {
        // The same after a crash, so that the queue knows it.
        let id = part_id(about, REPORT);
        if self.is_known(id)? {
            return Ok(true);
        }
        let since = came.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        let arrived = Timestamp::from_millis(u64::try_from(since).unwrap_or(0));
        let times = (arrived, SystemClock.now());
        let composed = report::compose((id, about), dropped, refused, &self.reporter, times);
        let Some(Composed { envelope, content }) = composed else { return Ok(false) };
        let outcomes = self.session(id, dropped.uid, envelope, Arc::new(content), settings).await?;
        match outcomes.first() {
            Some(RecipientOutcome::Accepted(_)) => Ok(true),
            Some(RecipientOutcome::Refused { said, .. }) if said.class() == Class::Permanent => Ok(false),
            Some(RecipientOutcome::Failed(trouble)) if !trouble.is_transient() => Ok(false),
            // It is tried again, and what was handed in already is known then.
            _ => Err(io::Error::other("its sender cannot be told now that somebody is refused")),
        }
    }

    /// The queue has this message, or had it a while ago.
    fn is_known(&self, id: QueueId) -> io::Result<bool> {
        let queue = &self.inbound.queue;
        Ok(queue.show(id)?.is_some() || queue.show_done(id, SystemClock.now()).is_some())
    }

    /// Puts a message aside, for a person to look at. `told`: its sender knows.
    fn aside(
        &self,
        id: QueueId,
        uid: Option<u32>,
        why: &dyn std::fmt::Display,
        told: bool,
    ) -> io::Result<()> {
        let refused = self.drop.join(REFUSED);
        fs::rename(self.drop.join(TAKEN).join(id.to_string()), refused.join(id.to_string()))?;
        sync_folder(&refused)?;
        let file = refused.join(id.to_string());
        if told {
            warn!(
                target: "postrider::outcome",
                %id, uid, because = %why, file = %file.display(),
                "refused: a message from the drop folder was put aside, and its sender is told"
            );
        } else {
            error!(
                target: "postrider::outcome",
                %id, uid, because = %why, file = %file.display(),
                "refused: a message from the drop folder was put aside, and nobody is told but this log"
            );
        }
        Ok(())
    }
}

/// The id of a part of a message: the first has that of its file.
fn part_id(id: QueueId, number: usize) -> QueueId {
    let mut octets = *id.as_bytes();
    let number =
        u32::try_from(number).expect("a message has fewer recipients than its line has octets").to_be_bytes();
    octets[12..].iter_mut().zip(number).for_each(|(octet, number)| *octet ^= number);
    QueueId::from_bytes(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_own_id_and_the_same_one_again() {
        let id = QueueId::from_bytes(*b"0123456789abcdef");
        assert_eq!(part_id(id, 0), id);
        let ids: HashSet<QueueId> = (0..300).map(|number| part_id(id, number)).collect();
        assert_eq!(ids.len(), 300);
        assert_eq!(part_id(id, 7), part_id(id, 7));
    }
}
