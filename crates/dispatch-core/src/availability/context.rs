//! The context of a question: the rules and the schedule, and a start with its business day looked up.

use crate::{
    calendar::{LanePage, PageIndex, PageTable, Schedule},
    ids::{BookingId, Lane, LocationIndex},
    rulebook::{DayRules, LaneRules, Rulebook},
    time::{Minute, Span},
};

use super::client::Client;

/// Rules and schedule for one booking, whose own occupancies do not stand in its way.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) schedule: &'a Schedule,
    pub(crate) booking: BookingId,
    pub(crate) client: &'a Client,
    pub(crate) location: LocationIndex,
}

/// A start, with its business day looked up once.
#[derive(Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub(crate) start: Minute,
    pub(crate) page: PageIndex,
    pub(crate) day: &'a DayRules,
    pub(crate) day_span: Span,
    /// The minute of the day that it is, and how many the day has.
    pub(super) minute: u32,
    pub(super) minutes: u32,
    /// Empty while nothing lies on that day.
    pub(super) lanes: &'a [LanePage],
}

impl<'a> Moment<'a> {
    /// What lies on a lane on that day; none while nothing lies on any.
    #[inline]
    pub(super) fn on_page(&self, lane: Lane) -> Option<&'a LanePage> {
        self.lanes.get(lane.position())
    }
}

impl<'a> Context<'a> {
    #[inline]
    pub(crate) fn table(&self) -> &'a PageTable {
        self.rulebook.pages()
    }

    /// None outside the horizon.
    #[inline(always)]
    pub(crate) fn moment(&self, start: Minute) -> Option<Moment<'a>> {
        let page = self.table().page(start)?;
        let day = self.rulebook.day(page)?;
        let day_span = self.table().span(page);
        let since_midnight = |at: Minute| at.0.abs_diff(day_span.start.0);
        let (minute, minutes) = (since_midnight(start), since_midnight(day_span.end));
        let lanes = self.schedule.day(page).unwrap_or_default();
        Some(Moment { start, page, day, day_span, minute, minutes, lanes })
    }

    #[inline]
    pub(crate) fn lane(&self, lane: Lane) -> Option<&'a LaneRules> {
        self.rulebook.lanes.get(lane.position())
    }

    /// The lane of the person whose time a lane is: a second lane's is its provider's.
    #[inline]
    pub(crate) fn person(&self, lane: Lane) -> Lane {
        self.lane(lane).and_then(|rules| rules.person).unwrap_or(lane)
    }

    /// The days that a span touches; the moment's own needs no looking up.
    #[inline]
    pub(super) fn pages(&self, span: Span, moment: &Moment<'_>) -> impl Iterator<Item = PageIndex> + use<> {
        let inside = moment.day_span.contains(span);
        let own = moment.page.0..moment.page.0.saturating_add(1);
        let touched = if inside { own } else { self.table().touched(span) };
        touched.map(PageIndex)
    }

    /// Minutes booked on a lane in a stretch of the moment's day, without the booking's own.
    pub(crate) fn load(&self, lane: Lane, moment: &Moment<'_>, stretch: Span) -> i64 {
        let on_page = moment.on_page(lane);
        on_page.map_or(0, |on_page| on_page.booked_without(Some(self.booking), stretch).0.into())
    }

    /// Bookings that a lane has on the moment's day, without this one.
    pub(crate) fn appointments(&self, lane: Lane, moment: &Moment<'_>) -> u16 {
        let on_page = moment.on_page(lane);
        on_page.map_or(0, |on_page| on_page.appointments_without(self.booking))
    }
}
