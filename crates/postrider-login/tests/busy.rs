//! What the log says when nobody can look at the account file now.

use std::fmt::{Debug, Write as _};
use std::fs;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};

use postrider_directory::Argon2Cost;
use postrider_login::{AccountFile, AccountSource, Pool, Source as _};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            writeln!(self.0.lock().expect("no panic"), "{value:?}").expect("a string takes everything");
        }
    }
}

/// The only test here: what is logged is so for the whole process.
#[tokio::test]
async fn a_file_that_nobody_can_look_at_now_is_told_when_the_server_is_made_to_look() {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).expect("there is no other");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("accounts.toml");
    let pool = Pool::start(1, 1).expect("a thread");
    let source = AccountSource::open(AccountFile::at(&path), pool.clone(), Argon2Cost::default())
        .expect("there is none yet");
    fs::write(&path, "").expect("written");
    // One password is looked at, and one waits.
    let (begun, has_begun) = sync_channel(0);
    let (end, ended) = sync_channel::<()>(0);
    let running = pool.clone();
    let first = tokio::spawn(async move {
        let look = move || {
            begun.send(()).expect("it is waited for");
            ended.recv().expect("it ends");
        };
        running.run(look).await.expect("there is room");
    });
    tokio::task::yield_now().await;
    has_begun.recv().expect("it has begun");
    let waiting = pool.clone();
    let second = tokio::spawn(async move { waiting.run(|| ()).await.expect("there is room") });
    tokio::task::yield_now().await;
    source.refresh().await;
    let told = log.0.lock().expect("no panic").clone();
    assert_eq!(
        told,
        "the account file cannot be looked at now, and is at the next login: too many passwords wait to be looked at\n"
    );
    end.send(()).expect("it waits");
    first.await.expect("no panic");
    second.await.expect("no panic");
    source.refresh().await;
    let told = log.0.lock().expect("no panic").clone();
    assert!(told.ends_with("the account file was read again\n"), "{told}");
}
