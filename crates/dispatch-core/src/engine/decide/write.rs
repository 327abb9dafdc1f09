//! Writes to the platform: what must change there, and what came of it.

use std::sync::Arc;

use crate::{
    assign::Assignment,
    explain::{ReasonCode, Who},
    ids::{PlatformId, WriteId},
    time::Timestamp,
};

use super::super::model::{
    Booking, Closed, Disposition, Due, Event, FieldAuthority, Named, NoticeStatus, Write, WriteStatus,
    WrittenItem,
};
use super::{
    Draft, Refusal,
    assignment::{differing, kept_resources, masked, provider_of},
    case::Case,
    resolve::platform_id,
};

/// What a write-back asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Written {
    /// The write that the client's message waits for: it changes what the client is told.
    pub(super) waits_for: Option<WriteId>,
    /// Something is wrong that only the desk can set.
    pub(super) desk: bool,
    /// The time is.
    pub(super) desk_time: bool,
}

impl Draft<'_> {
    /// Asks for a write if the platform shows something else than what we decided, or is about to.
    pub(super) fn write_back(&mut self, case: &Case<'_>, assignment: &Assignment, revision: u32) -> Written {
        let mut written = Written::default();
        let authority = &case.connection.authority;
        let mut items = Vec::with_capacity(case.resolved.items.len());
        let differing = differing(self.rulebook, case.connection, assignment, &case.resolved);
        for (at, fields) in differing.into_iter().enumerate() {
            let on_its_way = |field: fn(&WrittenItem) -> bool| {
                case.known.is_some_and(|known| masked(self.state, known, at, Timestamp(i64::MAX), field))
            };
            let mut item = WrittenItem {
                item: case.snapshot.items.get(at).and_then(|item| item.id.clone()),
                start: None,
                provider: None,
                resources: None,
            };
            if fields.time || on_its_way(|item| item.start.is_some()) {
                match authority.time {
                    FieldAuthority::Write => {
                        item.start = assignment.items.get(at).map(|item| item.span.start)
                    }
                    FieldAuthority::Platform => (written.desk, written.desk_time) = (true, true),
                    FieldAuthority::Local => {}
                }
            }
            if fields.provider || on_its_way(|item| item.provider.is_some()) {
                match authority.provider {
                    FieldAuthority::Write => {
                        item.provider = provider_of(assignment, at).map(|id| Named {
                            id: id.clone(),
                            platform: self
                                .rulebook
                                .provider(id.as_str())
                                .and_then(|l| platform_id(self.rulebook, l)),
                        });
                    }
                    FieldAuthority::Platform => written.desk = true,
                    FieldAuthority::Local => {}
                }
            }
            if fields.resources || on_its_way(|item| item.resources.is_some()) {
                self.write_resources(case, assignment, at, &mut item, &mut written);
            }
            items.push(item);
        }
        let changes =
            |item: &WrittenItem| item.start.is_some() || item.provider.is_some() || item.resources.is_some();
        if !items.iter().any(changes) {
            return written;
        }
        let write = WriteId(self.next());
        written.waits_for = items.iter().any(|item| item.start.is_some()).then_some(write);
        let appointment = case.known.map_or(&case.snapshot.id, |known| &known.appointment).clone();
        self.push(Event::WriteRequested {
            write: Arc::new(Write {
                write,
                booking: case.id,
                revision,
                connection: case.connection.connection.clone(),
                appointment,
                items,
            }),
            patience: self.now.plus(self.rulebook.cadence().ack_patience),
        });
        written
    }

    fn write_resources(
        &self,
        case: &Case<'_>,
        assignment: &Assignment,
        at: usize,
        item: &mut WrittenItem,
        written: &mut Written,
    ) {
        let authority = &case.connection.authority;
        let field = |who: &Who| match who {
            Who::Provider(_) | Who::Supervisor(_) => FieldAuthority::Local,
            Who::Room(_) => authority.room,
            Who::Device(_) => authority.device,
        };
        let lanes = kept_resources(self.rulebook, case.connection, assignment, at);
        let named = lanes.iter().filter_map(|lane| {
            let who = self.rulebook.who(*lane)?;
            let (Who::Room(id) | Who::Device(id)) = who else { return None };
            (field(who) == FieldAuthority::Write)
                .then(|| Named { id: id.clone(), platform: platform_id(self.rulebook, *lane) })
        });
        let writable: Vec<_> = named.collect();
        let shown = case.resolved.items.get(at).map_or(&[][..], |item| &item.resources);
        let wrong = |lane: &&crate::ids::Lane| {
            let theirs = self.rulebook.who(**lane).is_some_and(|who| field(who) == FieldAuthority::Platform);
            theirs && !lanes.contains(lane)
        };
        written.desk |= shown.iter().any(|lane| wrong(&lane));
        let writes = authority.room == FieldAuthority::Write || authority.device == FieldAuthority::Write;
        item.resources = writes.then_some(writable);
    }

    pub(super) fn write_acknowledged(
        &mut self,
        id: WriteId,
        appointment: Option<&PlatformId>,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        let known = self.state.write(id).ok_or(Refusal::UnknownWrite(id))?;
        if !known.status.is_unsettled() {
            return Ok(());
        }
        let Some(booking) = self.state.booking(known.write.booking) else { return Ok(()) };
        let relinked = appointment.filter(|new| **new != booking.appointment).cloned();
        if let Some(new) = &relinked {
            self.absorb(&booking.connection, new, booking.booking);
        }
        self.push(Event::WriteAcknowledged { write: id, acknowledged_at: at, relinked });
        if known.status == WriteStatus::Overdue && booking.flags == [ReasonCode::WriteUnacknowledged] {
            self.close_exception(booking, Closed::Moot);
        }
        for notice in &booking.notices {
            let waits = self
                .state
                .notice(*notice)
                .filter(|notice| notice.status == NoticeStatus::Planned(Due::Acknowledged(id)));
            if let Some(waits) = waits {
                self.release(&waits.notice);
            }
        }
        Ok(())
    }

    /// The new id of a re-linked appointment may already have been seen as a booking of its own: that one goes.
    fn absorb(
        &mut self,
        connection: &crate::ids::ConnectionId,
        new: &PlatformId,
        into: crate::ids::BookingId,
    ) {
        let Some(double) = self.state.find(connection, new).filter(|double| double.booking != into) else {
            return;
        };
        self.withdraw_notices(double);
        self.close_exception(double, Closed::Moot);
        let disposition = Disposition::Cancelled;
        self.push(Event::DispositionChanged { booking: double.booking, disposition });
    }

    pub(super) fn write_refused(&mut self, id: WriteId, reason: &str) -> Result<(), Refusal> {
        let known = self.state.write(id).ok_or(Refusal::UnknownWrite(id))?;
        if !known.status.is_unsettled() {
            return Ok(());
        }
        self.push(Event::WriteRefused { write: id, reason: reason.to_owned() });
        let case = Case::of(self.rulebook, self.state, known.write.booking);
        let Some(case) = case else { return Ok(()) };
        let current = case.known.filter(|booking| booking.revision == known.write.revision);
        if let Some(booking) = current.filter(|booking| booking.disposition == Disposition::Assigned) {
            self.withdraw_waiting(booking, id);
            self.add_task(&case, ReasonCode::WriteRefused);
        }
        Ok(())
    }

    /// A message that waited for this write has nothing to wait for any more.
    fn withdraw_waiting(&mut self, booking: &Booking, id: WriteId) {
        for notice in &booking.notices {
            let status = self.state.notice(*notice).map(|notice| notice.status);
            if status == Some(NoticeStatus::Planned(Due::Acknowledged(id))) {
                self.push(Event::NoticeWithdrawn { notice: *notice, timed: false });
            }
        }
    }

    pub(super) fn write_overdue(&mut self, id: WriteId) {
        let Some(known) = self.state.write(id).filter(|known| known.status == WriteStatus::Pending) else {
            return;
        };
        self.push(Event::WriteOverdue { write: id });
        let case = Case::of(self.rulebook, self.state, known.write.booking);
        let current = |case: &Case<'_>| {
            case.known.is_some_and(|booking| {
                booking.revision == known.write.revision && booking.disposition == Disposition::Assigned
            })
        };
        if let Some(case) = case.filter(current) {
            self.add_task(&case, ReasonCode::WriteUnacknowledged);
        }
    }
}
