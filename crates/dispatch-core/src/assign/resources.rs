//! The joint choice of everything but the ranked provider: further providers, rooms, devices, a supervisor. Exact: if any
//! combination is free it is found; of several, the first in the order in which each demand lists its candidates.
//! No rule ties people to things, so the two are chosen one after the other: what fails for one is not tried again
//! with every choice of the other. The supervisor is one of the people.

use crate::{
    ids::Lane,
    rulebook::{Demand, DemandKind, Fit, Presence, Service, Use},
    time::{Minute, Minutes},
};

use super::{
    free::{Context, DemandAtStart, Moment},
    supervision::presence,
};

/// What is known of a candidate while one start is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Not,
    Free,
    Taken,
}

/// Memory that the search reuses, so that it allocates nothing once warm. What it knows of candidates holds for one
/// start and length, whoever treats: it stays from question to question until another is asked.
#[derive(Clone, Default)]
pub(super) struct Memory {
    /// Of which start and length it knows.
    of: Option<(Minute, Minutes)>,
    known: Vec<Known>,
    /// Where each demand's candidates start in `known`.
    offsets: Vec<usize>,
    chosen: Vec<Lane>,
    /// Who supervises those people.
    supervisor: Option<Lane>,
}

impl Memory {
    /// To be called before a case is judged: the schedule may have changed since.
    pub(super) fn forget(&mut self) {
        self.of = None;
    }

    /// What was chosen last.
    pub(super) fn chosen(&self) -> &[Lane] {
        &self.chosen
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").field("chosen", &self.chosen).finish_non_exhaustive()
    }
}

/// One question: this service at this moment with this provider, or with any.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) context: Context<'a>,
    pub(super) service: &'a Service,
    pub(super) moment: Moment<'a>,
    pub(super) extra: Minutes,
    /// The ranked provider, whom no further role may take.
    pub(super) provider: Option<Lane>,
    /// Somebody must supervise that provider.
    pub(super) supervised: bool,
    /// A candidate that must be taken, for the trace: demand and lane.
    pub(super) forced: Option<(usize, Lane)>,
}

/// What of a service cannot be had at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lacks {
    /// Further providers.
    pub(super) people: bool,
    /// A supervisor beside them, or at all if they cannot be had themselves.
    pub(super) supervisor: bool,
    /// Rooms and devices.
    pub(super) things: bool,
}

impl Lacks {
    pub(super) fn any(self) -> bool {
        self.people || self.supervisor || self.things
    }

    pub(super) fn add(&mut self, other: Self) {
        self.people |= other.people;
        self.supervisor |= other.supervisor;
        self.things |= other.things;
    }
}

