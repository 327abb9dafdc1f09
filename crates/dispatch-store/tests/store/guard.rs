//! Occupancies, and the guard against double booking.

use dispatch_core::{BookingId, Lane, calendar::Origin};
use dispatch_store::{BookingOccupancies, OccupancyRow, Store, StoreError};

use crate::rows::{batch, own, practice, put, use_of};

pub(crate) async fn the_guard_refuses_what_the_engine_must_never_decide(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    put(&store, epoch, &[use_of(1, 100, 130, Origin::Ours)]).await.unwrap();
    let refused = put(&store, epoch, &[use_of(2, 150, 180, Origin::Ours)]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Overlap { booking: 2, lane: 3 }), "{refused}");
    assert!(!refused.is_retryable());
    assert_eq!(store.version(&practice()).await.unwrap(), 1, "nothing of the batch was stored");
    put(&store, epoch, &[use_of(2, 160, 190, Origin::Ours)]).await.unwrap();
    put(&store, epoch, &[use_of(3, 120, 170, Origin::Observed)]).await.unwrap();
    put(&store, epoch, &[use_of(4, 120, 170, Origin::Forced)]).await.unwrap();
    put(&store, epoch, &[use_of(1, 160, 190, Origin::Ours), use_of(2, 100, 130, Origin::Ours)])
        .await
        .unwrap();
    assert_eq!(store.overlaps(&practice()).await.unwrap(), 0);

    drop(store);
    let store = open().await;
    let epoch = own(&store).await;
    assert!(
        put(&store, epoch, &[use_of(5, 100, 101, Origin::Hold)]).await.is_err(),
        "the guard outlives a restart"
    );
    assert!(
        put(&store, epoch, &[use_of(5, 300, 300, Origin::Observed)]).await.is_err(),
        "an empty span is no use"
    );
}

pub(crate) async fn only_a_hold_may_stand_beside_what_is_being_vacated(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    put(&store, epoch, &[use_of(1, 100, 130, Origin::Vacating)]).await.unwrap();
    assert!(put(&store, epoch, &[use_of(2, 100, 130, Origin::Ours)]).await.is_err());
    put(&store, epoch, &[use_of(2, 100, 130, Origin::Hold)]).await.unwrap();
    assert!(put(&store, epoch, &[use_of(3, 100, 130, Origin::Hold)]).await.is_err(), "but not two holds");
    // Acknowledged: the first is gone, the second is ours.
    let mut done = batch(epoch, store.version(&practice()).await.unwrap(), &["acknowledged"]);
    done.occupancies = vec![
        BookingOccupancies { booking: BookingId(1), rows: Vec::new() },
        BookingOccupancies { booking: BookingId(2), rows: vec![use_of(2, 100, 130, Origin::Ours)] },
    ];
    store.commit(&done).await.unwrap();
}

pub(crate) async fn paddings_that_may_be_shared_and_lanes_that_hold_two(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    let shared = |row: OccupancyRow| OccupancyRow { shared_padding: true, ..row };
    put(&store, epoch, &[shared(use_of(1, 100, 130, Origin::Ours))]).await.unwrap();
    put(&store, epoch, &[shared(use_of(2, 145, 160, Origin::Ours))]).await.unwrap();
    assert!(put(&store, epoch, &[shared(use_of(3, 129, 140, Origin::Ours))]).await.is_err());

    let double = |booking, start, end| {
        let mut row = OccupancyRow { capacity: 2, ..use_of(booking, start, end, Origin::Ours) };
        row.occupancy.lane = Lane(4);
        row
    };
    put(&store, epoch, &[double(4, 100, 200), double(5, 250, 300)]).await.unwrap();
    put(&store, epoch, &[double(6, 100, 300)]).await.unwrap();
    assert!(put(&store, epoch, &[double(7, 190, 210)]).await.is_err(), "three at 190");
    assert!(put(&store, epoch, &[double(7, 230, 240)]).await.is_err(), "three in the padding before 250");
    put(&store, epoch, &[double(7, 400, 410)]).await.unwrap();
}

/// Three bookings in a circle of places, each order of which would meet an old row if rows were replaced one by one.
pub(crate) async fn what_moves_in_a_batch_is_deleted_before_anything_is_inserted(
    open: impl AsyncFn() -> Store,
) {
    let store = open().await;
    let epoch = own(&store).await;
    let on = |lane: u16, booking| {
        let mut row = use_of(booking, 100, 130, Origin::Ours);
        row.occupancy.lane = Lane(lane);
        row
    };
    put(&store, epoch, &[on(1, 1), on(2, 2), on(3, 3)]).await.unwrap();
    put(&store, epoch, &[on(2, 1), on(3, 2), on(1, 3)]).await.unwrap();
    put(&store, epoch, &[on(2, 3), on(1, 2), on(3, 1)]).await.unwrap();
    // A booking moves to a place whose booking leaves later in the list.
    let mut left = batch(epoch, store.version(&practice()).await.unwrap(), &["left"]);
    left.occupancies = vec![
        BookingOccupancies { booking: BookingId(2), rows: vec![on(2, 2)] },
        BookingOccupancies { booking: BookingId(3), rows: Vec::new() },
    ];
    store.commit(&left).await.unwrap();
    assert!(put(&store, epoch, &[on(2, 4)]).await.is_err(), "the guard stood on all the while");
    assert_eq!(store.overlaps(&practice()).await.unwrap(), 0);
}
