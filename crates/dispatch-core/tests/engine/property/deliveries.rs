//! Properties of random days, with deliveries shuffled and doubled.

use dispatch_core::{
    Origin, ReasonCode, Timestamp,
    engine::{
        Disposition, EventRecord, Fact, FactLine, Harness, NoticeKind, Resolution, Snapshot, State, Status,
    },
};
use proptest::{collection::vec, prelude::*, sample::Index};

use crate::desk::{appointment, at, block, compile, connection, document};

/// A line of a random day: every one of a few appointments and blocks, in any state.
fn line() -> impl Strategy<Value = FactLine> {
    let appointment = (0..8u8, 0..3usize, 0..36i64, 1..5u8, 0..12u8, any::<bool>(), any::<bool>()).prop_map(
        |(id, service, slot, provider, status, requested, vip)| {
            let service = ["FILLER", "TOX", "LASER"][service];
            let mut snapshot = appointment(&format!("a{id}"), service, "12 09:00", &format!("P{provider}"));
            let shift = slot * 15 * 60_000;
            snapshot.items[0].start.0 += shift;
            snapshot.items[0].end.0 += shift;
            snapshot.items[0].provider_requested = requested;
            snapshot.about_client.vip = vip && requested;
            snapshot.status = match status {
                0 | 1 => Status::Cancelled,
                2 => Status::Arrived,
                3 => Status::Confirmed,
                4 => Status::Other("odd".into()),
                _ => Status::Booked,
            };
            if status == 5 {
                snapshot.created_at = Some(at("01 08:00"));
            }
            seen(snapshot)
        },
    );
    let block = (0..2u8, 1..4u8, 0..30i64, any::<bool>()).prop_map(|(id, provider, slot, cancelled)| {
        let command =
            block("09 08:00", &format!("k{id}"), &format!("P{provider}"), "12 09:00", "12 10:30", cancelled);
        let dispatch_core::engine::Command::Fact(Fact::BlockObserved(mut observed)) = command else {
            unreachable!()
        };
        observed.start.0 += slot * 15 * 60_000;
        observed.end.0 += slot * 15 * 60_000;
        Fact::BlockObserved(observed)
    });
    let fact = prop_oneof![6 => appointment, 1 => block];
    (fact, 0..4000i64).prop_map(|(mut fact, minute)| {
        let at = Timestamp(at("09 08:00").0 + minute * 60_000);
        match &mut fact {
            Fact::AppointmentObserved(observed) => observed.observed_at = at,
            Fact::BlockObserved(observed) => observed.observed_at = at,
            _ => {}
        }
        FactLine { at, fact }
    })
}

fn seen(snapshot: Snapshot) -> Fact {
    Fact::AppointmentObserved(dispatch_core::engine::AppointmentObserved {
        connection: "desk".into(),
        observed_at: Timestamp(0),
        snapshot: snapshot.into(),
    })
}

/// Feeds the lines in the order given; each becomes known once the ones before it are.
fn live(lines: &[FactLine]) -> Harness {
    let mut connection = connection();
    connection.go_live = Some(at("02 08:00"));
    let mut harness = Harness::new(compile(document()));
    let declared = Fact::ConnectionDeclared(connection);
    harness.feed(&FactLine { at: at("08 08:00"), fact: declared }).unwrap();
    let mut now = at("09 08:00");
    for line in lines {
        now = now.max(line.at);
        harness.feed(&FactLine { at: now, fact: line.fact.clone() }).unwrap();
        check(harness.state());
    }
    harness
}

