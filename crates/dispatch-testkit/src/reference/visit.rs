//! Several services, one after the other: every way to wait between them, every provider for every one of them, and
//! every room and device for every one of those.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use dispatch_core::{
    Lane, Minute, Occupancy, Presence, ReasonCode, ResourceKind, Span, TiePolicy, VipPolicy, When,
};

use super::{Case, ReferenceCandidate, ReferenceOutcome, in_order, spacing, span, supervision};

/// One service with everything it gets.
#[derive(Clone)]
struct Item {
    start: i32,
    end: i32,
    /// The provider's first.
    lanes: Vec<Lane>,
    /// With the paddings of the service by itself.
    occupancies: Vec<Occupancy>,
}

/// Everything that works for some waiting times: for each choice of providers the first choice of rooms and devices.
type Solutions = Vec<Vec<Item>>;

pub(super) fn decide(cases: &[Case<'_>]) -> ReferenceOutcome {
    let visit = Visit { cases, first: &cases[0], known: RefCell::default() };
    match visit.first.request.when {
        When::At(start) => judge(cases, start.0),
        When::Within { window, grid } => {
            let not_before = visit.first.request.not_before;
            let from = not_before.map_or(window.start, |not_before| not_before.max(window.start)).0;
            visit.earliest(from, window.end.0, grid.0.max(1))
        }
    }
}

/// A lane, its use and for which service.
type Asked = (Lane, Span, Option<u16>);

/// On the day of a start: each service as the client gets it after those before.
fn on_the_day<'c>(cases: &[Case<'c>], start: i32) -> Vec<Case<'c>> {
    let (mut had, mut given) = (Vec::new(), Vec::new());
    for case in cases {
        let case = case.on_the_day(start, &had);
        had.extend(case.clears_in_it());
        given.push(case);
    }
    given
}

fn judge(cases: &[Case<'_>], start: i32) -> ReferenceOutcome {
    let cases = on_the_day(cases, start);
    Visit { cases: &cases, first: &cases[0], known: RefCell::default() }.judge(start)
}

struct Visit<'a, 'c> {
    cases: &'a [Case<'c>],
    first: &'a Case<'c>,
    /// What was asked before, since every way to wait asks the same again: lane, use and service, free or not.
    known: RefCell<BTreeMap<Asked, bool>>,
}

impl Visit<'_, '_> {
    fn menu(&self) -> i32 {
        self.cases.iter().map(|case| case.minutes()).sum()
    }

