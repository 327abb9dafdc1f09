//! Blockers: what stands in a candidate's way, at least one thing for each candidate that cannot take the booking.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    ids::{BlockId, BookingId, CredentialId},
    time::{Minutes, Span},
};

use super::{ReasonCode, RoleName};

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
    /// The client does not want to see the provider.
    Avoided,
    /// Does not meet what the client insists on.
    WishUnmet {
        /// Which wish.
        wish: WishKind,
        /// What the client asked for.
        wanted: Arc<str>,
    },
    /// Would need longer than the client has: their next booking starts before this one ends.
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
        /// For how long the supervisor would have to be.
        needed: Span,
    },
    /// Not at the location for all of it.
    NotOnSite {
        /// For how long the supervisor would have to be.
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
    /// The calendar cannot be read: what lies in it is not known.
    CalendarUnreadable,
    /// Lacks capabilities.
    Incapable {
        /// Those missing.
        missing: Arc<[String]>,
    },
    /// Not among those that the service may use.
    NotListed,
    /// A room or device that holds several is full: some of these bookings would have to go, whichever.
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

/// What a client may ask of the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WishKind {
    /// A gender.
    Gender,
    /// A language.
    Language,
}

/// A booking on a room or device.
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

/// One blocker or more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Blockers(Vec<Blocker>);

impl Blockers {
    /// All of a list; none if it is empty.
    #[must_use]
    pub fn of(blockers: Vec<Blocker>) -> Option<Self> {
        (!blockers.is_empty()).then_some(Self(blockers))
    }

    /// Each of them, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Blocker> + Clone {
        self.0.iter()
    }
}

impl IntoIterator for Blockers {
    type Item = Blocker;
    type IntoIter = std::vec::IntoIter<Blocker>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'de> Deserialize<'de> for Blockers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let listed = Vec::deserialize(deserializer)?;
        Self::of(listed).ok_or_else(|| de::Error::custom("a blocked candidate names what is in its way"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Blockers {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Blockers".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = generator.subschema_for::<Blocker>();
        schemars::json_schema!({ "type": "array", "items": one, "minItems": 1 })
    }
}
