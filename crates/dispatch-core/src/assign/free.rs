//! Whether one provider, room or device can serve one demand at one start: the hard rules, on bitmaps.

use crate::{
    calendar::{LanePage, Mask, NearEntry, Padding, PageIndex, PageRange, PageTable, Row, Rows, Schedule},
    ids::{BookingId, Lane, LocationIndex},
    rulebook::{DayRules, Demand, Fit, FloatingBreakRule, LaneRules, Rulebook, Use},
    time::{Minute, Minutes, Span},
};

use super::client::Client;

/// What a question is asked of: the rules and the schedule without one booking's own occupancies.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) schedule: &'a Schedule,
    pub(crate) booking: BookingId,
    pub(super) client: &'a Client,
    pub(crate) location: LocationIndex,
}

/// A start, with its business day looked up once.
#[derive(Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub(super) start: Minute,
    pub(super) page: PageIndex,
    pub(super) day: &'a DayRules,
    pub(super) day_span: Span,
    /// The minute of the day that it is, and how many the day has.
    minute: u32,
    minutes: u32,
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

/// The uses of a demand of a service that takes `extra` minutes more than the menu says.
#[inline]
pub(crate) fn uses(demand: &Demand, extra: Minutes) -> impl Iterator<Item = Use> + Clone {
    demand.uses.iter().map(move |each| each.stretched(extra))
}

/// The bare span of a use of a service that starts at `start`.
pub(super) fn used_span(each: Use, start: Minute) -> Span {
    Span::from_start(start.plus(each.offset), each.minutes)
}

/// A demand at one start: what holds for all its candidates is worked out once.
#[derive(Clone, Copy, Debug)]
pub(super) struct DemandAtStart<'d> {
    pub(super) demand: &'d Demand,
    /// How much longer than the menu says the service takes.
    pub(super) extra: Minutes,
    /// The usual case: one use, which does not leave the business day.
    on_page: Option<OnPage>,
}

impl DemandAtStart<'_> {
    /// In the usual case of one use, which does not leave the business day: its bits with its padding.
    #[inline]
    pub(super) fn padded_mask(&self) -> Option<Mask> {
        self.on_page.as_ref().map(|on_page| on_page.padded_mask)
    }

    /// In that case: the use, the use with its padding, and what may be near that.
    #[inline]
    pub(super) fn only_use(&self, moment: &Moment<'_>) -> Option<((Span, Span), NearEntry)> {
        let OnPage { used, padded, .. } = self.on_page.as_ref()?;
        let at = |minute: u32| moment.day_span.start.plus(Minutes(minute.cast_signed()));
        let span = |range: &PageRange| Span { start: at(range.from), end: at(range.to) };
        Some(((span(used), span(padded)), NearEntry::of(*padded)))
    }
}

/// One use on the bitmaps of its business day.
#[derive(Clone, Copy, Debug)]
struct OnPage {
    used: PageRange,
    padded: PageRange,
    padded_mask: Mask,
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
    fn tail(&self) -> PageRange {
        PageRange { from: self.used.to, to: self.padded.to }
    }
}

