//! What stands: an assignment that is judged anew keeps its rooms and devices, and the desk's tasks about it are those
//! that still hold.

use crate::{assign::Assignment, explain::ReasonCode, ids::Lane};

use super::super::model::{Booking, Status};
use super::{
    case::BookingCase,
    conflict::{conflicts, still_free},
    draft::Draft,
    drift::differing,
    exception::set_tasks,
    shown::exchanged_for,
};

/// The new answer for the same providers, with the rooms and devices that the booking has, where the rules allow them.
pub(super) fn as_it_stands(draft: &Draft<'_>, answer: Assignment, before: &Assignment) -> Assignment {
    let same = answer.items.len() == before.items.len()
        && answer.items.iter().zip(&before.items).all(|(answer, before)| answer.service == before.service);
    if !same {
        return answer;
    }
    if let [_] = answer.items.as_slice() {
        let (ours, theirs) = (things(draft, &answer), things(draft, before));
        let from: Vec<Lane> = ours.iter().filter(|lane| !theirs.contains(lane)).copied().collect();
        let to: Vec<Lane> = theirs.iter().filter(|lane| !ours.contains(lane)).copied().collect();
        let kept = exchanged_for(draft, answer.clone(), 0, &from, &to);
        return kept.unwrap_or(answer);
    }
    // Paddings between the services of a visit depend on where each of them is: all of it is kept, or nothing.
    let spans = |assignment: &Assignment| assignment.items.iter().map(|item| item.span).collect::<Vec<_>>();
    if spans(&answer) == spans(before) && still_free(draft, before) { before.clone() } else { answer }
}

fn things(draft: &Draft<'_>, assignment: &Assignment) -> Vec<Lane> {
    let roles = assignment.items.iter().flat_map(|item| &item.roles);
    let things = roles.filter(|role| role.who.is_thing());
    things.filter_map(|role| draft.rulebook.lane_of(&role.who)).collect()
}

/// The desk's tasks about an assignment that is left as it is: those that still hold, and no others.
pub(super) fn renew_tasks(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    known: &Booking,
    mut tasks: Vec<ReasonCode>,
) {
    let Some(desired) = &known.desired else { return };
    let assignment = &desired.assignment;
    let differing = differing(draft.rulebook, case.connection, assignment, &case.resolved);
    let differs = differing.iter().any(|fields| fields.any());
    let of_a_write = [ReasonCode::DeskTask, ReasonCode::WriteRefused, ReasonCode::WriteUnacknowledged];
    for flag in &known.flags {
        if flag.asks_for_a_call() || (differs && of_a_write.contains(flag)) {
            tasks.push(*flag);
        }
    }
    let clashed = known.flags.contains(&ReasonCode::PlatformConflict);
    if clashed && !conflicts(draft, &known.occupancies).is_empty() {
        tasks.push(ReasonCode::PlatformConflict);
    }
    tasks.extend(standing_tasks(case, assignment));
    // What a person has dealt with is not asked again.
    tasks.retain(|task| task.asks_for_a_call() || !case.accepted().contains(task));
    set_tasks(draft, case, tasks, assignment.start());
}

/// The tasks that follow from an assignment and the picture alone.
pub(super) fn standing_tasks(case: &BookingCase<'_>, assignment: &Assignment) -> Vec<ReasonCode> {
    let mut tasks = Vec::new();
    if case.length_differs(assignment) {
        tasks.push(ReasonCode::LengthDiffers);
    }
    if matches!(case.snapshot.status, Status::Other(_)) {
        tasks.push(ReasonCode::UnknownStatus);
    }
    tasks
}
