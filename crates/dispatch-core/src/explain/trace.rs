//! The trace of a decision: every candidate and what became of it, in data. Text is rendered from it.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{BlockId, BookingId, CredentialId, ProviderId, ResourceId},
    time::{Minute, Minutes, Span},
};

use super::{Blockers, Note, ReasonCode, RoleName, packed::PackedTrace};

/// Who or what a candidate is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A provider.
    Provider(ProviderId),
    /// A room.
    Room(ResourceId),
    /// A device.
    Device(ResourceId),
    /// A provider who supervises from outside the room.
    Supervisor(ProviderId),
}

impl Who {
    /// The id as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Provider(id) | Self::Supervisor(id) => id.as_str(),
            Self::Room(id) | Self::Device(id) => id.as_str(),
        }
    }
}

/// Why a booking went where it went: every candidate of every role at the start that was judged.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Spelled", into = "Spelled")]
pub struct Trace {
    /// The start that the candidates were judged at; none if nothing could be judged.
    pub start: Option<Minute>,
    /// What is to be said of the client.
    pub notes: Vec<Note>,
    packed: PackedTrace,
}

impl Trace {
    /// A trace of these candidates.
    #[must_use]
    pub fn of(start: Option<Minute>, candidates: Vec<Candidate>, notes: Vec<Note>) -> Self {
        Self::packed(start, candidates.into(), notes)
    }

    pub(crate) const fn packed(start: Option<Minute>, packed: PackedTrace, notes: Vec<Note>) -> Self {
        Self { start, notes, packed }
    }

    /// Every provider, room and device that could come into question, in rulebook order by role. Each is spelled out as it
    /// is asked for.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate> {
        self.packed.candidates(|_| true)
    }

    /// Those of them who are asked for.
    pub(crate) fn candidates_of(&self, of: impl Fn(&Who) -> bool) -> impl Iterator<Item = Candidate> {
        self.packed.candidates(of)
    }
}

impl PartialEq for Trace {
    fn eq(&self, other: &Self) -> bool {
        self.start == other.start && self.notes == other.notes && self.candidates().eq(other.candidates())
    }
}

impl Eq for Trace {}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let candidates: Vec<_> = self.candidates().collect();
        f.debug_struct("Trace")
            .field("start", &self.start)
            .field("candidates", &candidates)
            .field("notes", &self.notes)
            .finish()
    }
}

/// A trace as it is written.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Trace"))]
struct Spelled {
    /// The start that the candidates were judged at; none if nothing could be judged.
    start: Option<Minute>,
    /// Every provider, room and device that could come into question, in rulebook order by role.
    candidates: Vec<Candidate>,
    /// What is to be said of the client.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Note>,
}

impl From<Trace> for Spelled {
    fn from(trace: Trace) -> Self {
        Self { start: trace.start, candidates: trace.candidates().collect(), notes: trace.notes }
    }
}

impl From<Spelled> for Trace {
    fn from(Spelled { start, candidates, notes }: Spelled) -> Self {
        Self::of(start, candidates, notes)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Trace {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Spelled::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Spelled::json_schema(generator)
    }
}

/// One provider, room or device in one role at one start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Candidate {
    /// Which service of the booking, from 0.
    pub item: u8,
    /// The role, such as `provider` or `room`.
    pub role: RoleName,
    /// Who or what.
    pub who: Who,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Taken.
    Chosen,
    /// Could take it, but lost on this criterion.
    Lost {
        /// The criterion's name.
        criterion: Arc<str>,
        /// Its own value; lower is better.
        own: i64,
        /// The best value among those compared.
        best: i64,
    },
    /// Equal to another on every criterion.
    Tied,
    /// A room or device that is free too; another is used first.
    LeftFree,
    /// Cannot take it: everything that stands in the way.
    Blocked(Blockers),
}

