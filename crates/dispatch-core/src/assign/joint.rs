//! The joint choice of everything but the ranked provider: further providers, rooms, devices, a supervisor. Exact: if any
//! combination is free it is found; of several, the first in the order in which each demand lists its candidates.
//! No rule ties people to rooms and devices, so the two are chosen one after the other: a choice that fails for the one is not
//! tried again with every choice of the other. The supervisor is one of the people.

use std::ops::{ControlFlow, Range};

use crate::{
    availability::{Context, DemandAtStart, Moment},
    combinations::{self, Roles},
    ids::Lane,
    rulebook::{Demand, DemandKind, Fit, Presence, Service, Use},
    time::{Minute, Minutes},
};

/// What is known of a candidate while one start is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Not,
    Free,
    Taken,
}

/// Memory that the search reuses, so that it allocates nothing once warm. What it knows of candidates holds for one
/// start and length, whoever treats: it stays from one joint choice to the next until another start or length is asked for.
#[derive(Clone, Default)]
pub(super) struct Memory {
    /// Of which start and length it knows.
    of: Option<(Minute, Minutes)>,
    known: Vec<Known>,
    /// Where each demand's candidates start in `known`.
    offsets: Vec<usize>,
    chosen: Vec<Lane>,
    /// The provider who supervises those people.
    supervisor: Option<Lane>,
}

impl Memory {
    /// To be called before a case is judged: the schedule may have changed since.
    pub(super) fn forget(&mut self) {
        self.of = None;
    }

    /// The lanes that were chosen last.
    pub(super) fn chosen(&self) -> &[Lane] {
        &self.chosen
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").field("chosen", &self.chosen).finish_non_exhaustive()
    }
}

/// One joint choice: for this service at this moment with this provider, or with any.
#[derive(Clone, Copy)]
pub(super) struct JointChoice<'a> {
    pub(super) context: Context<'a>,
    pub(super) service: &'a Service,
    pub(super) moment: Moment<'a>,
    pub(super) extra: Minutes,
    /// The ranked provider, who can take no further role.
    pub(super) provider: Option<Lane>,
    /// That provider must be supervised.
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

impl<'a> JointChoice<'a> {
    /// The lanes of all demands but the ranked provider's, in the order of demands; none if no combination is free.
    pub(super) fn solve<'m>(&self, memory: &'m mut Memory) -> Option<&'m [Lane]> {
        if let Some(found) = self.first_free(memory) {
            return found.then_some(&memory.chosen);
        }
        self.prepare(memory);
        let found = self.finds_people(memory) && self.finds_things(memory);
        if found {
            memory.chosen.extend(memory.supervisor);
        }
        found.then_some(memory.chosen.as_slice())
    }

    /// The usual case: of rooms and devices the first free candidate of each demand, if they go together as they come.
    /// It is what the search would find first, and nothing need be remembered for it. None if it must search.
    fn first_free(&self, memory: &mut Memory) -> Option<bool> {
        memory.chosen.clear();
        for (at, demand) in self.service.others().iter().enumerate() {
            let is_thing = matches!(demand.kind, DemandKind::Room | DemandKind::Device);
            if !is_thing || demand.interchangeable || self.forced.is_some() {
                return None;
            }
            let wanted = self.context.demand_at_start(demand, self.extra, &self.moment);
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
        let (mut people, mut supervisor) = (!self.finds_people(memory), false);
        if people && self.supervised {
            let alone = Self { supervised: false, ..*self };
            people = !alone.finds_people(memory);
            memory.chosen.clear();
            supervisor = !people || !self.finds_supervisor(memory);
        }
        // Rooms and devices are looked for by their position among all that is chosen.
        memory.chosen.resize(self.people(), Lane(u16::MAX));
        Lacks { people, supervisor, things: !self.finds_things(memory) }
    }

    /// True if for the demand at `at` and those interchangeable with it fewer are free than are wanted, each taken by itself.
    pub(super) fn too_few(&self, at: usize) -> bool {
        let Some((demand, after)) = self.service.others().get(at..).and_then(<[Demand]>::split_first) else {
            return false;
        };
        let wanted = self.context.demand_at_start(demand, self.extra, &self.moment);
        let free = demand.fit.iter().filter(|fit| match demand.kind {
            DemandKind::Provider => self.provider != Some(fit.lane) && self.is_free(&wanted, fit),
            DemandKind::Room | DemandKind::Device => self.is_free(&wanted, fit),
            DemandKind::Supervisor(_) => {
                self.provider != Some(self.context.person(fit.lane)) && self.is_free(&wanted, fit)
            }
        });
        free.count() <= after.iter().take_while(|demand| demand.interchangeable).count()
    }

    /// True if a candidate is free by itself, and no provider whom the client avoids.
    fn is_free(&self, wanted: &DemandAtStart<'_>, fit: &Fit) -> bool {
        let Self { context, moment, .. } = self;
        match wanted.demand.kind {
            DemandKind::Provider => !context.avoided(fit.lane) && context.provider_free(wanted, fit, moment),
            DemandKind::Room | DemandKind::Device => context.resource_free(wanted, fit.lane, moment),
            DemandKind::Supervisor(presence) => self.may_supervise(wanted, fit, presence),
        }
    }

    fn may_supervise(&self, wanted: &DemandAtStart<'_>, fit: &Fit, presence: Presence) -> bool {
        !self.context.avoided(self.context.person(fit.lane))
            && self.context.supervisor_free(wanted, fit, presence, &self.moment)
    }

    /// Chooses further providers, and a supervisor beside them.
    fn finds_people(&self, memory: &mut Memory) -> bool {
        let roles = 0..self.people();
        let mut search = Search { choice: self, memory, roles, with_supervisor: true, wanted: None };
        combinations::search(&mut search, 0, ()).is_break()
    }

    /// Chooses rooms and devices, after the people.
    fn finds_things(&self, memory: &mut Memory) -> bool {
        let roles = self.people()..self.demands().len();
        let mut search = Search { choice: self, memory, roles, with_supervisor: false, wanted: None };
        combinations::search(&mut search, 0, ()).is_break()
    }

    /// Chooses who supervises the people who are chosen; true if no one need be.
    fn finds_supervisor(&self, memory: &mut Memory) -> bool {
        memory.supervisor = None;
        if !self.supervised {
            return true;
        }
        let at = self.demands().len();
        let Some(demand) = self.service.supervision() else { return true };
        let wanted = self.context.demand_at_start(demand, self.extra, &self.moment);
        for (position, fit) in demand.fit.iter().enumerate() {
            if self.goes_with(demand, at, fit.lane, &memory.chosen)
                && self.is_known_free(memory, || wanted, at, position, fit)
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
        if memory.of == of {
            return;
        }
        memory.of = of;
        memory.known.clear();
        memory.offsets.clear();
        for demand in self.service.others() {
            match memory.offsets.last().copied() {
                Some(same) if demand.interchangeable => memory.offsets.push(same),
                _ => {
                    memory.offsets.push(memory.known.len());
                    memory.known.resize(memory.known.len() + demand.fit.len(), Known::Not);
                }
            }
        }
    }

    /// All but the ranked provider's and the supervisor's.
    fn demands(&self) -> &'a [Demand] {
        let all = self.service.others();
        all.get(..all.len() - usize::from(self.service.supervision().is_some())).unwrap_or_default()
    }

    /// True if a candidate goes with those chosen for the demands before, free or not.
    #[inline]
    pub(super) fn goes_with(&self, demand: &Demand, at: usize, lane: Lane, chosen: &[Lane]) -> bool {
        let person = if demand.presence().is_some() { self.context.person(lane) } else { lane };
        self.forced.is_none_or(|(forced, named)| forced != at || named == lane)
            && self.provider != Some(person)
            && !chosen.contains(&person)
            && in_its_room(&self.context, demand, lane, |room| {
                let in_role = chosen.iter().position(|taken| *taken == room)?;
                self.demands().get(in_role)
            })
    }

    /// Of several that are interchangeable, each is listed after the one before, so that no set of them is tried twice. One
    /// that is forced may stand anywhere among them.
    fn after_interchangeable(&self, demand: &Demand, at: usize, chosen: &[Lane]) -> usize {
        if self.forced.is_some_and(|(forced, _)| forced + 1 == at) {
            return 0;
        }
        let before = demand.fit.iter().position(|fit| chosen.last() == Some(&fit.lane));
        before.map_or(0, |before| before + 1)
    }

    fn is_known_free<'d>(
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
            *known = if self.is_free(&wanted(), fit) { Known::Free } else { Known::Taken };
        }
        *known == Known::Free
    }
}

