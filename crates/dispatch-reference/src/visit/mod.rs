//! Several services, one after the other: every way to wait between them, every provider for every one of them, and
//! every room and device for every one of those.

mod choice;
mod item;
mod rooms;
mod whole;

use std::collections::BTreeSet;

use dispatch_core::{Lane, Minute, ReasonCode, When};

use super::{
    case::ReferenceCase,
    clock::span,
    outcome::{ReferenceOutcome, in_order},
    spacing,
};
use item::{Solutions, Visit};

pub(super) fn decide(cases: &[ReferenceCase<'_>]) -> ReferenceOutcome {
    let visit = Visit::of(cases);
    match visit.first.request.when {
        When::At(start) => judge(cases, start.0),
        When::Within { window, grid } => {
            let not_before = visit.first.request.not_before;
            let from = not_before.map_or(window.start, |not_before| not_before.max(window.start)).0;
            visit.earliest(from, window.end.0, grid.0.max(1))
        }
    }
}

/// On the day of a start: each service as the client gets it after those before.
fn on_the_day<'c>(cases: &[ReferenceCase<'c>], start: i32) -> Vec<ReferenceCase<'c>> {
    let (mut had, mut given) = (Vec::new(), Vec::new());
    for case in cases {
        let case = case.on_the_day(start, &had);
        had.extend(case.clears_in_it());
        given.push(case);
    }
    given
}

