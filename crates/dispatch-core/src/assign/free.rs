//! Whether one provider, room or device can serve one demand at one start: the hard rules, on bitmaps.

use crate::{
    calendar::{LanePage, PageIndex, PageRange, PageTable, Rows, Schedule},
    ids::{BookingId, Lane, LocationIndex},
    rulebook::{DayRules, Demand, Fit, LaneRules, Padding, Rulebook, Use},
    time::{Minute, Minutes, Span},
};

/// What a question is asked of: the rules and the schedule without one booking's own occupancies.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) rulebook: &'a Rulebook,
    pub(super) schedule: &'a Schedule,
    pub(super) booking: BookingId,
    pub(super) location: LocationIndex,
}

/// A start, with its business day looked up once.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) start: Minute,
    pub(super) page: PageIndex,
    pub(super) day: &'a DayRules,
    pub(super) day_span: Span,
    lanes: Option<&'a [LanePage]>,
}

/// The uses of a demand of a service that takes `extra` minutes more than the menu says.
#[inline]
pub(super) fn uses(demand: &Demand, extra: Minutes) -> impl Iterator<Item = Use> + '_ {
    demand.uses.iter().map(move |each| each.stretched(extra))
}

/// The bare span of a use of a service that starts at `start`.
pub(super) fn used_span(each: Use, start: Minute) -> Span {
    Span::from_start(start.plus(each.offset), each.minutes)
}

