//! A demand at one start: the spans that it uses, and in the usual case its bits on the business day.

use crate::{
    calendar::{Mask, NearEntry, PageIndex, PageRange},
    rulebook::{Demand, Use},
    time::{Minute, Minutes, Span},
};

use super::context::{Context, Moment};

/// A demand at one start, worked out once for all its candidates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DemandAtStart<'d> {
    pub(crate) demand: &'d Demand,
    /// How much longer than the menu says the service takes.
    pub(crate) extra: Minutes,
    /// The usual case: one use, which does not leave the business day.
    pub(super) on_page: Option<OnPage>,
}

/// One use on the bitmaps of its business day.
#[derive(Clone, Copy, Debug)]
pub(super) struct OnPage {
    pub(super) used: PageRange,
    pub(super) padded: PageRange,
    pub(super) padded_mask: Mask,
}

/// The uses of a demand of a service that takes `extra` minutes more than the menu says.
#[inline]
pub(crate) fn uses(demand: &Demand, extra: Minutes) -> impl Iterator<Item = Use> + Clone {
    demand.uses.iter().map(move |each| each.stretched(extra))
}

/// The bare span of a use of a service that starts at `start`.
pub(crate) fn used_span(each: Use, start: Minute) -> Span {
    Span::from_start(start.plus(each.offset), each.minutes)
}

impl<'d> DemandAtStart<'d> {
    /// The bare spans that it uses.
    pub(super) fn spans(&self, start: Minute) -> impl Iterator<Item = Span> + Clone + use<'d> {
        uses(self.demand, self.extra).map(move |each| used_span(each, start))
    }

    /// A span that it uses, with its padding.
    pub(super) fn padded(&self, used: Span) -> Span {
        used.padded(self.demand.before, self.demand.after)
    }

    /// In the usual case: the bits of the use with its padding.
    #[inline]
    pub(super) fn padded_mask(&self) -> Option<Mask> {
        self.on_page.as_ref().map(|on_page| on_page.padded_mask)
    }

    /// In the usual case: the use, the use with its padding, and what may be near that.
    #[inline]
    pub(super) fn only_use(&self, moment: &Moment<'_>) -> Option<((Span, Span), NearEntry)> {
        let OnPage { used, padded, .. } = self.on_page.as_ref()?;
        let at = |minute: u32| moment.day_span.start.plus(Minutes(minute.cast_signed()));
        let span = |range: &PageRange| Span { start: at(range.from), end: at(range.to) };
        Some(((span(used), span(padded)), NearEntry::of(*padded)))
    }
}

impl OnPage {
    /// None for a use that leaves the day.
    #[inline]
    fn of(each: Use, demand: &Demand, moment: &Moment<'_>) -> Option<Self> {
        let minutes = |between: Minutes| i64::from(between.0);
        let from = i64::from(moment.minute) + minutes(each.offset);
        let to = from + minutes(each.minutes).max(0);
        let (padded_from, padded_to) = (from - minutes(demand.before), to + minutes(demand.after));
        if padded_to > i64::from(moment.minutes) {
            return None;
        }
        let range =
            |from: i64, to: i64| Some(PageRange { from: from.try_into().ok()?, to: to.try_into().ok()? });
        let padded = range(padded_from, padded_to)?;
        Some(Self { used: range(from, to)?, padded, padded_mask: Mask::of(padded) })
    }

    /// The padding after the use.
    pub(super) fn tail(&self) -> PageRange {
        PageRange { from: self.used.to, to: self.padded.to }
    }
}

impl Context<'_> {
    /// A demand at a start, in a service that takes `extra` minutes more than the menu says.
    #[inline]
    pub(crate) fn demand_at_start<'d>(
        &self,
        demand: &'d Demand,
        extra: Minutes,
        moment: &Moment<'_>,
    ) -> DemandAtStart<'d> {
        let on_page = match demand.uses.as_slice() {
            [each] => OnPage::of(each.stretched(extra), demand, moment),
            _ => None,
        };
        DemandAtStart { demand, extra, on_page }
    }

    /// The local days that a demand touches; one may come twice.
    #[inline]
    pub(super) fn days_of(
        &self,
        wanted: &DemandAtStart<'_>,
        moment: &Moment<'_>,
    ) -> impl Iterator<Item = PageIndex> {
        let DemandAtStart { demand, extra, on_page } = *wanted;
        let own = on_page.map(|_| moment.page);
        let several = on_page.is_none().then(|| {
            uses(demand, extra).flat_map(move |each| {
                self.table().pages(used_span(each, moment.start).padded(demand.before, demand.after))
            })
        });
        own.into_iter().chain(several.into_iter().flatten())
    }
}
