//! Cases with a name, of several services of one client: windows, clients who are due elsewhere, people who take longer.

use dispatch_core::{
    Assignment, Blocker, Blockers, Client, Minutes, Outcome, ReasonCode, Request, RequestItem, Scratch,
    SlotScratch, Span, Verdict, When, assign, best_slots, pick, starts,
};
use serde_json::{Value, json};

use crate::{
    cases::{
        clearance::{self, had},
        visits::several::{booked, both, clinic, shown, span, ten},
    },
    clinic::{Clinic, at},
};

fn within(request: &Request, window: Span, grid: i32) -> Request {
    Request { when: When::Within { window, grid: Minutes(grid) }, ..request.clone() }
}

/// The starts of a window in minutes from ten. The earliest is the one that is assigned.
fn found(clinic: &Clinic, request: &Request, window: Span, grid: i32) -> Vec<i32> {
    let request = within(request, window, grid);
    let mut scratch = SlotScratch::default();
    let found: Vec<_> = starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).collect();
    let earliest = clinic.decide(&request).ok().map(|assignment| assignment.start());
    assert_eq!(earliest, found.first().copied());
    found.into_iter().map(|start| start.since(ten()).0).collect()
}

/// Who treats, service by service.
fn treat(assignment: &Assignment) -> Vec<&str> {
    assignment.items.iter().map(|item| item.roles[0].who.as_str()).collect()
}

#[test]
fn a_visit_in_a_window_gets_the_earliest_start_that_the_client_and_everything_else_allow() {
    let mut clinic = clinic(&json!({}), &[]);
    let mut request = both(&clinic, ten());
    assert_eq!(found(&clinic, &request, span(-60, 105), 15), [-45, -30, -15, 0, 15, 30]);
    request.client.busy = vec![span(40, 60)];
    assert_eq!(found(&clinic, &request, span(-60, 195), 15), [-45, 60, 75, 90, 105, 120]);
    // Neither of them is free for both before 11:35, and 11:45 is the next of the grid.
    clinic.booked(8, "ada", span(60, 90), (0, 0));
    clinic.booked(9, "ben", span(60, 90), (0, 0));
    assert_eq!(found(&clinic, &request, span(-30, 195), 15), [105, 120]);
    let none = within(&request, span(-30, 150), 15);
    let flags = clinic.decide(&none).unwrap_err();
    assert_eq!(flags, [ReasonCode::NobodyFree, ReasonCode::ClientElsewhere], "what kept each of them");
}

#[test]
fn a_window_that_is_too_short_for_the_exam_before_it_has_no_start() {
    let clinic = Clinic::new(clearance::document(), "2026-06-11", 4);
    let item = |code| RequestItem::of(clinic.rulebook.service(code).unwrap());
    let items = vec![item("WASH"), item("TOX")];
    let ask = |client| Request { items: items.clone(), client, ..clinic.ask(1, ten()) };
    let (cleared, lacking) = (ask(had(&clinic, &["2026-06-01"])), ask(had(&clinic, &[])));
    assert_eq!(found(&clinic, &cleared, span(0, 41), 1), [0, 1]);
    assert_eq!(found(&clinic, &lacking, span(0, 54), 1), [0i32; 0], "the exam takes 15 minutes more");
    assert_eq!(found(&clinic, &lacking, span(0, 56), 1), [0, 1]);
}

/// Ben comes first and takes a quarter of an hour longer for the facial than the menu says.
fn ben_takes_longer() -> Clinic {
    let shifts = json!({ "daily": ["08:00-20:00"] });
    let change = [
        (
            "/provider",
            json!([{ "id": "ben", "minutes": { "FACIAL": 60 }, "shifts": shifts }, { "id": "ada", "shifts": shifts }]),
        ),
        ("/service/0", json!({ "code": "PEEL", "minutes": 30 })),
        ("/service/1", json!({ "code": "FACIAL", "minutes": 45 })),
    ];
    clinic(&json!({ "same_provider": false }), &change)
}

#[test]
fn who_takes_longer_is_done_before_the_client_is_due_elsewhere() {
    let clinic = ben_takes_longer();
    let with_busy = |busy: Vec<Span>| {
        let client = Client { busy, ..Client::default() };
        booked(&clinic, &Request { client, ..both(&clinic, ten()) }).unwrap()
    };
    assert_eq!(treat(&with_busy(Vec::new())), ["ben", "ben"]);
    assert_eq!(treat(&with_busy(vec![span(-60, 0), span(90, 120)])), ["ben", "ben"]);
    let due = with_busy(vec![span(-60, 0), span(89, 120)]);
    assert_eq!(treat(&due), ["ben", "ada"]);
    assert_eq!(due.visit, span(0, 75));
}

