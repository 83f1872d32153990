//! Looks after the certificates that come by themselves, as long as the server runs.

use std::sync::Arc;
use std::time::Duration;

use postrider_certificate::{Certificate, Description};
use tokio::task::spawn_blocking;
use tracing::{debug, error, info, warn};

use super::authority::{Authority, Suggestion};
use super::failure::Failure;
use super::folder::Folder;
use super::options::{Options, Wanted};
use super::plan::{Held, due, due_when_asked, seed};
use super::record::{ASK_WINDOW, Record};
use super::wishes::{Wishes, Work};
use crate::config::{date, moment};

/// The clock may be set while nothing is done: it is looked at again after so long.
const NAP_MAX: Duration = Duration::from_secs(600);

/// When it is asked again if it did not answer.
const ASK_WINDOW_AFTER_FAULT: i64 = 6 * 3600;

/// How long an authority is left alone that has had too much and does not say for how long.
const TOO_MUCH: i64 = 3600;

/// What stands in the record while an order is open: whoever reads it behind a crash reads this.
const CUT_OFF: (&str, &str) =
    ("the server ended before the order did", "it is tried again; nothing needs to be done");

/// Looks after certificates.
pub struct Keeper<A> {
    authority: A,
    folder: Folder,
    wishes: Wishes,
    clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    renewed: Box<dyn Fn() + Send + Sync>,
}

impl<A: Authority> Keeper<A> {
    /// One that has its certificates in this folder. `clock` tells the seconds since 1970; `renewed` is called when another certificate is
    /// there.
    pub fn new(
        authority: A,
        folder: Folder,
        wishes: Wishes,
        clock: Arc<dyn Fn() -> i64 + Send + Sync>,
        renewed: Box<dyn Fn() + Send + Sync>,
    ) -> Self {
        Self { authority, folder, wishes, clock, renewed }
    }

