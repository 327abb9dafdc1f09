//! The starts of a day at which a service can be had: providers, rooms, devices and a supervisor together.

use std::ops::{ControlFlow, Range};

use crate::{
    assign::{ItemCase, in_its_room},
    availability::{Day, StartSet, reach},
    combinations::{self, Roles},
    ids::Lane,
    rulebook::{Demand, DemandKind, Fit, Presence},
    time::{Minute, Minutes},
};

/// What is worked out of a request once for all its days, and memory for one day.
#[derive(Clone, Debug, Default)]
pub(super) struct Joint {
    /// Demands for further providers: positions among all but the ranked provider's.
    people: Vec<usize>,
    /// The same with the demand for a supervisor, if there is one.
    supervised: Vec<usize>,
    /// Demands for things of which any free one will do: nothing of it serves another demand, or stands in a room.
    alone: Vec<usize>,
    /// The other demands for things, in order: of these a combination is looked for.
    together: Vec<usize>,
    /// How far the service reaches before its start and after it, padding included, whoever treats.
    pub(super) before: i32,
    pub(super) after: i32,
    /// The client's visit, whoever treats.
    pub(super) longest: Minutes,
    memory: Memory,
}

/// What a search for combinations remembers of one day and one length of the service.
#[derive(Clone, Debug, Default)]
struct Memory {
    /// The starts at which each candidate is free, once it was asked.
    free: Vec<Option<StartSet>>,
    /// Where each demand's candidates start in `free`.
    offsets: Vec<usize>,
    /// Who and what is chosen, and for which of the demands.
    chosen: Vec<(usize, Lane)>,
}

impl Memory {
    /// Makes room for the candidates of these roles, nothing known of them.
    fn forget<'r>(&mut self, roles: impl Iterator<Item = &'r usize> + Clone, others: &[Demand]) {
        self.free.clear();
        self.offsets.clear();
        self.chosen.clear();
        self.offsets.resize(roles.clone().max().map_or(0, |last| last + 1), 0);
        for (role, demand) in roles.filter_map(|role| Some((*role, others.get(*role)?))) {
            if let Some(offset) = self.offsets.get_mut(role) {
                *offset = self.free.len();
            }
            self.free.resize(self.free.len() + demand.fit.len(), None);
        }
    }
}

impl Joint {
    pub(super) fn prepare(&mut self, case: &ItemCase<'_>) {
        let demands = case.service.others();
        for roles in [&mut self.people, &mut self.supervised, &mut self.alone, &mut self.together] {
            roles.clear();
        }
        for (at, demand) in demands.iter().enumerate() {
            let with = match demand.kind {
                DemandKind::Provider => &mut self.people,
                DemandKind::Supervisor(_) => &mut self.supervised,
                _ if stands_alone(case, demands, demand) => &mut self.alone,
                _ => &mut self.together,
            };
            with.push(at);
        }
        self.supervised.splice(0..0, self.people.iter().copied());
        (self.before, self.after) = (0, 0);
        self.longest = Minutes(0);
        let fits = case.service.ranked().map_or(&[][..], |demand| &demand.fit);
        let extras = || fits.iter().map(|fit| case.extra(fit));
        for extra in extras().min().into_iter().chain(extras().max()) {
            self.longest = self.longest.max(case.visit(Minute(0), extra).minutes());
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
        case: &ItemCase<'_>,
        day: &Day<'_>,
        wanted: &StartSet,
        open: impl Fn(Minutes, &mut StartSet),
    ) -> StartSet {
        let mut found = StartSet::clear(day.words);
        let Some(demand) = case.service.ranked() else { return found };
        let others = case.service.others();
        let asked_for = |fit: &&Fit| {
            case.item.requested.is_none_or(|requested| requested == fit.lane)
                && !case.context.refused(fit.lane)
        };
        let fits = || demand.fit.iter().filter(asked_for);
        for (at, first) in fits().enumerate() {
            // Rooms and devices do not depend on who treats, only on how long: those who take as long go together.
            let extra = case.extra(first);
            if fits().take(at).any(|fit| fit.extra == first.extra) {
                continue;
            }
            let alike = || fits().skip(at).filter(|fit| fit.extra == first.extra);
            let mut left = *wanted;
            left.remove(&found);
            if extra > case.added {
                open(extra, &mut left);
            }
            self.memory.forget(self.supervised.iter().chain(&self.together), others);
            let mut search = Search::new(day, others, extra, left, &mut self.memory);
            if self.supervised.is_empty() {
                keep_any(&mut left, alike(), |fit, among| day.provider(demand, fit, extra, among));
            } else {
                for fit in alike() {
                    search.provider = Some(fit.lane);
                    let needed = case.service.needs_supervisor(fit.lane, day.page);
                    let people = if needed { &self.supervised } else { &self.people };
                    search.find(people, day.provider(demand, fit, extra, &left));
                }
                left = search.found;
            }
            for demand in self.alone.iter().filter_map(|at| others.get(*at)) {
                keep_any(&mut left, demand.fit.iter(), |fit, _| day.resource(demand, fit.lane, extra));
            }
            if !self.together.is_empty() {
                search.found = StartSet::clear(day.words);
                search.find(&self.together, left);
                left = search.found;
            }
            found.add(&left);
        }
        found
    }
}

/// A search for combinations of people, or of things: no rule ties the one to the other.
struct Search<'s> {
    day: &'s Day<'s>,
    others: &'s [Demand],
    /// The roles that are looked for: positions among the others.
    roles: &'s [usize],
    extra: Minutes,
    /// The starts that are asked for.
    asked: StartSet,
    /// The ranked provider, who can take no further role.
    provider: Option<Lane>,
    memory: &'s mut Memory,
    /// The starts for which there is a combination.
    found: StartSet,
}

