//! The judgment of a booking: it is left alone, assigned by rule, or given to a person.

use crate::calendar::Origin;

use super::super::model::{Automation, Cause, Closed, Disposition, Kept, Suggested};
use super::{
    answer::ask_all,
    assignment::shared,
    case::BookingCase,
    draft::Draft,
    exception::ask_person,
    keep::keep,
    place::{PlaceOrder, place},
    work::Work,
};

/// Decides a booking anew, as far as the connection lets us.
pub(super) fn judge<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, cause: Cause) {
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
    if case.connection.automation == Automation::Suggest {
        return suggest(draft, case);
    }
    match ask_all(draft, &case) {
        (Ok(assignment), trace) => {
            let pinned = case.is_pinned();
            let order = PlaceOrder { pinned, ..PlaceOrder::of(assignment, cause, trace) };
            place(draft, case, order, Closed::Moot);
        }
        (Err(flagged), trace) => ask_person(draft, &case, flagged, trace),
    }
}

/// Leaves a booking as it is, and shows what would have been decided.
fn suggest<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>) {
    let (answer, trace) = ask_all(draft, &case);
    let (assignment, flags) = match answer {
        Ok(assignment) => (Some(shared(assignment, Origin::Ours)), Vec::new()),
        Err(flagged) => (None, flagged.flags),
    };
    let suggested = Suggested { booking: case.id, rulebook: draft.rulebook.revision(), assignment, flags };
    draft.work.push(Work::Suggested(Box::new((suggested, trace))));
    keep(draft, case, Kept::Suggesting, Disposition::Unmanaged);
}
