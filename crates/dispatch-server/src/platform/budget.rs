//! The rate budget of a connection: a leaky bucket in real time.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use adapter_kit::RateBudget;

use crate::clock::instant;

/// A leaky bucket, in thousandths of points.
pub(super) struct Budget {
    rate: RateBudget,
    level: Mutex<(u64, Instant)>,
}

impl Budget {
    pub(super) fn new(rate: RateBudget) -> Self {
        Self { rate, level: Mutex::new((0, instant())) }
    }

    pub(super) async fn take(&self, cost: u32) {
        while let Some(wait) = self.try_take(cost, instant()) {
            tokio::time::sleep(wait).await;
        }
    }

    /// Nothing if the points were taken, else how long to wait before asking again.
    fn try_take(&self, cost: u32, now: Instant) -> Option<Duration> {
        let mut guard = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        let (level, since) = *guard;
        let leak = u64::from(self.rate.leak).max(1);
        let elapsed = u64::try_from(now.duration_since(since).as_millis()).unwrap_or(u64::MAX);
        let level = level.saturating_sub(elapsed.saturating_mul(leak));
        let bucket = u64::from(self.rate.bucket) * 1000;
        // A request that costs more than the bucket holds goes out when the bucket is empty.
        let cost = (u64::from(cost) * 1000).min(bucket);
        let wanted = level + cost;
        if wanted <= bucket {
            *guard = (wanted, now);
            return None;
        }
        *guard = (level, now);
        Some(Duration::from_millis((wanted - bucket).div_ceil(leak).max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_lets_through_what_it_holds_and_then_what_leaks() {
        let budget = Budget::new(RateBudget { bucket: 20, leak: 10 });
        let start = instant();
        assert_eq!(budget.try_take(10, start), None);
        assert_eq!(budget.try_take(10, start), None);
        assert_eq!(budget.try_take(10, start), Some(Duration::from_secs(1)));
        assert_eq!(budget.try_take(10, start + Duration::from_millis(500)), Some(Duration::from_millis(500)));
        assert_eq!(budget.try_take(10, start + Duration::from_secs(1)), None);
        assert_eq!(
            budget.try_take(99, start + Duration::from_secs(3)),
            None,
            "more than it holds, when empty"
        );
    }
}
