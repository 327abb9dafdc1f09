//! Dice: one small generator of numbers (SplitMix64), so that a seed means the same life for ever.

/// The dice of one thing.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice of their own for one thing, such as one write: they do not depend on what else happened before.
    pub(crate) fn of(seed: u64, thing: &str) -> Self {
        // FNV-1a: the words are short, and the generator mixes what comes out.
        let hash = thing.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ hash)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `below`; 0 if that is 0.
    pub(crate) fn below(&mut self, below: u32) -> u32 {
        // The high bits times the range: no bias that matters below 2^32.
        u32::try_from((u128::from(self.next()) * u128::from(below)) >> 64).unwrap_or(0)
    }

    /// A number of `from..=to`.
    pub(crate) fn between(&mut self, from: u32, to: u32) -> u32 {
        from + self.below(to.saturating_sub(from) + 1)
    }

    /// True so many times of a thousand.
    pub(crate) fn per_mille(&mut self, chance: u32) -> bool {
        self.below(1000) < chance
    }

    /// One of a list; none if it is empty.
    pub(crate) fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.below(u32::try_from(list.len()).unwrap_or(u32::MAX)) as usize)
    }

    /// One of a list, each as often as its weight says; none if all weigh nothing.
    pub(crate) fn weighted<T: Copy>(&mut self, list: &[(u32, T)]) -> Option<T> {
        let all = list.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(all);
        list.iter().find_map(|(weight, thing)| {
            if left < *weight {
                return Some(*thing);
            }
            left -= weight;
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_means_the_same_numbers_for_ever() {
        let mut dice = Dice(7);
        assert_eq!([dice.below(100), dice.below(100), dice.below(100)], [38, 1, 90]);
        assert_eq!(Dice::of(7, "w a1 1").next(), Dice::of(7, "w a1 1").next());
        assert_ne!(Dice::of(7, "w a1 1").next(), Dice::of(8, "w a1 1").next());
    }

    #[test]
    fn weights_are_kept_to() {
        let mut dice = Dice(1);
        let heads = (0..10_000).filter(|_| dice.weighted(&[(1, true), (3, false)]) == Some(true)).count();
        assert!((2_300..2_700).contains(&heads), "{heads}");
        assert_eq!(dice.weighted::<u8>(&[]), None);
    }
}
