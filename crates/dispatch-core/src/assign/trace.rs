//! The trace of one decision: every lane of every kind that the service demands, and what became of it.

use std::sync::Arc;

use crate::{
    explain::{Blocker, Candidate, Found, Trace, Verdict},
    ids::Lane,
    rulebook::{Demand, DemandKind},
    time::Minutes,
};

use super::{
    blockers::{Suspect, blockers},
    free::{Moment, Wanted},
    judge::{Case, NOT_REQUESTED, Scratch},
    rank::{Able, Lost},
    resources::{others, ranked},
};

/// `able` is ordered best first; `assigned` says whether its first goes ahead by rule.
pub(super) fn trace(
    case: &Case<'_>,
    moment: &Moment<'_>,
    able: &[Able],
    assigned: bool,
    scratch: &mut Scratch,
) -> Trace {
    let best = able.first().copied();
    let extra = best.map_or(Minutes(0), |able| able.extra);
    let taken: Vec<Lane> = best
        .and_then(|able| case.question(Some(able.lane), able.extra, moment).solve(&mut scratch.memory))
        .map_or_else(Vec::new, <[Lane]>::to_vec);
    let mut candidates = Vec::with_capacity(case.view.rulebook.lanes.len());
    if let Some(demand) = ranked(case.service) {
        for (lane, suspect) in suspects(demand, Minutes(0)) {
            let verdict = provider_verdict(case, moment, able, assigned, lane, &suspect, scratch);
            push(case, demand, lane, verdict, &mut candidates);
        }
    }
    for (at, demand) in others(case.service).iter().enumerate() {
        let wanted = case.view.wanted(demand, extra, moment);
        for (lane, suspect) in suspects(demand, extra) {
            let verdict = if taken.get(at) == Some(&lane) {
                Verdict::Chosen
            } else {
                resource_verdict(case, moment, best, at, &wanted, &suspect, scratch)
            };
            push(case, demand, lane, verdict, &mut candidates);
        }
    }
    Trace { start: Some(moment.start), candidates }
}

/// Every lane of the demand's kind in rulebook order.
fn suspects(demand: &Demand, extra: Minutes) -> Vec<(Lane, Suspect<'_>)> {
    let is_provider = demand.kind == DemandKind::Provider;
    let fit = demand.fit.iter().map(|fit| {
        let extra = if is_provider { fit.extra } else { extra };
        (fit.lane, Suspect { demand, lane: fit.lane, fit: Some(fit), unfit: None, extra })
    });
    let unfit = demand
        .unfit
        .iter()
        .map(|(lane, unfit)| (*lane, Suspect { demand, lane: *lane, fit: None, unfit: Some(unfit), extra }));
    let mut all: Vec<_> = fit.chain(unfit).collect();
    all.sort_by_key(|(lane, _)| *lane);
    all
}

fn push(case: &Case<'_>, demand: &Demand, lane: Lane, verdict: Verdict, candidates: &mut Vec<Candidate>) {
    if let Some(who) = case.view.rulebook.who(lane) {
        candidates.push(Candidate { item: 0, role: demand.role.clone(), who: who.clone(), verdict });
    }
}

fn provider_verdict(
    case: &Case<'_>,
    moment: &Moment<'_>,
    able: &[Able],
    assigned: bool,
    lane: Lane,
    suspect: &Suspect<'_>,
    scratch: &mut Scratch,
) -> Verdict {
    let Some(position) = able.iter().position(|able| able.lane == lane) else {
        let mut found = blockers(&case.view, suspect, moment);
        if !case.done_by_closing(moment.start, suspect.extra) {
            found.push(Blocker::OutsideHours { needed: case.visit(moment.start, suspect.extra) });
        }
        for span in case.runs_into(moment.start, suspect.extra) {
            found.push(Blocker::ClientBusy { span });
        }
        case.view.wishes_unmet(lane).for_each(|unmet| found.push(unmet));
        if !case.resources_free(lane, suspect.extra, moment, scratch)
            && let Some(role) = missing_partner(case, moment, Some(lane), suspect.extra, None, scratch)
        {
            found.push(Blocker::NoPartner { role });
        }
        return found.into_blockers().map_or(Verdict::LeftFree, Verdict::Blocked);
    };
    let equals = able.iter().filter(|able| able.lost.is_none()).count();
    match able.get(position).and_then(|able| able.lost) {
        Some(lost) => Verdict::Lost { criterion: criterion(case, lost), own: lost.own, best: lost.best },
        None if !assigned && equals > 1 => Verdict::Tied,
        None => Verdict::Chosen,
    }
}

fn criterion(case: &Case<'_>, lost: Lost) -> Arc<str> {
    let name = case.view.rulebook.criteria.get(lost.stage).map(|ranked| ranked.name.clone());
    name.unwrap_or_else(|| Arc::from(if lost.stage == NOT_REQUESTED { "requested" } else { "rotation" }))
}

fn resource_verdict(
    case: &Case<'_>,
    moment: &Moment<'_>,
    best: Option<Able>,
    at: usize,
    wanted: &Wanted<'_>,
    suspect: &Suspect<'_>,
    scratch: &mut Scratch,
) -> Verdict {
    let free = suspect.fit.is_some_and(|fit| match wanted.demand.kind {
        DemandKind::Provider => case.view.provider_free(wanted, fit, moment),
        DemandKind::Room | DemandKind::Device => case.view.resource_free(wanted, suspect.lane, moment),
    });
    let mut found = if free { Found::default() } else { blockers(&case.view, suspect, moment) };
    if suspect.fit.is_some() {
        let provider = best.map(|able| able.lane);
        let forced = Some((at, suspect.lane));
        // Blocked by itself, it cannot be in a combination: then nothing is learnt of its partners.
        if found.is_empty()
            && !needs_no_partner(case, suspect.lane)
            && let Some(role) = missing_partner(case, moment, provider, suspect.extra, forced, scratch)
        {
            found.push(Blocker::NoPartner { role });
        }
    }
    found.into_blockers().map_or(Verdict::LeftFree, Verdict::Blocked)
}

/// A room, or a device that may stand anywhere, which is all that is needed beside the provider.
fn needs_no_partner(case: &Case<'_>, lane: Lane) -> bool {
    let in_no_room = case.view.lane(lane).is_some_and(|rules| rules.fixed_in.is_none());
    others(case.service).len() == 1 && in_no_room
}

/// If no combination holds (with a candidate forced into it): the role of a partner that is missing.
fn missing_partner(
    case: &Case<'_>,
    moment: &Moment<'_>,
    provider: Option<Lane>,
    extra: Minutes,
    forced: Option<(usize, Lane)>,
    scratch: &mut Scratch,
) -> Option<Arc<str>> {
    let mut question = case.question(provider, extra, moment);
    question.forced = forced;
    if question.solve(&mut scratch.memory).is_some() {
        return None;
    }
    // The first role, the forced one aside, of which nobody is free by themselves; else the first aside from it.
    let demands =
        others(case.service).iter().enumerate().filter(|(at, _)| forced.is_none_or(|(own, _)| own != *at));
    let nobody = |demand: &Demand| {
        let wanted = case.view.wanted(demand, extra, moment);
        demand.fit.iter().all(|fit| !case.view.resource_free(&wanted, fit.lane, moment))
    };
    let first = demands.clone().find(|(_, demand)| nobody(demand)).or_else(|| demands.clone().next());
    first.map(|(_, demand)| demand.role.clone())
}
