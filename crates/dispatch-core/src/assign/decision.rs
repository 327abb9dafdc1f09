//! The answer of the solver: an assignment, or a booking for a person, with the trace.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Occupancy, Origin},
    explain::{ReasonCode, RoleName, Trace, Who},
    ids::ServiceCode,
    time::{Minute, Span},
};

/// An answer with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// What is to be done.
    pub outcome: Outcome,
    /// Why.
    pub trace: Trace,
}

/// What is to be done with a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It goes there by rule.
    Assigned(Assignment),
    /// A person decides.
    ToPerson(Flagged),
}

/// Why a person decides, and what they can choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Flagged {
    /// Every reason, in the registry's order. Never empty.
    pub flags: Vec<ReasonCode>,
    /// What can be had at the time asked for, best first: one entry for each provider who could take it.
    pub candidates: Vec<Assignment>,
    /// Other starts that can be had, nearest first.
    pub alternatives: Vec<Assignment>,
}

/// A booking with everything it takes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assignment {
    /// From the client's arrival to the end of the last service.
    pub visit: Span,
    /// What each service gets, in order.
    pub items: Vec<AssignedItem>,
    /// What it takes up: every use of every provider, room and device.
    pub occupancies: Vec<Occupancy>,
}

/// What one service of a booking gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignedItem {
    /// Which service.
    pub service: ServiceCode,
    /// When.
    pub span: Span,
    /// Who and what, role by role: providers first, then rooms, then devices, then who supervises.
    pub roles: Vec<AssignedRole>,
}

/// Who or what fills one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignedRole {
    /// The role, such as `provider`.
    pub role: RoleName,
    /// Who or what.
    pub who: Who,
}

impl Assignment {
    /// When the client arrives.
    #[must_use]
    pub fn start(&self) -> Minute {
        self.visit.start
    }

    /// Every provider, room and device that it takes up, service by service.
    pub fn everything(&self) -> impl Iterator<Item = &Who> {
        self.items.iter().flat_map(|item| item.roles.iter().map(|role| &role.who))
    }

    /// The same with all its occupancies of another origin.
    #[must_use]
    pub fn with_origin(mut self, origin: Origin) -> Self {
        for occupancy in &mut self.occupancies {
            occupancy.origin = origin;
        }
        self
    }
}
