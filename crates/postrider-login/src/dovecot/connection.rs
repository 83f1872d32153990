//! One connection to Dovecot, over which many ask at once.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use postrider_proto::sasl::Secret;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::wire::{self, Fault, Lines, Said, Verdict};
use crate::back_off::BackOff;
use crate::dial::{Dial, Place, Stream};

/// How many wait for an answer over one connection.
const ASKED_MAX: usize = 64;

/// How long a connection is used. A Dovecot that was told to stop, or to read its configuration again, goes on with those who are connected as
/// long as they stay: after this time whoever has taken its place is asked.
const AGE_MAX: Duration = Duration::from_secs(60);

/// How much a greeting has, in lines.
const GREETING_LINES_MAX: usize = 100;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// There is no connection.
    #[error("cannot be reached: {0}")]
    Unreachable(String),
    /// There was one, and it is gone. Over another there may be an answer.
    #[error("has closed the connection before it answered")]
    Closed,
    /// What it says makes no sense.
    #[error("is not understood: {0}")]
    Fault(Fault),
    /// It says nothing.
    #[error("has not answered in time")]
    Silent,
    /// Too many ask at once.
    #[error("is asked about too many logins at once")]
    Busy,
}

/// What is asked.
#[derive(Debug)]
pub struct Question {
    /// The first of these mechanisms that Dovecot knows, and what the client says there.
    pub responses: Vec<(&'static str, Secret)>,
    /// Where the client is.
    pub from: Option<IpAddr>,
    /// Until then there has to be an answer.
    pub until: Instant,
    /// Where the answer goes.
    pub answer: oneshot::Sender<Result<Verdict, Trouble>>,
}

/// Where Dovecot is.
#[derive(Debug, Clone)]
pub struct Server {
    pub dial: Arc<dyn Dial>,
    pub place: Place,
    pub timeout: Duration,
}

/// Connects when somebody asks, and again when the connection is gone; until nobody can ask any more.
pub async fn keep(server: Server, mut questions: mpsc::Receiver<Question>) {
    let mut back_off = BackOff::default();
    while let Some(question) = questions.recv().await {
        if let Some(why) = back_off.holds() {
            tell(question.answer, Err(Trouble::Unreachable(why.to_owned())));
            continue;
        }
        let begun = Instant::now();
        match Connection::open(&server).await {
            Ok(mut connection) => {
                back_off.reached();
                let trouble = connection.serve(question, &mut questions).await;
                for (_, asked) in std::mem::take(&mut connection.asked) {
                    tell(asked.answer, Err(trouble.clone()));
                }
            }
            Err(trouble) => {
                let why = match &trouble {
                    Trouble::Unreachable(why) => why.clone(),
                    other => format!("it {other}"),
                };
                back_off.failed(why, begun);
                tell(question.answer, Err(trouble));
            }
        }
    }
}

/// Somebody who has been asked about.
#[derive(Debug)]
struct Asked {
    since: Instant,
    until: Instant,
    answer: oneshot::Sender<Result<Verdict, Trouble>>,
}

struct Connection {
    stream: Box<dyn Stream>,
    lines: Lines,
    mechanisms: Vec<String>,
    /// By their numbers, so the oldest first.
    asked: BTreeMap<u32, Asked>,
    /// The highest number so far.
    last: u32,
    /// Since when there is a connection.
    since: Instant,
    /// When something came.
    heard: Instant,
}

impl Connection {
    async fn open(server: &Server) -> Result<Self, Trouble> {
        let until = Instant::now() + server.timeout;
        let unreachable = |why: std::io::Error| Trouble::Unreachable(why.to_string());
        let dialed = timeout_at(until, server.dial.dial(&server.place)).await;
        let stream = dialed.map_err(|_| Trouble::Silent)?.map_err(unreachable)?;
        let mut connection = Self {
            stream,
            lines: Lines::default(),
            mechanisms: Vec::new(),
            asked: BTreeMap::new(),
            last: 0,
            since: Instant::now(),
            heard: Instant::now(),
        };
        let mut number = [0; 4];
        getrandom::fill(&mut number).map_err(|error| Trouble::Unreachable(error.to_string()))?;
        timeout_at(until, connection.greet(u32::from_le_bytes(number)))
            .await
            .map_err(|_| Trouble::Silent)??;
        Ok(connection)
    }

