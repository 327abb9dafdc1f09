//! Roles of one service: each filled at one consistent time, by a lane that may fill it.

use std::collections::BTreeSet;

use crate::{
    calendar::Occupancy,
    explain::Who,
    ids::{Lane, ServiceIndex},
    rulebook::{Demand, DemandKind, Fit, Presence, Rulebook, Service},
    time::{Minute, Minutes, Span},
};

use super::{
    add_ons, supervision,
    violation::{Violation, ViolationKind},
};

/// Looks for a start at which what is held fills every role of some variant and leaves nothing over: what is known of a
/// client is not written down. First by those who may that day, then by those who may on some day, then by any lane of
/// the right kind, so that "wrong person" and "missing" are kept apart.
pub(super) fn complete(
    rulebook: &Rulebook,
    service: &Service,
    (held, visit): (&[&Occupancy], &[&Occupancy]),
    violations: &mut Vec<Violation>,
) -> Option<Span> {
    let strictnesses = [Strictness::ThatDay, Strictness::SomeDay, Strictness::Kind];
    let own: Vec<&Occupancy> =
        held.iter().copied().filter(|held| !supervision::is_second(rulebook, held.lane)).collect();
    // Then without the supervisor.
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
                // A provider who needs no supervisor and has one all the same.
                let needs_no_supervisor =
                    filled.first().is_some_and(|treats| matching.needs_no_supervisor(*treats, start));
                let kind =
                    if needs_no_supervisor { ViolationKind::Incomplete } else { ViolationKind::Unsupervised };
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

/// The lanes that may fill a role.
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
    /// A supervisor is among the lanes that are held.
    supervised: bool,
    /// The minutes that add-ons of the service may come to.
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
        let after = if demand.interchangeable { filled.last().copied() } else { None };
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

    /// False for a demand for a supervisor where none is needed.
    fn asks(&self, demand: &Demand, filled: &[Lane], start: Minute) -> bool {
        let DemandKind::Supervisor(_) = demand.kind else { return true };
        self.supervised && !filled.first().is_some_and(|treats| self.needs_no_supervisor(*treats, start))
    }

    /// True for a provider who needs no supervisor that day.
    fn needs_no_supervisor(&self, treats: Lane, start: Minute) -> bool {
        let mut exempt = self.service.unsupervised.iter().flatten();
        let page = self.rulebook.table.page(start);
        page.is_some_and(|page| exempt.any(|(lane, pages)| *lane == treats && pages.contains(page)))
    }

    /// The provider who `treats` decides how long the service takes.
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

/// The violation if none of these roles may be filled by this occupancy's lane, for a service that starts then.
pub(super) fn unfit(
    rulebook: &Rulebook,
    roles: &[&Demand],
    occupancy: &Occupancy,
    start: Minute,
) -> Option<Violation> {
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
pub(super) fn is_of(rulebook: &Rulebook, lane: Lane, kind: DemandKind) -> bool {
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

/// The demands of all variants of a service.
pub(super) fn demands(service: &Service) -> impl Iterator<Item = &Demand> {
    service.variants().flat_map(|variant| &variant.demands)
}

/// From the first use to the end of the last.
pub(super) fn hull(held: &[&Occupancy]) -> Span {
    let start = held.iter().map(|occupancy| occupancy.used.start).min().unwrap_or_default();
    let end = held.iter().map(|occupancy| occupancy.used.end).max().unwrap_or_default();
    Span::new(start, end)
}
