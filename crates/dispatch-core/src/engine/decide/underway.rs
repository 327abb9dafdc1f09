//! A visit under way or over: what really goes on occupies time, whatever was decided.

use std::sync::Arc;

use crate::{
    assign::Assignment,
    calendar::{Occupancy, Origin},
    explain::ReasonCode,
    ids::BookingId,
};

use super::super::model::{
    AppointmentObserved, Assigned, Booking, Cause, Closed, Completed, Disposition, Event, Taken,
};
use super::{
    answer::feasible,
    case::BookingCase,
    conflict::{conflicts, is_under_block, make_way},
    difference::difference,
    displaced::redispatch_case,
    draft::Draft,
    drift::{differing, drift},
    exception::{close_exception, set_tasks},
    judge::{judge, judge_keeping},
    notice::announce_again,
    picture::{Occupied, as_shown, occupied, what_is_over},
    standing::standing_tasks,
    verdict::Keep,
    withdrawal::withdraw_notices,
    work::Work,
};

/// The client is there: the platform's provider, rooms, time and end are taken. Assignments of ours that they overlap have
/// to give way; what cannot is flagged.
pub(super) fn under_way<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, disposition: Disposition) {
    let known = case.known;
    let Occupied { occupancies, .. } = occupied(draft, &case);
    let before = known.map_or(&[][..], |known| &known.occupancies);
    let began = known.is_none_or(|known| known.disposition != disposition);
    let same = before.len() == occupancies.len()
        && before.iter().all(|one| one.origin != Origin::Hold)
        && before
            .iter()
            .zip(&occupancies)
            .all(|(one, other)| (one.lane, one.padded()) == (other.lane, other.padded()));
    if !began && same {
        return;
    }
    let mut tasks = Vec::new();
    if let Some(known) = known {
        withdraw_notices(draft, known);
        if began && !known.disposition.is_under_way() {
            close_exception(draft, known, Closed::Moot);
        } else {
            tasks.extend(known.flags.iter().filter(|flag| **flag == ReasonCode::ManualOverride));
        }
        if was_exchanged(draft, &case, known) {
            tasks.push(ReasonCode::ManualOverride);
        }
    }
    let occupancies = if same { before.to_vec() } else { occupancies };
    let conflicts = conflicts(draft, &occupancies);
    let taken = || Taken { occupancies: occupancies.clone(), conflicts: conflicts.clone() };
    let taken = (!same).then(taken);
    if !same && let Some(known) = known.filter(|known| known.desired.is_some()) {
        adopt(draft, &case, known, &occupancies, &conflicts);
    }
    draft.push(Event::DispositionChanged { booking: case.id, disposition, taken });
    draft.work.push(Work::UnderWay(Box::new((case, occupancies.clone(), tasks))));
    make_way(draft, known, &occupancies, &conflicts);
}

/// What a person made of it at the desk is what holds now.
fn adopt(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    known: &Booking,
    occupancies: &[Occupancy],
    conflicts: &[BookingId],
) {
    let shown = Assignment { occupancies: occupancies.to_vec(), ..as_shown(draft, case) };
    draft.push(Event::Assigned(Assigned {
        booking: case.id,
        revision: known.revision + 1,
        rulebook: draft.rulebook.revision(),
        cause: Cause::Override,
        reason: ReasonCode::PlatformKept,
        assignment: Arc::new(shown),
        pinned: true,
        accepted: case.accepted().to_vec(),
        conflicts: conflicts.to_vec(),
    }));
}

/// What is left for the desk, once everything that could give way has.
pub(super) fn flag_clash(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    occupancies: &[Occupancy],
    mut tasks: Vec<ReasonCode>,
) {
    if !conflicts(draft, occupancies).is_empty() {
        tasks.push(ReasonCode::PlatformConflict);
    }
    if is_feasible(draft, case) {
        // No rule is against it, or not any more.
        tasks.retain(|task| *task != ReasonCode::ManualOverride);
    }
    set_tasks(draft, case, tasks, case.resolved.visit.start);
}

