//! The trace of one decision: every lane of every kind that the service demands, and what became of it.

use crate::{
    explain::{Blocker, Found, PackedTrace, PackedVerdict, RoleName},
    ids::Lane,
    rulebook::{Demand, DemandKind, Listed, Rulebook},
    time::Minutes,
};

use super::{
    blockers::{CandidateRef, Inspection},
    free::Moment,
    judge::ItemCase,
    rank::{Contender, left},
    resources::{Memory, Question, others, ranked},
    supervision::presence,
};

/// Of one service. `able` are those who could take it, in rulebook order, with the best of them; `assigned` says whether
/// that one has it by rule.
pub(super) fn trace(
    case: &ItemCase<'_>,
    moment: &Moment<'_>,
    (able, best): (&[Contender], Option<Contender>),
    assigned: bool,
    memory: &mut Memory,
) -> PackedTrace {
    let rulebook = case.context.rulebook;
    let extra = best.map_or(case.added, |able| able.extra);
    let taken: Vec<Lane> = best
        .and_then(|able| case.question(Some(able.lane), able.extra, moment).solve(memory))
        .map_or_else(Vec::new, <[Lane]>::to_vec);
    let candidates = case.service.demands.iter().filter(|demand| !demand.interchangeable);
    let candidates = candidates.map(|demand| demand.listed.len()).sum();
    let mut packed = PackedTrace::of(&rulebook.trace_names, candidates, able.len());
    if let Some(demand) = ranked(case.service) {
        let tied = !assigned && left(able).nth(1).is_some();
        let mut able = able.iter().peekable();
        let menu = Inspection::at(case.context, demand, case.added, moment);
        let (depends, refuses) = (case.depends_on_who_treats(), case.context.client.refuses());
        // Where that does not depend on who treats: what is missing beside anybody who takes as long as the menu says.
        let mut of_all = None;
        for candidate in candidate_refs(demand) {
            let verdict = match able.next_if(|able| able.lane == candidate.lane) {
                Some(able) => match able.lost {
                    Some(lost) => packed.lost(criterion(rulebook, lost.stage), lost.own, lost.best),
                    None if tied => PackedVerdict::Tied,
                    None => PackedVerdict::Chosen,
                },
                None => {
                    let (lane, extra) = (candidate.lane, own_extra(case, &candidate));
                    let found = &mut packed.blockers_so_far();
                    if extra == case.added {
                        menu.find(&candidate, found);
                    } else {
                        takes_longer(case, demand, &candidate, extra, moment, found);
                    }
                    if refuses {
                        case.context.wishes_unmet(lane).for_each(|unmet| found.push(unmet));
                    }
                    let mut missing = || missing_partner(&case.question(Some(lane), extra, moment), memory);
                    if extra != case.added || depends {
                        missing().into_iter().for_each(|role| found.push(Blocker::NoPartner { role }));
                    } else if let Some(role) = of_all.get_or_insert_with(missing) {
                        found.push(Blocker::NoPartner { role: role.clone() });
                    }
                    PackedVerdict::LeftFree
                }
            };
            packed.push_candidate(candidate.lane, demand.role, verdict);
        }
    }
    let demands = others(case.service);
    // Nobody is asked to supervise somebody who needs nobody.
    let supervised = best.is_none_or(|able| case.service.needs_supervisor(able.lane, moment.page));
    let wanted = |demand: &Demand| !demand.interchangeable && (supervised || presence(demand).is_none());
    // Where things go together in any combination and one was found, nothing that is free lacks a partner.
    let any_goes = !taken.is_empty() && are_apart(case, demands);
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
                PackedVerdict::LeftFree
            };
            packed.push_candidate(candidate.lane, demand.role, verdict);
        }
    }
    packed
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

/// How much longer than the menu says somebody would take.
fn own_extra(case: &ItemCase<'_>, candidate: &CandidateRef<'_>) -> Minutes {
    let own = candidate.fit.map(|fit| fit.extra).or(candidate.unfit.map(|unfit| unfit.extra));
    Minutes(own.unwrap_or_default().0.saturating_add(case.added.0))
}

