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

/// One platform appointment or group, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// Which.
    pub booking: BookingId,
    /// Where it came from.
    pub connection: ConnectionId,
    /// The platform's id of it, as linked now.
    pub appointment: PlatformId,
    /// The picture that was last acted on.
    pub snapshot: Arc<Snapshot>,
    /// Where it stands.
    pub disposition: Disposition,
    /// What we decided, if anything.
    pub desired: Option<Desired>,
    /// What we would have decided, where automation only suggests.
    pub suggested: Option<Suggested>,
    /// What it takes up now.
    pub occupancies: Vec<Occupancy>,
    /// The bookings that it clashes with; each of them names this one too.
    pub conflicts: Vec<BookingId>,
    /// The open exception's reasons.
    pub flags: Vec<ReasonCode>,
    /// The open exception.
    pub exception: Option<ExceptionId>,
    /// True if a person placed it: rules do not move it.
    pub pinned: bool,
    /// True if it was adopted at go-live.
    pub imported: bool,
    /// The client said yes.
    pub client_confirmed: bool,
    /// How many decisions were made about it.
    pub revision: u32,
    /// SEQUENCE of its calendar entry.
    pub sequence: u32,
    /// What the client was last told, unless it is cancelled.
    pub told: Option<Told>,
    /// The reminders that went out: minutes before, and for which start.
    pub reminded: Vec<(Minutes, Minute)>,
    /// Its writes, oldest first.
    pub writes: Vec<WriteId>,
    /// Its planned notices.
    pub notices: Vec<NoticeId>,
}

/// What a client was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The start.
    pub start: Minute,
    /// Who treats.
    pub provider: ProviderId,
}

impl Booking {
    pub(crate) fn new(
        booking: BookingId,
        connection: ConnectionId,
        appointment: PlatformId,
        snapshot: Arc<Snapshot>,
    ) -> Self {
        Self {
            booking,
            connection,
            appointment,
            snapshot,
            disposition: Disposition::Unmanaged,
            desired: None,
            suggested: None,
            occupancies: Vec::new(),
            conflicts: Vec::new(),
            flags: Vec::new(),
            exception: None,
            pinned: false,
            imported: false,
            client_confirmed: false,
            revision: 0,
            sequence: 0,
            told: None,
            reminded: Vec::new(),
            writes: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// When this client is there for it; none if it is another's by now, or does not stand any more. What we decided
    /// goes before what the platform shows.
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
        let decided = self.desired.as_ref().filter(|_| self.disposition != Disposition::AwaitingPerson);
        let shown = || {
            let starts = self.snapshot.items.iter().map(|item| item.start.minute_floor());
            let ends = self.snapshot.items.iter().map(|item| item.end.minute_ceil());
            Some(Span::new(starts.min()?, ends.max()?))
        };
        decided.map(|desired| desired.assignment.visit).or_else(shown).filter(|_| stands)
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
    /// Where it was seen.
    pub connection: ConnectionId,
    /// Our clock before the read.
    pub observed_at: Timestamp,
    /// The complete appointment.
    pub snapshot: Arc<Snapshot>,
}

/// A booking that we leave alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookingKept {
    /// Which.
    pub booking: BookingId,
    /// Why we leave it alone.
    pub why: Kept,
    /// Where it stands.
    pub disposition: Disposition,
    /// What it takes up.
    pub occupancies: Vec<Occupancy>,
    /// The bookings that it clashes with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<BookingId>,
}
