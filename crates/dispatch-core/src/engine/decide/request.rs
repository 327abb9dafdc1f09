//! The request: a booking, its client and its wishes as the solver is asked about them.

use crate::{
    assign::{Request, RequestItem, When},
    availability::{Cleared, Client, History},
    explain::ReasonCode,
    ids::{Lane, PlatformId},
    time::Minute,
};

use super::super::model::{BookedBy, ClearanceFact, Disposition};
use super::{
    case::{BookingCase, same_services},
    draft::Draft,
};

/// What the solver is asked about a booking at this start; none if its location or one of its services is not known.
pub(super) fn request(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    start: Minute,
    wished: &[Option<Lane>],
    vip: bool,
) -> Option<Request> {
    let wished = wished.iter().copied().chain(std::iter::repeat(None));
    let mut items = Vec::with_capacity(case.resolved.items.len());
    for (item, requested) in case.resolved.items.iter().zip(wished) {
        items.push(RequestItem { requested, ..item.added.to(RequestItem::of(item.service?), item.stretch) });
    }
    Some(Request {
        booking: case.id,
        location: case.resolved.location?,
        items,
        when: When::At(start),
        client: client(draft, case, vip),
        group: case.snapshot.grouped,
        not_before: Some(draft.now.minute_ceil()),
        now: asked_at(draft, case, start),
    })
}

/// The client in the rulebook's terms. A provider that it does not know is not there to be avoided.
fn client(draft: &Draft<'_>, case: &BookingCase<'_>, vip: bool) -> Client {
    let about = &case.snapshot.about_client;
    let lane = |id: &PlatformId| draft.rulebook.provider(id.as_str());
    Client {
        vip,
        new: about.new,
        last_provider: about.last_provider.as_ref().and_then(lane),
        avoid: about.avoid.iter().filter_map(lane).collect(),
        gender: about.gender.clone(),
        language: about.language.clone(),
        clearances: about.clearances.as_deref().map(|facts| cleared(draft, facts)),
        history: history(draft, case),
        busy: draft.state.busy(&case.connection.connection, &case.snapshot.client, case.id),
    }
}

/// The client's other services. They are looked up only where a rule asks for them: most rulebooks have no such rule.
fn history(draft: &Draft<'_>, case: &BookingCase<'_>) -> History {
    if !draft.rulebook.has_spacings() {
        return History::default();
    }
    draft.state.history(draft.rulebook, &case.connection.connection, &case.snapshot, case.id)
}

/// The clearances that the rulebook knows: no other can matter.
fn cleared(draft: &Draft<'_>, facts: &[ClearanceFact]) -> Vec<Cleared> {
    let cleared = |fact: &ClearanceFact| {
        Some(Cleared { clearance: draft.rulebook.clearance(fact.id.as_str())?, on: fact.on })
    };
    facts.iter().filter_map(cleared).collect()
}

/// The moment at which the start was asked for, if lead time and horizon are to be judged: staff may book as they like,
/// and a time that was agreed before stays agreed.
fn asked_at(draft: &Draft<'_>, case: &BookingCase<'_>, start: Minute) -> Option<Minute> {
    if case.snapshot.booked_by == BookedBy::Staff {
        return None;
    }
    let Some(known) = case.known else {
        let created = case.snapshot.created_at.unwrap_or(draft.now);
        return Some(created.min(draft.now).minute_floor());
    };
    let before = known.snapshot.items.first().map(|item| item.start.minute_floor());
    let too = [ReasonCode::LeadTime, ReasonCode::TooFarAhead];
    let decided = known.decided().map(|desired| desired.assignment.start());
    let turned_away = matches!(known.disposition, Disposition::Declined | Disposition::Expired);
    let other_visit = turned_away
        || ![before, decided].contains(&Some(start))
        || !same_services(&known.snapshot, &case.snapshot);
    let not_agreed = other_visit || known.flags.iter().any(|flag| too.contains(flag));
    not_agreed.then(|| draft.now.minute_floor())
}
