//! The rule on days between a client's services, given what the client had before and is to have later.

use chrono::{Duration, NaiveDate};

use crate::{
    availability::{Context, History},
    explain::{Note, ReasonCode, SameDay},
    ids::ServiceIndex,
    rulebook::{InSpacing, Rulebook, Service, Spacing},
    time::{Minute, Minutes},
};

use super::flags::Flags;

/// How far ahead a date is looked for at most that breaks nothing.
const LOOK_AHEAD: i64 = 800;

/// The services of one booking that begins on a date, against all else that its client has.
#[derive(Clone, Copy)]
pub(super) struct OnDate<'s, I> {
    rulebook: &'s Rulebook,
    history: &'s History,
    /// In order.
    own: I,
    date: NaiveDate,
    start: Minute,
}

/// A rule that is broken.
struct Broken<'s> {
    item: u8,
    rule: &'s Spacing,
    late: bool,
    /// The service that it is broken with, and its date.
    other: &'s Service,
    on: NaiveDate,
}

impl<'s, I: Iterator<Item = &'s Service> + Clone> OnDate<'s, I> {
    /// The services of a booking that begins at a start.
    pub(super) fn of(context: &Context<'s>, own: I, start: Minute) -> Self {
        let Context { rulebook, client, .. } = *context;
        Self { rulebook, history: &client.history, own, date: rulebook.date(start), start }
    }

    fn each_broken(&self, mut found: impl FnMut(Broken<'s>)) {
        for (item, service) in (0u8..).zip(self.own.clone()) {
            for place in &service.spacings {
                let Some(rule) = self.rulebook.spacings.get(usize::from(place.rule)) else { continue };
                let in_visit = self.own.clone().enumerate().skip(usize::from(item) + 1);
                for other in
                    in_visit.map(|(_, other)| other).filter(|other| place.follows_too_soon(rule, other))
                {
                    found(Broken { item, rule, late: false, other, on: self.date });
                }
                self.with_history(item, rule, *place, &mut found);
            }
        }
    }

    fn with_history(
        &self,
        item: u8,
        rule: &'s Spacing,
        place: InSpacing,
        found: &mut impl FnMut(Broken<'s>),
    ) {
        // The last one that this one comes after.
        let mut last: Option<(Minute, &Service)> = None;
        for one in &self.history.services {
            let Some((other, theirs)) = self.rulebook.spaced(one.service, place.rule) else { continue };
            let on = self.rulebook.date(one.start);
            let days = self.date.signed_duration_since(on).num_days();
            let after_it = place.then && theirs.after && rule.too_close(days, one.start < self.start);
            let before_it = place.after && theirs.then && rule.too_close(-days, self.start < one.start);
            if after_it || before_it {
                found(Broken { item, rule, late: false, other, on });
            }
            let earlier = place.then && theirs.after && one.start < self.start;
            if earlier && last.is_none_or(|(start, _)| start < one.start) {
                last = Some((one.start, other));
            }
        }
        let (Some(most), Some((start, other))) = (rule.at_most, last) else { return };
        let mut before = self.own.clone().take(usize::from(item));
        let on = self.rulebook.date(start);
        let late = self.date.signed_duration_since(on).num_days() > i64::from(most);
        if late && !before.any(|one| one.in_spacing(place.rule).is_some_and(|theirs| theirs.after)) {
            found(Broken { item, rule, late: true, other, on });
        }
    }

    pub(super) fn flags(&self) -> Flags {
        let mut flags = Flags::default();
        self.each_broken(|broken| {
            flags.raise(if broken.late { ReasonCode::TooLateInSeries } else { ReasonCode::TooClose });
        });
        flags
    }

    /// The next date on which nothing is broken at this time of day. Beyond all that the client has and the days that rules
    /// ask for, nothing changes any more.
    fn possible_from(&self) -> Option<NaiveDate> {
        let dates = self.history.services.iter().map(|one| self.rulebook.date(one.start));
        let least = self.rulebook.spacings.iter().map(|rule| i64::from(rule.at_least)).max()?;
        let last = dates.max()?.signed_duration_since(self.date).num_days().saturating_add(least + 1);
        (1..=last.min(LOOK_AHEAD)).find_map(|days| {
            let date = self.date.checked_add_signed(Duration::days(days))?;
            let minutes = i32::try_from(days.saturating_mul(24 * 60)).ok()?;
            let start = self.start.plus(Minutes(minutes));
            let later = OnDate { date, start, own: self.own.clone(), ..*self };
            later.flags().is_empty().then_some(date)
        })
    }

    pub(super) fn notes(&self, into: &mut Vec<Note>) {
        let mut broken = Vec::new();
        self.each_broken(|one| broken.push(one));
        let possible_from = if broken.is_empty() { None } else { self.possible_from() };
        into.extend(broken.into_iter().map(|Broken { item, rule, late, other, on }| {
            let (after, then) = (rule.after.clone(), rule.then.clone());
            let (other, at_most_days) = (other.code.clone(), rule.at_most.unwrap_or(0));
            if late {
                return Note::TooLateInSeries { item, after, then, other, on, at_most_days };
            }
            let same_day = (on == self.date).then_some(rule.same_day);
            let at_least_days = rule.at_least;
            Note::TooClose { item, after, then, other, on, at_least_days, same_day, possible_from }
        }));
    }
}

impl Rulebook {
    /// A service and its place in a rule, if the rule names it.
    fn spaced(&self, service: ServiceIndex, rule: u16) -> Option<(&Service, InSpacing)> {
        let service = self.services.get(service.position())?;
        Some((service, service.in_spacing(rule)?))
    }
}

impl Service {
    fn in_spacing(&self, rule: u16) -> Option<InSpacing> {
        self.spacings.iter().copied().find(|place| place.rule == rule)
    }
}

impl InSpacing {
    /// True if a service that follows in the same visit is not to be on one day with this one, or not after it.
    fn follows_too_soon(self, rule: &Spacing, next: &Service) -> bool {
        let Some(theirs) = next.in_spacing(self.rule) else { return false };
        self.after && theirs.then && rule.too_close(0, true)
            || self.then && theirs.after && rule.too_close(0, false)
    }
}

impl Spacing {
    /// Judges two services so many days apart, of which the one under `after` is no later; on one date, whether it
    /// comes first.
    fn too_close(&self, days: i64, in_order: bool) -> bool {
        match days {
            ..0 => false,
            0 => match self.same_day {
                SameDay::Never => true,
                SameDay::InOrder => !in_order,
                SameDay::AnyOrder => false,
            },
            1.. => days < i64::from(self.at_least),
        }
    }
}