/// What must hold in every state.
fn check(state: &State) {
    for booking in state.bookings() {
        let waiting = booking.exception.and_then(|open| state.exception(open));
        let asks = waiting.is_some_and(|open| open.raised.waiting.is_some());
        assert_eq!(booking.disposition == Disposition::AwaitingPerson, asks, "{booking:?}");
        assert!(!booking.disposition.is_released() || booking.occupancies.is_empty(), "{booking:?}");
        for occupancy in &booking.occupancies {
            let clashes = state.schedule().clashes(occupancy);
            for other in clashes {
                assert!(
                    booking.conflicts.contains(&other),
                    "{} clashes with {other} unsaid",
                    booking.booking
                );
                let theirs = &state.booking(other).unwrap().occupancies;
                let both_ours = theirs.iter().any(|other| {
                    let clash = other.lane == occupancy.lane && other.padded().overlaps(occupancy.padded());
                    clash && other.origin == Origin::Ours && occupancy.origin == Origin::Ours
                });
                assert!(!both_ours, "{} and {other} are both ours", booking.booking);
            }
        }
        for other in &booking.conflicts {
            assert!(
                state.booking(*other).unwrap().conflicts.contains(&booking.booking),
                "one-sided conflict"
            );
        }
        if booking.disposition == Disposition::Cancelled {
            let planned = booking.notices.iter().map(|notice| state.notice(*notice).unwrap().notice.kind);
            assert!(planned.into_iter().all(|kind| kind == NoticeKind::Cancelled), "{booking:?}");
            assert!(booking.flags.iter().all(|flag| *flag == ReasonCode::NotTold), "{booking:?}");
        }
    }
    for open in state.exceptions() {
        assert_eq!(state.booking(open.raised.booking).unwrap().exception, Some(open.raised.exception));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_journal_rebuilds_the_state(lines in vec(line(), 1..40), answers in vec(any::<Index>(), 0..4)) {
        let mut harness = live(&lines);
        for index in answers {
            let open: Vec<_> = harness.state().exceptions().map(|open| open.raised.exception).collect();
            if open.is_empty() { break }
            let exception = open[index.index(open.len())];
            let answers = [Resolution::Candidate(0), Resolution::Decline, Resolution::KeepPlatform];
            let resolution = answers[index.index(3)].clone();
            let command =
                dispatch_core::engine::Command::ResolveException { exception, resolution, by: "u".into(), why: None };
            let _refused_if_gone = harness.command(at("12 08:30"), command);
            check(harness.state());
        }
        harness.run_until(at("12 17:00")).unwrap();
        check(harness.state());
        prop_assert_eq!(&Harness::rebuild(harness.journal()), harness.state());
        let stored: Vec<EventRecord> = harness
            .journal()
            .iter()
            .map(|record| serde_json::from_str(&serde_json::to_string(record).unwrap()).unwrap())
            .collect();
        prop_assert_eq!(&stored[..], harness.journal());
        let snapshot = serde_json::to_string(harness.state()).unwrap();
        let restored: State = serde_json::from_str(&snapshot).unwrap();
        prop_assert_eq!(&restored, harness.state());
        for booking in restored.bookings() {
            for occupancy in &booking.occupancies {
                let laid = restored.schedule().occupancies(occupancy.lane, occupancy.used);
                prop_assert!(laid.into_iter().any(|one| one == occupancy));
            }
        }
    }

    #[test]
    fn shuffled_and_doubled_deliveries_end_in_the_same_observed_picture(
        lines in vec(line(), 1..20),
        order in vec(any::<u32>(), 40),
    ) {
        let mut shuffled: Vec<_> = lines.iter().chain(&lines).zip(&order).collect();
        shuffled.sort_by_key(|(_, order)| **order);
        let shuffled: Vec<_> = shuffled.into_iter().map(|(line, _)| line.clone()).collect();
        prop_assert_eq!(picture(&lines), picture(&shuffled));
    }

    #[test]
    fn nobody_is_told_twice(lines in vec(line(), 1..40)) {
        let mut harness = live(&lines);
        harness.run_until(at("12 17:00")).unwrap();
        let mut told: Vec<_> = harness
            .state()
            .notices()
            .filter(|notice| notice.status == dispatch_core::engine::NoticeStatus::Sent)
            .map(|notice| &notice.notice)
            .map(|notice| (notice.booking, notice.kind, notice.visit.start, notice.sequence))
            .collect();
        let all = told.len();
        told.sort_unstable();
        told.dedup();
        prop_assert_eq!(told.len(), all);
    }
}

/// What the platform said, without the echoes of our own writes: nothing is written here.
fn picture(lines: &[FactLine]) -> Vec<(String, Timestamp, Snapshot)> {
    let mut connection = connection();
    connection.automation = dispatch_core::engine::Automation::Suggest;
    let mut harness = Harness::new(compile(document()));
    let declared = Fact::ConnectionDeclared(connection);
    harness.feed(&FactLine { at: at("08 08:00"), fact: declared }).unwrap();
    let now = at("12 08:00");
    for line in lines {
        harness.feed(&FactLine { at: now, fact: line.fact.clone() }).unwrap();
    }
    let picture = harness.state().observed_picture();
    picture.map(|(_, id, at, snapshot)| (id.to_string(), at, snapshot.clone())).collect()
}
