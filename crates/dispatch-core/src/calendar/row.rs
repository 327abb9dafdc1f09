//! A bit for every minute of a business day, and ranges of them.

use crate::time::{Minute, Span};

/// 64-bit words of a row. The longest day has 25 hours, that is 1500 minutes; 24 words have 1536 bits and fill three
/// lines of a cache exactly.
pub(crate) const WORDS: usize = 24;
const BITS: u32 = u64::BITS;

/// One bit a minute of one business day. Aligned to a line of the cache, so that a working day hardly ever spans two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(crate) struct Row(pub(crate) [u64; WORDS]);

impl Row {
    pub(crate) const EMPTY: Self = Self([0; WORDS]);

    /// Set where either is.
    pub(crate) fn or(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, more)| *bits |= more);
        self
    }

    /// True if any bit of `[from, to)` is set.
    #[inline]
    pub(crate) fn any(&self, range: PageRange) -> bool {
        let Some(edges) = range.edges() else { return false };
        match self.0.get(edges.words()).unwrap_or_default() {
            [] => false,
            [one] => one & edges.both() != 0,
            [first, between @ .., last] => {
                first & edges.low | last & edges.high != 0 || between.iter().any(|bits| *bits != 0)
            }
        }
    }

    /// True if every bit of `[from, to)` is set.
    #[inline]
    pub(crate) fn all(&self, range: PageRange) -> bool {
        let Some(edges) = range.edges() else { return true };
        match self.0.get(edges.words()).unwrap_or_default() {
            [] => false,
            [one] => !one & edges.both() == 0,
            [first, between @ .., last] => {
                !first & edges.low | !last & edges.high == 0 && between.iter().all(|bits| *bits == u64::MAX)
            }
        }
    }

    pub(crate) fn count(&self, range: PageRange) -> u32 {
        range.words().map(|(word, mask)| self.0.get(word).map_or(0, |bits| (bits & mask).count_ones())).sum()
    }

    /// True if some `minutes` in a row of `within` are clear here and set in `open`.
    pub(crate) fn gap(&self, open: &Self, within: PageRange, minutes: u32) -> bool {
        let mut run = 0;
        for (word, mask) in within.words() {
            let Some((busy, open)) = self.0.get(word).zip(open.0.get(word)) else { return false };
            let mut free = open & !busy & mask;
            let mut left = BITS;
            while left > 0 {
                let ones = free.trailing_ones().min(left);
                run += ones;
                if run >= minutes {
                    return true;
                }
                if ones == left {
                    break;
                }
                free >>= ones;
                left -= ones;
                let zeros = free.trailing_zeros().min(left);
                run = 0;
                left -= zeros;
                free = if zeros < BITS { free >> zeros } else { 0 };
            }
        }
        minutes == 0
    }

    #[inline]
    pub(crate) fn set(&mut self, range: PageRange) {
        let Some(edges) = range.edges() else { return };
        match self.0.get_mut(edges.words()).unwrap_or_default() {
            [] => {}
            [one] => *one |= edges.both(),
            [first, between @ .., last] => {
                *first |= edges.low;
                between.fill(u64::MAX);
                *last |= edges.high;
            }
        }
    }

    /// Sets all bits of `[from, to)` if none is set. False, and nothing is set, if any is.
    #[inline]
    pub(crate) fn set_if_clear(&mut self, range: PageRange) -> bool {
        let Some(edges) = range.edges() else { return true };
        match self.0.get_mut(edges.words()).unwrap_or_default() {
            [] => true,
            [one] => {
                let is_clear = *one & edges.both() == 0;
                *one |= if is_clear { edges.both() } else { 0 };
                is_clear
            }
            [first, between @ .., last] => {
                let ends = *first & edges.low | *last & edges.high;
                let is_clear = between.iter().fold(ends, |met, bits| met | bits) == 0;
                if is_clear {
                    *first |= edges.low;
                    between.fill(u64::MAX);
                    *last |= edges.high;
                }
                is_clear
            }
        }
    }

    #[inline]
    pub(crate) fn clear(&mut self, range: PageRange) {
        let Some(edges) = range.edges() else { return };
        match self.0.get_mut(edges.words()).unwrap_or_default() {
            [] => {}
            [one] => *one &= !edges.both(),
            [first, between @ .., last] => {
                *first &= !edges.low;
                between.fill(0);
                *last &= !edges.high;
            }
        }
    }
}

/// Minutes `[from, to)` of one page, counted from its start; `to` never exceeds the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageRange {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

