//! Cases of a schedule, piece by piece. That it agrees with the rules is tested elsewhere.

use super::*;
use crate::{calendar::Origin, time::Minute};

const DAY: i32 = 1440;
const ADA: Lane = Lane(0);
const ROOM: Lane = Lane(1);

fn table(days: i32) -> PageTable {
    PageTable::new((0..=days).map(|day| Minute(day * DAY)).collect())
}

/// Three days; a lane and another that holds several.
fn empty(padding: Padding, holds: u16) -> Schedule {
    Schedule::new(table(3), [LaneCapacity::new(padding, 1), LaneCapacity::new(Padding::Exclusive, holds)])
}

fn span(from: i32, to: i32) -> Span {
    Span::new(Minute(from), Minute(to))
}

fn on(lane: Lane, booking: u64, from: i32, to: i32, (before, after): (i32, i32)) -> Occupancy {
    Occupancy {
        lane,
        booking: BookingId(booking),
        item: 0,
        phase: 0,
        service: None,
        used: span(from, to),
        before: Minutes(before),
        after: Minutes(after),
        origin: Origin::Ours,
    }
}

fn block(id: u64, from: i32, to: i32) -> Block {
    Block { block: BlockId(id), lane: ADA, span: span(from, to) }
}

fn with(occupancies: &[Occupancy], blocks: &[Block]) -> Schedule {
    let mut schedule = empty(Padding::Exclusive, 2);
    occupancies.iter().for_each(|one| drop(schedule.insert(*one)));
    blocks.iter().for_each(|one| schedule.block(*one));
    schedule
}

#[test]
fn schedules_differ_by_whatever_they_hold() {
    let nothing = with(&[], &[]);
    let before_all = -2 * DAY;
    let of_an_item = |item| Occupancy { item, ..on(ADA, 1, 600, 660, (0, 0)) };
    let something = [
        with(&[of_an_item(0)], &[]),
        with(&[of_an_item(1)], &[]),
        with(&[on(ADA, 1, 800, 860, (0, 0))], &[]),
        with(&[on(ADA, 2, 600, 660, (0, 0))], &[]),
        with(&[of_an_item(0)], &[block(1, 600, 660)]),
        with(&[on(ADA, 1, before_all, before_all + 60, (0, 0))], &[]),
        with(&[], &[block(1, 600, 660)]),
        with(&[], &[block(1, before_all, before_all + 60)]),
        empty(Padding::Shared, 2),
        empty(Padding::Exclusive, 3),
        Schedule::new(
            table(2),
            [LaneCapacity::new(Padding::Exclusive, 1), LaneCapacity::new(Padding::Exclusive, 2)],
        ),
    ];
    for (at, one) in something.iter().enumerate() {
        assert_ne!(*one, nothing, "{at}");
        assert_ne!(nothing, *one, "{at}");
        assert!(something.iter().skip(at + 1).all(|other| other != one), "{at}");
    }
}

#[test]
fn a_day_that_was_emptied_is_as_one_that_never_held_anything() {
    let one = on(ADA, 1, 600, 660, (5, 5));
    let mut emptied = with(&[one], &[block(1, 700, 800)]);
    assert!(emptied.remove(&one) && emptied.unblock(&block(1, 700, 800)));
    assert!(emptied == with(&[], &[]) && with(&[], &[]) == emptied);
    assert!(!emptied.remove(&one) && !emptied.unblock(&block(1, 700, 800)), "gone already");
}

/// On a day, over midnight, and outside the days.
#[test]
fn nothing_shows_in_what_order_it_came() {
    let bookings = [(1, 600), (2, 500), (3, 1400), (4, -3000), (5, -3100), (6, -30), (7, 500)];
    let occupancies = bookings.map(|(booking, from)| on(ADA, booking, from, from + 60, (0, 0)));
    let blocks = bookings.map(|(id, from)| block(id, from, from + 60));
    let in_order = with(&occupancies, &blocks);
    let (mut occupancies, mut blocks) = (occupancies, blocks);
    for _ in 0..occupancies.len() {
        occupancies.rotate_left(1);
        blocks.rotate_left(1);
        assert!(with(&occupancies, &blocks) == in_order);
        occupancies.swap(0, 1);
        blocks.swap(2, 3);
        assert!(with(&occupancies, &blocks) == in_order);
    }
}

