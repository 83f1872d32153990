//! Delivery to another server: its hosts one after the other, until each recipient has an answer.
//!
//! ```text
//!   host, address ─▶ connection (one that waits, or a new one) ─▶ transaction ─▶ judge ─┬─▶ accepted, later, never
//!        ▲                                                            ▲                 ├─▶ again: the next transaction
//!        └───────────── another host may be better ◀──────────────────┴─────────────────┘
//! ```

use std::fmt;
use std::io::{self, Read as _};
use std::sync::Arc;

use postrider_proto::client::{self, Protocol, RecipientOutcome, Said, Step, Transaction};
use postrider_proto::mail::{Envelope, Recipient};
use postrider_proto::reply::Enhanced;
use postrider_queue::{Answer, Attempt, Body};
use postrider_reference::Diagnosis;

use crate::aside::aside;
use crate::class;
use crate::fate::{End, Fate, Remote};
use crate::halt::Halt;
use crate::judge::{self, Hop, Judgement, Next};
use crate::pool::Pool;
use crate::report::notify_onward;
use crate::signing::Signatures;
use crate::smtp::{ConnectFault, Connection, Options, Sent, Target};
use crate::trail::Trails;
use crate::utf8;

/// One address at which a host may be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The name of the host, if it has one.
    pub(crate) name: Option<String>,
    /// Where it listens.
    pub(crate) target: Target,
    /// What the connection is set to.
    pub(crate) options: Options,
}

/// Where a message goes, and what that says about whom to blame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// Who chose it.
    pub(crate) hop: Hop,
    /// The site that the hosts belong to.
    pub(crate) site: String,
    /// In the order in which they are tried.
    pub(crate) candidates: Vec<Candidate>,
    /// How many messages one connection carries.
    pub(crate) messages_per_connection: u32,
}

/// Brings a message to some recipients of an attempt: by their places in it. Gives what became of each, or after a halt of those of
/// whom that is known.
pub(crate) async fn deliver(
    pool: &Pool,
    halt: &Halt,
    signatures: &Signatures<'_>,
    attempt: &Attempt,
    way: &Way,
    recipients: Vec<usize>,
) -> Vec<(usize, Fate)> {
    let mut fates = Vec::with_capacity(recipients.len());
    let mut left = recipients;
    let mut trails = Trails::default();
    let mut last = Fate::here(End::Deferred, Enhanced::new(4, 4, 4), "there is no host to bring it to");
    for candidate in &way.candidates {
        let visit = Visit { pool, halt, signatures, attempt, way, candidate };
        left = visit.make(left, &mut last, &mut fates, &mut trails).await;
        if left.is_empty() {
            break;
        }
        if halt.is_called() {
            // Who is left was not tried to the end.
            left.clear();
        }
    }
    // No host is left: what the last one said of itself holds for all of them.
    fates.iter_mut().for_each(|(place, fate)| trails.before(*place, fate));
    fates.extend(left.into_iter().map(|place| (place, trails.without_end(place, &last))));
    fates
}

/// One host, and what it is visited for.
struct Visit<'a> {
    pool: &'a Pool,
    halt: &'a Halt,
    signatures: &'a Signatures<'a>,
    attempt: &'a Attempt,
    way: &'a Way,
    candidate: &'a Candidate,
}