    /// Does what is due when it is, until nobody can give it work any more.
    pub async fn run(self) {
        let mut work = self.wishes.work();
        loop {
            let current = work.borrow_and_update().clone();
            let nap = match current {
                // Nobody wants anything of an authority, and none hears of this server.
                None => NAP_MAX,
                Some(current) => {
                    let next = self.round(&current).await;
                    let seconds = next.saturating_sub((self.clock)()).max(1);
                    Duration::from_secs(u64::try_from(seconds).unwrap_or(1)).min(NAP_MAX)
                }
            };
            tokio::select! {
                () = tokio::time::sleep(nap) => {}
                () = self.wishes.heard() => {}
                changed = work.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Does what is due. Gives when something is due next.
    async fn round(&self, work: &Work) -> i64 {
        let asked = self.wishes.take();
        let mut next = i64::MAX;
        // One behind the other: it is one authority, and one port at which it is answered.
        for wanted in &work.wanted {
            let asked = asked.contains(&wanted.stem());
            next = next.min(self.look_after(&work.options, wanted, asked).await);
        }
        next
    }

    /// Looks after one certificate. Gives when something is due next for it.
    async fn look_after(&self, options: &Options, wanted: &Wanted, asked: bool) -> i64 {
        let now = (self.clock)();
        let what = wanted.clone();
        let (certificate, mut record) =
            self.at_disk(move |folder| (folder.certificate(&what).ok(), folder.record(&what).at(now))).await;
        let held = certificate.as_ref().map(|certificate| held(certificate, &record, options, wanted));
        if let Some(certificate) =
            certificate.as_ref().filter(|_| held.is_some_and(|held| held.of_this_authority))
            && record.ask_window.is_none_or(|ask| ask <= now)
        {
            self.ask_for_window(options, certificate.description(), &mut record, now).await;
            self.remember(wanted, &record).await;
        }
        let seed = seed(&wanted.stem(), held.map_or(0, |held| held.not_before));
        let due = match asked {
            true => due_when_asked(held, &record, now, seed),
            false => due(held, &record, seed),
        };
        if due.at > now {
            if asked {
                let name = wanted.name();
                info!(
                    name,
                    until = moment(due.at),
                    "the authority wants to be left alone until then, and is"
                );
            }
            let ask_window = record
                .ask_window
                .filter(|_| held.is_some_and(|held| held.of_this_authority))
                .unwrap_or(i64::MAX);
            return due.at.min(ask_window);
        }
        let why = if asked { "somebody has asked for it" } else { due.why.words() };
        // First of all on disk, see the top of this module.
        record.attempted = Some(now);
        record.failures = record.failures.saturating_add(1);
        (record.fault, record.help) = (Some(CUT_OFF.0.to_owned()), Some(CUT_OFF.1.to_owned()));
        if !self.remember(wanted, &record).await {
            return now.saturating_add(NAP_MAX.as_secs().cast_signed());
        }
        info!(
            names = wanted.names.join(", "),
            authority = options.directory,
            why,
            "asking for a certificate"
        );
        let old = certificate.as_ref().map(Certificate::description);
        match self.authority.obtain(options, wanted, old).await {
            Ok(pem) => self.take(options, wanted, pem, record).await,
            Err(failure) => self.failed(wanted, held, record, failure).await,
        }
    }

    async fn ask_for_window(
        &self,
        options: &Options,
        certificate: &Description,
        record: &mut Record,
        now: i64,
    ) {
        let wait = match self.authority.suggest(options, certificate).await {
            Ok(Some(Suggestion { window, ask_again })) => {
                if record.window != Some(window) {
                    let (start, end) = (moment(window.start), moment(window.end));
                    info!(
                        names = certificate.names(),
                        start, end, "the authority wants this certificate renewed in this time"
                    );
                }
                record.window = Some(window);
                ask_again.clamp(ASK_WINDOW.0, ASK_WINDOW.1)
            }
            Ok(None) => {
                record.window = None;
                ASK_WINDOW.1
            }
            Err(failure) => {
                // RFC 9773 §4.3.3: it is as if it had said nothing.
                debug!(
                    why = failure.words(),
                    "the authority does not say when it wants this certificate renewed"
                );
                failure.retry_after.unwrap_or(0).max(ASK_WINDOW_AFTER_FAULT)
            }
        };
        record.ask_window = Some(now.saturating_add(wait));
    }

    async fn take(&self, options: &Options, wanted: &Wanted, pem: String, record: Record) -> i64 {
        let (what, now) = (wanted.clone(), (self.clock)());
        let taken = self.at_disk(move |folder| folder.take(&what, &pem, now)).await;
        let certificate = match taken {
            Ok(certificate) => certificate,
            Err(unfit) => {
                let help = "what was there stays in use, and it is tried again; see that the folder acme of the data folder can be written";
                return self.failed(wanted, None, record, Failure::ours(unfit.to_string(), help)).await;
            }
        };
        let record =
            Record { directory: options.directory.clone(), attempted: Some(now), ..Record::default() };
        self.remember(wanted, &record).await;
        let until = date(certificate.description().not_after);
        info!(names = wanted.names.join(", "), until, "a new certificate is in use");
        (self.renewed)();
        // It is looked at once more at once, for the window of the authority.
        now
    }

    async fn failed(&self, wanted: &Wanted, held: Option<Held>, mut record: Record, failure: Failure) -> i64 {
        let now = (self.clock)();
        let wait = match failure.kind.as_deref() {
            Some("rateLimited") => Some(failure.retry_after.unwrap_or(TOO_MUCH)),
            _ => failure.retry_after,
        };
        record.not_before = wait.map(|wait| now.saturating_add(wait));
        (record.fault, record.help) = (Some(failure.words()), Some(failure.help.clone()));
        self.remember(wanted, &record).await;
        let next = due(held, &record, seed(&wanted.stem(), held.map_or(0, |held| held.not_before))).at;
        warn!(
            name = wanted.name(),
            problem = failure.kind,
            failures = record.failures,
            next = moment(next),
            why = failure.says,
            help = failure.help,
            "no new certificate has come"
        );
        next
    }

    /// Whether it could be written.
    async fn remember(&self, wanted: &Wanted, record: &Record) -> bool {
        let (what, record) = (wanted.clone(), record.clone());
        let written = self.at_disk(move |folder| folder.remember(&what, &record)).await;
        if let Err(error) = &written {
            let folder = self.folder.path().display();
            error!(%folder, %error, "nothing can be written there, so the authority is not asked for certificates: let the user that runs postrider write it");
        }
        written.is_ok()
    }

    /// Where the disk may be waited for.
    async fn at_disk<T: Send + 'static>(&self, work: impl FnOnce(&Folder) -> T + Send + 'static) -> T {
        let folder = self.folder.clone();
        match spawn_blocking(move || work(&folder)).await {
            Ok(done) => done,
            Err(broken) if broken.is_panic() => std::panic::resume_unwind(broken.into_panic()),
            // The runtime ends, and this with it.
            Err(_) => std::future::pending().await,
        }
    }
}

/// What there is of a certificate, for the plan.
#[must_use]
pub fn held(certificate: &Certificate, record: &Record, options: &Options, wanted: &Wanted) -> Held {
    let description = certificate.description();
    Held {
        not_before: description.not_before,
        not_after: description.not_after,
        for_all_names: wanted.names.iter().all(|name| description.covers(name)),
        // Where nothing is remembered, nothing speaks against it.
        of_this_authority: record.directory.is_empty() || record.directory == options.directory,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

    use tokio::sync::watch;

    use super::*;
    use crate::acme::KeyType;
    use crate::acme::record::Window;

    /// 2026-11-29
    const NOW: i64 = 1_795_910_400;
    const DAY: i64 = 86_400;

    /// An authority that says what it is told to.
    #[derive(Clone, Default)]
    struct Puppet {
        answers: Arc<Mutex<VecDeque<Result<String, Failure>>>>,
        window: Arc<Mutex<Option<Suggestion>>>,
        orders: Arc<AtomicUsize>,
    }

    impl Authority for Puppet {
        async fn obtain(&self, _: &Options, _: &Wanted, _: Option<&Description>) -> Result<String, Failure> {
            self.orders.fetch_add(1, Ordering::Relaxed);
            self.answers.lock().expect("not poisoned").pop_front().expect("it was told what to say")
        }

        async fn suggest(&self, _: &Options, _: &Description) -> Result<Option<Suggestion>, Failure> {
            Ok(*self.window.lock().expect("not poisoned"))
        }
    }

    struct Stage {
        data: tempfile::TempDir,
        puppet: Puppet,
        time: Arc<AtomicI64>,
        renewed: Arc<AtomicUsize>,
        work: Work,
    }

    impl Stage {
        fn new() -> Self {
            let wanted = Wanted { names: vec!["mail.example.org".to_owned()], key: KeyType::Ecdsa };
            Self {
                data: tempfile::tempdir().expect("a folder"),
                puppet: Puppet::default(),
                time: Arc::new(AtomicI64::new(NOW)),
                renewed: Arc::default(),
                work: Work { options: Options::default(), wanted: vec![wanted] },
            }
        }

        /// A server that has just been started.
        fn keeper(&self) -> Keeper<Puppet> {
            let (_, work) = watch::channel(Some(Arc::new(self.work.clone())));
            let (time, renewed) = (Arc::clone(&self.time), Arc::clone(&self.renewed));
            Keeper::new(
                self.puppet.clone(),
                Folder::of(self.data.path()),
                Wishes::new(work),
                Arc::new(move || time.load(Ordering::Relaxed)),
                Box::new(move || {
                    renewed.fetch_add(1, Ordering::Relaxed);
                }),
            )
        }

        fn will_say(&self, answer: Result<String, Failure>) {
            self.puppet.answers.lock().expect("not poisoned").push_back(answer);
        }

        fn later(&self, seconds: i64) {
            self.time.fetch_add(seconds, Ordering::Relaxed);
        }

        fn orders(&self) -> usize {
            self.puppet.orders.load(Ordering::Relaxed)
        }

        fn record(&self) -> Record {
            Folder::of(self.data.path()).record(&self.work.wanted[0])
        }

        /// One for 90 days from now.
        fn pem(&self) -> String {
            let mut params =
                rcgen::CertificateParams::new(vec!["mail.example.org".to_owned()]).expect("a name");
            let at = |seconds: i64| {
                rcgen::date_time_ymd(1970, 1, 1) + Duration::from_secs(seconds.cast_unsigned())
            };
            let now = self.time.load(Ordering::Relaxed);
            (params.not_before, params.not_after) = (at(now), at(now + 90 * DAY));
            let key = rcgen::KeyPair::generate().expect("a key");
            params.self_signed(&key).expect("a certificate").pem() + &key.serialize_pem()
        }
    }

    fn refused(kind: &str, retry_after: Option<i64>) -> Failure {
        Failure { kind: Some(kind.to_owned()), retry_after, ..Failure::ours("no", "do something") }
    }

    #[tokio::test]
    async fn a_certificate_comes_and_is_renewed_in_time() {
        let stage = Stage::new();
        stage.will_say(Ok(stage.pem()));
        let keeper = stage.keeper();
        keeper.round(&stage.work).await;
        assert_eq!((stage.orders(), stage.renewed.load(Ordering::Relaxed)), (1, 1));
        let record = stage.record();
        assert_eq!(
            (record.failures, record.fault, record.directory.as_str()),
            (0, None, crate::acme::DIRECTORY)
        );
        // Two thirds of 90 days, and a little: until then there is nothing to do, however often somebody looks.
        while stage.time.load(Ordering::Relaxed) < NOW + 60 * DAY {
            keeper.round(&stage.work).await;
            stage.later(DAY);
        }
        assert_eq!(stage.orders(), 1);
        stage.later(5 * DAY);
        stage.will_say(Ok(stage.pem()));
        keeper.round(&stage.work).await;
        assert_eq!((stage.orders(), stage.renewed.load(Ordering::Relaxed)), (2, 2));
    }

    #[tokio::test]
    async fn a_server_that_crashes_and_crashes_makes_no_order_each_time() {
        let stage = Stage::new();
        for _ in 0..20 {
            stage.will_say(Err(Failure::ours("nobody there", "look")));
            // Every time another server, as after a crash; and a second between them.
            stage.keeper().round(&stage.work).await;
            stage.later(1);
        }
        assert_eq!(stage.orders(), 1);
        // One that ends in the middle of an order has counted it before.
        let cut = stage.record();
        assert_eq!((cut.failures, cut.fault.as_deref()), (1, Some("nobody there")));
        stage.later(70);
        stage.keeper().round(&stage.work).await;
        assert_eq!((stage.orders(), stage.record().failures), (2, 2));
        stage.later(70);
        stage.keeper().round(&stage.work).await;
        assert_eq!(stage.orders(), 2, "the second wait is longer");
    }

    #[tokio::test]
    async fn an_authority_that_has_had_too_much_is_left_alone() {
        let stage = Stage::new();
        let keeper = stage.keeper();
        stage.will_say(Err(refused("rateLimited", Some(2 * DAY))));
        assert_eq!(keeper.round(&stage.work).await, NOW + 2 * DAY);
        stage.later(DAY);
        keeper.wishes.renew(None).expect("there is one");
        keeper.round(&stage.work).await;
        assert_eq!(stage.orders(), 1, "not even if somebody asks");
        stage.later(DAY);
        stage.will_say(Err(refused("rateLimited", None)));
        keeper.round(&stage.work).await;
        assert_eq!(stage.record().not_before, Some(NOW + 2 * DAY + TOO_MUCH));
    }

    #[tokio::test]
    async fn what_is_in_use_stays_so_until_the_next_is_good() {
        let stage = Stage::new();
        let keeper = stage.keeper();
        stage.will_say(Ok(stage.pem()));
        keeper.round(&stage.work).await;
        let folder = Folder::of(stage.data.path());
        let first = folder.certificate(&stage.work.wanted[0]).expect("there").der().to_vec();
        stage.will_say(Ok("-----BEGIN CERTIFICATE-----\n".to_owned()));
        assert_eq!(keeper.wishes.renew(Some("MAIL.example.org")), Ok(vec!["mail.example.org".to_owned()]));
        keeper.round(&stage.work).await;
        assert_eq!(folder.certificate(&stage.work.wanted[0]).expect("there").der(), first);
        assert_eq!((stage.record().failures, stage.renewed.load(Ordering::Relaxed)), (1, 1));
        stage.will_say(Ok(stage.pem()));
        keeper.wishes.renew(None).expect("there is one");
        keeper.round(&stage.work).await;
        assert_ne!(folder.certificate(&stage.work.wanted[0]).expect("there").der(), first);
        assert_eq!(stage.record().failures, 0);
        let unknown = keeper.wishes.renew(Some("other.example.org")).expect_err("no such certificate");
        assert!(unknown.contains("there are mail.example.org"), "{unknown}");
    }

    #[tokio::test]
    async fn the_window_of_the_authority_is_followed_and_asked_for_again() {
        let stage = Stage::new();
        let keeper = stage.keeper();
        stage.will_say(Ok(stage.pem()));
        keeper.round(&stage.work).await;
        let window = |start: i64| Suggestion { window: Window { start, end: start + 1 }, ask_again: 3600 };
        *stage.puppet.window.lock().expect("not poisoned") = Some(window(NOW + 40 * DAY));
        let next = keeper.round(&stage.work).await;
        assert_eq!((next, stage.record().window), (NOW + 3600, Some(window(NOW + 40 * DAY).window)));
        // All have to be replaced, and that at once; but one that has just come does not.
        *stage.puppet.window.lock().expect("not poisoned") = Some(window(NOW - 10));
        stage.later(3600);
        keeper.round(&stage.work).await;
        assert_eq!(stage.orders(), 1);
        stage.later(DAY);
        stage.will_say(Ok(stage.pem()));
        keeper.round(&stage.work).await;
        assert_eq!(stage.orders(), 2);
        assert_eq!(stage.record().window, None, "the window was that of the old one");
    }

    #[tokio::test]
    async fn nothing_is_asked_where_nothing_can_be_remembered() {
        let stage = Stage::new();
        std::fs::write(stage.data.path().join("acme"), "no folder").expect("written");
        let next = stage.keeper().round(&stage.work).await;
        assert_eq!((stage.orders(), next), (0, NOW + 600));
    }
}
