//! The server's end of the control socket.

use std::fs;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use postrider_inbound::Allowances;
use postrider_login::Logins;
use postrider_outbound::{Clock as _, Delivery, SystemClock};
use postrider_proto::mail::{Domain, Mailbox, QueueId};
use postrider_queue::{HistoryFilter, QuarantineError, Queue};
use rustix::fs::Mode;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::unix::OwnedWriteHalf;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tracing::{debug, warn};

use crate::acme::Wishes;

use super::filter::{Filter, Selector, no_id};
use super::protocol::{Answer, Cursor, Message, PAGE, REQUEST_OCTETS, Request, Row};
use super::turn::Turn;
use super::walk::Stretch;
use super::{SOCKET, act, bind, guard, history, quarantine, suspension, tally};

/// Connections at once. More are turned away.
const CONNECTIONS: usize = 16;

/// How long a request may take to come, and an answer to be taken.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a client is told that its answer is worked at. It waits for six times as long, see `PATIENCE` there.
const SIGN: Duration = Duration::from_secs(10);

/// How much of a message is read at once, in octets.
const PIECE: usize = 64 * 1024;

/// The parts of the server that are spoken to.
#[derive(Debug, Clone)]
pub struct Parts {
    /// What is kept.
    pub queue: Queue,
    /// Who may log in, and who has failed to.
    pub logins: Logins,
    /// What accounts have sent.
    pub allowances: Arc<Allowances>,
    /// Who words what a sender is told.
    pub delivery: Delivery<SystemClock>,
    /// Who gets certificates.
    pub certificates: Wishes,
}

/// The socket, listening. Dropped, its name is removed.
#[derive(Debug)]
pub struct Control {
    socket: UnixListener,
    path: PathBuf,
}

impl Control {
    /// Makes the socket in the data folder. Whoever calls this holds the lock of the queue, so a socket that is there
    /// already is what a run before has left.
    ///
    /// # Errors
    ///
    /// The system does not let us.
    pub fn bind(data: &Path) -> io::Result<Self> {
        let socket = bind(data, SOCKET, Mode::RUSR | Mode::WUSR)?;
        Ok(Self { socket: UnixListener::from_std(socket)?, path: data.join(SOCKET) })
    }

