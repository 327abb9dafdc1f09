//! The whole Friday through the real path decides what it decides in memory.

use std::collections::BTreeMap;

use dispatch_core::engine::{Fact, Harness, NoticeStatus, State};

use crate::fixture::{LOCATION, World, assert_finished, describe, lines, practice, rulebook};

#[tokio::test]
async fn the_friday_over_http_equals_the_friday_in_memory() {
    let lines = lines();
    let mut harness = Harness::new(rulebook());
    let world = World::at("2026-06-08T13:00:00Z").await;
    let mut newest = BTreeMap::new();
    for (position, line) in lines.iter().enumerate() {
        harness.feed(line).unwrap();
        world.running().advance_to(line.at).await;
        if matches!(line.fact, Fact::ConnectionDeclared(_) | Fact::Clock {}) {
            continue;
        }
        let (id, observed_at) = match &line.fact {
            Fact::AppointmentObserved(observed) => (observed.snapshot.id.clone(), observed.observed_at),
            Fact::BlockObserved(block) => (block.id.clone(), block.observed_at),
            _ => unreachable!(),
        };
        let delivery = {
            let mut platform = world.platform();
            // An older picture that comes late says nothing about the platform as it is now.
            let known = newest.get(&id).is_some_and(|newest| *newest >= observed_at);
            if known {
                platform.delivery("APPOINTMENT_UPDATED", id.as_str(), world.clock.now())
            } else {
                newest.insert(id.clone(), observed_at);
                let (event, id) = platform.load(&line.fact, LOCATION).unwrap();
                platform.delivery(event, &id, world.clock.now())
            }
        };
        assert_eq!(world.post(&delivery).await, 200);
        if lines.get(position + 1).is_none_or(|next| next.at != line.at) {
            world.settled().await;
        }
    }
    assert_finished(&world).await;

    let mut different = Vec::new();
    for booking in harness.state().bookings() {
        let (wanted, got) = (describe(booking), world.assigned(booking.appointment.as_str()));
        if got.as_deref() != Some(&wanted) {
            different.push((booking.appointment.clone(), wanted, got));
        }
    }
    assert!(different.is_empty(), "{different:#?}");
    let notices = |state: &State| -> Vec<_> {
        let mut notices: Vec<_> = state
            .notices()
            .map(|known| {
                let appointment = state.booking(known.notice.booking).unwrap().appointment.clone();
                (appointment, known.notice.kind, known.notice.visit, known.status)
            })
            .collect();
        notices.sort_by_key(|(appointment, kind, visit, _)| (appointment.clone(), *kind, *visit));
        notices
    };
    let state = world.running().state(&practice()).unwrap();
    let (wanted, got) = (notices(harness.state()), notices(&state));
    assert_eq!(wanted, got);
    let sent = wanted.iter().filter(|(.., status)| *status == NoticeStatus::Sent).count();
    assert_eq!(world.messages().len(), sent);
    assert!(sent > 35);
}
