use adapter_kit::{Job, Lost, Outcome, Reply};
use boulevard_adapter::{SelfOverlap, Settings, WriteMode};
use dispatch_core::engine::{BlockObserved, CalendarOf, Fact};
use vendor_sandbox::boulevard::{Line, Misbehaviour};

use crate::fixture::{APPOINTMENT, LOCATION, Pair, at, fact, settings, snapshot, write};

const LATER: &str = "2026-06-12T18:15:00Z";

fn line(pair: &Pair, id: &str) -> Line {
    pair.standin.appointments[id].lines[0].clone()
}

fn count(pair: &Pair, operation: &str) -> usize {
    pair.standin.calls.iter().filter(|call| call.operation == operation && call.done).count()
}

fn refused(outcome: Outcome) -> String {
    match outcome {
        Outcome::Refused(refused) => refused.slug,
        other => panic!("{other:?}"),
    }
}

fn assert_written(pair: &Pair, outcome: &Outcome) {
    let Outcome::Acknowledged(acknowledged) = outcome else { panic!("{outcome:?}") };
    let line = line(pair, acknowledged.appointment.as_str());
    assert_eq!((line.staff.as_deref(), line.resources.as_slice()), (Some("a"), &["room-2".to_owned()][..]));
    assert_eq!(acknowledged.observations.facts.len(), 1, "what was read afterwards comes with it");
}

#[test]
fn provider_room_and_time_are_written_and_read_back() {
    let mut pair = Pair::new(settings());
    let outcome = pair.run(&write(Some(LATER)));
    assert_written(&pair, &outcome);
    assert_eq!(line(&pair, APPOINTMENT).start, at(LATER).minute_floor());
    let calls: Vec<&str> = pair.standin.calls.iter().map(|call| call.operation.as_str()).collect();
    assert_eq!(
        calls,
        [
            "Appointment",
            "OpenDraft",
            "SetStart",
            "SetStaff",
            "RemoveResources",
            "AddResources",
            "CompleteDraft",
            "Appointment",
        ],
        "the warning about the provider who leaves the line concerns nothing and needs no look"
    );
}

#[test]
fn what_is_as_wanted_is_not_written() {
    let mut pair = Pair::new(settings());
    pair.run(&write(None));
    let calls = pair.standin.calls.len();
    let outcome = pair.run(&write(None));
    assert_written(&pair, &outcome);
    assert_eq!(pair.standin.calls.len(), calls + 1, "one read and no more");
}

#[test]
fn another_appointment_id_is_reported() {
    let mut pair = Pair::new(settings());
    pair.standin.renumber = true;
    let outcome = pair.run(&write(None));
    assert_written(&pair, &outcome);
    let Outcome::Acknowledged(acknowledged) = outcome else { unreachable!() };
    assert_ne!(acknowledged.appointment.as_str(), APPOINTMENT);
}

/// Every request in turn loses its answer, with and without the work done, in every way.
#[test]
fn no_lost_answer_writes_twice() {
    use Misbehaviour::{ServerError, ServerErrorAfterWork, Silence, SilenceAfterWork, TooMany};
    let operations = "Appointment OpenDraft SetStart SetStaff RemoveResources AddResources CompleteDraft";
    for renumber in [false, true] {
        for operation in operations.split(' ') {
            for how in [ServerError, ServerErrorAfterWork, Silence, SilenceAfterWork, TooMany(2)] {
                let mut pair = Pair::new(settings());
                pair.standin.renumber = renumber;
                pair.standin.misbehave(operation, how);
                let outcome = pair.run(&write(Some(LATER)));
                assert_written(&pair, &outcome);
                assert_eq!(count(&pair, "CompleteDraft"), 1, "{operation} {how:?} {renumber}");
                let live =
                    pair.standin.appointments.values().filter(|of| !of.cancelled && of.state == "BOOKED");
                assert_eq!(live.count(), 1, "{operation} {how:?} {renumber}");
            }
        }
    }
}

/// We stop after any request was sent and before its answer was stored.
#[test]
fn a_restart_between_any_two_steps_ends_in_one_write() {
    for stop in 0..8 {
        let mut pair = Pair::new(settings());
        let lose = |count, _: &_| (count == stop).then_some(Reply::Lost(Lost::Restart));
        let outcome = pair.run_with(&write(Some(LATER)), lose);
        assert_written(&pair, &outcome);
        assert_eq!(count(&pair, "CompleteDraft"), 1, "stopped at request {stop}");
    }
}