/// What stands in the way of a provider who takes longer than the menu says, or less long; the partners aside.
#[inline(never)]
fn takes_longer(
    case: &ItemCase<'_>,
    demand: &Demand,
    candidate: &CandidateRef<'_>,
    extra: Minutes,
    moment: &Moment<'_>,
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

/// The role of a partner that is missing for somebody or something beside the one who treats, free by itself.
fn missing_beside(
    case: &ItemCase<'_>,
    inspection: &Inspection<'_>,
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
            let question =
                Question { forced, ..case.question(provider, inspection.wanted.extra, &inspection.moment) };
            missing_partner(&question, memory)
        }
    }
}

/// True if any room goes with any device: one of each kind is asked for, and no device stands in a room for good.
fn are_apart(case: &ItemCase<'_>, demands: &[Demand]) -> bool {
    let of = |kind| demands.iter().filter(move |demand| demand.kind == kind);
    let stays = |lane| case.context.lane(lane).is_none_or(|rules| rules.fixed_in.is_some());
    of(DemandKind::Room).count() < 2
        && of(DemandKind::Device).count() < 2
        && !of(DemandKind::Device).flat_map(|demand| &demand.fit).any(|fit| stays(fit.lane))
}

/// A room, or a device that may stand anywhere, which is all that is needed beside the provider.
fn needs_no_partner(case: &ItemCase<'_>, lane: Lane) -> bool {
    let in_no_room = case.context.lane(lane).is_some_and(|rules| rules.fixed_in.is_none());
    others(case.service).len() == 1 && in_no_room
}

/// The role of a partner that is missing for somebody in a further role. They are judged beside the one who treats, or,
/// if that is themselves or nobody, beside anybody who could.
fn missing_for_person(
    case: &ItemCase<'_>,
    inspection: &Inspection<'_>,
    best: Option<Contender>,
    at: usize,
    lane: Lane,
    memory: &mut Memory,
) -> Option<RoleName> {
    let (moment, extra, demand) = (&inspection.moment, inspection.wanted.extra, inspection.wanted.demand);
    let treats = ranked(case.service)?;
    let wanted = case.context.wanted(treats, extra, moment);
    let person = case.context.person(lane);
    let best = best.map(|best| best.lane).filter(|best| *best != person);
    let needs_them =
        |treats| presence(demand).is_none() || case.service.needs_supervisor(treats, moment.page);
    let beside = treats.fit.iter().filter(|fit| match best {
        Some(best) => fit.lane == best,
        None => {
            fit.lane != person && needs_them(fit.lane) && case.context.provider_free(&wanted, fit, moment)
        }
    });
    let mut missing = case.context.rulebook.role(treats).cloned();
    for fit in beside {
        let forced = Some((at, lane));
        let question = Question { forced, ..case.question(Some(fit.lane), extra, moment) };
        missing = missing_partner(&question, memory);
        if missing.is_none() {
            break;
        }
    }
    missing
}

/// If no combination holds: the role of a partner that is missing.
fn missing_partner(question: &Question<'_>, memory: &mut Memory) -> Option<RoleName> {
    let lacks = question.lacks(memory);
    if !lacks.any() {
        return None;
    }
    // The first role of which too few are free by themselves; else the first, the forced one's aside, of those that
    // cannot be had together.
    let demands = others(question.service).iter().enumerate().filter(|(_, demand)| !demand.interchangeable);
    let is_forced = |at: usize| question.forced.is_some_and(|(forced, _)| forced == at);
    // Where one who could supervise is taken as given, it is the people beside them who cannot be had.
    let supervisor_given = others(question.service).len().checked_sub(1).is_some_and(is_forced);
    let mut lacking = demands.filter(|(_, demand)| match demand.kind {
        DemandKind::Provider => lacks.people || lacks.supervisor && supervisor_given,
        DemandKind::Supervisor(_) => lacks.supervisor,
        DemandKind::Room | DemandKind::Device => lacks.things,
    });
    let first = lacking.clone().find(|(at, _)| question.too_few(*at));
    let first = first.or_else(|| lacking.find(|(at, _)| !is_forced(*at)));
    first.and_then(|(_, demand)| question.context.rulebook.role(demand)).cloned()
}