impl<'a> View<'a> {
    #[inline]
    pub(super) fn table(&self) -> &'a PageTable {
        self.rulebook.pages()
    }

    /// None outside the horizon.
    #[inline]
    pub(super) fn moment(&self, start: Minute) -> Option<Moment<'a>> {
        let page = self.table().page(start)?;
        let day = self.rulebook.day(page)?;
        let day_span = self.table().span(page);
        Some(Moment { start, page, day, day_span, lanes: self.schedule.day(page) })
    }

    #[inline]
    pub(super) fn lane(&self, lane: Lane) -> Option<&'a LaneRules> {
        self.rulebook.lanes.get(lane.position())
    }

    /// True if the provider may deliver it on that day and is free for it, cap and breaks included.
    #[inline]
    pub(super) fn provider_free(
        &self,
        demand: &Demand,
        fit: &Fit,
        extra: Minutes,
        moment: &Moment<'_>,
    ) -> bool {
        let Some(rules) = self.lane(fit.lane) else { return false };
        fit.valid.contains(moment.page)
            && self.below_cap(rules, demand, fit.lane, extra, moment)
            && self.free(demand, fit.lane, rules, extra, moment)
            && self.breaks_kept(demand, fit.lane, extra, moment)
    }

    /// True if the room or device is free for it.
    #[inline]
    pub(super) fn resource_free(
        &self,
        demand: &Demand,
        lane: Lane,
        extra: Minutes,
        moment: &Moment<'_>,
    ) -> bool {
        self.lane(lane).is_some_and(|rules| self.free(demand, lane, rules, extra, moment))
    }

    fn free(
        &self,
        demand: &Demand,
        lane: Lane,
        rules: &LaneRules,
        extra: Minutes,
        moment: &Moment<'_>,
    ) -> bool {
        if rules.location != self.location {
            return false;
        }
        uses(demand, extra).all(|each| {
            let used = used_span(each, moment.start);
            let padded = used.padded(demand.before, demand.after);
            if moment.day_span.contains(padded) {
                let on_page = moment.lanes.and_then(|lanes| lanes.get(lane.position()));
                let (padded, used) = (range_in(moment.day_span, padded), range_in(moment.day_span, used));
                return self.page_free(moment.page, moment.day, on_page, lane, rules.padding, padded, used);
            }
            self.table().horizon().contains(padded)
                && self.table().pages(padded).all(|page| {
                    let on_page = self.schedule.lane_page(page, lane);
                    let (padded, used) = (self.table().range(page, padded), self.table().range(page, used));
                    self.rulebook.day(page).is_some_and(|day| {
                        self.page_free(page, day, on_page, lane, rules.padding, padded, used)
                    })
                })
        })
    }

    #[expect(clippy::too_many_arguments, reason = "the hot path: everything was looked up by the caller")]
    #[inline]
    fn page_free(
        &self,
        page: PageIndex,
        day: &DayRules,
        on_page: Option<&LanePage>,
        lane: Lane,
        padding: Padding,
        padded: PageRange,
        used: PageRange,
    ) -> bool {
        if !day.open.get(lane.position()).is_some_and(|open| open.all(padded)) {
            return false;
        }
        let Some(on_page) = on_page else { return true };
        // Its own occupancies do not stand in its way: looked for only where something does.
        room_left(on_page.rows(), padding, padded, used)
            || on_page.holds(self.booking)
                && room_left(&self.own_lifted(on_page, page), padding, padded, used)
    }

    fn own_lifted(&self, on_page: &LanePage, page: PageIndex) -> Rows {
        on_page.rows_without(self.table(), page, |other| other.booking == self.booking, |_| false)
    }

    /// The cap of every local day that it touches.
    fn below_cap(
        &self,
        rules: &LaneRules,
        demand: &Demand,
        lane: Lane,
        extra: Minutes,
        moment: &Moment<'_>,
    ) -> bool {
        let Some(most) = rules.max_appointments_a_day else { return true };
        let below = |on_page: Option<&LanePage>| {
            on_page.map_or(0, |on_page| on_page.appointments_without(self.booking)) < most
        };
        uses(demand, extra).all(|each| {
            let padded = used_span(each, moment.start).padded(demand.before, demand.after);
            if moment.day_span.contains(padded) {
                return below(moment.lanes.and_then(|lanes| lanes.get(lane.position())));
            }
            self.table().pages(padded).all(|page| below(self.schedule.lane_page(page, lane)))
        })
    }

    /// True if every floating break of the days it touches still has its gap.
    fn breaks_kept(&self, demand: &Demand, lane: Lane, extra: Minutes, moment: &Moment<'_>) -> bool {
        uses(demand, extra).all(|each| {
            let padded = used_span(each, moment.start).padded(demand.before, demand.after);
            if moment.day_span.contains(padded) {
                return self.page_breaks_kept(moment.page, moment.day, lane, demand, extra, moment.start);
            }
            self.table().pages(padded).all(|page| {
                self.rulebook
                    .day(page)
                    .is_none_or(|day| self.page_breaks_kept(page, day, lane, demand, extra, moment.start))
            })
        })
    }

    fn page_breaks_kept(
        &self,
        page: PageIndex,
        day: &DayRules,
        lane: Lane,
        demand: &Demand,
        extra: Minutes,
        start: Minute,
    ) -> bool {
        day.floating_breaks.iter().filter(|rule| rule.lane == lane).all(|rule| {
            let mut busy = match self.schedule.lane_page(page, lane) {
                Some(on_page) if on_page.holds(self.booking) => self.own_lifted(on_page, page).padded,
                Some(on_page) => on_page.rows().padded,
                None => crate::calendar::Row::EMPTY,
            };
            for each in uses(demand, extra) {
                let padded = used_span(each, start).padded(demand.before, demand.after);
                busy.set(self.table().range(page, padded));
            }
            let within = PageRange { from: rule.within.from, to: rule.within.to };
            day.open.get(lane.position()).is_some_and(|open| busy.gap(open, within, rule.minutes))
        })
    }

    /// Minutes booked on a lane in a stretch of the moment's day, the booking's own left out.
    pub(super) fn load(&self, lane: Lane, moment: &Moment<'_>, stretch: PageRange) -> i64 {
        let Some(on_page) = moment.lanes.and_then(|lanes| lanes.get(lane.position())) else { return 0 };
        if on_page.holds(self.booking) {
            return i64::from(self.own_lifted(on_page, moment.page).booked.count(stretch));
        }
        i64::from(on_page.rows().booked.count(stretch))
    }

    /// Bookings that a lane has on the moment's day, this one left out.
    pub(super) fn appointments(&self, lane: Lane, moment: &Moment<'_>) -> u16 {
        let on_page = moment.lanes.and_then(|lanes| lanes.get(lane.position()));
        on_page.map_or(0, |on_page| on_page.appointments_without(self.booking))
    }
}

/// The padding rule on bitmaps.
#[inline]
fn room_left(rows: &Rows, padding: Padding, padded: PageRange, used: PageRange) -> bool {
    match padding {
        Padding::Exclusive => !rows.padded.any(padded),
        Padding::Shared => !rows.padded.any(used) && !rows.hard.any(padded),
    }
}

/// A span that lies inside a day, counted from its start.
#[inline]
fn range_in(day: Span, span: Span) -> PageRange {
    PageRange {
        from: span.start.since(day.start).0.unsigned_abs(),
        to: span.end.since(day.start).0.unsigned_abs(),
    }
}
