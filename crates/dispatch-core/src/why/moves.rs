//! Moves: the booking in the way that could make room, and by how little.

use std::collections::BTreeSet;

use crate::{
    assign::Request,
    calendar::{Occupancy, Schedule},
    check::{ViolationKind, check_booking},
    explain::{Blocker, Candidate, Verdict},
    ids::BookingId,
    rulebook::Rulebook,
    time::{Minute, Minutes, Span},
};

use super::{answer::Move, at_start::AtStart};

/// A booking is not moved further than this many minutes either way: each minute that is tried costs a whole decision.
const MOST: i32 = 180;

/// The least move of each booking that stands in a candidate's way: it must clear the way of that booking, put nothing else
/// in it, and leave the moved booking as lawful as it was.
pub(super) fn least(
    rulebook: &Rulebook,
    schedule: &Schedule,
    request: &Request,
    at: Minute,
    candidate: &Candidate,
) -> Vec<Move> {
    let found = blockers(candidate);
    let in_the_way: BTreeSet<_> = found.iter().filter_map(|blocker| booking_of(blocker)).collect();
    let mut moves = Vec::new();
    for booking in in_the_way {
        let rest: Vec<_> =
            found.iter().filter(|blocker| booking_of(blocker) != Some(booking)).copied().collect();
        let own: Vec<_> =
            schedule.all_occupancies().filter(|other| other.booking == booking).copied().collect();
        let broken = broken(rulebook, schedule, booking);
        let mut without = schedule.clone();
        for occupancy in &own {
            without.remove(occupancy);
        }
        let tries = (1..=MOST).flat_map(|minutes| [Minutes(-minutes), Minutes(minutes)]);
        let does = |by: &Minutes| {
            let moved = moved(&without, &own, *by);
            let now = AtStart::of(rulebook, &moved, request, &candidate.who, at);
            let same = |other: &&Candidate| other.item == candidate.item && other.role == candidate.role;
            let clear = now
                .candidates
                .iter()
                .find(same)
                .is_some_and(|other| blockers(other).iter().all(|blocker| rest.contains(blocker)));
            clear && self::broken(rulebook, &moved, booking).is_subset(&broken)
        };
        moves.extend(tries.into_iter().find(does).map(|by| Move { booking, by }));
    }
    moves
}

fn blockers(candidate: &Candidate) -> Vec<&Blocker> {
    match &candidate.verdict {
        Verdict::Blocked(blockers) => blockers.iter().collect(),
        _ => Vec::new(),
    }
}

const fn booking_of(blocker: &Blocker) -> Option<BookingId> {
    match blocker {
        Blocker::Booked { booking, .. } | Blocker::Buffer { booking, .. } => Some(*booking),
        _ => None,
    }
}

fn broken(rulebook: &Rulebook, schedule: &Schedule, booking: BookingId) -> BTreeSet<ViolationKind> {
    check_booking(rulebook, schedule, booking).into_iter().map(|violation| violation.kind).collect()
}

fn moved(without: &Schedule, own: &[Occupancy], by: Minutes) -> Schedule {
    let mut schedule = without.clone();
    for occupancy in own {
        let used = Span::new(occupancy.used.start.plus(by), occupancy.used.end.plus(by));
        schedule.insert(Occupancy { used, ..*occupancy });
    }
    schedule
}
