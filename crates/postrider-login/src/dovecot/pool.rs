//! A few connections to Dovecot.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use postrider_proto::sasl::Secret;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

use super::connection::{Question, Server, Trouble, keep};
use super::wire::Verdict;

/// How many wait for their turn at one connection.
const WAITING: usize = 64;

/// As many are asked about over one connection before another is made.
const EASY: usize = 8;

/// A few connections. Each is made when it is needed.
#[derive(Debug)]
pub struct Pool {
    server: Server,
    connections: Vec<Slot>,
}

/// The place of a connection.
#[derive(Debug, Default)]
struct Slot {
    questions: Mutex<Option<mpsc::Sender<Question>>>,
    /// How many it is asked about.
    asked: AtomicUsize,
}

impl Pool {
    /// At most so many connections to this server.
    pub fn new(server: Server, connections: usize) -> Self {
        let connections = (0..connections.max(1)).map(|_| Slot::default()).collect();
        Self { server, connections }
    }

    /// What Dovecot says to this.
    ///
    /// # Errors
    ///
    /// Nothing, or nothing that could be understood, in time.
    pub async fn ask(
        &self,
        responses: Vec<(&'static str, Secret)>,
        from: Option<IpAddr>,
    ) -> Result<Verdict, Trouble> {
        let until = Instant::now() + self.server.timeout;
        match self.ask_once(responses.clone(), from, until).await {
            // It may have been started anew, and the question be the first that notices.
            Err(Trouble::Closed) => self.ask_once(responses, from, until).await,
            other => other,
        }
    }

    async fn ask_once(
        &self,
        responses: Vec<(&'static str, Secret)>,
        from: Option<IpAddr>,
        until: Instant,
    ) -> Result<Verdict, Trouble> {
        let slot = self.slot();
        let _counted = Counted::at(slot);
        let (answer, answered) = oneshot::channel();
        let question = Question { responses, from, until, answer };
        slot.questions(&self.server).try_send(question).map_err(|_| Trouble::Busy)?;
        let answered = timeout_at(until, answered).await.map_err(|_| Trouble::Silent)?;
        // Its task is gone with the runtime.
        answered.unwrap_or(Err(Trouble::Closed))
    }

    /// The first that has little to do, or else the one that has least.
    fn slot(&self) -> &Slot {
        let load = |slot: &&Slot| slot.asked.load(Ordering::Relaxed);
        let easy = self.connections.iter().find(|slot| load(slot) < EASY);
        easy.or_else(|| self.connections.iter().min_by_key(load)).expect("there is one at least")
    }
}

impl Slot {
    fn questions(&self, server: &Server) -> mpsc::Sender<Question> {
        let mut questions = self.questions.lock().unwrap_or_else(PoisonError::into_inner);
        match questions.as_ref().filter(|questions| !questions.is_closed()) {
            Some(questions) => questions.clone(),
            None => {
                let (sender, receiver) = mpsc::channel(WAITING);
                tokio::spawn(keep(server.clone(), receiver));
                questions.insert(sender).clone()
            }
        }
    }
}

/// One that is counted at a slot as long as this lives.
struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    fn at(slot: &'a Slot) -> Self {
        slot.asked.fetch_add(1, Ordering::Relaxed);
        Self(&slot.asked)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
