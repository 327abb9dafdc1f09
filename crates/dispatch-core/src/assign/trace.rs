//! The trace of one decision: every lane of every kind that the service demands, and what became of it.

use crate::{
    availability::{CandidateRef, Inspection, Moment},
    explain::{Blocker, Found, PackedTrace, PackedVerdict},
    ids::Lane,
    rulebook::{Demand, DemandKind, Listed, Rulebook},
    time::Minutes,
};

use super::{
    case::ItemCase,
    contender::{Contender, left},
    joint::Memory,
    missing_partner::{are_apart, missing_beside, missing_partner},
};

/// Of one service. `contenders` are those who could take it, in rulebook order, with the best of them; `by_rule` says whether
/// that one has it by rule.
pub(super) fn trace<'a>(
    case: &ItemCase<'a>,
    moment: &Moment<'a>,
    (contenders, best): (&[Contender], Option<Contender>),
    by_rule: bool,
    memory: &mut Memory,
) -> PackedTrace {
    let taken: Vec<Lane> = best
        .and_then(|best| case.joint_choice(Some(best.lane), best.extra, moment).solve(memory))
        .map_or_else(Vec::new, <[Lane]>::to_vec);
    let candidates = case.service.demands.iter().filter(|demand| !demand.interchangeable);
    let candidates = candidates.map(|demand| demand.listed.len()).sum();
    let names = &case.context.rulebook.trace_names;
    let mut packed = PackedTrace::of(names, candidates, contenders.len());
    if let Some(demand) = case.service.ranked() {
        trace_ranked(case, moment, demand, (contenders, by_rule), memory, &mut packed);
    }
    trace_others(case, moment, best, &taken, memory, &mut packed);
    packed
}

/// Everyone who could treat by the kind of their lane.
fn trace_ranked<'a>(
    case: &ItemCase<'a>,
    moment: &Moment<'a>,
    demand: &'a Demand,
    (contenders, by_rule): (&[Contender], bool),
    memory: &mut Memory,
    packed: &mut PackedTrace,
) {
    let rulebook = case.context.rulebook;
    let tied = !by_rule && left(contenders).nth(1).is_some();
    let mut contenders = contenders.iter().peekable();
    let menu = Inspection::at(case.context, demand, case.added, moment);
    let (depends, refuses) = (case.depends_on_who_treats(), case.context.client.refuses());
    // Where that does not depend on who treats: the partner missing beside each who takes as long as the menu says.
    let mut of_all = None;
    for candidate in candidate_refs(demand) {
        let (lane, extra) = (candidate.lane, own_extra(case, &candidate));
        let verdict = match contenders.next_if(|contender| contender.lane == lane) {
            Some(Contender { lost: Some(lost), .. }) => {
                packed.lost(criterion(rulebook, lost.stage), lost.own, lost.best)
            }
            Some(_) if tied => PackedVerdict::Tied,
            Some(_) => PackedVerdict::Chosen,
            None => {
                let found = &mut packed.blockers_so_far();
                if extra == case.added {
                    menu.find(&candidate, found);
                } else {
                    takes_longer(case, demand, &candidate, extra, moment, found);
                }
                if refuses {
                    case.context.wishes_unmet(lane).for_each(|unmet| found.push(unmet));
                }
                let mut missing = || missing_partner(&case.joint_choice(Some(lane), extra, moment), memory);
                if extra != case.added || depends {
                    missing().into_iter().for_each(|role| found.push(Blocker::NoPartner { role }));
                } else if let Some(role) = of_all.get_or_insert_with(missing) {
                    found.push(Blocker::NoPartner { role: role.clone() });
                }
                PackedVerdict::LeftFree
            }
        };
        packed.push_candidate(lane, demand.role, verdict);
    }
}

