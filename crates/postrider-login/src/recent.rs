//! How long something took lately.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How many are remembered.
const REMEMBERED: usize = 32;

/// How long refusals of another server took, so that one that is not asked for takes as long.
#[derive(Debug, Default)]
pub struct Recent(Mutex<VecDeque<Duration>>);

impl Recent {
    /// One took so long.
    pub fn note(&self, took: Duration) {
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if times.len() >= REMEMBERED {
            times.pop_front();
        }
        times.push_back(took);
    }

    /// One of them, nothing if there was none.
    pub fn draw(&self, draw: u64) -> Duration {
        let times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = usize::try_from(draw % (times.len().max(1) as u64)).unwrap_or_default();
        times.get(number).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_last_is_drawn() {
        let recent = Recent::default();
        assert_eq!(recent.draw(7), Duration::ZERO);
        for number in 0..40 {
            recent.note(Duration::from_secs(number));
        }
        assert_eq!(recent.draw(0), Duration::from_secs(8));
        assert_eq!(recent.draw(63), Duration::from_secs(39));
    }
}
