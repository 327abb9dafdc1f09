//! An instance made into a practice: its rules, its schedule, and what is asked of them.

use dispatch_core::{
    BookingId, Lane, LocationIndex, Minute, Minutes, Occupancy, Origin, Request, Rulebook, Schedule,
    ServiceIndex, Span, When,
};

use crate::{
    error::InstanceError,
    instance::{Booking, Instance, Standing},
    rules::{LOCATION, Rules, Shape, device, room},
};

const DAY: i32 = 1440;

/// An instance made ready: nothing of it is looked up by name any more.
#[derive(Clone, Debug)]
pub struct Practice {
    /// The rules.
    pub rulebook: Rulebook,
    /// Everything that stands.
    pub schedule: Schedule,
    /// Every booking, in the instance's order.
    pub bookings: Vec<Asked>,
    /// The plan that stands, in the instance's order.
    pub standing: Vec<Stands>,
    /// Every query, in the instance's order.
    pub queries: Vec<Asked>,
    /// What each lane is called in the instance.
    lanes: Vec<(Role, String)>,
}

/// A booking or a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its number; of a query, its position after all bookings.
    pub id: u64,
    /// One request for each day on which it could be, in order. None if nobody and nothing could ever serve it.
    pub requests: Vec<Request>,
}

/// A booking that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// What was asked.
    pub asked: Asked,
    /// What it takes up.
    pub occupancies: Vec<Occupancy>,
}

/// What a lane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Provider,
    Room,
    Device,
}

impl Practice {
    /// Makes an instance ready.
    ///
    /// # Errors
    /// What the rules refuse: a plan that overlaps itself, or an instance without anything to serve.
    pub fn of(instance: &Instance) -> Result<Self, InstanceError> {
        let rules = Rules::of(instance)?;
        let location = rules.rulebook.location(LOCATION).unwrap_or_default();
        let asking = Asking { rules: &rules, instance, location };
        let bookings: Vec<Asked> = instance.bookings.iter().map(|booking| asking.booking(booking)).collect();
        let queries = asking.queries();
        let mut schedule = Schedule::new(rules.rulebook.pages().clone(), rules.rulebook.capacities());
        let mut standing = Vec::with_capacity(instance.standing.len());
        for (at, stands) in instance.standing.iter().enumerate() {
            let found = bookings.iter().zip(&instance.bookings).find(|(_, booking)| booking.id == stands.id);
            let place = format!("standing[{at}]");
            let occupancies = found.and_then(|(_, booking)| asking.occupancies(booking, stands));
            let Some(((asked, _), occupancies)) = found.zip(occupancies) else {
                let help = "remove it from the plan, or correct the booking";
                return Err(InstanceError::new(place, "no combination could ever serve this booking", help));
            };
            for occupancy in &occupancies {
                if let Some(other) = schedule.insert(*occupancy).first() {
                    let message = format!("booking {} overlaps booking {}", stands.id, other.0);
                    return Err(InstanceError::new(place, message, "remove one of the two from the plan"));
                }
            }
            standing.push(Stands { asked: asked.clone(), occupancies });
        }
        let lanes = lanes(instance, &rules.rulebook);
        Ok(Self { schedule, bookings, standing, queries, lanes, rulebook: rules.rulebook })
    }

    /// What a lane is, and its name in the instance.
    pub(crate) fn lane(&self, lane: Lane) -> Option<(Role, &str)> {
        self.lanes.get(lane.position()).map(|(role, name)| (*role, name.as_str()))
    }
}

/// A minute as the instance counts: day, and minutes from its midnight.
pub(crate) fn day_and_minute(at: Minute) -> (u16, u16) {
    let number = |part: i32| u16::try_from(part).unwrap_or(u16::MAX);
    (number(at.0.div_euclid(DAY)), number(at.0.rem_euclid(DAY)))
}

fn minute(day: u16, minute: u16) -> Minute {
    Minute(i32::from(day) * DAY + i32::from(minute))
}

