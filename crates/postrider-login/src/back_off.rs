//! How long a server that could not be reached is left alone.

use std::time::Duration;

use tokio::time::Instant;

/// The first wait. Each failure doubles it.
const FIRST: Duration = Duration::from_millis(250);

/// The longest: who comes back is noticed within this time.
const LONGEST: Duration = Duration::from_secs(5);

/// Since when a server could not be reached, and why. While it is left alone, who asks is told so at once, and nobody waits for it.
#[derive(Debug, Default)]
pub struct BackOff {
    failed: Option<Failed>,
}

#[derive(Debug)]
struct Failed {
    why: String,
    wait: Duration,
    at: Instant,
}

impl BackOff {
    /// Why it is left alone, if it is.
    pub fn holds(&self) -> Option<&str> {
        self.failed
            .as_ref()
            .filter(|failed| failed.at.elapsed() < failed.wait)
            .map(|failed| failed.why.as_str())
    }

    /// It could not be reached by a query that began at this time. Those that were under way together fail together, and are one failure.
    pub fn failed(&mut self, why: String, begun: Instant) {
        if self.failed.as_ref().is_some_and(|failed| begun < failed.at) {
            return;
        }
        let wait = self.failed.as_ref().map_or(FIRST, |failed| (failed.wait * 2).min(LONGEST));
        self.failed = Some(Failed { why, wait, at: Instant::now() });
    }

    /// It could.
    pub fn reached(&mut self) {
        self.failed = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_failure_doubles_the_wait_up_to_its_end() {
        let (mut back_off, before) = (BackOff::default(), Instant::now());
        assert_eq!(back_off.holds(), None);
        let mut waited = Vec::new();
        for _ in 0..7 {
            back_off.failed("down".to_owned(), Instant::now());
            assert_eq!(back_off.holds(), Some("down"));
            let start = Instant::now();
            while back_off.holds().is_some() {
                tokio::time::advance(Duration::from_millis(250)).await;
            }
            waited.push(start.elapsed().as_millis());
        }
        assert_eq!(waited, [250, 500, 1000, 2000, 4000, 5000, 5000]);
        back_off.failed("down".to_owned(), before);
        assert_eq!(back_off.holds(), None, "it began before the last one had failed");
        back_off.reached();
        back_off.failed("down".to_owned(), Instant::now());
        tokio::time::advance(FIRST).await;
        assert_eq!(back_off.holds(), None);
    }
}
