//! A few threads for what takes long on purpose.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// A few threads for hashing, and a queue before them that has an end. Clones are the same pool; the threads end with the last.
#[derive(Debug, Clone)]
pub struct Pool {
    jobs: SyncSender<Job>,
    taken: Arc<AtomicU64>,
}

/// More is asked for than can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords wait to be looked at")]
pub struct Busy;

impl Pool {
    /// Starts so many threads. No more than `waiting` jobs wait for one.
    ///
    /// # Errors
    ///
    /// The system gives no threads.
    pub fn start(threads: usize, waiting: usize) -> io::Result<Self> {
        let (jobs, queue) = sync_channel::<Job>(waiting);
        let queue = Arc::new(Mutex::new(queue));
        for number in 0..threads.max(1) {
            let queue = Arc::clone(&queue);
            thread::Builder::new().name(format!("password-{number}")).spawn(move || work(&queue))?;
        }
        Ok(Self { jobs, taken: Arc::default() })
    }

    /// How many jobs it has taken.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Has a thread do this, and waits for what comes of it. Whoever stops waiting does not stop the work.
    ///
    /// # Errors
    ///
    /// The queue is full.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let (done, result) = oneshot::channel();
        // Nobody may wait for it any more.
        let job = Box::new(move || drop(done.send(work())));
        self.jobs.try_send(job).map_err(|_| Busy)?;
        self.taken.fetch_add(1, Ordering::Relaxed);
        // A job that panicked has dropped its end.
        result.await.map_err(|_| Busy)
    }
}

fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is held while waiting, and not while working: the next one waits for the lock instead.
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A panic is a mistake of ours, and costs one answer instead of a thread. Nothing of the job is used afterwards.
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_queue_is_told_and_empties_again() {
        let pool = Pool::start(1, 1).expect("a thread");
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let (started, has_started) = oneshot::channel();
        let first = tokio::spawn({
            let pool = pool.clone();
            async move {
                let work = move || {
                    let _ = started.send(());
                    wait.recv().is_ok()
                };
                pool.run(work).await
            }
        });
        has_started.await.expect("it starts");
        // One waits, and that is all there is room for.
        let mut second = Box::pin(pool.run(|| 2));
        tokio::select! {
            biased;
            _ = &mut second => panic!("the thread is busy"),
            () = std::future::ready(()) => {}
        }
        assert_eq!(pool.run(|| 3).await, Err(Busy));
        go.send(()).expect("it waits");
        assert_eq!(first.await.expect("no panic"), Ok(true));
        assert_eq!(second.await, Ok(2));
    }

    #[tokio::test]
    async fn a_job_that_breaks_off_costs_no_thread() {
        let pool = Pool::start(1, 4).expect("a thread");
        assert_eq!(pool.run(|| -> u8 { panic!("on purpose") }).await, Err(Busy));
        assert_eq!(pool.run(|| 1).await, Ok(1));
    }
}
