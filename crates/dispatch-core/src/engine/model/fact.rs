//! Facts: neutral input lines from the platforms. A fact keeps the platform's raw ids and words; `decide`
//! resolves them through the rulebook, and what it cannot resolve becomes a flag, never an error.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

use super::{AppointmentObserved, BlockObserved, CalendarObserved, Connection};

/// One input line: a fact and the moment at which it became known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactLine {
    /// The moment at which it became known: the engine's `now`.
    pub at: Timestamp,
    /// The fact.
    #[serde(flatten)]
    pub fact: Fact,
}

/// One thing that became known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// A platform account and what it lets us do.
    ConnectionDeclared(Connection),
    /// A complete appointment as the platform has it: new, moved, changed, cancelled or our own echo.
    AppointmentObserved(AppointmentObserved),
    /// A block as the platform has it: a provider's time off, or a room or device out of service.
    BlockObserved(BlockObserved),
    /// Word on whether a calendar can be read.
    CalendarObserved(CalendarObserved),
    /// Nothing but that time went on.
    Clock {},
}