    /// As for one service: the first start of the window that works, or the first with what kept all of them.
    fn earliest(&self, from: i32, until: i32, grid: i32) -> ReferenceOutcome {
        let clock = self.first.clock;
        let (begin, end) = clock.horizon();
        let on_grid = |start: &i32| (start - clock.midnight(clock.day(*start))) % grid == 0;
        let mut raised = BTreeSet::new();
        let (mut first, mut outside) = (None, None);
        for start in (from.max(begin)..(until + 1).min(end)).filter(on_grid) {
            let cases = on_the_day(self.cases, start);
            let visit = Visit { cases: &cases, first: &cases[0], known: RefCell::default() };
            if start + visit.menu() > until {
                continue;
            }
            let barred = visit.barred(start);
            if !barred.is_empty() {
                outside = outside.or(Some(start));
                raised.extend(barred);
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

    fn barred(&self, start: i32) -> Vec<ReasonCode> {
        // Where the client is must hold of all of it, what a service asks for of its start.
        let of_start = self.cases.iter().flat_map(|case| case.barred(start));
        let of_all = [ReasonCode::ClientElsewhere, ReasonCode::TooClose, ReasonCode::TooLateInSeries];
        let mut barred: Vec<_> = of_start.filter(|flag| !of_all.contains(flag)).collect();
        let cases: Vec<_> = self.cases.iter().collect();
        barred.extend(spacing::broken(&cases, start));
        let all = span((start, start + self.menu()));
        if self.first.request.client.busy.iter().any(|busy| busy.overlaps(all)) {
            barred.push(ReasonCode::ClientElsewhere);
        }
        barred
    }

    /// True if somewhere else the client is waited for before the end, though not before the menu's end.
    fn must_leave(&self, start: i32, end: i32) -> bool {
        let (all, menu) = (span((start, end)), span((start, start + self.menu())));
        self.first.request.client.busy.iter().any(|busy| busy.overlaps(all) && !busy.overlaps(menu))
    }

    fn judge(&self, start: i32) -> ReferenceOutcome {
        let request = self.first.request;
        let mut outcome = ReferenceOutcome { start: Some(Minute(start)), ..ReferenceOutcome::default() };
        let (first, end) = self.first.clock.horizon();
        if start < first || start + self.menu() > end {
            outcome.flags = vec![ReasonCode::OutsideHorizon];
            return outcome;
        }
        let mut flags: BTreeSet<_> = self.barred(start).into_iter().collect();
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
        flags.extend(self.cases.iter().filter_map(Case::clearance_flag));
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
    fn menu_starts(&self, start: i32) -> impl Iterator<Item = (&Case<'_>, i32)> {
        let minutes = |case: &Case<'_>| case.minutes();
        let before = move |at: usize| self.cases[..at].iter().map(minutes).sum::<i32>();
        self.cases.iter().enumerate().map(move |(at, case)| (case, start + before(at)))
    }

    fn is_open(&self, from: i32, to: i32) -> bool {
        self.first.hours.open(self.first.clock, self.first.request.location, (from, to))
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

    /// The first choice of everything else for these providers, item after item.
    fn first_rooms(
        &self,
        start: i32,
        gaps: &[i32],
        open: bool,
        providers: &[Lane],
        placed: &[Item],
    ) -> Option<Vec<Item>> {
        let Some(case) = self.cases.get(placed.len()) else {
            return self.holds(placed).then(|| placed.to_vec());
        };
        let provider = providers[placed.len()];
        let begin = placed.last().map_or(start, |last| last.end + gaps[placed.len() - 1]);
        let own = case.own_minutes(provider);
        let end = begin + own.unwrap_or(case.minutes());
        let treats = case.take_up(&case.roles[0], provider, own, begin);
        let may = !case.refused(provider)
            && !self.must_leave(start, end)
            && case.qualified(provider, &case.service.qualification, begin)
            && (!open || self.is_open(start, end))
            && self.free_but_for_padding(case, &treats)
            && case.below_cap(provider, &treats);
        if !may {
            return None;
        }
        let used = |lane: &Lane| placed.iter().any(|before| before.lanes.contains(lane));
        let mut combinations = vec![vec![provider]];
        for role in &case.roles[1..] {
            let mut candidates = role.candidates.clone();
            if role.qualification.is_none() {
                candidates.sort_by_key(|lane| !used(lane));
            }
            candidates.retain(|lane| {
                let takes = case.take_up(role, *lane, own, begin);
                case.hours.works_at(*lane, case.request.location)
                    && !case.request.client.avoid.contains(lane)
                    && self.free_but_for_padding(case, &takes)
                    && role.qualification.as_ref().is_none_or(|sets| {
                        case.qualified(*lane, sets, begin) && case.below_cap(*lane, &takes)
                    })
            });
            let with = |lanes: &Vec<Lane>| {
                let others = candidates.iter().filter(|lane| !lanes.contains(lane));
                others.map(|lane| [lanes.as_slice(), &[*lane]].concat()).collect::<Vec<_>>()
            };
            combinations = combinations.iter().flat_map(with).collect();
        }
        combinations = combinations
            .into_iter()
            .flat_map(|lanes| {
                let Some(found) = self.supervisors(case, &lanes, begin) else { return vec![lanes] };
                found.into_iter().map(|lane| [lanes.as_slice(), &[lane]].concat()).collect()
            })
            .collect();
        let roles: Vec<_> = case.roles.iter().collect();
        combinations.into_iter().filter(|lanes| case.in_their_rooms(&roles, lanes)).find_map(|lanes| {
            let supervisor = case.supervisor.iter().map(|supervisor| &supervisor.role);
            let takes = case.roles.iter().chain(supervisor).zip(&lanes);
            let takes = takes.flat_map(|(role, lane)| case.take_up(role, *lane, own, begin));
            let item = u8::try_from(placed.len()).unwrap_or(u8::MAX);
            let occupancies = takes.map(|each| Occupancy { item, ..each }).collect();
            let with = [placed, &[Item { start: begin, end, lanes, occupancies }]].concat();
            self.first_rooms(start, gaps, open, providers, &with)
        })
    }

    /// Who could supervise these people, as far as can be said before all is placed; none if nobody need.
    fn supervisors(&self, case: &Case<'_>, lanes: &[Lane], begin: i32) -> Option<Vec<Lane>> {
        let role = &case.supervisor.as_ref()?.role;
        let rule = case.service.supervision.as_ref()?;
        if !rule.unless.is_empty() && case.qualified(lanes[0], &rule.unless, begin) {
            return None;
        }
        let own = case.own_minutes(lanes[0]);
        let may = |lane: &Lane| {
            let person = case.whose(*lane);
            let takes = case.take_up(role, *lane, own, begin);
            !lanes.contains(&person)
                && !case.request.client.avoid.contains(&person)
                && case.qualified(person, &rule.by, begin)
                && self.free_but_for_padding(case, &takes)
                && (person != *lane || case.below_cap(*lane, &takes))
        };
        let mut found: Vec<Lane> = role.candidates.iter().copied().filter(may).collect();
        // Of somebody outside the room nothing is left to be said: the first will do as well as any other.
        let outside = rule.presence != Presence::InRoom;
        found.truncate(if outside { 1 } else { found.len() });
        Some(found)
    }

    /// What others keep free around theirs counts all the same.
    fn free_but_for_padding(&self, case: &Case<'_>, takes: &[Occupancy]) -> bool {
        takes.iter().all(|each| {
            let mut bare = *each;
            (bare.before.0, bare.after.0) = (0, 0);
            let asked = (bare.lane, bare.used, bare.service);
            *self.known.borrow_mut().entry(asked).or_insert_with(|| case.free(&[bare]))
        })
    }

    /// Everything with its final padding: free, far enough apart, breaks and pauses kept.
    fn holds(&self, placed: &[Item]) -> bool {
        let laid = self.lay(placed);
        let apart = |one: &Occupancy| {
            let others = laid.iter().filter(|other| other.lane == one.lane && other.item > one.item);
            // What holds several counts bookings, and a visit is one.
            self.first.holds(one.lane) > 1 || others.clone().all(|other| self.first.far_enough(one, other))
        };
        let people = laid.iter().map(|own| own.lane).filter(|lane| lane.position() < self.providers());
        self.first.free(&laid)
            && laid.iter().all(apart)
            && people.collect::<BTreeSet<_>>().into_iter().all(|lane| {
                let own: Vec<_> = laid.iter().filter(|own| own.lane == lane).copied().collect();
                self.first.breaks_kept(lane, &own) && self.first.pauses_kept(lane, &own)
            })
    }

    fn providers(&self) -> usize {
        self.first.document.providers.len()
    }

    /// Where a provider goes on, or the client stays in a room, the minutes between two services belong to the visit
    /// and the paddings there are dropped. Further apart than they reach, and than a client may wait, nothing changes.
    fn lay(&self, placed: &[Item]) -> Vec<Occupancy> {
        let mut laid: Vec<Occupancy> = placed.iter().flat_map(|item| item.occupancies.clone()).collect();
        let document = self.first.document;
        let stays_apart = |lane: Lane| {
            let resource =
                lane.position().checked_sub(self.providers()).and_then(|at| document.resources.get(at));
            resource.is_some_and(|resource| resource.kind == ResourceKind::Device)
                || supervision::person(document, lane).is_some()
        };
        let mut in_time: Vec<usize> = (0..laid.len()).collect();
        in_time.sort_by_key(|at| laid[*at].used.start);
        for (position, this) in in_time.iter().copied().enumerate() {
            let before = in_time[..position].iter().rev().find(|other| laid[**other].lane == laid[this].lane);
            let Some(before) = before.copied().filter(|_| !stays_apart(laid[this].lane)) else { continue };
            let gap = laid[this].used.start.0 - laid[before].used.end.0;
            let reach = laid[before].after.0 + laid[this].before.0;
            if laid[before].item != laid[this].item
                && gap <= reach.max(document.visits.most_minutes_between.0)
            {
                laid[before].after.0 = gap;
                laid[this].before.0 = 0;
            }
        }
        laid
    }

    /// True if everybody who was asked for treats, from an item on.
    fn as_asked(&self, solution: &[Item], from: usize) -> bool {
        let items = self.cases.iter().zip(solution).skip(from);
        items.clone().all(|(case, item)| case.item.requested.is_none_or(|asked| asked == item.lanes[0]))
    }

    /// Item by item: everybody who could take it, and who takes it. The first providers may be given.
    fn choose(
        &self,
        solutions: &Solutions,
        given: &[Lane],
        as_asked: bool,
    ) -> (Vec<Vec<Lane>>, Vec<Lane>, Vec<ReasonCode>) {
        let (mut able_for_items, mut chosen, mut flags) = (Vec::new(), given.to_vec(), Vec::new());
        for (at, case) in self.cases.iter().enumerate().skip(given.len()) {
            let possible: Vec<_> = solutions
                .iter()
                .filter(|solution| chosen.iter().zip(*solution).all(|(lane, item)| *lane == item.lanes[0]))
                .filter(|solution| !as_asked || self.as_asked(solution, at + 1))
                .collect();
            let able: Vec<Lane> = possible
                .iter()
                .map(|solution| solution[at].lanes[0])
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect();
            let mut left = able.clone();
            let asked = case.item.requested.filter(|asked| able.contains(asked));
            let treating: Vec<Lane> = able.iter().copied().filter(|lane| chosen.contains(lane)).collect();
            match asked {
                Some(asked) => left = vec![asked],
                None if case.item.requested.is_some() => flags.push(ReasonCode::RequestedUnavailable),
                None if case.document.visits.same_provider && !treating.is_empty() => left = treating,
                None => {}
            }
            let left = case.best(left, possible[0][at].start);
            if left.len() > 1 && case.document.ranking.ties == TiePolicy::ToPerson {
                flags.push(ReasonCode::Tie);
            }
            if self.vip_to_person(case, asked.is_some()) {
                flags.push(ReasonCode::Vip);
            }
            chosen.push(left[0]);
            able_for_items.push(able);
        }
        (able_for_items, chosen, flags)
    }

    fn vip_to_person(&self, case: &Case<'_>, asked_is_able: bool) -> bool {
        case.request.client.vip
            && match case.document.vip {
                VipPolicy::Always => true,
                VipPolicy::OnRequest => case.item.requested.is_some(),
                VipPolicy::AutoIfRequestedFree => !asked_is_able,
            }
    }

    fn candidate(&self, solutions: &Solutions, providers: &[Lane]) -> ReferenceCandidate {
        let theirs =
            |solution: &&Vec<Item>| solution.iter().zip(providers).all(|(item, lane)| item.lanes[0] == *lane);
        let placed = solutions.iter().find(theirs).cloned().unwrap_or_default();
        ReferenceCandidate {
            provider: providers[0],
            lanes: placed.iter().flat_map(|item| item.lanes.clone()).collect(),
            occupancies: self.lay(&placed),
        }
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
