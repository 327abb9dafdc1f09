//! The history of a client: earlier and later services, from the platform's list and from our own bookings.

use crate::{
    availability::{Attended, History},
    ids::{BookingId, ClientId, ConnectionId, PlatformId},
    rulebook::Rulebook,
    time::Minute,
};

use super::{Booking, Disposition, Snapshot, State};

impl State {
    /// The client's other services that the rulebook knows. Our own picture of an appointment goes before the platform's
    /// list, since that may be older.
    pub(crate) fn history(
        &self,
        rulebook: &Rulebook,
        connection: &ConnectionId,
        snapshot: &Snapshot,
        but: BookingId,
    ) -> History {
        let listed = snapshot.about_client.history.as_deref();
        let unknown_to_us = listed.unwrap_or_default().iter().filter(|fact| {
            let known = |id: &PlatformId| *id == snapshot.id || self.find(connection, id).is_some();
            !fact.appointment.as_ref().is_some_and(known)
        });
        let theirs = unknown_to_us.map(|fact| (fact.service.as_str(), fact.start.minute_floor()));
        let ours = self
            .bookings_of(connection, &snapshot.client)
            .filter(|booking| booking.booking != but)
            .flat_map(|booking| booking.given_to(&snapshot.client));
        let attended =
            |(service, start): (&str, Minute)| Some(Attended { service: rulebook.service(service)?, start });
        History { services: theirs.chain(ours).filter_map(attended).collect(), complete: listed.is_some() }
    }
}

impl Booking {
    /// The services that it gives to this client, each with its start: our decision before the platform's picture. None if
    /// it is another client's by now, or was cancelled. One that is over counts.
    fn given_to(&self, client: &ClientId) -> impl Iterator<Item = (&str, Minute)> {
        let counts = match self.disposition {
            Disposition::Assigned
            | Disposition::Unmanaged
            | Disposition::AwaitingPerson
            | Disposition::Arrived
            | Disposition::InService
            | Disposition::Completed => self.snapshot.client == *client,
            Disposition::Waitlisted
            | Disposition::NoShow
            | Disposition::Cancelled
            | Disposition::Declined
            | Disposition::Expired => false,
        };
        let decided = if counts { self.decided() } else { None };
        let shown = if counts && decided.is_none() { &self.snapshot.items[..] } else { &[] };
        let ours = decided.into_iter().flat_map(|desired| &desired.assignment.items);
        let ours = ours.map(|item| (item.service.as_str(), item.span.start));
        let shown = shown.iter().map(|item| (item.service.as_str(), item.start.minute_floor()));
        ours.chain(shown)
    }
}
