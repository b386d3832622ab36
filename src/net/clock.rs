//! Time that passes: the machine's, or one that a test moves.

use std::thread;
use std::time::{Duration, Instant};

/// Tells the time since some beginning, and waits.
pub trait Clock: Send + Sync {
    /// How long it has been.
    fn now(&self) -> Duration;
    /// Waits.
    fn sleep(&self, time: Duration);
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock(Instant);

impl Default for SystemClock {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, time: Duration) {
        thread::sleep(time);
    }
}