/// Further providers, rooms, devices and who supervises. `taken` are those chosen with the best, in the order of demands.
fn trace_others<'a>(
    case: &ItemCase<'a>,
    moment: &Moment<'a>,
    best: Option<Contender>,
    taken: &[Lane],
    memory: &mut Memory,
    packed: &mut PackedTrace,
) {
    let extra = best.map_or(case.added, |best| best.extra);
    let demands = case.service.others();
    // No one is asked to supervise a provider who needs no supervisor.
    let supervised = best.is_none_or(|best| case.service.needs_supervisor(best.lane, moment.page));
    let wanted = |demand: &Demand| !demand.interchangeable && (supervised || demand.presence().is_none());
    // Where things go together in any combination and one was found, nothing that is free lacks a partner.
    let any_goes = !taken.is_empty() && are_apart(case, demands);
    // Without anyone to treat, nothing is used, and so nothing is left free for another.
    let free = if best.is_some() { PackedVerdict::LeftFree } else { PackedVerdict::Free };
    for (at, demand) in demands.iter().enumerate().filter(|(_, demand)| wanted(demand)) {
        let any_goes = any_goes && matches!(demand.kind, DemandKind::Room | DemandKind::Device);
        let inspection = Inspection::at(case.context, demand, extra, moment);
        let alike = 1 + demands.iter().skip(at + 1).take_while(|demand| demand.interchangeable).count();
        let taken = taken.get(at..at + alike).unwrap_or_default();
        for candidate in candidate_refs(demand) {
            let verdict = if taken.contains(&candidate.lane) {
                PackedVerdict::Chosen
            } else {
                let mut found = packed.blockers_so_far();
                inspection.find(&candidate, &mut found);
                // Blocked by itself, it cannot be in a combination: then nothing is learnt of its partners.
                if !any_goes && candidate.fit.is_some() && found.is_empty() {
                    let missing = missing_beside(case, &inspection, best, at, candidate.lane, memory);
                    missing.into_iter().for_each(|role| found.push(Blocker::NoPartner { role }));
                }
                free
            };
            packed.push_candidate(candidate.lane, demand.role, verdict);
        }
    }
}

/// Where a stage of the ranking stands among all that can be lost on.
fn criterion(rulebook: &Rulebook, stage: usize) -> u32 {
    let beside = |position| rulebook.criteria.len() + position;
    let at = if stage < rulebook.criteria.len() { stage } else { beside(usize::MAX - stage) };
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Every lane of the demand's kind in rulebook order.
fn candidate_refs(demand: &Demand) -> impl Iterator<Item = CandidateRef<'_>> {
    demand.listed.iter().filter_map(|listed| match listed {
        Listed::Fit(at) => {
            let fit = demand.fit.get(usize::from(*at))?;
            Some(CandidateRef { lane: fit.lane, fit: Some(fit), unfit: None })
        }
        Listed::Unfit(at) => {
            let (lane, unfit) = demand.unfit.get(usize::from(*at))?;
            Some(CandidateRef { lane: *lane, fit: None, unfit: Some(unfit) })
        }
    })
}

/// How much longer than the menu says a candidate would take.
fn own_extra(case: &ItemCase<'_>, candidate: &CandidateRef<'_>) -> Minutes {
    let own = candidate.fit.map(|fit| fit.extra).or(candidate.unfit.map(|unfit| unfit.extra));
    Minutes(own.unwrap_or_default().0.saturating_add(case.added.0))
}

/// What stands in the way of a provider who takes longer than the menu says, or less long; the partners aside.
#[inline(never)]
fn takes_longer<'a>(
    case: &ItemCase<'a>,
    demand: &'a Demand,
    candidate: &CandidateRef<'_>,
    extra: Minutes,
    moment: &Moment<'a>,
    found: &mut Found<'_>,
) {
    Inspection::at(case.context, demand, extra, moment).find(candidate, found);
    if extra > case.added {
        if !case.done_by_closing(moment.start, extra) {
            found.push(Blocker::OutsideHours { needed: case.visit(moment.start, extra) });
        }
        for span in case.runs_into(moment.start, extra) {
            found.push(Blocker::ClientBusy { span });
        }
    }
}
