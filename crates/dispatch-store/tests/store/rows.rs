//! Rows for the cases.

use dispatch_core::{
    BookingId, ConnectionId, Lane, Minute, Minutes, PracticeId, Span, Timestamp,
    calendar::{Occupancy, Origin},
};
use dispatch_store::{
    Batch, BookingOccupancies, Delivery, Epoch, EventRow, NewEffect, OccupancyRow, Store, StoreError,
};

pub(crate) const NOW: Timestamp = Timestamp(1_000_000);

pub(crate) fn practice() -> PracticeId {
    "example".into()
}

pub(crate) fn connection() -> ConnectionId {
    "blvd".into()
}

/// Takes the practice of the cases, with its one connection.
pub(crate) async fn own(store: &Store) -> Epoch {
    store.take_practice(&practice(), &[&connection()]).await.unwrap().epoch
}

/// Stores a delivery on a connection at [`NOW`].
pub(crate) async fn receive(store: &Store, connection: &ConnectionId, delivery: &str) {
    let body = delivery.as_bytes();
    let delivery = Delivery { connection, delivery, body, received_at: NOW, unreadable: None };
    store.receive(&delivery).await.unwrap();
}

pub(crate) fn event(text: &str) -> EventRow {
    EventRow { at: NOW, cause: "d1".into(), event: text.into(), trace: Some(format!("why {text}")) }
}

pub(crate) fn effect(queue_key: &str, payload: &str) -> NewEffect {
    let (queue_key, payload) = (queue_key.into(), payload.into());
    NewEffect { event: 0, kind: "write".into(), queue_key, payload, due: NOW }
}

pub(crate) fn batch(epoch: Epoch, version: u64, texts: &[&str]) -> Batch {
    let mut batch = Batch::new(practice(), epoch, version);
    batch.events = texts.iter().map(|text| event(text)).collect();
    batch
}

pub(crate) fn use_of(booking: u64, start: i32, end: i32, origin: Origin) -> OccupancyRow {
    OccupancyRow {
        occupancy: Occupancy {
            lane: Lane(3),
            booking: BookingId(booking),
            item: 0,
            phase: 0,
            service: None,
            used: Span::new(Minute(start), Minute(end)),
            before: Minutes(15),
            after: Minutes(15),
            origin,
        },
        capacity: 1,
        shared_padding: false,
    }
}

/// Stores a batch in which each booking of these rows has exactly its rows.
pub(crate) async fn put(store: &Store, epoch: Epoch, rows: &[OccupancyRow]) -> Result<u64, StoreError> {
    let mut batch = batch(epoch, store.version(&practice()).await.unwrap(), &["placed"]);
    for row in rows {
        let booking = row.occupancy.booking;
        match batch.occupancies.iter_mut().find(|change| change.booking == booking) {
            Some(change) => change.rows.push(*row),
            None => batch.occupancies.push(BookingOccupancies { booking, rows: vec![*row] }),
        }
    }
    store.commit(&batch).await
}
