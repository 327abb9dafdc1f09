//! The disposition: the stage of a booking's life, and the reasons for leaving it alone.

use serde::{Deserialize, Serialize};

/// The stage of a booking's life: exactly one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are the field's")]
pub enum Disposition {
    Assigned,
    #[default]
    Unmanaged,
    AwaitingPerson,
    Waitlisted,
    Arrived,
    InService,
    Completed,
    NoShow,
    Cancelled,
    Declined,
    Expired,
}

impl Disposition {
    /// True if its time is free again.
    #[must_use]
    pub const fn is_released(self) -> bool {
        matches!(self, Self::Cancelled | Self::Declined | Self::Expired)
    }

    /// True while the client is there.
    #[must_use]
    pub(crate) const fn is_under_way(self) -> bool {
        matches!(self, Self::Arrived | Self::InService)
    }

    /// The word as stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Unmanaged => "unmanaged",
            Self::AwaitingPerson => "awaiting_person",
            Self::Waitlisted => "waitlisted",
            Self::Arrived => "arrived",
            Self::InService => "in_service",
            Self::Completed => "completed",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }
}

/// The reason for leaving a booking alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Automation is off.
    Off,
    /// Automation only suggests.
    Suggesting,
    /// It was created before go-live.
    Imported,
    /// It was over, or under way, when it was first seen.
    Past,
    /// A person left it as the platform has it, though the rulebook does not know all of it.
    Person,
}