impl Question<'_> {
    /// The lanes of all demands but the ranked provider's, in the order of demands; none if no combination is free.
    pub(super) fn solve<'m>(&self, memory: &'m mut Memory) -> Option<&'m [Lane]> {
        if let Some(found) = self.first_free(memory) {
            return found.then_some(&memory.chosen);
        }
        self.prepare(memory);
        let things = self.people();
        let found = self.extend(memory, 0, things) && self.extend(memory, things, usize::MAX);
        memory.chosen.extend(memory.supervisor.filter(|_| found));
        found.then_some(memory.chosen.as_slice())
    }

    /// The usual case: of rooms and devices the first free candidate of each demand, if they go together as they come.
    /// It is what the search would find first, and nothing need be remembered for it. None if it must search.
    fn first_free(&self, memory: &mut Memory) -> Option<bool> {
        memory.chosen.clear();
        for (at, demand) in others(self.service).iter().enumerate() {
            let is_thing = matches!(demand.kind, DemandKind::Room | DemandKind::Device);
            if !is_thing || demand.interchangeable || self.forced.is_some() {
                return None;
            }
            let wanted = self.context.wanted(demand, self.extra, &self.moment);
            let mut lanes = demand.fit.iter().map(|fit| fit.lane);
            let first = lanes.find(|lane| {
                self.context.resource_free(&wanted, *lane, &self.moment)
                    && self.goes_with(demand, at, *lane, &memory.chosen)
            });
            match first {
                Some(lane) => memory.chosen.push(lane),
                None if at == 0 => return Some(false),
                None => return None,
            }
        }
        Some(true)
    }

    /// What cannot be had, each by itself.
    pub(super) fn lacks(&self, memory: &mut Memory) -> Lacks {
        self.prepare(memory);
        let things = self.people();
        let (mut people, mut supervisor) = (!self.extend(memory, 0, things), false);
        if people && self.supervised {
            let alone = Self { supervised: false, ..*self };
            people = !alone.extend(memory, 0, things);
            memory.chosen.clear();
            supervisor = !people || !self.finds_supervisor(memory);
        }
        // Rooms and devices are looked for by their position among all that is chosen.
        memory.chosen.resize(things, Lane(u16::MAX));
        Lacks { people, supervisor, things: !self.extend(memory, things, usize::MAX) }
    }

    /// True if for the demand at `at` and those interchangeable with it fewer are free than are wanted, each taken by itself.
    pub(super) fn too_few(&self, at: usize) -> bool {
        let Some((demand, after)) = others(self.service).get(at..).and_then(<[Demand]>::split_first) else {
            return false;
        };
        let wanted = self.context.wanted(demand, self.extra, &self.moment);
        let free = demand.fit.iter().filter(|fit| match demand.kind {
            DemandKind::Provider => self.provider != Some(fit.lane) && self.person_free(&wanted, fit),
            DemandKind::Room | DemandKind::Device => {
                self.context.resource_free(&wanted, fit.lane, &self.moment)
            }
            DemandKind::Supervisor(presence) => {
                self.provider != Some(self.context.person(fit.lane))
                    && self.may_supervise(&wanted, fit, presence)
            }
        });
        free.count() <= after.iter().take_while(|demand| demand.interchangeable).count()
    }

    fn person_free(&self, wanted: &DemandAtStart<'_>, fit: &Fit) -> bool {
        !self.context.avoided(fit.lane) && self.context.provider_free(wanted, fit, &self.moment)
    }

    fn may_supervise(&self, wanted: &DemandAtStart<'_>, fit: &Fit, presence: Presence) -> bool {
        !self.context.avoided(self.context.person(fit.lane))
            && self.context.supervisor_free(wanted, fit, presence, &self.moment)
    }

    /// Chooses who supervises those who are chosen; true if nobody need be.
    fn finds_supervisor(&self, memory: &mut Memory) -> bool {
        memory.supervisor = None;
        if !self.supervised {
            return true;
        }
        let at = self.demands().len();
        let Some(demand) = supervision(self.service) else { return true };
        let wanted = self.context.wanted(demand, self.extra, &self.moment);
        for (position, fit) in demand.fit.iter().enumerate() {
            if self.goes_with(demand, at, fit.lane, &memory.chosen)
                && self.is_free(memory, || wanted, at, position, fit)
            {
                memory.supervisor = Some(fit.lane);
                return true;
            }
        }
        false
    }

    /// How many of the demands are for further providers: they come first.
    fn people(&self) -> usize {
        self.demands().iter().take_while(|demand| demand.kind == DemandKind::Provider).count()
    }

    fn prepare(&self, memory: &mut Memory) {
        memory.chosen.clear();
        memory.supervisor = None;
        let of = Some((self.moment.start, self.extra));
        if memory.of != of {
            memory.of = of;
            memory.known.clear();
            memory.offsets.clear();
            for demand in others(self.service) {
                if let Some(same) = memory.offsets.last().copied().filter(|_| demand.interchangeable) {
                    memory.offsets.push(same);
                    continue;
                }
                memory.offsets.push(memory.known.len());
                memory.known.resize(memory.known.len() + demand.fit.len(), Known::Not);
            }
        }
    }

    /// All but the ranked provider's and the supervisor's.
    fn demands(&self) -> &[Demand] {
        let all = others(self.service);
        all.get(..all.len() - usize::from(supervision(self.service).is_some())).unwrap_or_default()
    }

    /// Chooses for the demand at `at` and all after it up to `end`, and after the people who supervises them; leaves
    /// `chosen` as it was if that fails.
    fn extend(&self, memory: &mut Memory, at: usize, end: usize) -> bool {
        let Some(demand) = self.demands().get(at).filter(|_| at < end) else {
            return end == usize::MAX || self.finds_supervisor(memory);
        };
        let mut wanted = None;
        let mut first =
            if demand.interchangeable { self.after_interchangeable(demand, at, &memory.chosen) } else { 0 };
        let mut count = usize::MAX;
        if let Some((_, named)) = self.forced.filter(|(forced, _)| *forced == at) {
            let Some(further) = demand.fit.iter().skip(first).position(|fit| fit.lane == named) else {
                return false;
            };
            (first, count) = (first + further, 1);
        }
        for (position, fit) in demand.fit.iter().enumerate().skip(first).take(count) {
            let wanted =
                || *wanted.get_or_insert_with(|| self.context.wanted(demand, self.extra, &self.moment));
            let goes_with = self.goes_with(demand, at, fit.lane, &memory.chosen);
            if !goes_with || !self.is_free(memory, wanted, at, position, fit) {
                continue;
            }
            memory.chosen.push(fit.lane);
            if self.extend(memory, at + 1, end) {
                return true;
            }
            memory.chosen.pop();
        }
        false
    }

    /// True if a candidate goes with those chosen for the demands before, free or not.
    #[inline]
    pub(super) fn goes_with(&self, demand: &Demand, at: usize, lane: Lane, chosen: &[Lane]) -> bool {
        let person = if presence(demand).is_some() { self.context.person(lane) } else { lane };
        self.forced.is_none_or(|(forced, named)| forced != at || named == lane)
            && self.provider != Some(person)
            && !chosen.contains(&person)
            && in_its_room(&self.context, demand, lane, |room| {
                let in_role = chosen.iter().position(|taken| *taken == room)?;
                self.demands().get(in_role)
            })
    }

    /// Of several that are alike, each is listed after the one before, so that no set of them is tried twice. One that
    /// is forced may stand anywhere among them.
    fn after_interchangeable(&self, demand: &Demand, at: usize, chosen: &[Lane]) -> usize {
        if self.forced.is_some_and(|(forced, _)| forced + 1 == at) {
            return 0;
        }
        let chosen_at = demand.fit.iter().position(|fit| chosen.last() == Some(&fit.lane));
        chosen_at.map_or(0, |at| at + 1)
    }

    fn is_free<'d>(
        &self,
        memory: &mut Memory,
        wanted: impl FnOnce() -> DemandAtStart<'d>,
        at: usize,
        position: usize,
        fit: &Fit,
    ) -> bool {
        let slot = memory.offsets.get(at).map_or(0, |offset| offset + position);
        let Some(known) = memory.known.get_mut(slot) else { return false };
        if *known == Known::Not {
            let wanted = wanted();
            let free = match wanted.demand.kind {
                DemandKind::Provider => self.person_free(&wanted, fit),
                DemandKind::Room | DemandKind::Device => {
                    self.context.resource_free(&wanted, fit.lane, &self.moment)
                }
                DemandKind::Supervisor(presence) => self.may_supervise(&wanted, fit, presence),
            };
            *known = if free { Known::Free } else { Known::Taken };
        }
        *known == Known::Free
    }
}