impl Visit<'_> {
    /// Gives the recipients for whom another host may be better, `last` is why; and whoever is left after a halt.
    async fn make(
        &self,
        recipients: Vec<usize>,
        last: &mut Fate,
        fates: &mut Vec<(usize, Fate)>,
        trails: &mut Trails,
    ) -> Vec<usize> {
        let mut left = recipients;
        let mut elsewhere = Vec::new();
        let mut waiting = self.pool.take(&self.candidate.target, &self.candidate.options);
        while !left.is_empty() && !self.halt.is_called() {
            let mut connection = match waiting.take() {
                Some(connection) => connection,
                None => match self.open().await {
                    None => break,
                    Some(Ok(connection)) => {
                        if let Some(fault) = connection.fell_back() {
                            let answer = self.answer(None, || format!("{fault}; so it goes in clear"));
                            left.iter().for_each(|&place| trails.met(place, answer.clone()));
                        }
                        connection
                    }
                    Some(Err(fault)) => {
                        let (next, fate) = self.not_connected(&fault);
                        if next == Next::OtherHost {
                            left.iter().for_each(|&place| trails.passed(place, &fate));
                            self.passed_over(last, fate);
                            elsewhere.append(&mut left);
                        } else {
                            fates.extend(left.drain(..).map(|place| (place, fate.clone())));
                        }
                        break;
                    }
                },
            };
            let Some(sent) = self.send(&mut connection, &mut left, fates).await else { break };
            if sent.stale {
                continue;
            }
            let dsn = connection.offered().dsn;
            let mut again = Vec::new();
            for (at, (place, outcome)) in left.drain(..).zip(&sent.outcome.recipients).enumerate() {
                let judged = judge::transaction(outcome, self.way.hop);
                match judged.next {
                    Next::Again => again.push(place),
                    Next::OtherHost => {
                        let fate = self.fate(&judged, &sent, at, dsn);
                        trails.passed(place, &fate);
                        self.passed_over(last, fate);
                        elsewhere.push(place);
                    }
                    _ => fates.push((place, self.fate(&judged, &sent, at, dsn))),
                }
            }
            left = again;
            let more = connection.transactions() < self.way.messages_per_connection;
            match (sent.reusable && more, left.is_empty()) {
                (true, true) => self.keep(connection),
                (true, false) => waiting = Some(connection),
                (false, _) if sent.reusable => drop(tokio::spawn(connection.quit())),
                (false, _) => {}
            }
        }
        elsewhere.append(&mut left);
        elsewhere
    }

    /// None if there was a halt before it came to that.
    async fn open(&self) -> Option<Result<Connection, ConnectFault>> {
        tokio::select! {
            biased;
            () = self.halt.called() => None,
            opened = self.pool.open(&self.candidate.target, &self.candidate.options) => Some(opened),
        }
    }

    /// Sends the message to these recipients. None if the message cannot be had: then they have their fates.
    async fn send(
        &self,
        connection: &mut Connection,
        left: &mut Vec<usize>,
        fates: &mut Vec<(usize, Fate)>,
    ) -> Option<Sent> {
        let signature = match self.signature().await {
            Ok(signature) => signature,
            Err(reason) => {
                // RFC 3463 §3.4: the system is not set up as it should be.
                let fate = Fate { ours: true, ..Fate::here(End::Deferred, Enhanced::new(4, 3, 5), reason) };
                fates.extend(left.drain(..).map(|place| (place, fate.clone())));
                return None;
            }
        };
        let (envelope, body) = match self.message(connection, left) {
            Ok(message) => message,
            Err(error) => {
                let fate = Fate {
                    ours: true,
                    ..Fate::here(End::Deferred, Enhanced::new(4, 3, 0), error.to_string())
                };
                fates.extend(left.drain(..).map(|place| (place, fate.clone())));
                return None;
            }
        };
        let transaction = Transaction { envelope, size: Some(body.octets() + signature.len() as u64) };
        let mut body = io::Cursor::new(signature).chain(body);
        Some(connection.send_until(transaction, &mut body, self.halt.called()).await)
    }

    /// What goes in front of the message. Whoever speaks LMTP has the mailboxes, and the message does not leave.
    async fn signature(&self) -> Result<Arc<[u8]>, String> {
        match self.candidate.options.session.protocol {
            Protocol::Smtp => self.signatures.of(self.attempt).await,
            Protocol::Lmtp => Ok(Arc::default()),
        }
    }

    /// The message for some of the recipients, as this host can have it.
    fn message(&self, connection: &Connection, places: &[usize]) -> io::Result<(Envelope, Body)> {
        let mut envelope = self.envelope(places);
        if envelope.smtputf8 && !connection.offered().smtputf8 {
            let body = self.attempt.body()?;
            envelope.smtputf8 = !aside(true, || utf8::has_ascii_header(body))?;
        }
        Ok((envelope, self.attempt.body()?))
    }

    /// The envelope for some of the recipients.
    fn envelope(&self, places: &[usize]) -> Envelope {
        let envelope = self.attempt.envelope();
        let recipients = places.iter().map(|&place| {
            let claimed = &self.attempt.recipients()[place];
            let notify = notify_onward(envelope, claimed.index as usize);
            Recipient { notify, ..claimed.recipient.clone() }
        });
        Envelope {
            reverse_path: envelope.reverse_path.clone(),
            recipients: recipients.collect(),
            body: envelope.body,
            smtputf8: envelope.smtputf8,
            ret: envelope.ret,
            envid: envelope.envid.clone(),
            signing: envelope.signing.clone(),
        }
    }

    /// Why this host was passed over. That one takes no mail, and never will, is the end only if it is true of all of them; and what
    /// is wrong with us is to blame only if it kept us from all of them.
    fn passed_over(&self, last: &mut Fate, fate: Fate) {
        let is_first = self.way.candidates.first() == Some(self.candidate);
        let says_never = fate.end == End::Failed && last.end != End::Failed;
        let blames_us = fate.ours && !last.ours;
        if is_first || !(says_never || blames_us) {
            *last = fate;
        }
    }

    fn keep(&self, connection: Connection) {
        self.pool.put(self.candidate.target.clone(), self.candidate.options.clone(), connection);
    }

    fn not_connected(&self, fault: &ConnectFault) -> (Next, Fate) {
        let judged = judge::connection(fault, self.way.hop);
        let said = match fault {
            ConnectFault::Session(client::OpenFault::Refused { step, said }) => Some((*step, said)),
            ConnectFault::BoundLogin { said } => Some((Step::Auth, said)),
            _ => None,
        };
        let answer = self.answer(said, || fault.to_string());
        let reply = said.map(|(_, said)| said.to_string());
        let diagnosis = said.map(|(step, said)| self.diagnose(step, said));
        let end = if judged.next == Next::OtherHost && judged.status.class == 5 {
            End::Failed
        } else {
            End::Deferred
        };
        let fate = Fate {
            end,
            status: judged.status,
            note: format!("{}: {fault}", self.candidate),
            remote: (!matches!(fault, ConnectFault::Token(_)))
                .then(|| Remote { name: self.candidate.name(), reply }),
            answers: vec![answer],
            advice: diagnosis.and_then(|diagnosis| class::advice(diagnosis.class)),
            diagnosis,
            ours: judged.ours,
            slows: judged.slows,
        };
        (judged.next, fate)
    }

    /// What this host has answered, or what happened instead.
    fn answer(&self, said: Option<(Step, &Said)>, instead: impl FnOnce() -> String) -> Answer {
        Answer {
            host: self.candidate.to_string(),
            step: said.map(|(step, _)| step.to_string()),
            said: said.map_or_else(instead, |(_, said)| said.to_string()),
        }
    }

    /// What a refusal of this host comes to.
    fn diagnose(&self, step: Step, said: &Said) -> Diagnosis {
        class::diagnose(step, said, self.candidate.name.as_deref())
    }

    /// What became of the recipient that was at this place in the transaction.
    fn fate(&self, judged: &Judgement, sent: &Sent, at: usize, dsn: bool) -> Fate {
        let outcome = &sent.outcome.recipients[at];
        let note = match outcome {
            RecipientOutcome::Accepted(said) => format!("{} said: {said}", self.candidate),
            RecipientOutcome::Failed(trouble) => match &sent.body_fault {
                Some(error) => format!("{}: {trouble}: {error}", self.candidate),
                None => format!("{}: {trouble}", self.candidate),
            },
            RecipientOutcome::Refused { step, said } => format!("{} said at {step}: {said}", self.candidate),
            RecipientOutcome::Remainder(_) => format!("{} takes no more recipients at once", self.candidate),
        };
        let end = match judged.next {
            // LMTP is spoken to whoever has the mailboxes (RFC 2033 §1).
            Next::Accepted if self.candidate.options.session.protocol == Protocol::Lmtp => End::Delivered,
            Next::Accepted => End::Relayed { dsn },
            Next::Never => End::Failed,
            Next::Unknown => End::Unknown,
            Next::Again | Next::OtherHost | Next::Later => End::Deferred,
        };
        let diagnosis = match outcome {
            RecipientOutcome::Refused { step, said } => Some(self.diagnose(*step, said)),
            _ => None,
        };
        let said = outcome.said();
        let answer = self.answer(said, || match (outcome, &sent.body_fault) {
            (RecipientOutcome::Failed(trouble), Some(error)) => format!("{trouble}: {error}"),
            (RecipientOutcome::Failed(trouble), None) => trouble.to_string(),
            // Only a limit that was known beforehand is kept without a reply.
            _ => "it takes no more recipients at once".to_owned(),
        });
        let reply = said.map(|(_, said)| said.to_string());
        Fate {
            end,
            status: judged.status,
            note,
            remote: Some(Remote { name: self.candidate.name(), reply }),
            answers: vec![answer],
            advice: diagnosis.and_then(|diagnosis| class::advice(diagnosis.class)),
            diagnosis,
            ours: judged.ours,
            slows: judged.slows || diagnosis.is_some_and(|diagnosis| diagnosis.throttles),
        }
    }
}

impl Candidate {
    /// What a report calls it.
    fn name(&self) -> String {
        self.name.clone().unwrap_or_else(|| match &self.target {
            Target::Tcp(address) => format!("[{}]", address.ip()),
            Target::Unix(_) => "localhost".to_owned(),
        })
    }
}

/// `mx.example [192.0.2.1]:25`
impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.name, &self.target) {
            (Some(name), Target::Tcp(address)) => write!(f, "{name} [{}]:{}", address.ip(), address.port()),
            (_, target) => write!(f, "{target}"),
        }
    }
}
