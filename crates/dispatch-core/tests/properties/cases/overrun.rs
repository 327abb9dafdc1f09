//! Cases with a name: cleaning up after closing.

use dispatch_core::{
    Block, BlockId, Blocker, Minutes, ReasonCode, Request, SlotScratch, Verdict, ViolationKind, When, assign,
    check, starts,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, FREE, at, edited, minutes, one_room_each, took};

/// An hour with 15 minutes of cleaning in the room, which is open with the location.
fn document(kinds: Value, extra: &[(&str, Value)]) -> Value {
    let document = one_room_each("America/New_York", "09:00-18:00");
    let document = edited(document, "/service/0/buffers", json!({ "room": { "after": 15 } }));
    let document = edited(document, "/padding", json!({ "cleanup_may_overrun_close": kinds }));
    extra.iter().fold(document, |document, (at, with)| edited(document, at, with.clone()))
}

fn clinic(kinds: Value, extra: &[(&str, Value)]) -> Clinic {
    Clinic::new(document(kinds, extra), "2026-06-12", 3)
}

const FIVE: &str = "2026-06-12T17:00-04:00";

#[test]
fn a_room_may_be_cleaned_after_closing_if_the_rulebook_says_so() {
    let no_room = Err(&[ReasonCode::NoResource][..]);
    assert_eq!(took(&clinic(json!({}), &[]).book(1, FIVE)), no_room);
    assert_eq!(took(&clinic(json!({ "provider": true, "device": true }), &[]).book(1, FIVE)), no_room);
    let mut open = clinic(json!({ "room": true }), &[]);
    assert_eq!(took(&open.book(1, FIVE)), Ok(FREE));
    assert_eq!(check(&open.rulebook, &open.schedule), []);
    // The use itself ends inside.
    let late = clinic(json!({ "room": true }), &[]).book(1, "2026-06-12T17:01-04:00");
    assert!(late.unwrap_err().contains(&ReasonCode::OutsideOpening));
    // The checker knows the rule too.
    let mut closed = clinic(json!({}), &[]);
    closed.schedule.load(open.schedule.all_occupancies().copied());
    let found: Vec<_> = check(&closed.rulebook, &closed.schedule).into_iter().map(|it| it.kind).collect();
    assert!(found.contains(&ViolationKind::OutsideHours), "{found:?}");
}

#[test]
fn starts_offered_are_those_that_book() {
    for kinds in [json!({}), json!({ "room": true })] {
        for padding in ["exclusive", "shared"] {
            let mut clinic = clinic(kinds.clone(), &[("/padding/room", json!(padding))]);
            clinic.booked(9, "room", minutes("2026-06-12T11:00-04:00", 30), (10, 5));
            let window = minutes("2026-06-12T09:00-04:00", 9 * 60);
            let request =
                Request { when: When::Within { window, grid: Minutes(1) }, ..clinic.ask(1, window.start) };
            let mut scratch = SlotScratch::default();
            let offered: Vec<_> =
                starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).collect();
            let tried = (window.start.0..window.end.0).map(dispatch_core::Minute);
            let works = |at: &_| clinic.decide(&Request { when: When::At(*at), ..request.clone() }).is_ok();
            assert_eq!(offered, tried.filter(works).collect::<Vec<_>>(), "{kinds} {padding}");
            let last = if kinds == json!({}) { "2026-06-12T16:45-04:00" } else { FIVE };
            assert_eq!(offered.last(), Some(&at(last)), "{kinds} {padding}");
        }
    }
}

