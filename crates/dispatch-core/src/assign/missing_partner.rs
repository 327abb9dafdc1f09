//! The partner that is missing: the role that keeps a candidate who is free by itself out of every combination.

use crate::{
    availability::Inspection,
    explain::RoleName,
    ids::Lane,
    rulebook::{Demand, DemandKind},
};

use super::{
    case::ItemCase,
    contender::Contender,
    joint::{JointChoice, Memory},
};

/// The role of a partner that is missing for a candidate beside the one who treats, free by itself.
pub(super) fn missing_beside<'a>(
    case: &ItemCase<'a>,
    inspection: &Inspection<'a>,
    best: Option<Contender>,
    at: usize,
    lane: Lane,
    memory: &mut Memory,
) -> Option<RoleName> {
    match inspection.wanted.demand.kind {
        DemandKind::Provider | DemandKind::Supervisor(_) => {
            missing_for_person(case, inspection, best, at, lane, memory)
        }
        DemandKind::Room | DemandKind::Device if needs_no_partner(case, lane) => None,
        DemandKind::Room | DemandKind::Device => {
            let provider = best.map(|best| best.lane);
            let forced = Some((at, lane));
            let choice = JointChoice {
                forced,
                ..case.joint_choice(provider, inspection.wanted.extra, &inspection.moment)
            };
            missing_partner(&choice, memory)
        }
    }
}

/// True if any room goes with any device: one of each kind is asked for, and no device stands in a room for good.
pub(super) fn are_apart(case: &ItemCase<'_>, demands: &[Demand]) -> bool {
    let of = |kind| demands.iter().filter(move |demand| demand.kind == kind);
    let stays = |lane| case.context.lane(lane).is_none_or(|rules| rules.fixed_in.is_some());
    of(DemandKind::Room).count() < 2
        && of(DemandKind::Device).count() < 2
        && !of(DemandKind::Device).flat_map(|demand| &demand.fit).any(|fit| stays(fit.lane))
}

/// A room, or a device that may stand anywhere, which is all that is needed beside the provider.
fn needs_no_partner(case: &ItemCase<'_>, lane: Lane) -> bool {
    let in_no_room = case.context.lane(lane).is_some_and(|rules| rules.fixed_in.is_none());
    case.service.others().len() == 1 && in_no_room
}

/// The role of a partner that is missing for a provider in a further role. They are judged beside the one who treats, or,
/// if that is themselves or no provider, beside each who could.
fn missing_for_person<'a>(
    case: &ItemCase<'a>,
    inspection: &Inspection<'a>,
    best: Option<Contender>,
    at: usize,
    lane: Lane,
    memory: &mut Memory,
) -> Option<RoleName> {
    let (moment, extra, demand) = (&inspection.moment, inspection.wanted.extra, inspection.wanted.demand);
    let treats = case.service.ranked()?;
    let wanted = case.context.demand_at_start(treats, extra, moment);
    let person = case.context.person(lane);
    let best = best.map(|best| best.lane).filter(|best| *best != person);
    let needs_them =
        |treats| demand.presence().is_none() || case.service.needs_supervisor(treats, moment.page);
    let beside = treats.fit.iter().filter(|fit| match best {
        Some(best) => fit.lane == best,
        None => {
            fit.lane != person && needs_them(fit.lane) && case.context.provider_free(&wanted, fit, moment)
        }
    });
    let mut missing = case.context.rulebook.role(treats).cloned();
    for fit in beside {
        let forced = Some((at, lane));
        let choice = JointChoice { forced, ..case.joint_choice(Some(fit.lane), extra, moment) };
        missing = missing_partner(&choice, memory);
        if missing.is_none() {
            break;
        }
    }
    missing
}

/// If no combination holds: the role of a partner that is missing.
pub(super) fn missing_partner(choice: &JointChoice<'_>, memory: &mut Memory) -> Option<RoleName> {
    let lacks = choice.lacks(memory);
    if !lacks.any() {
        return None;
    }
    // The first role of which too few are free by themselves; else the first, the forced one's aside, of those that
    // cannot be had together.
    let demands = choice.service.others().iter().enumerate().filter(|(_, demand)| !demand.interchangeable);
    let is_forced = |at: usize| choice.forced.is_some_and(|(forced, _)| forced == at);
    // Where one who could supervise is taken as given, it is the people beside them who cannot be had.
    let supervisor_given = choice.service.others().len().checked_sub(1).is_some_and(is_forced);
    let mut lacking = demands.filter(|(_, demand)| match demand.kind {
        DemandKind::Provider => lacks.people || lacks.supervisor && supervisor_given,
        DemandKind::Supervisor(_) => lacks.supervisor,
        DemandKind::Room | DemandKind::Device => lacks.things,
    });
    let first = lacking.clone().find(|(at, _)| choice.too_few(*at));
    let first = first.or_else(|| lacking.find(|(at, _)| !is_forced(*at)));
    first.and_then(|(_, demand)| choice.context.rulebook.role(demand)).cloned()
}
