//! A medical director who is elsewhere. The platform knows nothing of her: what she supervises is ours to count.

use dispatch_core::{
    Origin, ReasonCode, Who,
    engine::{Disposition, State},
};
use serde_json::{Value, json};

use crate::desk::{Desk, acknowledge, appointment, connection, document, exception_of, write_of};

/// She may supervise two at once; the senior, who is a nurse practitioner, needs no supervisor.
fn supervised() -> Value {
    let mut document = document();
    for id in ["md", "np"] {
        document["credential"].as_array_mut().unwrap().push(json!({ "id": id }));
    }
    document["provider"][0]["credentials"].as_array_mut().unwrap().push(json!({ "id": "np" }));
    document["provider"].as_array_mut().unwrap().push(json!({
        "id": "director", "aliases": ["P9"], "credentials": [{ "id": "md" }], "shifts": {},
        "supervises": { "at_once": 2, "hours": { "daily": ["08:00-20:00"] } },
    }));
    for id in ["room-3", "room-4"] {
        document["resource"].as_array_mut().unwrap().push(json!({ "id": id, "kind": "room" }));
    }
    for service in [0, 1] {
        document["service"][service]["supervision"] =
            json!({ "by": [["md"]], "presence": "reachable", "unless": [["np"]] });
    }
    document["service"][2]["supervision"] = json!({ "by": [["md"]], "presence": "reachable" });
    document
}

/// Who supervises each booking, in the order in which they were first seen.
fn supervisors(state: &State) -> Vec<Option<String>> {
    let of = |booking: &dispatch_core::engine::Booking| {
        let given = booking.desired.as_ref()?.assignment.everything();
        given.filter(|who| matches!(who, Who::Supervisor(_))).map(|who| who.as_str().to_owned()).next()
    };
    state.bookings().map(of).collect()
}

fn director() -> Option<String> {
    Some("director".to_owned())
}

#[test]
fn the_platform_is_told_of_the_one_who_treats_and_counts_nobody_else() {
    let mut desk = Desk::with(supervised(), &connection());
    let effects = desk.see("09 09:00", &appointment("a", "TOX", "12 14:00", "P4"));
    let write = write_of(&effects);
    let provider = write.items[0].provider.as_ref().unwrap().id.as_str();
    assert!(provider != "director" && write.items[0].resources.is_none(), "{write:?}");
    desk.run("09 09:01", &acknowledge(&effects, "09 09:01")).unwrap();
    desk.see("09 09:02", &crate::desk::requested(appointment("b", "TOX", "12 14:00", "P2")));
    desk.see("09 09:03", &appointment("c", "LASER", "12 14:00", "P4"));
    desk.see("09 09:04", &crate::desk::requested(appointment("d", "TOX", "12 14:00", "P3")));
    let supervised = supervisors(&desk.state).iter().flatten().count();
    assert_eq!(supervised, 2, "{:?}", supervisors(&desk.state));
    let flagged = desk.state.bookings().filter(|one| one.flags.contains(&ReasonCode::NoSupervisor)).count();
    assert_eq!(flagged, 1, "one is one too many");
}

/// Her holiday lies over nothing that the platform shows of her.
#[test]
fn the_supervisors_time_off_displaces_what_she_supervises() {
    let mut desk = Desk::with(supervised(), &connection());
    desk.see("09 09:00", &crate::desk::requested(appointment("a", "TOX", "12 14:00", "P3")));
    desk.see("09 09:01", &crate::desk::requested(appointment("b", "TOX", "12 14:00", "P1")));
    assert_eq!(supervisors(&desk.state), [director(), None], "the nurse practitioner needs no supervisor");
    desk.block("10 09:00", "k", "P9", "12 13:00", "12 16:00");
    let bookings: Vec<_> = desk.state.bookings().collect();
    assert_eq!(bookings[0].disposition, Disposition::AwaitingPerson);
    assert!(bookings[0].flags.contains(&ReasonCode::Displaced), "{:?}", bookings[0].flags);
    assert_eq!(bookings[1].disposition, Disposition::Assigned);
    // The same day after her holiday is as before.
    desk.see("10 09:05", &crate::desk::requested(appointment("c", "TOX", "12 16:00", "P3")));
    assert_eq!(supervisors(&desk.state)[2], director());
}

#[test]
fn another_who_may_supervise_takes_over_and_the_client_notices_nothing() {
    let mut rules = supervised();
    rules["provider"].as_array_mut().unwrap().push(json!({
        "id": "deputy", "credentials": [{ "id": "md" }], "shifts": {},
        "supervises": { "hours": { "daily": ["08:00-20:00"] } },
    }));
    let mut desk = Desk::with(rules, &connection());
    desk.see("09 09:00", &crate::desk::requested(appointment("a", "TOX", "12 14:00", "P3")));
    assert_eq!(supervisors(&desk.state), [director()]);
    desk.block("10 09:00", "k", "P9", "12 13:00", "12 16:00");
    assert_eq!(supervisors(&desk.state), [Some("deputy".to_owned())]);
    assert_eq!(desk.state.bookings().next().unwrap().disposition, Disposition::Assigned);
}

/// While a person thinks, her time is kept too.
#[test]
fn a_hold_counts_for_the_supervisor() {
    let mut rules = supervised();
    rules["provider"][4]["supervises"]["at_once"] = json!(1);
    rules["service"][1]["supervision"]["unless"] = json!([]);
    let mut desk = Desk::with(rules, &connection());
    let mut vip = crate::desk::requested(appointment("a", "TOX", "12 14:00", "P3"));
    vip.about_client.vip = true;
    let exception = exception_of(&desk.see("09 09:00", &vip));
    let waiting = desk.state.exception(exception).unwrap().raised.waiting.clone().unwrap();
    let second = desk.rulebook.supervisor("P9").unwrap();
    assert!(waiting.occupancies.iter().any(|one| one.lane == second && one.origin == Origin::Hold));
    desk.see("09 09:05", &crate::desk::requested(appointment("b", "TOX", "12 14:00", "P2")));
    let flags = &desk.state.bookings().last().unwrap().flags;
    assert!(flags.contains(&ReasonCode::NoSupervisor), "{flags:?}");
}

/// A new rulebook without her leaves nothing on the lane that she had; one with another resource moves it.
#[test]
fn a_new_rulebook_carries_what_is_supervised_over_by_name() {
    let mut desk = Desk::with(supervised(), &connection());
    desk.see("09 09:00", &crate::desk::requested(appointment("a", "TOX", "12 14:00", "P3")));
    let lies_on = |desk: &Desk| {
        let second = desk.rulebook.supervisor("director").unwrap();
        desk.state.bookings().next().unwrap().occupancies.iter().any(|one| one.lane == second)
    };
    let before = desk.rulebook.supervisor("director");
    assert!(lies_on(&desk));
    let mut newer = supervised();
    newer["revision"] = json!(2);
    newer["resource"].as_array_mut().unwrap().push(json!({ "id": "room-5", "kind": "room" }));
    desk.rulebook = crate::desk::compile(newer);
    desk.run("09 10:00", &dispatch_core::engine::Command::AdoptRulebook {}).unwrap();
    assert_ne!(desk.rulebook.supervisor("director"), before);
    assert!(lies_on(&desk));
}