    /// Answers whoever connects.
    pub async fn serve(self, parts: Parts) {
        let slots = Arc::new(Semaphore::new(CONNECTIONS));
        loop {
            match self.socket.accept().await {
                Ok((stream, _)) => match Arc::clone(&slots).try_acquire_owned() {
                    Ok(slot) => {
                        let parts = parts.clone();
                        tokio::spawn(async move {
                            if let Err(error) = converse(stream, parts).await {
                                debug!(%error, "a connection to the control socket broke");
                            }
                            drop(slot);
                        });
                    }
                    Err(_) => turn_away(stream),
                },
                Err(error) => {
                    warn!(%error, "cannot take a connection to the control socket");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        // What stays is replaced by the next run.
        let _ = fs::remove_file(&self.path);
    }
}

/// Says that there are too many. A client that has just connected has room for it; if not, it sees the end of the connection.
fn turn_away(stream: UnixStream) {
    let answer = Answer::Error(format!("{CONNECTIONS} others are speaking with the server: try again"));
    // Not through the runtime: it does not try to write before it has heard that it can, and on a busy machine it has not yet.
    if let (Ok(line), Ok(mut stream)) = (serde_json::to_string(&answer), stream.into_std()) {
        let _ = stream.write(format!("{line}\n").as_bytes());
    }
}

/// One connection: requests and their answers, until the client leaves or says something that is no request.
async fn converse(stream: UnixStream, parts: Parts) -> io::Result<()> {
    let (input, mut output) = stream.into_split();
    let mut input = BufReader::new(input);
    loop {
        let mut line = Vec::new();
        let mut limited = (&mut input).take(REQUEST_OCTETS);
        if timeout(PATIENCE, limited.read_until(b'\n', &mut line)).await?? == 0 {
            return Ok(());
        }
        let request = if line.ends_with(b"\n") {
            serde_json::from_slice(&line).map_err(|error| format!("this is no request: {error}"))
        } else {
            Err(format!("a request is one line, and has at most {REQUEST_OCTETS} octets"))
        };
        let request = match request {
            Ok(request) => request,
            // What follows cannot be told from what went wrong.
            Err(why) => return say(&mut output, &Answer::Error(why)).await,
        };
        let parts = parts.clone();
        // The queue may have to look at the disk.
        let work = tokio::task::spawn_blocking(move || answer(&parts, request));
        let (answer, body) = worked(work, &mut output, SIGN)
            .await?
            .unwrap_or_else(|panic| (Answer::Error(format!("the server made a mistake: {panic}")), None));
        say(&mut output, &answer).await?;
        if let Some(body) = body {
            send(&mut output, body).await?;
        }
    }
}

/// What comes of `work`. As long as it takes, the client hears every so often that somebody is there: an empty line, which is no answer.
async fn worked<T>(
    mut work: impl Future<Output = T> + Unpin,
    client: &mut (impl AsyncWrite + Unpin),
    every: Duration,
) -> io::Result<T> {
    let mut hears = Ok(());
    loop {
        match timeout(every, &mut work).await {
            Ok(done) => return hears.map(|()| done),
            Err(_) if hears.is_ok() => {
                hears = match timeout(PATIENCE, client.write_all(b"\n")).await {
                    Ok(written) => written,
                    Err(late) => Err(late.into()),
                };
            }
            // Who has left does not end the work, and is counted among those who speak until it ends.
            Err(_) => {}
        }
    }
}

/// What follows an answer.
type Content = Box<dyn Read + Send>;

/// The answer to a request, and the content that follows it.
fn answer(parts: &Parts, request: Request) -> (Answer, Option<Content>) {
    let queue = &parts.queue;
    let alone = |answer: Answer| (answer, None);
    let answer = match request {
        Request::List { filter, after, most } => list(parts, &filter, after.as_ref(), most).map(alone),
        Request::Show { id } => show(parts, &id).map(alone),
        Request::Act(request) => act::act(parts, &request).map(|acted| alone(Answer::Acted(acted))),
        Request::Tally { by, filter, after } => Selector::read(&filter)
            .and_then(|selector| tally::tally(queue, &selector, by, Stretch::read(after.as_ref(), None)?))
            .map(|tally| alone(Answer::Tally(tally))),
        Request::Suspend { domain, seconds, reason } => suspension::suspend(queue, &domain, seconds, reason)
            .map(|suspended| alone(Answer::Suspended(suspended))),
        Request::Resume { domain } => {
            suspension::resume(queue, &domain).map(|was| alone(Answer::Resumed(was)))
        }
        Request::Cat { id } => {
            let with = |octets, body: Content| (Answer::Content { octets }, Some(body));
            find(&id, GONE, |id| queue.cat(id)).map(|body| with(body.octets(), Box::new(body)))
        }
        Request::History { before, most, recipient, sender } => {
            history(queue, before, most, (recipient.as_deref(), sender.as_deref())).map(alone)
        }
        Request::Guard => Ok(alone(Answer::Guard(guard::Guarded::of(&parts.logins, &parts.allowances)))),
        Request::Forgive { who } => Ok(alone(Answer::Forgiven(guard::forgive(&parts.logins, &who)))),
        Request::Forget { address } => mailbox(&address)
            .map(|address| alone(Answer::Forgotten { messages: queue.forget(&address) as u64 })),
        Request::RenewCertificates { name } => parts
            .certificates
            .renew(name.as_deref())
            .map(|certificates| alone(Answer::Renewing { certificates })),
        Request::QuarantineList { after } => quarantine_list(queue, after.as_deref()).map(alone),
        Request::QuarantineShow { name } => {
            find_aside(&name, queue.quarantine().show(&name)).map(|found| alone(Answer::File(found.into())))
        }
        Request::QuarantineCat { name } => find_aside(&name, queue.quarantine().raw(&name))
            .map(|file| (Answer::Content { octets: file.octets() }, Some(Box::new(file) as Content))),
        Request::QuarantineRelease { name, to } => release(queue, &name, &to).map(alone),
        Request::QuarantineDrop { name } => match queue.quarantine().drop(&name) {
            Ok(()) => Ok(alone(Answer::Dropped)),
            Err(error) => Err(aside_error(&name, &error)),
        },
    };
    answer.unwrap_or_else(|why| (Answer::Error(why), None))
}

fn show(parts: &Parts, id: &str) -> Result<Answer, String> {
    let queue = &parts.queue;
    let id = id.parse().map_err(|_| no_id(id))?;
    let looked = queue.show(id).map(|open| open.or_else(|| queue.show_done(id, SystemClock.now())));
    let Some(summary) = looked.map_err(|error| cannot_read(id, &error))? else {
        return Ok(Answer::NoMessage(not_here(id, NOT_KNOWN)));
    };
    let held = |domain: &Domain| parts.delivery.held(domain);
    let turn = |domain: &Domain| {
        let line = queue.in_line(summary.id, domain)?;
        Some(Turn::of(line, parts.delivery.load(domain)))
    };
    let message = Message::of(&summary, &queue.suspensions(), held, turn, SystemClock.now());
    Ok(Answer::Message(Box::new(message)))
}

fn list(
    parts: &Parts,
    filter: &Filter,
    after: Option<&Cursor>,
    most: Option<usize>,
) -> Result<Answer, String> {
    let most = most.unwrap_or(PAGE).clamp(1, PAGE);
    let mut messages = Vec::new();
    let (suspensions, now) = (parts.queue.suspensions(), SystemClock.now());
    let held = |domain: &Domain| parts.delivery.held(domain);
    let reached =
        Stretch::read(after, None)?.walk(&parts.queue, &Selector::read(filter)?, |summary, _| {
            messages.push(Row::of(summary, &suspensions, held, now));
            messages.len() < most
        })?;
    Ok(Answer::List { messages, next: reached.next() })
}

fn history(
    queue: &Queue,
    before: Option<u64>,
    most: Option<usize>,
    (recipient, sender): (Option<&str>, Option<&str>),
) -> Result<Answer, String> {
    let filter = HistoryFilter {
        sender: sender.map(mailbox).transpose()?,
        recipient: recipient.map(mailbox).transpose()?,
    };
    let most = most.unwrap_or(history::PAGE).clamp(1, history::PAGE);
    let page = queue.history(&filter, before, most, SystemClock.now());
    let next = page.last().filter(|_| page.len() == most).map(|(number, _)| *number);
    Ok(Answer::History {
        messages: page.iter().map(|(_, summary)| history::Row::of(summary)).collect(),
        next,
    })
}

fn mailbox(text: &str) -> Result<Mailbox, String> {
    text.parse().map_err(|why| format!("{text:?} is no address: {why}"))
}

/// Why a message cannot be shown.
const NOT_KNOWN: &str = "nor in its history: it was done some time ago, or it never was";
/// Why nothing can be done to a message.
pub(super) const DONE: &str = "since all its recipients were done with, or it never was in it";
/// Why a content cannot be read.
const GONE: &str = "and so its content is nowhere here: all its recipients were done with, or it never was";

fn find<T>(id: &str, why: &str, look: impl FnOnce(QueueId) -> io::Result<Option<T>>) -> Result<T, String> {
    let parsed = id.parse().map_err(|_| no_id(id))?;
    found(parsed, look(parsed), why)
}

/// What was found of a message, or what is to be said where nothing was.
pub(super) fn found<T>(id: QueueId, looked: io::Result<Option<T>>, why: &str) -> Result<T, String> {
    match looked {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err(not_here(id, why)),
        Err(error) => Err(cannot_read(id, &error)),
    }
}

fn not_here(id: QueueId, why: &str) -> String {
    format!("{id} is not in the queue, {why}")
}

fn cannot_read(id: QueueId, error: &io::Error) -> String {
    format!("{id} cannot be read: {error}")
}

fn quarantine_list(queue: &Queue, after: Option<&str>) -> Result<Answer, String> {
    let page = queue.quarantine().list(after, quarantine::PAGE);
    let page = page.map_err(|error| format!("the quarantine cannot be read: {error}"))?;
    let last = page.last().filter(|_| page.len() == quarantine::PAGE);
    let next = last.map(|last| last.name.clone());
    Ok(Answer::Quarantine { files: page.into_iter().map(quarantine::File::from).collect(), next })
}

/// Puts back what is in a file. Whoever calls this may wait for the disk.
fn release(queue: &Queue, name: &str, to: &[String]) -> Result<Answer, String> {
    let to: Vec<Mailbox> = to.iter().map(|to| mailbox(to)).collect::<Result<_, _>>()?;
    let quarantine = queue.quarantine();
    let released =
        tokio::runtime::Handle::current().block_on(quarantine.release(name, &to, SystemClock.now()));
    released.map(|release| Answer::Released(release.into())).map_err(|error| aside_error(name, &error))
}

fn find_aside<T>(name: &str, found: io::Result<Option<T>>) -> Result<T, String> {
    match found {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err(aside_error(name, &QuarantineError::NotThere(name.to_owned()))),
        Err(error) => Err(aside_error(name, &error.into())),
    }
}

fn aside_error(name: &str, error: &QuarantineError) -> String {
    match error {
        QuarantineError::NotThere(_) => {
            format!("{error}: `postrider queue quarantine list` says what there is")
        }
        error => format!("{name}: {error}"),
    }
}

async fn say(output: &mut OwnedWriteHalf, answer: &Answer) -> io::Result<()> {
    let mut line = serde_json::to_vec(answer)?;
    line.push(b'\n');
    timeout(PATIENCE, output.write_all(&line)).await?
}

/// Sends content as it is read from the disk. If it cannot be read, the client sees that it ends too early.
async fn send(output: &mut OwnedWriteHalf, mut body: Content) -> io::Result<()> {
    let (sender, mut pieces) = mpsc::channel(2);
    let reading = tokio::task::spawn_blocking(move || -> io::Result<()> {
        loop {
            let mut piece = vec![0; PIECE];
            let octets = body.read(&mut piece)?;
            piece.truncate(octets);
            // The connection is gone, or all is read.
            if octets == 0 || sender.blocking_send(piece).is_err() {
                return Ok(());
            }
        }
    });
    while let Some(piece) = pieces.recv().await {
        timeout(PATIENCE, output.write_all(&piece)).await??;
    }
    reading.await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use tokio::sync::oneshot;

    use super::*;

    const OFTEN: Duration = Duration::from_millis(5);

    #[tokio::test]
    async fn who_waits_for_long_work_hears_that_somebody_is_there() {
        let (mut client, mut server) = tokio::io::duplex(16);
        let (done, work) = oneshot::channel();
        let answering = tokio::spawn(async move { worked(work, &mut server, OFTEN).await });
        let mut signs = [0; 3];
        client.read_exact(&mut signs).await.expect("signs");
        assert_eq!(&signs, b"\n\n\n");
        done.send("done").expect("it is waited for");
        assert_eq!(answering.await.expect("no panic").expect("the client is there"), Ok("done"));
    }

    /// The way to a client that has left, which tells when that was found out.
    struct Gone(Option<oneshot::Sender<()>>);

    impl AsyncWrite for Gone {
        fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
            let found_out = self.0.take().expect("it is tried once");
            found_out.send(()).expect("it is waited for");
            Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test]
    async fn a_client_that_has_left_ends_no_work() {
        let (found_out, is_found_out) = oneshot::channel();
        let (done, work) = oneshot::channel();
        let answering = tokio::spawn(async move { worked(work, &mut Gone(Some(found_out)), OFTEN).await });
        is_found_out.await.expect("it is found out");
        done.send(()).expect("it is waited for");
        let gone = answering.await.expect("no panic").expect_err("nobody is there to be told");
        assert_eq!(gone.kind(), io::ErrorKind::BrokenPipe);
    }
}
