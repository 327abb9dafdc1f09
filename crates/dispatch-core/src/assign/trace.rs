//! The trace of one decision: every lane of every kind that the service demands, and what became of it.

use std::sync::Arc;

use crate::{
    explain::{Blocker, Candidate, Found, RoleName, Trace, Verdict},
    ids::Lane,
    rulebook::{Demand, DemandKind, Listed, Unfit},
    time::Minutes,
};

use super::{
    blockers::{Suspect, blockers},
    free::{Moment, Wanted},
    judge::{Case, NOT_REQUESTED, NOT_TREATING, Scratch},
    rank::{Able, Lost, left},
    resources::{Question, others, ranked},
    supervision::presence,
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
        let tied = !assigned && left(able).nth(1).is_some();
        // In rulebook order, like the suspects.
        let mut able = able.to_vec();
        able.sort_unstable_by_key(|able| able.lane);
        let mut able = able.iter().peekable();
        let menu = case.view.wanted(demand, case.added, moment);
        for suspect in suspects(case, demand, None) {
            let verdict = match able.next_if(|able| able.lane == suspect.lane) {
                Some(able) => able_verdict(case, *able, tied),
                None if suspect.extra == case.added => unable_verdict(case, moment, &menu, &suspect, scratch),
                None => {
                    let own = case.view.wanted(demand, suspect.extra, moment);
                    unable_verdict(case, moment, &own, &suspect, scratch)
                }
            };
            push(case, &suspect, verdict, &mut candidates);
        }
    }
    let demands = others(case.service);
    // Nobody is asked to supervise somebody who needs nobody.
    let supervised = best.is_none_or(|able| case.service.needs_supervisor(able.lane, moment.page));
    let wanted = |demand: &Demand| !demand.twin && (supervised || presence(demand).is_none());
    // Where things go together in any combination and one was found, nothing that is free lacks a partner.
    let any_goes = !taken.is_empty() && are_apart(case, demands);
    for (at, demand) in demands.iter().enumerate().filter(|(_, demand)| wanted(demand)) {
        let any_goes = any_goes && matches!(demand.kind, DemandKind::Room | DemandKind::Device);
        let wanted = case.view.wanted(demand, extra, moment);
        let alike = 1 + demands.iter().skip(at + 1).take_while(|demand| demand.twin).count();
        let taken = taken.get(at..at + alike).unwrap_or_default();
        for suspect in suspects(case, demand, Some(extra)) {
            let verdict = if taken.contains(&suspect.lane) {
                Verdict::Chosen
            } else if any_goes
                && suspect.fit.is_some()
                && case.view.resource_free(&wanted, suspect.lane, moment)
            {
                Verdict::LeftFree
            } else {
                other_verdict(case, moment, able, at, &wanted, &suspect, scratch)
            };
            push(case, &suspect, verdict, &mut candidates);
        }
    }
    Trace { start: Some(moment.start), candidates, notes: Vec::new() }
}

/// Every lane of the demand's kind in rulebook order, for a service that takes `extra` minutes more than the menu says;
/// without it, everybody's own.
fn suspects<'d>(
    case: &Case<'_>,
    demand: &'d Demand,
    extra: Option<Minutes>,
) -> impl Iterator<Item = Suspect<'d>> {
    demand.listed.iter().filter_map(move |listed| {
        let (lane, fit, unfit) = match listed {
            Listed::Fit(at) => demand.fit.get(usize::from(*at)).map(|fit| (fit.lane, Some(fit), None))?,
            Listed::Unfit(at) => {
                demand.unfit.get(usize::from(*at)).map(|(lane, unfit)| (*lane, None, Some(unfit)))?
            }
        };
        let own = || match (fit, unfit) {
            (Some(fit), _) => case.extra(fit),
            (None, Some(Unfit::Unqualified { extra, .. })) => Minutes(extra.0.saturating_add(case.added.0)),
            (None, _) => case.added,
        };
        let extra = extra.unwrap_or_else(own);
        Some(Suspect { demand, lane, fit, unfit, extra })
    })
}

