//! At which starts of a day a service can be had: providers, rooms and devices together.

use crate::{
    assign::{Case, in_its_room, others, ranked},
    ids::Lane,
    rulebook::{Demand, DemandKind, Fit},
    time::Minutes,
};

use super::{
    lane::{Day, reach},
    strip::Strip,
};

/// What is worked out of a request once for all its days, and memory for one day.
#[derive(Clone, Debug, Default)]
pub(super) struct Joint {
    /// Demands whose candidates serve no other demand and stand in nobody's room: any free one will do.
    alone: Vec<usize>,
    /// The others, in order: of these a combination is looked for.
    together: Vec<usize>,
    /// Some of the others are for providers, so that who treats makes a difference.
    further_providers: bool,
    /// How far the service reaches before its start and after it, padding included, whoever treats.
    pub(super) before: i32,
    pub(super) after: i32,
    /// The starts at which each candidate of `together` is free, once it was asked.
    free: Vec<Option<Strip>>,
    /// Where each demand's candidates start in `free`.
    offsets: Vec<usize>,
    /// Who is chosen, and for which of the demands.
    chosen: Vec<(usize, Lane)>,
}

impl Joint {
    pub(super) fn prepare(&mut self, case: &Case<'_>) {
        let demands = others(case.service);
        self.alone.clear();
        self.together.clear();
        for (at, demand) in demands.iter().enumerate() {
            let alone = stands_alone(case, demands, demand);
            if alone { &mut self.alone } else { &mut self.together }.push(at);
        }
        self.further_providers = demands.iter().any(|demand| demand.kind == DemandKind::Provider);
        (self.before, self.after) = (0, 0);
        let fits = ranked(case.service).map_or(&[][..], |demand| &demand.fit);
        let extras = || fits.iter().map(|fit| fit.extra);
        for extra in extras().min().into_iter().chain(extras().max()) {
            for (before, after) in case.service.demands.iter().map(|demand| reach(demand, extra)) {
                self.before = self.before.max(before);
                self.after = self.after.max(after);
            }
        }
    }

    /// The starts among `wanted` that can be had. `open` keeps those of a strip at which the location is open until
    /// the end of a service that takes so much longer than the menu says.
    pub(super) fn starts(
        &mut self,
        case: &Case<'_>,
        day: &Day<'_>,
        wanted: &Strip,
        open: impl Fn(Minutes, &mut Strip),
    ) -> Strip {
        let mut found = Strip::clear(day.words);
        let Some(demand) = ranked(case.service) else { return found };
        let asked_for = |fit: &&Fit| case.item.requested.is_none_or(|requested| requested == fit.lane);
        let mut fits = demand.fit.iter().filter(asked_for);
        // Rooms and devices do not depend on who treats, only on how long.
        while let Some(first) = fits.next() {
            let extra = first.extra;
            let before = demand.fit.iter().filter(asked_for).take_while(|fit| fit.lane != first.lane);
            if before.clone().any(|fit| fit.extra == extra) {
                continue;
            }
            let alike = || std::iter::once(first).chain(fits.clone().filter(|fit| fit.extra == extra));
            let mut left = *wanted;
            left.remove(&found);
            if extra > Minutes(0) {
                open(extra, &mut left);
            }
            keep_any(&mut left, alike(), |fit, among| day.provider(demand, fit, extra, among));
            let others = others(case.service);
            for demand in self.alone.iter().filter_map(|at| others.get(*at)) {
                keep_any(&mut left, demand.fit.iter(), |fit, _| day.resource(demand, fit.lane, extra));
            }
            if left.is_empty() || self.together.is_empty() {
                found.add(&left);
                continue;
            }
            self.forget(others);
            let mut search = Search { day, others, extra, asked: left, provider: None, found: &mut found };
            if !self.further_providers {
                self.extend(&mut search, 0, &left);
                continue;
            }
            for fit in alike() {
                search.provider = Some(fit.lane);
                self.extend(&mut search, 0, &day.provider(demand, fit, extra, &left));
            }
        }
        found
    }

    fn forget(&mut self, others: &[Demand]) {
        self.free.clear();
        self.offsets.clear();
        self.chosen.clear();
        for demand in self.together.iter().filter_map(|at| others.get(*at)) {
            self.offsets.push(self.free.len());
            self.free.resize(self.free.len() + demand.fit.len(), None);
        }
    }

    /// Tries every combination for the demands from `at` on that may serve a start of `left` not found yet.
    fn extend(&mut self, search: &mut Search<'_>, at: usize, left: &Strip) {
        let Some((role, demand)) =
            self.together.get(at).and_then(|role| Some((*role, search.others.get(*role)?)))
        else {
            search.found.add(left);
            return;
        };
        for (position, fit) in demand.fit.iter().enumerate() {
            if left.lies_in(search.found) {
                return;
            }
            let taken =
                search.provider == Some(fit.lane) || self.chosen.iter().any(|(_, taken)| *taken == fit.lane);
            let goes_with = !taken
                && in_its_room(&search.day.view, demand, fit.lane, |room| {
                    let (role, _) = self.chosen.iter().find(|(_, taken)| *taken == room)?;
                    search.others.get(*role)
                });
            if !goes_with {
                continue;
            }
            let mut left = *left;
            left.remove(search.found);
            let slot = self.offsets.get(at).and_then(|offset| self.free.get_mut(offset + position));
            let Some(slot) = slot else { continue };
            left.keep(slot.get_or_insert_with(|| search.free(demand, fit)));
            if left.is_empty() {
                continue;
            }
            self.chosen.push((role, fit.lane));
            self.extend(search, at + 1, &left);
            self.chosen.pop();
        }
    }
}

/// A search for combinations with one provider, or with any.
struct Search<'s> {
    day: &'s Day<'s>,
    others: &'s [Demand],
    extra: Minutes,
    /// The starts that are asked for.
    asked: Strip,
    /// The ranked provider, whom no further role may take.
    provider: Option<Lane>,
    found: &'s mut Strip,
}

impl Search<'_> {
    fn free(&self, demand: &Demand, fit: &Fit) -> Strip {
        match demand.kind {
            DemandKind::Provider => self.day.provider(demand, fit, self.extra, &self.asked),
            DemandKind::Room | DemandKind::Device => self.day.resource(demand, fit.lane, self.extra),
        }
    }
}

/// Keeps the starts that any of the candidates can serve; asks no more of them than it must.
fn keep_any<'f>(
    left: &mut Strip,
    mut candidates: impl Iterator<Item = &'f Fit>,
    serves: impl Fn(&Fit, &Strip) -> Strip,
) {
    let mut missed = *left;
    while !missed.is_empty() {
        let Some(candidate) = candidates.next() else { break };
        missed.remove(&serves(candidate, &missed));
    }
    left.remove(&missed);
}

/// True if what serves a demand can serve no other of the service, and nothing stands in anything's room.
fn stands_alone(case: &Case<'_>, demands: &[Demand], demand: &Demand) -> bool {
    let only_one = demands.iter().filter(|other| other.kind == demand.kind).count() == 1;
    let built_in = |fit: &Fit| case.view.lane(fit.lane).is_some_and(|rules| rules.fixed_in.is_some());
    demand.kind != DemandKind::Provider
        && only_one
        && !demands.iter().any(|other| other.kind == DemandKind::Device && other.fit.iter().any(built_in))
}
