//! Notes on the client: they bear on the decision and on no candidate in particular.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{ClearanceId, ServiceCode};

/// A fact about the client that the decision depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// The client lacks a clearance on that date.
    ClearanceMissing {
        /// Which service of the booking asks for it, from 0.
        item: u8,
        /// What is missing.
        clearance: ClearanceId,
        /// When they last had it; it has expired.
        last: Option<NaiveDate>,
        /// It takes place in a phase of the service.
        in_phase: bool,
    },
    /// It is not known whether the client has a clearance.
    ClearanceUnknown {
        /// Which service of the booking asks for it, from 0.
        item: u8,
        /// What is not known.
        clearance: ClearanceId,
    },
    /// The client has another service too near that date, or in the wrong order on it.
    TooClose {
        /// Which service of the booking, from 0.
        item: u8,
        /// The category that the rule says comes first.
        after: Arc<str>,
        /// The category that it says comes later.
        then: Arc<str>,
        /// The other service.
        other: ServiceCode,
        /// Its local date.
        on: NaiveDate,
        /// Least days between the two.
        at_least_days: u16,
        /// What the rule says of one date, if both are on one.
        same_day: Option<SameDay>,
        /// The next local date that breaks no rule about days, if there is one.
        possible_from: Option<NaiveDate>,
    },
    /// It comes too long after the service that it must follow.
    TooLateInSeries {
        /// Which service of the booking, from 0.
        item: u8,
        /// The category that the rule says comes first.
        after: Arc<str>,
        /// The category that it says comes later.
        then: Arc<str>,
        /// The last one that this one follows.
        other: ServiceCode,
        /// Its local date.
        on: NaiveDate,
        /// Most days between the two.
        at_most_days: u16,
    },
}

/// Whether two services of a client may be on one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SameDay {
    /// Not at all.
    Never,
    /// If the service of the category `after` comes first.
    InOrder,
    /// Whichever comes first.
    AnyOrder,
}

impl Note {
    /// Which service of the booking it is about, from 0.
    pub(crate) const fn item(&self) -> u8 {
        match self {
            Self::ClearanceMissing { item, .. }
            | Self::ClearanceUnknown { item, .. }
            | Self::TooClose { item, .. }
            | Self::TooLateInSeries { item, .. } => *item,
        }
    }

    /// One sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::ClearanceMissing { clearance, last, in_phase, .. } => {
                let lacks = match last {
                    None => format!("The client has never had `{clearance}`"),
                    Some(last) => format!("The client last had `{clearance}` on {last}, which has expired"),
                };
                if *in_phase {
                    format!("{lacks}: it takes place in this booking.")
                } else {
                    format!("{lacks}.")
                }
            }
            Self::ClearanceUnknown { clearance, .. } => {
                format!("It is not known whether the client has `{clearance}`.")
            }
            Self::TooClose { after, then, other, on, at_least_days, same_day, possible_from, .. } => {
                let rule = match same_day {
                    None => format!("`{then}` must come at least {at_least_days} days after `{after}`"),
                    Some(SameDay::InOrder) => format!("`{after}` must come before `{then}` on the same day"),
                    Some(_) => format!("`{after}` and `{then}` must not be on the same day"),
                };
                let possible = possible_from.map(|date| format!(" Possible from {date}."));
                format!("{rule}: {other} is on {on}.{}", possible.unwrap_or_default())
            }
            Self::TooLateInSeries { after, then, other, on, at_most_days, .. } => {
                format!("`{then}` must come at most {at_most_days} days after `{after}`: {other} is on {on}.")
            }
        }
    }
}
