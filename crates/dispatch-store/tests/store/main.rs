//! What the store promises, on a real file.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use dispatch_core::{
    BookingId, ClientId, ConnectionId, ExceptionId, Lane, Minute, Minutes, PracticeId, Span, Timestamp,
    calendar::{Occupancy, Origin},
};
use dispatch_store::{
    Batch, BookingOccupancies, ContactRow, Delivery, EventRow, ExceptionChange, NewEffect, OccupancyRow,
    OutboxStatus, Received, Settled, Store, StoreError, TimerChange,
};
use tempfile::TempDir;

const NOW: Timestamp = Timestamp(1_000_000);

async fn open() -> (TempDir, Store) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path().join("deep/dispatch.sqlite")).await.unwrap();
    (directory, store)
}

async fn reopen(directory: &TempDir) -> Store {
    Store::open(directory.path().join("deep/dispatch.sqlite")).await.unwrap()
}

fn practice() -> PracticeId {
    "example".into()
}

fn event(text: &str) -> EventRow {
    EventRow { at: NOW, cause: "d1".into(), event: text.into(), trace: Some(format!("why {text}")) }
}

fn effect(lane: &str, payload: &str) -> NewEffect {
    NewEffect { event: 0, kind: "write".into(), lane: lane.into(), payload: payload.into(), due: NOW }
}

fn batch(version: u64, texts: &[&str]) -> Batch {
    let mut batch = Batch::new(practice(), version);
    batch.events = texts.iter().map(|text| event(text)).collect();
    batch
}

fn use_of(booking: u64, start: i32, end: i32, origin: Origin) -> OccupancyRow {
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

async fn put(store: &Store, rows: &[OccupancyRow]) -> Result<u64, StoreError> {
    let mut batch = batch(store.version(&practice()).await.unwrap(), &["placed"]);
    for row in rows {
        let booking = row.occupancy.booking;
        match batch.occupancies.iter_mut().find(|change| change.booking == booking) {
            Some(change) => change.rows.push(*row),
            None => batch.occupancies.push(BookingOccupancies { booking, rows: vec![*row] }),
        }
    }
    store.commit(&batch).await
}

#[tokio::test]
async fn a_commit_is_on_the_disk_when_it_returns() {
    let (_directory, store) = open().await;
    let pragmas = store.pragmas().await.unwrap();
    assert_eq!(pragmas.journal_mode, "wal");
    assert_eq!(pragmas.synchronous, 2, "2 is FULL");
    assert!(pragmas.foreign_keys);
    assert!(pragmas.busy_timeout >= 1000);
    assert!(store.is_ready().await);
}

#[tokio::test]
async fn a_delivery_is_stored_once_and_another_body_once_more() {
    let (directory, store) = open().await;
    let connection = ConnectionId::from("blvd");
    let delivery = |delivery, body: &'static [u8]| Delivery {
        connection: &connection,
        delivery,
        body,
        received_at: NOW,
        unreadable: None,
    };
    let first = store.receive(&delivery("a", b"one")).await.unwrap();
    assert!(matches!(first, Received::New(_)));
    assert_eq!(store.receive(&delivery("a", b"one")).await.unwrap(), Received::Duplicate);
    assert!(matches!(store.receive(&delivery("a", b"two")).await.unwrap(), Received::Altered(_)));
    let parked = Delivery { unreadable: Some("not JSON"), ..delivery("b", b"{") };
    assert!(matches!(store.receive(&parked).await.unwrap(), Received::New(_)));

    drop(store);
    let store = reopen(&directory).await;
    let waiting = store.waiting_deliveries(NOW, 10).await.unwrap();
    assert_eq!(waiting.iter().map(|row| row.body.as_slice()).collect::<Vec<_>>(), [b"one", b"two"]);
    store.postpone_delivery(waiting[0].id, NOW.plus(Minutes(1)), "vendor is away").await.unwrap();
    let mut batch = batch(0, &["seen"]);
    batch.deliveries = vec![waiting[1].id];
    store.commit(&batch).await.unwrap();
    assert!(store.waiting_deliveries(NOW, 10).await.unwrap().is_empty());
    assert_eq!(store.waiting_deliveries(NOW.plus(Minutes(1)), 10).await.unwrap()[0].attempts, 1);

    let counts = store.inbox_counts().await.unwrap();
    assert_eq!((counts.new, counts.done, counts.parked, counts.altered), (1, 1, 1, 1));
    assert_eq!(store.purge_bodies(Timestamp(NOW.0 + 1)).await.unwrap(), 2, "what waits keeps its body");
    assert_eq!(store.receive(&delivery("a", b"two")).await.unwrap(), Received::Duplicate);
}

