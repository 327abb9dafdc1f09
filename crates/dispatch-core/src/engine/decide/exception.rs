//! Exceptions: bookings that a person is asked about, and tasks for the desk beside a booking that stays as it is.

use crate::{
    assign::{Assignment, Flagged},
    calendar::{Occupancy, Origin},
    explain::{ReasonCode, Trace},
    ids::{ExceptionId, Lane, LocationIndex},
    time::{Minute, Timestamp},
};

use super::super::model::{Booking, Closed, Event, ExceptionRaised, Taken};
use super::{
    assignment::{provider_lane, shared},
    cadence,
    case::BookingCase,
    conflict::conflicts,
    draft::Draft,
    resolve::observed_occupancies,
    withdrawal::withdraw_notices,
};

/// Sends a booking to a person. The platform's own choice stays occupied, and the best candidate is held. A booking that
/// waits already keeps its exception, and nothing is said of one that waits as before.
pub(super) fn ask_person(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    flagged: Flagged,
    trace: Option<Trace>,
    pinned: bool,
) {
    let mut flags = flagged.flags;
    let mut occupancies = observed_occupancies(draft.rulebook, case.id, &case.resolved);
    if let Some(held) = held(draft, case, &flags, &flagged.candidates) {
        let hold = held.occupancies.iter().map(|held| Occupancy { origin: Origin::Hold, ..*held });
        occupancies.retain(|shown| !held.occupancies.iter().any(|held| held.lane == shown.lane));
        occupancies.extend(hold);
    }
    let conflicts = conflicts(draft, &occupancies);
    if !conflicts.is_empty() {
        flags.push(ReasonCode::PlatformConflict);
    }
    flags.sort_unstable();
    flags.dedup();
    let open = case.known.and_then(|known| draft.state.exception(known.exception?));
    let waits = open.filter(|open| open.raised.waiting.is_some());
    let start = case.resolved.visit.start;
    // One whose time changed is a new question; else nothing gives a person more time than they had.
    let same_time = case.known.is_some_and(|known| known.shown_start() == Some(start));
    let deadline = match waits.filter(|_| same_time) {
        Some(open) => open.raised.deadline,
        None => deadline(draft, case.resolved.location, start),
    };
    let share = |all: Vec<Assignment>| all.into_iter().map(|one| shared(one, Origin::Ours)).collect();
    let mut raised = ExceptionRaised {
        // A new one is known by its own line, which comes after what is taken back first.
        exception: open.map_or(ExceptionId(0), |open| open.raised.exception),
        booking: case.id,
        flags,
        owner: draft.rulebook.exceptions().owner.clone(),
        deadline,
        candidates: share(flagged.candidates),
        alternatives: share(flagged.alternatives),
        waiting: Some(Taken { occupancies, conflicts }),
        watches: watches(draft, case),
        accepted: case.accepted().to_vec(),
        pinned,
    };
    if waits.is_some_and(|open| is_same_question(&open.raised, &raised)) {
        return;
    }
    if let Some(known) = case.known {
        withdraw_notices(draft, known);
    }
    let taken = raised.waiting.as_ref().map_or(&[][..], |waiting| &waiting.occupancies);
    draft.place(case.known.map_or(&[], |known| &known.occupancies), taken);
    draft.trace(trace);
    if open.is_none() {
        raised.exception = ExceptionId(draft.next_id());
    }
    draft.push(Event::ExceptionRaised(raised));
}

/// True if a person who looked at one need not look at the other: what could be chosen beside what is held is judged again
/// when they look.
fn is_same_question(one: &ExceptionRaised, other: &ExceptionRaised) -> bool {
    one.flags == other.flags
        && one.waiting == other.waiting
        && one.pinned == other.pinned
        && one.accepted == other.accepted
        && one.watches == other.watches
        && one.deadline == other.deadline
        && one.candidates.is_empty() == other.candidates.is_empty()
}

/// The providers, rooms and devices whose time matters to a booking that waits: those that may serve, and those that the
/// platform shows.
fn watches(draft: &Draft<'_>, case: &BookingCase<'_>) -> Vec<Lane> {
    let items = &case.resolved.items;
    let may_serve =
        items.iter().filter_map(|item| item.service).flat_map(|service| draft.rulebook.lanes_for(service));
    let shown = items.iter().flat_map(|item| item.provider.iter().chain(&item.resources)).copied();
    let lanes = may_serve.chain(shown);
    let mut watches: Vec<Lane> = lanes.flat_map(|lane| [lane, draft.rulebook.blocked_with(lane)]).collect();
    watches.sort_unstable();
    watches.dedup();
    watches
}

/// The candidate that is held: on a tie the platform's provider if it is among the tied, else the best.
fn held<'c>(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    flags: &[ReasonCode],
    candidates: &'c [Assignment],
) -> Option<&'c Assignment> {
    if !draft.rulebook.exceptions().hold_best {
        return None;
    }
    let best = candidates.first()?;
    if let Some(still) = held_before(case, candidates) {
        return Some(still);
    }
    if !flags.contains(&ReasonCode::Tie) {
        return Some(best);
    }
    let shown = case.platform_providers();
    let theirs = candidates.iter().find(|candidate| {
        let mut shown = shown.iter().enumerate();
        shown.all(|(item, shown)| shown.is_some() && provider_lane(draft.rulebook, candidate, item) == *shown)
    });
    Some(theirs.unwrap_or(best))
}

