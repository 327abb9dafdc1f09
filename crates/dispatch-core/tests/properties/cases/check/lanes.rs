//! Cases with a name: what the checker finds on one provider, room or device, to the minute, and what it must not find.
//! Nothing is decided here: all of it is laid by hand.

use dispatch_core::{
    Block, BlockId, BookingId, Minutes, Occupancy, Origin, Span, Violation, ViolationKind, check,
    check_booking,
};
use serde_json::{Value, json};

use crate::{
    cases::visits::several::span,
    clinic::{Clinic, edited, one_room_each},
};

/// The kind, on whom, and where.
pub(crate) type Found = (ViolationKind, Vec<String>, Span);

pub(crate) fn found(kind: ViolationKind, who: &[&str], span: Span) -> Found {
    (kind, who.iter().map(|who| (*who).to_owned()).collect(), span)
}

/// The first service of the menu, of ours.
pub(crate) fn ours(clinic: &Clinic, booking: u64, on: &str, used: Span) -> Occupancy {
    Occupancy {
        lane: clinic.lane(on),
        booking: BookingId(booking),
        item: 0,
        phase: 0,
        service: Some(0),
        used,
        before: Minutes(0),
        after: Minutes(0),
        origin: Origin::Ours,
    }
}

pub(crate) fn padded(occupancy: Occupancy, before: i32, after: i32) -> Occupancy {
    Occupancy { before: Minutes(before), after: Minutes(after), ..occupancy }
}

/// Everything that is broken. Of each booking by itself the same is found as among all.
pub(crate) fn broken(clinic: &Clinic, held: &[Occupancy], blocks: &[Block]) -> Vec<Violation> {
    let mut schedule = clinic.schedule.clone();
    schedule.load(held.iter().copied());
    blocks.iter().for_each(|block| schedule.block(*block));
    let all = check(&clinic.rulebook, &schedule);
    for booking in held.iter().map(|one| one.booking) {
        let of_it: Vec<_> = all.iter().filter(|one| one.bookings.contains(&booking)).cloned().collect();
        assert_eq!(check_booking(&clinic.rulebook, &schedule, booking), of_it, "{booking}");
    }
    all
}

pub(crate) fn told(clinic: &Clinic, violation: &Violation) -> Found {
    let who = violation.lanes.iter().map(|lane| clinic.rulebook.lane_name(*lane).to_owned());
    (violation.kind, who.collect(), violation.span)
}

/// What is broken of some kinds.
pub(crate) fn of_kinds(
    clinic: &Clinic,
    kinds: &[ViolationKind],
    held: &[Occupancy],
    blocks: &[Block],
) -> Vec<Found> {
    let broken = broken(clinic, held, blocks);
    broken.iter().filter(|one| kinds.contains(&one.kind)).map(|one| told(clinic, one)).collect()
}

fn clinic(edits: &[(&str, Value)]) -> Clinic {
    let document = one_room_each("America/New_York", "09:00-18:00");
    let document =
        edits.iter().fold(document, |document, (pointer, with)| edited(document, pointer, with.clone()));
    Clinic::new(document, "2026-06-12", 3)
}

const BESIDE: &[ViolationKind] = &[ViolationKind::Overlap, ViolationKind::Buffer];

#[test]
fn two_bookings_on_one_lane_overlap_or_are_too_near_by_the_padding_rule() {
    for (padding, needed) in [("exclusive", 15), ("shared", 10)] {
        let clinic = clinic(&[("/padding", json!({ "provider": padding }))]);
        let after = |gap: i32| {
            let held = [
                padded(ours(&clinic, 1, "ada", span(0, 30)), 7, 10),
                padded(ours(&clinic, 2, "ada", span(30 + gap, 90)), 5, 7),
            ];
            let broken = broken(&clinic, &held, &[]);
            let beside = broken.into_iter().filter(|one| BESIDE.contains(&one.kind));
            beside.map(|one| (one.kind, one.span, one.needed)).collect::<Vec<_>>()
        };
        let buffer = |gap| vec![(ViolationKind::Buffer, span(30, 30 + gap), Some(Minutes(needed)))];
        assert_eq!(after(needed), []);
        assert_eq!(after(needed - 1), buffer(needed - 1));
        assert_eq!(after(0), buffer(0), "with nothing between they do not overlap");
        assert_eq!(after(-1), [(ViolationKind::Overlap, span(29, 30), None)]);
    }
}

