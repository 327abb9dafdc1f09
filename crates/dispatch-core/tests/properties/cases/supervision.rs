//! Cases with a name about who must be at hand while somebody treats.

use dispatch_core::{
    Block, BlockId, Blocker, BookingId, Candidate, Occupant, ReasonCode, Request, RequestItem, Slot,
    SlotScratch, Span, Trace, Verdict, When, Who, assign, check, slots, starts, why,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, minutes};

const TWO: &str = "2026-06-12T14:00-04:00";
const NINE: &str = "2026-06-12T09:00-04:00";

/// Four nurses and a nurse practitioner inject. The medical director is elsewhere, can be reached from 10:00 to 16:00,
/// and supervises two procedures at once; the nurse practitioner needs nobody.
fn remote_director() -> Value {
    json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "credential": [{ "id": "rn" }, { "id": "np" }, { "id": "md" }],
        "provider": [
            { "id": "ada", "credentials": [{ "id": "rn" }] },
            { "id": "ben", "credentials": [{ "id": "rn" }] },
            { "id": "cleo", "credentials": [{ "id": "rn" }] },
            { "id": "nina", "credentials": [{ "id": "rn" }, { "id": "np" }], "shifts": { "daily": ["13:00-18:00"] } },
            {
                "id": "director", "credentials": [{ "id": "md" }], "shifts": {},
                "supervises": { "at_once": 2, "hours": { "daily": ["10:00-16:00"] } },
            },
        ],
        "service": [{
            "code": "TOX", "minutes": 30, "qualification": [["rn"]],
            "supervision": { "by": [["md"]], "presence": "reachable", "unless": [["np"]] },
        }],
        "ranking": { "criteria": [{ "by": "rulebook_order" }] },
    })
}

fn clinic(document: Value) -> Clinic {
    Clinic::new(document, "2026-06-12", 2)
}

fn names(names: &[&str]) -> Result<Vec<String>, Vec<ReasonCode>> {
    Ok(names.iter().map(|name| (*name).to_owned()).collect())
}

fn trace(clinic: &Clinic, start: &str) -> Trace {
    assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(99, at(start))).trace
}

fn supervisor(trace: &Trace, who: &str) -> Option<Candidate> {
    trace.candidates().find(|one| &*one.role == "supervisor" && one.who.as_str() == who)
}

fn blockers(trace: &Trace, who: &str) -> Vec<Blocker> {
    match supervisor(trace, who).map(|one| one.verdict) {
        Some(Verdict::Blocked(blockers)) => blockers.iter().cloned().collect(),
        other => panic!("{other:?}"),
    }
}

/// Her time off, which the platform shows as a block over her own calendar.
fn off(clinic: &mut Clinic, who: &str, span: Span) {
    let block = Block { block: BlockId(1), lane: clinic.lane(who), span };
    clinic.schedule.block(block);
}

