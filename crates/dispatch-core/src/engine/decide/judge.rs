//! The judgment of a booking: it is left alone, assigned, kept as it stands, or given to a person.

use crate::{
    assign::{Assignment, Flagged},
    calendar::Origin,
    explain::{ReasonCode, Trace},
};

use super::super::model::{
    Automation, Booking, Cause, ClientFacts, Closed, Disposition, Due, Kept, NoticeState, NoticeStatus,
    Sender, Suggested,
};
use super::{
    assignment::shared,
    case::BookingCase,
    claim::in_hand,
    draft::Draft,
    drift::differing,
    exception::ask_person,
    keep::keep,
    notice::{announce_again, tell_former_clients},
    place::{PlaceOrder, place},
    standing::renew_tasks,
    verdict::{Keep, Placement, Verdict, verdict},
    work::Work,
};

/// Decides a booking, as far as the connection lets us: what a person chose for it on the platform stays, and anything
/// else is decided by rule.
pub(super) fn judge<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, cause: Cause) {
    let keep = if case.is_pinned() { Keep::Shown } else { Keep::Nothing };
    judge_keeping(draft, case, keep, cause);
}

/// The same, where something of it is to be kept.
pub(super) fn judge_keeping<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    keeping: Keep<'_>,
    cause: Cause,
) {
    if case.connection.automation == Automation::Off {
        return keep(draft, case, Kept::Off, Disposition::Unmanaged);
    }
    let created = case.snapshot.created_at.unwrap_or(draft.now);
    if case.connection.go_live.is_some_and(|go_live| created < go_live) {
        return keep(draft, case, Kept::Imported, Disposition::Unmanaged);
    }
    if case.resolved.visit.end.timestamp() <= draft.now && !case.resolved.visit.is_empty() {
        return keep(draft, case, Kept::Past, Disposition::Unmanaged);
    }
    let verdict = verdict(draft, &case, keeping);
    if case.connection.automation == Automation::Suggest {
        return suggest(draft, case, verdict);
    }
    carry_out(draft, case, verdict, cause);
}

/// Assigns the booking, leaves it as it stands, or asks a person.
pub(super) fn carry_out<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, verdict: Verdict, cause: Cause) {
    let Verdict { mut flags, placement, mut candidates, alternatives, trace } = verdict;
    let placement = match placement {
        Some(placement)
            if flags.is_empty() && is_in_hand(draft, &case) && moves(&case, &placement.assignment) =>
        {
            // A person is looking at it: it is shown to them, and not assigned under their hands.
            flags.push(ReasonCode::InHand);
            candidates = vec![placement.assignment.clone()];
            Some(placement)
        }
        Some(placement) if flags.is_empty() => return assign_or_leave(draft, case, placement, trace, cause),
        placement => placement,
    };
    let pinned = placement.as_ref().is_some_and(|placement| placement.pinned);
    if let Some(placement) = placement {
        flags.extend(placement.tasks);
    }
    ask_person(draft, &case, Flagged { flags, candidates, alternatives }, trace, pinned);
    let handed_over = case.known.is_some_and(|known| known.snapshot.client != case.snapshot.client);
    if handed_over {
        tell_former_clients(draft, &case);
    }
}

fn assign_or_leave<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    placement: Placement,
    trace: Option<Trace>,
    cause: Cause,
) {
    let Placement { assignment, origin, pinned, tasks } = placement;
    let as_it_is = |known: &&Booking| known.accepted == case.accepted() && !moves(&case, &assignment);
    if let Some(known) = case.known.filter(as_it_is) {
        return leave(draft, &case, known, tasks);
    }
    let mut accepted = case.accepted().to_vec();
    if cause == Cause::Override {
        // Another choice may break a rule of its own.
        let of_a_choice = [ReasonCode::ManualOverride, ReasonCode::PlatformConflict];
        accepted.retain(|flag| !of_a_choice.contains(flag));
    }
    let order = PlaceOrder { assignment, origin, cause, pinned, flags: tasks, accepted, trace };
    place(draft, case, order, Closed::Moot);
}