/// Of one booking, only two services that we have put there must not overlap; uses of one service may be as near as they are.
#[test]
fn two_of_one_booking_overlap_only_if_they_are_two_services_of_ours() {
    let clinic = clinic(&[]);
    let (us, them) = (Origin::Ours, Origin::Observed);
    for (items, first, second, overlaps) in [
        ((0, 1), us, us, true),
        ((0, 0), us, us, false),
        ((0, 1), them, them, false),
        ((0, 1), us, them, false),
        ((0, 1), them, us, false),
    ] {
        let one = |item, origin, used| Occupancy { item, origin, ..ours(&clinic, 1, "ada", used) };
        let held = [one(items.0, first, span(0, 30)), one(items.1, second, span(20, 50))];
        let expected = [found(ViolationKind::Overlap, &["ada"], span(20, 30))];
        let expected = if overlaps { &expected[..] } else { &[] };
        assert_eq!(of_kinds(&clinic, BESIDE, &held, &[]), expected, "{items:?} {first:?} {second:?}");
    }
}

/// A room that is being left is already promised to whoever moves in, and to nobody else.
#[test]
fn what_is_being_left_makes_way_for_what_is_held() {
    let clinic = clinic(&[]);
    let two = |first, second| {
        let one = |booking, origin, used| Occupancy { origin, ..ours(&clinic, booking, "room", used) };
        let held = [one(1, first, span(0, 30)), one(2, second, span(20, 50))];
        of_kinds(&clinic, BESIDE, &held, &[]).len()
    };
    let all = [Origin::Ours, Origin::Observed, Origin::Forced, Origin::Hold, Origin::Vacating];
    for (first, second) in all.iter().flat_map(|first| all.iter().map(|second| (*first, *second))) {
        let leaves = [first, second].contains(&Origin::Vacating);
        let moves_in =
            leaves && [first, second].iter().all(|one| [Origin::Hold, Origin::Vacating].contains(one));
        assert_eq!(two(first, second), usize::from(!moves_in), "{first:?} {second:?}");
    }
}

#[test]
fn more_than_a_room_holds_are_found_for_as_long_as_they_are_there() {
    let clinic = clinic(&[("/resource", json!([{ "id": "room", "kind": "room", "holds": 2 }]))]);
    let groups = |held: &[(Origin, Span)]| -> Vec<(Span, usize)> {
        let each = (1..).zip(held).map(|(booking, (origin, used))| {
            padded(Occupancy { origin: *origin, ..ours(&clinic, booking, "room", *used) }, 0, 5)
        });
        let broken = broken(&clinic, &each.collect::<Vec<_>>(), &[]);
        let groups = broken.into_iter().filter(|one| one.kind == ViolationKind::Overlap);
        groups.map(|one| (one.span, one.bookings.len())).collect()
    };
    let (us, seen, hold, left) = (Origin::Ours, Origin::Observed, Origin::Hold, Origin::Vacating);
    let hour = span(0, 60);
    assert_eq!(groups(&[(us, hour), (seen, hour)]), []);
    assert_eq!(groups(&[(us, hour), (seen, hour), (us, span(20, 40))]), [(span(20, 45), 3)]);
    assert_eq!(
        groups(&[(us, hour), (seen, span(0, 30)), (us, span(35, 90))]),
        [],
        "the last moves in after it"
    );
    assert_eq!(groups(&[(us, hour), (seen, span(0, 30)), (us, span(34, 90))]), [(span(34, 35), 3)]);
    let four = [(us, hour), (seen, hour), (us, span(20, 40)), (seen, span(30, 90))];
    assert_eq!(groups(&four), [(span(20, 30), 3), (span(30, 45), 4), (span(45, 65), 3)]);
    // What is being left counts until somebody waits for it.
    assert_eq!(groups(&[(us, hour), (left, hour), (seen, hour)]), [(span(0, 65), 3)]);
    assert_eq!(groups(&[(us, hour), (left, hour), (hold, hour)]), []);
    assert_eq!(groups(&[(us, hour), (seen, hour), (hold, hour)]), [(span(0, 65), 3)]);
}

