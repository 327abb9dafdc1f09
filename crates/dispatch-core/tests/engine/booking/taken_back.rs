//! A booking that was said to be under way, or over, and that stands again. While it was under way nothing made it give
//! way, and the platform may have changed it: what had been decided is not simply taken up again.

use dispatch_core::{
    Origin, ReasonCode, check,
    engine::{Booking, Disposition, Snapshot},
};

use crate::desk::{Desk, appointment, at, requested, with_status};

/// A desk where the client of that appointment was said not to come.
fn missed(booked: &Snapshot) -> Desk {
    let mut desk = Desk::new();
    desk.see("09 09:00", booked);
    assert_eq!(only(&desk).disposition, Disposition::Assigned);
    desk.see("10 09:00", &with_status(booked.clone(), "no_show"));
    assert_eq!(only(&desk).disposition, Disposition::NoShow);
    desk
}

fn only(desk: &Desk) -> &Booking {
    desk.state.bookings().next().unwrap()
}

/// What is still to come must not break a rule of ours.
fn assert_lawful(desk: &Desk) {
    let broken = check(&desk.rulebook, desk.state.schedule());
    let ours: Vec<_> = broken.iter().filter(|violation| violation.is_ours()).collect();
    assert!(ours.is_empty(), "{ours:?}");
}

fn treats(booking: &Booking) -> String {
    let desired = booking.desired.as_ref().unwrap();
    desired.assignment.everything().next().unwrap().as_str().to_owned()
}

#[test]
fn what_was_decided_stands_if_nothing_came_in_its_way() {
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    let mut desk = missed(&booked);
    desk.see("10 11:00", &booked);
    let booking = only(&desk);
    assert_eq!((booking.disposition, booking.revision), (Disposition::Assigned, 1));
    assert_eq!(booking.notices.len(), 2, "it is reminded again: {}", desk.log);
}

/// Found by `any_commands_leave_what_is_ours_lawful_and_replay_alike`: "b3 lies under block k16".
#[test]
fn under_a_block_laid_meanwhile_another_provider_treats() {
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    let mut desk = missed(&booked);
    desk.block("10 10:00", "dentist", "P1", "12 13:00", "12 16:00");
    desk.see("10 11:00", &booked);
    let booking = only(&desk);
    assert_eq!((booking.disposition, booking.revision), (Disposition::Assigned, 2));
    assert_eq!(treats(booking), "junior");
    assert_lawful(&desk);
}

#[test]
fn under_a_block_laid_meanwhile_a_wish_goes_to_a_person() {
    let booked = requested(appointment("a", "FILLER", "12 14:00", "P1"));
    let mut desk = missed(&booked);
    desk.block("10 10:00", "dentist", "P1", "12 13:00", "12 16:00");
    desk.see("10 11:00", &booked);
    assert_eq!(only(&desk).disposition, Disposition::AwaitingPerson);
    assert!(only(&desk).flags.contains(&ReasonCode::Displaced), "{:?}", only(&desk).flags);
    assert_lawful(&desk);
}

/// The same find: the block is there, and what the booking has become is not in the rulebook.
#[test]
fn of_a_service_that_is_unknown_now_it_goes_to_a_person() {
    for block_first in [false, true] {
        let booked = appointment("a", "FILLER", "12 14:00", "P1");
        let mut desk = missed(&booked);
        if block_first {
            desk.block("10 10:00", "dentist", "P1", "12 13:00", "12 16:00");
        }
        let mut unknown = booked;
        unknown.items[0].service = "UNKNOWN".into();
        desk.see("10 11:00", &unknown);
        assert_eq!(only(&desk).disposition, Disposition::AwaitingPerson);
        assert!(only(&desk).flags.contains(&ReasonCode::UnknownService), "{:?}", only(&desk).flags);
        assert!(only(&desk).occupancies.iter().all(|one| one.origin != Origin::Ours));
        assert_lawful(&desk);
    }
}