#[test]
fn everything_is_listed_once_wherever_it_lies() {
    let bookings = [(1, 600), (2, 1400), (3, -30), (4, -3000), (5, 9000)];
    let occupancies = bookings.map(|(booking, from)| on(ADA, booking, from, from + 60, (0, 0)));
    let blocks = bookings.map(|(id, from)| block(id, from, from + 60));
    let schedule = with(&occupancies, &blocks);
    // What lies on no day comes last.
    let listed: Vec<_> = schedule.all_occupancies().map(|one| one.booking.0).collect();
    assert_eq!(listed, [3, 1, 2, 4, 5]);
    let listed: Vec<_> = schedule.all_blocks().map(|one| one.block.0).collect();
    assert_eq!(listed, [3, 1, 2, 4, 5]);
    // The second day knows of what began on the first, and only of what touches the span.
    for (from, to, expected) in
        [(DAY, 2 * DAY, vec![2]), (0, 700, vec![3, 1]), (1300, 1500, vec![2]), (700, 1300, vec![])]
    {
        let found: Vec<_> = schedule.occupancies(ADA, span(from, to)).map(|one| one.booking.0).collect();
        assert_eq!(found, expected, "{from}");
        let found: Vec<_> = schedule.blocks(ADA, span(from, to)).map(|one| one.block.0).collect();
        assert_eq!(found, expected, "{from}");
    }
    assert_eq!(schedule.find_block(ADA, BlockId(2), span(0, 3 * DAY)), Some(&blocks[1]));
    assert_eq!(schedule.find_block(ADA, BlockId(9), span(0, 3 * DAY)), None);
}

#[test]
fn what_is_taken_out_is_that_and_nothing_else() {
    for from in [600, 1400, -3000] {
        let (one, other) = (on(ADA, 1, from, from + 60, (0, 0)), on(ADA, 2, from + 5, from + 60, (0, 0)));
        let (first, second) = (block(1, from, from + 60), block(2, from + 5, from + 60));
        let mut schedule = with(&[one, other], &[first, second]);
        assert!(
            !schedule.remove(&on(ADA, 3, from, from + 60, (0, 0)))
                && !schedule.unblock(&block(3, from, from + 60))
        );
        assert!(schedule.remove(&other) && schedule.unblock(&second));
        assert!(schedule == with(&[one], &[first]), "{from}");
    }
}

#[test]
fn clashes_are_with_others_alone_and_each_is_named_once() {
    let there = [
        on(ADA, 1, 600, 660, (0, 10)),
        on(ADA, 1, 680, 700, (0, 0)),
        on(ADA, 2, 800, 860, (0, 0)),
        on(ADA, 3, 1430, 1450, (0, 0)),
    ];
    let clashes = |occupancy: Occupancy| {
        let found = with(&there, &[]).clashes(&occupancy);
        found.iter().map(|booking| booking.0).collect::<Vec<_>>()
    };
    assert_eq!(clashes(on(ADA, 9, 600, 700, (0, 0))), [1], "twice there, and 2 is later");
    assert_eq!(clashes(on(ADA, 1, 600, 700, (0, 0))), [0u64; 0], "its own");
    assert_eq!(clashes(on(ADA, 1, 600, 810, (0, 0))), [2]);
    assert_eq!(clashes(on(ADA, 9, 1420, 1460, (0, 0))), [3], "on both days");
    assert_eq!(clashes(on(ADA, 9, 671, 680, (0, 0))), [0u64; 0]);
    assert_eq!(clashes(on(Lane(7), 9, 600, 700, (0, 0))), [0u64; 0], "no such lane");
}

#[test]
fn paddings_may_overlap_where_they_are_shared_and_never_a_use() {
    for (padding, both_paddings) in [(Padding::Exclusive, vec![BookingId(1)]), (Padding::Shared, Vec::new())]
    {
        let mut schedule = empty(padding, 2);
        schedule.insert(on(ADA, 1, 600, 660, (10, 10)));
        assert_eq!(schedule.clashes(&on(ADA, 2, 672, 700, (10, 10))), both_paddings, "after");
        assert_eq!(schedule.clashes(&on(ADA, 2, 500, 588, (10, 10))), both_paddings, "before");
        assert_eq!(schedule.clashes(&on(ADA, 2, 665, 700, (0, 0))), [BookingId(1)], "its padding on a use");
        assert_eq!(schedule.clashes(&on(ADA, 2, 675, 700, (20, 0))), [BookingId(1)], "a padding on its use");
        assert_eq!(schedule.clashes(&on(ADA, 2, 670, 700, (0, 0))), [], "beside it");
    }
}

#[test]
fn a_lane_that_holds_two_clashes_with_both_once_it_is_full() {
    let schedule = with(&[on(ROOM, 1, 600, 660, (0, 0)), on(ROOM, 2, 630, 700, (0, 0))], &[]);
    assert_eq!(schedule.clashes(&on(ROOM, 3, 600, 630, (0, 0))), []);
    assert_eq!(schedule.clashes(&on(ROOM, 3, 600, 631, (0, 0))), [BookingId(1), BookingId(2)]);
    assert_eq!(schedule.clashes(&on(ROOM, 2, 600, 700, (0, 0))), []);
}