#[test]
fn a_third_procedure_at_once_goes_to_a_person() {
    let mut clinic = clinic(remote_director());
    assert_eq!(clinic.book(1, "2026-06-12T11:00-04:00"), names(&["ada", "director"]));
    assert_eq!(clinic.book(2, "2026-06-12T11:10-04:00"), names(&["ben", "director"]));
    assert_eq!(clinic.book(3, "2026-06-12T11:20-04:00"), Err(vec![ReasonCode::NoSupervisor]));
    let told = trace(&clinic, "2026-06-12T11:20-04:00");
    let occupant = |booking, start| Occupant { booking: BookingId(booking), used: minutes(start, 30) };
    let full = Blocker::Full {
        holds: 2,
        must_go: 1,
        of: [occupant(1, "2026-06-12T11:00-04:00"), occupant(2, "2026-06-12T11:10-04:00")].into(),
    };
    assert_eq!(blockers(&told, "director"), [full]);
    let nobody = Blocker::NoPartner { role: "supervisor".into() };
    let cleo = told.candidates().find(|one| one.who == Who::Provider("cleo".into())).unwrap();
    assert!(matches!(&cleo.verdict, Verdict::Blocked(found) if found.iter().eq([&nobody])), "{cleo:?}");
    assert_eq!(clinic.book(3, "2026-06-12T11:30-04:00"), names(&["ada", "director"]), "the first is over");
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

#[test]
fn the_nurse_practitioner_needs_nobody() {
    let mut clinic = clinic(remote_director());
    assert_eq!(clinic.book(1, TWO), names(&["ada", "director"]));
    assert_eq!(clinic.book(2, TWO), names(&["ben", "director"]));
    assert_eq!(clinic.book(3, TWO), names(&["nina"]), "before Cleo, whom nobody could supervise");
    assert_eq!(clinic.book(4, TWO), Err(vec![ReasonCode::NoSupervisor]));
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

/// Of her, nothing is asked: the trace does not speak of supervisors.
#[test]
fn nobody_is_asked_to_supervise_who_needs_nobody() {
    let mut clinic = clinic(remote_director());
    for (booking, who) in [(7, "ada"), (8, "ben"), (9, "cleo")] {
        clinic.booked(booking, who, minutes(TWO, 30), (0, 0));
    }
    assert!(supervisor(&trace(&clinic, TWO), "director").is_none());
    assert_eq!(clinic.book(1, TWO), names(&["nina"]));
}

#[test]
fn a_director_is_reached_in_her_hours_alone_and_for_the_whole_procedure() {
    let mut clinic = clinic(remote_director());
    let early = "2026-06-12T09:45-04:00";
    assert_eq!(clinic.book(1, early), Err(vec![ReasonCode::NoSupervisor]));
    let told = blockers(&trace(&clinic, early), "director");
    assert_eq!(told, [Blocker::NotReachable { needed: minutes(early, 30) }]);
    assert_eq!(clinic.book(1, "2026-06-12T15:30-04:00"), names(&["ada", "director"]));
    // A minute later she cannot be reached to the end: only who needs nobody can take it.
    assert_eq!(clinic.book(2, "2026-06-12T15:31-04:00"), names(&["nina"]));
}

#[test]
fn a_directors_time_off_keeps_her_from_supervising() {
    let mut clinic = clinic(remote_director());
    off(&mut clinic, "director", minutes("2026-06-12T11:29-04:00", 60));
    assert_eq!(clinic.book(1, "2026-06-12T11:00-04:00"), Err(vec![ReasonCode::NoSupervisor]));
    let told = blockers(&trace(&clinic, "2026-06-12T11:00-04:00"), "director");
    assert!(matches!(told.as_slice(), [Blocker::Block { block: BlockId(1), .. }]), "{told:?}");
    assert_eq!(clinic.book(1, "2026-06-12T10:59-04:00"), names(&["ada", "director"]));
}

/// Laid over a booking that she supervises already, it is found by whoever checks the schedule.
#[test]
fn a_block_over_a_supervisor_is_a_violation() {
    let mut clinic = clinic(remote_director());
    assert_eq!(clinic.book(1, "2026-06-12T11:00-04:00"), names(&["ada", "director"]));
    off(&mut clinic, "director", minutes("2026-06-12T11:10-04:00", 5));
    let found: Vec<_> = check(&clinic.rulebook, &clinic.schedule).iter().map(|one| one.kind.slug()).collect();
    assert_eq!(found, ["blocked"]);
    let found = dispatch_core::check_booking(&clinic.rulebook, &clinic.schedule, BookingId(1));
    assert_eq!(found.len(), 1);
}

#[test]
fn slots_are_offered_only_while_somebody_supervises() {
    let mut clinic = clinic(remote_director());
    off(&mut clinic, "nina", minutes(NINE, 9 * 60));
    assert_eq!(clinic.book(1, "2026-06-12T12:00-04:00"), names(&["ada", "director"]));
    assert_eq!(clinic.book(2, "2026-06-12T12:00-04:00"), names(&["ben", "director"]));
    let mut request = clinic.ask(3, at(NINE));
    request.when = When::Within { window: minutes(NINE, 9 * 60), grid: dispatch_core::Minutes(30) };
    let mut scratch = SlotScratch::default();
    let found: Vec<_> = starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).collect();
    let half_hours = (0..12).map(|half| minutes("2026-06-12T10:00-04:00", 30 * half).end);
    let expected: Vec<_> = half_hours.filter(|start| *start != at("2026-06-12T12:00-04:00")).collect();
    assert_eq!(found, expected);
    let first: Vec<Slot> = slots(&clinic.rulebook, &clinic.schedule, &request, 1, &mut scratch);
    assert!(first[0].assignment.everything().any(|who| matches!(who, Who::Supervisor(_))));
}

#[test]
fn why_a_director_answers_for_what_she_would_supervise() {
    let clinic = clinic(remote_director());
    let request = clinic.ask(1, at(NINE));
    let answer =
        why(&clinic.rulebook, &clinic.schedule, &request, clinic.lane("director"), at(NINE)).unwrap();
    let roles: Vec<_> = answer.answers.iter().map(|one| &*one.candidate.role).collect();
    assert_eq!(roles, ["provider", "supervisor"]);
    assert_eq!(answer.next, Some(at("2026-06-12T10:00-04:00")));
}

/// On site: in her shift there, breaks and duties included, and she may treat meanwhile.
#[test]
fn who_supervises_on_site_may_be_on_a_break_or_treat_and_not_be_away() {
    let mut document = remote_director();
    document["service"][0]["supervision"] = json!({ "by": [["md"]], "presence": "on_site" });
    document["provider"][4]["shifts"] = json!({ "daily": ["10:00-15:00"] });
    document["provider"][4]["breaks"] = json!([{ "at": "12:00-12:30" }]);
    let mut clinic = clinic(document);
    clinic.booked(9, "director", minutes("2026-06-12T11:00-04:00", 60), (0, 0));
    assert_eq!(clinic.book(1, "2026-06-12T11:00-04:00"), names(&["ada", "director"]), "she treats meanwhile");
    assert_eq!(clinic.book(2, "2026-06-12T12:00-04:00"), names(&["ada", "director"]), "she has her break");
    let late = "2026-06-12T14:31-04:00";
    assert_eq!(
        clinic.book(3, late),
        Err(vec![ReasonCode::NoSupervisor]),
        "she can be reached, but is not there"
    );
    assert_eq!(
        blockers(&trace(&clinic, late), "director"),
        [Blocker::NotOnSite { needed: minutes(late, 30) }]
    );
    off(&mut clinic, "director", minutes(TWO, 30));
    assert_eq!(clinic.book(3, TWO), Err(vec![ReasonCode::NoSupervisor]));
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

/// Of two locations she is at one, and supervises there.
#[test]
fn on_site_is_at_that_location() {
    let mut document = remote_director();
    let site = json!({ "id": "far", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } });
    document["location"].as_array_mut().unwrap().push(site);
    for provider in document["provider"].as_array_mut().unwrap() {
        provider["location"] = json!("main");
    }
    document["provider"][4]["location"] = json!("far");
    document["provider"][4]["shifts"] = json!({ "daily": ["10:00-15:00"] });
    document["service"][0]["supervision"] = json!({ "by": [["md"]], "presence": "on_site" });
    let mut away = clinic(document.clone());
    assert_eq!(away.book(1, TWO), Err(vec![ReasonCode::NoSupervisor]));
    document["service"][0]["supervision"] = json!({ "by": [["md"]], "presence": "reachable" });
    let mut reached = clinic(document);
    assert_eq!(reached.book(1, TWO), names(&["ada", "director"]));
}

/// In the room she does nothing else: her own time is used, for the whole of a service that one provider takes longer
/// for.
#[test]
fn who_supervises_in_the_room_does_nothing_else() {
    let mut document = remote_director();
    document["service"][0]["supervision"] = json!({ "by": [["md"]], "presence": "in_room" });
    document["provider"][4] =
        json!({ "id": "director", "credentials": [{ "id": "md" }], "shifts": { "daily": ["10:00-15:00"] } });
    document["provider"][0]["minutes"] = json!({ "TOX": 45 });
    let mut clinic = clinic(document);
    assert_eq!(clinic.book(1, TWO), names(&["ada", "director"]));
    let used: Vec<_> = clinic.schedule.all_occupancies().map(|one| one.used).collect();
    assert_eq!(used, [minutes(TWO, 45); 2]);
    assert_eq!(clinic.book(2, "2026-06-12T14:30-04:00"), Err(vec![ReasonCode::NoSupervisor]));
    let told = blockers(&trace(&clinic, "2026-06-12T14:30-04:00"), "director");
    assert_eq!(told, [Blocker::Booked { booking: BookingId(1), used: minutes(TWO, 45) }]);
    let late = blockers(&trace(&clinic, "2026-06-12T14:45-04:00"), "director");
    assert!(matches!(late.as_slice(), [Blocker::OffShift { .. }]), "{late:?}");
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

/// Ada is the only doctor: she treats last, since nobody could supervise her, and supervises Ben.
#[test]
fn nobody_supervises_themselves() {
    let mut document = remote_director();
    document["provider"][0]["credentials"] = json!([{ "id": "rn" }, { "id": "md" }]);
    document["provider"].as_array_mut().unwrap().remove(4);
    let mut clinic = clinic(document);
    let told = trace(&clinic, NINE);
    let nobody = Blocker::NoPartner { role: "supervisor".into() };
    let ada = told.candidates().find(|one| one.who == Who::Provider("ada".into())).unwrap();
    assert!(matches!(&ada.verdict, Verdict::Blocked(found) if found.iter().eq([&nobody])), "{ada:?}");
    assert_eq!(supervisor(&told, "ada").unwrap().verdict, Verdict::Chosen);
    assert_eq!(clinic.book(1, NINE), names(&["ben", "ada"]));
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

/// Ada could help or supervise, and Cleo only help: greedily Ada would help, and nobody supervise.
#[test]
fn who_helps_is_chosen_so_that_somebody_is_left_to_supervise() {
    let mut document = remote_director();
    document["credential"].as_array_mut().unwrap().push(json!({ "id": "ma" }));
    document["provider"] = json!([
        { "id": "ada", "credentials": [{ "id": "ma" }, { "id": "md" }] },
        { "id": "ben", "credentials": [{ "id": "rn" }] },
        { "id": "cleo", "credentials": [{ "id": "ma" }] },
    ]);
    document["service"][0]["needs"] =
        json!([{ "kind": "provider", "role": "assistant", "qualification": [["ma"]] }]);
    let mut both = clinic(document);
    assert_eq!(both.book(1, NINE), names(&["ben", "cleo", "ada"]));
    both.booked(9, "cleo", minutes(TWO, 30), (0, 0));
    assert_eq!(both.book(2, TWO), Err(vec![ReasonCode::NoSupervisor]));
    let told = trace(&both, TWO);
    let alone = Blocker::NoPartner { role: "assistant".into() };
    assert_eq!(blockers(&told, "ada"), [alone], "she would have to help");
}

#[test]
fn a_licence_to_supervise_ends() {
    let mut document = remote_director();
    document["provider"][4]["credentials"] = json!([{ "id": "md", "until": "2026-06-12" }]);
    let mut clinic = clinic(document);
    assert_eq!(clinic.book(1, "2026-06-12T11:00-04:00"), names(&["ada", "director"]));
    let next = "2026-06-13T11:00-04:00";
    assert_eq!(clinic.book(2, next), Err(vec![ReasonCode::NoSupervisor]));
    let told = blockers(&trace(&clinic, next), "director");
    assert_eq!(told, [Blocker::MayNotSupervise { missing: vec![vec!["md".into()]].into() }]);
}

/// Each service of a visit is supervised by itself, and what lies between them is not.
#[test]
fn each_service_of_a_visit_is_supervised() {
    let mut document = remote_director();
    document["provider"][4]["supervises"]["at_once"] = json!(1);
    document["visits"] = json!({ "most_minutes_between": 10, "grid": 10 });
    document["provider"][4]["supervises"]["hours"] = json!({ "daily": ["10:00-11:00"] });
    let mut clinic = clinic(document);
    let ten = "2026-06-12T10:00-04:00";
    let visit = |booking, start| Request {
        items: vec![RequestItem::of(dispatch_core::ServiceIndex(0)); 2],
        ..clinic.ask(booking, at(start))
    };
    let assignment = clinic.decide(&visit(1, ten)).unwrap();
    let supervised: Vec<_> =
        assignment.occupancies.iter().filter(|one| one.lane.0 == 5).map(|one| one.used).collect();
    assert_eq!(supervised, [minutes(ten, 30), minutes("2026-06-12T10:30-04:00", 30)]);
    assert_eq!(clinic.decide(&visit(2, "2026-06-12T10:01-04:00")), Err(vec![ReasonCode::NoSupervisor]));
    for occupancy in &assignment.occupancies {
        assert!(clinic.schedule.insert(*occupancy).is_empty());
    }
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

/// What somebody supervises from outside the room counts towards none of their own limits.
#[test]
fn a_director_who_treats_once_a_day_at_most_supervises_more_than_that() {
    let mut document = remote_director();
    document["provider"][4]["max_appointments_a_day"] = json!(1);
    document["provider"][4]["max_in_a_row"] = json!({ "minutes": 30, "pause": 15 });
    let mut clinic = clinic(document);
    for (booking, start) in [(1, TWO), (2, "2026-06-12T14:30-04:00")] {
        assert_eq!(clinic.book(booking, start), names(&["ada", "director"]));
    }
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
    let window = minutes("2026-06-12T15:00-04:00", 60);
    let request = Request {
        when: When::Within { window, grid: dispatch_core::Minutes(30) },
        ..clinic.ask(3, window.start)
    };
    let mut scratch = SlotScratch::default();
    assert_eq!(starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).count(), 2);
}