struct Asking<'a> {
    rules: &'a Rules<'a>,
    instance: &'a Instance,
    location: LocationIndex,
}

impl Asking<'_> {
    fn service(&self, shape: &Shape<'_>) -> Option<ServiceIndex> {
        self.rules.rulebook.service(self.rules.codes.get(shape)?)
    }

    fn booking(&self, booking: &Booking) -> Asked {
        let asked = Asked { id: booking.id, requests: Vec::new() };
        let Some(service) = self.service(&Shape::of_booking(booking)) else { return asked };
        let preferred = booking.provider.prefers.as_deref().and_then(|id| self.rules.rulebook.provider(id));
        let mut requests = match (booking.day.zip(booking.start), booking.window) {
            (Some((day, start)), _) => {
                vec![Request::at(BookingId(booking.id), self.location, service, minute(day, start))]
            }
            (None, Some(window)) => {
                self.each_day(booking.id, service, booking.days.as_deref().unwrap_or_default(), window)
            }
            (None, None) => Vec::new(),
        };
        for item in requests.iter_mut().flat_map(|request| &mut request.items) {
            item.preferred = preferred;
        }
        Asked { requests, ..asked }
    }

    /// Queries are numbered after the highest number of a booking, so that nothing that stands is taken for theirs.
    fn queries(&self) -> Vec<Asked> {
        let highest = self.instance.bookings.iter().map(|booking| booking.id).max();
        let first = highest.map_or(0, |highest| highest.saturating_add(1));
        let queries = (first..).zip(&self.instance.queries);
        let asked = queries.map(|(id, query)| {
            let service = self.service(&Shape::of_query(query));
            let requests = service.map(|service| self.each_day(id, service, &query.days, query.window));
            Asked { id, requests: requests.unwrap_or_default() }
        });
        asked.collect()
    }

    fn each_day(&self, id: u64, service: ServiceIndex, days: &[u16], [from, to]: [u16; 2]) -> Vec<Request> {
        let mut days = days.to_vec();
        days.sort_unstable();
        days.dedup();
        let on = |day: u16| {
            let window = Span::new(minute(day, from), minute(day, to));
            let grid = Minutes(self.instance.grid.into());
            let mut request = Request::at(BookingId(id), self.location, service, window.start);
            request.when = When::Within { window, grid };
            request
        };
        days.into_iter().map(on).collect()
    }

    /// What a booking takes up where it stands; none if its shape can never be served.
    fn occupancies(&self, booking: &Booking, standing: &Standing) -> Option<Vec<Occupancy>> {
        let rulebook = &self.rules.rulebook;
        let service = self.service(&Shape::of_booking(booking))?;
        let provider = rulebook.provider(&standing.provider);
        let room = standing.room.as_deref().and_then(|id| rulebook.resource(&room(id)));
        let device = standing.device.as_deref().and_then(|id| rulebook.resource(&device(id)));
        let given: Vec<Lane> = [provider, room, device].into_iter().flatten().collect();
        let start = minute(standing.day, standing.start);
        let placed = rulebook.place(BookingId(booking.id), 0, service, start, &given, Origin::Ours);
        placed.map(|assignment| assignment.occupancies)
    }
}

fn lanes(instance: &Instance, rulebook: &Rulebook) -> Vec<(Role, String)> {
    let providers =
        instance.providers.iter().map(|one| (rulebook.provider(&one.id), Role::Provider, &one.id));
    let rooms = instance.rooms.iter().map(|one| (rulebook.resource(&room(&one.id)), Role::Room, &one.id));
    let devices =
        instance.devices.iter().map(|one| (rulebook.resource(&device(&one.id)), Role::Device, &one.id));
    let mut named: Vec<(Lane, Role, &String)> = providers
        .chain(rooms)
        .chain(devices)
        .filter_map(|(lane, role, id)| lane.map(|lane| (lane, role, id)))
        .collect();
    named.sort_by_key(|(lane, ..)| *lane);
    named.into_iter().map(|(_, role, id)| (role, id.clone())).collect()
}
