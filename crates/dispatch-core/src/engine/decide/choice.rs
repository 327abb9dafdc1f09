//! A person's choice by names, as an assignment.

use crate::{assign::Assignment, calendar::Origin, explain::ReasonCode, ids::Lane, time::Span};

use super::super::model::Chosen;
use super::{
    answer::ask_for,
    assignment::platform_assignment,
    case::{BookingCase, Providers},
    draft::Draft,
    resolve::Lanes,
    shown::exchanged_for,
};

/// What was chosen, if no hard rule stands against it now; else the reasons.
pub(super) fn free_choice(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    chosen: &Chosen,
) -> Result<Assignment, Vec<ReasonCode>> {
    let (providers, things) = lanes(draft, case, chosen)?;
    let given = ask_for(draft, case, chosen.start, &providers);
    let given = given.ok_or_else(|| case.resolved.flags.clone())?;
    let Some(mut assignment) = given.theirs else {
        let mut reasons = given.flags;
        if reasons.is_empty() {
            reasons.push(ReasonCode::RequestedUnavailable);
        }
        return Err(reasons);
    };
    for (item, named) in things.iter().enumerate() {
        let has: Vec<Lane> = things_of(draft, &assignment, item);
        let missing: Vec<Lane> = named.iter().filter(|lane| !has.contains(lane)).copied().collect();
        let Some(service) =
            assignment.items.get(item).and_then(|item| draft.rulebook.service(item.service.as_str()))
        else {
            continue;
        };
        let mut from = Vec::new();
        for lane in &missing {
            let alike = has.iter().find(|has| {
                !named.contains(has)
                    && !from.contains(*has)
                    && draft.rulebook.serve_alike(service, **has, *lane)
            });
            from.push(*alike.ok_or_else(|| vec![ReasonCode::NoResource])?);
        }
        assignment = exchanged_for(draft, assignment, item, &from, &missing)
            .ok_or_else(|| vec![ReasonCode::NoResource])?;
    }
    Ok(assignment)
}

/// What was chosen, whatever rule it breaks.
pub(super) fn forced_choice(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    chosen: &Chosen,
) -> Result<Assignment, Vec<ReasonCode>> {
    let (providers, things) = lanes(draft, case, chosen)?;
    let mut resolved = case.resolved.clone();
    let later = chosen.start.since(resolved.visit.start);
    for ((item, provider), resources) in resolved.items.iter_mut().zip(providers).zip(things) {
        item.span = Span::from_start(item.span.start.plus(later), item.span.minutes());
        item.provider = provider;
        item.resources = resources;
    }
    resolved.visit = Span::from_start(chosen.start, resolved.visit.minutes());
    Ok(platform_assignment(draft.rulebook, case.id, &case.snapshot, &resolved, Origin::Forced))
}

/// The lanes of what was named; else what is not known.
fn lanes(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    chosen: &Chosen,
) -> Result<(Providers, Vec<Lanes>), Vec<ReasonCode>> {
    if chosen.items.len() != case.resolved.items.len() {
        return Err(vec![ReasonCode::SeveralServices]);
    }
    let mut providers = Providers::new();
    let mut things = Vec::new();
    for item in &chosen.items {
        let provider = draft.rulebook.provider(item.provider.as_str());
        providers.push(Some(provider.ok_or_else(|| vec![ReasonCode::UnknownProvider])?));
        let lanes: Option<Lanes> =
            item.resources.iter().map(|id| draft.rulebook.resource(id.as_str())).collect();
        things.push(lanes.ok_or_else(|| vec![ReasonCode::UnknownResource])?);
    }
    Ok((providers, things))
}

fn things_of(draft: &Draft<'_>, assignment: &Assignment, item: usize) -> Vec<Lane> {
    let roles = assignment.items.get(item).map_or(&[][..], |item| &item.roles);
    let lanes = roles.iter().filter(|role| role.who.is_thing());
    lanes.filter_map(|role| draft.rulebook.lane_of(&role.who)).collect()
}
