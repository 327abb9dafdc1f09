//! A request: the booking that the solver decides.

use serde::{Deserialize, Serialize};

use crate::{
    availability::Client,
    ids::{BookingId, Lane, LocationIndex, ServiceIndex},
    rulebook::AddOn,
    time::{Minute, Minutes, Span},
};

/// A booking to be decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Request {
    /// Which booking: occupancies that the schedule already holds for it do not stand in its own way.
    pub booking: BookingId,
    /// The path of the entry or field.
    pub location: LocationIndex,
    /// Its services in order.
    pub items: Vec<RequestItem>,
    /// When.
    pub when: When,
    /// The client.
    #[serde(default)]
    pub client: Client,
    /// A group or couple booking: it always goes to a person, since it is never split.
    #[serde(default)]
    pub group: bool,
    /// Alternatives and starts in a window are not looked for before this minute.
    #[serde(default)]
    pub not_before: Option<Minute>,
    /// When it is asked, for lead times and furthest dates; none if they are not to be judged, as for a time that was
    /// agreed before.
    #[serde(default)]
    pub now: Option<Minute>,
}

/// One service of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequestItem {
    /// Which service.
    pub service: ServiceIndex,
    /// The provider whom the client asked for: no other is taken without a person.
    #[serde(default)]
    pub requested: Option<Lane>,
    /// The provider that the client would like: the ranking's `requested` looks at it.
    #[serde(default)]
    pub preferred: Option<Lane>,
    /// How much longer it takes with what is added to it; below 0 counts as 0. [`RequestItem::with`] adds one.
    #[serde(default)]
    pub added_minutes: Minutes,
    /// What that costs, in cents.
    #[serde(default)]
    pub added_price: i64,
}

/// The start that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// The client arrives at this minute.
    At(Minute),
    /// The earliest start that works: starts at multiples of `grid` from local midnight, the service inside `window`.
    Within {
        /// Where the service must lie.
        window: Span,
        /// Distance of possible starts, at least 1.
        grid: Minutes,
    },
}

impl Request {
    /// A request for one service at one time, with no wishes.
    #[must_use]
    pub fn at(booking: BookingId, location: LocationIndex, service: ServiceIndex, start: Minute) -> Self {
        Self {
            booking,
            location,
            items: vec![RequestItem::of(service)],
            when: When::At(start),
            client: Client::default(),
            group: false,
            not_before: None,
            now: None,
        }
    }
}

impl RequestItem {
    /// A service with no wishes.
    #[must_use]
    pub fn of(service: ServiceIndex) -> Self {
        Self { service, requested: None, preferred: None, added_minutes: Minutes(0), added_price: 0 }
    }

    /// The same with one thing more added to it. Whether that may go with it is not judged: [`AddOn::goes_with`] says.
    #[must_use]
    pub fn with(self, add_on: &AddOn) -> Self {
        let minutes = self.added_minutes.0.saturating_add(add_on.minutes().0);
        let added_price = self.added_price.saturating_add(add_on.price());
        Self { added_minutes: Minutes(minutes), added_price, ..self }
    }
}