fn judge(cases: &[ReferenceCase<'_>], start: i32) -> ReferenceOutcome {
    let cases = on_the_day(cases, start);
    Visit::of(&cases).judge(start)
}

impl Visit<'_, '_> {
    /// As for one service: the first start of the window that works, or the first with what kept all of them.
    fn earliest(&self, from: i32, until: i32, grid: i32) -> ReferenceOutcome {
        let clock = self.first.clock;
        let (begin, end) = clock.horizon();
        let on_grid = |start: &i32| (start - clock.midnight(clock.day(*start))) % grid == 0;
        let mut raised = BTreeSet::new();
        let (mut first, mut outside) = (None, None);
        for start in (from.max(begin)..(until + 1).min(end)).filter(on_grid) {
            let cases = on_the_day(self.cases, start);
            let visit = Visit::of(&cases);
            if start + visit.menu() > until {
                continue;
            }
            let ruled_out = visit.ruled_out(start);
            if !ruled_out.is_empty() {
                outside = outside.or(Some(start));
                raised.extend(ruled_out);
                continue;
            }
            first = first.or(Some(start));
            let outcome = visit.judge(start);
            let kept = |flag| !outcome.flags.contains(&flag);
            let works = kept(ReasonCode::OutsideOpening) && kept(ReasonCode::RequestedUnavailable);
            if works && !outcome.able.is_empty() {
                return outcome;
            }
            raised.extend(outcome.flags);
        }
        let mut outcome = judge(self.cases, first.or(outside).unwrap_or(from));
        raised.extend(std::mem::take(&mut outcome.flags));
        if raised.is_empty() {
            raised.insert(ReasonCode::NobodyFree);
        }
        ReferenceOutcome { flags: in_order(&raised), winner: None, ..outcome }
    }

    fn ruled_out(&self, start: i32) -> Vec<ReasonCode> {
        // Where the client is must hold of all of it, what a service asks for of its start.
        let of_start = self.cases.iter().flat_map(|case| case.ruled_out(start));
        let of_all = [ReasonCode::ClientElsewhere, ReasonCode::TooClose, ReasonCode::TooLateInSeries];
        let mut ruled_out: Vec<_> = of_start.filter(|flag| !of_all.contains(flag)).collect();
        let cases: Vec<_> = self.cases.iter().collect();
        ruled_out.extend(spacing::broken(&cases, start));
        let all = span((start, start + self.menu()));
        if self.first.request.client.busy.iter().any(|busy| busy.overlaps(all)) {
            ruled_out.push(ReasonCode::ClientElsewhere);
        }
        ruled_out
    }

    fn judge(&self, start: i32) -> ReferenceOutcome {
        let request = self.first.request;
        let mut outcome = ReferenceOutcome { start: Some(Minute(start)), ..ReferenceOutcome::default() };
        let (first, end) = self.first.clock.horizon();
        if start < first || start + self.menu() > end {
            outcome.flags = vec![ReasonCode::OutsideHorizon];
            return outcome;
        }
        let mut flags: BTreeSet<_> = self.ruled_out(start).into_iter().collect();
        let open = self.is_open(start, start + self.menu());
        if !open {
            flags.insert(ReasonCode::OutsideOpening);
        }
        if request.group {
            flags.insert(ReasonCode::Grouped);
        }
        let price: i64 = self.cases.iter().map(|case| case.service.price.unwrap_or(0)).sum();
        if self.first.document.exceptions.high_value.is_some_and(|limit| price >= limit) {
            flags.insert(ReasonCode::HighValue);
        }
        flags.extend(self.cases.iter().filter_map(ReferenceCase::clearance_flag));
        let cases: Vec<_> = self.cases.iter().collect();
        flags.extend(spacing::unknown(&cases).then_some(ReasonCode::HistoryUnknown));
        let found = self.shortest_waiting(start, open);
        let as_asked = found.as_ref().is_some_and(|(_, as_asked)| *as_asked);
        if !as_asked && self.menu_starts(start).any(|(case, at)| case.could_be_unread(at)) {
            flags.insert(ReasonCode::CalendarUnreadable);
        }
        match found {
            None => {
                flags.extend(self.why_not(start));
                if self.cases.iter().any(|case| self.vip_to_person(case, false)) {
                    flags.insert(ReasonCode::Vip);
                }
            }
            Some((solutions, as_asked)) => {
                let (able, best, raised) = self.choose(&solutions, &[], as_asked);
                flags.extend(raised);
                outcome.able.push(self.candidate(&solutions, &best));
                for (at, able) in able.iter().enumerate() {
                    for other in able.iter().filter(|other| **other != best[at]) {
                        let given = [&best[..at], &[*other]].concat();
                        let (_, providers, _) = self.choose(&solutions, &given, as_asked);
                        outcome.able.push(self.candidate(&solutions, &providers));
                    }
                }
                outcome.winner = flags.is_empty().then(|| best[0]);
                outcome.able_for_items = able;
            }
        }
        outcome.flags = in_order(&flags);
        outcome
    }

    /// Each service with its start by the menu's lengths.
    fn menu_starts(&self, start: i32) -> impl Iterator<Item = (&ReferenceCase<'_>, i32)> {
        let minutes = |case: &ReferenceCase<'_>| case.minutes();
        let before = move |at: usize| self.cases[..at].iter().map(minutes).sum::<i32>();
        self.cases.iter().enumerate().map(move |(at, case)| (case, start + before(at)))
    }

    /// What works with the least waiting: with everybody who was asked for, or, if that never works, without.
    fn shortest_waiting(&self, start: i32, open: bool) -> Option<(Solutions, bool)> {
        let mut without = None;
        for gaps in self.gaps() {
            let solutions = self.solutions(start, &gaps, open);
            if solutions.iter().any(|solution| self.as_asked(solution, 0)) {
                return Some((solutions, true));
            }
            if !solutions.is_empty() && without.is_none() {
                without = Some((solutions, false));
            }
        }
        without
    }

    /// Every choice of waiting times, the least in all first, then in the order of the first, the second and so on.
    fn gaps(&self) -> Vec<Vec<i32>> {
        let rules = self.first.document.visits;
        let each: Vec<i32> =
            (0..=rules.most_minutes_between.0).filter(|gap| gap % rules.grid.0 == 0).collect();
        let mut all = vec![Vec::new()];
        for _ in 1..self.cases.len() {
            let longer =
                |gaps: &Vec<i32>| each.iter().map(|gap| [gaps.as_slice(), &[*gap]].concat()).collect();
            all = all.iter().flat_map::<Vec<_>, _>(longer).collect();
        }
        all.sort_by_key(|gaps| (gaps.iter().sum::<i32>(), gaps.clone()));
        all
    }

    fn solutions(&self, start: i32, gaps: &[i32], open: bool) -> Solutions {
        let mut choices: Vec<Vec<Lane>> = vec![Vec::new()];
        for _ in self.cases {
            let with = |before: &Vec<Lane>| {
                let providers = self.first.providers();
                providers.map(|lane| [before.as_slice(), &[lane]].concat()).collect::<Vec<_>>()
            };
            choices = choices.iter().flat_map(with).collect();
        }
        choices.iter().filter_map(|choice| self.first_rooms(start, gaps, open, choice, &[])).collect()
    }

    /// What stands against a service even by itself, where the menu's lengths put it; else they do not go together.
    fn why_not(&self, start: i32) -> Vec<ReasonCode> {
        let mut flags = Vec::new();
        let mut at = start;
        for case in self.cases {
            flags.extend(case.judge(at).flags.into_iter().filter(|flag| ALONE.contains(flag)));
            at += case.minutes();
        }
        if flags.is_empty() { vec![ReasonCode::SeveralServices] } else { flags }
    }
}

const ALONE: &[ReasonCode] = &[
    ReasonCode::NobodyQualified,
    ReasonCode::NobodyFree,
    ReasonCode::NoFurtherProvider,
    ReasonCode::NoSupervisor,
    ReasonCode::NoResource,
    ReasonCode::RequestedUnavailable,
    ReasonCode::WishesUnmet,
];