impl<'a> Context<'a> {
    #[inline]
    pub(crate) fn table(&self) -> &'a PageTable {
        self.rulebook.pages()
    }

    /// None outside the horizon.
    #[inline]
    pub(super) fn moment(&self, start: Minute) -> Option<Moment<'a>> {
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

    /// The days that a span touches; the moment's own needs no looking up.
    #[inline]
    pub(super) fn pages(&self, span: Span, moment: &Moment<'_>) -> impl Iterator<Item = PageIndex> + use<> {
        let inside = moment.day_span.contains(span);
        let own = moment.page.0..moment.page.0.saturating_add(1);
        let touched = if inside { own } else { self.table().touched(span) };
        touched.map(PageIndex)
    }

    /// A demand at a start, in a service that takes `extra` minutes more than the menu says.
    #[inline]
    pub(super) fn wanted<'d>(
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

    /// True if the provider may deliver it on that day and is free for it, cap and breaks included.
    #[inline]
    pub(super) fn provider_free(&self, wanted: &DemandAtStart<'_>, fit: &Fit, moment: &Moment<'_>) -> bool {
        let Some(rules) = self.lane(fit.lane) else { return false };
        fit.is_valid(moment.page) && self.person_free(wanted, fit.lane, rules, moment)
    }

    /// True if a provider is free for it, cap and breaks included.
    #[inline]
    pub(super) fn person_free(
        &self,
        wanted: &DemandAtStart<'_>,
        lane: Lane,
        rules: &LaneRules,
        moment: &Moment<'_>,
    ) -> bool {
        self.free(wanted, lane, rules, moment)
            && (!rules.is_limited && moment.day.floating_breaks.is_empty() && wanted.on_page.is_some()
                || self.limits_kept(wanted, lane, rules, moment))
    }

    /// True if the cap, the breaks and the pauses are kept.
    #[inline(never)]
    fn limits_kept(
        &self,
        wanted: &DemandAtStart<'_>,
        lane: Lane,
        rules: &LaneRules,
        moment: &Moment<'_>,
    ) -> bool {
        self.below_cap(rules, wanted, lane, moment)
            && self.breaks_kept(wanted, lane, moment)
            && (rules.about.max_in_a_row.is_none() || self.run_kept(wanted, lane, moment.start))
    }

    /// True if the room or device is free for it.
    #[inline]
    pub(super) fn resource_free(&self, wanted: &DemandAtStart<'_>, lane: Lane, moment: &Moment<'_>) -> bool {
        self.lane(lane).is_some_and(|rules| self.free(wanted, lane, rules, moment))
    }

    /// True if a lane is there for all of it, under no block and far enough from every other booking.
    #[inline(always)]
    fn free(&self, wanted: &DemandAtStart<'_>, lane: Lane, rules: &LaneRules, moment: &Moment<'_>) -> bool {
        match &wanted.on_page {
            Some(on_page) if rules.location == self.location && self.schedule.unreadable().is_empty() => {
                let open = moment.day.open.get(lane.position());
                open.is_some_and(|open| self.free_on_page(on_page, lane, rules, open, moment))
            }
            _ => self.free_elsewhere(wanted, lane, rules, moment),
        }
    }

    /// The same for a lane that is not at its home location, where calendars cannot be read, or over several days.
    #[inline(never)]
    fn free_elsewhere(
        &self,
        wanted: &DemandAtStart<'_>,
        lane: Lane,
        rules: &LaneRules,
        moment: &Moment<'_>,
    ) -> bool {
        if !rules.works_at(self.location) || !self.is_readable(lane) {
            return false;
        }
        let Some(on_page) = &wanted.on_page else {
            return self.free_over_days(wanted, lane, rules, moment);
        };
        let open = moment.day.open_at(lane, rules, self.location);
        open.is_some_and(|open| self.free_on_page(on_page, lane, rules, open, moment))
    }

    /// The usual case: a few words of the bitmaps.
    #[inline(always)]
    fn free_on_page(
        &self,
        wanted: &OnPage,
        lane: Lane,
        rules: &LaneRules,
        open: &Row,
        moment: &Moment<'_>,
    ) -> bool {
        if !(open.covers(&wanted.padded_mask) || rules.overruns && cleaned_after(wanted, lane, open, moment))
        {
            return false;
        }
        match moment.on_page(lane) {
            Some(on_page) if on_page.padded().meets(&wanted.padded_mask) => {
                (rules.padding == Padding::Shared || on_page.may_hold(self.booking))
                    && self.free_all_the_same(on_page, wanted, rules.padding, moment)
            }
            _ => true,
        }
    }

    /// Something lies there: its own occupancies do not stand in its way, and of others it may be no more than a padding
    /// that can be shared.
    #[inline(never)]
    fn free_all_the_same(
        &self,
        on_page: &LanePage,
        wanted: &OnPage,
        padding: Padding,
        moment: &Moment<'_>,
    ) -> bool {
        padding == Padding::Shared
            && on_page.leaves_room(moment.day_span, padding, wanted.padded, wanted.used)
            || on_page.holds(self.booking)
                && self.own_lifted(on_page, moment.page).leave_room(padding, wanted.padded, wanted.used)
    }

    /// True if the hours of a lane cover a use on its business day, padding included, and no break or duty lies in it.
    #[inline]
    pub(super) fn is_there(
        &self,
        wanted: &DemandAtStart<'_>,
        lane: Lane,
        rules: &LaneRules,
        moment: &Moment<'_>,
    ) -> bool {
        let open = moment.day.open_at(lane, rules, self.location);
        open.zip(wanted.on_page.as_ref()).is_some_and(|(open, on_page)| open.covers(&on_page.padded_mask))
    }

    /// What lies on a lane that day, if any of it comes near a use on that day.
    #[inline]
    pub(super) fn in_the_way(
        &self,
        wanted: &DemandAtStart<'_>,
        lane: Lane,
        moment: &Moment<'a>,
    ) -> Option<&'a LanePage> {
        let mask = &wanted.on_page.as_ref()?.padded_mask;
        moment.on_page(lane).filter(|on_page| on_page.padded().meets(mask))
    }

    /// Use by use and day by day.
    fn free_over_days(
        &self,
        wanted: &DemandAtStart<'_>,
        lane: Lane,
        rules: &LaneRules,
        moment: &Moment<'_>,
    ) -> bool {
        let demand = wanted.demand;
        uses(demand, wanted.extra).all(|each| {
            let used = used_span(each, moment.start);
            self.use_free(lane, rules, used, used.padded(demand.before, demand.after))
        })
    }

    /// True if a lane is there for one use with its padding, under no block and far enough from every other booking.
    pub(super) fn use_free(&self, lane: Lane, rules: &LaneRules, used: Span, padded: Span) -> bool {
        self.is_readable(lane)
            && self.table().horizon().contains(padded)
            && self.table().pages(padded).all(|page| {
                let on_page = self.schedule.lane_page(page, lane);
                let tail = self.table().range(page, Span::new(used.end, padded.end));
                let (padded, used) = (self.table().range(page, padded), self.table().range(page, used));
                self.rulebook
                    .day(page)
                    .is_some_and(|day| self.page_free(page, day, on_page, lane, rules, (padded, tail), used))
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
        rules: &LaneRules,
        (padded, tail): (PageRange, PageRange),
        used: PageRange,
    ) -> bool {
        let there = day.open_at(lane, rules, self.location).is_some_and(|open| {
            open.all(padded) || rules.overruns && day.with_cleanup(lane, open, tail).all(padded)
        });
        if !there {
            return false;
        }
        let Some(on_page) = on_page else { return true };
        self.room_left(on_page, page, rules.padding, padded, used)
    }

    /// The padding rule. Its own occupancies do not stand in its way: looked for only where something does.
    #[inline]
    pub(super) fn room_left(
        &self,
        on_page: &LanePage,
        page: PageIndex,
        padding: Padding,
        padded: PageRange,
        used: PageRange,
    ) -> bool {
        on_page.leaves_room(self.table().span(page), padding, padded, used)
            || on_page.holds(self.booking) && self.own_lifted(on_page, page).leave_room(padding, padded, used)
    }

    pub(crate) fn own_lifted(&self, on_page: &LanePage, page: PageIndex) -> Rows {
        on_page.rows_without(self.table().span(page), |other| other.booking == self.booking, |_| false)
    }

    /// The cap of every local day that it touches.
    #[inline]
    pub(super) fn below_cap(
        &self,
        rules: &LaneRules,
        wanted: &DemandAtStart<'_>,
        lane: Lane,
        moment: &Moment<'_>,
    ) -> bool {
        let Some(most) = rules.about.max_appointments_a_day else { return true };
        let below = |on_page: Option<&LanePage>| {
            on_page.map_or(0, |on_page| on_page.appointments_without(self.booking)) < most
        };
        if wanted.on_page.is_some() {
            return below(moment.on_page(lane));
        }
        self.days_of(wanted, moment).all(|page| below(self.schedule.lane_page(page, lane)))
    }

    /// True if every floating break of the days it touches still has its gap.
    #[inline]
    pub(super) fn breaks_kept(&self, wanted: &DemandAtStart<'_>, lane: Lane, moment: &Moment<'_>) -> bool {
        if wanted.on_page.is_some() {
            return moment.day.floating_breaks.is_empty()
                || self.page_breaks_kept(moment.page, moment.day, lane, wanted, moment.start);
        }
        self.days_of(wanted, moment).all(|page| {
            let day = self.rulebook.day(page);
            day.is_none_or(|day| self.page_breaks_kept(page, day, lane, wanted, moment.start))
        })
    }

    /// The local days that it touches; one may come twice.
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

    fn page_breaks_kept(
        &self,
        page: PageIndex,
        day: &DayRules,
        lane: Lane,
        wanted: &DemandAtStart<'_>,
        start: Minute,
    ) -> bool {
        let on_page = self.schedule.lane_page(page, lane);
        day.floating_breaks(lane).all(|rule| {
            let kept = |busy: &Row| self.break_kept(rule, day, lane, wanted, (page, start), busy);
            // Without its own occupancies there is only more room: they are looked for where that matters.
            kept(on_page.map_or(&Row::EMPTY, |on_page| on_page.padded()))
                || on_page.is_some_and(|on_page| {
                    on_page.holds(self.booking) && kept(&self.own_lifted(on_page, page).padded)
                })
        })
    }

    /// True if a break still has its gap beside what a lane is busy with on a day.
    fn break_kept(
        &self,
        rule: &FloatingBreakRule,
        day: &DayRules,
        lane: Lane,
        wanted: &DemandAtStart<'_>,
        (page, start): (PageIndex, Minute),
        busy: &Row,
    ) -> bool {
        // A break may be taken wherever they are.
        let anywhere;
        let open = if day.elsewhere.is_empty() {
            day.open.get(lane.position())
        } else {
            anywhere = day.open_anywhere(lane);
            Some(&anywhere)
        };
        let Some(open) = open else { return false };
        let within = PageRange { from: rule.within.from, to: rule.within.to };
        if let Some(OnPage { padded, .. }) = wanted.on_page {
            // Before it or after it.
            let before = PageRange { to: within.to.min(padded.from), ..within };
            let after = PageRange { from: within.from.max(padded.to), ..within };
            return busy.gap(open, before, rule.minutes) || busy.gap(open, after, rule.minutes);
        }
        let mut with_it = *busy;
        for each in uses(wanted.demand, wanted.extra) {
            let padded = used_span(each, start).padded(wanted.demand.before, wanted.demand.after);
            with_it.set(self.table().range(page, padded));
        }
        with_it.gap(open, within, rule.minutes)
    }

    /// Minutes booked on a lane in a stretch of the moment's day, the booking's own left out.
    pub(super) fn load(&self, lane: Lane, moment: &Moment<'_>, stretch: Span) -> i64 {
        let on_page = moment.on_page(lane);
        on_page.map_or(0, |on_page| on_page.booked_without(Some(self.booking), stretch).0.into())
    }

    /// Bookings that a lane has on the moment's day, this one left out.
    pub(super) fn appointments(&self, lane: Lane, moment: &Moment<'_>) -> u16 {
        let on_page = moment.on_page(lane);
        on_page.map_or(0, |on_page| on_page.appointments_without(self.booking))
    }
}

/// True if the hours cover it but for the padding after it.
#[cold]
fn cleaned_after(wanted: &OnPage, lane: Lane, open: &Row, moment: &Moment<'_>) -> bool {
    moment.day.with_cleanup(lane, open, wanted.tail()).covers(&wanted.padded_mask)
}
