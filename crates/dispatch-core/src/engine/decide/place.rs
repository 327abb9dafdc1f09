//! Placing a booking: the decision first, then whatever it displaces, then the platform, the desk and the client.

use std::sync::Arc;

use crate::{
    assign::Assignment,
    calendar::Origin,
    explain::{ReasonCode, Trace},
    rulebook::Rulebook,
    time::Timestamp,
};

use super::super::model::{Assigned, Booking, Cause, Closed, Due, Event, NoticeKind, NoticeStatus};
use super::{
    announcement::of_visit,
    assignment::{provider_lane, shared},
    case::BookingCase,
    conflict::{conflicts, make_way},
    delivery::release,
    draft::Draft,
    exception::{close_exception, raise_task},
    notice::{send_and_remind, visit_of},
    shown::within_rules,
    standing::standing_tasks,
    withdrawal::withdraw_notices,
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
    /// The reasons that a person has decided upon.
    pub(super) accepted: Vec<ReasonCode>,
    pub(super) trace: Option<Trace>,
}

impl PlaceOrder {
    /// An assignment by rule, of ours to move.
    pub(super) fn of(assignment: Assignment, cause: Cause, trace: Option<Trace>) -> Self {
        Self {
            assignment,
            origin: Origin::Ours,
            cause,
            pinned: false,
            flags: Vec::new(),
            accepted: Vec::new(),
            trace,
        }
    }
}

/// Assigns a booking. Its follow-up is noted as work, after the work of what it displaces.
pub(super) fn place<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, order: PlaceOrder, closed: Closed) {
    let PlaceOrder { assignment, origin, cause, pinned, flags, accepted, trace } = order;
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
        accepted: accepted.clone(),
        conflicts: conflicts.clone(),
    }));
    let clashed = !conflicts.is_empty();
    let assigned = Arc::clone(&assignment);
    let follow_up = FollowUp { case, assignment: assigned, revision, flags, accepted, clashed };
    draft.work.push(Work::FollowUp(Box::new(follow_up)));
    make_way(draft, known, &assignment.occupancies, &conflicts);
}

/// What follows from an assignment: a write to the platform, a task for the desk, and messages to the client.
pub(super) fn follow_up(draft: &mut Draft<'_>, assigned: FollowUp<'_>) {
    let FollowUp { case, assignment, revision, mut flags, accepted, clashed } = assigned;
    let written = write_back(draft, &case, &assignment, revision);
    flags.extend(standing_tasks(&case, &assignment));
    if written.desk {
        flags.push(ReasonCode::DeskTask);
    }
    if clashed && !conflicts(draft, &assignment.occupancies).is_empty() {
        flags.push(ReasonCode::PlatformConflict);
    } else if clashed && within_rules(draft, &case).is_some_and(|chosen| chosen.assignment.is_some()) {
        // What it overlapped has found another place, and nothing is against the person's choice any more.
        flags.retain(|flag| *flag != ReasonCode::ManualOverride);
    }
    // What a person has just decided upon is not asked again.
    flags.retain(|flag| !accepted.contains(flag));
    // A time that only the desk can set is not told before it is set.
    let visit = visit_of(&assignment).filter(|_| !written.desk_time);
    let announced = visit.map(|visit| (visit, of_visit(draft, &case, visit)));
    flags.extend(announced.iter().flat_map(|(_, announcements)| announcements.calls()));
    if !flags.is_empty() {
        raise_task(draft, &case, flags, assignment.start());
    }
    if let Some((visit, announcements)) = announced {
        cancelled_first(draft, &case);
        send_and_remind(draft, &case, announcements, visit, written.waits_for);
    }
}

/// A client who books anew while we wait to tell them that another booking is off hears that first.
fn cancelled_first(draft: &mut Draft<'_>, case: &BookingCase<'_>) {
    if case.known.is_some_and(|known| !known.told.is_empty()) {
        return;
    }
    let others = draft.state.bookings_of(&case.connection.connection, &case.snapshot.client);
    // A word to the client in this very minute is not followed by another: it waits for its time.
    let this_minute = |at: Timestamp| at.minute_floor() == draft.now.minute_floor();
    let heard = |other: &Booking| {
        let reminded = other.reminded_at.is_some_and(this_minute);
        reminded || this_minute(other.first_seen)
    };
    let others = others.filter(|other| other.booking != case.id && !heard(other));
    let planned: Vec<_> = others.flat_map(|other| &other.notices).collect();
    for notice in planned.into_iter().filter_map(|notice| draft.state.notice(*notice)) {
        let waits = matches!(notice.status, NoticeStatus::Planned(Due::At(_)));
        if waits && notice.notice.kind == NoticeKind::Cancelled && notice.notice.client.is_none() {
            release(draft, &notice.notice);
        }
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