#[tokio::test]
async fn a_batch_decided_on_an_old_journal_is_refused_whole() {
    let (_directory, store) = open().await;
    assert_eq!(store.commit(&batch(0, &["a", "b"])).await.unwrap(), 2);
    let mut late = batch(0, &["c"]);
    late.effects = vec![effect("w", "never")];
    let refused = store.commit(&late).await.unwrap_err();
    assert!(matches!(refused, StoreError::Conflict { expected: 0, found: 2 }), "{refused}");
    assert!(refused.is_retryable());
    assert_eq!(store.commit(&batch(2, &["c"])).await.unwrap(), 3);
    let events = store.events_after(&practice(), 1, 10).await.unwrap();
    assert_eq!(
        events.iter().map(|row| (row.sequence, row.event.as_str())).collect::<Vec<_>>(),
        [(2, "b"), (3, "c")]
    );
    assert!(store.effects(&practice()).await.unwrap().is_empty());
    assert_eq!(store.trace(&practice(), 3).await.unwrap().as_deref(), Some("why c"));
    assert_eq!(store.prune_traces(Timestamp(NOW.0 + 1)).await.unwrap(), 3);
    assert_eq!(store.trace(&practice(), 3).await.unwrap(), None);
    assert_eq!(store.version(&"other".into()).await.unwrap(), 0);
}

#[tokio::test]
async fn the_guard_refuses_what_the_engine_must_never_decide() {
    let (directory, store) = open().await;
    put(&store, &[use_of(1, 100, 130, Origin::Ours)]).await.unwrap();
    let refused = put(&store, &[use_of(2, 150, 180, Origin::Ours)]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Overlap { booking: 2, lane: 3 }), "{refused}");
    assert!(!refused.is_retryable());
    assert_eq!(store.version(&practice()).await.unwrap(), 1, "nothing of the batch was stored");
    put(&store, &[use_of(2, 160, 190, Origin::Ours)]).await.unwrap();
    put(&store, &[use_of(3, 120, 170, Origin::Observed)]).await.unwrap();
    put(&store, &[use_of(4, 120, 170, Origin::Forced)]).await.unwrap();
    put(&store, &[use_of(1, 160, 190, Origin::Ours), use_of(2, 100, 130, Origin::Ours)]).await.unwrap();
    assert_eq!(store.overlaps(&practice()).await.unwrap(), 0);

    drop(store);
    let store = reopen(&directory).await;
    assert!(put(&store, &[use_of(5, 100, 101, Origin::Hold)]).await.is_err(), "the guard outlives a restart");
    assert!(put(&store, &[use_of(5, 300, 300, Origin::Observed)]).await.is_err(), "an empty span is no use");
}

#[tokio::test]
async fn only_a_hold_may_stand_beside_what_is_being_vacated() {
    let (_directory, store) = open().await;
    put(&store, &[use_of(1, 100, 130, Origin::Vacating)]).await.unwrap();
    assert!(put(&store, &[use_of(2, 100, 130, Origin::Ours)]).await.is_err());
    put(&store, &[use_of(2, 100, 130, Origin::Hold)]).await.unwrap();
    assert!(put(&store, &[use_of(3, 100, 130, Origin::Hold)]).await.is_err(), "but not two holds");
    // Acknowledged: the first is gone, the second is ours.
    let mut done = batch(store.version(&practice()).await.unwrap(), &["acknowledged"]);
    done.occupancies = vec![
        BookingOccupancies { booking: BookingId(1), rows: Vec::new() },
        BookingOccupancies { booking: BookingId(2), rows: vec![use_of(2, 100, 130, Origin::Ours)] },
    ];
    store.commit(&done).await.unwrap();
}

#[tokio::test]
async fn paddings_that_may_be_shared_and_lanes_that_hold_two() {
    let (_directory, store) = open().await;
    let shared = |row: OccupancyRow| OccupancyRow { shared_padding: true, ..row };
    put(&store, &[shared(use_of(1, 100, 130, Origin::Ours))]).await.unwrap();
    put(&store, &[shared(use_of(2, 145, 160, Origin::Ours))]).await.unwrap();
    assert!(put(&store, &[shared(use_of(3, 129, 140, Origin::Ours))]).await.is_err());

    let double = |booking, start, end| {
        let mut row = OccupancyRow { capacity: 2, ..use_of(booking, start, end, Origin::Ours) };
        row.occupancy.lane = Lane(4);
        row
    };
    put(&store, &[double(4, 100, 200), double(5, 250, 300)]).await.unwrap();
    put(&store, &[double(6, 100, 300)]).await.unwrap();
    assert!(put(&store, &[double(7, 190, 210)]).await.is_err(), "three at 190");
    assert!(put(&store, &[double(7, 230, 240)]).await.is_err(), "three in the padding before 250");
    put(&store, &[double(7, 400, 410)]).await.unwrap();
}

