//! What a booking holds, taken together: every role filled at one consistent time, by who may fill it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    calendar::{Occupancy, Origin},
    explain::Who,
    ids::{BookingId, Lane, LocationIndex, ServiceIndex},
    rulebook::{Demand, DemandKind, Fit, Presence, Rulebook, Service},
    time::{Minute, Minutes, Span},
};

use super::{
    add_ons, assigns,
    facts::Facts,
    presence, supervision,
    violation::{Violation, ViolationKind},
};

pub(super) fn check(rulebook: &Rulebook, facts: &Facts, violations: &mut Vec<Violation>) {
    let mut items: BTreeMap<(BookingId, u8), Vec<&Occupancy>> = BTreeMap::new();
    for occupancy in facts.occupancies().filter(|occupancy| assigns(occupancy.origin)) {
        items.entry((occupancy.booking, occupancy.item)).or_default().push(occupancy);
    }
    let mut visits: BTreeMap<BookingId, Visit<'_>> = BTreeMap::new();
    for ((booking, _), held) in &items {
        let ours = held.iter().copied().filter(|occupancy| occupancy.origin == Origin::Ours);
        visits.entry(*booking).or_default().ours.extend(ours);
    }
    for ((booking, _), held) in &items {
        let Some(visit) = visits.get_mut(booking) else { continue };
        let span = item(rulebook, held, &visit.ours, violations);
        visit.items.push(span);
    }
    for visit in visits.values().filter(|visit| visit.items.len() > 1 && !visit.ours.is_empty()) {
        sequence(rulebook, visit, violations);
    }
}

/// The services of one booking, in order.
#[derive(Default)]
struct Visit<'a> {
    /// From the start to the end of each; none if what is held does not say.
    items: Vec<Option<Span>>,
    ours: Vec<&'a Occupancy>,
}

/// One service after the other with no more waiting than allowed, at one place, all of it while that is open.
fn sequence(rulebook: &Rulebook, visit: &Visit<'_>, violations: &mut Vec<Violation>) {
    opening(rulebook, &visit.ours, violations);
    let rules = rulebook.visits;
    for pair in visit.items.windows(2) {
        let [Some(before), Some(after)] = pair else { continue };
        let gap = after.start.since(before.end);
        let allowed =
            gap >= Minutes(0) && gap <= rules.most_minutes_between && gap.0 % rules.grid.0.max(1) == 0;
        if !allowed {
            let between = Span::new(before.end.min(after.start), before.end.max(after.start));
            violations.push(Violation::of(ViolationKind::Apart, &visit.ours, between));
        }
    }
}

/// Where its service lies, if that can be said.
fn item(
    rulebook: &Rulebook,
    held: &[&Occupancy],
    visit: &[&Occupancy],
    violations: &mut Vec<Violation>,
) -> Option<Span> {
    fixed_devices(rulebook, held, violations);
    opening(rulebook, held, violations);
    let Some(service) = service(rulebook, held) else {
        if held.iter().any(|occupancy| occupancy.origin == Origin::Ours) {
            violations.push(Violation::of(ViolationKind::UnknownService, held, hull(held)));
        }
        return None;
    };
    supervision::at_hand(rulebook, service, held, violations);
    let ours: Vec<&Occupancy> =
        held.iter().copied().filter(|occupancy| occupancy.origin == Origin::Ours).collect();
    let span = if ours.is_empty() { None } else { complete(rulebook, service, (&ours, visit), violations) };
    for occupancy in held.iter().filter(|occupancy| occupancy.origin != Origin::Ours) {
        let roles: Vec<&Demand> =
            demands(service).filter(|demand| is_of(rulebook, occupancy.lane, demand.kind)).collect();
        violations.extend(unfit(rulebook, &roles, occupancy, occupancy.used.start));
    }
    span
}

/// The demands of the service as anybody gets it.
fn demands(service: &Service) -> impl Iterator<Item = &Demand> {
    service.variants().flat_map(|variant| &variant.demands)
}

/// The one service that all of them name.
fn service<'a>(rulebook: &'a Rulebook, held: &[&Occupancy]) -> Option<&'a Service> {
    let named: BTreeSet<Option<u16>> = held.iter().map(|occupancy| occupancy.service).collect();
    let index = named.first().copied().flatten().filter(|_| named.len() == 1)?;
    rulebook.services.get(ServiceIndex(index).position())
}

