//! Occupancies and blocks: what takes up a provider, room or device.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{BlockId, BookingId, Lane},
    time::{Minutes, Span},
};

/// One contiguous use of one provider, room or device by one booking, with its padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Occupancy {
    /// The lane: its position among the providers and resources of the adopted rulebook.
    #[serde(with = "lane_number")]
    #[cfg_attr(feature = "schema", schemars(with = "u16"))]
    pub lane: Lane,
    /// By which booking.
    pub booking: BookingId,
    /// For which of its services, from 0.
    pub item: u8,
    /// In which phase of the service the use starts, from 0.
    pub phase: u8,
    /// Position of the service in the adopted rulebook; none if the rulebook does not know it.
    pub service: Option<u16>,
    /// The use itself.
    pub used: Span,
    /// Minutes kept free before it.
    pub before: Minutes,
    /// Minutes kept free after it.
    pub after: Minutes,
    /// Whose it is.
    pub origin: Origin,
}

impl Occupancy {
    /// The use with its padding.
    #[must_use]
    pub const fn padded(&self) -> Span {
        self.used.padded(self.before, self.after)
    }

    /// True if the use or its padding reaches into a span. Two comparisons in 64 bits, which cannot saturate: it is called
    /// for whole lists, most of which is far from any one start.
    #[inline]
    pub(crate) fn reaches(&self, span: Span) -> bool {
        let Self { used, before, after, .. } = self;
        i64::from(used.start.0) - i64::from(before.0) < i64::from(span.end.0)
            && i64::from(span.start.0) < i64::from(used.end.0) + i64::from(after.0)
    }
}

/// Whose an occupancy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// We decided it: it overlaps nothing.
    Ours,
    /// The platform says so: it blocks time, and may overlap.
    Observed,
    /// A person forced it.
    Forced,
    /// Kept while an exception or an offer is open.
    Hold,
    /// Being left, until the platform acknowledges the move.
    Vacating,
}

/// Time in which a provider is away, or a room or device is out of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Block {
    /// Which.
    pub block: BlockId,
    /// The provider, room or device.
    #[serde(with = "lane_number")]
    #[cfg_attr(feature = "schema", schemars(with = "u16"))]
    pub lane: Lane,
    /// When.
    pub span: Span,
}

mod lane_number {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::ids::Lane;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
    pub(super) fn serialize<S: Serializer>(lane: &Lane, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(lane.0)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Lane, D::Error> {
        u16::deserialize(deserializer).map(Lane)
    }
}

/// The padding rule: may the paddings of two neighbours overlap? Padding never overlaps a use, whichever the rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Padding {
    /// Gap of at least `after` + `before`: cleanup ends before prep starts.
    #[default]
    Exclusive,
    /// Gap of at least the larger of the two.
    Shared,
}
