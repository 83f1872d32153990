//! The desk: answers what a session asks, from the policy and the queue, and writes the log lines of the session.

mod content;
mod history;
mod login;
mod refusal;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use postrider_directory::Account;
use postrider_policy::{self as policy, Client, Decision, Policy, Verdict};
use postrider_proto::mail::{Envelope, QueueId, ReversePath};
use postrider_proto::reply::{Reply, catalogue};
use postrider_proto::server::{Answer, Options, Question};
use postrider_proto::wire::command::{MailCommand, RcptCommand};
use postrider_proto::wire::limits::Limits;
use postrider_proto::wire::xclient::{Protocol, XclientCommand};
use postrider_queue::{Durable, Queue};
use tokio::time::Instant;
use tracing::{debug, info, warn};

use history::Opening;

use crate::allowance::{Allowance, Allowances, Counted, Exhausted, Taken};
use crate::call_out::CallOuts;
use crate::clock::Clock;
use crate::counters::Counters;
use crate::intake::Intake;
use crate::journal::{Because, End, Journal, Kept};
use crate::line::Line;
use crate::listener::{Arrival, Inbound, Settings, Submission};
use crate::login::{Exchange, LoginCheck, LoginOffers};
use crate::proxy::{Proxies, Source};
use crate::slots::{Slot, SlotLimits};
use crate::tls::{Failed, Failure, Tls, TlsSession, Unknown};

/// What answers one session.
pub(crate) struct Desk {
    id: SessionId,
    client: Client,
    /// Who has made the connection, where it was a proxy that has said who the client is.
    proxy: Option<Client>,
    /// The id of the first message, if it has one already: it was taken from the drop folder under it.
    next_id: Option<QueueId>,
    options: Arc<Options>,
    policy: Arc<Policy>,
    queue: Queue,
    allowances: Arc<Allowances>,
    allowance: Allowance,
    /// What the transaction has taken of the allowance of its account; none without an account.
    taken: Option<Taken>,
    submission: Submission,
    call_outs: CallOuts,
    login_check: Option<Arc<dyn LoginCheck>>,
    /// What was worth offering when the session offered it; none where nobody can log in.
    login_offers: Option<LoginOffers>,
    /// An AUTH that is under way.
    exchange: Option<Box<Exchange>>,
    /// The account that has logged in.
    account: Option<Arc<Account>>,
    clock: Clock,
    counters: Arc<Counters>,
    proxies: Arc<Proxies>,
    /// What a handshake is done with.
    tls_offered: Option<Tls>,
    /// The TLS of the session, from its handshake on.
    tls: Option<Box<TlsSession>>,
    /// The place of the connection among those that may be open.
    slot: Slot,
    slots: SlotLimits,
    /// Every slot is taken: the client is told to come back.
    full: bool,
    hello: Option<Hello>,
    intake: Option<Intake>,
    /// Why the last answer was what it was, for the log line of a refusal and for the journal.
    because: Option<Because>,
    /// What the next reply answers, for the same.
    line: Line,
    /// Where the client has connected to.
    listener: Option<Arc<SocketAddr>>,
    /// Where what is kept of the session goes; none: nothing is kept.
    journal: Option<Arc<dyn Journal>>,
    /// EHLO, as long as it is all there was.
    opening: Option<Opening>,
    /// What is kept of the session; none before its second command.
    kept: Option<Box<Kept>>,
}

/// EHLO or HELO, as accepted.
struct Hello {
    name: String,
    /// EHLO rather than HELO.
    extended: bool,
}