fn hull(held: &[&Occupancy]) -> Span {
    let start = held.iter().map(|occupancy| occupancy.used.start).min().unwrap_or_default();
    let end = held.iter().map(|occupancy| occupancy.used.end).max().unwrap_or_default();
    Span::new(start, end)
}

/// A device that cannot leave its room is used in that room.
fn fixed_devices(rulebook: &Rulebook, held: &[&Occupancy], violations: &mut Vec<Violation>) {
    let is_room = |occupancy: &Occupancy| is_of(rulebook, occupancy.lane, DemandKind::Room);
    for device in held {
        let fixed_in = rulebook.lanes.get(device.lane.position()).and_then(|rules| rules.fixed_in);
        let Some(room) = fixed_in else { continue };
        let stands_there = |other: &&&Occupancy| {
            let ours = device.origin == Origin::Ours;
            let together =
                if ours { other.used.contains(device.used) } else { other.used.overlaps(device.used) };
            other.lane == room && together
        };
        // A platform that does not say in which room it is may mean the right one.
        let unsaid = device.origin != Origin::Ours && !held.iter().any(|other| is_room(other));
        if !unsaid && held.iter().find(stands_there).is_none() {
            let mut violation = Violation::of(ViolationKind::DeviceWithoutRoom, &[device], device.used);
            violation.lanes.push(room);
            violations.push(violation);
        }
    }
}

/// All of it is at one location, which is open from the first use to the last.
fn opening(rulebook: &Rulebook, held: &[&Occupancy], violations: &mut Vec<Violation>) {
    // Where each of them is at that time; all that it could be if it is nowhere, which is another fault.
    let own = held.iter().filter(|occupancy| !supervision::is_second(rulebook, occupancy.lane));
    let may_be = |occupancy: &&Occupancy| -> Option<BTreeSet<LocationIndex>> {
        let rules = rulebook.lanes.get(occupancy.lane.position())?;
        let there = presence::present(rulebook, rules, occupancy);
        let ever = || std::iter::once(rules.location).chain(rules.about.elsewhere.iter().copied()).collect();
        Some(if there.is_empty() { ever() } else { there })
    };
    let each: Vec<BTreeSet<LocationIndex>> = own.filter_map(may_be).collect();
    let any: BTreeSet<LocationIndex> = each.iter().flatten().copied().collect();
    let all: BTreeSet<LocationIndex> =
        any.iter().copied().filter(|place| each.iter().all(|places| places.contains(place))).collect();
    let whole = hull(held);
    if all.is_empty() && !any.is_empty() {
        violations.push(Violation::of(ViolationKind::TwoLocations, held, whole));
    }
    let places = if all.is_empty() { &any } else { &all };
    let is_open = |place: &LocationIndex| rulebook.opening(*place).iter().any(|open| open.contains(whole));
    if !places.is_empty() && !places.iter().any(is_open) {
        violations.push(Violation::of(ViolationKind::OutsideOpening, held, whole));
    }
}

/// Looks for a start at which what is held fills every role of some variant and leaves nothing over: what is known of a
/// client is not written down. First by those who may that day, then by those who may at some time, then by anybody of the
/// right kind, so that "wrong person" and "missing" are told apart.
fn complete(
    rulebook: &Rulebook,
    service: &Service,
    (held, visit): (&[&Occupancy], &[&Occupancy]),
    violations: &mut Vec<Violation>,
) -> Option<Span> {
    let strictnesses = [Strictness::ThatDay, Strictness::SomeDay, Strictness::Kind];
    let own: Vec<&Occupancy> =
        held.iter().copied().filter(|held| !supervision::is_second(rulebook, held.lane)).collect();
    // Then without whoever supervises.
    let supervised: &[bool] = if service.unsupervised.is_some() { &[true, false] } else { &[true] };
    let tried = supervised.iter().flat_map(|supervised| {
        let strictnesses = strictnesses.iter().map(move |strictness| (*supervised, *strictness));
        strictnesses.flat_map(|tried| service.variants().map(move |as_given| (tried, as_given)))
    });
    let most = held.iter().map(|occupancy| occupancy.used.minutes()).max().unwrap_or_default();
    let named = held.iter().find_map(|occupancy| occupancy.service).unwrap_or_default();
    let added = add_ons::sums(rulebook, ServiceIndex(named), most);
    for ((supervised, strictness), service) in tried {
        let held = if supervised { held } else { &own };
        let matching = Matching { rulebook, service, held, visit, strictness, supervised, added: &added };
        for (start, extra) in attempts(service, held, &added) {
            let Some(filled) = matching.fill(start, extra, Vec::new()) else { continue };
            if !supervised {
                // Somebody who needs nobody, and has somebody all the same.
                let needs_nobody = filled.first().is_some_and(|treats| matching.needs_nobody(*treats, start));
                let kind = if needs_nobody { ViolationKind::Incomplete } else { ViolationKind::Unsupervised };
                violations.push(Violation::of(kind, held, hull(held)));
            }
            for (lane, demand) in filled.iter().zip(&service.demands) {
                for occupancy in held.iter().filter(|occupancy| occupancy.lane == *lane) {
                    violations.extend(unfit(rulebook, &[demand], occupancy, start));
                }
            }
            return Some(Span::from_start(start, Minutes(service.minutes.0.saturating_add(extra.0))));
        }
    }
    let has_provider = held.iter().any(|occupancy| is_of(rulebook, occupancy.lane, DemandKind::Provider));
    let wanted = demands(service).any(|demand| demand.kind == DemandKind::Provider);
    let kind = if wanted && !has_provider { ViolationKind::NoProvider } else { ViolationKind::Incomplete };
    violations.push(Violation::of(kind, held, hull(held)));
    None
}

