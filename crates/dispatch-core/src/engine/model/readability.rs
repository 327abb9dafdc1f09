//! Readability: whose calendar a fact speaks of, and whether it can be read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ConnectionId, Lane, PlatformId},
    rulebook::Rulebook,
    time::Timestamp,
};

/// Whose calendar it is: a provider's, or a room's or device's. One of the two fields stands beside the others.
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
    /// The platform's id of whom or what it is.
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

/// Whether somebody's calendar can be read. While it cannot, what lies in it is unknown: nobody is assigned to them by
/// rule and no start with them is offered; what was decided before stays, and everybody else goes on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarObserved {
    /// The path of the entry or field.
    pub connection: ConnectionId,
    /// Our clock before the read was tried.
    pub observed_at: Timestamp,
    /// Whose calendar.
    #[serde(flatten)]
    pub of: CalendarOf,
    /// False if it could not be read.
    pub readable: bool,
}

/// Newer word of whether a calendar can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarSeen {
    /// As observed.
    pub observed: CalendarObserved,
    /// The lane that it is of; none if nobody knows whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<Lane>,
}

/// The newest word of each calendar of which anything was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendars {
    providers: ByConnection,
    resources: ByConnection,
}

type ByConnection = BTreeMap<ConnectionId, BTreeMap<PlatformId, CalendarSeen>>;

impl Calendars {
    /// What was last said of a calendar.
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

    /// Takes in what was said, and gives back what was said before.
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
