//! Plans: what somebody means to do, and the kinds of changes and steps of a visit.

use crate::{act::What, mix::Mix};

/// Something that somebody means to do.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    Booking,
    Change(Change),
    Visit(String, VisitStep),
    Act(What),
}

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Moved,
    Cancelled,
    Reinstated,
    Swapped,
    Length,
    Service,
    HandedOver,
    Accepted,
    ExamEntered,
    ExamStruck,
    Vip,
    Avoid,
    TimeOff,
    Sick,
    Broken,
    BlockShortened,
    BlockLifted,
    Unreadable,
    Rules,
    Crash,
}

impl Change {
    /// Every kind, and how many to a thousand bookings.
    pub(super) fn all(mix: &Mix) -> [(u32, Self); 20] {
        let changes = &mix.changes;
        [
            (changes.moved + changes.moved_by_staff, Self::Moved),
            (changes.cancelled, Self::Cancelled),
            (changes.reinstated, Self::Reinstated),
            (changes.swapped, Self::Swapped),
            (changes.length, Self::Length),
            (changes.service, Self::Service),
            (changes.handed_over, Self::HandedOver),
            (changes.accepted, Self::Accepted),
            (changes.exam_entered, Self::ExamEntered),
            (changes.exam_struck, Self::ExamStruck),
            (changes.vip, Self::Vip),
            (changes.avoid, Self::Avoid),
            (changes.time_off, Self::TimeOff),
            (changes.sick, Self::Sick),
            (changes.broken, Self::Broken),
            (changes.block_shortened, Self::BlockShortened),
            (changes.block_lifted, Self::BlockLifted),
            (changes.unreadable, Self::Unreadable),
            (changes.rules, Self::Rules),
            (mix.faults.crash, Self::Crash),
        ]
    }
}

/// The step of a visit that is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VisitStep {
    /// Five minutes before the start.
    Before,
    Begin,
    /// Near the end, longer than booked.
    Overrun,
    End,
    NoShow,
    /// Whatever was said last is taken back.
    TakeBack,
}
