//! How often somebody is asked: a bucket of requests for each, that fills at its rate.

use super::clock::Clock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often somebody may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The time between requests.
    pub every: Duration,
    /// How many may come at once after a pause.
    pub burst: u32,
}

/// Waits before each request, as long as it must.
pub struct Pace {
    clock: Arc<dyn Clock>,
    /// For each that is asked: the earliest time that its bucket would be full, had it no end.
    full: Mutex<HashMap<String, Duration>>,
}

impl Pace {
    /// Nobody has been asked.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, full: Mutex::default() }
    }

    /// Waits until somebody may be asked once more.
    pub fn wait(&self, whom: &str, rate: Rate) {
        let now = self.clock.now();
        let mut buckets = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        let full = buckets.entry(whom.to_owned()).or_default();
        // Each request puts off the time the bucket is full; it is empty when that is `burst` requests away.
        *full = (*full).max(now) + rate.every;
        let wait = full.saturating_sub(now).saturating_sub(rate.every * rate.burst.max(1));
        drop(buckets);
        if !wait.is_zero() {
            self.clock.sleep(wait);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Still(Mutex<Duration>);

    impl Clock for Still {
        fn now(&self) -> Duration {
            *self.0.lock().expect("no panic")
        }

        fn sleep(&self, time: Duration) {
            *self.0.lock().expect("no panic") += time;
        }
    }

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let clock = Arc::new(Still::default());
        let pace = Pace::new(clock.clone());
        let rate = Rate { every: Duration::from_secs(6), burst: 3 };
        let mut times = Vec::new();
        for _ in 0..5 {
            pace.wait("a", rate);
            times.push(clock.now().as_secs());
        }
        assert_eq!(times, [0, 0, 0, 6, 12]);
        pace.wait("b", rate);
        assert_eq!(clock.now().as_secs(), 12, "others have their own");
        clock.sleep(Duration::from_secs(60));
        for _ in 0..3 {
            pace.wait("a", rate);
        }
        assert_eq!(clock.now().as_secs(), 72, "a pause fills the bucket, and no more than that");
        pace.wait("a", rate);
        assert_eq!(clock.now().as_secs(), 78);
    }
}
