//! A booking: one platform appointment, and what the engine keeps of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Occupancy,
    explain::ReasonCode,
    ids::{BookingId, ClientId, ConnectionId, ExceptionId, NoticeId, PlatformId, ProviderId, WriteId},
    time::{Minute, Minutes, Span, Timestamp},
};

use super::{Desired, Disposition, Kept, Snapshot, Suggested};

/// One platform appointment or group, and our decisions about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// Our id of it.
    pub booking: BookingId,
    /// The connection that it came from.
    pub connection: ConnectionId,
    /// The platform's id of it, as linked now.
    pub appointment: PlatformId,
    /// The newest picture, and what every decision about it was made from: it is judged anew with each picture that
    /// differs in what is judged.
    pub snapshot: Arc<Snapshot>,
    /// Our clock when it was first seen.
    pub first_seen: Timestamp,
    /// Its disposition.
    pub disposition: Disposition,
    /// Our decision, if there is one.
    pub desired: Option<Desired>,
    /// The decision that would have been made, where automation only suggests.
    pub suggested: Option<Suggested>,
    /// The time that it takes up now.
    pub occupancies: Vec<Occupancy>,
    /// The bookings that it clashes with; each of them names this one too.
    pub conflicts: Vec<BookingId>,
    /// The open exception's reasons.
    pub flags: Vec<ReasonCode>,
    /// The open exception.
    pub exception: Option<ExceptionId>,
    /// True if a person placed it: rules do not move it.
    pub pinned: bool,
    /// The reasons that a person has decided upon: for the same client, services and time they raise no question again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<ReasonCode>,
    /// True if it was adopted at go-live.
    pub imported: bool,
    /// True if the client confirmed it.
    pub client_confirmed: bool,
    /// The number of decisions about it.
    pub revision: u32,
    /// SEQUENCE of its calendar entry, as in iCalendar.
    pub sequence: u32,
    /// What each client was last told about it: the client who was told last stands last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    /// The reminders that went out: minutes before, and for which start.
    pub reminded: Vec<(Minutes, Minute)>,
    /// Its writes, oldest first.
    pub writes: Vec<WriteId>,
    /// Its planned notices.
    pub notices: Vec<NoticeId>,
}

/// The last word to a client about a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Told {
    /// The client.
    pub client: ClientId,
    /// From the arrival to the end of the last service.
    pub visit: Span,
    /// The provider who treats in the first service.
    pub provider: ProviderId,
    /// The platform's id of the location.
    pub location: PlatformId,
    /// False once they were told that it is off.
    pub stands: bool,
}

impl Booking {
    pub(crate) fn new(
        booking: BookingId,
        connection: ConnectionId,
        appointment: PlatformId,
        snapshot: Arc<Snapshot>,
        first_seen: Timestamp,
    ) -> Self {
        Self {
            booking,
            connection,
            appointment,
            snapshot,
            first_seen,
            disposition: Disposition::Unmanaged,
            desired: None,
            suggested: None,
            occupancies: Vec::new(),
            conflicts: Vec::new(),
            flags: Vec::new(),
            exception: None,
            pinned: false,
            accepted: Vec::new(),
            imported: false,
            client_confirmed: false,
            revision: 0,
            sequence: 0,
            told: Vec::new(),
            reminded: Vec::new(),
            writes: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// The time that this client is there for it; none if it is another client's by now, or does not stand any more. Our
    /// decision goes before the platform's picture.
    pub(crate) fn attended(&self, client: &ClientId) -> Option<Span> {
        let stands = match self.disposition {
            Disposition::Assigned
            | Disposition::Unmanaged
            | Disposition::AwaitingPerson
            | Disposition::Arrived
            | Disposition::InService => self.snapshot.client == *client,
            Disposition::Waitlisted
            | Disposition::Completed
            | Disposition::NoShow
            | Disposition::Cancelled
            | Disposition::Declined
            | Disposition::Expired => false,
        };
        if !stands {
            return None;
        }
        if let Some(decided) = self.decided() {
            return Some(decided.assignment.visit);
        }
        self.shown_visit()
    }

    /// The start that the platform shows; none without a service.
    pub(crate) fn shown_start(&self) -> Option<Minute> {
        self.snapshot.items.iter().map(|item| item.start.minute_floor()).min()
    }

    /// From the first start to the last end that the platform shows.
    pub(crate) fn shown_visit(&self) -> Option<Span> {
        let ends = self.snapshot.items.iter().map(|item| item.end.minute_ceil());
        Some(Span::new(self.shown_start()?, ends.max()?))
    }

    /// What a client was last told about it.
    #[must_use]
    pub fn told(&self, client: &ClientId) -> Option<&Told> {
        self.told.iter().find(|told| told.client == *client)
    }

    /// Our decision, if it counts: while a person is asked, the one before them does not.
    pub(crate) fn decided(&self) -> Option<&Desired> {
        if self.disposition == Disposition::AwaitingPerson { None } else { self.desired.as_ref() }
    }

    /// Every flag that stands: the open exception's, and the platform's conflict if there is one.
    pub fn all_flags(&self) -> impl Iterator<Item = ReasonCode> + '_ {
        let conflict = !self.conflicts.is_empty() && !self.flags.contains(&ReasonCode::PlatformConflict);
        self.flags.iter().copied().chain(conflict.then_some(ReasonCode::PlatformConflict))
    }
}

/// A newer picture of an appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppointmentSeen {
    /// Our booking: this event's sequence if it is new.
    pub booking: BookingId,
    /// The connection.
    pub connection: ConnectionId,
    /// Our clock before the read was sent.
    pub observed_at: Timestamp,
    /// The complete appointment.
    pub snapshot: Arc<Snapshot>,
}

/// A booking that we leave alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookingKept {
    /// The booking.
    pub booking: BookingId,
    /// The reason.
    pub why: Kept,
    /// Its disposition.
    pub disposition: Disposition,
    /// The time that it takes up.
    pub occupancies: Vec<Occupancy>,
    /// The bookings that it clashes with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<BookingId>,
}
