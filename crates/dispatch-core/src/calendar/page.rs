//! Business days: which stretch of UTC minutes each day of the horizon is, and its bitmaps.

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::time::{Minute, Span};

/// 64-bit words of a row: 25 hours and a bit, so that the longest day fits at minute grain.
pub(crate) const WORDS: usize = 24;
const BITS: u32 = u64::BITS;

/// One bit a minute of one business day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Words that a [`Mask`] spans: more than three hours wherever they begin.
const MASK_WORDS: usize = 4;
/// The last word at which a mask may begin.
const LAST_MASK: usize = WORDS - MASK_WORDS;

/// The bits of a short range, laid out once to be held against many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mask {
    first: usize,
    bits: [u64; MASK_WORDS],
}

impl Mask {
    /// None for a range that spans more words.
    #[inline]
    pub(crate) fn of(range: PageRange) -> Option<Self> {
        let mut bits = [0; MASK_WORDS];
        let Some(edges) = range.edges() else { return Some(Self { first: 0, bits }) };
        let first = edges.first.min(LAST_MASK);
        match bits.get_mut(edges.first - first..edges.last - first + 1)? {
            [] => return None,
            [one] => *one = edges.both(),
            [low, between @ .., high] => {
                *low = edges.low;
                between.fill(u64::MAX);
                *high = edges.high;
            }
        }
        Some(Self { first, bits })
    }
}

impl Row {
    /// The words that a mask lies on.
    #[inline]
    fn under(&self, mask: &Mask) -> &[u64; MASK_WORDS] {
        self.0.get(mask.first..).and_then(<[u64]>::first_chunk).unwrap_or(&[0; MASK_WORDS])
    }

    /// True if any of these bits is set.
    #[inline]
    pub(crate) fn meets(&self, mask: &Mask) -> bool {
        self.under(mask).iter().zip(&mask.bits).fold(0, |met, (row, bits)| met | row & bits) != 0
    }

    /// True if all of these bits are set.
    #[inline]
    pub(crate) fn covers(&self, mask: &Mask) -> bool {
        self.under(mask).iter().zip(&mask.bits).fold(0, |missing, (row, bits)| missing | !row & bits) == 0
    }
}

/// Position of a business day in the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PageIndex(pub(crate) u16);

/// The business days of a horizon: local midnights as UTC minutes. Days are 23, 24 or 25 hours long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct PageTable {
    /// The start of each day, and the end of the last.
    midnights: Vec<Minute>,
}

/// Days that do not follow each other are refused, not dropped: what was stored was not written by this code.
impl<'de> Deserialize<'de> for PageTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let midnights = Vec::<Minute>::deserialize(deserializer)?;
        let days = midnights.len();
        let table = Self::new(midnights);
        if table.midnights.len() == days {
            return Ok(table);
        }
        Err(de::Error::custom("the days do not follow each other by 23 to 25 hours"))
    }
}

impl PageTable {
    /// A table of days that start at these minutes; the last entry is the end of the last day. Entries that do not
    /// ascend by 23 to 25 hours are dropped from there on.
    #[must_use]
    pub fn new(mut midnights: Vec<Minute>) -> Self {
        let ascends = |pair: &[Minute]| matches!(pair, [a, b] if (1380..=1500).contains(&b.since(*a).0));
        let good = midnights.windows(2).position(|pair| !ascends(pair));
        if let Some(good) = good {
            midnights.truncate(good + 1);
        }
        Self { midnights }
    }

    /// The start of each day, and the end of the last.
    #[must_use]
    pub fn midnights(&self) -> &[Minute] {
        &self.midnights
    }

    /// How many days.
    #[must_use]
    pub fn days(&self) -> usize {
        self.midnights.len().saturating_sub(1)
    }

    /// From the first midnight to the last.
    #[must_use]
    pub fn horizon(&self) -> Span {
        match (self.midnights.first(), self.midnights.last()) {
            (Some(first), Some(last)) => Span::new(*first, *last),
            _ => Span::default(),
        }
    }