/// A device that stands in a room is used only with that room, and only while the room is used too. `role_of` gives the
/// demand that a lane is chosen for.
pub(crate) fn in_its_room<'d>(
    context: &Context<'_>,
    demand: &Demand,
    lane: Lane,
    role_of: impl FnOnce(Lane) -> Option<&'d Demand>,
) -> bool {
    let fixed_in = match demand.kind {
        DemandKind::Device => context.lane(lane).and_then(|rules| rules.fixed_in),
        DemandKind::Provider | DemandKind::Room | DemandKind::Supervisor(_) => None,
    };
    let Some(room) = fixed_in else { return true };
    role_of(room).is_some_and(|in_role| {
        demand.uses.iter().all(|used| in_role.uses.iter().any(|held| covers(held, used)))
    })
}

/// True if one use of a service lies inside another. A longer service stretches both alike.
fn covers(outer: &Use, inner: &Use) -> bool {
    let end = |used: &Use| used.offset.0.saturating_add(used.minutes.0);
    outer.offset <= inner.offset && end(inner) <= end(outer)
}

/// The demand whose provider is ranked: the first one for a provider.
pub(crate) fn ranked(service: &Service) -> Option<&Demand> {
    service.ranked()
}

/// The demand for somebody who supervises: the last one.
#[inline]
pub(crate) fn supervision(service: &Service) -> Option<&Demand> {
    service.supervision()
}

/// All other demands.
pub(crate) fn others(service: &Service) -> &[Demand] {
    service.others()
}
