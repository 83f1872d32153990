//! What there is to do, and what people want done now.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, watch};

use super::options::{Options, Wanted};

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Whom to ask.
    pub options: Options,
    /// For what.
    pub wanted: Vec<Wanted>,
}

/// What people want done now.
#[derive(Debug, Clone)]
pub struct Wishes {
    work: watch::Receiver<Option<Arc<Work>>>,
    asked: Arc<(Mutex<BTreeSet<String>>, Notify)>,
}

impl Wishes {
    /// About this work.
    #[must_use]
    pub fn new(work: watch::Receiver<Option<Arc<Work>>>) -> Self {
        Self { work, asked: Arc::default() }
    }

    /// Wants the certificates of this name, or all of them, renewed now. Gives what they are for.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn renew(&self, name: Option<&str>) -> Result<Vec<String>, String> {
        let work = self.work.borrow().clone();
        let all = work.as_ref().map_or(&[][..], |work| &work.wanted);
        let found =
            all.iter().filter(|wanted| name.is_none_or(|name| wanted.name().eq_ignore_ascii_case(name)));
        let found: Vec<&Wanted> = found.collect();
        if found.is_empty() {
            let names: Vec<&str> = all.iter().map(Wanted::name).collect();
            return Err(match (name, names.is_empty()) {
                (_, true) => "no certificate of this server comes from an authority: write acme = true in a [[certificate]]".to_owned(),
                (Some(name), _) => format!("no certificate is called {name}: there are {}", names.join(", ")),
                (None, _) => "there is no certificate".to_owned(),
            });
        }
        let (asked, heard) = &*self.asked;
        asked.lock().unwrap_or_else(PoisonError::into_inner).extend(found.iter().map(|wanted| wanted.stem()));
        heard.notify_one();
        Ok(found.into_iter().map(|wanted| wanted.names.join(", ")).collect())
    }

    /// The work, as it changes.
    pub fn work(&self) -> watch::Receiver<Option<Arc<Work>>> {
        self.work.clone()
    }

    /// Waits until somebody wants something.
    pub async fn heard(&self) {
        self.asked.1.notified().await;
    }

    /// What is wanted, by the names of the files. From now on it is not any more.
    pub fn take(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.asked.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