#[test]
fn what_is_left_out_leaves_the_bits_of_the_rest() {
    let day = PageIndex(0);
    for lane in [ADA, ROOM] {
        let rest = [on(lane, 2, 620, 680, (5, 15)), on(lane, 3, 650, 710, (0, 0))];
        let all = with(
            &[&rest[..], &[on(lane, 1, 600, 660, (10, 10))]].concat(),
            &[block(1, 100, 200), block(2, 150, 250)],
        );
        let expected = with(&rest, &[block(2, 150, 250)]);
        let [Some(all), Some(expected_page)] = [&all, &expected].map(|it| it.lane_page(day, lane)) else {
            unreachable!("the day holds something")
        };
        let left = all.rows_without(
            table(3).span(day),
            |one| one.booking == BookingId(1),
            |one| one.block == BlockId(1),
        );
        assert_eq!(left.padded, *expected_page.padded());
        assert_eq!(left, expected_page.rows_without(table(3).span(day), |_| false, |_| false));
        assert_eq!(all.appointments_without(BookingId(1)), 2);
        assert_eq!(all.appointments_without(BookingId(9)), 3);
    }
}

#[test]
fn a_booking_that_lies_there_twice_counts_once_until_both_are_gone() {
    let twice = [on(ADA, 1, 600, 660, (0, 0)), on(ADA, 1, 700, 760, (0, 0))];
    let beside = on(ADA, 2, 800, 860, (0, 0));
    let mut schedule = with(&[twice[0], twice[1], beside], &[]);
    let count = |schedule: &Schedule| {
        schedule.lane_page(PageIndex(0), ADA).map(|page| page.appointments_without(BookingId(9)))
    };
    assert_eq!(count(&schedule), Some(2));
    schedule.remove(&beside);
    assert_eq!(count(&schedule), Some(1));
    schedule.remove(&twice[0]);
    assert_eq!(count(&schedule), Some(1));
    schedule.remove(&twice[1]);
    assert_eq!(count(&schedule), Some(0));
}

#[test]
fn booked_minutes_are_bare_and_counted_once() {
    let schedule = with(
        &[on(ADA, 1, 600, 660, (9, 9)), on(ADA, 2, 650, 670, (0, 0)), on(ADA, 3, 1430, 1450, (0, 0))],
        &[],
    );
    assert_eq!(schedule.booked(ADA, span(0, DAY)), Minutes(80));
    assert_eq!(schedule.booked(ADA, span(0, 2 * DAY)), Minutes(90));
    assert_eq!(schedule.booked(ADA, span(610, 620)), Minutes(10));
}

#[test]
fn how_many_a_lane_holds_is_stored_where_it_is_not_one() {
    for (holds, is_stored) in [([1, 1], false), ([1, 2], true), ([2, 2], true)] {
        let capacities = holds.map(|holds| LaneCapacity::new(Padding::Exclusive, holds));
        let schedule = Schedule::new(table(1), capacities);
        let text = serde_json::to_string(&schedule).unwrap();
        assert_eq!(text.contains("\"holds\""), is_stored, "{text}");
        assert_eq!(serde_json::from_str::<Schedule>(&text).ok(), Some(schedule));
    }
}

/// Inserted one by one or loaded at once, and taken out in any order.
#[test]
fn bits_that_several_share_stay_until_all_are_gone() {
    let there = [
        on(ADA, 1, 600, 660, (10, 10)),
        on(ADA, 2, 650, 700, (5, 5)),
        on(ADA, 3, 655, 660, (0, 50)),
        on(ADA, 4, 800, 860, (0, 0)),
    ];
    for first in 0..there.len() {
        let mut loaded = empty(Padding::Exclusive, 2);
        loaded.load(there);
        for mut schedule in [with(&there, &[]), loaded] {
            let mut left = there.to_vec();
            left.rotate_left(first);
            while let Some(gone) = left.pop() {
                assert!(schedule.remove(&gone));
                assert!(schedule == with(&left, &[]), "{first} {}", left.len());
            }
        }
    }
}