/// The candidate that is held already: it is not exchanged for a better one, so that two bookings that wait for the same
/// time cannot make each other change for ever.
fn held_before<'c>(case: &BookingCase<'_>, candidates: &'c [Assignment]) -> Option<&'c Assignment> {
    let held = &case.known?.occupancies;
    let holds = |needed: &Occupancy| {
        let alike = |held: &&Occupancy| held.origin == Origin::Hold && held.lane == needed.lane;
        held.iter().find(alike).is_some_and(|held| held.used == needed.used)
    };
    candidates.iter().find(|candidate| candidate.occupancies.iter().all(holds))
}

fn deadline(draft: &Draft<'_>, location: Option<LocationIndex>, start: Minute) -> Timestamp {
    let opening = draft.rulebook.opening(location.unwrap_or_default());
    cadence::deadline(opening, draft.rulebook.exceptions().deadline, start, draft.now)
}

/// Gives the desk a task about a booking that otherwise stays as it is.
pub(super) fn raise_task(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    flags: Vec<ReasonCode>,
    start: Minute,
) {
    let id = ExceptionId(draft.next_id());
    push_task(draft, case, id, flags, start, None);
}

/// The desk's tasks about a booking that stays as it is become these: none closes its exception.
pub(super) fn set_tasks(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    mut flags: Vec<ReasonCode>,
    start: Minute,
) {
    flags.sort_unstable();
    flags.dedup();
    match open_now(draft, case) {
        None if flags.is_empty() => {}
        None => raise_task(draft, case, flags, start),
        Some(open) if open.flags == flags => {}
        Some(open) if flags.is_empty() => {
            draft.push(Event::ExceptionClosed { exception: open.exception, how: Closed::Moot });
        }
        Some(open) => {
            let has_news = flags.iter().any(|flag| !open.flags.contains(flag));
            let deadline = (!has_news).then_some(open.deadline);
            push_task(draft, case, open.exception, flags, start, deadline);
        }
    }
}

fn push_task(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    exception: ExceptionId,
    mut flags: Vec<ReasonCode>,
    start: Minute,
    due: Option<Timestamp>,
) {
    flags.sort_unstable();
    flags.dedup();
    let waits_for_time = flags.iter().any(|flag| flag.waits_for_time());
    let raised = ExceptionRaised {
        exception,
        booking: case.id,
        flags,
        owner: draft.rulebook.exceptions().owner.clone(),
        deadline: due.unwrap_or_else(|| deadline(draft, case.resolved.location, start)),
        candidates: Vec::new(),
        alternatives: Vec::new(),
        waiting: None,
        watches: if waits_for_time { watches(draft, case) } else { Vec::new() },
        accepted: Vec::new(),
        pinned: false,
    };
    draft.push(Event::ExceptionRaised(raised));
}

/// Adds a reason to a booking's open exception, or raises one.
pub(super) fn add_task(draft: &mut Draft<'_>, case: &BookingCase<'_>, flag: ReasonCode) {
    add_tasks(draft, case, &[flag]);
}

/// The same for several. A client is called once, whatever the reasons are.
pub(super) fn add_tasks(draft: &mut Draft<'_>, case: &BookingCase<'_>, tasks: &[ReasonCode]) {
    let open = open_now(draft, case);
    let before = open.as_ref().map_or(&[][..], |open| &open.flags);
    let mut flags = before.to_vec();
    for task in tasks {
        let called = task.asks_for_a_call() && flags.iter().any(|flag| flag.asks_for_a_call());
        if !called && !flags.contains(task) {
            flags.push(*task);
        }
    }
    if flags == before {
        return;
    }
    flags.sort_unstable();
    match open {
        Some(open) => draft.push(Event::ExceptionRaised(ExceptionRaised { flags, ..open })),
        None => raise_task(draft, case, flags, case.resolved.visit.start),
    }
}

/// The open exception of a booking, as this command has left it so far.
fn open_now(draft: &Draft<'_>, case: &BookingCase<'_>) -> Option<ExceptionRaised> {
    let known = case.known.and_then(|known| known.exception);
    for event in draft.decided.events.iter().rev() {
        match event {
            Event::ExceptionRaised(raised) if raised.booking == case.id => return Some(raised.clone()),
            Event::ExceptionClosed { exception, .. } if Some(*exception) == known => return None,
            _ => {}
        }
    }
    known.and_then(|exception| Some(draft.state.exception(exception)?.raised.clone()))
}

pub(super) fn close_exception(draft: &mut Draft<'_>, known: &Booking, how: Closed) {
    if let Some(exception) = known.exception {
        draft.push(Event::ExceptionClosed { exception, how });
    }
}
