//! A set of starts: bits of a stretch of one business day, one a minute, worked on all at once.

use std::cell::Cell;

use crate::calendar::{PageRange, Row, WORDS};

const BITS: usize = u64::BITS as usize;

/// Which words of a day a set has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    first: usize,
    count: usize,
}

impl Words {
    /// The words that a stretch of the day touches.
    pub(crate) fn covering(range: PageRange) -> Self {
        let (first, end) = (range.from as usize / BITS, (range.to as usize).div_ceil(BITS).min(WORDS));
        Self { first, count: end.saturating_sub(first) }
    }

    fn of<'r>(&self, row: &'r Row) -> &'r [u64] {
        row.0.get(self.first..self.first + self.count).unwrap_or_default()
    }
}

/// The bits of some words of a day. The words behind them are clear, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StartSet {
    words: Words,
    bits: [u64; WORDS + 1],
}

impl StartSet {
    pub(crate) const fn clear(words: Words) -> Self {
        Self { words, bits: [0; WORDS + 1] }
    }

    /// Where one row is set and another is not.
    pub(crate) fn free(words: Words, open: &Row, busy: &Row) -> Self {
        let mut set = Self::clear(words);
        for ((bits, open), busy) in set.bits.iter_mut().zip(words.of(open)).zip(words.of(busy)) {
            *bits = open & !busy;
        }
        set
    }

    pub(crate) fn full(words: Words) -> Self {
        let mut set = Self::clear(words);
        set.active().fill(u64::MAX);
        set
    }

    /// The same minutes over other words; what lies outside is left out.
    pub(crate) fn over(&self, words: Words) -> Self {
        let mut other = Self::clear(words);
        let ahead = words.first.saturating_sub(self.words.first);
        let behind = self.words.first.saturating_sub(words.first);
        let target = other.active().get_mut(behind..).unwrap_or_default();
        let own = self.bits.get(ahead..self.words.count.max(ahead)).unwrap_or_default();
        target.iter_mut().zip(own).for_each(|(target, own)| *target = *own);
        other
    }

    pub(crate) fn set(&mut self, range: PageRange) {
        let first = self.words.first;
        let active = self.active();
        for (word, mask) in range.words() {
            if let Some(bits) = word.checked_sub(first).and_then(|at| active.get_mut(at)) {
                *bits |= mask;
            }
        }
    }

    /// Keeps what is set in a row too.
    pub(crate) fn keep_row(&mut self, row: &Row) {
        let words = self.words;
        self.active().iter_mut().zip(words.of(row)).for_each(|(bits, other)| *bits &= other);
    }

    /// Keeps what is set in the other too.
    pub(crate) fn keep(&mut self, other: &Self) {
        self.active().iter_mut().zip(&other.bits).for_each(|(bits, other)| *bits &= other);
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.active().iter_mut().zip(&other.bits).for_each(|(bits, other)| *bits |= other);
    }

    pub(crate) fn remove(&mut self, other: &Self) {
        self.active().iter_mut().zip(&other.bits).for_each(|(bits, other)| *bits &= !other);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bits.iter().take(self.words.count).all(|bits| *bits == 0)
    }

    /// Keeps the first minute of every run of so many that are set. Of none, that is every minute.
    pub(crate) fn keep_runs(&mut self, minutes: u32) {
        if minutes == 0 {
            self.active().fill(u64::MAX);
        }
        let mut covered = 1;
        while covered < minutes {
            let step = covered.min(minutes - covered);
            self.merge_later(step, |bits, later| bits & later);
            covered += step;
        }
    }

    /// Sets every minute with a bit set among so many from it on. Of none, that is no minute.
    pub(crate) fn spread(&mut self, minutes: u32) {
        if minutes == 0 {
            self.active().fill(0);
        }
        let mut covered = 1;
        while covered < minutes {
            let step = covered.min(minutes - covered);
            self.merge_later(step, |bits, later| bits | later);
            covered += step;
        }
    }

    /// The set in which each minute has the bit of the one so much later; earlier, if below 0.
    pub(crate) fn moved(&self, minutes: i32) -> Self {
        let mut moved = Self::clear(self.words);
        let by = minutes.unsigned_abs();
        if minutes >= 0 {
            moved.add(self);
            moved.merge_later(by, |_, later| later);
            return moved;
        }
        let (skipped, bits) = (by as usize / BITS, by % u64::BITS);
        let Some(target) = moved.active().get_mut(skipped..) else { return moved };
        let mut before = 0;
        for (target, own) in target.iter_mut().zip(&self.bits) {
            *target = own << bits | carried(before, bits);
            before = *own;
        }
        moved
    }

    /// The first minute that is set, if any, taken out.
    pub(crate) fn pop(&mut self) -> Option<u32> {
        let first = self.words.first;
        let (at, bits) = self.active().iter_mut().enumerate().find(|(_, bits)| **bits != 0)?;
        let minute = (first + at) * BITS + bits.trailing_zeros() as usize;
        *bits &= *bits - 1;
        u32::try_from(minute).ok()
    }

