//! Call-outs: whether the server that a recipient lives at takes mail for it, asked while the client waits, and remembered.
//!
//! ```text
//!   desk ──▶ CallOuts::ask ──▶ remembered? ──yes──▶ the answer
//!                                  │ no, or no longer
//!                                  └──▶ CallOut::ask (somebody else's connection) ──▶ remember
//! ```
//!
//! A backup MX is needed most while the first one cannot be asked. So a yes is good for a month when there is no newer
//! answer; while there can be one, it is asked for once a day.

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use postrider_policy::CallOutAnswer;
use postrider_proto::mail::{Domain, Mailbox};
use tokio::time::{Instant, timeout};

/// Asks the server that a recipient lives at. This crate knows no way out; whoever puts the server together hands one in.
pub trait CallOut: Send + Sync + 'static {
    /// Whether it takes mail for `recipient`. Drops what it has open when it is dropped, as it is when that takes too long.
    fn ask<'a>(&'a self, recipient: &'a Mailbox) -> Pin<Box<dyn Future<Output = CallOutAnswer> + Send + 'a>>;
}

/// Questions to the servers of relay domains, and the answers that are still good. A clone is the same.
#[derive(Clone, Default)]
pub struct CallOuts(Option<Arc<Asking>>);

struct Asking {
    asker: Box<dyn CallOut>,
    memory: Mutex<Memory>,
}

/// The client may wait five minutes for the reply to RCPT (RFC 5321 §4.5.3.2.3), and it may have several.
const PATIENCE: Duration = Duration::from_secs(30);

/// Questions about one domain under way at once. A flood of invented names must not become a flood for the server they are
/// invented at.
const AT_ONCE: usize = 10;

/// How long a yes is not doubted.
const YES_FRESH: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a yes is good where no newer answer can be had.
const YES_GOOD: Duration = Duration::from_secs(31 * 24 * 60 * 60);

/// How long a no is good: somebody may have moved in.
const NO_GOOD: Duration = Duration::from_secs(60 * 60);

/// How long nothing is asked again that was not answered.
const UNKNOWN_GOOD: Duration = Duration::from_secs(60);

/// The most recipients that are remembered as known, and the most that are not. They are apart, so that a flood of invented
/// names makes nobody forgotten who is real.
const KNOWN_MAX: usize = 20_000;
const OTHERS_MAX: usize = 5_000;

/// How much of what a server said is kept, in octets: one line of a reply (RFC 5321 §4.5.3.1.5).
const SAID_OCTETS_MAX: usize = 512;

impl CallOuts {
    /// Questions that this one asks.
    #[must_use]
    pub fn new(asker: impl CallOut) -> Self {
        Self(Some(Arc::new(Asking { asker: Box::new(asker), memory: Mutex::default() })))
    }

    /// Nobody is asked: what cannot be known without asking is unknown.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    pub(crate) async fn ask(&self, recipient: &Mailbox) -> CallOutAnswer {
        let Some(asking) = &self.0 else { return unknown("nobody is asked") };
        if let Some(answer) = asking.memory().recall(recipient, Instant::now()) {
            return answer;
        }
        let Some(_turn) = Turn::take(asking, recipient.domain()) else {
            // Not remembered: it says nothing about the recipient.
            let why = || unknown(&format!("{AT_ONCE} questions about its domain are under way"));
            return asking.memory().known(recipient, Instant::now(), YES_GOOD).unwrap_or_else(why);
        };
        let answer = match timeout(PATIENCE, asking.asker.ask(recipient)).await {
            Ok(answer) => answer,
            Err(_) => unknown(&format!("no answer within {} seconds", PATIENCE.as_secs())),
        };
        let mut memory = asking.memory();
        memory.remember(recipient, shortened(answer), Instant::now());
        memory.recall(recipient, Instant::now()).unwrap_or_else(|| unknown("it is forgotten again"))
    }
}

impl Asking {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of the questions about a domain that may be under way.
struct Turn<'a> {
    asking: &'a Asking,
    domain: &'a Domain,
}

impl<'a> Turn<'a> {
    fn take(asking: &'a Asking, domain: &'a Domain) -> Option<Self> {
        let mut memory = asking.memory();
        let under_way = memory.under_way.entry(domain.clone()).or_default();
        if *under_way == AT_ONCE {
            return None;
        }
        *under_way += 1;
        Some(Self { asking, domain })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut memory = self.asking.memory();
        if let Some(under_way) = memory.under_way.get_mut(self.domain) {
            *under_way -= 1;
            if *under_way == 0 {
                memory.under_way.remove(self.domain);
            }
        }
    }
}

/// What is remembered.
struct Memory {
    known: Answers<()>,
    others: Answers<CallOutAnswer>,
    /// Questions under way, by domain; none is 0.
    under_way: HashMap<Domain, usize>,
}

impl Default for Memory {
    fn default() -> Self {
        Self { known: Answers::new(KNOWN_MAX), others: Answers::new(OTHERS_MAX), under_way: HashMap::new() }
    }
}

