//! Slots against each start judged by itself: by the solver with its reasons, and by the reference.

use chrono::NaiveDate;
use dispatch_core::{
    Assignment, ClearanceId, Decision, Horizon, Minute, Minutes, Only, Outcome, PhaseDocument, ReasonCode,
    Request, RequestItem, Slot, SlotScratch, Span, UnknownClearance, When, Who, best_slots,
    calendar::local::{Edge, LocalTime, Zone},
    slots, starts, who_can,
};
use dispatch_reference as reference;
use dispatch_testkit::{Practice, practice};
use proptest::{collection::vec, prelude::*, sample::Index, strategy::ValueTree, test_runner::TestRunner};

use crate::random::support::{Running, rules_a_start_out};

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// What is offered books as it was offered, and what is not offered has nobody to book.
    #[test]
    fn a_slot_offered_is_a_slot_that_books(practice in practice(), grid in 1i32..50) {
        let running = Running::of(&practice);
        let mut scratch = SlotScratch::default();
        for request in practice.requests.iter().map(|request| around(request, grid)) {
            let mut expected = Vec::new();
            for start in on_grid(&practice, &running, &request) {
                let decision = running.assign(&at(&request, start));
                if let Some(offer) = offer(&running, &request, &decision) {
                    expected.push(offer);
                }
            }
            let found = slots(&running.rulebook, &running.schedule, &request, usize::MAX, &mut scratch);
            prop_assert_eq!(&found, &expected, "{:?}", &request);
            let few = slots(&running.rulebook, &running.schedule, &request, 2, &mut scratch);
            prop_assert_eq!(&few[..], &expected[..expected.len().min(2)]);
        }
    }

    /// Two starts of each window: the reference takes its time.
    #[test]
    fn the_starts_are_those_of_the_reference(practice in practice(), grid in 1i32..50, drawn in vec(any::<Index>(), 2)) {
        let running = Running::of(&practice);
        let mut scratch = SlotScratch::default();
        for request in practice.requests.iter().map(|request| around(request, grid)) {
            let found: Vec<_> =
                starts(&running.rulebook, &running.schedule, &request, &mut scratch).collect();
            let asked: Vec<_> = on_grid(&practice, &running, &request).collect();
            for start in drawn.iter().filter(|_| !asked.is_empty()).map(|drawn| drawn.get(&asked)) {
                let expected = reference_offers(&practice, &at(&request, *start));
                prop_assert_eq!(found.contains(start), expected, "{} of {:?}", start, &request);
            }
        }
    }

    /// Over all days, with one scratch for all requests.
    #[test]
    fn the_starts_of_all_days_are_those_at_which_somebody_can(practice in practice(), grid in 1i32..40) {
        let running = Running::of(&practice);
        let mut scratch = SlotScratch::default();
        let mut other = SlotScratch::default();
        for request in &practice.requests {
            let request = over_all_days(&running, request, grid);
            let expected: Vec<Minute> = on_grid(&practice, &running, &request)
                .filter(|start| {
                    let can = who_can(&running.rulebook, &running.schedule, &request, *start, &mut other);
                    wanted(&running, &request, &can.flags, &can.candidates)
                })
                .collect();
            let found = starts(&running.rulebook, &running.schedule, &request, &mut scratch);
            prop_assert_eq!(found.collect::<Vec<_>>(), expected, "{:?}", &request);
        }
    }

    #[test]
    fn one_time_asked_for_has_that_time_or_none(practice in practice()) {
        let running = Running::of(&practice);
        let mut scratch = SlotScratch::default();
        for request in practice.requests.iter().filter(|request| matches!(request.when, When::At(_))) {
            let decision = running.assign(request);
            let found = slots(&running.rulebook, &running.schedule, request, 3, &mut scratch);
            prop_assert_eq!(found, offer(&running, request, &decision).into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_best_slots_are_all_slots_with_the_flagged_ones_last(practice in practice(), most in 0usize..20) {
        let running = Running::of(&practice);
        let mut scratch = SlotScratch::default();
        for request in practice.requests.iter().map(|request| around(request, 15)) {
            let best = best_slots(&running.rulebook, &running.schedule, &request, usize::MAX, &mut scratch);
            prop_assert!(best.is_sorted_by_key(|slot| !slot.flags.is_empty()));
            let few = best_slots(&running.rulebook, &running.schedule, &request, most, &mut scratch);
            prop_assert_eq!(&few[..], &best[..best.len().min(most)]);
            let all = slots(&running.rulebook, &running.schedule, &request, usize::MAX, &mut scratch);
            let mut in_time = best;
            in_time.sort_by_key(Slot::start);
            prop_assert_eq!(in_time, all);
        }
    }

    #[test]
    fn who_can_take_it_is_what_assign_chooses_from(practice in practice()) {
        let running = Running::of(&practice);
        let mut scratch = SlotScratch::default();
        for request in &practice.requests {
            let When::At(start) = request.when else { continue };
            let decision = running.assign(request);
            let can = who_can(&running.rulebook, &running.schedule, request, start, &mut scratch);
            match decision.outcome {
                Outcome::Assigned(assignment) => {
                    prop_assert!(can.flags.is_empty());
                    prop_assert_eq!(can.candidates.first(), Some(&assignment));
                }
                Outcome::ToPerson(flagged) => {
                    prop_assert_eq!(can.flags, flagged.flags);
                    prop_assert_eq!(can.candidates, flagged.candidates);
                }
            }
        }
    }
}

/// What the properties above are put to the test with.
#[test]
fn random_practices_have_slots_of_every_kind() {
    let mut runner = TestRunner::deterministic();
    let strategy = practice();
    let mut scratch = SlotScratch::default();
    let (mut found, mut flagged, mut over_midnight, mut own_length, mut with_assistant) = (0, 0, 0, 0, 0);
    for _ in 0..200 {
        let practice = strategy.new_tree(&mut runner).unwrap().current();
        let running = Running::of(&practice);
        for request in practice.requests.iter().map(|request| over_all_days(&running, request, 30)) {
            let menu = running.rulebook.service_minutes(request.items[0].service);
            let midnights = midnights(&practice);
            for slot in slots(&running.rulebook, &running.schedule, &request, usize::MAX, &mut scratch) {
                let Assignment { visit, occupancies, .. } = &slot.assignment;
                found += 1;
                flagged += usize::from(!slot.flags.is_empty());
                own_length += usize::from(Some(visit.minutes()) != menu);
                let inside = |midnight: &Minute| {
                    occupancies
                        .iter()
                        .any(|one| one.padded().start < *midnight && *midnight < one.padded().end)
                };
                over_midnight += usize::from(midnights.iter().any(inside));
                let providers = slot.assignment.everything().filter(|who| matches!(who, Who::Provider(_)));
                with_assistant += usize::from(providers.count() > 1);
            }
        }
    }
    let seen = [found / 10, flagged, over_midnight, own_length, with_assistant];
    assert!(seen.iter().all(|times| *times >= 20), "{seen:?}");
}

/// The request for a window: its own, or the hours around its time.
fn around(request: &Request, grid: i32) -> Request {
    let when = match request.when {
        When::At(start) => When::Within {
            window: Span::from_start(start, Minutes(0)).padded(Minutes(90), Minutes(240)),
            grid: Minutes(grid),
        },
        within @ When::Within { .. } => within,
    };
    Request { when, ..request.clone() }
}

fn over_all_days(running: &Running, request: &Request, grid: i32) -> Request {
    let window = running.rulebook.pages().horizon().padded(Minutes(600), Minutes(600));
    Request { when: When::Within { window, grid: Minutes(grid) }, ..request.clone() }
}

fn at(request: &Request, start: Minute) -> Request {
    Request { when: When::At(start), ..request.clone() }
}

/// Every start of the request's grid, minute by minute.
fn on_grid(practice: &Practice, running: &Running, request: &Request) -> impl Iterator<Item = Minute> {
    let When::Within { window, grid } = request.when else { panic!("{request:?} is for one time") };
    let pages = running.rulebook.pages();
    let from = request.not_before.map_or(window.start, |earliest| earliest.max(window.start));
    let within = Span::new(from, window.end.plus(Minutes(1))).intersection(pages.horizon());
    let midnights = midnights(practice);
    (within.start.0..within.end.0).map(Minute).filter(move |start| {
        let midnight = midnights.iter().rev().find(|midnight| *midnight <= start);
        midnight.is_some_and(|midnight| start.since(*midnight).0 % grid.0.max(1) == 0)
            && start.plus(length(practice, request, *start)) <= window.end
    })
}

/// The menu's length for this client at that start, with what is added.
fn length(practice: &Practice, request: &Request, start: Minute) -> Minutes {
    let zone = Zone::named(&practice.document.locations[0].time_zone).unwrap();
    let (date, _) = zone.local(start);
    let mut had = Vec::new();
    let of_service = |item: &RequestItem| {
        let service = &practice.document.services[item.service.position()];
        let lacks =
            service.clearance.iter().any(|id| !had.contains(&id) && lacks(practice, request, id, date));
        let takes_place = |phase: &&PhaseDocument| match phase.only {
            None => true,
            Some(Only::NewClient) => request.client.new,
            Some(Only::ClearanceMissing) => lacks,
        };
        if service.phases.iter().any(|phase| lacks && phase.only == Some(Only::ClearanceMissing)) {
            had.extend(&service.clearance);
        }
        let phases = service.phases.iter().filter(takes_place);
        let menu =
            service.minutes.map_or_else(|| phases.map(|phase| phase.minutes.0).sum(), |minutes| minutes.0);
        menu + item.added_minutes.0
    };
    Minutes(request.items.iter().map(of_service).sum())
}

/// True if the client is known to lack a clearance on a date, or is taken for one who does.
fn lacks(practice: &Practice, request: &Request, id: &ClearanceId, date: NaiveDate) -> bool {
    let Some(held) = &request.client.clearances else {
        return practice.document.unknown_clearance == UnknownClearance::Missing;
    };
    let position = practice.document.clearances.iter().position(|one| one.id == *id).unwrap();
    let last = practice.document.clearances[position].valid_days.map_or(i64::MAX, i64::from);
    let mut days =
        held.iter().filter(|one| one.clearance.position() == position).map(|one| (date - one.on).num_days());
    !days.any(|days| (0..=last).contains(&days))
}

fn midnights(practice: &Practice) -> Vec<Minute> {
    let Horizon { first, days } = practice.horizon;
    let zone = Zone::named(&practice.document.locations[0].time_zone).unwrap();
    let midnight = |date| zone.utc(date, LocalTime(0), Edge::Start);
    first.iter_days().take(days.into()).map(midnight).collect()
}

fn wanted(running: &Running, request: &Request, flags: &[ReasonCode], candidates: &[Assignment]) -> bool {
    if request.items.len() > 1 {
        return !candidates.is_empty()
            && !flags
                .iter()
                .any(|flag| rules_a_start_out(flag) || *flag == ReasonCode::RequestedUnavailable);
    }
    let requested = request.items[0].requested.and_then(|lane| running.rulebook.who(lane));
    let by_the_one_asked_for =
        |one: &Assignment| requested.is_none_or(|requested| one.everything().next() == Some(requested));
    !flags.iter().any(rules_a_start_out) && candidates.iter().any(by_the_one_asked_for)
}

/// The slot that a decision stands for.
fn offer(running: &Running, request: &Request, decision: &Decision) -> Option<Slot> {
    match &decision.outcome {
        Outcome::Assigned(assignment) => Some(Slot { assignment: assignment.clone(), flags: Vec::new() }),
        Outcome::ToPerson(flagged) => wanted(running, request, &flagged.flags, &flagged.candidates)
            .then(|| Slot { assignment: flagged.candidates[0].clone(), flags: flagged.flags.clone() }),
    }
}

fn reference_offers(practice: &Practice, request: &Request) -> bool {
    let Practice { document, horizon, occupancies, blocks, unreadable, .. } = practice;
    let outcome = reference::decide(document, *horizon, occupancies, blocks, unreadable, request);
    if request.items.len() > 1 {
        let ruled_out = outcome.flags.iter().any(rules_a_start_out);
        return !ruled_out
            && !outcome.flags.contains(&ReasonCode::RequestedUnavailable)
            && !outcome.able.is_empty();
    }
    let requested = request.items[0].requested;
    !outcome.flags.iter().any(rules_a_start_out)
        && outcome.able.iter().any(|able| requested.is_none_or(|requested| requested == able.provider))
}
