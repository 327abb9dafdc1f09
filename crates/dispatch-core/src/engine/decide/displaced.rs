//! Displaced assignments: ours that have to give way, to another place at the same time or to a person.

use crate::{
    assign::{Assignment, Flagged, Outcome},
    explain::{ReasonCode, Trace},
    ids::BookingId,
    time::Minute,
};

use super::super::model::{Booking, Cause, Closed};
use super::{
    answer::{ask, feasible},
    assignment::provider_lane,
    case::{BookingCase, Providers},
    draft::Draft,
    exception::ask_person,
    place::{PlaceOrder, place},
};

/// Finds another place for a booking as it stands.
pub(super) fn redispatch(draft: &mut Draft<'_>, id: BookingId, flag: ReasonCode) {
    if let Some(case) = BookingCase::of(draft.rulebook, draft.state, id) {
        redispatch_case(draft, case, flag);
    }
}

/// The same, for a booking as the platform shows it now.
pub(super) fn redispatch_case<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, flag: ReasonCode) {
    let Some(known) = case.known else { return };
    let Some(before) = known.desired.as_ref().map(|desired| &desired.assignment) else { return };
    let Some(start) = before.items.first().map(|item| item.span.start) else { return };
    match elsewhere(draft, &case, known, before, start) {
        (Ok(assignment), trace) => {
            let pinned = known.pinned;
            let accepted = case.accepted().to_vec();
            let order =
                PlaceOrder { pinned, accepted, ..PlaceOrder::of(assignment, Cause::Redispatch, trace) };
            place(draft, case, order, Closed::Moot);
        }
        (Err(mut flagged), trace) => {
            flagged.flags.push(flag);
            ask_person(draft, &case, flagged, trace, known.pinned);
        }
    }
}

/// Another place at the same time, or what a person is to choose from. Other rooms and devices with the same providers
/// come first: the client sees the provider they were told of.
fn elsewhere(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    known: &Booking,
    before: &Assignment,
    start: Minute,
) -> (Result<Assignment, Flagged>, Option<Trace>) {
    let same_providers: Providers =
        (0..before.items.len()).map(|item| provider_lane(draft.rulebook, before, item)).collect();
    if same_providers.iter().all(Option::is_some)
        && let Some((assignment, trace)) = feasible(draft, case, start, &same_providers)
    {
        return (Ok(assignment), Some(trace));
    }
    let wished = case.wished();
    let mut wishes = wished.iter().zip(&same_providers);
    let free_to_change =
        !known.pinned && wishes.all(|(wished, provider)| wished.is_none() || wished != provider);
    let Some((outcome, trace)) = ask(draft, case, start, &[], case.snapshot.about_client.vip) else {
        return (Err(Flagged::default()), None);
    };
    let answer = match outcome {
        Outcome::Assigned(assignment)
            if free_to_change && assignment.visit.minutes() == before.visit.minutes() =>
        {
            Ok(assignment)
        }
        Outcome::Assigned(assignment) => Err(Flagged { candidates: vec![assignment], ..Flagged::default() }),
        Outcome::ToPerson(flagged) => Err(flagged),
    };
    (answer, Some(trace))
}
