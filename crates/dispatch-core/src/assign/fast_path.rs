//! What is told of a provider on the fast path: whether the usual one is free at the usual start, from a few words of the bitmaps.
//! Of many candidates of one demand, most are settled by it; of the others all rules are asked.

use crate::{
    calendar::{LanePage, Mask, Padding, Row},
    ids::{BookingId, LocationIndex},
    rulebook::{Fit, LaneRules},
    time::Minutes,
};

use super::free::{Context, DemandAtStart, Moment};

/// One demand at one start, held against one provider after the other.
#[derive(Clone, Copy)]
pub(super) struct FastPath<'a> {
    /// The use with its padding.
    mask: Mask,
    booking: BookingId,
    location: LocationIndex,
    /// Nobody has a floating break that day.
    no_breaks: bool,
    rules: &'a [LaneRules],
    open: &'a [Row],
    lanes: &'a [LanePage],
}

impl<'a> Context<'a> {
    /// None for a use that leaves its business day, or where calendars cannot be read.
    #[inline]
    pub(super) fn fast_path(&self, wanted: &DemandAtStart<'_>, moment: &Moment<'a>) -> Option<FastPath<'a>> {
        let mask = wanted.padded_mask().filter(|_| self.schedule.unreadable().is_empty())?;
        Some(FastPath {
            mask,
            booking: self.booking,
            location: self.location,
            no_breaks: moment.day.floating_breaks.is_empty(),
            rules: &self.rulebook.lanes,
            open: &moment.day.open,
            lanes: moment.lanes,
        })
    }
}

impl FastPath<'_> {
    /// Whether a provider may serve and is free, if the few words say.
    #[inline(always)]
    pub(super) fn quick_answer(&self, fit: &Fit) -> Option<bool> {
        let at = fit.lane.position();
        let (rules, open) = (self.rules.get(at)?, self.open.get(at)?);
        if rules.location != self.location || fit.dated.is_some() || fit.extra != Minutes(0) {
            return None;
        }
        if !open.covers(&self.mask) {
            return Some(false).filter(|_| !rules.overruns);
        }
        if let Some(on_page) = self.lanes.get(at)
            && on_page.padded().meets(&self.mask)
        {
            let others_alone = rules.padding == Padding::Exclusive && !on_page.may_hold(self.booking);
            return Some(false).filter(|_| others_alone);
        }
        Some(true).filter(|_| self.no_breaks && !rules.is_limited)
    }
}
