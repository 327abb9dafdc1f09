//! Blockers that are not lifted by themselves, though others of their kind are.

/// Why a blocker is not lifted by itself, though its kind is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LeftOut {
    /// The time lies before or beyond the planned days: no hours of any document reach it.
    NotPlanned,
    /// The clock is changed in those hours: no local time says exactly when they are.
    ClockChanged,
    /// The two locations go by different clocks: whoever moves takes their hours along, but not the minutes.
    OtherClock,
    /// The location's hours of the night before reach into those that lifting adds, and no rulebook may have both.
    NightBefore,
    /// One entry of the document stands behind two that are named, such as a break that both of two days have.
    OneEntry,
    /// What was lifted lets somebody treat who needs nobody to supervise: nobody is looked for any more.
    NotAsked,
    /// Two crowds of one room share their bookings: what thins out one thins out the other.
    SharedCrowd,
}
