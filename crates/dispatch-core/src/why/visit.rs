//! Visits of several services: the start of each, and the first start at which one lane could be had for any of them.

use crate::{
    assign::{ItemCase, Request, Visit, When},
    calendar::Schedule,
    explain::{Candidate, Verdict, Who},
    ids::Lane,
    rulebook::Rulebook,
    time::{Minute, Span},
};

use super::{
    answer::ServiceAt,
    at_start::{AtStart, is_theirs},
};

/// The role of the provider who treats.
const TREATS: &str = "provider";

/// The services of a request at a start, each with its own.
pub(super) fn services(
    rulebook: &Rulebook,
    schedule: &Schedule,
    request: &Request,
    at: Minute,
) -> Vec<ServiceAt> {
    let request = Request { when: When::At(at), ..request.clone() };
    if let Some(case) = ItemCase::of(rulebook, schedule, &request) {
        return vec![ServiceAt { service: case.service.code.clone(), start: at }];
    }
    let Some(visit) = Visit::of(rulebook, schedule, &request) else { return Vec::new() };
    let visit = visit.at(at);
    let starts = visit.service_starts(&visit.judge_at(at));
    starts.into_iter().map(|(service, start)| ServiceAt { service, start }).collect()
}

/// The start of a service if the client asked for a provider who cannot have it as things are; none for a booking of one
/// service.
pub(super) fn if_asked(
    rulebook: &Rulebook,
    schedule: &Schedule,
    request: &Request,
    at: Minute,
    candidate: &Candidate,
) -> Option<Minute> {
    if &*candidate.role != TREATS || !matches!(candidate.verdict, Verdict::Blocked(_)) {
        return None;
    }
    let mut request = Request { when: When::At(at), ..request.clone() };
    let item = usize::from(candidate.item);
    request.items.get_mut(item)?.requested = rulebook.lane_of(&candidate.who);
    let visit = Visit::of(rulebook, schedule, &request)?.at(at);
    let judged = visit.judge_at(at);
    let starts = visit.service_starts(&judged);
    if !visit.works(&judged) {
        return None;
    }
    starts.get(item).map(|(_, start)| *start)
}

/// The first start of a span at which the whole visit can be had with this lane in any of its services; none for a
/// booking of one service.
pub(super) fn next(
    rulebook: &Rulebook,
    schedule: &Schedule,
    request: &Request,
    (lane, who): (Lane, &Who),
    starts: Span,
) -> Option<Minute> {
    let theirs: Vec<Lane> =
        rulebook.lanes().filter(|(_, other)| is_theirs(who, other)).map(|(lane, _)| lane).collect();
    (starts.start.0..starts.end.0).map(Minute).find(|start| {
        let request = Request { when: When::At(*start), ..request.clone() };
        let Some(visit) = Visit::of(rulebook, schedule, &request).map(|visit| visit.at(*start)) else {
            return false;
        };
        visit.could_treat(*start, lane)
            || visit.could_help(&theirs)
                && visit.works(&visit.judge_at(*start))
                && helps(&AtStart::of(rulebook, schedule, &request, who, *start))
    })
}

/// True if it could be had for anything beside treating.
fn helps(at_start: &AtStart) -> bool {
    let could = |one: &Candidate| &*one.role != TREATS && !matches!(one.verdict, Verdict::Blocked(_));
    at_start.candidates.iter().any(could)
}
