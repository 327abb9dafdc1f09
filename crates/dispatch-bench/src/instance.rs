//! The instance as written. docs/instances.md says what each field means.

use serde::{Deserialize, Serialize};

/// The only format so far.
pub(crate) const FORMAT: &str = "dispatch-instance/1";

/// One instance. Times are minutes from local midnight, and every day is alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// `dispatch-instance/1`.
    pub format: String,
    /// Its name.
    pub name: String,
    /// Grid starts are the multiples of so many minutes.
    pub grid: u16,
    /// From this minute on there is somebody there.
    pub open: u16,
    /// Until this minute.
    pub close: u16,
    /// How many days.
    pub days: u16,
    /// Who treats.
    pub providers: Vec<Provider>,
    /// Where.
    #[serde(default)]
    pub rooms: Vec<Room>,
    /// With what.
    #[serde(default)]
    pub devices: Vec<Device>,
    /// What is to be placed.
    #[serde(default)]
    pub bookings: Vec<Booking>,
    /// A plan without overlaps for some of the bookings, or for all.
    #[serde(default)]
    pub standing: Vec<Standing>,
    /// Questions for starts that are still to be had beside that plan.
    #[serde(default)]
    pub queries: Vec<Query>,
}

/// Who treats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its name.
    pub id: String,
    /// When they are away on every day: `[from, to)`.
    #[serde(default)]
    pub breaks: Vec<[u16; 2]>,
}

/// Where a client is treated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Its name.
    pub id: String,
}

/// What a client is treated with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// Its name.
    pub id: String,
    /// The room that it stands in; it can then be had with that room alone.
    #[serde(default, rename = "in", skip_serializing_if = "Option::is_none")]
    pub fixed_in: Option<String>,
}

/// A booking at a given start, or at any grid start of some days inside a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// Its number.
    pub id: u64,
    /// How long the service takes.
    pub minutes: u16,
    /// The day of a given start, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u16>,
    /// The given start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u16>,
    /// The days of a start that is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<u16>>,
    /// Where the service must lie on such a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<[u16; 2]>,
    /// Who may treat.
    pub provider: WantedProvider,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Wanted>,
    /// With what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Wanted>,
}

/// Who may treat, and the minutes kept free around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedProvider {
    /// One of these, in the order of the instance's list.
    pub any_of: Vec<String>,
    /// Minutes kept free before.
    #[serde(default)]
    pub before: u16,
    /// Minutes kept free after.
    #[serde(default)]
    pub after: u16,
    /// A wish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefers: Option<String>,
}

/// Which room or device is needed, and the minutes kept free around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// One of these, in the order of the instance's list.
    pub any_of: Vec<String>,
    /// Minutes kept free before.
    #[serde(default)]
    pub before: u16,
    /// Minutes kept free after.
    #[serde(default)]
    pub after: u16,
}

/// Where a booking stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// The booking.
    pub id: u64,
    /// On which day.
    pub day: u16,
    /// From when.
    pub start: u16,
    /// With whom.
    pub provider: String,
    /// Where, if it needs a room.
    #[serde(default)]
    pub room: Option<String>,
    /// With what, if it needs a device.
    #[serde(default)]
    pub device: Option<String>,
}

/// A question for all starts that could be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// How long the service takes.
    pub minutes: u16,
    /// On which days.
    pub days: Vec<u16>,
    /// Where the service must lie on such a day.
    pub window: [u16; 2],
    /// Who may treat.
    pub provider: WantedProvider,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Wanted>,
    /// With what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Wanted>,
}