fn push(case: &Case<'_>, suspect: &Suspect<'_>, verdict: Verdict, candidates: &mut Vec<Candidate>) {
    if let Some(who) = case.view.rulebook.who(suspect.lane) {
        let role = suspect.demand.role.clone();
        candidates.push(Candidate { item: 0, role, who: who.clone(), verdict });
    }
}

fn able_verdict(case: &Case<'_>, able: Able, tied: bool) -> Verdict {
    match able.lost {
        Some(lost) => Verdict::Lost { criterion: criterion(case, lost), own: lost.own, best: lost.best },
        None if tied => Verdict::Tied,
        None => Verdict::Chosen,
    }
}

/// Of a provider who could not treat.
fn unable_verdict(
    case: &Case<'_>,
    moment: &Moment<'_>,
    wanted: &Wanted<'_>,
    suspect: &Suspect<'_>,
    scratch: &mut Scratch,
) -> Verdict {
    let lane = suspect.lane;
    let mut found = blockers(&case.view, suspect, wanted, moment);
    if suspect.extra > case.added {
        if !case.done_by_closing(moment.start, suspect.extra) {
            found.push(Blocker::OutsideHours { needed: case.visit(moment.start, suspect.extra) });
        }
        for span in case.runs_into(moment.start, suspect.extra) {
            found.push(Blocker::ClientBusy { span });
        }
    }
    if case.view.client.refuses() {
        case.view.wishes_unmet(lane).for_each(|unmet| found.push(unmet));
    }
    if case.lacking(lane, suspect.extra, moment, scratch).any()
        && let Some(role) = missing_partner(&case.question(Some(lane), suspect.extra, moment), scratch)
    {
        found.push(Blocker::NoPartner { role });
    }
    found.into_blockers().map_or(Verdict::LeftFree, Verdict::Blocked)
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
        DemandKind::Provider => {
            !case.view.avoided(suspect.lane) && case.view.provider_free(wanted, fit, moment)
        }
        DemandKind::Room | DemandKind::Device => case.view.resource_free(wanted, suspect.lane, moment),
        // The client's wishes count too: found with the rest.
        DemandKind::Supervisor(_) => false,
    });
    let mut found = if free { Found::default() } else { blockers(&case.view, suspect, wanted, moment) };
    // Blocked by itself, it cannot be in a combination: then nothing is learnt of its partners.
    if suspect.fit.is_some() && found.is_empty() {
        let missing = match suspect.demand.kind {
            DemandKind::Provider | DemandKind::Supervisor(_) => {
                missing_for_person(case, moment, able, at, suspect, scratch)
            }
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

/// True if any room goes with any device: one of each kind is asked for, and no device stands in a room for good.
fn are_apart(case: &Case<'_>, demands: &[Demand]) -> bool {
    let of = |kind| demands.iter().filter(move |demand| demand.kind == kind);
    let stays = |lane| case.view.lane(lane).is_none_or(|rules| rules.fixed_in.is_some());
    of(DemandKind::Room).count() < 2
        && of(DemandKind::Device).count() < 2
        && !of(DemandKind::Device).flat_map(|demand| &demand.fit).any(|fit| stays(fit.lane))
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
) -> Option<RoleName> {
    let treats = ranked(case.service)?;
    let wanted = case.view.wanted(treats, suspect.extra, moment);
    let person = case.view.person(suspect.lane);
    let best = able.first().map(|able| able.lane).filter(|best| *best != person);
    let needs_them =
        |lane| presence(suspect.demand).is_none() || case.service.needs_supervisor(lane, moment.page);
    let beside = treats.fit.iter().filter(|fit| match best {
        Some(best) => fit.lane == best,
        None => fit.lane != person && needs_them(fit.lane) && case.view.provider_free(&wanted, fit, moment),
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
fn missing_partner(question: &Question<'_>, scratch: &mut Scratch) -> Option<RoleName> {
    let lacks = question.lacks(&mut scratch.memory);
    if !lacks.any() {
        return None;
    }
    // The first role of which too few are free by themselves; else the first, the forced one's aside, of those that
    // cannot be had together.
    let demands = others(question.service).iter().enumerate().filter(|(_, demand)| !demand.twin);
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
    first.map(|(_, demand)| demand.role.clone())
}
