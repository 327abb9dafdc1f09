//! Medians of many short times.

/// Elapsed time.
pub type Nanoseconds = u64;

/// Enough for any percentile, and little enough for any number of rounds.
const MOST: usize = 1 << 22;

/// Times of single pieces of work, in the order in which they were taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timings(Vec<u32>);

impl Timings {
    /// Room for so many, so that taking them allocates nothing.
    pub(crate) fn of(count: usize) -> Self {
        Self(Vec::with_capacity(count.min(MOST)))
    }

    pub(crate) fn add(&mut self, from: Nanoseconds, to: Nanoseconds) {
        if self.0.len() < MOST {
            self.0.push(u32::try_from(to.saturating_sub(from)).unwrap_or(u32::MAX));
        }
    }

    /// The smallest that so many of a hundred do not exceed; 0 if there are none.
    pub(crate) fn percentile(&mut self, of_a_hundred: usize) -> Nanoseconds {
        self.0.sort_unstable();
        let at = (self.0.len() * of_a_hundred).div_ceil(100).saturating_sub(1);
        self.0.get(at).copied().map_or(0, Nanoseconds::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_the_smallest_that_enough_do_not_exceed() {
        let mut timings = Timings::of(100);
        for length in (1..=100).rev() {
            timings.add(1000, 1000 + length);
        }
        assert_eq!([50, 99, 100].map(|share| timings.percentile(share)), [50, 99, 100]);
        let mut two = Timings::of(2);
        two.add(0, 7);
        two.add(0, 3);
        assert_eq!([50, 99].map(|share| two.percentile(share)), [3, 7]);
        assert_eq!(Timings::default().percentile(50), 0);
    }
}
