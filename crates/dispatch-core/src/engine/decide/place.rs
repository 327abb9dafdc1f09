//! Placing a booking: the decision first, then whatever it displaces, then the platform, the desk and the client.

use std::sync::Arc;

use crate::{
    assign::Assignment,
    calendar::Origin,
    explain::{ReasonCode, Trace},
    rulebook::Rulebook,
};

use super::super::model::{Assigned, Cause, Closed, Event};
use super::{
    assignment::{provider_lane, shared},
    case::BookingCase,
    conflict::{conflicts, make_way},
    draft::Draft,
    exception::{close_exception, raise_task},
    notice::{plan_notices, withdraw_notices, would_announce},
    work::{FollowUp, Work},
    write::write_back,
};

/// An assignment about to be made.
pub(super) struct PlaceOrder {
    pub(super) assignment: Assignment,
    pub(super) origin: Origin,
    pub(super) cause: Cause,
    pub(super) pinned: bool,
    /// Reasons for a person to look at it all the same.
    pub(super) flags: Vec<ReasonCode>,
    pub(super) trace: Option<Trace>,
}

impl PlaceOrder {
    /// An assignment by rule, of ours to move.
    pub(super) fn of(assignment: Assignment, cause: Cause, trace: Option<Trace>) -> Self {
        Self { assignment, origin: Origin::Ours, cause, pinned: false, flags: Vec::new(), trace }
    }
}

/// Assigns a booking. Its follow-up is noted as work, after the work of what it displaces.
pub(super) fn place<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, order: PlaceOrder, closed: Closed) {
    let PlaceOrder { assignment, origin, cause, pinned, flags, trace } = order;
    let known = case.known;
    if let Some(known) = known {
        withdraw_notices(draft, known);
        close_exception(draft, known, closed);
    }
    let conflicts = conflicts(draft, &assignment.occupancies);
    let assignment = shared(assignment, origin);
    let revision = known.map_or(0, |known| known.revision) + 1;
    draft.trace(trace);
    draft.push(Event::Assigned(Assigned {
        booking: case.id,
        revision,
        rulebook: draft.rulebook.revision(),
        reason: reason(draft.rulebook, &case, &assignment),
        cause,
        assignment: Arc::clone(&assignment),
        pinned,
        conflicts: conflicts.clone(),
    }));
    let clashed = !conflicts.is_empty();
    let follow_up = FollowUp { case, assignment: Arc::clone(&assignment), revision, flags, clashed };
    draft.work.push(Work::FollowUp(Box::new(follow_up)));
    make_way(draft, known, &assignment.occupancies, &conflicts);
}

/// What follows from an assignment: a write to the platform, a task for the desk, and messages to the client.
pub(super) fn follow_up(draft: &mut Draft<'_>, assigned: FollowUp<'_>) {
    let FollowUp { case, assignment, revision, mut flags, clashed } = assigned;
    let written = write_back(draft, &case, &assignment, revision);
    let spans = assignment.items.iter().map(|item| item.span.minutes());
    if !spans.eq(case.resolved.items.iter().map(|item| item.span.minutes())) {
        flags.push(ReasonCode::LengthDiffers);
    }
    if written.desk {
        flags.push(ReasonCode::DeskTask);
    }
    if clashed && !conflicts(draft, &assignment.occupancies).is_empty() {
        flags.push(ReasonCode::PlatformConflict);
    }
    if case.snapshot.about_client.prefers_call && would_announce(&case, &assignment) {
        flags.push(ReasonCode::PrefersCall);
    }
    if !flags.is_empty() {
        raise_task(draft, &case, flags, assignment.start());
    }
    if !written.desk_time {
        plan_notices(draft, &case, &assignment, written.waits_for);
    }
}

/// The reason for these providers, next to those that the platform shows.
fn reason(rulebook: &Rulebook, case: &BookingCase<'_>, assignment: &Assignment) -> ReasonCode {
    let shown = case.platform_providers();
    let mut chosen = (0..).map(|item| provider_lane(rulebook, assignment, item));
    if shown.iter().all(Option::is_none) {
        ReasonCode::Chosen
    } else if shown.iter().all(|shown| Some(*shown) == chosen.next()) {
        ReasonCode::PlatformKept
    } else {
        ReasonCode::Corrected
    }
}