impl Memory {
    /// The answer, if there is one that need not be asked for.
    fn recall(&self, recipient: &Mailbox, now: Instant) -> Option<CallOutAnswer> {
        if let Some(yes) = self.known(recipient, now, YES_FRESH) {
            return Some(yes);
        }
        let (answer, age) = self.others.get(recipient, now)?;
        match answer {
            CallOutAnswer::Unknown { .. } if age >= UNKNOWN_GOOD => None,
            CallOutAnswer::Unknown { .. } => {
                Some(self.known(recipient, now, YES_GOOD).unwrap_or_else(|| answer.clone()))
            }
            answer => (age < NO_GOOD).then(|| answer.clone()),
        }
    }

    /// A yes that is not older than this.
    fn known(&self, recipient: &Mailbox, now: Instant, good: Duration) -> Option<CallOutAnswer> {
        let ((), age) = self.known.get(recipient, now)?;
        (age < good).then_some(CallOutAnswer::Yes)
    }

    fn remember(&mut self, recipient: &Mailbox, answer: CallOutAnswer, now: Instant) {
        match answer {
            CallOutAnswer::Yes => {
                self.others.forget(recipient);
                self.known.put(recipient, (), now);
            }
            CallOutAnswer::No { .. } => {
                self.known.forget(recipient);
                self.others.put(recipient, answer, now);
            }
            // A yes of earlier stays: it may still be good.
            CallOutAnswer::Unknown { .. } => self.others.put(recipient, answer, now),
        }
    }
}

/// The newest answers, so many at most.
struct Answers<T> {
    most: usize,
    answers: HashMap<Mailbox, (T, Instant, u64)>,
    /// In the order in which they came; one that has come anew since has another number now.
    order: VecDeque<(Mailbox, u64)>,
    next: u64,
}

impl<T> Answers<T> {
    fn new(most: usize) -> Self {
        Self { most, answers: HashMap::new(), order: VecDeque::new(), next: 0 }
    }

    /// An answer and its age.
    fn get(&self, recipient: &Mailbox, now: Instant) -> Option<(&T, Duration)> {
        let (answer, at, _) = self.answers.get(recipient)?;
        Some((answer, now.duration_since(*at)))
    }

    fn put(&mut self, recipient: &Mailbox, answer: T, now: Instant) {
        self.next += 1;
        self.answers.insert(recipient.clone(), (answer, now, self.next));
        self.order.push_back((recipient.clone(), self.next));
        // The second bound is for those that come anew again and again, and leave their old numbers behind.
        while self.answers.len() > self.most || self.order.len() > 2 * self.most {
            let Some((oldest, number)) = self.order.pop_front() else { break };
            if self.answers.get(&oldest).is_some_and(|(_, _, newest)| *newest == number) {
                self.answers.remove(&oldest);
            }
        }
    }

    fn forget(&mut self, recipient: &Mailbox) {
        self.answers.remove(recipient);
    }
}

fn unknown(why: &str) -> CallOutAnswer {
    CallOutAnswer::Unknown { why: why.to_owned() }
}

