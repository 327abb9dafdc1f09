//! The rules of one provider, room or device.

use std::sync::Arc;

use crate::{
    calendar::Padding,
    ids::{Lane, LocationIndex},
};

use super::InARowDocument;

/// One provider, room or device. What every decision asks of each stands here, close together; the rest is in [`About`].
#[derive(Clone, Debug)]
pub(crate) struct LaneRules {
    /// The home one.
    pub(crate) location: LocationIndex,
    /// How many bookings at once, at least 1.
    pub(crate) holds: u16,
    /// `exclusive` for one that holds several.
    pub(crate) padding: Padding,
    /// The padding after a use may last past the end of the day's hours.
    pub(crate) overruns: bool,
    /// It has further locations.
    pub(crate) roams: bool,
    /// Providers: they have one of the two limits in [`About`], which are then worth a look.
    pub(crate) is_limited: bool,
    /// Devices: the room it cannot leave.
    pub(crate) fixed_in: Option<Lane>,
    /// The second lane of a provider who supervises: their own.
    pub(crate) person: Option<Lane>,
    pub(crate) about: Box<About>,
}

/// What few decisions ask of a lane: rules that few lanes have, and the words that people, platforms and clients use.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    /// Providers and devices: further locations at which they have hours on some days.
    pub(crate) elsewhere: Box<[LocationIndex]>,
    /// Providers: seniority.
    pub(crate) grade: i32,
    /// Providers: most appointments in a day.
    pub(crate) max_appointments_a_day: Option<u16>,
    /// Providers: how long they may work without a pause.
    pub(crate) max_in_a_row: Option<InARowDocument>,
    pub(crate) name: Arc<str>,
    /// The platforms' ids of it, as listed; a write uses the first.
    pub(crate) aliases: Vec<Arc<str>>,
    /// Providers: in the words in which clients ask.
    pub(crate) gender: Option<Arc<str>>,
    pub(crate) languages: Vec<Arc<str>>,
}

impl LaneRules {
    /// True if it has hours there, on whichever days.
    #[inline]
    pub(crate) fn works_at(&self, location: LocationIndex) -> bool {
        self.location == location || self.roams && self.about.elsewhere.contains(&location)
    }
}
