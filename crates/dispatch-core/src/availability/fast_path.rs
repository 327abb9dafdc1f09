//! The fast path: settles the usual provider at the usual start from a few words of the bitmaps. Of many candidates of one demand
//! it settles most; those it leaves undecided go through every rule.

use crate::{
    calendar::{LanePage, Mask, Padding, Row},
    ids::{BookingId, LocationIndex},
    rulebook::{Fit, LaneRules},
    time::Minutes,
};

use super::{
    context::{Context, Moment},
    demand_at_start::DemandAtStart,
};

/// One demand at one start, held against one provider after the other.
#[derive(Clone, Copy)]
pub(crate) struct FastPath<'a> {
    /// The use with its padding.
    mask: Mask,
    booking: BookingId,
    location: LocationIndex,
    /// No provider has a floating break that day.
    no_breaks: bool,
    rules: &'a [LaneRules],
    open: &'a [Row],
    lanes: &'a [LanePage],
}

impl<'a> Context<'a> {
    /// None for a use that leaves its business day, or where calendars cannot be read.
    #[inline]
    pub(crate) fn fast_path(&self, wanted: &DemandAtStart<'_>, moment: &Moment<'a>) -> Option<FastPath<'a>> {
        let mask = wanted.padded_mask()?;
        if !self.schedule.unreadable().is_empty() {
            return None;
        }
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
    /// True or false if the few words settle whether a provider may serve and is free; none if they do not.
    #[inline(always)]
    pub(crate) fn quick_answer(&self, fit: &Fit) -> Option<bool> {
        let at = fit.lane.position();
        let (rules, open) = (self.rules.get(at)?, self.open.get(at)?);
        if rules.location != self.location || fit.dated.is_some() || fit.extra != Minutes(0) {
            return None;
        }
        if !open.covers(&self.mask) {
            return if rules.overruns { None } else { Some(false) };
        }
        if let Some(on_page) = self.lanes.get(at)
            && on_page.padded().meets(&self.mask)
        {
            let others_alone = rules.padding == Padding::Exclusive && !on_page.may_hold(self.booking);
            return if others_alone { Some(false) } else { None };
        }
        if self.no_breaks && !rules.is_limited { Some(true) } else { None }
    }
}