/// The answer, with so much of what the server said as is kept.
fn shortened(answer: CallOutAnswer) -> CallOutAnswer {
    let cut = |mut text: String| {
        text.truncate(text.floor_char_boundary(SAID_OCTETS_MAX));
        text
    };
    match answer {
        CallOutAnswer::Yes => CallOutAnswer::Yes,
        CallOutAnswer::No { said } => CallOutAnswer::No { said: cut(said) },
        CallOutAnswer::Unknown { why } => CallOutAnswer::Unknown { why: cut(why) },
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Semaphore;
    use tokio::time::advance;

    use super::*;

    /// A server far away that gives the answer it is set to, once it may.
    #[derive(Clone)]
    struct Far {
        answer: Arc<Mutex<CallOutAnswer>>,
        asked: Arc<AtomicUsize>,
        may: Arc<Semaphore>,
    }

    impl Far {
        fn new(answer: CallOutAnswer) -> Self {
            Self {
                answer: Arc::new(Mutex::new(answer)),
                asked: Arc::default(),
                may: Arc::new(Semaphore::new(1_000_000)),
            }
        }

        fn now_says(&self, answer: CallOutAnswer) {
            *self.answer.lock().expect("not poisoned") = answer;
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::Relaxed)
        }
    }

    impl CallOut for Far {
        fn ask<'a>(&'a self, _: &'a Mailbox) -> Pin<Box<dyn Future<Output = CallOutAnswer> + Send + 'a>> {
            Box::pin(async {
                self.asked.fetch_add(1, Ordering::Relaxed);
                self.may.acquire().await.expect("never closed").forget();
                self.answer.lock().expect("not poisoned").clone()
            })
        }
    }

    fn no() -> CallOutAnswer {
        CallOutAnswer::No { said: "550 nobody".to_owned() }
    }

    fn address(text: &str) -> Mailbox {
        text.parse().expect(text)
    }

    #[tokio::test(start_paused = true)]
    async fn a_yes_is_good_for_a_day_and_for_a_month_where_nobody_answers() {
        let far = Far::new(CallOutAnswer::Yes);
        let call_outs = CallOuts::new(far.clone());
        let alice = address("alice@asked.test");
        for _ in 0..3 {
            assert_eq!(call_outs.ask(&alice).await, CallOutAnswer::Yes);
        }
        assert_eq!(far.asked(), 1);

        far.now_says(unknown("connection refused"));
        advance(YES_FRESH).await;
        for _ in 0..3 {
            assert_eq!(call_outs.ask(&alice).await, CallOutAnswer::Yes);
        }
        assert_eq!(far.asked(), 2, "what was not answered is not asked again at once");
        advance(YES_GOOD).await;
        assert_eq!(call_outs.ask(&alice).await, unknown("connection refused"));
        assert_eq!(far.asked(), 3);

        far.now_says(CallOutAnswer::Yes);
        advance(UNKNOWN_GOOD).await;
        assert_eq!(call_outs.ask(&alice).await, CallOutAnswer::Yes);
    }

    #[tokio::test(start_paused = true)]
    async fn a_no_is_good_for_an_hour_and_ends_a_yes() {
        let far = Far::new(CallOutAnswer::Yes);
        let call_outs = CallOuts::new(far.clone());
        let alice = address("alice@asked.test");
        assert_eq!(call_outs.ask(&alice).await, CallOutAnswer::Yes);
        far.now_says(no());
        advance(YES_FRESH).await;
        assert_eq!(call_outs.ask(&alice).await, no());
        far.now_says(unknown("down"));
        assert_eq!(call_outs.ask(&alice).await, no());
        assert_eq!(far.asked(), 2);
        advance(NO_GOOD).await;
        assert_eq!(call_outs.ask(&alice).await, unknown("down"), "the yes of earlier is over");
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_waited_for_without_end() {
        let far = Far::new(CallOutAnswer::Yes);
        far.may.forget_permits(usize::MAX);
        let call_outs = CallOuts::new(far.clone());
        let asked = call_outs.ask(&address("alice@asked.test")).await;
        assert_eq!(asked, unknown("no answer within 30 seconds"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_names_is_none_for_the_server_asked() {
        let far = Far::new(no());
        far.may.forget_permits(usize::MAX);
        let call_outs = CallOuts::new(far.clone());
        let ask = |name: String| {
            let call_outs = call_outs.clone();
            tokio::spawn(async move { call_outs.ask(&address(&name)).await })
        };
        let waiting: Vec<_> = (0..AT_ONCE).map(|i| ask(format!("u{i}@asked.test"))).collect();
        while far.asked() < AT_ONCE {
            tokio::task::yield_now().await;
        }
        let more = ask("one-more@asked.test".to_owned()).await.expect("no panic");
        assert_eq!(more, unknown("10 questions about its domain are under way"));
        // Another domain has turns of its own.
        let other = ask("alice@other.test".to_owned());
        far.may.add_permits(AT_ONCE + 1);
        assert_eq!(other.await.expect("no panic"), no());
        for asked in waiting {
            assert_eq!(asked.await.expect("no panic"), no());
        }
        // All turns were given back.
        far.may.add_permits(1);
        assert_eq!(ask("one-more@asked.test".to_owned()).await.expect("no panic"), no());
        assert_eq!(far.asked(), AT_ONCE + 2);
    }

    #[tokio::test]
    async fn what_is_remembered_is_bounded_and_names_that_are_none_push_out_nobody() {
        let mut memory = Memory::default();
        let now = Instant::now();
        let alice = address("alice@asked.test");
        memory.remember(&alice, CallOutAnswer::Yes, now);
        for i in 0..OTHERS_MAX + 100 {
            memory.remember(&address(&format!("u{i}@asked.test")), no(), now);
        }
        assert_eq!(memory.others.answers.len(), OTHERS_MAX);
        assert_eq!(memory.recall(&address("u0@asked.test"), now), None, "the oldest is forgotten");
        assert_eq!(memory.recall(&alice, now), Some(CallOutAnswer::Yes));
        for _ in 0..3 * OTHERS_MAX {
            memory.remember(&alice, unknown("down"), now);
        }
        assert!(memory.others.order.len() <= 2 * OTHERS_MAX);
        assert!(memory.others.answers.len() <= OTHERS_MAX);
    }

    #[test]
    fn what_a_server_says_is_cut() {
        let said = "x\u{e4}".repeat(1000);
        let CallOutAnswer::No { said } = shortened(CallOutAnswer::No { said }) else { panic!("it is a no") };
        assert_eq!(said.len(), SAID_OCTETS_MAX - 1, "no character is cut in two");
    }

    #[tokio::test]
    async fn without_anybody_to_ask_nothing_is_known() {
        assert_eq!(CallOuts::none().ask(&address("a@asked.test")).await, unknown("nobody is asked"));
    }
}
