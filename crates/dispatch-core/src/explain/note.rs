//! What a decision says of the client: it stands against nobody in particular.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::ClearanceId;

/// Something about the client that the decision depends on.
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
        /// When they last had it; it holds no more.
        last: Option<NaiveDate>,
        /// It takes place in a phase of the service.
        in_phase: bool,
    },
    /// Nobody says whether the client has a clearance.
    ClearanceUnknown {
        /// Which service of the booking asks for it, from 0.
        item: u8,
        /// What is not known.
        clearance: ClearanceId,
    },
}

impl Note {
    /// One sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::ClearanceMissing { clearance, last, in_phase, .. } => {
                let lacks = match last {
                    None => format!("The client never had `{clearance}`"),
                    Some(last) => format!("The client last had `{clearance}` on {last}, which holds no more"),
                };
                if *in_phase {
                    format!("{lacks}: it takes place in this booking.")
                } else {
                    format!("{lacks}.")
                }
            }
            Self::ClearanceUnknown { clearance, .. } => {
                format!("Nobody says whether the client had `{clearance}`.")
            }
        }
    }
}