/// The starts (each with the menu's length and the providers' own ones, add-ons included) that could explain what is held.
fn attempts(
    service: &Service,
    held: &[&Occupancy],
    added: &BTreeSet<Minutes>,
) -> BTreeSet<(Minute, Minutes)> {
    let mut lengths = add_ons::lengths(service, held, added);
    if lengths.is_empty() {
        lengths.insert(Minutes(0));
    }
    let uses = || service.demands.iter().flat_map(|demand| &demand.uses);
    let attempt = |occupancy: &Occupancy, extra: Minutes| {
        let start = occupancy.used.start;
        uses().map(move |used| (start.minus(used.stretched(extra).offset), extra)).collect::<Vec<_>>()
    };
    let held = held.iter().flat_map(|occupancy| lengths.iter().map(move |extra| (occupancy, *extra)));
    held.flat_map(|(occupancy, extra)| attempt(occupancy, extra)).collect()
}

/// Who may fill a role.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    ThatDay,
    SomeDay,
    Kind,
}

struct Matching<'a> {
    rulebook: &'a Rulebook,
    service: &'a Service,
    held: &'a [&'a Occupancy],
    /// What the whole booking holds.
    visit: &'a [&'a Occupancy],
    strictness: Strictness,
    /// Whoever must supervise is among those who hold it.
    supervised: bool,
    /// What add-ons of the service may come to.
    added: &'a BTreeSet<Minutes>,
}