#[test]
fn who_takes_longer_is_done_before_closing_unless_the_visit_is_too_late_anyway() {
    let clinic = ben_takes_longer();
    let six = at("2026-06-12T18:00-04:00");
    let decide =
        |before| assign(&clinic.rulebook, &clinic.schedule, &both(&clinic, six.minus(Minutes(before))));
    let assigned = |before| match decide(before).outcome {
        Outcome::Assigned(assignment) => treat(&assignment).join(" "),
        Outcome::ToPerson(flagged) => panic!("{flagged:?}"),
    };
    assert_eq!(assigned(90), "ben ben");
    assert_eq!(assigned(89), "ben ada");
    assert_eq!(assigned(75), "ben ada");
    let Outcome::ToPerson(flagged) = decide(74).outcome else { panic!("it ends after closing") };
    assert_eq!(flagged.flags, [ReasonCode::OutsideOpening]);
    let candidates: Vec<_> = flagged.candidates.iter().map(treat).collect();
    assert_eq!(candidates, [["ben", "ben"], ["ada", "ben"], ["ben", "ada"]], "a person may say yes");
}

#[test]
fn a_calendar_of_somebody_who_could_serve_no_service_of_a_visit_is_not_why_it_cannot_be_had() {
    let providers = json!([{ "id": "ada" }, { "id": "ben" }, { "id": "cleo" }]);
    let mut clinic = clinic(&json!({}), &[("/provider", providers)]);
    clinic.schedule.set_readable(clinic.lane("cleo"), false);
    for (booking, who) in [(7, "ada"), (8, "ben")] {
        clinic.booked(booking, who, span(40, 60), (0, 0));
    }
    let flags = clinic.decide(&both(&clinic, ten())).unwrap_err();
    assert_eq!(flags, [ReasonCode::CalendarUnreadable, ReasonCode::NobodyFree], "Cleo could");

    let nurses = json!([["rn"]]);
    let mut document = super::several::document(&[(
        "/provider",
        json!([{ "id": "ada", "credentials": [{ "id": "rn" }] }, { "id": "cleo" }]),
    )]);
    document["credential"] = json!([{ "id": "rn" }]);
    for service in [0, 1] {
        document["service"][service]["qualification"] = nurses.clone();
    }
    let mut clinic = Clinic::new(document, "2026-06-12", 2);
    clinic.schedule.set_readable(clinic.lane("cleo"), false);
    clinic.booked(7, "ada", span(40, 60), (0, 0));
    assert_eq!(clinic.decide(&both(&clinic, ten())).unwrap_err(), [ReasonCode::NobodyFree]);
}

/// Whoever has less to do that day is better, and that is so on the second day.
#[test]
fn the_best_slots_of_a_visit_are_those_whose_providers_rank_best() {
    let criteria = json!([{ "by": "lighter_day", "tolerance": 500 }, { "by": "rulebook_order" }]);
    let mut clinic = clinic(&json!({}), &[("/ranking/criteria", criteria)]);
    clinic.booked(8, "ada", span(-60, 0), (0, 0));
    clinic.booked(9, "ben", span(-60, -30), (0, 0));
    let window = Span::new(ten().plus(Minutes(180)), ten().plus(Minutes(24 * 60 + 105)));
    let request = within(&both(&clinic, ten()), window, 60);
    let best = |most| -> Vec<i32> {
        let mut scratch = SlotScratch::default();
        let slots = best_slots(&clinic.rulebook, &clinic.schedule, &request, most, &mut scratch);
        slots.iter().map(|slot| slot.start().since(ten()).0 / 60).collect()
    };
    assert_eq!(best(2), [24, 3]);
    assert_eq!(best(9), [24, 3, 4, 5, 6]);
}

/// Of two who are alike where both are free, a person chooses.
#[test]
fn a_slot_of_a_visit_that_goes_to_a_person_comes_after_those_that_do_not() {
    let mut clinic = clinic(&json!({}), &[("/ranking/criteria", json!([{ "by": "requested" }]))]);
    clinic.booked(8, "ada", span(120, 220), (0, 0));
    let request = within(&both(&clinic, ten()), span(0, 300), 60);
    let mut scratch = SlotScratch::default();
    let slots = best_slots(&clinic.rulebook, &clinic.schedule, &request, 9, &mut scratch);
    let told = slots.iter().map(|slot| (slot.start().since(ten()).0 / 60, slot.flags.clone()));
    let tie = || vec![ReasonCode::Tie];
    assert_eq!(told.collect::<Vec<_>>(), [(2, vec![]), (3, vec![]), (0, tie()), (1, tie())]);
}