fn blockers(clinic: &Clinic, who: &str, start: &str) -> Vec<Blocker> {
    let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(99, at(start))).trace;
    let candidate = trace.candidates().find(|candidate| candidate.who.as_str() == who).unwrap();
    match candidate.verdict {
        Verdict::Blocked(blockers) => blockers.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

/// Not a break, a duty, a block or another booking, and not the gap between two shifts.
#[test]
fn cleaning_after_closing_lies_over_nothing_else() {
    let duty = json!([{ "name": "airing", "at": "17:50-18:00" }]);
    let longer = ("/location/0/hours", json!({ "daily": ["09:00-20:00"] }));
    let room = |hours: Value, duties: Value| json!([{ "id": "room", "kind": "room", "hours": hours, "duties": duties }]);
    let hours = json!({ "daily": ["09:00-12:00", "13:00-18:00"] });
    let kinds = || json!({ "room": true });

    let with_duty = clinic(kinds(), &[longer.clone(), ("/resource", room(hours.clone(), duty))]);
    let expected = Blocker::OnDuty { name: "airing".into(), span: minutes("2026-06-12T17:50-04:00", 10) };
    assert_eq!(blockers(&with_duty, "room", "2026-06-12T16:50-04:00"), [expected], "that alone");
    assert_eq!(blockers(&with_duty, "room", "2026-06-12T16:35-04:00"), []);

    let mut split = clinic(kinds(), &[longer, ("/resource", room(hours, json!([])))]);
    assert_eq!(blockers(&split, "room", FIVE), []);
    let needed = minutes("2026-06-12T11:00-04:00", 75);
    assert_eq!(blockers(&split, "room", "2026-06-12T11:00-04:00"), [Blocker::OutsideHours { needed }]);

    let span = minutes("2026-06-12T18:10-04:00", 30);
    split.schedule.block(Block { block: BlockId(3), lane: split.lane("room"), span });
    assert_eq!(blockers(&split, "room", FIVE), [Blocker::Block { block: BlockId(3), span }]);
    split.booked(8, "room", minutes("2026-06-13T18:10-04:00", 30), (0, 0));
    let buffer = blockers(&split, "room", "2026-06-13T17:00-04:00");
    assert!(matches!(buffer.as_slice(), [Blocker::Buffer { .. }]), "{buffer:?}");
}

#[test]
fn a_day_that_ends_at_midnight_is_cleaned_up_after_on_the_next() {
    let whole = ("/location/0/hours", json!({ "daily": ["15:00-24:00"] }));
    let mut clinic = clinic(json!({ "room": true }), &[whole]);
    assert_eq!(took(&clinic.book(1, "2026-06-12T23:00-04:00")), Ok(FREE));
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
    // What is beyond the planned days cannot be judged.
    let beyond = clinic.book(2, "2026-06-14T23:00-04:00");
    assert_eq!(took(&beyond), Err(&[ReasonCode::NoResource][..]));
}

#[test]
fn a_service_as_long_as_the_day_fits_if_only_cleaning_comes_after() {
    let extra = [("/service/0/minutes", json!(540))];
    let closed: dispatch_core::RulebookDocument = {
        let mut document = document(json!({}), &extra);
        document["practice"] = "clinic".into();
        serde_json::from_value(document).unwrap()
    };
    let horizon = dispatch_core::Horizon { first: "2026-06-12".parse().unwrap(), days: 3 };
    let criteria = dispatch_core::Criteria::builtin();
    let faults = dispatch_core::Rulebook::compile(&closed, horizon, &criteria).unwrap_err();
    assert_eq!(faults[0].code(), "never_fits");
    let mut clinic = clinic(json!({ "room": true }), &extra);
    assert_eq!(took(&clinic.book(1, "2026-06-12T09:00-04:00")), Ok(FREE));
}

#[test]
fn a_provider_may_tidy_up_after_a_visit_too() {
    let buffers = json!({ "provider": { "after": 10 } });
    let extra = [("/service/0/buffers", buffers), ("/visits", json!({ "most_minutes_between": 10 }))];
    let mut clinic = clinic(json!({ "provider": true }), &extra);
    let mut visit = clinic.ask(1, at("2026-06-12T16:00-04:00"));
    visit.items.push(visit.items[0]);
    let assignment = clinic.decide(&visit).unwrap();
    clinic.schedule.load(assignment.occupancies);
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

/// At a start that is asked for by itself, where the provider is told at sight.
#[test]
fn a_provider_may_tidy_up_after_closing() {
    let extra = [("/service/0/buffers", json!({ "provider": { "after": 10 } }))];
    assert_eq!(took(&clinic(json!({ "provider": true }), &extra).book(1, FIVE)), Ok(FREE));
    let nobody = Err(&[ReasonCode::NobodyFree][..]);
    assert_eq!(took(&clinic(json!({}), &extra).book(1, FIVE)), nobody);
}