#[test]
fn a_block_is_in_the_way_of_what_is_assigned_and_of_its_buffers() {
    let clinic = clinic(&[]);
    let block = |used| [Block { block: BlockId(7), lane: clinic.lane("ada"), span: used }];
    let blocked = |origin, used| {
        let held = padded(Occupancy { origin, ..ours(&clinic, 1, "ada", span(0, 60)) }, 0, 10);
        of_kinds(&clinic, &[ViolationKind::Blocked], &[held], &block(used))
    };
    for origin in [Origin::Ours, Origin::Observed, Origin::Forced] {
        assert_eq!(blocked(origin, span(69, 90)), [found(ViolationKind::Blocked, &["ada"], span(69, 70))]);
        assert_eq!(blocked(origin, span(70, 90)), []);
    }
    assert_eq!(blocked(Origin::Hold, span(30, 90)), []);
}

const HOURS: &[ViolationKind] = &[ViolationKind::OutsideHours, ViolationKind::OnBreak, ViolationKind::OnDuty];

#[test]
fn the_minutes_outside_hours_are_named_and_a_break_is_named_as_such() {
    let breaks = json!([{ "at": "12:00-12:30" }]);
    let clinic = clinic(&[("/provider/0/breaks", breaks)]);
    let away =
        |used: Span, after| of_kinds(&clinic, HOURS, &[padded(ours(&clinic, 1, "ada", used), 0, after)], &[]);
    let outside = |from, to| found(ViolationKind::OutsideHours, &["ada"], span(from, to));
    assert_eq!(away(span(-60, 0), 0), []);
    assert_eq!(away(span(-61, 0), 0), [outside(-61, -60)]);
    assert_eq!(away(span(-90, 0), 0), [outside(-90, -60)]);
    assert_eq!(away(span(440, 480), 0), []);
    assert_eq!(away(span(440, 470), 15), [outside(480, 485)], "a buffer too");
    let on_break = || found(ViolationKind::OnBreak, &["ada"], span(120, 150));
    assert_eq!(away(span(60, 120), 0), []);
    assert_eq!(away(span(60, 121), 0), [on_break()]);
    assert_eq!(away(span(-70, 130), 0), [outside(-70, -60), on_break()]);
    let held = Occupancy { origin: Origin::Hold, ..ours(&clinic, 1, "ada", span(-90, 0)) };
    assert_eq!(of_kinds(&clinic, HOURS, &[held], &[]), [], "what is only kept need not be in hours");
}

#[test]
fn cleaning_may_lie_after_closing_where_the_rulebook_says_so_and_the_use_may_not() {
    let held = |clinic: &Clinic, used| padded(ours(clinic, 1, "room", used), 0, 10);
    let away = |clinic: &Clinic, used| of_kinds(clinic, HOURS, &[held(clinic, used)], &[]);
    let outside = |from, to| found(ViolationKind::OutsideHours, &["room"], span(from, to));
    let strict = clinic(&[]);
    assert_eq!(away(&strict, span(440, 470)), []);
    assert_eq!(away(&strict, span(440, 480)), [outside(480, 490)]);
    let lenient = clinic(&[("/padding", json!({ "cleanup_may_overrun_close": { "room": true } }))]);
    assert_eq!(away(&lenient, span(440, 480)), []);
    assert_eq!(away(&lenient, span(440, 485)), [outside(480, 485)]);
}

