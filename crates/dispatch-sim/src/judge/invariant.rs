//! The invariants: everything that must hold, each with a word and a sentence.

use std::fmt;

use dispatch_core::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

macro_rules! invariants {
    ($($variant:ident $slug:literal $sentence:literal;)*) => {
        /// Something that must hold at every moment.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Invariant {
            $(#[doc = $sentence] $variant,)*
        }

        impl Invariant {
            /// Every invariant.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable word.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }

            /// A sentence.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }
        }
    };
}

invariants! {
    Refused "fact_refused" "No fact, timer or acknowledgement is refused.";
    Overlap "overlap" "Nobody and nothing assigned by rule is used twice at once, buffers included.";
    Conflict "conflict_flagged" "What overlaps all the same is flagged, on both bookings.";
    Lawful "lawful" "What is assigned by rule is qualified, inside shift and hours, not blocked, complete, and has its buffers.";
    Standing "standing" "What stands and breaks a hard rule is flagged, or a person accepted it.";
    Disposition "one_disposition" "Every appointment has one booking, in the disposition that the newest picture allows.";
    Flags "flags_kept" "No hard flag of the newest picture is missing from an assigned booking, unless a person accepted it.";
    Vain "waits_in_vain" "No booking waits for what is no longer so.";
    UnderWay "under_way" "What is occupied covers what the platform shows under way.";
    Length "shown_length" "An appointment that is longer than the menu keeps the time that the platform shows.";
    Freed "freed" "What is cancelled, declined, missed or over takes up nothing to come, and only what waits holds a candidate.";
    Adopted "adopted" "An adopted booking has a room where rooms are ours, and somebody is told of a block over it.";
    Written "written_back" "The platform shows what was written and acknowledged.";
    Truth "last_word" "The last word told to each client is the truth, or a task says that it is not.";
    Silence "undecided" "Nobody is told anything of a booking that waits for a person.";
    Quiet "quiet_hours" "No reminder and no SMS goes out in quiet hours.";
    New "says_something" "A message says something that the client was not told before.";
    Consent "consent" "Messages go only where the client consented, and none to who wants to be called.";
    AtDesk "at_the_desk" "Nobody who has arrived, or whose visit has begun, is written to.";
    Sequence "sequence" "SEQUENCE rises with each change of start, end or status that a client is told of.";
    Minute "one_a_minute" "No client gets two messages about a booking in one minute.";
    Reminders "reminders" "Exactly the reminders that are due go out, at their moments.";
    Owner "owner_and_deadline" "Every open exception has a booking, an owner and a live deadline.";
    Picture "newest_picture" "The observed picture is the newest that was delivered, whatever the order.";
    Replay "replay" "The journal leads to the same state, also after a crash.";
}

impl Invariant {
    /// The invariant with this word.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|invariant| invariant.slug() == slug)
    }
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

impl<'de> Deserialize<'de> for Invariant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let slug = String::deserialize(deserializer)?;
        Self::from_slug(&slug).ok_or_else(|| D::Error::custom(format!("`{slug}` is no invariant")))
    }
}

impl Serialize for Invariant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}

/// The outcome of a judgment.
pub(crate) type Judged = Result<(), Violation>;

/// An invariant that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The invariant.
    pub invariant: Invariant,
    /// The virtual moment.
    pub at: Timestamp,
    /// The platform's id of the appointment, where it is about one.
    pub appointment: Option<String>,
    /// A sentence about it.
    pub says: String,
}

impl Violation {
    /// One that is not about a single appointment.
    pub(crate) fn of_all(invariant: Invariant, at: Timestamp, says: String) -> Self {
        Self { invariant, at, appointment: None, says }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_lists_every_invariant() {
        let page = include_str!("../../../../docs/simulator.md");
        for invariant in Invariant::ALL {
            let row = format!("| `{}` | {} |", invariant.slug(), invariant.sentence());
            assert!(page.contains(&row), "docs/simulator.md lacks {row}");
            assert_eq!(Invariant::from_slug(invariant.slug()), Some(*invariant));
        }
    }
}
