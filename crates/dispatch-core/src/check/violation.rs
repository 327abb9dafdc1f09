//! Violations: broken rules, as data and in words.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Occupancy, Origin},
    ids::{BlockId, BookingId, Lane},
    rulebook::Rulebook,
    time::{Minutes, Span},
};

macro_rules! kinds {
    ($($(#[$about:meta])* $variant:ident $slug:literal)*) => {
        /// The kind of rule that is broken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum ViolationKind {
            $($(#[$about])* $variant,)*
        }

        impl ViolationKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable word, such as `overlap`.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }
        }
    };
}

kinds! {
    /// Two bookings use the same provider, room or device at once.
    Overlap "overlap"
    /// Too little time between two bookings.
    Buffer "buffer"
    /// A booking lies under a block.
    Blocked "blocked"
    /// The use or its padding lies outside the hours or the shift.
    OutsideHours "outside_hours"
    /// The use or its padding lies in a fixed break.
    OnBreak "on_break"
    /// The use or its padding lies in a duty that recurs at that time of day.
    OnDuty "on_duty"
    /// No gap is left for a floating break.
    BreakLost "break_lost"
    /// More bookings on a day than are allowed.
    DayFull "day_full"
    /// Bookings of one provider follow each other for longer than is allowed without a pause.
    TooLongInARow "too_long_in_a_row"
    /// The provider may not deliver the service on that date.
    Unqualified "unqualified"
    /// The room or device does not suit the service.
    Unsuitable "unsuitable"
    /// A device that cannot leave its room is used elsewhere.
    DeviceWithoutRoom "device_without_room"
    /// No provider treats.
    NoProvider "no_provider"
    /// A role is not filled, not for the whole time, without its buffer, or something is held that is not needed.
    Incomplete "incomplete"
    /// The service is not in the rulebook.
    UnknownService "unknown_service"
    /// The service starts or ends while the location is closed.
    OutsideOpening "outside_opening"
    /// One service is at two locations.
    TwoLocations "two_locations"
    /// Two services of one visit overlap, or the client waits between them longer than allowed.
    Apart "apart"
    /// Before or beyond the days that the rulebook was compiled for.
    OutsideHorizon "outside_horizon"
    /// The service needs a supervisor for all of its time, and has none.
    Unsupervised "unsupervised"
    /// The supervisor may not supervise on that date.
    SupervisorUnqualified "supervisor_unqualified"
    /// The supervisor is not on site, or cannot be reached, for the whole of the service.
    SupervisorAbsent "supervisor_absent"
    /// One provider supervises more bookings at once than is allowed.
    TooManySupervised "too_many_supervised"
}

/// One broken rule and everything that is involved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Violation {
    /// The kind of rule.
    pub kind: ViolationKind,
    /// The providers, rooms and devices involved.
    pub lanes: Vec<Lane>,
    /// The bookings involved, each once.
    pub bookings: Vec<BookingId>,
    /// The block involved.
    pub block: Option<BlockId>,
    /// The time at which it is broken: the minutes that overlap, the gap that is too small, the break that is lost.
    pub span: Span,
    /// For a buffer, break or pause: the minutes that are needed.
    pub needed: Option<Minutes>,
    /// For a cap, or a room or device that holds several: how many are allowed.
    pub most: Option<u16>,
    /// The origins of the occupancies involved, each once.
    pub origins: Vec<Origin>,
}

impl Violation {
    pub(super) fn of(kind: ViolationKind, involved: &[&Occupancy], span: Span) -> Self {
        let each_once = |numbers: BTreeSet<_>| numbers.into_iter().collect::<Vec<_>>();
        let lanes: BTreeSet<Lane> = involved.iter().map(|occupancy| occupancy.lane).collect();
        let origins: BTreeSet<Origin> = involved.iter().map(|occupancy| occupancy.origin).collect();
        Self {
            kind,
            lanes: lanes.into_iter().collect(),
            bookings: each_once(involved.iter().map(|occupancy| occupancy.booking).collect()),
            block: None,
            span,
            needed: None,
            most: None,
            origins: origins.into_iter().collect(),
        }
    }

