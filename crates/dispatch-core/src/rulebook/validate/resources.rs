//! Rooms and devices: their locations and their hours.

use super::providers;
use crate::rulebook::{
    DocumentPath, ResourceDocument, ResourceKind, RulebookDocument,
    layout::location_of,
    ranges, references,
    report::{Report, entry},
    rules::duties,
};

/// The most bookings that a room or device can hold at once.
const HOLDS: u16 = 1000;

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    for (at, resource) in document.resources.iter().enumerate() {
        let path = entry("resource", at);
        references::location(report, &document.locations, &path, resource.location.as_ref());
        if let Some(hours) = &resource.hours {
            ranges::weekly(report, &path.field("hours"), hours);
        }
        providers::dates(report, &path, &resource.dates);
        duties::judge(report, &path.field("duties"), &resource.duties);
        if !(1..=HOLDS).contains(&resource.holds) {
            let message = format!("`{}` cannot hold {} bookings at once", resource.id, resource.holds);
            report.add(path.field("holds"), "bad_holds", message, format!("use 1 to {HOLDS}"));
        }
        if resource.fixed_in.is_some() {
            fixed_in(report, document, path.field("fixed_in"), resource);
        }
    }
}

fn fixed_in(
    report: &mut Report,
    document: &RulebookDocument,
    path: DocumentPath,
    resource: &ResourceDocument,
) {
    let Some(id) = &resource.fixed_in else { return };
    if resource.kind == ResourceKind::Room {
        let message = format!("`{}` is a room, and a room cannot be fixed in another room", resource.id);
        report.add(path, "room_fixed_in", message, "remove `fixed_in`, or make it a device");
        return;
    }
    references::resource(report, &document.resources, path.clone(), id);
    let Some(room) = document.resources.iter().find(|room| room.id == *id) else { return };
    if room.kind != ResourceKind::Room {
        let rooms = document.resources.iter().filter(|other| other.kind == ResourceKind::Room);
        let message = format!("`{id}` is not a room");
        let known = rooms.map(|room| room.id.as_str());
        report.unknown(path, "fixed_in_no_room", message, "use the id of the room it stands in", known);
        return;
    }
    let stands = |one: &ResourceDocument| location_of(document, one.location.as_ref().map(|id| id.as_str()));
    if stands(room).zip(stands(resource)).is_some_and(|(room, device)| room != device) {
        let message = format!("`{id}` and `{}` are at different locations", resource.id);
        report.add(path, "fixed_in_elsewhere", message, "give both the same location");
    }
}
