//! Business days: the stretch of UTC minutes of each day of the horizon.

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::time::{Minute, Span};

use super::PageRange;

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

/// Days that do not follow each other are refused, not dropped: this code did not write them.
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

    /// The number of days.
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
        match self.midnights.get(page.0 as usize..) {
            Some([start, end, ..]) => Span { start: *start, end: *end },
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
        let guess = u16::try_from(at.0.abs_diff(first.0) / 1440).ok()?;
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
        // The usual case first: nearly every span lies in one day.
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