/// True if another provider treats than was decided.
fn was_exchanged(draft: &Draft<'_>, case: &BookingCase<'_>, known: &Booking) -> bool {
    known.desired.as_ref().is_some_and(|desired| {
        let fields = differing(draft.rulebook, case.connection, &desired.assignment, &case.resolved);
        fields.iter().any(|fields| fields.provider)
    })
}

fn is_feasible(draft: &Draft<'_>, case: &BookingCase<'_>) -> bool {
    let start = case.shown_start();
    start.is_some_and(|start| feasible(draft, case, start, &case.platform_providers()).is_some())
}

/// The client did not come, or the visit is over: what is left of its time is free. A platform may say `completed` of what
/// is only paid for; then nothing is.
pub(super) fn over(draft: &mut Draft<'_>, case: &BookingCase<'_>, disposition: Disposition) {
    let known = case.known;
    if let Some(known) = known {
        withdraw_notices(draft, known);
        close_exception(draft, known, Closed::Moot);
    }
    let came = disposition == Disposition::Completed;
    let shown = match known {
        Some(known) if !known.occupancies.is_empty() => known.occupancies.clone(),
        _ => occupied(draft, case).occupancies,
    };
    let all_of_it = came && case.connection.completed == Completed::Paid;
    let occupancies = if all_of_it { shown } else { what_is_over(draft, &shown, came) };
    let before = known.map_or(&[][..], |known| &known.occupancies);
    let taken = (occupancies != before).then(|| {
        let conflicts = conflicts(draft, &occupancies);
        Taken { occupancies: occupancies.clone(), conflicts }
    });
    draft.place(before, &occupancies);
    draft.push(Event::DispositionChanged { booking: case.id, disposition, taken });
}

/// The platform said that it is under way or over, and takes that back. What we decided claims its time again: if that was
/// given away meanwhile, both are flagged, since neither can be moved by a rule.
pub(super) fn taken_back<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    known: &'a Booking,
    observed: &AppointmentObserved,
) {
    let Some(desired) = &known.desired else { return judge(draft, case, Cause::Rule) };
    let assignment = &desired.assignment;
    let decided = assignment.items.iter().map(|item| Some(&item.service));
    let shown = case.resolved.items.iter().map(|item| draft.rulebook.service_code(item.service?));
    let as_decided = case.resolved.flags.is_empty() && decided.eq(shown);
    let differing = differing(draft.rulebook, case.connection, assignment, &case.resolved);
    let drift = drift(draft.state, known, &differing, observed.observed_at);
    let judged = difference(draft.rulebook, &known.snapshot, &case).is_judged();
    if drift.provider || (drift.any() && !drift.time) {
        return judge_keeping(draft, case, Keep::Shown, Cause::Override);
    }
    if !as_decided || drift.time || judged {
        let keep = if drift.time { Keep::Moved(assignment) } else { Keep::Standing(assignment) };
        return judge_keeping(draft, case, keep, Cause::Rule);
    }
    let clashes = conflicts(draft, &assignment.occupancies);
    if clashes.is_empty() && is_under_block(draft, &assignment.occupancies) {
        return redispatch_case(draft, case, ReasonCode::Displaced);
    }
    let clashed = !clashes.is_empty();
    let occupancies = match clashed {
        // Not a decision of ours any more, but what the platform wants.
        true => assignment.as_ref().clone().with_origin(Origin::Observed).occupancies,
        false => assignment.occupancies.clone(),
    };
    draft.place(&known.occupancies, &occupancies);
    draft.push(Event::DispositionChanged {
        booking: case.id,
        disposition: Disposition::Assigned,
        taken: Some(Taken { occupancies, conflicts: clashes }),
    });
    let mut tasks = standing_tasks(&case, assignment);
    if clashed {
        tasks.push(ReasonCode::PlatformConflict);
    }
    set_tasks(draft, &case, tasks, assignment.start());
    announce_again(draft, &case, known);
}