    /// The first and the last minute that are set.
    pub(crate) fn ends(&self) -> Option<(u32, u32)> {
        let set = |(_, bits): &(usize, &u64)| **bits != 0;
        let mut words = (self.words.first..).zip(self.bits.iter().take(self.words.count));
        let (first, low) = words.find(set)?;
        let (last, high) = words.filter(set).last().unwrap_or((first, low));
        let minute = |word: usize, bit: u32| u32::try_from(word * BITS).ok().map(|minute| minute + bit);
        minute(first, low.trailing_zeros()).zip(minute(last, high.ilog2()))
    }

    pub(crate) fn contains(&self, minute: u32) -> bool {
        let at = (minute as usize / BITS).checked_sub(self.words.first);
        at.and_then(|at| self.bits.get(at)).is_some_and(|bits| bits >> (minute % u64::BITS) & 1 == 1)
    }

    #[inline]
    fn merge_later(&mut self, by: u32, merge: impl Fn(u64, u64) -> u64) {
        let (skipped, bits) = (by as usize / BITS, by % u64::BITS);
        if skipped == 0 {
            // In place: each word reads itself and the next, which is still as it was.
            let words = Cell::from_mut(self.bits.as_mut_slice()).as_slice_of_cells();
            for pair in words.windows(2).take(self.words.count) {
                let [own, next] = pair else { break };
                let later = own.get() >> bits | next.get() << 1 << (u64::BITS - 1 - bits);
                own.set(merge(own.get(), later));
            }
            return;
        }
        let old = self.bits;
        let low = old.get(skipped..).unwrap_or_default();
        let high = old.get(skipped + 1..).unwrap_or_default();
        let active = self.active();
        let reached = high.len().min(active.len());
        let (within, beyond) = active.split_at_mut(reached);
        for ((own, low), high) in within.iter_mut().zip(low).zip(high) {
            *own = merge(*own, low >> bits | high << 1 << (u64::BITS - 1 - bits));
        }
        beyond.iter_mut().for_each(|own| *own = merge(*own, 0));
    }

    fn active(&mut self) -> &mut [u64] {
        self.bits.get_mut(..self.words.count).unwrap_or_default()
    }
}

/// What of the word before reaches into one that is moved up.
fn carried(before: u64, bits: u32) -> u64 {
    before >> 1 >> (u64::BITS - 1 - bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u32 = 1536;

    /// Runs and single minutes at odd places, over several words.
    fn sample(words: Words) -> StartSet {
        let mut set = StartSet::clear(words);
        for (from, to) in [(0, 3), (60, 70), (127, 260), (300, 301), (500, 900), (1100, 1120), (1530, 1536)] {
            set.set(PageRange { from, to });
        }
        set
    }

    fn sets() -> [StartSet; 3] {
        [(0, DAY), (130, 640), (500, 1100)].map(|(from, to)| sample(Words::covering(PageRange { from, to })))
    }

    /// The minutes of a set, those that it does not have as clear.
    fn is_set(set: &StartSet, minute: i32) -> bool {
        let from = i32::try_from(set.words.first * BITS).unwrap();
        let to = from + i32::try_from(set.words.count * BITS).unwrap();
        (from..to).contains(&minute) && set.contains(minute.unsigned_abs())
    }

    fn minutes(set: &StartSet) -> std::ops::Range<i32> {
        let word = |at: usize| i32::try_from(at * BITS).unwrap();
        word(set.words.first)..word(set.words.first + set.words.count)
    }

    #[test]
    fn runs_are_found_where_that_many_minutes_are_set() {
        for set in sets() {
            for length in [0, 1, 2, 9, 10, 63, 64, 65, 100, 133, 200, 400, 401] {
                let mut runs = set;
                runs.keep_runs(length);
                let mut near = set;
                near.spread(length);
                for at in minutes(&set) {
                    let stretch = || at..at + i32::try_from(length).unwrap();
                    assert_eq!(is_set(&runs, at), stretch().all(|at| is_set(&set, at)), "{at} {length}");
                    assert_eq!(is_set(&near, at), stretch().any(|at| is_set(&set, at)), "{at} {length}");
                }
            }
        }
    }

    #[test]
    fn what_is_moved_keeps_its_distances() {
        for set in sets() {
            for by in [-1500, -200, -64, -63, -1, 0, 1, 15, 63, 64, 65, 128, 700, 1536] {
                let moved = set.moved(by);
                for at in minutes(&set) {
                    assert_eq!(is_set(&moved, at), is_set(&set, at + by), "{at} {by}");
                }
            }
        }
    }

    #[test]
    fn a_strip_over_other_words_has_the_same_minutes() {
        for set in sets() {
            for other in sets() {
                let over = set.over(other.words);
                for at in minutes(&other) {
                    assert_eq!(is_set(&over, at), is_set(&set, at), "{at}");
                }
            }
        }
    }

    #[test]
    fn minutes_are_taken_out_in_order() {
        for set in sets() {
            let mut left = set;
            let taken: Vec<i32> =
                std::iter::from_fn(|| left.pop()).map(|at| at.try_into().unwrap()).collect();
            let expected: Vec<i32> = minutes(&set).filter(|at| is_set(&set, *at)).collect();
            assert_eq!(taken, expected);
            let ends = set.ends().unwrap();
            assert_eq!(taken.first().zip(taken.last()), Some((&(ends.0 as i32), &(ends.1 as i32))));
            assert!(left.is_empty() && left.ends().is_none());
        }
    }
}
