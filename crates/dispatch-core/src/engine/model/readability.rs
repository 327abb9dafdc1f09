//! Readability: the calendars that facts speak of, and whether they can be read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ConnectionId, Lane, PlatformId},
    rulebook::Rulebook,
    time::Timestamp,
};

/// The owner of a calendar: a provider, or a room or device. One of the two fields stands beside the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CalendarOf {
    /// The platform's id of a provider.
    Provider(PlatformId),
    /// The platform's id of a room or device.
    Resource(PlatformId),
}

impl CalendarOf {
    /// The platform's id of the owner.
    #[must_use]
    pub fn id(&self) -> &PlatformId {
        match self {
            Self::Provider(id) | Self::Resource(id) => id,
        }
    }

    /// The lane that the rulebook gives it, if it knows it.
    #[must_use]
    pub(crate) fn lane(&self, rulebook: &Rulebook) -> Option<Lane> {
        match self {
            Self::Provider(id) => rulebook.provider(id.as_str()),
            Self::Resource(id) => rulebook.resource(id.as_str()),
        }
    }
}

/// Word on whether a calendar can be read. While it cannot, its content is unknown: its owner is not assigned by rule, and
/// no start with them is offered. What was decided before stays, and everything else goes on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarObserved {
    /// The connection.
    pub connection: ConnectionId,
    /// Our clock before the read was tried.
    pub observed_at: Timestamp,
    /// The owner of the calendar.
    #[serde(flatten)]
    pub of: CalendarOf,
    /// False if it could not be read.
    pub readable: bool,
}

/// Newer word on whether a calendar can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarSeen {
    /// The word as observed.
    pub observed: CalendarObserved,
    /// Its lane; none if the rulebook does not know whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<Lane>,
}

/// The newest word on each calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendars {
    providers: ByConnection,
    resources: ByConnection,
}

type ByConnection = BTreeMap<ConnectionId, BTreeMap<PlatformId, CalendarSeen>>;

impl Calendars {
    /// The newest word on a calendar.
    #[must_use]
    pub fn get(&self, connection: &ConnectionId, of: &CalendarOf) -> Option<&CalendarSeen> {
        let calendars = match of {
            CalendarOf::Provider(_) => &self.providers,
            CalendarOf::Resource(_) => &self.resources,
        };
        calendars.get(connection)?.get(of.id())
    }

    /// The calendars that cannot be read, providers' first.
    pub fn unreadable(&self) -> impl Iterator<Item = &CalendarSeen> {
        let all = [&self.providers, &self.resources].into_iter().flat_map(BTreeMap::values);
        all.flat_map(BTreeMap::values).filter(|seen| !seen.observed.readable)
    }

    /// A lane that several calendars belong to is read if all of them are.
    pub(crate) fn is_readable(&self, lane: Lane) -> bool {
        !self.unreadable().any(|seen| seen.lane == Some(lane))
    }

    /// Takes in a word on a calendar, and gives back the one before.
    pub(crate) fn see(&mut self, seen: CalendarSeen) -> Option<CalendarSeen> {
        let calendars = match seen.observed.of {
            CalendarOf::Provider(_) => &mut self.providers,
            CalendarOf::Resource(_) => &mut self.resources,
        };
        let of_connection = calendars.entry(seen.observed.connection.clone()).or_default();
        of_connection.insert(seen.observed.of.id().clone(), seen)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut CalendarSeen> {
        let all = [&mut self.providers, &mut self.resources].into_iter().flat_map(BTreeMap::values_mut);
        all.flat_map(BTreeMap::values_mut)
    }
}