    /// True if everything involved was decided by us: such a violation is a fault of ours, whatever the platform
    /// reports.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.origins.iter().all(|origin| *origin == Origin::Ours)
    }

    /// A sentence for people, with the rulebook's names and local times.
    #[must_use]
    pub fn display<'a>(&'a self, rulebook: &'a Rulebook) -> impl fmt::Display + 'a {
        Sentence { violation: self, rulebook }
    }
}

struct Sentence<'a> {
    violation: &'a Violation,
    rulebook: &'a Rulebook,
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let violation = self.violation;
        for (at, lane) in violation.lanes.iter().enumerate() {
            write!(f, "{}{}", if at == 0 { "" } else { ", " }, self.rulebook.lane_name(*lane))?;
        }
        write!(f, ", {}: ", self.when())?;
        for (at, booking) in violation.bookings.iter().enumerate() {
            write!(f, "{}{booking}", if at == 0 { "" } else { " and " })?;
        }
        let needed = violation.needed.unwrap_or_default();
        match violation.kind {
            ViolationKind::Overlap => match violation.most {
                Some(most) => write!(f, " are more than the {most} that fit at once, buffers included"),
                None => write!(f, " overlap"),
            },
            ViolationKind::Buffer => {
                write!(f, " are {} apart, but {needed} are needed", violation.span.minutes())
            }
            ViolationKind::Blocked => match violation.block {
                Some(block) => write!(f, " lies under block {block}"),
                None => write!(f, " lies under a block"),
            },
            ViolationKind::OutsideHours => write!(f, " falls outside the hours, buffers included"),
            ViolationKind::OnBreak => write!(f, " falls in a break"),
            ViolationKind::OnDuty => write!(f, " falls in a duty"),
            ViolationKind::BreakLost => write!(f, " leave no {needed} for the break"),
            ViolationKind::DayFull => {
                write!(f, " are more than the {} allowed in a day", violation.most.unwrap_or_default())
            }
            ViolationKind::TooLongInARow => {
                write!(f, " are {} in a row without a pause of {needed}", violation.span.minutes())
            }
            ViolationKind::Unqualified => write!(f, " is not with a provider who is qualified on that date"),
            ViolationKind::Unsuitable => write!(f, " needs another room or device"),
            ViolationKind::DeviceWithoutRoom => write!(f, " uses a device outside its fixed room"),
            ViolationKind::NoProvider => write!(f, " has no provider"),
            ViolationKind::Incomplete => {
                write!(f, " does not hold exactly what the service needs for the time it is needed")
            }
            ViolationKind::UnknownService => write!(f, " is for a service that the rulebook does not know"),
            ViolationKind::OutsideOpening => write!(f, " falls outside the opening hours"),
            ViolationKind::TwoLocations => write!(f, " is at two locations at once"),
            ViolationKind::Apart => {
                write!(f, " has services that do not follow each other as a visit must")
            }
            ViolationKind::OutsideHorizon => write!(f, " falls outside the planned days"),
            ViolationKind::Unsupervised => write!(f, " is not supervised by another provider the whole time"),
            ViolationKind::SupervisorUnqualified => {
                write!(f, " has a supervisor who may not supervise on that date")
            }
            ViolationKind::SupervisorAbsent => write!(f, " has a supervisor who is not available"),
            ViolationKind::TooManySupervised => write!(
                f,
                " are more than the {} that one provider may supervise at once",
                violation.most.unwrap_or_default()
            ),
        }
    }
}

impl Sentence<'_> {
    fn when(&self) -> String {
        let span = self.violation.span;
        let rules = self.violation.lanes.first().and_then(|lane| self.rulebook.lanes.get(lane.position()));
        let Some(zone) = rules.and_then(|rules| self.rulebook.zone(rules.location)) else {
            return format!("{} to {}", span.start, span.end);
        };
        let ((first, from), (last, to)) = (zone.local(span.start), zone.local(span.end));
        if first == last { format!("{first} {from}-{to}") } else { format!("{first} {from} to {last} {to}") }
    }
}

impl fmt::Display for ViolationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}