/// The search for people, or for rooms and devices.
struct Search<'s, 'a> {
    choice: &'s JointChoice<'a>,
    memory: &'s mut Memory,
    /// The demands that are looked for.
    roles: Range<usize>,
    /// A supervisor goes with them.
    with_supervisor: bool,
    /// The demand that was worked out last.
    wanted: Option<(usize, DemandAtStart<'a>)>,
}

impl<'a> Search<'_, 'a> {
    fn demand(&self, role: usize) -> Option<(usize, &'a Demand)> {
        let at = self.roles.start + role;
        let demand = self.choice.demands().get(at)?;
        self.roles.contains(&at).then_some((at, demand))
    }
}

impl Roles for Search<'_, '_> {
    type Left = ();

    fn candidates(&self, role: usize) -> Option<Range<usize>> {
        let (at, demand) = self.demand(role)?;
        let Self { choice, memory, .. } = self;
        let first =
            if demand.interchangeable { choice.after_interchangeable(demand, at, &memory.chosen) } else { 0 };
        if let Some((forced, named)) = choice.forced
            && forced == at
        {
            let further = demand.fit.iter().skip(first).position(|fit| fit.lane == named);
            return Some(further.map_or(0..0, |further| first + further..first + further + 1));
        }
        Some(first..demand.fit.len())
    }

    fn choose(&mut self, role: usize, candidate: usize, (): &()) -> Option<()> {
        let (at, demand) = self.demand(role)?;
        let fit = demand.fit.get(candidate)?;
        let Self { choice, memory, wanted, .. } = self;
        if !choice.goes_with(demand, at, fit.lane, &memory.chosen) {
            return None;
        }
        let wanted = || match wanted {
            Some((of, wanted)) if *of == at => *wanted,
            _ => {
                let new = choice.context.demand_at_start(demand, choice.extra, &choice.moment);
                *wanted = Some((at, new));
                new
            }
        };
        let is_free = choice.is_known_free(memory, wanted, at, candidate, fit);
        is_free.then(|| memory.chosen.push(fit.lane))
    }

    fn undo(&mut self) {
        self.memory.chosen.pop();
    }

    fn complete(&mut self, (): ()) -> ControlFlow<()> {
        let all = !self.with_supervisor || self.choice.finds_supervisor(self.memory);
        if all { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
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