/// Their numbers are 64 apart, and so they share a mark.
#[test]
fn a_booking_is_not_taken_for_one_that_shares_its_mark() {
    let (one, other) = (on(ADA, 1, 600, 660, (0, 0)), on(ADA, 65, 700, 760, (0, 0)));
    let holds = |schedule: &Schedule| {
        let page = schedule.lane_page(PageIndex(0), ADA);
        [1, 65, 129].map(|booking| page.map(|page| page.holds(BookingId(booking))))
    };
    let mut loaded = empty(Padding::Exclusive, 2);
    loaded.load([one, other]);
    for mut schedule in [with(&[one, other], &[]), loaded] {
        assert_eq!(holds(&schedule), [Some(true), Some(true), Some(false)]);
        assert!(schedule.remove(&one));
        assert_eq!(holds(&schedule), [Some(false), Some(true), Some(false)]);
        assert!(schedule.remove(&other));
        assert_eq!(holds(&schedule), [Some(false); 3]);
        assert!(schedule.lane_page(PageIndex(0), ADA).is_some_and(|page| !page.may_hold(BookingId(1))));
    }
}

#[test]
fn a_booking_of_any_number_has_its_mark_and_most_others_have_another() {
    for number in [0, 63, 64, 5000, u64::MAX] {
        let schedule = with(&[on(ADA, number, 600, 660, (0, 0))], &[]);
        let Some(page) = schedule.lane_page(PageIndex(0), ADA) else {
            unreachable!("the day holds something")
        };
        assert!(page.holds(BookingId(number)), "{number}");
        let others = (1..64).map(|more| number.wrapping_add(more));
        assert!(others.into_iter().all(|other| !page.may_hold(BookingId(other))), "{number}");
    }
}

/// What is asked of the bits without its own bookings is what would be asked of the day without them.
#[test]
fn room_beside_others_is_the_same_without_its_own_as_if_its_own_were_not_there() {
    let day = table(3).span(PageIndex(0));
    let (own, other) = (on(ADA, 1, 600, 660, (10, 10)), on(ADA, 2, 700, 760, (20, 30)));
    let (with_own, without) = (with(&[own, other], &[]), with(&[other], &[]));
    let [Some(page), Some(rest)] = [&with_own, &without].map(|it| it.lane_page(PageIndex(0), ADA)) else {
        unreachable!("the day holds something")
    };
    let rows = page.rows_without(day, |one| one.booking == own.booking, |_| false);
    for padding in [Padding::Exclusive, Padding::Shared] {
        let mut left = 0;
        for from in 560..840 {
            let wanted = on(ADA, 1, from, from + 20, (15, 5));
            let (padded, used) = (PageRange::of(day, wanted.padded()), PageRange::of(day, wanted.used));
            let room = rows.leave_room(padding, padded, used);
            assert_eq!(room, rest.leaves_room(day, padding, padded, used), "{padding:?} {from}");
            assert_eq!(room, !occupancies_clash(padding, &wanted, &other), "{padding:?} {from}");
            left += u32::from(room);
        }
        assert!((1..280).contains(&left), "{left}");
    }
}

#[test]
fn a_lane_that_held_one_too_many_is_full_until_two_are_gone() {
    let there = [1, 2, 3].map(|booking| on(ROOM, booking, 600, 660, (0, 0)));
    let mut schedule = with(&there, &[]);
    assert!(schedule.remove(&there[2]));
    assert!(schedule == with(&there[..2], &[]));
    assert_eq!(schedule.clashes(&there[2]), [BookingId(1), BookingId(2)]);
    assert!(schedule.remove(&there[1]));
    assert_eq!(schedule.clashes(&there[2]), []);
}

#[test]
fn whoever_is_near_is_told_however_many_came_and_went() {
    let near = |schedule: &Schedule, from: i32| -> Vec<u64> {
        let stretch = PageRange::of(span(0, DAY), span(from, from + 5));
        let on_page = schedule.lane_page(PageIndex(0), ADA).unwrap();
        let near = on_page.near(super::super::NearEntry::of(stretch));
        // Of those past the first few all are named, near or not.
        near.filter(|one| one.padded().overlaps(span(from, from + 5))).map(|one| one.booking.0).collect()
    };
    let hourly: Vec<_> = (0u64..12)
        .zip(0..)
        .map(|(booking, at)| on(ADA, booking, at * 60 + 10, at * 60 + 50, (5, 5)))
        .collect();
    let loaded = {
        let mut schedule = empty(Padding::Exclusive, 2);
        schedule.load(hourly.clone());
        schedule
    };
    let mut backwards = hourly.clone();
    backwards.reverse();
    for mut schedule in [loaded, with(&hourly, &[]), with(&backwards, &[])] {
        let mut left = hourly.clone();
        while !left.is_empty() {
            for at in 0..12 {
                let there = left.iter().filter(|one| one.used.start.0 == at * 60 + 10);
                let there: Vec<u64> = there.map(|one| one.booking.0).collect();
                assert_eq!(near(&schedule, at * 60 + 30), there, "at {at}, {} left", left.len());
            }
            let gone = left.remove(left.len() / 3);
            assert!(schedule.remove(&gone));
        }
    }
}
