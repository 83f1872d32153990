//! The desk: answers what a session asks, from the policy and the queue, and writes the log lines of the session.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use postrider_directory::Account;
use postrider_policy::{self as policy, Client, Decision, Policy, Reason, Verdict};
use postrider_proto::mail::header::HeaderScan;
use postrider_proto::mail::{Envelope, QueueId, ReversePath};
use postrider_proto::reply::{Reply, catalogue};
use postrider_proto::server::{Answer, Mechanism, Options, Proof as _, Question};
use postrider_proto::wire::command::{MailCommand, RcptCommand};
use postrider_proto::wire::limits::Limits;
use postrider_proto::wire::xclient::{Protocol, XclientCommand};
use postrider_queue::{CommitError, Durable, Queue};
use tokio::time::Instant;
use tracing::{debug, info, warn};

use crate::allowance::{Allowance, Allowances, Counted, Exhausted, Taken};
use crate::call_out::CallOuts;
use crate::clock::Clock;
use crate::counters::Counters;
use crate::intake::{Intake, IntakeFault, Origin};
use crate::line::Line;
use crate::listener::{Inbound, Settings, Submission};
use crate::login::{self, Asker, Exchange, LoginCheck, LoginOffers, LoginResult, Next, Refused, Standing};
use crate::proxy::{Proxies, Source};
use crate::slots::{Slot, SlotLimits};
use crate::tls::{Failed, Failure, Tls, TlsSession};

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
    /// Why the last answer was a refusal, for the log line of the reply.
    because: Option<Because>,
    /// What the next reply answers, for the same.
    line: Line,
}

/// EHLO or HELO, as accepted.
struct Hello {
    name: String,
    /// EHLO rather than HELO.
    extended: bool,
}

/// Why an answer was a refusal: what the log is told, and the client is not.
#[derive(Debug)]
enum Because {
    /// Rules of the policy said so.
    Rules(Vec<Reason>),
    /// A login has failed, or has ended.
    Login {
        why: String,
        /// The name that the client has given, as the log may have it.
        name: Option<String>,
    },
    /// The account has sent all that it may within the hour.
    Exhausted(String),
    /// The queue cannot take the message.
    Trouble(String),
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trouble(why) | Self::Login { why, .. } | Self::Exhausted(why) => f.write_str(why),
            Self::Rules(reasons) => reasons.iter().enumerate().try_for_each(|(i, reason)| {
                f.write_str(if i == 0 { "" } else { "; " })?;
                write!(f, "{reason}")
            }),
        }
    }
}