/// Ada and Ben are downtown too, at different times of the day.
#[test]
fn hours_elsewhere_are_everybodys_own() {
    let hours = json!({ "daily": ["09:00-18:00"] });
    let place = |id: &str| json!({ "id": id, "time_zone": "America/New_York", "hours": hours });
    let provider = |id: &str, downtown: &str| {
        json!({
            "id": id, "location": "uptown", "shifts": { "daily": ["09:00-12:00"] },
            "elsewhere": [{ "location": "downtown", "shifts": { "daily": [downtown] } }],
        })
    };
    let clinic = clinic(&[
        ("/location", json!([place("uptown"), place("downtown")])),
        ("/provider", json!([provider("ada", "13:00-17:00"), provider("ben", "15:00-18:00")])),
        ("/resource", json!([{ "id": "room", "kind": "room", "location": "downtown" }])),
    ]);
    let away = |who: &str, used| of_kinds(&clinic, HOURS, &[ours(&clinic, 1, who, used)], &[]);
    let outside = |who: &str, from, to| vec![found(ViolationKind::OutsideHours, &[who], span(from, to))];
    for who in ["ada", "ben"] {
        assert_eq!(away(who, span(0, 60)), [], "uptown");
        assert_eq!(away(who, span(310, 360)), [], "downtown");
    }
    assert_eq!(away("ada", span(200, 240)), []);
    assert_eq!(away("ben", span(200, 240)), outside("ben", 200, 240));
    assert_eq!(away("ben", span(440, 480)), []);
    assert_eq!(away("ada", span(440, 480)), outside("ada", 440, 480));
}

const BREAK: &[ViolationKind] = &[ViolationKind::BreakLost];

#[test]
fn a_floating_break_is_lost_when_no_stretch_of_its_length_is_left_to_its_owner() {
    let clinic = clinic(&[(
        "/provider",
        json!([{ "id": "ada", "breaks": [{ "minutes": 30, "within": "11:00-13:00" }] }, { "id": "ben" }]),
    )]);
    let lost = |held: &[Occupancy], blocks: &[Block]| of_kinds(&clinic, BREAK, held, blocks);
    let expected = [found(ViolationKind::BreakLost, &["ada"], span(60, 180))];
    let all = span(60, 180);
    for other in ["ben", "room"] {
        assert_eq!(lost(&[ours(&clinic, 1, other, all)], &[]), [], "it is Ada's");
    }
    assert_eq!(lost(&[ours(&clinic, 1, "ada", all)], &[]), expected);
    assert_eq!(lost(&[ours(&clinic, 1, "ada", span(0, 150))], &[]), []);
    assert_eq!(lost(&[padded(ours(&clinic, 1, "ada", span(0, 150)), 0, 1)], &[]), expected);
    assert_eq!(lost(&[ours(&clinic, 1, "ada", span(89, 180))], &[]), expected);
    assert_eq!(lost(&[ours(&clinic, 1, "ada", span(90, 180))], &[]), []);
    let held = Occupancy { origin: Origin::Hold, ..ours(&clinic, 1, "ada", all) };
    assert_eq!(lost(&[held], &[]), []);
    // Two that leave 29 minutes, or a block that takes the rest.
    let two = [ours(&clinic, 1, "ada", span(0, 90)), ours(&clinic, 2, "ada", span(119, 170))];
    assert_eq!(lost(&two, &[]), expected);
    let block = |used| [Block { block: BlockId(7), lane: clinic.lane("ada"), span: used }];
    assert_eq!(lost(&two[..1], &block(span(119, 170))), expected);
    assert_eq!(lost(&two[..1], &block(span(120, 180))), []);
    assert_eq!(lost(&[], &block(all)), [], "nobody's fault");
    assert_eq!(lost(&[ours(&clinic, 1, "ada", span(0, 60))], &block(all)), [], "nobody's fault");
}

