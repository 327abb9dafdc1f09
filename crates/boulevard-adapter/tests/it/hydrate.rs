use adapter_kit::{Adapter, Inbound, Job, Outcome, Secret, Target};
use dispatch_core::engine::{BlockObserved, CalendarOf, Fact, Status};
use vendor_sandbox::boulevard::{Misbehaviour, TAG_VIP};

use crate::fixture::{APPOINTMENT, LOCATION, Pair, SECRET, at, fact, settings, snapshot};

fn observed(outcome: Outcome) -> Fact {
    match outcome {
        Outcome::Observed { observations, rest: None } => observations.facts.into_iter().next().unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_signed_delivery_leads_to_the_snapshot_that_was_put_in() {
    let mut pair = Pair::new(settings());
    let now = pair.now;
    for thin in [false, true] {
        let delivery = if thin {
            pair.standin.thin_delivery("APPOINTMENT_CREATED", APPOINTMENT, now)
        } else {
            pair.standin.delivery("APPOINTMENT_CREATED", APPOINTMENT, now)
        };
        pair.adapter.verify(&delivery.headers, &delivery.body, &[Secret::new(SECRET)], now).unwrap();
        let Ok(Inbound::Fetch(job)) = pair.adapter.decode(&delivery.body, now) else { panic!("not fetched") };
        let outcome = pair.run(&job);
        let Outcome::Observed { observations, .. } = &outcome else { panic!("{outcome:?}") };
        assert_eq!(observations.contacts.len(), 1);
        assert_eq!(observations.contacts[0].email.as_deref(), Some("client-001@example.com"));
        assert_eq!(observations.contacts[0].phone.as_deref(), Some("+12025550101"));
        let Fact::AppointmentObserved(seen) = observed(outcome) else { panic!("no appointment") };
        assert_eq!(*seen.snapshot, snapshot(APPOINTMENT), "last provider, VIP and consent included");
    }
}

#[test]
fn unknown_states_survive_and_unknown_consent_stays_unknown() {
    let mut pair = Pair::new(settings());
    pair.standin.appointments.get_mut(APPOINTMENT).unwrap().state = "MISLAID".into();
    pair.standin.clients.values_mut().for_each(|client| client.reminders = None);
    let Fact::AppointmentObserved(seen) = observed(pair.hydrate(APPOINTMENT)) else {
        panic!("no appointment")
    };
    assert_eq!(seen.snapshot.status, Status::Other("MISLAID".into()));
    let about = &seen.snapshot.about_client;
    assert_eq!((about.email_consent, about.sms_consent), (None, None));
}

#[test]
fn a_tag_of_the_practices_own_marks_a_new_client() {
    for marks_new in [false, true] {
        let mut settings = settings();
        settings.new_client_tags.extend(marks_new.then(|| TAG_VIP.to_owned()));
        let Fact::AppointmentObserved(seen) = observed(Pair::new(settings).hydrate(APPOINTMENT)) else {
            panic!("no appointment")
        };
        assert_eq!(seen.snapshot.about_client.new, marks_new);
    }
}

#[test]
fn a_no_show_is_a_cancellation_with_that_reason() {
    let mut pair = Pair::new(settings());
    let mut gone = snapshot(APPOINTMENT);
    gone.status = Status::NoShow;
    pair.standin.load(&fact(gone.clone()), LOCATION);
    let Fact::AppointmentObserved(seen) = observed(pair.hydrate(APPOINTMENT)) else {
        panic!("no appointment")
    };
    assert_eq!(seen.snapshot.status, Status::NoShow);
}

#[test]
fn an_appointment_that_is_not_there_is_gone() {
    let mut pair = Pair::new(settings());
    assert_eq!(pair.hydrate("nobody"), Outcome::Gone(Target::Appointment("nobody".into())));
}

#[test]
fn reads_are_sent_again_through_every_misbehaviour() {
    use Misbehaviour::{ServerError, ServerErrorAfterWork, Silence, SilenceAfterWork, TooMany};
    for how in [ServerError, ServerErrorAfterWork, Silence, SilenceAfterWork, TooMany(3)] {
        let mut pair = Pair::new(settings());
        pair.standin.misbehave("*", how);
        assert!(matches!(observed(pair.hydrate(APPOINTMENT)), Fact::AppointmentObserved(_)), "{how:?}");
    }
    let mut pair = Pair::new(settings());
    (0..9).for_each(|_| pair.standin.misbehave("*", ServerError));
    assert!(matches!(pair.hydrate(APPOINTMENT), Outcome::Retry(_)), "patience ends");
}

#[test]
fn the_point_budget_is_waited_for() {
    let mut pair = Pair::new(settings());
    pair.standin.set_budget(30, 1);
    let start = pair.now;
    assert!(matches!(pair.hydrate(APPOINTMENT), Outcome::Observed { .. }));
    assert!(matches!(pair.hydrate(APPOINTMENT), Outcome::Observed { .. }));
    assert!(pair.now.0 - start.0 > 20_000, "it waited {} ms", pair.now.0 - start.0);
}

fn block() -> BlockObserved {
    BlockObserved {
        connection: "desk".into(),
        observed_at: at("2026-06-12T13:14:00Z"),
        id: "urn:blvd:Timeblock:1".into(),
        of: CalendarOf::Provider("a".into()),
        start: at("2026-06-12T17:00:00Z"),
        end: at("2026-06-12T18:30:00Z"),
        cancelled: false,
        reason: None,
    }
}

#[test]
fn blocks_are_read_back() {
    let mut pair = Pair::new(settings());
    let (event, id) = pair.standin.load(&Fact::BlockObserved(block()), LOCATION).unwrap();
    let now = pair.now;
    let delivery = pair.standin.delivery(event, &id, now);
    let Ok(Inbound::Fetch(job)) = pair.adapter.decode(&delivery.body, now) else { panic!("not fetched") };
    let Fact::BlockObserved(seen) = observed(pair.run(&job)) else { panic!("no block") };
    assert_eq!(BlockObserved { observed_at: block().observed_at, ..seen }, block());
}

#[test]
fn a_sync_reads_every_page() {
    let mut pair = Pair::new(settings());
    for number in 2..=120 {
        pair.standin.load(&fact(snapshot(&format!("urn:blvd:Appointment:{number}"))), LOCATION);
    }
    pair.standin.load(&Fact::BlockObserved(block()), LOCATION);
    let (from, until) = (at("2026-06-12T04:00:00Z"), at("2026-06-13T04:00:00Z"));
    let mut job = Some(Job::Sync { location: LOCATION.into(), from, until, page: None });
    let (mut facts, mut pages) = (Vec::new(), 0);
    while let Some(next) = job {
        let Outcome::Observed { observations, rest } = pair.run(&next) else { panic!("no page") };
        facts.extend(observations.facts);
        (job, pages) = (rest, pages + 1);
    }
    assert_eq!((facts.len(), pages), (121, 4));
}
