//! Bookings, uses and blocks that stand already in a case.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dispatch_core::{
    Block, BlockId, BookingId, DocumentPath, Lane, Minutes, Occupancy, Origin, Rulebook, Schedule,
    calendar::local::{LocalRange, Zone},
};

use super::{document::StandingDocument, faults::Faults};

/// Where and when a case is.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) rulebook: &'a Rulebook,
    pub(super) zone: Zone,
    pub(super) date: NaiveDate,
}

/// What was placed so far.
pub(super) struct Placed {
    schedule: Schedule,
    names: BTreeMap<BookingId, String>,
    /// Counts everything placed: the number of the next booking or block.
    next: u64,
}

impl Placed {
    pub(super) fn new(rulebook: &Rulebook) -> Self {
        let schedule = rulebook.empty_schedule();
        Self { schedule, names: BTreeMap::new(), next: 1 }
    }

    pub(super) fn into_parts(self) -> (Schedule, BTreeMap<BookingId, String>) {
        (self.schedule, self.names)
    }

    pub(super) fn add(
        &mut self,
        faults: &mut Faults<'_, '_>,
        place: Place<'_>,
        entry: &StandingDocument,
        path: &DocumentPath,
    ) {
        let rulebook = place.rulebook;
        // From outside the room it is counted apart from what they do themselves.
        let path_of_supervisor = path.field("supervisor");
        let supervisor = faults.provider(rulebook, &path_of_supervisor, entry.supervisor.as_deref());
        let supervisor = supervisor
            .map(|own| entry.supervisor.as_deref().and_then(|name| rulebook.supervisor(name)).unwrap_or(own));
        let lanes: Vec<Lane> = [
            faults.provider(rulebook, &path.field("provider"), entry.provider.as_deref()),
            faults.resource(rulebook, &path.field("room"), "room", entry.room.as_deref()),
            faults.resource(rulebook, &path.field("device"), "device", entry.device.as_deref()),
            supervisor,
        ]
        .into_iter()
        .flatten()
        .collect();
        let StandingDocument { provider, room, device, supervisor, .. } = entry;
        if [provider, room, device, supervisor].into_iter().all(Option::is_none) {
            let help = "add `provider`, `room`, `device` or `supervisor`";
            faults.add(path, "takes_up_nothing", "this takes up nobody and nothing", help);
        }
        let date = entry.date.unwrap_or(place.date);
        match *entry {
            StandingDocument { service: Some(_), time: Some(_), used: None, blocked: None, .. } => {
                self.booking(faults, place, date, entry, &lanes, path);
            }
            StandingDocument { service: None, time: None, used: Some(used), blocked: None, .. } => {
                self.used(place, date, used, entry, &lanes);
            }
            StandingDocument { service: None, time: None, used: None, blocked: Some(blocked), .. } => {
                let span = place.zone.span(date, blocked);
                for lane in lanes {
                    self.schedule.block(Block { block: BlockId(self.next), lane, span });
                }
                self.next += 1;
            }
            _ => {
                let message = "this is neither a booking, nor a use, nor a block";
                let help =
                    "write `service` and `time`, or `used = \"13:00-14:10\"`, or `blocked = \"12:00-13:00\"`";
                faults.add(path, "bad_standing", message, help);
            }
        }
    }

    fn booking(
        &mut self,
        faults: &mut Faults<'_, '_>,
        place: Place<'_>,
        date: NaiveDate,
        entry: &StandingDocument,
        lanes: &[Lane],
        path: &DocumentPath,
    ) {
        let (Some(code), Some(time)) = (&entry.service, entry.time) else { return };
        let service = faults.service(place.rulebook, &path.field("service"), code);
        let start = faults.minute(&path.field("time"), place.zone, date, time);
        let (Some(service), Some(start)) = (service, start) else { return };
        let booking = self.named(entry, || format!("{code} at {time}"));
        let placed = place.rulebook.place(booking, 0, service, start, lanes, Origin::Observed);
        let occupancies = placed.map_or_else(Vec::new, |assignment| assignment.occupancies);
        for lane in lanes.iter().filter(|lane| occupancies.iter().all(|used| used.lane != **lane)) {
            let name = place.rulebook.who(*lane).map_or("", |who| who.as_str());
            let message = format!("`{name}` has no part in `{code}`");
            faults.add(path, "no_part", message, "leave it out, or write a second entry with `used`");
        }
        for occupancy in occupancies {
            self.schedule.insert(occupancy);
        }
    }

    fn used(
        &mut self,
        place: Place<'_>,
        date: NaiveDate,
        used: LocalRange,
        entry: &StandingDocument,
        lanes: &[Lane],
    ) {
        let booking = self.named(entry, || format!("what stands {used}"));
        let used = place.zone.span(date, used);
        for lane in lanes {
            self.schedule.insert(Occupancy {
                lane: *lane,
                booking,
                item: 0,
                phase: 0,
                service: None,
                used,
                before: Minutes(0),
                after: Minutes(0),
                origin: Origin::Observed,
            });
        }
    }

    /// The next booking's number; it is called as the entry says.
    fn named(&mut self, entry: &StandingDocument, otherwise: impl FnOnce() -> String) -> BookingId {
        let booking = BookingId(self.next);
        self.next += 1;
        self.names.insert(booking, entry.name.clone().unwrap_or_else(otherwise));
        booking
    }
}