    /// The span of a day.
    #[inline]
    pub(crate) fn span(&self, page: PageIndex) -> Span {
        let at = page.0 as usize;
        match (self.midnights.get(at), self.midnights.get(at + 1)) {
            (Some(start), Some(end)) => Span::new(*start, *end),
            _ => Span::default(),
        }
    }

    /// The day that a minute lies in.
    #[inline]
    pub(crate) fn page(&self, at: Minute) -> Option<PageIndex> {
        let first = *self.midnights.first()?;
        if at < first {
            return None;
        }
        // Days differ from 24 h by an hour at a clock change at most twice a year, so the guess is off by one at most.
        let guess = u16::try_from(at.since(first).0 / 1440).ok()?;
        let inside = |day: &u16| {
            let span = self.span(PageIndex(*day));
            span.start <= at && at < span.end
        };
        let beside = || [guess.wrapping_sub(1), guess.wrapping_add(1)].into_iter().find(inside);
        Some(guess).filter(inside).or_else(beside).map(PageIndex)
    }

    /// The day that a span lies in, with that day's own span; none if it is empty or touches several days.
    #[inline]
    pub(crate) fn only_page(&self, span: Span) -> Option<(PageIndex, Span)> {
        let page = self.page(span.start)?;
        let day = self.span(page);
        (span.start < span.end && span.end <= day.end).then_some((page, day))
    }

    /// The days that a span touches.
    pub(crate) fn pages(&self, span: Span) -> impl Iterator<Item = PageIndex> + use<> {
        self.touched(span).map(PageIndex)
    }

    /// The positions of the days that a span touches.
    pub(crate) fn touched(&self, span: Span) -> std::ops::Range<u16> {
        let after = |last: PageIndex| last.0.saturating_add(1);
        // The usual case.
        if let Some((only, _)) = self.only_page(span) {
            return only.0..after(only);
        }
        let span = self.horizon().intersection(span);
        if span.is_empty() {
            return 0..0;
        }
        let days = self.page(span.start).zip(self.page(Minute(span.end.0 - 1)));
        days.map_or(0..0, |(first, last)| first.0..after(last))
    }

    /// The part of a span that lies in a day, counted from its start.
    #[inline]
    pub(crate) fn range(&self, page: PageIndex, span: Span) -> PageRange {
        PageRange::of(self.span(page), span)
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
        ];
        let beside = [(0, 60), (70, 128), (400, 590), (1390, 1400), (5, 5), (1536, 1536), (448, 576)];
        for (from, to) in whole.into_iter().chain(beside) {
            let range = range(from, to);
            let Some(mask) = Mask::of(range) else { unreachable!("{range:?} is short") };
            assert_eq!(row.meets(&mask), row.any(range), "{range:?}");
            assert_eq!(row.covers(&mask), row.all(range), "{range:?}");
        }
        assert_eq!(Mask::of(range(63, 320)), None, "five words");
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

    #[test]
    fn days_that_do_not_follow_each_other_are_dropped() {
        let good = [0, 1440, 2880].map(Minute).to_vec();
        for bad in [4000, 4381, 2880, 0] {
            let table = PageTable::new([&good[..], &[Minute(bad), Minute(bad + 1440)]].concat());
            assert_eq!(table.midnights(), good, "{bad}");
        }
    }

    #[test]
    fn pages_are_found_across_days_of_23_and_25_hours() {
        let table = PageTable::new([0, 1440, 2820, 4320, 5760].map(Minute).to_vec());
        assert_eq!(table.days(), 4);
        for at in -1..=5760 {
            let expected = (0..4u16).find(|day| {
                let span = table.span(PageIndex(*day));
                span.start.0 <= at && at < span.end.0
            });
            assert_eq!(table.page(Minute(at)), expected.map(PageIndex), "{at}");
        }
        let touched: Vec<_> = table.pages(Span::new(Minute(-5), Minute(1441))).map(|page| page.0).collect();
        assert_eq!(touched, [0, 1]);
    }
}
