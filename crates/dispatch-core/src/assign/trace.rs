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
    judge::{Case, NOT_REQUESTED, NOT_TREATING, Scratch},
    rank::{Able, Lost},
    resources::{Question, others, ranked},
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
    let extra = best.map_or(case.added, |able| able.extra);
    let taken: Vec<Lane> = best
        .and_then(|able| case.question(Some(able.lane), able.extra, moment).solve(&mut scratch.memory))
        .map_or_else(Vec::new, <[Lane]>::to_vec);
    let mut candidates = Vec::with_capacity(case.view.rulebook.lanes.len());
    if let Some(demand) = ranked(case.service) {
        for (lane, suspect) in suspects(case, demand, None) {
            let verdict = provider_verdict(case, moment, able, assigned, lane, &suspect, scratch);
            push(case, demand, lane, verdict, &mut candidates);
        }
    }
    let demands = others(case.service);
    for (at, demand) in demands.iter().enumerate().filter(|(_, demand)| !demand.twin) {
        let wanted = case.view.wanted(demand, extra, moment);
        let alike = 1 + demands.iter().skip(at + 1).take_while(|demand| demand.twin).count();
        let taken = taken.get(at..at + alike).unwrap_or_default();
        for (lane, suspect) in suspects(case, demand, Some(extra)) {
            let verdict = if taken.contains(&lane) {
                Verdict::Chosen
            } else {
                other_verdict(case, moment, able, at, &wanted, &suspect, scratch)
            };
            push(case, demand, lane, verdict, &mut candidates);
        }
    }
    Trace { start: Some(moment.start), candidates }
}

/// Every lane of the demand's kind in rulebook order, for a service that takes `extra` minutes more than the menu says;
/// without it, everybody's own.
fn suspects<'d>(case: &Case<'_>, demand: &'d Demand, extra: Option<Minutes>) -> Vec<(Lane, Suspect<'d>)> {
    let fit = demand.fit.iter().map(|fit| {
        let extra = extra.unwrap_or_else(|| case.extra(fit));
        (fit.lane, Suspect { demand, lane: fit.lane, fit: Some(fit), unfit: None, extra })
    });
    let extra = extra.unwrap_or(case.added);
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
        if case.lacking(lane, suspect.extra, moment, scratch).any()
            && let Some(role) = missing_partner(&case.question(Some(lane), suspect.extra, moment), scratch)
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
    name.unwrap_or_else(|| {
        Arc::from(match lost.stage {
            NOT_REQUESTED => "requested",
            NOT_TREATING => "same_provider",
            _ => "rotation",
        })
    })
}

fn other_verdict(
    case: &Case<'_>,
    moment: &Moment<'_>,
    able: &[Able],
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
    // Blocked by itself, it cannot be in a combination: then nothing is learnt of its partners.
    if suspect.fit.is_some() && found.is_empty() {
        let missing = match suspect.demand.kind {
            DemandKind::Provider => missing_for_person(case, moment, able, at, suspect, scratch),
            DemandKind::Room | DemandKind::Device if needs_no_partner(case, suspect.lane) => None,
            DemandKind::Room | DemandKind::Device => {
                let provider = able.first().map(|able| able.lane);
                let forced = Some((at, suspect.lane));
                let question = Question { forced, ..case.question(provider, suspect.extra, moment) };
                missing_partner(&question, scratch)
            }
        };
        if let Some(role) = missing {
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

/// The role of a partner that is missing for somebody in a further role. They are judged beside the one who treats, or,
/// if that is themselves or nobody, beside anybody who could.
fn missing_for_person(
    case: &Case<'_>,
    moment: &Moment<'_>,
    able: &[Able],
    at: usize,
    suspect: &Suspect<'_>,
    scratch: &mut Scratch,
) -> Option<Arc<str>> {
    let treats = ranked(case.service)?;
    let wanted = case.view.wanted(treats, suspect.extra, moment);
    let best = able.first().map(|able| able.lane).filter(|best| *best != suspect.lane);
    let beside = treats.fit.iter().filter(|fit| match best {
        Some(best) => fit.lane == best,
        None => fit.lane != suspect.lane && case.view.provider_free(&wanted, fit, moment),
    });
    let mut missing = Some(treats.role.clone());
    for fit in beside {
        let forced = Some((at, suspect.lane));
        let question = Question { forced, ..case.question(Some(fit.lane), suspect.extra, moment) };
        missing = missing_partner(&question, scratch);
        if missing.is_none() {
            break;
        }
    }
    missing
}

/// If no combination holds: the role of a partner that is missing.
fn missing_partner(question: &Question<'_>, scratch: &mut Scratch) -> Option<Arc<str>> {
    let lacks = question.lacks(&mut scratch.memory);
    if !lacks.any() {
        return None;
    }
    // The first role of which too few are free by themselves; else the first, the forced one's aside, of those that
    // cannot be had together.
    let demands = others(question.service).iter().enumerate().filter(|(_, demand)| !demand.twin);
    let mut lacking = demands
        .filter(|(_, demand)| if demand.kind == DemandKind::Provider { lacks.people } else { lacks.things });
    let is_forced = |at: usize| question.forced.is_some_and(|(forced, _)| forced == at);
    let first = lacking.clone().find(|(at, _)| question.too_few(*at));
    let first = first.or_else(|| lacking.find(|(at, _)| !is_forced(*at)));
    first.map(|(_, demand)| demand.role.clone())
}
