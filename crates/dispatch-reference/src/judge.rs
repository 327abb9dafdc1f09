//! One service judged, at one start or at the earliest of a window.

use std::collections::BTreeSet;

use dispatch_core::{Lane, Minute, ReasonCode, Span, TiePolicy, VipPolicy};

use super::{
    case::ReferenceCase,
    clock::span,
    menu::Role,
    outcome::{ReferenceCandidate, ReferenceOutcome, in_order},
    spacing,
};

impl ReferenceCase<'_> {
    /// The first start of the window that works. Starts lie on the grid counted from local midnight, and the service
    /// ends in the window. If none works: the first start, with what kept all of them.
    pub(super) fn earliest(&self, window: Span, grid: i32) -> ReferenceOutcome {
        let from = self.request.not_before.map_or(window.start, |not_before| not_before.max(window.start)).0;
        let (begin, end) = self.clock.horizon();
        let on_grid = |start: &i32| (start - self.clock.midnight(self.clock.day(*start))) % grid == 0;
        let fits = |start: &i32| start + self.on_the_day(*start, &[]).minutes() <= window.end.0;
        let starts: Vec<i32> =
            (from.max(begin)..(window.end.0 + 1).min(end)).filter(on_grid).filter(fits).collect();
        let mut raised = BTreeSet::new();
        let (mut first, mut outside) = (None, None);
        for start in &starts {
            let case = self.on_the_day(*start, &[]);
            let ruled_out = case.ruled_out(*start);
            if !ruled_out.is_empty() {
                outside = outside.or(Some(*start));
                raised.extend(ruled_out);
                continue;
            }
            first = first.or(Some(*start));
            let outcome = case.judge(*start);
            let wanted =
                |able: &ReferenceCandidate| self.item.requested.is_none_or(|lane| lane == able.provider);
            if !outcome.flags.contains(&ReasonCode::OutsideOpening) && outcome.able.iter().any(wanted) {
                return outcome;
            }
            raised.extend(outcome.flags);
        }
        let start = first.or(outside).unwrap_or(from);
        let mut outcome = self.on_the_day(start, &[]).judge(start);
        raised.extend(std::mem::take(&mut outcome.flags));
        if raised.is_empty() {
            raised.insert(ReasonCode::NobodyFree);
        }
        ReferenceOutcome { flags: in_order(&raised), winner: None, ..outcome }
    }

    /// One start.
    pub(super) fn judge(&self, start: i32) -> ReferenceOutcome {
        let mut flags = BTreeSet::new();
        let visit = (start, start + self.minutes());
        let (first, end) = self.clock.horizon();
        if visit.0 < first || visit.1 > end {
            let flags = vec![ReasonCode::OutsideHorizon];
            return ReferenceOutcome { start: Some(Minute(start)), flags, ..ReferenceOutcome::default() };
        }
        let is_open = self.hours.open(self.clock, self.request.location, visit);
        if !is_open {
            flags.insert(ReasonCode::OutsideOpening);
        }
        flags.extend(self.whoever_takes_it(start));
        let sets = &self.service.qualification;
        let qualified: Vec<Lane> =
            self.providers().filter(|lane| self.qualified(*lane, sets, start)).collect();
        let free: Vec<Lane> =
            qualified.iter().copied().filter(|lane| self.provider_free(*lane, start, is_open)).collect();
        let (refused, free): (Vec<Lane>, Vec<Lane>) = free.into_iter().partition(|lane| self.refused(*lane));
        let able: Vec<ReferenceCandidate> =
            free.iter().filter_map(|lane| self.with_resources(*lane, start)).collect();
        if qualified.is_empty() {
            flags.insert(ReasonCode::NobodyQualified);
        } else if free.is_empty() && refused.is_empty() {
            flags.insert(ReasonCode::NobodyFree);
        } else if free.is_empty() {
            flags.insert(ReasonCode::WishesUnmet);
        } else if able.is_empty() {
            flags.extend(self.missing(&free, start));
        }
        flags.extend(self.unread(start, &able));
        let mut left: Vec<Lane> = able.iter().map(|able| able.provider).collect();
        let requested = self.item.requested.filter(|requested| left.contains(requested));
        match requested {
            Some(requested) => left = vec![requested],
            None if self.item.requested.is_some() => _ = flags.insert(ReasonCode::RequestedUnavailable),
            None => {}
        }
        let left = self.best(left, start);
        if left.len() > 1 && self.document.ranking.ties == TiePolicy::ToPerson {
            flags.insert(ReasonCode::Tie);
        }
        let a_person_decides = match self.document.vip {
            VipPolicy::Always => true,
            VipPolicy::OnRequest => self.item.requested.is_some(),
            VipPolicy::AutoIfRequestedFree => requested.is_none(),
        };
        if self.request.client.vip && a_person_decides {
            flags.insert(ReasonCode::Vip);
        }
        let winner = left.first().copied().filter(|_| flags.is_empty());
        let flags = in_order(&flags);
        ReferenceOutcome { start: Some(Minute(start)), flags, able, winner, able_for_items: Vec::new() }
    }

    /// What makes it a person's decision at a start, whoever takes it.
    fn whoever_takes_it(&self, start: i32) -> Vec<ReasonCode> {
        let mut flags = self.ruled_out(start);
        if self.request.group {
            flags.push(ReasonCode::Grouped);
        }
        let price = self.service.price.unwrap_or(0);
        if self.document.exceptions.high_value.is_some_and(|limit| price >= limit) {
            flags.push(ReasonCode::HighValue);
        }
        flags.extend(self.clearance_flag());
        flags.extend(spacing::unknown(&[self]).then_some(ReasonCode::HistoryUnknown));
        flags
    }

    /// What those who are free lack.
    fn missing(&self, free: &[Lane], start: i32) -> Vec<ReasonCode> {
        let people = |role: &Role| role.qualification.is_some();
        let nobody = |lane: &Lane| self.combinations(*lane, start, people).is_empty();
        let nothing = |lane: &Lane| self.combinations(*lane, start, |role| !people(role)).is_empty();
        // Beside the people, or at all where those cannot be had.
        let unsupervised = |lane: &Lane| {
            let mut teams = self.combinations(*lane, start, people);
            if teams.is_empty() {
                teams.push(Vec::new());
            }
            teams.iter().all(|team| {
                let team = [&[*lane], team.as_slice()].concat();
                self.supervisors(&team, start).is_some_and(|found| found.is_empty())
            })
        };
        let mut flags = Vec::new();
        flags.extend(free.iter().any(nobody).then_some(ReasonCode::NoFurtherProvider));
        flags.extend(free.iter().any(unsupervised).then_some(ReasonCode::NoSupervisor));
        flags.extend(free.iter().any(nothing).then_some(ReasonCode::NoResource));
        flags
    }

    /// What stands against a start whoever takes it: the client's other bookings, the lead time, counted in minutes,
    /// and the furthest date.
    pub(super) fn ruled_out(&self, start: i32) -> Vec<ReasonCode> {
        let mut ruled_out = Vec::new();
        let visit = span((start, start + self.minutes()));
        if self.request.client.busy.iter().any(|busy| busy.overlaps(visit)) {
            ruled_out.push(ReasonCode::ClientElsewhere);
        }
        ruled_out.extend(spacing::broken(&[self], start));
        let Some(now) = self.request.now else { return ruled_out };
        if self.service.lead_minutes.is_some_and(|lead| start - now.0 < lead.0) {
            ruled_out.push(ReasonCode::LeadTime);
        }
        let ahead = self.clock.day(start) - self.clock.day(now.0);
        if self.service.furthest_days.is_some_and(|days| ahead > i32::from(days)) {
            ruled_out.push(ReasonCode::TooFarAhead);
        }
        ruled_out
    }
}