/// Names a session in the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionId(pub(crate) u64);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl Desk {
    pub(crate) fn new(
        id: SessionId,
        client: Client,
        settings: &Settings,
        inbound: &Inbound,
        slot: Slot,
    ) -> Self {
        Self {
            id,
            client,
            proxy: None,
            next_id: None,
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
        }
    }

    /// The same, whose first message has this id.
    pub(crate) fn with_id(self, id: Option<QueueId>) -> Self {
        Self { next_id: id, ..self }
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
        let certificate = tls.client.as_ref().map(|client| client.description.subject.as_str());
        debug!(session = %self.id, client = %self.client, %tls, certificate, "encrypted");
        // RFC 3207 §4.2: what was said in clear is forgotten.
        self.hello = None;
        self.exchange = None;
        (self.account, self.taken) = (None, None);
        self.tls = Some(Box::new(tls));
    }

    /// The handshake has come to nothing, and with it the session.
    pub(crate) fn not_encrypted(&self, failed: &Failed) {
        let Failed { kind, error, theirs, ours } = failed;
        self.counters.tls_failure(*kind);
        let why = kind.as_str();
        if matches!(kind, Failure::Lost | Failure::Stopped) {
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

    /// Which mechanisms of its listener this session can use, as of now. A login is held to what this has said, until it is asked again.
    pub(crate) fn usable(&mut self) -> impl Fn(&Mechanism) -> bool {
        // Asked once for all of them: it may take a look at a file.
        let check = self.login_check.as_ref().filter(|_| !self.options.auth.is_empty());
        self.login_offers = check.map(|check| check.offers());
        move |mechanism| login::is_usable(&mechanism.name, self.login_offers, self.tls())
    }

    /// Who has logged in.
    fn login(&self) -> Option<&str> {
        self.account.as_ref().map(|account| account.name.as_str())
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
        // What was said in EHLO was the proxy's own, and so was a login, and a certificate.
        self.hello = None;
        (self.account, self.taken) = (None, None);
        if let Some(tls) = &mut self.tls {
            tls.client = None;
        }
        Answer::Accept
    }

    pub(crate) async fn answer(&mut self, question: Question<'_>) -> Answer<Durable> {
        match question {
            Question::Greeting if self.full => {
                Answer::Refuse(Reply::with(&catalogue::TOO_BUSY, &[("hostname", &self.options.hostname)]))
            }
            Question::Greeting => self.verdict(self.policy.greeting(&self.connection())),
            Question::Hello { name, extended } => {
                let verdict = self.policy.hello(&policy::Hello { connection: self.connection(), name });
                let answer = self.verdict(verdict);
                if matches!(answer, Answer::Accept) {
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

    /// AUTH with this mechanism, or the next response in the exchange that is under way.
    async fn auth(&mut self, mechanism: Option<&str>, response: Option<&[u8]>) -> Answer<Durable> {
        self.line.keep_secret();
        let under_way = self.exchange.take();
        let (Some(check), Some(from)) = (self.login_check.clone(), self.client.address()) else {
            return self.not_logged_in(login::unavailable("nobody here knows accounts"));
        };
        let needs_proof = self.options.auth_needs_proof;
        let (session, offers) = (self.id, self.login_offers);
        let asker = Asker { session, check: &*check, offers, tls: self.tls(), from, needs_proof };
        let exchange = match (mechanism, under_way) {
            (Some(mechanism), _) => Exchange::begin(mechanism, &self.options.auth, asker),
            (None, Some(exchange)) => Ok(exchange),
            (None, None) => Err(login::unavailable("no exchange is under way")),
        };
        let exchange = match exchange {
            Ok(exchange) => exchange,
            Err(refused) => return self.not_logged_in(refused),
        };
        let mechanism = exchange.mechanism();
        match exchange.go_on(response, asker).await {
            Next::Challenge(challenge, exchange) => {
                self.exchange = Some(exchange);
                Answer::Challenge(challenge)
            }
            Next::Refused(refused) => self.not_logged_in(refused),
            Next::In(account) => {
                self.counters.login(LoginResult::Success);
                info!(
                    target: "postrider::outcome",
                    session = %self.id, client = %self.client, proxy = self.proxy(), account = account.name,
                    %mechanism, tls = self.tls_shown(), "logged in"
                );
                let (name, message_octets) = (account.name.clone(), account.limits.message_octets);
                self.account = Some(account);
                Answer::Authenticated { account: name, message_octets }
            }
        }
    }

    fn not_logged_in(&mut self, refused: Refused) -> Answer<Durable> {
        self.counters.login(refused.result);
        self.because = Some(Because::Login { why: refused.because, name: refused.name });
        Answer::Refuse(refused.reply)
    }

    /// Looks at the login again. None if it is as good as it was, and then what it may do is what the account may do now.
    async fn login_ended(&mut self) -> Option<Answer<Durable>> {
        let (Some(account), Some(check)) = (self.account.clone(), self.login_check.clone()) else {
            return None;
        };
        let (entry, because) = match check.still(&account).await {
            Standing::Good(now) => {
                self.account = Some(now);
                return None;
            }
            Standing::Disabled => {
                (&catalogue::AUTH_ACCOUNT_DISABLED, "the account was disabled after it had logged in")
            }
            Standing::Ended => {
                (&catalogue::AUTH_ENDED, "the account is gone or has another password since it logged in")
            }
            Standing::Unavailable { why } => {
                self.because = Some(Because::Login { why, name: Some(account.name.clone()) });
                return Some(Answer::Refuse(Reply::new(&catalogue::AUTH_UNAVAILABLE)));
            }
        };
        self.account = None;
        self.because = Some(Because::Login { why: because.to_owned(), name: Some(account.name.clone()) });
        Some(Answer::LoggedOut(Reply::new(entry)))
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

    fn open_intake(&mut self, envelope: &Envelope, declared: Option<u64>, named: u32) -> Answer<Durable> {
        let id = self.next_id.take().unwrap_or_else(|| self.queue.new_id());
        let origin = Origin {
            session: self.id,
            named,
            client: self.client,
            tls: self.tls(),
            login: self.login(),
            submission: self.submission,
            hello: self.hello.as_ref().map(|hello| hello.name.as_str()),
            extended: self.hello.as_ref().is_some_and(|hello| hello.extended),
            by: &self.options.hostname,
            at: self.clock.now(),
        };
        match Intake::open(&self.queue, id, envelope, declared, origin) {
            Ok(intake) => {
                self.intake = Some(intake);
                Answer::Accept
            }
            Err(fault) => self.not_taken(fault),
        }
    }

    /// Content, as it comes.
    pub(crate) fn content(&mut self, octets: &[u8]) {
        if let Some(intake) = &mut self.intake {
            intake.write(octets);
        }
    }

    /// The content will not be committed.
    pub(crate) fn discard(&mut self) {
        (self.intake, self.taken) = (None, None);
    }

    async fn commit(&mut self, envelope: &Envelope, octets: u64, header: &HeaderScan) -> Answer<Durable> {
        let committing = match self.hand_over(envelope, header) {
            Ok(committing) => committing,
            Err(refused) => {
                self.taken = None;
                return refused;
            }
        };
        match committing.await.map_err(IntakeFault::from) {
            Ok(durable) => {
                if let Some(taken) = self.taken.take() {
                    taken.spend(Instant::now());
                }
                self.counters.accepted(octets);
                info!(
                    target: "postrider::outcome",
                    session = %self.id, id = %durable.id(), client = %self.client, proxy = self.proxy(), from = envelope.reverse_path.to_string(),
                    recipients = envelope.recipients.len(), octets, tls = self.tls_shown(), account = self.login(), "received"
                );
                Answer::Stored(durable)
            }
            Err(fault) => {
                self.taken = None;
                self.not_taken(fault)
            }
        }
    }

    /// Gives the content to the queue, unless the policy has something against it. What is waited for is small: every session has
    /// the room for it, also while it does nothing.
    fn hand_over(
        &mut self,
        envelope: &Envelope,
        header: &HeaderScan,
    ) -> Result<impl Future<Output = Result<Durable, CommitError>> + use<>, Answer<Durable>> {
        let Some(intake) = self.intake.take() else {
            return Err(self.store_failed("the content was dropped before its end"));
        };
        let authors = self.account.as_deref().map(|account| (account, header.authors()));
        let login = authors.as_ref().map(|(account, authors)| (*account, authors));
        let single_words = if login.is_some() { header.single_words() } else { Vec::new() };
        let content = policy::Content {
            envelope,
            delivered_to: header.delivered_to(),
            single_words: &single_words,
            login,
        };
        let verdict = self.policy.content(&content);
        if let Decision::Refuse(_) = verdict.decision {
            return Err(self.verdict(verdict));
        }
        let signing =
            self.policy.signing(self.client, self.account.as_deref(), header.author_domain().as_ref());
        let envelope = Envelope { signing, ..envelope.clone() };
        match intake.finish() {
            Ok(held) => Ok(self.queue.commit(held, envelope, self.clock.now())),
            Err(fault) => Err(self.not_taken(fault)),
        }
    }

    /// The client has sent this of a command, or the whole of it.
    pub(crate) fn heard(&mut self, octets: &[u8]) {
        self.line.push(octets);
    }

    /// A reply is on its way to the client. A refusal leaves a line in the log: with the reasons that the client is not
    /// told, or, where it was no question of reasons, with what the client said.
    pub(crate) fn said(&mut self, reply: &Reply) {
        let entry = reply.entry();
        let because = self.because.take();
        if !entry.code.class().is_refusal() {
            debug!(session = %self.id, reply = entry.id, "{reply}");
            return self.line.clear();
        }
        self.counters.refused(entry);
        // What a peer said stands in a reply in printable ASCII. In a reason it may be anything: a string of its own is what
        // a log escapes.
        match &because {
            Some(Because::Trouble(trouble)) => warn!(
                target: "postrider::outcome",
                session = %self.id, reply = entry.id, client = %self.client, proxy = self.proxy(), tls = self.tls_shown(), because = trouble, "refused: {reply}"
            ),
            Some(Because::Login { why, name }) => info!(
                target: "postrider::outcome",
                session = %self.id, reply = entry.id, client = %self.client, proxy = self.proxy(), tls = self.tls_shown(),
                account = name, because = why, "refused: {reply}"
            ),
            Some(Because::Rules(_) | Because::Exhausted(_)) => info!(
                target: "postrider::outcome",
                session = %self.id, reply = entry.id, client = %self.client, proxy = self.proxy(), tls = self.tls_shown(),
                because = because.as_ref().map(ToString::to_string), "refused: {reply}"
            ),
            None => info!(
                target: "postrider::outcome",
                session = %self.id, reply = entry.id, client = %self.client, proxy = self.proxy(), tls = self.tls_shown(),
                command = self.line.for_log().as_deref(), "refused: {reply}"
            ),
        }
        self.line.clear();
    }

    fn verdict(&mut self, verdict: Verdict) -> Answer<Durable> {
        match verdict.decision {
            Decision::Accept => Answer::Accept,
            Decision::Deliver(mailboxes) => Answer::Deliver(mailboxes),
            Decision::Relay(address) => Answer::Deliver(vec![address]),
            // It was asked, and the rules have no use for the answer: they say nothing for the recipient, and so is this no yes.
            Decision::CallOut(address) => {
                self.because = Some(Because::Rules(verdict.reasons));
                Answer::Refuse(Reply::with(&catalogue::RECIPIENT_UNPROVEN, &[("address", &address)]))
            }
            Decision::Refuse(reply) => {
                self.because = Some(Because::Rules(verdict.reasons));
                Answer::Refuse(reply)
            }
        }
    }

    fn not_taken(&mut self, fault: IntakeFault) -> Answer<Durable> {
        match fault {
            IntakeFault::NoRoom(no_room) => self.no_room(no_room),
            IntakeFault::Write(error) => self.store_failed(error),
        }
    }

    fn no_room(&mut self, why: impl Into<String>) -> Answer<Durable> {
        self.because = Some(Because::Trouble(why.into()));
        Answer::Refuse(Reply::new(&catalogue::NO_ROOM))
    }

    fn store_failed(&mut self, why: impl Into<String>) -> Answer<Durable> {
        self.because = Some(Because::Trouble(why.into()));
        Answer::Refuse(Reply::new(&catalogue::STORE_FAILED))
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