/// One thing that stands in the way of one candidate. Lifting all of a candidate's blockers makes it feasible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "blocker", rename_all = "snake_case")]
pub enum Blocker {
    /// Lacks credentials on that date: for each set that would do, what is missing of it.
    Unqualified {
        /// What is missing, set by set.
        missing: Arc<[Vec<CredentialId>]>,
    },
    /// Lacks the credentials to supervise on that date: for each set that would do, what is missing of it.
    MayNotSupervise {
        /// What is missing, set by set.
        missing: Arc<[Vec<CredentialId>]>,
    },
    /// The client does not want to see them.
    Avoided,
    /// Does not meet what the client insists on.
    WishUnmet {
        /// Which wish.
        wish: WishKind,
        /// What the client asked for.
        wanted: Arc<str>,
    },
    /// Takes so much longer than the menu says that the client would have to be elsewhere before the end.
    ClientBusy {
        /// When the client is elsewhere.
        span: Span,
    },
    /// Closed, or outside the room's or device's own hours.
    OutsideHours {
        /// What would have to be open.
        needed: Span,
    },
    /// Not on shift.
    OffShift {
        /// What the shift would have to cover.
        needed: Span,
    },
    /// Cannot be reached for all of it.
    NotReachable {
        /// For how long they would have to be.
        needed: Span,
    },
    /// Not at the location for all of it.
    NotOnSite {
        /// For how long they would have to be.
        needed: Span,
    },
    /// A block or PTO.
    #[serde(alias = "blocked")]
    Block {
        /// Which.
        block: BlockId,
        /// When.
        span: Span,
    },
    /// Another booking's use and this one's overlap.
    Booked {
        /// The other booking.
        booking: BookingId,
        /// Its use, without buffers.
        used: Span,
    },
    /// The uses do not overlap, but a buffer does not fit between them.
    Buffer {
        /// The other booking.
        booking: BookingId,
        /// Its use, without buffers.
        used: Span,
        /// The minutes between the two uses.
        gap: Minutes,
        /// The minutes that the padding rule asks for.
        needed: Minutes,
    },
    /// No gap would be left for a floating break.
    BreakLost {
        /// The break's length.
        minutes: Minutes,
        /// Where it must fit.
        within: Span,
    },
    /// A fixed break.
    OnBreak {
        /// When.
        span: Span,
    },
    /// A duty that comes back at that time of day.
    OnDuty {
        /// What it is.
        name: Arc<str>,
        /// When.
        span: Span,
    },
    /// The cap of appointments a day.
    DayFull {
        /// How many are allowed.
        most: u16,
    },
    /// Too long without a pause.
    TooLongInARow {
        /// From the first booking of the run to the end of the last, this one included.
        run: Span,
        /// The longest that is allowed.
        most: Minutes,
        /// What counts as a pause.
        pause: Minutes,
    },
    /// Works or stands at another location.
    OtherLocation,
    /// The calendar cannot be read: nobody knows what lies in it.
    CalendarUnreadable,
    /// Lacks capabilities.
    Incapable {
        /// Those missing.
        missing: Arc<[String]>,
    },
    /// Not among those that the service may use.
    NotListed,
    /// A room or device that holds several holds as many as it can: some of these bookings would have to go, any.
    Full {
        /// How many it holds at once.
        holds: u16,
        /// How many must go.
        must_go: u16,
        /// Those that lie there at the same time.
        of: Arc<[Occupant]>,
    },
    /// Nothing that must go with it is free.
    NoPartner {
        /// The role of the partner.
        role: RoleName,
    },
    /// The other services of the visit could not follow.
    RestOfVisit,
}

/// What a client may ask of who treats them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WishKind {
    /// A gender.
    Gender,
    /// A language.
    Language,
}

/// A booking that lies on a room or device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Occupant {
    /// Which.
    pub booking: BookingId,
    /// Its use, without buffers.
    pub used: Span,
}

impl fmt::Display for WishKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Gender => "gender",
            Self::Language => "language",
        })
    }
}

impl Blocker {
    /// Its entry in the registry.
    #[must_use]
    pub const fn reason(&self) -> ReasonCode {
        match self {
            Self::Unqualified { .. } => ReasonCode::Unqualified,
            Self::MayNotSupervise { .. } => ReasonCode::MayNotSupervise,
            Self::NotReachable { .. } => ReasonCode::NotReachable,
            Self::NotOnSite { .. } => ReasonCode::NotOnSite,
            Self::Avoided => ReasonCode::Avoided,
            Self::WishUnmet { .. } => ReasonCode::WishUnmet,
            Self::ClientBusy { .. } => ReasonCode::ClientBusy,
            Self::OutsideHours { .. } => ReasonCode::OutsideHours,
            Self::OffShift { .. } => ReasonCode::OffShift,
            Self::Block { .. } => ReasonCode::Blocked,
            Self::Booked { .. } => ReasonCode::Booked,
            Self::Buffer { .. } => ReasonCode::Buffer,
            Self::BreakLost { .. } => ReasonCode::BreakLost,
            Self::OnBreak { .. } => ReasonCode::OnBreak,
            Self::OnDuty { .. } => ReasonCode::OnDuty,
            Self::DayFull { .. } => ReasonCode::DayFull,
            Self::TooLongInARow { .. } => ReasonCode::TooLongInARow,
            Self::OtherLocation => ReasonCode::ElsewhereLocated,
            Self::CalendarUnreadable => ReasonCode::CalendarUnreadable,
            Self::Incapable { .. } => ReasonCode::Incapable,
            Self::NotListed => ReasonCode::NotListed,
            Self::Full { .. } => ReasonCode::Full,
            Self::NoPartner { .. } => ReasonCode::NoPartner,
            Self::RestOfVisit => ReasonCode::RestOfVisit,
        }
    }
}
