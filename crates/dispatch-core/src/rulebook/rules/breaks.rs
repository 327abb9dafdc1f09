//! Breaks of a working day, fixed and floating, with duties in their compiled form: hours that cannot be booked.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    calendar::local::LocalRange,
    ids::{Lane, LocationIndex},
    rulebook::{DocumentPath, ranges, report::Report},
    time::Minutes,
};

/// A break: fixed at a time of day, or floating, that is so many minutes free somewhere in a range.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum BreakDocument {
    /// `{ minutes = 30, within = "11:00-14:00" }`
    Floating(FloatingBreak),
    /// `{ at = "12:00-12:30" }`
    Fixed(FixedBreak),
}

/// By hand, so that a fault inside a break is reported where it stands.
impl<'de> Deserialize<'de> for BreakDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Break {
            minutes: Option<Minutes>,
            within: Option<LocalRange>,
            at: Option<LocalRange>,
        }
        match Break::deserialize(deserializer)? {
            Break { minutes: None, within: None, at: Some(at) } => Ok(Self::Fixed(FixedBreak { at })),
            Break { minutes: Some(minutes), within: Some(within), at: None } => {
                Ok(Self::Floating(FloatingBreak { minutes, within }))
            }
            _ => Err(de::Error::custom(
                "this break is neither fixed nor floating; write `at = \"12:00-12:30\"`, or `minutes = 30` and `within = \"11:00-14:00\"`",
            )),
        }
    }
}

/// So many minutes that must stay free somewhere in a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FloatingBreak {
    /// Length.
    pub minutes: Minutes,
    /// Where it must fit.
    pub within: LocalRange,
}

/// A break at a fixed time of day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FixedBreak {
    /// When.
    pub at: LocalRange,
}

pub(in crate::rulebook) fn judge(report: &mut Report, path: &DocumentPath, breaks: &[BreakDocument]) {
    for (position, pause) in breaks.iter().enumerate() {
        one(report, &path.position(position), pause);
    }
}

fn one(report: &mut Report, path: &DocumentPath, pause: &BreakDocument) {
    match pause {
        BreakDocument::Fixed(pause) => {
            ranges::range(report, path.field("at"), pause.at);
        }
        BreakDocument::Floating(pause) => {
            report.length(path.field("minutes"), pause.minutes);
            let sound = ranges::range(report, path.field("within"), pause.within);
            let room = ranges::end(pause.within) - i32::from(pause.within.from.0);
            if sound && pause.minutes.0 > room {
                let message = format!("a break of {} does not fit into `{}`", pause.minutes, pause.within);
                report.add(path.clone(), "break_too_long", message, "shorten the break or widen the range");
            }
        }
    }
}

/// A stretch of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageSpan {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// A stretch of the hours in which a lane is not to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FixedBreakRule {
    pub(crate) lane: Lane,
    /// Of the hours at which location.
    pub(crate) location: LocationIndex,
    pub(crate) within: PageSpan,
    /// The duty's name; none for a break.
    pub(crate) duty: Option<Arc<str>>,
}

/// So many minutes that must stay free somewhere in a stretch of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FloatingBreakRule {
    pub(crate) lane: Lane,
    pub(crate) minutes: u32,
    pub(crate) within: PageSpan,
}