impl Matching<'_> {
    /// A lane for each demand from the first that `filled` leaves open, or none if some cannot be filled.
    fn fill(&self, start: Minute, extra: Minutes, filled: Vec<Lane>) -> Option<Vec<Lane>> {
        let lanes: BTreeSet<Lane> = self.held.iter().map(|occupancy| occupancy.lane).collect();
        let Some(demand) =
            self.service.demands.get(filled.len()).filter(|demand| self.asks(demand, &filled, start))
        else {
            return (lanes.len() == filled.len()).then_some(filled);
        };
        // Of several that are alike, any order will do: the order of lanes.
        let after = filled.last().copied().filter(|_| demand.interchangeable);
        let lanes = lanes.into_iter().filter(|lane| after.is_none_or(|after| *lane > after));
        let another =
            |lane: &Lane| !filled.contains(lane) && !filled.contains(&self.rulebook.blocked_with(*lane));
        lanes.filter(another).find_map(|lane| {
            let mut with = filled.clone();
            with.push(lane);
            let treats = filled.is_empty() && demand.kind == DemandKind::Provider;
            self.fills(demand, treats, lane, start, extra).then(|| self.fill(start, extra, with))?
        })
    }

    /// False for a supervisor where nobody need supervise.
    fn asks(&self, demand: &Demand, filled: &[Lane], start: Minute) -> bool {
        let DemandKind::Supervisor(_) = demand.kind else { return true };
        self.supervised && !filled.first().is_some_and(|treats| self.needs_nobody(*treats, start))
    }

    /// True for somebody whom nobody need supervise that day.
    fn needs_nobody(&self, treats: Lane, start: Minute) -> bool {
        let mut exempt = self.service.unsupervised.iter().flatten();
        let page = self.rulebook.table.page(start);
        page.is_some_and(|page| exempt.any(|(lane, pages)| *lane == treats && pages.contains(page)))
    }

    /// Who `treats` says how long the service takes.
    fn fills(&self, demand: &Demand, treats: bool, lane: Lane, start: Minute, extra: Minutes) -> bool {
        let fit = demand.fit.iter().find(|fit| fit.lane == lane);
        let that_day = |fit: &Fit| self.rulebook.table.page(start).is_none_or(|page| fit.is_valid(page));
        let allowed = match self.strictness {
            Strictness::ThatDay => fit.is_some_and(that_day),
            Strictness::SomeDay => fit.is_some(),
            Strictness::Kind => is_of(self.rulebook, lane, demand.kind),
        };
        let length_is_theirs =
            !treats || fit.is_none_or(|fit: &Fit| add_ons::explains(fit, extra, self.added));
        let mut uses: Vec<Span> = demand
            .uses
            .iter()
            .map(|used| used.stretched(extra))
            .map(|used| Span::from_start(start.plus(used.offset), used.minutes))
            .collect();
        uses.sort();
        let of_lane = || self.held.iter().filter(|occupancy| occupancy.lane == lane);
        let mut theirs: Vec<Span> = of_lane().map(|occupancy| occupancy.used).collect();
        theirs.sort();
        let padded = of_lane().all(|occupancy| {
            (occupancy.before >= demand.before || self.goes_on(demand, occupancy, Self::follows))
                && (occupancy.after >= demand.after
                    || self.goes_on(demand, occupancy, |one, other| Self::follows(other, one)))
        });
        allowed && length_is_theirs && uses == theirs && padded
    }
}

impl Matching<'_> {
    /// True if another service of the visit is on the same provider or in the same room, and stands so to this one.
    fn goes_on(
        &self,
        demand: &Demand,
        occupancy: &Occupancy,
        stands: impl Fn(&Occupancy, &Occupancy) -> bool,
    ) -> bool {
        let on_lane = |other: &&&Occupancy| other.lane == occupancy.lane && other.item != occupancy.item;
        demand.kind != DemandKind::Device
            && self.visit.iter().filter(on_lane).any(|other| stands(occupancy, other))
    }

    /// True if this use begins where the other one's time ends, with nothing between.
    fn follows(this: &Occupancy, other: &Occupancy) -> bool {
        other.used.end <= this.used.start
            && other.padded().end == this.used.start
            && this.before == Minutes(0)
    }
}

/// Why none of these roles may be filled by this occupancy's lane, for a service that starts then.
fn unfit(rulebook: &Rulebook, roles: &[&Demand], occupancy: &Occupancy, start: Minute) -> Option<Violation> {
    let page = rulebook.table.page(start);
    let may = |demand: &&Demand| {
        let fit = demand.fit.iter().find(|fit| fit.lane == occupancy.lane);
        fit.is_some_and(|fit| page.is_none_or(|page| fit.is_valid(page)))
    };
    if roles.iter().any(may) {
        return None;
    }
    let supervises = |demand: &&Demand| matches!(demand.kind, DemandKind::Supervisor(_));
    let kind = match rulebook.who(occupancy.lane)? {
        Who::Supervisor(_) => ViolationKind::SupervisorUnqualified,
        Who::Provider(_) if !roles.is_empty() && roles.iter().all(supervises) => {
            ViolationKind::SupervisorUnqualified
        }
        Who::Provider(_) => ViolationKind::Unqualified,
        Who::Room(_) | Who::Device(_) => ViolationKind::Unsuitable,
    };
    Some(Violation::of(kind, &[occupancy], occupancy.used))
}

/// True if a lane is of the kind that a demand wants.
fn is_of(rulebook: &Rulebook, lane: Lane, kind: DemandKind) -> bool {
    match rulebook.who(lane) {
        Some(Who::Provider(_)) => {
            matches!(kind, DemandKind::Provider | DemandKind::Supervisor(Presence::InRoom))
        }
        Some(Who::Room(_)) => kind == DemandKind::Room,
        Some(Who::Device(_)) => kind == DemandKind::Device,
        Some(Who::Supervisor(_)) => {
            matches!(kind, DemandKind::Supervisor(Presence::OnSite | Presence::Reachable))
        }
        None => false,
    }
}
