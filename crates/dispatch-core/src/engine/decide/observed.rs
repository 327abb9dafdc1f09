//! An appointment as observed: new, moved, changed, cancelled, arrived, or our own echo. All are one upsert, told apart
//! by what differs from the picture before and from what we decided.

use std::sync::Arc;

use crate::{assign::Assignment, calendar::Origin, explain::ReasonCode, ids::BookingId};

use super::super::model::{
    AppointmentObserved, AppointmentSeen, Booking, Cause, Closed, Disposition, Event, Kept, Snapshot, Status,
    WrittenItem,
};
use super::{
    Draft, Refusal,
    assignment::{Fields, differing, masked, written},
    case::Case,
};

impl Draft<'_> {
    pub(super) fn appointment_observed(&mut self, observed: &AppointmentObserved) -> Result<(), Refusal> {
        let state = self.state;
        let connection = state
            .connection(&observed.connection)
            .ok_or_else(|| Refusal::UnknownConnection(observed.connection.clone()))?;
        let snapshot = &observed.snapshot;
        let link = state.observed(&observed.connection, &snapshot.id);
        if let Some((at, newest)) = link.and_then(|link| link.observed.as_ref())
            && (observed.observed_at, snapshot) <= (*at, newest)
        {
            return Ok(());
        }
        let id = link.map_or(BookingId(self.next()), |link| link.booking);
        // Seen, assigned, written, announced and reminded twice: room for all of it at once.
        self.decided.events.reserve(6);
        self.push(Event::AppointmentSeen(AppointmentSeen {
            booking: id,
            connection: observed.connection.clone(),
            observed_at: observed.observed_at,
            snapshot: Arc::clone(snapshot),
        }));
        let known = state.booking(id);
        if known.is_some_and(|known| known.appointment != snapshot.id) {
            return Ok(()); // an id that the booking has left: nothing hangs on it any more
        }
        let case = Case::new(self.rulebook, id, known, connection, Arc::clone(snapshot));
        match known {
            None => self.first_seen(&case),
            Some(known) => self.seen_again(&case, known, observed),
        }
        Ok(())
    }

    fn first_seen(&mut self, case: &Case<'_>) {
        match underway(&case.snapshot.status) {
            Some(Disposition::Cancelled) => {
                self.push(Event::DispositionChanged {
                    booking: case.id,
                    disposition: Disposition::Cancelled,
                });
            }
            Some(disposition) => self.keep(case, Kept::Past, disposition),
            None => self.judge(case, Cause::Rule),
        }
    }

    fn seen_again(&mut self, case: &Case<'_>, known: &Booking, observed: &AppointmentObserved) {
        match underway(&case.snapshot.status) {
            Some(disposition) if disposition == known.disposition => {}
            Some(Disposition::Cancelled) => self.cancel(case, known),
            // It had given its time back, and now somebody is there after all.
            Some(disposition) if known.disposition.is_released() => self.keep(case, Kept::Past, disposition),
            Some(disposition) => {
                self.withdraw_notices(known);
                self.close_exception(known, Closed::Moot);
                self.push(Event::DispositionChanged { booking: case.id, disposition });
            }
            None => self.stands(case, known, observed),
        }
    }

    /// The appointment stands on the platform, and is not under way.
    fn stands(&mut self, case: &Case<'_>, known: &Booking, observed: &AppointmentObserved) {
        let before = &known.snapshot;
        match known.disposition {
            Disposition::Cancelled => self.judge(case, Cause::Rule),
            Disposition::Assigned => self.stands_assigned(case, known, observed),
            Disposition::Arrived | Disposition::InService | Disposition::Completed | Disposition::NoShow => {
                self.taken_back(case, known, observed);
            }
            Disposition::AwaitingPerson if same_but_who(before, &case.snapshot) => {
                if before.items != case.snapshot.items {
                    self.overridden(case, known);
                }
            }
            Disposition::Unmanaged
            | Disposition::AwaitingPerson
            | Disposition::Waitlisted
            | Disposition::Declined
            | Disposition::Expired => {
                let same = before.items == case.snapshot.items && before.location == case.snapshot.location;
                if !same {
                    self.judge(case, Cause::Rule);
                }
            }
        }
    }

    fn stands_assigned(&mut self, case: &Case<'_>, known: &Booking, observed: &AppointmentObserved) {
        let before = &known.snapshot;
        let Some(desired) = &known.desired else { return };
        if !same_services(before, &case.snapshot) {
            return self.judge(case, Cause::Rule);
        }
        let differing = differing(self.rulebook, case.connection, &desired.assignment, &case.resolved);
        let mut drift = Fields::default();
        let mut later_moved = false;
        for (at, fields) in differing.iter().enumerate() {
            let (Some(old), Some(new)) = (before.items.get(at), case.snapshot.items.get(at)) else {
                continue;
            };
            let open = |field: fn(&WrittenItem) -> bool, changed: bool| {
                !masked(self.state, known, at, observed.observed_at, field)
                    && (changed || written(self.state, known, at, field))
            };
            let moved = fields.time && open(|item| item.start.is_some(), old.start != new.start);
            drift.time |= moved;
            later_moved |= moved && at > 0;
            drift.provider |=
                fields.provider && open(|item| item.provider.is_some(), old.provider != new.provider);
            drift.resources |=
                fields.resources && open(|item| item.resources.is_some(), old.resources != new.resources);
        }
        let arrival = |snapshot: &Snapshot| snapshot.items.first().map(|item| item.start);
        if later_moved && arrival(before) == arrival(&case.snapshot) {
            // The client comes as agreed, and somebody has moved a later service by hand.
            self.overridden(case, known);
        } else if drift.time {
            self.judge(case, Cause::Rule);
        } else if drift.any() {
            self.overridden(case, known);
        } else if differing.iter().all(|fields| !fields.any()) && known.flags == [ReasonCode::DeskTask] {
            // The desk has set on the platform what only it can set.
            self.close_exception(known, Closed::Moot);
            self.announce_again(case, known);
        } else {
            self.note_oddities(case, known);
        }
    }

    /// Things that leave the assignment as it is but that somebody should look at.
    fn note_oddities(&mut self, case: &Case<'_>, known: &Booking) {
        let before = &known.snapshot;
        let lengthened = known.desired.as_ref().is_some_and(|desired| {
            let ends = |snapshot: &Snapshot| snapshot.items.iter().map(|item| item.end).collect::<Vec<_>>();
            ends(before) != ends(&case.snapshot) && desired.assignment.visit.end != case.resolved.visit.end
        });
        if lengthened {
            self.add_task(case, ReasonCode::LengthDiffers);
        } else if matches!(case.snapshot.status, Status::Other(_)) && before.status != case.snapshot.status {
            self.add_task(case, ReasonCode::UnknownStatus);
        }
    }

    /// It was said to be under way, and no longer is. What we decided stands if it is still what the booking takes up,
    /// what the platform shows, and free: nothing made it give way while it was under way.
    fn taken_back(&mut self, case: &Case<'_>, known: &Booking, observed: &AppointmentObserved) {
        let Some(desired) = &known.desired else { return self.judge(case, Cause::Rule) };
        let assignment = &desired.assignment;
        let decided = assignment.items.iter().map(|item| Some(&item.service));
        let shown = case.resolved.items.iter().map(|item| self.rulebook.service_code(item.service?));
        let as_decided = known.occupancies == assignment.occupancies
            && known.snapshot.location == case.snapshot.location
            && case.resolved.flags.is_empty()
            && decided.eq(shown);
        let drift = self.drift(case, known, assignment, observed);
        if !as_decided || drift.time {
            self.judge(case, Cause::Rule);
        } else if drift.any() {
            self.overridden(case, known);
        } else if known.occupancies.iter().any(|one| one.origin == Origin::Ours)
            && !self.still_free(assignment)
        {
            let blocked = self.is_blocked(assignment);
            let flag = if blocked { ReasonCode::Displaced } else { ReasonCode::PlatformConflict };
            self.redispatch_case(case, flag);
        } else {
            self.push(Event::DispositionChanged { booking: case.id, disposition: Disposition::Assigned });
            self.announce_again(case, known);
            self.note_oddities(case, known);
        }
    }

    /// Where the platform shows something else than what was decided, writes that are on their way left aside.
    fn drift(
        &self,
        case: &Case<'_>,
        known: &Booking,
        assignment: &Assignment,
        observed: &AppointmentObserved,
    ) -> Fields {
        let mut drift = Fields::default();
        let differing = differing(self.rulebook, case.connection, assignment, &case.resolved);
        for (at, fields) in differing.into_iter().enumerate() {
            let open =
                |field: fn(&WrittenItem) -> bool| !masked(self.state, known, at, observed.observed_at, field);
            drift.time |= fields.time && open(|item| item.start.is_some());
            drift.provider |= fields.provider && open(|item| item.provider.is_some());
            drift.resources |= fields.resources && open(|item| item.resources.is_some());
        }
        drift
    }

    fn cancel(&mut self, case: &Case<'_>, known: &Booking) {
        self.withdraw_notices(known);
        self.close_exception(known, Closed::Moot);
        self.push(Event::DispositionChanged { booking: case.id, disposition: Disposition::Cancelled });
        self.tell_cancelled(case, known);
    }
}

/// Where a status alone puts a booking; none if the booking merely stands.
fn underway(status: &Status) -> Option<Disposition> {
    match status {
        Status::Booked | Status::Confirmed | Status::Other(_) => None,
        Status::Arrived => Some(Disposition::Arrived),
        Status::InService => Some(Disposition::InService),
        Status::Completed => Some(Disposition::Completed),
        Status::NoShow => Some(Disposition::NoShow),
        Status::Cancelled => Some(Disposition::Cancelled),
    }
}

/// True if two pictures are of the same services at the same place.
fn same_services(one: &Snapshot, other: &Snapshot) -> bool {
    one.location == other.location
        && one.grouped == other.grouped
        && one.items.len() == other.items.len()
        && one
            .items
            .iter()
            .zip(&other.items)
            .all(|(one, other)| (&one.service, &one.add_ons) == (&other.service, &other.add_ons))
}

/// True if two pictures differ at most in who treats and where.
fn same_but_who(one: &Snapshot, other: &Snapshot) -> bool {
    let mut items = one.items.iter().zip(&other.items);
    same_services(one, other) && items.all(|(one, other)| (one.start, one.end) == (other.start, other.end))
}