#[test]
fn who_does_not_go_on_has_lost_to_the_one_who_does() {
    let clinic = clinic(&json!({}), &[]);
    let trace = assign(&clinic.rulebook, &clinic.schedule, &both(&clinic, ten())).trace;
    let ben = trace.candidates().find(|one| one.item == 1 && one.who.as_str() == "ben").unwrap();
    assert_eq!(ben.verdict, Verdict::Lost { criterion: "same_provider".into(), own: 1, best: 0 });
}

/// Two lasers in one: what holds several counts bookings, and a visit is one.
#[test]
fn a_device_that_holds_two_needs_no_pause_between_two_services_of_one_visit() {
    let device = |holds: u32| {
        [
            ("/resource", json!([{ "id": "laser", "kind": "device", "holds": holds }])),
            (
                "/service/0",
                json!({ "code": "PEEL", "minutes": 30, "needs": [{ "kind": "device" }], "buffers": { "device": { "after": 10 } } }),
            ),
            ("/service/1", json!({ "code": "FACIAL", "minutes": 45, "needs": [{ "kind": "device" }] })),
        ]
    };
    let of_one = clinic(&json!({}), &device(1));
    assert_eq!(of_one.decide(&both(&of_one, ten())).unwrap_err(), [ReasonCode::SeveralServices]);
    let of_two = clinic(&json!({}), &device(2));
    let assignment = booked(&of_two, &both(&of_two, ten())).unwrap();
    assert_eq!(shown(&assignment), [(0, 30, vec!["ada", "laser"]), (30, 75, vec!["ada", "laser"])]);
}

#[test]
fn the_padding_rule_holds_between_two_services_of_one_visit() {
    let service = |code: &str, minutes: u32, buffers: Value| json!({ "code": code, "minutes": minutes, "needs": [{ "kind": "device" }], "buffers": { "device": buffers } });
    // One after the other, 10 or 6 minutes between; then the two buffers of the other way round.
    for (padding, after, before, waits) in
        [("exclusive", 10, 5, 15), ("exclusive", 5, 10, 15), ("shared", 10, 5, 10), ("shared", 5, 10, 10)]
    {
        let mut document = super::several::document(&[
            ("/resource", json!([{ "id": "laser", "kind": "device" }])),
            ("/service/0", service("PEEL", 30, json!({ "after": after }))),
            ("/service/1", service("FACIAL", 45, json!({ "before": before }))),
        ]);
        document["padding"] = json!({ "device": padding });
        document["visits"] = json!({ "most_minutes_between": 20 });
        let clinic = Clinic::new(document, "2026-06-12", 2);
        let assignment = booked(&clinic, &both(&clinic, ten())).unwrap();
        let second = assignment.items[1].span.start;
        assert_eq!(second.since(ten()), Minutes(30 + waits), "{padding} {after} {before}");
    }
}

/// A buffer of one service that the other takes the place of reaches no further than that.
#[test]
fn a_long_buffer_between_two_services_of_one_visit_is_no_longer_than_the_visit() {
    let service = |code: &str, minutes: u32, needs: &Value, buffers: Value| json!({ "code": code, "minutes": minutes, "needs": needs, "buffers": buffers });
    let sixty = |side: &str| {
        let mut buffer = json!({});
        buffer[side] = json!(60);
        json!({ "provider": buffer.clone(), "room": buffer })
    };
    for needs in [json!([{ "kind": "room" }]), json!([])] {
        for (first, second, rest) in
            [(sixty("after"), json!({}), span(75, 90)), (json!({}), sixty("before"), span(-15, 0))]
        {
            let change = [
                ("/provider", json!([{ "id": "ada" }])),
                ("/resource", json!([{ "id": "room", "kind": "room" }])),
                ("/service/0", service("PEEL", 30, &needs, first)),
                ("/service/1", service("FACIAL", 45, &needs, second)),
            ];
            let mut clinic = clinic(&json!({}), &change);
            for (booking, on) in [(7, "ada"), (8, "room")] {
                clinic.booked(booking, on, rest, (0, 0));
            }
            let assignment = booked(&clinic, &both(&clinic, ten())).unwrap();
            assert_eq!(assignment.visit, span(0, 75));
        }
    }
}

