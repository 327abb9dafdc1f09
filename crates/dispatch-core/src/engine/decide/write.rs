//! Writes to the platform: the fields that must change there, and the tasks that only the desk can do.

use std::sync::Arc;

use crate::{
    assign::Assignment,
    explain::Who,
    ids::{Lane, WriteId},
};

use super::super::model::{Event, FieldAuthority, Named, Write, WrittenItem};
use super::{
    assignment::provider_of,
    case::BookingCase,
    draft::Draft,
    drift::{Fields, differing, is_on_its_way, kept_resources},
    resolve::platform_id,
};

/// The outcome of a write-back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Written {
    /// The write that the client's message waits for, since it changes the time.
    pub(super) waits_for: Option<WriteId>,
    /// A field is wrong that only the desk can set.
    pub(super) desk: bool,
    /// That field is the time.
    pub(super) desk_time: bool,
}

/// Asks for a write if the platform shows something else than what we decided, or is about to.
pub(super) fn write_back(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    assignment: &Assignment,
    revision: u32,
) -> Written {
    let mut written = Written::default();
    let mut items = Vec::with_capacity(case.resolved.items.len());
    let differing = differing(draft.rulebook, case.connection, assignment, &case.resolved);
    for (at, fields) in differing.into_iter().enumerate() {
        items.push(write_item(draft, case, assignment, at, fields, &mut written));
    }
    let changes =
        |item: &WrittenItem| item.start.is_some() || item.provider.is_some() || item.resources.is_some();
    if !items.iter().any(changes) {
        return written;
    }
    let write = WriteId(draft.next_id());
    written.waits_for = items.iter().any(|item| item.start.is_some()).then_some(write);
    let appointment = case.known.map_or(&case.snapshot.id, |known| &known.appointment).clone();
    draft.push(Event::WriteRequested {
        write: Arc::new(Write {
            write,
            booking: case.id,
            revision,
            connection: case.connection.connection.clone(),
            appointment,
            items,
        }),
        patience: draft.now.plus(draft.rulebook.cadence().ack_patience),
    });
    written
}

/// What one item is to be. A field that an earlier write may still change is written again, even if it looks right now.
fn write_item(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    assignment: &Assignment,
    at: usize,
    fields: Fields,
    written: &mut Written,
) -> WrittenItem {
    let authority = &case.connection.authority;
    let on_its_way = |field: fn(&WrittenItem) -> bool| {
        case.known.is_some_and(|known| is_on_its_way(draft.state, known, at, field))
    };
    let mut item = WrittenItem {
        item: case.snapshot.items.get(at).and_then(|item| item.id.clone()),
        start: None,
        provider: None,
        resources: None,
    };
    if fields.time || on_its_way(|item| item.start.is_some()) {
        match authority.time {
            FieldAuthority::Write => item.start = assignment.items.get(at).map(|item| item.span.start),
            FieldAuthority::Platform => (written.desk, written.desk_time) = (true, true),
            FieldAuthority::Local => {}
        }
    }
    if fields.provider || on_its_way(|item| item.provider.is_some()) {
        match authority.provider {
            FieldAuthority::Write => {
                item.provider = provider_of(assignment, at).map(|id| {
                    let lane = draft.rulebook.provider(id.as_str());
                    let platform = lane.and_then(|lane| platform_id(draft.rulebook, lane));
                    Named { id: id.clone(), platform }
                });
            }
            FieldAuthority::Platform => written.desk = true,
            FieldAuthority::Local => {}
        }
    }
    if fields.resources || on_its_way(|item| item.resources.is_some()) {
        write_resources(draft, case, assignment, at, &mut item, written);
    }
    item
}

fn write_resources(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
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
    let lanes = kept_resources(draft.rulebook, case.connection, assignment, at);
    let named = lanes.iter().filter_map(|lane| {
        let who = draft.rulebook.who(*lane)?;
        let (Who::Room(id) | Who::Device(id)) = who else { return None };
        (field(who) == FieldAuthority::Write)
            .then(|| Named { id: id.clone(), platform: platform_id(draft.rulebook, *lane) })
    });
    let writable: Vec<_> = named.collect();
    let shown = case.resolved.items.get(at).map_or(&[][..], |item| &item.resources);
    let wrong = |lane: &&Lane| {
        let theirs = draft.rulebook.who(**lane).is_some_and(|who| field(who) == FieldAuthority::Platform);
        theirs && !lanes.contains(lane)
    };
    written.desk |= shown.iter().any(|lane| wrong(&lane));
    let writes = authority.room == FieldAuthority::Write || authority.device == FieldAuthority::Write;
    item.resources = writes.then_some(writable);
}