/// True if an assignment is another one than that which stands.
fn moves(case: &BookingCase<'_>, assignment: &Assignment) -> bool {
    let desired = case.known.filter(|_| case.is_assigned()).and_then(|known| known.desired.as_ref());
    desired.is_none_or(|desired| {
        let stands = &desired.assignment;
        let places = |assignment: &Assignment| {
            let mut places: Vec<_> = assignment
                .occupancies
                .iter()
                .map(|one| (one.lane, one.used, one.before, one.after, one.item, one.phase))
                .collect();
            places.sort_unstable();
            places
        };
        stands.visit != assignment.visit
            || stands.items != assignment.items
            || places(stands) != places(assignment)
    })
}

/// Leaves an assignment as it stands. The desk's tasks are those that still hold, and what the client knows is looked at
/// again where it is another client, or they can be reached otherwise.
pub(super) fn leave(draft: &mut Draft<'_>, case: &BookingCase<'_>, known: &Booking, tasks: Vec<ReasonCode>) {
    renew_tasks(draft, case, known, tasks);
    if is_reached_otherwise(known, case) || is_untold(draft, case, known) {
        announce_again(draft, case, known);
    }
}

fn is_reached_otherwise(known: &Booking, case: &BookingCase<'_>) -> bool {
    let (before, now) = (&known.snapshot, &case.snapshot);
    let reached = |facts: &ClientFacts| (facts.email_consent, facts.sms_consent, facts.prefers_call);
    before.client != now.client
        || before.location != now.location
        || reached(&before.about_client) != reached(&now.about_client)
}

/// True if the client does not know what holds, and neither a message nor a call is on its way: the platform refused the
/// time, and now shows it.
fn is_untold(draft: &Draft<'_>, case: &BookingCase<'_>, known: &Booking) -> bool {
    let Some(desired) = &known.desired else { return false };
    let visit = desired.assignment.visit;
    let knows = known.told(&case.snapshot.client).is_some_and(|told| told.stands && told.visit == visit);
    let called = known.flags.iter().any(|flag| flag.asks_for_a_call());
    let on_its_way = || {
        let planned = known.notices.iter().filter_map(|notice| draft.state.notice(*notice));
        // One that waits for the platform's word waits in vain once the platform shows what was written.
        let waits = |planned: &NoticeState| matches!(planned.status, NoticeStatus::Planned(Due::At(_)));
        planned.into_iter().any(|planned| planned.notice.kind.is_an_announcement() && waits(planned))
    };
    let as_shown = || {
        let differing = differing(draft.rulebook, case.connection, &desired.assignment, &case.resolved);
        !differing.iter().any(|fields| fields.time)
    };
    !knows
        && !called
        && case.connection.sender == Sender::Us
        && visit.start.timestamp() > draft.now
        && !on_its_way()
        && as_shown()
}

fn is_in_hand(draft: &Draft<'_>, case: &BookingCase<'_>) -> bool {
    let open = case.known.and_then(|known| draft.state.exception(known.exception?));
    open.is_some_and(|open| open.raised.waiting.is_some() && in_hand(draft, open).is_some())
}

/// Leaves a booking as it is, and shows what would have been decided.
fn suggest<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, verdict: Verdict) {
    let Verdict { flags, placement, trace, .. } = verdict;
    let assignment = placement.filter(|_| flags.is_empty());
    let assignment = assignment.map(|placement| shared(placement.assignment, Origin::Ours));
    let suggested = Suggested { booking: case.id, rulebook: draft.rulebook.revision(), assignment, flags };
    draft.work.push(Work::Suggested(Box::new((suggested, trace))));
    keep(draft, case, Kept::Suggesting, Disposition::Unmanaged);
}