#[tokio::test]
async fn what_is_to_be_done_outside_survives_a_crash() {
    let (directory, store) = open().await;
    let mut first = batch(0, &["a", "b"]);
    first.effects = vec![effect("w1", "1"), effect("w1", "2"), effect("n1", "3"), effect("n2", "4")];
    store.commit(&first).await.unwrap();
    let claimed = store.claim_effects(NOW, 10).await.unwrap();
    assert_eq!(claimed.iter().map(|row| row.payload.as_str()).collect::<Vec<_>>(), ["1", "3", "4"]);
    assert!(store.claim_effects(NOW, 10).await.unwrap().is_empty(), "each is taken once");
    store.save_exchange(claimed[0].id, 1, "half way").await.unwrap();
    store.save_exchange(claimed[0].id, 2, "further").await.unwrap();
    store.mark_sending(claimed[1].id).await.unwrap();

    drop(store);
    let store = reopen(&directory).await;
    assert_eq!(store.recover_outbox().await.unwrap(), 1);
    let claimed = store.claim_effects(NOW, 10).await.unwrap();
    assert_eq!(claimed.iter().map(|row| row.payload.as_str()).collect::<Vec<_>>(), ["1", "4"]);
    let saved = claimed[0].exchange.as_ref().unwrap();
    assert_eq!((saved.step, saved.exchange.as_str()), (2, "further"));
    assert_eq!(claimed[0].cause, "d1");

    store.postpone_effect(claimed[1].id, NOW.plus(Minutes(1)), Some("away"), true).await.unwrap();
    assert_eq!(
        store.next_effect_at().await.unwrap(),
        Some(NOW),
        "the second of the first lane waits its turn"
    );
    let mut settled = batch(2, &["acknowledged"]);
    settled.settled = vec![(claimed[0].id, Settled::Done)];
    store.commit(&settled).await.unwrap();
    let claimed = store.claim_effects(NOW, 10).await.unwrap();
    assert_eq!(claimed.iter().map(|row| row.payload.as_str()).collect::<Vec<_>>(), ["2"]);
    let later = store.claim_effects(NOW.plus(Minutes(1)), 10).await.unwrap();
    assert_eq!((later[0].payload.as_str(), later[0].attempts), ("4", 1));

    let mut settled = batch(3, &["refused"]);
    settled.settled = vec![(claimed[0].id, Settled::Dead("refused".into()))];
    store.commit(&settled).await.unwrap();
    let statuses: Vec<_> =
        store.effects(&practice()).await.unwrap().iter().map(|effect| effect.status).collect();
    use OutboxStatus::{Dead, Done, InFlight, Unknown};
    assert_eq!(statuses, [Done, Dead, Unknown, InFlight]);
    let counts = store.outbox_counts().await.unwrap();
    assert_eq!((counts.open, counts.done, counts.dead, counts.unknown), (1, 1, 1, 1));
}

#[tokio::test]
async fn timers_exceptions_and_contacts_follow_the_batch() {
    let (_directory, store) = open().await;
    let set = |timer: &str, due| TimerChange::Set { timer: timer.into(), due, cause: "d1".into() };
    let raised = |id, deadline| ExceptionChange::Raised {
        exception: ExceptionId(id),
        booking: BookingId(1),
        owner: "desk".into(),
        deadline,
    };
    let client = ClientId::from("c1");
    let contact = |email: Option<&str>| ContactRow {
        client: client.clone(),
        name: Some("C".into()),
        email: email.map(str::to_owned),
        phone: None,
    };
    let mut first = batch(0, &["a"]);
    first.timers = vec![set("n1", NOW), set("n2", NOW.plus(Minutes(5))), set("n1", NOW.plus(Minutes(1)))];
    first.exceptions = vec![raised(1, NOW.plus(Minutes(2))), raised(2, NOW)];
    first.contacts = vec![contact(Some("c@example.com"))];
    store.commit(&first).await.unwrap();
    assert!(store.due_timers(NOW, 10).await.unwrap().is_empty(), "a timer set anew has moved");
    assert_eq!(store.next_timer_at().await.unwrap(), Some(NOW.plus(Minutes(1))));
    let due = store.due_timers(NOW.plus(Minutes(9)), 10).await.unwrap();
    assert_eq!(due.iter().map(|row| row.timer.as_str()).collect::<Vec<_>>(), ["n1", "n2"]);
    let open = store.open_exceptions(&practice()).await.unwrap();
    assert_eq!(open.iter().map(|row| row.exception.0).collect::<Vec<_>>(), [2, 1]);

    let mut second = batch(1, &["fired"]);
    second.timers = vec![TimerChange::Remove { timer: "n1".into() }];
    second.exceptions = vec![ExceptionChange::Closed(ExceptionId(2))];
    second.contacts = vec![contact(None)];
    store.commit(&second).await.unwrap();
    assert_eq!(store.due_timers(NOW.plus(Minutes(9)), 10).await.unwrap().len(), 1);
    assert_eq!(store.open_exceptions(&practice()).await.unwrap().len(), 1);
    assert_eq!(store.contact(&practice(), &client).await.unwrap(), Some(contact(None)));
}