#[test]
fn a_real_clash_is_refused() {
    let mut pair = Pair::new(settings());
    let mut other = snapshot("urn:blvd:Appointment:2");
    other.items[0].provider = Some("a".into());
    other.items[0].resources.clear();
    pair.standin.load(&fact(other), LOCATION);
    assert_eq!(refused(pair.run(&write(None))), "staff_double_booked");
    assert_eq!(line(&pair, APPOINTMENT).staff.as_deref(), Some("b"), "nothing was written");

    let mut pair = Pair::new(settings());
    let block = BlockObserved {
        connection: "desk".into(),
        observed_at: pair.now,
        id: "block".into(),
        of: CalendarOf::Provider("a".into()),
        start: at("2026-06-12T16:00:00Z"),
        end: at("2026-06-12T18:30:00Z"),
        cancelled: false,
        reason: None,
    };
    pair.standin.load(&Fact::BlockObserved(block), LOCATION);
    assert_eq!(refused(pair.run(&write(None))), "staff_double_booked");

    let mut pair = Pair::new(settings());
    let mut other = snapshot("urn:blvd:Appointment:2");
    other.items[0].provider = Some("z".into());
    other.items[0].resources = vec!["room-2".into()];
    pair.standin.load(&fact(other), LOCATION);
    assert_eq!(refused(pair.run(&write(None))), "resource_double_booked");
}

#[test]
fn refusals_have_their_own_words() {
    let with = |change: fn(&mut Pair), settings: Settings, start| {
        let mut pair = Pair::new(settings);
        change(&mut pair);
        refused(pair.run(&write(start)))
    };
    let off = Settings { write_mode: WriteMode::Off, ..settings() };
    assert_eq!(with(|_| {}, off, None), "write_off");
    assert_eq!(with(|_| {}, settings(), Some("2026-11-01T05:30:00Z")), "local_time_unclear");
    assert_eq!(
        with(|pair| pair.standin.misbehave("CompleteDraft", Misbehaviour::Refuse), settings(), None),
        "platform_refused"
    );
    let enabled = |pair: &mut Pair| pair.standin.misbehave("OpenDraft", Misbehaviour::NotEnabled);
    assert_eq!(with(enabled, settings(), None), "feature_not_enabled");
    assert_eq!(
        with(|pair| pair.standin.misbehave("Appointment", Misbehaviour::CancelFirst), settings(), None),
        "appointment_closed"
    );
    assert_eq!(with(|pair| pair.standin.appointments.clear(), settings(), None), "appointment_gone");
    let menu = |pair: &mut Pair| {
        pair.standin.not_performed.push(("a".into(), "urn:blvd:Service:INJ-LIP-FILLER".into()));
    };
    assert_eq!(with(menu, settings(), None), "staff_does_not_perform_service");
    let strict = Settings { self_overlap: SelfOverlap::Refuse, ..settings() };
    let mut pair = Pair::new(strict);
    assert_eq!(refused(pair.run(&stay_and_move())), "staff_double_booked");
}

/// The same provider a quarter of an hour later: overlaps its own source and nothing else.
fn stay_and_move() -> Job {
    let Job::Write(mut write) = write(Some(LATER)) else { unreachable!() };
    write.items[0].provider = None;
    Job::Write(write)
}

#[test]
fn its_own_overlap_is_a_false_alarm() {
    let mut pair = Pair::new(settings());
    for operation in ["Busy", "Blocks"] {
        pair.standin.misbehave(operation, Misbehaviour::ServerError);
    }
    assert!(matches!(pair.run(&stay_and_move()), Outcome::Acknowledged(_)));
    assert_eq!((count(&pair, "Busy"), count(&pair, "Blocks"), count(&pair, "CompleteDraft")), (1, 1, 1));
}

#[test]
fn annotations_keep_what_the_desk_wrote() {
    let mut pair = Pair::new(Settings { write_mode: WriteMode::AnnotateOnly, ..settings() });
    pair.standin.appointments.get_mut(APPOINTMENT).unwrap().notes = Some("runs late".into());
    pair.standin.misbehave("Annotate", Misbehaviour::SilenceAfterWork);
    assert!(matches!(pair.run(&write(None)), Outcome::Acknowledged(_)));
    assert_eq!(count(&pair, "Annotate"), 1);
    let notes = pair.standin.appointments[APPOINTMENT].notes.clone();
    assert_eq!(notes.as_deref(), Some("runs late\n[dispatch] service 1 with a in room-2"));
}