#[test]
fn a_cap_counts_the_bookings_of_one_day_and_not_those_being_left() {
    let clinic = clinic(&[("/provider/0/max_appointments_a_day", json!(2))]);
    let next_day = 24 * 60;
    let day_full = |held: &[Occupancy]| of_kinds(&clinic, &[ViolationKind::DayFull], held, &[]);
    let one = |booking, from: i32| ours(&clinic, booking, "ada", span(from, from + 30));
    let two = [one(1, 0), one(2, 60)];
    assert_eq!(day_full(&two), []);
    assert_eq!(day_full(&[two[0], two[1], one(3, next_day)]), []);
    let left = Occupancy { origin: Origin::Vacating, ..one(3, 120) };
    assert_eq!(day_full(&[two[0], two[1], left]), []);
    assert_eq!(day_full(&[two[0], two[1], one(2, 120)]), [], "one booking, twice");
    let day = span(-600, 840);
    assert_eq!(day_full(&[two[0], two[1], one(3, 120)]), [found(ViolationKind::DayFull, &["ada"], day)]);
}

#[test]
fn a_run_is_broken_by_a_pause_and_by_nothing_less() {
    let clinic = clinic(&[("/provider/0/max_in_a_row", json!({ "minutes": 120, "pause": 10 }))]);
    let too_long = |held: &[Occupancy]| of_kinds(&clinic, &[ViolationKind::TooLongInARow], held, &[]);
    let one = |booking, from, to| ours(&clinic, booking, "ada", span(from, to));
    let run = |from, to| vec![found(ViolationKind::TooLongInARow, &["ada"], span(from, to))];
    assert_eq!(too_long(&[one(1, 0, 120)]), []);
    assert_eq!(too_long(&[one(1, 0, 121)]), run(0, 121));
    assert_eq!(too_long(&[one(1, 0, 100), one(2, 110, 130)]), []);
    assert_eq!(too_long(&[one(1, 0, 100), one(2, 109, 120)]), []);
    assert_eq!(too_long(&[one(1, 0, 100), one(2, 109, 130)]), run(0, 130));
    assert_eq!(too_long(&[one(1, 0, 100), one(2, 20, 30), one(3, 109, 130), one(4, 140, 150)]), run(0, 130));
    let between = |origin| [one(1, 0, 60), Occupancy { origin, ..one(2, 60, 80) }, one(3, 80, 140)];
    assert_eq!(too_long(&between(Origin::Hold)), run(0, 140));
    assert_eq!(too_long(&between(Origin::Vacating)), []);
    let held = Occupancy { origin: Origin::Hold, ..one(1, 0, 121) };
    assert_eq!(too_long(&[held]), [], "nobody is assigned");
}

/// Open all night: a run is followed over midnight, as far as one may be long and a pause more.
#[test]
fn a_run_over_midnight_is_found_from_either_day() {
    let clinic = Clinic::new(
        edited(
            one_room_each("America/New_York", "00:00-24:00"),
            "/provider/0/max_in_a_row",
            json!({ "minutes": 120, "pause": 10 }),
        ),
        "2026-06-12",
        3,
    );
    let midnight = 14 * 60;
    let one =
        |booking, from: i32, to: i32| ours(&clinic, booking, "ada", span(midnight + from, midnight + to));
    let night = [one(1, -150, -115), one(2, -106, -60), one(3, -51, -1), one(4, 8, 9)];
    let kinds = [ViolationKind::TooLongInARow];
    let whole = span(midnight - 150, midnight + 9);
    assert_eq!(
        of_kinds(&clinic, &kinds, &night, &[]),
        [found(ViolationKind::TooLongInARow, &["ada"], whole)]
    );
    assert_eq!(of_kinds(&clinic, &kinds, &night[1..], &[]), []);
}
