//! Work that a command leaves to itself, done in a stated order instead of by functions that call each other in a circle.
//!
//! The list is a stack: what was noted last is done first. So whatever a piece of work leaves to do is done before
//! anything that was noted earlier:
//!
//! 1. the bookings that an assignment has displaced find another place, in the order of their ids; what follows from each
//!    of them (its write, its desk task, its messages) comes right after it;
//! 2. then comes what follows from the assignment that displaced them: whether a conflict is left can only be said once
//!    they have moved;
//! 3. then the next booking that the command has to look at.

use std::sync::Arc;

use crate::{
    assign::Assignment,
    calendar::Occupancy,
    explain::{ReasonCode, Trace},
    ids::BookingId,
};

use super::super::model::Suggested;
use super::case::BookingCase;

/// One thing that is still to do.
pub(super) enum Work<'a> {
    /// An assignment of ours has to give way, for this reason.
    Displaced(BookingId, ReasonCode),
    /// A booking that is left as the platform has it lies under a new block.
    BlockedOver(BookingId),
    /// A visit is under way and takes up this time: what still overlaps it is flagged, with these tasks.
    UnderWay(Box<(BookingCase<'a>, Vec<Occupancy>, Vec<ReasonCode>)>),
    /// An assignment was decided: the platform, the desk and the client are to follow it.
    FollowUp(Box<FollowUp<'a>>),
    /// A booking was adopted as it is at go-live: its client may be reminded of it.
    Imported(Box<BookingCase<'a>>),
    /// A booking was left as it is, and this is what would have been decided.
    Suggested(Box<(Suggested, Option<Trace>)>),
}

/// An assignment that is decided, and not yet followed up.
pub(super) struct FollowUp<'a> {
    pub(super) case: BookingCase<'a>,
    pub(super) assignment: Arc<Assignment>,
    pub(super) revision: u32,
    /// Reasons for a person to look at it all the same.
    pub(super) flags: Vec<ReasonCode>,
    /// The reasons that a person has decided upon.
    pub(super) accepted: Vec<ReasonCode>,
    /// True if it clashed with other bookings when it was decided.
    pub(super) clashed: bool,
}