impl PageRange {
    /// The part of a span that lies in a day, counted from its start.
    #[inline]
    pub(crate) fn of(day: Span, span: Span) -> Self {
        let part = day.intersection(span);
        let minutes = |at: Minute| u32::try_from(at.since(day.start).0).unwrap_or(0);
        Self { from: minutes(part.start), to: minutes(part.end) }
    }

    /// True if both share a minute.
    #[inline]
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.from.max(other.from) < self.to.min(other.to)
    }

    /// A span that lies in a day, counted from its start.
    #[inline]
    pub(crate) fn inside(day: Span, span: Span) -> Self {
        Self { from: span.start.0.abs_diff(day.start.0), to: span.end.0.abs_diff(day.start.0) }
    }

    /// None for no minute at all.
    #[inline]
    fn edges(self) -> Option<Edges> {
        let last = self.to.checked_sub(1).filter(|last| self.from <= *last)?;
        Some(Edges {
            first: (self.from / BITS) as usize,
            last: (last / BITS) as usize,
            low: u64::MAX << (self.from % BITS),
            high: u64::MAX >> (BITS - 1 - last % BITS),
        })
    }

    /// The words that the range touches, each with the mask of its bits.
    #[inline]
    pub(crate) fn words(self) -> impl Iterator<Item = (usize, u64)> {
        self.edges().into_iter().flat_map(|edges| {
            (edges.first..edges.last + 1).map(move |word| {
                let low = if word == edges.first { edges.low } else { u64::MAX };
                let high = if word == edges.last { edges.high } else { u64::MAX };
                (word, low & high)
            })
        })
    }
}

/// The words at both ends of a range, with the bits of each from, and up to, which it reaches.
#[derive(Clone, Copy)]
struct Edges {
    first: usize,
    last: usize,
    low: u64,
    high: u64,
}

impl Edges {
    #[inline]
    fn words(self) -> std::ops::Range<usize> {
        self.first..self.last + 1
    }

    /// The bits of a range that lies in one word.
    #[inline]
    fn both(self) -> u64 {
        self.low & self.high
    }
}

/// The bits of a range, made once and compared with many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mask {
    first: usize,
    last: usize,
    /// The bits of the first word and of the last: the same bits twice where they are one word.
    low: u64,
    high: u64,
}

impl Mask {
    #[inline]
    pub(crate) fn of(range: PageRange) -> Self {
        let Some(edges) = range.edges() else { return Self { first: 0, last: 0, low: 0, high: 0 } };
        let Edges { first, last, low, high } = edges;
        if first == last {
            return Self { first, last, low: edges.both(), high: edges.both() };
        }
        Self { first, last, low, high }
    }

    /// A range longer than two hours has whole words between.
    #[inline]
    fn has_more(&self) -> bool {
        self.last > self.first + 1
    }
}

impl Row {
    /// True if any of these bits is set.
    #[inline(always)]
    pub(crate) fn meets(&self, mask: &Mask) -> bool {
        let (Some(first), Some(last)) = (self.0.get(mask.first), self.0.get(mask.last)) else { return false };
        first & mask.low | last & mask.high != 0
            || mask.has_more() && self.between(mask).iter().any(|bits| *bits != 0)
    }

    /// True if all of these bits are set.
    #[inline(always)]
    pub(crate) fn covers(&self, mask: &Mask) -> bool {
        let (Some(first), Some(last)) = (self.0.get(mask.first), self.0.get(mask.last)) else { return false };
        !first & mask.low | !last & mask.high == 0
            && (!mask.has_more() || self.between(mask).iter().all(|bits| *bits == u64::MAX))
    }

    #[inline(never)]
    fn between(&self, mask: &Mask) -> &[u64] {
        self.0.get(mask.first + 1..mask.last).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: u32, to: u32) -> PageRange {
        PageRange { from, to }
    }

    #[test]
    fn ranges_touch_exactly_their_minutes() {
        for (from, to) in [(0, 1), (0, 64), (63, 65), (64, 128), (10, 200), (1500, 1536), (5, 5)] {
            let mut row = Row::EMPTY;
            row.set(range(from, to));
            assert_eq!(row.count(range(0, 1536)), to - from);
            assert_eq!(row.any(range(from, to)), from < to);
            assert!(row.all(range(from, to)));
            assert!(from == 0 || !row.any(range(0, from)));
            assert!(to == 1536 || !row.any(range(to, 1536)));
            row.clear(range(from, to));
            assert_eq!(row, Row::EMPTY);
        }
        for nothing in [range(0, 0), range(5, 5), range(64, 64)] {
            assert_eq!(nothing.words().next(), None, "{nothing:?}");
        }
    }

