//! An inbox: many put something in, one takes out all there is. It costs a lock and no more while the one is busy, and wakes it only
//! if it sleeps.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub(crate) struct Inbox<T> {
    inside: Mutex<Inside<T>>,
    came: Condvar,
}

struct Inside<T> {
    items: VecDeque<T>,
    /// Whoever takes out sleeps.
    asleep: bool,
    /// Nobody takes out any more.
    closed: bool,
}

impl<T> Inbox<T> {
    pub(crate) fn new() -> Self {
        let inside = Inside { items: VecDeque::new(), asleep: false, closed: false };
        Self { inside: Mutex::new(inside), came: Condvar::new() }
    }

    /// Puts something in. False, and it is dropped, when the inbox is closed.
    pub(crate) fn put(&self, item: T) -> bool {
        let mut inside = self.lock();
        if inside.closed {
            return false;
        }
        inside.items.push_back(item);
        let asleep = std::mem::take(&mut inside.asleep);
        drop(inside);
        if asleep {
            self.came.notify_one();
        }
        true
    }

    /// Takes out all there is, behind what is in `taken`; if there is nothing, waits for something, but not longer than `patience`, if
    /// that has an end.
    pub(crate) fn take(&self, taken: &mut VecDeque<T>, patience: Option<Duration>) {
        let mut inside = self.lock();
        if inside.items.is_empty() && patience != Some(Duration::ZERO) {
            inside.asleep = true;
            let nothing = |inside: &mut Inside<T>| inside.items.is_empty();
            inside = match patience {
                None => self.came.wait_while(inside, nothing).unwrap_or_else(PoisonError::into_inner),
                Some(patience) => {
                    let waited = self.came.wait_timeout_while(inside, patience, nothing);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
            inside.asleep = false;
        }
        if taken.is_empty() {
            std::mem::swap(taken, &mut inside.items);
        } else {
            taken.append(&mut inside.items);
        }
    }

    /// Closes it: what is in there is dropped, and so is what is put in from now on.
    pub(crate) fn close(&self) {
        let mut inside = self.lock();
        inside.closed = true;
        let items = std::mem::take(&mut inside.items);
        drop(inside);
        drop(items);
    }

    fn lock(&self) -> MutexGuard<'_, Inside<T>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn whoever_waits_gets_everything_in_its_order() {
        let inbox = Arc::new(Inbox::new());
        let putting = std::thread::spawn({
            let inbox = Arc::clone(&inbox);
            move || assert!((0..1000).all(|n| inbox.put(n)))
        });
        let (mut all, mut taken) = (Vec::new(), VecDeque::new());
        while all.len() < 1000 {
            inbox.take(&mut taken, None);
            assert!(!taken.is_empty());
            all.extend(taken.drain(..));
        }
        putting.join().expect("no panic");
        assert!(all.into_iter().eq(0..1000));
    }

    #[test]
    fn patience_has_an_end_and_so_has_the_inbox() {
        let inbox = Inbox::new();
        let mut taken = VecDeque::new();
        inbox.take(&mut taken, Some(Duration::ZERO));
        inbox.take(&mut taken, Some(Duration::from_millis(1)));
        assert!(taken.is_empty() && inbox.put(1));
        inbox.close();
        assert!(!inbox.put(2));
        inbox.take(&mut taken, Some(Duration::ZERO));
        assert!(taken.is_empty(), "what nobody takes is dropped");
    }
}
