//! What is told of a provider at sight: whether the usual one is free at the usual start, from a few words of the bitmaps.
//! Of many candidates of one demand, most are settled by it; of the others all rules are asked.

use crate::{
    calendar::{LanePage, Mask, Row},
    ids::{BookingId, LocationIndex},
    rulebook::{Fit, LaneRules, Padding},
    time::Minutes,
};

use super::free::{Moment, View, Wanted};

/// One demand at one start, held against one provider after the other.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
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

impl<'a> View<'a> {
    /// None for a use that leaves its business day, or where calendars cannot be read.
    #[inline]
    pub(super) fn sight(&self, wanted: &Wanted<'_>, moment: &Moment<'a>) -> Option<Sight<'a>> {
        let mask = wanted.padded_mask().filter(|_| self.schedule.unreadable().is_empty())?;
        Some(Sight {
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

impl Sight<'_> {
    /// Whether a provider may serve and is free, if that can be told.
    #[inline(always)]
    pub(super) fn tells(&self, fit: &Fit) -> Option<bool> {
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
