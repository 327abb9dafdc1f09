//! Two processes on one database: the one that started last owns the practice.

use crate::fixture::{World, assert_finished, practice};

#[tokio::test]
async fn a_server_whose_practice_was_taken_over_takes_nothing_in() {
    let mut world = World::at("2026-06-08T14:02:00Z").await;
    let (known, new) = (world.book("appointment-01"), world.book("appointment-02"));
    assert_eq!(world.post(&known).await, 200);
    world.settled().await;
    assert_eq!(world.get("/readyz").await.0, 200);

    let first = world.running.take();
    world.start().await;
    let second = std::mem::replace(&mut world.running, first);
    assert_eq!(world.post(&new).await, 503, "the sender is to send it again");
    assert_eq!(world.get("/readyz").await.0, 503);
    world.settled().await;
    assert_eq!(world.running().store().inbox_counts().await.unwrap().done, 1);

    let first = std::mem::replace(&mut world.running, second);
    assert_eq!(world.get("/readyz").await.0, 200);
    assert_eq!(world.post(&new).await, 200);
    world.settled().await;
    assert_finished(&world).await;
    assert_eq!(world.messages().len(), 2);
    let bookings =
        |running: &dispatch_server::Running| running.state(&practice()).unwrap().bookings().count();
    assert_eq!((bookings(&first.unwrap()), bookings(world.running())), (1, 2));
}
