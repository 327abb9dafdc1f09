//! An index by quarters of an hour over the first occupancies of a lane's day, packed into two words: a few operations
//! find all that may come near a stretch, without a look at any occupancy.

use std::iter;

use super::PageRange;

/// So many occupancies are indexed: a byte each in one word, and enough for an ordinary day.
pub(super) const NEAR: usize = 8;

/// By position in the list of the day: the quarters of an hour in which each occupancy begins and ends, paddings included.
/// Each has a byte of the word. The highest bit of a byte stays free, so that one subtraction compares all eight at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct QuarterIndex {
    from: u64,
    to: u64,
}

const BITS: usize = 8;
/// The highest bit of each byte.
const TOP: u64 = each(1 << (BITS - 1));
/// Later than any quarter of a day: a row has 1536 minutes, which are 103 quarters.
const NEVER: u8 = (1 << (BITS - 1)) - 1;

/// The same quarter in each byte.
const fn each(quarter: u8) -> u64 {
    quarter as u64 * 0x0101_0101_0101_0101
}

/// The quarters into which a range reaches: from the first to behind the last.
#[inline]
fn quarters(range: PageRange) -> (u8, u8) {
    let quarter = |at: u32| u8::try_from(at).map_or(NEVER, |at| at.min(NEVER));
    (quarter(range.from / 15), quarter(range.to.div_ceil(15)))
}

impl QuarterIndex {
    /// The index of an empty list.
    pub(super) const NONE: Self = Self { from: each(NEVER), to: 0 };

    /// The index of a list, whose first entries count.
    pub(super) fn of(ranges: impl Iterator<Item = PageRange>) -> Self {
        let mut near = Self::NONE;
        ranges.take(NEAR).enumerate().for_each(|(at, range)| near.insert(at, range));
        near
    }

    /// Follows an insertion into the list: the entries from there on move up.
    #[inline]
    pub(super) fn insert(&mut self, at: usize, range: PageRange) {
        if at < NEAR {
            let (from, to) = quarters(range);
            let below = (1 << (BITS * at)) - 1;
            let with = |all, new: u8| all & below | u64::from(new) << (BITS * at) | (all & !below) << BITS;
            (self.from, self.to) = (with(self.from, from), with(self.to, to));
        }
    }

    /// Follows a removal from the list: the entries after it move down, and `last`, the first that had no place here, gets
    /// the last byte.
    #[inline]
    pub(super) fn remove(&mut self, at: usize, last: Option<PageRange>) {
        if at < NEAR {
            let (from, to) = last.map_or((NEVER, 0), quarters);
            let below = (1 << (BITS * at)) - 1;
            let without =
                |all, last: u8| all & below | all >> BITS & !below | u64::from(last) << (BITS * (NEAR - 1));
            (self.from, self.to) = (without(self.from, from), without(self.to, to));
        }
    }

    /// The positions of those that reach into a quarter of a stretch: of all that come near it, and of few others.
    #[inline]
    pub(super) fn to(&self, stretch: NearEntry) -> impl Iterator<Item = usize> + use<> {
        // In each byte the highest bit survives the subtraction where nothing was borrowed, that is where the left side
        // is not smaller.
        let begin_in_time = stretch.last.wrapping_sub(self.from);
        let end_in_time = (self.to | TOP).wrapping_sub(stretch.second);
        let mut near = begin_in_time & end_in_time & TOP;
        iter::from_fn(move || {
            let at = (near != 0).then(|| near.trailing_zeros() as usize / BITS);
            near &= near.wrapping_sub(1);
            at
        })
    }
}

/// A stretch of a day, made once and compared with the indexes of many lanes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NearEntry {
    /// Its last quarter, with the highest bit set.
    last: u64,
    /// Its second.
    second: u64,
}

impl NearEntry {
    #[inline]
    pub(crate) fn of(range: PageRange) -> Self {
        let (from, to) = quarters(range);
        Self { last: each(to.saturating_sub(1)) | TOP, second: each(from + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: u32, to: u32) -> PageRange {
        PageRange { from, to }
    }

    /// The positions as a list of ranges says them.
    fn by_hand(list: &[PageRange], stretch: PageRange) -> Vec<usize> {
        let near = |range: &PageRange| {
            range.from / 15 < stretch.to.div_ceil(15) && stretch.from / 15 < range.to.div_ceil(15)
        };
        list.iter().take(NEAR).enumerate().filter(|(_, range)| near(range)).map(|(at, _)| at).collect()
    }

    #[test]
    fn those_near_are_told_whatever_came_and_went() {
        let mut list: Vec<PageRange> = Vec::new();
        let mut near = QuarterIndex::NONE;
        // Comes in at every position, past those that have a place, and goes again from every one.
        for step in 0..12_usize {
            let (at, from) = (step * 5 % (list.len() + 1), u32::try_from(step * 97 % 1400).unwrap());
            let new = range(from, from + 60 + from % 70);
            list.insert(at, new);
            near.insert(at, new);
            assert_eq!(near, QuarterIndex::of(list.iter().copied()), "{step}");
        }
        // One that has no place just so.
        let before = near;
        near.insert(NEAR, range(0, 1536));
        near.remove(NEAR, None);
        assert_eq!(near, before);
        while !list.is_empty() {
            for stretch in [range(0, 1), range(300, 360), range(1000, 1536), range(0, 1536), range(700, 700)]
            {
                let found: Vec<_> = near.to(NearEntry::of(stretch)).collect();
                assert_eq!(found, by_hand(&list, stretch), "{list:?} {stretch:?}");
            }
            let at = list.len() / 3;
            list.remove(at);
            near.remove(at, list.get(NEAR - 1).copied());
            assert_eq!(near, QuarterIndex::of(list.iter().copied()), "{list:?}");
        }
        assert_eq!(near, QuarterIndex::NONE);
    }

    #[test]
    fn all_that_share_a_minute_with_a_stretch_are_told_and_none_of_another_quarter() {
        let near = QuarterIndex::of([range(60, 120)].into_iter());
        for (from, to, is_near) in [
            (0, 60, false),
            (0, 61, true),
            (59, 60, false),
            (61, 62, true),
            (119, 130, true),
            (120, 130, false),
            (0, 1536, true),
        ] {
            let found = near.to(NearEntry::of(range(from, to))).count();
            assert_eq!(found, usize::from(is_near), "{from}-{to}");
        }
        let whole_day = QuarterIndex::of([range(0, 1536)].into_iter());
        for minute in 0..1536 {
            assert_eq!(whole_day.to(NearEntry::of(range(minute, minute + 1))).count(), 1, "{minute}");
            assert_eq!(
                QuarterIndex::NONE.to(NearEntry::of(range(minute, minute + 1))).count(),
                0,
                "{minute}"
            );
        }
    }
}
