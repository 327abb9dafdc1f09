//! The values that random practices are made of: hours, names, and numbers of things.

use std::collections::BTreeSet;

use dispatch_core::{
    ClearanceId, CredentialId, Lane, LocationId,
    calendar::local::{LocalRange, LocalTime, Weekly},
};
use proptest::{collection::vec, prelude::*};

pub(super) const DAYS: u16 = 4;

/// Hours of a day, in minutes from midnight.
pub(super) type Hours = &'static [(u16, u16)];

pub(super) const OPENING: &[Hours] = &[
    &[(540, 1080)],
    &[(540, 1080)],
    &[(480, 1200)],
    &[(540, 720), (780, 1140)],
    &[(0, 1440)],
    &[(1200, 240)],
    &[(555, 1013)],
];

pub(super) const CREDENTIALS: usize = 4;
pub(super) const CAPABILITIES: usize = 3;
pub(super) const CLEARANCES: usize = 2;

pub(super) fn location_id(at: usize) -> LocationId {
    LocationId::from(["uptown", "downtown"][at.min(1)])
}

pub(super) fn credential(at: usize) -> CredentialId {
    CredentialId::from(["rn", "np", "filler", "laser"][at.min(CREDENTIALS - 1)])
}

pub(super) fn clearance(at: usize) -> ClearanceId {
    ClearanceId::from(["exam", "patch"][at.min(1)])
}

pub(super) fn capability(at: usize) -> String {
    ["consult", "laser", "sink"][at.min(CAPABILITIES - 1)].to_owned()
}

pub(super) fn range((from, to): (u16, u16)) -> LocalRange {
    LocalRange { from: LocalTime(from), to: LocalTime(to) }
}

pub(super) fn weekly(hours: Hours) -> Weekly {
    Weekly { daily: Some(hours.iter().copied().map(range).collect()), ..Weekly::default() }
}

/// A subset of so many things.
pub(super) fn subset(of: usize) -> impl Strategy<Value = BTreeSet<usize>> {
    vec(any::<bool>(), of).prop_map(|taken| {
        taken.into_iter().enumerate().filter(|(_, taken)| *taken).map(|(at, _)| at).collect()
    })
}

/// Both locations have one of each kind that there are two of.
pub(super) fn place(at: usize, elsewhere: bool) -> usize {
    if at < 2 { at } else { usize::from(elsewhere) }
}

pub(super) fn lane(position: usize) -> Lane {
    Lane(u16::try_from(position).unwrap_or(u16::MAX))
}