/// The first service can be in one room alone; the second takes that before those that come first in the list.
#[test]
fn the_room_of_the_service_before_is_taken_before_others() {
    let rooms = json!([
        { "id": "room-1", "kind": "room" },
        { "id": "room-2", "kind": "room", "capabilities": ["peel"] },
    ]);
    let needs = json!([{ "kind": "room", "capabilities": ["peel"] }]);
    let mut document = super::several::document(&[("/resource", rooms), ("/service/0/needs", needs)]);
    document["ranking"]["resource_order"] = json!("listed");
    let clinic = Clinic::new(document, "2026-06-12", 2);
    let assignment = booked(&clinic, &both(&clinic, ten())).unwrap();
    assert_eq!(shown(&assignment), [(0, 30, vec!["ada", "room-2"]), (30, 75, vec!["ada", "room-2"])]);
    let mut facial = clinic.ask(1, ten());
    facial.items[0].service = clinic.rulebook.service("FACIAL").unwrap();
    assert_eq!(shown(&booked(&clinic, &facial).unwrap()), [(0, 45, vec!["ada", "room-1"])]);
}

/// Three lasers, of which the second must serve the facial and has to cool down.
#[test]
fn a_thing_that_is_free_for_one_service_but_not_with_the_rest_says_so() {
    let thing = |id: &str, kind: &str, capabilities: Value| json!({ "id": id, "kind": kind, "capabilities": capabilities });
    let things = json!([
        thing("room-1", "room", json!([])),
        thing("room-2", "room", json!([])),
        thing("laser-1", "device", json!([])),
        thing("laser-2", "device", json!(["facial"])),
        thing("laser-3", "device", json!([])),
    ]);
    let service = |code: &str, minutes: u32, capabilities: Value| {
        json!({
            "code": code, "minutes": minutes, "buffers": { "device": { "after": 10 } },
            "needs": [{ "kind": "room" }, { "kind": "device", "capabilities": capabilities }],
        })
    };
    let clinic = clinic(
        &json!({}),
        &[
            ("/provider", json!([{ "id": "ada" }])),
            ("/resource", things),
            ("/service/0", service("PEEL", 30, json!([]))),
            ("/service/1", service("FACIAL", 45, json!(["facial"]))),
        ],
    );
    let request = both(&clinic, ten());
    let decision = assign(&clinic.rulebook, &clinic.schedule, &request);
    let rest_of_visit = || Verdict::Blocked(Blockers::of(vec![Blocker::RestOfVisit]).unwrap());
    let of = |item: u8, who: &str| {
        let mut candidates = decision.trace.candidates();
        let found = candidates.find(|one| one.item == item && one.who.as_str() == who);
        found.map(|one| one.verdict.clone()).unwrap()
    };
    assert_eq!(of(0, "laser-1"), Verdict::Chosen);
    assert_eq!(of(0, "laser-2"), rest_of_visit());
    assert_eq!(of(0, "laser-3"), Verdict::LeftFree);
    assert_eq!(of(1, "laser-2"), Verdict::Chosen);
    for item in [0, 1] {
        assert_eq!(of(item, "room-1"), Verdict::Chosen);
        assert_eq!(of(item, "room-2"), Verdict::LeftFree);
    }
    let mut scratch = Scratch::default();
    let picked = pick(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).unwrap();
    let picked: Vec<_> = picked.occupancies().collect();
    let Outcome::Assigned(assignment) = decision.outcome else { panic!("it fits") };
    assert_eq!(picked, assignment.occupancies);
}

/// Nobody sees to the clearance in the first service, so the second begins with the exam.
#[test]
fn a_service_without_an_exam_clears_nobody() {
    let clinic = Clinic::new(clearance::document(), "2026-06-11", 4);
    let item = |code| RequestItem::of(clinic.rulebook.service(code).unwrap());
    let items = vec![item("FILLER"), item("TOX")];
    let request = Request { items, client: had(&clinic, &[]), ..clinic.ask(1, ten()) };
    let Outcome::ToPerson(flagged) = assign(&clinic.rulebook, &clinic.schedule, &request).outcome else {
        panic!("a clearance is missing")
    };
    assert_eq!(flagged.flags, [ReasonCode::ClearanceMissing]);
    assert_eq!(flagged.candidates[0].visit, span(0, 45 + 15 + 30));
}
