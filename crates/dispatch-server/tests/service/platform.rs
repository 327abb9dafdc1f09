//! A platform that fails, stays silent or refuses: read again, then try again or ask a person; never write twice.

use dispatch_core::engine::WriteStatus;
use vendor_sandbox::boulevard::Misbehaviour;

use crate::fixture::{World, assert_finished, practice};

const NOW: &str = "2026-06-12T13:14:00Z";
/// The worked example: the platform has another injector, so it is written back.
const WRITTEN: &str = "appointment-34";

fn completed_drafts(world: &World) -> usize {
    world.platform().drafts.values().filter(|draft| draft.completed).count()
}

async fn one_booking(operation: &str, how: Option<Misbehaviour>) -> World {
    let world = World::at(NOW).await;
    let delivery = world.book(WRITTEN);
    if let Some(how) = how {
        world.platform().misbehave(operation, how);
    }
    assert_eq!(world.post(&delivery).await, 200);
    world.settled().await;
    world
}

/// Passes the retries that are planned, at most so many minutes of them.
async fn pass_minutes(world: &World, minutes: i32) {
    for _ in 0..minutes {
        let next = world.clock.now().plus(dispatch_core::Minutes(1));
        world.running().advance_to(next).await;
    }
}

fn written_provider(world: &World) -> Option<String> {
    world.platform().appointments[WRITTEN].lines[0].staff.clone()
}

#[tokio::test]
async fn a_booking_is_written_back_and_confirmed() {
    let world = one_booking("", None).await;
    assert_finished(&world).await;
    let booking = world.booking(WRITTEN).unwrap();
    let state = world.running().state(&practice()).unwrap();
    let write = state.write(*booking.writes.first().unwrap()).unwrap();
    assert!(matches!(write.status, WriteStatus::Acknowledged(_)), "{write:?}");
    assert_eq!(completed_drafts(&world), 1);
    let wanted = write.write.items[0].provider.as_ref().unwrap().platform.as_ref().unwrap().to_string();
    assert_eq!(written_provider(&world), Some(wanted));
    assert_eq!(world.messages().len(), 1);
    let timing = world.running().timings().pop().unwrap();
    assert!(timing.decided.unwrap() <= timing.message.unwrap());
    assert!(timing.platform > std::time::Duration::ZERO);
}

#[tokio::test]
async fn errors_and_silence_end_in_one_write() {
    for operation in ["AppointmentAndHistory", "OpenDraft", "SetStaff", "CompleteDraft"] {
        for how in [
            Misbehaviour::ServerError,
            Misbehaviour::ServerErrorAfterWork,
            Misbehaviour::Silence,
            Misbehaviour::SilenceAfterWork,
            Misbehaviour::TooMany(1),
        ] {
            let world = one_booking(operation, Some(how)).await;
            pass_minutes(&world, 3).await;
            assert_finished(&world).await;
            let counts = world.running().store().outbox_counts().await.unwrap();
            assert_eq!(counts.dead, 0, "{operation} {how:?}");
            assert_eq!(completed_drafts(&world), 1, "{operation} {how:?}");
            assert_eq!(world.messages().len(), 1, "{operation} {how:?}");
        }
    }
}

#[tokio::test]
async fn a_refusal_goes_to_a_person_and_is_not_tried_again() {
    let world = one_booking("CompleteDraft", Some(Misbehaviour::Refuse)).await;
    pass_minutes(&world, 3).await;
    let counts = world.running().store().outbox_counts().await.unwrap();
    assert_eq!((counts.open, counts.dead), (0, 1));
    assert_eq!(completed_drafts(&world), 0);
    assert!(!world.running().store().open_exceptions(&practice()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_cancellation_that_comes_first_wins() {
    let world = one_booking("OpenDraft", Some(Misbehaviour::CancelFirst)).await;
    pass_minutes(&world, 3).await;
    assert_eq!(completed_drafts(&world), 0);
    let booking = world.booking(WRITTEN).unwrap();
    assert!(booking.occupancies.is_empty(), "{booking:?}");
}

#[tokio::test]
async fn a_stop_in_the_middle_is_taken_up_by_the_next_start() {
    let mut world = World::at(NOW).await;
    let delivery = world.book(WRITTEN);
    assert_eq!(world.post(&delivery).await, 200);
    world.running.take().unwrap().shutdown().await;
    world.start().await;
    assert_eq!(world.post(&delivery).await, 200, "known from before");
    world.settled().await;
    assert_finished(&world).await;
    assert_eq!(world.running().store().inbox_counts().await.unwrap().done, 1);
    assert_eq!(completed_drafts(&world), 1);
    assert_eq!(world.messages().len(), 1);
}
