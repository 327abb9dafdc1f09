//! Holds: the time that is kept while a person decides.

use dispatch_core::{
    Blocker, Verdict, assign,
    engine::{Command, Disposition, Resolution, request},
};

use crate::desk::{Desk, appointment, at, exception_of};

/// Others get the time that is left, and their traces name the booking that holds the rest.
#[test]
fn whose_hold_it_is_stands_in_the_trace_of_whoever_it_keeps_out() {
    let mut desk = Desk::new();
    let mut vip = appointment("vip", "FILLER", "12 14:00", "P1");
    vip.about_client.vip = true;
    let exception = exception_of(&desk.see("12 09:00", &vip));
    let holder = desk.state.bookings().next().unwrap().booking;
    desk.see("12 09:01", &appointment("other", "FILLER", "12 14:00", "P1"));
    let other = desk.state.bookings().nth(1).unwrap();
    let assignment = &other.desired.as_ref().unwrap().assignment;
    let taken: Vec<_> = assignment.everything().map(|who| who.as_str()).collect();
    assert_eq!(taken, ["junior", "room-2"]);

    desk.see("12 09:02", &appointment("third", "LASER", "12 14:00", "P4"));
    let third = desk.state.bookings().nth(2).unwrap();
    assert_eq!(third.disposition, Disposition::AwaitingPerson, "no room is left");
    let asked = request(&desk.rulebook, &desk.state, third.booking, at("12 09:02")).unwrap();
    let trace = assign(&desk.rulebook, desk.state.schedule(), &asked).trace;
    let room = trace.candidates().find(|candidate| candidate.who.as_str() == "room-1").unwrap();
    let Verdict::Blocked(blockers) = &room.verdict else { panic!("{:?}", room.verdict) };
    let named: Vec<_> = blockers.iter().collect();
    assert!(matches!(named[..], [Blocker::Booked { booking, .. }] if *booking == holder), "{named:?}");

    let by = "user-1".to_owned();
    let declined = Command::ResolveException { exception, resolution: Resolution::Decline, by, why: None };
    desk.run("12 09:03", &declined).unwrap();
    assert!(desk.state.schedule().all_occupancies().all(|one| one.booking != holder));
}