    async fn greet(&mut self, number: u32) -> Result<(), Trouble> {
        /// Process ids of Linux end here: with a number above, we are mistaken for no other client of Dovecot.
        const PID_MAX: u32 = 1 << 22;
        self.say(&wire::greeting(number % (i32::MAX.unsigned_abs() - PID_MAX) + PID_MAX)).await?;
        let mut heard = 0;
        loop {
            while let Some(line) = self.lines.next().map_err(Trouble::Fault)? {
                heard += 1;
                match Said::read(&line).map_err(Trouble::Fault)? {
                    Said::Done => return Ok(()),
                    Said::Mechanism(name) => self.mechanisms.push(name),
                    Said::Answer(..) => return Err(Trouble::Fault(Fault::NotAsked)),
                    Said::Other => {}
                }
                if heard > GREETING_LINES_MAX {
                    return Err(Trouble::Fault(Fault::Endless));
                }
            }
            self.hear().await?;
        }
    }

    async fn say(&mut self, line: &str) -> Result<(), Trouble> {
        self.stream.write_all(line.as_bytes()).await.map_err(|_| Trouble::Closed)?;
        self.stream.flush().await.map_err(|_| Trouble::Closed)
    }

    /// Takes what has come. Dropped before its end, it has taken nothing.
    async fn hear(&mut self) -> Result<(), Trouble> {
        let mut octets = [0; 4096];
        match self.stream.read(&mut octets).await {
            Ok(0) | Err(_) => Err(Trouble::Closed),
            Ok(read) => {
                self.heard = Instant::now();
                self.lines.put(&octets[..read]);
                Ok(())
            }
        }
    }

    /// Asks this, and what else is asked, until the connection is of no use any more. Why it is not, is for those that wait.
    async fn serve(&mut self, first: Question, questions: &mut mpsc::Receiver<Question>) -> Trouble {
        let mut next = Some(first);
        loop {
            if let Some(question) = next.take()
                && let Err(trouble) = self.ask(question).await
            {
                return trouble;
            }
            let due = self.asked.values().next().map_or(self.since + AGE_MAX, |asked| asked.until);
            tokio::select! {
                // An old one answers what it was asked, and takes no more: what waits is for the next connection.
                question = questions.recv(), if self.asked.len() < ASKED_MAX && self.since.elapsed() < AGE_MAX => match question {
                    Some(question) => next = Some(question),
                    // Nobody can ask any more, so nobody waits.
                    None => return Trouble::Closed,
                },
                heard = self.hear() => {
                    if let Err(trouble) = match heard { Ok(()) => self.answer().await, Err(trouble) => Err(trouble) } {
                        return trouble;
                    }
                }
                () = sleep_until(due) => match self.asked.pop_first() {
                    // It is old, and nobody waits for it.
                    None => return Trouble::Closed,
                    Some((_, asked)) => {
                        // A refusal that is put off on purpose is no silence while others are answered.
                        let silent = self.heard <= asked.since;
                        tell(asked.answer, Err(Trouble::Silent));
                        if silent {
                            return Trouble::Silent;
                        }
                    }
                }
            }
        }
    }

    async fn ask(&mut self, question: Question) -> Result<(), Trouble> {
        let Question { responses, from, until, answer } = question;
        if answer.is_closed() {
            return Ok(());
        }
        let known = |name: &str| self.mechanisms.iter().any(|mechanism| mechanism.eq_ignore_ascii_case(name));
        let Some((mechanism, response)) = responses.into_iter().find(|(name, _)| known(name)) else {
            tell(answer, Ok(Verdict::NotOffered));
            return Ok(());
        };
        self.last = self.last.checked_add(1).ok_or(Trouble::Closed)?;
        let line = wire::question(self.last, mechanism, from, response.expose());
        self.asked.insert(self.last, Asked { since: Instant::now(), until, answer });
        timeout_at(until, self.say(&line)).await.map_err(|_| Trouble::Silent)?
    }

    /// Hands on the answers that have come.
    async fn answer(&mut self) -> Result<(), Trouble> {
        while let Some(line) = self.lines.next().map_err(Trouble::Fault)? {
            let Said::Answer(id, verdict) = Said::read(&line).map_err(Trouble::Fault)? else { continue };
            if id == 0 || id > self.last {
                return Err(Trouble::Fault(Fault::NotAsked));
            }
            if verdict == Verdict::Continue {
                // Of our mechanisms only those with a token go on, and that is how they refuse it.
                if let Some(asked) = self.asked.get(&id) {
                    let until = asked.until;
                    let said = timeout_at(until, self.say(&wire::nothing_more(id))).await;
                    said.map_err(|_| Trouble::Silent)??;
                }
            } else if let Some(asked) = self.asked.remove(&id) {
                // Else nobody waits for it any more.
                tell(asked.answer, Ok(verdict));
            }
        }
        Ok(())
    }
}

/// Whoever asked may not wait any more.
fn tell(answer: oneshot::Sender<Result<Verdict, Trouble>>, verdict: Result<Verdict, Trouble>) {
    let _ = answer.send(verdict);
}
