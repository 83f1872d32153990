//! Workers that share what there is to do, and how what they found is told.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// So many faults are shown; of more, the number is.
const SHOWN: usize = 20;

/// Takes a lock, whatever became of whoever held it.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets so many work at the same time, each told its number, and waits for all of them.
pub fn work(workers: usize, work: impl Fn(usize) -> Result<(), String> + Sync) -> Result<(), String> {
    let work = &work;
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|worker| scope.spawn(move || work(worker))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker has panicked")?)
    })
}

/// That there are no faults; else what they are.
pub fn no_faults(faults: &[String], lives: usize) -> Result<(), String> {
    if faults.is_empty() {
        return Ok(());
    }
    let shown: Vec<&str> = faults.iter().take(SHOWN).map(String::as_str).collect();
    Err(format!("{} faults in {lives} lives: {}", faults.len(), shown.join("; ")))
}
