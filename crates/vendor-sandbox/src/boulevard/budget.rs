//! The point budget of the Admin API.

use dispatch_core::Timestamp;

/// A leaky bucket of points, in the clock of the calls.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Points the bucket holds.
    bucket: i64,
    /// Points given back each second.
    leak: i64,
    /// Thousandths of a point in use.
    used: i64,
    at: Timestamp,
}

impl Budget {
    pub(super) const fn new(bucket: u32, leak: u32) -> Self {
        Self { bucket: bucket as i64, leak: leak as i64, used: 0, at: Timestamp(i64::MIN) }
    }

    /// Sets another size and another leak; the points in use stay.
    pub(super) const fn resize(&mut self, bucket: u32, leak: u32) {
        self.bucket = bucket as i64;
        self.leak = leak as i64;
    }

    /// Takes points, or says how many milliseconds to wait for them.
    pub(super) fn take(&mut self, points: i64, now: Timestamp) -> Result<(), i64> {
        let elapsed = now.0.saturating_sub(self.at.0).max(0);
        self.used = self.used.saturating_sub(elapsed.saturating_mul(self.leak)).max(0);
        self.at = self.at.max(now);
        let over = self.used + points * 1000 - self.bucket * 1000;
        if over > 0 {
            return Err(over / self.leak.max(1) + 1);
        }
        self.used += points * 1000;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_leaks() {
        let mut budget = Budget::new(100, 50);
        assert_eq!(budget.take(100, Timestamp(0)), Ok(()));
        assert_eq!(budget.take(10, Timestamp(0)), Err(201));
        assert_eq!(budget.take(10, Timestamp(201)), Ok(()));
        assert!(budget.take(1, Timestamp(201)).is_err());
    }
}
