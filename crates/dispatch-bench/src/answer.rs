//! Answers of the jobs: docs/instances.md describes the JSON.

use serde::{Deserialize, Serialize};

use crate::timings::Nanoseconds;

/// The answer to the job `place`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceAnswer {
    /// How many bookings were decided afresh.
    pub decided: usize,
    /// Lifting one, deciding it and putting it back: half of them took no longer.
    pub median_ns: Nanoseconds,
    /// 99 of 100 took no longer.
    pub p99_ns: Nanoseconds,
    /// The median with the trace of every candidate.
    pub median_ns_with_trace: Nanoseconds,
    /// In the order in which the plan lists them.
    pub choices: Vec<PlaceChoice>,
}

/// Where one booking goes; everything but its number is null if nothing works.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceChoice {
    /// The booking.
    pub id: u64,
    /// The day.
    pub day: Option<u16>,
    /// The start in minutes from its midnight.
    pub start: Option<u16>,
    /// With whom.
    pub provider: Option<String>,
    /// Where.
    pub room: Option<String>,
    /// With what.
    pub device: Option<String>,
}

/// The answer to the job `slots`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotsAnswer {
    /// In the instance's order.
    pub queries: Vec<QueryAnswer>,
    /// Answering one query: half of them took no longer.
    pub median_micros: f64,
}

/// The starts of one query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueryAnswer {
    /// Day, and minutes from its midnight, ascending.
    pub starts: Vec<(u16, u16)>,
}
