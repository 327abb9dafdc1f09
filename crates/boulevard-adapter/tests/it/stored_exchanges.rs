//! Stored exchanges: this version finishes the reads and writes that an earlier version left half done.

use std::collections::BTreeMap;

use adapter_kit::{Adapter, Exchange, Job, Lost, Outcome, Reply, Step, Target};
use boulevard_adapter::{Settings, WriteMode};
use dispatch_core::engine::{BlockObserved, CalendarOf, Fact};
use vendor_sandbox::boulevard::Misbehaviour;

use crate::fixture::{APPOINTMENT, LOCATION, Pair, at, fact, settings, snapshot, write};

/// Every exchange of every scenario below, as the first version of the adapter stored it. It is never written again.
const STORED: &str = include_str!("stored_exchanges.json");
const LATER: &str = "2026-06-12T18:15:00Z";
const BLOCK: &str = "urn:blvd:Timeblock:1";

type Scenario = (&'static str, fn() -> (Pair, Job));

/// Together they pass through every phase, and through every count that is kept beside it.
const SCENARIOS: [Scenario; 9] = [
    ("read an appointment", || {
        let mut pair = Pair::new(settings());
        pair.standin.misbehave("AppointmentAndHistory", Misbehaviour::SilenceAfterWork);
        (pair, Job::Hydrate(Target::Appointment(APPOINTMENT.into())))
    }),
    ("read an appointment without history", || {
        let pair = Pair::new(Settings { continuity_days: 0, ..settings() });
        (pair, Job::Hydrate(Target::Appointment(APPOINTMENT.into())))
    }),
    ("read a block", || (with_block(), Job::Hydrate(Target::Block(BLOCK.into())))),
    ("sync appointments", || {
        let mut pair = with_block();
        (2..=60).for_each(|number| {
            pair.standin.load(&fact(snapshot(&format!("urn:blvd:Appointment:{number}"))), LOCATION);
        });
        (pair, page(Some("appointments:row-50")))
    }),
    ("sync blocks", || (with_block(), page(Some("blocks:")))),
    ("write a draft", || {
        let mut pair = Pair::new(settings());
        pair.standin.misbehave("SetStaff", Misbehaviour::TooMany(2));
        (pair, write(Some(LATER)))
    }),
    ("look for clashes", || {
        let Job::Write(mut write) = write(Some(LATER)) else { unreachable!() };
        write.items[0].provider = None;
        (Pair::new(settings()), Job::Write(write))
    }),
    ("settle a write", || {
        let mut pair = Pair::new(settings());
        pair.standin.renumber = true;
        pair.standin.misbehave("CompleteDraft", Misbehaviour::SilenceAfterWork);
        (pair, write(Some(LATER)))
    }),
    ("annotate", || (Pair::new(Settings { write_mode: WriteMode::AnnotateOnly, ..settings() }), write(None))),
];

fn with_block() -> Pair {
    let mut pair = Pair::new(settings());
    let block = BlockObserved {
        connection: "desk".into(),
        observed_at: pair.now,
        id: BLOCK.into(),
        of: CalendarOf::Provider("z".into()),
        start: at("2026-06-12T17:00:00Z"),
        end: at("2026-06-12T18:30:00Z"),
        cancelled: false,
        reason: None,
    };
    pair.standin.load(&Fact::BlockObserved(block), LOCATION);
    pair
}

fn page(page: Option<&str>) -> Job {
    let (from, until) = (at("2026-06-12T04:00:00Z"), at("2026-06-13T04:00:00Z"));
    Job::Sync { location: LOCATION.into(), from, until, page: page.map(str::to_owned) }
}

fn stored() -> BTreeMap<String, Vec<Exchange>> {
    serde_json::from_str(STORED).unwrap()
}

/// Runs a job to its end. `replace` may put another exchange and reply in the place of those of the n-th step.
fn run(
    (mut pair, job): (Pair, Job),
    mut replace: impl FnMut(usize, &Exchange) -> Option<(Exchange, Reply)>,
) -> Outcome {
    let mut step = pair.adapter.begin(&job, pair.now);
    for count in 0..200 {
        let (exchange, reply) = match step {
            Step::Done(outcome) => return outcome,
            Step::Wait(until, exchange) => {
                pair.now = pair.now.max(until);
                (exchange, Reply::Due)
            }
            Step::Send(request, exchange) => {
                pair.now.0 += 200;
                let reply = pair.send(&request);
                (exchange, reply)
            }
        };
        let (exchange, reply) = replace(count, &exchange).unwrap_or((exchange, reply));
        step = pair.adapter.resume(exchange, &reply, pair.now);
    }
    panic!("the job does not end");
}

fn is_done(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Acknowledged(_) | Outcome::Observed { .. })
}

#[test]
fn their_form_is_what_it_was() {
    let mut now = BTreeMap::new();
    for (name, scenario) in SCENARIOS {
        let mut exchanges = Vec::new();
        let outcome = run(scenario(), |_, exchange| {
            exchanges.push(exchange.clone());
            None
        });
        assert!(is_done(&outcome), "{name}: {outcome:?}");
        now.insert(name.to_owned(), exchanges);
    }
    assert_eq!(now, stored());
}

/// We stop after each request, before its answer is stored, and the next start finds what the earlier version stored.
#[test]
fn each_is_taken_up_after_a_restart() {
    let stored = stored();
    for (name, scenario) in SCENARIOS {
        for (stop, exchange) in stored[name].iter().enumerate() {
            let outcome = run(scenario(), |count, _| {
                (count == stop).then(|| (exchange.clone(), Reply::Lost(Lost::Restart)))
            });
            assert!(is_done(&outcome), "{name}, stopped at {stop}: {outcome:?}");
        }
    }
}

/// An exchange of an unknown form is not guessed at: the job begins anew, and a write reads the platform first. At worst
/// it finds that its appointment was closed, which is for a person.
#[test]
fn one_that_cannot_be_read_begins_anew() {
    let stored = stored();
    let chosen = ["read an appointment", "settle a write"];
    for (name, scenario) in SCENARIOS.into_iter().filter(|(name, _)| chosen.contains(name)) {
        for stop in 0..stored[name].len() {
            let outcome = run(scenario(), |count, exchange| {
                let state = serde_json::json!({ "phase": "of another version" });
                let unreadable = Exchange { job: exchange.job.clone(), state };
                (count == stop).then_some((unreadable, Reply::Lost(Lost::Restart)))
            });
            let closed =
                matches!(&outcome, Outcome::Refused(refused) if refused.slug == "appointment_closed");
            assert!(is_done(&outcome) || closed, "{name}, stopped at {stop}: {outcome:?}");
        }
    }
}