#[test]
fn another_service_or_another_time_is_decided_anew() {
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    let mut other = appointment("a", "TOX", "12 14:00", "P1");
    other.items[0].provider_requested = true;
    for now in [other, appointment("a", "FILLER", "12 16:00", "P1")] {
        let mut desk = missed(&booked);
        desk.see("10 11:00", &now);
        let booking = only(&desk);
        assert_eq!((booking.disposition, booking.revision), (Disposition::Assigned, 2));
        let item = &booking.desired.as_ref().unwrap().assignment.items[0];
        assert_eq!(item.service.as_str(), now.items[0].service.as_str());
        assert_eq!(item.span.start, now.items[0].start.minute_floor());
    }
}

#[test]
fn another_provider_is_a_persons_change_and_pinned() {
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    let mut desk = missed(&booked);
    desk.see("10 11:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    let booking = only(&desk);
    assert_eq!((booking.disposition, booking.pinned), (Disposition::Assigned, true));
    assert_eq!(treats(booking), "junior");
}

/// Another client was seen in her time: neither can be moved by a rule, and both are flagged.
#[test]
fn where_another_client_was_seen_meanwhile_both_are_flagged() {
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    let mut desk = missed(&booked);
    let other = appointment("b", "FILLER", "12 14:10", "P1");
    desk.see("10 10:00", &with_status(other, "arrived"));
    desk.see("10 11:00", &booked);
    let booking = only(&desk);
    assert_eq!((booking.disposition, booking.revision), (Disposition::Assigned, 1));
    assert_eq!(treats(booking), "senior");
    assert_eq!(booking.flags, [ReasonCode::PlatformConflict]);
    let other = desk.state.bookings().nth(1).unwrap();
    assert_eq!(
        (booking.conflicts.as_slice(), other.conflicts.as_slice()),
        (&[other.booking][..], &[booking.booking][..])
    );
    assert_eq!(desk.state.exceptions().count(), 1, "said once");
}

/// It waited for a person when it was said to be under way: what had been decided before that is not what it takes up.
#[test]
fn one_that_waited_for_a_person_is_decided_anew() {
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    let mut desk = Desk::new();
    desk.see("09 09:00", &booked);
    let mut vip = booked.clone();
    vip.items[0].start = at("12 15:00");
    vip.items[0].end = at("12 15:45");
    vip.about_client.vip = true;
    desk.see("09 10:00", &vip);
    assert_eq!(only(&desk).disposition, Disposition::AwaitingPerson);
    desk.see("10 09:00", &with_status(vip.clone(), "no_show"));
    vip.about_client.vip = false;
    desk.see("10 11:00", &vip);
    let booking = only(&desk);
    assert_eq!(booking.disposition, Disposition::Assigned);
    assert_eq!(booking.desired.as_ref().unwrap().assignment.start(), at("12 15:00").minute_floor());
    assert_eq!(booking.desired.as_ref().unwrap().assignment.occupancies, booking.occupancies);
}

/// Cancelled, and then she is there after all: her time is taken again, and ours that lies there gives way.
#[test]
fn one_that_was_cancelled_and_arrives_takes_up_its_time() {
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    let mut desk = Desk::new();
    desk.see("09 09:00", &booked);
    desk.see("09 10:00", &with_status(booked.clone(), "cancelled"));
    desk.see("09 11:00", &appointment("b", "FILLER", "12 14:10", "P1"));
    desk.see("09 12:00", &with_status(booked.clone(), "arrived"));
    let [first, second] = [0, 1].map(|at| desk.state.bookings().nth(at).unwrap());
    assert_eq!(first.disposition, Disposition::Arrived);
    assert_eq!(first.occupancies.len(), 2, "the platform names the provider alone, and some room is taken");
    assert_eq!((treats(second).as_str(), second.conflicts.len()), ("junior", 0));
    desk.see("09 13:00", &booked);
    assert_eq!(only(&desk).disposition, Disposition::Assigned);
    assert!(!only(&desk).occupancies.is_empty());
    assert_lawful(&desk);
}