    #[test]
    fn bits_are_set_together_or_not_at_all() {
        for (from, to) in [(0, 1), (0, 64), (63, 65), (64, 128), (10, 200), (1500, 1536)] {
            let mut row = Row::EMPTY;
            assert!(row.set_if_clear(range(from, to)));
            assert!(row.all(range(from, to)));
            assert_eq!(row.count(range(0, 1536)), to - from);
            for taken in [from, (from + to) / 2, to - 1] {
                let mut other = Row::EMPTY;
                other.set(range(taken, taken + 1));
                let before = other;
                assert!(!other.set_if_clear(range(from, to)), "{from}-{to}, taken at {taken}");
                assert_eq!(other, before);
            }
        }
        let mut nothing = Row::EMPTY;
        assert!(nothing.set_if_clear(range(5, 5)));
        // Bits at the same place of two words do not hide each other.
        for (taken, from, to) in [([63, 127], 60, 128), ([69, 133], 0, 200), ([5, 325], 0, 330)] {
            let mut row = Row::EMPTY;
            taken.iter().for_each(|minute| row.set(range(*minute, *minute + 1)));
            assert!(!row.set_if_clear(range(from, to)), "{taken:?}");
        }
    }

    #[test]
    fn ranges_overlap_where_both_have_a_minute() {
        let five = range(5, 10);
        for (from, to, overlaps) in
            [(0, 5, false), (0, 6, true), (9, 20, true), (10, 20, false), (7, 7, false)]
        {
            assert_eq!(five.overlaps(range(from, to)), overlaps, "{from}-{to}");
            assert_eq!(range(from, to).overlaps(five), overlaps, "{from}-{to}");
        }
    }

    #[test]
    fn a_mask_says_of_a_row_what_its_range_says() {
        let mut row = Row::EMPTY;
        row.set(range(60, 70));
        row.set(range(128, 400));
        row.set(range(1400, 1536));
        let whole = [
            (0, 1),
            (60, 70),
            (59, 70),
            (128, 320),
            (127, 200),
            (300, 400),
            (300, 401),
            (1400, 1536),
            (128, 256),
            (60, 320),
            (129, 400),
        ];
        let beside = [
            (0, 60),
            (70, 128),
            (400, 590),
            (1390, 1400),
            (5, 5),
            (1536, 1536),
            (448, 576),
            (100, 500),
            (300, 1450),
        ];
        for (from, to) in whole.into_iter().chain(beside) {
            let range = range(from, to);
            let mask = Mask::of(range);
            assert_eq!(row.meets(&mask), row.any(range), "{range:?}");
            assert_eq!(row.covers(&mask), row.all(range), "{range:?}");
        }
    }

    #[test]
    fn a_gap_is_found_exactly_where_that_many_minutes_are_free() {
        let mut open = Row::EMPTY;
        open.set(range(0, 1536));
        for (from, to) in [(60_u32, 240_u32), (100, 150), (0, 64), (1, 200)] {
            for minutes in 1..=50_u32 {
                for hole in [from, from + 7, 63, 64, to.saturating_sub(minutes)] {
                    let mut busy = open;
                    busy.clear(range(hole, hole + minutes));
                    let inside = from <= hole && hole + minutes <= to;
                    assert_eq!(
                        busy.gap(&open, range(from, to), minutes),
                        inside,
                        "{from}-{to} {minutes}@{hole}"
                    );
                    assert!(!busy.gap(&open, range(from, to), minutes + 1));
                    assert!(!busy.gap(&busy, range(from, to), 1), "closed minutes are no break");
                }
            }
        }
    }

    #[test]
    fn a_gap_is_found_behind_shorter_ones_and_across_words() {
        let mut open = Row::EMPTY;
        open.set(range(0, 1536));
        for (free, longest) in [([(0, 1), (3, 13)], 10), ([(0, 3), (60, 70)], 10), ([(2, 9), (20, 22)], 7)] {
            let mut busy = open;
            free.iter().for_each(|(from, to)| busy.clear(range(*from, *to)));
            assert!(busy.gap(&open, range(0, 1536), longest), "{free:?}");
            assert!(!busy.gap(&open, range(0, 1536), longest + 1), "{free:?}");
        }
    }
}