impl<'s> Search<'s> {
    fn new(
        day: &'s Day<'s>,
        others: &'s [Demand],
        extra: Minutes,
        asked: StartSet,
        memory: &'s mut Memory,
    ) -> Self {
        Self {
            day,
            others,
            roles: &[],
            extra,
            asked,
            provider: None,
            memory,
            found: StartSet::clear(day.words),
        }
    }

    /// Finds every start of `left` that a combination for these roles can serve.
    fn find(&mut self, roles: &'s [usize], left: StartSet) {
        self.roles = roles;
        // Each combination adds its starts, so all are gone through: the search never breaks off.
        let _ = combinations::search(self, 0, left);
    }

    fn demand(&self, role: usize) -> Option<(usize, &'s Demand)> {
        let at = *self.roles.get(role)?;
        Some((at, self.others.get(at)?))
    }

    /// No lane serves twice, and a device that stands in a room goes with it.
    fn goes_with(&self, demand: &Demand, lane: Lane) -> bool {
        let chosen = |lane: Lane| self.memory.chosen.iter().find(|(_, taken)| *taken == lane);
        let person = if demand.presence().is_some() { self.day.context.person(lane) } else { lane };
        self.provider != Some(person)
            && chosen(person).is_none()
            && in_its_room(&self.day.context, demand, lane, |room| self.others.get(chosen(room)?.0))
    }

    /// Keeps the starts at which a candidate is free.
    fn keep_free(&mut self, left: &mut StartSet, role: usize, position: usize, fit: &Fit) {
        let Some((demand, offset)) = self.others.get(role).zip(self.memory.offsets.get(role)) else { return };
        let Some(free) = self.memory.free.get_mut(offset + position) else { return };
        left.keep(free.get_or_insert_with(|| match demand.kind {
            DemandKind::Provider | DemandKind::Supervisor(_)
                if self.day.context.avoided(self.day.context.person(fit.lane)) =>
            {
                StartSet::clear(self.day.words)
            }
            DemandKind::Provider => self.day.provider(demand, fit, self.extra, &self.asked),
            DemandKind::Room | DemandKind::Device => self.day.resource(demand, fit.lane, self.extra),
            DemandKind::Supervisor(Presence::InRoom) => {
                self.day.provider(demand, fit, self.extra, &self.asked)
            }
            DemandKind::Supervisor(presence) => self.day.supervisor(demand, fit, presence, self.extra),
        }));
    }
}

impl Roles for Search<'_> {
    /// The starts that the candidates chosen so far can serve.
    type Left = StartSet;

    /// Of those that are interchangeable each is listed after the one before: no set of them is tried twice.
    fn candidates(&self, role: usize) -> Option<Range<usize>> {
        let (_, demand) = self.demand(role)?;
        let before = if demand.interchangeable { self.memory.chosen.last() } else { None };
        let before = before.and_then(|(_, taken)| demand.fit.iter().position(|fit| fit.lane == *taken));
        Some(before.map_or(0, |before| before + 1)..demand.fit.len())
    }

    fn choose(&mut self, role: usize, candidate: usize, left: &StartSet) -> Option<StartSet> {
        let (at, demand) = self.demand(role)?;
        let fit = demand.fit.get(candidate)?;
        let mut left = *left;
        left.remove(&self.found);
        if left.is_empty() || !self.goes_with(demand, fit.lane) {
            return None;
        }
        self.keep_free(&mut left, at, candidate, fit);
        if left.is_empty() {
            return None;
        }
        self.memory.chosen.push((at, fit.lane));
        Some(left)
    }

    fn undo(&mut self) {
        self.memory.chosen.pop();
    }

    fn complete(&mut self, left: StartSet) -> ControlFlow<()> {
        self.found.add(&left);
        ControlFlow::Continue(())
    }
}

/// Keeps the starts that any of the candidates can serve; asks no more of them than it must.
fn keep_any<'f>(
    left: &mut StartSet,
    mut candidates: impl Iterator<Item = &'f Fit>,
    serves: impl Fn(&Fit, &StartSet) -> StartSet,
) {
    let mut missed = *left;
    while !missed.is_empty() {
        let Some(candidate) = candidates.next() else { break };
        missed.remove(&serves(candidate, &missed));
    }
    left.remove(&missed);
}

/// True if what serves a demand can serve no other of the service, and nothing stands in anything's room.
fn stands_alone(case: &ItemCase<'_>, demands: &[Demand], demand: &Demand) -> bool {
    let only_one = demands.iter().filter(|other| other.kind == demand.kind).count() == 1;
    let built_in = |fit: &Fit| case.context.lane(fit.lane).is_some_and(|rules| rules.fixed_in.is_some());
    only_one
        && !demands.iter().any(|other| other.kind == DemandKind::Device && other.fit.iter().any(built_in))
}