/// Names a session in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionId(pub(crate) u64);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl Desk {
    pub(crate) fn new(
        id: SessionId,
        arrival: Arrival,
        settings: &Settings,
        inbound: &Inbound,
        slot: Slot,
    ) -> Self {
        Self {
            id,
            client: arrival.client,
            proxy: None,
            next_id: arrival.first,
            options: Arc::clone(&settings.session),
            policy: Arc::clone(&settings.policy),
            queue: inbound.queue.clone(),
            allowances: Arc::clone(&inbound.allowances),
            allowance: settings.allowance,
            taken: None,
            submission: settings.submission,
            call_outs: inbound.call_outs.clone(),
            login_check: inbound.login_check.clone(),
            login_offers: None,
            exchange: None,
            account: None,
            clock: inbound.clock.clone(),
            counters: Arc::clone(&inbound.counters),
            proxies: Arc::clone(&settings.proxies),
            tls_offered: settings.tls.clone(),
            tls: None,
            full: !slot.is_served(),
            slot,
            slots: settings.slots,
            hello: None,
            intake: None,
            because: None,
            line: Line::default(),
            listener: arrival.listener,
            journal: inbound.journal.clone().filter(|journal| journal.is_on()),
            opening: None,
            kept: None,
        }
    }

    pub(crate) fn session_id(&self) -> SessionId {
        self.id
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.options.limits
    }

    pub(crate) fn client(&self) -> Client {
        self.client
    }

    /// The proxy that the client is behind, for the log.
    pub(crate) fn proxy(&self) -> Option<impl tracing::Value + use<>> {
        self.proxy.map(tracing::field::display)
    }

    /// What a session with this client is set to.
    pub(crate) fn options(&self) -> Arc<Options> {
        if self.proxies.speak_for_others(self.client) {
            Arc::new(Options { xclient: true, ..(*self.options).clone() })
        } else {
            Arc::clone(&self.options)
        }
    }

    /// What a handshake is done with.
    pub(crate) fn tls_offered(&self) -> Option<&Tls> {
        self.tls_offered.as_ref()
    }

    /// The TLS of the session, if it has any: what a login can be bound to, and who the client is by its certificate.
    pub(crate) fn tls(&self) -> Option<&TlsSession> {
        self.tls.as_deref()
    }

    /// The handshake is done.
    pub(crate) fn encrypted(&mut self, tls: TlsSession) {
        self.counters.tls_session(tls.version);
        let certificate = tls.client.as_ref().ok().map(|client| client.description.subject.as_str());
        debug!(session = %self.id, client = %self.client, %tls, certificate, "encrypted");
        if let Err(why @ Unknown::Untrusted(_)) = &tls.client {
            // Servers that bring mail show whatever they have, each time; where people hand in theirs, somebody has meant it.
            if self.options.auth_required {
                info!(session = %self.id, client = %self.client, proxy = self.proxy(), %why, "a certificate counts as none");
            } else {
                debug!(session = %self.id, client = %self.client, proxy = self.proxy(), %why, "a certificate counts as none");
            }
        }
        // RFC 3207 §4.2: what was said in clear is forgotten.
        self.hello = None;
        self.exchange = None;
        (self.account, self.taken) = (None, None);
        self.tls = Some(Box::new(tls));
    }

    /// The handshake has come to nothing, and with it the session.
    pub(crate) fn not_encrypted(&mut self, failed: &Failed, since: Duration) {
        let Failed { kind, error, theirs, ours } = failed;
        self.counters.tls_failure(*kind);
        let end =
            End::NoTls { why: *kind, error: error.to_string(), offered: theirs.clone(), ours: ours.clone() };
        self.ended(end, since);
        let why = kind.as_str();
        // Who connects and leaves looks whether somebody listens.
        if matches!(kind, Failure::Stopped) || (matches!(kind, Failure::Lost) && theirs.is_none()) {
            debug!(session = %self.id, client = %self.client, proxy = self.proxy(), why, %error, "no TLS: closed");
            return;
        }
        info!(
            session = %self.id, client = %self.client, proxy = self.proxy(), why, %error, offered = theirs, ours,
            "no TLS: the handshake failed, closed"
        );
    }

    /// For the log.
    fn tls_shown(&self) -> Option<impl tracing::Value + use<>> {
        self.tls().map(|tls| tracing::field::display(tls.to_string()))
    }

    /// The time of day, in seconds since 1970.
    pub(crate) fn now_seconds(&self) -> u64 {
        self.clock.now().as_millis() / 1000
    }

    /// The PROXY header has told where the connection comes from.
    pub(crate) fn announced(&mut self, source: Source) {
        let client = match source {
            Source::Client(client) => client.ip(),
            Source::Nameless => Ipv4Addr::UNSPECIFIED.into(),
            // It speaks for itself, and its connection is its own.
            Source::Proxy => return self.take_place(self.client),
        };
        debug!(session = %self.id, proxy = %self.client, %client, "connected through a proxy");
        self.speaks_for(client);
    }

    /// Behind the connection stands this client.
    fn speaks_for(&mut self, client: IpAddr) {
        self.proxy.get_or_insert(self.client);
        self.client = Client::At(client.to_canonical());
        self.take_place(self.client);
    }

    fn take_place(&mut self, client: Client) {
        self.full = !self.slot.move_to(client, self.slots);
    }

    fn xclient(&mut self, xclient: &XclientCommand) -> Answer<Durable> {
        let XclientCommand { address, port, name, hello, protocol, login, destination, destination_port } =
            xclient;
        debug!(
            session = %self.id, proxy = %self.client, client = address.map(display), port, name, hello,
            protocol = protocol.map(Protocol::as_str), login, destination = destination.map(display),
            destination_port, "a proxy speaks for a client"
        );
        if let Some(client) = address {
            self.speaks_for(*client);
        }
        self.keep_opening();
        // What was said in EHLO was the proxy's own, and so was a login, and a certificate.
        self.hello = None;
        (self.account, self.taken) = (None, None);
        if let Some(tls) = &mut self.tls {
            tls.client = Err(Unknown::OfProxy);
        }
        Answer::Accept
    }

    pub(crate) async fn answer(&mut self, question: Question<'_>) -> Answer<Durable> {
        match question {
            Question::Greeting => self.greeting(),
            Question::Hello { name, extended } => {
                let verdict = self.policy.hello(&policy::Hello { connection: self.connection(), name });
                let answer = self.verdict(verdict);
                if matches!(answer, Answer::Accept) {
                    self.keep_opening();
                    self.hello = Some(Hello { name: name.to_owned(), extended });
                }
                answer
            }
            Question::StartTls if self.tls_offered.is_some() => Answer::Accept,
            // The listener has no TLS, so nothing asks for it; should it, the honest answer is "not now".
            Question::StartTls => Answer::Refuse(Reply::new(&catalogue::TLS_UNAVAILABLE)),
            // Seldom asked, and large.
            Question::Auth { mechanism, response } => Box::pin(self.auth(Some(mechanism), response)).await,
            Question::AuthResponse(response) => Box::pin(self.auth(None, Some(response))).await,
            Question::Xclient(xclient) => self.xclient(xclient),
            Question::Mail(mail) => {
                if self.account.is_some()
                    && let Some(ended) = Box::pin(self.login_ended()).await
                {
                    return ended;
                }
                self.mail(mail)
            }
            Question::Recipient { rcpt, envelope } => self.recipient(rcpt, envelope).await,
            Question::Content { envelope, declared, named } => self.open_intake(envelope, declared, named),
            Question::Commit { envelope, octets, header } => self.commit(envelope, octets, header).await,
        }
    }

    pub(crate) fn greeting(&mut self) -> Answer<Durable> {
        if self.full {
            return Answer::Refuse(Reply::with(
                &catalogue::TOO_BUSY,
                &[("hostname", &self.options.hostname)],
            ));
        }
        self.verdict(self.policy.greeting(&self.connection()))
    }

    fn mail(&mut self, mail: &MailCommand) -> Answer<Durable> {
        // What a transaction before this one has taken, and not spent.
        self.taken = None;
        // RFC 1870 §6.1: a message for which there is no room is refused before it is sent.
        if let Err(no_room) = self.queue.has_room(mail.size) {
            return self.no_room(no_room.to_string());
        }
        let verdict = self.policy.mail(&self.sender(&mail.reverse_path));
        let answer = self.verdict(verdict);
        if let (Answer::Accept, Some(account)) = (&answer, &self.account) {
            match self.allowances.begin(account, self.allowance, Instant::now()) {
                Ok(taken) => self.taken = Some(taken),
                Err(exhausted) => return self.exhausted(&exhausted),
            }
        }
        answer
    }

    async fn recipient(&mut self, rcpt: &RcptCommand, envelope: &Envelope) -> Answer<Durable> {
        let sender = self.sender(&envelope.reverse_path);
        let facts = policy::Recipient { sender, forward_path: &rcpt.forward_path, call_out: None };
        let mut verdict = self.policy.recipient(&facts);
        if let Decision::CallOut(recipient) = &verdict.decision {
            // Seldom asked, and large.
            let said = Box::pin(self.call_outs.ask(recipient)).await;
            verdict = self.policy.recipient(&policy::Recipient { call_out: Some(&said), ..facts });
        }
        let answer = self.verdict(verdict);
        // Counted are those that are accepted, as they were given: what an alias stands for is not the account's doing.
        if let (Answer::Deliver(_), Some(taken)) = (&answer, &mut self.taken)
            && let Err(exhausted) = taken.recipient(Instant::now())
        {
            return self.exhausted(&exhausted);
        }
        answer
    }

    fn exhausted(&mut self, exhausted: &Exhausted) -> Answer<Durable> {
        let Exhausted { of, limit, wait } = exhausted;
        let entry = match of {
            Counted::Messages => &catalogue::ACCOUNT_MESSAGES,
            Counted::Recipients => &catalogue::ACCOUNT_RECIPIENTS,
        };
        let account = self.login().unwrap_or_default();
        self.because =
            Some(Because::Exhausted(format!("{account} has sent all that it may within the hour")));
        Answer::Refuse(Reply::with(entry, &[("limit", limit), ("when", wait)]))
    }

    /// The client has sent this of a command, or the whole of it.
    pub(crate) fn heard(&mut self, octets: &[u8]) {
        self.line.push(octets);
    }

    /// A reply is on its way to the client, as it is on the wire. A refusal leaves a line in the log: with the reasons that the client is not
    /// told, or, where it was no question of reasons, with what the client said.
    pub(crate) fn said(&mut self, reply: &Reply, wire: &[u8], since: Duration) {
        let because = self.because.take().or_else(|| self.why_not_offered(reply));
        let is_challenge = std::ptr::eq(reply.entry(), &catalogue::AUTH_CHALLENGE);
        if reply.entry().code.class().is_refusal() {
            self.refused(reply, because.as_ref());
        } else if is_challenge {
            // It is half of a secret.
            debug!(session = %self.id, reply = reply.entry().id, "{}", reply.entry().code);
        } else {
            debug!(session = %self.id, reply = reply.entry().id, "{reply}");
        }
        self.keep(reply.entry(), wire, because, since);
        self.line.clear();
        if is_challenge {
            self.line.challenged();
        }
    }

    fn refused(&mut self, reply: &Reply, because: Option<&Because>) {
        let entry = reply.entry();
        self.counters.refused(entry);
        // What a peer said stands in a reply in printable ASCII. In a reason it may be anything: a string of its own is what
        // a log escapes.
        match because {
            Some(Because::Trouble(trouble)) => warn!(
                target: "postrider::outcome",
                session = %self.id, reply = entry.id, client = %self.client, proxy = self.proxy(), tls = self.tls_shown(), because = trouble, "refused: {reply}"
            ),
            Some(Because::Login { why, name }) => info!(
                target: "postrider::outcome",
                session = %self.id, reply = entry.id, client = %self.client, proxy = self.proxy(), tls = self.tls_shown(),
                account = name, because = why, "refused: {reply}"
            ),
            Some(because @ (Because::Rules(_) | Because::Exhausted(_))) => info!(
                target: "postrider::outcome",
                session = %self.id, reply = entry.id, client = %self.client, proxy = self.proxy(), tls = self.tls_shown(),
                because = because.to_string(), "refused: {reply}"
            ),
            None => info!(
                target: "postrider::outcome",
                session = %self.id, reply = entry.id, client = %self.client, proxy = self.proxy(), tls = self.tls_shown(),
                command = self.line.for_log().as_deref(), "refused: {reply}"
            ),
        }
    }

    fn verdict(&mut self, Verdict { decision, reasons }: Verdict) -> Answer<Durable> {
        let refuses = matches!(decision, Decision::CallOut(_) | Decision::Refuse(_));
        self.because = (refuses || !reasons.is_empty()).then_some(Because::Rules(reasons));
        match decision {
            Decision::Accept => Answer::Accept,
            Decision::Deliver(mailboxes) => Answer::Deliver(mailboxes),
            Decision::Relay(address) => Answer::Deliver(vec![address]),
            // It was asked, and the rules have no use for the answer: they say nothing for the recipient, and so is this no yes.
            Decision::CallOut(address) => {
                Answer::Refuse(Reply::with(&catalogue::RECIPIENT_UNPROVEN, &[("address", &address)]))
            }
            Decision::Refuse(reply) => Answer::Refuse(reply),
        }
    }

    fn sender<'a>(&'a self, reverse_path: &'a ReversePath) -> policy::Sender<'a> {
        policy::Sender { hello: self.hello(), login: self.account.as_deref(), reverse_path }
    }

    fn connection(&self) -> policy::Connection {
        policy::Connection { client: self.client }
    }

    fn hello(&self) -> policy::Hello<'_> {
        let name = self.hello.as_ref().map_or("", |hello| &hello.name);
        policy::Hello { connection: self.connection(), name }
    }
}
