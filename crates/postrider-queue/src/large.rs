//! Large bodies on their way into the log: each file is made safe before the record that refers to it is written, on threads of
//! their own, so that nobody waits for the sync of somebody else's large file.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::durable::CommitError;
use crate::inbox::Inbox;
use crate::store::disk::{Disk, DiskFile};
use crate::writer::{Append, Request};

/// How many large bodies are made safe at once.
const AT_ONCE: usize = 4;

/// A large body, written but not safe yet, and the request that follows when it is.
pub(crate) struct Large {
    pub(crate) file: Arc<dyn DiskFile>,
    /// The folder it is in.
    pub(crate) folder: PathBuf,
    pub(crate) append: Append,
}

/// Starts the threads. They end when nobody is left to send to them.
pub(crate) fn start(disk: &Arc<dyn Disk>, writer: &Arc<Inbox<Request>>) -> io::Result<Sender<Large>> {
    let (sender, receiver) = channel::<Large>();
    let receiver = Arc::new(Mutex::new(receiver));
    for _ in 0..AT_ONCE {
        let (receiver, disk, writer) = (Arc::clone(&receiver), Arc::clone(disk), Arc::clone(writer));
        let next = move || receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
        std::thread::Builder::new().name("queue-large".into()).spawn(move || {
            while let Some(large) = next() {
                large.make_safe(&*disk, &writer);
            }
        })?;
    }
    Ok(sender)
}

impl Large {
    pub(crate) fn make_safe(self, disk: &dyn Disk, writer: &Inbox<Request>) {
        // A crash before the Append is written: the file belongs to no message, and is removed at the next start. Behind these two
        // the file and its name last, so an Append that refers to it never refers to nothing.
        // `big` as well: who found the folder made does not know whether who made it has synced it yet.
        let big = self.folder.parent().expect("a folder of big/");
        let safe = self
            .file
            .sync()
            .and_then(|()| disk.sync_folder(&self.folder))
            .and_then(|()| disk.sync_folder(big));
        match safe {
            Ok(()) => {
                writer.put(Request::Append(self.append));
            }
            Err(error) => {
                // No record refers to it, nor will one: on a full disk it must not stay until the next start.
                let _ = disk.remove(&self.folder.join(self.append.id.to_string()));
                let _ = self.append.reply.send(Err(CommitError::from_io(&error)));
            }
        }
    }
}
