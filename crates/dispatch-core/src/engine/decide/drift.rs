//! Drift: where the platform's picture differs from what was decided, writes on their way left aside.

use smallvec::SmallVec;

use crate::{assign::Assignment, explain::Who, rulebook::Rulebook, time::Timestamp};

use super::super::model::{Booking, Connection, FieldAuthority, Snapshot, State, WriteStatus, WrittenItem};
use super::{
    assignment::provider_lane,
    resolve::{Lanes, Resolved},
};

/// The fields of an item that differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) time: bool,
    pub(super) provider: bool,
    pub(super) resources: bool,
}

impl Fields {
    pub(super) const fn any(self) -> bool {
        self.time || self.provider || self.resources
    }
}

/// The fields in which the platform's picture differs from an assignment, item by item.
pub(super) fn differing(
    rulebook: &Rulebook,
    connection: &Connection,
    assignment: &Assignment,
    resolved: &Resolved,
) -> SmallVec<[Fields; 4]> {
    let authority = &connection.authority;
    let items = resolved.items.iter().enumerate();
    items
        .map(|(at, item)| {
            let wanted = assignment.items.get(at);
            let provider = provider_lane(rulebook, assignment, at);
            Fields {
                time: authority.time != FieldAuthority::Local
                    && wanted.is_none_or(|wanted| wanted.span.start != item.span.start),
                provider: authority.provider != FieldAuthority::Local && provider != item.provider,
                resources: kept_resources(rulebook, connection, assignment, at) != item.resources,
            }
        })
        .collect()
}

/// The rooms and devices of an item that the platform keeps, in lane order.
pub(super) fn kept_resources(
    rulebook: &Rulebook,
    connection: &Connection,
    assignment: &Assignment,
    item: usize,
) -> Lanes {
    let authority = &connection.authority;
    let roles = assignment.items.get(item).map_or(&[][..], |item| &item.roles);
    let mut lanes: Lanes = roles
        .iter()
        .filter_map(|role| match &role.who {
            Who::Room(id) if authority.room != FieldAuthority::Local => rulebook.resource(id.as_str()),
            Who::Device(id) if authority.device != FieldAuthority::Local => rulebook.resource(id.as_str()),
            _ => None,
        })
        .collect();
    lanes.sort_unstable();
    lanes.dedup();
    lanes
}

/// The fields of any item in which the platform shows something else than was decided, and no write explains it.
pub(super) fn drift(state: &State, known: &Booking, differing: &[Fields], observed_at: Timestamp) -> Fields {
    let mut drift = Fields::default();
    for (at, fields) in differing.iter().enumerate() {
        let open = |field: fn(&WrittenItem) -> bool| !masked(state, known, at, observed_at, field);
        drift.time |= fields.time && open(|item| item.start.is_some());
        drift.provider |= fields.provider && open(|item| item.provider.is_some());
        drift.resources |= fields.resources && open(|item| item.resources.is_some());
    }
    drift
}

/// A change on the platform over an assignment that stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Drift {
    pub(super) fields: Fields,
    /// A service after the first was moved.
    pub(super) later_moved: bool,
}

/// The drift since the picture before: a field counts if it changed, or if it is wrong although it was written.
pub(super) fn drift_since(
    state: &State,
    known: &Booking,
    shown: &Snapshot,
    differing: &[Fields],
    observed_at: Timestamp,
) -> Drift {
    let mut drift = Drift::default();
    let pictures = known.snapshot.items.iter().zip(&shown.items);
    for (at, (fields, (old, new))) in differing.iter().zip(pictures).enumerate() {
        let open = |field: fn(&WrittenItem) -> bool, changed: bool| {
            !masked(state, known, at, observed_at, field) && (changed || written(state, known, at, field))
        };
        let moved = fields.time && open(|item| item.start.is_some(), old.start != new.start);
        drift.fields.time |= moved;
        drift.later_moved |= moved && at > 0;
        drift.fields.provider |=
            fields.provider && open(|item| item.provider.is_some(), old.provider != new.provider);
        drift.fields.resources |=
            fields.resources && open(|item| item.resources.is_some(), old.resources != new.resources);
    }
    drift
}

/// True if a write of this item's field is on its way, or was accepted only after the picture was taken: what the
/// picture says of the field is then no override.
pub(super) fn masked(
    state: &State,
    booking: &Booking,
    item: usize,
    observed_at: Timestamp,
    field: impl Fn(&WrittenItem) -> bool,
) -> bool {
    writes_of(state, booking, item, field).any(|status| match status {
        WriteStatus::Pending => true,
        WriteStatus::Acknowledged(at) => *at > observed_at,
        // One that is lost, for all we know, explains nothing for ever.
        WriteStatus::Overdue | WriteStatus::Refused(_) => false,
    })
}

/// True if a write of this item's field may still be carried out.
pub(super) fn is_on_its_way(
    state: &State,
    booking: &Booking,
    item: usize,
    field: impl Fn(&WrittenItem) -> bool,
) -> bool {
    writes_of(state, booking, item, field).any(WriteStatus::is_unsettled)
}

/// True if a write of this item's field was accepted.
pub(super) fn written(
    state: &State,
    booking: &Booking,
    item: usize,
    field: impl Fn(&WrittenItem) -> bool,
) -> bool {
    writes_of(state, booking, item, field).any(|status| matches!(status, WriteStatus::Acknowledged(_)))
}

fn writes_of<'a>(
    state: &'a State,
    booking: &'a Booking,
    item: usize,
    field: impl Fn(&WrittenItem) -> bool,
) -> impl Iterator<Item = &'a WriteStatus> {
    booking.writes.iter().filter_map(move |write| {
        let write = state.write(*write)?;
        write.write.items.get(item).is_some_and(&field).then_some(&write.status)
    })
}

/// True if some write of a booking is on its way, or was accepted only after the picture was taken.
pub(super) fn is_masked(state: &State, booking: &Booking, observed_at: Timestamp) -> bool {
    let fields =
        [|item: &WrittenItem| item.provider.is_some(), |item: &WrittenItem| item.resources.is_some()];
    (0..booking.snapshot.items.len())
        .any(|item| fields.iter().any(|field| masked(state, booking, item, observed_at, field)))
}
